"""Where every number, figure and table of a built book comes from: ``provenance.json``.

It is made of the exhibits that the executed chapters carry and of the rows they cite,
whichever program executed them. Print carries one file of all. It needs nothing else to be read:
the datasets it names stand in it with their terms, and the rows with their cells. A row of a
dataset that may not be passed on as it is (``redistribute`` is not ``yes``) stands there as a
digest, which still tells whether it changed.

A book of pages has a file for each of them (:mod:`reportlib.build.provenance_pages`), and
``provenance.json`` names these. What is known of datasets stands once, beside their tables in
``data``, and so do the cells of rows: they are looked up in the tables that the book offers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from reportlib import __version__
from reportlib.base.claims import ClaimIds
from reportlib.base.economies import economies
from reportlib.base.errors import BuildError, raise_all
from reportlib.base.files import write_whole
from reportlib.base.manifests import Manifest, Redistribute, read_manifest
from reportlib.base.parameters import Parameters
from reportlib.base.payload import EXHIBIT_MIME, Kind, Payload, Piece, Sentence
from reportlib.base.project import find_root
from reportlib.base.rows import (
    Cells,
    dataset_of,
    datasets_of,
    find_rows,
    read_table,
    unknown,
)
from reportlib.build.chapters import read_notebook
from reportlib.build.execution import Job
from reportlib.build.provenance_pages import PAGE_FORMAT, fingerprint, fold_page, unfold_page

FILE = "provenance.json"
PARTS = "provenance"  # the folder of the pages' files
DATA = "data"  # the folder of tables in a book of pages, or at the root of a site
DATASETS = "datasets.json"  # what is known of them, in that folder
T = TypeVar("T")
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

    format: Literal["reportlib-provenance-2"]
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


class TableRecord(DatasetRecord):
    """A dataset of a book of pages: its rows are looked up in ``file`` by its ``key``, if any.

    ``sha256`` is that of the file, ``checksum`` the one which the dataset's descriptor tells.
    """

    file: str = ""
    sha256: str = ""
    key: tuple[str, ...] = ()


class Index(_Model):
    """What ``provenance.json`` says of a book of pages: where the file of each page lies.

    ``datasets`` names the pages that draw on each dataset by their places; ``data`` is the folder
    of tables, and of what is known of them.
    """

    format: Literal["reportlib-provenance-index-2"]
    reportlib: str
    parameters: dict[str, str | int]
    data: str
    pages: dict[str, str]
    datasets: dict[str, tuple[int, ...]] = {}

    def drawing_on(self, dataset: str) -> tuple[str, ...]:
        """The pages that draw on a dataset."""
        names = tuple(self.pages)
        return tuple(names[place] for place in self.datasets[dataset])


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


def provenance_of(
    notebooks: Mapping[str, Path], parameters: Parameters, *, checksums: bool = True
) -> Provenance:
    """Where everything on these pages comes from.

    Args:
        notebooks: executed notebooks by the page that is made of each.
        checksums: whether those of tables are told; a site tells them at its root.

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
        format="reportlib-provenance-2",
        reportlib=__version__,
        parameters=asdict(parameters),
        datasets={each: _dataset(_manifest(each), checksums) for each in sorted(datasets)},
        exhibits=tuple(exhibits),
        numbers=tuple(numbers),
        rows=_held(find_rows(sorted(cited))),
    )


def write_provenance(folder: Path, provenance: Provenance) -> Path:
    """Write ``provenance.json`` into a folder; return its path."""
    place = folder / FILE
    write_whole(place, provenance.to_json().encode())
    return place


