"""The switcher in every page of an edition: from here to the same place in another edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from reportlib.web.addresses import EDITIONS, SITE, TOLD
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.site.listed import Site, code_of
from reportlib.web.site.outlines import Lacks, Outlines

STYLE_SHEET, SCRIPT = "switch.css", "switch.js"
EDITIONS_SCRIPT = "editions.js"  # beside the script that loads it
STATIC = Path(__file__).resolve().parents[1] / "static"


def setup(app: Sphinx) -> None:
    """Register style sheet and script."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_files)


def add_files(app: Sphinx) -> None:
    """Copy them to the site's root, and for their checksums to an edition."""
    config = app.config
    if app.builder.name in ANNEX_BUILDERS and (config[SITE] or config[EDITIONS]):
        files = [str(STATIC / name) for name in (STYLE_SHEET, SCRIPT)]
        config.html_static_path = [*config.html_static_path, *files]


def link_files(
    app: Sphinx,
    page: str,  # noqa: ARG001
    template: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Load them on all pages of an edition."""
    if app.config[SITE]:
        app.add_css_file(STYLE_SHEET, priority=903)
    if app.config[SITE] and not app.config[TOLD]:
        app.add_js_file(SCRIPT, priority=903, loading_method="defer")


def switch_data(site: Site, outlines: Outlines) -> str:
    """All editions with what each lacks of the usual pages and sections, as a script.

    A page is its address, title and sections, these by id and title. What is lacking is named by
    the place of the page: the places of its sections, or 0 for all of it.
    """
    pages = [[each.address, each.title, [*each.sections.items()]] for each in outlines.usual]
    editions = []
    for each in site.made:
        own = site.named(code_of(each))
        lacks = _lacking(outlines, outlines.lacking.get(each.name, Lacks()))
        editions.append([each.name, each.title, own.name, own.name_zh, own.code, lacks])
    editions.sort(key=lambda each: (str(each[1]).casefold(), str(each[0])))
    told = {"pages": pages, "editions": editions}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"window.reportEditions = {text};\n"


def _lacking(outlines: Outlines, lacks: Lacks) -> dict[int, list[int] | int]:
    found: dict[int, list[int] | int] = {}
    for place, page in enumerate(outlines.usual):
        if page.address in lacks.pages:
            found[place] = 0
        elif names := lacks.sections.get(page.address):
            found[place] = [at for at, name in enumerate(page.sections) if name in names]
    return found
