"""Where every number, figure and table of a built book comes from: ``provenance.json``.

A book of pages has a file for each of them, and ``provenance.json`` names these; print
carries one file of all. Each of them can be read by itself.

It is made of the exhibits that the executed chapters carry and of the rows they cite,
whichever program executed them. It needs nothing else to be read: the datasets it names stand in
it with their terms, and the rows with their cells. A row of a dataset that may not be
passed on as it is (``redistribute`` is not ``yes``) stands there as a digest, which still tells
whether it changed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from reportlib import __version__
from reportlib.base.claims import ClaimIds
from reportlib.base.economies import economies
from reportlib.base.errors import BuildError, raise_all
from reportlib.base.files import write_whole
from reportlib.base.manifests import Manifest, Redistribute, read_manifest
from reportlib.base.parameters import Parameters
from reportlib.base.payload import EXHIBIT_MIME, Kind, Payload, Piece, Sentence
from reportlib.base.project import find_root
from reportlib.base.rows import Cells, dataset_of, datasets_of, find_rows, unknown
from reportlib.build.chapters import read_notebook
from reportlib.build.execution import Job

FILE = "provenance.json"
PARTS = "provenance"  # the folder of the pages' files
BLANK = "…"  # stands for a number in the words around it


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatasetRecord(_Model):
    """A dataset that the book draws on, with its terms."""

    title: str
    publisher: str
    vintage: str
    source: str
    licence: str
    licence_url: str
    redistribute: Redistribute
    checksum: str
    citation: str


class ExhibitRecord(_Model):
    """A figure, a table or findings: its datasets, and the rows drawn or listed.

    ``missing`` says why nothing could be shown.
    """

    page: str
    label: str
    kind: Kind
    title: str
    missing: str = ""
    datasets: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class NumberRecord(_Model):
    """A number on a page.

    ``place`` is where in its exhibit it stands, ``context`` the words around it with all figures
    left blank, or the titles of its row and column; ``occurrence`` tells apart the numbers
    of one context. ``id`` is that of its claim in the page. Its datasets are those
    that its ``rows`` name before the colon, and those in ``whole``, of which the number took
    more rows than can be named.
    """

    page: str
    exhibit: str
    place: Literal["headline", "note", "finding", "cell"]
    context: str
    occurrence: int
    id: str = ""
    text: str
    value: float
    unit: str = ""
    derivation: str = ""
    rows: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


class Provenance(_Model):
    """All that ``provenance.json`` says; ``rows`` holds each row's cells, or a digest of them."""

    format: Literal["reportlib-provenance-1"]
    reportlib: str
    parameters: dict[str, str | int]
    datasets: dict[str, DatasetRecord]
    exhibits: tuple[ExhibitRecord, ...]
    numbers: tuple[NumberRecord, ...]
    rows: dict[str, Cells | str]

    def to_json(self) -> str:
        """The file's text: a line for each record, so that other tools can compare it too."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        parts = [f"{_json(key)}: {_lines(value)}" for key, value in content.items()]
        return "{\n" + ",\n".join(parts) + "\n}\n"


class Index(_Model):
    """What ``provenance.json`` says of a book of pages: where the file of each page lies.

    ``datasets`` names the pages that draw on each dataset.
    """

    format: Literal["reportlib-provenance-index-1"]
    reportlib: str
    parameters: dict[str, str | int]
    pages: dict[str, str]
    datasets: dict[str, tuple[str, ...]] = {}


def executed_pages(jobs: Iterable[Job]) -> dict[str, Path]:
    """The executed notebooks by the pages that are made of them, as ``_toc.yml`` names them."""
    root = find_root()
    return {
        job.chapter.path.relative_to(root).with_suffix("").as_posix(): job.output for job in jobs
    }


def exhibits_on(notebooks: Mapping[str, Path]) -> list[tuple[str, Payload]]:
    """Every exhibit with its page, in the order of the pages' names.

    Raises:
        ChapterError: a notebook cannot be read.
    """
    return [
        (page, payload) for page, path in sorted(notebooks.items()) for payload in exhibits_of(path)
    ]


def provenance_of(notebooks: Mapping[str, Path], parameters: Parameters) -> Provenance:
    """Where everything on these pages comes from.

    Args:
        notebooks: executed notebooks by the page that is made of each.

    Raises:
        BuildError: an exhibit cites a row or a dataset that does not exist; names page,
            exhibit, number and id of all of them.
        ChapterError: a notebook cannot be read.
    """
    found = exhibits_on(notebooks)
    raise_all(BuildError, unknown(found))
    name = economies()[parameters.economy].name
    ids = {page: ClaimIds() for page, _ in found}
    numbers = [each for page, p in found for each in _numbers(page, p, name, ids[page])]
    exhibits = [_exhibit(page, payload) for page, payload in found]
    cited = {row for e in exhibits for row in e.rows} | {row for n in numbers for row in n.rows}
    datasets = {name for exhibit in exhibits for name in exhibit.datasets}
    return Provenance(
        format="reportlib-provenance-1",
        reportlib=__version__,
        parameters=asdict(parameters),
        datasets={each: _dataset(_manifest(each)) for each in sorted(datasets)},
        exhibits=tuple(exhibits),
        numbers=tuple(numbers),
        rows=_held(find_rows(sorted(cited))),
    )


def write_provenance(folder: Path, provenance: Provenance) -> Path:
    """Write ``provenance.json`` into a folder; return its path."""
    place = folder / FILE
    write_whole(place, provenance.to_json().encode())
    return place


def write_by_page(folder: Path, provenance: Provenance) -> Path:
    """Write a file for each page, and the ``provenance.json`` that names them; return its path."""
    parts = by_page(provenance)
    for page, part in parts.items():
        write_whole(folder / PARTS / f"{page}.json", part.to_json().encode())
    index = Index(
        format="reportlib-provenance-index-1",
        reportlib=provenance.reportlib,
        parameters=provenance.parameters,
        pages={page: f"{PARTS}/{page}.json" for page in parts},
        datasets={
            name: tuple(page for page, part in parts.items() if name in part.datasets)
            for name in provenance.datasets
        },
    )
    write_whole(folder / FILE, f"{index.model_dump_json(indent=1)}\n".encode())
    return folder / FILE


def by_page(provenance: Provenance) -> dict[str, Provenance]:
    """What a book's provenance says of each of its pages."""
    pages = dict.fromkeys(exhibit.page for exhibit in provenance.exhibits)
    return {page: _of_page(provenance, page) for page in pages}


