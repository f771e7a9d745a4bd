"""The opening of a book, and tiles: rows or sentences with a small drawing each.

A tile is a container that any builder can show. What it tells of the whole book, such as how many
figures a chapter has, is filled in when a page is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.base.payload import MISSING, Payload, Piece, Sentence, Tile
from reportlib.web.addresses import ANNEX_INDEX, PRINTED, file_uri, page_uri
from reportlib.web.gathered import gathered
from reportlib.web.nodes import ANNEX_BUILDERS, ROW_TILES_CLASS, TILES_CLASS, WEB_BUILDERS
from reportlib.web.prose import paragraph, sentence_paragraph

COVER_CLASS, TILE_CLASS, LIVE_CLASS = "cover-opening", "tile", "live"
ACTIONS_CLASS, STYLE_SHEET = "go", "cover.css"
CHINESE = re.compile("[\u3400-\u9fff]")
START, DATA, PDF = "Start reading", "All data", "PDF"
Write = Callable[[str, str], str]
"""Takes a file's name and its content, and returns how an image names it."""


class cover_title(nodes.paragraph):  # noqa: N801 - docutils finds visitors by the class's name
    """The name on a cover, which on web pages is the page's heading."""


class cover_actions(nodes.paragraph):  # noqa: N801
    """Where to go from the opening, filled in for web pages."""


class chapter_size(nodes.paragraph):  # noqa: N801
    """What a chapter has, filled in when a page is written; ``target`` is the chapter's label."""


class chapter_number(nodes.inline):  # noqa: N801
    """A chapter's number, filled in when a page is written; ``target`` is the chapter's label."""


def setup(app: Sphinx) -> None:
    """Register the transform, the heading and the style sheet."""
    app.add_node(cover_title, html=(visit_cover_title, depart_cover_title))
    app.add_post_transform(FillCovers)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_files)


def add_files(app: Sphinx) -> None:
    """Copy the style sheet, for web pages alone."""
    if app.builder.name in WEB_BUILDERS:
        path = str(Path(__file__).resolve().parent / "static" / STYLE_SHEET)
        app.config.html_static_path = [*app.config.html_static_path, path]


