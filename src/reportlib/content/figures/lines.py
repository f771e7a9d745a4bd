"""Values and ranks over years, and what others say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, pairwise
from math import isnan
from typing import Any

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Axis, Box, Drawing, Plot, Shape
from reportlib.content.figures.frame import TICK_BAND, EndLabel, Key
from reportlib.content.figures.rings import RADIUS, Ring, draw_rings
from reportlib.content.figures.scales import (
    format_log_ticks,
    format_stated,
    format_ticks,
    is_whole,
    log_ticks,
    rank_ticks,
    with_flags,
)
from reportlib.content.figures.shapes import (
    Break,
    Size,
    anchors_of,
    check_columns,
    check_table,
    flags_of,
)
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_height, widest, wrap

COLUMNS = ("series", "label", "role", "year", "value")
HEIGHTS: dict[Size, float] = {"wide": 262.0, "narrow": 320.0}
DOTTED_YEARS = 25  # a longer rank line is drawn without a dot for each year
DASHES = (2.2, 1.6)
PROVISIONAL = Key("○", "provisional", style.SOFT)
QUOTED = Key("◉", "quoted headline figure, no line", style.SOFT)
CORE = 0.45  # of a quoted value's mark: the part of its size that is filled
MARK_LIFT = 6.0  # of a mark's letter above its middle
SHAPES: Mapping[Shape, str] = {"o": "●", "s": "■", "D": "◆", "^": "▲", "v": "▼", "<": "◀", ">": "▶"}
"""The shapes of dots that no line joins, and the sign of each in a text."""
LIST_GAP = 8.0  # between the years and the list of the statements
MARK_COLUMNS = ("year", "value", "label", "verdict")
MARK_SHAPES: Mapping[str, tuple[Shape, str]] = {
    "confirmed": ("s", "■"),
    "consistent": ("D", "◆"),
    "differs": ("X", "×"),
    "cannot be checked": ("^", "▲"),
}
"""Of each verdict the shape of its mark, and the sign that stands for it in a text."""


@dataclass(frozen=True)
class Series:
    """The values of a series that are present, in the order of years."""

    name: str
    label: str
    role: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    flags: tuple[str, ...]  # the marks of each value
    anchors: tuple[str | None, ...]  # how the headline prints each value; None where not
    kinds: tuple[str, ...] = ()  # the kind of each value; all from a table where there are none
    tolerances: tuple[float, ...] = ()  # in percent, of derived values
    tone: str = ""  # the role of its colour, where that is another

    @property
    def colour(self) -> str:
        """The colour of its marks."""
        return style.colour(self.tone or self.role)

    def say(self, at: int) -> str:
        """One of its values, as the headline prints it where it does."""
        value, flags, stated = self.values[at], self.flags[at], self.anchors[at]
        return format_stated(value, flags, stated, whole=is_whole(self.values))

    @property
    def rests_on_last(self) -> bool:
        """Whether the headline rests on its last value."""
        return self.anchors[-1] is not None

    def rings(self, axes: Plot) -> list[Ring]:
        """The marks before its end that the headline rests on."""
        return [
            Ring(*axes.place(year, value), self.say(at), self.role, self.name, self.tone)
            for at, (year, value) in enumerate(zip(self.years[:-1], self.values, strict=False))
            if self.anchors[at] is not None
        ]

    def across(self, year: int) -> tuple[float, float] | None:
        """Its values before and after a break in a year; None where there are not both."""
        spots = self.of_kind("table")
        before = [value for found, value in spots if found < year]
        after = [value for found, value in spots if found >= year]
        return (before[-1], after[0]) if before and after else None

    def of_kind(self, kind: str) -> list[tuple[int, float]]:
        """Years and values of a kind."""
        kinds = self.kinds or ("table",) * len(self.years)
        spots = zip(self.years, self.values, kinds, strict=True)
        return [(year, value) for year, value, found in spots if found == kind]

    @property
    def provisional(self) -> set[int]:
        """The years whose values the publisher will revise."""
        return {year for year, flags in zip(self.years, self.flags, strict=True) if "p" in flags}

    def runs(self, breaks: Collection[Break]) -> Iterator[tuple[list[int], list[float]]]:
        """Stretches of a table's values without a missing year or a change of definition."""
        cuts = {b.year for b in breaks if b.concerns(self.name)}
        spots = self.of_kind("table")
        years, values = [year for year, _ in spots], [value for _, value in spots]
        start = 0
        for i in range(1, len(years) + 1):
            if i == len(years) or not _joined(years[i - 1], years[i], cuts):
                yield years[start:i], values[start:i]
                start = i


