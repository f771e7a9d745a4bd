"""Papermill's own engine, with what a build needs beside: an end to output, an account of ends.

It executes as papermill does. A cell that prints more than anybody reads is ended, and where
a kernel dies or a cell takes too long, the notebook as far as it came is not lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from signal import Signals
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger

from reportlib.build.engines import Engine
from reportlib.build.processes import kill_children

ENGINE = "reportlib-stock"
LONGEST_OUTPUT = 50_000_000  # characters that a single cell may show


class CellEndedError(Exception):
    """Why a cell ended that could not say it itself."""


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Executes cells; counts what they show, and remembers their kernel's process."""

    def papermill_execute_cells(self) -> None:
        """Execute all cells."""
        self.shown: Counter[int] = Counter()
        self.process = getattr(self.km.provisioner, "process", None)
        super().papermill_execute_cells()

    def process_message(self, msg: Mapping[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take in what the kernel says of a cell."""
        before = self.shown[cell_index]
        self.shown[cell_index] += _size(msg["content"])
        if self.shown[cell_index] <= LONGEST_OUTPUT:
            return super().process_message(msg, cell, cell_index)
        if before <= LONGEST_OUTPUT:
            cell.outputs = []
            kill_children()
        return None

    def ended(self, cause: Exception) -> CellEndedError:
        """Why a cell ended, in words."""
        if any(size > LONGEST_OUTPUT for size in self.shown.values()):
            return CellEndedError(
                f"shows more than {LONGEST_OUTPUT // 10**6} million characters, the most that a "
                "cell may. Show a part of it, or save it to a file"
            )
        if isinstance(cause, CellTimeoutError):
            return CellEndedError(
                f"took longer than the {self.timeout} s that a cell may. Raise it by --timeout, or "
                "by `timeout` in the notebook's metadata"
            )
        code = self.process.poll() if self.process else None
        return CellEndedError(f"the kernel died{_how(code)}")


class StockEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's engine, for :data:`ENGINE`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        saved: Path,
        execution_timeout: int,
        start_timeout: int = 60,
        **_: Any,
    ) -> Any:
        """Execute a notebook; where it could not be done, write to ``saved`` what was."""
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            log=logger,
        )
        try:
            return client.execute()
        except (DeadKernelError, CellTimeoutError) as error:
            nbformat.write(nb_man.nb, saved)
            raise client.ended(error) from error


def _size(content: Mapping[str, Any]) -> int:
    data = content.get("data") or {}
    return len(content.get("text") or "") + sum(
        len(shown) for shown in data.values() if isinstance(shown, str)
    )


def _how(code: int | None) -> str:
    if code is None:
        return ""
    if code >= 0:
        return f": its process ended with exit code {code}"
    memory = ", perhaps for lack of memory" if -code == Signals.SIGKILL else ""
    return f": its process was ended by {Signals(-code).name}{memory}"


papermill_engines.register(ENGINE, StockEngine)
STOCK = Engine(ENGINE, lambda work, saved: {"cwd": work, "saved": saved})
