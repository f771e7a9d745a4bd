"""The book's chapters: which there are, what parameters they declare, whether they are sound."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx_external_toc.api import SiteMap
from sphinx_external_toc.parsing import MalformedError, parse_toc_data
from yaml import YAMLError

from reportlib.base.errors import ChapterError, ReportError, raise_all
from reportlib.base.parameters import SCHEMA, Parameter, schema
from reportlib.base.project import find_root
from reportlib.base.stamps import Stamp, stamp
from reportlib.base.yaml_text import read_yaml

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS_TAG = "parameters"
KERNEL = "python3"
HIDING_TAGS = frozenset({"remove-cell", "remove-input"})


@dataclass(frozen=True)
class Chapter:
    """A notebook named in ``_toc.yml``; ``name`` is its file name without ending."""

    name: str
    path: Path


@dataclass(frozen=True)
class Declared:
    """A parameter as a chapter's parameters cell declares it."""

    name: str
    type: str
    default: object
    help: str


def toc_documents(root: Path | None = None) -> tuple[str, ...]:
    """Documents named in ``_toc.yml`` in reading order, without ending.

    Raises:
        ChapterError: the file is missing or malformed; the message names the place.
    """
    return tuple(_read_toc(root or find_root()))


def chapter_numbers(root: Path) -> dict[str, int]:
    """The number that the book prints with each document that has one, by the document's name.

    Raises:
        ChapterError: as :func:`toc_documents`.
    """
    parts = _read_toc(root).root.subtrees
    numbered = (name for part in parts if part.numbered for name in part.files())
    return {name: number for number, name in enumerate(numbered, start=1)}


def _read_toc(root: Path) -> SiteMap:
    toc = root / "_toc.yml"
    try:
        found = parse_toc_data(read_yaml(toc.read_text(encoding="utf-8")))
    except (OSError, YAMLError, MalformedError, TypeError, ValueError) as error:
        raise ChapterError(
            f"{toc}: {error}. Expected a Jupyter Book table of contents (format: jb-book)."
        ) from error
    raise_all(
        ChapterError,
        (
            f"{toc}: names {document}, expected a path from the project's folder on, such as "
            "chapters/first."
            for document in found
            if document.startswith("/") or {"", ".", ".."} & set(document.split("/"))
        ),
    )
    return found


def list_chapters(root: Path | None = None) -> tuple[Chapter, ...]:
    """The notebooks of the table of contents, in reading order."""
    folder = root or find_root()
    paths = [folder / f"{document}.ipynb" for document in toc_documents(folder)]
    return tuple(Chapter(path.stem, path) for path in paths if path.is_file())


def report_chapters(root: Path | None = None) -> tuple[Chapter, ...]:
    """The chapters of the report: those of :func:`list_chapters` that are no pages of code.

    Raises:
        ChapterError: as :func:`toc_documents` and :func:`read_notebook`.
    """
    return tuple(each for each in list_chapters(root) if not is_page(read_notebook(each.path)))


def is_page(notebook: NotebookNode) -> bool:
    """Whether a notebook is a page that shows its code: it hides none and has no parameters.

    Such a page is about the book and no part of the report. It is the same in every edition,
    and for the web alone.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tags = {tag for cell in code for tag in cell.metadata.get("tags", [])}
    return bool(code) and not tags & {PARAMETERS_TAG, *HIDING_TAGS}


def find_chapter(name: str, root: Path | None = None) -> Chapter:
    """The chapter of that name, or at that path.

    Raises:
        ChapterError: the table of contents has no such notebook; names the nearest.
    """
    chapters = {chapter.name: chapter for chapter in list_chapters(root)}
    if name in chapters:
        return chapters[name]
    if name.endswith(".ipynb"):
        place = Path(name).resolve()
        for chapter in chapters.values():
            if chapter.path.resolve() == place:
                return chapter
    close = get_close_matches(name, chapters, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise ChapterError(
        f"There is no chapter {name[:60]!a}.{hint} The chapters are: {', '.join(chapters)}."
    )


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; once, as long as it stays as it is. Who changes it takes a copy.

    Raises:
        ChapterError: the file is missing or is not a valid notebook.
    """
    return _read_notebook(path, stamp(path))


