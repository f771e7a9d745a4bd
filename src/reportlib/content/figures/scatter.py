"""Two measures against each other, a dot for each economy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import TICK_BAND
from reportlib.content.figures.scales import (
    format_log_ticks,
    format_stated,
    format_ticks,
    is_whole,
    log_ticks,
    with_flags,
)
from reportlib.content.figures.shapes import Size, check_table
from reportlib.content.figures.style import SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_height, text_width, widest, wrap

HEIGHTS: dict[Size, float] = {"wide": 296.0, "narrow": 340.0}
DISTANCES = (6.0, 10.0, 16.0, 32.0, 52.0, 80.0, 110.0)
DIRECTIONS = (
    (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0),
    (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0),
    (1.0, 0.5), (-1.0, 0.5), (1.0, -0.5), (-1.0, -0.5),
    (0.5, 1.0), (-0.5, 1.0), (0.5, -1.0), (-0.5, -1.0),
)  # fmt: skip
"""Where a label may stand, seen from its dot, the best first: across and up."""
ARROWS = ("→", "↑")  # along the axes, before the values
LEADER_FROM = 10.0
LARGEST = 8.0  # a dot


@dataclass(frozen=True)
class Spot:
    """A dot to be named, in points."""

    text: str
    role: str
    series: str
    x: float
    y: float
    anchor: bool = False  # whether the headline rests on it


def plot_scatter(
    table: pd.DataFrame,
    *,
    x_unit: str,
    y_unit: str,
    size: Size,
    x_log: bool = False,
    y_log: bool = False,
) -> Drawing:
    """Draw a dot for each row; all but background roles are named.

    Args:
        table: Columns ``label``, ``role``, ``x``, ``y``; a row lacking one is left out, so the
            caller says how many were drawn.
        x_unit: What ``x`` measures, written below.
        y_unit: What ``y`` measures, written above.
        size: For a page or a phone.
        x_log: Use a logarithmic axis, which has no zero, for ``x``.
        y_log: Likewise for ``y``.

    Raises:
        ValueError: There is nothing to draw, or a value cannot stand on a logarithmic axis.
    """
    check_table(table, ("label", "role", "x", "y"), ["x", "y"])
    table = table.dropna(subset=["x", "y"])
    check_table(table, ("label", "role", "x", "y"), ["x", "y"])
    figure, area = frame.new_figure(size, HEIGHTS[size])
    area = frame.draw_header(figure, area, y_unit)
    below = wrap(x_unit, area.width)
    frame.write(figure, area.right, 0, below, "unit", colour=style.SOFT, ha="right", va="bottom")
    bottom = text_height(below) + TICK_BAND
    x_ticks, x_labels = _scale(table["x"], area.width * 0.7, log=x_log)
    y_ticks, y_labels = _scale(table["y"], area.height - bottom, log=y_log)
    left = widest(y_labels, SMALL_SIZE) + frame.GAP
    right = max(text_width(x_labels[-1], SMALL_SIZE) / 2, LARGEST / 2 + 1)
    box = Box(left, bottom, area.right - right, area.top - TEXT_SIZE / 2)
    axes = figure.add_plot(box)
    _set_scales(axes, table, x_ticks, y_ticks, x_log=x_log, y_log=y_log)
    axes.reads = "places"
    frame.draw_value_axis(axes, y_ticks, y_labels)
    frame.draw_bottom_axis(axes, x_ticks, x_labels, grid=True)
    _draw_dots(axes, table)
    _name_dots(figure, axes, table, Box(left, bottom, area.right, area.top))
    return figure


def _scale(values: pd.Series[float], length: float, *, log: bool) -> tuple[list[float], list[str]]:
    numbers = [float(value) for value in values]
    if not log:
        ticks = frame.value_scale(numbers, length, whole=is_whole(numbers))
        return ticks, format_ticks(ticks)
    if min(numbers) <= 0:
        raise ValueError(f"a logarithmic axis cannot show {min(numbers)}; leave such rows out")
    ticks = log_ticks(min(numbers), max(numbers), count=int(length // 40))
    return ticks, format_log_ticks(ticks)


def _set_scales(
    axes: Plot,
    table: pd.DataFrame,
    x_ticks: Sequence[float],
    y_ticks: Sequence[float],
    *,
    x_log: bool,
    y_log: bool,
) -> None:
    axes.x = Axis(min(*x_ticks, *table["x"]), max(*x_ticks, *table["x"]), log=x_log)
    axes.y = Axis(min(*y_ticks, *table["y"]), max(*y_ticks, *table["y"]), log=y_log)


def _draw_dots(axes: Plot, table: pd.DataFrame) -> None:
    """Draw the dots, those of background roles as one artist for each role."""
    background = table["role"].isin(style.BACKGROUND_ROLES)
    for role, rows in table[background].groupby("role", sort=True):
        _draw_group(axes, str(role), "", rows)
    for row in range(len(table)):
        if not background.iloc[row]:
            one = table.iloc[[row]]
            _draw_group(axes, str(one["role"].iloc[0]), str(one["label"].iloc[0]), one)


def _draw_group(axes: Plot, role: str, series: str, rows: pd.DataFrame) -> None:
    axes.dots(
        [float(x) for x in rows["x"]], [float(y) for y in rows["y"]],
        size=4.5 if not series else LARGEST if role == "focus" else 6.5,
        colour=style.colour(role), edge=style.PAPER, edge_width=0.7, role=role, series=series,
        order=style.order(role),
    )  # fmt: skip


def _name_dots(figure: Drawing, axes: Plot, table: pd.DataFrame, room: Box) -> None:
    """Name dots where a label hides no named dot and no other label."""
    named = table[~table["role"].isin(style.BACKGROUND_ROLES)]
    named = named.sort_values("role", key=lambda roles: -roles.map(style.order), kind="stable")
    wholes = is_whole(table["x"]), is_whole(table["y"])
    spots = [_read_spot(axes, row, room.width / 2, wholes) for row in named.itertuples()]
    taken = [_dot_box(spot.x, spot.y) for spot in spots]
    others = table[table["role"].isin(style.BACKGROUND_ROLES)]
    pale = [_dot_box(*axes.place(float(x), float(y))) for x, y in others[["x", "y"]].values]
    for spot in spots:
        costs = [(_cost(box, spot, taken, pale, room), box) for box in _places(spot)]
        box = min(costs, key=itemgetter(0))[1]
        # Two names side by side would read as one.
        taken.append(Box(box.left - 4, box.bottom, box.right + 4, box.top))
        centre = (box.left, (box.bottom + box.top) / 2)
        frame.write_label(
            figure, *centre, spot.text, spot.role, spot.series, anchor=spot.anchor
        )  # fmt: skip
        if _distance(box, spot) > LEADER_FROM:
            _draw_leader(figure, spot, box)


def _read_spot(axes: Plot, row: Any, width: float, wholes: tuple[bool, bool]) -> Spot:
    """The dot of a row of the table, its name wrapped to a width.

    Values that the headline rests on stand after the name, with an arrow along their axis.
    """
    label, role = str(row.label), str(row.role)
    marked = with_flags(label, str(getattr(row, "flag", "")))
    values = [
        f"{arrow}\N{NO-BREAK SPACE}{format_stated(float(value), '', stated, whole=whole)}"
        for arrow, value, stated, whole in zip(
            ARROWS, (row.x, row.y), _stated(row), wholes, strict=True
        )
        if stated is not None
    ]
    text = wrap(" ".join([marked, *values]), width, weight=style.weight(role))
    return Spot(text, role, label, *axes.place(float(row.x), float(row.y)), bool(values))


def _stated(row: Any) -> tuple[str | None, str | None]:
    """How the headline prints both values of a row."""
    found = (getattr(row, column, None) for column in ("x_anchor", "y_anchor"))
    across, up = (one if isinstance(one, str) else None for one in found)
    return across, up


def _places(spot: Spot) -> Iterator[Box]:
    """Boxes around a dot for its label, the best first."""
    weight = style.weight(spot.role)
    width = text_width(spot.text, TEXT_SIZE, weight)
    height = text_height(spot.text) - TEXT_SIZE * 0.1
    for away in DISTANCES:
        for across, up in DIRECTIONS:
            left = spot.x + across * away - (0.5 - across / 2) * width
            middle = spot.y + up * (away + height / 2)
            yield Box(left, middle - height / 2, left + width, middle + height / 2)


def _cost(box: Box, spot: Spot, taken: Sequence[Box], pale: Sequence[Box], room: Box) -> float:
    """How badly a label would stand: outside, over something, or far from its dot."""
    outside = max(0.0, room.left - box.left, box.right - room.right)
    outside += max(0.0, room.bottom - box.bottom, box.top - room.top)
    hidden = _hidden(box, taken)
    pale_hidden = _hidden(box, pale)
    astray = 60 if _leads_astray(box, spot, taken) else 0
    return 1000 * outside + 20 * hidden + 1.2 * pale_hidden + astray + _distance(box, spot)


def _leads_astray(box: Box, spot: Spot, taken: Sequence[Box]) -> bool:
    """Whether the leader to a label would run over another dot or name, and seem to mean it."""
    if _distance(box, spot) <= LEADER_FROM:
        return False
    x, y = _nearest(box, spot)
    steps = [(spot.x + (x - spot.x) * at / 12, spot.y + (y - spot.y) * at / 12) for at in range(12)]
    own = _dot_box(spot.x, spot.y)
    left, right, bottom, top = *sorted((spot.x, x)), *sorted((spot.y, y))
    others = [
        other
        for other in taken
        if other.left < right
        and left < other.right
        and other.bottom < top
        and bottom < other.top
        and other != own
    ]
    return any(
        other.left < across < other.right and other.bottom < up < other.top
        for across, up in steps
        for other in others
    )


def _dot_box(x: float, y: float) -> Box:
    return Box(x - 5, y - 5, x + 5, y + 5)


def _hidden(box: Box, others: Sequence[Box]) -> float:
    """How much of other boxes a box covers, most of which it does not touch."""
    left, right, bottom, top = box.left, box.right, box.bottom, box.top
    return sum(
        _overlap(box, other)
        for other in others
        if other.left < right and left < other.right and other.bottom < top and bottom < other.top
    )


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    return max(0.0, width) * max(0.0, height)


def _nearest(box: Box, spot: Spot) -> tuple[float, float]:
    return min(max(spot.x, box.left), box.right), min(max(spot.y, box.bottom), box.top)


def _distance(box: Box, spot: Spot) -> float:
    x, y = _nearest(box, spot)
    return float(((x - spot.x) ** 2 + (y - spot.y) ** 2) ** 0.5)


def _draw_leader(figure: Drawing, spot: Spot, box: Box) -> None:
    x, y = _nearest(box, spot)
    figure.line(
        "leader", (spot.x, x), (spot.y, y), colour=style.AXIS, width=0.6, role=spot.role,
        series=spot.series,
    )  # fmt: skip
