"""The data annex: a page for every dataset that the book rests on, and one that lists them.

The pages are no documents of the book. They are written after it (``html-collect-pages``),
because only then is known which rows its numbers and figures rest on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.files import write_whole
from reportlib.base.manifests import FieldSchema, Manifest, read_manifest
from reportlib.base.payload import MISSING, Payload
from reportlib.base.rows import cells_of, dataset_of, datasets_of, rows_of, time_column
from reportlib.web.addresses import (
    ANNEX,
    ANNEX_INDEX,
    SITE,
    USES,
    annex_page,
    exhibit_uri,
    file_uri,
    page_uri,
    public_uri,
    row_anchor,
)
from reportlib.web.frames import TEMPLATE, Frame, article
from reportlib.web.gathered import gathered, traced
from reportlib.web.machine import twin_of
from reportlib.web.machine.annex import annex_twin, dataset_twin, fitted
from reportlib.web.machine.croissant import SUFFIX, as_script, as_text, croissant
from reportlib.web.nodes import ANNEX_BUILDERS
from reportlib.web.prose import SAFE_SCHEMES, link
from reportlib.web.tables import LONG
from reportlib.web.tips import AS_IT_STANDS
from reportlib.web.unchanged import Unchanged

ROW_TARGET = "dataset-"  # how rows of the table of sources begin their address
INDEX_TITLE = "Data annex"
NUMERIC = ("integer", "number")
REFUSED = "Not offered for download: terms of the publisher"
Page = tuple[str, dict[str, Any], str]


@dataclass
class Use:
    """What the book takes of a dataset: rows with the ways they enter numbers, and where."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    exhibits: list[tuple[str, Payload]] = field(default_factory=list)
    whole: bool = False


def uses(exhibits: Sequence[tuple[str, Payload]]) -> dict[str, Use]:
    """Each dataset that the exhibits rest on or cite, by name, with what they take of it."""
    found: dict[str, Use] = {}
    for page, exhibit in exhibits:
        for name in datasets_of(exhibit):
            found.setdefault(name, Use()).exhibits.append((page, exhibit))
    for _, _, piece in traced(exhibits):
        for row in piece.rows:
            ways = found[dataset_of(row)].rows.setdefault(row, [])
            way = piece.derivation or AS_IT_STANDS
            if way not in ways:
                ways.append(way)
        for name in piece.whole:
            found[name].whole = True
    return dict(sorted(found.items()))


def annex_pages(app: Sphinx) -> Iterator[Page]:
    """The pages of the annex; their files are written beside them."""
    if app.builder.name not in ANNEX_BUILDERS or app.config[SITE] or app.config[USES]:
        return  # of a site the root has them
    unchanged = Unchanged(Path(app.doctreedir, "annex.json"))
    frame = Frame(cast(StandaloneHTMLBuilder, app.builder), ANNEX)
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        used = [
            (read_manifest(stem_of(name)), use) for name, use in uses(gathered(app.env)).items()
        ]
        due = [
            (manifest, _values(app, manifest, use))
            for manifest, use in used
            if not unchanged.holds(
                manifest.name, _inputs(frame, manifest, use), _files(app, manifest)
            )
        ]
        index = _index(app, used) if used else None
    if index:
        yield index
    for _, values in due:
        yield from dataset_page(app, frame, article("dataset.html", **values), values)
    for name in unchanged.gone():
        _take_away(app, name)
    unchanged.record()


def dataset_page(app: Sphinx, frame: Frame, text: str, values: Mapping[str, Any]) -> Iterator[Page]:
    """Write a dataset's page with this article in the frame, or leave it to the theme.

    Its twin is written beside it.
    """
    manifest: Manifest = values["manifest"]
    page, title = annex_page(manifest.name), str(values["title"])
    said, data = manifest.description or manifest.title, values["described"]
    size = len(text.encode()) + len(frame.text.encode())
    write_whole(twin_place(app, page), fitted(partial(dataset_twin, values), size))
    if frame.fits(title):
        frame.write(page, title, said, text, data)
    else:
        context = {"title": title, "description": said, "article": text, "machine_data": data}
        context["alternates"] = [twin_of(app.builder, page)]
        yield page, context, TEMPLATE


def twin_place(app: Sphinx, page: str) -> Path:
    """Where the twin of a page lies."""
    return Path(app.outdir, f"{page}.md")


def _inputs(frame: Frame, manifest: Manifest, use: Use) -> Iterator[bytes]:
    """All that a dataset's page is made from."""
    yield frame.text.encode()
    yield manifest.file.read_bytes()
    yield b"" if manifest.is_missing else manifest.data_file.read_bytes()
    shown = [(page, exhibit.label, exhibit.title) for page, exhibit in use.exhibits]
    yield repr((sorted(use.rows.items()), shown, use.whole)).encode()


