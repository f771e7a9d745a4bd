"""The data annex of a site: a page for every dataset that any edition draws on.

It tells of the dataset what a book's own annex does. Which rows stand behind numbers differs
between editions: the page shows any row, from a file that its script loads, and leads to the
chapters of the edition that the reader comes from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from reportlib.base.economies import AGGREGATES, economies
from reportlib.base.files import write_whole
from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.rows import economy_column, rows_of
from reportlib.web.addresses import ANNEX, ANNEX_INDEX, USES, annex_page, page_uri
from reportlib.web.annex import (
    INDEX_TITLE,
    NUMERIC,
    Page,
    count_rows,
    dataset_page,
    index_page,
    stem_of,
    values_of,
)
from reportlib.web.frames import Frame, article
from reportlib.web.gathered import datasets
from reportlib.web.nodes import ANNEX_BUILDERS

SCRIPT = Path(__file__).resolve().parents[1] / "static" / "dataset.js"
ROWS = ".rows.js"  # how the file of a dataset's rows ends


def setup(app: Sphinx) -> None:
    """Register the pages and their script."""
    app.connect("builder-inited", add_script)
    app.connect("html-page-context", link_script)
    app.connect("html-collect-pages", dataset_pages)


def add_script(app: Sphinx) -> None:
    """Copy the script of the pages, for a site's root alone."""
    if app.config[USES]:
        app.config.html_static_path = [*app.config.html_static_path, str(SCRIPT)]


def link_script(
    app: Sphinx,
    page: str,
    template: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Load the script on the pages of datasets."""
    if app.config[USES] and page.startswith(f"{ANNEX}/") and page != ANNEX_INDEX:
        app.add_js_file(SCRIPT.name, priority=903, loading_method="defer")


def dataset_pages(app: Sphinx) -> Iterator[Page]:
    """The pages of the annex; their files are written beside them."""
    if app.builder.name not in ANNEX_BUILDERS or not app.config[USES]:
        return
    frame = Frame(cast(StandaloneHTMLBuilder, app.builder), ANNEX)
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        known = [read_manifest(stem_of(name)) for name in datasets(app.env)]
        articles = [_values(app, manifest) for manifest in known]
    lead = partial(page_uri, app.builder, ANNEX_INDEX)
    listed = [{**each, "uri": lead(annex_page(each["manifest"].name))} for each in articles]
    listed.sort(key=lambda values: str(values["title"]).casefold())
    text = article("shared_index.html", title=INDEX_TITLE, datasets=listed)
    yield index_page(app, text, listed)
    for values in articles:
        yield from dataset_page(app, frame, article("shared_dataset.html", **values), values)


def _values(app: Sphinx, manifest: Manifest) -> dict[str, Any]:
    """What the article on a dataset says; the file of its rows is written where terms allow."""
    shown = ""
    if manifest.may_be_passed_on and not manifest.is_missing:
        shown = f"{manifest.stem}{ROWS}"
        write_whole(app.outdir / ANNEX / shown, rows_script(manifest).encode())
    used: Mapping[str, str] = app.config[USES][manifest.name]
    suffix = app.builder.get_target_uri("x").removeprefix("x")
    return {
        **values_of(app, manifest),
        "total": count_rows(manifest),
        "shown": shown,
        "table": manifest.data_file.name,
        "chapters": [(title, f"{page}{suffix}") for page, title in used.items()],
    }


def rows_script(manifest: Manifest) -> str:
    """All rows of a dataset as the script reads them, which browsers load from disk too."""
    fields, column = manifest.table.fields, economy_column(manifest)
    names = [field.name for field in fields]
    rows = [[cells[name] for name in names] for cells in rows_of(manifest.name).values()]
    told: dict[str, Any] = {
        "columns": [[f.title or f.name, f.unit, f.type in NUMERIC] for f in fields],
        "key": [names.index(name) for name in manifest.table.primary_key],
        "rows": rows,
    }
    if column:
        at = names.index(column)
        called = {code: each.name for code, each in economies().items()} | AGGREGATES
        held = dict.fromkeys(row[at] for row in rows)
        told |= {"economy": at, "names": {code: called.get(code, code) for code in held}}
    return f"window.reportRows({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n"
