"""Many small line figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Literal

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import GRID_ORDER, Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import Key
from reportlib.content.figures.lines import (
    Series,
    draw_anchors,
    draw_break_ticks,
    draw_series,
    read_series,
    value_keys,
)
from reportlib.content.figures.rings import RADIUS
from reportlib.content.figures.scales import format_ticks, is_whole, number_ticks
from reportlib.content.figures.shapes import Break, Size, check_table
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE
from reportlib.content.figures.text import text_height, text_width, wrap

COLUMNS = ("panel", "panel_label", "series", "role", "year", "value")
PANEL_HEIGHTS: dict[Size, float] = {"wide": 66.0, "narrow": 78.0}
SPACE = 16.0
EDGE = 4.0  # right of the last panels, for half of a dot
YEARS_BAND = 18.0
VALUE_LINE = SMALL_SIZE * LINE_HEIGHT
VALUE_BAND = 16.0  # room above the axes for a line of last values
LEGIBLE = 68.0  # the least width of a panel where four stand side by side

Panel = tuple[str, str, list[Series]]  # code, title, series
Scale = tuple[list[float], tuple[float, float]]  # ticks, limits
Words = list[tuple[str, Series | None]]  # values of series, and the years that they are of


def plot_small_multiples(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    columns: int | None = None,
    breaks: Sequence[Break] = (),
    shared_y: bool = True,
) -> Drawing:
    """Draw one small line figure for each panel, the last value and its year written above it.

    Args:
        table: Columns ``panel`` (a code), ``panel_label``, ``series``, ``role``, ``year``,
            ``value``, and ``label`` (else ``series`` serves) for the key, which is shown
            where a panel holds more than one series. Panels stand in the order of their first rows.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        columns: Panels side by side; by default up to 3 or 4 on a page, in as few and as
            even rows as may be, and 2 on a phone.
        breaks: Changes of definition; ``series`` may name a series or a panel.
        shared_y: Give all panels one scale; otherwise the header says that scales differ.

    Raises:
        ValueError: There is nothing to draw.
    """
    check_table(table, COLUMNS, ["value"])
    panels = _read_panels(table)
    years = (int(table["year"].min()), int(table["year"].max()))
    shown = [b for b in breaks if years[0] < b.year <= years[1]]
    header = unit if shared_y else f"{unit} (each panel has its own scale)"
    scales = _scales(panels, shared=shared_y)
    left = max(frame.tick_column(ticks)[1] for ticks, _ in scales)

    def panel_width(across: int) -> float:
        room = style.WIDTHS[size] - EDGE - (left if shared_y else across * left)
        return (room + SPACE) / across - SPACE

    most = 4 if panel_width(4) >= LEGIBLE else 3
    across = columns or (2 if size == "narrow" else _even_columns(len(panels), most))
    across = min(len(panels), across)
    width = panel_width(across)
    # What is written above a panel may reach over the scale of the one to its right.
    reaches = [
        width if shared_y or number % across == across - 1 else width + left
        for number in range(len(panels))
    ]
    titles = [
        wrap(title, reach, weight=style.BOLD)
        for (_, title, _), reach in zip(panels, reaches, strict=True)
    ]
    values = [
        _last_values(series, reach) for (_, _, series), reach in zip(panels, reaches, strict=True)
    ]
    value_band = VALUE_BAND + VALUE_LINE * (max(len(lines) for lines in values) - 1)
    title_band = max(text_height(title) for title in titles) + value_band
    cell = title_band + PANEL_HEIGHTS[size] + YEARS_BAND + SPACE / 2
    drawn = [one for _, _, series in panels for one in series]
    keys = _keys(panels, shown) + value_keys(drawn)
    height = frame.header_height(header, size, keys) + ceil(len(panels) / across) * cell
    figure, area = frame.new_figure(size, height)
    area = frame.draw_header(figure, area, header, keys)
    for number, (panel, title, scale) in enumerate(zip(panels, titles, scales, strict=True)):
        row, column = divmod(number, across)
        x = left + column * (width + SPACE + (0 if shared_y else left))
        top = area.top - row * cell
        bottom = top - title_band - PANEL_HEIGHTS[size]
        box = Box(x, bottom, x + width, top - title_band)
        frame.write(figure, x, top, title, "label", weight=style.BOLD, va="top")
        _draw_panel(figure, box, panel, years, shown, scale, show_ticks=column == 0 or not shared_y)
        _write_last_values(figure, box, values[number])
    return figure


def _read_panels(table: pd.DataFrame) -> list[Panel]:
    present = table.dropna(subset=["value"])
    return [
        (
            str(code),
            str(rows["panel_label"].iloc[0]),
            read_series(rows if "label" in rows else rows.assign(label=rows["series"])),
        )
        for code, rows in present.groupby("panel", sort=False)
    ]


def _even_columns(count: int, most: int) -> int:
    """As many columns as the fewest rows need, so that no row is left with a lone panel."""
    return ceil(count / ceil(count / most))


def _keys(panels: Sequence[Panel], breaks: Sequence[Break]) -> list[Key]:
    several = any(len(series) > 1 for _, _, series in panels)
    drawn = [one for _, _, series in panels for one in series]
    named = dict.fromkeys((_key_name(one), one.role) for one in reversed(drawn))
    keys = [Key("–", name, style.text_colour(role)) for name, role in named]
    return (keys if several else []) + [
        Key("····", text, style.BREAK) for text in _told_breaks(panels, breaks)
    ]


def _told_breaks(panels: Sequence[Panel], breaks: Sequence[Break]) -> list[str]:
    """The years and the text of breaks that share it, with the panels where not all have it."""
    found: dict[str, dict[int, list[str]]] = {}
    for one in sorted(breaks, key=lambda each: (each.text, each.year)):
        titles = [title for code, title, own in panels if _concerns(one, code, own)]
        told = found.setdefault(one.text or "break", {}).setdefault(one.year, [])
        told += [title for title in titles if title not in told]
    return [
        f"{', '.join(_place(year, titles, panels) for year, titles in years.items())}: {text}"
        for text, years in found.items()
    ]


def _place(year: int, titles: Sequence[str], panels: Sequence[Panel]) -> str:
    named = f" ({', '.join(titles)})" if 0 < len(titles) < len(panels) else ""
    return f"{year}{named}"


def _concerns(found: Break, code: str, series: Sequence[Series]) -> bool:
    """Whether a break concerns a panel, or one of its series."""
    return found.series == code or any(found.concerns(one.name) for one in series)


def _key_name(one: Series) -> str:
    """Peers share one colour, so the key names them together."""
    return "peers" if one.role == "peer" else one.label


def _scales(panels: Sequence[Panel], *, shared: bool) -> list[Scale]:
    """The scale of each panel."""
    own = [[value for one in series for value in one.values] for _, _, series in panels]
    together = [value for values in own for value in values]
    return [_scale(together if shared else values) for values in own]


def _scale(values: Sequence[float]) -> Scale:
    low, high = min(0.0, *values), max(0.0, *values)
    ticks = number_ticks(low, high, count=3, whole=is_whole(values))
    return ticks, (min(low, ticks[0]), max(high, ticks[-1]))


def _draw_panel(
    figure: Drawing,
    box: Box,
    panel: Panel,
    years: tuple[int, int],
    breaks: Sequence[Break],
    scale: Scale,
    *,
    show_ticks: bool,
) -> None:
    code, _, series = panel
    axes = figure.add_plot(box)
    ticks, limits = scale
    axes.y = Axis(*limits)
    pad = 0.5 if years[0] == years[1] else 0.0
    axes.x = Axis(years[0] - pad, years[1] + pad)
    axes.reads, axes.panel = "years", code
    _draw_scale(figure, axes, box, ticks, show_labels=show_ticks)
    _write_years(figure, box, years)
    own = [
        Break(one.name, b.year)
        for one in series
        for b in breaks
        if b.concerns(one.name) or b.series == code
    ]
    names = {one.name: (one.label, one.colour) for one in series}
    across = [b for b in frame.told_breaks(own, names) if b.across]
    told = [replace(found, text="") for found in across]
    frame.draw_breaks(figure, Box(box.left, box.top, box.right, box.top), axes, told)
    draw_break_ticks(figure, axes, series, own)
    # Dots have one shape for all: the key, which names peers together, would explain no other.
    for one in series:
        draw_series(axes, one, own)
    draw_anchors(
        figure, axes, series, Box(box.left - RADIUS, box.bottom, box.right + EDGE, box.top + EDGE)
    )


def _draw_scale(
    figure: Drawing, axes: Plot, box: Box, ticks: Sequence[float], *, show_labels: bool
) -> None:
    """Draw grid lines, with their values where there is room for them."""
    for tick, label in zip(ticks, format_ticks(ticks), strict=True):
        colour = style.GRID if tick else style.AXIS
        ends = (axes.x.start, axes.x.end)
        axes.line(
            "grid" if tick else "axis", ends, (tick, tick), colour=colour, width=0.8,
            order=GRID_ORDER,
        )  # fmt: skip
        if show_labels:
            y = axes.place(0, tick)[1]
            _write_tick(figure, box.left - frame.GAP, y, label, "right")


def _write_years(figure: Drawing, box: Box, years: tuple[int, int]) -> None:
    """Write the first and last year within the panel's width."""
    y = box.bottom - YEARS_BAND / 2 - 2
    if years[0] == years[1]:
        _write_tick(figure, (box.left + box.right) / 2, y, str(years[0]), "center")
        return
    _write_tick(figure, box.left, y, str(years[0]), "left")
    _write_tick(figure, box.right, y, str(years[1]), "right")


