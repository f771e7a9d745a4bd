"""Which rows a descriptor's caveat is of, and which no ranking or headline may rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportlib.base.manifests import Caveat, Manifest, Rows, dataset_names, read_manifest
from reportlib.base.rows import Cells, dataset_of, economy_column, read_rows, time_column


def is_meant(caveat: Caveat, manifest: Manifest, cells: Cells) -> bool:
    """Whether a caveat is of a row: of its economy, its year, and its other columns."""
    column = economy_column(manifest)
    return (
        (not caveat.economies or cells.get(column) in caveat.economies)
        and (not caveat.years or in_years(cells.get(time_column(manifest), ""), caveat.years))
        and matches(caveat.where, cells)
    )


def matches(where: Rows, cells: Cells) -> bool:
    """Whether a row has one of the values named in each of the columns named."""
    return all(cells.get(column) in {str(value) for value in values} for column, values in where)


def in_years(year: str, years: Iterable[int]) -> bool:
    """Whether the text of a year is one of the years."""
    return year in {str(each) for each in years}


def withheld(rows: str) -> Caveat | None:
    """Why nothing may be concluded from a value with these rows; None where it may be.

    A publisher can say of an economy's figures that they are incomplete, or count something
    else. They are shown with their mark, but have no place in a ranking and no headline.
    """
    return _withheld(rows, _unranked([rows]))


def concludable(rows: Iterable[str]) -> list[bool]:
    """Of values, each with its rows, whether something may be concluded from it."""
    values = list(rows)
    unranked = _unranked(values)
    if not unranked:
        return [True] * len(values)
    return [_withheld(each, unranked) is None for each in values]


Unranked = Mapping[str, tuple[Manifest, dict[str, Cells], list[Caveat]]]
"""Datasets of which some rows are not to be concluded from: their rows, and the caveats."""


def _withheld(rows: str, unranked: Unranked) -> Caveat | None:
    for row in rows.split():
        if (name := dataset_of(row)) not in unranked:
            continue
        manifest, table, caveats = unranked[name]
        cells = table.get(row)
        if cells is None:
            continue
        for caveat in caveats:
            if is_meant(caveat, manifest, cells):
                return caveat
    return None


def _unranked(rows: Iterable[str]) -> Unranked:
    """The caveats of this kind, by the datasets that have any."""
    names = {dataset_of(row) for each in rows for row in each.split()}
    known = {stem.replace("_", "-") for stem in dataset_names()} & names
    found = {}
    for name in sorted(known):
        manifest = read_manifest(name.replace("-", "_"))
        caveats = [each for each in manifest.reportlib.caveats if each.unranked]
        if caveats:
            found[name] = manifest, read_rows(manifest), caveats
    return found
