"""What the theme's templates show around a page's article, and which files a page loads.

The theme has no menu or search of its own to configure: chapters come from the table of
contents, names from the settings (``html_title``, ``html_short_title``, the theme's options).
"""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import escape
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from reportlib.base.editions import IMAGES
from reportlib.base.files import write_whole
from reportlib.web.addresses import (
    ANNEX,
    ANNEX_INDEX,
    EDITIONS,
    RELEASES,
    SITE,
    STATIC,
    TOLD,
    annex_page,
    page_uri,
    public_uri,
)
from reportlib.web.compact_markup import compact_markup
from reportlib.web.compact_tables import compact_tables
from reportlib.web.gathered import datasets
from reportlib.web.nodes import ANNEX_BUILDERS, WEB_BUILDERS

THEME, FOLDER = "reportlib", Path(__file__).resolve().parent / "theme"
DATA_TITLE, INDEX_TITLE = "Data", "Index"
MAIN = "main"  # the id of what the page is about
# Nothing foreign, and nothing written into the page itself: data in it cannot act.
POLICY = "; ".join(
    (
        "default-src 'self'",  # which Firefox asks where it fetches the next page ahead
        "object-src 'none'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
# What Sphinx and MyST-NB link on every page: our own sheets say what of it pages need.
FOREIGN = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "pygments.css",
    "mystnb.",
)
# What Sphinx keeps for another run, and for other books that name terms of this one.
OF_SPHINX = (".buildinfo", "objects.inv")
LONGEST = 200  # letters of a description, more than any search engine shows


@dataclass(frozen=True)
class Link:
    """A page that another leads to."""

    title: str
    uri: str
    current: bool


@dataclass(frozen=True)
class Entry:
    """A chapter of the bar; with ``pages`` a menu of them."""

    title: str
    uri: str = ""
    current: bool = False
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of the page."""

    title: str
    anchor: str


def setup(app: Sphinx) -> None:
    """Register the theme, and what its templates are told."""
    app.add_html_theme(THEME, str(FOLDER))
    app.connect("builder-inited", leave_search)
    app.connect("html-page-context", tell, priority=900)  # when all have asked for their files
    app.connect("html-collect-pages", write_sitemap)
    app.connect("build-finished", take_away, priority=900)  # after MyST-NB


def leave_search(app: Sphinx) -> None:
    """Have no index of Sphinx' own: its search writes titles into the page as HTML."""
    if app.builder.name in WEB_BUILDERS:
        app.builder.search = False  # type: ignore[attr-defined]


def tell(
    app: Sphinx,
    page: str,
    template: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates ``frame``."""
    if app.builder.name not in WEB_BUILDERS:
        return
    if app.builder.name in ANNEX_BUILDERS:  # Sphinx' own has signs that an address may not have
        context["pageurl"] = public_uri(app.builder, page)
    env, site = app.env, app.config[SITE]

    def shared(html: str) -> str:
        """HTML that leads to a file of the theme, which editions share."""
        return html.replace(f"{STATIC}/", f"{site}{STATIC}/", 1)

    said = context.get("description") or description(doctree)
    title = _title(app.env, page, context)
    context["frame"] = {
        "policy": POLICY,
        "title": title,
        "description": said,
        "chapters": list(_chapters(app, page)),
        "contents": [] if page == app.config.root_doc else list(_sections(env, page)),
        "styles": [each for each in context["css_files"] if _is_own(each)],
        "scripts": [each for each in context["script_files"] if _is_own(each)],
        "shared": shared,
        "site": site and f"{context['content_root'].removeprefix('./')}{site}",
        "releases": _releases(app, context),
        "home": context.get("home", ""),
        "apart": bool(app.config[TOLD]),
        "data": context.get("machine_data") or _report(app, context, title, said, doctree),
    }
    context["favicon_url"] = shared(context.get("favicon_url") or "")
    context["author"] = app.config.author
    if "body" in context:
        top = context["content_root"].removeprefix("./")
        context["body"] = context["body"].replace(f'="{top}{IMAGES}/', f'="{top}{site}{IMAGES}/')
        context["body"] = compact_markup(compact_tables(context["body"]))


def _releases(app: Sphinx, context: Mapping[str, Any]) -> str:
    """How the page leads to the list of releases; empty where it is of none."""
    to = app.config[RELEASES]
    return to and posixpath.normpath(f"{context['content_root']}{to}index.html")


def _is_own(asset: Any) -> bool:
    name = str(getattr(asset, "filename", asset) or "").rpartition("/")[2]
    return bool(name) and not name.startswith(FOREIGN)


# The bar ------------------------------------------------------------------------------------


def _chapters(app: Sphinx, page: str) -> Iterator[Entry]:
    """The first part chapter by chapter, each other as a menu; then the data and the index."""
    for at, (caption, names) in enumerate(_parts(app.env)):
        if at and caption:
            yield _menu(caption, tuple(_links(app, page, names)))
            continue
        for name in names:
            below = app.env.toctree_includes.get(name, [])
            (link,) = _links(app, page, [name])
            if below:
                yield _menu(link.title, (link, *_links(app, page, below)))
            else:
                yield Entry(link.title, link.uri, link.current)
    if app.builder.name in ANNEX_BUILDERS:
        yield from _extras(app, page)


def _extras(app: Sphinx, page: str) -> Iterator[Entry]:
    """The pages that are no documents."""
    lead = app.builder.get_relative_uri
    if datasets(app.env):
        uri = page_uri(app.builder, page, ANNEX_INDEX) or f"#{MAIN}"
        yield Entry(DATA_TITLE, uri, page.startswith(f"{ANNEX}/"))
    if app.config.html_use_index:
        yield Entry(INDEX_TITLE, lead(page, "genindex") or f"#{MAIN}", page == "genindex")


def _menu(title: str, pages: tuple[Link, ...]) -> Entry:
    return Entry(title, current=any(each.current for each in pages), pages=pages)


def _parts(env: BuildEnvironment) -> Iterator[tuple[str, list[str]]]:
    """Captions and pages of the tables of contents on the first page."""
    for found in env.tocs[env.config.root_doc].findall(addnodes.toctree):
        names = [name for _, name in found["entries"] if name in env.titles]
        yield found.get("caption") or "", names


def _links(app: Sphinx, page: str, names: Iterable[str]) -> Iterator[Link]:
    for name in names:
        title = app.env.titles[name].astext()
        uri = app.builder.get_relative_uri(page, name) or f"#{MAIN}"
        yield Link(title, uri, name == page)


def _sections(env: BuildEnvironment, page: str) -> Iterator[Section]:
    """The sections below the page's title; none where there is but one."""
    listed = env.tocs.get(page)
    top = listed[0] if listed is not None and len(listed) else None
    if not isinstance(top, nodes.list_item) or len(top) < 2:
        return
    items = [item for item in top[1].children if isinstance(item, nodes.list_item)]
    if len(items) > 1:
        for item in items:
            (link, *_) = item[0].findall(nodes.reference)
            yield Section(link.astext(), link["anchorname"].removeprefix("#"))


# For machines -------------------------------------------------------------------------------


def description(document: nodes.document | None) -> str:
    """The page in a sentence or two: its first finding, else its first paragraph."""
    if document is None:
        return ""
    panels = (each for each in document.findall(nodes.container) if "findings" in each["classes"])
    found = [item for panel in panels for item in panel.findall(nodes.list_item)]
    first = next(iter(found or document.findall(nodes.paragraph)), None)
    return _shortened(" ".join(first.astext().split())) if first is not None else ""


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0]} …"


