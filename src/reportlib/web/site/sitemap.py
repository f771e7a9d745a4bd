"""The sitemap of a site: what stands at its root, and all pages of all editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

from reportlib.base.editions import EditionRecord
from reportlib.base.files import write_whole
from reportlib.web.addresses import ANNEX_INDEX, EDITIONS, annex_page, public_uri
from reportlib.web.gathered import datasets
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.site.outlines import LISTS
from reportlib.web.theming import sitemap


def write_sitemap(app: Sphinx) -> list[tuple[str, Mapping[str, object], str]]:
    """List all pages, where the settings say at which address the site will lie; adds none."""
    base = app.config.html_baseurl
    if base and app.config[EDITIONS] and app.builder.name in ANNEX_BUILDERS:
        named = datasets(app.env)
        names = [*sorted(app.env.found_docs), *([ANNEX_INDEX] if named else [])]
        uris = [public_uri(app.builder, name) for name in (*names, *map(annex_page, named))]
        for each in app.config[EDITIONS]:
            edition = EditionRecord.model_validate(each)
            uris += [f"{base.rstrip('/')}/{edition.name}/{page}" for page in _pages(edition.pages)]
        write_whole(Path(app.outdir, "sitemap.xml"), sitemap(uris).encode())
    return []


def _pages(folder: Path | None) -> Iterator[str]:
    if folder is None:
        return
    for page in sorted(folder.rglob("*.html")):
        if page.name not in LISTS:  # which lead to others and say nothing
            yield quote(page.relative_to(folder).as_posix())
