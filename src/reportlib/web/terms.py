"""Terms of the glossary, where a section first uses them: a link with the definition as a tip.

They are found by themselves. A word that has other senses, such as the applications of a technique,
leads to the glossary only where its author says so, by ``{term}``: the page of the glossary
names these words, emphasised, in a container of the class ``ambiguous``.

A term in capitals is an abbreviation, which is found as it is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.web.addresses import page_uri
from reportlib.web.nodes import ANNEX_BUILDERS, number, takes_no_link
from reportlib.web.passages import Passage, is_apart, passages
from reportlib.web.searching import name_of

_BY_AUTHOR = "std-term"  # the class of what {term} makes
_SHORT = re.compile(r"[A-Z][A-Z&]*[A-Z]")


class defined(nodes.inline):  # noqa: N801 - docutils finds visitors by the class's name
    """A term in a text, with the ``uri`` of its definition and the id of its ``tip``."""


class Term(NamedTuple):
    """A term, and the page that defines it."""

    page: str
    passage: Passage


class LinkTerms(SphinxPostTransform):
    """Lead from terms to their definitions, once in a section, and never from headings."""

    default_priority = 15  # after references are resolved
    builders = ANNEX_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Link the terms, and put their definitions at the end of the page."""
        self._terms = terms(self.env)
        self._tips: dict[str, str] = {}  # of each term that is used the id of its tip
        self._pattern = pattern(self._terms, ambiguous(self.env))
        for section in self.document.findall(nodes.section):
            self._link(section, set())
        if self._tips:
            tips = "".join(self._tip(key, name) for key, name in self._tips.items())
            self.document.append(nodes.raw("", f'<div class="tips">{tips}</div>', format="html"))

    def _link(self, section: nodes.section, seen: set[str]) -> None:
        for paragraph in prose(section):
            for reference in list(paragraph.findall(nodes.reference)):
                self._by_author(reference, seen)
            for text in list(paragraph.findall(nodes.Text)):
                if not _takes_none(text):
                    text.parent.replace(text, list(self._parts(text.astext(), seen)))

    def _by_author(self, reference: nodes.reference, seen: set[str]) -> None:
        said = reference.astext()
        key = key_of(said, self._terms)
        marked = any(_BY_AUTHOR in part["classes"] for part in reference.findall(nodes.inline))
        if marked and key and self._is_elsewhere(key):
            seen.add(key)
            reference.replace_self(self._defined(said, key))

    def _parts(self, text: str, seen: set[str]) -> Iterator[nodes.Node]:
        """A text with the terms in it as nodes of their own."""
        end = 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            key = key_of(found[0], self._terms)
            if key and key not in seen and self._is_elsewhere(key):
                seen.add(key)
                yield nodes.Text(text[end : found.start()])
                yield self._defined(found[0], key)
                end = found.end()
        yield nodes.Text(text[end:])

    def _is_elsewhere(self, key: str) -> bool:
        return self._terms[key].page != self.env.docname

    def _defined(self, said: str, key: str) -> defined:
        tip = self._tips.setdefault(key, f"term-tip-{len(self._tips) + 1}")
        return defined("", "", nodes.Text(said), uri=self._uri(key), tip=tip)

    def _uri(self, key: str) -> str:
        page, passage = self._terms[key]
        return f"{page_uri(self.app.builder, self.env.docname, page)}#{passage.anchor}"

    def _tip(self, key: str, name: str) -> str:
        """The definition, and a link for who cannot point without following it."""
        passage = self._terms[key].passage.named(lambda target: name_of(self.app, target))
        title, uri = html.escape(passage.title), html.escape(self._uri(key))
        return (
            f'<div class="tip" id="{name}" role="group" aria-label="{title}" popover>'
            f"<p><strong>{title}</strong></p><p>{html.escape(passage.words)}</p>"
            f'<p><a href="{uri}">Glossary</a></p></div>\n'
        )


def terms(env: BuildEnvironment) -> Mapping[str, Term]:
    """The terms that the book defines, as texts are compared."""
    found = ((page, each) for page, held in sorted(passages(env).items()) for each in held.terms)
    return {_key(passage.title): Term(page, passage) for page, passage in found}


def _key(title: str) -> str:
    return title if _SHORT.fullmatch(title) else title.lower()


def ambiguous(env: BuildEnvironment) -> frozenset[str]:
    """The words that the book says have other senses."""
    return frozenset(word for held in passages(env).values() for word in held.ambiguous)


def key_of(said: str, known: Mapping[str, Term]) -> str:
    """The term that a text names, in the plural too; empty where it is none."""
    text = " ".join(said.lower().split())
    ways = (
        said,
        text,
        text.removesuffix("s"),
        f"{text.removesuffix('ies')}y",
        text.replace("s ", " ", 1),
    )
    return next((way for way in ways if way in known), "")


def pattern(known: Mapping[str, Term], left: Collection[str] = ()) -> re.Pattern[str] | None:
    """Where a text has one of the terms but those left to the author; the longest first."""
    sought = sorted((key for key in known if key not in left), key=len, reverse=True)
    if not sought:
        return None
    ways = "|".join(map(_way, sought))
    return re.compile(rf"(?<![\w&-])(?:{ways})(?![\w&-])")


def _way(key: str) -> str:
    """How a text says a term: in the plural too, and at the start of a sentence."""
    way = re.escape(key).replace(r"\ ", r"\s+")
    if _SHORT.fullmatch(key):
        return way
    return f"(?i:{way[:-1]}(?:y|ies))" if way.endswith("y") else f"(?i:{way}s?)"


def prose(section: nodes.Element) -> Iterator[nodes.paragraph]:
    """The paragraphs of a section, without those of its subsections and exhibits."""
    for child in section.children:
        if not isinstance(child, nodes.Element) or is_apart(child):
            continue
        if isinstance(child, nodes.paragraph):
            yield child
        else:
            yield from prose(child)


def _takes_none(text: nodes.Text) -> bool:
    above: nodes.Node | None = text.parent
    while above is not None and not isinstance(above, nodes.paragraph):
        if isinstance(above, (number, nodes.literal, nodes.superscript, defined)):
            return True
        above = above.parent
    return takes_no_link(text)


def visit_defined(self: HTML5Translator, node: defined) -> None:
    """Open a link that its definition describes."""
    uri, tip = html.escape(node["uri"]), node["tip"]
    self.body.append(f'<a class="term" href="{uri}" aria-describedby="{tip}">')


def depart_defined(self: HTML5Translator, node: defined) -> None:  # noqa: ARG001
    """Close what :func:`visit_defined` opened."""
    self.body.append("</a>")
