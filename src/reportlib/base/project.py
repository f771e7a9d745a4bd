"""Where the project lies: the folder with ``_config.yml``, ``chapters/`` and ``data/``."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from reportlib.base.errors import ProjectError
from reportlib.base.stamps import Stamp, stamp

ROOT_VARIABLE = "REPORTLIB_ROOT"
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970: the date to reckon from where results must be the same on every day."""
PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of reportlib itself."""


def is_root(folder: Path) -> bool:
    """Whether a folder has the three things that make it the project's root."""
    return (
        (folder / "_config.yml").is_file()
        and (folder / "chapters").is_dir()
        and (folder / "data").is_dir()
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
        seen = stamp(named)
        folder, found = (
            _named_root(named, os.getcwd(), seen) if seen else _looked_at(named)  # noqa: PTH109
        )
        if found:
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


@lru_cache(maxsize=8)
def _named_root(named: str, _working_folder: str, _seen: Stamp) -> tuple[Path, bool]:
    """What :func:`_looked_at` found: it is asked for at every reading of a file."""
    return _looked_at(named)


@lru_cache(maxsize=512)
def in_data(root: Path, name: str) -> Path:
    """Where a file of the project's data stands: the same object, asked for again and again."""
    return root / "data" / name


def _looked_at(named: str) -> tuple[Path, bool]:
    """The folder that a name stands for, and whether it is a project's root."""
    folder = Path(named).expanduser().resolve()
    return folder, is_root(folder)
