"""The errors reportlib raises for a user's or a maintainer's mistake.

    ReportError
    ├── ProjectError      the project's folder cannot be found or read
    ├── ParameterError    a parameter's name or value is refused
    ├── DatasetError      a dataset or its descriptor is broken
    ├── ChapterError      a chapter's notebook or the table of contents is broken
    ├── ExhibitError      an exhibit cannot be saved as asked for
    ├── ExecutionError    a chapter's code raised, or its kernel died
    └── BuildError        the book could not be compiled or written

Every message says what is wrong, where, what was expected and what to do next.
Only the command line turns these errors into exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from traceback import walk_tb
from types import TracebackType


class ReportError(Exception):
    """Base of all errors that a person can act on; shown without a traceback."""

    def __init__(self, *problems: str) -> None:
        self.problems: tuple[str, ...] = problems
        super().__init__("\n".join(problems))

    def __reduce__(self) -> tuple[type[ReportError], tuple[str, ...]]:
        """Keep the problems apart on the way out of another process."""
        return type(self), self.problems

    def _render_traceback_(self) -> list[str]:
        """Let IPython show places and message, no code: the fault is in an input."""
        return [*_places(self.__traceback__), f"{type(self).__name__}: {self}"]


class ProjectError(ReportError):
    """The project's folder cannot be found or read."""


class ParameterError(ReportError):
    """A parameter's name or value is refused."""


class DatasetError(ReportError):
    """A dataset or its descriptor is broken."""


class ChapterError(ReportError):
    """A chapter's notebook or the table of contents is broken."""


class ExhibitError(ReportError):
    """An exhibit that cannot be saved as asked for."""


class ExecutionError(ReportError):
    """A chapter's code raised, or its kernel died."""


class BuildError(ReportError):
    """The book could not be compiled or written."""


def _places(traceback: TracebackType | None) -> Iterator[str]:
    """The line of the notebook's cell, and where in a module the error was raised."""
    here = _places.__code__.co_filename
    frames = [one for one in walk_tb(traceback) if one[0].f_code.co_filename != here]
    cells = [line for frame, line in frames if frame.f_globals.get("__name__") == "__main__"]
    if cells:
        yield f"Cell, line {cells[0]}"
    if frames and frames[-1][0].f_globals.get("__name__") != "__main__":
        yield f"File {frames[-1][0].f_code.co_filename}:{frames[-1][1]}"


def raise_all(kind: type[ReportError], problems: Iterable[str]) -> None:
    """Raise one error that lists every problem, or nothing where there is none."""
    found = tuple(problems)
    if found:
        raise kind(*found)
