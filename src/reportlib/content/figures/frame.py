"""What stands around the marks: header, axes, labels and notes.

Places are in points from the figure's bottom left corner unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, Transform

from reportlib.content.figures import style
from reportlib.content.figures.scales import format_ticks, number_ticks, year_ticks
from reportlib.content.figures.shapes import Break, Size
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.svg import Part, tag
from reportlib.content.figures.text import spread, text_height, text_width, widest, wrap

GAP = 6.0
ASCENT, CAPITALS, DESCENT = 0.78, 0.66, 0.22  # of the text size
TICK_BAND = 20.0  # room for a line of tick labels below the axes
CLEAR, LEADER_GAP = 4.0, 9.0  # from a mark to its leader: beside the axes, and within them
LEADER_DOTS = (0, (1.4, 2.8))  # wider apart than those of a break
LABEL_SHARE = 0.34  # of the figure's width, at most, for a column of labels


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


@dataclass(frozen=True)
class Key:
    """An entry of the key: a symbol and what it stands for, in the symbol's colour."""

    symbol: str
    text: str
    colour: str


@dataclass(frozen=True)
class EndLabel:
    """A label beside the mark at ``x``, ``y`` (in data)."""

    text: str
    role: str
    series: str
    x: float
    y: float


def points(figure: Figure) -> Transform:
    """The transform of places in points, at whatever resolution the figure is saved."""
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans


def new_figure(size: Size, height: float) -> tuple[Figure, Box]:
    """An empty figure of the size's width, and its whole area."""
    width = style.WIDTHS[size]
    figure = Figure(figsize=(width / 72, height / 72), layout=None)
    figure.patch.set_visible(False)
    return figure, Box(0, 0, width, height)


def add_axes(figure: Figure, box: Box) -> Axes:
    """Axes without any frame, filling a box."""
    width, height = figure.get_size_inches() * 72
    bounds = (box.left / width, box.bottom / height, box.width / width, box.height / height)
    axes = figure.add_axes(bounds)
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=5)
    return axes


def write(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    kind: Part,
    *,
    role: str = "",
    series: str = "",
    colour: str = style.INK,
    size: float = TEXT_SIZE,
    weight: int = 400,
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["top", "center", "bottom"] = "center",
) -> None:
    """Put a text at a place.

    Lines of text stand on their baselines, so that neighbours agree whatever their letters.
    """
    artist = figure.text(
        x, _baseline(y, text, size, va), text, transform=points(figure), color=colour,
        fontsize=size, fontweight=weight, ha=ha, va="baseline",
    )  # fmt: skip
    tag(artist, kind, role, series)


def _baseline(y: float, text: str, size: float, va: str) -> float:
    """Where the last line of a text stands."""
    lines = text.count("\n") * size * LINE_HEIGHT
    if va == "top":
        return y - ASCENT * size - lines
    if va == "bottom":
        return y + DESCENT * size
    return y - CAPITALS / 2 * size - lines / 2


def write_label(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    role: str,
    series: str = "",
    ha: Literal["left", "right"] = "left",
) -> None:
    """Put the name of a mark at a place, in the mark's colour."""
    write(
        figure, x, y, text, "label", role=role, series=series,
        colour=style.text_colour(role), weight=style.weight(role), ha=ha,
    )  # fmt: skip


def draw_header(figure: Figure, area: Box, unit: str, keys: Sequence[Key] = ()) -> Box:
    """Write the unit and the key above a figure; return the area left below them."""
    text = wrap(unit, area.width)
    write(figure, area.left, area.top, text, "unit", colour=style.SOFT, va="top")
    top = area.top - text_height(text) - GAP
    if keys:
        top = _draw_keys(figure, Box(area.left, area.bottom, area.right, top), keys) - GAP
    return Box(area.left, area.bottom, area.right, top)


def header_height(unit: str, size: Size, keys: Sequence[Key] = ()) -> float:
    """The height that a header needs, for figures whose height follows their rows."""
    width = style.WIDTHS[size]
    height = text_height(wrap(unit, width)) + GAP
    if not keys:
        return height
    return height + GAP + sum(_line_height(line, width) for line in _key_lines(keys, width))


