"""Who seeks protection abroad, and who the largest applicants are."""

from __future__ import annotations

from dataclasses import replace

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.kinds import kind_of
from reportlib.content.measures import measure
from reportlib.content.sentences import sentence
from reportlib.content.series import rank
from reportlib.topics.patents.scope import INTERNATIONAL_FAMILIES, gii

FAMILIES_PER_GDP = "international families per billion PPP dollars of GDP"


def families(edition: Edition) -> Exhibit:
    """The economies with most patent families at two offices or more, for their size."""
    series = gii(edition, INTERNATIONAL_FAMILIES, "international patent families", FAMILIES_PER_GDP)
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "{name} ranks {rank} of {n} by international patent families in relation to GDP: "
            "{value} per billion PPP dollars in {year}.",
            "{leader} has most international patent families in relation to GDP: {value} per "
            "billion PPP dollars in {year}, among {n} economies with twenty or more.",
        ),
        label="fig-patents-families",
        title="International patent families in relation to GDP, by origin",
        unit=FAMILIES_PER_GDP,
        what="economies with twenty families or more",
        notes=[
            "An international family is one invention filed at two offices or more; what is filed "
            "at home alone is not in. A small economy in which foreign firms hold their rights can "
            "lead this list."
        ],
    )


def sought(edition: Edition) -> Exhibit:
    """What residents ask for or get beyond their own office, each in its newest year."""
    found = [
        (title, unit, latest)
        for title, unit, name in _SOUGHT
        if (latest := edition.window(measure(name)).latest(edition.code)) is not None
    ]
    return exhibits.table(
        label="tbl-patents-sought",
        title="What residents seek beyond their own office",
        where=f"residents of {edition.named}",
        columns=[
            Column(title="Measure"),
            Column(title="Number", numeric=True),
            Column(title="Unit"),
            Column(title="Year", numeric=True),
            Column(title="Kind of value"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(title),
                    number.piece(),
                    text_cell(unit),
                    text_cell(year),
                    text_cell(kind_of(" ".join(number.rows)).told),
                )
            )
            for title, unit, (year, number) in found
        ],
        missing=f"The book holds none of these measures for {edition.named} within "
        f"{edition.years_said}.",
        headline=_sought_headline(edition),
        notes=[
            "Five counts that overlap and must not be added. Of the European Patent Office, the "
            "Madrid System and the PCT the sources give large origins only: an economy without a "
            "row is not one without applications."
        ],
    )


_SOUGHT = (
    ("Patent applications abroad", "applications", "filed_abroad"),
    ("PCT applications", "applications", "pct_by_origin"),
    ("At the European Patent Office", "applications", "epo_filed"),
    ("In the United States", "patents granted", "uspto_granted"),
    ("Trademarks, Madrid System", "applications", "madrid_filed"),
)


def _sought_headline(edition: Edition) -> Sentence | None:
    """What residents filed at the European office, else abroad in all."""
    for name, template in (
        ("epo_filed", "Applicants from {name} filed {value} applications at the European Patent "
         "Office in {year}."),
        ("filed_abroad", "Residents of {name} filed about {value} patent applications abroad in "
         "{year}."),
        ("uspto_granted", "Inventors in {name} were granted {value} patents of the United States "
         "in {year}."),
    ):  # fmt: skip
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
        title="PCT applications, mainly by receiving office, and by origin of the applicant",
        notes=[
            "Two definitions. Receiving office: applications by year of publication, put mainly "
            "under the office where they were lodged. Origin: applications by year of filing and "
            "residence of the first applicant, held for large filers only. Applicants in Europe "
            "mostly lodge at the EPO, so that there the first is far below the second.",
            pct_newest(edition),
        ],
    )


def pct_headline(edition: Edition) -> Sentence | None:
    """The newest PCT count: by origin where it is not the older one; nothing where it is zero."""
    by_origin = edition.window(measure("pct_by_origin")).latest(edition.code)
    received = edition.window(measure("pct_received")).latest(edition.code)
    if by_origin and (not received or by_origin[0] >= received[0]):
        return sentence(
            "Applicants from {name} filed {count} PCT applications in {year}.",
            name=edition.named,
            count=by_origin[1],
            year=str(by_origin[0]),
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


def pct_newest(edition: Edition) -> str | Sentence:
    """How PCT applications changed in the newest year, of which no level is held."""
    growth = edition.window(measure("pct_growth_quoted")).latest(edition.code)
    if growth is None:
        return ""
    size = replace(growth[1], value=abs(growth[1].value))
    return (
        sentence(
            "WIPO’s first figures of {year}, as quoted: {size} {way} than the year before; the "
            "number itself was not read.",
            year=str(growth[0]),
            size=size,
            way="more" if growth[1].value > 0 else "less",
        )
        or ""
    )


def applicants(edition: Edition) -> Exhibit:
    """The applicants with most published PCT applications, in the newest year held."""
    dataset = read_dataset("pct_applicants")
    held = dataset.table[dataset.table["year"] <= edition.parameters.last_year]
    newest = held["year"].max() if len(held) else None
    shown = held[held["year"] == newest].sort_values("applications", ascending=False)
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
        missing=f"The book holds no list of applicants up to {edition.parameters.last_year}.",
        headline=_applicants_headline(rows, str(newest)),
    )


def _applicants_headline(rows: list[Row], year: str) -> Sentence | None:
    if not rows:
        return None
    first = rows[0].cells
    return sentence(
        "Of the applicants held for {year}, {first} ({economy}) published most PCT applications, "
        "{value}.",
        first=first[0].text,
        economy=first[1].text,
        year=year,
        value=(first[2],),
    )