def _files(app: Sphinx, manifest: Manifest) -> list[Path]:
    """The files of a dataset in the annex."""
    copied = [path.name for _, path in _offered(manifest)]
    name = annex_page(manifest.name)
    page = Path(cast(StandaloneHTMLBuilder, app.builder).get_outfilename(name))
    files = (app.outdir / ANNEX / each for each in copied)
    return [page, twin_place(app, name), *files, _described(app, manifest)]


def _described(app: Sphinx, manifest: Manifest) -> Path:
    """Where the description for machines goes."""
    return Path(app.outdir, ANNEX, f"{manifest.stem}{SUFFIX}")


def _take_away(app: Sphinx, dataset: str) -> None:
    """Take a dataset's files out of a book that rests on it no more."""
    page = cast(StandaloneHTMLBuilder, app.builder).get_outfilename(annex_page(dataset))
    stem = app.outdir / ANNEX / stem_of(dataset)
    for suffix in (".csv", ".resource.yaml", SUFFIX):
        Path(f"{stem}{suffix}").unlink(missing_ok=True)
    Path(page).unlink(missing_ok=True)
    twin_place(app, annex_page(dataset)).unlink(missing_ok=True)


def stem_of(dataset: str) -> str:
    """How files of a dataset are called."""
    return dataset.replace("-", "_")


def _values(app: Sphinx, manifest: Manifest, use: Use) -> dict[str, Any]:
    """What the article on a dataset says in a book."""
    name = annex_page(manifest.name)
    found, total = cells_of(manifest, use.rows)
    rows = [] if manifest.reportlib.redistribute == "no" else _rows(manifest, use, found)
    return {
        **values_of(app, manifest),
        "exhibits": _exhibits(app.builder, name, use),
        "shown_in": [exhibit for _, exhibit in use.exhibits],
        "whole": use.whole,
        "used": len(use.rows),
        "total": total,
        "rows": rows,
        "wordy": any(row["wordy"] for row in rows),
        "numeric": [f.type in NUMERIC for f in manifest.table.fields],
    }


def values_of(app: Sphinx, manifest: Manifest) -> dict[str, Any]:
    """What an article says of a dataset itself; its files are written beside the page."""
    name = annex_page(manifest.name)
    described = croissant(manifest, public_uri(app.builder, name))
    return {
        "title": manifest.reportlib.short_title,
        "manifest": manifest,
        "about": manifest.reportlib,
        "files": _write_files(app, manifest, described),
        "described": as_script(described),
        "refused": REFUSED,
        "origins": _origins(manifest),
        "licences": [(found.title or found.name, _safe(found.path)) for found in manifest.licenses],
        "index": page_uri(app.builder, name, ANNEX_INDEX),
        "newest": _newest(manifest),
    }


def _newest(manifest: Manifest) -> str:
    """The newest year or edition of a dataset; empty where it has none."""
    column = time_column(manifest)
    held = (cells.get(column, "") for cells in rows_of(manifest.name).values())
    return max(held, default="") if column else ""


def _offered(manifest: Manifest) -> list[tuple[str, Path]]:
    """Descriptor and, where it is there and its terms allow, data."""
    offered = [("Descriptor (YAML)", manifest.file)]
    if manifest.may_be_passed_on and not manifest.is_missing:
        offered.insert(0, ("All rows (CSV)", manifest.data_file))
    return offered


