"""Where tasks are worked: processes of this machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from reportlib.build.processes import Workers, keep_signals_away

P = ParamSpec("P")
T = TypeVar("T")


class LocalPool(Executor):
    """Processes of this machine, each with one task at a time; one that dies is replaced.

    The pools of Python and of loky give up all tasks where one process dies, and cannot say with
    which; here it is known, and the others go on. All end with this process, however that ends.

    Args:
        jobs: how many.
    """

    def __init__(self, jobs: int) -> None:
        self._workers = Workers()
        self._threads = ThreadPoolExecutor(jobs, initializer=keep_signals_away)

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
