"""What one worker does at a time: execute a chapter, write an edition's pages, print it.

A task and what it gives are small values and bytes, so that a worker may be on another machine,
with a book and a library of its own, which must be the same. What it needs for many tasks, a
server of kernels and a process that has built a book, is kept in its workshop.
"""

from __future__ import annotations

import atexit
import gzip
import io
import shutil
import socket
import tarfile
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from multiprocessing import current_process
from os import getpid
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import psutil

from reportlib.base.errors import BuildError, ReportError
from reportlib.base.files import cannot_be_written, make_folder, write_whole
from reportlib.base.parameters import Parameters
from reportlib.base.project import find_root
from reportlib.base.reads import reads_in, recording
from reportlib.base.row_runs import fold_rows
from reportlib.base.rows import rows_digest
from reportlib.build.book import book_jobs, compile_executed
from reportlib.build.cache import packed, unpacked
from reportlib.build.chapters import find_chapter, list_chapters
from reportlib.build.compiling import compile_here
from reportlib.build.execution import Job, Result, reads_file
from reportlib.build.forked import Forked
from reportlib.build.inputs import Inputs
from reportlib.build.pages import Written, write_pages
from reportlib.build.pdf import Typeset, printed, typeset_pages
from reportlib.build.warm import Warm

P = ParamSpec("P")
T = TypeVar("T")
SITE = "../"  # how an edition's first page leads to the site's root
Version = Mapping[str, str]
"""Digests of what an edition is made from, by what they are of: :meth:`Inputs.parts`."""


@dataclass(frozen=True)
class Execution:
    """A chapter to be executed with those of the parameters that it declares."""

    chapter: str
    parameters: Mapping[str, str | int]
    timeout: int | None = None


@dataclass(frozen=True)
class Pages:
    """Pages to be written of an edition's executed notebooks, as they are kept, by chapter.

    ``address`` is where they will lie, if that is known; ``releases`` is how the first page leads
    to the folder of releases, if they lie in one; ``pdf`` is the name of the PDF beside it.
    """

    parameters: Parameters
    notebooks: Mapping[str, bytes]
    address: str = ""
    releases: str = ""
    pdf: str = ""


@dataclass(frozen=True)
class Pdf(Pages):
    """A PDF to be made of them."""


Task = Execution | Pages | Pdf


@dataclass(frozen=True)
class Done:
    """What a task gave: bytes as they are kept; or why it failed, with what there is to look at.

    ``reads`` names the files below ``data/`` that it read, ``rows`` by tables those of which no
    others were read, as :mod:`reportlib.base.row_runs` writes them, each with a digest of their
    cells; ``cell`` is the one that failed.
    """

    content: bytes = b""
    reads: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    cell: int | None = None
    seconds: float = 0.0


class VersionError(BuildError):
    """A worker has not the book, the data or the library that the plan was made with."""


def work(task: Task, version: Version) -> Done:
    """Do a task; called in a worker.

    Raises:
        VersionError: the worker has other files than these; nothing was done.
    """
    started = time.perf_counter()
    shop = _workshop(version)
    does: Callable[[Workshop, Any], Done] = _DOES[type(task)]
    try:
        done = does(shop, task)
    except ReportError as error:
        done = Done(problems=error.problems)
    if not shop.inputs.are_untouched():
        close_workshop()
        shop.inputs.refuse_changed()
    if shop not in _open:  # it was closed meanwhile, from another thread
        shop.close()
    return replace(done, seconds=time.perf_counter() - started)


def inputs_of(root: Path, version: Version) -> Inputs:
    """What a project's book is made from, which must be of a version.

    Raises:
        VersionError: it is not; the message says where, and what differs.
    """
    inputs = Inputs(root)
    found = inputs.parts()
    other = [part for part in version if found.get(part) != version[part]]
    if other:
        raise VersionError(
            f"{socket.gethostname()}: {root}: differs from the book that is to be made, in "
            f"{', '.join(other)}. Bring the same files and packages there, and run it again."
        )
    return inputs


class Workshop:
    """What a worker keeps from task to task, as long as book, data and library stay the same."""

    def __init__(self, root: Path, version: Version) -> None:
        self.root, self.version = root, version
        self.inputs = inputs_of(root, version)
        self.folder = _own_folder(root)
        self.warm = Warm()
        with suppress(AssertionError):  # a pool's process may have children of its own
            current_process().daemon = False

    @cached_property
    def forked(self) -> Forked:
        """What executes chapters."""
        jobs = [Job(chapter, {}, chapter.path) for chapter in list_chapters(self.root)]
        return Forked(self.root, jobs)

    def close(self) -> None:
        """End all processes, whatever they are doing, and leave no file."""
        self.warm.end()
        if "forked" in self.__dict__:
            self.forked.end()
        shutil.rmtree(self.folder, ignore_errors=True)


_open: list[Workshop] = []


def _workshop(version: Version) -> Workshop:
    if _open and _open[0].version != version:
        close_workshop()
    if not _open:
        _open.append(Workshop(find_root(), version))
        atexit.register(close_workshop)
    return _open[0]


