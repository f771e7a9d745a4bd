"""A dataset's rows as plain values with their place in the file, and its series."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite
from typing import NamedTuple

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import Manifest, Rows, SeriesBreak
from reportlib.base.reads import note_read

TIMES = ("year", "edition")
PLACES = ("economy", "office", "origin")
_NO_MEASURES = (*TIMES, "data_year", "month")
_READ: dict[str, Callable[[str], str | int | float]] = {
    "string": str,
    "boolean": str,
    "integer": int,
    "number": float,
}

Cell = str | int | float | None
Number = int | float


class Row(NamedTuple):
    """One row; ``number`` counts from the header, which is row 1. Text is never None."""

    number: int
    cells: Mapping[str, Cell]

    def is_among(self, rows: Rows) -> bool:
        """Whether it has one of the values named, in each column named."""
        return not rows or all(self.cells.get(column) in values for column, values in rows)


class Point(NamedTuple):
    """A figure of a series."""

    row: Row
    time: int
    value: Number


@dataclass(frozen=True)
class Table:
    """A dataset that fits its schema, in memory without pandas."""

    manifest: Manifest
    rows: tuple[Row, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell rows apart."""
        return self.manifest.table.primary_key

    @cached_property
    def time(self) -> str | None:
        """The key's column of years or editions, if it has one."""
        return next((column for column in self.key if column in TIMES), None)

    @cached_property
    def place(self) -> str | None:
        """The key's column of economies, if it has one."""
        return next((column for column in self.key if column in PLACES), None)

    @cached_property
    def kind(self) -> tuple[str, ...]:
        """The other columns of its key."""
        return tuple(name for name in self.key if name not in (self.place, self.time))

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The columns that hold figures."""
        return tuple(
            field.name
            for field in self.manifest.table.fields
            if field.type in ("integer", "number") and field.name not in (*self.key, *_NO_MEASURES)
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The columns that hold text."""
        return tuple(f.name for f in self.manifest.table.fields if f.type == "string")

    @cached_property
    def breaks(self) -> dict[int, list[SeriesBreak]]:
        """The breaks that the descriptor declares, by their years."""
        found: dict[int, list[SeriesBreak]] = {}
        for declared in self.manifest.reportlib.breaks:
            found.setdefault(declared.year, []).append(declared)
        return found

    def where(self, row: Row, **more: str | int) -> dict[str, str | int]:
        """What names a row in a message and in a note: its key."""
        return {**{c: v for c in self.key if isinstance(v := row.cells[c], str | int)}, **more}

    def series(self, column: str, rows: Rows = ()) -> Iterator[list[Point]]:
        """The figures of a column that differ only in time, each series in order of time."""
        series = self._series.get(column, [])
        if all(name in self.key and name != self.time for name, _ in rows):  # the same all along
            yield from (points for points in series if points[0].row.is_among(rows))
            return
        for points in series:
            if found := [point for point in points if point.row.is_among(rows)]:
                yield found

    @cached_property
    def _series(self) -> dict[str, list[list[Point]]]:
        if self.time is None:
            return {}
        others = [name for name in self.key if name != self.time]
        found: dict[str, dict[tuple[Cell, ...], list[Point]]] = {c: {} for c in self.measures}
        for row in self.rows:
            time, key = row.cells[self.time], tuple([row.cells[name] for name in others])
            if not isinstance(time, int):
                continue
            for column, series in found.items():
                value = row.cells[column]
                if isinstance(value, float | int):
                    series.setdefault(key, []).append(Point(row, time, value))
        return {
            column: [sorted(points, key=lambda point: point.time) for points in series.values()]
            for column, series in found.items()
        }


def read_table(manifest: Manifest) -> Table:
    """Read a dataset.

    Raises:
        DatasetError: the file cannot be read, or does not fit its schema.
    """
    note_read(manifest.file, manifest.data_file)
    return _read_table(manifest)


@lru_cache(maxsize=8)  # the datasets that relations come back to
def _read_table(manifest: Manifest) -> Table:
    columns = {field.name: _Column(field.type) for field in manifest.table.fields}
    number = 1
    rows = []
    try:
        with manifest.data_file.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
            places = [(name, header.index(name), column) for name, column in columns.items()]
            for number, cells in enumerate(filter(None, lines), start=2):
                rows.append(Row(number, {name: column[cells[at]] for name, at, column in places}))
    except (OSError, ValueError, IndexError, csv.Error) as error:
        raise DatasetError(
            f"{manifest.data_file}: row {number}: does not fit its descriptor ({error!r}). "
            f"Run `reportlib check` for every fault."
        ) from error
    return Table(manifest, tuple(rows))


class _Column(dict[str, Cell]):
    """The values of a column's cells; each different cell is read once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __missing__(self, text: str) -> Cell:
        value = self[text] = _read(text, self.kind)
        return value


def _read(text: str, kind: str) -> Cell:
    if not text and kind != "string":
        return None
    cell = _READ[kind](text)
    if isinstance(cell, float) and not isfinite(cell):
        raise ValueError(f"{text} is no figure")
    return cell
