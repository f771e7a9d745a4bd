"""What the sections on AI share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, Rank, say_ordinal
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.content.trends import trend
from reportlib.topics.ai.measures import Span

LEAST_SHARE = 1.0  # percent; a category below it in every economy is left out
SHOWN_FIELDS = 10
SHOWN_YEARS = 10
LEAST_RANKED_COUNT = 20  # families or articles; a rank by fewer says nothing
LEAST_RANKED = 10  # economies; the AI Index prints single years for two of them only
HONG_KONG = "China includes Hong Kong here; Macao and Taiwan are separate."

SCOPUS = (
    "Scopus takes in conference proceedings unevenly, so part of every rise and fall is coverage. "
    "An article with authors in several economies counts once in each, so economies do not add "
    "up. Whether China’s count includes Hong Kong is not said."
)

AREAS = {"europe": "Europe", "rest_of_world": "Rest of the world", "world": "World"}


def sum_ranking(series: Series, years: Span, edition: Edition) -> Ranking | None:
    """A ranking by a sum over years; None where the sum ends after the last year asked for."""
    return rank(series, years.last if years.last <= edition.parameters.last_year else None)


def sum_figure(
    ranking: Ranking | None,
    years: Span,
    edition: Edition,
    *,
    label: str,
    title: str,
    unit: str,
    headline: Sentence | None,
    notes: list[str],
    unranked: str,
    what: str = "economies with data",
    caution: str = "",
) -> Exhibit:
    """Make a figure of a ranking by a sum over years, which has no year of its own.

    ``unranked`` says why the economy has no place in it, and nothing is shown.
    """
    own = is_ranked(ranking, edition)
    return exhibits.figure(
        form=forms.RANKING,
        label=label,
        title=title,
        where=f"{what}, {years} together",
        unit=unit,
        table=tables.ranked(ranking if own else None, edition),
        missing=too_late(edition, years) if ranking is None else unranked,
        headline=headline,
        notes=notes,
        n=ranking.n if ranking else 0,
        caution=caution,
    )


def is_ranked(ranking: Ranking | None, edition: Edition) -> bool:
    """Whether the economy has a place in a ranking."""
    return ranking is not None and ranking.rank(edition.code) is not None


def nth(ranking: Ranking, code: str, years: Span | None = None) -> Rank | None:
    """A place said as an ordinal; that by a sum names its years, not one year."""
    place = ranking.place(code)
    if place is None:
        return None
    derivation = f"rank among {ranking.n} economies, sum of {years}" if years else place.derivation
    return replace(place, say=say_ordinal, derivation=derivation)


def rank_headline(ranking: Ranking | None, edition: Edition, unit: str = "") -> Sentence | None:
    """The economy's place by a sum over years; None where it has none."""
    if ranking is None or not is_ranked(ranking, edition):
        return None
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    return sentence(
        "{name} ranks {rank} of {n} by {measure}: {value}{unit}.",
        unit=unit,
        name=edition.named,
        rank=nth(ranking, edition.code),
        n=ranking.count,
        measure=ranking.measure.name,
        value=row_number(row, ranking),
    )


def row_number(row: pd.Series, ranking: Ranking, derivation: str = "") -> Number:
    """The value of a row of a ranking, with its rows."""
    number = ranking.measure.number(float(row["value"]), str(row["rows"]))
    return replace(number, derivation=derivation or number.derivation)


def by_economy(series: Series, edition: Edition, codes: Sequence[str] = ()) -> pd.DataFrame:
    """A line for each economy of a series that holds few; ``codes`` limits them."""
    wanted = list(dict.fromkeys(codes or series.table["economy"]))
    parts = [
        tables.series_of(
            series, code, label=economies()[code].name, role=edition.role(code)
        ).assign(series=code)
        for code in wanted
    ]
    return pd.concat([pd.DataFrame(columns=tables.SERIES_COLUMNS), *parts], ignore_index=True)


def by_area(series: Series, names: Sequence[str]) -> pd.DataFrame:
    """A line for each area of the world that the AI Index tells apart."""
    roles = {"world": "world"}
    parts = [
        tables.series_of(series, name, label=AREAS[name], role=roles.get(name, "neutral")).assign(
            series=name
        )
        for name in names
    ]
    return pd.concat(parts, ignore_index=True)


def area_trend(edition: Edition, series: Series, template: str) -> Sentence | None:
    """How the world's value went, for an economy that the source does not give."""
    return trend(series, "world", edition.parameters.last_year, template)


def scale_note(edition: Edition, years: Span) -> str:
    """What a sum is divided by, where it is."""
    base = {"per_million": "people", "per_gdp": "GDP"}.get(edition.parameters.scale)
    return f"The sum of {years} is divided by the {base} of {years.last}." if base else ""


def too_late(edition: Edition, years: Span) -> str:
    """Why a sum is not shown: it ends after the last year asked for."""
    return (
        f"The source gives one sum over {years}, which ends after {edition.parameters.last_year}, "
        "the last year asked for."
    )
