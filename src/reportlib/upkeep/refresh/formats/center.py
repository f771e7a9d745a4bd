"""A table of the IP statistics database that lists offices and origins.

Its public interface gives a CSV with six lines before the header, and with one empty cell more at
the end of every row than the header has:

    Intellectual property right: ...
    Indicator: Total applications (direct and national phase entries)
    Report type: Total count by filing office
    Year range: 1980 - 2024
    Last updated: May 2026
    ...
    Office,Office (Code),2023,2024
    Brazil,BR,27918,28202,

Tables by origin have Origin in the place of Office. Other columns are dimensions, of which the
recipe picks one value each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from reportlib.base.errors import DatasetError, raise_all
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published, plain_number
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = (
    "a table of the IP statistics database: lines that name the indicator, then a header with "
    "Office or Origin and the years across"
)
MISSING = frozenset({"", "-", "N/A"})
_PLACES = ("Office", "Origin")
_MOST_PREAMBLE = 10
# What the database calls offices and origins that are no economies.
_GROUPS = frozenset({"EP", "EM", "EA", "AP", "OA", "GC", "IB", "BX", "XX", "WO", "QZ", "XN"})


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return _header(sheet) is not None


def is_group(code: str) -> bool:
    """Whether a code is a regional office, or the sum of what has no economy."""
    return code in _GROUPS


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the indicator that the lines before the header name.

    Raises:
        DatasetError: the file is damaged, or is another table.
    """
    header = _header(sheet)
    if header is None:
        raise DatasetError(f"{sheet.path}: has no such header. Expected {EXPECTED}.")
    names = _names(header)
    faults = Faults(sheet)
    years = [(at, int(name)) for at, name in enumerate(names) if re.fullmatch(r"(19|20)\d\d", name)]
    faults.twice(years, header.number)
    rows = _body(sheet, header, len(names), faults)
    faults.stop()
    mine = _parts(sheet, header, parts)
    published = [_published(sheet, names, years, rows, part, faults) for part in mine]
    faults.stop()
    return published


def _header(sheet: Sheet) -> Row | None:
    for row in sheet.rows[:_MOST_PREAMBLE]:
        cells = [cell.strip() for cell in row.cells]
        if cells[0] in _PLACES and any(re.fullmatch(r"(19|20)\d\d", cell) for cell in cells):
            return row
    return None


def _names(header: Row) -> list[str]:
    names = [cell.strip() for cell in header.cells]
    return names[:-1] if not names[-1] else names


def _body(sheet: Sheet, header: Row, width: int, faults: Faults) -> list[Row]:
    """The rows, all of the header's cells; or all of one more, which is empty."""
    rows = [row for row in sheet.rows if row.number > header.number]
    if not rows:
        faults.add(header.number, "", "has no rows below it. Download the file again.")
        return []
    usual = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    expected = width + 1 if usual == width + 1 else width
    for row in rows:
        if faults.length(row, expected) and any(cell.strip() for cell in row.cells[width:]):
            faults.add(row.number, expected, "stands to the right of the last column.")
    return rows


def _parts(sheet: Sheet, header: Row, parts: Sequence[Part]) -> list[Part]:
    said = [" ".join(row.cells).strip() for row in sheet.rows if row.number < header.number]
    above = " ".join(" ".join(said).split()).casefold()
    mine = [part for part in parts if " ".join(part.series.split()).casefold() in above]
    if mine:
        return mine
    wanted = " or ".join(dict.fromkeys(quoted(part.series) for part in parts))
    raise DatasetError(
        f"{sheet.path}: none of the lines before its header names {wanted}; found "
        f"{', '.join(map(quoted, said[:6])) or 'none'}. Download that table."
    )


def _published(
    sheet: Sheet,
    names: Sequence[str],
    years: Sequence[tuple[int, int]],
    rows: Sequence[Row],
    part: Part,
    faults: Faults,
) -> Published:
    cells = [dict(zip(names, (cell.strip() for cell in row.cells), strict=False)) for row in rows]
    lacking = [name for name in part.where if name not in names]
    raise_all(
        DatasetError,
        [
            f"{sheet.path}: there is no column {quoted(name)} as the recipe picks."
            for name in lacking
        ],
    )
    kept = [
        (row, found)
        for row, found in zip(rows, cells, strict=True)
        if all(found[name] == value for name, value in part.where.items())
    ]
    _refuse_unpicked(sheet, names, part, [found for _, found in kept])
    place = next(name for name in _PLACES if name in names and name not in part.where)
    figures = [
        figure for row, found in kept for figure in _figures(row, found, place, years, faults)
    ]
    skipped = Counter({"rows of other values": len(rows) - len(kept)})
    return Published(part, figures, _updated(sheet), skipped=skipped)


def _refuse_unpicked(
    sheet: Sheet, names: Sequence[str], part: Part, kept: Sequence[Mapping[str, str]]
) -> None:
    place = next(name for name in _PLACES if name in names and name not in part.where)
    told = {place, f"{place} (Code)"} | {f"{name} (Code)" for name in part.where}
    problems = []
    for name in names:
        values = sorted({found[name] for found in kept})
        if not (name in told or name in part.where or name.isdecimal()) and len(values) > 1:
            problems.append(
                f"{sheet.path}: the rows differ in {name}: {', '.join(values[:6])}. The recipe "
                f"does not pick one; add {name} to `where`."
            )
    raise_all(DatasetError, problems)


def _figures(
    row: Row,
    found: Mapping[str, str],
    place: str,
    years: Sequence[tuple[int, int]],
    faults: Faults,
) -> Iterator[Figure]:
    name = faults.text(found[place], row.number, place)
    code = faults.text(found.get(f"{place} (Code)", ""), row.number, f"{place} (Code)")
    for at, year in years:
        yield Figure(code, name, year, plain_number(row.cells[at]), row.number, str(year))


def _updated(sheet: Sheet) -> str:
    """The month of the last update, where a line names it."""
    text = " ".join(" ".join(row.cells) for row in sheet.rows[:_MOST_PREAMBLE])
    found = re.search(r"[Ll]ast updated?:?\s*([A-Z][a-z]+ \d{4})", text)
    if found is None:
        return ""
    try:
        return f"{datetime.strptime(found[1], '%B %Y'):%Y-%m}"
    except ValueError:
        return ""
