"""Execute chapters by papermill, each in a process and a working folder of its own.

:func:`execute_job` executes one by an engine of papermill's; :func:`execute_chapters` runs many, of
which nothing is left where it is ended. A run writes into a folder of its own. A notebook comes
from there to its place by the command that started the run, so that nothing a process still
writes, whose command was killed, is taken for what a later one executed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal, Protocol, cast
from uuid import uuid4

from reportlib.base.errors import ChapterError, raise_all
from reportlib.base.files import DISK_FULL, cannot_be_written, make_folder, write_whole
from reportlib.base.parameters import check_parameters
from reportlib.base.payload import EXHIBIT_MIME, FOR_BOOK, FORMS_VARIABLE
from reportlib.base.project import ROOT_VARIABLE, find_root
from reportlib.base.reads import READS_VARIABLE, recorded_reads
from reportlib.build.chapters import (
    Chapter,
    is_page,
    kernel_faults,
    name_kernel,
    notebook_timeout,
    read_notebook,
)
from reportlib.build.engines import Engine
from reportlib.build.faults import Fault, read_fault
from reportlib.build.processes import WorkerDiedError, Workers, keep_signals_away

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED_TAG = "injected-parameters"
MARKER_TAG = "papermill-error-cell-tag"  # of cells that say that another one failed
TIMEOUT = 600  # seconds that a cell may take, unless its notebook or the command says
Status = Literal["succeeded", "cached", "failed", "never started"]


@dataclass(frozen=True)
class Job:
    """A chapter to execute, with checked parameters, and where its notebook is written.

    Its ``pictures`` of drawings are for viewers of notebooks; the book's pages need none.
    """

    chapter: Chapter
    parameters: Mapping[str, str | int]
    output: Path
    pictures: bool = False


@dataclass(frozen=True)
class Result:
    """How an execution ended.

    ``notebook`` is the executed notebook, also of a failed chapter; ``fault`` is why and where
    a chapter did not succeed. ``reads`` names the files below ``data/`` that it read.
    """

    job: Job
    status: Status
    seconds: float = 0.0
    notebook: Path | None = None
    fault: Fault | None = None
    reads: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the notebook is what the chapter computes."""
        return self.status in ("succeeded", "cached")

    def outcome(self) -> str:
        """How it ended, in a few words; why it failed is told by :meth:`explain`."""
        said = {"succeeded": "executed", "cached": "unchanged"}.get(self.status, self.status)
        return f"{self.job.chapter.name}: {said}"

    def explain(self) -> str:
        """What went wrong, where, and what to open."""
        if self.fault is None:
            return self.outcome()
        kept = f"\n  The notebook up to there is {self.notebook}" if self.notebook else ""
        return self.fault.explain(self.job.chapter.path, find_root()) + kept


class Executor(Protocol):
    """Executes jobs, for several threads at once."""

    def execute(self, job: Job, root: Path, run: Path, timeout: int | None) -> Result:
        """Execute one job, as :func:`execute_job` does; return when it has ended."""

    def end(self) -> None:
        """End at once all that was started, also what still executes; no job comes after that."""


def execute_chapters(
    jobs: Sequence[Job],
    workers: int | None = None,
    *,
    timeout: int | None = None,
    folder: Path | None = None,
    by: Callable[[], Executor] | None = None,
) -> Generator[Result, None, None]:
    """Execute chapters in parallel and give each result as it comes.

    A job whose process dies counts as failed; the others go on. Where the caller ends early,
    so does all that still runs.

    Args:
        timeout: seconds that a cell may take; else what a notebook says, or :data:`TIMEOUT`.
        folder: where the run has a folder of its own; what killed runs left there is removed.
        by: makes what executes; :class:`Stock` unless given.

    Raises:
        BuildError: a notebook cannot be written; nothing else is executed.
    """
    if not jobs:
        return
    count = min(workers or os.cpu_count() or 1, len(jobs))
    executor, root = (by or Stock)(), find_root()
    threads = ThreadPoolExecutor(count, initializer=keep_signals_away)
    with _run_folder(folder) as run:
        try:
            running = [threads.submit(executor.execute, job, root, run, timeout) for job in jobs]
            for future in as_completed(running):
                yield _accepted(future.result())
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            executor.end()
            threads.shutdown()


@contextmanager
def _run_folder(folder: Path | None) -> Iterator[Path]:
    """A folder of a run's own: nothing that an earlier one still writes can be taken for its."""
    if folder is not None:
        make_folder(folder)
        for left in folder.glob(f"{_RUN}*"):
            shutil.rmtree(left, ignore_errors=True)
    try:
        made = tempfile.TemporaryDirectory(prefix=_RUN, dir=folder, ignore_cleanup_errors=True)
    except OSError as error:
        raise cannot_be_written(folder or Path(tempfile.gettempdir()), error) from error
    with made as run:
        yield Path(run)


