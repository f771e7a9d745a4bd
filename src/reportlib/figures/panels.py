"""Many small line figures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportlib.figures import frame, style
from reportlib.figures.frame import Box, Key
from reportlib.figures.lines import Series, draw_series, read_series
from reportlib.figures.scales import format_ticks, format_value, is_whole, number_ticks
from reportlib.figures.shapes import Break, Size, check_table
from reportlib.figures.style import SMALL_SIZE, styled
from reportlib.figures.svg import tag
from reportlib.figures.text import text_height, text_width, wrap

COLUMNS = ("panel", "panel_label", "series", "role", "year", "value")
PANEL_HEIGHT = 78.0
SPACE = 16.0
YEARS_BAND = 18.0
VALUE_BAND = 16.0  # room above the axes for the last values

Panel = tuple[str, str, list[Series]]  # code, title, series
Scale = tuple[list[float], tuple[float, float]]  # ticks, limits


@styled
def plot_small_multiples(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    columns: int | None = None,
    breaks: Sequence[Break] = (),
    shared_y: bool = True,
) -> Figure:
    """Draw one small line figure for each panel, the last value written at its end.

    Args:
        table: Columns ``panel`` (a code), ``panel_label``, ``series``, ``role``, ``year``,
            ``value``, and ``label`` (else ``series`` serves) for the key, which is shown
            where a panel holds more than one series. Panels stand in the order of their first rows.
        unit: What the values count, written above the figure.
        size: For a page or a phone.
        columns: Panels side by side; by default 3 or 4 on a page, 2 on a phone.
        breaks: Changes of definition; ``series`` may name a series or a panel.
        shared_y: Give all panels one scale; otherwise the header says that scales differ.

    Raises:
        ValueError: There is nothing to draw.
    """
    check_table(table, COLUMNS, ["value"])
    panels = _read_panels(table)
    across = columns or min(len(panels), _usual_columns(len(panels), size))
    years = (int(table["year"].min()), int(table["year"].max()))
    shown = [b for b in breaks if years[0] < b.year <= years[1]]
    header = unit if shared_y else f"{unit} (each panel has its own scale)"
    scales = _scales(panels, shared=shared_y)
    left = max(frame.tick_column(ticks)[1] for ticks, _ in scales)
    width = (style.WIDTHS[size] - (left if shared_y else across * left) + SPACE) / across - SPACE
    titles = [wrap(title, width, weight=style.BOLD) for _, title, _ in panels]
    title_band = max(text_height(title) for title in titles) + VALUE_BAND
    cell = title_band + PANEL_HEIGHT + YEARS_BAND + SPACE / 2
    keys = _keys(panels, shown)
    height = frame.header_height(header, size, keys) + ceil(len(panels) / across) * cell
    figure, area = frame.new_figure(size, height)
    area = frame.draw_header(figure, area, header, keys)
    for number, (panel, title, scale) in enumerate(zip(panels, titles, scales, strict=True)):
        row, column = divmod(number, across)
        x = left + column * (width + SPACE + (0 if shared_y else left))
        top = area.top - row * cell
        box = Box(x, top - title_band - PANEL_HEIGHT, x + width, top - title_band)
        frame.write(figure, x, top, title, "label", weight=style.BOLD, va="top")
        _draw_panel(figure, box, panel, years, shown, scale, show_ticks=column == 0 or not shared_y)
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


def _usual_columns(count: int, size: Size) -> int:
    if size == "narrow":
        return 2
    return 4 if count % 4 == 0 or count > 9 else 3


def _keys(panels: Sequence[Panel], breaks: Sequence[Break]) -> list[Key]:
    several = any(len(series) > 1 for _, _, series in panels)
    drawn = [one for _, _, series in panels for one in series]
    named = dict.fromkeys((_key_name(one), one.role) for one in reversed(drawn))
    keys = [Key("–", name, style.text_colour(role)) for name, role in named]
    notes = {b.text: b.year for b in breaks if b.text}
    return (keys if several else []) + [
        Key("····", f"{year}: {text}", style.BREAK) for text, year in notes.items()
    ]


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
    figure: Figure,
    box: Box,
    panel: Panel,
    years: tuple[int, int],
    breaks: Sequence[Break],
    scale: Scale,
    *,
    show_ticks: bool,
) -> None:
    code, _, series = panel
    axes = frame.add_axes(figure, box)
    ticks, limits = scale
    axes.set_ylim(*limits)
    pad = 0.5 if years[0] == years[1] else 0.0
    axes.set_xlim(years[0] - pad, years[1] + pad)
    _draw_scale(figure, axes, box, ticks, show_labels=show_ticks)
    _write_years(figure, box, years)
    concerned = [
        Break("", b.year) for b in breaks if b.series in ("", code, *(one.name for one in series))
    ]
    frame.draw_breaks(figure, Box(box.left, box.top, box.right, box.top), axes, concerned)
    for one in series:
        own = [Break(one.name, b.year) for b in breaks if b.concerns(one.name) or b.series == code]
        draw_series(axes, one, own, ())
    _write_last_values(figure, box, series, years[1])


def _draw_scale(
    figure: Figure, axes: Axes, box: Box, ticks: Sequence[float], *, show_labels: bool
) -> None:
    """Draw grid lines without matplotlib's ticks, which would take half the time of a panel."""
    axes.set_axis_off()
    for tick, label in zip(ticks, format_ticks(ticks), strict=True):
        colour = style.GRID if tick else style.AXIS
        line = axes.axhline(tick, color=colour, linewidth=0.8, zorder=0.5, clip_on=False)
        tag(line, "grid" if tick else "axis")
        if show_labels:
            y = frame.place(axes, 0, tick)[1]
            _write_tick(figure, box.left - frame.GAP, y, label, "right")


def _write_years(figure: Figure, box: Box, years: tuple[int, int]) -> None:
    """Write the first and last year within the panel's width."""
    y = box.bottom - YEARS_BAND / 2 - 2
    if years[0] == years[1]:
        _write_tick(figure, (box.left + box.right) / 2, y, str(years[0]), "center")
        return
    _write_tick(figure, box.left, y, str(years[0]), "left")
    _write_tick(figure, box.right, y, str(years[1]), "right")


def _write_tick(
    figure: Figure, x: float, y: float, text: str, ha: Literal["left", "center", "right"]
) -> None:
    frame.write(figure, x, y, text, "tick", colour=style.SOFT, size=SMALL_SIZE, ha=ha)


def _write_last_values(figure: Figure, box: Box, series: Sequence[Series], last: int) -> None:
    """Write the last values above the axes, with the year where that is earlier.

    Of a panel with peers only the other series' values are written.
    """
    x = box.left
    own = [one for one in series if one.role != "peer"]
    for one in series if len(series) == 1 else own:
        text = format_value(one.values[-1], whole=is_whole(one.values))
        text = text if one.years[-1] == last else f"{text} ({one.years[-1]})"
        frame.write(
            figure, x, box.top + 4, text, "value", role=one.role, series=one.name,
            colour=style.text_colour(one.role), size=SMALL_SIZE, va="bottom",
        )  # fmt: skip
        x += text_width(text, SMALL_SIZE) + 2 * frame.GAP
