"""What the sections on talent share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reportlib.base.payload import Piece, Sentence
from reportlib.content import recipes, tables
from reportlib.content.cells import number_cell
from reportlib.content.edition import Edition, names
from reportlib.content.numbers import Number, say_count, say_list, say_percent
from reportlib.content.series import Series, rank

MAP_AGE = 10  # how many years older than the newest a value on the map may be
MOST_FINDINGS = 5
FEW_RECIPIENTS = 30  # a share of fewer new doctors is not compared
CHINA, UNITED_STATES, WORLD = "CHN", "USA", "WLD"


@dataclass(frozen=True)
class Finding:
    """A sentence that may stand among the key findings, and the year it is of."""

    year: int
    said: Sentence


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


def ranked_finding(edition: Edition, series: Series, template: str) -> Finding | None:
    """A value and its place, where the ranking is of the years asked for."""
    ranking = rank(series, edition.reference_year(series))
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    if ranking.year < edition.parameters.first_year:
        return None
    said = recipes.Ranked(template).of(edition, ranking)
    return Finding(ranking.year, said) if said else None


def newest_finding(edition: Edition, series: Series, attempt: recipes.Attempt) -> Finding | None:
    """What can be told of the economy's values, of the year of the newest one."""
    within = edition.window(series)
    newest, said = within.concluded(edition.code).latest(edition.code), attempt(edition, within)
    return Finding(newest[0], said) if newest and said else None


def absent(edition: Edition, series: Series, year: int | None) -> list[str]:
    """The peers that have no place in a ranking of one year."""
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
    """The first and the last year of a series; nothing where its table is not in this copy."""
    years = series.years()
    return f"{years[0]}–{years[-1]}" if years else ""


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


def china_only(edition: Edition) -> str:
    """Why a table of sources that tell of China is empty."""
    if edition.code == CHINA:
        return f"There are no values for China within {edition.years_said}."
    return f"The sources tell of China, not of {edition.named}."


def no_values(edition: Edition, table: pd.DataFrame) -> str:
    """That a dataset has no row of the economy at all, or none of the years asked for."""
    within = f" within {edition.years_said}" if edition.code in set(table["economy"]) else ""
    return f"There are no values for {edition.named}{within}."


def lacking(edition: Edition, series: Series, year: int | None) -> str:
    """Why the economy is not in a figure of one year: it has no value at all, or none of it."""
    if year is None or edition.window(series).latest(edition.code) is None:
        return edition.missing(series)
    return f"There is no value for {edition.named} in {year}."
