"""The search of a book, which works from disk: an index of ours as scripts, and a page.

Sphinx' own is off: it needs a server for its excerpts, and writes titles and captions into
the page as HTML. Here a browser gets texts, and its script puts them there as texts.
The datasets are in a script of their own, which the editions of a site have at its root.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.base.manifests import read_manifest
from reportlib.base.payload import Payload, Row, Sentence
from reportlib.web.absent import is_absent
from reportlib.web.addresses import ANNEX_INDEX, SEARCH, SITE, annex_page, of_book
from reportlib.web.annex import INDEX_TITLE
from reportlib.web.frames import TEMPLATE, article
from reportlib.web.gathered import datasets, gathered
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.passages import STORE, Passage, gather_passages, passages

INDEX_SCRIPT, DATASETS_SCRIPT = "find-index.js", "find-datasets.js"
_BEGINS, _ENDS = "(window.reportFind ??= []).push(", ");\n"
CHAPTER, SECTION = "Chapter", "Section"
TITLE = "Search"
NAMES_MOST = 600  # characters that the names in an exhibit's rows may take


class Entry(NamedTuple):
    """What can be found: what it is, where, its title and the words that it is found by."""

    what: str
    address: str
    title: str
    words: str


class Chapter(NamedTuple):
    """A page with what can be found on it, in the order of the page."""

    title: str
    address: str
    entries: tuple[Entry, ...]


def setup(app: Sphinx) -> None:
    """Gather what can be searched while pages are read, and write it at the end."""
    app.connect("doctree-read", gather_passages)
    STORE.setup(app)
    app.connect("html-collect-pages", write_index)


def write_index(app: Sphinx) -> Iterator[tuple[str, Mapping[str, object], str]]:
    """Write the index, and yield the page that lists all of it."""
    if app.builder.name not in ANNEX_BUILDERS:
        return
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        book, named = list(_chapters(app)), _datasets(app)
    write_whole(app.outdir / INDEX_SCRIPT, _script(book).encode())
    if app.config[SITE]:
        named = named._replace(entries=())
    else:
        write_whole(app.outdir / DATASETS_SCRIPT, _script([named]).encode())
    known = [chapter for chapter in book if chapter.entries]
    known += [named] if datasets(app.env) else []
    listed = [_as_listed(chapter, app.builder) for chapter in known]
    values = {"title": TITLE, "article": article("search.html", title=TITLE, chapters=listed)}
    yield SEARCH, values, TEMPLATE


def _as_listed(chapter: Chapter, builder: Builder) -> Chapter:
    """A chapter without itself among its entries, by addresses as the page that lists it leads."""
    page = builder.get_target_uri(SEARCH)
    entries = (
        entry._replace(address=_from(page, entry.address))
        for entry in chapter.entries
        if entry.address != chapter.address
    )
    return Chapter(chapter.title, _from(page, chapter.address), tuple(entries))


def _from(page: str, address: str) -> str:
    """How a page leads to an address; Sphinx leaves out what follows the page."""
    other, mark, anchor = address.partition("#")
    return f"{relative_uri(page, other)}{mark}{anchor}"


def _script(book: Iterable[Chapter]) -> str:
    """The entries, each with its chapter's place in a list of them."""
    chapters = [chapter for chapter in book if chapter.entries]
    found = [[place, *entry] for place, c in enumerate(chapters) for entry in c.entries]
    told = {"chapters": [chapter.title for chapter in chapters], "entries": found}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{_BEGINS}{text}{_ENDS}"


