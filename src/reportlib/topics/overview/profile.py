"""The profile of the economy: key numbers and positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, say_whole
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics import measures, patents
from reportlib.topics.places import RULE, Place


@dataclass(frozen=True)
class Indicator:
    """An indicator of the profile: its series, and whether size alone makes it large.

    ``short`` names it in a list within a sentence. ``newer`` has single figures after its last
    year: as these can reverse an order, it is shown, and not ranked across economies.
    """

    title: str
    unit: str
    series: Series
    short: str = ""
    size_free: bool = True
    ranked: bool = True
    newer: Series | None = None


def indicators(edition: Edition) -> list[Indicator]:
    """The indicators of the profile, effort first, then rights, then use."""
    last = edition.parameters.last_year
    return [
        Indicator("R&D expenditure", "percent of GDP", measure("rd_share"), "R&D expenditure"),
        Indicator("Researchers (FTE)", "per million people", measure("researchers"), "researchers"),
        Indicator(
            "Patent applications at home and abroad in all",
            "applications",
            measure("origin_totals"),
            size_free=False,
        ),
        Indicator(
            "Patent applications at home and abroad",
            "per million people",
            measure("origin_totals_per_million"),
            "patent applications at home and abroad",
        ),
        Indicator(
            "PCT applications by origin",
            "per billion PPP dollars of GDP",
            measures.gii_indicator(
                "pct_by_origin", "PCT applications by origin", patents.PER_GDP, last
            ),
            "PCT applications",
        ),
        Indicator(
            "Patents in force at the office",
            "patents",
            measure("in_force"),
            size_free=False,
            ranked=False,
            newer=measure("in_force_quoted"),
        ),
        Indicator(
            "Resident trademark applications, classes",
            "per million people",
            measure("resident_trademark_classes_derived_per_million"),
            "resident trademark applications",
        ),
        Indicator(
            "Resident design applications, designs",
            "per million people",
            measure("resident_designs_derived_per_million"),
            "resident design applications",
        ),
        Indicator(
            "IP receipts in relation to GDP",
            "percent of GDP",
            measure("ip_receipts_share"),
            "IP receipts in relation to GDP",
        ),
        Indicator("IP receipts in all", "US dollars", measure("ip_receipts"), size_free=False),
        Indicator("IP payments in all", "US dollars", measure("ip_payments"), size_free=False),
    ]


def _ranking(edition: Edition, found: Indicator) -> Ranking | None:
    if not found.ranked:
        return None
    return rank(found.series, edition.reference_year(found.series))


DERIVED = (
    "Trademarks and designs are approximate, and have what members of the European Union file at "
    "its common office."
)
EU_OFFICE = (
    "Lines of trademarks and designs leave out what members of the European Union file at its "
    "common office."
)


def key_numbers(edition: Edition) -> Exhibit:
    """Every indicator with its value, year and rank among the economies with data."""
    rows = []
    for found in indicators(edition):
        row = _number_row(edition, found)
        if row is not None:
            rows.append(row)
    gii = _gii_row(edition)
    if gii is not None:
        rows.append(gii)
    return exhibits.table(
        label="tbl-overview-numbers",
        title="The economy in numbers",
        where=edition.named,
        columns=[
            Column(title="Indicator"),
            Column(title="Value", numeric=True),
            Column(title="Unit"),
            Column(title="Year", numeric=True),
            Column(title="Rank", numeric=True),
            Column(title="Economies with data", numeric=True),
        ],
        rows=rows,
        missing=f"The book holds none of these indicators for {edition.named} up to "
        f"{edition.parameters.last_year}.",
        headline=_numbers_headline(edition),
        notes=[
            "Ranked by the largest value, in the latest year for which at least 80 percent of the "
            "best coverage is reached. Patents in force are not ranked: newer figures are known of "
            "a few offices alone. A rate has a rank where twenty applications or more are behind "
            "it.",
            DERIVED,
        ],
        dots="Where the economy has no value for that year, its own latest value stands, and two "
        "dots in the place of its rank and of the number of economies.",
    )


def _number_row(edition: Edition, found: Indicator) -> Row | None:
    ranking = _ranking(edition, found)
    place = ranking.rank(edition.code) if ranking else None
    if ranking is not None and place is not None:
        year, value = ranking.year, found.series.number(edition.code, ranking.year)
        ranked = (_cell(ranking.place(edition.code)), _cell(ranking.count))
    else:
        latest = _latest(edition, found)
        if latest is None:
            return None
        year, value = latest
        same_year = ranking is not None and ranking.year == year  # too small to be ranked
        ranked = (_cell(None), _cell(ranking.count if ranking and same_year else None))
    if value is None:
        return None
    return Row(
        cells=(
            text_cell(found.title),
            _beside_unit(value),
            text_cell(found.unit),
            text_cell(year),
            *ranked,
        )
    )


def _latest(edition: Edition, found: Indicator) -> tuple[int, Number] | None:
    """The newest value and its year, of the series or of single figures after it."""
    held = [one for one in (found.series, found.newer) if one is not None]
    values = [one.between(0, edition.parameters.last_year).latest(edition.code) for one in held]
    return max((one for one in values if one), key=lambda each: each[0], default=None)


def _beside_unit(value: Number) -> Piece:
    """A value without the sign for percent, which the column of units says in words."""
    piece = value.piece()
    return piece.model_copy(update={"text": piece.text.removesuffix("%")})


def _cell(number: Number | None) -> Piece:
    return number.piece() if number else number_cell(None)


def _gii_row(edition: Edition) -> Row | None:
    series = measure("gii_rank").between(0, edition.parameters.last_year)
    latest = series.latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    place = Number(value.value, say_whole, "rank", value.rows)
    return Row(
        cells=(
            text_cell("Global Innovation Index"),
            text_cell(MISSING),
            text_cell("rank in the edition"),
            text_cell(year),
            place.piece(),
            _cell(measures.gii_ranked(year)),
        )
    )


def _numbers_headline(edition: Edition) -> Sentence | None:
    places = places_of(edition)
    if not places:
        return sentence(
            "{name} has no rank on the measures that do not depend on size.", name=edition.named
        )
    best = min(places, key=lambda found: found.place / found.ranking.n)
    if best.place > best.ranking.n / 2:
        return sentence(
            "{name} is in the first half on none of the measures free of size on which it has a "
            "rank.",
            name=edition.named,
        )
    return sentence(
        "The best place of {name} among measures that do not depend on size is {place}.",
        name=edition.named,
        place=best.as_sentence(edition),
    )


def places_of(edition: Edition) -> list[Place]:
    """Where the economy stands by each indicator free of size."""
    places = []
    for found in indicators(edition):
        ranking = _ranking(edition, found)
        place = ranking.rank(edition.code) if ranking else None
        if found.size_free and ranking is not None and place is not None:
            places.append(Place(found.short, place, ranking))
    return places


def positions(edition: Edition) -> Exhibit:
    """Strengths and gaps by a printed rule: where the economy stands on each indicator."""
    rows = []
    for found in indicators(edition):
        ranking = _ranking(edition, found)
        place = ranking.rank(edition.code) if ranking else None
        if not found.size_free or ranking is None or place is None:
            continue
        own = ranking.table.loc[ranking.table["economy"] == edition.code, "rows"].iloc[0]
        rows.append(
            {
                "label": f"{found.title}, {ranking.year}",
                "rank": place,
                "n": ranking.n,
                "role": Place(found.short, place, ranking).role,
                "text": f"{place} of {ranking.n}",
                "rows": own,
                "counted": " ".join(ranking.table["rows"]),
            }
        )
    columns = ["label", "rank", "n", "role", "text", "rows", "counted"]
    table = pd.DataFrame(rows, columns=columns)
    return exhibits.figure(
        form=forms.POSITIONS,
        label="fig-overview-positions",
        title="Strengths and gaps: rank on measures that do not depend on size",
        where=edition.named,
        unit="rank among the economies with data",
        table=table,
        missing=f"{edition.name} has no rank on any of these measures up to "
        f"{edition.parameters.last_year}.",
        headline=_positions_headline(edition, table),
        notes=[RULE, DERIVED],
    )


def _positions_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    n = len(table)
    if n == 1:
        return _only_position(edition, table.iloc[0])
    strengths, gaps = (list(table[table["role"] == role]["rows"]) for role in ("strength", "gap"))
    return sentence(
        "{name} can be ranked on {n} such measures: in the first quarter on {strengths}, in the "
        "last quarter on {gaps}.",
        name=edition.named,
        n=count_of(table["rows"], "measures with a rank", "measures"),
        strengths=_of(strengths, n, "measures on which the rank is in the first quarter"),
        gaps=_of(gaps, n, "measures on which the rank is in the last quarter"),
    )


def _only_position(edition: Edition, only: pd.Series) -> Sentence | None:
    where = {"strength": "in the first quarter", "gap": "in the last quarter"}
    return sentence(
        "{name} can be ranked on one such measure alone, and is {where}.",
        name=edition.named,
        where=where.get(str(only["role"]), "neither in the first quarter nor in the last"),
    )


def _of(rows: Sequence[str], n: int, what: str) -> str | Number:
    """How many of ``n`` measures, two or more; one for each element of ``rows``."""
    if len(rows) == 0:
        return "none"
    return "all" if len(rows) == n else count_of(rows, what, "measures")
