"""The server as its owner sees it, and the kernels it forks; safe to use from threads."""

from __future__ import annotations

import atexit
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from reportlib.base.errors import ExecutionError
from reportlib.engine import frames

SERVING = Path(__file__).with_name("serving.py")
INTERRUPT = b"i"
GRACE = 5.0  # seconds to end in, before a process is killed
START = 60  # seconds to start in, warm-up included
OUTPUT = 50_000_000  # bytes that a cell may put out
PART = 1 << 18
KERNELSPEC = {"PYDEVD_USE_FRAME_EVAL": "NO"}  # what ipykernel's own specification sets


class Server:
    """A process with everything imported that forks a clean kernel for each notebook.

    It starts with the first kernel, and again with the next one should it have died. It ends
    with its owner, however that ends, and takes all its kernels along.

    Args:
        warm: modules to import beforehand, or functions to call (``module:function``). What
            they leave in memory every kernel starts with, so they load data, never results.
        environment: variables beside those of the owner.
        stamp: what the warm-up depends on, such as a digest of code and data; see
            :meth:`renew`.
    """

    def __init__(
        self,
        warm: Sequence[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        stamp: str = "",
    ) -> None:
        self._warm, self._stamp = tuple(warm), stamp
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._control = socket.socket()
        self._control.close()
        self._closed = self._starting = False
        self._lock = Lock()
        self.faults: dict[str, str] = {}
        """What of the warm-up failed, and why; a cell that needs the same fails with it."""
        self.language_info: dict[str, Any] = {}

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The server's process, unless it has not started or has ended."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def renew(self, stamp: str) -> None:
        """Replace the process where what it has in memory is of another stamp.

        To be called between executions: kernels of the old process end with it.
        """
        with self._lock:
            if stamp != self._stamp:
                self._stop()
                self._stamp = stamp

    def close(self) -> None:
        """End the server and all its kernels at once; no more can be started."""
        self._closed = True
        if self._starting and self._process is not None:
            self._process.kill()
        with self._lock:
            self._stop()

    def start(self) -> None:
        """Start the process now, rather than with the first kernel.

        Raises:
            ExecutionError: it could not be started, or was closed.
        """
        with self._lock:
            self._start()

    def kernel(
        self,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        memory: int | None = None,
    ) -> Kernel:
        """A new kernel in a working folder, with variables beside those of this process.

        Raises:
            ExecutionError: as :meth:`start`.
        """
        with self._lock:
            self._start()
            kernel = Kernel()
            with kernel.handed_over as descriptors, suppress(OSError):  # it died: the kernel tells
                socket.send_fds(self._control, [b"k"], descriptors)
        kernel.send(
            {
                "folder": str(folder or Path.cwd()),
                "environment": {**os.environ, **KERNELSPEC, **(environment or {})},
                "memory": memory,
                "mark": kernel.mark.decode(),
            }
        )
        return kernel

    def _start(self) -> None:
        if self._closed:
            raise ExecutionError("The server of kernels was closed; nothing more is executed.")
        if self.pid is not None:
            return
        self._stop()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-Xfrozen_modules=off", str(SERVING), str(START), *self._warm],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={**os.environ, **KERNELSPEC, **self._environment},
                start_new_session=True,  # Ctrl-C is for its owner, who ends it
            )
        ready = None
        try:
            self._starting = True
            ready = frames.receive(self._control)
        finally:
            self._starting = False
            if ready is None:
                self._process.kill()  # it may hang in the warm-up
                self._stop()
        if ready is None:
            raise ExecutionError(
                f"The server of kernels could not be started within {START} s (exit code "
                f"{self._process.returncode}). Import what the notebooks import in a Python of "
                f"its own to see the fault, or write the engine `stock` into their metadata."
            )
        self.faults, self.language_info = ready["faults"], ready["language_info"]

    def _stop(self) -> None:
        self._control.close()
        if self._process is not None:
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


@cache
def shared_server() -> Server:
    """The server of this process, for those who own none; it has no warm-up of its own."""
    server = Server()
    atexit.register(server.close)
    return server


class KernelEndedError(Exception):
    """A kernel ended while it had a cell to run."""


class OutputError(Exception):
    """A cell put out more than a notebook should hold."""


@dataclass(frozen=True)
class Message:
    """A message of a kernel's, and what was printed before it."""

    kind: str
    content: dict[str, Any]
    stdout: str
    stderr: str


