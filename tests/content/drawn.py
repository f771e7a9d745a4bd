"""What a drawing holds, looked up in it: marks of a kind, and the room that they take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from matplotlib.transforms import Bbox

from reportlib.content.figures.canvas import Area, Dots, Drawing, Line, Mark, Plot, Text
from reportlib.content.figures.style import LINE_HEIGHT
from reportlib.content.figures.text import text_width

ASCENT = 1.0
"""How far a line of text reaches above its baseline, in sizes: the font says so."""

M = TypeVar("M", bound=Mark)


def each(figure: Drawing, of: type[M], kind: str = "") -> Iterator[tuple[Plot, M]]:
    """The marks of a type, of one kind where asked, each with its plot."""
    for plot, mark in figure.every():
        if isinstance(mark, of) and kind in ("", mark.kind):
            yield plot, mark


def marks(figure: Drawing, of: type[M], kind: str = "", series: str | None = None) -> list[M]:
    """The marks of a type, of one kind and of one series where asked."""
    return [mark for _, mark in each(figure, of, kind) if series in (None, mark.series)]


def said(figure: Drawing) -> list[str]:
    """The texts of a drawing but for the labels of axes, wrapped as they are."""
    return [mark.text for mark, _ in written(figure)]


def extent(plot: Plot, mark: Mark) -> Bbox:
    """The room of a mark, in points of the drawing."""
    if isinstance(mark, Text):
        return _room_of_text(plot, mark)
    if isinstance(mark, Area):
        right, top = mark.x + mark.width, mark.y + mark.height
        return Bbox([plot.place(mark.x, mark.y), plot.place(right, top)])
    assert isinstance(mark, Line | Dots)
    places = [plot.place(x, y) for x, y in zip(mark.xs, mark.ys, strict=True)]
    xs, ys = zip(*places, strict=True)
    around = mark.width / 2 if isinstance(mark, Line) else (mark.size + mark.edge_width) / 2
    return Bbox.from_extents(min(xs), min(ys), max(xs), max(ys)).padded(around)


def _room_of_text(plot: Plot, mark: Text) -> Bbox:
    x, y = (at + apart for at, apart in zip(plot.place(mark.x, mark.y), mark.apart, strict=True))
    width = text_width(mark.text, mark.size, mark.weight)
    before = {"left": 0.0, "center": width / 2, "right": width}[mark.ha]
    above = (mark.text.count("\n") * LINE_HEIGHT + ASCENT) * mark.size
    below = (LINE_HEIGHT - ASCENT) * mark.size
    if mark.upright:
        return Bbox.from_extents(x - above, y - before, x + below, y - before + width)
    return Bbox.from_extents(x - before, y - below, x - before + width, y + above)


def written(figure: Drawing, kind: str = "") -> list[tuple[Text, Bbox]]:
    """The texts of a kind but for the labels of axes, and the room they take."""
    texts = [(plot, mark) for plot, mark in each(figure, Text, kind) if mark.apart == (0, 0)]
    return [(mark, extent(plot, mark)) for plot, mark in texts]
