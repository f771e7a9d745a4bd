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
    counts_finding,
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
            cite(counts_finding(), "tbl-claims-verdicts", "table of verdicts"),
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