def _write_files(
    app: Sphinx, manifest: Manifest, described: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Put what is offered beside the page, and nothing else; what and where."""
    page, folder = annex_page(manifest.name), app.outdir / ANNEX
    (folder / manifest.data_file.name).unlink(missing_ok=True)  # terms may have changed
    offered = _offered(manifest)
    for _, path in offered:
        write_whole(folder / path.name, path.read_bytes())
    place = _described(app, manifest)
    write_whole(place, as_text(described).encode())
    offered.append(("Description for machines (Croissant)", place))
    return [(words, file_uri(app.builder, page, f"{ANNEX}/{path.name}")) for words, path in offered]


def _origins(manifest: Manifest) -> list[tuple[str, str]]:
    return [(origin.title, _safe(origin.path)) for origin in manifest.sources]


def _safe(address: str) -> str:
    """The address, or nothing where it is none that a reader may follow."""
    return address if address.lower().startswith(SAFE_SCHEMES) else ""


def _exhibits(builder: Builder, page: str, use: Use) -> list[tuple[str, str]]:
    return [
        (exhibit.title or exhibit.label, exhibit_uri(builder, page, place, exhibit.label))
        for place, exhibit in use.exhibits
    ]


def _rows(manifest: Manifest, use: Use, found: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The rows that the book rests on, in the dataset's order, as far as its terms allow."""
    whole = manifest.reportlib.redistribute == "yes"
    heads = [_head(field) for field in manifest.table.fields]
    return [
        {
            "id": row_id,
            "anchor": row_anchor(row_id),
            "cells": _cells(heads, cells) if whole else "",
            "held": cells if whole else [],
            "ways": use.rows[row_id],
            "wordy": any(len(text) > LONG for text in (cells if whole else use.rows[row_id])),
        }
        for row_id, cells in found.items()
    ]


def _head(field: FieldSchema) -> str:
    """How a cell of the column begins; the template would ask for it in each of many rows."""
    number = ' class="num"' if field.type in NUMERIC else ""
    return f'<td{number} data-title="{escape(field.title or field.name)}">'


def _cells(heads: Sequence[str], cells: Sequence[str]) -> Markup:
    """The cells of a row as HTML."""
    pairs = zip_longest(heads, cells[: len(heads)], fillvalue="")
    return Markup("".join(f"{head}{escape(text or MISSING)}</td>" for head, text in pairs))  # noqa: S704


def _index(app: Sphinx, used: Sequence[tuple[Manifest, Use]]) -> Page:
    listed = [
        {
            "manifest": manifest,
            "title": manifest.reportlib.short_title,
            "about": manifest.reportlib,
            "used": len(use.rows),
            "total": count_rows(manifest),
            "uri": page_uri(app.builder, ANNEX_INDEX, annex_page(manifest.name)),
        }
        for manifest, use in used
    ]
    listed.sort(key=lambda values: str(values["title"]).casefold())
    total = sum(len(use.rows) for _, use in used)
    text = article("index.html", title=INDEX_TITLE, datasets=listed, total=total)
    return index_page(app, text, listed, total)


def index_page(
    app: Sphinx, text: str, listed: Sequence[Mapping[str, Any]], total: int | None = None
) -> Page:
    """The page that lists the datasets, with this article; its twin is written beside it."""
    twin = fitted(partial(annex_twin, INDEX_TITLE, listed, total), len(text.encode()))
    write_whole(twin_place(app, ANNEX_INDEX), twin)
    context = {"title": INDEX_TITLE, "article": text}
    return ANNEX_INDEX, {**context, "alternates": [twin_of(app.builder, ANNEX_INDEX)]}, TEMPLATE


def count_rows(manifest: Manifest) -> int:
    """How many rows a dataset has: counted, since most pages need not be written again."""
    if manifest.is_missing:
        return 0
    with manifest.data_file.open(encoding="utf-8", newline="") as file:
        return sum(1 for row in csv.reader(file) if row) - 1  # the header


class LinkDatasets(SphinxPostTransform):
    """Lead from source lines and from the table of sources to the annex, on web pages."""

    default_priority = 6
    builders = ANNEX_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Link titles to the annex, vintages to the publisher, and the table to its index."""
        for part in list(self.document.findall(nodes.inline)):
            if dataset := part.get("dataset"):
                _fill(part, self._annex(part.astext(), annex_page(dataset)))
            elif publisher := part.get("publisher"):
                _fill(part, link(part.astext(), publisher))
        tables = set()
        for row in self.document.findall(nodes.row):
            tables |= {table for table in [self._link_row(row)] if table}
        for table in tables:
            self._lead_to_index(table)

    def _annex(self, text: str, page: str) -> nodes.reference:
        uri = page_uri(self.app.builder, self.env.docname, page)
        return nodes.reference("", "", nodes.Text(text), refuri=uri, internal=True)

    def _link_row(self, row: nodes.row) -> nodes.Element | None:
        """Link the first cell of a dataset's row; return the table it stands in."""
        dataset = next((i for i in row["ids"] if i.startswith(ROW_TARGET)), None)
        if dataset is None:
            return None
        (text,) = row[0].findall(nodes.paragraph)
        page = annex_page(dataset.removeprefix(ROW_TARGET))
        _fill(text, self._annex(text.astext(), page))
        return row.parent.parent.parent

    def _lead_to_index(self, table: nodes.Element) -> None:
        """Say after the table where all of the annex is listed."""
        words = "Fields, terms and the rows behind this book: "
        text = nodes.paragraph("", "", nodes.Text(words), classes=["annex-link"])
        text += self._annex(INDEX_TITLE.lower(), ANNEX_INDEX)
        text += nodes.Text(".")
        table.parent.insert(table.parent.index(table) + 1, text)


def _fill(element: nodes.Element, content: nodes.Node) -> None:
    """Put one node in the place of all that an element holds."""
    element.clear()
    element += content
