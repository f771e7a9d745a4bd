"""Turn an exhibit's sentences and sources into document nodes.

Every text becomes a ``Text`` node, which each builder escapes in its own way. Nothing
is parsed, so markup in a name is shown and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from sphinx import addnodes

from reportlib.base.payload import Piece, Sentence, Source
from reportlib.web.nodes import marks, number

NUMBER_CLASS, FLAGS_CLASS = "number", "flags"
MOST_CREDITED = 3  # publishers in a line of credit
MOST_SOURCES = 40  # in one source line
ELSEWHERE = "; the list of datasets in “Sources” has the vintage and the terms of each."
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SAFE_SCHEMES = ("https://", "http://")


def paragraph(text: str, css_class: str) -> nodes.paragraph:
    """A paragraph of plain text."""
    return nodes.paragraph("", "", nodes.Text(text), classes=[css_class])


def sentence_paragraph(sentence: Sentence, docname: str, *css_classes: str) -> nodes.paragraph:
    """A paragraph of one sentence, with its numbers and references."""
    return nodes.paragraph("", "", *inline_nodes(sentence, docname), classes=list(css_classes))


def inline_nodes(pieces: Iterable[Piece], docname: str) -> list[nodes.Node]:
    """One node for each piece of a sentence, and after a marked number its marks."""
    return [node for piece in pieces for node in (_inline_node(piece, docname), *_marks(piece))]


def _marks(piece: Piece) -> Iterator[nodes.Node]:
    if piece.flags:
        yield marks("", "", nodes.Text(piece.flags), classes=[FLAGS_CLASS])


def _inline_node(piece: Piece, docname: str) -> nodes.Node:
    if piece.kind == "number":
        return number(
            "",
            "",
            nodes.Text(piece.text),
            classes=[NUMBER_CLASS],
            value=piece.value,
            unit=piece.unit,
            rows=list(piece.rows),
            derivation=piece.derivation,
            whole=list(piece.whole),
            flags=piece.flags,
        )
    if piece.kind == "reference":
        return _reference(piece, docname)
    return nodes.Text(piece.text)


def _reference(piece: Piece, docname: str) -> addnodes.pending_xref:
    """A link that reads "Fig. 3"; findings and rows have no number, so theirs keeps its text."""
    numbered = piece.target.startswith(("fig-", "tbl-"))
    return addnodes.pending_xref(
        "",
        nodes.inline("", "", nodes.Text(piece.text), classes=["xref"]),
        refdoc=docname,
        refdomain="std",
        reftype="numref" if numbered else "ref",
        reftarget=piece.target,
        refexplicit=not numbered,
        refwarn=True,
    )


def source_line(sources: Sequence[Source], *, listed: bool = False) -> nodes.paragraph:
    """Who published the data, and of each dataset the vintage and the licence.

    Many sources are counted; ``listed`` says that the exhibit is itself the list of them.
    """
    line = nodes.paragraph("", "", classes=["source"])
    if len(sources) > MOST_SOURCES:
        line += nodes.Text(counted(sources) + (", as listed." if listed else ELSEWHERE))
        return line
    line += nodes.Text("Sources: " if len(sources) > 1 else "Source: ")
    publishers = list(dict.fromkeys(source.publisher for source in sources))
    for position, publisher in enumerate(publishers):
        line += nodes.Text(f"; {publisher}: " if position else f"{publisher}: ")
        own = [source for source in sources if source.publisher == publisher]
        for place, source in enumerate(own):
            line += nodes.Text(", " if place else "")
            line += _dataset_nodes(source)
    line += nodes.Text(".")
    return line


def credit(sources: Sequence[Source]) -> str:
    """The publishers and years in a few words, before a reader opens the source line."""
    if not sources:
        return ""
    years = sorted({year for source in sources for year in _YEAR.findall(source.vintage)})
    dated = f", {' to '.join(dict.fromkeys((years[0], years[-1])))}" if years else ""
    # A dataset of several publishers names them all.
    named_by = (name for source in sources for name in source.publisher.split("; "))
    publishers = list(dict.fromkeys(named_by))
    named = "; ".join(publishers[:MOST_CREDITED])
    more = len(publishers) - MOST_CREDITED
    return f"{named}; {more} more{dated}." if more > 0 else f"{named}{dated}."


def counted(sources: Sequence[Source]) -> str:
    """What stands for a list of sources that nobody would read, such as that of all datasets."""
    publishers = {source.publisher for source in sources}
    return f"Sources: {len(sources)} datasets of {len(publishers)} publishers"


def _dataset_nodes(source: Source) -> list[nodes.Node]:
    """Title, vintage and licence; on web pages the annex comes in between (see ``annex``)."""
    title = nodes.inline("", "", link(source.title, source.url), dataset=source.dataset)
    vintage = nodes.inline("", "", nodes.Text(source.vintage), publisher=source.url)
    return [
        title,
        nodes.Text(" ("),
        *((vintage, nodes.Text(", ")) if source.vintage else ()),
        link(source.licence, source.licence_url),
        nodes.Text(")"),
    ]


def link(text: str, url: str) -> nodes.Node:
    """A link where the address is one a reader may follow, else the text alone."""
    if url.lower().startswith(SAFE_SCHEMES):
        return nodes.reference("", "", nodes.Text(text), refuri=url, internal=False)
    return nodes.Text(text)
