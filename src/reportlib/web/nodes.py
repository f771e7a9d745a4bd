"""The document nodes that docutils lacks: a number with its origin, a table view.

Both are written so that a builder which has never heard of them still works: a
``number`` is an inline node to it, and table views are taken out before it starts
(see :mod:`reportlib.web.views`).
"""

from __future__ import annotations

import html
from typing import Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

from reportlib.base.payload import FLAGS

WEB_BUILDERS = ("html", "dirhtml", "singlehtml")
ANNEX_BUILDERS = ("html", "dirhtml")  # singlehtml has no place for pages of an extension
PRINT_BUILDER, PRINT_CLASS = "typst", "exhibit-data"
NOTES_CLASS, TILES_CLASS, ROW_TILES_CLASS = "notes", "tiles", "tiles-numbers"
TABLE_VIEW_SUMMARY = "Data table"


Made = TypeVar("Made", bound=nodes.Element)


class number(nodes.inline):  # noqa: N801 - docutils finds visitors by the class's name
    """A number in a text, with the attributes of the payload's piece.

    On web pages a transform adds ``tip``, the id of the element that tells its source, or
    in a table ``behind``, from which the script makes one.
    """


class marks(nodes.superscript):  # noqa: N801
    """The marks behind a number; on web pages one who points at them reads what they mean."""


class exhibit_data(nodes.container):  # noqa: N801
    """The rows behind a drawing, folded away under it; ``label`` names the exhibit.

    ``docname`` names the page that it was read from. Empty until a page is written.
    """


class ready_rows(nodes.Element):  # noqa: N801
    """All rows of ``payload``, written at once; the one text is for the search index.

    ``traced`` says whether numbers carry what tips are made of; a transform adds
    the ids of them, ``ids_of_cells``.
    """


class folded(nodes.container):  # noqa: N801
    """What a web page folds away under its ``summary``; other builders show what is in it."""


class exhibit_credit(nodes.paragraph):  # noqa: N801
    """Who published the data, in the open on web pages; others print the source line alone."""


class exhibit_foot(nodes.container):  # noqa: N801
    """The last line of an exhibit on a web page: who published the data, and the actions."""


class exhibit_unit(nodes.paragraph):  # noqa: N801
    """On web pages what is drawn, under the headline, where a drawing says its unit itself."""


class exhibit_chip(nodes.inline):  # noqa: N801
    """The rule of the peers, on web pages."""


WEB_ALONE = (exhibit_foot, exhibit_unit, exhibit_chip)


def as_written(element: Made) -> Made:
    """Let Sphinx leave quotation marks and dashes of data as they are, unlike those of prose."""
    element["support_smartquotes"] = False
    return element


def inside(node: nodes.Node, *kinds: type[nodes.Element]) -> bool:
    """Whether a node stands in an element of these kinds, at whatever depth."""
    above: nodes.Node | None = node.parent
    while above is not None and not isinstance(above, kinds):
        above = above.parent
    return above is not None


def in_cells(node: nodes.Node) -> bool:
    """Whether a node stands in a table or in tiles, whose numbers share one stop and one tip."""
    return _in_table_or(node, TILES_CLASS)


def in_row(node: nodes.Node) -> bool:
    """Whether a node shows a cell of an exhibit's row: in a table, or in tiles made of rows."""
    return _in_table_or(node, ROW_TILES_CLASS)


def _in_table_or(node: nodes.Node, css_class: str) -> bool:
    above: nodes.Element | None = node.parent
    while above is not None and not isinstance(above, nodes.table):
        if css_class in above.get("classes", ()):
            return True
        above = above.parent
    return above is not None


def takes_no_link(node: nodes.Node) -> bool:
    """Whether a node stands in a title, which contents lists copy, a caption or a link."""
    return inside(node, nodes.title, nodes.caption, nodes.reference, addnodes.pending_xref)


