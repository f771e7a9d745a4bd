"""What every part of the writer has: ways to write calls, anchors and problems."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.docutils import SphinxTranslator

from reportlib.typst.markup import string, strings

LONG = 3000  # letters of what may be broken, since a page might not hold it

Visitor = Any  # docutils types each visitor by its own node; these serve many

# Where links to these lead is written inside them; before them would be another page.
ANCHORED = (
    nodes.section,
    nodes.figure,
    nodes.table,
    nodes.footnote,
    nodes.list_item,
    nodes.definition_list_item,
    nodes.option_list_item,
    nodes.field,
    nodes.entry,
    nodes.row,
    nodes.citation,
    nodes.math_block,
)


class PrintBuilder(Builder, ABC):
    """What the writer asks of its builder, and tells it."""

    problems: list[str]  # what cannot be printed, each with its place
    anchors: set[str]  # names that something in the book has
    linked: dict[str, str]  # names that links lead to → the document of the first
    appendix: list[str]  # table views

    @abstractmethod
    def remember(self, docname: str, text: str) -> None:
        """Note what a document says, in case no font shows a letter of it."""

    @abstractmethod
    def copy_image(self, uri: str, docname: str) -> tuple[str, float | None]:
        """Make an image ready for print; return how the book names it, and its own width."""


class Calls(SphinxTranslator):
    """Collects statements in ``body``: strings and calls, which Typst joins to a text."""

    builder: PrintBuilder

    def __init__(self, document: nodes.document, builder: PrintBuilder) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.said: set[str] = set()  # footnotes, addresses and meanings printed already
        # The figure's name and the title above a table in the appendix.
        self.view: tuple[str | None, str] | None = None
        self.turned: nodes.Node | None = None  # the container on a page of its own, turned
        self.depth = 0  # of sections inside the document
        self.begin("", 1, "chapter", 0)

    def begin(self, docname: str, level: int, role: str, nesting: int) -> None:
        """Say which document this is and where it stands in the book.

        Args:
            docname: Its name.
            level: Of a chapter's heading.
            role: Of its own heading, if it lies inside of no other document.
            nesting: How many documents it lies inside of.
        """
        self.docname, self.level, self.role, self.nesting = docname, level, role, nesting

    def add(self, code: str) -> None:
        """Write one statement."""
        self.body.append(code)

    def open(self, function: str, *arguments: str) -> None:
        """Begin a call whose last argument is all that follows until :meth:`close`."""
        self.add(f"{function}({''.join(f'{each}, ' for each in arguments)}{{[]")

    def close(self) -> None:
        """End a call."""
        self.add("})")

    def code(self, content: Iterable[nodes.Node]) -> str:
        """The code of some nodes, as a value."""
        outer, self.body = self.body, []
        for node in content:
            node.walkabout(self)
        inner, self.body = self.body, outer
        return "\n".join(["{[]", *inner, "}"])

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit a node, behind the anchors of links to it."""
        if isinstance(node, nodes.Element) and not isinstance(node, ANCHORED):
            self.body.extend(self.anchors(node))
        super().dispatch_visit(node)

    def anchors(self, node: nodes.Element) -> list[str]:
        """A statement for each name under which the book may link to a node."""
        return [f"t.anchor({string(key)})" for key in self.keys(node)]

    def keys(self, node: nodes.Element) -> list[str]:
        """The names under which the book may link to a node; each is given out once."""
        ids: list[str] = node.get("ids", [])
        keys = [f"{self.docname}#{each}" for each in ids]
        fresh = [key for key in dict.fromkeys(keys) if key not in self.builder.anchors]
        self.builder.anchors.update(fresh)
        return fresh

    def anchored(self, node: nodes.Element, content: Iterable[nodes.Node]) -> str:
        """The code of some nodes, behind the anchors of another."""
        return "\n".join(["{[]", *self.anchors(node), self.code(content), "}"])

    def literal(self, text: str) -> str:
        """A text that is taken to the letter, remembered in case no font shows it."""
        self.builder.remember(self.docname, text)
        return string(text)

    def problem(self, node: nodes.Node, text: str) -> None:
        """Note what keeps the document from being printed, and where it stands."""
        line = node.line or next((each.line for each in ancestors(node) if each.line), None)
        place = f"{self.docname}:{line}" if line else self.docname
        self.builder.problems.append(f"{place}: {text}")


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """The nodes around a node, from the inside."""
    while node.parent is not None:
        node = node.parent
        yield node


def inside(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    """Whether one of the nodes around a node is of these kinds."""
    return any(isinstance(each, kinds) for each in ancestors(node))


def nothing(self: Calls, node: nodes.Element) -> None:
    """A visitor for a node that means nothing by itself; its content is written."""


def skipped(self: Calls, node: nodes.Element) -> None:  # noqa: ARG001
    """A visitor for a node that paper does not show."""
    raise nodes.SkipNode


def called(function: str, *arguments: str) -> tuple[Visitor, Visitor]:
    """The visitors of a node that is one call around its content."""

    def visit(self: Calls, node: nodes.Element) -> None:  # noqa: ARG001
        self.open(function, *arguments)

    def depart(self: Calls, node: nodes.Element) -> None:  # noqa: ARG001
        self.close()

    return visit, depart


def classed(css_class: str) -> tuple[Visitor, Visitor]:
    """The visitors of a node that is to the template a container of a class."""
    return called("t.container", strings([css_class]))