def headings(index: Path) -> list[Entry]:
    """The chapters and sections in the index that was written of a book, in their order.

    Raises:
        BuildError: there is none, or it is another file.
    """
    try:
        text = index.read_text(encoding="utf-8")
        told = json.loads(text.removeprefix(_BEGINS).removesuffix(_ENDS))
        found = [Entry(*entry) for _, *entry in told["entries"]]
        return [each for each in found if each.what.partition(" ")[0] in (CHAPTER, SECTION)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BuildError(
            f"{index}: cannot be read ({error}). Expected the index of a book's pages; build the "
            f"book again."
        ) from error


def _chapters(app: Sphinx) -> Iterator[Chapter]:
    exhibits: dict[str, list[Payload]] = {}
    for page, exhibit in gathered(app.env):
        exhibits.setdefault(page, []).append(exhibit)
    for page in _in_order(app.env, app.config.root_doc):
        yield _Page(app, page).chapter(exhibits.get(page, ()))


def _in_order(env: BuildEnvironment, page: str) -> Iterator[str]:
    """The pages of the book, as its contents list them."""
    yield page
    for other in env.toctree_includes.get(page, ()):
        yield from _in_order(env, other)


class _Page:
    """A page, for what can be found on it."""

    def __init__(self, app: Sphinx, page: str) -> None:
        self._app, self._env, self._page = app, app.env, page
        self._address = app.builder.get_target_uri(page)

    def chapter(self, exhibits: Iterable[Payload]) -> Chapter:
        """Sections, then exhibits, then terms."""
        found = passages(self._env)[self._page]
        first, *_ = found.sections or (Passage("", self._page, ""),)
        entries = (
            *(self._section(each) for each in found.sections),
            *(each for exhibit in exhibits for each in self._exhibit(exhibit)),
            *(self._entry("Term", each) for each in found.terms),
        )
        return Chapter(first.title, self._address, entries)

    def _section(self, passage: Passage) -> Entry:
        numbers = self._env.toc_secnumbers.get(self._page, {})
        whole = passage is passages(self._env)[self._page].sections[0]
        number = ".".join(map(str, numbers.get("" if whole else f"#{passage.heading}", ())))
        entry = self._entry(f"{CHAPTER if whole else SECTION} {number}".strip(), passage)
        return entry._replace(address=self._address) if whole else entry

    def _entry(self, what: str, passage: Passage) -> Entry:
        said = passage.named(lambda target: name_of(self._app, target))
        return Entry(what, f"{self._address}#{said.anchor}", said.title, said.words)

    def _exhibit(self, exhibit: Payload) -> Iterator[Entry]:
        """Nothing for what shows nothing, and for what is a part of its section's text."""
        if exhibit.kind != "findings" and not is_absent(exhibit):
            what = number_of(self._app, self._page, exhibit.label)
            address = f"{self._address}#{exhibit.label}"
            yield Entry(what, address, exhibit.title, _words(exhibit))


def name_of(app: Sphinx, target: str) -> str:
    """How a page names what it refers to: an exhibit by its number, a section by its title."""
    domain = app.env.domains["std"]
    page, anchor = domain.anonlabels.get(target, ("", ""))
    *_, title = domain.labels.get(target, ("", "", ""))
    return number_of(app, page, anchor) or title


def number_of(app: Sphinx, page: str, label: str) -> str:
    """The number of an exhibit, such as ``Fig. 2.1``; empty for one that has none."""
    for kind, numbers in app.env.toc_fignumbers.get(page, {}).items():
        if label in numbers:
            form = str(app.config.numfig_format.get(kind, "%s"))
            return form.replace("%s", ".".join(map(str, numbers[label])))
    return ""


def _words(exhibit: Payload) -> str:
    """What is said of an exhibit, and the names that stand in its rows."""
    said = (_said(exhibit.headline), exhibit.subtitle, _names(exhibit.rows))
    return " · ".join(filter(None, said))


def _said(sentence: Sentence) -> str:
    return "".join(piece.text for piece in sentence)


def _names(rows: Iterable[Row]) -> str:
    """The first cell of each row, as far as they are words and have room."""
    firsts = (row.cells[0] for row in rows if row.cells)
    words = (cell.text for cell in firsts if cell.kind == "text" and cell.text[:1].isalpha())
    names = dict.fromkeys(words)
    named = ", ".join(names)
    return named if len(named) <= NAMES_MOST else named[:NAMES_MOST].rpartition(", ")[0]


def _datasets(app: Sphinx) -> Chapter:
    """The datasets that the book rests on, by title."""
    found = (_dataset(app, name) for name in datasets(app.env))
    entries = sorted(found, key=lambda e: e.title.casefold())
    address = of_book(app.builder, app.builder.get_target_uri(ANNEX_INDEX))
    return Chapter(INDEX_TITLE, address, tuple(entries))


def _dataset(app: Sphinx, name: str) -> Entry:
    about = read_manifest(name.replace("-", "_")).reportlib
    address = of_book(app.builder, app.builder.get_target_uri(annex_page(name)))
    words = f"{about.publisher}, {about.vintage}. {about.measures} · {name}"
    return Entry("Dataset", address, about.short_title, words)
