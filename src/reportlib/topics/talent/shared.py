"""What the sections on talent share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from reportlib.base.payload import Piece
from reportlib.content import tables
from reportlib.content.cells import number_cell
from reportlib.content.edition import Edition, names
from reportlib.content.numbers import Number, say_count, say_list, say_percent
from reportlib.content.series import Series

MAP_AGE = 10  # how many years older than the newest a value on the map may be
MOST_FINDINGS = 5
FEW_RECIPIENTS = 30  # a share of fewer new doctors is not compared
CHINA, UNITED_STATES, WORLD = "CHN", "USA", "WLD"


def crossed(x: Series, y: Series, year: int | None, edition: Edition) -> pd.DataFrame:
    """Two measures of one year, those of zero left out: a logarithmic axis has none."""
    table = tables.crossed(x, y, year, year, edition)
    return table[(table["x"] > 0) & (table["y"] > 0)].reset_index(drop=True)


def on_scale(edition: Edition) -> str:
    """How a count goes on in a sentence."""
    scales = {"per_million": " per million people", "per_gdp": " per billion PPP dollars of GDP"}
    return scales.get(edition.parameters.scale, "")


def only_with_own(edition: Edition, table: pd.DataFrame) -> pd.DataFrame:
    """The rows where the economy is among them; peers alone would tell nothing about it."""
    codes = table["economy" if "economy" in table else "series"]
    return table if edition.code in set(codes) else table.head(0)


def absent(edition: Edition, series: Series, year: int | None) -> list[str]:
    """The peers that a ranking of one year cannot hold."""
    if year is None:
        return []
    without = [code for code in edition.compared[1:] if series.number(code, year) is None]
    return [f"Without a value for {year}: {say_list(names(without))}."] if without else []


def median(table: pd.DataFrame, say: Callable[[float], str]) -> Number:
    """The median of a table’s values."""
    middle = float(table["value"].median())
    found = Number.over(middle, say, "", table["rows"], f"median of {len(table)}")
    return replace(found, unmarked=True)


def share_of(part: Number, whole: Number) -> Number:
    """A part of a whole in percent."""
    value = 100 * part.value / whole.value
    return Number(value, say_percent, "percent", (*part.rows, *whole.rows), "100 * part / whole")


def span_of(series: Series) -> str:
    """The first and the last year of a series."""
    years = series.years()
    return f"{years[0]}–{years[-1]}"


def items(table: pd.DataFrame) -> Iterable[Any]:
    """The rows of a table, with attributes for columns."""
    return table.itertuples(index=False)


def in_window(table: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    return table[table["year"].between(edition.parameters.first_year, edition.parameters.last_year)]


def held_number(item: Any, column: str, unit: str, *, percent: bool = False) -> Number:
    """A value of a dataset's row."""
    value = float(getattr(item, column))
    return Number(value, say_percent if percent else say_count, unit, (item.row,))


def cell(item: Any, column: str, unit: str) -> Piece:
    """The figure in a column of a row, as a cell."""
    return number_cell(getattr(item, column), item.row, unit)


def china_only(edition: Edition, what: str) -> str:
    """Why a table held for China only is empty."""
    if edition.code == CHINA:
        return f"The book holds no {what} within {edition.years_said}."
    return f"The book holds {what} for China only; it has none for {edition.named}."
