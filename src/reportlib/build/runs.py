"""Run one chapter by itself: an executed notebook, and a page to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import yaml
from lxml import html

from reportlib.base.errors import BuildError, ExecutionError, raise_all
from reportlib.base.locks import reading
from reportlib.base.parameters import Parameters
from reportlib.base.places import hold, resolved
from reportlib.base.project import find_root
from reportlib.build.book import (
    Watch,
    edition_name,
    execute_jobs,
    execution_job,
    unheard,
)
from reportlib.build.chapters import Chapter, list_chapters
from reportlib.build.compiling import compile_pages
from reportlib.build.frontmatter import cited
from reportlib.build.inputs import Inputs
from reportlib.build.staging import stage


def run_chapter(
    chapter: Chapter,
    parameters: Parameters,
    output: Path | None = None,
    *,
    page: bool = False,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
    watch: Watch = unheard,
) -> tuple[Path, ...]:
    """Execute a chapter with checked parameters; return the paths written.

    Args:
        output: the executed notebook; by default in a folder of its own under ``_build``.
        page: also render the chapter as a page, beside the default notebook.
        timeout: seconds that a cell may take; else what the notebook says, or 600.
        force: execute it although nothing changed.
        engine: as of :func:`~reportlib.build.book.build_book`.

    Raises:
        ExecutionError: the chapter failed; its notebook is kept and named.
        BuildError: the output cannot be written, or is one of the book's sources; a picture
            of the page is missing; another such run goes on, or its inputs changed meanwhile.
    """
    root = find_root()
    folder = root / "_build" / "runs" / edition_name(parameters)
    work = folder / f"{chapter.name}.work"
    executed = work / "executed" / chapter.path.relative_to(root)
    target = resolved(output or folder / f"{chapter.name}.ipynb")
    _refuse_source(target, root)
    job = replace(execution_job(chapter, parameters, executed), pictures=True)
    told = f"{work}: another run of this chapter with these parameters goes on. Wait for it."
    with (
        reading(root, folder / f"{chapter.name}.lock", told),
        hold(target) as held,
        hold(folder / chapter.name) as place,
    ):
        inputs = Inputs(root)
        (result,) = execute_jobs([job], work, watch, timeout=timeout, force=force, engine=engine)
        if not result.succeeded or result.notebook is None:
            raise ExecutionError(result.explain())
        pages = _render(root, work, chapter, parameters) if page else None
        inputs.refuse_changed()
        held.put_file(result.notebook.read_bytes())
        if pages is None:
            return (target,)
        place.put_folder(pages)
    return (target, place.place / f"{_document(root, chapter)}.html")


def _document(root: Path, chapter: Chapter) -> str:
    return chapter.path.relative_to(root).with_suffix("").as_posix()


def _render(root: Path, work: Path, chapter: Chapter, parameters: Parameters) -> Path:
    """The chapter as a book of one page; its references to other chapters stay plain text."""
    document = _document(root, chapter)
    source = stage(root, work, [document])
    contents = yaml.safe_dump({"format": "jb-book", "root": document}, allow_unicode=True)
    (source / "_toc.yml").write_text(contents, encoding="utf-8")
    pages = compile_pages(source, work / "compiled", strict=False, cited=cited(root, parameters))
    page = pages / f"{document}.html"
    broken = sorted(set(_broken_pictures(page)))
    raise_all(
        BuildError,
        (
            f"{chapter.path.relative_to(root)}: shows {name}, which is not there. "
            "Put the file beside the chapter, and show it as ![what it shows](its name)."
            for name in broken
        ),
    )
    return pages


def _broken_pictures(page: Path) -> Iterator[str]:
    for name in html.parse(str(page)).xpath("//img/@src"):
        here = unquote(name.partition("?")[0].partition("#")[0])
        if not _ELSEWHERE.match(name) and not (page.parent / here).is_file():
            yield name


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def _refuse_source(target: Path, root: Path) -> None:
    if target.is_dir():
        raise BuildError(f"{target} is a folder; name a notebook, such as {target / 'out.ipynb'}.")
    if target.suffix != ".ipynb":
        raise BuildError(f"{target} is not named as a notebook. Let its name end in .ipynb.")
    sources = [listed.path for listed in list_chapters()]
    if root / "chapters" in target.parents or target in sources:
        raise BuildError(f"{target} is among the book's sources. Choose another place with -o.")
