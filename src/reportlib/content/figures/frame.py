"""What stands around the marks: header, axes, labels and notes.

Places are in points from the figure's bottom left corner unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

from reportlib.content.figures import style
from reportlib.content.figures.canvas import (
    GRID_ORDER,
    TEXT_ORDER,
    Align,
    Box,
    Drawing,
    Part,
    Place,
    Plot,
    Text,
)
from reportlib.content.figures.scales import format_ticks, number_ticks, year_ticks
from reportlib.content.figures.shapes import Break, Size
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import spread, text_height, text_width, widest, wrap

GAP = 6.0
ASCENT, CAPITALS, DESCENT = 0.78, 0.66, 0.22  # of the text size
TICK_BAND = 20.0  # room for a line of tick labels below the axes
CLEAR, LEADER_GAP = 4.0, 9.0  # from a mark to its leader: beside the axes, and within them
BREAK_DASHES = (1, 2.2)
BREAK_FOOT = 5.0  # of the line of a break that concerns some series: how far it enters the axes
BREAK_REACH = 5.0  # how far a break's tick reaches over the values around it
LEADER_DOTS = (1.4, 2.8)  # wider apart than those of a break
TICK_GAP = 5.0  # from the axes to the labels of ticks
TICK_ASCENT, TICK_MIDDLE = 1.0, 0.337  # of their size, above their baseline: top and middle
LABEL_SHARE = 0.34  # of the figure's width, at most, for a column of labels


@dataclass(frozen=True)
class Key:
    """An entry of the key: a symbol and what it stands for, in the symbol's colour."""

    symbol: str
    text: str
    colour: str


@dataclass(frozen=True)
class EndLabel:
    """A label beside the mark at ``x``, ``y`` (in data).

    ``tone`` is the role of its colour, where that is another; an ``anchor`` prints a value that
    the headline rests on.
    """

    text: str
    role: str
    series: str
    x: float
    y: float
    tone: str = ""
    anchor: bool = False


def new_figure(size: Size, height: float) -> tuple[Drawing, Box]:
    """An empty figure of the size's width, and its whole area."""
    figure = Drawing(style.WIDTHS[size], height)
    return figure, figure.box


def write(
    figure: Drawing,
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
    ha: Align = "left",
    va: Literal["top", "center", "bottom"] = "center",
    target: str = "",
    anchor: bool = False,
    at: str = "",
    halo: bool = False,
) -> None:
    """Put a text at a place, and let it lead to the exhibit that ``target`` labels.

    Lines of text stand on their baselines, so that neighbours agree whatever their letters.
    """
    figure.add(
        Text(
            kind=kind, role=role, series=series, order=TEXT_ORDER, x=x,
            y=_baseline(y, text, size, va), text=text, colour=colour, size=size, weight=weight,
            ha=ha, target=target, anchor=anchor, at=at, halo=halo,
        )
    )  # fmt: skip


def _baseline(y: float, text: str, size: float, va: str) -> float:
    """Where the last line of a text stands."""
    lines = text.count("\n") * size * LINE_HEIGHT
    if va == "top":
        return y - ASCENT * size - lines
    if va == "bottom":
        return y + DESCENT * size
    return y - CAPITALS / 2 * size - lines / 2


def write_label(
    figure: Drawing,
    x: float,
    y: float,
    text: str,
    role: str,
    series: str = "",
    ha: Literal["left", "right"] = "left",
    *,
    tone: str = "",
    anchor: bool = False,
) -> None:
    """Put the name of a mark at a place, in the mark's colour, or in that of another role."""
    write(
        figure, x, y, text, "label", role=role, series=series, anchor=anchor,
        colour=style.text_colour(tone or role), weight=style.weight(role), ha=ha,
    )  # fmt: skip


def draw_header(figure: Drawing, area: Box, unit: str, keys: Sequence[Key] = ()) -> Box:
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


def _draw_keys(figure: Drawing, area: Box, keys: Sequence[Key]) -> float:
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
class BreakText:
    """What is written of breaks in one year, in which colour; ``across`` where all lines break."""

    year: int
    text: str
    colour: str
    across: bool


