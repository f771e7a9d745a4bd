"""Key findings on the claims."""

from __future__ import annotations

from reportlib.base.payload import Piece, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifest_of_row
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number
from reportlib.content.sentences import Part, cite, sentence
from reportlib.topics.claims.shared import (
    ABOUT,
    copies_note,
    counts_finding,
    is_quantity,
    near_misses,
    with_verdicts,
)
from reportlib.topics.statements.checking import Result, Statement
from reportlib.topics.statements.saying import APART


def key_findings(edition: Edition) -> Exhibit:
    """How many statements stand, and where the data say otherwise."""
    return exhibits.findings(
        label="find-claims",
        title="Key findings: statements about China",
        sentences=[
            *(_differing_finding(one) for one in with_verdicts("differs")),
            *(
                cite(found, "tbl-claims-near", "table of other measures")
                for found in _otherwise_findings()
            ),
            cite(counts_finding(), "tbl-claims-verdicts", "table of verdicts"),
            *(cite(one, "tbl-claims-verdicts", "table of verdicts") for one in copies_note()),
            _about_finding(edition),
        ],
        missing="The book holds no statement that was checked.",
    )


def _differing_finding(one: Statement) -> Sentence | None:
    """What is stated, and what the data say."""
    result = one.results[0]
    return cite(
        sentence(
            "{statement} Held against “{series}”, it is {checked}, not {claimed}{bound}.",
            statement=(text_cell(one.cells["statement"], one.row),),
            series=manifest_of_row(result.check.against[-1]).reportlib.short_title,
            checked=_in_words(result.checked, result),
            claimed=_in_words(result.claimed, result),
            bound=" or more" if result.check.comparison == "at_least" else "",
        ),
        "tbl-claims-differs",
        "table of differences",
    )


def _otherwise_findings() -> list[Sentence | None]:
    """The statements furthest from the nearest measure held, among those that can be understood."""
    found = [
        (one, result)
        for one, result in near_misses()
        if one.verdict == "cannot be checked"
        and one.cells["reliability"] != "garbled"
        and result.check.figure == "value"
        and is_quantity(one, result)
    ]
    return [_otherwise_finding(one, result) for one, result in found[:SHOWN]]


SHOWN = 2


def _otherwise_finding(one: Statement, result: Result) -> Sentence | None:
    return sentence(
        "{statement} The nearest measure held, in “{series}”, gives {checked}; it is not the same "
        "measure, so the statement stays open.",
        statement=(text_cell(one.cells["statement"], one.row),),
        series=manifest_of_row(result.check.against[-1]).reportlib.short_title,
        checked=_in_words(result.checked, result),
    )


def _about_finding(edition: Edition) -> Sentence | None:
    """Whom the statements concern, where the edition is about another economy."""
    if edition.code == ABOUT:
        return None
    return sentence(
        "The articles are about China and the world: none of the statements checked is about "
        "{name} alone, and this chapter shows the same ones in every edition.",
        name=edition.named,
    )


def _in_words(number: Number | None, result: Result) -> Part | None:
    """A figure with its unit, as it stands in a sentence."""
    if number is None:
        return None
    unit = result.check.unit
    return number if unit in APART else (number.piece(), Piece(text=f" {unit}"))
