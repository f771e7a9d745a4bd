"""A figure as SVG text that can stand inside a page.

Inline drawings share the page's names and styles, so every id carries the figure's name, and
colours and sizes are attributes: a page's style sheet overrides them, and a strict content
policy allows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan, sqrt
from typing import Literal, get_args
from xml.sax.saxutils import escape

from reportlib.content.figures.canvas import (
    Align,
    Area,
    Dots,
    Drawing,
    Line,
    Mark,
    MarkKind,
    Place,
    Plot,
    Shape,
    Text,
)
from reportlib.content.figures.shapes import Size
from reportlib.content.figures.style import FONT_STACK, LINE_HEIGHT, PAPER

MARKS = get_args(MarkKind)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANCHORS: Mapping[Align, str] = {"left": "start", "center": "middle", "right": "end"}
HALO = {  # wide enough to cover what would show through between two words
    "stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round",
    "paint-order": "stroke",
}  # fmt: skip
IN_QUOTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}

# Corners of the shapes of dots, for a radius of 1; a circle has none.
_CROSS = [(0.5, 1), (1, 0.5), (0.5, 0), (1, -0.5), (0.5, -1), (0, -0.5)]
CORNERS: Mapping[Shape, Sequence[Place]] = {
    "o": [],
    "s": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "D": [(0, -sqrt(2)), (sqrt(2), 0), (0, sqrt(2)), (-sqrt(2), 0)],
    "^": [(0, 1), (-1, -1), (1, -1)],
    "v": [(0, -1), (1, 1), (-1, 1)],
    "<": [(-1, 0), (1, -1), (1, 1)],
    ">": [(1, 0), (-1, 1), (-1, -1)],
    "X": [*_CROSS, *((-x, -y) for x, y in _CROSS)],
}


def to_svg(drawing: Drawing, name: str) -> str:
    """Write a drawing, as the same bytes every time.

    Args:
        drawing: What a form returned.
        name: Prefix of every id; unique on the page, for instance the exhibit's label and size.
    """
    return _Writer(drawing, name).written()


def render(plot: Callable[[Size], Drawing], name: str) -> dict[Literal["wide", "narrow"], str]:
    """Draw both sizes of a figure, each with ids of its own."""
    sizes: tuple[Size, Size] = ("wide", "narrow")
    return {size: to_svg(plot(size), f"{name}-{size}") for size in sizes}


class _Writer:
    """Writes one drawing; remembers the shapes of dots that are defined, and counts marks."""

    def __init__(self, drawing: Drawing, name: str) -> None:
        self.drawing, self.name = drawing, name
        self.height = drawing.height
        self.shapes: dict[tuple[Shape, float, float], str] = {}
        self.count = 0

    def written(self) -> str:
        width, height = self.drawing.width, self.height
        root = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{_short(width)}pt",
            "height": f"{_short(height)}pt",
            "viewBox": f"0 0 {_exact(width)} {_exact(height)}",
            "version": "1.1",
            "font-family": FONT_STACK,
            "stroke-linejoin": "round",
        }
        lines = [f"<svg{_said(root)}>"]
        read: set[Plot] = set()
        for plot, mark in self.drawing.every():
            if plot.reads and plot not in read:
                read.add(plot)
                lines.append(f"<g{_said(self._scales(plot))}/>")
            if elements := self._elements(plot, mark):
                lines += [f"<g{_said(self._meaning(mark))}>", *elements, "</g>"]
        return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", "\n".join([*lines, "</svg>"]))

    def _scales(self, plot: Plot) -> dict[str, str]:
        """What a plot reads, then of each axis its first and last value, and where they stand.

        A word at the end names the axes that are logarithmic.
        """
        box, logs = plot.box, "x" * plot.x.log + "y" * plot.y.log
        across = (box.left, box.right)
        down = (self.height - box.bottom, self.height - box.top)
        ends = ((plot.x, across), (plot.y, down))
        numbers = (
            f"{axis.start:.10g} {axis.end:.10g} {_short(first)} {_short(last)}"
            for axis, (first, last) in ends
        )
        panel = {"data-panel": plot.panel} if plot.panel else {}
        return {"data-plot": " ".join([plot.reads, *numbers, *([logs] if logs else [])]), **panel}

    def _meaning(self, mark: Mark) -> dict[str, str]:
        """What a mark means, as classes and data, and its own id."""
        is_mark = mark.kind in MARKS
        classes = [*(["mark", f"mark-{mark.kind}"] if is_mark else [mark.kind])]
        named = {"data-series": mark.series, "data-x": mark.at, "data-name": mark.name}
        said = {key: text for key, text in named.items() if text}
        if isinstance(mark, Text) and mark.target:
            said["data-target"] = mark.target
        if is_mark:
            self.count += 1
            said["id"] = f"{self.name}-{self.count}"
        classes += [f"role-{mark.role}"] * bool(mark.role) + ["anchor"] * mark.anchor
        return {**said, "class": " ".join(classes)}

    def _elements(self, plot: Plot, mark: Mark) -> list[str]:
        match mark:
            case Line():
                return self._line(plot, mark)
            case Dots():
                return self._dots(plot, mark)
            case Area():
                return self._area(plot, mark)
            case Text():
                return self._text(plot, mark)
        raise TypeError(f"no way to write {mark}")

    def _places(self, plot: Plot, xs: Iterable[float], ys: Iterable[float]) -> list[Place]:
        """Points from the top left corner; what is missing has no place."""
        data = [(x, y) for x, y in zip(xs, ys, strict=True) if not (isnan(x) or isnan(y))]
        return [(x, self.height - y) for x, y in (plot.place(*each) for each in data)]

    def _line(self, plot: Plot, mark: Line) -> list[str]:
        places = self._places(plot, mark.xs, mark.ys)
        path = {
            "d": _path(places),
            "fill": "none",
            **_dashes(mark.dashes, mark.width),
            **_stroke(mark.colour, mark.width),
            **({} if mark.dashes else {"stroke-linecap": "round"}),
        }
        drawn = [f"<path{_said(path)}/>"] if len(places) > 1 else []
        return [*drawn, *(self._dots(plot, _ends(mark)) if mark.dot_size else [])]

    def _dots(self, plot: Plot, mark: Dots) -> list[str]:
        places = self._places(plot, mark.xs, mark.ys)
        identifier, defined = self._shape(mark)
        style = {"fill": mark.fill, **_stroke(mark.edge, mark.edge_width), **_corners(mark)}
        uses = [
            f"<use{_said({'x': _short(x), 'y': _short(y), **style, 'href': f'#{identifier}'})}/>"
            for x, y in places
        ]
        return [*defined, *uses] if uses else []

    def _shape(self, mark: Dots) -> tuple[str, list[str]]:
        """The id of a shape, and its definition where it is new.

        The colours stand where the shape is used alone: a page could not change both.
        """
        key = (mark.shape, mark.size, mark.edge_width)
        if key in self.shapes:
            return self.shapes[key], []
        identifier = self.shapes[key] = f"{self.name}-m{len(self.shapes) + 1}"
        width = {k: v for k, v in _stroke("", mark.edge_width).items() if k != "stroke"}
        path = {"d": _outline(mark), **width, **_corners(mark), "id": identifier}
        return identifier, ["<defs>", f"<path{_said(path)}/>", "</defs>"]

    def _area(self, plot: Plot, mark: Area) -> list[str]:
        right, top = mark.x + mark.width, mark.y + mark.height
        corners = self._places(
            plot, (mark.x, right, right, mark.x), (mark.y, mark.y, top, top)
        )  # fmt: skip
        width = mark.edge_width if mark.edge else 0.0
        path = {
            "d": f"{_path(corners)} z",
            "fill": mark.fill or "none",
            **_dashes(mark.dashes, width),
            **_stroke(mark.edge, width),
            **({"stroke-linejoin": "miter"} if width else {}),
        }
        return [f"<path{_said(path)}/>"]

    def _text(self, plot: Plot, mark: Text) -> list[str]:
        """The lines of a text, each anchored by itself, whatever font a reader has."""
        x, y = plot.place(mark.x, mark.y)
        x, y = x + mark.apart[0], self.height - y - mark.apart[1]
        lines = mark.text.split("\n") if mark.text else []
        leading = mark.size * LINE_HEIGHT
        font = {
            **({"font-weight": f"{mark.weight}"} if mark.weight != 400 else {}),
            "font-size": f"{_exact(mark.size)}px",
            "text-anchor": ANCHORS[mark.ha],
            "fill": mark.colour,
            **(HALO if mark.halo else {}),
        }
        written = []
        for above, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
            if mark.upright:
                turned = f"translate({_short(x - above * leading)} {_short(y)}) rotate(-90)"
                where = {"transform": turned}
            else:
                where = {"x": _short(x), "y": _short(y - above * leading)}
            if line:
                written.append(f"<text{_said({**where, **font})}>{escape(line)}</text>")
        return written


def _ends(mark: Line) -> Dots:
    """The dots of a line, in its colour."""
    return Dots(
        kind=mark.kind, order=mark.order, xs=mark.xs, ys=mark.ys, shape="o", size=mark.dot_size,
        fill=mark.colour, edge=mark.colour, edge_width=1.0,
    )  # fmt: skip


def _path(places: Iterable[Place]) -> str:
    return "M " + " L ".join(f"{_short(x)} {_short(y)}" for x, y in places)


def _outline(mark: Dots) -> str:
    """The path of a dot's shape around its middle."""
    radius = mark.size / 2
    if corners := CORNERS[mark.shape]:
        return f"{_path((radius * x, -radius * y) for x, y in corners)} z"
    r = _short(radius)
    return f"M 0 {r} A {r} {r} 0 1 1 0 -{r} A {r} {r} 0 1 1 0 {r} z"


def _corners(mark: Dots) -> dict[str, str]:
    """Corners are sharp; a circle has none."""
    return {"stroke-linejoin": "miter"} if CORNERS[mark.shape] and mark.edge_width else {}


def _stroke(colour: str, width: float) -> dict[str, str]:
    """How a line is drawn; SVG's own width is 1."""
    if not width:
        return {}
    return {"stroke": colour, **({"stroke-width": _exact(width)} if width != 1 else {})}


def _dashes(dashes: Iterable[float], width: float) -> dict[str, str]:
    lengths = ",".join(_short(each * width) for each in dashes)
    return {"stroke-dasharray": lengths} if lengths else {}


def _said(attributes: Mapping[str, str]) -> str:
    return "".join(f' {key}="{escape(text, IN_QUOTES)}"' for key, text in attributes.items())


def _exact(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _short(number: float) -> str:
    """To hundredths of a point; what computing left in the last digits does not decide."""
    text = f"{round(number, 6):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
