"""Choose how large drawings are, so that few pages are left half empty.

Typst tells where each piece of the book begins and ends with all drawings in their own size.
From that the pages are filled as Typst fills them, for each of a few sizes that the drawings of
a page may have, and the best sequence of pages is taken. Nothing is moved: a reader finds all in
the order of the source. An estimate that is a little wrong leaves a page a little emptier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

SIZES = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 1.03, 1.06, 1.09, 1.12)
FULL = 0.77  # of a page; below that it looks left off
PAGE, EMPTY, EMPTIER, RESIZED = 300.0, 60.0, 300.0, 100.0  # what costs how much
SPARE = 3.0  # points of a page that an estimate may be wrong by
# What may be broken: points of what stays together at its begin, of a line, and at its end.
ENDS = {"flow": (24.0, 12.0, 24.0), "rows": (116.0, 24.0, 72.0)}
KINDS = ("open", "stick", "keep", *ENDS)
GAP, MOST_GAP = 18.0, 48.0  # points between two pieces: where none shows, and at most
PICTURE = re.compile(r'^(t\.picture\("block", "([^"]*)", .*(?<!: size))\)$', re.MULTILINE)

Spot = tuple[str, int, float]  # what begins, or "end"; its page; points from the page's top


@dataclass(frozen=True)
class Page:
    """The part of a page that text fills, in points, and where a chapter may still begin."""

    top: float
    bottom: float
    opening: float

    @property
    def height(self) -> float:
        """What it holds."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Unit:
    """What stays on one page: its height, and how much of that are drawings."""

    height: float
    gap: float  # above, unless it is the first on its page
    drawings: Mapping[str, float] = field(default_factory=dict)
    opens: bool = False  # a chapter

    @property
    def drawn(self) -> float:
        """The height of the drawings."""
        return sum(self.drawings.values())

    def sized(self, size: float) -> float:
        """The height with drawings of a size."""
        return self.height - (1 - size) * self.drawn


@dataclass(frozen=True)
class Piece:
    """What the template wrote as one: where it begins and ends, and the drawings in it."""

    kind: str
    start: tuple[int, float]
    end: tuple[int, float]
    drawings: Mapping[str, float]

    @property
    def opens(self) -> bool:
        """Whether a chapter begins."""
        return self.kind == "open"


def fitted(code: str, told: str) -> str:
    """The book with a size for each drawing that should not have its own.

    Args:
        code: the book as it was written.
        told: what the template says of the pages, as JSON.
    """
    (page, spots), *_ = json.loads(told) or [(None, None)]
    if page is None:
        return code
    room = Page(*page)
    sizes = chosen_sizes(units_of(pieces_of(spots), room), room)

    def resized(found: re.Match[str]) -> str:
        size = sizes.get(found[2], 1.0)
        return found[0] if size == 1 else f"{found[1]}, scale: {size:g})"

    return PICTURE.sub(resized, code)


def pieces_of(spots: Iterable[Spot]) -> list[Piece]:
    """The outermost pieces in order."""
    found: list[Piece] = []
    begun: list[Spot] = []
    drawings: dict[str, float] = {}
    for kind, page, y in spots:
        if kind != "end":
            begun.append((kind, page, y))
            continue
        name, first, above = begun.pop()
        if name not in KINDS:
            drawings[name] = y - above
        if not begun:
            found.append(Piece(name, (first, above), (page, y), drawings))
            drawings = {}
    return found


def units_of(pieces: Sequence[Piece], page: Page) -> list[Unit]:
    """What stays together: a text is parted into lines, what sticks goes with what follows."""
    units: list[Unit] = []
    held: Unit | None = None
    for piece, above in zip(pieces, _above(pieces, page), strict=True):
        gap = GAP if above > MOST_GAP else above
        if above > MOST_GAP:  # something that is no piece, such as a list
            between = _parted(Unit(above - 2 * GAP, GAP), "flow")
            units += between if held is None else [_joined(held, between[0]), *between[1:]]
            held = None
        own = Unit(_between(piece.start, piece.end, page), gap, piece.drawings, piece.opens)
        first, *rest = _parted(own, piece.kind)
        held = first if held is None else _joined(held, first)
        if piece.kind not in ("open", "stick"):
            units += [held, *rest]
            held = None
    return units if held is None else [*units, held]


