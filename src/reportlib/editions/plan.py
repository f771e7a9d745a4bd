"""The plan of a site: what is still to be done for its editions, and in which order.

What is there already is never done again: executions by the cache of notebooks, pages and PDFs by
what they are made from, notebooks by their content among it: an execution that gives the same
again leads to no more. An execution that several editions have in common is done once. Pages come
before further executions, so that what is begun is finished first, and no more is held in memory
than what is under way.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.base.program import content_digest
from reportlib.base.project import EPOCH_VARIABLE
from reportlib.build.book import book_jobs, work_folder
from reportlib.build.cache import Cache
from reportlib.build.execution import Job
from reportlib.build.ingredients import digest
from reportlib.build.inputs import DATA, Inputs
from reportlib.editions.choosing import Chosen
from reportlib.editions.results import Results
from reportlib.editions.tasks import SITE, Done, Execution, Pages, Pdf, Task

Kind = Literal["execution", "pages", "pdf"]


@dataclass(frozen=True)
class Step:
    """A task of the plan: its kind, the edition it was begun for, its chapter and what it gives."""

    kind: Kind
    edition: str
    key: str
    chapter: str = ""

    def said(self) -> str:
        """What it is, in a few words."""
        return f"{self.edition}: {self.chapter or self.kind}"


@dataclass(frozen=True)
class Failure:
    """Why an edition could not be made: where, and what is said of it."""

    edition: str
    problem: str
    chapter: str = ""
    cell: int | None = None


@dataclass
class _State:
    """How far an edition is: executions not yet there, by their keys; keys of what is made."""

    chosen: Chosen
    due: dict[str, str] = field(default_factory=dict)
    made: dict[Kind, str] = field(default_factory=dict)
    failed: bool = False


def pdf_name(chosen: Chosen) -> str:
    """How the PDF in the folder of an edition is called."""
    return f"{chosen.name}.pdf"


class Plan:
    """What is due for the editions of a site.

    Args:
        root: of the project; its files are read once, and must stay as they are.
        pdf: whether each edition has one.
        timeout: seconds that a cell may take.
        base: the address at which the site will lie, if that is known.
        released: whether it lies in a folder of releases.
    """

    def __init__(
        self,
        root: Path,
        chosen: Sequence[Chosen],
        *,
        pdf: bool = False,
        timeout: int | None = None,
        base: str = "",
        released: bool = False,
    ) -> None:
        self.inputs = Inputs(root)
        self.version = self.inputs.parts()
        self.failures: list[Failure] = []
        self._root, self._pdf, self._timeout, self._base = root, pdf, timeout, base
        self._releases = f"{SITE}../" if released else ""
        self._cache = Cache.of(root)
        self.results = Results.of(root, self._cache.state.data)
        self._common = [
            {part: found for part, found in self.version.items() if part != DATA},
            sorted(self._cache.state.data),  # which files there are
            os.environ.get(EPOCH_VARIABLE),
        ]
        self._states = {each.name: _State(each) for each in chosen}
        self._waiting: dict[str, list[str]] = {}
        self._steps: deque[Step] = deque()
        self._ready: deque[Step] = deque()
        for state in self._states.values():
            self._look_up(state)
        later = sum(1 + pdf for state in self._states.values() if state.due)  # pages, PDFs
        self.total = len(self._ready) + len(self._steps) + later

    def _look_up(self, state: _State) -> None:
        jobs = self._jobs(state)
        keys = {name: self._cache.key(job) for name, job in jobs.items()}
        found = {name: self._cache.address(key) for name, key in keys.items()}
        state.due = {key: name for name, key in keys.items() if found[name] is None}
        for key, name in state.due.items():
            if key not in self._waiting:
                self._steps.append(Step("execution", state.chosen.name, key, name))
            self._waiting.setdefault(key, []).append(state.chosen.name)
        if not state.due:
            self._executed(state, {name: place for name, place in found.items() if place})

    def _jobs(self, state: _State) -> dict[str, Job]:
        jobs = book_jobs(state.chosen.parameters, self._root)
        return {job.chapter.name: job for job in jobs}

    def _executed(self, state: _State, places: Mapping[str, Path]) -> int:
        """Let pages be made, if they are due, now that it is known what from; how many steps."""
        notebooks = {name: content_digest(place) for name, place in places.items()}
        kinds: tuple[Kind, ...] = ("pages", "pdf") if self._pdf else ("pages",)
        due = []
        for kind in kinds:
            told = asdict(self._asked(kind, state))  # all that a worker is told but notebooks
            begin = digest([kind, *self._common, told, notebooks])
            if key := self.results.find(begin):
                state.made[kind] = key
            else:
                due.append(Step(kind, state.chosen.name, begin))
        self._ready += due
        return len(due)

    def _asked(self, kind: Kind, state: _State) -> Pages:
        """The task of writing an edition's pages or PDF, without what it is made from."""
        if kind == "pdf":
            return Pdf(state.chosen.parameters, {})
        pdf = pdf_name(state.chosen) if self._pdf else ""
        return Pages(state.chosen.parameters, {}, self._address(state), self._releases, pdf)

    def next(self) -> Step | None:
        """What is to be done next; None where nothing can be begun now."""
        for steps in (self._ready, self._steps):
            if steps:
                return steps.popleft()
        return None

    def again(self, step: Step) -> None:
        """Let a step be done again, as the next."""
        self._ready.appendleft(step)

    def task(self, step: Step) -> Task:
        """The task of a step, with all that a worker needs for it."""
        state = self._states[step.edition]
        jobs = self._jobs(state)
        if step.kind == "execution":
            return Execution(step.chapter, dict(jobs[step.chapter].parameters), self._timeout)
        places = self._places(state)
        for place in places.values():
            os.utime(place)  # notes it as used
        kept = {name: place.read_bytes() for name, place in places.items()}
        return replace(self._asked(step.kind, state), notebooks=kept)

    def _places(self, state: _State) -> dict[str, Path]:
        """Where the notebooks of an edition are kept, all of which were executed.

        Raises:
            BuildError: somebody cleared the cache meanwhile.
        """
        found = {
            name: self._cache.address(self._cache.key(job))
            for name, job in self._jobs(state).items()
        }
        gone = [name for name, place in found.items() if place is None]
        if gone:
            raise BuildError(
                f"{state.chosen.name}: {', '.join(gone)}: what was kept is gone. Run it again."
            )
        return {name: place for name, place in found.items() if place}

    def _address(self, state: _State) -> str:
        return f"{self._base.rstrip('/')}/{state.chosen.name}/" if self._base else ""

    def take(self, step: Step, done: Done) -> None:
        """Take in what a step gave, and see what can be done after it.

        Raises:
            BuildError: it cannot be kept.
        """
        if done.problems:
            self._fail(step, done)
        elif step.kind == "execution":
            state = self._states[step.edition]
            self._cache.keep_packed(self._jobs(state)[step.chapter], done.content, done.reads)
            self._go_on(step)
        else:
            key = self.results.keep(step.key, done.content, done.reads, done.rows)
            self._states[step.edition].made[step.kind] = key

    def _go_on(self, step: Step) -> None:
        for name in self._waiting.pop(step.key):
            state = self._states[name]
            state.due.pop(step.key)
            if not state.due and not state.failed:
                self.total += self._executed(state, self._places(state)) - (1 + self._pdf)

    def _fail(self, step: Step, done: Done) -> None:
        editions = self._waiting.pop(step.key, [step.edition])
        problem = "\n".join(done.problems)
        if done.content:
            name = f"{step.chapter}.ipynb" if step.chapter else "jupyter-book.log"
            place = work_folder(self._states[step.edition].chosen.parameters, self._root) / "failed"
            write_whole(place / name, done.content)
            problem += f"\n  What there is of it is {place / name}"
        for name in editions:
            state = self._states[name]
            if state.due and not state.failed:
                self.total -= 1 + self._pdf
            state.failed = True
            state.due.pop(step.key, None)
            self.failures.append(Failure(name, problem, step.chapter, done.cell))

    def made(self) -> Iterator[tuple[Chosen, str, str]]:
        """The editions that are whole, with the keys of their pages and of their PDF."""
        for state in self._states.values():
            if not state.failed:
                yield state.chosen, state.made["pages"], state.made.get("pdf", "")

    def missing(self) -> dict[Chosen, list[Failure]]:
        """The editions that are not, each with why."""
        found: dict[Chosen, list[Failure]] = {}
        for failure in self.failures:
            found.setdefault(self._states[failure.edition].chosen, []).append(failure)
        return found
