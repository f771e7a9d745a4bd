"""What the forms draw on: lines, dots, areas and texts, each with what it means.

Nothing is drawn here: a drawing is a list of marks, which :mod:`.svg` writes. Places are data
of a plot, which has scales; a drawing is a plot too, whose data are points from the bottom
left corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

MarkKind = Literal["line", "dot", "bar", "range", "tile"]
Part = Literal[
    "label", "value", "tick", "unit", "note", "key", "grid", "axis", "leader", "break", "ring"
]
Kind = MarkKind | Part
Shape = Literal["o", "s", "D", "^", "v", "<", ">", "X"]
Align = Literal["left", "center", "right"]
Place = tuple[float, float]

GRID_ORDER, AREA_ORDER, LINE_ORDER, TEXT_ORDER = 0.5, 1.0, 2.0, 3.5


@dataclass(frozen=True)
class Box:
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


@dataclass(frozen=True)
class Axis:
    """What stands at the start and at the end of an axis; ranks run from high to low."""

    start: float
    end: float
    log: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value stands: 0 at its start, 1 at its end."""
        if self.log:
            return log10(value / self.start) / log10(self.end / self.start)
        return (value - self.start) / (self.end - self.start)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A part of a drawing: what it means, and the order in which its plot draws it.

    ``series`` names the row or the column of the exhibit's table that a mark stands for, and
    ``at`` the other of the two where the mark is of one cell. ``name`` is of what no row names.
    An ``anchor`` rings or prints a value that the headline rests on.
    """

    kind: Kind
    role: str = ""
    series: str = ""
    at: str = ""
    name: str = ""
    order: float
    anchor: bool = False


@dataclass(frozen=True, kw_only=True)
class Dots(Mark):
    """One shape at one or more places; an ``edge`` of no width is not drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    shape: Shape
    size: float
    fill: str
    edge: str
    edge_width: float


@dataclass(frozen=True, kw_only=True)
class Line(Mark):
    """Places joined in their order, with dots at them where those have a size.

    ``dashes`` are lengths of strokes and gaps in widths of the line; dashed lines have flat ends.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    colour: str
    width: float
    dashes: tuple[float, ...] = ()
    dot_size: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Area(Mark):
    """A rectangle from a corner; an empty colour is none."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str = ""
    edge_width: float = 0.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Text(Mark):
    """A text whose last line stands on the baseline at a place, or so many points apart from it.

    One that stands upright is read from below, and its lines follow each other to the right.
    ``target`` is the label of an exhibit that a page's reader is led to. A ``halo`` of the
    page's colour parts it from what it stands on.
    """

    x: float
    y: float
    apart: Place = (0.0, 0.0)
    text: str
    colour: str
    size: float
    weight: int = 400
    ha: Align = "left"
    upright: bool = False
    target: str = ""
    halo: bool = False


class Plot:
    """A part of a drawing that has scales.

    A page reads them where a plot ``reads``: for each of the years across, or each place, the
    values of the exhibit's table, of a ``panel``'s columns alone where it has a name.
    """

    def __init__(self, box: Box, x: Axis, y: Axis) -> None:
        self.box, self.x, self.y = box, x, y
        self.reads: Literal["", "years", "places"] = ""
        self.panel = ""
        self._marks: list[Mark] = []

    def place(self, x: float, y: float) -> Place:
        """Where a point of the data stands, in points of the drawing; its scales must be final."""
        box = self.box
        return (
            box.left + self.x.share(x) * box.width,
            box.bottom + self.y.share(y) * box.height,
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Its marks, as they were added."""
        return tuple(self._marks)

    def in_order(self) -> list[Mark]:
        """Its marks, as they are drawn."""
        return sorted(self._marks, key=lambda mark: mark.order)

    def add(self, mark: Mark) -> None:
        """Draw a mark."""
        self._marks.append(mark)

    def line(
        self,
        kind: Kind,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str,
        width: float,
        role: str = "",
        series: str = "",
        at: str = "",
        dashes: tuple[float, ...] = (),
        dot_size: float = 0.0,
        order: float = LINE_ORDER,
    ) -> None:
        """Join places, with a dot at each where dots have a size."""
        self.add(
            Line(
                kind=kind, role=role, series=series, at=at, order=order, xs=tuple(xs),
                ys=tuple(ys), colour=colour, width=width, dashes=dashes, dot_size=dot_size,
            )
        )  # fmt: skip

    def area(
        self,
        kind: Kind,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        role: str = "",
        series: str = "",
        at: str = "",
        name: str = "",
        edge: str = "",
        edge_width: float = 0.0,
        dashes: tuple[float, ...] = (),
        order: float = AREA_ORDER,
    ) -> None:
        """Fill a rectangle, given by a corner, and outline it where it has an edge."""
        self.add(
            Area(
                kind=kind, role=role, series=series, at=at, name=name, order=order, x=x, y=y,
                width=width, height=height, fill=fill, edge=edge, edge_width=edge_width,
                dashes=dashes,
            )
        )  # fmt: skip

    def dots(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str,
        size: float,
        edge_width: float,
        order: float,
        role: str = "",
        series: str = "",
        at: str = "",
        fill: str = "",
        edge: str = "",
        shape: Shape = "o",
    ) -> None:
        """Put dots at places, of one colour where ``fill`` and ``edge`` name no other."""
        self.add(
            Dots(
                kind="dot", role=role, series=series, at=at, order=order, xs=tuple(xs),
                ys=tuple(ys), shape=shape, size=size, fill=fill or colour, edge=edge or colour,
                edge_width=edge_width,
            )
        )  # fmt: skip


class Drawing(Plot):
    """A figure: plots, drawn one after the other, and over them marks of its own."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(Box(0, 0, width, height), Axis(0, width), Axis(0, height))
        self.plots: list[Plot] = []

    @property
    def width(self) -> float:
        """In points."""
        return self.box.width

    @property
    def height(self) -> float:
        """In points."""
        return self.box.height

    def add_plot(self, box: Box) -> Plot:
        """A plot that fills a box; its data are points until it is given scales."""
        plot = Plot(box, Axis(box.left, box.right), Axis(box.bottom, box.top))
        self.plots.append(plot)
        return plot

    def every(self) -> Iterator[tuple[Plot, Mark]]:
        """All marks, as they are drawn, each with the plot that says where it stands."""
        for plot in (*self.plots, self):
            for mark in plot.in_order():
                yield plot, mark
