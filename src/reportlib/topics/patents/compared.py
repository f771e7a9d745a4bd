"""How filings compare with those of others."""

from __future__ import annotations

from dataclasses import dataclass

from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.edition import Edition, names
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import noun_after
from reportlib.content.sentences import part_of, sentence
from reportlib.content.series import Series, rank
from reportlib.topics.patents.scope import INTERNATIONAL_FAMILIES, PER_GDP, gii


def peers_over_time(edition: Edition) -> Exhibit:
    """Filings at home and abroad per million people, ten years apart, and those of the peers."""
    series, start, end = per_million_years(edition)
    return recipes.two_years(
        edition,
        series,
        (start, end),
        per_million_headline(edition),
        label="fig-patents-per-million",
        title="Patent applications by residents, at home and abroad, per million people",
        notes=[
            "Filings at regional offices and abroad are in. A small economy in which firms from "
            "elsewhere hold their rights stands high.",
            f"Peers: {edition.peers_said}.",
        ],
    )


YEARS_APART = 10


def per_million_years(edition: Edition) -> tuple[Series, int | None, int | None]:
    """The series within the years asked for, the year of the ranking, and that ten years before.

    Where the years asked for do not go so far back, the first of them stands for it.
    """
    series = edition.window(measure("origin_totals_per_million"))
    end = edition.reference_year(series)
    start = max(series.years()[0], end - YEARS_APART) if end is not None else None
    return series, start if start != end else None, end


def per_million_headline(edition: Edition) -> Sentence | None:
    """The economy's filings per head, its rank, and what it was in the first year."""
    series, start, end = per_million_years(edition)
    ranking = rank(series, end)
    if ranking is None or end is None:
        return None
    last = series.number(edition.code, end)
    if last is None:
        return recipes.no_value(edition, ranking)
    place = ranking.rank(edition.code)
    return sentence(
        "{name}: residents filed {value} {noun} per million people at home and abroad in {year}"
        "{place}{then}.",
        name=edition.named,
        value=last,
        noun=noun_after(last.value, "application", "applications"),
        year=str(end),
        place=sentence(
            " (rank {rank} of {n})",
            rank=ranking.place(edition.code),
            n=ranking.count,
        )
        if place is not None
        else ", too few to be ranked",
        then=_in_first_year(series, edition.code, start, end),
    )


def _in_first_year(series: Series, code: str, start: int | None, end: int) -> str | Sentence:
    first = series.number(code, start) if start is not None and start < end else None
    if start is None or first is None:
        return ""
    if series.breaks_between(code, start, end):
        return ""
    return sentence(", and {first} in {start}", start=str(start), first=first) or ""


def three_scales(edition: Edition) -> Exhibit:
    """The economy and its peers: filed at home, abroad and from abroad, and in relation to size."""
    years = [
        (found, edition.reference_year(found.series)) for found in _measures_of_activity(edition)
    ]
    rows = [
        Row(
            cells=(text_cell(name), *(_cell_of(found.series, code, year) for found, year in years)),
            strong=code == edition.code,
        )
        for code, name in zip(edition.compared, names(edition.compared), strict=True)
    ]
    shown = [row for row in rows if any(cell.value is not None for cell in row.cells)]
    return exhibits.table(
        label="tbl-patents-scales",
        title="Patent applications at home, abroad and from abroad",
        where=f"{edition.named} and peers" if any(r.strong for r in shown) else "peers",
        columns=[
            Column(title="Economy"),
            *(
                Column(
                    title=f"{found.title}, {year}" if year else found.title,
                    unit=found.unit,
                    numeric=True,
                )
                for found, year in years
            ),
        ],
        rows=shown,
        missing=f"The book holds none of these measures for {edition.named} or its peers in the "
        f"years that rankings use up to {edition.parameters.last_year}.",
        headline=abroad_headline(edition),
        notes=[
            "Each column is a definition of its own, not one number on several scales: compare "
            "down a column. At home has what residents file at regional offices; what comes from "
            "abroad is not computed for members of regional offices."
        ],
        dots="A cell with two dots has no value in the column's year.",
    )


@dataclass(frozen=True)
class Activity:
    """A measure of patent activity, as a column."""

    series: Series
    title: str
    unit: str


def _measures_of_activity(edition: Edition) -> list[Activity]:
    families = gii(edition, INTERNATIONAL_FAMILIES, "international patent families", PER_GDP)
    return [
        Activity(measure("filed_at_home"), "At home", "applications"),
        Activity(measure("filed_abroad"), "Abroad", "applications"),
        Activity(measure("filed_from_abroad"), "From abroad", "applications"),
        Activity(measure("origin_totals_per_million"), "Home and abroad", "per million"),
        Activity(families, "International families", "per bn PPP$"),
    ]


def _cell_of(series: Series, code: str, year: int | None) -> Piece:
    """The value of an economy and year as a cell; two dots where there is none."""
    found = series.number(code, year) if year is not None else None
    if found is None:
        return number_cell(None)
    return number_cell(found.value, " ".join(found.rows), found.unit, found.derivation)


def abroad_headline(edition: Edition) -> Sentence | None:
    """Which part of what residents file they file abroad."""
    abroad = edition.window(measure("filed_abroad")).latest(edition.code)
    if abroad is None:
        return sentence(
            "The book cannot tell what residents of {name} file at home from what they file "
            "abroad.",
            name=edition.named,
        )
    year, count = abroad
    total = measure("origin_totals").number(edition.code, year)
    if total is None or not total.value:
        return None
    return sentence(
        "Of the applications that residents of {name} filed in {year}, about {share} went abroad.",
        name=edition.named,
        year=str(year),
        share=part_of(count, total, "100 * abroad (derived) / all"),
    )
