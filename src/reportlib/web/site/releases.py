"""Releases: what pages of one say of the others, and the pages that list and compare them.

Pages of a release never change and do not know its name: a script takes it from the address, and
what else there is from a file beside the releases. The pages that list and compare them come from
a run of their own, as if an edition of the folder of releases had the newest as its root.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from reportlib.base.files import write_whole
from reportlib.base.releases import CHANGES, LATEST, Told, several
from reportlib.web.addresses import RELEASES, TOLD
from reportlib.web.frames import TEMPLATE, article
from reportlib.web.nodes import ANNEX_BUILDERS

STYLE_SHEET, SCRIPT, FEED = "release.css", "release.js", "releases.atom"
MOVED = "moved.js"  # leads from a page of `latest` on
STATIC = Path(__file__).resolve().parents[1] / "static"
_OTHERS = ("world.css", "cover.css")  # of which the root's own run copies one
_SCRIPTS = ("theme.js", SCRIPT)


def setup(app: Sphinx) -> None:
    """Register style sheet, script and pages."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_files)
    app.connect("html-collect-pages", release_pages)


def add_files(app: Sphinx) -> None:
    """Copy them to the site's root, and for their checksums to an edition."""
    config = app.config
    if app.builder.name in ANNEX_BUILDERS and config[RELEASES]:
        names = [STYLE_SHEET, SCRIPT, *(_OTHERS if config[TOLD] else ())]
        files = [str(STATIC / name) for name in names]
        config.html_static_path = [*config.html_static_path, *files]


def link_files(
    app: Sphinx,
    page: str,
    template: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Load them on all pages of a release; on those that compare releases no other script."""
    if not app.config[RELEASES]:
        return
    app.add_css_file(STYLE_SHEET, priority=904)
    if not app.config[TOLD]:
        app.add_js_file(SCRIPT, priority=905, loading_method="defer")
        return
    for name in _OTHERS:
        app.add_css_file(name, priority=903)
    if page != app.config.root_doc:
        app.add_js_file(SCRIPT, priority=905, loading_method="defer")
    scripts = context["script_files"]
    scripts[:] = [each for each in scripts if str(each.filename).endswith(_SCRIPTS)]


def release_pages(app: Sphinx) -> Iterator[tuple[str, Mapping[str, object], str]]:
    """Yield the list of releases and what the newest changed, and write the pages of `latest`."""
    if not app.config[TOLD] or app.builder.name not in ANNEX_BUILDERS:
        return
    told = Told.model_validate_json(Path(app.config[TOLD]).read_bytes())
    newest = told.listed.releases[0]
    values = {"told": told, "newest": newest, "several": several}
    yield (
        app.config.root_doc,
        {
            "title": told.listed.title,
            "description": f"All releases of {told.listed.title}, and what each changed.",
            "article": article("releases.html", **values),
            "alternates": [{"type": "application/atom+xml", "href": FEED}],
        },
        TEMPLATE,
    )
    yield (
        f"{newest.name}/{CHANGES}",
        {
            "title": f"What changed in {newest.name}",
            "description": told.changes.summary,
            "home": "index.html",
            "article": article(
                "changes.html",
                leads=_lead,
                what=_WHAT,
                titles={each.name: each.title for each in told.changes.datasets},
                **values,
            ),
            "alternates": [{"type": "application/json", "href": f"{CHANGES}.json"}],
        },
        TEMPLATE,
    )
    folder = Path(app.outdir, LATEST)
    write_whole(folder / MOVED, (STATIC / MOVED).read_bytes())
    for page in sorted({*told.pages, *told.before}):
        write_whole(folder / page, _moved(told, newest.name, page).encode())


_WHAT = {
    "changed": "other rows",
    "described": "the same rows; its terms or its description changed",
    "added": "new in this release",
    "withdrawn": "no longer used",
}


def _lead(edition: str, page: str, place: str) -> str:
    """How the page of what changed leads to an exhibit."""
    return f"{quote(edition)}/{quote(page)}.html#{quote(place)}"


def _moved(told: Told, name: str, page: str) -> str:
    """A page that leads to that of the newest release, or to what is nearest to it."""
    here = posixpath.dirname(f"/{LATEST}/{page}")
    to = _nearest(page, _known(told.pages))
    return article(
        "moved.html",
        title=told.listed.title,
        name=name,
        lost=to != page,
        to=posixpath.relpath(f"/{name}/{quote(to)}", here),
        script=posixpath.relpath(f"/{LATEST}/{MOVED}", here),
    )


@cache
def _known(pages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(pages)


def _nearest(page: str, known: frozenset[str]) -> str:
    first = f"{page.partition('/')[0]}/index.html"
    return next((each for each in (page, first) if each in known), "index.html")
