"""Turn an exhibit in a notebook output into document nodes, the same for every builder.

MyST-NB finds :class:`ExhibitRenderer` by its entry point and calls it while reading a
notebook, before any builder is chosen. What follows from the builder (inline drawings,
table views) is left to the post-transforms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol, TypeVar

from docutils import nodes
from pydantic import ValidationError
from sphinx.environment import BuildEnvironment

from reportlib.base.errors import BuildError
from reportlib.base.payload import CAUTION, EXHIBIT_MIME, Payload
from reportlib.web import cover
from reportlib.web.absent import absent, is_absent
from reportlib.web.actions import exhibit_actions
from reportlib.web.annex import ROW_TARGET
from reportlib.web.filters import card_classes, check_filters, filters
from reportlib.web.gathered import gather
from reportlib.web.nodes import (
    NOTES_CLASS,
    as_written,
    exhibit_chip,
    exhibit_credit,
    exhibit_data,
    exhibit_foot,
    exhibit_unit,
    folded,
)
from reportlib.web.prose import credit, inline_nodes, paragraph, sentence_paragraph, source_line
from reportlib.web.tables import data_table

LIVE_CLASS, FOLD_CLASS, CREDIT_CLASS = "live", "fold", "credit"
FOOT_CLASS, CHIP_CLASS, CAUTION_CLASS = "card-foot", "chip", "caution"
UNIT_CLASS = "subtitle"
MOST_ROWS = 10  # of a table in the open; a longer one is folded under its headline
NOTES_SUMMARY, NOTES_ALONE, SOURCES_ALONE = "Notes and sources", "Notes", "Sources"
Labelled = TypeVar("Labelled", bound=nodes.Element)


class MimeData(Protocol):
    """What of MyST-NB's output data is used here; MyST-NB itself carries no types."""

    mime_type: str
    content: object
    cell_index: int | None
    output_index: int | None


class DocumentRenderer(Protocol):
    """The renderer of the whole document, as far as it is used here."""

    document: nodes.document
    sphinx_env: BuildEnvironment


class OutputRenderer(Protocol):
    """MyST-NB's renderer of outputs, as far as it is used here."""

    @property
    def renderer(self) -> DocumentRenderer:
        """The renderer of the document that the output belongs to."""

    @property
    def source(self) -> str:
        """The notebook's path."""

    def write_file(
        self, path: list[str], content: bytes, overwrite: bool = False, exists_ok: bool = False
    ) -> str:
        """Write a file beside the executed notebooks; return how an image names it."""


