"""Run one chapter by itself: an executed notebook, and a page to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.files import replace_folder, write_whole
from reportlib.base.parameters import Parameters
from reportlib.base.project import find_root
from reportlib.build.book import (
    Watch,
    compile_pages,
    edition_name,
    execution_job,
    stage,
    unheard,
)
from reportlib.build.chapters import Chapter, list_chapters
from reportlib.build.execution import execute_chapters


def run_chapter(
    chapter: Chapter,
    parameters: Parameters,
    output: Path | None = None,
    *,
    page: bool = False,
    watch: Watch = unheard,
) -> tuple[Path, ...]:
    """Execute a chapter with checked parameters; return the paths written.

    Args:
        output: the executed notebook; by default in a folder of its own under ``_build``.
        page: also render the chapter as a page, beside the default notebook.

    Raises:
        ExecutionError: the chapter failed; its notebook is kept and named.
        BuildError: the output cannot be written, or is one of the book's sources.
    """
    root = find_root()
    folder = root / "_build" / "runs" / edition_name(parameters)
    executed = folder / "executed" / chapter.path.relative_to(root)
    target = output.resolve() if output else folder / f"{chapter.name}.ipynb"
    _refuse_source(target, root)
    job = replace(execution_job(chapter, parameters, executed), pictures=True)
    (result,) = execute_chapters([job])
    watch(result)
    if result.status != "succeeded" or result.notebook is None:
        raise ExecutionError(result.explain())
    write_whole(target, result.notebook.read_bytes())
    if not page:
        return (target,)
    return (target, _render(root, folder, chapter))


def _render(root: Path, folder: Path, chapter: Chapter) -> Path:
    """The chapter as a book of one page; its references to other chapters stay plain text."""
    document = chapter.path.relative_to(root).with_suffix("").as_posix()
    source = stage(root, folder, [document])
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: {document}\n", encoding="utf-8")
    pages = compile_pages(source, folder / "compiled", strict=False)
    place = folder / chapter.name
    replace_folder(pages, place)
    return place / f"{document}.html"


def _refuse_source(target: Path, root: Path) -> None:
    if target.is_dir():
        raise BuildError(f"{target} is a folder; name a notebook, such as {target / 'out.ipynb'}.")
    if target.suffix != ".ipynb":
        raise BuildError(f"{target} is not named as a notebook. Let its name end in .ipynb.")
    sources = [listed.path for listed in list_chapters()]
    if root / "chapters" in target.parents or target in sources:
        raise BuildError(f"{target} is among the book's sources. Choose another place with -o.")