class Kernel:
    """One forked kernel: send it code, receive its messages, and close it in any case."""

    def __init__(self) -> None:
        self._life, life = socket.socketpair()
        self._messages, messages = socket.socketpair()
        (self._out, out), (self._err, err) = os.pipe(), os.pipe()
        self.handed_over = _Descriptors((life.detach(), messages.detach(), out, err))
        self.mark = f"\x00{secrets.token_hex(16)}".encode()
        self._read = {fd: bytearray() for fd in (self._messages.fileno(), self._out, self._err)}
        self._taken, self._status, self._busy = 0, "", False

    def __enter__(self) -> Kernel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(GRACE if kind is None else 0.0)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message; that the kernel has died is told when the answer is waited for."""
        self._taken, self._busy = 0, True
        with suppress(OSError):
            frames.send(self._messages, message)

    def receive(self, seconds: float) -> Message | None:
        """The next message, or ``None`` where none came in this time.

        Raises:
            KernelEndedError: the kernel has ended, and all its messages were received.
            OutputError: the cell has put out too much.
        """
        until = time.monotonic() + seconds
        while (message := self._whole()) is None:
            if self._status:
                raise KernelEndedError(self._status)
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._wait(left)
        return message

    def printed(self, *, all_of_it: bool = False) -> tuple[str, str]:
        """What was printed since the last message; whole lines only, unless all is wanted."""
        return self._printed(self._out, all_of_it), self._printed(self._err, all_of_it)

    def interrupt(self) -> None:
        """Interrupt the cell as Ctrl-C would, and what it has started with it."""
        with suppress(OSError):
            self._life.send(INTERRUPT)

    def close(self, grace: float = GRACE) -> None:
        """End the kernel by itself within some seconds, else kill it; its processes as well."""
        self._messages.close()
        for pipe in (self._out, self._err):
            os.close(pipe)
        with self._life as life, suppress(OSError):
            patience = 0.0 if self._busy else grace
            if not self._status and not select.select([life], [], [], patience)[0]:
                life.shutdown(socket.SHUT_WR)
                select.select([life], [], [], GRACE)

    def _whole(self) -> Message | None:
        messages, out, err = self._read.values()
        if not (frames.is_whole(messages) and self.mark in out and self.mark in err):
            return None
        found = frames.take(messages)
        self._busy = found["msg_type"] != "execute_reply"
        texts = (self._before_mark(buffer) for buffer in (out, err))
        return Message(found["msg_type"], found["content"], *texts)

    def _before_mark(self, buffer: bytearray) -> str:
        text, _, rest = bytes(buffer).partition(self.mark)
        buffer[:] = rest
        return text.decode("utf-8", "replace")

    def _printed(self, pipe: int, all_of_it: bool) -> str:
        buffer = self._read[pipe]
        if self.mark in buffer:
            return self._before_mark(buffer) if all_of_it else ""
        end = len(buffer) if all_of_it else buffer.rfind(b"\n") + 1
        text = bytes(buffer[:end]).decode("utf-8", "replace")
        del buffer[:end]
        return text

    def _wait(self, seconds: float) -> None:
        life = self._life.fileno()
        ready, _, _ = select.select([life, *self._read], [], [], seconds)
        for descriptor in ready:
            if descriptor != life:
                self._take_in(descriptor)
        if life in ready:
            status = self._life.recv(4)
            for descriptor in list(self._read):  # what was under way when it ended
                while select.select([descriptor], [], [], 0)[0] and self._take_in(descriptor):
                    pass
            self._status = _said(status)

    def _take_in(self, descriptor: int) -> bool:
        part = os.read(descriptor, PART)
        self._read[descriptor] += part
        self._taken += len(part)
        if self._taken > OUTPUT:
            raise OutputError
        if not part:
            time.sleep(0.001)  # it ends: how, its server will say
        return bool(part)


class _Descriptors:
    """Ends that belong to the kernel: closed here once they are handed over."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self._numbers = numbers

    def __enter__(self) -> tuple[int, ...]:
        return self._numbers

    def __exit__(self, *_: object) -> None:
        for number in self._numbers:
            os.close(number)


def _said(status: bytes) -> str:
    if len(status) < 4:
        return "the process it was forked from ended"
    code = int.from_bytes(status, "big", signed=True)
    if code >= 0:
        return f"its process ended with exit code {code}"
    memory = ", perhaps for lack of memory" if -code == signal.SIGKILL else ""
    return f"its process was ended by {signal.Signals(-code).name}{memory}"
