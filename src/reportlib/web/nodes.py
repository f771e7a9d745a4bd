"""The document nodes that docutils lacks: a number with its origin, a table view.

Both are written so that a builder which has never heard of them still works: a
``number`` is an inline node to it, and table views are taken out before it starts.
"""

from __future__ import annotations

import html

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

WEB_BUILDERS = ("html", "dirhtml", "singlehtml")
TABLE_VIEW_SUMMARY = "Show the data as a table"


class number(nodes.inline):  # noqa: N801 - docutils finds visitors by the class's name
    """A number in a text; ``value``, ``unit``, ``rows`` and ``derivation`` are attributes."""


class exhibit_data(nodes.container):  # noqa: N801
    """The rows behind a drawing, folded away under it; ``label`` names the exhibit."""


def visit_number(self: HTML5Translator, node: number) -> None:
    """Open a ``data`` element, or a ``span`` where the number has no machine value."""
    if node["value"] is None:
        self.body.append(self.starttag(node, "span", ""))
    else:
        self.body.append(self.starttag(node, "data", "", value=f"{node['value']:.15g}"))


def depart_number(self: HTML5Translator, node: number) -> None:
    """Close what :func:`visit_number` opened."""
    self.body.append("</span>" if node["value"] is None else "</data>")


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


class DropTableViews(SphinxPostTransform):
    """Take the table views out for builders without folding: a book, a text, an EPUB."""

    default_priority = 5  # after MyST-NB has chosen which form of an output to keep

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Remove every table view, unless a web page is being written."""
        if self.app.builder.name in WEB_BUILDERS:
            return
        for view in list(self.document.findall(exhibit_data)):
            view.parent.remove(view)
