"""The World Bank's indicator file: API_CODE_DS2_en_csv_v2_NUMBER.csv, one indicator, years across.

"Data Source","World Development Indicators",

"Last Updated Date","2026-07-13",

"Country Name","Country Code","Indicator Name","Indicator Code","1960","1961",…,
"Aruba","ABW","GDP (current US$)","NY.GDP.MKTP.CD","","405586592.178771",…,
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = (
    "a World Bank indicator CSV: the lines Data Source and Last Updated Date, then the columns "
    "Country Name, Country Code, Indicator Name, Indicator Code and the years"
)
MISSING = frozenset({""})
# The groups of the World Bank's list, which stand among the economies in every file of its.
_GROUPS = """
AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC
LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC
WLD
"""
GROUPS = frozenset(_GROUPS.split())
_HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return sheet.first[0] == "Data Source" or sheet.first[:4] == _HEADER


def is_group(code: str) -> bool:
    """Whether a code is a group of economies."""
    return code in GROUPS


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the file's one indicator.

    Raises:
        DatasetError: the file is damaged, holds another indicator, or several.
    """
    header = next((row for row in sheet.rows if _stripped(row)[:4] == _HEADER), None)
    if header is None:
        raise DatasetError(
            f"{sheet.path}: there is no row that begins with the columns {', '.join(_HEADER)}. "
            f"Expected {EXPECTED}."
        )
    body = [row for row in sheet.rows if row.number > header.number]
    faults = Faults(sheet)
    years = _years(header, faults)
    rows = [row for row in body if faults.length(row, len(header.cells))]
    faults.stop()
    part = _part(sheet, rows, parts)
    figures = list(_figures(rows, years, faults))
    faults.stop()
    return [Published(part, figures, _updated(sheet))]


def _stripped(row: Row) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.cells)


def _years(header: Row, faults: Faults) -> list[tuple[int, int]]:
    """The columns of years: position and year."""
    cells = list(header.cells)
    while not cells[-1].strip():  # every line of the file ends with a comma
        cells.pop()
    found = [
        (position, faults.year(text, header.number, position + 1))
        for position, text in enumerate(cells)
        if position >= len(_HEADER)
    ]
    years = [(position, year) for position, year in found if year is not None]
    faults.twice(years, header.number)
    if not found:
        faults.add(header.number, "", "has no years; the file is cut off or damaged.")
    return years


def _part(sheet: Sheet, rows: Sequence[Row], parts: Sequence[Part]) -> Part:
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.cells[3].strip(), row.number)
    expected = " or ".join(part.series for part in parts)
    if not first:
        raise DatasetError(f"{sheet.path}: has no rows below its header. Download it again.")
    if len(first) > 1:
        second, line = list(first.items())[1]
        raise DatasetError(
            f"{sheet.place(line, 'Indicator Code')}: {quoted(second)} is a second indicator in the "
            f"file; expected one alone, {expected}. Download the indicator by itself."
        )
    code, line = next(iter(first.items()))
    for part in parts:
        if part.series == code:
            return part
    raise DatasetError(
        f"{sheet.place(line, 'Indicator Code')}: the file holds the indicator {quoted(code)}; "
        f"expected {expected}. Download that one, or name the dataset that it belongs to."
    )


def _figures(
    rows: Sequence[Row], years: Sequence[tuple[int, int]], faults: Faults
) -> Iterator[Figure]:
    for row in rows:
        name = faults.text(row.cells[0], row.number, _HEADER[0])
        code = faults.text(row.cells[1], row.number, _HEADER[1])
        for position, year in years:
            text = row.cells[position]
            yield Figure(code, name, year, text, row.number, str(year))


def _updated(sheet: Sheet) -> str:
    for row in sheet.rows[:5]:
        if row.cells[0].strip() == "Last Updated Date" and len(row.cells) > 1:
            text = row.cells[1].strip()
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return text
            raise DatasetError(
                f"{sheet.place(row.number, 2)}: {quoted(text)} is not a date; expected the day of "
                f"the last update such as 2026-07-13."
            )
    return ""
