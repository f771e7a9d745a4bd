"""The small drawing on a finding's card: of the measure that the finding tells, or of its chapter.

It is drawn from the rows that the chapter draws, and says in a few words what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlib.base.economies import economies
from reportlib.base.payload import Tile
from reportlib.content.edition import Edition
from reportlib.content.figures import (
    Drawing,
    is_trend,
    plot_columns,
    plot_order,
    plot_spark,
    to_svg,
)
from reportlib.content.measures import measure
from reportlib.content.series import Series, rank
from reportlib.topics.ai import measures as ai
from reportlib.topics.copyright import measures as creative
from reportlib.topics.overview.measures import joined
from reportlib.topics.talent import measures as talent

LEAST_ORDERED = 3  # economies: fewer make no order
LEAST_COLUMNS, MOST_COLUMNS = 3, 20


@dataclass(frozen=True)
class Picture:
    """What is drawn: a measure over the years, or of the economy beside its peers."""

    form: Literal["trend", "columns", "order"]
    series: Callable[[Edition], Series]
    about: str


def _of(name: str) -> Callable[[Edition], Series]:
    return lambda _edition: measure(name)


def _creative_goods(edition: Edition) -> Series:
    return creative.creative_exports("creative_goods_exports", edition.parameters.last_year)


def _researchers(_edition: Edition) -> Series:
    return talent.researcher_stock()


def _users(_edition: Edition) -> Series:
    return ai.diffusion()


_FILED = Picture("trend", _of("origin_totals"), "Patent applications by residents")
_AT_OFFICE = Picture("trend", _of("office_totals"), "Patent applications at the office")
_PER_HEAD = Picture("order", _of("origin_totals_per_million"), "Patent applications per head")
_INDEX = Picture("trend", _of("gii_rank"), "Rank in the Global Innovation Index")
_REGISTER = Picture("columns", _of("registrations"), "Entries in the register")
_RECEIPTS = Picture("trend", _of("ip_receipts_share"), "Receipts for rights, percent of GDP")
_GOODS = Picture("order", _creative_goods, "Creative goods, percent of trade")
_ARTICLES = Picture("trend", _of("ai_articles"), "AI articles")
_FAMILIES = Picture("trend", _of("international_ai_families"), "AI patent families at two offices")
_INVESTED = Picture("order", _of("ai_private_investment"), "Private investment in AI firms")
_USERS = Picture("order", _users, "Users of AI tools, percent of working age")
_STOCK = Picture("order", _researchers, "Researchers")
_GROWTH = Picture("trend", _researchers, "Researchers")
_ENROLMENT = Picture("trend", _of("enrolment"), "Tertiary enrolment, percent")
_ABROAD = Picture("trend", _of("us_doctorates"), "Doctorates in the United States")

BY_EXHIBIT: Mapping[str, Picture] = {
    "fig-patents-by-origin": _FILED,
    "fig-patents-filings": _AT_OFFICE,
    "fig-patents-gii": _INDEX,
    "fig-patents-per-million": _PER_HEAD,
    "fig-copyright-registers": _REGISTER,
    "fig-copyright-receipts": _RECEIPTS,
    "fig-copyright-creative-goods": _GOODS,
    "fig-ai-articles": _ARTICLES,
    "fig-ai-investment": _INVESTED,
    "fig-ai-two-offices": _FAMILIES,
    "fig-ai-users": _USERS,
    "fig-talent-stock": _STOCK,
    "fig-talent-growth": _GROWTH,
    "fig-talent-enrolment": _ENROLMENT,
    "fig-talent-us-doctorates": _ABROAD,
}
"""What is drawn beside a finding that refers to an exhibit."""


def drawn_of_finding(
    edition: Edition, label: str, chapter: str, cited: Sequence[str]
) -> Tile | None:
    """What a finding tells, drawn, as a tile without title; None where no picture is of it.

    Args:
        cited: labels of the exhibits to which the finding refers.
    """
    for picture in (BY_EXHIBIT[target] for target in cited if target in BY_EXHIBIT):
        if found := _DRAWN[picture.form](edition, picture):
            drawing, about, alt = found
            svg = to_svg(drawing, f"{label}-{chapter}")
            return Tile(title=chapter, drawing=svg, alt=f"{about}: {alt}", about=about)
    return None


_Drawn = tuple[Drawing, str, str] | None
_Runs = tuple[tuple[tuple[int, float], ...], ...]


def _trend(edition: Edition, picture: Picture) -> _Drawn:
    series = picture.series(edition)
    found: _Runs = tuple(joined(edition, series.concluded(edition.code)))
    if not is_trend(found) or not any(value for _, value in _spots(found)):
        return None
    drawing = plot_spark(found, falls=series.measure.better == "less", large=True)
    return drawing, _with_years(picture, found), _ends(series, found)


def _columns(edition: Edition, picture: Picture) -> _Drawn:
    series = picture.series(edition)
    found: _Runs = tuple(joined(edition, series.concluded(edition.code)))
    if not LEAST_COLUMNS <= sum(map(len, found)) <= MOST_COLUMNS:
        return None
    return plot_columns(found), _with_years(picture, found), _ends(series, found)


def _order(edition: Edition, picture: Picture) -> _Drawn:
    """The economy and those of its peers that have a value of the year ranked, best first."""
    series = picture.series(edition)
    ranking = rank(series, edition.reference_year(series))
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    table = ranking.table[ranking.table["economy"].isin(edition.compared)]
    if len(table) < LEAST_ORDERED:
        return None
    codes = [str(code) for code in table["economy"]]
    values = [float(value) for value in table["value"]]
    known, say = economies(), series.measure.say
    told = [f"{known[c].name} {say(v)}" for c, v in zip(codes, values, strict=True)]
    drawing = plot_order(codes, values, [edition.role(code) for code in codes])
    return drawing, f"{picture.about}, {ranking.year}", "; ".join(told)


_DRAWN: Mapping[str, Callable[[Edition, Picture], _Drawn]] = {
    "trend": _trend,
    "columns": _columns,
    "order": _order,
}


def _with_years(picture: Picture, found: _Runs) -> str:
    spots = list(_spots(found))
    return f"{picture.about}, {spots[0][0]}–{spots[-1][0]}"


def _ends(series: Series, found: _Runs) -> str:
    spots = list(_spots(found))
    say = series.measure.say
    return f"{say(spots[0][1])} in {spots[0][0]}, {say(spots[-1][1])} in {spots[-1][0]}"


def _spots(found: _Runs) -> Iterator[tuple[int, float]]:
    return (spot for run in found for spot in run)
