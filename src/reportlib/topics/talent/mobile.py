"""Students who are abroad, and where leading researchers work."""

from __future__ import annotations

from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.numbers import Number
from reportlib.content.sentences import sentence
from reportlib.content.series import rank
from reportlib.topics.talent.shared import UNITED_STATES, WORLD, no_values, share_of

LEVELS = {"doctoral": "doctoral students", "masters": "master’s students"}


def mobility(edition: Edition) -> Exhibit:
    """Students in the United States, and the places of work of leading AI researchers."""
    rows = [
        *(row for level in LEVELS for row in _students_rows(edition, level)),
        *_ai_rows(edition),
    ]
    return exhibits.table(
        label="tbl-talent-mobility",
        title="Students in the United States, and where leading AI researchers work",
        where=edition.named,
        columns=[
            Column(title="Who is counted"),
            Column(title="Year", numeric=True),
            Column(title="Persons", numeric=True),
            Column(title="Share", unit="percent", numeric=True),
        ],
        rows=rows,
        missing=no_values(edition, read_dataset("us_international_students").table),
        headline=_students_said(edition, "doctoral")
        or _students_said(edition, "masters")
        or _hosted_said(edition),
        notes=[
            "Students are those on visas on one date, and the share is of all of them. Leading "
            "researchers are the authors of the papers chosen for oral presentation at one "
            "conference: too narrow a group to rank economies.",
        ],
    )


def _students_rows(edition: Edition, level: str) -> list[Row]:
    """The economy's students in the host, or all that the host has in its own edition."""
    if edition.code == UNITED_STATES:
        hosted = _hosted(edition, level)
        return [_row(f"{LEVELS[level]} on visas", hosted[0], persons=hosted[1])] if hosted else []
    latest = edition.window(measure(f"us_students_{level}")).latest(edition.code)
    if latest is None:
        return []
    who = f"{LEVELS[level]} from {edition.named}"
    return [_row(who, latest[0], persons=latest[1], share=_share(level, *latest))]


def _share(level: str, year: int, students: Number) -> Number | None:
    total = measure(f"us_students_{level}_total").number(WORLD, year)
    return share_of(students, total) if total else None


def _ai_rows(edition: Edition) -> list[Row]:
    """Where the authors of selected papers work, for the economies that have a share."""
    series = edition.window(measure("top_ai_researchers"))
    codes = sorted(set(series.table["economy"]), key=lambda code: (code != edition.code, code))
    if edition.code not in codes:
        return []
    return [
        _row(f"leading AI researchers who work in {name_in_words(code)}", year, share=share)
        for code in codes
        for year in series.of(code).years()
        if (share := series.number(code, year))
    ]


def _row(who: str, year: int, *, persons: Number | None = None, share: Number | None = None) -> Row:
    return Row(
        cells=(
            text_cell(who[:1].upper() + who[1:]),
            text_cell(str(year)),
            *(_cell(number) for number in (persons, share)),
        )
    )


def _cell(number: Number | None) -> Piece:
    if number is None:
        return text_cell(MISSING)
    return number_cell(number.value, " ".join(number.rows), number.unit, number.derivation)


def _students_said(edition: Edition, level: str) -> Sentence | None:
    """How many students the host has from the economy, and its place among the origins."""
    series = edition.window(measure(f"us_students_{level}"))
    latest = series.latest(edition.code)
    ranking = rank(series, latest[0]) if latest else None
    if latest is None or ranking is None:
        return None
    return sentence(
        "Universities in the United States had {value} {who} from {name} in {year}, {share} of "
        "those on visas: {place} of {n} leading origins.",
        value=latest[1],
        who=LEVELS[level],
        name=edition.named,
        year=str(latest[0]),
        share=_share(level, *latest),
        place=ranking.ordinal(edition.code),
        n=ranking.count,
    )


def _hosted_said(edition: Edition) -> Sentence | None:
    """What the host sees: only for the edition on the United States."""
    doctoral, masters = (_hosted(edition, level) for level in LEVELS)
    if edition.code != UNITED_STATES or doctoral is None or masters is None:
        return None
    return sentence(
        "Universities in the United States had {doctoral} doctoral and {masters} master’s students "
        "on visas in {year}.",
        doctoral=doctoral[1],
        masters=masters[1],
        year=str(doctoral[0]),
    )


def _hosted(edition: Edition, level: str) -> tuple[int, Number] | None:
    return edition.window(measure(f"us_students_{level}_total")).latest(WORLD)
