"""Start a descriptor for a new file: what can be seen in it is written, the rest named."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from reportlib.base.economies import economies
from reportlib.base.errors import DatasetError
from reportlib.base.locks import changing
from reportlib.base.manifests import SUFFIX
from reportlib.base.project import find_root
from reportlib.upkeep.refresh.downloads import Sheet, quoted, read_download
from reportlib.upkeep.refresh.placeholders import FILL_IN
from reportlib.upkeep.refresh.replacing import replace_together

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_NAME = 60
_MOST_KEYS = 4
_MOSTLY = 0.8  # of the values that must be economies for a column to be taken for them
_INTEGER = re.compile(r"0|-?[1-9]\d*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_YEAR = re.compile(r"(1[89]|20)\d\d")


@dataclass(frozen=True)
class Column:
    """A column as its cells show it."""

    name: str
    type: str
    required: bool
    cells: tuple[str, ...]
    of_economies: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it is named for years, and all its cells are such; counts may look like them."""
        return "year" in self.name.casefold() and self.looks_like_years

    @property
    def looks_like_years(self) -> bool:
        """Whether all its cells could be years."""
        return self.type == "integer" and all(_YEAR.fullmatch(cell) for cell in self.cells if cell)


@dataclass(frozen=True)
class Started:
    """A dataset that was begun: its two files, and what is still to be said and looked at."""

    name: str
    data_file: Path
    descriptor: Path
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def add_dataset(file: Path, name: str = "", encoding: str = "") -> Started:
    """Copy a tidy CSV file into the data folder and start its descriptor.

    The name is the file's unless given, its encoding UTF-8. What cannot be seen in the file is
    left as ``FILL IN``, which `reportlib check` refuses.

    Raises:
        DatasetError: the file is no tidy CSV, the name is not clean or is taken.
        BuildError: the folder cannot be written, or a book is being made from it; nothing was.
    """
    data = find_root() / "data"
    stem = name or _clean(file)
    place = _place(data, stem, file)
    sheet = read_download(file, encoding)
    columns = _columns(sheet)
    key = _key(columns)
    content = _content(sheet)
    text = "\n".join(_lines(stem, columns, key, content)) + "\n"
    descriptor = data / f"{stem}{SUFFIX}"
    with changing(data.parent):
        replace_together({place: content, descriptor: text.encode()})
    missing = [line.strip() for line in text.split("\n") if FILL_IN in line]
    return Started(stem, place, descriptor, tuple(missing), tuple(_notes(columns, key)))