def write_by_page(folder: Path, provenance: Provenance, *, site: str = "") -> Path:
    """Write a file for each page, and the ``provenance.json`` that names them; return its path.

    Args:
        site: how the folder leads to the root of the site whose edition the book is. What is
            known of datasets is written there, by :func:`write_datasets`; else beside the pages.
    """
    parts = by_page(provenance)
    for page, part in parts.items():
        withheld = {row: told for row, told in part.rows.items() if isinstance(told, str)}
        exhibits, numbers = (
            [each.model_dump() for each in records] for records in (part.exhibits, part.numbers)
        )
        write_whole(
            folder / PARTS / f"{page}.json", fold_page(exhibits, numbers, withheld).encode()
        )
    if not site:
        write_datasets(folder, provenance.datasets)
    index = Index(
        format="reportlib-provenance-index-2",
        reportlib=provenance.reportlib,
        parameters=provenance.parameters,
        data=f"{site}{DATA}",
        pages={page: f"{PARTS}/{page}.json" for page in parts},
        datasets={
            name: tuple(at for at, part in enumerate(parts.values()) if name in part.datasets)
            for name in provenance.datasets
        },
    )
    write_whole(folder / FILE, f"{_json_lines(index.model_dump(mode='json'))}\n".encode())
    return folder / FILE


def write_datasets(folder: Path, names: Iterable[str]) -> None:
    """Write what is known of datasets beside their tables, for a book or a site in this folder."""
    told = {name: _table(_manifest(name)) for name in sorted(names)}
    content = {name: each.model_dump(exclude_defaults=True) for name, each in told.items()}
    write_whole(folder / DATA / DATASETS, f"{_json_lines(content)}\n".encode())