def _write_tick(
    figure: Drawing, x: float, y: float, text: str, ha: Literal["left", "center", "right"]
) -> None:
    frame.write(figure, x, y, text, "tick", colour=style.SOFT, size=SMALL_SIZE, ha=ha)


def _last_values(series: Sequence[Series], width: float) -> list[Words]:
    """The last value of each series after its year, in as many lines as a panel's width needs.

    A year stands once for the values that follow it. Of a panel with peers only the other
    series' values are told.
    """
    own = [one for one in series if one.role != "peer"]
    lines: list[Words] = [[]]
    year, used = 0, 0.0
    for one in series if len(series) == 1 else own:
        value = one.say(-1)
        said = "" if one.years[-1] == year else f"{one.years[-1]}:"
        needed = _advance(said) + _advance(value)
        if lines[-1] and used + needed - frame.GAP > width:
            lines.append([])
            used = 0.0
        lines[-1] += [(said, None), (value, one)] if said else [(value, one)]
        year, used = one.years[-1], used + needed
    return lines


def _advance(text: str) -> float:
    """From where a text begins to where the next one does."""
    return text_width(text, SMALL_SIZE) + frame.GAP if text else 0.0


def _write_last_values(figure: Drawing, box: Box, lines: Sequence[Words]) -> None:
    """Write the last values above the axes, with their years: they stand beside the first ones."""
    for number, words in enumerate(reversed(lines)):
        x, y = box.left, box.top + 4 + number * VALUE_LINE
        for text, one in words:
            if one is None:
                frame.write(
                    figure, x, y, text, "tick", colour=style.SOFT, size=SMALL_SIZE, va="bottom"
                )
            else:
                frame.write(
                    figure, x, y, text, "value", role=one.role, series=one.name,
                    anchor=one.rests_on_last,
                    colour=style.text_colour(one.role), size=SMALL_SIZE, va="bottom",
                )  # fmt: skip
            x += _advance(text)
