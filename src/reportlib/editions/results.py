"""Pages and PDFs of editions by what they are made from, kept in the cache beside the notebooks.

What a result is made from is known in two steps. Its begin is told beforehand: the executed
notebooks, the book's pages and settings, the program. What it took of the data was recorded when
it was made: files, what descriptors say but of their tables' bytes, and rows of tables. A result is
good as long as all of that is as it was: a table may change where others of its rows do. As with
notebooks (:mod:`reportlib.build.cache`), what is read next depends only on what was read before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportlib.base.files import write_whole
from reportlib.base.row_runs import unfold_rows
from reportlib.base.rows import rows_digest
from reportlib.build.cache import cache_folder, trim
from reportlib.build.ingredients import digest

LIMIT = 4 * 1024**3  # bytes that are kept beside those of the site that was made last
_RECORDS = 8  # kept of one begin
Rows = Mapping[str, tuple[str, str]]
"""By tables rows in short, and the digest of their cells."""


@dataclass(frozen=True)
class Results:
    """A folder of results, each whole or not there, under the digest of what it is made from.

    ``data`` has the digests of the files below ``data/``, as they are now.
    """

    folder: Path
    data: Mapping[str, str]

    @classmethod
    def of(cls, root: Path, data: Mapping[str, str]) -> Results:
        """Those of a project."""
        return cls(cache_folder(root) / "editions", data)

    def find(self, begin: str) -> str:
        """The key of the result of a begin; empty where there is none that still holds."""
        for record in self._records(begin):
            if (key := str(record["key"])) and self._holds(record) and self._place(key).is_file():
                if record["tables"] != (tables := self._digests(record["tables"])):
                    self._note(begin, {**record, "tables": tables})
                return key
        return ""

    def _holds(self, record: Mapping[str, Any]) -> bool:
        """Whether all that was read of the data is as it was."""
        if record["files"] != self._digests(record["files"]):
            return False
        return all(
            self.data.get(name, "") == record["tables"][name]
            or rows_digest(unfold_rows(row_ids)) == cells
            for name, (row_ids, cells) in record["rows"].items()
        )

    def _digests(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self.data.get(name, "") for name in names}

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

    def keep(self, begin: str, content: bytes, files: Iterable[str], rows: Rows) -> str:
        """Keep a result, with what of the data it was made from; its key.

        Raises:
            BuildError: it cannot be written.
        """
        read = self._digests(files)
        key = digest([begin, read, rows])
        write_whole(self._place(key), sha256(content).digest() + content)
        self._note(
            begin, {"key": key, "files": read, "rows": dict(rows), "tables": self._digests(rows)}
        )
        return key

    def _note(self, begin: str, record: Mapping[str, Any]) -> None:
        others = [each for each in self._records(begin) if each["key"] != record["key"]]
        write_whole(self._index(begin), json.dumps([record, *others][:_RECORDS]).encode())

    def _records(self, begin: str) -> list[dict[str, Any]]:
        try:
            found = json.loads(self._index(begin).read_bytes())
        except (OSError, ValueError):
            return []
        listed = found if isinstance(found, list) else []
        return [each for each in listed if isinstance(each, dict) and each.keys() == _KEYS]

    def trim(self, used: Iterable[str], limit: int = LIMIT) -> None:
        """Note these as used, and remove of the others those used longest ago, beyond a limit."""
        kept = {self._place(key) for key in used}
        for place in kept:
            if place.is_file():
                os.utime(place)
        trim(self._others(kept), limit)

    def _others(self, kept: set[Path]) -> Iterator[Path]:
        return (place for place in self.folder.glob("*/*") if place not in kept)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _index(self, begin: str) -> Path:
        return self.folder.with_name("editions-reads") / begin[:2] / f"{begin}.json"


_MARK = sha256().digest_size
_KEYS = {"key", "files", "rows", "tables"}
