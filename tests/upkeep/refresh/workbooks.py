"""A workbook with the rows of a CSV file, as a spreadsheet program would write the simplest one."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/>{sheets}</Types>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def write_workbook(place: Path, sheets: dict[str, Path]) -> Path:
    """Write each CSV file as a sheet; digits become numbers, and empty cells are left out."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(place, "w") as archive:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.'
            f'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in numbers
        )
        archive.writestr("[Content_Types].xml", _TYPES.format(sheets=types))
        target = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f"{_RELATIONS}{target}</Relationships>")
        named = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
            for n, name in zip(numbers, sheets, strict=True)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{_RELATIONS}{targets}</Relationships>")
        for n, table in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(table))
    return place


def _sheet(table: Path) -> str:
    lines = csv.reader(table.read_text(encoding="utf-8").splitlines())
    rows = (
        f'<row r="{number}">'
        + "".join(
            _cell(f"{chr(65 + column)}{number}", text) for column, text in enumerate(row) if text
        )
        + "</row>"
        for number, row in enumerate(lines, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _cell(place: str, text: str) -> str:
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
