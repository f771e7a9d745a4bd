"""What an execution and a book are made from, as digests; and what differs between two of these."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportlib.base.citation import read_citation
from reportlib.base.manifests import SUFFIX, dataset_names
from reportlib.base.program import content_digest, installed
from reportlib.base.project import PACKAGE
from reportlib.base.reads import WORDS
from reportlib.base.settings import project_settings
from reportlib.build.chapters import list_chapters, read_notebook
from reportlib.build.execution import Job

NOT_IMPORTED = (
    "build",
    "editions",
    "engine",
    "serving",
    "typst",
    "upkeep",
    "web",
)  # by chapters; a test sees to it
FORMAT = 1  # of what is kept; another number, and nothing of before is used


def digest(value: object) -> str:
    """The digest of what can be written as JSON."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def folder_digests(folder: Path) -> dict[str, str]:
    """Every file below a folder by its path there, with its digest; not what Python compiled."""
    return {
        path.relative_to(folder).as_posix(): content_digest(path)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def data_digests(folder: Path) -> dict[str, str]:
    """As :func:`folder_digests`, with one more for each descriptor: of its words."""
    found = folder_digests(folder)
    words = {
        f"{name}{WORDS}": words_digest((folder / name).read_bytes())
        for name in found
        if name.endswith(SUFFIX)
    }
    return found | words


def words_digest(descriptor: bytes) -> str:
    """The digest of a descriptor without the lines that tell the bytes of its table.

    Of all of it, where it is not known which lines these are.
    """
    told = [pattern.findall(descriptor) for pattern in _OF_BYTES]
    if all(len(lines) == 1 for lines in told):
        for pattern in _OF_BYTES:
            descriptor = pattern.sub(b"", descriptor)
    return sha256(descriptor).hexdigest()


_OF_BYTES = (
    re.compile(rb"^hash: *['\"]?sha256:[0-9a-f]{64}['\"]? *$", re.MULTILINE),
    re.compile(rb"^bytes: *[0-9]+ *$", re.MULTILINE),
)


@dataclass(frozen=True)
class Shared:
    """What all executions of a project have in common, as it stood at one moment.

    ``library`` is what chapters can import of reportlib, file by file; ``datasets`` is which
    there are, not what is in them.
    """

    library: Mapping[str, str]
    settings: Mapping[str, Any]
    versions: tuple[str, ...]
    datasets: tuple[str, ...]

    @classmethod
    def of(cls, root: Path) -> Shared:
        """Read what all executions in this project have in common."""
        library = {
            name: found
            for name, found in folder_digests(PACKAGE).items()
            if name.partition("/")[0] not in NOT_IMPORTED
        }
        return cls(
            library,
            {
                **project_settings(root).model_dump(mode="json"),
                "citation": str(read_citation(root)),
            },
            (f"Python {sys.version}", *installed()),
            dataset_names(root / "data"),
        )

    @cached_property
    def digest(self) -> str:
        """One digest for all of it."""
        return digest([FORMAT, asdict(self)])


@dataclass(frozen=True)
class State:
    """A project at one moment: what its executions have in common, and the files of its data.

    ``data`` has the digest of each file below ``data/``, and of the words of each descriptor
    (:data:`~reportlib.base.reads.WORDS`). ``stamps`` tell a file that was written
    since, even where its bytes are again what they were.
    """

    root: Path
    shared: Shared
    data: Mapping[str, str]
    stamps: Mapping[str, Stamp]

    @classmethod
    def of(cls, root: Path) -> State:
        """Read the state of a project as it is now."""
        chapters = {str(each.path): _stamp(each.path) for each in list_chapters(root)}
        stamps = {**dict(_stamps(PACKAGE, root / "data")), **chapters}
        return cls(root, Shared.of(root), data_digests(root / "data"), stamps)

    def of_data(self, names: Iterable[str]) -> dict[str, str]:
        """The digests of these files; one that is not there has none."""
        return {name: self.data.get(name, "") for name in names}

    def unwritten(self, later: State, chapter: Path, reads: Iterable[str]) -> bool:
        """Whether none of the files that an execution is made from was written until later.

        Args:
            chapter: the notebook that was executed.
            reads: the names of the files below ``data/`` that it read.
        """
        if later.shared != self.shared:
            return False
        names = {
            path for path in {*self.stamps, *later.stamps} if Path(path).is_relative_to(PACKAGE)
        }
        files = (name.removesuffix(WORDS) for name in reads)
        names |= {str(chapter), *(str(self.root / "data" / name) for name in files)}
        return all(self.stamps.get(name) == later.stamps.get(name) for name in names)


Stamp = tuple[int, int, int, int] | None


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _stamps(*folders: Path) -> Iterator[tuple[str, Stamp]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if "__pycache__" not in path.parts and path.is_file():
                yield str(path), _stamp(path)


def job_ingredients(job: Job) -> dict[str, Any]:
    """What an execution is made from beside what all have in common, without prose."""
    return {
        **_code(job.chapter.path, _stamp(job.chapter.path)),
        "parameters": dict(job.parameters),
        "pictures": job.pictures,
    }


@lru_cache(maxsize=64)
def _code(path: Path, stamp: object) -> dict[str, Any]:  # noqa: ARG001
    """The code cells and the kernel of a notebook, as it is at a time."""
    notebook = read_notebook(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {
        "code cells": [digest([each.source, each.metadata.get("tags", [])]) for each in cells],
        "kernel": notebook.metadata.get("kernelspec", {}).get("name", ""),
    }


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What of a record of ingredients is not as it was, in words; an entry each."""
    for name in new:
        before, now = old.get(name), new[name]
        if before == now:
            continue
        if isinstance(now, Mapping) and isinstance(before, Mapping):
            yield from (f"{name}: {each}" for each in _changed(before, now))
        elif isinstance(now, list | tuple) and isinstance(before, list | tuple):
            yield from (f"{name}: {each}" for each in _other(before, now))
        else:
            yield f"{name}: {now!r}, was {before!r}"


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted({*old, *new}):
        if key not in new:
            yield f"{key} is gone"
        elif key not in old:
            yield f"{key} is new"
        elif old[key] != new[key]:
            yield f"{key} changed"


def _other(old: Iterable[Any], new: Iterable[Any]) -> Iterator[str]:
    """Of lists of digests which places changed; of lists of names which came and went."""
    before, now = list(old), list(new)
    if all(_is_digest(each) for each in (*before, *now)):
        if len(before) != len(now):
            yield f"{len(now)}, were {len(before)}"
        for number, (one, other) in enumerate(zip(before, now, strict=False)):
            if one != other:
                yield f"number {number} changed"
        return
    yield from (f"{each} is new" for each in now if each not in before)
    yield from (f"{each} is gone" for each in before if each not in now)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64
