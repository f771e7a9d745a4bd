"""Who seeks protection abroad, and who the largest applicants are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.kinds import kind_of
from reportlib.content.measures import measure
from reportlib.content.numbers import say_rounded_percent
from reportlib.content.sentences import sentence
from reportlib.content.series import rank
from reportlib.topics.patents import scope
from reportlib.topics.patents.scope import INTERNATIONAL_FAMILIES, gii

FAMILIES_PER_GDP = "international families per billion PPP dollars of GDP"


def families(edition: Edition) -> Exhibit:
    """The economies with most patent families at two offices or more, for their size."""
    series = gii(edition, INTERNATIONAL_FAMILIES, "international patent families", FAMILIES_PER_GDP)
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "{name} ranks {place} of {n} by international patent families in relation to GDP: "
            "{value} per billion PPP dollars in {year}.",
            "{name} had {value} international patent families per billion PPP dollars of GDP in "
            "{then}",
        ),
        label="fig-patents-families",
        caution="A small economy can rank high through firms that are registered there and do "
        "their research elsewhere.",
        title="International patent families in relation to GDP, by origin",
        unit=FAMILIES_PER_GDP,
        what="economies with twenty families or more",
        notes=[
            "An international family is one invention filed at two offices or more; what is filed "
            "at home alone is not in."
        ],
    )


def sought(edition: Edition) -> Exhibit:
    """What residents ask for or get at large offices and systems, each in its newest year."""
    found = [
        (title, latest)
        for title, name in _SOUGHT
        if _OWN_OFFICE.get(name) != edition.code
        and (latest := edition.window(measure(name)).latest(edition.code)) is not None
    ]
    return exhibits.table(
        label="tbl-patents-sought",
        title="What residents seek beyond their own office",
        where=f"residents of {edition.named}",
        columns=[
            Column(title="Measure"),
            Column(title="Number", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Kind of value"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(title),
                    number.piece(),
                    text_cell(year),
                    text_cell(kind_of(" ".join(number.rows)).told),
                )
            )
            for title, (year, number) in found
        ],
        missing=f"The sources give large origins only, and nothing of {edition.named} within "
        f"{edition.years_said}.",
        headline=_sought_headline(edition),
        notes=[
            "The counts cannot be added. Of the European Patent Office and the Madrid System the "
            "sources give large origins only: a row that is missing is not zero."
        ],
    )


_SOUGHT = (
    ("Applications at the European Patent Office", "epo_filed"),
    ("Patents granted in the United States", "uspto_granted"),
    ("Trademark applications, Madrid System", "madrid_filed"),
)
_OWN_OFFICE = {"uspto_granted": "USA"}  # whose residents seek nothing abroad there


def _sought_headline(edition: Edition) -> Sentence | None:
    """What residents filed at the European office, got in the United States, or filed as marks."""
    for name, template in (
        ("epo_filed", "Applicants from {name} filed {value} applications at the European Patent "
         "Office in {year}."),
        ("uspto_granted", "Inventors in {name} were granted {value} patents of the United States "
         "in {year}."),
        ("madrid_filed", "Applicants from {name} filed {value} trademark applications in the "
         "Madrid System in {year}."),
    ):  # fmt: skip
        if _OWN_OFFICE.get(name) == edition.code:
            continue
        if said := recipes.Latest(template)(edition, edition.window(measure(name))):
            return said
    return None


def pct(edition: Edition) -> Exhibit:
    """PCT applications by receiving office and by origin, side by side and never joined."""
    return recipes.own_lines(
        edition,
        {
            "neutral": ("Receiving office", measure("pct_received")),
            "focus": ("Origin", measure("pct_by_origin")),
        },
        pct_headline(edition),
        label="fig-patents-pct",
        title="PCT applications by receiving office and by origin",
        notes=[
            "Two definitions, which cannot be compared. Receiving office: by year of publication, "
            "mainly where the application was lodged, for Europe often the European Patent Office. "
            "Origin: by year of filing and residence of the first applicant, large filers only.",
        ],
    )


def pct_headline(edition: Edition) -> Sentence | None:
    """The newest PCT count: by origin where it is not the older one; nothing where it is zero."""
    by_origin = edition.window(measure("pct_by_origin")).latest(edition.code)
    received = edition.window(measure("pct_received")).latest(edition.code)
    if by_origin and (not received or by_origin[0] >= received[0]):
        return sentence(
            "Applicants from {name} filed {count} PCT applications in {year}{newer}.",
            name=edition.named,
            count=by_origin[1],
            year=str(by_origin[0]),
            newer=_pct_growth(edition, by_origin[0]),
        )
    if received is None or received[1].value == 0:
        return None
    return sentence(
        "{count} PCT {noun} published in {year} {verb} counted for {name}, mainly by receiving "
        "office.",
        count=received[1],
        noun=measure("pct_received").measure.unit_after(received[1].value),
        verb="is" if received[1].value == 1 else "are",
        name=edition.named,
        year=str(received[0]),
    )


def _pct_growth(edition: Edition, year: int) -> str | Sentence:
    """How they changed in the year after, of which only the change is known."""
    growth = edition.window(measure("pct_growth_quoted")).number(edition.code, year + 1)
    if growth is None:
        return ""
    return (
        sentence(
            "; WIPO’s first figures for {year}, as quoted, are {size} {way}",
            year=str(year + 1),
            size=replace(growth, value=abs(growth.value), say=_printed),
            way="higher" if growth.value > 0 else "lower",
        )
        or ""
    )


# The source prints it with one digit.
_printed = partial(say_rounded_percent, digits=1)


def applicants(edition: Edition) -> Exhibit:
    """The applicants with most published PCT applications, where the economy has any."""
    last = edition.parameters.last_year
    listed = read_dataset("pct_applicants").table
    listed = listed[listed["year"] <= last]
    newest = listed["year"].max() if len(listed) else None
    counted = scope.newest(edition, measure("pct_by_origin"), measure("pct_received"))
    shown = listed[(listed["year"] == newest) & (counted is not None)]
    shown = shown.sort_values("applications", ascending=False)
    rows = [
        Row(
            cells=(
                text_cell(item.applicant),
                text_cell(economies()[str(item.economy)].name),
                number_cell(item.applications, str(item.row), "applications"),
            ),
            strong=bool(item.economy == edition.code),
        )
        for item in shown.itertuples(index=False)
    ]
    return exhibits.table(
        label="tbl-patents-applicants",
        title="Applicants with most PCT applications published",
        where=f"the world, {newest}",
        columns=[
            Column(title="Applicant"),
            Column(title="Economy"),
            Column(title="Applications published", numeric=True),
        ],
        rows=rows,
        missing=f"No PCT applications are counted for {edition.named}."
        if len(listed)
        else f"The book holds no list of applicants up to {last}.",
        headline=_applicants_headline(rows, str(newest)),
    )


def _applicants_headline(rows: list[Row], year: str) -> Sentence | None:
    if not rows:
        return None
    first = rows[0].cells
    return sentence(
        "Of the applicants listed here, {first} ({economy}) had most PCT applications published "
        "in {year}: {value}.",
        first=first[0].text,
        economy=first[1].text,
        year=year,
        value=(first[2],),
    )
