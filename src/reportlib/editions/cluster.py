"""Where tasks are worked: by the workers of a Dask cluster that runs already.

Its scheduler gives a task whose worker died to another, as often as it is set to. It imports this
module too, which therefore imports little; what goes through it are bytes.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from reportlib.base.errors import BuildError, ReportError, raise_all
from reportlib.build.processes import WorkerDiedError
from reportlib.editions.pools import Pool

P = ParamSpec("P")
T = TypeVar("T")

CONNECT = 10  # seconds until a scheduler must have answered
CHECK = 30.0  # seconds until a worker must have said what it has; one that is busy is not awaited
_PART = 2.0  # seconds that each step of the parting may take


class ClusterPool(Pool):
    """The workers of a cluster, as many as there are at each time.

    Args:
        address: of the scheduler.
        say: called with a line where there is something to know about the cluster.

    Raises:
        BuildError: `distributed` is not installed, or no scheduler answers at the address.
    """

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise BuildError(
                f"To work on a Dask cluster takes a package that is not there ({error}): "
                "pip install 'reportlib[cluster]'"
            ) from error
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what it means, errors tell
        self._address, self._say = address, say
        try:
            # A client in vain would wait for ever where something else listens, and end with noise.
            asyncio.run(asyncio.wait_for(_asked(address), CONNECT))
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                self._client = Client(
                    address, timeout=CONNECT, set_as_default=False, direct_to_workers=False
                )
        except Exception as error:  # whatever an address can be mistaken in
            raise BuildError(
                f"{address}: no Dask scheduler answers there ({_in_words(error)}). "
                "Expected an address such as tcp://10.0.0.1:8786, which `dask scheduler` prints."
            ) from error
        for each in told:
            if each.category.__name__ == "VersionMismatchWarning":
                say(str(each.message).strip())
        self._run = uuid4().hex
        self._given: dict[str, Future[Any]] = {}
        self._again: SimpleQueue[Future[Any]] = SimpleQueue()
        self._alone = False
        self._client.subscribe_topic("all", self._hear)
        self._workers = set(self._client.nthreads())
        # No work is its own retry; what a worker is given is never the same as what another has.
        self._tasks = self._client.get_executor(pure=False, retries=0)

    def _hear(self, event: tuple[float, Mapping[str, Any]]) -> None:
        """Note which workers come and go; called in the client's own thread."""
        told = event[1]
        if told.get("action") == "add-worker":
            self._workers.add(told["worker"])
        elif told.get("action") == "remove-worker":
            self._workers.discard(told["worker"])
            for key in told["processing-tasks"]:
                if given := self._given.get(key):
                    self._again.put(given)

    def check(self, version: Mapping[str, str]) -> None:
        """Refuse a cluster of which a worker has other files than these, before it does anything.

        One that joins later, or that is busy now, is held against them with its first task.

        Raises:
            BuildError: all such workers are named, each with what differs.
        """
        workers = self._client.nthreads()
        asked = {
            self._submit(worker, _refuse_other, dict(version)): worker for worker in sorted(workers)
        }
        wait(asked, CHECK)
        problems: dict[str, list[str]] = {}
        for future, worker in asked.items():
            if not future.done():
                continue
            try:
                future.result()
            except WorkerDiedError:
                continue  # which is no longer there
            except ReportError as error:
                problems.setdefault(str(error), []).append(worker)
        raise_all(BuildError, (f"{', '.join(who)}: {what}" for what, who in problems.items()))
        if workers:
            count = len(workers)
            self._say(f"{self._address}: {count} {'worker' if count == 1 else 'workers'}")
        if silent := [worker for future, worker in asked.items() if not future.done()]:
            self._say(f"{', '.join(silent)}: busy; will be looked at with the first task")
        if many := [worker for worker, threads in workers.items() if threads > 1]:
            self._say(
                f"{', '.join(many)}: of several threads one works at a time. To use all cores, "
                "start `dask worker --nthreads 1 --nworkers N`."
            )

    def most(self) -> int:
        """Twice as many as there are workers, whose next task is then there already.

        Raises:
            BuildError: the connection to the scheduler was lost.
        """
        if self._client.status != "running":
            raise self._lost()
        if not self._workers and not self._alone:
            self._say(f"{self._address}: no worker; the tasks wait for one")
        self._alone = not self._workers
        return max(1, 2 * len(self._workers))

    def again(self) -> Iterator[Future[Any]]:
        """The calls whose workers died since this was last asked, and which others do now."""
        with suppress(Empty):
            while True:
                yield self._again.get_nowait()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Let a function be called by a worker; what goes there and comes back is pickled."""
        return self._submit(None, fn, *args, **kwargs)

    def _submit(
        self, worker: str | None, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        key = f"reportlib-{uuid4().hex}"
        given = self._given[key] = Future[T]()
        given.set_running_or_notify_cancel()
        packed = pickle.dumps((fn, args, kwargs))
        only = {} if worker is None else {"workers": [worker]}
        try:
            asked = self._tasks.submit(_call, self._run, packed, key=key, **only)
        except Exception as error:
            given.set_exception(self._meant(error))
        else:
            asked.add_done_callback(partial(self._hand_on, key, given))
        return given

    def _hand_on(self, key: str, given: Future[Any], asked: Future[bytes]) -> None:
        self._given.pop(key, None)
        try:
            returned, found = pickle.loads(asked.result())  # noqa: S301 - of our own workers
        except Exception as error:
            given.set_exception(self._meant(error))
        else:
            (given.set_result if returned else given.set_exception)(found)

    def _meant(self, error: BaseException) -> Exception:
        """What an error of the cluster, not of a task, means for the task."""
        if self._client.status != "running":
            return self._lost()
        times = getattr(error, "allowed_failures", None)
        if times is not None:
            return WorkerDiedError("see the logs of the workers", times + 1)
        if isinstance(error, (CancelledError, OSError)):
            return WorkerDiedError(f"the cluster dropped it{f': {error}' if str(error) else ''}")
        cause = error.__cause__ or error
        return BuildError(
            f"{self._address}: the scheduler or a worker cannot take a task ({cause}). "
            "Install the same reportlib and packages there, and run it again."
        )

    def _lost(self) -> BuildError:
        return BuildError(
            f"{self._address}: the connection to the scheduler was lost. What was made is kept: "
            "when it is back, with its workers, the same command does what is missing."
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster as it was found; it is parted from within seconds, dead or alive."""
        if wait and not cancel_futures:
            self._tasks.shutdown()
        if self._client.status == "running":
            _within(_PART, self._tasks.shutdown, False)
            _within(_PART, self._client.run, _end, self._run, on_error="ignore")
        _within(_PART, self._client.close, _PART)


