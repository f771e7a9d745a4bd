"""Whether the bounds and relations of a descriptor speak of columns and rows that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportlib.base.manifests import Reference, Relation, Rows
from reportlib.base.plausibility.tables import Table

Tables = Callable[[str], Table]


def declaration_faults(table: Table, tables: Tables) -> Iterator[str]:
    """Faults of the blocks ``bounds`` and ``relations``, each with its place in the descriptor."""
    for number, bound in enumerate(table.manifest.reportlib.bounds):
        place = f"{table.manifest.file}: reportlib.bounds.{number}"
        yield from _measure_faults(f"{place}.column", bound.column, table)
        yield from _row_faults(f"{place}.where", bound.where, table)
        if bound.jump and table.time is None:
            yield f"{place}.jump: the key has no year or edition; expected none. Take jump out."
    for number, relation in enumerate(table.manifest.reportlib.relations):
        place = f"{table.manifest.file}: reportlib.relations.{number}"
        yield from _relation_faults(place, relation, table, tables)


def _relation_faults(place: str, relation: Relation, table: Table, tables: Tables) -> Iterator[str]:
    yield from _measure_faults(f"{place}.column", relation.column, table)
    yield from _row_faults(f"{place}.where", relation.where, table)
    yield from _row_faults(f"{place}.except", relation.leave_out, table)
    yield from _reference_faults(f"{place}.of", relation.of, relation, table, tables)
    if relation.per:
        yield from _reference_faults(f"{place}.per", relation.per, relation, table, tables)


def _reference_faults(
    place: str, reference: Reference, relation: Relation, table: Table, tables: Tables
) -> Iterator[str]:
    other = tables(reference.dataset) if reference.dataset else table
    yield from _measure_faults(f"{place}.column", reference.column or relation.column, other)
    yield from _row_faults(f"{place}.where", reference.where, other)
    for own, theirs in reference.match:
        yield from _column_faults(f"{place}.match", own, table)
        yield from _column_faults(f"{place}.match", theirs, other)


def _measure_faults(place: str, column: str, table: Table) -> Iterator[str]:
    if column not in table.measures:
        expected = ", ".join(table.measures) or "none, as it has no figures"
        yield f"{place}: {column!r} holds no figures of {table.manifest.stem}; expected {expected}."


def _column_faults(place: str, column: str, table: Table) -> Iterator[str]:
    columns = [field.name for field in table.manifest.table.fields]
    if column not in columns:
        expected = ", ".join(columns)
        yield f"{place}: {column!r} is no column of {table.manifest.stem}; expected {expected}."


def _row_faults(place: str, rows: Rows, table: Table) -> Iterator[str]:
    for column, values in rows:
        faults = tuple(_column_faults(place, column, table))
        yield from faults
        if faults:
            continue
        found = {row.cells[column] for row in table.rows}
        for value in values:
            if value not in found:
                yield (
                    f"{place}: no row of {table.manifest.stem} has the {column} {value!r}; "
                    f"expected a value of that column."
                )
