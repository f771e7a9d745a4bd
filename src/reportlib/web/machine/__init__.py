"""What a book says to machines: ids of claims, JSON, Markdown twins, Croissant, ``llms.txt``.

Beside each page ``PAGE.html`` stand ``PAGE.md`` and ``PAGE.json``, its claims; in ``downloads``
each exhibit's ``LABEL.json`` and ``LABEL.md``. Twins of pages are written with their page,
all else anew whenever the book is compiled: it is cheap, and some of it is of all pages.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from reportlib.base.claims import cells_of, claims_of
from reportlib.base.editions import EDITIONS_FILE, EditionRecord
from reportlib.base.exports import withheld
from reportlib.base.files import write_whole
from reportlib.base.manifests import read_manifest
from reportlib.base.payload import Payload, Piece
from reportlib.web.addresses import (
    ANNEX,
    ANNEX_INDEX,
    DOWNLOADS,
    EDITIONS,
    SITE,
    annex_page,
    file_uri,
    of_book,
)
from reportlib.web.gathered import datasets, gathered
from reportlib.web.machine import markdown, records
from reportlib.web.machine.annex import Entries, fitted, index_twin
from reportlib.web.machine.croissant import SUFFIX
from reportlib.web.machine.twins import Twin
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.prose import MOST_SOURCES

LLMS = "llms.txt"
INDEX, INDEX_TEMPLATE, INDEX_TITLE = "genindex", "genindex.html", "Index"  # as Sphinx calls them
FRAME = 4_000  # bytes of a page around its body, at least
MOST_ROWS = (12, 6, 4, 2)  # of a table in the twin of a page: as many of these as have room
EDITION = "reportlib_edition"  # the setting that has the book's parameters
Page = tuple[str, Mapping[str, object], str]


def setup(app: Sphinx) -> None:
    """Write along with the pages."""
    app.add_config_value(EDITION, {}, "", dict)
    app.connect("html-page-context", write_twin, priority=950)  # when the page is shortened
    app.connect("html-collect-pages", write_records)


class Site:
    """What exhibits are called, where their files lie, and what terms keep back."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        domain = cast(StandardDomain, env.get_domain("std"))
        self._labels: Mapping[str, tuple[str, str]] = domain.anonlabels
        self.read = cache(read_manifest)
        self._closed: dict[str, tuple[str, ...]] = {}

    def closed(self, exhibit: Payload) -> tuple[str, ...]:
        """The datasets whose terms keep the exhibit's rows back."""
        if exhibit.label not in self._closed:
            self._closed[exhibit.label] = withheld(exhibit, self.read)
        return self._closed[exhibit.label]

    def files(self, exhibit: Payload) -> dict[str, str]:
        """The exhibit's files by what they are, beside one another."""
        found = {"json": f"{exhibit.label}.json", "markdown": f"{exhibit.label}.md"}
        if exhibit.kind != "findings" and exhibit.rows and not self.closed(exhibit):
            found["csv"] = f"{exhibit.label}.csv"
        if exhibit.drawings and not self._env.config[SITE]:
            found["svg"] = f"{exhibit.label}.svg"
        return found

    def number(self, label: str) -> str:
        """Such as ``Fig. 4.5``; empty for what has no number."""
        page, place = self._labels.get(label, ("", ""))
        for kind, numbers in self._env.toc_fignumbers.get(page, {}).items():
            if place in numbers:
                form: str = self._env.config.numfig_format[kind]
                return form % ".".join(map(str, numbers[place]))
        return ""

    def refer(self, piece: Piece, here: str, folder: str) -> str:
        """A reference as Markdown, from a page or from a file in a folder of the book."""
        words = markdown.escape(self.number(piece.target) or piece.text)
        page, _ = self._labels.get(piece.target, ("", ""))
        if not page or page == here:
            return words
        return markdown.link(words, _file(f"{page}.md", folder))


def twin_of(builder: Builder, page: str, suffix: str = ".md") -> dict[str, str]:
    """How a page names its twin, or another file beside it, in its head."""
    kind = "text/markdown" if suffix == ".md" else "application/json"
    return {"type": kind, "href": file_uri(builder, page, f"{page}{suffix}")}