def in_headline(node: nodes.Node) -> bool:
    """Whether a node is a part of an exhibit's headline."""
    parent: nodes.Element = node.parent  # a paragraph, in which every number stands
    return "headline" in parent["classes"]


def visit_number(self: HTML5Translator, node: number) -> None:
    """Open a ``data`` element, or a ``span`` where the number has no machine value.

    A number in a text is a button that opens its tip, with or without a script, and is
    described by it: a screen reader tells the source without opening anything.
    """
    if tip := node.get("tip"):
        if _follows_bracket(node):  # a browser would break the line between it and the button
            self.body[-1] = self.body[-1].removesuffix("(") + '<span class="marked">('
        elif node["flags"]:
            self.body.append('<span class="marked">')
        self.body.append(
            f'<button type="button" class="source-of" popovertarget="{tip}" '
            f'aria-describedby="{tip}">'
        )
    attributes: dict[str, Any] = table_attributes(
        node.get("behind", ""), node["unit"], node["derivation"]
    )
    if node["value"] is None:
        self.body.append(self.starttag(node, "span", "", **attributes))
    else:
        value = f"{node['value']:.15g}"
        self.body.append(self.starttag(node, "data", "", value=value, **attributes))


def table_attributes(behind: str, unit: str, derivation: str) -> dict[str, str]:
    """What the script makes a tip of; the words for an absent derivation are its own."""
    if not behind:
        return {}
    found = {"rows": behind, "unit": unit, "how": derivation}
    return {f"data-{name}": text for name, text in found.items() if text}


def depart_number(self: HTML5Translator, node: number) -> None:
    """Close what :func:`visit_number` opened."""
    self.body.append("</span>" if node["value"] is None else "</data>")
    if "tip" in node:
        held = _follows_bracket(node) and not node["flags"]
        self.body.append("</button></span>" if held else "</button>")


def _follows_bracket(node: number) -> bool:
    parent: nodes.Element = node.parent
    at = parent.index(node)
    before = parent[at - 1] if at else None
    return isinstance(before, nodes.Text) and before.endswith("(")


def visit_marks(self: HTML5Translator, node: marks) -> None:
    """Open marks, with their meaning as a title."""
    self.body.append(self.starttag(node, "sup", "", title=meaning(node.astext())))


def depart_marks(self: HTML5Translator, node: marks) -> None:
    """Close the marks, and what keeps them on the line of their number, a button."""
    parent: nodes.Element = node.parent
    before = parent[parent.index(node) - 1]
    held = isinstance(before, number) and "tip" in before
    self.body.append("</sup></span>" if held else "</sup>")


def meaning(flags: str) -> str:
    """What the marks mean, each after its letter; one that nobody defined stands alone."""
    return "; ".join(f"{flag}: {FLAGS[flag]}" if flag in FLAGS else flag for flag in flags)


def visit_folded(self: HTML5Translator, node: folded) -> None:
    """Open what is folded away."""
    self.body.append(self.starttag(node, "details"))
    self.body.append(f"<summary>{html.escape(node['summary'])}</summary>\n")


def depart_folded(self: HTML5Translator, node: folded) -> None:  # noqa: ARG001
    """Close what :func:`visit_folded` opened."""
    self.body.append("</details>\n")


def visit_exhibit_data(self: HTML5Translator, node: exhibit_data) -> None:
    """Open a folded table that a keyboard can reach and scroll."""
    self.body.append(self.starttag(node, "details", CLASS="table-view"))
    self.body.append(f"<summary>{TABLE_VIEW_SUMMARY}</summary>\n")
    label = html.escape(f"Data of {node['title']}")
    self.body.append(
        f'<div class="table-view-scroll" role="region" tabindex="0" aria-label="{label}">\n'
    )


def depart_exhibit_data(self: HTML5Translator, node: exhibit_data) -> None:  # noqa: ARG001
    """Close what :func:`visit_exhibit_data` opened."""
    self.body.append("</div></details>\n")
