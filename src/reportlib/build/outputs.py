"""Where a book may be published: never among its sources, nor over what it did not write.

Beside its pages a book keeps a list of its files. A folder that holds a file not in the list
holds something of somebody's, and is not replaced.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from reportlib.base.editions import EDITIONS_FILE
from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.base.releases import RELEASES_FILE

RECORD = "edition.json"  # marks a folder as a built book, and says which
LIST = "files.txt"
_MOST_NAMED = 5
_SOURCES = (
    "chapters", "data", "docs", "src", "tests", "tools", "benchmarks",
    ".git", ".github", ".ci", ".venv",
)  # fmt: skip
_WORKSHOPS = ("work", "runs", "rooms")  # folders of _build in which books are made


def list_files(pages: Path) -> None:
    """Write the list of a finished book's own files, itself among them."""
    names = sorted({*_files(pages), LIST})
    write_whole(pages / LIST, "".join(f"{name}\n" for name in names).encode())


def refuse_foreign_folder(
    place: Path, root: Path, own: Path | None, record: str = RECORD, *, released: bool = False
) -> None:
    """Never replace what this program did not make.

    Args:
        own: where this edition goes by default. There a plain Jupyter Book is replaced too.
        record: the file that marks what may be replaced there.
        released: whether it may lie in a folder of releases.

    Raises:
        BuildError: the place is or holds somebody else's, or the book's sources.
    """
    for folder in (place, *place.parents):
        if folder.exists() and not folder.is_dir():
            raise BuildError(f"{folder} is a file; a folder is needed. Choose another with --out.")
    if place == own:
        _refuse_books(place)
        return
    if place == root or place in root.parents:
        raise BuildError(f"{place} holds the book's sources. Choose another folder with --out.")
    refuse_source(place, root)
    for folder in (place, *place.parents):
        if not released and (folder / RELEASES_FILE).is_file():
            raise BuildError(
                f"{folder} holds releases of a site, which stay as they are. Make a new one with "
                f"`reportlib editions --release NAME --out {folder}`, or choose another folder "
                "with --out."
            )
    for folder in place.parents:
        if any((folder / name).is_file() for name in (RECORD, EDITIONS_FILE)):
            raise BuildError(
                f"{place} lies in the book {folder}, which is replaced when it is built again. "
                "Choose a folder beside it with --out."
            )
    if place.is_dir():
        refuse_foreign_files(place, record)


def refuse_foreign_files(place: Path, record: str) -> None:
    """Never replace a folder with files that are not in the list of its own.

    Raises:
        BuildError: it has such files, or not the one that marks it.
    """
    found = set(_files(place))
    if found and record not in found:
        raise BuildError(
            f"{place} is a folder with other things in it. "
            f"Choose an empty or a new folder with --out."
        )
    if found and LIST not in found:
        raise BuildError(
            f"{place} holds a book without the list of its files, {LIST}: an older version wrote "
            "it. Remove it, or choose another folder with --out."
        )
    if found:
        listed = (place / LIST).read_text(encoding="utf-8", errors="replace")
        _refuse(place, found - set(listed.splitlines()))


def _refuse_books(place: Path) -> None:
    """Refuse where another book, or what Git keeps of one, lies in the folder of an edition."""
    within = [name for name in _files(place) if "/" in name or name == ".git"]
    _refuse(
        place, {name for name in within if name.endswith(f"/{RECORD}") or name.startswith(".git")}
    )


def _refuse(place: Path, foreign: set[str]) -> None:
    if foreign:
        first = sorted(foreign)[:_MOST_NAMED]
        more = f" and {len(foreign) - len(first)} more" if len(foreign) > len(first) else ""
        raise BuildError(
            f"{place} holds files that the book did not write: {', '.join(first)}{more}. Nothing "
            "was executed or touched. Move them away; or build into another folder with --out and "
            "copy the pages from there."
        )


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder, by their names from there; links are not followed."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*names, *links):
            yield (Path(place) / name).relative_to(folder).as_posix()


def refuse_source(place: Path, root: Path) -> None:
    """Never write among what the book is made from.

    Raises:
        BuildError: the place lies in one of the folders of the sources, or of those in which
            books are made.
    """
    if root not in place.parents:
        return
    parts = place.relative_to(root).parts
    if parts[0] in _SOURCES:
        raise BuildError(f"{place} is among the book's sources. Choose another place with --out.")
    if parts[0] == "_build" and len(parts) > 2 and parts[1] in _WORKSHOPS:
        raise BuildError(f"{place} is where books are made. Choose another place with --out.")
