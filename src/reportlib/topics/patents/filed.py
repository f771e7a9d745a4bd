"""How many applications are filed, and by whom."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_count, say_millions
from reportlib.content.sentences import part_of, sentence
from reportlib.content.series import rank
from reportlib.topics.patents import scope
from reportlib.topics.patents.scope import EUROPE


def filings(edition: Edition) -> Exhibit:
    """Applications at the economy's office over time, by residence of the applicant."""
    return recipes.own_lines(
        edition,
        {
            "resident": ("Residents", measure("resident_applications")),
            "nonresident": ("Non-residents", measure("nonresident_applications")),
        },
        filings_headline(edition),
        label="fig-patents-filings",
        title="Patent applications received by the office, by residence of the applicant",
        where=f"office of {edition.named}",
        notes=[EUROPE if edition.code in scope.EPC else ""],
    )


def filings_headline(edition: Edition) -> Sentence | None:
    """Who files at the office, in the latest year with both kinds of applicant."""
    total = edition.window(measure("office_applications"))
    latest = total.latest(edition.code)
    if latest is None:
        return _one_kind_headline(edition)
    year, count = latest
    residents = measure("resident_applications").number(edition.code, year)
    if count.value == 0 or residents is None:
        return sentence(
            "The office of {name} received no patent applications in {year}.",
            name=edition.named,
            year=str(year),
        )
    share = part_of(residents, count, "100 * resident / (resident + non-resident)")
    of_all = "" if count.value < 100 else sentence(" of the {count}", count=count)
    return sentence(
        "Residents filed {share}{of_all} patent {noun} that the office of {name} received in "
        "{year}.",
        share=share,
        of_all=of_all,
        noun=total.measure.unit_after(count.value),
        name=edition.named,
        year=str(year),
    )


def _one_kind_headline(edition: Edition) -> Sentence | None:
    for series, who in (
        (measure("resident_applications"), "Residents"),
        (measure("nonresident_applications"), "Non-residents"),
    ):
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


def filings_trend(edition: Edition) -> Sentence | None:
    """How resident filings moved since the series last changed its definition.

    Not said for members of the European Patent Convention, whose residents file ever more
    at the European office instead.
    """
    if edition.code in scope.EPC:
        return None
    own = edition.window(measure("resident_applications"))
    return recipes.Trend("At the office of {name}, applications by residents {change}")(
        edition, own
    )


def world(edition: Edition) -> Exhibit:
    """Applications filed worldwide, in the years for which WIPO's estimate is held."""
    dataset = read_dataset("patent_applications_world")
    last = edition.parameters.last_year
    rows = dataset.where(applicant="total")
    rows = rows[rows["year"] <= last].sort_values("year")
    table = pd.DataFrame(
        {
            "category": rows["year"].astype(str),
            "year": rows["year"],
            "series": "world",
            "label": "World",
            "role": "world",
            "value": rows["applications"].astype(float),
            "rounded": rows["rounded"].astype(bool),
            "rows": rows["row"],
        }
    )
    return exhibits.figure(
        form=forms.BARS,
        label="fig-patents-world",
        title="Patent applications filed worldwide",
        where="all offices of the world, WIPO's estimate",
        unit="applications in the year",
        table=table,
        missing=f"The book holds no estimate for the world up to {last}.",
        headline=_world_headline(table),
        notes=[
            "Estimates that WIPO rounds or revises each year; a year without a bar is not held. "
            "An invention filed at several offices counts at each."
        ],
        names={"category": "Year"},
    )


def _world_headline(table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    newest = table.iloc[-1]
    value = float(newest["value"])
    say = say_millions if newest["rounded"] else say_count
    return sentence(
        "WIPO puts the patent applications filed worldwide in {year} at {about}{value}.",
        about="about " if newest["rounded"] else "",
        value=Number(value, say, "applications", (str(newest["rows"]),)),
        year=str(newest["year"]),
    )


def offices(edition: Edition) -> Exhibit:
    """The offices that receive most applications, and where this one stands."""
    series = edition.scaled(measure("office_applications"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "The office of {name} ranks {rank} of {n} in {year}, with {value} {unit}.",
            "The office of {leader} is first of {n} offices with data in {year}, with "
            "{value} {unit}.",
        ),
        label="fig-patents-offices",
        title="Patent applications received by the office, residents and non-residents",
        unit=series.measure.unit,
        what="offices with data on both kinds of applicant",
        notes=[
            "An office is not an economy: applicants from anywhere file there, and regional "
            "offices are not in this list."
        ],
    )
