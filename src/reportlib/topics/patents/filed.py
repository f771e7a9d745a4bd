"""How many applications are filed, and by whom."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_count, say_millions
from reportlib.content.sentences import part_of, sentence
from reportlib.content.series import Series, rank
from reportlib.topics.patents import scope


def by_origin(edition: Edition) -> Exhibit:
    """What the economy's residents file anywhere in the world, over time."""
    return recipes.own_lines(
        edition,
        {"focus": ("At home and abroad", measure("origin_totals"))},
        by_origin_headline(edition),
        label="fig-patents-by-origin",
        title="Patent applications by residents, at home and abroad",
        where=f"residents of {edition.named}, all offices",
        newer={"focus": (measure("origin_totals_quoted"),)},
        notes=[
            "A filing at a regional office counts once. Earlier years, in which only filings at "
            "home were counted, are left out."
        ],
    )


def by_origin_headline(edition: Edition) -> Sentence | None:
    """What residents file at home and abroad: as quoted where that is newer than the table."""
    series = measure("origin_totals")
    latest = edition.window(series).latest(edition.code)
    if latest is None:
        return None
    quoted = edition.window(measure("origin_totals_quoted")).latest(edition.code)
    newer = quoted if quoted and quoted[0] > latest[0] else None
    year, count = newer or latest
    return sentence(
        "Residents of {name} filed {count} patent {noun} at home and abroad in {year}{before}.",
        name=edition.named,
        count=count,
        noun=series.measure.unit_after(count.value),
        year=str(year),
        before=sentence(
            ", as quoted from WIPO, after {count} in {year}", count=latest[1], year=str(latest[0])
        )
        if newer
        else "",
    )


def filings(edition: Edition) -> Exhibit:
    """Applications at the economy's office over time, in all and by residence."""
    # What is derived for members of a regional office has its filings in: another measure.
    own = () if scope.regional_offices(edition.code) else (measure("resident_patents_derived"),)
    return recipes.own_lines(
        edition,
        {
            "neutral": ("All applicants", measure("office_totals")),
            "resident": ("Residents", measure("resident_applications")),
            "nonresident": ("Non-residents", measure("nonresident_applications")),
        },
        filings_headline(edition),
        label="fig-patents-filings",
        title="Patent applications received by the office, by residence of the applicant",
        where=f"office of {edition.named}",
        newer={
            "neutral": (measure("office_totals_quoted"),),
            "resident": own,
            "nonresident": (measure("filed_from_abroad"),),
        },
        notes=[scope.regional_note(edition)],
    )


def filings_headline(edition: Edition) -> Sentence | None:
    """How many the office received, and who filed them in the latest year for which it is known."""
    total = edition.window(measure("office_totals"))
    latest = total.latest(edition.code) or edition.window(measure("office_applications")).latest(
        edition.code
    )
    if latest is None:
        return _one_kind_headline(edition)
    year, count = latest
    return sentence(
        "The office of {name} received {count} patent {noun} in {year}{residents}.",
        name=edition.named,
        count=count if count.value else "no",
        noun=total.measure.unit_after(count.value),
        year=str(year),
        residents=_residents_said(edition, year, count) if count.value else "",
    )


def _residents_said(edition: Edition, year: int, count: Number) -> str | Sentence:
    """Which part of them residents filed: as published, else derived, else in an earlier year."""
    published = measure("resident_share_quoted").number(edition.code, year)
    if published is not None:
        return sentence("; residents filed {share} of them", share=published) or ""
    derived = measure("resident_patents_derived").number(edition.code, year)
    if derived is not None and not scope.regional_offices(edition.code):
        share = part_of(derived, count, "100 * resident (derived) / all")
        return sentence("; residents filed about {share} of them", share=share) or ""
    return _earlier_residents(edition, year)


def _earlier_residents(edition: Edition, year: int) -> str | Sentence:
    both = edition.window(measure("office_applications")).latest(edition.code)
    if both is None or not both[1].value:
        return ""
    residents = measure("resident_applications").number(edition.code, both[0])
    if residents is None:
        return ""
    share = part_of(residents, both[1], "100 * resident / (resident + non-resident)")
    if both[0] == year:
        return sentence("; residents filed {share} of them", share=share) or ""
    whole = "" if isinstance(share, tuple) else "those of "
    return sentence(f"; residents filed {{share}} of {whole}{both[0]}", share=share) or ""


def _one_kind_headline(edition: Edition) -> Sentence | None:
    kinds: tuple[tuple[Series, str], ...] = (
        (measure("resident_applications"), "Residents"),
        (measure("nonresident_applications"), "Non-residents"),
    )
    for series, who in kinds:
        latest = edition.window(series).latest(edition.code)
        if latest is not None:
            return sentence(
                "{who} filed {count} patent {noun} at the office of {name} in {year}.",
                who=who,
                count=latest[1],
                noun=series.measure.unit_after(latest[1].value),
                name=edition.named,
                year=str(latest[0]),
            )
    return None


def world(edition: Edition) -> Exhibit:
    """Applications filed worldwide, by WIPO's estimates."""
    rows = _estimates(edition)
    table = pd.DataFrame(
        {
            "category": rows["year"].astype(str),
            "year": rows["year"],
            "series": "world",
            "label": "World",
            "role": "world",
            "value": rows["applications"].astype(float),
            "rows": rows[ROW],
        }
    )
    return exhibits.figure(
        form=forms.BARS,
        label="fig-patents-world",
        title="Patent applications filed worldwide",
        where="all offices of the world, WIPO’s estimate",
        unit="applications in the year",
        table=table,
        missing=f"The book holds no estimate for the world up to {edition.parameters.last_year}.",
        headline=world_headline(edition),
        notes=["Estimates that WIPO rounds or revises each year. A year without a bar is missing."],
        names={"category": "Year"},
    )


def _estimates(edition: Edition) -> pd.DataFrame:
    rows = read_dataset("patent_applications_world").where(applicant="total")
    return rows[rows["year"] <= edition.parameters.last_year].sort_values("year")


def world_headline(edition: Edition) -> Sentence | None:
    """The newest estimate, and which part of it the office received, where WIPO prints it."""
    rows = _estimates(edition)
    if rows.empty:
        return None
    newest = rows.iloc[-1]
    say = say_millions if newest["rounded"] else say_count
    part = world_part(edition)
    return sentence(
        "WIPO puts the patent applications filed worldwide in {year} at {about}{value}{part}.",
        about="about " if newest["rounded"] else "",
        value=Number(float(newest["applications"]), say, "applications", (str(newest[ROW]),)),
        year=str(newest["year"]),
        part=sentence(
            "; the office of {name} received {part} of them", name=edition.named, part=part
        )
        if part
        else "",
    )


def world_part(edition: Edition) -> Number | None:
    """The office's part of the world's applications, as printed for the newest estimate's year."""
    rows = _estimates(edition)
    if rows.empty:
        return None
    return measure("office_world_share_quoted").number(edition.code, int(rows["year"].iloc[-1]))


def offices(edition: Edition) -> Exhibit:
    """The offices that receive most applications, and where this one stands."""
    series = edition.scaled(measure("office_totals"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "The office of {name} ranks {place} of {n} national offices by "
            f"{series.measure.unit} in {{year}}{scope.regional_said(edition.code)}.",
            "The office of {name} received {value} {unit} in {then}",
        ),
        label="fig-patents-offices",
        title="Patent applications received by the office, residents and non-residents",
        unit=series.measure.unit,
        what="offices with data",
        notes=[
            "Applicants from anywhere file at an office. Regional offices are not ranked.",
            scope.regional_note(edition),
        ],
    )
