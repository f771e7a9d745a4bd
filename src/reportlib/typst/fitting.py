"""Choose how large drawings are and where they float, so that few pages are left half empty.

Typst tells where each piece of the book begins and ends with all drawings in their own size and
all in the order of the source. From that the pages are filled as Typst fills them, for each of a
few sizes that the drawings of a page may have and for each order that the exhibits and texts of
a section may have, and the best sequence of pages is taken. Figures keep their order among each
other, and so do tables and texts; a section's first exhibit stays below its heading. An estimate
that is a little wrong leaves a page a little emptier.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby, pairwise, permutations
from operator import itemgetter
from typing import Any

SIZES = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 1.03, 1.06, 1.09, 1.12)
FULL = 0.77  # of a page; below that it looks left off
PAGE, EMPTY, EMPTIER, RESIZED = 300.0, 60.0, 300.0, 100.0  # what costs how much
SPARE = 5.0  # points of a page that an estimate may be wrong by
# What may be broken: points of what stays together at its begin, of a line, and at its end.
ENDS = {"flow": (24.0, 12.0, 24.0), "rows": (116.0, 24.0, 72.0)}
KINDS = ("open", "stick", "keep", *ENDS)
GAP, MOST_GAP = 18.0, 48.0  # points between two pieces: where none shows, and at most
PART = "part/"  # begins what is said of a part that may be moved: its run, place and kind
MOVED = 25.0  # what an order costs that is not the source's
FARTHEST, MOST_ORDERS, MOST_PARTS = 2, 8, 6  # how far a part is moved, and the orders tried

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
    part: str = ""  # that may be moved, and belongs to a run of them

    @property
    def run(self) -> str:
        """The run of parts that it belongs to, if any."""
        return self.part.rpartition("/")[0].rpartition("/")[0]

    @property
    def opens(self) -> bool:
        """Whether a chapter begins."""
        return self.kind == "open"


def fitted(told: str) -> dict[str, Any]:
    """The sizes of drawings that should not have their own, and parts in another order.

    Args:
        told: what the template says of the pages, as JSON.
    """
    (page, spots), *_ = json.loads(told) or [(None, None)]
    if page is None:
        return {"sizes": {}, "orders": {}}
    room = Page(*page)
    sizes, orders = arrangement(runs_of(pieces_of(spots), room), room)
    changed = {name: size for name, size in sizes.items() if size != 1}
    return {"sizes": changed, "orders": orders}


def pieces_of(spots: Iterable[Spot]) -> list[Piece]:
    """The outermost pieces in order."""
    found: list[Piece] = []
    begun: list[Spot] = []
    drawings: dict[str, float] = {}
    part = ""
    for kind, page, y in spots:
        if kind.startswith(PART):
            part = kind.removeprefix(PART)
        elif kind != "end":
            begun.append((kind, page, y))
        else:
            name, first, above = begun.pop()
            if name not in KINDS:
                drawings[name] = y - above
            if not begun:
                found.append(Piece(name, (first, above), (page, y), drawings, part))
                drawings = {}
    return found


def runs_of(pieces: Sequence[Piece], page: Page) -> list[Run]:
    """The units of all pieces, those of parts that may be moved in each order they may have."""
    runs: list[Run] = []
    groups = groupby(zip(pieces, _above(pieces, page), strict=True), key=lambda it: it[0].run)
    for key, members in groups:
        each = list(members)
        if not key:
            runs.append(Run([()], [units_of(each, page)]))
            continue
        parts = {
            at: units_of(list(own), page) for at, own in groupby(each, key=lambda it: it[0].part)
        }
        units = list(parts.values())
        kinds = [at.rpartition("/")[2] for at in parts]
        orders = orders_of(kinds) if all(units) else [tuple(range(len(units)))]
        runs.append(Run(orders, [[u for at in order for u in units[at]] for order in orders], key))
    return runs


def orders_of(kinds: Sequence[str]) -> list[tuple[int, ...]]:
    """The orders that parts may have, the source's first: those of a kind keep theirs."""
    found = [
        order
        for order in permutations(range(len(kinds)))
        if all(abs(at - to) <= FARTHEST for to, at in enumerate(order)) and _in_turn(order, kinds)
    ]
    return sorted(found, key=lambda order: (_moves(order), order))[:MOST_ORDERS]


def _in_turn(order: Sequence[int], kinds: Sequence[str]) -> bool:
    return all(
        not (kinds[one] == kinds[other] and one > other)
        for at, one in enumerate(order)
        for other in order[at + 1 :]
    )


def _moves(order: Sequence[int]) -> int:
    return sum(abs(at - to) for to, at in enumerate(order))


