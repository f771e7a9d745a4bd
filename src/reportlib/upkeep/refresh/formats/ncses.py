"""A table of the US National Center for Science and Engineering Statistics, saved as CSV.

The center publishes each table as an Excel sheet; saved as CSV it is

    Table SINV-4,,,
    "USPTO utility patents granted to inventors, by selected region, country, or economy: …",,,
    (Number),,,
    "Region, country, or economy",Income level,2000,2001
    World,na,157595,166158
    Canada,High,"3,401","3,594"
    EU-27a,na,21533,23349
    na = not applicable.,,,
    Note(s):,,,

Indents and raised letters are lost: a footnote's letter hangs on the name. Regions stand among
the economies and are known by not being in the list of economies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published, plain_number
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = (
    "a table of NCSES saved as CSV: its number, title and unit in three rows, then a header with "
    "the years across"
)
# Not applicable; suppressed to avoid disclosure; suppressed for reliability.
MISSING = frozenset({"", "na", "D", "S"})
_NUMBER = re.compile(r"Table [A-Z0-9][\w-]*")
_MOST_PREAMBLE = 8
# The center's own spellings, where they are not those of data/economies.csv.
NAMES = {
    "Bahamas": "BHS",
    "Bolivia": "BOL",
    "Brunei": "BRN",
    "Burma": "MMR",
    "Cape Verde": "CPV",
    "Congo (Brazzaville)": "COG",
    "Congo (Kinshasa)": "COD",
    "Cote d'Ivoire": "CIV",
    "Côte d'Ivoire": "CIV",
    "Czech Republic": "CZE",
    "Democratic Republic of the Congo": "COD",
    "Egypt": "EGY",
    "Gambia": "GMB",
    "Gambia, The": "GMB",
    "Hong Kong": "HKG",
    "Iran": "IRN",
    "Kosovo": "XKX",
    "Kyrgyzstan": "KGZ",
    "Laos": "LAO",
    "Macau": "MAC",
    "Macedonia": "MKD",
    "Micronesia": "FSM",
    "Moldova": "MDA",
    "North Korea": "PRK",
    "Palestine": "PSE",
    "Republic of Congo": "COG",
    "Russia": "RUS",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Vincent and the Grenadines": "VCT",
    "Slovakia": "SVK",
    "Somalia": "SOM",
    "South Korea": "KOR",
    "Swaziland": "SWZ",
    "Syria": "SYR",
    "Taiwan": "TWN",
    "Turkey": "TUR",
    "Türkiye": "TUR",
    "Venezuela": "VEN",
    "Vietnam": "VNM",
    "Yemen": "YEM",
}


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return _NUMBER.fullmatch(sheet.first[0]) is not None


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the table, with names for codes.

    Raises:
        DatasetError: the file is damaged, or is another table.
    """
    header = _header(sheet)
    part = _part(sheet, header, parts)
    faults = Faults(sheet)
    years = _years(header, faults)
    faults.stop()
    rows, notes = _body(sheet, header, faults)
    if not rows:
        faults.add(header.number, "", "has no rows with figures below it. Download it again.")
    faults.stop()
    figures = list(_figures(rows, years, faults))
    faults.stop()
    return [Published(part, figures, skipped=Counter({"rows of headings and notes": notes}))]


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", text.strip()) is not None


def _header(sheet: Sheet) -> Row:
    for row in sheet.rows[1:_MOST_PREAMBLE]:
        if sum(_is_year(cell) for cell in row.cells[1:]) > 0:
            return row
    raise DatasetError(
        f"{sheet.path}: there is no header with years across in its first {_MOST_PREAMBLE} rows. "
        f"Expected {EXPECTED}."
    )


def _part(sheet: Sheet, header: Row, parts: Sequence[Part]) -> Part:
    titles = [row.cells[0].strip() for row in sheet.rows if row.number < header.number]
    for part in parts:
        if any(title.casefold().startswith(part.series.casefold()) for title in titles):
            return part
    wanted = " or ".join(quoted(part.series) for part in parts)
    found = quoted(titles[1] if len(titles) > 1 else titles[0])
    raise DatasetError(
        f"{sheet.place(sheet.rows[1].number)}: the table's title is {found}; expected one that "
        f"begins with {wanted}. Download that table."
    )


def _years(header: Row, faults: Faults) -> list[tuple[int, int]]:
    first = next(i for i, cell in enumerate(header.cells) if i and _is_year(cell))
    found = [
        (position, faults.year(text, header.number, position + 1))
        for position, text in enumerate(header.cells)
        if position >= first and text.strip()
    ]
    years = [(position, year) for position, year in found if year is not None]
    faults.twice(years, header.number)
    return years


def _body(sheet: Sheet, header: Row, faults: Faults) -> tuple[list[Row], int]:
    rows, notes = [], 0
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        if not any(cell.strip() for cell in row.cells[1:]):
            notes += 1
        elif faults.length(row, len(header.cells)):
            rows.append(row)
    return rows, notes


def _figures(
    rows: Sequence[Row], years: Sequence[tuple[int, int]], faults: Faults
) -> Iterator[Figure]:
    for row in rows:
        name = faults.text(_plain(row.cells[0]), row.number, 1)
        for position, year in years:
            text = row.cells[position]
            yield Figure("", name, year, plain_number(text), row.number, str(year))


def _plain(name: str) -> str:
    return re.sub(r"<sup>.*?</sup>", "", name).strip()
