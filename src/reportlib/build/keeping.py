"""What Sphinx has read and written, kept for the next time the same book is compiled.

Kept pages are used again only where nothing but the content of pages changed. Everything
else that goes into pages is in a key: settings, contents, bibliographies and whatever else
lies among the sources; which pages there are; our own code; each package installed, with its
version; Python. Another key, no record or an unreadable one, a kept file that is not as it was
left, and all is done afresh. The record is taken away before Sphinx begins, and written after it
has ended without a warning: what was killed, failed or complained is never used again, so no
warning is lost either.
Which pages are written again is the extension's to say (:mod:`reportlib.web.renewing`);
the data that pages show is part of that.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportlib.base.files import make_folder, write_whole
from reportlib.base.program import content_digest, program_parts
from reportlib.build.chapters import toc_documents
from reportlib.build.ingredients import digest, folder_digests

RECORD = "kept.json"
PAGE_SUFFIXES = (".ipynb", ".md")
# Pages name these by their checksum if they are there already, and by none if not yet.
WRITTEN_ANEW = ("_static", "downloads")
Stamps = dict[str, tuple[str, int]]
"""Of each page's source the digest of its content, and the time of change in nanoseconds."""


class Kept:
    """A folder with what Sphinx keeps of the sources in another.

    ``told`` is whatever else it is told that goes into all pages.
    """

    def __init__(self, source: Path, folder: Path, told: str = "") -> None:
        self._source = source
        self._folder = folder
        self._record = folder / RECORD
        self._key = _key(source, folder, told)

    def open(self) -> None:
        """Make the folder hold what can be used again, or nothing, and claim nothing."""
        before = self._before()
        self._record.unlink(missing_ok=True)
        if before is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            make_folder(self._folder)
            return
        for name, (content, time) in _stamps(self._source).items():
            if before.get(name, ("", 0))[0] == content:
                # Staged again, but the same: what is not newer is not read again.
                os.utime(self._source / name, ns=(time, before[name][1]))
        for path in _beside(self._source):  # the key says that they are what they were
            if path.suffix != ".bib":
                os.utime(path, ns=(0, 0))
        for name in WRITTEN_ANEW:
            place = self._folder / "_build" / "html" / name
            shutil.rmtree(place, ignore_errors=True)
            make_folder(place)

    def close(self) -> None:
        """Record that what the folder holds is good."""
        held, sources = _held(self._folder), _stamps(self._source)
        record = {"key": self._key, "held": held, "sources": sources}
        write_whole(self._record, json.dumps(record).encode())

    def _before(self) -> Stamps | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            record: Any = json.loads(self._record.read_bytes())
            if record["key"] == self._key and record["held"] == _held(self._folder):
                return {name: (str(a), int(b)) for name, (a, b) in record["sources"].items()}
        return None


def _held(folder: Path) -> str:
    """One digest of all files that a folder keeps, but for the record of them."""
    found = folder_digests(folder)
    found.pop(RECORD, None)
    return digest(found)


def _key(source: Path, folder: Path, told: str) -> str:
    pages, beside = set(_pages(source)), _beside(source)
    parts = [str(source.resolve()), str(folder.resolve()), told]
    parts += [os.environ.get("SOURCE_DATE_EPOCH", "")]
    parts += sorted(path.relative_to(source).as_posix() for path in pages)
    parts += [f"{path.relative_to(source)} {content_digest(path)}" for path in sorted(beside)]
    parts += program_parts()
    return sha256("\n".join(parts).encode()).hexdigest()


def _beside(source: Path) -> set[Path]:
    """What lies beside the sources of pages."""
    return {path for path in source.rglob("*") if path.is_file()} - set(_pages(source))


def _pages(source: Path) -> Iterator[Path]:
    """The sources of the pages that the table of contents names."""
    for document in toc_documents(source):
        for suffix in PAGE_SUFFIXES:
            if (path := source / f"{document}{suffix}").is_file():
                yield path


def _stamps(source: Path) -> Stamps:
    return {
        path.relative_to(source).as_posix(): (content_digest(path), path.stat().st_mtime_ns)
        for path in [*_pages(source), *source.glob("*.bib")]
    }
