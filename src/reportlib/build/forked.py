"""Executes chapters in kernels forked from one process that has everything in memory."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from reportlib.base.errors import ChapterError, ExecutionError
from reportlib.base.project import PACKAGE, ROOT_VARIABLE
from reportlib.base.reads import READS_VARIABLE, recorded_reads
from reportlib.build.chapters import read_notebook
from reportlib.build.execution import (
    Engine,
    Executor,
    Job,
    Result,
    Stock,
    execute_job,
    reads_file,
    variables,
)
from reportlib.build.faults import Fault
from reportlib.engine.server import Server

ENGINE = "forked"
ENGINES = (ENGINE, "stock")
USUAL = ENGINE if sys.platform == "linux" else "stock"
LOAD = "reportlib.content.warm:warm"  # by name: what executes chapters imports none of their code


class Forked:
    """Executes jobs by the forked engine; from several threads at once.

    A notebook whose metadata ask for papermill's own engine is executed by that.

    Args:
        root: of the project.
        many: whether all tables are loaded beforehand, which pays for more than one or two jobs.
    """

    def __init__(self, root: Path, *, many: bool) -> None:
        from papermill.engines import papermill_engines

        from reportlib.engine.entry import ForkEngine

        papermill_engines.register(ENGINE, ForkEngine)  # also where it was installed before
        topics = sorted(path.parent.name for path in PACKAGE.glob("topics/*/__init__.py"))
        warm = [f"reportlib.topics.{name}" for name in topics]
        # Read here, a file is told by no chapter; the record is empty, and so the reads are noted.
        environment = {ROOT_VARIABLE: str(root), READS_VARIABLE: ""}
        self._server = Server([*warm, *([LOAD] if many else [])], environment=environment)
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


def executor(engine: str, root: Path, jobs: int) -> Executor:
    """What executes so many jobs by an engine of :data:`ENGINES`."""
    return Forked(root, many=jobs > _FEW) if engine == ENGINE else Stock()


_FEW = 2


def _wants_stock(job: Job) -> bool:
    try:
        metadata = read_notebook(job.chapter.path).metadata
    except ChapterError:
        return False  # which is told when it is executed
    return bool(metadata.get("reportlib", {}).get("engine") == "stock")