def units_of(pieces: Iterable[tuple[Piece, float]], page: Page) -> list[Unit]:
    """What stays together: a text is parted into lines, what sticks goes with what follows.

    Args:
        pieces: each with what stands above it, in points.
    """
    units: list[Unit] = []
    held: Unit | None = None
    for piece, above in pieces:
        gap = GAP if above > MOST_GAP else above
        if above > MOST_GAP:  # something that is no piece, such as code
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


Place = tuple[int, int, int]  # a run, a unit of it, and which order of its parts


@dataclass(frozen=True)
class Run:
    """Units that follow each other, in each order that their parts may have."""

    orders: Sequence[Sequence[int]]  # of parts; as in the source first
    units: Sequence[Sequence[Unit]]  # for each order
    key: str = ""


@dataclass(frozen=True)
class Filled:
    """A page: what stands on it, and what follows."""

    begun: tuple[tuple[int, int], ...] = ()  # the runs that begin on it, and their orders
    units: tuple[Unit, ...] = ()
    height: float = 0.0
    following: Unit | None = None
    after: Place = (0, 0, 0)

    def cost(self, size: float, page: Page) -> float:
        """What is wrong with it."""
        moved = MOVED * sum(order > 0 for _, order in self.begun)
        return moved + _cost(self.height / page.height, size, sum(u.drawn for u in self.units))


def arrangement(runs: Sequence[Run], page: Page) -> tuple[dict[str, float], dict[str, list[int]]]:
    """The size of each drawing and the order of parts, from the cheapest sequence of pages."""

    @cache
    def starts(run: int) -> tuple[Place, ...]:
        """Where what follows a run may begin."""
        while run < len(runs) and not runs[run].units[0]:
            run += 1
        return tuple(
            (run, 0, each) for each in range(len(runs[run].orders) if run < len(runs) else 1)
        )

    @cache
    def filled(first: Place, size: float) -> tuple[Filled, ...]:
        """The pages that may begin here: more than one where runs in several orders follow."""
        return tuple(_filled(first, size, Filled()))

    def _filled(place: Place, size: float, made: Filled) -> Iterator[Filled]:
        run, at, order = place
        units, height = made.units, made.height
        begun = made.begun if at else (*made.begun, (run, order))
        for place_at, unit in enumerate(runs[run].units[order][at:], start=at):
            if units and not _fits(unit, height, size, page):
                yield Filled(begun, units, height, unit, (run, place_at, order))
                return
            height += unit.sized(size) + (unit.gap if units else 0)
            units = (*units, unit)
        for after in starts(run + 1):
            if after == end:
                yield Filled(begun, units, height, None, end)
            elif _fits(unit := runs[after[0]].units[after[2]][0], height, size, page):
                yield from _filled(after, size, Filled(begun, units, height))
            else:
                yield Filled(begun, units, height, unit, after)

    end = starts(len(runs))[0]
    # Where a page may begin, with which size; then from the end the cheapest way on from each.
    places = {(place, size) for place in starts(0) for size in SIZES}
    waiting = list(places)
    while waiting:
        place, size = waiting.pop()
        ways = (
            (made.after, each) for made in filled(place, size) for each in _sizes(made, size, page)
        )
        fresh = {way for way in ways if way[0] != end} - places
        places |= fresh
        waiting += fresh
    best: dict[tuple[Place, float], tuple[float, Filled, float]] = {}
    for place, size in sorted(places, reverse=True):
        found = (
            (
                made.cost(size, page) + (best[made.after, each][0] if made.after != end else 0.0),
                made,
                each,
            )
            for made in filled(place, size)
            for each in _sizes(made, size, page)
        )
        best[place, size] = min(found, key=itemgetter(0))
    sizes: dict[str, float] = {}
    orders: dict[str, list[int]] = {}
    place, size = min(
        ((place, each) for place in starts(0) for each in SIZES if place != end),
        key=lambda way: best[way][0],
        default=(end, 1.0),
    )
    while place != end:
        _, made, following = best[place, size]
        for unit in made.units:
            sizes |= dict.fromkeys(unit.drawings, size)
        for run, order in made.begun:
            if order:
                orders[runs[run].key] = list(runs[run].orders[order])
        place, size = made.after, following
    return sizes, orders


def _sizes(made: Filled, size: float, page: Page) -> Iterator[float]:
    """The sizes that the next page may have: none with which its first unit fits on this one."""
    unit = made.following
    for each in SIZES:
        if unit is None or each == size or not _fits(unit, made.height, each, page):
            yield each


def _fits(unit: Unit, height: float, size: float, page: Page) -> bool:
    if unit.opens and height > page.opening:
        return False
    return height + unit.gap + unit.sized(size) <= page.height - SPARE


def _cost(fill: float, size: float, drawn: float) -> float:
    empty = EMPTY + EMPTIER * (FULL - fill) if fill < FULL else 0.0
    return PAGE + empty + (RESIZED * abs(1 - size) if drawn else 0.0)
