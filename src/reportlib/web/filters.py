"""Tables that a reader can filter, and tables whose rows are shown as cards.

Both are for web pages alone, and both are whole without a script: the controls are made by
``filter.js`` where it runs, and the cards are the table's own rows in another layout.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.base.payload import Payload
from reportlib.web.nodes import WEB_BUILDERS
from reportlib.web.tables import LONG

FOLDER = Path(__file__).resolve().parent / "static"
STYLE_SHEET = "filter.css"
SCRIPT = "filter.js"
CARDS_CLASS, STACKED_CLASS = "cards", "stacked"
FEWEST = 3  # columns of texts that a phone has no room for side by side


class filter_bar(nodes.General, nodes.Element):  # noqa: N801 - docutils finds visitors by name
    """Where the controls of the table after it go; ``columns`` and ``names`` say of which."""


class card_cell(nodes.entry):  # noqa: N801
    """A table cell that carries the title of its column, which a card shows beside it."""


def setup(app: Sphinx) -> None:
    """Register nodes and transforms, and the files of those pages that need them."""
    app.add_node(filter_bar, html=(visit_filter_bar, depart_filter_bar))
    app.add_node(card_cell, html=(visit_card_cell, depart_card_cell))
    app.add_post_transform(Cards)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_files)


def check_filters(payload: Payload) -> None:
    """Refuse filters that name no column.

    Raises:
        ValueError: a filter names no column of the table.
    """
    titles = [column.title for column in payload.columns]
    if unknown := [name for name in payload.filters if name not in titles]:
        raise ValueError(f"{payload.label}: filters name {unknown}; the columns are {titles}")


def filters(payload: Payload) -> Iterable[nodes.Node]:
    """The place of the controls of a table, or nothing where it has none."""
    if not payload.filters:
        return []
    titles = [column.title for column in payload.columns]
    columns = [titles.index(name) for name in payload.filters]
    return [filter_bar("", columns=columns, names=list(payload.filters), title=payload.title)]


def card_classes(payload: Payload) -> list[str]:
    """The classes of the table's container: cards everywhere, or on a phone alone."""
    if payload.cards:
        return [CARDS_CLASS]
    long = any(len(cell.text) > LONG for row in payload.rows for cell in row.cells)
    return [STACKED_CLASS] if long and len(payload.columns) >= FEWEST else []


def visit_filter_bar(self: HTML5Translator, node: filter_bar) -> None:
    """Open the place of the controls: hidden until the script has made them."""
    label = html.escape(f"Filter: {node['title']}")
    columns = html.escape(",".join(map(str, node["columns"])))
    names = html.escape("|".join(node["names"]))
    self.body.append(
        f'<form class="filter-bar" role="search" aria-label="{label}" data-filter="{columns}" '
        f'data-filter-names="{names}" hidden>'
    )


def depart_filter_bar(self: HTML5Translator, node: filter_bar) -> None:  # noqa: ARG001
    """Close what :func:`visit_filter_bar` opened."""
    self.body.append("</form>\n")


def visit_card_cell(self: HTML5Translator, node: card_cell) -> None:
    """Open a cell as any other, with the title of its column."""
    at = len(self.body)
    self.visit_entry(node)
    title = html.escape(node["title"])
    self.body[at] = self.body[at].replace(">", f' data-title="{title}">', 1)


def depart_card_cell(self: HTML5Translator, node: card_cell) -> None:
    """Close what :func:`visit_card_cell` opened."""
    self.depart_entry(node)


class Cards(SphinxPostTransform):
    """Name the cells of cards for web pages, and take the controls out elsewhere."""

    default_priority = 5  # as the table views, before the builder sees the document

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Prepare every table of the document."""
        if self.app.builder.name not in WEB_BUILDERS:
            for bar in list(self.document.findall(filter_bar)):
                bar.parent.remove(bar)
            return
        for container in self.document.findall(nodes.container):
            if {CARDS_CLASS, STACKED_CLASS} & set(container["classes"]):
                for table in container.findall(nodes.tgroup):
                    _name_cells(table)


def _name_cells(table: nodes.tgroup) -> None:
    (head,) = table.findall(nodes.thead)
    titles = [cell.astext() for cell in head.findall(nodes.entry)]
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            cells = list(row.children)
            for cell, title in zip(cells, titles, strict=True):
                named = card_cell("", *cell.children, title=title, classes=cell["classes"])  # type: ignore[index]
                row.replace(cell, named)


def add_files(app: Sphinx) -> None:
    """Copy style and script, for web pages alone."""
    if app.builder.name in WEB_BUILDERS:
        files = [str(FOLDER / STYLE_SHEET), str(FOLDER / SCRIPT)]
        app.config.html_static_path = [*app.config.html_static_path, *files]


def link_files(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Load style and script on the pages that use them."""
    if doctree is None or not (any(doctree.findall(filter_bar)) or _has_cards(doctree)):
        return
    app.add_css_file(STYLE_SHEET, priority=902)
    app.add_js_file(SCRIPT, priority=902, loading_method="defer")


def _has_cards(document: nodes.document) -> bool:
    return any(CARDS_CLASS in found["classes"] for found in document.findall(nodes.container))
