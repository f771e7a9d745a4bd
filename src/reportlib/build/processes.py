"""Processes that end with the command that started them, however that one ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pickle import PicklingError
from typing import Any, ParamSpec, TypeVar

import psutil

from reportlib.base.errors import BuildError

P = ParamSpec("P")
T = TypeVar("T")
_POLL = 0.5  # seconds
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WorkerDiedError(Exception):
    """A process ended before it could answer; or several, one after another, for one call."""

    def __init__(self, why: str = "", times: int = 1) -> None:
        super().__init__(why)
        self.times = times


class Worker:
    """A process that calls functions, one after another, for one thread of this one.

    Its own children, such as the kernel of a notebook, end with it.

    Args:
        forked: let it have what is imported here already, where this process can be forked.
    """

    def __init__(self, *, forked: bool = False) -> None:
        may_fork = forked and _can_be_forked()
        context = get_context("fork") if may_fork else get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with signals_waiting():
            self._process.start()
        theirs.close()

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function there and return what it returns, or raise what it raises.

        Raises:
            WorkerDiedError: the process ended meanwhile.
        """
        self.ask(function, *args, **named)
        found: T = self.answer()
        return found

    def ask(self, function: Callable[P, object], *args: P.args, **named: P.kwargs) -> None:
        """Let a function be called there; :meth:`answer` waits for the end of it."""
        with suppress(OSError):  # the process ended, which is told where the answer is missing
            self._pipe.send((function, args, named))

    def answer(self) -> Any:
        """What the function returned that was asked for last.

        Raises:
            WorkerDiedError: the process ended meanwhile.
        """
        try:
            returned, answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDiedError from error
        if not returned:
            raise answer
        return answer

    def end(self) -> None:
        """End the process and its children at once, whatever they are doing."""
        pid = self._process.pid
        if pid is not None and self._process.is_alive():
            kill_with_children(pid)
        self._process.join()


class Workers:
    """Processes that call functions, one at a time each, for several threads at once.

    A process is used again for the next call, since what it imports takes a while.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: list[Worker] = []
        self._idle: list[Worker] = []
        self._ended = False

    def call(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Call a function in one of them and return what it returns, or raise what it raises.

        Raises:
            WorkerDiedError: its process ended meanwhile; others go on.
        """
        worker = self._take()
        try:
            found = worker.call(function, *args, **named)
        except WorkerDiedError:
            with self._lock:
                self._started.remove(worker)
            worker.end()
            raise
        except Exception:
            self._idle.append(worker)
            raise
        self._idle.append(worker)
        return found

    def _take(self) -> Worker:
        with self._lock:
            if self._ended:
                raise WorkerDiedError
            if not self._idle:
                self._idle.append(Worker())
                self._started.append(self._idle[-1])
            return self._idle.pop()

    def end(self) -> None:
        """End all at once, also those that still work; nothing can be called after that."""
        with self._lock:
            self._ended = True
            for worker in self._started:
                worker.end()


def keep_signals_away() -> None:
    """Leave signals that end a command to its main thread; for what this thread starts as well."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def _can_be_forked() -> bool:
    """Whether no other thread could leave a lock closed for ever in a copy of this process."""
    return sys.platform == "linux" and threading.active_count() == 1


def leave_signals_to_parent() -> None:
    """Let Ctrl-C, which a terminal sends here too, be the parent's to decide on."""
    for each in _ENDING:
        signal.signal(each, signal.SIG_DFL)  # a fork has what its parent does about them
    signal.signal(signal.SIGINT, ignore)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


@contextmanager
def signals_waiting() -> Iterator[None]:
    """Let what is started here begin with signals that wait until it knows what to do."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def kill_with_children(pid: int) -> None:
    """Kill a process and all below it; those first of which it could start more."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                each.kill()


def kill_children() -> None:
    """Kill all processes below this one."""
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            each.kill()


def end_with_parent(parent: int) -> None:
    """Let this process end soon after the one that started it; call it in a program of its own.

    Args:
        parent: the id of that one, which may have ended already.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL)
        _end()

    threading.Thread(target=watch, daemon=True).start()


def _serve(pipe: Connection) -> None:
    """Call what is asked for, until nobody asks any more."""
    leave_signals_to_parent()
    threading.Thread(target=_await_parent, daemon=True).start()
    while True:
        try:
            function, args, named = pipe.recv()
        except (EOFError, OSError):
            return
        if not answer(pipe, function, args, named):
            return


def answer(pipe: Connection, function: Any, args: Any, named: Any) -> bool:
    """Send whether a function returned, and what; False where nobody asks any more."""
    try:
        told = (True, function(*args, **named))
    except Exception as error:
        told = (False, error)
    try:
        pipe.send(told)
    except BrokenPipeError:  # who asked was killed meanwhile
        return False
    except (PicklingError, AttributeError, TypeError):  # of an error that holds half of Sphinx
        pipe.send((False, BuildError(f"{type(told[1]).__name__}: {told[1]}")))
    return True


def ignore(*_: object) -> None:
    """Do nothing; unlike what the system ignores, it is not handed down to kernels."""


def _await_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        _end()


def _end() -> None:
    kill_children()
    os._exit(1)
