"""Figures against other figures, as the descriptors relate them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf, prod

from reportlib.base.manifests import Reference, Relation
from reportlib.base.plausibility.finding import Finding, shown
from reportlib.base.plausibility.tables import Cell, Number, Row, Table

Tables = Callable[[str], Table]


@dataclass(frozen=True)
class _Sums:
    """Sums of the rows that a reference names, by the values they are matched on."""

    own: tuple[str, ...]
    wanted: int
    sums: dict[tuple[Cell, ...], Number]
    counts: dict[tuple[Cell, ...], int]

    def of(self, row: Row, complete: bool) -> Number | None:
        """The sum for a row, or None where there is none or, if asked, a part is missing."""
        key = tuple(row.cells[name] for name in self.own)
        if key not in self.sums or (complete and self.counts[key] < self.wanted):
            return None
        return self.sums[key]


def broken_relations(table: Table, tables: Tables) -> Iterator[Finding]:
    """Figures that do not stand to others as a relation says."""
    for relation in table.manifest.reportlib.relations:
        others = _summed(relation.of, relation, table, tables)
        divisors = _summed(relation.per, relation, table, tables) if relation.per else None
        for row in table.rows:
            value = row.cells[relation.column]
            if not isinstance(value, Number) or not _is_compared(row, relation):
                continue
            other = others.of(row, complete=relation.exact or relation.kind != "total")
            if other is not None and divisors is not None:
                divisor = divisors.of(row, complete=True)
                other = other / divisor * relation.times if divisor else None
            if other is None:
                continue
            least, most = _limits(relation, other)
            if not least <= value <= most:
                yield Finding(
                    relation.kind,
                    table.manifest,
                    row.number,
                    table.where(row, column=relation.column),
                    shown(value),
                    _expected(relation, other, least, most),
                )


def _is_compared(row: Row, relation: Relation) -> bool:
    left_out = relation.leave_out and row.is_among(relation.leave_out)
    return row.is_among(relation.where) and not left_out


def _summed(reference: Reference, relation: Relation, table: Table, tables: Tables) -> _Sums:
    other = tables(reference.dataset) if reference.dataset else table
    column = reference.column or relation.column
    sums: dict[tuple[Cell, ...], Number] = defaultdict(int)
    counts: dict[tuple[Cell, ...], int] = defaultdict(int)
    for row in other.rows:
        value = row.cells[column]
        if isinstance(value, Number) and row.is_among(reference.where):
            key = tuple(row.cells[theirs] for _, theirs in reference.match)
            sums[key] += value
            counts[key] += 1
    wanted = prod(len(values) for _, values in reference.where)
    return _Sums(tuple(own for own, _ in reference.match), wanted, dict(sums), dict(counts))


def _limits(relation: Relation, other: Number) -> tuple[float, float]:
    leeway = relation.slack + relation.tolerance * abs(other)
    least, most = other - leeway, other + leeway
    if relation.kind == "subset":
        return -inf, most
    if relation.kind == "total" and not relation.exact:
        return least, inf
    return least, most


def _expected(relation: Relation, other: Number, least: float, most: float) -> str:
    source = f" of {relation.of.dataset}" if relation.of.dataset else ""
    if relation.kind == "subset":
        return f"at most {shown(most)}, the whole{source} being {shown(other)}"
    if relation.kind == "total":
        bound = "about" if relation.exact else "at least"
        return f"{bound} {shown(other)}, the sum of its parts{source}"
    return (
        f"{shown(least)} to {shown(most)}, recomputed as {shown(other)} from {relation.of.dataset}"
    )
