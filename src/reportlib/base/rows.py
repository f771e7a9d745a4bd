"""Find single rows of the datasets by their ids, and what exhibits cite, without pandas.

A row's id is ``dataset-name:key-key-…``: the values of the primary key, each with its
spaces as underscores. :mod:`reportlib.content.datasets` gives every row the same id.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.payload import Payload
from reportlib.base.reads import note_read, note_rows
from reportlib.base.stamps import Stamp, stamp

Cells = dict[str, str]
"""A row of a dataset as it stands in the file: each column's text; empty means missing."""


def dataset_of(row_id: str) -> str:
    """The name of the dataset that a row id belongs to."""
    return row_id.partition(":")[0]


def row_id(name: str, key: Sequence[str]) -> str:
    """The id of the row with this key in the dataset of this name."""
    return f"{name}:{'-'.join(key).replace(' ', '_')}"


def find_rows(row_ids: Iterable[str]) -> dict[str, Cells]:
    """Each row id with the cells of its row, in the order asked for.

    Raises:
        DatasetError: no dataset has such a row; names every id of the kind.
    """
    asked = tuple(dict.fromkeys(row_ids))
    tables = _tables(asked)
    found = {each: tables[dataset_of(each)].get(each) for each in asked}
    raise_all(
        DatasetError,
        [
            f"{each}: no dataset has a row of this id. The key of a row is the text after the "
            f"colon, the dataset's name the text before it; see `reportlib data list`."
            for each, cells in found.items()
            if cells is None
        ],
    )
    return {each: cells for each, cells in found.items() if cells is not None}


def rows_of(name: str) -> dict[str, Cells]:
    """All rows of a dataset by their ids; none where there is no dataset of this name."""
    stem = name.replace("-", "_")
    return read_rows(read_manifest(stem)) if stem in dataset_names() else {}


def rows_digest(row_ids: Iterable[str]) -> str:
    """One digest of rows in this order, of which any may not be there."""
    asked = tuple(row_ids)
    tables = _tables(asked)
    cells = [tables[dataset_of(each)].get(each) for each in asked]
    return sha256(json.dumps(cells).encode()).hexdigest()


def _tables(row_ids: Iterable[str]) -> dict[str, dict[str, Cells]]:
    """The tables that these rows are looked up in, by the names of the datasets."""
    asked: dict[str, list[str]] = {}
    for each in row_ids:
        asked.setdefault(dataset_of(each), []).append(each)
    found: dict[str, dict[str, Cells]] = {}
    for name, own in asked.items():
        stem, found[name] = name.replace("-", "_"), {}
        if stem in dataset_names():
            manifest = read_manifest(stem)
            note_rows(manifest.data_file, own)
            found[name] = _read_rows(manifest, stamp(manifest.data_file))
    return found


def economy_column(manifest: Manifest) -> str:
    """The column that refers to the list of economies; empty where none does."""
    for reference in (manifest.table.model_extra or {}).get("foreignKeys", []):
        if reference["reference"]["resource"] == "economies":
            return str(reference["fields"][0])
    return "economy" if manifest.stem == "economies" else ""


def time_column(manifest: Manifest) -> str:
    """The column of years, editions or periods; empty where there is none."""
    names = [field.name for field in manifest.table.fields]
    return next((name for name in ("year", "edition", "period") if name in names), "")


def subjects(
    row_ids: Iterable[str], read: Callable[[str], Manifest] = read_manifest
) -> dict[str, tuple[str, str]]:
    """Each row id with the economy and the time of its row, empty where it has none.

    A table is read only where the ids do not tell.
    """
    found: dict[str, tuple[str, str]] = {}
    by_dataset: dict[str, list[str]] = {}
    for each in row_ids:
        by_dataset.setdefault(dataset_of(each), []).append(each)
    for name, ids in by_dataset.items():
        manifest = read(name.replace("-", "_"))
        wanted = economy_column(manifest), time_column(manifest)
        keys = manifest.table.primary_key
        told = {each: each.removeprefix(f"{name}:").split("-") for each in ids}
        if all(column in ("", *keys) for column in wanted) and all(
            len(parts) == len(keys) for parts in told.values()
        ):
            cells = {each: dict(zip(keys, parts, strict=True)) for each, parts in told.items()}
        else:
            cells = find_rows(ids)
        economy, time = wanted
        found |= {e: (held.get(economy, ""), held.get(time, "")) for e, held in cells.items()}
    return found


