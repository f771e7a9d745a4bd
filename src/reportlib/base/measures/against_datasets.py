"""Hold what is taken out of datasets against their descriptors and rows."""

from __future__ import annotations

from pathlib import Path

from reportlib.base.economies import AGGREGATES, economies
from reportlib.base.errors import DatasetError
from reportlib.base.lines import Place, did_you_mean
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.measures.declared import Selection
from reportlib.base.measures.reading import Reading
from reportlib.base.rows import read_rows

NUMBERS = ("integer", "number")
TEXTS = ("string", "boolean")


def check_datasets(reading: Reading, data: Path) -> None:
    """Refuse datasets, columns, codes and filters that the data folder does not have.

    What is wrong in a descriptor or in a table itself is told where these are checked.
    """
    known = dataset_names(data)
    for key, one in reading.measures.declared.items():
        if not isinstance(one.source, Selection):
            continue
        place, source = reading.places[key], one.source
        if source.dataset not in known:
            hint = did_you_mean(source.dataset, known)
            reading.lines.refuse(place[:2], f"there is no such dataset.{hint}")
            continue
        _check_code(reading, place, source)
        try:
            manifest = read_manifest(source.dataset, data)
            if _has_columns(reading, place, source, manifest):
                _check_key(reading, place, source, manifest)
                _check_rows(reading, place, source, manifest)
        except DatasetError:
            continue


def _check_code(reading: Reading, place: Place, source: Selection) -> None:
    if source.economy and source.economy not in {*economies(), *AGGREGATES}:
        reading.lines.refuse(
            reading.stated(place, "economy"),
            f"{source.economy!r} is the code of no economy and of no aggregate",
        )


def _has_columns(reading: Reading, place: Place, source: Selection, manifest: Manifest) -> bool:
    columns: list[tuple[Place, str, tuple[str, ...]]] = [
        (("value",), source.value, NUMBERS),
        (("year",), source.year, ("integer",)),
        *([] if source.economy else [(("by",), source.by, ("string",))]),
        *(
            (("where", column), column, NUMBERS if isinstance(value, int) else TEXTS)
            for column, value in source.where.items()
        ),
    ]
    faults = {
        reading.stated(place, *keys): fault
        for keys, column, types in columns
        if (fault := _column_fault(column, types, manifest))
    }
    for stated, fault in faults.items():
        reading.lines.refuse(stated, fault)
    return not faults


def _column_fault(column: str, types: tuple[str, ...], manifest: Manifest) -> str:
    fields = {one.name: one.type for one in manifest.table.fields}
    if column not in fields:
        hint = did_you_mean(column, fields)
        return f"{manifest.stem} has no column {column!r}.{hint} It has: {', '.join(fields)}"
    if fields[column] not in types:
        return (
            f"the column {column} of {manifest.stem} is of type {fields[column]}, expected "
            + " or ".join(types)
        )
    return ""


def _check_key(reading: Reading, place: Place, source: Selection, manifest: Manifest) -> None:
    """Refuse what could put two counts into one series: a part of the key that is left open.

    Where codes or years are no part of the key, a column of it stands for them.
    """
    key = manifest.table.primary_key
    axes = (source.year, source.by)
    free = [column for column in key if column not in (*axes, *source.where)]
    if len(free) > sum(column not in key for column in axes):
        reading.lines.refuse(
            reading.stated(place, "where"),
            f"leaves {' and '.join(free)} of the key of {manifest.stem} open, so that values of "
            f"several could stand in one series. Say under where which are meant.",
        )


def _check_rows(reading: Reading, place: Place, source: Selection, manifest: Manifest) -> None:
    if manifest.is_missing:
        return
    wanted = {column: str(value) for column, value in source.where.items()}
    for row in read_rows(manifest).values():
        if row[source.value] and all(row[column] == value for column, value in wanted.items()):
            return
    said = " and ".join(f"{column} = {value}" for column, value in wanted.items())
    where = f" of {said}" if said else ""
    reading.lines.refuse(
        reading.stated(place, "where"), f"{manifest.stem} has no row{where} with a value"
    )
