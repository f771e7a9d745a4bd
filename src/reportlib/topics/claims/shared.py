"""What the sections on claims share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlib.base.payload import Piece, Sentence
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import manifest_of_row
from reportlib.content.edition import Edition
from reportlib.content.numbers import Number, count_of, noun_after
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.statements import checking
from reportlib.topics.statements.attribution import RELIABILITY
from reportlib.topics.statements.checking import VERDICTS, Check, Result, Statement, Verdict
from reportlib.topics.statements.saying import APART

ABOUT = "CHN"  # the economy that the articles are about
RANKS = ("roundtable-33", "chongqing-19", "wipo-china-71")
CLUSTERS = ("wipo-china-73", "cnipa-ai-20")
GRANTS = ("cnipa-ai-16",)

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
    "The class is that of the page on which the figure held was read, and the lowest where there "
    "are several: A the publisher itself, B press or a professional body quoting it, C a secondary "
    "copy, D a copy on an unrelated site."
)

NOT_INDEPENDENT = (
    "Confirmed means that the statement agrees with the series of the office or publisher named; "
    "most statements quote that very office, so the two are not independent."
)

EVERY_YEAR = (
    "A check is of the years that the statement is about: the years asked for do not apply to it, "
    "and every edition shows all checks."
)


def with_verdicts(*verdicts: Verdict, statistics: bool = False) -> list[Statement]:
    """The statements with one of these verdicts."""
    return [
        one
        for one in checking.statements()
        if one.verdict in verdicts and (not statistics or one.cells["kind"] == "statistic")
    ]


def counts_finding() -> Sentence | None:
    """How many statistics there are of each verdict, and where what confirms them was read."""
    every = with_verdicts(*VERDICTS, statistics=True)
    counts = {v: count(with_verdicts(v, statistics=True)) for v in VERDICTS}
    return sentence(
        "Of {n} statistics in the articles {confirmed} are confirmed by an official series{read}, "
        "{consistent} are consistent with what is held, {differs} {differ} from it, and {cannot} "
        "cannot be checked.",
        n=count(every),
        confirmed=counts["confirmed"],
        read=_where_read(with_verdicts("confirmed", statistics=True)),
        consistent=counts["consistent"],
        differs=counts["differs"] if counts["differs"].value else "none",
        differ="differs" if counts["differs"].value <= 1 else "differ",
        cannot=counts["cannot be checked"],
    )


_READ = {
    "A": "{n} read at the publisher",
    "B": "{n} in the press",
    "C": "{n} in a summary or copy",
    "D": "{n} in a copy on an unrelated site",
}


def _where_read(found: Sequence[Statement]) -> str | Sentence:
    """Of which class the figures are that these statements agree with, each class counted."""
    by_class = [
        (words, [one for one in found if class_of(one.results[0].check) == grade])
        for grade, words in _READ.items()
    ]
    said = [sentence(words, n=count(own)) for words, own in by_class if own]
    pieces: list[Piece] = []
    for at, each in enumerate(said):
        pieces += [Piece(text=", " if at else " ("), *(each or ())]
    return (*pieces, Piece(text=")")) if pieces else ""


def count(found: Sequence[Statement]) -> Number:
    """How many statements these are."""
    rows = [one.row for one in found]
    return count_of(rows, "statements of this verdict", "statements", within="article-facts")


def near_misses() -> list[tuple[Statement, Result]]:
    """Statements and checks by another measure that gives another figure, as the ledger has them.

    They are in no order of distance: two measures of different things have none.
    """
    return [
        (one, result)
        for one in checking.statements()
        for result in one.results
        if result.verdict == "cannot be checked" and result.checked is not None
    ]


def statement(one: Statement) -> Piece:
    """The statement with its subject; a doubtful one is never shown without its note."""
    subject, said_so, note = (one.cells[name] for name in ("subject", "statement", "note"))
    text = said_so if subject in said_so else f"{subject}: {said_so}"
    doubtful = one.cells["reliability"] in ("contested", "garbled")
    # Here every statement is shown with its label and its check, whatever its note bars elsewhere.
    said_of_it = re.split(r"[;.] [Dd]o not print", note)[0]
    return text_cell(f"{text} (Note: {said_of_it}.)" if doubtful and note else text, one.row)


def speaker_cell(one: Statement) -> Piece:
    """Who says it, when, and how far that can be relied on."""
    said_by = statements.said_by_cell(one.cells).text
    return text_cell(f"{said_by} ({RELIABILITY[one.cells['reliability']]})")


def figures(result: Result) -> tuple[Piece, Piece, Piece]:
    """What is stated, what the data say, and the difference."""
    numbers = (result.claimed, result.checked, result.deviation)
    stated, held, gap = (found.piece() if found else number_cell(None) for found in numbers)
    return stated, held, gap


def reasoning(result: Result) -> Piece:
    """Why the two are compared, with which data, how far apart they may be, what is missing."""
    check = result.check
    parts = [check.reasoning]
    titles = dict.fromkeys(manifest_of_row(row).reportlib.short_title for row in check.against)
    if titles:
        grade = class_of(check)
        read = f" (class {grade})" if grade else ""
        parts.append(f"Held against: {'; '.join(titles)}{read}.")
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


def is_quantity(one: Statement, result: Result) -> bool:
    """Whether both figures are quantities of one measure, so that percent of it say something."""
    check = result.check
    held_bound = check.comparison != "equal" and result.verdict != "differs"
    return (
        one.cells["kind"] == "statistic"
        and check.same_measure
        and result.checked is not None
        and check.operation != "count"
        and check.unit not in ("rank", "weekday", "year")
        and not held_bound
    )


def speaker(one: Statement) -> str:
    """Who says it and in which year it was said: that of the article."""
    return f"{one.cells['said_by']}, {statements.article_year(one.cells['source'])}"


def about_notes(edition: Edition) -> list[str]:
    """For an edition of another economy: that no statement is about it."""
    if edition.code == ABOUT:
        return []
    return [f"The statements are about China and the world; none is about {edition.named} alone."]


def check_notes(edition: Edition) -> list[str]:
    """What to know of every exhibit of checks: of which years, and about whom."""
    return [EVERY_YEAR, *about_notes(edition)]
