"""Let the tasks of a plan be worked by a pool, few at a time, whatever happens to its workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as await_any
from dataclasses import dataclass
from typing import Literal

from reportlib.build.processes import WorkerDiedError
from reportlib.editions.plan import Plan, Step
from reportlib.editions.pools import Pool
from reportlib.editions.tasks import Done, work

TRIES = 2  # of a task whose worker dies
_LOOK = 1.0  # seconds until it is asked again how many workers there are


@dataclass(frozen=True)
class Event:
    """What happened to a step: how many are done, failed and under way after it, of all."""

    what: Literal["begun", "done", "failed", "again"]
    step: Step
    done: int
    failed: int
    running: int
    total: int
    seconds: float = 0.0
    problem: str = ""


Watch = Callable[[Event], None]


class Run:
    """One working of a plan.

    Args:
        watch: called with each event.
    """

    def __init__(self, plan: Plan, pool: Pool, watch: Watch) -> None:
        self._plan, self._pool, self._watch = plan, pool, watch
        self._running: dict[Future[Done], Step] = {}
        self._tries: dict[Step, int] = {}
        self._done = self._failed = 0

    def work(self) -> None:
        """Work all that the plan has, and what follows from it.

        Raises:
            BuildError: a worker has other files than the plan, or a result cannot be kept.
        """
        self._pool.check(self._plan.version)
        while True:
            most = self._pool.most()
            while len(self._running) < most and (step := self._plan.next()):
                self._submit(step)
            if not self._running:
                return
            ended, _ = await_any(self._running, _LOOK, FIRST_COMPLETED)
            for future in self._pool.again():
                if future in self._running:
                    self._tell("again", self._running[future], problem=_DIED)
            for future in ended:
                self._take(self._running.pop(future), future)

    def _submit(self, step: Step) -> None:
        future = self._pool.submit(work, self._plan.task(step), self._plan.version)
        self._running[future] = step
        self._tell("begun", step)

    def _take(self, step: Step, future: Future[Done]) -> None:
        try:
            done = future.result()
        except WorkerDiedError as error:
            self._tries[step] = tries = self._tries.get(step, 0) + error.times
            if tries < TRIES:
                self._plan.again(step)
                self._tell("again", step, problem=str(error) or _DIED)
                return
            done = Done(problems=(f"{step.said()}: {_DIED} {tries} times{_why(error)}",))
        self._plan.take(step, done)
        if done.problems:
            self._failed += 1
        else:
            self._done += 1
        what: Literal["failed", "done"] = "failed" if done.problems else "done"
        self._tell(what, step, done.seconds, "\n".join(done.problems))

    def _tell(
        self,
        what: Literal["begun", "done", "failed", "again"],
        step: Step,
        seconds: float = 0.0,
        problem: str = "",
    ) -> None:
        counts = (self._done, self._failed, len(self._running), self._plan.total)
        self._watch(Event(what, step, *counts, seconds, problem))


_DIED = "its worker died"


def _why(error: BaseException) -> str:
    return f" ({error})" if str(error) else ", perhaps for lack of memory"
