"""One row for each economy or indicator: rankings, changes, positions."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import Key
from reportlib.content.figures.scales import (
    format_stated,
    format_ticks,
    is_whole,
    with_flags,
)
from reportlib.content.figures.shapes import Size, anchors_of, check_table, flags_of
from reportlib.content.figures.style import SMALL_SIZE
from reportlib.content.figures.text import text_height, text_width, widest, wrap

ROWS: dict[Size, float] = {"wide": 17.0, "narrow": 19.0}
SKIP = 12.0  # height of the sign for ranks left out
AXIS_PAD = 9.0


def plot_ranking(table: pd.DataFrame, *, unit: str, size: Size, n: int) -> Drawing:
    """Draw values in the order of ranks, from zero, three dots where ranks are left out.

    Args:
        table: Columns ``label``, ``role``, ``rank``, ``value``, in any order. A row without a
            rank is hollow, and stands where its ``order`` among the ranks says.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        n: How many economies were ranked.

    Raises:
        ValueError: There is nothing to draw.
    """
    check_table(table, ("label", "role", "rank", "value"), ["value"])
    order = "order" if "order" in table else "rank"
    table = table.dropna(subset=["value"]).sort_values([order, "label"], kind="stable")
    ranked = table["rank"].notna().tolist()
    places = [int(place) for place in table[order]]
    ranks = [str(place) if has else "" for place, has in zip(places, ranked, strict=True)]
    whole = is_whole(table["value"])
    anchors = anchors_of(table)
    texts = [
        format_stated(float(value), flags, stated, whole=whole)
        for value, flags, stated in zip(table["value"], flags_of(table), anchors, strict=True)
    ]
    ranks_width = widest(ranks, weight=style.BOLD) + frame.GAP
    labels, left = label_column(table["label"], size, ranks_width)
    heights = [max(ROWS[size], text_height(label) + 4) for label in labels]
    skips = [SKIP if skipped else 0.0 for skipped in _skipped(places, ranked)]
    header = f"{unit}, rank among {n:,} economies"
    slots = [height + skip for height, skip in zip(heights, skips, strict=True)]
    right = widest(texts, weight=style.BOLD) + 12
    figure, axes, ys = rows_figure(size, header, slots, left, right)
    values = [float(value) for value in table["value"]]
    axes.x = Axis(min(0.0, *values), max(0.0, *values) or 1.0)
    draw_zero(axes)
    rows = zip(table.itertuples(), ranks, labels, texts, anchors, ys, skips, strict=True)
    for row, rank, label, text, stated, y, skip in rows:
        role, series = str(row.role), str(row.label)
        y -= skip / 2
        if skip:
            _draw_skip(figure, ranks_width / 2 - 2, y + ROWS[size] / 2 + skip / 2)
        write_row_label(figure, ranks_width, y, label, role, series)
        frame.write_label(figure, ranks_width - frame.GAP, y, rank, role, series, "right")
        draw_stem(axes, y, 0.0, float(row.value), role, series)
        x = draw_dot(axes, y, float(row.value), role, series, hollow=not rank)
        write_value(figure, x + 8, y, text, role, series, anchor=stated is not None)
    return figure


def plot_dumbbell(
    table: pd.DataFrame, *, unit: str, size: Size, start_label: str, end_label: str
) -> Drawing:
    """Draw how far each row moved between two years, in the table's order.

    Args:
        table: Columns ``label``, ``role``, ``start``, ``end``; where one value is missing,
            the other stands alone.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        start_label: Name of the hollow dots, usually a year.
        end_label: Name of the full dots.

    Raises:
        ValueError: There is nothing to draw.
    """
    check_table(table, ("label", "role", "start", "end"), ["start", "end"])
    numbers = [*table["start"].astype(float), *table["end"].astype(float)]
    whole = is_whole(numbers)
    labels, left = label_column(table["label"], size, 0.0)
    keys = [Key("○", start_label, style.SOFT), Key("●", end_label, style.SOFT)]
    first, last = anchors_of(table, "start_anchor"), anchors_of(table, "end_anchor")
    befores = _said(table, "start", first, whole=whole)
    texts = [
        f"{before} ({start_label})" if isnan(end) else after
        for before, end, after in zip(
            befores, table["end"], _said(table, "end", last, whole=whole), strict=True
        )
    ]
    stated = [said for said, anchor in zip(befores, first, strict=True) if anchor is not None]
    figure, axes, ys = rows_figure(
        size, unit, [max(ROWS[size], text_height(label) + 4) for label in labels], left,
        widest([*texts, *stated], weight=style.BOLD) + 12, keys, axis_lines=1,
    )  # fmt: skip
    ticks = frame.value_scale(numbers, axes.box.width * 0.6, whole=whole)
    axes.x = Axis(min(ticks[0], *_present(numbers)), max(ticks[-1], *_present(numbers)))
    frame.draw_bottom_axis(axes, ticks, format_ticks(ticks), grid=True)
    drawn = zip(table.itertuples(), labels, texts, befores, first, last, ys, strict=True)
    for row, label, text, said, rests_on_start, rests_on_end, y in drawn:
        role, series = str(row.role), str(row.label)
        start, end = float(row.start), float(row.end)
        write_row_label(figure, 0, y, label, role, series)
        draw_stem(axes, y, start, end, role, series)
        before = draw_dot(axes, y, start, role, series, hollow=True)
        after = draw_dot(axes, y, end, role, series)
        alone = isnan(start) or isnan(end)
        x = _write_end_value(
            figure, left, before, after, y, text, role, series,
            anchor=(rests_on_end if after >= 0 else rests_on_start) is not None,
        )  # fmt: skip
        if rests_on_start is not None and not alone:
            _write_start_value(figure, left, before, after, y, said, role, series, end_value=x)
    return figure


def _said(
    table: pd.DataFrame, column: str, anchors: Sequence[str | None], *, whole: bool
) -> list[str]:
    """The values of a column as they are written; empty where one is missing."""
    flags = flags_of(table, f"{column}_flag")
    return [
        "" if isnan(value) else format_stated(float(value), own, stated, whole=whole)
        for value, own, stated in zip(table[column], flags, anchors, strict=True)
    ]


def plot_positions(
    table: pd.DataFrame, *, size: Size, first_label: str = "first", last_label: str = "last"
) -> Drawing:
    """Draw where an economy stands among all that are ranked, one strip for each indicator.

    A dot's place is the share of the other economies that rank below; alone in its ranking,
    an economy stands in the middle.

    Args:
        table: Columns ``label``, ``rank``, ``n``, ``role`` (``strength``, ``gap`` or
            ``neutral``), ``text`` (such as ``3 of 120``), in the order drawn.
        size: For a page or a phone.
        first_label: Name of the strip's right end.
        last_label: Name of the strip's left end.

    Raises:
        ValueError: There is nothing to draw, or a rank lies outside 1 to n.
    """
    check_table(table, ("label", "rank", "n", "role", "text"), ["rank", "n"])
    wrong = table[~table["rank"].between(1, table["n"])]
    if len(wrong):
        raise ValueError(
            f"ranks outside 1 to n: {wrong[['label', 'rank', 'n']].to_dict('records')}"
        )
    labels, left = label_column(table["label"], size, 0.0)
    texts = [
        with_flags(str(text), flags)
        for text, flags in zip(table["text"], flags_of(table), strict=True)
    ]
    figure, axes, ys = rows_figure(
        size, "Share of the other economies that rank below",
        [max(ROWS[size] + 3, text_height(label) + 6) for label in labels], left,
        widest(texts, weight=style.BOLD) + 14, axis_lines=2,
    )  # fmt: skip
    axes.x = Axis(0, 1)
    ends = ([0, 0.5, 1], [f"0%\n{last_label}", "50%", f"100%\n{first_label}"])
    frame.draw_bottom_axis(axes, *ends, grid=True)
    right = axes.box.right
    drawn = zip(table.itertuples(), labels, texts, anchors_of(table), ys, strict=True)
    for row, label, text, stated, y in drawn:
        role, series = str(row.role), str(row.label)
        share = position(int(row.rank), int(row.n))  # type: ignore[arg-type]
        write_row_label(figure, 0, y, label, "", series)
        draw_stem(axes, y, 0, 1, "", series)
        draw_dot(axes, y, share, role, series, hollow=role == "gap", large=True)
        frame.write(
            figure, right + 14, y, text, "value", role=role, series=series,
            colour=style.text_colour(role), weight=style.BOLD, va="center",
            anchor=stated is not None,
        )  # fmt: skip
    return figure


def position(rank: int, n: int) -> float:
    """The share of the other economies that rank below; a half where there are none."""
    return (n - rank) / (n - 1) if n > 1 else 0.5


def _skipped(places: Sequence[int], ranked: Sequence[bool]) -> list[bool]:
    """Whether ranks are left out before each row; economies may share a rank, or have none."""
    skipped, before = [], [0]
    for place, has in zip(places, ranked, strict=True):
        skipped.append(has and before[-1] > 0 and place > before[-1] + before.count(before[-1]))
        before += [place] if has else []
    return skipped


def label_column(
    labels: Sequence[str] | pd.Series[str], size: Size, before: float
) -> tuple[list[str], float]:
    """Row labels, wrapped, and where the column ends."""
    limit = style.WIDTHS[size] * frame.LABEL_SHARE
    wrapped = [wrap(str(label), limit, weight=style.BOLD) for label in labels]
    return wrapped, before + widest(wrapped, weight=style.BOLD) + 2 * frame.GAP


def rows_figure(
    size: Size,
    unit: str,
    heights: Sequence[float],
    left: float,
    right: float,
    keys: Sequence[Key] = (),
    *,
    axis_lines: int = 0,
) -> tuple[Drawing, Plot, list[float]]:
    """A figure with rows of given heights, and the middle of each row from the bottom.

    The axes' vertical places are points from the figure's bottom, like the labels'.
    """
    header = frame.header_height(unit, size, keys)
    bottom = axis_lines * SMALL_SIZE * style.LINE_HEIGHT + AXIS_PAD if axis_lines else 2.0
    figure, area = frame.new_figure(size, header + sum(heights) + bottom)
    area = frame.draw_header(figure, area, unit, keys)
    box = Box(left, bottom, area.right - right, bottom + sum(heights))
    axes = figure.add_plot(box)
    axes.y = Axis(box.bottom, box.top)
    middles, top = [], box.top
    for height in heights:
        middles.append(top - height / 2)
        top -= height
    return figure, axes, middles


def _present(values: Sequence[float]) -> list[float]:
    return [value for value in values if not isnan(value)]


def draw_zero(axes: Plot) -> None:
    """Draw the line from which rows are measured."""
    ends = (axes.y.start, axes.y.end)
    axes.line("axis", (0, 0), ends, colour=style.AXIS, width=1.0, order=1)


def _draw_skip(figure: Drawing, x: float, y: float) -> None:
    for step in (-3.5, 0, 3.5):
        frame.write(figure, x, y + step, "·", "note", colour=style.SOFT, ha="center")


def write_row_label(figure: Drawing, x: float, y: float, text: str, role: str, series: str) -> None:
    """Write the name of a row before it."""
    colour = style.text_colour(role) if role == "focus" else style.INK
    frame.write(
        figure, x, y, text, "label", role=role, series=series, colour=colour,
        weight=style.weight(role), va="center",
    )  # fmt: skip


def _write_end_value(
    figure: Drawing, left: float, before: float, after: float, y: float, text: str, role: str,
    series: str, *, anchor: bool,
) -> float:  # fmt: skip
    """Write the last value beside its dot, on the side that the stem leaves free; return where.

    ``after`` is negative where there is no last value. A number never touches the axis, of
    which it would seem a part.
    """
    room = text_width(text, weight=style.weight(role)) + 8
    falls = after < before
    if after < 0 or (falls and after - room < left + frame.GAP):
        x = before + 8
    else:
        x = after - room if falls else after + 8
    write_value(figure, x, y, text, role, series, anchor=anchor)
    return x


def _write_start_value(
    figure: Drawing, left: float, before: float, after: float, y: float, text: str, role: str,
    series: str, *, end_value: float,
) -> None:  # fmt: skip
    """Write the first value, which the headline rests on, on its dot's free side.

    Where there is no room, as beside the axis, it stands after the last value, which an arrow
    leads to.
    """
    room = text_width(text, weight=style.weight(role)) + 8
    if before <= after and before - room >= left + frame.GAP:
        write_value(figure, before - room, y, text, role, series, anchor=True)
    elif after < before and end_value < after:
        write_value(figure, before + 8, y, text, role, series, anchor=True)
    else:
        _write_between(figure, before, after, y, text, role, series)


def _write_between(
    figure: Drawing, before: float, after: float, y: float, text: str, role: str, series: str
) -> None:
    """Write a value above its stem, small, where neither side of it is free."""
    frame.write(
        figure, before, y + 4, text, "value", role=role, series=series, size=SMALL_SIZE,
        colour=style.text_colour(role), va="bottom", ha="left" if before <= after else "right",
        anchor=True,
    )  # fmt: skip


def write_value(
    figure: Drawing, x: float, y: float, text: str, role: str, series: str, *, anchor: bool = False
) -> None:
    """Write a value beside its dot."""
    frame.write(
        figure, x, y, text, "value", role=role, series=series, colour=style.text_colour(role),
        weight=style.weight(role), va="center", anchor=anchor,
    )  # fmt: skip


def draw_stem(axes: Plot, y: float, start: float, end: float, role: str, series: str) -> None:
    """Draw the line between two dots of a row; nothing where one is missing."""
    if isnan(start) or isnan(end):
        return
    axes.line(
        "range", (start, end), (y, y), colour=style.colour(role) if role else style.GRID,
        width=style.line_width(role) if role else 3.0, role=role, series=series, order=2,
    )  # fmt: skip


def draw_dot(
    axes: Plot,
    y: float,
    value: float,
    role: str,
    series: str,
    *,
    hollow: bool = False,
    large: bool = False,
    at: str = "",
) -> float:
    """Draw a dot and return where it stands; nothing where the value is missing."""
    if isnan(value):
        return -1.0
    ink = style.colour(role)
    axes.dots(
        [value], [y], size=9 if large else 7, colour=ink, fill=style.PAPER if hollow else ink,
        edge_width=1.6, role=role, series=series, at=at, order=4,
    )  # fmt: skip
    return axes.place(value, y)[0]
