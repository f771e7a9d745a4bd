"""Who is trained for intellectual property, by whom: programmes as reported."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_count
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.statements import attribution
from reportlib.topics.talent.shared import CHINA, china_only


def programmes(edition: Edition) -> Exhibit:
    """Courses, degree programmes and selected people in China, as articles report them."""
    table = read_dataset("training_programmes").table
    found = attribution.known_by(table, edition.parameters.last_year, "as_of")
    found = found if edition.code == CHINA else found.head(0)
    found = found.sort_values(["scope", "form", "name"], ascending=[False, True, True])
    return exhibits.table(
        label="tbl-talent-training",
        caution="Plans are no results, and what only software wrote needs a second source.",
        title="Training and degree programmes in intellectual property",
        where="WIPO and China",
        columns=[
            Column(title="Programme"),
            Column(title="Number"),
            Column(title="When, state"),
            Column(title="Said by, reliability"),
            Column(title="Verdict", lead=True),
        ],
        rows=[_row(item) for item in _items(found)],
        missing=china_only(edition),
        headline=_headline(found),
        notes=[
            "Courses, sessions, people selected and places planned are different units and cannot "
            "be added.",
            "The verdict is that of a check of the number and leads to its reasoning.",
            attribution.CLASSES,
            *_disclaimers(found),
        ],
        dots="Two dots: no number was checked.",
    )


def _row(item: Any) -> Row:
    return Row(
        cells=(
            text_cell(_offer(item), item.row),
            _number_cell(item),
            text_cell(_years(item), item.row),
            text_cell(attribution.say_basis(item.basis), item.basis),
            statements.verdict_cell(item.quantity.partition(":")[2]),
        )
    )


def _offer(item: Any) -> str:
    """What is offered, by whom and for whom, and what to know of it."""
    for_whom = "" if item.for_whom == "not said" else f"; for: {item.for_whom}"
    note = f" ({item.note})" if item.note else ""
    return f"{item.name}; by: {item.provider}{for_whom}{note}"


def _years(item: Any) -> str:
    """Since when and until when, where that is said, and the state."""
    state = f"{attribution.STATUS[item.status]}, {item.as_of}"
    if not item.since:
        return state
    until = f" to {item.until}" if item.until not in ("", item.since) else ""
    return f"{item.since}{until}; {state}"


def _quantity(item: Any) -> Number | None:
    """The number of a programme, from the row of the ledger that states it."""
    if not item.quantity:
        return None
    cells = attribution.read_rows(item.quantity)[item.quantity]
    return Number(float(cells["value"]), say_count, cells["unit"], (item.quantity,))


def _number_cell(item: Any) -> Piece:
    number = _quantity(item)
    if number is None:
        return text_cell(MISSING)
    piece = number.piece()
    planned = ", planned" if item.status == "planned" else ""
    said = f"{item.qualifier} {piece.text} {number.unit}{planned}".strip()
    return piece.model_copy(update={"text": said})


def _headline(found: pd.DataFrame) -> Sentence | None:
    known = {item.programme: item for item in _items(found)}
    if not {"online", "master"} <= known.keys():
        return None
    return sentence(
        "A digest written by software reports {courses} online courses in China, and about "
        "{places} places planned in a master’s programme that WIPO shares.",
        courses=_quantity(known["online"]),
        places=_quantity(known["master"]),
    )


def _disclaimers(found: pd.DataFrame) -> list[str]:
    """What a text written by software says of itself, where a statement rests on it."""
    ledger = read_dataset("article_facts")
    used = {row for basis in found["basis"] for row in basis.split()}
    sources = set(ledger.table.loc[ledger.table["row"].isin(used), "source"])
    own = ledger.where(indicator="disclaimer")
    return [str(text) for text in own.loc[own["source"].isin(sources), "statement"]]


def _items(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))
