"""Indicators of the UNESCO Institute for Statistics: one row an economy and year.

The institute's interface gives them as JSON with the list ``records``, its bulk files as CSV. Both
name the same columns:

    INDICATOR_ID,COUNTRY_ID,YEAR,VALUE,MAGNITUDE,QUALIFIER
    RESDEN.INHAB.TFTE,BRA,2014,888.49,,
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = (
    "a table of the UNESCO Institute for Statistics: indicator, country, year, value, magnitude "
    "and qualifier"
)
MISSING = frozenset({""})
_COLUMNS = (
    ("indicator_id", "indicatorid"),
    ("country_id", "geounit"),
    ("year",),
    ("value",),
    ("qualifier",),
)


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return all(position is not None for position in _positions(sheet)[:4])


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the indicators that the recipe asks for.

    Raises:
        DatasetError: the file is damaged, or has none of them.
    """
    indicator, country, year, value, qualifier = _positions(sheet)
    if indicator is None or country is None or year is None or value is None:
        raise DatasetError(f"{sheet.path}: expected {EXPECTED}.")
    faults = Faults(sheet)
    rows = [row for row in sheet.rows[1:] if faults.length(row, len(sheet.first))]
    faults.stop()
    found = {part.series: Published(part, []) for part in parts}
    others: Counter[str] = Counter()
    for row in rows:
        published = found.get(row.cells[indicator].strip())
        if published is None:
            others["figures of other indicators"] += 1
            continue
        code = faults.text(row.cells[country], row.number, "country")
        when = faults.year(row.cells[year], row.number, "year")
        if qualifier is not None and row.cells[qualifier].strip():
            published.statuses[row.cells[qualifier].strip()] += 1
        if when is not None:
            figure = Figure(code, code, when, row.cells[value], row.number, "value")
            published.figures.append(figure)
    faults.stop()
    kept = [published for published in found.values() if published.figures]
    if not kept:
        wanted = " or ".join(quoted(part.series) for part in parts)
        raise DatasetError(f"{sheet.path}: has no figure of {wanted}. Download that indicator.")
    kept[0].skipped.update(others)
    return kept


def _positions(sheet: Sheet) -> list[int | None]:
    names = [cell.casefold() for cell in sheet.first]
    return [next((names.index(n) for n in known if n in names), None) for known in _COLUMNS]
