"""How filings compare with those of others."""

from __future__ import annotations

from dataclasses import dataclass

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition, names
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, noun_after
from reportlib.content.sentences import change, sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics.patents.scope import BY_ORIGIN, EUROPE, PER_GDP, cell_of, gii


def peers_over_time(edition: Edition) -> Exhibit:
    """Resident filings per million people in two years, for the economy and its peers."""
    series, start, end = per_million_years(edition)
    return recipes.two_years(
        edition,
        series,
        (start, end),
        per_million_headline(edition),
        label="fig-patents-per-million",
        title="Resident patent applications per million people, regional filings included",
        notes=[
            "The United Nations publish this series for selected years only. It adds what "
            "residents file at regional offices, so European economies can be compared here.",
            f"Peers: {edition.peers_said}.",
        ],
    )


def per_million_years(edition: Edition) -> tuple[Series, int | None, int | None]:
    """The series within the years asked for, its first year, and the year of the ranking."""
    series = edition.window(measure("resident_per_million"))
    end = edition.reference_year(series)
    years = series.years()
    return series, years[0] if years and years[0] != end else None, end


def per_million_headline(edition: Edition) -> Sentence | None:
    """The economy's filings per head, its rank, and its change where there is no break."""
    series, start, end = per_million_years(edition)
    ranking = rank(series, end)
    if ranking is None or end is None:
        return None
    last = series.number(edition.code, end)
    if last is None:
        return recipes.no_value(edition, ranking)
    place = ranking.rank(edition.code)
    return sentence(
        "{name}: residents filed {value} {noun} per million people in {year}{place}{change}.",
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
        change=_change_since(series, edition.code, start, end, last),
    )


def _change_since(
    series: Series, code: str, start: int | None, end: int, last: Number
) -> str | Sentence:
    first = series.number(code, start) if start is not None else None
    if start is None or first is None or first.value <= 0:
        return ""
    if series.breaks_between(code, start, end):
        return ""
    said = sentence(
        "; since {start}, when it was {first}, the rate {change}",
        start=str(start),
        first=first,
        change=change(first, last),
    )
    return said or ""


def origins(edition: Edition) -> Exhibit:
    """The economies whose residents file most for the size of the economy."""
    series = gii(edition, BY_ORIGIN, "resident patent applications", PER_GDP)
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "For its size, {name} ranks {rank} of {n}: {value} resident applications per "
            "billion PPP dollars of GDP in {year}.",
            "For its size, {leader} files most: {value} resident applications per billion "
            "PPP dollars of GDP in {year}, among {n} economies with data.",
        ),
        label="fig-patents-origins",
        title="Resident patent applications in relation to GDP, by origin",
        unit=PER_GDP,
        what="economies with data",
        notes=[
            "As printed in the Global Innovation Index, for the economies with data of the year; "
            "applications at the national office and at regional offices together. A large rate "
            "says that filing is common, not that inventions are valuable.",
        ],
    )


def three_scales(edition: Edition) -> Exhibit:
    """The economy and its peers on four measures of residents' patent activity."""
    years = [
        (found, edition.reference_year(found.series)) for found in _measures_of_activity(edition)
    ]
    rows = [
        Row(
            cells=(text_cell(name), *(cell_of(found.series, code, year) for found, year in years)),
            strong=code == edition.code,
        )
        for code, name in zip(edition.compared, names(edition.compared), strict=True)
    ]
    shown = [row for row in rows if any(cell.value is not None for cell in row.cells)]
    return exhibits.table(
        label="tbl-patents-scales",
        title="Residents' patent activity on four measures",
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
        missing=f"The book holds none of the four measures for {edition.named} or its peers in the "
        f"years that rankings use up to {edition.parameters.last_year}.",
        headline=scales_headline(edition),
        notes=[
            "The four columns are four definitions, not one number on four scales: compare down a "
            "column, never across.",
            "In the first column: " + EUROPE[:1].lower() + EUROPE[1:],
        ],
        dots="A cell with two dots has no value in the column's year.",
    )


@dataclass(frozen=True)
class Activity:
    """A measure of patent activity; only some can be ranked across economies."""

    series: Series
    title: str
    unit: str
    comparable: bool = True


def _measures_of_activity(edition: Edition) -> list[Activity]:
    return [
        Activity(measure("resident_applications"), "At own office", "applications", False),
        Activity(
            measure("resident_per_million"), "Filings per head, regional included", "per million"
        ),
        Activity(
            gii(edition, BY_ORIGIN, "resident applications", PER_GDP),
            "Filings by GDP",
            "per bn PPP$",
        ),
        Activity(measure("families"), "Families granted", "families"),
    ]


def scales_headline(edition: Edition) -> Sentence | None:
    """Where the economy stands highest and lowest on the measures that can be compared."""
    places: list[tuple[int, Ranking, str]] = []
    for found in _measures_of_activity(edition):
        ranking = rank(found.series, edition.reference_year(found.series))
        place = ranking.rank(edition.code) if ranking else None
        if found.comparable and ranking is not None and place is not None:
            places.append((place, ranking, f"{found.title[:1].lower()}{found.title[1:]}"))
    if not places:
        return _no_place_said(edition)
    places.sort(key=lambda item: item[0])
    said = [_place_said(edition, ranking, title) for _, ranking, title in places]
    if len(said) == 1:
        return sentence("{name} ranks {best}.", name=edition.named, best=said[0])
    return sentence(
        "The rank of {name} depends on the measure: {best}, {worst}.",
        name=edition.named,
        best=said[0],
        worst=said[-1],
    )


def _no_place_said(edition: Edition) -> Sentence | None:
    """That the economy has no place: for want of values, or of values that can be ranked."""
    values = [
        found.series.number(edition.code, year)
        for found in _measures_of_activity(edition)
        if (year := edition.reference_year(found.series)) is not None
    ]
    return sentence(
        "{name} cannot be ranked on any of these four measures."
        if any(values)
        else "The book holds no value of {name} on any of these four measures in the years shown.",
        name=edition.named,
    )


def _place_said(edition: Edition, ranking: Ranking, title: str) -> Sentence | None:
    return sentence(
        "{rank} of {n} by {title} in {year}",
        rank=ranking.place(edition.code),
        n=ranking.count,
        title=title,
        year=str(ranking.year),
    )