def _of_page(book: Provenance, page: str) -> Provenance:
    exhibits = tuple(each for each in book.exhibits if each.page == page)
    numbers = tuple(each for each in book.numbers if each.page == page)
    rows = {row for each in exhibits for row in each.rows}
    rows |= {row for each in numbers for row in each.rows}
    names = {name for each in exhibits for name in each.datasets}
    changes = {
        "exhibits": exhibits,
        "numbers": numbers,
        "rows": {row: cells for row, cells in book.rows.items() if row in rows},
        "datasets": {name: told for name, told in book.datasets.items() if name in names},
    }
    return book.model_copy(update=changes)


def read_provenance(path: Path) -> Provenance:
    """Read a ``provenance.json``, named itself or by the folder of a built book.

    One that names the files of pages is read with them.

    Raises:
        BuildError: there is none, or it or one that it names is not such a file.
    """
    place = path / FILE if path.is_dir() else path
    found = _read(place)
    if isinstance(found, Provenance):
        return found
    parts = [_read(place.parent / name) for name in found.pages.values()]
    pages = [part for part in parts if isinstance(part, Provenance)]
    rows = {row: cells for part in pages for row, cells in part.rows.items()}
    datasets = {name: told for part in pages for name, told in part.datasets.items()}
    return Provenance(
        format="reportlib-provenance-1",
        reportlib=found.reportlib,
        parameters=found.parameters,
        datasets=dict(sorted(datasets.items())),
        exhibits=tuple(each for part in pages for each in part.exhibits),
        numbers=tuple(each for part in pages for each in part.numbers),
        rows=dict(sorted(rows.items())),
    )


def read_index(folder: Path) -> Index:
    """The ``provenance.json`` in the folder of a book of pages.

    Raises:
        BuildError: there is none, or it is another file.
    """
    found = _read(folder / FILE)
    if not isinstance(found, Index):
        raise BuildError(f"{folder / FILE}: names no pages. Build the book again.")
    return found