def _clean(file: Path) -> str:
    """A file's name in small letters and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", file.stem.lower()).strip("_")


def _place(data: Path, stem: str, file: Path) -> Path:
    if len(stem) > _LONGEST_NAME or not _NAME.fullmatch(stem):
        raise DatasetError(
            f"{stem[:_LONGEST_NAME]!a} is no name for a dataset. Expected what it measures in "
            f"small letters, digits and underscores, such as designs_in_force; give it with --name."
        )
    place = data / f"{stem}.csv"
    if (data / f"{stem}{SUFFIX}").exists():
        raise DatasetError(
            f"{place}: there is a dataset {stem} already. Choose another --name; a new vintage "
            f"of it takes its place with `reportlib data update {stem} FILE`."
        )
    if place.exists() and not (file.exists() and place.samefile(file)):
        raise DatasetError(
            f"{place}: exists already, without a descriptor. Choose another --name, or name "
            f"that file to describe it."
        )
    return place


def _columns(sheet: Sheet) -> list[Column]:
    names = [cell.strip() for cell in sheet.rows[0].cells]
    _refuse_header(sheet, names)
    body = sheet.rows[1:]
    if not body:
        raise DatasetError(f"{sheet.path}: has no rows below its header.")
    uneven = [row for row in body if len(row.cells) != len(names)]
    if uneven:
        raise DatasetError(
            *(
                f"{sheet.place(row.number)}: has {len(row.cells)} cells, expected {len(names)} as "
                f"the header has."
                for row in uneven[:20]
            )
        )
    known = economies()
    return [
        _column(name, tuple(row.cells[i].strip() for row in body), set(known))
        for i, name in enumerate(names)
    ]


def _refuse_header(sheet: Sheet, names: Sequence[str]) -> None:
    problems = []
    for position, name in enumerate(names, start=1):
        place = sheet.place(sheet.rows[0].number, position)
        if name[:1].isalpha() and not name[:1].isascii():
            problems.append(
                f"{place}: {quoted(name)} is not in Latin letters. Expected a name in them, such "
                f"as year or applications; what the publisher calls the column belongs into its "
                f"description."
            )
        elif not re.fullmatch(r"[A-Za-z][\w ()%/&.,-]*", name):
            problems.append(
                f"{place}: {quoted(name)} is no name of a column. Expected a tidy table: one "
                f"header, then one row an observation; a publisher's own file needs a script or a "
                f"recipe."
            )
        elif name in names[: position - 1]:
            problems.append(f"{place}: the column {quoted(name)} stands there twice.")
    if len(names) < 2:
        problems.append(f"{sheet.place(1)}: one column only; expected commas between columns.")
    if problems:
        raise DatasetError(*problems)


def _column(name: str, cells: tuple[str, ...], known: set[str]) -> Column:
    held = [cell for cell in cells if cell]
    kind = "string"
    if held and all(_INTEGER.fullmatch(cell) for cell in held):
        kind = "integer"
    elif held and all(_NUMBER.fullmatch(cell) for cell in held):
        kind = "number"
    elif held and set(held) <= {"true", "false"}:
        kind = "boolean"
    codes = [cell for cell in held if cell in known]
    places = kind == "string" and len(codes) >= max(1, _MOSTLY * len(held))
    return Column(name, kind, len(held) == len(cells), cells, places)


def _key(columns: Sequence[Column]) -> tuple[str, ...]:
    """The fewest columns that tell all rows apart, economies and years always among them."""
    usable = [c for c in columns if c.required and (c.type == "string" or c.is_year)]
    base = [c for c in usable if c.of_economies][:1] + [c for c in usable if c.is_year][:1]
    others = [column for column in usable if column not in base]
    for size in range(0 if base else 1, _MOST_KEYS + 1):
        for more in combinations(others, size):
            chosen = [*base, *more]
            rows = list(zip(*(column.cells for column in chosen), strict=True))
            if len(set(rows)) == len(rows):
                return tuple(column.name for column in columns if column in chosen)
    return ()


def _content(sheet: Sheet) -> bytes:
    """The file as the book keeps its tables: UTF-8 without a mark, lines ended by one character."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([cell.strip() for cell in row.cells] for row in sheet.rows)
    return out.getvalue().encode()


def _lines(
    stem: str, columns: Sequence[Column], key: Sequence[str], content: bytes
) -> Iterator[str]:
    yield from (
        f"name: {stem.replace('_', '-')}",
        "type: table",
        f"title: {FILL_IN}  # a few words, as a heading",
        f"description: {FILL_IN}  # one sentence: what, of whom, by what year",
        f"path: {stem}.csv",
        "format: csv",
        "mediatype: text/csv",
        "encoding: utf-8",
        f"hash: sha256:{sha256(content).hexdigest()}",
        f"bytes: {len(content)}",
        "schema:",
        "  fields:",
    )
    for column in columns:
        yield from _field(column)
    keys = ", ".join(map(_scalar, key))
    yield f"  primaryKey: [{keys or FILL_IN}]" + ("" if key else "  # columns that tell rows apart")
    places = [column for column in columns if column.of_economies]
    if places:
        yield "  foreignKeys:"
    for column in places:
        yield f"    - fields: [{_scalar(column.name)}]"
        yield "      reference: {resource: economies, fields: [economy]}"
    yield "  missingValues: ['']"
    yield from _UNKNOWN.format(fill=FILL_IN).strip("\n").split("\n")


def _field(column: Column) -> Iterator[str]:
    limits = ["required: true"] if column.required else []
    if column.of_economies:
        limits.append("pattern: '[A-Z]{3}'")
    if column.is_year:
        years = [int(cell) for cell in column.cells if cell]
        limits += [f"minimum: {min(years)}", f"maximum: {max(years)}"]
    elif column.type in ("integer", "number") and min(map(float, filter(None, column.cells))) >= 0:
        limits.append("minimum: 0")
    yield f"    - name: {_scalar(column.name)}"
    yield f"      type: {column.type}"
    title, description = _known(column)
    yield f"      title: {title or f'{FILL_IN}  # the heading of {column.name}'}"
    if column.type in ("integer", "number") and not column.is_year:
        yield f"      unit: {FILL_IN}  # of {column.name}, such as percent of GDP"
    yield f"      description: {description or f'{FILL_IN}  # what {column.name} holds'}"
    if limits:
        yield f"      constraints: {{{', '.join(limits)}}}"


def _known(column: Column) -> tuple[str, str]:
    """Title and description that follow from what the column holds; empty where none do."""
    if column.of_economies:
        return column.name.replace("_", " ").capitalize(), "ISO 3166-1 alpha-3 code"
    if column.is_year and column.name == "year":
        return "Year", "calendar year"
    return "", ""


