"""What is read of ``data/``: each file recorded, one read past the loaders refused.

Who executes a chapter names in ``REPORTLIB_READS`` the file that takes the record, a line for each
thing read: a file, a descriptor but for what it tells of its table's bytes, or a row. A loader
notes it before it opens the file or takes its content from memory, so that the record is
the same in a process that holds the tables already. The check is Python's own hook on opening
files: what libraries open below Python, and files outside ``data/``, it does not see.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.project import ROOT_VARIABLE

READS_VARIABLE = "REPORTLIB_READS"
WORDS = " (words)"
"""Follows the name of a descriptor of which all was read but the checksum and size of its table."""
_noted: set[tuple[str, str]] = set()  # lines of records
_may_open: set[tuple[str, str]] = set()


def note_read(*files: Path) -> None:
    """Record that these files are read; nothing where no record is asked for."""
    _note({str(file): file for file in files})


def note_words(descriptor: Path) -> None:
    """Record that a descriptor is read, but not what it tells of the bytes of its table."""
    _note({f"{descriptor}{WORDS}": descriptor})


def note_rows(table: Path, row_ids: Iterable[str]) -> None:
    """Record that of a table these rows are read, whether or not it has them, and no others."""
    record = os.environ.get(READS_VARIABLE)
    if record and (record, str(table)) not in _noted:  # which says it of all rows
        _note({f"{table}\t{json.dumps(each)}": table for each in row_ids})


def _note(lines: dict[str, Path]) -> None:
    record = os.environ.get(READS_VARIABLE)
    if not record:
        return
    new = {line: file for line, file in lines.items() if (record, line) not in _noted}
    if new:
        _noted.update((record, line) for line in new)
        _may_open.update((record, str(file)) for file in new.values())
        with Path(record).open("a", encoding="utf-8") as written:
            written.writelines(f"{line}\n" for line in new)


@dataclass(frozen=True)
class Reads:
    """What was read: the names of files, some with :data:`WORDS`; and the ids of rows by table."""

    files: tuple[str, ...] = ()
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)


def reads_in(record: Path, data: Path) -> Reads:
    """What a record tells of the data folder, each thing once and in order."""
    lines: Iterable[str] = ()
    if record.is_file():
        lines = record.read_text(encoding="utf-8").splitlines()
    files: set[str] = set()
    rows: dict[str, set[str]] = {}
    for line in lines:
        place, _, row = line.partition("\t")
        if Path(place).parent != data:
            continue
        name = Path(place).name
        if row:
            rows.setdefault(name, set()).add(json.loads(row))
        else:
            files.add(name)
    files -= {f"{name}{WORDS}" for name in files}
    return Reads(
        tuple(sorted(files)),
        {name: tuple(sorted(ids)) for name, ids in sorted(rows.items()) if name not in files},
    )


def recorded_reads(record: Path, data: Path) -> tuple[str, ...]:
    """The names of the files in the data folder that a record tells of, sorted.

    A file of which rows were read counts as read.
    """
    found = reads_in(record, data)
    return tuple(sorted({*found.files, *found.rows}))


@contextmanager
def recording(record: Path, root: Path) -> Iterator[None]:
    """Record what this process reads of a project meanwhile, and refuse what is opened unnoted."""
    _watch()
    before = {name: os.environ.get(name) for name in (READS_VARIABLE, ROOT_VARIABLE)}
    os.environ.update({READS_VARIABLE: str(record), ROOT_VARIABLE: str(root)})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        for noted in (_noted, _may_open):
            noted -= {each for each in noted if each[0] == str(record)}


def _refuse_unrecorded(event: str, arguments: tuple[object, ...]) -> None:
    """Python's audit hook: raise where a file below ``data/`` is opened that was not noted."""
    if event != "open":
        return
    record, root = os.environ.get(READS_VARIABLE), os.environ.get(ROOT_VARIABLE)
    place = arguments[0]
    if not record or not root or not isinstance(place, str | bytes | os.PathLike):
        return
    path = os.path.abspath(os.fsdecode(place))  # noqa: PTH100 - no links: it is asked at each open
    if path.startswith(f"{root}{os.sep}data{os.sep}") and (record, path) not in _may_open:
        raise DatasetError(
            f"{path}: is opened past the loaders, which record what a chapter rests on. "
            f"Read a dataset by `reportlib.dataset(NAME)` or `reportlib.measure(NAME)`."
        )


_watching: list[bool] = []


def _watch() -> None:
    if not _watching:  # a hook cannot be taken away again
        sys.addaudithook(_refuse_unrecorded)
        _watching.append(True)


if READS_VARIABLE in os.environ:
    _watch()
