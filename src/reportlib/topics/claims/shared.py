"""What the sections on claims share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlib.base.payload import Piece
from reportlib.base.rows import Cells
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import manifest_of_row
from reportlib.content.edition import Edition
from reportlib.content.numbers import Number, count_of, noun_after
from reportlib.topics import statements
from reportlib.topics.statements import checking
from reportlib.topics.statements.attribution import RELIABILITY
from reportlib.topics.statements.checking import VERDICTS, Check, Result, Statement, Verdict
from reportlib.topics.statements.saying import APART

ABOUT = "CHN"  # the economy that the articles are about
DOUBTFUL = ("contested", "garbled")

CHAPTERS = {
    "ai": "AI",
    "copyright": "Copyright",
    "overview": "Overview",
    "talent": "Talent",
}

CLASSES = {
    "A": "A: the publisher itself",
    "B": "B: press or a professional body quoting it",
    "C": "C: a secondary copy",
    "D": "D: a copy on an unrelated site",
}
CLASS_NOTE = (
    "The class is that of the page on which the figure compared was read, and the lowest where "
    "there are several: A the publisher itself, B press or a professional body quoting it, C a "
    "secondary copy, D a copy on an unrelated site."
)
EVERY_YEAR = (
    "A check is of the years that the statement is about: the years asked for do not apply to it."
)


def with_verdicts(*verdicts: Verdict) -> list[Statement]:
    """The statements with one of these verdicts."""
    return [one for one in checking.statements() if one.verdict in verdicts]


def statistics(*verdicts: Verdict) -> list[Statement]:
    """The statistics of the articles with one of these verdicts; all where none is named."""
    found = with_verdicts(*(verdicts or VERDICTS))
    return [one for one in found if one.cells["kind"] == "statistic"]


def count(found: Sequence[Statement]) -> Number:
    """How many statements these are."""
    rows = [one.row for one in found]
    return count_of(rows, "statements of this verdict", "statements", within="article-facts")


def statement(one: Statement) -> Piece:
    """The statement with its subject; a doubtful one is never shown without its note."""
    return retold(one.cells, one.row)


def retold(cells: Cells, row: str) -> Piece:
    """A row of the ledger as a text with its subject, and with its note where it is doubtful."""
    subject, said_so, note = (cells[name] for name in ("subject", "statement", "note"))
    text = said_so if subject in said_so else f"{subject}: {said_so}"
    # Here every statement is shown with its label and its check, whatever its note bars elsewhere.
    said_of_it = re.split(r"[;.] [Dd]o not print", note)[0]
    doubtful = cells["reliability"] in DOUBTFUL
    return text_cell(f"{text} (Note: {said_of_it}.)" if doubtful and note else text, row)


def speaker_cell(cells: Cells) -> Piece:
    """Who says it, when, and how far that can be relied on."""
    said_by = statements.said_by_cell(cells).text
    return text_cell(f"{said_by} ({RELIABILITY[cells['reliability']]})")


def names_place(cells: Cells, name: str) -> bool:
    """Whether a place is one of those that a row of the ledger is about."""
    return name in cells["place"].split(" and ")


def figures(result: Result) -> tuple[Piece, Piece, Piece]:
    """What is stated, what the data say, and the difference."""
    numbers = (result.claimed, result.checked, result.deviation)
    stated, compared, gap = (found.piece() if found else number_cell(None) for found in numbers)
    return stated, compared, gap


def reasoning(result: Result) -> Piece:
    """Why the two are compared, with which data, how far apart they may be, what is missing."""
    check = result.check
    parts = [check.reasoning]
    titles = dict.fromkeys(manifest_of_row(row).reportlib.short_title for row in check.against)
    if titles:
        grade = class_of(check)
        read = f" (class {grade})" if grade else ""
        parts.append(f"Compared with: {'; '.join(titles)}{read}.")
    if check.tolerance and check.method != "none":
        parts.append(f"Tolerance: {_tolerance(check)}, {check.tolerance_reason}.")
    if check.needed:
        parts.append(f"Needed: {check.needed}.")
    return text_cell(" ".join(parts), check.row)


def class_of(check: Check) -> str:
    """The lowest trust class among the rows of a check, or of their datasets; else empty."""
    return max((_class_of_row(row) for row in check.against), default="")


def _class_of_row(row: str) -> str:
    own = (checking.held_row(row) or {}).get("trust", "")
    grade = own or manifest_of_row(row).reportlib.trust
    return grade if grade in CLASSES else ""


def _tolerance(check: Check) -> str:
    size = check.tolerance or 0.0
    if check.tolerance_kind == "percent":
        return f"{size:g} percent"
    words = APART.get(check.unit)
    unit = noun_after(size, *words) if words else check.unit
    return f"{size:,.10g} {unit}"


def about_notes(edition: Edition) -> list[str]:
    """For an edition of another economy: that no statement is about it."""
    if edition.code == ABOUT:
        return []
    return [f"The statements are about China and the world; none is about {edition.named} alone."]
