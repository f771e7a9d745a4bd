"""Events in time, each named where it stands."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Literal

import pandas as pd
from babel.dates import get_month_names

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import GRID_ORDER, Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import TICK_BAND
from reportlib.content.figures.scales import LOCALE, year_ticks
from reportlib.content.figures.shapes import Size, check_columns
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_width, widest, wrap

COLUMNS = ("label", "role", "date", "text")
DATE = re.compile(r"(\d{4})(?:\.0|-(\d{2})(?:-(\d{2}))?(?:[ T].*)?)?")
SHORT_YEARS = 5  # a timeline of no more years names months
ASIDE = 9.0  # from a dot to its text
LEADING = TEXT_SIZE * LINE_HEIGHT
APART = 20.0  # between neighbours, so that no text seems to belong to the other's dot
ROW_SPACES: dict[Size, float] = {"wide": 3.0, "narrow": 5.0}
HEADING = 20.0  # a group's name
WIDEST = 250.0  # a text


@dataclass(frozen=True)
class Date:
    """A day, month or year; ``place`` counts in years."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def place(self) -> float:
        """Where the date stands; a year or month stands at its beginning."""
        if not self.month:
            return float(self.year)
        days = monthrange(self.year, self.month)[1]
        return self.year + (self.month - 1 + max(0, self.day - 1) / days) / 12

    def say(self, *, months: bool) -> str:
        """The year, after the month where that is known and asked for."""
        if not (months and self.month):
            return str(self.year)
        return f"{get_month_names('abbreviated', locale=LOCALE)[self.month]} {self.year}"


@dataclass(frozen=True)
class Event:
    """A row of the table that has a date."""

    label: str
    role: str
    text: str
    group: str
    start: Date
    end: Date | None
    said: str = ""  # the start as the table has it

    @property
    def last(self) -> float:
        """Where the event ends."""
        return self.end.place if self.end else self.start.place

    def say_date(self, *, months: bool) -> str:
        """When it happened."""
        first = self.start.say(months=months)
        last = self.end.say(months=months) if self.end else first
        return first if last == first else f"{first}–{last}"


@dataclass(frozen=True)
class Block:
    """An event's texts beside its mark, in points from left to right."""

    event: Event
    label: str
    text: str
    left: float  # of the texts
    start: float  # of the mark
    end: float
    side: Literal["right", "left", "above"] = "right"
    """Where the texts stand, seen from the mark; above it for want of room beside it."""

    @property
    def width(self) -> float:
        """Of the texts."""
        return max(
            text_width(self.label, weight=style.weight(self.event.role)),
            text_width(self.text, SMALL_SIZE) if self.text else 0.0,
        )

    @property
    def height(self) -> float:
        """Of the texts, and of the mark where that stands below."""
        return _texts_height(self.label, self.text) + (8 if self.side == "above" else 0)

    @property
    def reach(self) -> tuple[float, float]:
        """What it takes of its row."""
        return min(self.left, self.start - 5), max(self.left + self.width, self.end + 5)


def plot_timeline(
    table: pd.DataFrame, *, size: Size, year_range: tuple[int, int] | None = None
) -> Drawing:
    """Draw events along a line of time, or on a phone as a list in the order of time.

    Args:
        table: Columns ``label``, ``role``, ``date`` (an ISO date, or a year), ``text`` (what
            happened, may be empty), and if wanted ``end`` (a date likewise, for what lasted)
            and ``group``, which parts the events under headings. In any order; events without
            a date are left out, so the caller says how many.
        size: For a page or a phone.
        year_range: First and last year shown, where they differ from the data's; events
            outside are left out.

    Raises:
        ValueError: There is nothing to draw, a date is none, or an end precedes its date.
    """
    check_columns(table, COLUMNS)
    events = [event for event in _read_events(table) if _within(event, year_range)]
    if not events:
        raise ValueError(f"nothing to draw: {len(table)} rows, no date in the years shown")
    events.sort(key=lambda event: event.start.place)
    names = [str(name) for name in table["group"]] if "group" in table else [""]
    groups = [
        (name, [event for event in events if event.group == name]) for name in dict.fromkeys(names)
    ]
    shown = [(name, own) for name, own in groups if own]
    if size == "narrow":
        return _plot_list(shown, months=_is_short(events))
    return _plot_axis(shown, _years(events, year_range), months=_is_short(events))


def _read_events(table: pd.DataFrame) -> Iterator[Event]:
    for row in table.to_dict("records"):
        start, end = _read_date(row["date"]), _read_date(row.get("end"))
        if start is None:
            continue
        if end and end.place < start.place:
            raise ValueError(f"{row['label']!r} ends in {row['end']}, before {row['date']}")
        text = "" if pd.isna(row["text"]) else str(row["text"]).strip()
        group = str(row.get("group", ""))
        yield Event(str(row["label"]), str(row["role"]), text, group, start, end, str(row["date"]))