def _title(env: BuildEnvironment, page: str, context: dict[str, Any]) -> str:
    """The page's title without its number; of the first page that of the book."""
    if page == env.config.root_doc:
        return ""
    if page == "genindex":
        return INDEX_TITLE
    found = env.titles.get(page)
    return found.astext() if found else str(context.get("title") or "")


def _report(
    app: Sphinx,
    context: dict[str, Any],
    title: str,
    said: str,
    document: nodes.document | None,
) -> str:
    """A document as schema.org knows it; harmless in a page, whatever it says."""
    if document is None:
        return ""
    config = app.config
    told = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": title or config.html_title,
        "description": said,
        "inLanguage": config.language,
        "author": {"@type": "Organization", "name": config.author},
        "copyrightYear": config.copyright,
        "license": context.get("theme_licence"),
        "url": context.get("pageurl"),
        "isPartOf": {"@type": "Report", "name": config.html_title} if title else None,
    }
    return for_page({name: value for name, value in told.items() if value})


def for_page(told: object) -> str:
    """Data for machines as JSON that cannot end the element it stands in."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def write_sitemap(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """List all pages, where the settings say at which address the book will lie; adds no page."""
    alone = not (app.config[SITE] or app.config[EDITIONS])  # of a site the root has one of all
    if app.config.html_baseurl and alone and app.builder.name in ANNEX_BUILDERS:
        names = [*sorted(app.env.found_docs), *map(annex_page, datasets(app.env))]
        text = sitemap(public_uri(app.builder, name) for name in names)
        write_whole(Path(app.outdir, "sitemap.xml"), text.encode())
    return []


def sitemap(uris: Iterable[str]) -> str:
    """The pages at these addresses, as search engines read a list of them."""
    listed = "".join(f"<url><loc>{escape(uri)}</loc></url>\n" for uri in uris)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</urlset>\n'


def take_away(app: Sphinx, exception: Exception | None) -> None:
    """Take what no page links out of the built pages."""
    if exception is None and app.builder is not None and app.builder.name in WEB_BUILDERS:
        static = Path(app.outdir, STATIC)
        if app.config[SITE]:  # there only for the checksums in its pages' addresses
            shutil.rmtree(static, ignore_errors=True)
            for name in OF_SPHINX:
                Path(app.outdir, name).unlink(missing_ok=True)
        for path in static.glob("*.css"):
            if path.name.startswith(FOREIGN):
                path.unlink()