def told_breaks(
    breaks: Iterable[Break], drawn: Mapping[str, tuple[str, str]]
) -> tuple[BreakText, ...]:
    """The breaks by year and text; those of some of the series drawn name them.

    Args:
        drawn: Of each series its name and the colour of its texts.
    """
    found: dict[tuple[int, str], dict[str, None]] = {}
    for one in breaks:
        concerned = [name for name in drawn if one.concerns(name)]
        found.setdefault((one.year, one.text), {}).update(dict.fromkeys(concerned))
    told = []
    for (year, text), series in sorted(found.items()):
        names = ", ".join(drawn[name][0] for name in series)
        colours = {drawn[name][1] for name in series}
        across = len(series) == len(drawn)
        colour = colours.pop() if len(colours) == 1 and not across else style.BREAK
        words = text if across else f"{names}: {text or 'break'}"
        told += [BreakText(year, words, colour, across)] if series else []
    return tuple(told)


@dataclass(frozen=True)
class _Note:
    """The text of a break: where its line stands, and the row and middle of its text."""

    found: BreakText
    x: float
    text: str
    row: int
    centre: float


def draw_breaks(figure: Drawing, area: Box, plot: Plot, breaks: Sequence[BreakText]) -> None:
    """Mark changes of definition by dotted lines, with their texts in ``area`` above the axes.

    The line of one that concerns some series only ends above the axes: it crosses no other.
    """
    notes = _break_notes(area, breaks, [plot.place(b.year - 0.5, 0)[0] for b in breaks])
    row_height = _row_height(notes)
    for note in notes:
        y = area.bottom + note.row * row_height
        start = plot.box.bottom if note.found.across else plot.box.top - BREAK_FOOT
        figure.line(
            "break", [note.x, note.x], [start, y], colour=note.found.colour, width=1.0,
            dashes=BREAK_DASHES,
        )  # fmt: skip
        if note.text:
            write(
                figure, note.centre, y + 2, note.text, "break", colour=note.found.colour,
                size=SMALL_SIZE, ha="center", va="bottom",
            )  # fmt: skip


def break_band(
    area: Box, right: float, years: tuple[int, int], breaks: Sequence[BreakText]
) -> float:
    """The height that the texts of the breaks need above axes from ``area.left`` to ``right``."""
    scale = (right - area.left) / max(1, years[1] - years[0])
    told = [b for b in breaks if b.text]
    notes = _break_notes(area, told, [area.left + (b.year - 0.5 - years[0]) * scale for b in told])
    rows = 1 + max((note.row for note in notes), default=-1)
    return rows * _row_height(notes) + (GAP if notes else 0)


def _break_notes(area: Box, breaks: Sequence[BreakText], places: Iterable[float]) -> list[_Note]:
    """The texts of breaks, each with the place of its line, in rows where they hide no other."""
    occupied: list[list[tuple[float, float]]] = []
    notes = []
    for found, x in zip(breaks, places, strict=True):
        lines = wrap(found.text, min(150.0, area.width / 2), SMALL_SIZE)
        half = text_width(lines, SMALL_SIZE) / 2
        centre = min(max(x, area.left + half), area.right - half)
        row = _free_row(occupied, centre - half - GAP, centre + half + GAP) if lines else 0
        notes.append(_Note(found, x, lines, row, centre))
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