def _read_date(value: object) -> Date | None:
    """A date from ISO text, a year, or a date of Python's or pandas'; none where missing."""
    if value is None or pd.isna(value) or not str(value).strip():  # type: ignore[call-overload]
        return None
    found = DATE.fullmatch(str(value).strip())
    parts = [int(part) for part in found.groups() if part] if found else []
    if not parts or not _exists(*parts):
        raise ValueError(f"{value!r} is no date; expected a year, or a date such as 1995-01-31")
    return Date(*parts)


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _within(event: Event, years: tuple[int, int] | None) -> bool:
    return years is None or (event.last >= years[0] and event.start.place < years[1] + 1)


def _is_short(events: Sequence[Event]) -> bool:
    return max(event.last for event in events) - events[0].start.place <= SHORT_YEARS


def _years(events: Sequence[Event], years: tuple[int, int] | None) -> tuple[int, int]:
    """The first and last year on the axis."""
    if years:
        return years
    return floor(events[0].start.place), ceil(max(event.last for event in events))


def _texts_height(label: str, text: str) -> float:
    lines = label.count("\n") + 1
    small = text.count("\n") + 1 if text else 0
    return lines * LEADING + small * SMALL_SIZE * LINE_HEIGHT


def _plot_axis(
    groups: Sequence[tuple[str, list[Event]]], years: tuple[int, int], *, months: bool
) -> Drawing:
    """Draw marks above a line of time, the texts beside them, in as few rows as they need."""
    width = style.WIDTHS["wide"]
    margin = text_width("2000", SMALL_SIZE) / 2
    first, last = float(years[0]), float(max(years[1], years[0] + 1))
    scale = (width - 2 * margin) / (last - first)

    def across(place: float) -> float:
        return margin + (min(max(place, first), last) - first) * scale

    rows = [
        (
            name,
            _pack(
                [
                    _place(one, across(one.start.place), across(one.last), width, months=months)
                    for one in events
                ]
            ),
        )
        for name, events in groups
    ]
    height = sum(_rows_height(name, lines) for name, lines in rows)
    figure, area = frame.new_figure("wide", height + TICK_BAND)
    box = Box(margin, TICK_BAND, width - margin, area.top)
    axes = figure.add_plot(box)
    axes.x = Axis(first, last)
    axes.y = Axis(box.bottom, box.top)
    ticks = year_ticks(int(first), int(last), count=max(2, int(box.width // 52)))
    frame.draw_bottom_axis(axes, ticks, [str(year) for year in ticks])
    axes.line("axis", (first, last), (box.bottom,) * 2, colour=style.AXIS, width=1.0)
    marks = figure.add_plot(area)
    top, written = area.top, []
    for name, lines in rows:
        if name:
            _write_heading(figure, name, top)
            written.append(Box(0, top - HEADING, text_width(name, weight=style.BOLD), top))
            top -= HEADING
        for line in lines:
            for block in line:
                _draw_block(figure, marks, block, top)
                written.append(Box(block.left, top - block.height, block.left + block.width, top))
            top -= max(block.height for block in line) + ROW_SPACES["wide"]
    for year in ticks:
        _draw_grid(marks, across(year), box, written)
    return figure


def _draw_grid(axes: Plot, x: float, box: Box, written: Sequence[Box]) -> None:
    """Draw a year's line from the top down, leaving out what is written."""
    crossed = [one for one in written if one.left - 3 < x < one.right + 3]
    top = box.top
    for one in [*sorted(crossed, key=lambda one: -one.top), Box(x, box.bottom, x, box.bottom)]:
        if top - one.top > 1:
            ends = (one.top, top)
            axes.line("grid", (x, x), ends, colour=style.GRID, width=0.8, order=GRID_ORDER)
        top = min(top, one.bottom)


def _rows_height(name: str, lines: Sequence[Sequence[Block]]) -> float:
    return (HEADING if name else 0.0) + sum(
        max(block.height for block in line) + ROW_SPACES["wide"] for line in lines
    )


def _place(event: Event, start: float, end: float, width: float, *, months: bool) -> Block:
    """Set an event's texts right of its mark, else left of it, else above or in two lines."""
    label = f"{event.say_date(months=months)} {event.label}"
    block = _block(event, label, WIDEST, start, end)
    right, left = width - end - ASIDE, start - ASIDE
    if block.width <= right:
        return replace(block, left=end + ASIDE)
    if block.width <= left:
        return replace(block, left=start - ASIDE - block.width, side="left")
    if end - start > ASIDE:
        return replace(block, left=min(start, width - block.width), side="above")
    block = _block(event, label, max(right, left), start, end)
    if right > left:
        return replace(block, left=end + ASIDE)
    return replace(block, left=start - ASIDE - block.width, side="left")


def _block(event: Event, label: str, width: float, start: float, end: float) -> Block:
    """The texts wrapped to a width, not yet placed."""
    lines = wrap(label, width, weight=style.weight(event.role))
    text = wrap(event.text, width, SMALL_SIZE) if event.text else ""
    return Block(event, lines, text, 0.0, start, end)


def _pack(blocks: Sequence[Block]) -> list[list[Block]]:
    """Put blocks into the first row where they hide no other."""
    rows: list[list[Block]] = []
    for block in blocks:
        free = (row for row in rows if not any(_meet(block, other) for other in row))
        row = next(free, None)
        if row is None:
            rows.append([block])
        else:
            row.append(block)
    return rows


def _meet(one: Block, other: Block) -> bool:
    (left, right), (start, end) = one.reach, other.reach
    return left < end + APART and start < right + APART


def _write_heading(figure: Drawing, name: str, top: float) -> None:
    frame.write(figure, 0, top - HEADING / 2, name, "label", weight=style.BOLD)


def _draw_block(figure: Drawing, axes: Plot, block: Block, top: float) -> None:
    """Draw an event's mark and write its texts, from a row's top downwards."""
    y = top - LEADING / 2
    if block.side == "above":
        y = top - _texts_height(block.label, block.text) - 4
    _draw_mark(axes, block.event, block.start, block.end, y)
    _write_texts(figure, block, top)


def _write_texts(figure: Drawing, block: Block, top: float) -> None:
    """Write what happened, and under it the rest, both close to the mark."""
    event = block.event
    lower = block.label.count("\n") * LEADING
    ha: Literal["left", "right"] = "right" if block.side == "left" else "left"
    x = block.left + (block.width if ha == "right" else 0)
    middle = top - (LEADING + lower) / 2
    frame.write_label(figure, x, middle, block.label, event.role, event.label, ha)
    if block.text:
        frame.write(
            figure, x, top - LEADING - lower, block.text, "note", role=event.role,
            series=event.label, colour=style.SOFT, size=SMALL_SIZE, ha=ha, va="top",
        )  # fmt: skip


def _draw_mark(axes: Plot, event: Event, start: float, end: float, y: float) -> None:
    """Draw a dot where the event begins, and a bar as long as it lasts."""
    ink = style.colour(event.role)
    order = style.order(event.role)
    if end > start:
        axes.line(
            "range", (start, end), (y, y), colour=ink, width=4.0, role=event.role,
            series=event.label, at=event.said, order=order,
        )  # fmt: skip
    axes.dots(
        [start], [y], size=8 if event.role == "focus" else 7, colour=ink, edge_width=0,
        role=event.role, series=event.label, at=event.said, order=order,
    )  # fmt: skip


def _plot_list(groups: Sequence[tuple[str, list[Event]]], *, months: bool) -> Drawing:
    """List the events under each other: date, dot, texts."""
    width = style.WIDTHS["narrow"]
    dates = [event.say_date(months=months) for _, events in groups for event in events]
    spine = widest(dates, SMALL_SIZE) + 10
    left = spine + ASIDE + 2
    groups_of_blocks = [
        (name, [_block(one, one.label, width - left, spine, spine) for one in events])
        for name, events in groups
    ]
    height = sum(
        (HEADING if name else 0) + sum(block.height + ROW_SPACES["narrow"] for block in blocks)
        for name, blocks in groups_of_blocks
    )
    figure, area = frame.new_figure("narrow", height)
    axes = figure.add_plot(area)
    top = area.top
    for name, blocks in groups_of_blocks:
        if name:
            _write_heading(figure, name, top)
            top -= HEADING
        ends = (
            top - LEADING / 2,
            top - LEADING / 2 - sum(b.height + ROW_SPACES["narrow"] for b in blocks[:-1]),
        )
        axes.line("axis", (spine, spine), ends, colour=style.GRID, width=1.6)
        for block in blocks:
            date = block.event.say_date(months=months)
            frame.write(
                figure, spine - 10, top - LEADING / 2, date, "tick", colour=style.SOFT,
                size=SMALL_SIZE, ha="right",
            )  # fmt: skip
            _draw_mark(axes, block.event, spine, spine, top - LEADING / 2)
            _write_texts(figure, replace(block, left=left), top)
            top -= block.height + ROW_SPACES["narrow"]
    return figure
