"""Elements that our pages write otherwise than docutils and Sphinx do: shorter, and scrolling."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def setup(app: Sphinx) -> None:
    """Register the visitors."""
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    app.add_node(nodes.row, override=True, html=(visit_row, depart_row))
    app.add_node(nodes.container, override=True, html=(visit_container, depart_container))


def visit_table(self: HTML5Translator, node: nodes.table) -> None:
    """Open a table in an element that scrolls sideways where the window is narrow."""
    self.body.append('<div class="table-scroll">')
    self.body.append(self.starttag(node, "table"))


def depart_table(self: HTML5Translator, node: nodes.table) -> None:  # noqa: ARG001
    """Close what :func:`visit_table` opened."""
    self.body.append("</table></div>\n")


def visit_row(self: HTML5Translator, node: nodes.row) -> None:
    """Open a row, which our style sheets do not ask whether it is an odd one."""
    self.body.append(self.starttag(node, "tr", ""))
    node.column = 0  # type: ignore[attr-defined]  # docutils counts the cells there


def depart_row(self: HTML5Translator, node: nodes.row) -> None:  # noqa: ARG001
    """Close what :func:`visit_row` opened."""
    self.body.append("</tr>\n")


def visit_container(self: HTML5Translator, node: nodes.container) -> None:
    """Open an element with the classes it was given."""
    self.body.append(self.starttag(node, "div"))


def depart_container(self: HTML5Translator, node: nodes.container) -> None:  # noqa: ARG001
    """Close what :func:`visit_container` opened."""
    self.body.append("</div>\n")
