"""A dataset's rows as text, by key: what an update changes and writes again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import FieldSchema, Manifest

Key = tuple[str, ...]
Row = dict[str, str]


@dataclass
class Table:
    """Rows of a dataset; cells are text, and empty where a figure is missing."""

    manifest: Manifest
    rows: dict[Key, Row] = field(default_factory=dict)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that tell rows apart."""
        return self.manifest.table.primary_key

    @property
    def measures(self) -> tuple[str, ...]:
        """The columns of figures."""
        return tuple(
            field.name
            for field in self.manifest.table.fields
            if field.type in ("integer", "number") and field.name not in self.key_columns
        )

    def key_of(self, row: Mapping[str, str]) -> Key:
        """The key of a row."""
        return tuple(row[column] for column in self.key_columns)

    def figures(self) -> dict[tuple[Key, str], str]:
        """Every figure that is there, by key and column."""
        return {
            (key, column): row[column]
            for key, row in self.rows.items()
            for column in self.measures
            if row[column]
        }

    def values(self, column: str) -> set[str]:
        """The different texts of a column."""
        return {row[column] for row in self.rows.values() if row[column]}

    def to_bytes(self) -> bytes:
        """The table as its CSV file, sorted by its key."""
        columns = [field.name for field in self.manifest.table.fields]
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for _, row in sorted(self.rows.items(), key=self._order))
        return out.getvalue().encode()

    def _order(self, item: tuple[Key, Row]) -> tuple[tuple[int, str], ...]:
        kinds = {field.name: field.type for field in self.manifest.table.fields}
        return tuple(
            (int(cell), "") if kinds[column] == "integer" and cell else (0, cell)
            for column, cell in zip(self.key_columns, item[0], strict=True)
        )


def read_table(manifest: Manifest) -> Table:
    """Read a dataset's file as it stands; one that is not in this copy of the project has no rows.

    Raises:
        DatasetError: it cannot be read, or its columns are not the descriptor's.
    """
    if manifest.is_left_out:
        return Table(manifest)
    try:
        content = manifest.data_file.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{manifest.data_file}: cannot be read ({error}). Run `reportlib check`."
        ) from error
    return table_of(manifest, content)


def table_of(manifest: Manifest, content: bytes) -> Table:
    """The rows in the bytes of a dataset's file.

    Raises:
        DatasetError: they are no such table, or the columns are not the descriptor's.
    """
    columns = [field.name for field in manifest.table.fields]
    try:
        lines = io.StringIO(content.decode("utf-8"), newline="")
        reader = csv.DictReader(lines, strict=True, restval="")
        table = _filled(Table(manifest), reader)
        found = list(reader.fieldnames or [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(
            f"{manifest.data_file}: cannot be read ({error}). Run `reportlib check`."
        ) from error
    if found != columns:
        raise DatasetError(
            f"{manifest.data_file}: has the columns {', '.join(found)}; expected "
            f"{', '.join(columns)}. Run `reportlib check`."
        )
    return table


def _filled(table: Table, rows: Iterable[Mapping[str, str]]) -> Table:
    columns = [field.name for field in table.manifest.table.fields]
    for row in rows:
        cells = {column: row.get(column) or "" for column in columns}
        table.rows[table.key_of(cells)] = cells
    return table


def constraints(field: FieldSchema) -> Mapping[str, object]:
    """What a column's cells must be, as its schema says."""
    found = (field.model_extra or {}).get("constraints", {})
    return found if isinstance(found, Mapping) else {}