_RUN = "run-"


def _accepted(result: Result) -> Result:
    """The result with its notebook where the job wants it: put there by nobody but the parent."""
    if result.notebook is None:
        return result
    write_whole(result.job.output, result.notebook.read_bytes())
    return replace(result, notebook=result.job.output)


class Stock:
    """Executes jobs by papermill's own engine, each in a process; from several threads at once.

    A process is used again for the next job, since papermill takes a while to import.
    """

    def __init__(self) -> None:
        self._workers = Workers()

    def execute(self, job: Job, root: Path, run: Path, timeout: int | None) -> Result:
        """Execute one job; its notebook is written into the run's folder."""
        try:
            return self._workers.call(execute_in_process, job, root, run, timeout)
        except WorkerDiedError:
            return Result(job, "failed", fault=Fault("its process died before it could answer"))

    def end(self) -> None:
        """End all processes at once, also those that still execute."""
        self._workers.end()


def execute_in_process(job: Job, root: Path, run: Path, timeout: int | None) -> Result:
    """Execute one job in this process, which is a worker's: it changes what is the process's.

    Raises:
        ParameterError: as :func:`execute_job`.
        BuildError: as :func:`execute_job`.
    """
    from reportlib.build.stock import STOCK

    reads = reads_file(run)
    os.environ.update(variables(job, root, reads))
    with tempfile.TemporaryFile(dir=run) as log, _stderr_to(log.fileno()):
        result = execute_job(job, root, run, STOCK, timeout)
    return replace(result, reads=recorded_reads(reads, root / "data"))


def reads_file(run: Path) -> Path:
    """A new place in a run's folder for the record of what a job reads."""
    return run / f"{uuid4().hex}.reads"


def variables(job: Job, root: Path, reads: Path) -> dict[str, str]:
    """What a job's kernel finds in its environment: the project, which forms of drawings, reads."""
    try:
        page = is_page(read_notebook(job.chapter.path))
    except ChapterError:
        page = False  # which is told when it is executed
    return {
        ROOT_VARIABLE: str(root),
        FORMS_VARIABLE: "all" if job.pictures or page else FOR_BOOK,
        READS_VARIABLE: str(reads),
    }


def execute_job(
    job: Job, root: Path, run: Path, engine: Engine, timeout: int | None = None
) -> Result:
    """Execute one chapter by an engine of papermill's.

    The notebook is written below the run's folder, and so is the working folder, so that nothing
    a chapter writes stays. Parameters are checked again here, since papermill injects their
    names as code.

    Raises:
        ParameterError: a name or a value is refused; nothing was executed.
        BuildError: the notebook cannot be written.
    """
    check_parameters(job.parameters)
    started = perf_counter()
    try:
        notebook = deepcopy(read_notebook(job.chapter.path))
        raise_all(ChapterError, kernel_faults(job.chapter, notebook))
        limit = timeout or notebook_timeout(notebook, job.chapter.path) or TIMEOUT
    except ChapterError as error:
        return Result(job, "never started", fault=Fault(str(error)))
    page = is_page(notebook)
    try:
        folder = Path(tempfile.mkdtemp(prefix="chapter-", dir=run))
        executed, fault = _papermill(notebook, job.parameters, folder, root, engine, limit)
        _tidy(executed)
        if page:
            _show_as_anywhere(executed)
        output = folder / job.output.name
        write_whole(output, _written(executed))
    except OSError as error:
        raise cannot_be_written(job.output, error) from error
    except RecursionError:
        return Result(job, "failed", fault=Fault("is nested too deeply to be executed"))
    return Result(job, "failed" if fault else "succeeded", perf_counter() - started, output, fault)