@lru_cache(maxsize=64)
def _read_notebook(path: Path, _seen: Stamp) -> NotebookNode:
    import nbformat  # late: it takes as long as all else that a build of no change does

    not_json = (ValueError, nbformat.reader.NotJSONError)
    # nbformat trips over other JSON before it can validate it.
    not_a_notebook = (nbformat.ValidationError, AttributeError, KeyError, TypeError)
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except OSError as error:
        raise ChapterError(f"{path}: cannot be read ({error.strerror}).") from error
    except RecursionError as error:
        raise ChapterError(f"{path}: is nested too deeply to be read.") from error
    except (*not_json, *not_a_notebook) as error:
        reason = str(error).partition("\n")[0]
        raise ChapterError(f"{path}: is not a valid notebook: {reason}") from error
    return cast("NotebookNode", notebook)


def name_kernel(notebook: NotebookNode) -> None:
    """Write into a notebook that names no kernel the one that it is executed with."""
    named = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
    notebook.metadata["kernelspec"] = {**named, **notebook.metadata.get("kernelspec", {})}


def notebook_timeout(notebook: NotebookNode, path: Path) -> int | None:
    """The seconds that a notebook says each of its cells may take, if it does.

    It says so as ``timeout`` in its metadata, or under ``execution`` there, as jupyter-cache
    has it.

    Raises:
        ChapterError: what it says is no number of seconds.
    """
    metadata = notebook.metadata
    block = metadata.get("execution")
    said = metadata.get("timeout", block.get("timeout") if isinstance(block, dict) else None)
    if said is None or (type(said) is int and said > 0):
        return said
    raise ChapterError(
        f"{path}: its metadata have timeout = {said!r}, expected a number of seconds such as 900."
    )


def chapter_title(chapter: Chapter) -> str:
    """The chapter's first heading; its name where it has none.

    Raises:
        ChapterError: as :func:`read_notebook`.
    """
    texts = (
        cell.source for cell in read_notebook(chapter.path).cells if cell.cell_type == "markdown"
    )
    lines = (line for text in texts for line in text.splitlines())
    titles = (line.removeprefix("# ").strip() for line in lines if line.startswith("# "))
    return next(titles, chapter.name)