def _key_lines(keys: Sequence[Key], width: float) -> list[list[Key]]:
    """The key's entries, in as many lines as they need."""
    lines: list[list[Key]] = [[]]
    used = 0.0
    for key in keys:
        needed = text_width(_key_text(key, width)) + 2 * GAP
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += needed
    return lines


def _key_text(key: Key, width: float) -> str:
    return wrap(f"{key.symbol} {key.text}", width)


def _line_height(line: Sequence[Key], width: float) -> float:
    return max(text_height(_key_text(key, width)) for key in line)


def _draw_keys(figure: Figure, area: Box, keys: Sequence[Key]) -> float:
    """Write the key from left to right; return where it ends."""
    y = area.top
    for line in _key_lines(keys, area.width):
        x = area.left
        for key in line:
            text = _key_text(key, area.width)
            write(figure, x, y, text, "key", colour=key.colour, va="top")
            x += text_width(text) + 2 * GAP
        y -= _line_height(line, area.width)
    return y


@dataclass(frozen=True)
class _Note:
    """The text of a break: where its line stands, and the row and middle of its text."""

    x: float
    text: str
    row: int
    centre: float


def draw_breaks(figure: Figure, area: Box, plot: Axes, breaks: Iterable[Break]) -> None:
    """Mark changes of definition by dotted lines with their texts in ``area`` above the axes."""
    texts = {(b.year, b.text) for b in breaks}
    notes = _break_notes(area, {one: place(plot, one[0] - 0.5, 0)[0] for one in texts})
    row_height = _row_height(notes)
    for note in notes:
        y = area.bottom + note.row * row_height
        line = Line2D(
            [note.x, note.x], [plot_bottom(plot), y], transform=points(figure), color=style.BREAK,
            linewidth=1.0, linestyle=(0, (1, 2.2)), solid_capstyle="butt",
        )  # fmt: skip
        tag(line, "break")
        figure.add_artist(line)
        if note.text:
            write(
                figure, note.centre, y + 2, note.text, "break", colour=style.BREAK,
                size=SMALL_SIZE, ha="center", va="bottom",
            )  # fmt: skip


def break_band(area: Box, right: float, years: tuple[int, int], breaks: Iterable[Break]) -> float:
    """The height that the texts of the breaks need above axes from ``area.left`` to ``right``."""
    scale = (right - area.left) / max(1, years[1] - years[0])
    texts = {(b.year, b.text) for b in breaks if b.text}
    notes = _break_notes(
        area, {one: area.left + (one[0] - 0.5 - years[0]) * scale for one in texts}
    )
    rows = 1 + max((note.row for note in notes), default=-1)
    return rows * _row_height(notes) + (GAP if notes else 0)


def _break_notes(area: Box, places: Mapping[tuple[int, str], float]) -> list[_Note]:
    """The texts of breaks, given by year and text, in rows where they hide no other."""
    occupied: list[list[tuple[float, float]]] = []
    notes = []
    for (_, text), x in sorted(places.items()):
        lines = wrap(text, min(150.0, area.width / 2), SMALL_SIZE)
        half = text_width(lines, SMALL_SIZE) / 2
        centre = min(max(x, area.left + half), area.right - half)
        row = _free_row(occupied, centre - half - GAP, centre + half + GAP) if lines else 0
        notes.append(_Note(x, lines, row, centre))
    return notes


def _row_height(notes: Iterable[_Note]) -> float:
    lines = max((note.text.count("\n") + 1 for note in notes), default=0)
    return lines * SMALL_SIZE * LINE_HEIGHT


def _free_row(occupied: list[list[tuple[float, float]]], left: float, right: float) -> int:
    """The first row where nothing stands between two places; takes the place."""
    for number, row in enumerate(occupied):
        if all(right <= start or end <= left for start, end in row):
            row.append((left, right))
            return number
    occupied.append([(left, right)])
    return len(occupied) - 1


def place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point of the data stands, in points; the axes' limits must be final."""
    inches = axes.figure.dpi_scale_trans.inverted()
    across, up = inches.transform(axes.transData.transform((x, y))) * 72
    return float(across), float(up)


def plot_bottom(axes: Axes) -> float:
    """Where the axes end below."""
    height = float(axes.get_figure(root=True).get_size_inches()[1]) * 72  # type: ignore[union-attr]
    return float(axes.get_position().y0) * height


