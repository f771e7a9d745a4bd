"""Executes chapters in kernels forked from one process that has everything in memory."""

from __future__ import annotations

import ast
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reportlib.base.errors import ChapterError, ExecutionError
from reportlib.base.project import PACKAGE, ROOT_VARIABLE
from reportlib.base.reads import READS_VARIABLE, recorded_reads
from reportlib.build.chapters import read_notebook
from reportlib.build.engines import Engine
from reportlib.build.execution import (
    Executor,
    Job,
    Result,
    Stock,
    execute_job,
    reads_file,
    variables,
)
from reportlib.build.faults import Fault

ENGINE = "forked"
ENGINES = (ENGINE, "stock")
USUAL = ENGINE if sys.platform == "linux" else "stock"
LOAD = "reportlib.content.warm:warm"  # by name: what executes chapters imports none of their code


class Forked:
    """Executes jobs by the forked engine; from several threads at once.

    A notebook whose metadata ask for papermill's own engine is executed by that.

    Args:
        root: of the project.
        jobs: what is to be executed; all tables are loaded beforehand for more than a few.
    """

    def __init__(self, root: Path, jobs: Sequence[Job]) -> None:
        from papermill.engines import papermill_engines

        from reportlib.engine.entry import ForkEngine
        from reportlib.engine.server import Server  # late: a build of no change starts no kernel

        papermill_engines.register(ENGINE, ForkEngine)  # also where it was installed before
        logging.getLogger("papermill").addHandler(logging.NullHandler())  # results tell all
        # Read here, a file is told by no chapter; the record is empty, and so the reads are noted.
        environment = {ROOT_VARIABLE: str(root), READS_VARIABLE: ""}
        warm = [*_modules(jobs), *([LOAD] if len(jobs) > _FEW else [])]
        self._server = Server(warm, environment=environment)
        self._stock = Stock()

    def execute(self, job: Job, root: Path, run: Path, timeout: int | None) -> Result:
        """Execute one job; its notebook is written into the run's folder."""
        if _wants_stock(job):
            return self._stock.execute(job, root, run, timeout)
        reads = reads_file(run)
        given = {"server": self._server, "environment": variables(job, root, reads)}
        engine = Engine(ENGINE, lambda work, _: {**given, "working_folder": work})
        try:
            result = execute_job(job, root, run, engine, timeout)
        except ExecutionError as error:
            return Result(job, "failed", fault=Fault(str(error)))
        return replace(result, reads=recorded_reads(reads, root / "data"))

    def end(self) -> None:
        """End all kernels at once, also those that still execute."""
        self._server.close()
        self._stock.end()


def executor(engine: str, root: Path, jobs: Sequence[Job]) -> Executor:
    """What executes these jobs by an engine of :data:`ENGINES`."""
    return Forked(root, jobs) if engine == ENGINE else Stock()


_FEW = 2  # of which each would wait for tables that it does not read


def _modules(jobs: Iterable[Job]) -> list[str]:
    """The modules of reportlib that the code of chapters imports."""
    found: set[str] = set()
    for job in jobs:
        with suppress(ChapterError):  # which is told when it is executed
            for cell in read_notebook(job.chapter.path).cells:
                if cell.cell_type == "code":
                    found |= set(_imported(cell.source))
    return sorted(name for name in found if _is_own(name))


def _imported(source: str) -> Iterator[str]:
    with suppress(SyntaxError, ValueError):  # of a magic, or for the cell itself to tell
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
                yield node.module or ""
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def _is_own(name: str) -> bool:
    parts = name.split(".")
    place = PACKAGE.joinpath(*parts[1:])
    return parts[0] == PACKAGE.name and (place.is_dir() or place.with_suffix(".py").is_file())


def _wants_stock(job: Job) -> bool:
    try:
        metadata = read_notebook(job.chapter.path).metadata
    except ChapterError:
        return False  # which is told when it is executed
    return bool(metadata.get("reportlib", {}).get("engine") == "stock")
