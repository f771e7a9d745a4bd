"""What the sections on talent share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.manifests import TRUST_WORDS
from reportlib.base.payload import Piece
from reportlib.content import tables
from reportlib.content.cells import number_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition, names
from reportlib.content.numbers import Number, say_count, say_list, say_percent
from reportlib.content.series import Series

MAP_AGE = 10  # how many years older than the newest a value on the map may be
MOST_FINDINGS = 5
FEW_RECIPIENTS = 30  # a share of fewer new doctors is not compared
CHINA, UNITED_STATES = "CHN", "USA"
NOTHING_CROSSED = pd.DataFrame(columns=["label", "role", "x", "y", "rows"])


def crossed(x: Series, y: Series, year: int | None, edition: Edition) -> pd.DataFrame:
    """Two measures of one year, those of zero left out: a logarithmic axis has none."""
    if year is None:
        return NOTHING_CROSSED
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


def caveats_of(
    dataset: str,
    economies: Collection[str] | None = None,
    years: Collection[int] | None = None,
    **selected: str,
) -> list[str]:
    """What a descriptor tells readers of these economies, years and rows.

    Economies or columns that are given leave only what the descriptor says of some of them;
    without them, and without years, all is told.
    """
    return [
        caveat.text
        for caveat in read_dataset(dataset).manifest.reportlib.caveats
        if caveat.audience == "reader"
        and caveat.concerns(economies, years)
        and caveat.selects(selected)
        and (economies is None or caveat.economies)
        and (not selected or caveat.where)
    ]


def provisional(dataset: str, table: pd.DataFrame) -> list[str]:
    """What is said of the provisional years that are drawn."""
    years = set(table["year"]) if len(table) else set()
    return [
        f"Provisional, {say_list(str(year) for year in found.years)}: {found.text}"
        for found in read_dataset(dataset).manifest.reportlib.provisional
        if years & set(found.years)
    ]


def flagged(series: Iterable[Series], edition: Edition, table: pd.DataFrame) -> list[str]:
    """The breaks up to the year shown of each economy, which part its definition from others'."""
    if table.empty:
        return []
    shown = table.groupby("economy")["year"].max()
    found = {
        (code, b.year, b.text)
        for one in series
        for code in edition.compared
        for b in one.breaks_of(code)
        if code in shown.index and b.year <= shown[code]
    }
    return [f"{economies()[code].name}, from {year}: {text}" for code, year, text in sorted(found)]


def own_breaks(series: Series, edition: Edition, year: int | None) -> list[str]:
    """The breaks of the economy's own series up to a year."""
    return [
        f"{edition.name}, from {b.year}: {b.text}"
        for b in series.breaks_of(edition.code)
        if year is not None and b.year <= year
    ]


def median(table: pd.DataFrame, say: Callable[[float], str]) -> Number:
    """The median of a table’s values."""
    middle = float(table["value"].median())
    return Number.over(middle, say, "", table["rows"], f"median of {len(table)}")


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


def classes(found: pd.Series[str]) -> str:
    """What the classes of trust mean that occur in a table."""
    words = "; ".join(f"{one}: {TRUST_WORDS[one]}" for one in sorted(set(found)))
    return f"How the figures were read. {words}." if words else ""


def china_only(edition: Edition, what: str) -> str:
    """Why a table held for China only is empty."""
    if edition.code == CHINA:
        return f"The book holds no {what} within {edition.years_said}."
    return f"The book holds {what} for China only; it has none for {edition.said}."
