"""A process that has done something once, with all that took to import, and forks for each other.

Sphinx takes ten seconds to import and to read its languages, templates and grammars in. A child
forked from a process that has built a book needs none of it, and gives its memory back by its end.
"""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

from reportlib.base.errors import BuildError
from reportlib.build.processes import (
    answer,
    end_with_parent,
    kill_with_children,
    leave_signals_to_parent,
    signals_waiting,
)

P = ParamSpec("P")
T = TypeVar("T")


class DiedError(BuildError):
    """The process ended before it could answer; the next call starts another."""


class Warm:
    """The process as its owner, a single thread, sees it.

    It starts with the first call, and ends with its owner.
    The first call runs in the process itself, which keeps what that leaves in memory: functions
    to be called must remember nothing that differs from call to call. After that each runs in a
    child of its own.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The process, unless it has not started or has ended."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function there and return what it returns, or raise what it raises.

        Raises:
            DiedError: the process ended before it could answer.
        """
        pipe = self._started()
        try:
            pipe.send((function, args, named))
            returned, told = pipe.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise _died() from error
        if not returned:
            raise told
        found: T = told
        return found

    def _started(self) -> Connection:
        if self._pipe is None:
            ours, theirs = socket.socketpair()
            with theirs, signals_waiting():
                # Imported, not run as a module: its errors have to be of a class known here.
                program = f"from {__name__} import main; main()"
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-c", program, str(os.getpid()), str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                )
            self._pipe = Connection(ours.detach())
        return self._pipe

    def end(self) -> None:
        """End the process and its children at once."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None:
            kill_with_children(process.pid)
            process.wait()
        if pipe is not None:
            pipe.close()


def _died() -> DiedError:
    return DiedError(
        "The process that writes the pages died, perhaps for lack of memory. "
        "Free some and run it again."
    )


def _serve(pipe: Connection) -> None:
    warm = False
    while True:
        try:
            function, args, named = pipe.recv()
        except (EOFError, OSError):
            return
        if not warm:
            answer(pipe, function, args, named)
            gc.collect()
            gc.freeze()  # what stays is not looked at again, nor copied into children for that
            warm = True
        elif _in_child(pipe, function, args, named):
            pipe.send((False, _died()))


def _in_child(pipe: Connection, function: Any, args: Any, named: Any) -> int:
    """Answer from a child; what it ended with, which is not 0 where it did not answer."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    code = 1
    with suppress(BaseException):
        end_with_parent(parent)
        answer(pipe, function, args, named)
        code = 0
    os._exit(code)


def main() -> None:
    """Serve the owner that started this process, whose id and pipe are the arguments."""
    leave_signals_to_parent()
    end_with_parent(int(sys.argv[1]))
    _serve(Connection(int(sys.argv[2])))