def link_files(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Load the style sheet on the pages that use it."""
    ours = {COVER_CLASS, TILES_CLASS}
    if doctree and any(ours & set(e["classes"]) for e in doctree.findall(nodes.container)):
        app.add_css_file(STYLE_SHEET, priority=902)


def opening(payload: Payload, docname: str) -> list[nodes.Node]:
    """What a cover shows: the edition's name, another one of it, and a text."""
    name = cover_title("", "", nodes.Text(payload.title), classes=["cover-name"])
    if payload.subtitle:
        language = ["language-zh"] if CHINESE.search(payload.subtitle) else []
        second = nodes.inline("", payload.subtitle, classes=["second-name", *language])
        name += [nodes.Text(" "), second]
    said: list[nodes.Node] = [
        sentence_paragraph(each, docname, "stand") for each in payload.sentences
    ]
    if payload.missing:
        said = [paragraph(payload.missing, "stand")]
    notes = [sentence_paragraph(note, docname, "note") for note in payload.notes]
    actions = cover_actions("", classes=[ACTIONS_CLASS])
    return [paragraph(payload.caption.removesuffix("."), "eyebrow"), name, *said, *notes, actions]


def tiles(payload: Payload, docname: str, write: Write) -> nodes.container:
    """A tile for each row, or for each sentence where there are no rows."""
    made = [
        nodes.container("", *parts, classes=[TILE_CLASS])
        for parts in (
            _of_rows(payload, docname, write) if payload.rows else _cards(payload, docname, write)
        )
    ]
    kind = ROW_TILES_CLASS if payload.rows else "tiles-cards"
    return nodes.container("", *made, classes=[TILES_CLASS, kind])


def _of_rows(payload: Payload, docname: str, write: Write) -> Iterator[list[nodes.Node]]:
    """Title, value and detail beside the trend, and the place of each row."""
    for at, (tile, row) in enumerate(zip(payload.tiles, payload.rows, strict=True), start=1):
        _, value, detail, rank, count = row.cells
        yield [
            nodes.paragraph("", "", _lead(tile, docname), classes=["tile-title"]),
            sentence_paragraph((value,), docname, "tile-value"),
            sentence_paragraph((detail,), docname, "tile-detail"),
            *_drawing(tile.drawing, tile.alt, f"{payload.label}-{at}-trend", "tile-trend", write),
            *_drawing(tile.strip, "", f"{payload.label}-{at}-place", "tile-strip", write),
            sentence_paragraph(_place(rank, count), docname, "tile-place"),
        ]


def _place(rank: Piece, count: Piece) -> Sentence:
    return (rank,) if count.text == MISSING else (rank, Piece(text=" of "), count)


def _cards(payload: Payload, docname: str, write: Write) -> Iterator[list[nodes.Node]]:
    """The drawing and what it shows, then chapter, finding and size of the chapter."""
    for at, (tile, said) in enumerate(zip(payload.tiles, payload.sentences, strict=True), start=1):
        number = chapter_number("", target=tile.target, classes=["chapter-number"])
        shown = _drawing(tile.drawing, tile.alt, f"{payload.label}-{at}", "tile-picture", write)
        yield [
            *([*shown, paragraph(tile.about, "tile-about")] if shown else []),
            nodes.paragraph("", "", _lead(tile, docname, number), classes=["tile-title"]),
            sentence_paragraph(said, docname, "tile-said"),
            chapter_size("", target=tile.target, classes=["tile-detail"]),
        ]


def _lead(tile: Tile, docname: str, *before: nodes.Node) -> nodes.Node:
    """The title, which leads to where more is shown."""
    if not tile.target:
        return nodes.Text(tile.title)
    return addnodes.pending_xref(
        "",
        nodes.inline("", "", *before, nodes.Text(tile.title), classes=["xref"]),
        refdoc=docname,
        refdomain="std",
        reftype="ref",
        reftarget=tile.target,
        refexplicit=True,
        refwarn=True,
    )


def _drawing(svg: str, alt: str, name: str, kind: str, write: Write) -> list[nodes.Node]:
    """The drawing as a file that pages take in; one without a text is told beside it."""
    if not svg:
        return []
    image = nodes.image("", uri=write(f"{name}.svg", svg), alt=alt, classes=[LIVE_CLASS])
    return [nodes.container("", image, classes=[kind])]


class FillCovers(SphinxPostTransform):
    """Tell of the whole book what its cover says of it."""

    default_priority = 4  # before references are looked up and drawings taken in

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Fill in the sizes and numbers of chapters, and where to go."""
        if self.app.builder.name in WEB_BUILDERS:
            for name in list(self.document.findall(cover_title)):
                _raise(name)
        for size in list(self.document.findall(chapter_size)):
            self._replace(size, nodes.paragraph("", self._size(size["target"])))
        for place in list(self.document.findall(chapter_number)):
            self._replace(place, nodes.inline("", self._number(place["target"])))
        for actions in list(self.document.findall(cover_actions)):
            self._replace(actions, nodes.paragraph("", "", *self._actions()))

    def _replace(self, place: nodes.Element, made: nodes.Element) -> None:
        made["classes"] = place["classes"]
        place.parent.replace(place, made if made.children else [])

    def _page(self, target: str) -> str:
        labels: StandardDomain = self.env.get_domain("std")  # type: ignore[assignment]
        return labels.anonlabels.get(target, ("", ""))[0]

    def _size(self, target: str) -> str:
        """How many figures and tables a chapter shows."""
        page = self._page(target)
        kinds = Counter(exhibit.kind for where, exhibit in gathered(self.env) if where == page)
        return ", ".join(_counted(kinds["figure"], "figure") + _counted(kinds["table"], "table"))

    def _number(self, target: str) -> str:
        found = self.env.toc_secnumbers.get(self._page(target), {}).get("")
        return ".".join(map(str, found)) + " " if found else ""

    def _actions(self) -> Iterable[nodes.Node]:
        """The first chapter, the data annex, and the book as a PDF if it lies beside the pages."""
        builder, page = self.app.builder, self.env.docname
        if builder.name not in ANNEX_BUILDERS:
            return
        chapters = self.env.toctree_includes.get(self.env.config.root_doc, [])
        if chapters:
            yield _link(START, builder.get_relative_uri(page, chapters[0]), "main")
        if any(exhibit.sources for _, exhibit in gathered(self.env)):
            yield _link(DATA, page_uri(builder, page, ANNEX_INDEX))
        if printed := self.config[PRINTED]:
            yield _link(PDF, file_uri(builder, page, printed))


def _raise(name: cover_title) -> None:
    """Gather what stands above the first section, beside each other, under the name."""
    above: nodes.Element = name
    while not isinstance(above.parent, nodes.section):
        above = above.parent
    section = above.parent
    title = section[section.first_child_matching_class(nodes.title) or 0]
    ends = section.first_child_matching_class(nodes.section) or len(section)
    beside = [each for each in section[section.index(title) + 1 : ends] if each is not above]
    for each in (title, above, *beside):
        section.remove(each)
    opening = name.parent
    opening.insert(opening.index(name) + 1, nodes.paragraph("", title.astext(), classes=["sub"]))
    plate = nodes.container("", *beside, classes=["plate"])
    section.insert(0, nodes.container("", above, plate, classes=["hero"]))


def visit_cover_title(self: HTML5Translator, node: cover_title) -> None:
    """Open the page's heading."""
    self.body.append(self.starttag(node, "h1", ""))


def depart_cover_title(self: HTML5Translator, node: cover_title) -> None:  # noqa: ARG001
    """Close it."""
    self.body.append("</h1>\n")


def _link(text: str, uri: str, *classes: str) -> nodes.reference:
    return nodes.reference("", text, refuri=uri, internal=True, classes=list(classes))


def _counted(count: int, noun: str) -> list[str]:
    return [f"{count} {noun}{'' if count == 1 else 's'}"] if count else []
