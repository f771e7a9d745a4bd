"""Tell the tables in which frictionless would find nothing, so that it reads the others only.

frictionless takes each cell of each row through its own machinery; most cells stand there many
times, and most tables are sound. Here each *different* cell of a column is given to frictionless'
own reader of that field, once, so that types and constraints are judged by frictionless alone.
What is left is about rows: their length, and keys that are unique and stand in the other table.

A table is plain only where all of that is in order, and where its file and its descriptor hold
nothing else that frictionless would look at. Any doubt means no: the table is then read by
frictionless as a whole, which says what is wrong in its words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

# What a descriptor may say of its table and is looked at here. Others, such as a dialect, a
# count of rows or another way to match the header, are left to frictionless.
_JUDGED = {"name", "type", "path", "format", "mediatype", "encoding", "hash", "bytes", "schema"}
_REMARKS = {"title", "description", "sources", "licenses", "reportlib"}
_SCHEMA = {"fields", "primaryKey", "foreignKeys", "missingValues"}
_KIND = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}

Column = list[Any]
"""The values of a column as frictionless reads them, from the first row to the last."""


@dataclass(frozen=True)
class _Read:
    """A sound table by its columns, so far as nothing outside of it is concerned."""

    columns: Mapping[str, Column]

    def keys(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The cells of these columns, row by row.

        Raises:
            KeyError: there is no such column.
        """
        return zip(*(self.columns[name] for name in names), strict=True)


def plain_tables(data: Path, package: Any, resources: Sequence[Mapping[str, Any]]) -> set[str]:
    """The names of the tables of a frictionless package in which it would find no fault.

    Args:
        package: the package, as frictionless made it of the resources' descriptors.
    """
    read = {
        made.name: _read(data, stated, made.schema)
        for made, stated in zip(package.resources, resources, strict=True)
    }
    return {made.name for made in package.resources if _refers(made.name, made.schema, read)}


def _read(data: Path, stated: Mapping[str, Any], schema: Any) -> _Read | None:
    """A table that is sound by itself; None where that cannot be said."""
    if not _is_usual(stated):
        return None
    try:
        header, *rows = csv.reader(io.StringIO(_text(data, stated), newline=""))
    except (OSError, ValueError, csv.Error):
        return None
    if not rows or header != schema.field_names or {len(row) for row in rows} != {len(header)}:
        return None
    columns: dict[str, Column] = {}
    for field, cells in zip(schema.fields, zip(*rows, strict=True), strict=True):
        values = _values(field, cells)
        if values is None:
            return None
        columns[field.name] = values
    table = _Read(columns)
    return table if _is_keyed(schema, table) else None


def _is_usual(stated: Mapping[str, Any]) -> bool:
    """Whether a descriptor asks for nothing but what is looked at here."""
    return (
        stated.keys() <= _JUDGED | _REMARKS
        and stated["schema"].keys() <= _SCHEMA
        and all(stated.get(key) == value for key, value in _KIND.items())
    )


def _text(data: Path, stated: Mapping[str, Any]) -> str:
    """The text of a file that is as its descriptor says, and that every reader takes alike.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not so.
    """
    content = Path(data, stated["path"]).read_bytes()
    found = f"sha256:{sha256(content).hexdigest()}", len(content)
    text = content.decode("utf-8")
    if found != (stated["hash"], stated["bytes"]) or any(mark in text for mark in "\ufeff\r\0"):
        raise ValueError("another file, or marks that readers take differently")
    return text


def _values(field: Any, cells: Sequence[str]) -> Column | None:
    """The values of a column; None where frictionless has anything to say of one of them."""
    read = field.create_cell_reader()
    values = {}
    for cell in set(cells):
        values[cell], notes = read(cell)
        if notes:
            return None
    column = [values[cell] for cell in cells]
    given = [value for value in column if value is not None]
    if field.constraints.get("unique") and len(set(given)) != len(given):
        return None
    return column


def _is_keyed(schema: Any, table: _Read) -> bool:
    """Whether every row has a key of its own; so none is blank, and none stands there twice."""
    if not schema.primary_key:
        return False
    keys = set(table.keys(schema.primary_key))
    rows = len(table.columns[schema.primary_key[0]])
    return len(keys) == rows and (None,) * len(schema.primary_key) not in keys


def _refers(name: str, schema: Any, read: Mapping[str, _Read | None]) -> bool:
    """Whether a table is sound, and all that it refers to stands in tables that are."""
    own = read[name]
    for key in schema.foreign_keys:
        other = read.get(key["reference"]["resource"] or name)
        if own is None or other is None:
            return False
        try:
            known = set(other.keys(key["reference"]["fields"])) | {(None,) * len(key["fields"])}
            found = set(own.keys(key["fields"]))
        except KeyError:
            return False
        if not found <= known:
            return False
    return own is not None
