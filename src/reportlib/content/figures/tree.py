"""Questions and what branches from them, down to where each branch ends or stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Box, Drawing, Plot, Shape
from reportlib.content.figures.frame import GAP, Key
from reportlib.content.figures.shapes import Size, check_columns
from reportlib.content.figures.style import BOLD, LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_width, wrap

COLUMNS = ("node", "parent", "label", "role", "text", "open")
LEADING = TEXT_SIZE * LINE_HEIGHT
SMALL_LEADING = SMALL_SIZE * LINE_HEIGHT
ASIDE = 9.0  # from the middle of a mark to its text
BEFORE_MARK = 16.0  # from where the branches part to the marks they lead to
NODE_SPACE = 7.0
ROOT_SPACE = 16.0
INDENT = 16.0  # of a step down the tree, where it stands upright
MARK = 6.5
EDGE = 4.5  # from the figure's edge to the middle of the first mark
DASHES = (2.6, 2.2)
SOLID_KEY, OPEN_KEY = "●", "○"


@dataclass
class Node:
    """A row of the table, its texts wrapped, with what branches from it."""

    name: str
    label: str
    text: str
    role: str
    open: bool
    depth: int = 0
    children: list[Node] = field(default_factory=list)
    left: float = 0.0  # the middle of the mark
    top: float = 0.0  # of the texts, downwards from the figure's top

    @property
    def weight(self) -> int:
        """Questions stand out; a name without a question before it is one."""
        return 400 if self.depth else BOLD

    @property
    def height(self) -> float:
        """Of the texts."""
        small = (self.text.count("\n") + 1) * SMALL_LEADING if self.text else 0.0
        return (self.label.count("\n") + 1) * LEADING + small

    @property
    def mark(self) -> float:
        """How far below the figure's top the mark stands: beside the first line."""
        return self.top + LEADING / 2

    def walk(self) -> Iterator[Node]:
        """The node and all that branches from it, each before what follows from it."""
        yield self
        for child in self.children:
            yield from child.walk()


def plot_tree(
    table: pd.DataFrame, *, size: Size, closed_label: str = "", open_label: str = ""
) -> Drawing:
    """Draw trees of questions: from left to right, or on a phone as an indented list.

    An open branch has a dashed line and a hollow mark, and its text should say so too.

    Args:
        table: Columns ``node`` (a name, unique), ``parent`` (the node it branches from, empty
            for a root), ``label``, ``role``, ``text`` (what stands below it, may be empty) and
            ``open`` (whether the branch is left open). Neighbours keep the order of the table.
        size: For a page or a phone.
        closed_label: What a filled mark at the end of a branch means, for the key.
        open_label: What a hollow mark means, for the key.

    Raises:
        ValueError: There is nothing to draw, a node stands twice or has an unknown parent, or
            nodes branch from each other in a circle.
    """
    check_columns(table, COLUMNS)
    if table.empty:
        raise ValueError("nothing to draw: 0 rows")
    roots = read_trees(table)
    keys = _keys(closed_label, open_label)
    width = style.WIDTHS[size]
    lay_out = _lay_out_across if size == "wide" else _lay_out_upright
    header = frame.header_height("", size, keys) - LEADING if keys else 0.0
    bottom = lay_out(roots, width, header)
    figure, area = frame.new_figure(size, bottom)
    if keys:
        _draw_keys(figure, area, keys)
    axes = figure.add_plot(area)
    for root in roots:
        for node in root.walk():
            _draw_branches(axes, area, node, across=size == "wide")
        for node in root.walk():
            _draw_node(figure, axes, area, node)
    return figure


def read_trees(table: pd.DataFrame) -> list[Node]:
    """The roots of a table's trees, in its order.

    Raises:
        ValueError: A node stands twice or has an unknown parent, or there is a circle.
    """
    nodes: dict[str, Node] = {}
    for row in table.to_dict("records"):
        name = str(row["node"])
        if name in nodes:
            raise ValueError(f"the node {name!r} stands twice in the table")
        text = "" if pd.isna(row["text"]) else str(row["text"]).strip()
        nodes[name] = Node(name, str(row["label"]), text, str(row["role"]), bool(row["open"]))
    roots = _join(nodes, dict(zip(table["node"].astype(str), table["parent"], strict=True)))
    for root in roots:
        _count_depth(root, 0)
    reached = {node.name for root in roots for node in root.walk()}
    if circle := [name for name in nodes if name not in reached]:
        raise ValueError(f"the nodes {circle} branch from each other, from no root")
    return roots


def _join(nodes: Mapping[str, Node], parents: Mapping[str, object]) -> list[Node]:
    roots = []
    for name, parent in parents.items():
        known = "" if parent is None or pd.isna(parent) else str(parent)  # type: ignore[call-overload]
        if not known:
            roots.append(nodes[name])
        elif known in nodes:
            nodes[known].children.append(nodes[name])
        else:
            raise ValueError(f"the node {name!r} branches from {known!r}, which is no node")
    return roots


def _count_depth(node: Node, depth: int) -> None:
    node.depth = depth
    for child in node.children:
        _count_depth(child, depth + 1)


