"""The rows of an exhibit for an analyst, and whether their terms let them be passed on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from math import isnan, nan

from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.payload import FLAGS, MISSING, Payload, Piece, Row
from reportlib.base.row_runs import fold_rows
from reportlib.base.rows import dataset_of, datasets_of

FORMULA = re.compile(r"\s*[=@\uff1d\uff20]|\s*[+\-\uff0b\uff0d](?!\d[\d.,]*( ?%)?$)|[\t\r]")
"""What a text begins with that a spreadsheet computes."""

Read = Callable[[str], Manifest]
"""How a descriptor is read; of one who asks for many exhibits, each but once."""


def withheld(exhibit: Payload, read: Read = read_manifest) -> tuple[str, ...]:
    """The titles of the datasets under an exhibit whose terms forbid passing its rows on."""
    found = (read(name.replace("-", "_")).reportlib for name in datasets_of(exhibit))
    return tuple(about.short_title for about in found if about.redistribute != "yes")


def is_offered(exhibit: Payload, read: Read = read_manifest) -> bool:
    """Whether the exhibit's rows are offered as a file."""
    return exhibit.kind != "findings" and bool(exhibit.rows) and not withheld(exhibit, read)


def as_csv(exhibit: Payload, edition: str = "") -> str:
    """The exhibit's rows for an analyst: exact values, the unit in the header, the origin.

    A plain table, for whatever reads tables. More columns end every row: which of its numbers
    have marks, where any has; the ids of the dataset rows behind it, as
    :mod:`reportlib.base.row_runs` writes them; and an empty one, whose head says what is the same
    in all rows: what the exhibit shows and in which units, what its marks mean, its sources and
    their licences, and the edition where it is told. A text that a spreadsheet would compute has
    an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    marked = ["marks"] if _flags(exhibit) else []
    heads = map(_harmless, _heads(exhibit))
    writer.writerow([*heads, *marked, "row ids", _told(exhibit, edition)])
    for row in exhibit.rows:
        marks = [_harmless(_marks(exhibit, row)) for _ in marked]
        writer.writerow([*map(_cell, row.cells), *marks, _harmless(_folded_ids(row)), ""])
    return out.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _told(exhibit: Payload, edition: str) -> str:
    """What is the same in every row."""
    told = {
        "indicator": [exhibit.caption.removesuffix(".") or exhibit.title],
        "unit": units(exhibit),
        "marks": [f"{mark} {FLAGS[mark]}" for mark in _flags(exhibit) if mark in FLAGS],
        "source": [f"{s.publisher}: {s.title} ({s.vintage})" for s in exhibit.sources],
        "licence": [s.licence for s in exhibit.sources],
        "edition": [edition.removeprefix("edition for ")],
    }
    named = {name: "; ".join(dict.fromkeys(filter(None, said))) for name, said in told.items()}
    return " | ".join(f"{name}: {said}" for name, said in named.items() if said)


def _flags(exhibit: Payload) -> list[str]:
    """The marks of all its numbers, each once."""
    return sorted({mark for row in exhibit.rows for cell in row.cells for mark in cell.flags})


def _marks(exhibit: Payload, row: Row) -> str:
    """The numbers of a row that have marks, by column."""
    cells = zip(exhibit.columns, row.cells, strict=True)
    return "; ".join(f"{column.title}: {cell.flags}" for column, cell in cells if cell.flags)


def _folded_ids(row: Row) -> str:
    """The ids of the dataset rows behind a row, dataset by dataset."""
    named = [i for cell in row.cells for i in (*cell.rows, *(f"{name}:" for name in cell.whole))]
    return fold_rows(sorted(dict.fromkeys(named), key=dataset_of))


def row_ids(row: Row) -> str:
    """The ids of the dataset rows behind a row; the names of datasets where rows are many."""
    return " ".join(dict.fromkeys(i for cell in row.cells for i in (*cell.rows, *cell.whole)))


def exact(cell: Piece) -> float | str:
    """A cell's value as it is, its words where it has none; NaN where nothing is held."""
    if cell.value is not None:
        return cell.value
    # What keeps words on one line of a page is in the way of who looks for them in a file.
    return nan if cell.text == MISSING else cell.text.replace("\N{NO-BREAK SPACE}", " ")


def units(exhibit: Payload) -> list[str]:
    """The unit of each column; that of its numbers where it names none itself."""
    return [
        column.unit or _common_unit([row.cells[position] for row in exhibit.rows])
        for position, column in enumerate(exhibit.columns)
    ]


def _heads(exhibit: Payload) -> list[str]:
    named = zip(exhibit.columns, units(exhibit), strict=True)
    return [f"{column.title} ({unit})" if unit else column.title for column, unit in named]


def _common_unit(cells: Sequence[Piece]) -> str:
    units = {cell.unit for cell in cells if cell.kind == "number"}
    return units.pop() if len(units) == 1 else ""


def _cell(cell: Piece) -> str:
    found = exact(cell)
    if isinstance(found, str):
        return _harmless(found)
    return "" if isnan(found) else f"{found:.15g}"
