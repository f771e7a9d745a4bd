"""Values in steps of colour, and the swatches that explain areas."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Box, Drawing, Kind
from reportlib.content.figures.frame import GAP
from reportlib.content.figures.scales import format_log_ticks
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE
from reportlib.content.figures.text import text_width, wrap

SQUARE = 10.0  # side of a swatch
LINE = 15.0  # from one line of swatches to the next
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
HOLLOW_DASHES = (1.6, 1.4)


@dataclass(frozen=True)
class Swatch:
    """A square in a role's colour, and what it stands for."""

    role: str
    text: str


def quantile_bounds(values: Iterable[float], count: int = len(style.STEPS)) -> list[float]:
    """Round values that part others into some ``count`` steps of like size.

    They are as round as leaves most steps, and fewer where many values are equal: every step
    holds a value, and the bounds ascend.
    """
    present = sorted(value for value in values if not math.isnan(value))
    quantiles = np.quantile(present, [step / count for step in range(1, count)])
    choices = [
        _parting({_round(float(bound), marks) for bound in quantiles}, present)
        for marks in (ROUND, range(10, 100), range(100, 1000))
    ]
    return max(choices, key=len)


def _parting(bounds: Iterable[float], present: Sequence[float]) -> list[float]:
    """Those of the bounds that leave a value in every step."""
    kept: list[float] = []
    for bound in sorted(bounds):
        below = kept[-1] if kept else -math.inf
        if any(below <= value < bound for value in present) and bound <= present[-1]:
            kept.append(bound)
    return kept


def _round(value: float, marks: Iterable[float]) -> float:
    """To the nearest of some multiples of a power of ten."""
    if value == 0:
        return 0.0
    digits = [float(mark) for mark in marks]
    power = math.floor(math.log10(abs(value))) - math.floor(math.log10(digits[0]))
    nearest = min((*digits, digits[0] * 10), key=lambda mark: abs(mark * 10.0**power - abs(value)))
    return math.copysign(float(f"{nearest * 10.0**power:.6g}"), value)


def step_roles(count: int) -> list[str]:
    """The roles of ``count`` steps, from pale to dark.

    Raises:
        ValueError: There are more steps than colours.
    """
    if count > len(style.STEPS):
        raise ValueError(f"{count} steps, but the palette has {len(style.STEPS)}")
    if count == 1:
        return [style.STEPS[len(style.STEPS) // 2]]
    places = np.linspace(0, len(style.STEPS) - 1, count)
    return [style.STEPS[math.floor(place + 0.5)] for place in places]


def step_role(value: float, bounds: Sequence[float]) -> str:
    """The role of a value, which belongs to the step that its lower bound begins."""
    return step_roles(len(bounds) + 1)[bisect_right(list(bounds), value)]


def step_swatches(bounds: Sequence[float]) -> list[Swatch]:
    """The range of every step, in words."""
    if not bounds:
        return [Swatch(role, "any value") for role in step_roles(1)]
    texts = format_log_ticks(bounds)
    inner = [f"{low} to under {high}" for low, high in pairwise(texts)]
    ranges = [f"under {texts[0]}", *inner, f"{texts[-1]} or more"]
    return [Swatch(*one) for one in zip(step_roles(len(ranges)), ranges, strict=True)]


def draw_square(
    figure: Drawing,
    box: Box,
    role: str,
    kind: Kind = "tile",
    series: str = "",
    *,
    at: str = "",
    name: str = "",
    edged: bool = True,
) -> None:
    """Fill a box in a role's colour; pale colours are outlined, what is unknown is hollow."""
    hollow = role == "unknown"
    edge = style.colour(role) if hollow else style.EDGES.get(role, "") if edged else ""
    inset = 0.4 if edge else 0.0
    figure.area(
        kind, box.left + inset, box.bottom + inset, box.width - 2 * inset, box.height - 2 * inset,
        fill="" if hollow else style.colour(role), role=role, series=series, at=at,
        name=name, edge=edge, edge_width=0.8, dashes=HOLLOW_DASHES if hollow else (),
    )  # fmt: skip


def _lines(swatches: Sequence[Swatch], width: float, *, listed: bool) -> list[list[Swatch]]:
    """The swatches in as many lines as they need, or each in its own."""
    if listed:
        return [[swatch] for swatch in swatches]
    lines: list[list[Swatch]] = [[]]
    used = 0.0
    for swatch in swatches:
        needed = _swatch_width(swatch, width)
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append(swatch)
        used += needed + 2 * GAP
    return lines


def swatches_height(swatches: Sequence[Swatch], width: float, *, listed: bool = False) -> float:
    """The height that swatches need."""
    return sum(_line_height(line, width) for line in _lines(swatches, width, listed=listed))


def draw_swatches(
    figure: Drawing, area: Box, swatches: Sequence[Swatch], *, listed: bool = False
) -> None:
    """Write swatches from the area's top: from left to right, or as a list."""
    top = area.top
    for line in _lines(swatches, area.width, listed=listed):
        x, middle = area.left, top - LINE / 2
        for swatch in line:
            box = Box(x, middle - SQUARE / 2, x + SQUARE, middle + SQUARE / 2)
            draw_square(figure, box, swatch.role, "key")
            text = _swatch_text(swatch, area.width)
            lower = text.count("\n") * SMALL_SIZE * LINE_HEIGHT / 2
            frame.write(figure, x + SQUARE + 5, middle - lower, text, "key", size=SMALL_SIZE)
            x += _swatch_width(swatch, area.width) + 2 * GAP
        top -= _line_height(line, area.width)


def _swatch_text(swatch: Swatch, width: float) -> str:
    return wrap(swatch.text, width - SQUARE - 5, SMALL_SIZE)


def _swatch_width(swatch: Swatch, width: float) -> float:
    return SQUARE + 5 + text_width(_swatch_text(swatch, width), SMALL_SIZE)


def _line_height(line: Sequence[Swatch], width: float) -> float:
    lines = max(_swatch_text(swatch, width).count("\n") for swatch in line)
    return LINE + lines * SMALL_SIZE * LINE_HEIGHT
