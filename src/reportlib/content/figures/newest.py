"""How new values are: a row for each series, dots on the years of its newest values."""

from __future__ import annotations

from math import isnan

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Drawing, Plot
from reportlib.content.figures.frame import Key
from reportlib.content.figures.rows import (
    ROWS,
    draw_dot,
    label_column,
    rows_figure,
    write_row_label,
)
from reportlib.content.figures.scales import year_ticks
from reportlib.content.figures.shapes import Size, check_table
from reportlib.content.figures.text import text_height

UNIT = "Year of the newest value, up to the year in which data were read"
TICKS: dict[Size, int] = {"wide": 9, "narrow": 4}
WAIT_DASHES = (0.9, 3.2)


def plot_newest(table: pd.DataFrame, *, size: Size, own: str, read: int) -> Drawing:
    """Draw the years of the newest values, of one economy and of any.

    Args:
        table: Columns ``label``, ``own`` and ``any``, years, in the order drawn; a row without a
            value of its own has the hollow dot alone.
        size: For a page or a phone.
        own: Whose the full dots are.
        read: The year in which the data were read, where the axis ends.

    Raises:
        ValueError: There is nothing to draw, or a year lies after that of reading.
    """
    check_table(table, ("label", "own", "any"), ["any"])
    years = [*table["own"].dropna().astype(int), *table["any"].astype(int)]
    if max(years) > read:
        raise ValueError(f"values of {max(years)} cannot have been read in {read}")
    keys = [
        Key("●", f"of {own}", style.colour("focus")),
        Key("○", "of any economy, where that is newer", style.colour("peer")),
    ]
    labels, left = label_column(table["label"], size, 0.0)
    heights = [max(ROWS[size], text_height(label) + 4) for label in labels]
    figure, axes, ys = rows_figure(size, UNIT, heights, left, 14.0, keys, axis_lines=1)
    axes.x = Axis(min(years), read)
    ticks = year_ticks(min(years), read, count=TICKS[size])
    frame.draw_bottom_axis(axes, ticks, [str(tick) for tick in ticks], grid=True)
    ends = (axes.y.start, axes.y.end)
    axes.line("axis", (read, read), ends, colour=style.INK, width=1.2, order=1)
    rows = zip(table["label"], table["own"], table["any"], labels, ys, strict=True)
    for name, newest, any_newest, label, y in rows:
        write_row_label(figure, 0, y, label, "", str(name))
        _draw_years(axes, y, float(newest), float(any_newest), read, str(name))
    return figure


def _draw_years(axes: Plot, y: float, own: float, any_: float, read: int, series: str) -> None:
    """Draw both dots, and how long the wait since has been."""
    first = any_ if isnan(own) else own
    axes.line(
        "leader", (first, read), (y, y), colour=style.colour("other"), width=1.2,
        dashes=WAIT_DASHES, series=series, order=1.5,
    )  # fmt: skip
    if any_ != own:
        draw_dot(axes, y, any_, "peer", series, hollow=True)
    draw_dot(axes, y, own, "focus", series)
