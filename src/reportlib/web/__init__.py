"""The Sphinx extension that shows exhibits in a book and gives its pages their design.

Everything here works on any notebook whose outputs carry exhibits; what they are about
is unknown to it.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from docutils.nodes import citation
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from reportlib.base.fonts import core_fonts, web_fonts
from reportlib.web import (
    actions,
    cover,
    epub,
    filters,
    lean,
    machine,
    mathml,
    references,
    renewing,
    searching,
    site,
    theming,
    writing,
)
from reportlib.web.absent import CloseAbsent
from reportlib.web.addresses import ANNEX, PRINTED, RELEASES, SEARCH, SITE, TOLD
from reportlib.web.anchors import LabelAnchors
from reportlib.web.annex import LinkDatasets, annex_pages
from reportlib.web.downloads import write_downloads
from reportlib.web.gathered import STORE, check_rows
from reportlib.web.inline import InlineDrawings
from reportlib.web.lean import JOINED, SCRIPT, STYLE_SHEET
from reportlib.web.nodes import (
    ANNEX_BUILDERS,
    WEB_BUILDERS,
    depart_exhibit_data,
    depart_folded,
    depart_marks,
    depart_number,
    exhibit_data,
    folded,
    marks,
    number,
    ready_rows,
    visit_exhibit_data,
    visit_folded,
    visit_marks,
    visit_number,
)
from reportlib.web.numbering import RememberingDomain
from reportlib.web.printed import LeadToSources, PrintAddresses
from reportlib.web.site import releases, root, switching
from reportlib.web.terms import LinkTerms, defined, depart_defined, visit_defined
from reportlib.web.tips import Tips, write_sources
from reportlib.web.views import (
    FillTableViews,
    ready_header,
    visit_ready_header,
    visit_ready_rows,
)

STATIC = Path(__file__).resolve().parent / "static"
THEME_SCRIPT = "theme.js"
ON_USE = ("reading.js", "find.js", "find.css")  # which scripts of every page load
ANNEX_STYLE = "annex.css"
OF_ANNEX = {"search.css", "find-open.js", "find.js", "find.css", "tips.js", ANNEX_STYLE}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the nodes, the transforms, the style sheets and the theme."""
    # Whether the rows that exhibits cite are looked up: needless for who has done so already.
    app.add_config_value("reportlib_check_rows", True, "", bool)
    # How the first page of an edition leads to the root of its site; empty for a book by itself.
    app.add_config_value(SITE, "", "html", str)
    app.add_config_value(RELEASES, "", "html", str)
    app.add_config_value(TOLD, "", "html", str)
    app.add_config_value(PRINTED, "", "html", str)
    app.add_domain(RememberingDomain, override=True)
    app.add_node(number, html=(visit_number, depart_number))
    app.add_node(marks, html=(visit_marks, depart_marks))
    app.add_node(exhibit_data, html=(visit_exhibit_data, depart_exhibit_data))
    app.add_node(folded, html=(visit_folded, depart_folded))
    app.add_node(ready_header, html=(visit_ready_header, None))
    app.add_node(defined, html=(visit_defined, depart_defined))
    app.add_node(ready_rows, html=(visit_ready_rows, None))
    app.add_transform(LabelAnchors)
    app.add_transform(CloseAbsent)
    app.add_post_transform(FillTableViews)
    app.add_post_transform(InlineDrawings)
    app.add_post_transform(Tips)
    app.add_post_transform(LinkTerms)
    app.add_post_transform(LinkDatasets)
    app.add_post_transform(LeadToSources)
    app.add_post_transform(PrintAddresses)
    app.add_post_transform(references.DropUnresolved)
    app.add_node(citation, override=True, html=(references.visit_citation, None))
    actions.setup(app)
    cover.setup(app)
    epub.setup(app)
    filters.setup(app)
    renewing.setup(app)
    searching.setup(app)
    site.setup(app)
    root.setup(app)
    switching.setup(app)
    releases.setup(app)
    theming.setup(app)
    lean.setup(app)
    writing.setup(app)
    machine.setup(app)
    app.add_html_math_renderer(
        mathml.RENDERER_NAME, (mathml.visit_math, None), (mathml.visit_math_block, None)
    )
    app.connect("config-inited", add_icon)
    app.connect("builder-inited", add_style)
    app.connect("html-page-context", add_style_of_page)
    STORE.setup(app)
    app.connect("env-check-consistency", check_rows)
    app.connect("html-collect-pages", annex_pages)
    app.connect("html-collect-pages", write_downloads)
    app.connect("html-collect-pages", write_sources)
    return {
        "version": version("reportlib"),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_icon(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Give the book our icon where it has none of its own."""
    if not config.html_favicon:
        config.html_favicon = str(STATIC / "favicon.svg")


def add_style(app: Sphinx) -> None:
    """Add style sheets, fonts and scripts, to web pages alone."""
    if app.builder.name not in WEB_BUILDERS:
        return
    apart = () if app.builder.name in ANNEX_BUILDERS else OF_ANNEX
    parts = (*JOINED[STYLE_SHEET], *JOINED[SCRIPT])
    names = (name for name in (THEME_SCRIPT, ANNEX_STYLE, *parts, *ON_USE) if name not in apart)
    files = [*(STATIC / name for name in names), *web_fonts(), *core_fonts()]
    app.config.html_static_path = [*app.config.html_static_path, *map(str, files)]
    app.add_js_file(THEME_SCRIPT, priority=100)  # before anything is painted
    app.add_css_file(STYLE_SHEET, priority=900)
    app.add_js_file(SCRIPT, priority=900, loading_method="defer")


def add_style_of_page(app: Sphinx, page: str, *_rest: object) -> None:
    """Add what pages of the annex and the page of the search alone need."""
    if app.builder.name in ANNEX_BUILDERS:
        if page.startswith(f"{ANNEX}/"):
            app.add_css_file(ANNEX_STYLE, priority=902)
        if page == SEARCH:
            app.add_css_file("find.css", priority=902)
