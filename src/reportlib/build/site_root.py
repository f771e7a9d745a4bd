"""Compile the root of a site of editions, in a process of its own: what all of them share.

Its sources are one page, made here; all else comes from the hooks of :mod:`reportlib.web.site`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.editions import EditionRecord
from reportlib.base.files import write_whole
from reportlib.base.project import find_root
from reportlib.base.releases import Told
from reportlib.build.chapters import chapter_title, list_chapters
from reportlib.build.compiling import compile_pages
from reportlib.build.provenance import read_index, write_datasets
from reportlib.build.staging import bibliographies, read_settings

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


def compile_root(
    out: Path, editions: Sequence[EditionRecord], *, base: str = "", releases: str = ""
) -> Path:
    """Compile the pages at the root of a site; return the folder in which they lie.

    Whoever assembles the site copies them there, and each edition into a folder beside them.

    Args:
        out: a folder for this work, which is emptied.
        editions: in the order in which the site shows them; one at least.
        base: the address at which the site will lie, if that is known.
        releases: how it leads to the folder of releases, if it lies in one.

    Raises:
        BuildError: as :func:`reportlib.build.compiling.compile_pages`; or an edition's
            folder has no provenance.
    """
    root = find_root()
    source = _staged(root, out)
    uses = _uses(root, editions)
    settings = {
        "reportlib_uses": uses,
        "reportlib_editions": [each.model_dump(mode="json") for each in editions],
        "reportlib_releases": releases,
        "html_use_index": False,
        "html_baseurl": base,
    }
    pages = compile_pages(
        source, out / "compiled", strict=True, rows_checked=True, settings=settings
    )
    write_datasets(pages, uses)
    return pages


def compile_releases(out: Path, told: Told) -> Path:
    """Compile the pages of a folder of releases; return the folder in which they lie.

    Args:
        out: a folder for this work, which is emptied.

    Raises:
        BuildError: as :func:`reportlib.build.compiling.compile_pages`.
    """
    source = _staged(find_root(), out)
    told_in = out / "told.json"
    write_whole(told_in, told.model_dump_json().encode())
    settings = {
        "reportlib_site": f"{told.listed.releases[0].name}/",
        "reportlib_releases": "./",
        "reportlib_told": str(told_in.absolute()),
        "html_use_index": False,
        "html_baseurl": told.base,
    }
    return compile_pages(
        source, out / "compiled", strict=True, rows_checked=True, settings=settings
    )


def _uses(root: Path, editions: Sequence[EditionRecord]) -> dict[str, dict[str, str]]:
    """Of each dataset the pages that draw on it in any edition, with their titles, in order."""
    chapters = {
        chapter.path.relative_to(root).with_suffix("").as_posix(): chapter_title(chapter)
        for chapter in list_chapters(root)
    }
    found: dict[str, set[str]] = {}
    for edition in editions:
        if edition.pages is not None:
            index = read_index(edition.pages)
            for name in index.datasets:
                found.setdefault(name, set()).update(index.drawing_on(name))
    return {
        name: {page: title for page, title in chapters.items() if page in pages}
        for name, pages in sorted(found.items())
    }


def _staged(root: Path, out: Path) -> Path:
    """The settings of the book, and a first page with its title."""
    source = out / "source"
    shutil.rmtree(source, ignore_errors=True)
    settings = read_settings(root)
    for name in bibliographies(settings, root):
        write_whole(source / name, (root / name).read_bytes())
    title = _MARKUP.sub(r"\\\1", " ".join(str(settings.get("title") or "A report book").split()))
    write_whole(source / "index.md", f"# {title}\n".encode())
    write_whole(source / "_toc.yml", b"format: jb-book\nroot: index\n")
    write_whole(source / "_config.yml", _without_notebooks(settings).encode())
    return source


def _without_notebooks(settings: Mapping[str, Any]) -> str:
    told = {**settings, "execute": {**settings.get("execute", {}), "execute_notebooks": "off"}}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
