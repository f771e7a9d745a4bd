"""Executed notebooks by what they were made from: whether a chapter must be executed again.

Why a notebook of the cache is what an execution would give. Its name is a digest of all that
an execution depends on: the chapter's code cells with their tags, its parameters, the kernel,
whether pictures are made, what chapters can import of reportlib, the project's settings, which
datasets there are, Python and the installed packages; and of the bytes of those files below
``data/`` that this very code read when it had these ingredients. Code with the same ingredients
and the same bytes in all files it read takes the same way, and so reads no other file: what it
reads next depends only on what it has read. A read past the loaders, which record them, ends
the execution. Prose is no ingredient: it is taken from the chapter as it now stands.

What this does not cover, and chapters must not do: ask the clock, chance, the network,
variables of the environment, or files outside ``data/``.

The store is a folder of files that are written whole, each under a name that follows from its
content's ingredients; two builds at once write the same bytes, and a crash leaves nothing half
written. A file that cannot be read is no hit.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.build.chapters import read_notebook
from reportlib.build.execution import INJECTED_TAG, Job
from reportlib.build.ingredients import State, differences, digest, job_ingredients

if TYPE_CHECKING:
    from nbformat import NotebookNode

LIMIT = 2 * 1024**3  # bytes; a notebook takes about 100 KB
_READ_SETS = 8  # kept of one code; it reads others where the first ones decide on them


@dataclass(frozen=True)
class Cache:
    """A project's executed notebooks, and the state of the project that they are held against.

    The state is read once; what is edited later is seen by the next one.
    """

    folder: Path
    state: State

    @classmethod
    def of(cls, root: Path) -> Cache:
        """The cache of a project, held against the project as it is now."""
        return cls(cache_folder(root), State.of(root))

    def find(self, job: Job) -> bytes | None:
        """The executed notebook with the chapter's prose as it is now; None where there is none."""
        key = self.key(job)
        for names in self._read_sets(key):
            place = self._place(key, self.state.of_data(names))
            if (kept := _read(place)) and (found := unpacked(job, kept)):
                return found
        return None

    def holds(self, job: Job) -> bool:
        """Whether there is a notebook, without reading it."""
        return self.address(self.key(job)) is not None

    def address(self, key: str) -> Path | None:
        """Where the notebook of a job is kept, by its key; None where there is none.

        The name of the file tells all that the notebook is made from but its prose.
        """
        places = (self._place(key, self.state.of_data(names)) for names in self._read_sets(key))
        return next((place for place in places if place.is_file()), None)

    def key(self, job: Job) -> str:
        """What a job has in common with no job that reads or computes anything else."""
        return digest([self.state.shared.digest, job_ingredients(job)])

    def keep(self, job: Job, executed: bytes, reads: tuple[str, ...]) -> None:
        """Keep an executed notebook; ``reads`` are the files below ``data/`` that it read.

        What cannot be written is not kept: a full disk ends no build for the cache's sake.
        """
        with suppress(BuildError):
            self.keep_packed(job, packed(executed), reads)

    def keep_packed(self, job: Job, executed: bytes, reads: tuple[str, ...]) -> None:
        """Keep an executed notebook as :func:`packed` gives it.

        Raises:
            BuildError: the place cannot be written.
        """
        key, digests = self.key(job), self.state.of_data(reads)
        others = [names for names in self._read_sets(key) if names != list(reads)]
        record = {"shared": self.state.shared.digest, **job_ingredients(job), "data": digests}
        write_whole(self._place(key, digests), executed)
        write_whole(self._index(key), _json([list(reads), *others][:_READ_SETS]))
        write_whole(self._shared(self.state.shared.digest), _json(asdict(self.state.shared)))
        write_whole(self._last(job), _json(record))

    def explain(self, job: Job) -> tuple[str, ...]:
        """Why the job must be executed, an entry for each cause; nothing where it is held."""
        if self.holds(job):
            return ()
        last = _read_json(self._last(job))
        if not isinstance(last, dict):
            return ("it was never executed with these parameters",)
        before = _read_json(self._shared(str(last.get("shared")))) or {}
        now = {
            **json.loads(_json(asdict(self.state.shared))),
            **json.loads(_json(job_ingredients(job))),
            "data": self.state.of_data(last.get("data", {})),
        }
        found = tuple(differences({**before, **last}, now))
        return found or ("its executed notebook is no longer kept",)

    def _read_sets(self, key: str) -> list[list[str]]:
        found = _read_json(self._index(key))
        if not isinstance(found, list):
            return []
        return [names for names in found if isinstance(names, list) and names == [*map(str, names)]]

    def _place(self, key: str, data: Mapping[str, str]) -> Path:
        name = digest([key, data])
        return self.folder / "notebooks" / name[:2] / f"{name}.ipynb.gz"

    def _index(self, key: str) -> Path:
        return self.folder / "reads" / key[:2] / f"{key}.json"

    def _last(self, job: Job) -> Path:
        name = digest([job.chapter.name, dict(job.parameters), job.pictures])
        return self.folder / "last" / name[:2] / f"{name}.json"

    def _shared(self, name: str) -> Path:
        return self.folder / "shared" / f"{name}.json"


