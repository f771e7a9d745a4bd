"""Places where a book is published: kept for one command, and replaced at once or not at all.

What is new is made ready in a folder beside the place, on the same disk, and exchanged with what
stands there in one step, where the system has such a step. Elsewhere it takes two, and a command
that is killed between them leaves the old folder aside, from where the next one puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportlib.base.errors import BuildError
from reportlib.base.files import cannot_be_written, make_folder, write_whole
from reportlib.base.locks import locked


def resolved(place: Path) -> Path:
    """A place without links and dots.

    Raises:
        BuildError: there can be no such place.
    """
    try:
        found = place.resolve()
        with suppress(FileNotFoundError, NotADirectoryError):
            found.stat()
    except (OSError, RuntimeError) as error:  # links in a circle
        raise cannot_be_written(place, error) from error
    return found


@dataclass(frozen=True)
class Held:
    """A place that no other command writes at while this one does."""

    place: Path

    @property
    def aside(self) -> Path:
        """The folder beside the place where the new is made ready and the old put away."""
        return _aside(self.place)

    def put_folder(self, new: Path) -> None:
        """Put a finished folder in the place; the old one is removed only after that.

        Raises:
            BuildError: the place cannot be written; what stood there before still does.
        """
        ready = self.aside / "new"
        try:
            self.aside.mkdir(exist_ok=True)
            shutil.move(new, ready)  # copies where the place is on another disk
            _swap(ready, self.place, self.aside / "old")
        except OSError as error:
            _recover(self.place)
            raise cannot_be_written(self.place, error) from error
        _recover(self.place)

    def put_file(self, content: bytes) -> None:
        """Put a file in the place.

        Raises:
            BuildError: the place cannot be written; what stood there before still does.
        """
        ready = self.aside / "new"
        try:
            write_whole(ready, content)
            ready.replace(self.place)
        except (OSError, BuildError) as error:
            raise cannot_be_written(self.place, error.__cause__ or error) from error


@contextmanager
def hold(place: Path) -> Iterator[Held]:
    """Keep a place for this command, once it is known that it can be written.

    What a killed command left there is made whole first: the new book or the old one.

    Raises:
        BuildError: the place cannot be written, or another command is writing there.
    """
    _refuse_mount(place)
    made = _missing(place.parent)
    make_folder(place.parent)
    lock = _aside(place).with_suffix(".lock")
    try:
        _touch(lock, place)
        with locked(lock, f"{place}: another command is writing there. Wait for it, or stop it."):
            try:
                _recover(place)
                _probe(place)
                yield Held(place)
            finally:
                _recover(place)
                with suppress(OSError):
                    lock.unlink()  # who waits for it sees that, and makes another
    finally:
        for folder in made:
            with suppress(OSError):  # it is in use
                folder.rmdir()


def _aside(place: Path) -> Path:
    """A name that nobody else uses and that is not too long, found again after a kill."""
    return place.with_name(f".reportlib-{sha256(os.fsencode(place.name)).hexdigest()[:16]}")


def _missing(folder: Path) -> list[Path]:
    """Which of a folder and those above it are still to be made, the deepest first."""
    return [each for each in (folder, *folder.parents) if not os.path.lexists(each)]


def _recover(place: Path) -> None:
    """Put the old folder back where a command was ended between two renamings; tidy up."""
    aside = _aside(place)
    if (aside / "old").exists() and not os.path.lexists(place):
        (aside / "old").replace(place)
    shutil.rmtree(aside, ignore_errors=True)


def _probe(place: Path) -> None:
    """Try what will be done in the end: write beside the place, and give a file its name."""
    aside = _aside(place)
    try:
        aside.mkdir()
        (aside / place.name).write_bytes(b"?")
        if place.is_dir() and not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise cannot_be_written(place, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _touch(lock: Path, place: Path) -> None:
    try:
        lock.touch()
    except OSError as error:
        raise cannot_be_written(place, error) from error


def _refuse_mount(place: Path) -> None:
    if os.path.ismount(place) or str(place) in _mounts():
        raise BuildError(
            f"{place} is a mount point, which cannot be replaced. Name a folder in it."
        )


def _mounts() -> set[str]:
    """What is mounted, also from the same disk; nothing where the system does not tell."""
    try:
        found = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    places = (line.split()[4] for line in found.splitlines())
    return {re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), place) for place in places}


def _swap(ready: Path, place: Path, old: Path) -> None:
    if not os.path.lexists(place):
        ready.replace(place)
    elif not _exchange(ready, place):
        place.replace(old)
        ready.replace(place)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false where system or disk cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here = ctypes.c_int(_WORKING_FOLDER)
    if rename(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number))


_WORKING_FOLDER = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE
