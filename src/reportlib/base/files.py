"""Write files whole: a temporary name first, then one renaming."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

from reportlib.base.errors import BuildError

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def make_folder(path: Path) -> None:
    """Make a folder where there is none yet.

    Raises:
        BuildError: the place cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_be_written(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    Raises:
        BuildError: the place cannot be written; what stood there before still does.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".reportlib-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise cannot_be_written(path, error) from error
    finally:  # also where Ctrl-C ends it
        if temporary:
            temporary.unlink(missing_ok=True)


def cannot_be_written(place: Path, error: BaseException) -> BuildError:
    """What is said of a place that cannot be written, in one sentence."""
    reason: object = getattr(error, "strerror", None) or error
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        reason = error.args[0][0][-1]  # of all the files that could not be copied, the first
    return BuildError(
        f"{place}: cannot be written ({reason}). Choose another place or free this one."
    )
