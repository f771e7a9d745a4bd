"""What the sections on copyright share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.content.datasets import Dataset
from reportlib.content.edition import Edition

ONLY_CHINA = "Found of China only."


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, one by one."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def within(dataset: Dataset, edition: Edition, **where: object) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    rows = dataset.where(**where)
    return rows[rows["year"].between(edition.parameters.first_year, edition.parameters.last_year)]
