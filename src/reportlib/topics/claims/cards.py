"""The statements that tell most: where figures part, what is doubtful, a few that hold."""

from __future__ import annotations

import re

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of, noun_after
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import (
    ABOUT,
    CLASS_NOTE,
    DOUBTFUL,
    EVERY_YEAR,
    about_notes,
    figures,
    names_place,
    reasoning,
    speaker_cell,
    statement,
)
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import Result, Statement

MOST = 10  # cards; a longer table would be folded
WORLD = ("World", "Asia", "East Asia")  # places whose statements are of interest anywhere

Card = tuple[Statement, Result]


def telling(edition: Edition) -> Exhibit:
    """The statements to look at first; of another economy those that name it or the world."""
    found = _chosen(edition)
    return exhibits.table(
        label="tbl-claims-telling",
        title="Statements that tell most",
        where="China and the world",
        columns=[
            Column(title="Statement, retold"),
            Column(title="Verdict", lead=True),
            Column(title="Stated", numeric=True),
            Column(title="The data", numeric=True),
            Column(title="Source"),
            Column(title="Reasoning"),
        ],
        rows=[_row(one, result) for one, result in found],
        missing=f"The articles state nothing of {edition.named} or of the world that can be "
        "compared.",
        headline=_headline(found),
        notes=[CLASS_NOTE, EVERY_YEAR, *about_notes(edition)],
        dots="Two dots: nothing is compared.",
        cards=True,
    )


def cards() -> list[Card]:
    """Each checked statement with the check that tells most of it, in the ledger's order.

    That is one that the data contradict, then one by another measure that gives another figure.
    """
    return [
        (one, next((r for r in one.results if _parts(one, r)), one.results[0]))
        for one in checking.statements()
    ]


def is_near(result: Result) -> bool:
    """Whether another measure gives another figure, which is no verdict."""
    return result.verdict == "cannot be checked" and result.checked is not None


def _parts(one: Statement, result: Result) -> bool:
    """Whether a check is the one in which the figures part."""
    return result.verdict == "differs" or (one.verdict != "differs" and is_near(result))


def _chosen(edition: Edition) -> list[Card]:
    """The cards in the order of what they tell, no more than stand in the open."""
    told = [card for card in cards() if card[0].cells["kind"] in ("statistic", "claim")]
    found = [card for card in told if _weight(*card) < len(_WEIGHTS)]
    found.sort(key=lambda card: _weight(*card))  # of one weight they keep the ledger's order
    if edition.code == ABOUT:
        return _unlike(found)[:MOST]
    return [card for card in found if _concerns(card[0], edition)][:MOST]


_WEIGHTS = ("differs", "near", "doubtful", "confirmed", "consistent")


def _weight(one: Statement, result: Result) -> int:
    """The place of a card's kind; beyond the last one where nothing is compared."""
    kind: str = "near" if is_near(result) else result.verdict
    if kind == "cannot be checked" and one.cells["reliability"] in DOUBTFUL:
        kind = "doubtful"
    return _WEIGHTS.index(kind) if kind in _WEIGHTS else len(_WEIGHTS)


def _unlike(found: list[Card]) -> list[Card]:
    """All in which figures part; of the others one for each article, weight and indicator."""
    chosen: list[Card] = []
    seen: set[object] = set()
    for one, result in found:
        weight = _weight(one, result)
        likeness = {(weight, one.cells["source"]), one.cells["indicator"]}
        if weight <= _WEIGHTS.index("near") or not likeness & seen:
            chosen.append((one, result))
            seen |= likeness
    return chosen


def _concerns(one: Statement, edition: Edition) -> bool:
    """Whether a statement is about the world, names the economy or is compared with its data."""
    if one.cells["place"] in WORLD or names_place(one.cells, edition.name):
        return True
    code = re.compile(rf":{edition.code}\b")
    return any(code.search(row) for result in one.results for row in result.check.against)


def _row(one: Statement, result: Result) -> Row:
    stated, compared, _ = figures(result)
    if result.claimed is None and one.figure is not None:
        stated = one.figure.piece()
    article = statements.article(one.cells["source"])
    return Row(
        cells=(
            statement(one),
            text_cell(_verdict(one, result)),
            stated,
            compared,
            text_cell(f"{speaker_cell(one.cells).text}; {article}"),
            reasoning(result),
        ),
        strong=result.verdict == "differs",
    )


def _verdict(one: Statement, result: Result) -> str:
    """The statement's verdict, and where the card shows another measure that it does."""
    if not is_near(result):
        return result.verdict
    return f"{one.verdict}; another measure gives another figure"


def _headline(found: list[Card]) -> Sentence | None:
    """How many of the cards differ, and how many meet another figure of another measure."""
    near = [result.check.row for _, result in found if is_near(result)]
    differing = [result.check.row for _, result in found if result.verdict == "differs"]
    if not found:
        return None
    return sentence(
        "The data contradict {differing} of these {all} {statements}; for {near} another measure "
        "gives another figure.",
        differing=count_of(differing, "statements that differ", within="claim-checks")
        if differing
        else "none",
        all=count_of([one.row for one, _ in found], "statements shown", "statements"),
        statements=noun_after(len(found), "statement", "statements"),
        near=count_of(near, "other measures", "statements", within="claim-checks"),
    )
