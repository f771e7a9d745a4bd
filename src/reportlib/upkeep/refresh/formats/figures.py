"""What the readers of all formats give: figures with their place in the publisher's file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.recipes import Part

MOST_FAULTS = 20
_YEAR = re.compile(r"(1[89]|20)\d\d")
_FORMULA = re.compile(r"\s*[=@]|\s*[+-](?![\d.])|[\t\r]")


@dataclass(frozen=True)
class Figure:
    """A figure as published: the publisher's code and name of the economy, and its text."""

    code: str
    name: str
    year: int
    text: str
    row: int
    column: str
    power: int = 0  # of ten, by which the publisher says it must be multiplied


@dataclass
class Published:
    """What a file holds of one part of a dataset.

    ``updated`` is the date that the publisher states, or empty; ``statuses`` counts the
    publisher's flags, and ``skipped`` what else stands in the file.
    """

    part: Part
    figures: list[Figure]
    updated: str = ""
    statuses: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


class Faults:
    """Collects what is wrong with a file, so that it is said in one pass."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._found: list[str] = []

    def add(self, row: int, column: str | int, what: str) -> None:
        """Note a fault of a cell, or of a row where the column is empty."""
        self._found.append(f"{self._sheet.place(row, column)}: {what}")

    def stop(self) -> None:
        """Raise what was found.

        Raises:
            DatasetError: anything was.
        """
        more = len(self._found) - MOST_FAULTS
        if more > 0:
            self._found[MOST_FAULTS:] = [f"{self._sheet.path}: and {more} more faults."]
        if self._found:
            raise DatasetError(*self._found)

    def year(self, text: str, row: int, column: str | int) -> int | None:
        """A year, or None and a fault."""
        if _YEAR.fullmatch(text.strip()):
            return int(text)
        self.add(row, column, f"{quoted(text)} is not a year; expected four digits such as 2021.")
        return None

    def twice(self, years: Sequence[tuple[int, int]], row: int) -> None:
        """A fault for each year that stands in a header again, at its column."""
        seen: set[int] = set()
        for position, year in years:
            if year in seen:
                self.add(row, position + 1, f"the year {year} stands there twice.")
            seen.add(year)

    def text(self, text: str, row: int, column: str | int) -> str:
        """A code or name; a fault where a spreadsheet would compute it."""
        if _FORMULA.match(text):
            self.add(row, column, f"{quoted(text)} looks like a formula; expected a code or name.")
        return "".join(character for character in text if character.isprintable()).strip()

    def length(self, row: Row, expected: int) -> bool:
        """Whether a row has exactly the header's cells: one less, and every figure may be moved."""
        if len(row.cells) == expected:
            return True
        self.add(
            row.number,
            "",
            f"has {len(row.cells)} cells, expected {expected} as the header has; the file is cut "
            f"off or damaged. Download it again.",
        )
        return False


def plain_number(text: str) -> str:
    """A number without the commas between thousands; other text as it is."""
    found = text.strip()
    return found.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", found) else found


def header_faults(sheet: Sheet, row: Row, expected: Sequence[str]) -> Iterable[str]:
    """A sentence where columns are missing from a header."""
    cells = [cell.strip() for cell in row.cells]
    missing = [name for name in expected if name not in cells]
    if missing:
        yield (
            f"{sheet.place(row.number)}: the columns {', '.join(missing)} are missing; found "
            f"{', '.join(quoted(cell) for cell in cells[:8])}."
        )
