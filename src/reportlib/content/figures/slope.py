"""Two years side by side, joined by a line for each economy."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import EndLabel
from reportlib.content.figures.scales import format_marked, is_whole
from reportlib.content.figures.shapes import Size, check_table, flags_of
from reportlib.content.figures.text import widest

TITLE_BAND = 24.0
HEIGHTS: dict[Size, float] = {"wide": 208.0, "narrow": 240.0}  # at least
ROWS: dict[Size, float] = {"wide": 15.0, "narrow": 17.0}


def plot_slope(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    start_label: str,
    end_label: str,
    rank: bool = False,
) -> Drawing:
    """Draw each row's value in two years, named and written at both ends.

    Args:
        table: Columns ``label``, ``role``, ``start``, ``end``; where one value is missing,
            the other stands alone as a dot.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        start_label: Name of the left side, usually a year.
        end_label: Name of the right side.
        rank: The values are ranks: 1 stands on top, and no zero is shown.

    Raises:
        ValueError: There is nothing to draw.
    """
    check_table(table, ("label", "role", "start", "end"), ["start", "end"])
    table = table.sort_values("role", key=lambda roles: roles.map(style.order), kind="stable")
    numbers = [*table["start"].astype(float), *table["end"].astype(float)]
    present = [value for value in numbers if not isnan(value)]
    figure, area = frame.new_figure(size, max(HEIGHTS[size], 60.0 + ROWS[size] * len(table)))
    area = frame.draw_header(figure, area, unit)
    texts = _texts(table, size, whole=is_whole(numbers))
    left, right = (min(_column_width(side), area.width * limit) for side, limit in (
        (texts[0], 0.34), (texts[1], 0.34 if size == "wide" else 0.46)
    ))  # fmt: skip
    box = Box(left, area.bottom + 8, area.right - right, area.top - TITLE_BAND)
    axes = figure.add_plot(box)
    axes.x = Axis(0, 1)
    axes.y = Axis(*(max(present) + 0.5, 0.5) if rank else _limits(present))
    _draw_side(figure, axes, area, 0, start_label)
    _draw_side(figure, axes, area, 1, end_label)
    for label, role, start, end in table[["label", "role", "start", "end"]].itertuples(index=False):
        _draw_change(axes, str(label), str(role), float(start), float(end))
    for x, side in ((0, "start"), (1, "end")):
        labels = [
            EndLabel(text, str(r.role), str(r.label), x, v)
            for text, r, v in zip(
                texts[x], table.itertuples(), table[side].astype(float), strict=True
            )
            if not isnan(v)
        ]
        frame.draw_end_labels(figure, axes, Box(0, 0, area.right, box.top + 6), labels, left=x == 0)
    return figure


def _column_width(texts: Sequence[str]) -> float:
    """Room for the longest text and a leader."""
    return widest(texts, weight=style.BOLD) + 24


def _texts(table: pd.DataFrame, size: Size, *, whole: bool) -> tuple[list[str], list[str]]:
    """Name and number at both ends; a phone has room for the name at one end only."""
    starts, ends = [], []
    columns = (table["label"], table["start"], table["end"])
    marks = (flags_of(table, "start_flag"), flags_of(table, "end_flag"))
    for label, start, end, before, after in zip(*columns, *marks, strict=True):
        first, last = (
            "" if isnan(value) else format_marked(float(value), flags, whole=whole)
            for value, flags in ((start, before), (end, after))
        )
        named = size == "wide" or isnan(end)
        # A number stays on one line with the word beside it.
        starts.append(f"{label}\N{NO-BREAK SPACE}{first}" if named else first)
        ends.append(f"{last}\N{NO-BREAK SPACE}{label}")
    return starts, ends


def _limits(values: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *values), max(0.0, *values)
    return low, high if high > low else low + 1


def _draw_side(figure: Drawing, axes: Plot, area: Box, x: int, label: str) -> None:
    ends = (axes.y.start, axes.y.end)
    axes.line("axis", (x, x), ends, colour=style.AXIS, width=1.0, order=1)
    place = axes.place(x, 0)[0]
    frame.write(
        figure, place, area.top, label, "tick", colour=style.SOFT, weight=style.BOLD,
        ha="center", va="top",
    )  # fmt: skip


def _draw_change(axes: Plot, label: str, role: str, start: float, end: float) -> None:
    width = style.line_width(role)
    axes.line(
        "line", (0, 1), (start, end), colour=style.colour(role), width=width, role=role,
        series=label, order=style.order(role), dot_size=3.5 + width,
    )  # fmt: skip
