"""Execute chapters by papermill, each in a process and a working folder of its own.

Everything that is particular to papermill and nbclient stands here: an engine of
another kind would be named in :func:`_papermill` and nowhere else.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import nbformat
from nbformat import NotebookNode

from reportlib.base.errors import ChapterError, raise_all
from reportlib.base.files import write_whole
from reportlib.base.parameters import check_parameters
from reportlib.base.payload import EXHIBIT_MIME, FOR_BOOK, FORMS_VARIABLE
from reportlib.base.project import ROOT_VARIABLE, find_root
from reportlib.build.chapters import Chapter, is_page, kernel_faults, read_notebook
from reportlib.build.faults import Fault, read_fault

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

INJECTED_TAG = "injected-parameters"
MARKER_TAG = "papermill-error-cell-tag"  # of cells that say that another one failed
TIMEOUT = 600  # seconds a single cell may take
Status = Literal["succeeded", "failed", "never started"]


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
    a chapter did not succeed.
    """

    job: Job
    status: Status
    seconds: float = 0.0
    notebook: Path | None = None
    fault: Fault | None = None

    def outcome(self) -> str:
        """How it ended, in a few words; why it failed is told by :meth:`explain`."""
        return f"{self.job.chapter.name}: " + (
            "executed" if self.status == "succeeded" else self.status
        )

    def explain(self) -> str:
        """What went wrong, where, and what to open."""
        if self.fault is None:
            return self.outcome()
        kept = f"\n  The notebook up to there is {self.notebook}" if self.notebook else ""
        return self.fault.explain(self.job.chapter.path, find_root()) + kept


def execute_chapters(jobs: Sequence[Job], workers: int | None = None) -> Iterator[Result]:
    """Execute chapters in parallel and give each result as it comes.

    A job whose process dies counts as failed; the others go on in new processes.
    """
    count = max(1, min(workers or os.cpu_count() or 1, len(jobs)))
    waiting = list(jobs)
    while waiting:
        done: set[str] = set()
        for result in _run_pool(waiting, count):
            done.add(result.job.chapter.name)
            yield result
        left = [job for job in waiting if job.chapter.name not in done]
        # With several workers any of the jobs may be the one that took the others along.
        if left and len(left) == len(waiting) and count == 1:
            fault = Fault("its process died before it could answer")
            yield Result(left.pop(0), "failed", fault=fault)
        waiting, count = left, 1


def _run_pool(jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    root = find_root()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running: dict[Future[Result], Job] = {
            pool.submit(execute_chapter, job, root): job for job in jobs
        }
        for future in as_completed(running):
            with suppress(BrokenProcessPool):
                yield future.result()


def execute_chapter(job: Job, root: Path) -> Result:
    """Execute one chapter in this process; call it in a process of its own.

    The working folder is a temporary one, so that nothing a chapter writes stays.
    Parameters are checked again here, since papermill injects their names as code.

    Raises:
        ParameterError: a name or a value is refused; nothing was executed.
    """
    check_parameters(job.parameters)
    os.environ[ROOT_VARIABLE] = str(root)
    started = perf_counter()
    try:
        notebook = read_notebook(job.chapter.path)
        raise_all(ChapterError, kernel_faults(job.chapter, notebook))
    except ChapterError as error:
        return Result(job, "never started", fault=Fault(str(error)))
    page = is_page(notebook)
    os.environ[FORMS_VARIABLE] = "all" if job.pictures or page else FOR_BOOK
    with tempfile.TemporaryDirectory(prefix="chapter-") as folder:
        executed, fault = _papermill(notebook, job.parameters, Path(folder), root)
    _tidy(executed)
    if page:
        _show_as_anywhere(executed)
    write_whole(job.output, nbformat.writes(executed).encode())
    return Result(
        job, "failed" if fault else "succeeded", perf_counter() - started, job.output, fault
    )


def _papermill(
    notebook: NotebookNode, parameters: Mapping[str, str | int], folder: Path, root: Path
) -> tuple[NotebookNode, Fault | None]:
    """The notebook as far as it was executed, and the fault that ended it."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    output = folder / "executed.ipynb"
    work = folder / "work"
    work.mkdir()
    fault, raised = None, None
    try:
        with _stderr_to(folder / "kernel.log"):
            papermill.execute_notebook(
                notebook,
                _literal(output),
                parameters=dict(parameters),
                cwd=work,
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=TIMEOUT,
            )
    except PapermillExecutionError as error:
        raised = error
    except Exception as error:
        said = (folder / "kernel.log").read_text(encoding="utf-8", errors="replace")
        fault = Fault(f"{type(error).__name__}: {error}\n{said[-2000:]}".rstrip())
    if not output.exists():
        papermill.execute_notebook(
            notebook, _literal(output), parameters=dict(parameters), prepare_only=True
        )
    executed = nbformat.read(output, as_version=4)
    return executed, fault if raised is None else _fault(raised, executed, root)


def _fault(error: PapermillExecutionError, executed: NotebookNode, root: Path) -> Fault:
    """The fault of a cell, which is counted as in the chapter itself."""
    cells = [cell for cell in executed.cells if MARKER_TAG not in cell.metadata.get("tags", [])]
    before = cells[: error.cell_index]
    place = sum(INJECTED_TAG not in cell.metadata.get("tags", []) for cell in before)
    message = error.evalue
    if not error.traceback:  # IPython only says it on standard error where a magic is not known
        outputs = cells[error.cell_index].outputs
        message = "".join(out.text for out in outputs if out.get("name") == "stderr").strip()
    return read_fault(place, error.source, error.ename, message, error.traceback, root)


@contextmanager
def _stderr_to(log: Path) -> Iterator[None]:
    """Send what the kernel says on standard error to a file, not to the reader's terminal."""
    kept = os.dup(2)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 2)
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