def declared_parameters(notebook: NotebookNode, path: Path) -> tuple[Declared, ...]:
    """Read the parameters cell: annotated literals, each with a comment as its help.

    Raises:
        ChapterError: there is no such cell, or a line in it is anything else; every
            faulty line in one pass.
    """
    cells = [c for c in notebook.cells if PARAMETERS_TAG in c.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ChapterError(
            f"{path}: has {len(cells)} cells tagged {PARAMETERS_TAG}, expected exactly one. "
            f"(A page without parameters shows the code of all its cells.)"
        )
    source = cells[0].source
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ChapterError(f"{path}: parameters cell, line {error.lineno}: {error.msg}.") from error
    lines = source.splitlines()
    declared = [_declared(statement, lines[statement.lineno - 1]) for statement in statements]
    faults = [
        f"{path}: parameters cell, line {statement.lineno}: {lines[statement.lineno - 1]!r} is not "
        f'of the form `economy: str = "BRA"  # help`.'
        for statement, found in zip(statements, declared, strict=True)
        if found is None
    ]
    if faults:
        raise ChapterError(*faults)
    return tuple(found for found in declared if found is not None)


def _declared(statement: ast.stmt, line: str) -> Declared | None:
    if (
        isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and isinstance(statement.annotation, ast.Name)
        and isinstance(statement.value, ast.Constant)
        and type(statement.value.value) in (str, int)
    ):
        comment = line[statement.end_col_offset or 0 :].strip()
        return Declared(
            statement.target.id,
            statement.annotation.id,
            statement.value.value,
            comment.removeprefix("#").strip(),
        )
    return None


def parameter_names(chapter: Chapter) -> tuple[str, ...]:
    """Names of the parameters that a chapter declares; a page that shows its code has none."""
    notebook = read_notebook(chapter.path)
    if is_page(notebook):
        return ()
    declared = declared_parameters(notebook, chapter.path)
    return tuple(parameter.name for parameter in declared)


def chapter_faults(root: Path | None = None) -> tuple[str, ...]:
    """Everything wrong with the table of contents and the chapters, in one pass."""
    folder = root or find_root()
    try:
        documents = toc_documents(folder)
    except ChapterError as error:
        return error.problems
    try:
        used = schema(folder)
    except ReportError:  # told by the check of the settings
        used = None
    return (
        *missing_documents(folder),
        *_stray_notebooks(folder, documents),
        *_doubled_names(folder),
        *(fault for chapter in list_chapters(folder) for fault in _notebook_faults(chapter, used)),
    )


def missing_documents(folder: Path) -> Iterator[str]:
    """What the table of contents names without there being a file, a sentence each."""
    for document in toc_documents(folder):
        if not any((folder / f"{document}{ending}").is_file() for ending in (".ipynb", ".md")):
            yield f"_toc.yml: names {document}, but there is no {document}.ipynb or {document}.md."


def _stray_notebooks(folder: Path, documents: tuple[str, ...]) -> Iterator[str]:
    for path in sorted((folder / "chapters").glob("*.ipynb")):
        if path.relative_to(folder).with_suffix("").as_posix() not in documents:
            yield f"{path.relative_to(folder)}: is not in _toc.yml. Add it there, or remove it."


def _doubled_names(folder: Path) -> Iterator[str]:
    names = [chapter.name for chapter in list_chapters(folder)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"_toc.yml: names two chapters {name}. Commands know them by name: rename one."


def _notebook_faults(chapter: Chapter, used: Mapping[str, Parameter] | None) -> Iterator[str]:
    try:
        notebook = read_notebook(chapter.path)
        page = is_page(notebook)
        declared = () if page else declared_parameters(notebook, chapter.path)
        notebook_timeout(notebook, chapter.path)
    except ChapterError as error:
        yield from error.problems
        return
    names = [parameter.name for parameter in declared]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{chapter.path}: parameters cell: {name} is declared twice."
    if used is not None:
        for parameter in declared:
            yield from _schema_faults(chapter, parameter, used)
    yield from _kept_faults(chapter, notebook)
    if not page:
        yield from _hiding_faults(chapter, notebook)


def _schema_faults(
    chapter: Chapter, found: Declared, used: Mapping[str, Parameter]
) -> Iterator[str]:
    wanted = used.get(found.name)
    place = f"{chapter.path}: parameters cell: {found.name}"
    if wanted is None and found.name in SCHEMA:
        yield (
            f"{place} is not used by the book: _config.yml names under reportlib.parameters "
            f"{', '.join(used)}. Name it there with its default, or take the line out."
        )
        return
    if wanted is None:
        yield f"{place} is not in the schema. Its parameters are: {', '.join(used)}."
        return
    stated = (found.type, found.default, found.help)
    expected = (wanted.type.__name__, wanted.default, wanted.help)
    for what, ours, theirs in zip(("type", "default", "help"), stated, expected, strict=True):
        if ours != theirs:
            whose = "_config.yml" if what == "default" else "the schema"
            yield f"{place}: {what} is {ours!r}, expected {theirs!r} as {whose} has it."


def kernel_faults(chapter: Chapter, notebook: NotebookNode) -> Iterator[str]:
    """The notebook names a kernel that another computer may not have; it need not name one."""
    kernel = notebook.metadata.get("kernelspec", {}).get("name", KERNEL)
    if kernel != KERNEL:
        yield (
            f"{chapter.path}: names the kernel {kernel!r}, expected {KERNEL!r}. Open it in "
            "JupyterLab, choose the kernel Python 3 and save it."
        )


def _kept_faults(chapter: Chapter, notebook: NotebookNode) -> Iterator[str]:
    """What a notebook keeps of the computer that it was edited on."""
    yield from kernel_faults(chapter, notebook)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            yield f"{chapter.path}: cell {number} holds outputs. Run `nbstripout` on the file."


def _hiding_faults(chapter: Chapter, notebook: NotebookNode) -> Iterator[str]:
    """Code of a chapter that its reader would see, or that runs before its parameters."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if code and PARAMETERS_TAG not in code[0].metadata.get("tags", []):
        yield f"{chapter.path}: the first code cell must be the one tagged {PARAMETERS_TAG}."
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not HIDING_TAGS & set(cell.metadata.get("tags", [])):
            yield (
                f"{chapter.path}: cell {number} would show its code in the book. "
                f"Tag it remove-input, or remove-cell where it shows nothing."
            )
