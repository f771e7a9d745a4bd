"""Locks: no two commands write at one place, and none changes what another reads.

Builds of different editions may run at once; a change of the data runs alone. So a command that
reads passes by the lock of the changes when it takes its own, and one that changes holds that lock
and finds all others free. A lock ends with its process, however that ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from reportlib.base.errors import BuildError
from reportlib.base.files import make_folder

_CHANGES = Path("_build", "data.lock")
_READERS = ("work/*.lock", "runs/*/*.lock")
_PATIENCE = 20  # seconds; to replace the files of a dataset takes less than one


@contextmanager
def locked(lock: Path, told: str, patience: float = 0) -> Iterator[None]:
    """Hold a lock.

    Raises:
        BuildError: another command holds it, of which ``told`` is said, or the lock cannot
            be written.
    """
    make_folder(lock.parent)
    held = FileLock(lock)
    try:
        held.acquire(timeout=patience)
    except Timeout as error:
        raise BuildError(told) from error
    except OSError as error:
        raise BuildError(f"{lock}: cannot be written ({error.strerror}).") from error
    try:
        yield
    finally:
        held.release()


@contextmanager
def reading(root: Path, lock: Path, told: str) -> Iterator[None]:
    """Hold a lock of the folder of what is built while the data are read.

    Raises:
        BuildError: as :func:`locked`; or the data are being changed.
    """
    with ExitStack() as held:
        with locked(root / _CHANGES, _CHANGING, _PATIENCE):
            held.enter_context(locked(lock, told))
        yield


@contextmanager
def changing(root: Path) -> Iterator[None]:
    """Change the data while no command reads them.

    Raises:
        BuildError: one does, or others are changing them.
    """
    build = root / _CHANGES.parent
    if not build.is_dir():  # nothing was ever built here
        yield
        return
    with locked(root / _CHANGES, _CHANGING, _PATIENCE):
        for lock in sorted(place for kind in _READERS for place in build.glob(kind)):
            with locked(lock, f"{root / 'data'}: {_READ} ({lock} is held)."):
                pass
        yield


_CHANGING = "Another command is changing the data. Wait for it, or stop it."
_READ = "a book is being made from the data. Wait for it, or stop it; nothing was changed"
