"""Put several files in place together: all the new ones, or all the old ones."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reportlib.base.errors import BuildError


def replace_together(contents: Mapping[Path, bytes]) -> None:
    """Write files so that either all hold the new bytes, or each what it held before.

    Raises:
        BuildError: one cannot be written; every file is as it was.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    ready: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, content in contents.items():
            ready[path] = _temporary(path, content)
        for path, temporary in ready.items():
            done.append(path)
            temporary.replace(path)
    except BaseException as error:
        for path in done:
            _restore(path, before[path])
        if not isinstance(error, OSError):
            raise
        raise BuildError(
            f"{error.filename or next(iter(contents))}: cannot be written ({error.strerror}). "
            f"Nothing was changed."
        ) from error
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def _temporary(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    path.write_bytes(content)