@dataclass(frozen=True)
class Scale:
    """The value axis: ticks, their labels, and the axis' lower and upper end."""

    ticks: Sequence[float]
    labels: Sequence[str]
    limits: tuple[float, float]
    log: bool = False


@dataclass(frozen=True)
class Mark:
    """A statement about a value: what it says of a year, who says it, and the verdict."""

    letter: str
    year: int
    value: float
    label: str
    verdict: str

    @property
    def shape(self) -> Shape:
        """The shape of its mark."""
        return MARK_SHAPES[self.verdict][0]

    @property
    def line(self) -> str:
        """The statement in the list below the axes."""
        return f"{self.letter} {MARK_SHAPES[self.verdict][1]} {self.label}: {self.verdict}"


def _joined(earlier: int, later: int, cuts: Collection[int]) -> bool:
    return later - earlier == 1 and later not in cuts


def read_series(table: pd.DataFrame) -> list[Series]:
    """The series of a table, background first and focus last, as they are drawn."""
    present = table[table["value"].notna()].sort_values("year", kind="stable")
    found: dict[str, list[tuple[Any, ...]]] = {}
    columns = [present[column] for column in ("label", "role", "year", "value")]
    more: list[list[Any]] = [flags_of(present), anchors_of(present), *_kinds_of(present)]
    for name, *row in zip(present["series"], *columns, *more, strict=True):
        found.setdefault(str(name), []).append(tuple(row))
    series = []
    for name, rows in found.items():
        labels, roles, years, values, flags, anchors, *kinds = zip(*rows, strict=True)
        told = tuple(map(int, years)), tuple(map(float, values)), flags, anchors
        series.append(Series(name, str(labels[0]), str(roles[0]), *told, *_without_nan(*kinds)))
    for one in series:
        if len(set(one.years)) < len(one.years):
            raise ValueError(f"the series {one.name!r} has two values in one year")
    return sorted(series, key=lambda one: style.order(one.role))


def _kinds_of(table: pd.DataFrame) -> list[list[Any]]:
    """Kind and tolerance of each value; nothing where all are of one kind."""
    return [list(table["kind"]), list(table["tolerance"])] if "kind" in table else []


