"""What the sections on copyright share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.content.datasets import Dataset
from reportlib.content.edition import Edition
from reportlib.content.numbers import say_list


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, one by one."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def within(dataset: Dataset, edition: Edition, **where: object) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    rows = dataset.where(**where)
    return rows[rows["year"].between(edition.parameters.first_year, edition.parameters.last_year)]


def years_said(years: tuple[int | None, int | None]) -> str:
    """One year, or two that differ."""
    return say_list(dict.fromkeys(str(year) for year in years))
