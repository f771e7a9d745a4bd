"""Where a chapter failed: the line of its cell and, in a module of ours, the line of that.

Both are read from the traceback that IPython leaves in the executed notebook, since the process
in which the error was raised has ended by then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlib.base.project import PACKAGE

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_CELL = re.compile(r"\s*Cell(?: In\[\d+\])?, line (\d+)")
_FILE = re.compile(r"\s*File (.+?):(\d+)(?:,? in |\s|$)")
_CHAINED = (
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
_SYNTAX_PLACE = re.compile(r" \([^()]*, line \d+\)$")
_INSTALLED = {"site-packages", "dist-packages"}


@dataclass(frozen=True)
class Fault:
    """Why a chapter failed.

    ``cell`` counts from 0, as in the chapter itself; ``line`` counts from 1 and ``source`` is what
    stands there; ``module`` names the file and line of ours where the error arose, or which called
    the library that raised it. What is not known, such as where a kernel died, is left out.
    """

    error: str
    cell: int | None = None
    line: int | None = None
    source: str = ""
    module: str = ""

    def explain(self, chapter: Path, root: Path) -> str:
        """The fault on one line, with the chapter as a person would name it."""
        place = named(chapter, root)
        place += f", cell {self.cell}" if self.cell is not None else ""
        place += f", line {self.line}: {self.source}" if self.line is not None else ""
        return f"{place}: {self.error}" + (f" ({self.module})" if self.module else "")


def read_fault(
    cell: int, source: str, name: str, message: str, traceback: Sequence[str], root: Path
) -> Fault:
    """The fault of a cell, from the parts of an error as Jupyter keeps them.

    Args:
        source: the cell's code.
        traceback: one entry a frame, as IPython writes them.
    """
    frames = _last_raised([_COLOURS.sub("", entry) for entry in traceback])
    empty = source[: len(source) - len(source.lstrip())]
    skipped = empty.count("\n")  # IPython leaves out empty lines at the top
    lines = [int(m[1]) + skipped for frame in frames if (m := _CELL.match(frame))]
    files = [(Path(m[1]).expanduser(), int(m[2])) for frame in frames if (m := _FILE.match(frame))]
    own = [(path, line) for path, line in files if _is_own(path, root)]
    if name in {"SyntaxError", "IndentationError", "TabError"}:
        message = _SYNTAX_PLACE.sub("", message)  # of a cell it names a file that never was
    return Fault(
        error=f"{name}: {message}".rstrip(": "),
        cell=cell,
        line=lines[0] if lines else None,
        source=_line(source, lines[0]) if lines else "",
        module=f"{named(own[-1][0], root)}, line {own[-1][1]}" if own else "",
    )


def named(path: Path, root: Path) -> str:
    """A path below the project as a person would type it there; any other as it is."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _last_raised(frames: Sequence[str]) -> Sequence[str]:
    """The frames of the error that ended the cell, without those of its causes."""
    breaks = [number for number, frame in enumerate(frames) if frame.strip() in _CHAINED]
    return frames[breaks[-1] + 1 :] if breaks else frames


def _is_own(path: Path, root: Path) -> bool:
    if path.is_relative_to(PACKAGE):
        return True
    return path.is_relative_to(root) and not _INSTALLED & set(path.parts)


def _line(source: str, number: int) -> str:
    lines = source.splitlines()
    return lines[number - 1].strip() if number <= len(lines) else ""
