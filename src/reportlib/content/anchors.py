"""The marks behind a headline's numbers, so that a drawing can ring them and print their values.

A number knows the dataset rows that it was computed from, and so does every value of a drawn
table: where the two share rows, the value's mark is behind the number. Nobody passes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isclose, isnan

import pandas as pd

from reportlib.base.payload import Piece, Sentence

VALUES = ("value", "start", "end", "x", "y", "rank")
"""Columns of values that marks show; the rows of each have a column of their own, or ``rows``."""


MOST = 4
"""Marks that one number is shown by: the sum of more is seen as a whole, a row or a line."""


@dataclass(frozen=True)
class Anchor:
    """A mark behind a number: where the value stands in the drawn table.

    ``number`` is the number's place in the headline. ``text`` is how the headline prints the
    value; it is empty where the number is another one, computed from the value.
    """

    number: int
    row: int
    column: str
    text: str = ""


@dataclass(frozen=True)
class _Cell:
    row: int
    column: str
    value: float
    rows: frozenset[str]


def anchors_of(headline: Sentence, table: pd.DataFrame) -> tuple[Anchor, ...]:
    """The marks behind every number of a headline that stand in a drawn table."""
    numbers = [(at, one) for at, one in enumerate(headline) if _is_of_rows(one)]
    cells = list(_cells(table)) if numbers else []
    return tuple(found for at, one in numbers for found in _behind(at, one, cells))


def _is_of_rows(piece: Piece) -> bool:
    """Whether a piece is a number of single rows, and does not only count them."""
    return piece.kind == "number" and bool(piece.rows) and not piece.unmarked


def _cells(table: pd.DataFrame) -> Iterator[_Cell]:
    for column in VALUES:
        if column not in table or not pd.api.types.is_numeric_dtype(table[column].infer_objects()):
            continue
        ids = table[f"{column}_rows" if f"{column}_rows" in table else "rows"]
        for row, (value, found) in enumerate(zip(table[column], ids, strict=True)):
            if not isnan(float(value)) and found:
                yield _Cell(row, column, float(value), frozenset(str(found).split()))


def _behind(at: int, number: Piece, cells: Sequence[_Cell]) -> list[Anchor]:
    rows = frozenset(number.rows)
    same = [one for one in cells if one.rows & rows and isclose(one.value, number.value or 0.0)]
    if same:
        return [Anchor(at, same[0].row, same[0].column, _stated(number))]
    # What rests on more than the number stands for it only where none of its parts is drawn.
    parts = [one for one in cells if one.rows <= rows]
    related = parts or [one for one in cells if rows <= one.rows]
    return [Anchor(at, one.row, one.column) for one in related] if len(related) <= MOST else []


def _stated(number: Piece) -> str:
    """A value as the headline prints it, without the sign that the drawing's unit stands for.

    A rank, and what is told in words such as "more than", is printed as the drawing prints it.
    """
    text = number.text.removesuffix("%")
    return text if number.unit != "rank" and text[:1].isdigit() else ""


def with_anchors(table: pd.DataFrame, anchors: Iterable[Anchor]) -> pd.DataFrame:
    """A table to be drawn, with what the headline says of its values beside their columns.

    ``anchor`` stands beside ``value`` and ``rank``, ``start_anchor`` beside ``start``, and so
    on: how the headline prints the value, empty where it rests on it, None where it does not.
    """
    columns: dict[str, list[str | None]] = {}
    for one in anchors:
        name = "anchor" if one.column in ("value", "rank") else f"{one.column}_anchor"
        told = columns.setdefault(name, [None] * len(table))
        told[one.row] = told[one.row] or one.text
    return (
        table.assign(
            **{
                name: pd.Series(told, index=table.index, dtype=object)
                for name, told in columns.items()
            }
        )
        if columns
        else table
    )
