"""Start another book: a small one that runs as it is, for its author to change.

Its files lie in ``new_book`` beside this module: two tables of made figures with descriptors,
the list of economies, one chapter of three exhibits, settings and a Makefile. Styles, fonts and
templates are the program's own, and not copied.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from reportlib.base.errors import BuildError
from reportlib.base.files import make_folder

FILES = Path(__file__).with_name("new_book")
_HIDDEN = {"gitignore": ".gitignore"}  # else it would hold for the files here


def start_book(folder: Path) -> Path:
    """Write a small running book into a folder, which must be new or empty; return its path.

    Raises:
        BuildError: the folder holds something, is a file, or cannot be written; then nothing
            was.
    """
    place = folder.resolve()
    if place.exists() and not place.is_dir():
        raise BuildError(f"{place} is a file. Name a folder that does not exist yet, or is empty.")
    if place.is_dir() and any(place.iterdir()):
        raise BuildError(
            f"{place} is not empty, and nothing in it was touched. "
            f"Name a folder that does not exist yet, or is empty."
        )
    make_folder(place.parent)
    try:
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as kept:
            written = Path(kept) / "book"
            _write(FILES, written)
            if place.is_dir():  # perhaps the working folder, which must stay where it is
                for part in written.iterdir():
                    part.rename(place / part.name)
            else:
                written.rename(place)
    except OSError as error:
        raise BuildError(
            f"{place}: cannot be written ({error.strerror or error}). "
            f"Choose another place or free this one."
        ) from error
    return place


def _write(source: Path, target: Path) -> None:
    """Copy contents alone: where the program is installed, files may be for reading only."""
    target.mkdir()
    for part in sorted(source.iterdir()):
        place = target / _HIDDEN.get(part.name, part.name)
        if part.is_dir():
            _write(part, place)
        else:
            shutil.copyfile(part, place)
