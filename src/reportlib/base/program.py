"""What this program is made of, as lines of text: results of another program are not its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from reportlib.base.project import PACKAGE
from reportlib.base.stamps import Stamp, stamp


def program_parts() -> Iterator[str]:
    """Python, every package installed with its version, and each file of our own."""
    yield sys.version
    yield from installed()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield f"{path.relative_to(PACKAGE)} {content_digest(path)}"


def installed() -> list[str]:
    """The packages of this Python, each with its version."""
    # The folders that tell of each package; to read them all takes a second.
    found = {path.stem for place in map(Path, sys.path) for path in place.glob("*.*-info")}
    return sorted(found)


def content_digest(path: Path) -> str:
    """The digest of a file's content; of what is no file, nothing."""
    return _content_digest(path, stamp(path))


@lru_cache(maxsize=4096)  # a command asks for those of the data and of our own code again and again
def _content_digest(path: Path, _seen: Stamp) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
