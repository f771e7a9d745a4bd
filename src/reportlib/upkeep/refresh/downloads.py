"""Read a publisher's download as it lies on the disk: a CSV file, or a zip with one in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportlib.base.errors import DatasetError

LARGEST = 200_000_000  # bytes; the largest indicator file of the World Bank has under one million
_SIDE_FILES = "Metadata_"  # the World Bank puts two such tables beside the figures
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_SHOWN = 60


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


def read_download(path: Path) -> Sheet:
    """Read a download, whatever publisher it is from.

    Raises:
        DatasetError: there is no file, it is empty, or it is no CSV in UTF-8.
    """
    content = _csv_bytes(path)
    text = _text(path, content)
    _refuse_semicolons(path, text)
    rows = tuple(_rows(path, text))
    if not rows:
        raise DatasetError(f"{path}: is empty. Download it again.")
    return Sheet(path, rows)


def quoted(text: str) -> str:
    """A cell for a message: short, and without anything that a terminal would obey."""
    safe = "".join(character if character.isprintable() else "?" for character in text)
    return f"“{safe[:_SHOWN]}…”" if len(safe) > _SHOWN else f"“{safe}”"


def _csv_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not (
            path.is_file() or path.is_dir()
        ):  # may have no end, or no beginning
            raise DatasetError(f"{path}: is a device or a pipe. Name the file that was downloaded.")
        if path.stat().st_size > LARGEST:
            raise DatasetError(
                f"{path}: is larger than {LARGEST:,} bytes. Expected one table; download it alone."
            )
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path}: cannot be read ({error.strerror}). Name the file that was downloaded."
        ) from error
    if content.startswith(b"PK\x03\x04"):
        content = _unzipped(path, content)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise DatasetError(f"{path}: is empty. Download it again.")
    _refuse_others(path, content)
    return content


def _unzipped(path: Path, content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == "[Content_Types].xml" for info in files):
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


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")  # the World Bank's own files begin with the mark
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise DatasetError(
            f"{path}: row {row}: the byte {content[error.start]:#x} is not UTF-8; perhaps Latin-1, "
            f"as a spreadsheet program saves. Expected the file as it was downloaded."
        ) from error


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
