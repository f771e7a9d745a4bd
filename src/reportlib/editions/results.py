"""Pages and PDFs of editions by what they are made from, kept in the cache beside the notebooks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportlib.base.files import write_whole
from reportlib.build.cache import cache_folder

LIMIT = 4 * 1024**3  # bytes that are kept beside those of the site that was made last


@dataclass(frozen=True)
class Results:
    """A folder of results, each whole or not there, under the digest of what it is made from."""

    folder: Path

    @classmethod
    def of(cls, root: Path) -> Results:
        """Those of a project."""
        return cls(cache_folder(root) / "editions")

    def holds(self, key: str) -> bool:
        """Whether there is a result."""
        return self._place(key).is_file()

    def get(self, key: str) -> bytes | None:
        """A result; None where there is none, or it is not as it was put, which is removed."""
        place = self._place(key)
        try:
            mark, content = (found := place.read_bytes())[:_MARK], found[_MARK:]
        except OSError:
            return None
        if sha256(content).digest() != mark:
            place.unlink(missing_ok=True)
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep a result.

        Raises:
            BuildError: it cannot be written.
        """
        write_whole(self._place(key), sha256(content).digest() + content)

    def trim(self, used: Iterable[str], limit: int = LIMIT) -> None:
        """Note these as used, and remove of the others those used longest ago, beyond a limit."""
        kept = {self._place(key) for key in used}
        for place in kept:
            if place.is_file():
                os.utime(place)
        others = sorted(
            ((found.st_mtime_ns, found.st_size, place) for place, found in self._others(kept)),
            reverse=True,
        )
        total = 0
        for _, size, place in others:
            total += size
            if total > limit:
                place.unlink(missing_ok=True)

    def _others(self, kept: set[Path]) -> Iterable[tuple[Path, os.stat_result]]:
        for place in self.folder.glob("*/*"):
            try:
                if place not in kept:
                    yield place, place.stat()
            except FileNotFoundError:
                continue

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key


_MARK = sha256().digest_size
