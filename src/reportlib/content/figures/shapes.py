"""The words that every form of figure shares."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Size = Literal["wide", "narrow"]
"""``wide`` fills a page's column; ``narrow`` is the same figure drawn for a phone."""


@dataclass(frozen=True)
class Break:
    """A change of definition between ``year`` and the year before.

    Lines are not joined across it. An empty ``series`` means every series.
    """

    series: str
    year: int
    text: str = ""

    def concerns(self, series: str) -> bool:
        """Whether the values of a series changed their meaning here."""
        return self.series in ("", series)


def check_table(table: pd.DataFrame, columns: Collection[str], values: Collection[str]) -> None:
    """Refuse a table that cannot be drawn.

    Raises:
        ValueError: A column is absent, a value is infinite, or there is nothing to draw.
    """
    check_columns(table, columns)
    numbers = np.array([table[column].to_numpy(dtype=float) for column in values])
    if np.isinf(numbers).any():
        raise ValueError(f"the columns {list(values)} hold an infinite value")
    if np.isnan(numbers).all():
        raise ValueError(f"nothing to draw: {len(table)} rows, no value in {list(values)}")


def flags_of(table: pd.DataFrame, column: str = "flag") -> list[str]:
    """The marks of each row's value; none where the table has no such column."""
    return [str(flags) for flags in table[column]] if column in table else [""] * len(table)


def anchors_of(table: pd.DataFrame, column: str = "anchor") -> list[str | None]:
    """How the headline prints each row's value: empty where it rests on it, None where not."""
    if column not in table:
        return [None] * len(table)
    return [None if isinstance(found, float) else found for found in table[column]]


def check_columns(table: pd.DataFrame, columns: Collection[str]) -> None:
    """Refuse a table that lacks a column.

    Raises:
        ValueError: A column is absent.
    """
    absent = [column for column in columns if column not in table.columns]
    if absent:
        raise ValueError(
            f"the table lacks the columns {absent}; it has {list(table.columns)}, "
            f"and this form needs {list(columns)}"
        )