def _above(pieces: Sequence[Piece], page: Page) -> Iterator[float]:
    """What stands above each piece, in points."""
    yield GAP
    for before, piece in pairwise(pieces):
        if before.end[0] == piece.start[0]:
            yield piece.start[1] - before.end[1]
        elif piece.start[1] > page.top + MOST_GAP:
            yield _between(before.end, piece.start, page)
        else:
            yield GAP


def _between(start: tuple[int, float], end: tuple[int, float], page: Page) -> float:
    return max(0.0, (end[0] - start[0]) * page.height + end[1] - start[1])


def _parted(unit: Unit, kind: str) -> list[Unit]:
    """What may be broken in parts: more than one line stays together at its begin and its end."""
    if kind not in ENDS:
        return [unit]
    begin, line, end = ENDS[kind]
    count = int((unit.height - begin - end) / line)
    if count < 1:
        return [unit]
    last = unit.height - begin - count * line
    return [replace(unit, height=begin), *[Unit(line, 0)] * count, Unit(last, 0)]


def _joined(upper: Unit, lower: Unit) -> Unit:
    return replace(
        upper,
        height=upper.height + lower.gap + lower.height,
        drawings={**upper.drawings, **lower.drawings},
    )


def chosen_sizes(units: Sequence[Unit], page: Page) -> dict[str, float]:
    """The size of each drawing, from the cheapest sequence of pages."""

    @cache
    def filled(first: int, size: float) -> tuple[int, float, float]:
        """The unit after a page, how high the page is filled, and how much of that is drawn."""
        height = drawn = 0.0
        for at in range(first, len(units)):
            unit = units[at]
            if at > first and not _fits(unit, height, size, page):
                return at, height, drawn
            height += unit.sized(size) + (unit.gap if at > first else 0)
            drawn += unit.drawn
        return len(units), height, drawn

    # Where a page may begin, with which size; then from the end the cheapest way on from each.
    places = {(0, size) for size in SIZES}
    for at in range(len(units)):
        for size in SIZES:
            if (at, size) in places:
                after, height, _ = filled(at, size)
                places |= {(after, each) for each in _after(units, after, height, size, page)}
    best: dict[tuple[int, float], tuple[float, float]] = {}
    for at, size in sorted(places, reverse=True):
        if at == len(units):
            best[at, size] = 0.0, size
            continue
        after, height, drawn = filled(at, size)
        rest, following = min(
            (best[after, each][0], each) for each in _after(units, after, height, size, page)
        )
        best[at, size] = rest + _cost(height / page.height, size, drawn), following
    sizes: dict[str, float] = {}
    at, size = min(((0, each) for each in SIZES), key=best.__getitem__)
    while at < len(units):
        after, _, _ = filled(at, size)
        for unit in units[at:after]:
            sizes |= dict.fromkeys(unit.drawings, size)
        at, size = after, best[at, size][1]
    return sizes


def _after(
    units: Sequence[Unit], at: int, height: float, size: float, page: Page
) -> Iterator[float]:
    """The sizes that the next page may have: none with which its first unit fits on this one."""
    for each in SIZES:
        if at == len(units) or each == size or not _fits(units[at], height, each, page):
            yield each


def _fits(unit: Unit, height: float, size: float, page: Page) -> bool:
    if unit.opens and height > page.opening:
        return False
    return height + unit.gap + unit.sized(size) <= page.height - SPARE


def _cost(fill: float, size: float, drawn: float) -> float:
    empty = EMPTY + EMPTIER * (FULL - fill) if fill < FULL else 0.0
    return PAGE + empty + (RESIZED * abs(1 - size) if drawn else 0.0)
