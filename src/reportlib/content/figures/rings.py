"""The marks behind a headline's numbers: a ring around each, and its value where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, hypot
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Area, Box, Dots, Drawing, Line, Plot, Text
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE
from reportlib.content.figures.text import text_height, text_width

RADIUS = 5.0  # of a ring
BESIDE = 1.0  # from what is not ringed
EDGE = 1.4
STEP = 3.0  # between the points by which a line keeps texts away
DISTANCES = (1.5, 5.0, 11.0, 19.0, 29.0, 41.0)  # from a ring to its value
LEADER_FROM = 8.0
HIDES = 100.0  # the cost of a box that hides something: more than there are boxes
DIRECTIONS = (
    (0.0, 1.0), (0.0, -1.0), (0.5, 1.0), (-0.5, 1.0), (0.5, -1.0), (-0.5, -1.0),
    (-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (1.0, 0.0), (-1.0, 0.0),
)  # fmt: skip
"""Where a value may stand, seen from its ring, the best first: across and up.

Halfway across it begins or ends where the ring does.
"""
SOLID = ("bar", "tile")
KEPT_CLEAR = ("line", "dot", "range", "break", "leader", "ring")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ring:
    """A mark to be ringed, in points, and how its value is printed."""

    x: float
    y: float
    text: str
    role: str
    series: str
    tone: str = ""  # the role of its colour, where that is another
    ringed: bool = True  # or only printed, as on a bar

    @property
    def colour(self) -> str:
        """The colour of the ring and its text."""
        return style.text_colour(self.tone or self.role)

    @property
    def radius(self) -> float:
        """How far it reaches."""
        return RADIUS if self.ringed else BESIDE


def draw_rings(figure: Drawing, rings: Sequence[Ring], room: Box) -> None:
    """Ring marks and write their values in the room, clear of all that is drawn already.

    On a phone a value that would hide something is left out; the table view has it.
    """
    for ring in rings:
        if ring.ringed:
            _draw_ring(figure, ring)
    if not rings:
        return
    lines, taken = _drawn(figure)
    for ring in rings:
        cost, box = _free_box(ring, lines, taken, room)
        if cost >= HIDES and figure.width < style.WIDTHS["wide"]:
            continue
        taken.append(box)
        if _distance(box, ring) > ring.radius + LEADER_FROM:
            _draw_leader(figure, ring, box)
        frame.write(
            figure, (box.left + box.right) / 2, (box.bottom + box.top) / 2, ring.text, "value",
            role=ring.role, series=ring.series, colour=ring.colour, size=SMALL_SIZE,
            weight=style.BOLD, ha="center", anchor=True, halo=True,
        )  # fmt: skip


def _draw_ring(figure: Drawing, ring: Ring) -> None:
    figure.add(
        Dots(
            kind="ring", role=ring.role, series=ring.series, order=style.order("focus"),
            xs=(ring.x,), ys=(ring.y,), shape="o", size=2 * RADIUS, fill="none",
            edge=ring.colour, edge_width=EDGE, anchor=True,
        )
    )  # fmt: skip


def _free_box(ring: Ring, lines: Floats, taken: Sequence[Box], room: Box) -> tuple[float, Box]:
    """The box for a ring's value that hides least, and of those the nearest; and its cost."""
    boxes = list(_places(ring))
    costs = [
        HIDES * hits + HIDES * _hidden(box, taken) + 1000 * _outside(box, room) + at
        for at, (box, hits) in enumerate(zip(boxes, _hits(boxes, lines), strict=True))
    ]
    return min(zip(costs, boxes, strict=True), key=itemgetter(0))


