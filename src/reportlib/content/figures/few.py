"""One value, or two or three: no axis of years, on which they would seem a trend."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.content.figures import frame, rows, style
from reportlib.content.figures.canvas import Axis, Drawing
from reportlib.content.figures.scales import format_stated, is_whole
from reportlib.content.figures.shapes import Size, anchors_of, check_table, flags_of
from reportlib.content.figures.style import LINE_HEIGHT, TEXT_SIZE
from reportlib.content.figures.text import text_height, widest, wrap

COLUMNS = ("label", "role", "year", "value")
NUMBER_SIZE = 30.0
GAP = 4.0


def plot_number(table: pd.DataFrame, *, unit: str, size: Size) -> Drawing:
    """Write a value large, and below it whose it is and of which year.

    Args:
        table: Columns ``label``, ``role``, ``year``, ``value``, with one value present.
        unit: What the value counts, written above it.
        size: For a page or a phone.

    Raises:
        ValueError: There is not exactly one value.
    """
    present = _present(table)
    if len(present) != 1:
        raise ValueError(f"a large number is of one value; here are {len(present)}")
    row, text = next(present.itertuples()), _values(present)[0]
    anchored = anchors_of(present)[0] is not None
    whose = wrap(_named(row), style.WIDTHS[size])
    role, series = str(row.role), str(row.label)
    height = NUMBER_SIZE * LINE_HEIGHT + text_height(whose) + GAP
    figure, area = frame.new_figure(size, frame.header_height(unit, size) + height)
    area = frame.draw_header(figure, area, unit)
    frame.write(
        figure, area.left, area.top, text, "value", role=role, series=series,
        colour=style.text_colour(role), size=NUMBER_SIZE, weight=style.BOLD, va="top",
        anchor=anchored,
    )  # fmt: skip
    below = area.top - NUMBER_SIZE * LINE_HEIGHT - GAP
    frame.write(
        figure, area.left, below, whose, "label", role=role, series=series, size=TEXT_SIZE, va="top"
    )
    return figure


def plot_dots(table: pd.DataFrame, *, unit: str, size: Size) -> Drawing:
    """Draw a row for each of a few values, from zero, named by whose it is and the year.

    Args:
        table: Columns ``label``, ``role``, ``year``, ``value``, in the order drawn; a value
            whose ``kind`` is not ``table`` is hollow.
        unit: What the values count, written above the figure.
        size: For a page or a phone.

    Raises:
        ValueError: There is nothing to draw.
    """
    present = _present(table)
    texts = _values(present)
    labels, left = rows.label_column([_named(row) for row in present.itertuples()], size, 0.0)
    heights = [max(rows.ROWS[size], text_height(label) + 4) for label in labels]
    right = widest(texts, weight=style.BOLD) + 12
    figure, axes, ys = rows.rows_figure(size, unit, heights, left, right)
    values = [float(value) for value in present["value"]]
    axes.x = Axis(min(0.0, *values), max(0.0, *values) or 1.0)
    rows.draw_zero(axes)
    anchors = anchors_of(present)
    drawn = zip(present.itertuples(), labels, texts, anchors, ys, strict=True)
    for row, label, text, stated, y in drawn:
        role, series, value = str(row.role), str(row.label), float(row.value)  # type: ignore[arg-type]
        rows.write_row_label(figure, 0, y, label, role, series)
        rows.draw_stem(axes, y, 0.0, value, role, series)
        x = rows.draw_dot(
            axes,
            y,
            value,
            role,
            series,
            hollow=getattr(row, "kind", "table") != "table",
            at=f"{row.year:.0f}",
        )
        rows.write_value(figure, x + 8, y, text, role, series, anchor=stated is not None)
    return figure


def _present(table: pd.DataFrame) -> pd.DataFrame:
    check_table(table, COLUMNS, ["value"])
    return table.dropna(subset=["value"])


def _values(present: pd.DataFrame) -> list[str]:
    whole = is_whole(present["value"])
    return [
        format_stated(float(value), flags, stated, whole=whole)
        for value, flags, stated in zip(
            present["value"], flags_of(present), anchors_of(present), strict=True
        )
    ]


def _named(row: Any) -> str:
    """Whose a value is and of which year; of which kind, where it is of no table."""
    kind = getattr(row, "kind", "table")
    told = "" if kind == "table" else f", {kind}"
    return f"{row.label}, {row.year:.0f}{told}"
