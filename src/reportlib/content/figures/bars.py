"""Bars over a few years, or across categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Area, Axis, Box, Drawing, Place, Plot
from reportlib.content.figures.frame import TICK_BAND, Key
from reportlib.content.figures.rings import Ring, draw_rings
from reportlib.content.figures.scales import (
    format_marked,
    format_stated,
    format_ticks,
    is_whole,
)
from reportlib.content.figures.shapes import Size, anchors_of, check_table, flags_of
from reportlib.content.figures.style import SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_height, text_width, widest, wrap

COLUMNS = ("category", "series", "label", "role", "value")
HEIGHTS: dict[Size, float] = {"wide": 236.0, "narrow": 270.0}
BARS: dict[Size, float] = {"wide": 13.5, "narrow": 15.0}  # thickness of horizontal bars
SLOT_SPACES: dict[Size, float] = {"wide": 7.0, "narrow": 9.0}
FILL = 0.74  # of a slot's width, for vertical bars
ABSENT = "n/a"
PARTIAL = "part n/a"


def plot_bars(table: pd.DataFrame, *, unit: str, size: Size, stacked: bool = False) -> Drawing:
    """Draw bars from zero: upright over years, lying across other categories.

    Args:
        table: Columns ``category`` (a year, or a name), ``series`` (a code), ``label`` (the
            series' name), ``role``, ``value``. Categories and series stand in the order of
            their first rows, years by time; a missing year leaves its slot
            empty, a missing value is written as such.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        stacked: Put the series of a category end to end, not side by side.

    Raises:
        ValueError: There is nothing to draw, a series has two values in one category, or a
            negative value is to be stacked.
    """
    check_table(table, COLUMNS, ["value"])
    if table.duplicated(["category", "series"]).any():
        raise ValueError("a series has two values in one category")
    if stacked and (table["value"].astype(float) < 0).any():
        raise ValueError("negative values cannot be stacked")
    table = complete(table)
    if table["category"].map(_is_year).all():
        return _plot_upright(table.sort_values("category", kind="stable"), unit, size, stacked)
    return _plot_lying(table, unit, size, stacked)


def complete(table: pd.DataFrame) -> pd.DataFrame:
    """A row for every series in every category; what the table lacks is missing."""
    series = table.drop_duplicates("series")[["series", "label", "role"]]
    rows = table[["category"]].drop_duplicates().merge(series, how="cross")
    values = table[["category", "series", "value"]].assign(
        flag=flags_of(table), anchor=pd.Series(anchors_of(table), index=table.index, dtype=object)
    )
    return rows.merge(values, how="left", on=["category", "series"]).fillna({"flag": ""})


def _is_year(category: object) -> bool:
    text = str(category)
    return len(text) == 4 and text.isdigit()


def _keys(table: pd.DataFrame) -> list[Key]:
    series = table.drop_duplicates("series")
    if len(series) < 2:
        return []
    return [Key("■", str(r.label), style.colour(str(r.role))) for r in series.itertuples()]


def _totals(table: pd.DataFrame, *, stacked: bool) -> list[float]:
    """Where the bars end, for the scale."""
    if not stacked:
        return [float(value) for value in table["value"]]
    return [float(v) for v in table.groupby("category", sort=False)["value"].sum(min_count=1)]


def _plot_upright(table: pd.DataFrame, unit: str, size: Size, stacked: bool) -> Drawing:
    figure, area = frame.new_figure(size, HEIGHTS[size])
    area = frame.draw_header(figure, area, unit, _keys(table))
    years = [int(category) for category in table["category"]]
    ends = _totals(table, stacked=stacked)
    ticks = frame.value_scale(ends, area.height - TICK_BAND, whole=is_whole(ends))
    labels, left = frame.tick_column(ticks)
    span = max(years) - min(years) + 1
    right = area.right - _overhang(table, area.right - left, span)
    top = area.top - TEXT_SIZE * style.LINE_HEIGHT
    axes = figure.add_plot(Box(left, TICK_BAND, right, top))
    axes.y = Axis(min(ticks[0], *_present(ends)), max(ticks[-1], *_present(ends)))
    axes.x = Axis(min(years) - 0.5, max(years) + 0.5)
    frame.draw_value_axis(axes, ticks, labels)
    frame.draw_years(axes, min(years), max(years))
    for year, rows in table.groupby("category", sort=False):
        if stacked:
            _draw_pile(figure, axes, int(str(year)), rows)
        else:
            _draw_neighbours(figure, axes, int(str(year)), rows)
    present = table.dropna(subset=["value"])
    drawn = pd.concat([rows for _, rows in present.groupby("category", sort=False)])
    tops: Sequence[_Top] = _tops(axes, drawn, whole=is_whole(ends))
    if not stacked:
        tops = _write_tops(figure, axes, tops, last_only=table["series"].nunique() == 1)
    _write_anchored(figure, axes, tops)
    return figure


@dataclass(frozen=True)
class _Top:
    """A bar, its value as it is written, and whether the headline rests on it."""

    bar: Area
    text: str
    anchor: bool


def _tops(axes: Plot, drawn: pd.DataFrame, *, whole: bool) -> list[_Top]:
    """The bars with the values of the rows that they were drawn of, in their order."""
    bars = [mark for mark in axes.marks if isinstance(mark, Area)]
    told = zip(bars, flags_of(drawn), anchors_of(drawn), strict=True)
    return [
        _Top(bar, format_stated(bar.height, flags, stated, whole=whole), stated is not None)
        for bar, flags, stated in told
    ]


def _write_anchored(figure: Drawing, axes: Plot, tops: Sequence[_Top]) -> None:
    """Write the values that the headline rests on, and that stand above no bar, near theirs."""
    rings = [
        Ring(
            *axes.place(top.bar.x + top.bar.width / 2, top.bar.y + top.bar.height),
            top.text, top.bar.role, top.bar.series, ringed=False,
        )
        for top in tops
        if top.anchor
    ]  # fmt: skip
    draw_rings(figure, rings, Box(axes.box.left, axes.box.bottom, figure.width, figure.height))


def _overhang(table: pd.DataFrame, width: float, span: int) -> float:
    """How far what is written over and under the last bar may reach beyond its slot."""
    whole = is_whole(table["value"].astype(float))
    last = table[table["category"] == table["category"].iloc[-1]].dropna(subset=["value"])
    texts = [str(table["category"].iloc[-1])]
    if table["series"].nunique() == 1:
        told = zip(last["value"], flags_of(last), anchors_of(last), strict=True)
        texts += [format_stated(float(one), flags, said, whole=whole) for one, flags, said in told]
    half = widest(texts, SMALL_SIZE, style.BOLD) / 2
    return max(0.0, half - (width - half) / span / 2)


def _bars(rows: pd.DataFrame) -> Iterator[tuple[float, str, str]]:
    """Value, role and series of each row; a missing value is not a number."""
    columns = (rows["value"].astype(float), rows["role"].astype(str), rows["series"].astype(str))
    return zip(*columns, strict=True)


def _draw_pile(figure: Drawing, axes: Plot, year: int, rows: pd.DataFrame) -> None:
    """Draw one year's bars on top of each other."""
    top = 0.0
    for value, role, series in _bars(rows.dropna(subset=["value"])):
        corner = (year - FILL / 2, top)
        _add_bar(axes, corner, FILL, value, role, series, parted=top > 0, at=str(year))
        top += value
    if rows["value"].isna().any():
        text = ABSENT if rows["value"].isna().all() else PARTIAL.replace(" ", "\n")
        _write_note(figure, *axes.place(year, top), text, "center")


def _draw_neighbours(figure: Drawing, axes: Plot, year: int, rows: pd.DataFrame) -> None:
    """Draw one year's bars side by side."""
    width = FILL / len(rows)
    for number, (value, role, series) in enumerate(_bars(rows)):
        left = year - FILL / 2 + number * width
        if isnan(value):
            _write_note(figure, *axes.place(left + width / 2, 0), ABSENT, "center")
        else:
            _add_bar(axes, (left, 0), width, value, role, series, parted=False, at=str(year))


def _write_tops(
    figure: Drawing, axes: Plot, tops: Sequence[_Top], *, last_only: bool
) -> Sequence[_Top]:
    """Write the values above the bars where all fit, else above the last bar or none.

    Return the bars whose values are not written.
    """
    slot = axes.place(tops[0].bar.width, 0)[0] - axes.place(0, 0)[0]
    fit = widest([top.text for top in tops], SMALL_SIZE) <= slot / FILL
    written = tops if fit else tops[-1:] if last_only else []
    for top in written:
        height = top.bar.height
        over = height if fit else _above(axes, top, tops)
        x, y = axes.place(top.bar.x + top.bar.width / 2, over)
        va: Literal["top", "bottom"] = "top" if height < 0 else "bottom"
        y += -3 if height < 0 else 3
        frame.write(
            figure, x, y, top.text, "value", size=SMALL_SIZE, ha="center", va=va,
            weight=style.BOLD if top.anchor else 400, anchor=top.anchor,
        )  # fmt: skip
    return tops[: len(tops) - len(written)]


def _above(axes: Plot, own: _Top, tops: Sequence[_Top]) -> float:
    """Above what the value of a bar stands: the bar, and the neighbours that it reaches over."""
    bar = own.bar
    slot = axes.place(1, 0)[0] - axes.place(0, 0)[0]
    reach = text_width(own.text, SMALL_SIZE, style.BOLD) / 2 / slot
    middle = bar.x + bar.width / 2
    beside = [
        other.bar.height
        for other in tops
        if other.bar.x < middle + reach and middle - reach < other.bar.x + other.bar.width
    ]
    return max(beside) if bar.height >= 0 else bar.height


def _plot_lying(table: pd.DataFrame, unit: str, size: Size, stacked: bool) -> Drawing:
    categories = list(dict.fromkeys(table["category"]))
    names = list(dict.fromkeys(table["series"]))
    keys = _keys(table)
    limit = style.WIDTHS[size] * frame.LABEL_SHARE
    texts = [wrap(str(category), limit) for category in categories]
    bars = 1 if stacked else len(names)
    slots = [max(bars * BARS[size], text_height(text)) + SLOT_SPACES[size] for text in texts]
    header = frame.header_height(unit, size, keys)
    figure, area = frame.new_figure(size, header + sum(slots) + TICK_BAND)
    area = frame.draw_header(figure, area, unit, keys)
    ends = _totals(table, stacked=stacked)
    whole = is_whole(ends)
    widest_flags = max(flags_of(table), key=len)
    values = [format_marked(value, widest_flags, whole=whole) for value in _present(ends)]
    values += [stated for stated in anchors_of(table) if stated]
    right = area.right - widest(values, weight=style.BOLD) - 10
    box = Box(widest(texts) + 2 * frame.GAP, TICK_BAND, right, TICK_BAND + sum(slots))
    axes = figure.add_plot(box)
    ticks = frame.value_scale(ends, box.width * 0.6, whole=whole)
    axes.x = Axis(min(ticks[0], *_present(ends)), max(ticks[-1], *_present(ends)))
    axes.y = Axis(box.bottom, box.top)
    frame.draw_bottom_axis(axes, ticks, format_ticks(ticks), grid=True)
    top = box.top
    for category, text, slot in zip(categories, texts, slots, strict=True):
        middle = top - slot / 2
        frame.write(figure, 0, middle, text, "label", va="center")
        rows = table[table["category"] == category]
        _draw_slot(figure, axes, rows, names, middle, BARS[size], stacked=stacked, whole=whole)
        top -= slot
    return figure


def _draw_slot(
    figure: Drawing,
    axes: Plot,
    rows: pd.DataFrame,
    names: Sequence[str],
    middle: float,
    thickness: float,
    *,
    stacked: bool,
    whole: bool,
) -> None:
    """Draw the bars of one category around its middle, and write their values."""
    base = 0.0
    told = zip(_bars(rows), flags_of(rows), anchors_of(rows), strict=True)
    for (value, role, series), flags, stated in told:
        above = 0.0 if stacked else (len(names) - 1) / 2 - names.index(series)
        y = middle + above * thickness
        if isnan(value):
            if not stacked:
                _write_note(figure, axes.place(0, y)[0] + 4, y, ABSENT, "left")
            continue
        corner = (base, y - thickness / 2 + 0.5)
        parted = axes.place(base, y)[0] > axes.place(0, y)[0] + 1
        at = str(rows["category"].iloc[0])
        _add_bar(axes, corner, value, thickness - 1, role, series, parted=parted, at=at)
        text = format_stated(value, flags, stated, whole=whole)
        if stacked:
            _write_inside(figure, axes, base, value, y, text)
            base += value
        else:
            x = axes.place(max(value, 0.0), y)[0] + 5
            frame.write(
                figure, x, y, text, "value", role=role, colour=style.INK, va="center",
                weight=400 if stated is None else style.BOLD, anchor=stated is not None,
            )  # fmt: skip
    if stacked:
        _write_total(figure, axes, rows, base, middle, whole=whole)


def _write_total(
    figure: Drawing, axes: Plot, rows: pd.DataFrame, total: float, y: float, *, whole: bool
) -> None:
    """Write a category's sum, or that a part of it is missing."""
    values = rows["value"].astype(float)
    if values.isna().all():
        _write_note(figure, axes.place(0, y)[0] + 4, y, ABSENT, "left")
    else:
        x = axes.place(total, y)[0] + 5
        flags = "".join(sorted(set("".join(flags_of(rows)))))
        text = PARTIAL if values.isna().any() else format_marked(total, flags, whole=whole)
        frame.write(figure, x, y, text, "value")


def _write_inside(
    figure: Drawing, axes: Plot, base: float, value: float, y: float, text: str
) -> None:
    """Write a value on its part of a bar where it fits."""
    start, end = axes.place(base, y)[0], axes.place(base + value, y)[0]
    if text_width(text, SMALL_SIZE) + 8 <= end - start:
        frame.write(
            figure, (start + end) / 2, y, text, "value", colour=style.PAPER, size=SMALL_SIZE,
            ha="center", va="center",
        )  # fmt: skip


def _write_note(
    figure: Drawing, x: float, y: float, text: str, ha: Literal["left", "center"]
) -> None:
    """Say that a value is missing, where a reader might take an empty slot for zero."""
    va: Literal["bottom", "center"] = "bottom" if ha == "center" else "center"
    y += 3 if ha == "center" else 0
    frame.write(figure, x, y, text, "note", colour=style.SOFT, size=SMALL_SIZE, ha=ha, va=va)


def _add_bar(
    axes: Plot, corner: Place, width: float, height: float, role: str, series: str, *,
    parted: bool, at: str,
) -> None:  # fmt: skip
    """Add a bar; a thin edge parts it from what it is piled on."""
    axes.area(
        "bar", *corner, width, height, fill=style.colour(role), role=role, series=series, at=at,
        edge=style.PAPER, edge_width=0.6 if parted else 0, order=style.order(role),
    )  # fmt: skip


def _present(values: Sequence[float]) -> list[float]:
    return [value for value in values if not isnan(value)]
