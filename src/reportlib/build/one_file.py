"""Write the whole book as one file, a PDF or an EPUB: what is the same for both.

Either the file is there whole and new, or what was there before still is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportlib.base.errors import BuildError
from reportlib.base.files import make_folder
from reportlib.base.locks import reading
from reportlib.base.parameters import Parameters
from reportlib.base.places import hold
from reportlib.build.book import running, work_folder
from reportlib.build.execution import Result
from reportlib.build.inputs import Inputs
from reportlib.build.made import is_current, remember
from reportlib.build.outputs import refuse_source
from reportlib.build.processes import Worker, WorkerDiedError


@dataclass(frozen=True)
class Printed:
    """A book in one file; ``changed`` is false where it lay there already."""

    path: Path
    changed: bool
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Format:
    """A kind of file, named with its article, and the mark that all of the kind have at a place."""

    said: str
    ending: str
    mark: bytes
    at: int = 0

    def is_one(self, place: Path) -> bool:
        """Whether a file is of this kind, or empty."""
        with place.open("rb") as file:
            start = file.read(self.at + len(self.mark))
        return not start or start[self.at :] == self.mark


def refuse_foreign_file(place: Path, root: Path, kind: Format) -> None:
    """Never write over anything but a file of the kind, nor among the sources.

    Raises:
        BuildError: the place is taken, is named otherwise, or lies among the sources.
    """
    name = kind.said.split()[-1]
    if place.exists() and not place.is_file():
        what = "a folder" if place.is_dir() else "not a file"
        raise BuildError(f"{place} is {what}. Name a file, such as book{kind.ending}, with --out.")
    if place.is_file() and not kind.is_one(place):
        raise BuildError(f"{place} exists and is no {name}. Name another file, or remove it.")
    if place.suffix.lower() != kind.ending:
        raise BuildError(f"{place} is not named as {kind.said}. Let its name end in {kind.ending}.")
    refuse_source(place, root)


def write_book(
    parameters: Parameters,
    place: Path,
    root: Path,
    *,
    force: bool,
    files: Callable[[], Inputs],
    digest_of: Callable[[Inputs], str],
    execute: Callable[[Path], Iterable[Result]],
    write: Callable[[Path], bytes],
) -> Printed:
    """Execute chapters, where that is due, and write the file that is made of them.

    Args:
        force: although nothing changed.
        files: reads what the file is made from; called once its place is held.
        digest_of: the digest of those, and of what else the file follows from.
        execute: the chapters, in a folder.
        write: the bytes of the file, from that folder.
    """
    work = work_folder(parameters, root)
    with reading(root, work.with_suffix(".lock"), running(work)), hold(place) as held:
        make_folder(work)
        read = files()
        inputs = digest_of(read)
        if not force and is_current(work, place, inputs):
            return Printed(place, changed=False)
        results = tuple(execute(work))
        content = write(work)
        read.refuse_changed()
        held.put_file(content)
        remember(work, place, inputs)
    return Printed(place, True, results)


@contextmanager
def page_writer() -> Iterator[Worker]:
    """A process that writes pages: Sphinx takes 400 MB, which it gives back only with its end.

    Raises:
        BuildError: it died.
    """
    worker = Worker(forked=True)
    try:
        yield worker
    except WorkerDiedError as error:
        raise BuildError(
            "The process that writes the pages died, perhaps for lack of memory. "
            "Free some and print again."
        ) from error
    finally:
        worker.end()