def _read(place: Path) -> Provenance | Index:
    try:
        text = place.read_text(encoding="utf-8")
        whole = Index if _INDEX.search(text[:200]) else Provenance
        return whole.model_validate_json(text)
    except OSError as error:
        raise BuildError(
            f"{place}: cannot be read ({error.strerror}). Name a folder that `reportlib build` "
            f"wrote, or the {FILE} in it."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BuildError(
            f"{place}: is not a {FILE} of this program ({where}: {first['msg']}). Build the book "
            f"again, or compare with the version of reportlib that wrote it."
        ) from error
    except ValueError as error:
        raise BuildError(f"{place}: is not text in UTF-8, so it is no {FILE}.") from error


_INDEX = re.compile(r'"format":\s*"reportlib-provenance-index-')


def exhibits_of(notebook: Path) -> list[Payload]:
    """The exhibits that an executed notebook carries, in its order."""
    return [Payload.model_validate(content) for content in carried(notebook)]


def carried(notebook: Path) -> list[object]:
    """What :func:`exhibits_of` makes the exhibits of, as it stands in the notebook.

    Raises:
        ChapterError: the notebook cannot be read.
    """
    try:
        return [
            output["data"][EXHIBIT_MIME]
            for cell in json.loads(notebook.read_bytes())["cells"]
            for output in cell.get("outputs", [])
            if EXHIBIT_MIME in output.get("data", {})
        ]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        read_notebook(notebook)  # which says why
        raise


def _exhibit(page: str, payload: Payload) -> ExhibitRecord:
    shown = [cell for line in payload.rows for cell in line.cells]
    drawn = shown or [piece for said in payload.sentences for piece in said]
    return ExhibitRecord(
        page=page,
        label=payload.label,
        kind=payload.kind,
        title=payload.title,
        missing=payload.missing,
        datasets=datasets_of(payload),
        rows=tuple(dict.fromkeys(row for piece in drawn for row in piece.rows)),
    )


def _numbers(page: str, payload: Payload, economy: str, ids: ClaimIds) -> Iterator[NumberRecord]:
    """The numbers of an exhibit in the order in which it shows them."""
    seen: Counter[tuple[str, str]] = Counter()
    for place, context, piece in _placed(payload, economy):
        if piece.kind != "number" or piece.value is None:
            continue
        seen[place, context] += 1
        yield NumberRecord(
            page=page,
            exhibit=payload.label,
            place=place,
            context=context,
            occurrence=seen[place, context],
            id=ids.cell(piece) if place == "cell" else ids.next(piece),
            text=piece.text,
            value=piece.value,
            unit=piece.unit,
            derivation=piece.derivation,
            rows=piece.rows,
            whole=piece.whole,
        )


_Place = Literal["headline", "note", "finding", "cell"]


def _placed(payload: Payload, economy: str) -> Iterator[tuple[_Place, str, Piece]]:
    said: list[tuple[_Place, Sentence]] = [
        ("headline", payload.headline),
        *(("finding", finding) for finding in payload.sentences),
        *(("note", note) for note in payload.notes),
    ]
    for place, pieces in said:
        words = "".join(BLANK if piece.kind == "number" else piece.text for piece in pieces)
        context = _blanked(words).replace(economy, "the economy")
        yield from ((place, context, piece) for piece in pieces)
    titles = [_title(column.title) for column in payload.columns]
    named = _row_titles(payload, economy)
    for line, name in zip(payload.rows, named, strict=True):
        for cell, title in zip(line.cells, titles, strict=False):
            yield "cell", f"{name} | {title}", cell


def _row_titles(payload: Payload, economy: str) -> list[str]:
    """A title for each row: its first text, or all its texts where rows share the first."""
    texts = [[_title(c.text) for c in line.cells if c.kind == "text"] for line in payload.rows]
    times = Counter(found[0] for found in texts if found)
    return [
        (found[0] if times[found[0]] == 1 else ", ".join(found)).replace(economy, "the economy")
        if found
        else ""
        for found in texts
    ]


def _title(text: str) -> str:
    """A title without the year in it, unless it is nothing but the year."""
    return _blanked(text) if re.search("[^\\W\\d]", text) else text


def _blanked(words: str) -> str:
    return re.sub(rf"[\d{BLANK}][\d,.{BLANK}]*(?<![,.])", BLANK, words)


def _manifest(name: str) -> Manifest:
    return read_manifest(name.replace("-", "_"))


def _dataset(manifest: Manifest) -> DatasetRecord:
    about, licence = manifest.reportlib, manifest.licenses[0]
    return DatasetRecord(
        title=manifest.title,
        publisher=about.publisher,
        vintage=about.vintage,
        source=manifest.sources[0].path,
        licence=licence.name,
        licence_url=licence.path,
        redistribute=about.redistribute,
        checksum=manifest.hash,
        citation=about.citation,
    )


def _held(rows: Mapping[str, Cells]) -> dict[str, Cells | str]:
    names = {dataset_of(row) for row in rows}
    free = {name for name in names if _manifest(name).reportlib.redistribute == "yes"}
    return {
        row: cells if dataset_of(row) in free else _fingerprint(cells)
        for row, cells in rows.items()
    }


def _fingerprint(cells: Cells) -> str:
    return f"sha256:{sha256(_json(cells).encode()).hexdigest()}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(value: object) -> str:
    """A value as JSON, with a line for each record that it holds."""
    if isinstance(value, dict):
        inner = [f"  {_json(key)}: {_json(each)}" for key, each in value.items()]
        return "{\n" + ",\n".join(inner) + "\n }" if inner else "{}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_json(each)}" for each in value) + "\n ]" if value else "[]"
    return _json(value)
