"""Of what kind a value is: from a publisher's table, derived, or a headline figure quoted.

The kind follows from the dataset rows behind a value, as their descriptors have it; nobody
passes it. It is told where a figure shows values of more than one kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import nan
from typing import Literal

import pandas as pd

from reportlib.base.manifests import read_manifest
from reportlib.base.rows import dataset_of, rows_of
from reportlib.content.numbers import say_exact, say_list

Kind = Literal["table", "derived", "quoted"]
QUOTED_LICENCE = "facts-only"  # of datasets put together from single published figures
WORDS: Mapping[Kind, str] = {
    "table": "table",
    "derived": "derived",
    "quoted": "quoted headline figure",
}


@dataclass(frozen=True)
class ValueKind:
    """The kind of a value; a derived one holds within ``tolerance`` percent, where that is said."""

    kind: Kind = "table"
    tolerance: float | None = None

    @property
    def told(self) -> str:
        """The kind in words."""
        within = "" if self.tolerance is None else f", ±{say_exact(self.tolerance)} percent"
        return WORDS[self.kind] + within


TABLE = ValueKind()


def kind_of(rows: str) -> ValueKind:
    """The kind of a value that rests on these rows; a quoted part makes the whole quoted."""
    found = [_kind_of_row(row) for row in rows.split()]
    order: tuple[Kind, ...] = ("quoted", "derived")
    for kind in order:
        own = [one for one in found if one.kind == kind]
        if own:
            return max(own, key=lambda one: one.tolerance or 0)
    return TABLE


def with_kinds(table: pd.DataFrame) -> pd.DataFrame:
    """A table to be drawn with the columns ``kind`` and ``tolerance``, where kinds are mixed.

    A series without a table's value, put together from single figures, is drawn as any other:
    told apart is what goes on where a table ends, and what is derived within a tolerance.
    Where nothing of a table is shown, the table stays as it is.
    """
    found = [kind_of(str(rows)) for rows in table["rows"]]
    begun = {
        series
        for one, series, there in zip(found, table["series"], table["value"].notna(), strict=True)
        if there and one == TABLE
    }
    own = [
        one if series in begun or one.tolerance is not None else TABLE
        for one, series in zip(found, table["series"], strict=True)
    ]
    drawn = {one.kind for one, there in zip(own, table["value"].notna(), strict=True) if there}
    if "table" not in drawn or len(drawn) == 1:
        return table
    return table.assign(
        kind=[one.kind for one in own],
        tolerance=[nan if one.tolerance is None else one.tolerance for one in own],
        kind_told=[one.told for one in own],
    )


def kinds_told(table: pd.DataFrame) -> Iterable[tuple[str, int, str]]:
    """Series, year and kind in words of every value drawn that is of no table."""
    if "kind_told" not in table:
        return
    shown = table[table["value"].notna() & (table["kind"] != "table")]
    names = shown["label"]
    if "panel_label" in shown:
        both = shown["panel_label"] + ", " + names
        names = names.where(names == shown["panel_label"], both)
    for name, year, told in sorted(
        zip(names, shown["year"], shown["kind_told"], strict=True), key=lambda each: int(each[1])
    ):
        yield str(name), int(year), str(told)


def _kind_of_row(row: str) -> ValueKind:
    """The kind of a row; one that no dataset has is left to the build to refuse."""
    cells = rows_of(dataset_of(row)).get(row)
    if cells is None:
        return TABLE
    manifest = read_manifest(dataset_of(row).replace("-", "_"))
    for one in manifest.reportlib.derived:
        if one.kind == "derived" and one.concerns(cells):
            stated = cells[one.tolerance_in] if one.tolerance_in else ""
            return ValueKind("derived", float(stated) if stated else one.tolerance)
    quoted = manifest.licenses[0].name == QUOTED_LICENCE
    return ValueKind("quoted") if quoted else TABLE


def tables_end(table: pd.DataFrame) -> str:
    """In which years the tables of a figure of mixed kinds end, and when newer ones are expected.

    Empty where the figure has values of one kind alone.
    """
    if "kind" not in table:
        return ""
    shown = table[table["value"].notna() & (table["kind"] == "table")]
    ends: dict[int, list[str]] = {}
    for label, year in shown.groupby("label", sort=False)["year"].max().items():
        ends.setdefault(int(year), []).append(str(label))
    years = [
        f"{year}" + (f" ({', '.join(labels)})" if len(ends) > 1 else "")
        for year, labels in sorted(ends.items(), reverse=True)
    ]
    datasets = {dataset_of(row) for rows in shown["rows"] for row in str(rows).split()}
    ends_told = f"What is drawn as a line ends in {say_list(years)}"
    return "; ".join((ends_told, *_releases_told(datasets))) + "."


def _releases_told(datasets: Iterable[str]) -> Iterator[str]:
    """When newer tables are expected, or were by the month in which the held ones were read."""
    held = [read_manifest(name.replace("-", "_")).reportlib for name in sorted(datasets)]
    dated = [one for one in held if one.next_release]
    past = sorted({one.next_release for one in dated if one.next_release < one.retrieved[:7]})
    coming = sorted({one.next_release for one in dated} - set(past))
    if past:
        yield f"a release expected in {say_list(past)} is not yet in the book"
    if coming:
        yield f"the next release is expected in {say_list(coming)}"