def _places(ring: Ring) -> Iterator[Box]:
    width = text_width(ring.text, SMALL_SIZE, style.BOLD)
    height = text_height(ring.text, SMALL_SIZE)
    for away in DISTANCES:
        for across, up in DIRECTIONS:
            reach = ring.radius + away
            # Aslant a text stands by the ring's shoulder, not by a corner of the square around.
            aside = {0.0: 0.0, 0.5: width / 2 - ring.radius, 1.0: width / 2 + away - 1}
            beside = aside[abs(across)] if up else width / 2 + reach
            x = ring.x + copysign(beside, across)
            y = ring.y + up * (height / 2 + reach)
            yield Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _hits(boxes: Sequence[Box], points: Floats) -> list[int]:
    """How many points lie in each box."""
    left, bottom, right, top = np.array([[b.left, b.bottom, b.right, b.top] for b in boxes]).T
    x, y = points.T
    within = (
        (left[:, None] - 2 < x)
        & (x < right[:, None] + 2)
        & (bottom[:, None] - 1 < y)
        & (y < top[:, None] + 1)
    )
    return [int(count) for count in within.sum(axis=1)]


def _hidden(box: Box, taken: Iterable[Box]) -> float:
    """How much of other boxes a box covers."""
    return sum(
        (min(box.right, other.right) - max(box.left, other.left) + 2)
        * (min(box.top, other.top) - max(box.bottom, other.bottom))
        for other in taken
        if other.left < box.right + 2
        and box.left < other.right + 2
        and other.bottom < box.top
        and box.bottom < other.top
    )


def _outside(box: Box, room: Box) -> float:
    across = max(0.0, room.left - box.left, box.right - room.right)
    return across + max(0.0, room.bottom - box.bottom, box.top - room.top)


def _distance(box: Box, ring: Ring) -> float:
    x = min(max(ring.x, box.left), box.right)
    y = min(max(ring.y, box.bottom), box.top)
    return hypot(x - ring.x, y - ring.y)


def _draw_leader(figure: Drawing, ring: Ring, box: Box) -> None:
    """Join a ring with a value that stands away from it."""
    x = min(max(ring.x, box.left + 1), box.right - 1)
    y = min(max(ring.y, box.bottom + 1), box.top - 1)
    length = hypot(x - ring.x, y - ring.y)
    start = [at + ring.radius / length * (to - at) for at, to in ((ring.x, x), (ring.y, y))]
    figure.line(
        "leader", (start[0], x), (start[1], y), colour=ring.colour, width=0.7, role=ring.role,
        series=ring.series,
    )  # fmt: skip


def _drawn(figure: Drawing) -> tuple[Floats, list[Box]]:
    """What is drawn already: points of lines and dots, and boxes of texts and areas."""
    points: list[tuple[float, float]] = []
    boxes: list[Box] = []
    for plot, mark in figure.every():
        if isinstance(mark, Text):
            boxes += _room_of(plot, mark)
        elif isinstance(mark, Area) and mark.kind in SOLID:
            corner = plot.place(mark.x, mark.y)
            boxes.append(Box(*corner, *plot.place(mark.x + mark.width, mark.y + mark.height)))
        elif isinstance(mark, Line | Dots) and mark.kind in KEPT_CLEAR:
            places = [plot.place(x, y) for x, y in zip(mark.xs, mark.ys, strict=True)]
            points += places
            if isinstance(mark, Line):
                points += _between(places)
    return np.array(points or [(-1.0, -1.0)]), boxes


def _between(places: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points of a line, some few points apart."""
    for (x, y), (to_x, to_y) in pairwise(places):
        steps = int(hypot(to_x - x, to_y - y) / STEP)
        for at in range(1, steps + 1):
            share = at / (steps + 1)
            yield x + share * (to_x - x), y + share * (to_y - y)


def _room_of(plot: Plot, text: Text) -> list[Box]:
    """The room of a text that lies level; the others stand outside the axes."""
    if not text.text or text.upright:
        return []
    x, y = plot.place(text.x, text.y)
    x, y = x + text.apart[0], y + text.apart[1]
    width = text_width(text.text, text.size, text.weight)
    left = x - {"left": 0.0, "center": width / 2, "right": width}[text.ha]
    above = (frame.ASCENT + text.text.count("\n") * LINE_HEIGHT) * text.size
    return [Box(left, y - frame.DESCENT * text.size, left + width, y + above)]
