"""The kernel without sockets: ipykernel's own, made once and forked, which runs one notebook.

Its messages go over one socket. What is printed, by Python or below it, goes into two pipes.
Before each message a mark is written into both, so that the reader knows what came before it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets.config import Config

from reportlib.engine import frames

NO_COMMS = (
    "The cell opens a comm, as widgets do, which the forked engine does not carry. "
    'Write "reportlib": {"engine": "stock"} into the notebook\'s metadata.'
)


class PipeSession(Session):
    """A session of Jupyter's that sends over one socket, and only from the kernel's process."""

    def connect(self, connection: socket.socket, mark: bytes, pipes: tuple[int, int]) -> None:
        """Say where messages go from now on."""
        self._connection, self._mark, self._pipes = connection, mark, pipes
        self._owner, self._lock = os.getpid(), threading.Lock()

    def send(
        self,
        stream: object,  # noqa: ARG002
        msg_or_type: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        *_: object,
        **__: object,
    ) -> dict[str, Any]:
        """Send a message after all that was printed before it."""
        message = msg_or_type
        if isinstance(message, str):
            message = {"msg_type": message, "content": content or {}}
        if message["msg_type"].startswith("comm"):
            raise NotImplementedError(NO_COMMS)
        if os.getpid() == self._owner:
            sys.stdout.flush()
            sys.stderr.flush()
            with self._lock:
                for pipe in self._pipes:
                    os.write(pipe, self._mark)
                frames.send(
                    self._connection, {key: message[key] for key in ("msg_type", "content")}
                )
        return message


def make_kernel() -> Any:
    """A kernel with its shell, as a new kernel of Jupyter's has them."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread
    config.IPKernelApp.connection_file = ""  # by which libraries know a notebook
    kernel = IPythonKernel.instance(
        session=PipeSession(), config=config, log=logging.getLogger(__name__)
    )
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    return kernel


def run_cells(kernel: Any, connection: socket.socket, mark: bytes) -> None:
    """Run the cells that come over the socket until the other side hangs up."""
    pipes = _print_into_pipes()
    kernel.session.connect(connection, mark, pipes)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kernel.io_loop = IOLoop.current()
    owner = os.getpid()
    while not kernel.shell.exit_now and (request := frames.receive(connection)) is not None:
        kernel.session.send(None, "execute_input", {"execution_count": kernel.execution_count})
        signal.signal(signal.SIGINT, signal.default_int_handler)
        reply = loop.run_until_complete(kernel.do_execute(request["code"], silent=False))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if os.getpid() != owner:  # the cell forked, and this is the other process
            return
        kept = ("status", "ename", "evalue", "traceback", "execution_count")
        kernel.session.send(None, "execute_reply", {key: reply.get(key) for key in kept})


def _print_into_pipes() -> tuple[int, int]:
    """Let Python print into pipes of its own, which stay when a cell puts others at 1 and 2."""
    pipes = os.dup(1), os.dup(2)
    sys.stdout, sys.stderr = (
        open(pipe, "w", buffering=1, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
        for pipe in pipes
    )
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]
    return pipes