def _json_lines(content: Mapping[str, object]) -> str:
    """An object with a line for each thing in it."""
    lines = (f"{_json(key)}: {_json(value)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _table(manifest: Manifest) -> TableRecord:
    about = _dataset(manifest).model_dump()
    if not manifest.may_be_passed_on or manifest.is_missing:
        return TableRecord(**about)
    key = tuple(manifest.table.primary_key)
    file = manifest.data_file
    return TableRecord(**about, file=file.name, sha256=_sha256(file), key=key)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


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


Tables = dict[Path, dict[str, Cells]]
"""The rows of tables by their files, read once for many books of a site."""


def read_provenance(path: Path, tables: Tables | None = None) -> Provenance:
    """Read a ``provenance.json``, named itself or by the folder of a built book.

    One that names the files of pages is read with them, and with the tables that hold their rows.

    Args:
        tables: those that were read already; what is read now is put there.

    Raises:
        BuildError: there is none, or it or a file that it rests on is not as it was written.
    """
    place = path / FILE if path.is_dir() else path
    text = _text(place)
    if not _INDEX.search(text[:200]):
        return _checked(place, lambda: Provenance.model_validate_json(text))
    index = _checked(place, lambda: Index.model_validate_json(text))
    parts = [_part(place.parent / file, page) for page, file in index.pages.items()]
    exhibits = tuple(each for part in parts for each in part.exhibits)
    numbers = tuple(each for part in parts for each in part.numbers)
    rows: dict[str, Cells | str] = {}
    for part in parts:
        rows.update(part.withheld)
    known = read_datasets(place.parent / index.data)
    cited = {row for each in exhibits for row in each.rows}
    cited |= {row for each in numbers for row in each.rows}
    names = sorted(
        {name for each in exhibits for name in each.datasets} | {*map(dataset_of, cited)}
    )
    if absent := [name for name in names if name not in known]:
        raise BuildError(
            f"{place.parent / index.data / DATASETS}: tells nothing of {', '.join(absent)}, which "
            f"{place} names. Build the book again."
        )
    read = {} if tables is None else tables
    rows |= _looked_up(place.parent / index.data, known, cited - set(rows), read)
    return Provenance(
        format="reportlib-provenance-2",
        reportlib=index.reportlib,
        parameters=index.parameters,
        datasets={name: DatasetRecord(**_terms(known[name])) for name in names},
        exhibits=exhibits,
        numbers=numbers,
        rows={row: rows[row] for row in sorted(rows)},
    )


class _Part(_Model):
    exhibits: tuple[ExhibitRecord, ...]
    numbers: tuple[NumberRecord, ...]
    withheld: dict[str, str]


def _part(place: Path, page: str) -> _Part:
    text = _text(place)

    def read() -> _Part:
        content = json.loads(text)
        if content["format"] != PAGE_FORMAT:
            raise ValueError(f"its format is {content['format']!r}")
        return _Part(**unfold_page(page, content))

    return _checked(place, read)


def read_datasets(data: Path) -> dict[str, TableRecord]:
    """What is known of the datasets in the folder of tables of a book or a site.

    Raises:
        BuildError: there is no such file, or it is another one.
    """
    place = data / DATASETS
    text = _text(place)
    return _checked(place, lambda: _TABLES.validate_json(text))


_TABLES = TypeAdapter(dict[str, TableRecord])


def _terms(table: TableRecord) -> dict[str, Any]:
    return {name: getattr(table, name) for name in DatasetRecord.model_fields}


def _looked_up(
    data: Path, known: Mapping[str, TableRecord], row_ids: Iterable[str], tables: Tables
) -> dict[str, Cells]:
    """The cells of rows, from the tables that lie beside the book."""
    by_table: dict[str, list[str]] = {}
    for row in row_ids:
        by_table.setdefault(dataset_of(row), []).append(row)
    found: dict[str, Cells] = {}
    for name, cited in sorted(by_table.items()):
        place = (data / known[name].file).resolve()
        if place not in tables:
            tables[place] = _rows_in(place, name, known[name])
        rows = tables[place]
        for row in cited:
            if row not in rows:
                raise BuildError(f"{place}: has no row {row}, which the book cites.")
            found[row] = rows[row]
    return found


def _rows_in(place: Path, name: str, table: TableRecord) -> dict[str, Cells]:
    try:
        if _sha256(place) != table.sha256:
            raise BuildError(
                f"{place}: is not the file that the book was made of, whose SHA-256 was "
                f"{table.sha256}. Restore it, or build the book again."
            )
        return read_table(place, name, table.key)
    except (OSError, ValueError) as error:
        raise BuildError(
            f"{place}: cannot be read ({error}). Rows that {FILE} names are looked up there: keep "
            f"it with the book, or build the book again."
        ) from error


def read_index(folder: Path) -> Index:
    """The ``provenance.json`` in the folder of a book of pages.

    Raises:
        BuildError: there is none, or it is another file.
    """
    place = folder / FILE
    text = _text(place)
    if not _INDEX.search(text[:200]):
        raise BuildError(f"{place}: names no pages. Build the book again.")
    return _checked(place, lambda: Index.model_validate_json(text))


def _text(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(
            f"{place}: cannot be read ({error.strerror}). Name a folder that `reportlib build` "
            f"wrote, or the {FILE} in it."
        ) from error
    except ValueError as error:
        raise BuildError(f"{place}: is not text in UTF-8, so it is no {FILE}.") from error


def _checked(place: Path, read: Callable[[], T]) -> T:
    """What is read of a file, unless it is another file."""
    try:
        return read()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        said = f"{where}: {first['msg']}"
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        said = f"{type(error).__name__}: {error}"
    raise BuildError(
        f"{place}: is not a {place.name if place.name == DATASETS else FILE} of this program "
        f"({said}). Build the book again, or compare with the version of reportlib that wrote it."
    )


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
        rows=tuple(sorted({row for piece in drawn for row in piece.rows})),
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
            rows=tuple(sorted(piece.rows, key=dataset_of)),
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


def _dataset(manifest: Manifest, checksums: bool = True) -> DatasetRecord:
    about, licence = manifest.reportlib, manifest.licenses[0]
    return DatasetRecord(
        title=manifest.title,
        publisher=about.publisher,
        vintage=about.vintage,
        source=manifest.sources[0].path,
        licence=licence.name,
        licence_url=licence.path,
        redistribute=about.redistribute,
        checksum=manifest.hash if checksums else "",
        citation=about.citation,
    )


def _held(rows: Mapping[str, Cells]) -> dict[str, Cells | str]:
    names = {dataset_of(row) for row in rows}
    free = {name for name in names if _manifest(name).may_be_passed_on}
    return {
        row: cells if dataset_of(row) in free else fingerprint(cells) for row, cells in rows.items()
    }


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
