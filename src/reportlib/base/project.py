"""Where the project lies: the folder with ``_config.yml``, ``chapters/`` and ``data/``."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from reportlib.base.errors import ProjectError

ROOT_VARIABLE = "REPORTLIB_ROOT"
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970: the date to reckon from where results must be the same on every day."""
PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of reportlib itself."""


def is_root(folder: Path) -> bool:
    """Whether a folder has the three things that make it the project's root.

    Asked for at every reading of a file, so without the objects that paths are made of.
    """
    return (
        os.path.isfile(os.path.join(folder, "_config.yml"))  # noqa: PTH113, PTH118
        and os.path.isdir(os.path.join(folder, "chapters"))  # noqa: PTH112, PTH118
        and os.path.isdir(os.path.join(folder, "data"))  # noqa: PTH112, PTH118
    )


def find_root() -> Path:
    """Return the project's root folder.

    Looked for in the folder that ``REPORTLIB_ROOT`` names, else upward from the
    working folder, else where an editable install of reportlib lies.

    Raises:
        ProjectError: none of the three is a project; the message names them all.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        folder = _resolved(named)
        if is_root(folder):
            return folder
        raise ProjectError(
            f"{ROOT_VARIABLE} names {folder}, which is not the report book's folder: expected "
            f"_config.yml, chapters/ and data/ in it. Correct the variable or unset it."
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_root(folder):
            return folder
    installed = PACKAGE.parents[1]
    if is_root(installed):
        return installed
    raise ProjectError(
        "The report book's folder was not found: expected _config.yml, chapters/ and data/. "
        f"Looked at {ROOT_VARIABLE} (not set), upward from {here}, and at {installed}, where "
        f"reportlib is installed. Change into the book's folder or set {ROOT_VARIABLE}."
    )


def _resolved(named: str) -> Path:
    """The folder that a name stands for, which is looked up anew where it leads elsewhere."""
    try:
        found = os.stat(named)  # noqa: PTH116
    except OSError:
        return Path(named).expanduser().resolve()
    return _resolve(named, os.getcwd(), found.st_dev, found.st_ino)  # noqa: PTH109


@lru_cache(maxsize=8)
def _resolve(named: str, *_seen: str | int) -> Path:
    return Path(named).resolve()
