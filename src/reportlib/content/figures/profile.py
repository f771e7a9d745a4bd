"""A profile: measures of one economy, each with value, trend and place among all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan
from typing import Any

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Box, Drawing
from reportlib.content.figures.scales import with_flags
from reportlib.content.figures.shapes import Size, check_table, flags_of
from reportlib.content.figures.small import draw_runs, draw_strip, is_trend, value_axis
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_height, wrap

COLUMNS = ("group", "label", "role", "detail", "text", "value", "rank", "n", "place", "trend")
NAME_LINE, DETAIL_LINE = TEXT_SIZE * LINE_HEIGHT, SMALL_SIZE * LINE_HEIGHT
GROUP_GAP, HEAD_GAP = 7.0, 2.0
TREND_HEIGHT = 15.0


@dataclass(frozen=True)
class _Columns:
    """Where the parts of a row stand, in points from the left.

    ``gap`` stands below each row; ``below`` is the height of the band of drawings, where it
    stands below the words.
    """

    words: float
    value: float
    trend: tuple[float, float]
    strip: tuple[float, float]
    place: float
    gap: float
    below: float = 0.0


LAYOUTS: dict[Size, _Columns] = {
    "wide": _Columns(words=182, value=256, trend=(272, 340), strip=(358, 456), place=518, gap=3.5),
    "narrow": _Columns(
        words=198, value=281, trend=(0, 74), strip=(92, 212), place=281, gap=8.0, below=19.0
    ),
}


@dataclass(frozen=True)
class _Row:
    """A measure ready to be drawn: its words wrapped, and how high it is."""

    item: Any
    flags: str
    name: str
    detail: str
    height: float


def plot_profile(table: pd.DataFrame, *, size: Size) -> Drawing:
    """Draw a row for each measure: name, value, trend, and a strip of all ranks.

    A strip has a tick for every economy ranked, the first on the right, and the focus on its
    own. Trends share their years, and each has its own scale.

    Args:
        table: Columns ``group`` (rows of one stand together), ``label``, ``detail`` (unit and
            year), ``role``, ``text`` (the value as written), ``value``, ``rank`` and ``n`` (missing
            where there is no place), ``place`` (as written, or why there is none) and
            ``trend`` (runs of years and values that a line joins); ``falls`` where less is
            better, and ``target``, the label that a name leads to. A row without a value is
            named in the last line, and no trend is drawn of fewer than four values.
        size: For a page or a phone.

    Raises:
        ValueError: There is nothing to draw, or a rank lies outside 1 to n.
    """
    check_table(table, COLUMNS, ["value"])
    wrong = table[(table["rank"] < 1) | (table["rank"] > table["n"])]
    if len(wrong):
        raise ValueError(
            f"ranks outside 1 to n: {wrong[['label', 'rank', 'n']].to_dict('records')}"
        )
    columns = LAYOUTS[size]
    flags = flags_of(table)
    held = [
        _row(item, marks, columns)
        for item, marks in zip(table.itertuples(), flags, strict=True)
        if not isnan(float(item.value))  # type: ignore[arg-type]
    ]
    groups = [(name, list(rows)) for name, rows in groupby(held, lambda row: str(row.item.group))]
    closing = _closing(table, size)
    height = (
        DETAIL_LINE
        + sum(
            GROUP_GAP + NAME_LINE + HEAD_GAP + sum(row.height for row in rows) for _, rows in groups
        )
        + (GROUP_GAP + text_height(closing, SMALL_SIZE) if closing else 2.0)
    )
    figure, area = frame.new_figure(size, height)
    years = _years(held)
    _draw_heads(figure, area, columns, years)
    top = area.top - DETAIL_LINE
    for name, rows in groups:
        top = _draw_group(figure, area, top, name)
        for row in rows:
            _draw_row(figure, top, row, columns, years)
            top -= row.height
    if closing:
        frame.write(
            figure, area.left, top - GROUP_GAP, closing, "note", colour=style.SOFT,
            size=SMALL_SIZE, va="top",
        )  # fmt: skip
    return figure


def absent(table: pd.DataFrame) -> str:
    """Which measures have no value, as one line; empty where all have one."""
    names = [str(name) for name in table.loc[table["value"].isna(), "label"]]
    return f"No value: {', '.join(names)}." if names else ""


def _closing(table: pd.DataFrame, size: Size) -> str:
    return wrap(absent(table), style.WIDTHS[size], SMALL_SIZE)


def _row(item: Any, flags: str, columns: _Columns) -> _Row:
    name = wrap(str(item.label), columns.words)
    detail = wrap(str(item.detail), columns.words, SMALL_SIZE)
    lines = NAME_LINE * (1 + name.count("\n")) + DETAIL_LINE * (1 + detail.count("\n"))
    return _Row(item, flags, name, detail, lines + columns.below + columns.gap)


def _years(rows: Sequence[_Row]) -> tuple[int, int]:
    """The first and last year of all trends."""
    years = [year for row in rows for run in row.item.trend for year, _ in run]
    return min(years, default=0), max(years, default=0)


def _draw_heads(figure: Drawing, area: Box, columns: _Columns, years: tuple[int, int]) -> None:
    """Above the columns of drawings: the years of all trends, and the ends of the strips."""
    first, last = years
    span = f"{first}" if first == last else f"{first}–{last}"
    write = _soft(figure, area.top)
    write(columns.trend[0], span if last else "", "left")
    write(columns.strip[0], "last", "left")
    write(columns.strip[1], "first", "right")
    write(columns.place, "place", "right")


def _soft(figure: Drawing, top: float) -> Callable[[float, str, Any], None]:
    def write(x: float, text: str, ha: Any) -> None:
        frame.write(
            figure, x, top, text, "tick", colour=style.SOFT, size=SMALL_SIZE, ha=ha, va="top"
        )

    return write


def _draw_group(figure: Drawing, area: Box, top: float, name: str) -> float:
    """Write a group's name under a line across the figure; return where its rows begin."""
    y = top - GROUP_GAP / 2
    figure.line("grid", (area.left, area.right), (y, y), colour=style.GRID, width=0.8)
    frame.write(
        figure, area.left, top - GROUP_GAP, name, "key", colour=style.SOFT, weight=style.BOLD,
        va="top",
    )  # fmt: skip
    return top - GROUP_GAP - NAME_LINE - HEAD_GAP


