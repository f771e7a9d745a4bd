"""Drawings that stand beside a number: a trend, a place among all, a thumbnail.

They have no words but codes: what they show is said beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from reportlib.content.figures import style
from reportlib.content.figures.canvas import TEXT_ORDER, Axis, Box, Drawing, Plot, Text

Run = Sequence[tuple[int, float]]

LEAST_TREND = 4  # values: fewer show no direction
TICK, OWN_TICK = 0.7, 3.0  # widths in a strip: of every economy's tick, and of its own
STRIP_HEIGHT, OWN_HEIGHT = 8.0, 14.0
SPARK = (84.0, 33.0)
STRIP = (140.0, OWN_HEIGHT)
THUMBNAIL = (165.0, 63.0)
ROOM, CODE_WIDTH, CODE_SIZE = 4.0, 26.0, 8.25


def is_trend(runs: Sequence[Run]) -> bool:
    """Whether runs of years and values have enough of them to show a direction."""
    return sum(map(len, runs)) >= LEAST_TREND


def plot_spark(runs: Sequence[Run], *, falls: bool = False, large: bool = False) -> Drawing:
    """Draw a trend by itself, each run of its years joined, and a dot at its end.

    Args:
        runs: years and values; neither a break nor a missing year is within one.
        falls: less is better, and stands higher.
        large: of a thumbnail's size.
    """
    drawing = Drawing(*(THUMBNAIL if large else SPARK))
    box = drawing.box
    plot = drawing.add_plot(
        Box(box.left + 1.5, box.bottom + ROOM, box.right - ROOM, box.top - ROOM)
    )
    years = [year for run in runs for year, _ in run]
    plot.x = Axis(min(years), max(years))
    plot.y = value_axis(runs, falls=falls)
    drawing.line("grid", (0, box.right), (1, 1), colour=style.GRID, width=0.8)
    draw_runs(plot, runs, width=1.7, dot=5.2)
    return drawing


def value_axis(runs: Sequence[Run], *, falls: bool) -> Axis:
    """From zero to the highest value, or, where less is better, from the highest to the lowest.

    The ground line of a trend is read as zero.
    """
    values = [value for run in runs for _, value in run]
    low, high = min(values) if falls else min(0.0, *values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    return Axis(high, low) if falls else Axis(low, high)


def draw_runs(
    plot: Plot, runs: Sequence[Run], *, series: str = "", width: float = 1.3, dot: float = 4.0
) -> None:
    """Join the years of each run, and mark the last value of all."""
    for run in runs:
        _draw_run(plot, run, series, width)
    last = max(spot for run in runs for spot in run)
    plot.dots(
        [last[0]], [last[1]], size=dot, colour=style.colour("focus"), edge_width=0,
        role="focus", series=series, order=style.order("focus") + 1,
    )  # fmt: skip


def _draw_run(plot: Plot, run: Run, series: str, width: float) -> None:
    """Join the years of a run; one alone is a small dot."""
    xs, ys = [year for year, _ in run], [value for _, value in run]
    ink = style.colour("focus")
    if len(run) > 1:
        plot.line("line", xs, ys, colour=ink, width=width, role="focus", series=series)
    else:
        plot.dots(xs, ys, size=1.8, colour=ink, edge_width=0, role="focus", series=series, order=2)


def plot_strip(rank: int, n: int) -> Drawing:
    """Draw the place of an economy among all, the first on the right."""
    drawing = Drawing(*STRIP)
    draw_strip(drawing, (OWN_TICK, STRIP[0] - OWN_TICK), OWN_HEIGHT / 2, rank, n)
    return drawing


def draw_strip(
    drawing: Drawing, ends: tuple[float, float], y: float, rank: int, n: int, series: str = ""
) -> None:
    """Draw a tick for every rank, the first on the right, and a higher one for the focus."""
    # Dashes are written to hundredths of a point, so that so many of them end where they must.
    step = floor(100 * (ends[1] - ends[0]) / max(n - 1, 1)) / 100
    tick = round(min(TICK, step / 2), 2)
    left = ends[1] - step * (n - 1)
    drawing.line(
        "range", (left - tick / 2, ends[1] + tick / 2), (y, y), colour=style.colour("other"),
        width=STRIP_HEIGHT, role="other", series=series,
        dashes=(tick / STRIP_HEIGHT, (step - tick) / STRIP_HEIGHT), order=1,
    )  # fmt: skip
    own = left + (n - rank) / (n - 1) * (ends[1] - left) if n > 1 else ends[1]
    drawing.area(
        "bar", own - OWN_TICK / 2, y - OWN_HEIGHT / 2, OWN_TICK, OWN_HEIGHT,
        fill=style.colour("focus"), role="focus", series=series, order=4,
    )  # fmt: skip


def plot_order(codes: Sequence[str], values: Sequence[float], roles: Sequence[str]) -> Drawing:
    """Draw a value of each economy, from zero, in the order given.

    Raises:
        ValueError: there is nothing to draw, or a value is below zero.
    """
    if not values or min(values) < 0:
        raise ValueError(f"values from zero on are needed, not {list(values)}")
    drawing = Drawing(*THUMBNAIL)
    step = THUMBNAIL[1] / len(values)
    most = max(values) or 1.0
    for at, (code, value, role) in enumerate(zip(codes, values, roles, strict=True)):
        y = THUMBNAIL[1] - step * (at + 0.5)
        end = CODE_WIDTH + value / most * (THUMBNAIL[0] - CODE_WIDTH - ROOM)
        colour = style.colour(role)
        drawing.add(
            Text(
                kind="label", role=role, order=TEXT_ORDER, x=0, y=y - CODE_SIZE / 3, text=code,
                colour=style.text_colour(role), size=CODE_SIZE, weight=style.weight(role),
            )
        )  # fmt: skip
        drawing.line(
            "line", (CODE_WIDTH, end), (y, y), colour=colour, width=1.7 if role == "focus" else 1.1,
            role=role,
        )  # fmt: skip
        drawing.dots(
            [end], [y], size=6.0 if role == "focus" else 4.4, colour=colour, edge_width=0,
            order=style.order(role), role=role,
        )  # fmt: skip
    return drawing


def plot_columns(runs: Sequence[Run]) -> Drawing:
    """Draw a column for each year of few, from zero, the newest as the focus.

    Raises:
        ValueError: a value is below zero.
    """
    spots = [spot for run in runs for spot in run]
    if min(value for _, value in spots) < 0:
        raise ValueError(f"values from zero on are needed, not {spots}")
    drawing = Drawing(*THUMBNAIL)
    first, last = min(spots)[0], max(spots)[0]
    step = THUMBNAIL[0] / (last - first + 1)
    most = max(value for _, value in spots) or 1.0
    drawing.line("axis", (0, THUMBNAIL[0]), (1, 1), colour=style.AXIS, width=0.8)
    for year, value in spots:
        role = "focus" if year == last else "other"
        drawing.area(
            "bar", (year - first + 0.09) * step, 1, 0.82 * step,
            value / most * (THUMBNAIL[1] - ROOM), fill=style.colour(role), role=role,
        )  # fmt: skip
    return drawing