def _scalar(name: str) -> str:
    return (
        name
        if re.fullmatch(r"[A-Za-z_]\w*", name) and name.lower() not in _WORDS
        else json.dumps(name)
    )


_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}

_UNKNOWN = """
sources:
  - name: {fill}  # short, in small letters with hyphens, such as wdi-2026-07
    title: {fill}  # the publisher's title of the table, its code and its date
    path: {fill}  # the public address of the table
    publisher: {fill}  # who publishes it, and from whom
licenses:
  - name: {fill}  # the short name of the licence, such as CC-BY-4.0
    title: {fill}  # the full name of the licence
    path: {fill}  # the address of the terms
reportlib:
  short_title: {fill}  # two or three words
  publisher: {fill}  # as a source line names it
  measures: {fill}  # what exactly is counted
  does_not_mean: {fill}  # what a reader could wrongly take it for
  counted_by: {fill}  # office, origin, economy, receiving office, inventor residence or none
  kind: {fill}  # flow, stock, ratio, rank or reference
  unit: {fill}  # as an axis names it
  vintage: {fill}  # the publisher's edition or date, in quotes, such as "2026-07-13"
  retrieved: {fill}  # the day of the download, in quotes, such as "2026-07-20"
  construction: {fill}  # verbatim, constructed or derived
  redistribute: {fill}  # 'yes', 'no' or derived-only, in quotes
  licence_checked: {fill}  # the day on which the terms were read, in quotes, or not verified
  licence_note: {fill}  # what the terms ask for, or '' for nothing
  trust: {fill}  # A publisher, B press quoting it, C summary, D copy on another site, or mixed
  citation: {fill}  # publisher, title, edition
  breaks: []
  provisional: []
  exclusions: []
  caveats: []
  derived: []
  processing: []
"""


def _notes(columns: Sequence[Column], key: Sequence[str]) -> Iterator[str]:
    known = economies()
    for column in columns:
        strange = sorted({c for c in column.cells if c and c not in known})
        if column.of_economies and strange:
            yield f"{column.name}: no economies of the book: {', '.join(strange[:12])}"
        if column.type == "string" and not column.of_economies:
            yield from _number_notes(column)
        elif column.looks_like_years and not column.is_year:
            yield f"{column.name}: whole numbers that could be years; if so, name it for them"
    if not any(column.of_economies for column in columns):
        yield "no column holds codes of economies"
    if not key:
        yield "no columns tell all rows apart: a row stands there twice, or a key has gaps"


_STYLES = (
    ("commas between thousands", r"-?\d{1,3}(,\d{3})+(\.\d+)?"),
    ("a comma for the decimal point", r"-?\d+,\d+"),
    ("points between thousands", r"-?\d{1,3}(\.\d{3})+(,\d+|(\.\d{3}))"),
    ("blanks or apostrophes between thousands", r"-?\d{1,3}([\s'’]\d{3})+([.,]\d+)?"),
    ("a dash for the minus sign", r"[−–—]\s?\d[\d.,]*"),
    ("a percent sign", r"-?\d[\d.,]*\s?%"),
    ("flags of the publisher", r"-?\d[\d.,]*\s?[(\[]?[A-Za-z*†‡]{1,3}[)\]]?"),
    ("marks for missing figures", r"\.+|…|:|-|–|—|\*|x|(?i:n\.?/?[ad]\.?|nan|null|none)"),
)


def _number_notes(column: Column) -> Iterator[str]:
    """What makes text of a column of numbers."""
    held = dict.fromkeys(filter(None, column.cells))
    odd = {cell: _style(cell) for cell in held if not _NUMBER.fullmatch(cell)}
    others = [cell for cell, style in odd.items() if not style]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in column.cells)
    if not others and any(re.search(r"\d", cell) for cell in held):
        found = {style: cell for cell, style in reversed(odd.items())}
        said = ", ".join(
            f"{style} ({quoted(found[style])})" for style, _ in _STYLES if style in found
        )
        yield (
            f"{column.name}: numbers, but written with {said}; write them with digits and a point, "
            f"empty where missing, and flags in a column of their own"
        )
    elif numbers > len(column.cells) / 2:
        yield f"{column.name}: numbers, but also {', '.join(map(quoted, sorted(others)[:6]))}"


def _style(cell: str) -> str:
    """How a number is written that is not written with digits and a point; empty for others."""
    return next((style for style, pattern in _STYLES if re.fullmatch(pattern, cell)), "")
