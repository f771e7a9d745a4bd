"""What of the root document goes on the title page: its opening, first figure and six numbers."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

OPENING, FIGURE, NUMBERS = "cover-opening", "exhibit-figure", "tiles-numbers"


def on_cover(document: nodes.document) -> list[nodes.Element]:
    """What the title page shows of the root document; nothing where it has no such numbers."""
    opening, figure, tiles = (_first(document, each) for each in (OPENING, FIGURE, NUMBERS))
    if tiles is None:
        return []
    exhibit = tiles.parent  # with its notes and sources
    return [each for each in (opening, figure, exhibit) if each is not None]


def _first(document: nodes.document, name: str) -> nodes.container | None:
    return next((e for e in document.findall(nodes.container) if name in e["classes"]), None)


def take_out(document: nodes.document, node: nodes.Element) -> None:
    """Take a node away, and what says nothing without it: cells, and a heading of its own."""
    # A notebook's outputs do not all know what they stand in.
    above = next(each for each in document.findall(nodes.Element) if node in each.children)
    above.children = [each for each in above.children if each is not node]
    if above is not document and not list(_telling(above)):
        take_out(document, above)


def _telling(node: nodes.Element) -> Iterator[nodes.Node]:
    """What a section or a container has besides a title."""
    silent = (nodes.title, nodes.target, nodes.comment)
    yield from (each for each in node.children if not isinstance(each, silent))