async def _asked(address: str) -> None:
    """Ask whether a scheduler is there."""
    from distributed import rpc
    from distributed.security import Security

    async with rpc(address, connection_args=Security().get_connection_args("client")) as other:
        kind = (await other.identity())["type"]
    if kind != "Scheduler":
        raise ValueError(f"it is a {kind.lower()}")


def _in_words(error: Exception) -> str:
    return f"waited {CONNECT} seconds" if isinstance(error, TimeoutError) else str(error)


def _within(seconds: float, function: Callable[..., object], *args: Any, **named: Any) -> None:
    """Call a function, and go on after some seconds also where it has not returned."""

    def call() -> None:
        with suppress(Exception):
            function(*args, **named)

    calling = Thread(target=call, daemon=True)
    calling.start()
    calling.join(seconds)


# In a worker


_one = Lock()  # a process has one workshop, and its threads take turns
_working = ""  # the run that has it
_ended: set[str] = set()


def _call(run: str, packed: bytes) -> bytes:
    """Call what was packed: whether it returned, and what, packed."""
    global _working
    with _one:
        try:
            if run in _ended:
                raise BuildError("The command that asked for it has ended.")
            _working = run
            function, args, named = pickle.loads(packed)  # noqa: S301 - who reaches it may do more
            told = (True, function(*args, **named))
        except Exception as error:
            told = (False, error)
        finally:
            _working = ""
    try:
        return pickle.dumps(told)
    except Exception:  # of an error that holds half of Sphinx
        return pickle.dumps((False, BuildError(f"{type(told[1]).__name__}: {told[1]}")))


def _refuse_other(version: Mapping[str, str]) -> None:
    from reportlib.base.project import find_root
    from reportlib.editions.tasks import inputs_of

    inputs_of(find_root(), version)


def _end(run: str) -> None:
    """Keep nothing for a run; what is being done for it fails. The worker itself goes on."""
    _ended.add(run)
    Thread(target=_close, args=(run,), daemon=True).start()


def _close(run: str) -> None:
    from reportlib.editions.tasks import close_workshop

    if _one.acquire(blocking=False):
        try:
            close_workshop()
        finally:
            _one.release()
    elif _working == run:
        close_workshop()