def _papermill(
    notebook: NotebookNode,
    parameters: Mapping[str, str | int],
    folder: Path,
    root: Path,
    engine: Engine,
    timeout: int,
) -> tuple[NotebookNode, Fault | None]:
    """The notebook as far as it was executed, and the fault that ended it."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    output = folder / "executed.ipynb"
    work = folder / "work"
    work.mkdir()
    name_kernel(notebook)
    raised = None
    try:
        papermill.execute_notebook(
            notebook,
            _literal(output),
            parameters=dict(parameters),
            engine_name=engine.name,
            progress_bar=False,
            request_save_on_cell_execute=False,
            execution_timeout=timeout,
            **engine.options(work, output),
        )
    except PapermillExecutionError:
        pass  # it stands in the notebook
    except Exception as error:
        if isinstance(error, RecursionError) or getattr(error, "errno", None) in DISK_FULL:
            raise
        raised = error
    if not output.exists():
        papermill.execute_notebook(
            notebook, _literal(output), parameters=dict(parameters), prepare_only=True
        )
    executed = nbformat.read(output, as_version=4)
    executed.cells = [cell for cell in executed.cells if MARKER_TAG not in _tags(cell)]
    return executed, _fault(executed, raised, root)


def _written(notebook: NotebookNode) -> bytes:
    from nbformat import writes

    return cast(str, writes(notebook)).encode()


def _tags(cell: NotebookNode) -> Sequence[str]:
    return cast(Sequence[str], cell.metadata.get("tags", []))


def _fault(executed: NotebookNode, raised: Exception | None, root: Path) -> Fault | None:
    """What ended a chapter before its end, whether or not papermill takes it for a fault."""
    if raised is not None:
        reason = str(raised).strip().partition("\n")[0]
        if type(raised).__name__ != "CellEndedError":
            return Fault(f"{type(raised).__name__}: {reason}".rstrip(": "))
        begun = [n for n, cell in enumerate(executed.cells) if _status(cell) != "pending"]
        return Fault(reason, _counted(executed, begun[-1]) if begun else None)
    for number, cell in enumerate(executed.cells):
        if cell.cell_type == "code" and cell.source.strip() and not _LEFT_OUT & {*_tags(cell)}:
            fault = _cell_fault(executed, number, root)
            if fault is not None:
                return fault
    return None


_LEFT_OUT = {"skip-execution"}  # which nbclient leaves out


def _status(cell: NotebookNode) -> str:
    return str(cell.metadata.get("papermill", {}).get("status", "pending"))


def _counted(executed: NotebookNode, number: int) -> int:
    """The number that a cell of an executed notebook has in the chapter itself."""
    return sum(INJECTED_TAG not in _tags(cell) for cell in executed.cells[:number])


def _cell_fault(executed: NotebookNode, number: int, root: Path) -> Fault | None:
    cell, place = executed.cells[number], _counted(executed, number)
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if "raises-exception" in _tags(cell):
        errors = []
    elif not errors and cell.metadata.get("papermill", {}).get("exception"):
        # IPython only says it on standard error where a magic is not known.
        said = "".join(out.text for out in cell.outputs if out.get("name") == "stderr").strip()
        return read_fault(place, cell.source, "CellExecutionError", said, [], root)
    for error in errors:
        if error.ename in _ENDED:
            found = read_fault(place, cell.source, error.ename, "", error.traceback, root)
            return replace(found, error=error.evalue + _ENDED[error.ename])
        if error.ename == "SystemExit" and error.evalue in ("", "0"):
            return Fault("SystemExit: ends the chapter; what follows was not executed", place)
        return read_fault(place, cell.source, error.ename, error.evalue, error.traceback, root)
    if cell.execution_count is None:
        return Fault("was not executed; the chapter ended before it", place)
    return None


_ENDED = {  # by the engine, not by the cell: what is to be said beside its own words
    "CellTimeoutError": ". Raise it by --timeout, or by `timeout` in the notebook's metadata",
    "DeadKernelError": "",
    "OutputError": "",
}


@contextmanager
def _stderr_to(log: int) -> Iterator[None]:
    """Send what the kernel says on standard error to a file, not to the reader's terminal."""
    kept = os.dup(2)
    os.dup2(log, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _literal(path: Path) -> str:
    """A path that papermill, which formats paths, leaves as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _show_as_anywhere(notebook: NotebookNode) -> None:
    """Leave of exhibits what any viewer shows: on a page they are samples, without a label.

    The corner of a table of pandas is a head without a word, which a screen reader stumbles over.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            data.pop(EXHIBIT_MIME, None)
            if "text/html" in data:
                data["text/html"] = data["text/html"].replace("<th></th>", "<td></td>")


def _tidy(notebook: NotebookNode) -> None:
    """Hide the injected cell in the book, and drop what differs from run to run."""
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if INJECTED_TAG in cell.metadata.get("tags", []):
            cell.metadata["tags"] = [*cell.metadata["tags"], "remove-cell"]
            cell["id"] = INJECTED_TAG  # papermill draws one by lot
    record = notebook.metadata.get("papermill", {})
    notebook.metadata["papermill"] = {
        key: record[key] for key in ("parameters", "version", "exception") if record.get(key)
    }
