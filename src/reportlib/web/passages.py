"""What of each page a reader can search: its sections with their words, and its terms.

Gathered while a page is read, since a book compiled again reads few of them. What stands in
exhibits is not a section's: each of them is found by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import glossary, pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from reportlib.web.nodes import folded, marks
from reportlib.web.page_store import PageStore

_REFERENCE = re.compile("\ue000(.*?)\ue001")  # private characters, which no font shows
_NO_WORDS = (
    nodes.table,
    nodes.figure,
    nodes.literal_block,
    nodes.image,
    nodes.raw,
    glossary,
    folded,
    marks,
)
AMBIGUOUS_CLASS = "ambiguous"
_NO_CLASSES = {"exhibit", "findings-title"}


class Passage(NamedTuple):
    """A section, or the definition of a term: where it stands, its title and its words.

    ``heading`` is the id that a section's number is known by.
    """

    anchor: str
    title: str
    words: str
    heading: str = ""

    def named(self, name_of: Callable[[str], str]) -> Passage:
        """The same, with what it refers to named as pages name it."""
        words = _REFERENCE.sub(lambda found: name_of(found[1]), self.words)
        return self._replace(words=" ".join(words.split()))


class Passages(NamedTuple):
    """The first section is the page itself; of its terms some are ``ambiguous``."""

    sections: tuple[Passage, ...]
    terms: tuple[Passage, ...]
    ambiguous: tuple[str, ...] = ()


STORE: PageStore[Passages] = PageStore("reportlib_passages")


def gather_passages(app: Sphinx, document: nodes.document) -> None:
    """Keep what the page that was read says."""
    found = tuple(_section(each) for each in document.findall(nodes.section))
    STORE.of(app.env)[app.env.docname] = Passages(
        found, tuple(_terms(document)), tuple(_ambiguous(document))
    )


def passages(env: BuildEnvironment) -> Mapping[str, Passages]:
    """Of each page what can be searched."""
    return STORE.of(env)


def anchor_of(section: nodes.section) -> str:
    """The label that a section was given, else the id that its heading made."""
    document = section.document
    named = (name for name in section["names"] if document and document.nametypes.get(name))
    labels = [document.nameids.get(name) for name in named] if document else []
    return str(next((each for each in labels if each), None) or next(iter(section["ids"]), ""))


def _section(section: nodes.section) -> Passage:
    title = section.next_node(nodes.title)
    words = " ".join(_words(section))
    said = title.astext() if title else ""
    return Passage(anchor_of(section), said, words, next(iter(section["ids"]), ""))


def _words(section: nodes.Element) -> Iterator[str]:
    """The paragraphs of a section, without those of its subsections and its exhibits."""
    for child in section.children:
        if not isinstance(child, nodes.Element) or is_apart(child):
            continue
        if isinstance(child, nodes.paragraph):
            yield "".join(_text(child))
        else:
            yield from _words(child)


def is_apart(element: nodes.Element) -> bool:
    """Whether an element of a section is no part of its own text."""
    apart = isinstance(element, (nodes.section, nodes.title, *_NO_WORDS))
    return apart or not _NO_CLASSES.isdisjoint(element["classes"])


def _text(element: nodes.Element) -> Iterator[str]:
    """The words of a paragraph; a reference without words of its own as a mark with its target."""
    for child in element.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, pending_xref):
            yield _referred(child)
        elif isinstance(child, nodes.Element) and not isinstance(child, _NO_WORDS):
            yield from _text(child)


def _referred(reference: pending_xref) -> str:
    said, target = reference.astext(), str(reference.get("reftarget", ""))
    if reference.get("refdomain") == "cite":
        return ""
    own = bool(said) and said != target and reference.get("reftype") != "numref"
    return said if own or reference.get("reftype") == "term" else f"\ue000{target}\ue001"


def _terms(document: nodes.document) -> Iterator[Passage]:
    """Each term that the page defines, with its definition."""
    for found in document.findall(glossary):
        for item in found.findall(nodes.definition_list_item):
            definition = item.next_node(nodes.definition)
            words = "".join(_text(definition)) if definition else ""
            for term in item.findall(nodes.term):
                if term["ids"]:
                    yield Passage(str(term["ids"][0]), _said(term), words)


def _ambiguous(document: nodes.document) -> Iterator[str]:
    """The words that the page emphasises among those with other senses than its own."""
    for found in document.findall(nodes.container):
        if AMBIGUOUS_CLASS in found["classes"]:
            yield from (word.astext().lower() for word in found.findall(nodes.emphasis))


def _said(term: nodes.term) -> str:
    """A term, without the entries of the index that stand in it."""
    return "".join(each.astext() for each in term.findall(nodes.Text)).strip()
