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
PAGE, EMPTY, EMPTIER, RESIZED = 100.0, 60.0, 300.0, 100.0  # what costs how much
SPARE = 3.0  # points of a page that an estimate may be wrong by
LINE, FEW_LINES = 12.0, 3  # points of a line of text; a text of so few is not broken
GAP, MOST_GAP = 18.0, 30.0  # points between two pieces: where none shows, and at most
PICTURE = re.compile(r'^(t\.picture\("block", "([^"]*)", .*)\)$', re.MULTILINE)

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
        if name not in ("open", "stick", "keep", "flow"):
            drawings[name] = y - above
        if not begun:
            found.append(Piece(name, (first, above), (page, y), drawings))
            drawings = {}
    return found


def units_of(pieces: Sequence[Piece], page: Page) -> list[Unit]:
    """What stays together: a text is parted into lines, what sticks goes with what follows."""
    units: list[Unit] = []
    held: Unit | None = None
    for piece, gap in zip(pieces, _gaps(pieces, page), strict=True):
        height = _between(piece.start, piece.end, page)
        own = Unit(height, gap, piece.drawings, piece.kind == "open")
        first, *rest = _lines(own) if piece.kind == "flow" else [own]
        held = first if held is None else _joined(held, first)
        if piece.kind not in ("open", "stick"):
            units += [held, *rest]
            held = None
    return units if held is None else [*units, held]


def _gaps(pieces: Sequence[Piece], page: Page) -> Iterator[float]:
    """What stands above each piece: space, or something that is no piece, such as a list."""
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


def _lines(unit: Unit) -> list[Unit]:
    """A text by lines; the first two and the last two stay together."""
    count = round(unit.height / LINE)
    if count <= FEW_LINES:
        return [unit]
    line = Unit(unit.height / count, 0)
    two = replace(line, height=2 * line.height)
    return [replace(two, gap=unit.gap), *[line] * (count - 4), two]


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

    # From the end: what each page costs with all that follow, and the size on the next.
    best: dict[tuple[int, float], tuple[float, float]] = {
        (len(units), size): (0.0, 1.0) for size in SIZES
    }
    for first in range(len(units) - 1, -1, -1):
        for size in SIZES:
            after, height, drawn = filled(first, size)
            following = min(
                (best[after, each][0], each)
                for each in SIZES
                if after == len(units)
                or each == size
                or not _fits(units[after], height, each, page)
            )
            cost = _cost(height / page.height, size, drawn) + following[0]
            best[first, size] = cost, following[1]
    return dict(_walk(units, filled, best))


def _walk(units, filled, best) -> Iterator[tuple[str, float]]:  # type: ignore[no-untyped-def]
    first, size = 0, min(SIZES, key=lambda each: (best[0, each][0], each)) if units else 1.0
    while first < len(units):
        after = filled(first, size)[0]
        for unit in units[first:after]:
            yield from dict.fromkeys(unit.drawings, size).items()
        first, size = after, best[first, size][1]


def _fits(unit: Unit, height: float, size: float, page: Page) -> bool:
    if unit.opens and height > page.opening:
        return False
    return height + unit.gap + unit.sized(size) <= page.height - SPARE


def _cost(fill: float, size: float, drawn: float) -> float:
    empty = EMPTY + EMPTIER * (FULL - fill) if fill < FULL else 0.0
    return PAGE + empty + (RESIZED * abs(1 - size) if drawn else 0.0)
