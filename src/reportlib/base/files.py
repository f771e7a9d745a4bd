"""Write files and folders whole: a temporary name first, then one renaming."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from reportlib.base.errors import BuildError


def make_folder(path: Path) -> None:
    """Make a folder where there is none yet.

    Raises:
        BuildError: the place cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be written ({error.strerror}). Choose another place or free this one."
        ) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    Raises:
        BuildError: the place cannot be written; what stood there before still does.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise BuildError(
            f"{path}: cannot be written ({error.strerror}). Choose another place or free this one."
        ) from error


def replace_folder(new: Path, place: Path) -> None:
    """Put a finished folder in another's place; the old one is removed only after that.

    Raises:
        BuildError: the place cannot be written; what stood there before still does.
    """
    ready, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(ready, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        shutil.move(new, ready)  # copies where the place is on another disk
        if place.exists():
            place.replace(old)
        try:
            ready.replace(place)
        except OSError:
            if old.exists():
                old.replace(place)
            raise
    except OSError as error:
        shutil.rmtree(ready, ignore_errors=True)
        raise BuildError(
            f"{place}: cannot be written ({error.strerror or error}). "
            f"Choose another place or free this one."
        ) from error
    shutil.rmtree(old, ignore_errors=True)
