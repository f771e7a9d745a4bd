"""Who seeks protection abroad, and who the largest applicants are."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics import measures
from reportlib.topics.patents.scope import PCT_BY_ORIGIN, PER_GDP, gii


def families(edition: Edition) -> Exhibit:
    """Patent families granted over time: the economy and its peers, a panel each."""
    series = edition.scaled(measure("families"))
    table = tables.panels(tables.compared(series, edition))
    own = edition.window(series).of(edition.code)
    covered = measure("families").table.drop_duplicates("economy", keep="last")["rows"]
    known = count_of(covered, "economies in the series")
    notes: list[str | Sentence | None] = [
        sentence("The source gives this series for {known} economies.", known=known)
    ]
    if own.table.empty:
        notes.append(f"{edition.name} is not among them, or has no value in these years.")
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-patents-families",
        title="Patent families by year of first grant and residence of the inventors",
        where=edition.place(table),
        unit=f"{series.measure.unit}, fractional counts",
        table=table,
        missing=f"The book holds no patent families for {edition.named} or its peers within "
        f"{edition.years_said}; the source leaves most economies out.",
        headline=recipes.Trend("Patent families with inventors in {name} {change}")(edition, own)
        or _families_leader(edition, series, table),
        notes=[note for note in notes if note],
    )


def _families_leader(edition: Edition, series: Series, table: pd.DataFrame) -> Sentence | None:
    ranking = rank(edition.window(series), edition.reference_year(edition.window(series)))
    if table.empty or ranking is None:
        return None
    leader = str(ranking.table["economy"].iloc[0])
    value = ranking.number(leader)
    if value is None:
        return None
    return sentence(
        "Of {n} economies with a value in {year}, {leader} is first, with {value} {unit}.",
        n=ranking.count,
        leader=recipes.leader_said(ranking),
        year=str(ranking.year),
        value=value,
        unit=series.measure.unit_after(value.value),
    )


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


def pct_world(edition: Edition) -> Exhibit:
    """The economies with most PCT applications for the size of the economy."""
    series = gii(edition, PCT_BY_ORIGIN, "PCT applications by origin", PER_GDP)
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "{name} ranks {rank} of {n} by PCT applications in relation to GDP: {value} per "
            "billion PPP dollars in {year}.",
            "{leader} files most PCT applications in relation to GDP: {value} per billion "
            "PPP dollars in {year}, among {n} economies with data.",
        ),
        label="fig-patents-pct-world",
        title="PCT applications in relation to GDP, by origin",
        unit=PER_GDP,
        what="economies with data",
        notes=[
            f"As printed in the {measures.LAST_PCT_EDITION} edition of the Global Innovation "
            "Index. The edition after it halves the counts of several small economies without a "
            "stated reason, and is not used. A small economy in which foreign firms hold their "
            "rights can lead this list.",
        ],
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
        headline=_applicants_headline(edition, rows, str(newest)),
        notes=["The first of WIPO's list as press reports give it, not all applicants."],
    )


def _applicants_headline(edition: Edition, rows: list[Row], year: str) -> Sentence | None:
    if not rows:
        return None
    listed = [" ".join(row.cells[2].rows) for row in rows]
    strong = [found for found, row in zip(listed, rows, strict=True) if row.strong]
    own = count_of(strong, "applicants from the economy", "applicants")
    first = rows[0].cells
    return sentence(
        "{first} leads the applicants held for {year}, with {value}; {own} of the {n} {are} from "
        "{name}.",
        first=first[0].text,
        year=year,
        value=(first[2],),
        own=own if strong else "none",
        n=count_of(listed, "applicants held for the year", "applicants"),
        are="is" if len(strong) == 1 else "are",
        name=edition.named,
    )
