"""Figures against their bounds and their neighbours: range, jump, slip of a unit, break."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import inf, log10
from statistics import median

from reportlib.base.manifests import Bound, CheckName, SeriesBreak
from reportlib.base.plausibility.finding import Finding, shown
from reportlib.base.plausibility.tables import Number, Point, Row, Table

# A slip of a unit: a power of ten away from the year before and the year after, give or take
# what a year changes; small whole numbers do so by chance, so two digits are asked of each.
SLIP_POWERS = (1, 2, 3)
SLIP_LEEWAY = 0.05
SLIP_DIGITS = 2

# A break: in one year, more series step up (or down) by such a factor than chance or growth
# explain: at least so many, so large a share, and so many times the share of a usual year.
BREAK_FACTOR = 1.5
BREAK_SERIES = 5
BREAK_SHARE = 1 / 6
BREAK_UNUSUAL = 5

Group = tuple[tuple[str, str | int], ...]


def out_of_range(table: Table) -> Iterator[Finding]:
    """Figures below the least or above the most that a bound declares."""
    for bound in table.manifest.reportlib.bounds:
        if bound.range is None:
            continue
        least, most = bound.range
        for row in table.rows:
            value = row.cells[bound.column]
            if not isinstance(value, Number) or not row.is_among(bound.where):
                continue
            if not least <= value <= most:
                expected = f"{shown(least)} to {shown(most)}"
                yield _finding("range", table, bound.column, row, value, expected)


def jumps(table: Table) -> Iterator[Finding]:
    """Changes between neighbours by more than the declared factor, without a declared break."""
    for bound in table.manifest.reportlib.bounds:
        if bound.jump is None:
            continue
        for before, after in _neighbours(table, bound):
            if _factor(before, after) <= bound.jump:
                continue
            if not _is_declared(table, bound, after, common=False):
                expected = _near(before, bound.jump)
                yield _finding("jump", table, bound.column, after.row, after.value, expected)


def _near(before: Point, factor: float) -> str:
    if before.value == 0:
        return f"no such step from 0 in {before.time}"
    return (
        f"{shown(before.value / factor)} to {shown(before.value * factor)}, at most "
        f"{factor:g} times away from {shown(before.value)} in {before.time}"
    )


def slips(table: Table) -> Iterator[Finding]:
    """Figures almost exactly 10, 100 or 1,000 times both their neighbours, or a part of them."""
    for column in table.measures:
        for points in table.series(column):
            for before, point, after in zip(points, points[1:], points[2:], strict=False):
                if not _is_slip(before, point, after) or _is_minor(table, column, point, before):
                    continue
                expected = (
                    f"about {shown(before.value)} as in {before.time} and {shown(after.value)} "
                    f"as in {after.time}, not a power of ten away from both"
                )
                yield _finding("slip", table, column, point.row, point.value, expected)


def breaks(table: Table) -> Iterator[Finding]:
    """Years in which many series step up, or down, together, without a declared break."""
    for bound in table.manifest.reportlib.bounds:
        if bound.jump is None or bound.within > 1 or table.place is None:
            continue
        compared: dict[Group, Counter[int]] = defaultdict(Counter)
        stepped: dict[tuple[Group, str], Counter[int]] = defaultdict(Counter)
        for before, after in _neighbours(table, bound):
            if _is_declared(table, bound, after, common=True):
                continue
            group = _group(table, after)
            compared[group][after.time] += 1
            if _factor(before, after) > BREAK_FACTOR:
                direction = "up" if after.value > before.value else "down"
                stepped[group, direction][after.time] += 1
        for (group, direction), steps in sorted(stepped.items()):
            yield from _unusual(table, bound, group, direction, steps, compared[group])


def _group(table: Table, point: Point) -> Group:
    """What a series shares with those of other economies: its key but for place and time."""
    cells = point.row.cells
    return tuple([(k, v) for k in table.kind if isinstance(v := cells[k], str | int)])


def _unusual(
    table: Table,
    bound: Bound,
    group: Group,
    direction: str,
    steps: Counter[int],
    compared: Counter[int],
) -> Iterator[Finding]:
    usual = median(steps[time] / series for time, series in compared.items())
    for time, count in sorted(steps.items()):
        share = count / compared[time]
        if count >= BREAK_SERIES and share > max(BREAK_SHARE, BREAK_UNUSUAL * usual):
            yield Finding(
                "break",
                table.manifest,
                None,
                {
                    **dict(group),
                    str(table.time): time,
                    "column": bound.column,
                    "direction": direction,
                },
                f"{count} of {compared[time]} series step {direction} by more than "
                f"{BREAK_FACTOR:g} times",
                f"about {usual:.0%} of them as in a usual year, or a break declared for that year",
            )


def _neighbours(table: Table, bound: Bound) -> Iterator[tuple[Point, Point]]:
    for points in table.series(bound.column, bound.where):
        for before, after in pairwise(points):
            near = after.time - before.time <= bound.within
            if near and max(abs(before.value), abs(after.value)) >= bound.floor:
                yield before, after


def _factor(before: Point, after: Point) -> float:
    one, other = abs(before.value), abs(after.value)
    if one == other:
        return 1
    small, large = (one, other) if one < other else (other, one)
    return large / small if small else inf


def _is_slip(before: Point, point: Point, after: Point) -> bool:
    values = (before.value, point.value, after.value)
    if after.time - before.time != 2 or min(values) <= 0:
        return False
    change = log10(point.value / before.value)
    power = round(change)
    if abs(power) not in SLIP_POWERS:
        return False
    back = log10(point.value / after.value)
    return max(abs(change - power), abs(back - power)) < SLIP_LEEWAY and all(
        digits(value) >= SLIP_DIGITS for value in values
    )


def _is_minor(table: Table, column: str, *points: Point) -> bool:
    """Whether a bound says that figures so small are not compared."""
    return any(
        bound.column == column
        and points[0].row.is_among(bound.where)
        and all(abs(point.value) < bound.floor for point in points)
        for bound in table.manifest.reportlib.bounds
    )


def digits(value: Number) -> int:
    """How many digits of a figure carry meaning: 3 of 107 and of 0.00107, 1 of 4,000."""
    mantissa = f"{abs(value):.15e}" if isinstance(value, float) else f"{abs(value)}e0"
    return len(mantissa.partition("e")[0].replace(".", "").strip("0"))


def _is_declared(table: Table, bound: Bound, after: Point, *, common: bool) -> bool:
    """Whether a break of this year is declared; a ``common`` one may be that of all economies.

    A break of all economies explains a step of many, but not how far one of them goes.
    """
    return any(
        _covers(table, declared, bound, after)
        for declared in table.breaks.get(after.time, ())
        if common or declared.economy or table.place is None
    )


def _covers(table: Table, declared: SeriesBreak, bound: Bound, after: Point) -> bool:
    """Whether a declared break of this year is about this economy, column and selectors."""
    if table.place and declared.economy not in ("", after.row.cells.get(table.place)):
        return False
    found = {**after.row.cells, "column": bound.column}
    return all(found.get(name) in values for name, values in declared.where)


def _finding(
    check: CheckName, table: Table, column: str, row: Row, value: Number, expected: str
) -> Finding:
    where = table.where(row, column=column)
    return Finding(check, table.manifest, row.number, where, shown(value), expected)