def _draw_row(
    figure: Drawing, top: float, row: _Row, columns: _Columns, years: tuple[int, int]
) -> None:
    item, series = row.item, str(row.item.label)
    middle = top - (row.height - columns.gap) / 2
    band = top - row.height + columns.gap + columns.below / 2 - 1 if columns.below else middle
    frame.write(
        figure, 0, top, row.name, "label", series=series, va="top",
        target=str(getattr(item, "target", "")),
    )  # fmt: skip
    down = NAME_LINE * (1 + row.name.count("\n"))
    frame.write(
        figure, 0, top - down, row.detail, "unit", colour=style.SOFT, size=SMALL_SIZE, va="top"
    )
    _write_value(figure, columns, top if columns.below else middle, row)
    half = TREND_HEIGHT / 2
    _draw_trend(
        figure, Box(columns.trend[0], band - half, columns.trend[1], band + half), item, years
    )
    _draw_strip(figure, columns.strip, band, item)
    ranked = not pd.isna(item.rank)
    frame.write(
        figure, columns.place, band, str(item.place), "value", series=series, ha="right",
        colour=style.INK if ranked else style.SOFT, size=TEXT_SIZE if ranked else SMALL_SIZE,
    )  # fmt: skip


def _write_value(figure: Drawing, columns: _Columns, y: float, row: _Row) -> None:
    """Write a value beside the middle of its row, or beside the name that drawings stand below."""
    frame.write(
        figure, columns.value, y, with_flags(str(row.item.text), row.flags), "value",
        role="focus", series=str(row.item.label), weight=style.BOLD, ha="right",
        va="top" if columns.below else "center",
    )  # fmt: skip


def _draw_trend(figure: Drawing, box: Box, item: Any, years: tuple[int, int]) -> None:
    """Draw the runs of a trend over the years of all, the best of its values on top."""
    if not is_trend(item.trend):
        return
    axes = figure.add_plot(box)
    axes.x = Axis(*years)
    axes.y = value_axis(item.trend, falls=bool(getattr(item, "falls", False)))
    figure.line(
        "grid", (box.left, box.right), (box.bottom - 2, box.bottom - 2), colour=style.GRID,
        width=0.8,
    )  # fmt: skip
    draw_runs(axes, item.trend, series=str(item.label))


def _draw_strip(figure: Drawing, ends: tuple[float, float], y: float, item: Any) -> None:
    if isnan(float(item.rank)) or isnan(float(item.n)):
        return
    draw_strip(figure, ends, y, int(item.rank), int(item.n), str(item.label))
