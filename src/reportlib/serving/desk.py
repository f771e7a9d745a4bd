"""Who wants what: a bounded queue of what is to be made, and how far each is.

The same thing asked for twice is made once. What nobody asks after any more is given up, and so
is what takes too long.
"""

from __future__ import annotations

import itertools
import queue
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from reportlib.base.errors import ReportError
from reportlib.build.processes import keep_signals_away
from reportlib.serving.making import Asked, Making, Stopped

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED = ("done", "failed", "cancelled")
MOST = 16  # that wait
LEASE = 10.0  # seconds after which nobody is taken to wait any longer
LASTING = 900.0  # seconds that anything may take
REMEMBERED = 200  # of what has ended
_TICK = 0.5


class BusyError(Exception):
    """Too much waits already."""


@dataclass
class Task:
    """Something that is made; several may wait for it."""

    asked: Asked
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    state: State = "waiting"
    steps: list[str] = field(default_factory=list)
    problems: tuple[str, ...] = ()
    asked_at: float = field(default_factory=time.monotonic)
    began: float = 0.0
    ended: float = 0.0
    revision: int = 0
    """Of the project, when it was asked for."""
    holders: int = 0
    """How many requests are open that wait for it."""
    _why: str = ""
    _kill: Callable[[], None] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> bool:
        """Take it up, unless it was given up while it waited."""
        with self._turn:
            if self.state != "waiting":
                return False
            self.state, self.began = "running", time.monotonic()
            return True

    def step(self, text: str) -> None:
        """Note what begins."""
        if text not in self.steps:
            self.steps.append(text)

    def go_on(self) -> None:
        """Raise :class:`Stopped` where it is no longer wanted."""
        if self._why:
            raise Stopped(self._why)

    def killing(self, kill: Callable[[], None] | None) -> None:
        """Know how to end at once what is under way."""
        self._kill = kill
        if kill is not None:
            self.go_on()

    def stop(self, why: str) -> None:
        """Give it up: what waits still, at once, so that others may."""
        with self._turn:
            if self.state in ENDED or self._why:
                return
            self._why = why
            if self.state == "waiting":
                self._give_up()
        if (kill := self._kill) is not None:
            kill()

    def _give_up(self) -> None:
        self.problems, self.ended = (f"Given up: {self._why}.",), time.monotonic()
        self.state = "cancelled"

    def seconds(self) -> float:
        """How long it has taken, or took."""
        return (self.ended or time.monotonic()) - (self.began or self.asked_at)


class Desk:
    """Takes what is asked for, and has it made by a few threads, pages before books.

    Args:
        making: what makes it.
        most: how many may wait.
        lasting: seconds that each may take.
        lease: seconds after which nobody is taken to wait any longer.
    """

    def __init__(
        self, making: Making, *, most: int = MOST, lasting: float = LASTING, lease: float = LEASE
    ) -> None:
        self._making, self._most, self._lasting, self._lease = making, most, lasting, lease
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}
        self._queue: queue.PriorityQueue[tuple[int, int, Task | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, daemon=True) for _ in range(making.cores + 1)
        ]
        self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def ask(self, asked: Asked) -> Task:
        """Let something be made, unless that is under way.

        Raises:
            BusyError: too much waits already.
        """
        with self._lock:
            for task in self._tasks.values():
                if task.asked == asked and task.state not in ENDED and not task._why:
                    task.asked_at = time.monotonic()
                    return task
            waiting = sum(task.state == "waiting" for task in self._tasks.values())
            if waiting >= self._most:
                raise BusyError
            task = Task(asked, revision=self._making.revision)
            self._tasks[task.id] = task
            ended = [each for each in self._tasks.values() if each.state in ENDED]
            for old in ended[: max(0, len(ended) - REMEMBERED)]:
                del self._tasks[old.id]
        first = 0 if asked.kind in ("page", "notebook") else 1
        self._queue.put((first, next(self._numbers), task))
        return task

    def find(self, task_id: str) -> Task | None:
        """A task that is asked after; None where there is none of this name."""
        task = self._tasks.get(task_id)
        if task is not None:
            task.asked_at = time.monotonic()
        return task

    def last(self, asked: Asked) -> Task | None:
        """What was asked for last of this, since the project is as it is."""
        with self._lock:
            found = [task for task in self._tasks.values() if task.asked == asked]
        last = found[-1] if found else None
        if last is not None and last.state in ENDED and last.revision != self._making.revision:
            return None
        return last

    def close(self) -> None:
        """Give up everything."""
        self._closed.set()
        with self._lock:
            tasks = list(self._tasks.values())
        for task in tasks:
            task.stop("the server ends")
        for _ in self._threads:
            self._queue.put((-1, next(self._numbers), None))

    def _work(self) -> None:
        keep_signals_away()
        while not self._closed.is_set():
            _, _, task = self._queue.get()
            if task is None:
                return
            if not task.begin():
                continue
            try:
                self._making.make(task.asked, task)
                state: State = "done"
            except Stopped as stopped:
                state, task.problems = "cancelled", (f"Given up: {stopped}.",)
            except ReportError as error:
                state, task.problems = "failed", error.problems
            except OSError as error:  # a full disk, files removed or locked by others
                state = "failed"
                task.problems = (
                    f"{error.filename or 'A file'}: cannot be read or written "
                    f"({error.strerror or error}). Free some space, or give the server's files "
                    "back; then try again.",
                )
            except Exception as error:  # a fault of ours must not end the thread, nor hide
                state = "failed"
                task.problems = (
                    f"{type(error).__name__}: {error}. This is a fault of the server.",
                )
            if state == "failed" and task._why:  # what was killed does not say so itself
                state, task.problems = "cancelled", (f"Given up: {task._why}.",)
            task.ended = time.monotonic()
            task.state = state

    def _watch(self) -> None:
        keep_signals_away()
        while not self._closed.wait(_TICK):
            now = time.monotonic()
            with self._lock:
                tasks = [each for each in self._tasks.values() if each.state not in ENDED]
            for task in tasks:
                with suppress(Exception):
                    if not task.holders and now - task.asked_at > self._lease:
                        task.stop("nobody waits for it any more")
                    elif task.began and now - task.began > self._lasting:
                        task.stop(f"it took longer than {self._lasting:.0f} s")
