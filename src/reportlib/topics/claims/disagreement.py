"""Where the data say otherwise."""

from __future__ import annotations

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import (
    CLASS_NOTE,
    check_notes,
    count,
    figures,
    near_misses,
    reasoning,
    speaker_cell,
    statement,
    with_verdicts,
)
from reportlib.topics.statements.checking import Result, Statement


def differing(edition: Edition) -> Exhibit:
    """Every statement with a check that the data contradict, with all its checks."""
    rows = [_card(one, r) for one in with_verdicts("differs") for r in one.results if r.checked]
    return exhibits.table(
        label="tbl-claims-differs",
        title="Statements from which the data differ",
        where="China",
        columns=_CARD_COLUMNS,
        rows=rows,
        missing="The data held contradict no statement: none differs from a series of the same "
        "measure and period by more than its tolerance.",
        headline=_differing_headline(),
        notes=[*check_notes(edition)],
        cards=True,
    )


def _differing_headline() -> Sentence | None:
    found = with_verdicts("differs")
    if not found:
        return None
    one = len(found) == 1
    return sentence(
        "The data say otherwise about {n} {statements} of the articles.",
        n=count(found),
        statements="statement" if one else "statements",
    )


def near(edition: Edition) -> Exhibit:
    """Statements that cannot be checked, beside the nearest measure, which disagrees."""
    found = near_misses()
    return exhibits.table(
        label="tbl-claims-near",
        title="Statements that only another measure can be held against, and it disagrees",
        where="China and the world",
        columns=_CARD_COLUMNS,
        rows=[_card(one, result) for one, result in found],
        missing="Every other measure held agrees.",
        headline=sentence(
            "{n} comparisons are left open: what is held measures something else, and disagrees "
            "with what is stated.",
            n=count_of([result.check.row for _, result in found], "comparisons", "comparisons"),
        )
        if found
        else None,
        notes=[
            "No row here is a verdict: two measures of different things may both be right.",
            CLASS_NOTE,
            *check_notes(edition),
        ],
        cards=True,
    )


_CARD_COLUMNS = [
    Column(title="Statement, retold"),
    Column(title="Stated", numeric=True),
    Column(title="Data", numeric=True),
    Column(title="Off by", numeric=True),
    Column(title="Source"),
    Column(title="Reasoning"),
]


def _card(one: Statement, result: Result) -> Row:
    return Row(
        cells=(
            statement(one),
            *figures(result),
            text_cell(f"{speaker_cell(one).text}; {statements.article(one.cells['source'])}"),
            reasoning(result),
        ),
        strong=result.verdict == "differs",
    )
