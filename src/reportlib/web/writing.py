"""Elements that our pages write otherwise than docutils and Sphinx do: shorter, and scrolling."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from lxml import html
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.web.nodes import WEB_BUILDERS

OUTPUT = "What the code returns"  # as a screen reader names it


def setup(app: Sphinx) -> None:
    """Register the visitors."""
    app.add_node(nodes.table, override=True, html=(visit_table, depart_table))
    app.add_node(nodes.row, override=True, html=(visit_row, depart_row))
    app.add_node(nodes.container, override=True, html=(visit_container, depart_container))
    app.add_post_transform(Unstyled)


def visit_table(self: HTML5Translator, node: nodes.table) -> None:
    """Open a table in an element that scrolls sideways where the window is narrow."""
    self.body.append('<div class="table-scroll">')
    self.body.append(self.starttag(node, "table"))


def depart_table(self: HTML5Translator, node: nodes.table) -> None:  # noqa: ARG001
    """Close what :func:`visit_table` opened."""
    self.body.append("</table></div>\n")


def visit_row(self: HTML5Translator, node: nodes.row) -> None:
    """Open a row, which our style sheets do not ask whether it is an odd one."""
    key = {"data-key": node["key"]} if node.get("key") else {}
    self.body.append(self.starttag(node, "tr", "", **key))
    node.column = 0  # type: ignore[attr-defined]  # docutils counts the cells there


def depart_row(self: HTML5Translator, node: nodes.row) -> None:  # noqa: ARG001
    """Close what :func:`visit_row` opened."""
    self.body.append("</tr>\n")


def visit_container(self: HTML5Translator, node: nodes.container) -> None:
    """Open an element with the classes it was given; what code returned scrolls, by key too."""
    reached: dict[str, Any] = (
        {"tabindex": "0", "role": "group", "aria-label": OUTPUT} if _scrolls(node) else {}
    )
    self.body.append(self.starttag(node, "div", **reached))


def _scrolls(node: nodes.container) -> bool:
    """Whether a cell returned this under code that its page shows."""
    cell = node.parent
    return "cell_output" in node["classes"] and any(
        "cell_input" in each["classes"] for each in cell.findall(nodes.container)
    )


def depart_container(self: HTML5Translator, node: nodes.container) -> None:  # noqa: ARG001
    """Close what :func:`visit_container` opened."""
    self.body.append("</div>\n")


class Unstyled(SphinxPostTransform):
    """Take styles out of what a cell returned as HTML: pages allow none, browsers complain."""

    default_priority = 6
    builders = WEB_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Clean every such output; a picture is as wide as it is, or as there is room."""
        for image in self.document.findall(nodes.image):
            for name in ("width", "height", "scale"):
                image.attributes.pop(name, None)
        for found in list(self.document.findall(nodes.raw)):
            if found.get("format") == "html" and "style" in found.astext():
                found.replace_self(nodes.raw("", unstyled(found.astext()), format="html"))


def unstyled(text: str) -> str:
    """HTML without style elements and attributes."""
    body = html.fragment_fromstring(text, create_parent="div")
    for element in body.xpath(".//style"):
        element.drop_tree()
    for element in body.xpath(".//*[@style]"):
        del element.attrib["style"]
    inside = "".join(html.tostring(each, encoding="unicode") for each in body)
    return f"{escape(body.text or '', quote=False)}{inside}"
