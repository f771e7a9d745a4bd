"""Our World in Data's file of a chart: one row an entity and year, one column an indicator.

    Entity,Code,Year,Patent applications per 1 million people - Field: All
    Argentina,ARG,2016,0.022778906
    World,OWID_WRL,2014,0.9336709

With short column names the first three are in small letters. Regions have no code, or one
that begins with OWID_.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = "an Our World in Data chart CSV: the columns Entity, Code, Year and the chart's figures"
MISSING = frozenset({""})
_HEADER = ("entity", "code", "year")


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return tuple(cell.lower() for cell in sheet.first[:2]) == _HEADER[:2]


def is_group(code: str) -> bool:
    """Whether a code is a region, or an economy that the publisher gave a code of its own."""
    return code.startswith("OWID_")


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the columns that the recipe names.

    Raises:
        DatasetError: the file is damaged, or has none of the columns.
    """
    header = sheet.rows[0]
    if tuple(cell.lower() for cell in sheet.first[:3]) != _HEADER:
        raise DatasetError(
            f"{sheet.place(header.number, 3)}: {quoted(header.cells[2])} is not Year. "
            f"Expected {EXPECTED}; choose a chart by year."
            if len(header.cells) > 2
            else f"{sheet.place(header.number)}: expected {EXPECTED}."
        )
    found = {part: _position(sheet.first, part) for part in parts}
    taken = {part: position for part, position in found.items() if position is not None}
    if not taken:
        columns = ", ".join(quoted(cell) for cell in sheet.first[3:]) or "none"
        wanted = " or ".join(quoted(part.series) for part in parts)
        raise DatasetError(
            f"{sheet.place(header.number)}: its columns of figures are {columns}; expected "
            f"{wanted}. Download the chart that the recipe names."
        )
    faults = Faults(sheet)
    rows = [row for row in sheet.rows[1:] if faults.length(row, len(header.cells))]
    if not sheet.rows[1:]:
        faults.add(header.number, "", "has no rows below it. Download the file again.")
    faults.stop()
    others = [c for i, c in enumerate(sheet.first) if i > 2 and i not in taken.values()]
    skipped = Counter({f"column {quoted(name)}": len(rows) for name in others if name})
    published = [
        Published(part, list(_figures(rows, position, header, faults)), skipped=skipped)
        for part, position in taken.items()
    ]
    faults.stop()
    return published


def _position(header: Sequence[str], part: Part) -> int | None:
    names = (part.series, *part.also)
    return next((i for i, cell in enumerate(header) if i > 2 and cell in names), None)


def _figures(rows: Sequence[Row], position: int, header: Row, faults: Faults) -> Iterator[Figure]:
    for row in rows:
        name = faults.text(row.cells[0], row.number, header.cells[0])
        code = faults.text(row.cells[1], row.number, header.cells[1])
        year = faults.year(row.cells[2], row.number, header.cells[2])
        text = row.cells[position]
        if year is not None:
            yield Figure(code, name, year, text, row.number, quoted(header.cells[position]))
