"""Lay out what Jupyter Book compiles: executed chapters, other pages, the settings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.errors import BuildError, raise_all
from reportlib.base.payload import EXHIBIT_MIME
from reportlib.base.yaml_text import read_yaml
from reportlib.build.chapters import HIDING_TAGS
from reportlib.build.inputs import files_beside


def stage(root: Path, work: Path, documents: Sequence[str]) -> Path:
    """Lay out executed chapters, other pages and the settings as Jupyter Book wants them."""
    source = work / "source"
    shutil.rmtree(source, ignore_errors=True)
    for document in documents:
        page = next(path for path in _places(root, work, document) if path.is_file())
        target = source / f"{document}{page.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if page.is_relative_to(work):
            target.write_bytes(_shown(page.read_bytes()))
        else:
            shutil.copy(page, target)
        _stage_beside(root, source, page, document)
    settings = _with(read_settings(root), "execute", "execute_notebooks", "off")
    for name in bibliographies(settings, root):
        shutil.copy(root / name, source / name)
    (source / "_config.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return source


def _stage_beside(root: Path, source: Path, page: Path, document: str) -> None:
    """Lay out the pictures and other files that a page names, where it looks for them."""
    for path in files_beside(root, page, (root / document).parent):
        target = source / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _shown(executed: bytes) -> bytes:
    """What a page is made of: no code that it hides, and of an exhibit nothing but itself.

    So a page is not made again where hidden code was written otherwise, and shows the same.
    """
    notebook = json.loads(executed)
    for cell in notebook["cells"]:
        if HIDING_TAGS & set(cell["metadata"].get("tags", ())):
            cell["source"] = "#"  # an empty cell would be left out with all it shows
        for output in cell.get("outputs", ()):
            if exhibit := output.get("data", {}).get(EXHIBIT_MIME):
                output["data"] = {EXHIBIT_MIME: exhibit}
    return json.dumps(notebook).encode()


def _places(root: Path, work: Path, document: str) -> tuple[Path, ...]:
    """Where a document may be; a chapter that was not asked for is there unexecuted."""
    executed = work / "executed" / f"{document}.ipynb"
    return executed, root / f"{document}.md", root / f"{document}.ipynb"


def read_settings(root: Path) -> dict[str, Any]:
    """Jupyter Book's settings.

    Raises:
        BuildError: they are not readable.
    """
    place = root / "_config.yml"
    try:
        settings = read_yaml(place.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, ValueError) as error:
        raise BuildError(f"{place}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("execute", {}), dict):
        raise BuildError(f"{place}: expected Jupyter Book's settings, `execute` a block of them.")
    return settings


def bibliographies(settings: Mapping[str, Any], root: Path) -> tuple[str, ...]:
    """The files of references that the settings name, all of which must be there.

    Raises:
        BuildError: one is missing, or not named as a list of files.
    """
    names = settings.get("bibtex_bibfiles") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BuildError("_config.yml: bibtex_bibfiles: expected a list of files.")
    raise_all(
        BuildError,
        (
            f"_config.yml: bibtex_bibfiles names {name}, but there is no such file."
            for name in names
            if not (root / name).is_file()
        ),
    )
    return tuple(names)


def _with(settings: Mapping[str, Any], block: str, key: str, value: str) -> dict[str, Any]:
    return {**settings, block: {**settings.get(block, {}), key: value}}