def datasets_of(exhibit: Payload) -> tuple[str, ...]:
    """The datasets that an exhibit rests on or names, sorted."""
    names = {source.dataset for source in exhibit.sources}
    for piece in exhibit.pieces():
        names |= {dataset_of(row) for row in piece.rows} | set(piece.whole)
    return tuple(sorted(names))


def unknown(exhibits: Iterable[tuple[str, Payload]]) -> list[str]:
    """What the exhibits of these pages cite although no dataset has it: each once, as a fault."""
    return list(dict.fromkeys(_unknown(list(exhibits))))


def _unknown(exhibits: Sequence[tuple[str, Payload]]) -> Iterator[str]:
    datasets = {stem.replace("_", "-") for stem in dataset_names()}
    tables = _tables(
        dict.fromkeys(row for _, e in exhibits for piece in e.pieces() for row in piece.rows)
    )
    for page, exhibit in exhibits:
        place = f"{page}, {exhibit.label}"
        for piece in exhibit.pieces():
            for row in piece.rows:
                if row not in tables[dataset_of(row)]:
                    yield (
                        f"{place}: {piece.text!r} cites the row {row}, which no dataset has. "
                        f"Correct the code that makes this exhibit, or execute its chapter again."
                    )
            for name in piece.whole:
                if name not in datasets:
                    yield f"{place}: {piece.text!r} cites all of {name}; there is no such dataset."
        for source in exhibit.sources:
            if source.dataset not in datasets:
                yield f"{place}: cites {source.dataset}; there is no such dataset."


def read_rows(manifest: Manifest) -> dict[str, Cells]:
    """All rows of the dataset that a descriptor describes, by their ids.

    Raises:
        DatasetError: the file cannot be read as that table.
    """
    note_read(manifest.file, manifest.data_file)
    return _read_rows(manifest, stamp(manifest.data_file))


def cells_of(manifest: Manifest, asked: Container[str]) -> tuple[dict[str, list[str]], int]:
    """The cells of the rows asked for by their ids, in the file's order, and how many rows it has.

    Much cheaper than :func:`read_rows` where few rows of many are wanted.

    Raises:
        DatasetError: the file cannot be read as that table.
    """
    note_read(manifest.file, manifest.data_file)
    found: dict[str, list[str]] = {}
    keys, count = manifest.table.primary_key, 0
    if manifest.is_missing:
        return found, count
    try:
        with manifest.data_file.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            header = next(lines)
            places = [header.index(key) for key in keys]
            for cells in filter(None, lines):
                count += 1
                name = row_id(manifest.name, [cells[place] for place in places])
                if name in asked:
                    found[name] = cells + [""] * (len(header) - len(cells))
    except (OSError, ValueError, IndexError, StopIteration, csv.Error) as error:
        raise _unreadable(manifest, error) from error
    return found, count


@lru_cache(maxsize=256)
def _read_rows(manifest: Manifest, _seen: Stamp) -> dict[str, Cells]:
    if manifest.is_missing:
        return {}
    try:
        return read_table(manifest.data_file, manifest.name, manifest.table.primary_key)
    except (OSError, ValueError) as error:
        raise _unreadable(manifest, error) from error


def read_table(place: Path, name: str, key: Sequence[str]) -> dict[str, Cells]:
    """All rows of the table in a file, by the ids that the dataset of this name and key has.

    Raises:
        OSError, ValueError: the file cannot be read as such a table.
    """
    try:
        with place.open(encoding="utf-8", newline="") as file:
            columns, *lines = filter(None, csv.reader(file))  # a third of the time of DictReader
    except csv.Error as error:
        raise ValueError(str(error)) from error
    keys = [columns.index(each) for each in key]
    width, empty = len(columns), [""] * len(columns)
    whole = (line if len(line) >= width else line + empty for line in lines)
    return {
        row_id(name, [line[at] for at in keys]): dict(zip(columns, line, strict=False))
        for line in whole
    }


def _unreadable(manifest: Manifest, error: Exception) -> DatasetError:
    return DatasetError(
        f"{manifest.data_file}: cannot be read as the table its descriptor describes "
        f"({error}). Run `reportlib check` for every fault."
    )
