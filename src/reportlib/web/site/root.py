"""The pages that the run of a site's root writes: the world, the comparison, and their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from reportlib.base.economies import economies
from reportlib.base.editions import EDITIONS_FILE
from reportlib.base.files import write_whole
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.world import read_world
from reportlib.web.addresses import RELEASES, STATIC
from reportlib.web.frames import TEMPLATE
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.site import editions, is_root
from reportlib.web.site.compare import compare_article
from reportlib.web.site.listed import WORLD_DATA, Site, editions_json, world_data
from reportlib.web.site.outlines import compared
from reportlib.web.site.switching import EDITIONS_SCRIPT, switch_data
from reportlib.web.site.world import world_article

COMPARE, COMPARE_TITLE = "compare", "Economies compared"
STYLE_SHEET, WORLD_SCRIPT, COMPARE_SCRIPT = "world.css", "world.js", "compare.js"
SOURCES = Path(__file__).resolve().parents[1] / "static"


def setup(app: Sphinx) -> None:
    """Add the pages and files of the root, in its run alone."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_files)
    app.connect("html-collect-pages", root_pages)


def add_files(app: Sphinx) -> None:
    """Copy style sheet and scripts."""
    if app.builder.name in ANNEX_BUILDERS and is_root(app.config):
        names = (STYLE_SHEET, WORLD_SCRIPT, COMPARE_SCRIPT)
        files = [str(SOURCES / name) for name in names]
        app.config.html_static_path = [*app.config.html_static_path, *files]


def link_files(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Load them on the two pages that use them, after the data."""
    scripts = {app.config.root_doc: WORLD_SCRIPT, COMPARE: COMPARE_SCRIPT}
    if is_root(app.config) and pagename in scripts:
        if pagename == app.config.root_doc:
            app.add_css_file("cover.css", priority=902)
        app.add_css_file(STYLE_SHEET, priority=903)
        app.add_js_file(WORLD_DATA, priority=903, loading_method="defer")
        app.add_js_file(scripts[pagename], priority=904, loading_method="defer")


def root_pages(app: Sphinx) -> Iterator[tuple[str, Mapping[str, object], str]]:
    """Write the data files, and yield the pages."""
    if app.builder.name not in ANNEX_BUILDERS or not is_root(app.config):
        return
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        site = Site(app.config.html_title, editions(app.config), economies(), read_world())
        sums = {name: read_manifest(name).hash for name in dataset_names()}
    folder = Path(app.outdir)
    newest = max((year for each in site.world.measures for year in each.years), default=None)
    told = editions_json(site, datasets=sums, newest=newest, base=app.config.html_baseurl)
    write_whole(folder / EDITIONS_FILE, told.encode())
    write_whole(folder / STATIC / WORLD_DATA, world_data(site).encode())
    found = compared(site.made)
    write_whole(folder / STATIC / EDITIONS_SCRIPT, switch_data(site, found).encode())
    article = world_article(site, found, released=bool(app.config[RELEASES]))
    yield app.config.root_doc, {"title": site.title, "article": article}, TEMPLATE
    if site.world.measures:
        yield COMPARE, {"title": COMPARE_TITLE, "article": compare_article(site)}, TEMPLATE