def draw_value_axis(axes: Plot, ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Horizontal grid lines with their values on the left; the zero line is darker."""
    ends = (axes.x.start, axes.x.end)
    order = GRID_ORDER + 0.1  # over the grid lines of the other axis
    for tick, label in zip(ticks, labels, strict=True):
        _draw_grid_line(axes, ends, (tick, tick), tick, order)
        down = -TICK_MIDDLE * SMALL_SIZE
        _write_tick(axes, axes.x.start, tick, label, "right", (-TICK_GAP, down), order)


def draw_bottom_axis(
    axes: Plot, ticks: Sequence[float], labels: Sequence[str], *, grid: bool = False
) -> None:
    """Labels below the axes, and vertical grid lines where asked."""
    ends = (axes.y.start, axes.y.end)
    for tick, label in zip(ticks, labels, strict=True):
        if grid:
            _draw_grid_line(axes, (tick, tick), ends, tick, GRID_ORDER)
        down = -TICK_GAP - SMALL_SIZE * (TICK_ASCENT + label.count("\n") * LINE_HEIGHT)
        _write_tick(axes, tick, axes.y.start, label, "center", (0.0, down), GRID_ORDER)


def _draw_grid_line(
    axes: Plot, xs: tuple[float, float], ys: tuple[float, float], tick: float, order: float
) -> None:
    if tick == 0:
        axes.line("axis", xs, ys, colour=style.AXIS, width=1.0, order=order)
    else:
        axes.line("grid", xs, ys, colour=style.GRID, width=0.8, order=order)


def _write_tick(
    axes: Plot, x: float, y: float, label: str, ha: Align, apart: Place, order: float
) -> None:
    """Write a label apart from the end of a tick, in points."""
    axes.add(
        Text(
            kind="tick", order=order, x=x, y=y, apart=apart, text=label, colour=style.SOFT,
            size=SMALL_SIZE, ha=ha,
        )
    )  # fmt: skip


def draw_years(axes: Plot, first: int, last: int, surveyed: Collection[int] = ()) -> None:
    """Label the first and last year and round years between, or the years of surveys."""
    count = max(1, int(axes.box.width // 42))
    few = 0 < len(surveyed) <= count
    years = sorted(surveyed) if few else year_ticks(first, last, count=count)
    draw_bottom_axis(axes, years, [str(year) for year in years])


def value_scale(values: Iterable[float], height: float, *, whole: bool) -> list[float]:
    """Ticks for values on an axis that starts at zero, or below where values are negative."""
    present = [value for value in values if not isnan(value)]
    low, high = min(0.0, *present), max(0.0, *present)
    count = max(2, min(6, int(height // 42)))
    return number_ticks(low, high if high > low else low + 1, count=count, whole=whole)


def label_column(labels: Iterable[str], area: Box) -> float:
    """The width of a column of labels, wrapped to a share of the figure."""
    limit = area.width * LABEL_SHARE
    return widest([wrap(label, limit, weight=style.BOLD) for label in labels], weight=style.BOLD)


def draw_end_labels(figure: Drawing, axes: Plot, area: Box, labels: Sequence[EndLabel]) -> None:
    """Name marks right of the axes, moved apart where they would overlap.

    A dotted leader joins a label that was moved, or whose mark ends inside the axes.
    """
    edge = axes.box.right
    limit = area.right - edge - GAP - 6
    texts = [wrap(label.text, limit, weight=style.weight(label.role)) for label in labels]
    spots = [axes.place(label.x, label.y) for label in labels]
    heights = [text_height(text) for text in texts]
    centres = spread([y for _, y in spots], heights, area.bottom, area.top)
    for label, text, spot, centre in zip(labels, texts, spots, centres, strict=True):
        anchor = edge + GAP + 6
        write_label(
            figure, anchor, centre, text, label.role, label.series, tone=label.tone,
            anchor=label.anchor,
        )  # fmt: skip
        if abs(centre - spot[1]) > 2 or abs(edge - spot[0]) > GAP:
            _draw_leader(figure, spot, (anchor - 2, centre), label)


def _draw_leader(
    figure: Drawing,
    start: tuple[float, float],
    end: tuple[float, float],
    label: EndLabel,
) -> None:
    """Draw dots from a gap after the mark, so that a level stretch is not taken for data."""
    bend = max(CLEAR, end[0] - start[0] - 8)
    x = [start[0] + one for one in (min(LEADER_GAP, bend), bend)]
    figure.line(
        "leader", [*x, end[0]], [start[1], start[1], end[1]], colour=style.AXIS, width=0.7,
        role=label.role, series=label.series, dashes=LEADER_DOTS,
    )  # fmt: skip


def tick_column(ticks: Sequence[float]) -> tuple[list[str], float]:
    """Labels of a value axis, and the room they need on its left."""
    labels = format_ticks(ticks)
    return labels, widest(labels, SMALL_SIZE) + GAP
