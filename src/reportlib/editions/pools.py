"""Where tasks are worked, and by processes of this machine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from reportlib.build.processes import Workers, keep_signals_away

P = ParamSpec("P")
T = TypeVar("T")


class Pool(Executor, ABC):
    """An executor that knows its workers.

    A call whose worker is lost raises :class:`~reportlib.build.processes.WorkerDiedError`.
    """

    @abstractmethod
    def most(self) -> int:
        """How many calls to give it at a time now, so that none of its workers waits for one."""

    def check(self, version: Mapping[str, str]) -> None:
        """Refuse workers that have other files than these; called before anything is worked."""

    def again(self) -> Iterable[Future[Any]]:
        """The calls whose workers died since this was last asked, and which others do now."""
        return ()


class LocalPool(Pool):
    """Processes of this machine, each with one task at a time; one that dies is replaced.

    The pools of Python and of loky give up all tasks where one process dies, and cannot say with
    which; here it is known, and the others go on. All end with this process, however that ends.

    Args:
        jobs: how many.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._workers = Workers()
        self._threads = ThreadPoolExecutor(jobs, initializer=keep_signals_away)

    def most(self) -> int:
        """Two more than there are processes."""
        return self._jobs + 2

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let a function be called by a process that is free, or by the first that will be."""
        return self._threads.submit(lambda: self._workers.call(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all at once where tasks are to be cancelled; else when they are done."""
        if wait and not cancel_futures:
            self._threads.shutdown()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._workers.end()
        self._threads.shutdown(wait=wait)
