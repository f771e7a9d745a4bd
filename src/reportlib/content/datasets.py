"""Read the curated datasets: one loader, which checks the bytes and records what was read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

import pandas as pd

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import FieldSchema, Manifest, Rows, dataset_names, read_manifest
from reportlib.base.reads import note_read
from reportlib.base.rows import row_id
from reportlib.base.stamps import Stamp, stamp

ROW = "row"
Asked = ParamSpec("Asked")
Made = TypeVar("Made")
_DTYPES = {"string": "object", "integer": "Int64", "number": "float64", "boolean": "boolean"}


@dataclass(frozen=True)
class Dataset:
    """A dataset in memory: its manifest, and its table with one more column, ``row``.

    ``row`` is the row's id, ``dataset-name:key-key-…`` without spaces, stable when the file
    is sorted anew. Text columns hold text (``NA`` is Namibia), years and counts are integers, a
    missing cell is ``<NA>`` or NaN and never zero.
    """

    manifest: Manifest
    table: pd.DataFrame

    def __repr__(self) -> str:
        rows = len(self.table)
        columns = ", ".join(map(str, self.table.columns))
        return f"<Dataset {self.manifest.stem}: {rows} row{'' if rows == 1 else 's'} of {columns}>"

    def where(self, **values: object) -> pd.DataFrame:
        """The rows whose columns equal the given values."""
        table = self.table
        for column, value in values.items():
            table = table[table[column] == value]
        return table

    def among(self, rows: Rows) -> pd.DataFrame:
        """The rows that a descriptor's ``where`` names."""
        table = self.table
        for column, values in rows:
            table = table[table[column].isin(values)]
        return table


def read_dataset(name: str) -> Dataset:
    """Read one dataset.

    Raises:
        DatasetError: the descriptor or the file is missing, or the file's bytes are not
            those that the descriptor's checksum names.
    """
    return load(read_manifest(name))


def without_groups(dataset: Dataset) -> Dataset:
    """A dataset without the rows whose value was made for a group of economies."""
    groups = [each for each in dataset.manifest.reportlib.derived if each.kind == "group"]
    rows = {row for each in groups for row in dataset.among(each.where)[ROW]}
    return replace(dataset, table=dataset.table[~dataset.table[ROW].isin(rows)])


def manifests() -> tuple[Manifest, ...]:
    """The manifests of all datasets, in alphabetical order."""
    return tuple(read_manifest(name) for name in dataset_names())


def manifest_of_row(row: str) -> Manifest:
    """The manifest of the dataset that a row id belongs to."""
    return read_manifest(row.partition(":")[0].replace("-", "_"))


def load(manifest: Manifest) -> Dataset:
    """Read the file that a manifest describes; once, as long as neither changes.

    A table that is not in this copy of the project has no rows.

    Raises:
        DatasetError: as :func:`read_dataset`.
    """
    note_read(manifest.file, manifest.data_file)
    note_asked(manifest)
    return _load(manifest, stamp(manifest.data_file))


@lru_cache(maxsize=512)  # all of a book: a chapter comes back to many
def _load(manifest: Manifest, _seen: Stamp) -> Dataset:
    content = _checked_bytes(manifest)
    fields = {field.name: field for field in manifest.table.fields}
    try:
        table = pd.read_csv(
            io.BytesIO(content),
            dtype={name: _DTYPES[field.type] for name, field in fields.items()},
            keep_default_na=False,
            na_values={name: [""] for name, field in fields.items() if field.type != "string"},
            encoding="utf-8",
        )
        required = [name for name in _required_integers(manifest) if name in table]
        table = table.astype(dict.fromkeys(required, "int64"))
    except (TypeError, ValueError, OverflowError) as error:
        raise DatasetError(
            f"{manifest.data_file}: does not fit its descriptor: {error}. "
            f"Run `reportlib check` for every fault."
        ) from error
    if list(table.columns) != list(fields):
        raise DatasetError(
            f"{manifest.data_file}: has the columns {', '.join(table.columns)}; expected "
            f"{', '.join(fields)} as the descriptor lists them."
        )
    table[ROW] = _row_ids(manifest, table)
    return Dataset(manifest, table)


_asked: dict[Manifest, None] = {}


def note_asked(manifest: Manifest) -> None:
    """Remember a table that what is being made asks for, if it is not in this copy."""
    if manifest.is_missing:
        _asked[manifest] = None


def taken_lacking() -> tuple[Manifest, ...]:
    """The tables not in this copy that were asked for since this was last called."""
    found = tuple(_asked)
    _asked.clear()
    return found


def remembered(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Make it once for the same arguments; whoever takes it again asks for its tables as well."""

    @lru_cache
    def once(*args: Asked.args, **choices: Asked.kwargs) -> tuple[Made, dict[Manifest, None]]:
        earlier = taken_lacking()
        made = make(*args, **choices)
        asked = dict(_asked)
        _note(earlier)
        return made, asked

    @wraps(make)
    def again(*args: Asked.args, **choices: Asked.kwargs) -> Made:
        made, asked = once(*args, **choices)  # type: ignore[arg-type]  # which must be hashable
        _note(asked)
        return made

    vars(again)["cache_clear"] = once.cache_clear  # as what is kept otherwise has it
    return again


def _note(lacking: Iterable[Manifest]) -> None:
    _asked.update(dict.fromkeys(lacking))


def _row_ids(manifest: Manifest, table: pd.DataFrame) -> pd.Series[str]:
    keys = (table[column].astype(str).tolist() for column in manifest.table.primary_key)
    ids = [row_id(manifest.name, key) for key in zip(*keys, strict=True)]
    return pd.Series(ids, index=table.index, dtype="str")


def _required_integers(manifest: Manifest) -> list[str]:
    return [f.name for f in manifest.table.fields if f.type == "integer" and _is_required(f)]


def _is_required(field: FieldSchema) -> bool:
    constraints = (field.model_extra or {}).get("constraints", {})
    return bool(constraints.get("required", False))


def _checked_bytes(manifest: Manifest) -> bytes:
    if manifest.is_missing:
        return ",".join(field.name for field in manifest.table.fields).encode() + b"\n"
    try:
        content = manifest.data_file.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{manifest.data_file}: cannot be read ({error.strerror}). "
            f"{manifest.file.name} names it; restore the file."
        ) from error
    found = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if found != manifest.hash:
        raise DatasetError(
            f"{manifest.data_file}: its checksum is {found}, expected {manifest.hash} as "
            f"{manifest.file.name} says. Restore the file, or update the descriptor with it."
        )
    return content
