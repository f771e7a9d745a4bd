"""papermill's client over a forked kernel, and which notebooks need another kind of kernel."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient

from reportlib.base.errors import ExecutionError
from reportlib.engine.server import (
    GRACE,
    OUTPUT,
    Kernel,
    KernelEndedError,
    OutputError,
    Server,
)

TICK = 1.0  # seconds between two looks at the clock while a cell runs
LIVE_TICK = 0.2  # the same where the output is logged as it comes
SUPPORTED = {"allow_errors", "allow_error_names", "autosave_cell_every", "force_raise_errors"}
SUPPORTED |= {"record_timing", "skip_cells_with_tag", "timeout_func"}


def why_stock(
    notebook: NotebookNode, kernel_name: str, engine: str | None, options: Mapping[str, Any]
) -> str | None:
    """Why a notebook needs a kernel of papermill's own; ``None`` where it is forked."""
    wanted = engine or notebook.metadata.get("reportlib", {}).get("engine", "forked")
    if wanted not in ("forked", "stock"):
        raise ExecutionError(f"engine: is {wanted!r}; expected `forked` or `stock`.")
    others = {name for name, value in options.items() if value is not None} - SUPPORTED
    others -= {"timeout", "startup_timeout", "log", "log_output", "stdout_file", "stderr_file"}
    reasons = {
        "it is asked for": wanted == "stock",
        f"the kernel is {kernel_name}": kernel_name != "python3",
        f"the options {', '.join(sorted(others))}": bool(others),
        f"{sys.platform} cannot fork one": sys.platform != "linux",
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


class ForkClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which treats outputs as ever, over a forked kernel."""

    _kernel: Kernel

    def execute_in(
        self,
        server: Server,
        folder: Path | None,
        environment: Mapping[str, str] | None,
        memory: int | None,
    ) -> None:
        """Run all cells in one kernel of a server, up to the first that fails."""
        self.reset_execution_trackers()
        with server.kernel(folder, environment, memory) as self._kernel:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = server.language_info

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: object) -> NotebookNode:
        """Run one cell; whatever ends it before its time makes it a failed one."""
        tags = cell.metadata.get("tags", [])
        if (
            cell.cell_type == "code"
            and cell.source.strip()
            and self.skip_cells_with_tag not in tags
        ):
            try:
                self._run(cell, cell_index)
            except BaseException:
                self.nb_man.cell_exception(cell, cell_index=cell_index)
                raise
        return cell

    def _run(self, cell: NotebookNode, index: int) -> None:
        cell.outputs = []
        self.clear_before_next_output = False
        if self.record_timing:
            cell.metadata["execution"] = {}
        self._time(cell, "iopub.status.busy")
        self._kernel.send({"code": cell.source})
        self.code_cells_executed += 1
        try:
            reply = self._answer(cell, index)
        except (KernelEndedError, OutputError) as error:
            self._put_printed(self._kernel.printed(all_of_it=True), cell, index)
            if isinstance(error, OutputError):
                said = f"shows more than {OUTPUT // 1_000_000} million characters, the most that a "
                said += "cell may. Show a part of it, or save it to a file"
                self._fail(cell, index, "OutputError", said)
            self._fail(cell, index, "DeadKernelError", f"the kernel died: {error}")
        self._time(cell, "iopub.status.idle")
        self._time(cell, "shell.execute_reply")
        if reply["status"] == "error" and not self._allows(cell, reply):
            raise CellExecutionError.from_cell_and_msg(cell, reply)

    def _answer(self, cell: NotebookNode, index: int) -> dict[str, Any]:
        """Put a cell's outputs into it until its reply comes; interrupt it when time is over."""
        seconds = self._get_timeout(cell)
        end = time.monotonic() + seconds if seconds else float("inf")
        live = self.log_output or self.stdout_file or self.stderr_file
        interrupted = False
        while True:
            left = end - time.monotonic()
            message = self._kernel.receive(max(0.0, min(left, LIVE_TICK if live else TICK)))
            if message is not None:
                self._put_printed((message.stdout, message.stderr), cell, index)
                if message.kind == "execute_reply":
                    break
                self._put(message.kind, message.content, cell, index)
            elif live:
                self._put_printed(self._kernel.printed(), cell, index)
            if left <= 0:
                if interrupted:
                    self._fail_by_time(cell, index, seconds)
                self.log.error(f"The cell takes longer than {seconds} s and is interrupted.")
                self._kernel.interrupt()
                interrupted, end = True, time.monotonic() + GRACE
            self.nb_man.autosave_cell()
        if interrupted:
            self._fail_by_time(cell, index, seconds)
        return message.content

    def _put(self, kind: str, content: dict[str, Any], cell: NotebookNode, index: int) -> None:
        """Hand a message to nbclient as Jupyter would have sent it."""
        if kind == "execute_input":
            self._time(cell, "iopub.execute_input")
        header = {"msg_type": kind, "date": datetime.now(UTC)}
        parent = {"msg_id": ""}
        message = {"msg_type": kind, "header": header, "parent_header": parent, "content": content}
        self.process_message(message, cell, index)

    def _put_printed(self, texts: tuple[str, str], cell: NotebookNode, index: int) -> None:
        for name, text in zip(("stdout", "stderr"), texts, strict=True):
            if text:
                self._put("stream", {"name": name, "text": text}, cell, index)
                if [out.get("name") for out in cell.outputs[-2:]] == [name, name]:
                    last = cell.outputs.pop()
                    cell.outputs[-1].text += last.text

    def _time(self, cell: NotebookNode, event: str) -> None:
        if self.record_timing:
            cell.metadata["execution"].setdefault(event, timestamp())

    def _allows(self, cell: NotebookNode, reply: Mapping[str, Any]) -> bool:
        return not self.force_raise_errors and (
            self.allow_errors
            or reply["ename"] in self.allow_error_names
            or "raises-exception" in cell.metadata.get("tags", [])
        )

    def _fail_by_time(self, cell: NotebookNode, index: int, seconds: float | None) -> None:
        """Tell the time-out, and where the interrupted cell was at that time."""
        self._put_printed(self._kernel.printed(all_of_it=True), cell, index)
        where: list[str] = []
        with suppress(IndexError, KeyError):
            if cell.outputs[-1]["ename"] == "KeyboardInterrupt":
                where = cell.outputs.pop()["traceback"]
        told = f"took longer than the {seconds} s that a cell may"
        self._fail(cell, index, "CellTimeoutError", told, where)

    def _fail(
        self,
        cell: NotebookNode,
        index: int,
        ename: str,
        evalue: str,
        traceback: list[str] | None = None,
    ) -> None:
        lines = [*(traceback or []), f"{ename}: {evalue}"]
        error = {"ename": ename, "evalue": evalue, "traceback": lines}
        self._put("error", error, cell, index)
        raise CellExecutionError.from_cell_and_msg(cell, error)
