"""What must be told of single rows, read a second time straight from descriptors and CSV files.

The book derives its marks in reportlib.content.notes. This module shares no code with it: a
test that holds the one against the other finds a row whose warning got lost.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import yaml

from tests.projects import ROOT

Cells = Mapping[str, str]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Described:
    """A dataset: its rows by the ids that exhibits name, and what its descriptor says."""

    rows: Mapping[str, Cells]
    said: Mapping[str, Any]
    key: tuple[str, ...]
    time: str
    place: str
    sources: tuple[Mapping[str, Any], ...]

    def year(self, cells: Cells) -> str:
        return cells[self.time] if self.time else ""


@cache
def described(name: str) -> Described | None:
    """A dataset by its name with hyphens; none where no file has it."""
    path = ROOT / "data" / f"{name.replace('-', '_')}.resource.yaml"
    if not path.is_file():
        return None
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    schema = found["schema"]
    columns = [field["name"] for field in schema["fields"]]
    key = tuple(schema["primaryKey"])
    places = [
        each["fields"][0]
        for each in schema.get("foreignKeys", ())
        if each["reference"]["resource"] == "economies"
    ]
    with (ROOT / "data" / found["path"]).open(encoding="utf-8", newline="") as file:
        rows = {f"{name}:{_key(cells, key)}": cells for cells in csv.DictReader(file)}
    time = [each for each in ("year", "edition", "period") if each in columns]
    return Described(
        rows,
        found["reportlib"],
        key,
        "".join(time[:1]),
        "".join(places[:1]),
        tuple(found["sources"]),
    )


def _key(cells: Cells, key: Iterable[str]) -> str:
    return "-".join(cells[each].replace(" ", "_") for each in key)


def row_of(row: str) -> Cells | None:
    """The cells of a row; none where no dataset has it."""
    found = described(row.partition(":")[0])
    return found.rows.get(row) if found else None


@cache
def own_flags(row: str) -> str:
    """The letters that a row has by itself: derived, provisional, of low reliability."""
    dataset = described(row.partition(":")[0])
    if dataset is None or row not in dataset.rows:
        return ""
    return "".join(sorted(set(_own_flags(dataset, dataset.rows[row]))))


def _own_flags(dataset: Described, cells: Cells) -> Iterator[str]:
    said, year = dataset.said, dataset.year(cells)
    for each in said.get("derived", ()):
        if each["kind"] != "rounded" and _matches(each.get("where", {}), cells):
            yield "e"
    for each in said["provisional"]:
        if year in map(str, each["years"]) and _matches(each.get("where", {}), cells):
            yield "p"
    sources = {each.get("name"): each.get("trust") for each in dataset.sources}
    if (cells.get("trust") or sources.get(cells.get("source")) or said["trust"]) in ("C", "D"):
        yield "u"
    for each in said["breaks"]:
        if (
            each.get("kind") == "doubt"
            and str(each["year"]) == year
            and _is_of(each, dataset, cells)
        ):
            yield "u"


def _matches(where: Mapping[str, Any], cells: Cells) -> bool:
    return all(
        cells.get(column, "") in map(str, wanted if isinstance(wanted, list) else [wanted])
        for column, wanted in where.items()
    )


def _is_of(found: Mapping[str, Any], dataset: Described, cells: Cells) -> bool:
    """Whether a break or doubt is of the series to which a row belongs."""
    place = found.get("economy", "")
    if place and dataset.place and cells[dataset.place] != place:
        return False
    return _matches(found.get("where", {}), cells)


def breaks_before(row: str) -> list[int]:
    """The years of the breaks that a row's series had up to the row."""
    dataset, cells = described(row.partition(":")[0]), row_of(row)
    if dataset is None or cells is None or not dataset.year(cells).isdigit():
        return []
    return [
        each["year"]
        for each in dataset.said["breaks"]
        if each.get("kind") != "doubt"
        and each["year"] <= int(dataset.year(cells))
        and _is_of(each, dataset, cells)
    ]


def first_after_breaks(rows: Iterable[str]) -> set[str]:
    """Of rows shown together, those that are a series' first after a break of it."""
    series: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for row in set(rows):
        name = row.partition(":")[0]
        dataset, cells = described(name), row_of(row)
        if dataset and cells and dataset.year(cells).isdigit():
            same = (name, *(cells[each] for each in dataset.key if each != dataset.time))
            series[same].append((int(dataset.year(cells)), row))
    return {
        row
        for found in series.values()
        for (earlier, _), (_, row) in pairwise(sorted(found))
        if any(earlier < year for year in breaks_before(row))
    }


def is_set_apart(row: str) -> bool:
    """Whether a row is of an economy whose values are defined otherwise than the others'."""
    dataset, cells = described(row.partition(":")[0]), row_of(row)
    if dataset is None or cells is None or not dataset.place:
        return False
    told = [each for each in dataset.said["caveats"] if not isinstance(each, str)]
    return any(
        each.get("audience") != "maker"
        and each.get("differs")
        and cells[dataset.place] in each["economies"]
        and _matches(each.get("where", {}), cells)
        and dataset.year(cells) in map(str, each.get("years") or [dataset.year(cells)])
        for each in told
    )
