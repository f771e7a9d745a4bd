"""The economies of a book: codes, names, regions, income groups."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.project import find_root, in_data
from reportlib.base.reads import note_read
from reportlib.base.stamps import Stamp, stamp

AGGREGATES = {
    "WLD": "World",
    "EUU": "European Union",
    "OED": "OECD members",
    "HIC": "High income",
    "UMC": "Upper middle income",
    "LMC": "Lower middle income",
    "LIC": "Low income",
    "EAS": "East Asia & Pacific",
    "ECS": "Europe & Central Asia",
    "LCN": "Latin America & Caribbean",
    "MEA": "Middle East & North Africa",
    "NAC": "North America",
    "SAS": "South Asia",
    "SSF": "Sub-Saharan Africa",
}


_OPTIONAL = ("name_zh", "region", "income_group")  # columns that a project may lack


@dataclass(frozen=True)
class Economy:
    """An economy as ``data/economies.csv`` names it; all but code and name may be empty."""

    code: str
    name: str
    name_zh: str
    region: str
    income_group: str


@lru_cache(maxsize=4)
def _read_economies(path: Path, _seen: Stamp) -> dict[str, Economy]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = {
                row["economy"]: Economy(
                    row["economy"],
                    row["name"],
                    *(row.get(column) or "" for column in _OPTIONAL),
                )
                for row in csv.DictReader(file)
            }
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise DatasetError(
            f"{path}: the list of economies cannot be read ({error!r}). Expected a CSV with the "
            f"columns economy and name, and where it has them {', '.join(_OPTIONAL)}; restore the "
            f"file."
        ) from error
    if not found:
        raise DatasetError(
            f"{path}: names no economy. A book needs one at least; restore the file."
        )
    return found


def economies(root: Path | None = None) -> dict[str, Economy]:
    """The economies of a book by code, from ``data/economies.csv``.

    Raises:
        DatasetError: the file is missing, lacks a column or names no economy.
    """
    path = in_data(root or find_root(), "economies.csv")
    note_read(path)
    return _read_economies(path, stamp(path))


def find_economies(word: str, root: Path | None = None) -> tuple[Economy, ...]:
    """The economies with a word in code, name, region or income group; all for no word.

    Raises:
        DatasetError: as :func:`economies`.
    """
    wanted = word.strip().casefold()
    return tuple(
        each
        for each in economies(root).values()
        if any(wanted in said.casefold() for said in astuple(each))
    )