def write_twin(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Write a page's twin beside it, and let the page name it and its claims."""
    if app.builder.name not in ANNEX_BUILDERS:
        return
    if templatename == INDEX_TEMPLATE:
        context["alternates"] = [twin_of(app.builder, pagename)]
        _write_index(app, pagename, context["genindexentries"])
    if not isinstance(doctree, nodes.document):
        return
    context["alternates"] = [twin_of(app.builder, pagename, each) for each in (".md", ".json")]
    site = Site(app.env)

    def twin(most: int) -> str:
        return "\n\n".join(_twin(app, site, pagename, doctree, most))

    text = fitted(twin, len(context["body"].encode()) + FRAME, MOST_ROWS)
    write_whole(app.outdir / f"{pagename}.md", text)


def _write_index(app: Sphinx, page: str, entries: Entries) -> None:
    """Write the twin of the index of words, which lead to the twins of their pages."""
    pages = {app.builder.get_target_uri(each).rstrip("/"): each for each in app.env.found_docs}
    here = posixpath.dirname(app.builder.get_target_uri(page))

    def lead(address: str) -> str:
        place = posixpath.normpath(posixpath.join(here, address.partition("#")[0]))
        return _file(f"{pages[place]}.md") if place in pages else ""

    text = index_twin(INDEX_TITLE, entries, lead)
    write_whole(app.outdir / f"{page}.md", f"{text}\n".encode())


def _twin(app: Sphinx, site: Site, page: str, document: nodes.document, most: int) -> Iterator[str]:
    folder = posixpath.dirname(page)
    top = "../" * page.count("/")
    own = {exhibit.label: exhibit for place, exhibit in gathered(app.env) if place == page}

    def write(exhibit: Payload) -> Iterator[str]:
        yield from markdown.exhibit(
            exhibit,
            site.number(exhibit.label),
            lambda piece: site.refer(piece, page, folder),
            closed=site.closed(exhibit),
            most=most,
            top=top,
        )
        if exhibit.sources:
            yield markdown.source_line(exhibit.sources)
        if exhibit.kind != "findings":
            yield _files(site.files(exhibit), f"{top}{DOWNLOADS}/")

    pages = {app.builder.get_target_uri(each).rstrip("/"): each for each in app.env.found_docs}
    here = posixpath.dirname(app.builder.get_target_uri(page))

    def lead(address: str) -> str:
        found = pages.get(posixpath.normpath(posixpath.join(here, address)))
        return _file(f"{found}.md", folder) if address and found else ""

    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        yield from Twin(own, write, lead, most).blocks(document)
    sources = [source for exhibit in own.values() for source in exhibit.sources]
    if len({source.dataset for source in sources}) > MOST_SOURCES:
        listed = markdown.link(LLMS, top + _list_of_datasets(app))
        yield f"Licences and citations of all datasets: their descriptions, which {listed} lists."
    elif sources:
        yield "## Licences and citations"
        yield markdown.citations(sources)
    address = posixpath.relpath(app.builder.get_target_uri(page) or "index.html", folder or ".")
    told = [markdown.link("this page as HTML", address)]
    told += [markdown.link("its claims as JSON", _file(f"{page}.json", folder))]
    yield "; ".join(filter(None, (_edition(app), *told))) + "."


def _file(path: str, folder: str = "") -> str:
    """The address of a file of a page, whatever signs its name has, from a folder of the book."""
    return quote(posixpath.relpath(path, folder or "."))


def _edition(app: Sphinx) -> str:
    parameters: Mapping[str, object] = app.config[EDITION]
    said = ", ".join(f"{key} {value}" for key, value in parameters.items())
    return markdown.escape(f"Edition: {said}") if said else ""


def _files(files: Mapping[str, str], folder: str) -> str:
    """Where the data of an exhibit lie, and more of it: JSON names all its files."""
    offered = ((kind.upper(), files[kind]) for kind in ("csv", "json") if kind in files)
    return "Files: " + ", ".join(markdown.link(kind, f"{folder}{name}") for kind, name in offered)


def write_records(app: Sphinx) -> list[Page]:
    """Write the files of exhibits, the claims of pages and the list of it all; adds no page."""
    if app.builder.name in ANNEX_BUILDERS:
        by_page: dict[str, list[Payload]] = {page: [] for page in sorted(app.env.found_docs)}
        for page, exhibit in gathered(app.env):
            by_page[page].append(exhibit)
        site = Site(app.env)
        with chdir(app.srcdir):  # from where the project is found, unless a variable names it
            for page, exhibits in by_page.items():
                _write_page(app, site, page, exhibits)
            _write_llms(app, site, by_page)
    return []


def _write_page(app: Sphinx, site: Site, page: str, exhibits: list[Payload]) -> None:
    claims = records.claim_records(claims_of(exhibits), site.read)
    cells = records.claim_records(cells_of(exhibits), site.read)
    for exhibit in exhibits:
        own = [claim["id"] for claim in claims if claim["exhibit"] == exhibit.label]
        placed = {_place(each["place"]): each for each in cells if each["exhibit"] == exhibit.label}
        _write_exhibit(app, site, page, exhibit, own, placed)
    up = "../" * page.count("/") + DOWNLOADS
    record = records.page_record(
        claims,
        page=app.builder.get_target_uri(page),
        title=app.env.titles[page].astext(),
        edition=dict(app.config[EDITION]),
        exhibits=[
            {"label": each.label, "title": each.title, "json": f"{up}/{each.label}.json"}
            for each in exhibits
        ],
    )
    write_whole(app.outdir / f"{page}.json", records.as_json(record).encode())


def _place(text: str) -> tuple[int, int]:
    """Row and column of a cell."""
    line, _, column = text.partition("/")
    return int(line), int(column)


def _write_exhibit(
    app: Sphinx,
    site: Site,
    page: str,
    exhibit: Payload,
    claims: list[str],
    cells: Mapping[tuple[int, int], records.Facts],
) -> None:
    address = f"../{app.builder.get_target_uri(page)}#{exhibit.label}"
    record = records.exhibit_record(
        exhibit,
        claims,
        cells,
        files={"page": address, "claims": _file(f"{page}.json", DOWNLOADS), **site.files(exhibit)},
        closed=site.closed(exhibit),
        number=site.number(exhibit.label),
        edition=app.config[EDITION],
        annex="../" + of_book(app.builder, f"{ANNEX}/"),
    )
    place = app.outdir / DOWNLOADS / exhibit.label
    write_whole(Path(f"{place}.json"), records.as_json(record).encode())
    text = "\n\n".join(_exhibit_twin(app, site, page, exhibit))
    write_whole(Path(f"{place}.md"), f"{text}\n".encode())


def _exhibit_twin(app: Sphinx, site: Site, page: str, exhibit: Payload) -> Iterator[str]:
    yield from markdown.exhibit(
        exhibit,
        site.number(exhibit.label),
        lambda piece: site.refer(piece, "", DOWNLOADS),
        closed=site.closed(exhibit),
        most=markdown.MOST_ALONE,
        top="../",
    )
    if exhibit.alt:
        yield markdown.block(f"Drawing: {markdown.escape(exhibit.alt)}")
    if exhibit.sources:
        annex, listed = f"../{of_book(app.builder, f'{ANNEX}/')}", f"../{_list_of_datasets(app)}"
        yield markdown.described(exhibit.sources, annex, SUFFIX, listed)
    yield _files(site.files(exhibit), "")
    title = markdown.escape(app.env.titles[page].astext())
    address = f"../{app.builder.get_target_uri(page)}#{exhibit.label}"
    yield f"Page: {markdown.link(title, address)}. {_edition(app)}"


def _write_llms(app: Sphinx, site: Site, by_page: Mapping[str, list[Payload]]) -> None:
    text = "\n".join(_llms(app, site, by_page))
    write_whole(app.outdir / LLMS, f"{text}\n".encode())


def _llms(app: Sphinx, site: Site, by_page: Mapping[str, list[Payload]]) -> Iterator[str]:
    yield f"# {markdown.escape(app.config.html_title or app.config.project)}"
    yield ""
    said = (
        "> Each page has a twin in Markdown and its claims, the numbers of its text, in JSON; "
        "each exhibit has LABEL.json and LABEL.md in downloads, and LABEL.csv where its "
        f"licence allows. {_edition(app)}"
    )
    yield said.rstrip()
    editions = map(EditionRecord.model_validate, app.config[EDITIONS])
    if listed := [each for each in editions if not each.missing]:
        yield "\n## Editions\n"
        yield f"- {markdown.link('All of them as JSON', EDITIONS_FILE)}"
        for each in listed:
            title = markdown.escape(each.title)
            yield f"- {markdown.link(title, f'{quote(each.name)}/{LLMS}')}"
    yield "\n## Pages\n"
    for page in _in_order(app):
        title = markdown.escape(app.env.titles[page].astext())
        claims = markdown.link("claims", _file(f"{page}.json"))
        number = len(by_page[page])
        shown = f"{number} exhibit{'s' if number > 1 else ''}, " if number else ""
        yield f"- {markdown.link(title, _file(f'{page}.md'))}: {shown}{claims}"
    if (app.outdir / f"{INDEX}.md").exists():
        yield f"- {markdown.link(INDEX_TITLE, f'{INDEX}.md')}"
    names, annex = datasets(app.env), of_book(app.builder, f"{ANNEX}/")
    if names:
        yield "\n## Datasets\n"
        table = of_book(app.builder, f"{ANNEX_INDEX}.md")
        yield f"- {markdown.link('All of them in a table', table)}"
        if app.config[SITE]:
            yield f"- {markdown.link('Each of them', _list_of_datasets(app))}"
            return
    for name in names:
        manifest = site.read(name.replace("-", "_"))
        about = manifest.reportlib
        page = of_book(app.builder, f"{annex_page(name)}.md")
        title = markdown.link(markdown.escape(about.short_title), page)
        described = markdown.link("Croissant", f"{annex}{manifest.stem}{SUFFIX}")
        told = markdown.escape(", ".join(filter(None, (about.publisher, about.vintage))))
        yield f"- {title}: {told}; {described}"


def _list_of_datasets(app: Sphinx) -> str:
    """Where each dataset is named, from the first page's folder."""
    return f"{app.config[SITE]}{LLMS}"


def _in_order(app: Sphinx) -> Iterator[str]:
    """The pages as a reader turns them; then those that are in no contents."""
    following = {page: after for page, (_, _, after) in app.env.collect_relations().items()}
    page: str | None = app.config.root_doc
    seen: dict[str, None] = {}
    while page and page not in seen:
        seen[page] = None
        page = following.get(page)
    yield from seen
    yield from sorted(app.env.found_docs - set(seen))
