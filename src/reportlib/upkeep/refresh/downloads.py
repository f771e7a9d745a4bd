"""Read a publisher's download as it lies on the disk: as rows of text, whatever holds them.

That is a CSV file or a zip with one in it; a list of records in JSON or XML; or a sheet of an Excel
workbook, where the recipe's format is one that is published so.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportlib.base.errors import DatasetError

LARGEST = 200_000_000  # bytes; the largest indicator file of the World Bank has under one million
_ZIP = b"PK\x03\x04"
_WORKBOOK = "[Content_Types].xml"  # a zip file that has it is one
_SIDE_FILES = "Metadata_"  # the World Bank puts two such tables beside the figures
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_SHOWN = 60
_ENCODINGS = ("cp1252", "gb18030")  # as spreadsheet programs save


@dataclass(frozen=True)
class Row:
    """A row of a download; ``number`` is its line, as an editor counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A download as rows of text; blank lines are left out."""

    path: Path
    rows: tuple[Row, ...]

    @cached_property
    def first(self) -> tuple[str, ...]:
        """The cells of the first row, without spaces around them."""
        return tuple(cell.strip() for cell in self.rows[0].cells)

    def place(self, row: int, column: str | int = "") -> str:
        """The beginning of a message about a cell; a column is named or counted from 1."""
        return f"{self.path}: row {row}" + (f", column {column}" if column else "")


def read_download(path: Path, encoding: str = "", sheet: str = "") -> Sheet:
    """Read a download, whatever publisher it is from.

    Args:
        encoding: how its text is encoded, as Python names it; UTF-8 where empty.
        sheet: the sheet to read of a workbook; none is read where empty.

    Raises:
        DatasetError: there is no file, it is empty, or it is no CSV in that encoding.
    """
    content = _content(path)
    if content.startswith(_ZIP):
        if sheet and _is_workbook(content):
            return Sheet(path, _sheet_rows(path, content, sheet))
        content = _unzipped(path, content)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise DatasetError(f"{path}: is empty. Download it again.")
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    reader = {b"{": _records, b"<": _elements}.get(head[:1])
    if reader and (records := reader(content)):
        return Sheet(path, records)
    _refuse_others(path, content)
    text = _text(path, content, encoding)
    _refuse_semicolons(path, text)
    rows = tuple(_rows(path, text))
    if not rows:
        raise DatasetError(f"{path}: is empty. Download it again.")
    return Sheet(path, rows)


def quoted(text: str) -> str:
    """A cell for a message: short, and without anything that a terminal would obey."""
    safe = "".join(character if character.isprintable() else "?" for character in text)
    return f"“{safe[:_SHOWN]}…”" if len(safe) > _SHOWN else f"“{safe}”"


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not (
            path.is_file() or path.is_dir()
        ):  # may have no end, or no beginning
            raise DatasetError(f"{path}: is a device or a pipe. Name the file that was downloaded.")
        if path.stat().st_size > LARGEST:
            raise DatasetError(
                f"{path}: is larger than {LARGEST:,} bytes. Expected one table; download it alone."
            )
        return path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path}: cannot be read ({error.strerror}). Name the file that was downloaded."
        ) from error


def _is_workbook(content: bytes) -> bool:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _WORKBOOK in archive.namelist()
    return False


def _sheet_rows(path: Path, content: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a sheet, each of as many cells as the widest; a whole number has no point."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise DatasetError(f"{path}: its sheets are larger than {LARGEST:,} bytes.")
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if name not in workbook.sheet_names:
            held = ", ".join(quoted(sheet) for sheet in workbook.sheet_names[:8])
            raise DatasetError(f"{path}: has no sheet {quoted(name)}; found {held}.")
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise DatasetError(
            f"{path}: is a damaged or locked workbook ({error}). Download it again."
        ) from error
    found = [
        Row(number, tuple(_cell(cell) for cell in cells))
        for number, cells in enumerate(rows, start=1)
    ]
    kept = tuple(row for row in found if any(cell.strip() for cell in row.cells))
    if not kept:
        raise DatasetError(f"{path}: its sheet {quoted(name)} is empty. Download it again.")
    return kept


def _unzipped(path: Path, content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == _WORKBOOK for info in files):
                raise _not_csv(path, "an Excel workbook")
            tables = [
                info
                for info in files
                if info.filename.lower().endswith(".csv")
                and not Path(info.filename).name.startswith(_SIDE_FILES)
            ]
            if len(tables) != 1:
                names = ", ".join(quoted(info.filename) for info in tables) or "none"
                raise DatasetError(
                    f"{path}: expected one table in the zip file, found {names}. "
                    f"Unpack it and name the CSV file."
                )
            if tables[0].file_size > LARGEST:
                raise DatasetError(f"{path}: its table is larger than {LARGEST:,} bytes.")
            return archive.read(tables[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise DatasetError(
            f"{path}: is a damaged or locked zip file ({error}). Download it again."
        ) from error


def _refuse_others(path: Path, content: bytes) -> None:
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, name in _OTHERS:
        if content.startswith(start):
            raise _not_csv(path, name)
    if head.startswith(b"<"):
        page = re.match(rb"<(!doctype html|html|\?xml[^>]*>\s*<html)", head[:400], re.IGNORECASE)
        raise _not_csv(path, "a web page (HTML)" if page else "XML")
    if head.startswith((b"{", b"[")):
        raise _not_csv(path, "JSON")
    if b"\0" in content:
        raise _not_csv(path, "a file with NUL characters, not text")


def _not_csv(path: Path, found: str) -> DatasetError:
    return DatasetError(
        f"{path}: is {found}, whatever its name says; expected a CSV file as the publisher "
        f"offers it for download, or the zip file with it. Download it again."
    )


def _text(path: Path, content: bytes, encoding: str) -> str:
    try:
        # The World Bank's own files begin with the mark.
        return content.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise DatasetError(
            f"encoding = {encoding[:40]!a} is none that is known. Expected one such as "
            f"{' or '.join(_ENCODINGS)}."
        ) from error
    except UnicodeDecodeError as error:
        raise _of_another_encoding(path, content, error, encoding) from error


def _records(content: bytes) -> tuple[Row, ...]:
    """The rows of a list of records in JSON, as interfaces give them; none where there is none."""
    try:
        found = json.loads(content)
        records = found["records"]
        names = list(dict.fromkeys(name for record in records for name in record))
        rows = [tuple(_cell(record.get(name)) for name in names) for record in records]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(Row(number, cells) for number, cells in enumerate([tuple(names), *rows], start=1))


def _elements(content: bytes) -> tuple[Row, ...]:
    """The rows of a list in XML, whose elements each hold a record; none where it is no such list.

    A cell is the text of an element without others in it, under its name without the namespace;
    what the list says of itself, such as its date, stands in every row.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root.getroottree().docinfo.internalDTD is not None:  # could name texts to put in
        return ()
    told = {str(name): str(value) for name, value in root.attrib.items()}
    records: list[tuple[int, dict[str, str]]] = []
    for element in root:
        leaves = [each for each in element.iterdescendants() if not len(each)]
        if not leaves:
            return ()
        cells = {etree.QName(each).localname: (each.text or "").strip() for each in leaves}
        line = element.sourceline
        records.append((line if isinstance(line, int) else 0, told | cells))
    names = tuple(dict.fromkeys(name for _, record in records for name in record))
    rows = [Row(line, tuple(record.get(name, "") for name in names)) for line, record in records]
    return (Row(1, names), *rows) if rows else ()


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _of_another_encoding(
    path: Path, content: bytes, error: UnicodeDecodeError, encoding: str
) -> DatasetError:
    """What the text could be: the line of the first strange byte, as each encoding reads it."""
    row = content.count(b"\n", 0, error.start) + 1
    said = [
        f"{name} reads its row {row} as {quoted(text.split(chr(10))[row - 1].strip())}"
        for name in _ENCODINGS
        if (text := _decoded(content, name))
    ]
    remedy = (
        f"; {'; '.join(said)}. Where one of these is right, repeat with --encoding and its name, "
        f"or convert the file: iconv -f NAME -t UTF-8."
        if said and not encoding
        else ". Download the file again."
    )
    return DatasetError(
        f"{path}: row {row}: the byte {content[error.start]:#x} is not "
        f"{encoding or 'UTF-8'}{remedy}"
    )


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _refuse_semicolons(path: Path, text: str) -> None:
    first = text.lstrip().partition("\n")[0]
    if _delimiter(text) == "," and ";" in first and "," not in first:
        raise DatasetError(
            f"{path}: row 1: has semicolons between its cells; expected commas, as the publisher "
            f"writes them and a spreadsheet program may not. Name the file as it was downloaded."
        )


def _rows(path: Path, text: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found: list[Row] = []
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(number, tuple(cells)))
            number = reader.line_num + 1
    except csv.Error as error:
        raise DatasetError(
            f"{path}: row {number}: cannot be split into cells ({error}). The file is cut off "
            f"or damaged; download it again."
        ) from error
    return found


def _delimiter(text: str) -> str:
    """The comma, but where SDMX-CSV says otherwise right after the name of its first column."""
    named = re.match(r'"?(?:DATAFLOW|STRUCTURE)(?:\[.\])?(?:: ?[^,;\t"]*)?"?([,;\t])', text)
    return named[1] if named else ","