def packed(executed: bytes) -> bytes:
    """An executed notebook as it is kept."""
    return gzip.compress(executed, 3, mtime=0)


def unpacked(job: Job, kept: bytes) -> bytes | None:
    """An executed notebook of what is kept, with the chapter's prose; None if it is not whole."""
    try:
        return composed(read_notebook(job.chapter.path), gzip.decompress(kept))
    except (OSError, EOFError, ValueError, LookupError, TypeError, zlib.error):
        return None


def cache_folder(root: Path) -> Path:
    """Where a project's executed notebooks are kept."""
    return root / "_build" / "cache"


def composed(chapter: NotebookNode, kept: bytes) -> bytes | None:
    """An executed notebook with a chapter's prose: its code cells and their outputs as kept.

    Its bytes are those of the kept one where the prose is the same. None where the two have not
    as many code cells, which are then of two chapters.
    """
    executed = json.loads(kept)
    runs: list[list[dict[str, Any]]] = []  # each code cell, with what papermill put behind it
    for cell in executed["cells"]:
        if cell["cell_type"] == "code" and INJECTED_TAG in cell["metadata"].get("tags", []):
            runs[-1].append(cell)
        elif cell["cell_type"] == "code":
            runs.append([cell])
    if len(runs) != sum(cell.cell_type == "code" for cell in chapter.cells):
        return None
    outputs = iter(runs)
    cells: list[dict[str, Any]] = []
    for cell in _as_in_file(chapter):
        cell.metadata.setdefault("tags", [])  # which papermill gives every cell
        cells.append(cell)
        if cell.cell_type == "code":
            ran, *injected = next(outputs)
            cell.update(execution_count=ran["execution_count"], outputs=ran["outputs"])
            cells += injected
    ran_by = {name: each for name, each in executed["metadata"].items() if name in _OF_EXECUTION}
    metadata = {**chapter.metadata, **ran_by}
    if (cells, metadata) == (executed["cells"], executed["metadata"]):
        return kept
    from nbformat import from_dict, v4  # late, as in reading a chapter

    made = from_dict({**executed, "cells": cells, "metadata": metadata})
    return cast(str, v4.writes(made)).encode()


_OF_EXECUTION = ("kernelspec", "language_info", "papermill", "widgets")  # what it writes itself


def _as_in_file(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells of one's own, their texts in lines as a file has them."""
    from nbformat.v4.rwbase import split_lines

    return cast("list[NotebookNode]", split_lines(deepcopy(notebook)).cells)


def trim_notebooks(folder: Path) -> None:
    """Remove those of a cache's notebooks that were used longest ago, beyond the limit."""
    trim((folder / "notebooks").glob("*/*.gz"), LIMIT)


def trim(places: Iterable[Path], limit: int) -> None:
    """Remove the files that were used longest ago until the rest is within a limit in bytes.

    What another command removes or uses meanwhile is left to it.
    """
    kept = sorted(_sized(places), reverse=True)
    total = 0
    for _, size, path in kept:
        total += size
        if total > limit:
            path.unlink(missing_ok=True)


def _sized(places: Iterable[Path]) -> Iterator[tuple[int, int, Path]]:
    for path in places:
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        yield found.st_mtime_ns, found.st_size, path


def _read(place: Path) -> bytes | None:
    """What is kept, noted as used; None where there is none."""
    try:
        content = place.read_bytes()
        os.utime(place)
    except OSError:
        return None
    return content


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _read_json(place: Path) -> Any:
    try:
        return json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