def draw_value_axis(axes: Axes, ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Horizontal grid lines with their values on the left; the zero line is darker."""
    axes.set_yticks(ticks, labels)
    axes.grid(axis="y")
    _tag_ticks(axes.yaxis.get_major_ticks(), ticks)


def draw_bottom_axis(
    axes: Axes, ticks: Sequence[float], labels: Sequence[str], *, grid: bool = False
) -> None:
    """Labels below the axes, and vertical grid lines where asked."""
    axes.set_xticks(ticks, labels)
    if grid:
        axes.grid(axis="x")
    _tag_ticks(axes.xaxis.get_major_ticks(), ticks if grid else [np.nan] * len(ticks))


def _tag_ticks(marks: Sequence[Any], ticks: Sequence[float]) -> None:
    for mark, tick in zip(marks, ticks, strict=True):
        tag(mark.label1, "tick")
        mark.gridline.set_clip_on(False)
        tag(mark.gridline, "axis" if tick == 0 else "grid")
        if tick == 0:
            mark.gridline.set(color=style.AXIS, linewidth=1.0)


def draw_years(axes: Axes, first: int, last: int, surveyed: Collection[int] = ()) -> None:
    """Label the first and last year and round years between, or the years of surveys."""
    count = max(1, int(axes.get_window_extent().width // 42))
    few = 0 < len(surveyed) <= count
    years = sorted(surveyed) if few else year_ticks(first, last, count=count)
    draw_bottom_axis(axes, years, [str(year) for year in years])


def value_scale(values: Iterable[float], height: float, *, whole: bool) -> list[float]:
    """Ticks for values on an axis that starts at zero, or below where values are negative."""
    present = [value for value in values if not np.isnan(value)]
    low, high = min(0.0, *present), max(0.0, *present)
    count = max(2, min(6, int(height // 42)))
    return number_ticks(low, high if high > low else low + 1, count=count, whole=whole)


def label_column(labels: Iterable[str], area: Box) -> float:
    """The width of a column of labels, wrapped to a share of the figure."""
    limit = area.width * LABEL_SHARE
    return widest([wrap(label, limit, weight=style.BOLD) for label in labels], weight=style.BOLD)


def draw_end_labels(
    figure: Figure, axes: Axes, area: Box, labels: Sequence[EndLabel], *, left: bool = False
) -> None:
    """Name marks beside the axes, moved apart where they would overlap.

    A dotted leader joins a label that was moved, or whose mark ends inside the axes.
    """
    edge = place(axes, axes.get_xlim()[0 if left else 1], 0)[0]
    limit = (edge - area.left if left else area.right - edge) - GAP - 6
    texts = [wrap(label.text, limit, weight=style.weight(label.role)) for label in labels]
    spots = [place(axes, label.x, label.y) for label in labels]
    heights = [text_height(text) for text in texts]
    centres = spread([y for _, y in spots], heights, area.bottom, area.top)
    for label, text, spot, centre in zip(labels, texts, spots, centres, strict=True):
        away = -1 if left else 1
        anchor = edge + away * (GAP + 6)
        write_label(
            figure, anchor, centre, text, label.role, label.series, "right" if left else "left"
        )
        if abs(centre - spot[1]) > 2 or abs(edge - spot[0]) > GAP:
            _draw_leader(figure, spot, (anchor - away * 2, centre), label, away)


def _draw_leader(
    figure: Figure, start: tuple[float, float], end: tuple[float, float], label: EndLabel, away: int
) -> None:
    """Draw dots from a gap after the mark, so that a level stretch is not taken for data."""
    bend = max(CLEAR, away * (end[0] - start[0]) - 8)
    x = [start[0] + away * one for one in (min(LEADER_GAP, bend), bend)]
    line = Line2D(
        [*x, end[0]], [start[1], start[1], end[1]], transform=points(figure), color=style.AXIS,
        linewidth=0.7, linestyle=LEADER_DOTS, dash_capstyle="butt",
    )  # fmt: skip
    tag(line, "leader", label.role, label.series)
    figure.add_artist(line)


def tick_column(ticks: Sequence[float]) -> tuple[list[str], float]:
    """Labels of a value axis, and the room they need on its left."""
    labels = format_ticks(ticks)
    return labels, widest(labels, SMALL_SIZE) + GAP
