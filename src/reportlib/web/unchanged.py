"""Which files of a book compiled again need not be written again: those of the same inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from reportlib.base.files import write_whole


class Unchanged:
    """A record, on disk between two runs, of what the files of each name were made from.

    It is gone while files are written: what a run left behind that did not come to its end
    is not taken for something known.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._before = _read(place)
        self._now: dict[str, str] = {}
        place.unlink(missing_ok=True)

    def holds(self, name: str, inputs: Iterable[bytes], files: Iterable[Path]) -> bool:
        """Whether all these files are there, made from these inputs."""
        digest = sha256()
        for each in inputs:
            digest.update(f"{len(each)} ".encode() + each)
        self._now[name] = digest.hexdigest()
        return self._before.get(name) == self._now[name] and all(f.is_file() for f in files)

    def gone(self) -> list[str]:
        """The names that were asked for the last time, and not this time."""
        return [name for name in self._before if name not in self._now]

    def record(self) -> None:
        """Keep what was asked for: it is all written."""
        write_whole(self._place, json.dumps(self._now).encode())


def _read(place: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(place.read_bytes())
        if isinstance(found, dict):
            return {str(name): str(digest) for name, digest in found.items()}
    return {}