def _lay_out_across(roots: Sequence[Node], width: float, top: float) -> float:
    """Place nodes in columns from left to right; return where the last one ends."""
    steps = max(node.depth for root in roots for node in root.walk()) + 1
    # The question is short; what is said of it takes the room that is left.
    first = width if steps == 1 else width * (0.24 if steps == 2 else 0.23)
    others = (width - first) / max(1, steps - 1)
    starts = [EDGE, *(first + others * step + BEFORE_MARK for step in range(steps - 1))]
    for root in roots:
        top = _place_across(root, starts, width, top) + ROOT_SPACE
    return top - ROOT_SPACE


def _place_across(node: Node, starts: Sequence[float], width: float, top: float) -> float:
    """Set a node beside the first of its branches; return where the lowest text ends."""
    node.left, node.top = starts[node.depth], top
    # A branch that ends early takes the columns that nothing stands in.
    end = starts[node.depth + 1] - BEFORE_MARK - ASIDE if node.children else width
    _wrap(node, end - node.left - ASIDE)
    bottom = top + node.height
    for number, child in enumerate(node.children):
        under = _place_across(child, starts, width, top)
        top = under + NODE_SPACE
        bottom = max(bottom, under) if number == len(node.children) - 1 else bottom
    return bottom


def _lay_out_upright(roots: Sequence[Node], width: float, top: float) -> float:
    """Place nodes under each other, each step indented; return where the last one ends."""
    for root in roots:
        for node in root.walk():
            node.left, node.top = EDGE + INDENT * node.depth, top
            _wrap(node, width - node.left - ASIDE)
            top += node.height + NODE_SPACE
        top += ROOT_SPACE - NODE_SPACE
    return top - ROOT_SPACE


def _wrap(node: Node, width: float) -> None:
    node.label = wrap(node.label, width, weight=node.weight)
    node.text = wrap(node.text, width, SMALL_SIZE) if node.text else ""


def _keys(closed_label: str, open_label: str) -> list[Key]:
    closed = [Key(SOLID_KEY, closed_label, style.text_colour("peer"))] if closed_label else []
    return closed + ([Key(OPEN_KEY, open_label, style.SOFT)] if open_label else [])


def _draw_keys(figure: Drawing, area: Box, keys: Sequence[Key]) -> None:
    """Write what the marks mean above the trees, each on a line of its own where it must be."""
    x, y = area.left, area.top
    for key in keys:
        text = f"{key.symbol} {key.text}"
        if x > area.left and x + text_width(text) > area.right:
            x, y = area.left, y - LEADING
        frame.write(figure, x, y, text, "key", colour=key.colour, va="top")
        x += text_width(text) + 2 * GAP


def _draw_branches(axes: Plot, area: Box, node: Node, *, across: bool) -> None:
    """Draw a line to every child, dashed where all that it leads to is open."""
    fork = node.children[0].left - BEFORE_MARK if across and node.children else node.left
    above = node.mark
    for number, child in enumerate(node.children):
        rest = node.children[number:]
        trunk_open = all(_is_open(one) for one in rest)
        _draw_line(axes, area, [fork, fork], [above, child.mark], child, is_open=trunk_open)
        start = _end_of_first_line(node) if across and number == 0 else fork
        if start < fork:
            _draw_line(axes, area, [start, fork], [node.mark] * 2, child, is_open=trunk_open)
        _draw_line(axes, area, [fork, child.left], [child.mark] * 2, child, is_open=_is_open(child))
        above = child.mark


def _is_open(node: Node) -> bool:
    """Whether all that a branch leads to is open."""
    return all(one.open for one in node.walk() if not one.children)


def _end_of_first_line(node: Node) -> float:
    return node.left + ASIDE + text_width(node.label.split("\n")[0], weight=node.weight) + 4


def _draw_line(
    axes: Plot, area: Box, x: list[float], down: list[float], child: Node, *, is_open: bool
) -> None:
    """Draw a piece of a branch; ``down`` counts from the figure's top."""
    if (x[0], down[0]) == (x[1], down[1]):
        return
    axes.line(
        "leader", x, [area.top - one for one in down], colour=style.AXIS, width=1.1,
        role="unknown" if is_open else child.role, series=child.name,
        dashes=DASHES if is_open else (), order=1.5,
    )  # fmt: skip


def _draw_node(figure: Drawing, axes: Plot, area: Box, node: Node) -> None:
    """Draw a mark, hollow where the branch is open, and write what it stands for."""
    ink = style.colour(node.role)
    shape: Shape = "s" if node.children else "o"
    y = area.top - node.mark
    axes.dots(
        [node.left], [y], shape=shape, size=MARK, colour=ink,
        fill=style.PAPER if node.open else ink, edge_width=1.2, role=node.role,
        series=node.name, order=3,
    )  # fmt: skip
    x, top = node.left + ASIDE, area.top - node.top
    lines = node.label.count("\n") * LEADING
    frame.write(
        figure, x, top - (LEADING + lines) / 2, node.label, "label", role=node.role,
        series=node.name, weight=node.weight,
    )  # fmt: skip
    if node.text:
        frame.write(
            figure, x, top - LEADING - lines, node.text, "note", role=node.role,
            series=node.name, colour=style.SOFT, size=SMALL_SIZE, va="top",
        )  # fmt: skip
