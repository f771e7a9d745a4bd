"""SDMX-CSV as the OECD's Data Explorer gives it: one row an observation, a column a dimension.

Version 1.0 begins with DATAFLOW, version 2.0 with STRUCTURE, STRUCTURE_ID and ACTION:

    DATAFLOW,REF_AREA,FREQ,MEASURE,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
    OECD.STI.STP:DSD_MSTI@DF_MSTI(1.3),AUT,A,G,PT_B1GQ,2021,3.26,A,0

Eurostat writes its dimensions in small letters, and geo with codes of two letters for REF_AREA.
Labels come in columns of their own after each dimension (labels=name), or after a colon
(labels=both: "REF_AREA: Reference area" and "AUT: Austria"). The separator stands right after
the name of the first column; a missing figure is empty or NaN.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from reportlib.base.errors import DatasetError, raise_all
from reportlib.upkeep.refresh.downloads import Row, Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published, header_faults
from reportlib.upkeep.refresh.recipes import Part

EXPECTED = (
    "an SDMX-CSV file as of the OECD: DATAFLOW (or STRUCTURE and STRUCTURE_ID), REF_AREA, "
    "TIME_PERIOD, OBS_VALUE and the other dimensions"
)
MISSING = frozenset({"", "NaN"})
CODES = {"EL": "GRC", "UK": "GBR"}  # of Eurostat, where they are not those of ISO
_SAME = {"GEO": "REF_AREA", "OBS_FLAG": "OBS_STATUS"}
_NEEDED = ("REF_AREA", "TIME_PERIOD", "OBS_VALUE")
_FRAME = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", *_NEEDED}
_UPDATE = "LAST UPDATE"
_CHANGES = {"D", "M"}  # a message that deletes or merges is no table


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return _id(sheet.first[0]) in {"DATAFLOW", "STRUCTURE"}


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The observations that the recipe's parts ask for; others are counted.

    Raises:
        DatasetError: the file is damaged, of another dataflow, or has nothing asked for.
    """
    header = sheet.rows[0]
    names = [_id(cell) for cell in header.cells]
    dimensions = {name for part in parts for name in part.where}
    missing = [*header_faults(sheet, Row(header.number, tuple(names)), (*_NEEDED, *dimensions))]
    if missing:
        raise DatasetError(*missing)
    faults = Faults(sheet)
    rows = [row for row in sheet.rows[1:] if faults.length(row, len(names))]
    faults.stop()
    return _published(sheet, names, rows, parts, faults)


def _published(
    sheet: Sheet, names: Sequence[str], rows: Sequence[Row], parts: Sequence[Part], faults: Faults
) -> list[Published]:
    found = {part: Published(part, []) for part in parts}
    others: Counter[str] = Counter()
    picked: dict[Part, list[Mapping[str, str]]] = defaultdict(list)
    flow = "DATAFLOW" if "DATAFLOW" in names else "STRUCTURE_ID"
    for row in rows:
        cells = _cells(sheet.rows[0], names, row)
        source = re.sub(r"\(.*", "", cells[flow])
        mine = [part for part in parts if part.series == source]
        if not mine:
            faults.add(
                row.number,
                flow,
                f"{quoted(source)} is another dataflow; expected "
                f"{' or '.join(sorted({part.series for part in parts}))}.",
            )
            break
        if cells.get("ACTION", "I") in _CHANGES:
            faults.add(row.number, "ACTION", "deletes or merges; expected a file of observations.")
            break
        part = next((p for p in mine if _meets(p, cells)), None)
        if part is None:
            others["observations of other measures or units"] += 1
            continue
        picked[part].append(cells)
        _add(found[part], cells, row, faults)
    faults.stop()
    _refuse_unpicked(sheet, names, picked)
    published = [part for part in found.values() if part.figures]
    if not published:
        wanted = "; ".join(_said(part) for part in parts)
        raise DatasetError(
            f"{sheet.path}: none of its {len(rows)} observations is of {wanted}. Choose these in "
            f"the publisher's table and download it again."
        )
    published[0].skipped.update(others)
    updated = _updated(sheet, names, rows)
    for each in published:
        each.updated = updated
    return published


def _updated(sheet: Sheet, names: Sequence[str], rows: Sequence[Row]) -> str:
    """The day of the last update, where a column has it, as 16/09/25 23:00:00."""
    if _UPDATE not in names:
        return ""
    found = re.match(r"(\d\d)/(\d\d)/(\d\d)\b", rows[0].cells[names.index(_UPDATE)].strip())
    if found is None:
        raise DatasetError(
            f"{sheet.place(rows[0].number, _UPDATE)}: is not a day such as 16/09/25."
        )
    return f"20{found[3]}-{found[2]}-{found[1]}"


def _refuse_unpicked(
    sheet: Sheet, names: Sequence[str], picked: Mapping[Part, Sequence[Mapping[str, str]]]
) -> None:
    """Refuse dimensions of several values of which the recipe picks none: they would be mixed.

    The dimensions stand before the observation, and attributes after it.
    """
    dimensions = [
        name
        for name in names[: names.index("OBS_VALUE")]
        if re.fullmatch(r"[A-Z][A-Z0-9_]*", name) and name not in _FRAME
    ]
    problems = []
    for part, rows in picked.items():
        for name in dimensions:
            values = sorted({cells[name] for cells in rows})
            if name not in part.where and len(values) > 1:
                problems.append(
                    f"{sheet.path}: the observations of {_said(part)} differ in {name}: "
                    f"{', '.join(values[:6])}. The recipe does not pick one; add {name} to `where`."
                )
    raise_all(DatasetError, problems)


def _add(published: Published, cells: Mapping[str, str], row: Row, faults: Faults) -> None:
    code = faults.text(cells["REF_AREA"], row.number, "REF_AREA")
    year = faults.year(cells["TIME_PERIOD"], row.number, "TIME_PERIOD")
    power = cells.get("UNIT_MULT", "") or "0"
    if not re.fullmatch(r"-?\d{1,2}", power):
        faults.add(row.number, "UNIT_MULT", f"{quoted(power)} is not a power of ten.")
        return
    if status := cells.get("OBS_STATUS", ""):
        published.statuses[status] += 1
    if year is not None:
        text = cells["OBS_VALUE"]
        figure = Figure(code, code, year, text, row.number, "OBS_VALUE", int(power))
        published.figures.append(figure)


def _meets(part: Part, cells: Mapping[str, str]) -> bool:
    return all(cells[name] == value for name, value in part.where.items())


def _said(part: Part) -> str:
    return ", ".join(f"{name} {value}" for name, value in part.where.items()) or part.series


def _id(cell: str) -> str:
    """The column's id: without a label after the colon, or brackets that tell a separator."""
    found = re.sub(r"\[.*?\]", "", cell.partition(":")[0]).strip()
    found = found.upper() if found.islower() else found
    return _SAME.get(found, found)


def _cells(header: Row, names: Sequence[str], row: Row) -> dict[str, str]:
    """The row's ids by column; where a name stands twice, the first, which is the id's."""
    found: dict[str, str] = {}
    for title, name, cell in zip(header.cells, names, row.cells, strict=False):
        both = ":" in title and name not in {"OBS_VALUE", "TIME_PERIOD"}
        value = cell.partition(": ")[0] if both else cell
        found.setdefault(name, value.strip())
    return found
