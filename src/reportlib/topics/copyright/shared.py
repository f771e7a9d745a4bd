"""What the sections on copyright share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Piece, Sentence
from reportlib.content.datasets import ROW, Dataset
from reportlib.content.edition import Edition
from reportlib.content.numbers import Number, say_list
from reportlib.topics.copyright import measures as held

# Classes that a reader must see at the figure; A and B are the publisher and those who quote it.
DOUBTFUL = {
    "C": "a secondary summary or copy",
    "D": "a copy of agency text on an unrelated site",
}

CLASSES = (
    "Class A is the publisher’s own page, B press or a professional body that quotes it, C a "
    "secondary summary or copy, D a copy of agency text on an unrelated site. Figures of "
    "classes C and D need a second source."
)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, one by one."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def within(dataset: Dataset, edition: Edition, **where: object) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    rows = dataset.where(**where)
    return rows[rows["year"].between(edition.parameters.first_year, edition.parameters.last_year)]


def years_said(years: tuple[int | None, int | None]) -> str:
    """One year, or two that differ."""
    return say_list(dict.fromkeys(str(year) for year in years))


def trust(row: str) -> str:
    """The trust class of a dataset row."""
    dataset = row.partition(":")[0].replace("-", "_")
    return held.trust_classes(dataset).get(row, "")


def mark(*numbers: Number | None) -> str:
    """The worst trust class of numbers in brackets, where a reader must know it."""
    found = {trust(row) for number in numbers if number for row in number.rows}
    worst = max(found & set(DOUBTFUL), default="")
    return f" (class {worst})" if worst else ""


def remark(item: Mapping[str, object]) -> str:
    """The class of a figure and the note beside it."""
    note = str(item["note"])
    return f"{item['trust']}; {note}" if note else str(item["trust"])


def class_notes(rows: Iterable[str]) -> list[str]:
    """Which of the values drawn are of a doubtful class, by economy and year."""
    ids = {row for found in rows for row in str(found).split()}
    marked = {name: sorted(row for row in ids if trust(row) == name) for name in DOUBTFUL}
    told = [
        f"Class {name}, {DOUBTFUL[name]}: {_places(found)}."
        for name, found in marked.items()
        if found
    ]
    return [" ".join([*told, "Such figures need a second source."])] if told else []


def _places(ids: Iterable[str]) -> str:
    """The economies and years of dataset rows."""
    years: dict[str, set[int]] = {}
    for row in ids:
        name, year = _place(row)
        years.setdefault(name, set()).add(year)
    return "; ".join(f"{name} {_spans(found)}".strip() for name, found in sorted(years.items()))


def _place(row: str) -> tuple[str, int]:
    table = held.dataset(row.partition(":")[0].replace("-", "_")).table
    found = table[table[ROW] == row].iloc[0]
    code = str(found.get("economy", ""))
    return (economies()[code].name if code else "", int(found["year"]))


def _spans(years: Iterable[int]) -> str:
    """Years in words, runs of three and more as spans."""
    ordered = sorted(years)
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if b - a > 1)]
    runs = [ordered[a:b] for a, b in pairwise([*starts, len(ordered)])]
    told = [
        text
        for run in runs
        for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run])
    ]
    return ", ".join(told)


def derived_notes(table: pd.DataFrame) -> list[Sentence]:
    """What the source says of values drawn that are derived, approximate or rounded."""
    told: dict[tuple[str, str], set[int]] = {}
    rows: dict[str, None] = {}
    for row in (row for found in table["rows"] for row in str(found).split()):
        note = held.derived_notes(row.partition(":")[0].replace("-", "_")).get(row)
        if note:
            name, year = _place(row)
            told.setdefault((name, note), set()).add(year)
            rows[row] = None
    if not told:
        return []
    listed = "; ".join(f"{name} {_spans(years)}: {note}" for (name, note), years in told.items())
    return [(Piece(text=f"Derived or approximate values. {listed}.", rows=tuple(rows)),)]
