"""Which files below ``data/`` a chapter reads: each recorded, one read past the loaders refused.

Who executes a chapter names in ``REPORTLIB_READS`` the file that takes the record, a path a line.
A loader notes a file before it opens it or takes its content from memory, so that the record is
the same in a process that holds the tables already. The check is Python's own hook on opening
files: what libraries open below Python, and files outside ``data/``, it does not see.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.project import ROOT_VARIABLE

READS_VARIABLE = "REPORTLIB_READS"
_noted: set[tuple[str, str]] = set()


def note_read(*files: Path) -> None:
    """Record that these files are read; nothing where no record is asked for."""
    record = os.environ.get(READS_VARIABLE)
    if not record:
        return
    new = [str(file) for file in files if (record, str(file)) not in _noted]
    if new:
        _noted.update((record, file) for file in new)
        with Path(record).open("a", encoding="utf-8") as lines:
            lines.writelines(f"{file}\n" for file in new)


def recorded_reads(record: Path, data: Path) -> tuple[str, ...]:
    """The names of the files in the data folder that a record tells of, sorted."""
    lines: Iterable[str] = ()
    if record.is_file():
        lines = record.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({Path(line).name for line in lines if Path(line).parent == data}))


def _refuse_unrecorded(event: str, arguments: tuple[object, ...]) -> None:
    """Python's audit hook: raise where a file below ``data/`` is opened that was not noted."""
    if event != "open":
        return
    record, root = os.environ.get(READS_VARIABLE), os.environ.get(ROOT_VARIABLE)
    place = arguments[0]
    if not record or not root or not isinstance(place, str | bytes | os.PathLike):
        return
    path = os.path.abspath(os.fsdecode(place))  # noqa: PTH100 - no links: it is asked at each open
    if path.startswith(f"{root}{os.sep}data{os.sep}") and (record, path) not in _noted:
        raise DatasetError(
            f"{path}: is opened past the loaders, which record what a chapter rests on. "
            f"Read a dataset by `reportlib.dataset(NAME)` or `reportlib.measure(NAME)`."
        )


if READS_VARIABLE in os.environ:  # a hook cannot be taken away again
    sys.addaudithook(_refuse_unrecorded)
