"""A list of things that the book counts by economy and year, such as models or machines.

The recipe says under ``counted`` in which column the day or year stands, what is to be summed
instead of counting rows, and what separates several economies in a cell:

    Model,Publication date,Country (of organization)
    A model,2024-05-13,"Canada,United States of America"

Where no column has the year, the list has a date of its own as TOP500's XML does, or else the
file's name has year and month: ``list_202511.csv``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import (
    Faults,
    Figure,
    Published,
    header_faults,
    plain_number,
)
from reportlib.upkeep.refresh.recipes import Counted, Part

EXPECTED = "a list with a header and one row a thing, whose columns the recipe names"
MISSING = frozenset({""})
_NAMED = re.compile(r"(?P<year>(?:19|20)\d\d)[-_/]?(?P<month>0[1-9]|1[0-2])?(?!\d)")
_MONTH = "month"
_DATE = "date"


def is_format(_: Sheet) -> bool:
    """Any table may be a list; its columns are asked for when it is read."""
    return False


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """What is counted for each part.

    Raises:
        DatasetError: the file is damaged, lacks a column, or does not say of when it is.
    """
    header = sheet.rows[0]
    rules = {part: part.counted or Counted() for part in parts}
    wanted = {
        name
        for part, rule in rules.items()
        for name in (part.series, rule.year, rule.sum, *part.where)
        if name
    }
    missing = list(header_faults(sheet, header, sorted(wanted)))
    if missing:
        raise DatasetError(*missing)
    faults = Faults(sheet)
    rows = [row for row in sheet.rows[1:] if faults.length(row, len(header.cells))]
    faults.stop()
    mine = [part for part in parts if rules[part].year or _is_of(sheet, part)]
    if not mine:
        raise DatasetError(
            f"{sheet.path}: its name does not say of which year and month it is, or of one that "
            f"the recipe has no part for. Expected a name such as list_202511.csv."
            if _when(sheet) == sheet.path.stem
            else f"{sheet.path}: is of {quoted(_when(sheet))}, for which the recipe has no part."
        )
    published = [_counted(sheet, rows, part, rules[part], faults) for part in mine]
    faults.stop()
    return published


def _when(sheet: Sheet) -> str:
    """Of when a list is that has no dates of its things: its own date, or the file's name."""
    if _DATE in sheet.first:
        return sheet.rows[-1].cells[sheet.first.index(_DATE)].strip()
    return sheet.path.stem


def _is_of(sheet: Sheet, part: Part) -> bool:
    """Whether a list is of the month of a part, where the part is of one."""
    found = _NAMED.search(_when(sheet))
    month = part.set.get(_MONTH)
    return found is not None and (month is None or int(month) == int(found["month"] or 0))


def _counted(
    sheet: Sheet, rows: Sequence[Row], part: Part, rule: Counted, faults: Faults
) -> Published:
    totals: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    first: dict[tuple[str, int], int] = {}
    skipped: Counter[str] = Counter()
    for row in rows:
        cells = dict(zip(sheet.first, (cell.strip() for cell in row.cells), strict=True))
        if any(cells[name] != value for name, value in part.where.items()):
            skipped["rows of other values"] += 1
            continue
        year = _year(sheet, cells, rule, row, faults)
        amount = _amount(cells, rule, row, faults)
        names = list(_names(cells[part.series], rule))
        if not names:
            skipped[f"rows without {part.series}"] += 1
        if year is None or amount is None:
            continue
        for name in dict.fromkeys(names):
            totals[name, year] += amount
            first.setdefault((name, year), row.number)
    figures = [
        Figure("", name, year, f"{total:f}", first[name, year], part.series)
        for (name, year), total in totals.items()
    ]
    return Published(part, figures, "" if rule.year else _stated(sheet), skipped=skipped)


def _stated(sheet: Sheet) -> str:
    """The year and month that the list itself states; its file's name states nothing."""
    found = _NAMED.search(_when(sheet)) if _DATE in sheet.first else None
    return "-".join(filter(None, found.groups())) if found else ""


def _names(cell: str, rule: Counted) -> Iterator[str]:
    parts = cell.split(rule.separator) if rule.separator else [cell]
    return (name.strip() for name in parts if name.strip())


def _year(
    sheet: Sheet, cells: Mapping[str, str], rule: Counted, row: Row, faults: Faults
) -> int | None:
    if rule.year:
        return faults.year(cells[rule.year][:4], row.number, rule.year)
    found = _NAMED.search(_when(sheet))
    return int(found["year"]) if found else None


def _amount(cells: Mapping[str, str], rule: Counted, row: Row, faults: Faults) -> Decimal | None:
    if not rule.sum:
        return Decimal(1)
    text = plain_number(cells[rule.sum])
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    faults.add(row.number, rule.sum, f"{quoted(text)} is not a number; it cannot be summed.")
    return None
