"""How filings compare with those of others."""

from __future__ import annotations

from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.edition import Edition, names
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import noun_after
from reportlib.content.sentences import part_of, sentence
from reportlib.content.series import Series, rank


def peers_over_time(edition: Edition) -> Exhibit:
    """Filings at home and abroad per million people, ten years apart, and those of the peers."""
    series, start, end = per_million_years(edition)
    return recipes.two_years(
        edition,
        series,
        (start, end),
        per_million_headline(edition),
        label="fig-patents-per-million",
        caution="A change is one in how often residents file, not in how inventive they are: "
        "fees, subsidies and targets move it too.",
        title="Patent applications by residents, at home and abroad, per million people",
        notes=["Filings at regional offices are in.", f"Peers: {edition.peers_said}."],
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
    """The economy’s filings per head, its rank, and what it was in the first year."""
    series, start, end = per_million_years(edition)
    ranking = rank(series, end)
    if ranking is None or end is None:
        return None
    last = series.number(edition.code, end)
    if last is None:
        return None
    ranked = ranking.rank(edition.code) is not None
    return sentence(
        _PLACED if ranked else _TOO_FEW,
        name=edition.named,
        value=last,
        noun=noun_after(last.value, "application", "applications"),
        year=str(end),
        place=ranking.ordinal(edition.code),
        n=ranking.count,
        then=_in_first_year(series, edition.code, start, end),
    )


_PLACED = (
    "{name} ranks {place} of {n} by residents’ patent applications per million people, at home and "
    "abroad: {value} in {year}{then}."
)
_TOO_FEW = (
    "Residents of {name} filed {value} patent {noun} per million people in {year}{then}, too few "
    "to be ranked."
)


def _in_first_year(series: Series, code: str, start: int | None, end: int) -> str | Sentence:
    first = series.number(code, start) if start is not None and start < end else None
    if start is None or first is None:
        return ""
    if series.breaks_between(code, start, end):
        return ""
    return sentence(", after {first} in {start}", start=str(start), first=first) or ""


def home_and_abroad(edition: Edition) -> Exhibit:
    """The economy and its peers: filed at home, abroad and from abroad."""
    years = [
        (title, measure(name), edition.reference_year(measure(name))) for title, name in _FLOWS
    ]
    rows = [
        Row(
            cells=(text_cell(name), *(_cell_of(series, code, year) for _, series, year in years)),
            strong=code == edition.code,
        )
        for code, name in zip(edition.compared, names(edition.compared), strict=True)
    ]
    shown = [row for row in rows if any(cell.value is not None for cell in row.cells)]
    shown = shown if any(row.strong for row in shown) else []
    return exhibits.table(
        label="tbl-patents-scales",
        title="Patent applications at home, abroad and from abroad",
        where=f"{edition.named} and peers",
        columns=[
            Column(title="Economy"),
            *(
                Column(
                    title=f"{title}, {year}" if year else title, unit="applications", numeric=True
                )
                for title, _, year in years
            ),
        ],
        rows=shown,
        missing=f"What residents of {edition.named} file at home cannot be told from what they "
        "file abroad.",
        headline=abroad_headline(edition),
        notes=[
            "Filings at regional offices count as at home. What comes from abroad is not computed "
            "for members of regional offices."
        ],
        dots="A cell with two dots has no value in the column’s year.",
    )


_FLOWS = (
    ("At home", "filed_at_home"),
    ("Abroad", "filed_abroad"),
    ("From abroad", "filed_from_abroad"),
)


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
        return None
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
