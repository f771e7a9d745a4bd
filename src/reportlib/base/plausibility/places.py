"""Economies: the same series for two of them, rows told twice, codes that are none."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from itertools import combinations

from reportlib.base.plausibility.figures import digits
from reportlib.base.plausibility.finding import Finding, shown
from reportlib.base.plausibility.tables import PLACES, Cell, Point, Table

# Two economies share a small count in some years by chance, so only figures of three digits
# tell of a copy, and only where they agree in so many years.
SAME_YEARS = 4
SAME_DIGITS = 3


def identical_series(table: Table) -> Iterator[Finding]:
    """Two economies with the same figures in at least four years."""
    place, time = table.place, table.time
    if place is None or time is None:
        return
    for column in table.measures:
        for (first, second), points in sorted(_shared(table, place, column).items()):
            if len(points) < SAME_YEARS:
                continue
            years = ", ".join(str(point.time) for point in points)
            where = table.where(points[0].row, column=column, same_as=second)
            del where[time]
            yield Finding(
                "identical",
                table.manifest,
                points[0].row.number,
                where,
                f"the figures of {years} are those of {second}, {shown(points[0].value)} and so on",
                f"{first[0]} and {second} to differ",
            )


def _shared(
    table: Table, place: str, column: str
) -> dict[tuple[tuple[str, ...], str], list[Point]]:
    """Pairs of economies, with the other parts of their key, and the figures both have."""
    holders: dict[tuple[Cell, ...], list[Point]] = defaultdict(list)
    for points in table.series(column):
        parts = tuple(points[0].row.cells[name] for name in table.kind)
        for point in points:
            holders[(point.time, point.value, *parts)].append(point)
    shared = defaultdict(list)
    for key, points in holders.items():
        if len(points) == 1 or digits(points[0].value) < SAME_DIGITS:
            continue
        for one, other in combinations(points, 2):
            first, second = (str(p.row.cells[place]) for p in (one, other))
            if first != second:
                shared[(first, *map(str, key[2:])), second].append(one)
    return shared


def duplicates(table: Table) -> Iterator[Finding]:
    """Rows whose keys differ in letter case, spaces or variants of letters only."""
    seen: dict[tuple[Cell, ...], int] = {}
    for row in table.rows:
        key = tuple([_folded(row.cells[column]) for column in table.key])
        first = seen.setdefault(key, row.number)
        if first != row.number:
            yield Finding(
                "duplicate",
                table.manifest,
                row.number,
                table.where(row),
                f"the same as row {first} but for letter case or spaces",
                "each row once",
            )


@cache
def _folded(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().split())


def unknown_economies(table: Table, economies: Collection[Cell]) -> Iterator[Finding]:
    """Codes that the dataset of economies has not, in columns that do not refer to it."""
    for column in _unreferred(table):
        seen: set[Cell] = set(economies) | {""}
        for row in table.rows:
            code = row.cells[column]
            if code not in seen:
                seen.add(code)
                where = {"column": column, column: str(code)}
                yield Finding(
                    "economy",
                    table.manifest,
                    row.number,
                    where,
                    f"{str(code)!r} is not known",
                    "a code of economies",
                )


def _unreferred(table: Table) -> list[str]:
    """Columns of codes whose values the schema leaves open: no foreign key, no list of them."""
    keys = (table.manifest.table.model_extra or {}).get("foreignKeys", [])
    referring = {name for key in keys for name in _listed(key["fields"])}
    return [
        field.name
        for field in table.manifest.table.fields
        if field.name in PLACES
        and field.name not in referring
        and "enum" not in (field.model_extra or {}).get("constraints", {})
    ]


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names