def _without_nan(
    kinds: tuple[str, ...] = (), tolerances: tuple[float, ...] = ()
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The kinds, and the tolerances that are known."""
    return kinds, tuple(found for found in tolerances if not isnan(found))


def plot_lines(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    breaks: Sequence[Break] = (),
    observed_only: bool = False,
    year_range: tuple[int, int] | None = None,
    log: bool = False,
    marks: pd.DataFrame | None = None,
) -> Drawing:
    """Draw values over years, one line for each series, named at its end.

    Args:
        table: Columns ``series`` (a code), ``label``, ``role``, ``year``, ``value``; a missing
            value or year leaves a gap, and a year between two gaps is a dot. A value whose
            ``flag`` has a p is provisional, and drawn hollow and dashed. Of the column ``kind``,
            a ``derived`` value is a hollow mark and a ``quoted`` one a ring, both without a line.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        breaks: Changes of definition, where lines are not joined.
        observed_only: Draw dots and no lines, where only some years were surveyed.
        year_range: First and last year shown, where they differ from the data's.
        log: Use a logarithmic axis, which has no zero.
        marks: Statements about the values, as :func:`read_marks` takes them.

    Raises:
        ValueError: There is nothing to draw, or a value cannot stand on a logarithmic axis.
    """
    table = _within(table, COLUMNS, year_range)
    series = in_two_tones(read_series(table))
    stated = read_marks(marks, year_range)
    years = year_range or _span(table, stated)
    shown = [b for b in breaks if years[0] < b.year <= years[1]]
    drawn = {year for one in series for year in one.years}
    values = _values(series) + [mark.value for mark in stated]
    shapes = tell_apart(series, shown, observed_only=observed_only)
    figure, axes = _draw_frame(
        series, size, _log_scale(values) if log else _zero_scale(values, size), years, shown,
        unit=unit, names=[_signed(one, shapes) for one in series],
        ends=[one.say(-1).replace(" ", "\N{NO-BREAK SPACE}") for one in series],
        keys=value_keys(series),
        surveyed=drawn if observed_only else (), marks=stated,
    )  # fmt: skip
    for one in series:
        draw_series(
            axes, one, shown, observed_only=observed_only, shape=shapes.get(one.name, "o"),
            ends=True,
        )  # fmt: skip
    _draw_marks(figure, axes, stated)
    draw_anchors(figure, axes, series)
    return figure


def plot_rank_lines(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    breaks: Sequence[Break] = (),
    marks: pd.DataFrame | None = None,
) -> Drawing:
    """Draw ranks over years, rank 1 on top.

    Args:
        table: Columns ``series`` (a code), ``label``, ``role``, ``year``, ``value`` (the rank).
        unit: What the ranks are of, written above the figure.
        size: For a page or a phone.
        breaks: Changes of definition, where lines are not joined.
        marks: Statements about the ranks, as :func:`read_marks` takes them.

    Raises:
        ValueError: There is nothing to draw, or a rank is not a positive integer.
    """
    check_table(table, COLUMNS, ["value"])
    series = in_two_tones(read_series(table))
    stated = read_marks(marks)
    years = _span(table, stated)
    shown = [b for b in breaks if years[0] < b.year <= years[1]]
    names = [f"{with_flags(f'{one.values[-1]:.0f}', one.flags[-1])} {one.label}" for one in series]
    values = _values(series) + [mark.value for mark in stated]
    figure, axes = _draw_frame(
        series,
        size,
        _rank_scale(values),
        years,
        shown,
        unit=unit,
        names=names,
        marks=stated,
        keys=value_keys(series),
    )
    for one in series:
        draw_series(axes, one, shown, dots=years[1] - years[0] <= DOTTED_YEARS, ends=True)
    _draw_marks(figure, axes, stated)
    draw_anchors(figure, axes, series)
    return figure


def in_two_tones(series: Sequence[Series]) -> list[Series]:
    """The series, neighbours among the peers' labels in different blues."""
    peers = sorted(
        (one for one in series if one.role == "peer"), key=lambda one: (one.values[-1], one.name)
    )
    second = {one.name for one in peers[1::2]}
    return [replace(one, tone="peer-2") if one.name in second else one for one in series]


def draw_anchors(
    figure: Drawing, axes: Plot, series: Sequence[Series], room: Box | None = None
) -> None:
    """Ring the values before the lines' ends that the headline rests on, and print them."""
    rings = [ring for one in series for ring in one.rings(axes)]
    room = room or Box(axes.box.left - RADIUS, axes.box.bottom, figure.width, figure.height)
    draw_rings(figure, rings, room)


def draw_break_ticks(
    figure: Drawing, axes: Plot, series: Sequence[Series], breaks: Collection[Break]
) -> None:
    """Mark the breaks of some of the series drawn, each between the values of its own line."""
    for one in series:
        for year in sorted({b.year for b in breaks if b.concerns(one.name)}):
            values = one.across(year)
            if values is None or all(
                any(b.year == year and b.concerns(other.name) for b in breaks) for other in series
            ):
                continue
            places = [axes.place(year - 0.5, value) for value in sorted(values)]
            low, high = sorted(y for _, y in places)
            figure.line(
                "break", (places[0][0],) * 2, (low - frame.BREAK_REACH, high + frame.BREAK_REACH),
                colour=one.colour, width=1.2, role=one.role, series=one.name,
                dashes=frame.BREAK_DASHES,
            )  # fmt: skip


def read_marks(
    marks: pd.DataFrame | None, years: tuple[int, int] | None = None
) -> tuple[Mark, ...]:
    """The statements to mark, lettered in the order of their years.

    Args:
        marks: Columns ``year``, ``value`` (as stated), ``label`` (who says it) and ``verdict``,
            one of :data:`MARK_SHAPES`; None and an empty table mark nothing.
        years: First and last year shown; what lies outside is left out.

    Raises:
        ValueError: A column is absent, or a verdict unknown.
    """
    if marks is None or marks.empty:
        return ()
    check_columns(marks, MARK_COLUMNS)
    if unknown := sorted(set(marks["verdict"]) - set(MARK_SHAPES)):
        raise ValueError(f"the marks have the verdicts {unknown}; known are {list(MARK_SHAPES)}")
    shown = marks.sort_values("year", kind="stable")
    if years is not None:
        shown = shown[shown["year"].between(*years)]
    columns = (shown[column] for column in MARK_COLUMNS)
    return tuple(
        Mark(chr(ord("A") + at), int(year), float(value), str(label), str(verdict))
        for at, (year, value, label, verdict) in enumerate(zip(*columns, strict=True))
    )


def value_keys(series: Sequence[Series]) -> list[Key]:
    """The keys that say what hollow dots and rings are, where there are any."""
    return [
        *([PROVISIONAL] if any(one.provisional for one in series) else []),
        *([_derived_key(series)] if any(one.of_kind("derived") for one in series) else []),
        *([QUOTED] if any(one.of_kind("quoted") for one in series) else []),
    ]


def _derived_key(series: Sequence[Series]) -> Key:
    known = sorted({found for one in series for found in one.tolerances})
    within = " to ".join(f"±{found:g}" for found in dict.fromkeys([*known[:1], *known[-1:]]))
    return Key(
        "○", f"derived, {within} percent, no line" if within else "derived, no line", style.SOFT
    )


def _span(table: pd.DataFrame, marks: Sequence[Mark]) -> tuple[int, int]:
    """First and last year of the table and the marks, values missing or not."""
    years = [int(table["year"].min()), int(table["year"].max()), *(mark.year for mark in marks)]
    return min(years), max(years)


def _draw_marks(figure: Drawing, axes: Plot, marks: Sequence[Mark]) -> None:
    """Draw a shape with a letter at what each statement says; the list below explains it."""
    for mark in marks:
        axes.dots(
            [mark.year], [mark.value], shape=mark.shape, size=8, colour=style.INK,
            edge=style.PAPER, edge_width=1.0, role="claim", series=mark.letter,
            order=style.order("focus") + 2,
        )  # fmt: skip
        x, y = axes.place(mark.year, mark.value)
        frame.write(
            figure, x, y + MARK_LIFT, mark.letter, "label", role="claim", series=mark.letter,
            weight=style.BOLD, ha="center", va="bottom",
        )  # fmt: skip


def _listed(marks: Sequence[Mark], width: float) -> list[str]:
    """The list of the statements below the axes, each wrapped to the width."""
    return [wrap(mark.line, width, size=SMALL_SIZE) for mark in marks]


def _draw_list(figure: Drawing, area: Box, marks: Sequence[Mark]) -> None:
    y = area.top
    for text in _listed(marks, area.width):
        frame.write(figure, area.left, y, text, "key", size=SMALL_SIZE, va="top")
        y -= text_height(text, SMALL_SIZE)


def tell_apart(
    series: Sequence[Series], breaks: Collection[Break], *, observed_only: bool = False
) -> dict[str, Shape]:
    """A shape for each series of dots, where more than one has dots that no line joins.

    Peers share a colour, and in grey print all do.
    """
    dotted = [one.name for one in series[::-1] if observed_only or _is_dotted(one, breaks)]
    return dict(zip(dotted, cycle(SHAPES), strict=False)) if len(dotted) > 1 else {}


def _is_dotted(series: Series, breaks: Collection[Break]) -> bool:
    """Whether many or most of a series' years stand alone; few are taken for what they near."""
    alone = sum(len(years) == 1 for years, _ in series.runs(breaks))
    return alone > min(2, len(series.years) / 2)


def _signed(series: Series, shapes: Mapping[str, Shape]) -> str:
    """The series' name, after the sign of its dots where they have a shape of their own."""
    shape = shapes.get(series.name)
    return f"{SHAPES[shape]}\N{NO-BREAK SPACE}{series.label}" if shape else series.label


def draw_series(
    axes: Plot,
    series: Series,
    breaks: Collection[Break],
    *,
    observed_only: bool = False,
    dots: bool = False,
    shape: Shape = "o",
    ends: bool = False,
) -> None:
    """Draw a series: lines where years follow each other, dots for what stands alone.

    With ``ends`` a line ends in a dot.
    """
    alone: list[tuple[int, float]] = []
    for years, values in series.runs(breaks):
        if (
            ends
            and len(years) > 1
            and years[-1] == series.years[-1]
            and not (observed_only or dots)
        ):
            alone.append((years[-1], values[-1]))
        if observed_only or len(years) == 1 or dots:
            alone += zip(years, values, strict=True)
        if not observed_only and len(years) > 1:
            _draw_run(axes, series, years, values)
    spots = series.of_kind("table")
    hollow = [(year, value) for year, value in spots if year in series.provisional]
    size = style.line_width(series.role) + (1.8 if dots else 3.5)
    full = [spot for spot in alone if spot not in hollow]
    _draw_dots(axes, series, full, hollow=False, size=size, shape=shape)
    _draw_dots(axes, series, hollow, hollow=True, size=size, shape=shape)
    _draw_newer(axes, series, size=style.line_width(series.role) + 3.5, shape=shape)


def _draw_newer(axes: Plot, series: Series, *, size: float, shape: Shape) -> None:
    """Draw what is of no table: derived values hollow, quoted ones as rings."""
    quoted = series.of_kind("quoted")
    _draw_dots(axes, series, series.of_kind("derived"), hollow=True, size=size, shape=shape)
    _draw_dots(axes, series, quoted, hollow=True, size=size + 1, shape=shape)
    _draw_dots(axes, series, quoted, hollow=False, size=size * CORE, shape=shape, edge=0)


def _draw_run(axes: Plot, series: Series, years: list[int], values: list[float]) -> None:
    """Draw a stretch of years; what leads to or from a provisional year is dashed."""
    provisional = series.provisional
    pieces: list[tuple[bool, list[int], list[float]]] = []
    for (year, value), (after, next_value) in pairwise(zip(years, values, strict=True)):
        dashed = year in provisional or after in provisional
        if not pieces or pieces[-1][0] != dashed:
            pieces.append((dashed, [year], [value]))
        pieces[-1][1].append(after)
        pieces[-1][2].append(next_value)
    for dashed, x, y in pieces:
        axes.line(
            "line", x, y, colour=series.colour, width=style.line_width(series.role),
            role=series.role, series=series.name, dashes=DASHES if dashed else (),
            order=style.order(series.role),
        )  # fmt: skip


def _draw_dots(
    axes: Plot,
    series: Series,
    spots: Sequence[tuple[int, float]],
    *,
    hollow: bool,
    size: float,
    shape: Shape,
    edge: float = 1.3,
) -> None:
    if not spots:
        return
    ink = series.colour
    axes.dots(
        [x for x, _ in spots], [y for _, y in spots], shape=shape, size=size, colour=ink,
        fill=style.PAPER if hollow else ink, edge_width=edge, role=series.role,
        series=series.name, order=style.order(series.role) + 0.5,
    )  # fmt: skip


def _within(
    table: pd.DataFrame, columns: Collection[str], years: tuple[int, int] | None
) -> pd.DataFrame:
    """The checked table, cut to the years shown."""
    check_table(table, columns, ["value"])
    if years is None:
        return table
    cut = table[table["year"].between(*years)]
    check_table(cut, columns, ["value"])
    return cut


def _values(series: Sequence[Series]) -> list[float]:
    return [value for one in series for value in one.values]


def _zero_scale(values: Sequence[float], size: Size) -> Scale:
    ticks = frame.value_scale(values, HEIGHTS[size] - TICK_BAND, whole=is_whole(values))
    limits = (min(ticks[0], *values), max(ticks[-1], *values))
    return Scale(ticks, format_ticks(ticks), limits)


def _log_scale(values: Sequence[float]) -> Scale:
    if min(values) <= 0:
        raise ValueError(f"a logarithmic axis cannot show {min(values)}; leave such rows out")
    ticks = log_ticks(min(values), max(values))
    limits = (min(ticks[0], *values), max(ticks[-1], *values))
    return Scale(ticks, format_log_ticks(ticks), limits, log=True)


def _rank_scale(ranks: Sequence[float]) -> Scale:
    if min(ranks) < 1 or not is_whole(ranks):
        raise ValueError(f"ranks are the integers from 1; got {min(ranks)} to {max(ranks)}")
    ticks = rank_ticks(int(max(ranks)), count=8)
    return Scale(ticks, [str(tick) for tick in ticks], (max(ranks) + 0.5, 0.5))


def _draw_frame(
    series: Sequence[Series],
    size: Size,
    scale: Scale,
    years: tuple[int, int],
    breaks: Sequence[Break],
    *,
    unit: str,
    names: Sequence[str],
    ends: Sequence[str] = (),
    keys: Sequence[Key] = (),
    surveyed: Collection[int] = (),
    marks: Sequence[Mark] = (),
) -> tuple[Drawing, Plot]:
    """Draw all but the lines: header, axes, breaks, and the series' names at their ends."""
    listed = _listed(marks, style.WIDTHS[size])
    below = sum(text_height(text, SMALL_SIZE) for text in listed) + (LIST_GAP if marks else 0)
    figure, area = frame.new_figure(size, HEIGHTS[size] + below)
    if marks:
        _draw_list(figure, Box(area.left, area.bottom, area.right, below - LIST_GAP), marks)
        area = Box(area.left, below, area.right, area.top)
    area = frame.draw_header(figure, area, unit, keys)
    half = TEXT_SIZE * LINE_HEIGHT / 2
    drawn = {one.name: (one.label, style.text_colour(one.tone or one.role)) for one in series[::-1]}
    told = frame.told_breaks(breaks, drawn)
    if ends:
        names = _with_ends(series, names, ends, area)
    left = widest(scale.labels, style.SMALL_SIZE) + frame.GAP
    right = area.right - frame.label_column(names, area) - frame.GAP - 8
    over = Box(left, area.bottom, area.right, area.top)
    band = max(frame.break_band(over, right, years, told), half)
    box = Box(left, area.bottom + TICK_BAND, right, area.top - band)
    axes = figure.add_plot(box)
    _set_scales(axes, scale, years)
    axes.reads = "years"
    frame.draw_value_axis(axes, scale.ticks, scale.labels)
    frame.draw_years(axes, *years, surveyed)
    frame.draw_breaks(figure, Box(left, box.top, area.right, area.top), axes, told)
    draw_break_ticks(figure, axes, series, breaks)
    labels = [
        EndLabel(
            name, one.role, one.name, one.years[-1], one.values[-1], one.tone, one.rests_on_last
        )
        for name, one in zip(names, series, strict=True)
    ]
    above = 0.0 if any(b.text for b in told) else half
    room = Box(area.left, box.bottom - half, area.right, box.top + above)
    frame.draw_end_labels(figure, axes, room, labels)
    return figure, axes


def _with_ends(
    series: Sequence[Series], names: Sequence[str], ends: Sequence[str], area: Box
) -> list[str]:
    """The names with the last values; where not all have room, with those a reader looks for."""
    full = [f"{name} {end}" for name, end in zip(names, ends, strict=True)]
    limit = area.width * frame.LABEL_SHARE
    height = sum(text_height(wrap(text, limit, weight=style.BOLD)) for text in full)
    if height <= area.height - TICK_BAND - 2 * TEXT_SIZE:
        return full
    return [
        both if one.role == "focus" or one.rests_on_last else name
        for one, name, both in zip(series, names, full, strict=True)
    ]


def _set_scales(axes: Plot, scale: Scale, years: tuple[int, int]) -> None:
    axes.y = Axis(*scale.limits, log=scale.log)
    pad = 0.5 if years[0] == years[1] else 0.0
    axes.x = Axis(years[0] - pad, years[1] + pad)