def close_workshop() -> None:
    """Keep nothing any longer; a task that is being done in another thread fails."""
    while _open:
        _open.pop().close()


def _own_folder(root: Path) -> Path:
    """A folder for this process."""
    clear_folders(root)
    folder = _folders(root) / f"{_HOST}.{getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    return folder


def clear_folders(root: Path) -> None:
    """Remove what ended processes of this machine have left."""
    for left in _folders(root).glob(f"{_HOST}.*"):
        number = left.suffix[1:]
        if not (number.isdigit() and psutil.pid_exists(int(number))):
            shutil.rmtree(left, ignore_errors=True)


def _folders(root: Path) -> Path:
    return root / "_build" / "rooms"


_HOST = "".join(c if c.isalnum() else "-" for c in socket.gethostname())


def _execute(shop: Workshop, task: Execution) -> Done:
    chapter = find_chapter(task.chapter, shop.root)
    job = Job(chapter, task.parameters, shop.folder / f"{chapter.name}.ipynb")
    with tempfile.TemporaryDirectory(dir=shop.folder, ignore_cleanup_errors=True) as run:
        result = shop.forked.execute(job, shop.root, Path(run), task.timeout)
        content = result.notebook.read_bytes() if result.notebook else b""
    if result.succeeded:
        return Done(packed(content), result.reads)
    cell = result.fault.cell if result.fault else None
    return Done(content, problems=(replace(result, notebook=None).explain(),), cell=cell)


def _write_pages(shop: Workshop, task: Pages) -> Done:
    folder, results = _laid_out(shop, task)
    record = reads_file(shop.folder)

    def run(*given: Any) -> tuple[int, str]:
        return shop.warm.call(recorded, record, shop.root, compile_here, *given)

    try:
        pages = recorded(
            record,
            shop.root,
            compile_executed,
            shop.root,
            folder,
            task.parameters,
            results,
            run,
            site=SITE,
            address=task.address,
            releases=task.releases,
            pdf=task.pdf,
        )
    except BuildError as error:
        log = folder / "compiled" / "jupyter-book.log"
        # Where it was made is nobody's concern, and differs from process to process.
        said = tuple(
            problem.replace(str(log), log.name).replace(f"{folder / 'source'}/", "")
            for problem in error.problems
        )
        return Done(log.read_bytes() if log.is_file() else b"", problems=said)
    return _of_data(shop, record, pack_folder(pages))


def _print(shop: Workshop, task: Pdf) -> Done:
    folder, _ = _laid_out(shop, task)
    record = reads_file(shop.folder)

    def start(*given: Any) -> Callable[[], Written]:
        return partial(shop.warm.call, recorded, record, shop.root, write_pages, *given)

    def typeset(written: Written, standards: Sequence[str]) -> Typeset:
        return shop.warm.call(recorded, record, shop.root, typeset_pages, written, standards)

    content = recorded(
        record,
        shop.root,
        printed,
        shop.root,
        folder,
        task.parameters,
        start,
        typeset=typeset,
    )
    return _of_data(shop, record, content)


def recorded(
    record: Path, root: Path, function: Callable[P, T], *args: P.args, **named: P.kwargs
) -> T:
    """Call a function, and note in a file what of a project's data it reads."""
    with recording(record, root):
        return function(*args, **named)


def _of_data(shop: Workshop, record: Path, content: bytes) -> Done:
    """What was made, with what of the data it was made from."""
    found = reads_in(record, shop.root / "data")
    record.unlink(missing_ok=True)
    rows = {name: (fold_rows(ids), rows_digest(ids)) for name, ids in found.rows.items()}
    return Done(content, found.files, rows)


def _laid_out(shop: Workshop, task: Pages) -> tuple[Path, Sequence[Result]]:
    """The work folder with the executed notebooks of an edition."""
    folder = shop.folder / "edition"
    shutil.rmtree(folder, ignore_errors=True)
    results = []
    for job in book_jobs(task.parameters, folder):
        notebook = unpacked(job, task.notebooks[job.chapter.name])
        if notebook is None:
            raise BuildError(f"{job.chapter.name}: what was kept of it is not whole.")
        write_whole(job.output, notebook)
        results.append(Result(job, "cached", notebook=job.output))
    return folder, results


_DOES: Mapping[type, Callable[[Workshop, Any], Done]] = {
    Execution: _execute,
    Pages: _write_pages,
    Pdf: _print,
}


# A folder as bytes


def pack_folder(folder: Path) -> bytes:
    """All files of a folder, the same bytes for the same files."""
    packed_files = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed_files, mode="wb", compresslevel=1, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|") as tar,
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
                entry.size = path.stat().st_size
                with path.open("rb") as file:
                    tar.addfile(entry, file)
    return packed_files.getvalue()


def unpack_folder(content: bytes, folder: Path) -> None:
    """Write the files that :func:`pack_folder` has packed.

    Raises:
        BuildError: they cannot be written.
        ValueError: the bytes are no such folder.
    """
    make_folder(folder)
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r|gz") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, gzip.BadGzipFile) as error:
        raise ValueError("is no packed folder") from error
    except OSError as error:
        raise cannot_be_written(folder, error) from error