class ExhibitRenderer:
    """Shows an exhibit wherever a notebook output carries one (MyST-NB's plugin protocol)."""

    # Before every other form the output may carry, whatever the builder.
    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [
        ("*", EXHIBIT_MIME, 1)
    ]

    @staticmethod
    def handle_mime(
        renderer: OutputRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the exhibit's nodes, or None for an output of another kind.

        Raises:
            BuildError: the output is no valid exhibit; names the document and the output.
        """
        if inline or data.mime_type != EXHIBIT_MIME:
            return None
        payload = _read_payload(data, renderer.source)
        found = absent(payload) if is_absent(payload) else _Exhibit(renderer, payload).render()
        return [as_written(found)]


def _read_payload(data: MimeData, source: str) -> Payload:
    """Check the output against the contract: a gap in a report would go unseen."""
    try:
        payload = Payload.model_validate(data.content)
        _check_width(payload)
    except (ValidationError, ValueError) as error:
        raise BuildError(
            f"{source}: output {(data.output_index or 0) + 1} of cell "
            f"{(data.cell_index or 0) + 1} is not an exhibit this version of reportlib can "
            f"show. Execute the chapter again with it. {error}"
        ) from error
    return payload


def _check_width(payload: Payload) -> None:
    if payload.kind == "figure" and not payload.missing and "wide" not in payload.drawings:
        raise ValueError(f"{payload.label}: a figure needs a wide drawing")
    if payload.kind == "table" and not payload.missing and not payload.columns:
        raise ValueError(f"{payload.label}: a table needs columns")
    if len(payload.tiles) != (len(payload.rows or payload.sentences) if _in_tiles(payload) else 0):
        raise ValueError(f"{payload.label}: each row or sentence of tiles needs one tile")
    check_filters(payload)
    for position, row in enumerate(payload.rows, start=1):
        if len(row.cells) != len(payload.columns):
            raise ValueError(
                f"{payload.label}: row {position} has {len(row.cells)} cells, "
                f"expected {len(payload.columns)}"
            )


def _in_tiles(payload: Payload) -> bool:
    return payload.kind == "tiles" and not payload.missing


class _Exhibit:
    """One exhibit on its way into a document."""

    def __init__(self, renderer: OutputRenderer, payload: Payload) -> None:
        self.renderer = renderer
        self.payload = payload
        self.docname: str = renderer.renderer.sphinx_env.docname

    def render(self) -> nodes.Element:
        """The container with everything the reader sees of the exhibit."""
        gather(self.renderer.renderer.sphinx_env, self.payload)
        body = {
            "figure": self._figure,
            "table": self._table,
            "findings": self._findings,
            "cover": self._cover,
            "tiles": self._tiles,
        }
        return body[self.payload.kind]()

    def _figure(self) -> nodes.Element:
        figure = self._labelled(nodes.figure(""))
        figure["short-caption"] = self.payload.title
        figure += self._image()
        figure += nodes.caption("", "", nodes.Text(self._caption()))
        if below := [*self._notes()]:
            figure += nodes.legend("", *below)
        return self._container(figure, *self._table_view(), self._foot(), *self._caution())

    def _table(self) -> nodes.Element:
        payload = self.payload
        table = data_table(payload, self.docname)
        table.insert(0, nodes.title("", "", nodes.Text(self._caption())))
        table["short-caption"] = payload.title  # for a list of tables in print
        self._note_rows(table)
        shown: Iterable[nodes.Node] = (*filters(payload), self._labelled(table))
        if len(payload.rows) > MOST_ROWS:
            summary = f"{payload.title} ({len(payload.rows)} rows)"
            shown = [folded("", *shown, summary=summary, classes=[FOLD_CLASS])]
        body = (*shown, *self._notes(), self._foot(), *self._caution())
        container = self._container(*body)
        container["classes"] += card_classes(payload)
        return container

    def _findings(self) -> nodes.Element:
        """A panel with a list under the title, or with one text; without a title, a paragraph."""
        payload = self.payload
        if not payload.title:
            return self._statement()
        panel = self._labelled(nodes.container("", classes=["findings"]))
        panel += paragraph(payload.title, "findings-title")
        if payload.missing:
            panel += self._missing()
        if len(payload.sentences) == 1:
            panel += sentence_paragraph(payload.sentences[0], self.docname)
        elif payload.sentences:
            items = (sentence_paragraph(each, self.docname) for each in payload.sentences)
            panel += nodes.bullet_list("", *(nodes.list_item("", i) for i in items), bullet="*")
        panel += self._notes()
        return panel

    def _cover(self) -> nodes.Element:
        parts = cover.opening(self.payload, self.docname)
        return self._labelled(nodes.container("", *parts, classes=[cover.COVER_CLASS]))

    def _tiles(self) -> nodes.Element:
        shown = self._labelled(cover.tiles(self.payload, self.docname, self._write))
        return self._container(shown, *self._notes())

    def _statement(self) -> nodes.Element:
        """Sentences read as one text. Its numbers carry their rows; no source line breaks in."""
        statement = self._labelled(nodes.container("", classes=["statement"]))
        text = nodes.paragraph()
        for position, each in enumerate(self.payload.sentences):
            if position:
                text += nodes.Text(" ")
            text += inline_nodes(each, self.docname)
        statement += text if self.payload.sentences else self._missing()
        return statement

    def _container(self, *body: nodes.Node) -> nodes.container:
        payload = self.payload
        exhibit = nodes.container("", classes=["exhibit", f"exhibit-{payload.kind}"])
        if payload.headline:
            exhibit += sentence_paragraph(payload.headline, self.docname, "headline")
        exhibit += self._unit()
        exhibit += body
        return exhibit

    def _unit(self) -> Iterable[nodes.Node]:
        """What is drawn and in which unit; on a web page beside it the rule of the peers.

        Where the drawing says its unit, a web page shows its caption here, and no caption below.
        """
        payload = self.payload
        line: nodes.paragraph | None = None
        if payload.subtitle:
            line = paragraph(payload.subtitle, UNIT_CLASS)
        elif payload.headline and payload.kind == "figure":
            said = nodes.Text(self._caption().removesuffix("."))
            line = exhibit_unit("", "", said, classes=[UNIT_CLASS])
        if line is not None and payload.chip:
            line += nodes.Text(" ")
            line += exhibit_chip("", "", nodes.Text(payload.chip), classes=[CHIP_CLASS])
        return [] if line is None else [line]

    def _foot(self) -> nodes.Node:
        """The publishers, who stay in sight while the source line is folded, and the actions."""
        foot = exhibit_foot("", classes=[FOOT_CLASS])
        said = credit(self.payload.sources)
        foot += exhibit_credit("", "", nodes.Text(said), classes=[CREDIT_CLASS])
        foot += exhibit_actions("", label=self.payload.label)
        return foot

    def _caution(self) -> Iterable[nodes.Node]:
        if not self.payload.caution:
            return []
        label = nodes.strong("", "", nodes.Text(CAUTION))
        said = nodes.Text(f" {self.payload.caution}")
        return [nodes.paragraph("", "", label, said, classes=[CAUTION_CLASS])]

    def _labelled(self, node: Labelled) -> Labelled:
        """Make the node what ``numref`` and ``ref`` find under the exhibit's label."""
        node["names"].append(self.payload.label)
        self.renderer.renderer.document.note_explicit_target(node, node)
        return node

    def _note_rows(self, table: nodes.table) -> None:
        """Make the rows that have an address what links from anywhere in the book find."""
        for row in table.findall(nodes.row):
            if row["ids"]:
                self.renderer.renderer.document.note_explicit_target(row, row)

    def _caption(self) -> str:
        return self.payload.caption or self.payload.title

    def _missing(self) -> nodes.paragraph:
        return paragraph(self.payload.missing, "missing")

    def _image(self) -> nodes.image:
        """The wide drawing as a file; a phone's is a file too, named by an attribute."""
        payload = self.payload
        image = nodes.image(
            "",
            uri=self._write(f"{payload.label}.svg", payload.drawings["wide"]),
            alt=payload.alt or self._caption(),
            classes=[LIVE_CLASS],
        )
        if narrow := payload.drawings.get("narrow"):
            image["narrow"] = self._write(f"{payload.label}-narrow.svg", narrow)
        return image

    def _write(self, name: str, svg: str) -> str:
        return self.renderer.write_file([name], svg.encode(), overwrite=True)

    def _below(self) -> list[nodes.Node]:
        notes: list[nodes.Node] = [
            sentence_paragraph(note, self.docname, "note") for note in self.payload.notes
        ]
        if not self.payload.sources:
            return notes
        listed = any(row.target.startswith(ROW_TARGET) for row in self.payload.rows)
        return [*notes, source_line(self.payload.sources, listed=listed)]

    def _notes(self) -> Iterable[nodes.Node]:
        below = self._below()
        notes, sources = self.payload.notes, self.payload.sources
        summary = NOTES_SUMMARY if sources else NOTES_ALONE
        if not notes:
            summary = SOURCES_ALONE
        return [folded("", *below, summary=summary, classes=[NOTES_CLASS])] if below else []

    def _table_view(self) -> Iterable[nodes.Node]:
        payload = self.payload
        if not payload.columns or not payload.rows:
            return []
        place = {"label": payload.label, "docname": self.docname}
        return [exhibit_data("", title=payload.title, **place)]
