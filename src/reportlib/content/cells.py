"""Single cells of a table, each with the rows it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from reportlib.base.payload import MISSING, Piece
from reportlib.content.numbers import Number, keep_together, rank_of, say_exact, say_whole, say_year


def number_cell(value: object, rows: str = "", unit: str = "", derivation: str = "") -> Piece:
    """A number as a table's cell; a missing value is shown as two dots, never as zero."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return Piece(text=MISSING)
    exact = float(value)  # type: ignore[arg-type]
    return Number(exact, say_exact, unit, tuple(rows.split()), derivation).piece()


def rank_cell(rank: float, rows: str) -> Piece:
    """A rank as a table's cell, two dots for none; ``rows`` are those of the value ranked."""
    if pd.isna(rank):
        return Piece(text=MISSING)
    return rank_of(rank, rows, "all with a value").piece()


def count_cell(count: float, rows: Iterable[str], what: str, *, within: str = "") -> Piece:
    """How many there are of what the rows stand for, as a table's cell.

    ``within`` is the dataset looked through, which stands for the rows where there are none.
    """
    number = Number.over(count, say_whole, "", rows, f"count of {what}")
    looked_through = (within,) if within and not number.rows and not number.whole else number.whole
    return replace(number, whole=looked_through, unmarked=True).piece()


def year_cell(year: float, rows: str) -> Piece:
    """A year that is itself what a table tells, with the rows that say so."""
    return Number(year, say_year, "year", tuple(rows.split()), unmarked=True).piece()


def text_cell(text: object, rows: str = "") -> Piece:
    """A text as a table's cell; ``rows`` where it stands in a dataset."""
    return Piece(text=keep_together(str(text)), rows=tuple(rows.split()))
