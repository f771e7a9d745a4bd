"""Print the book: execute its chapters, have their pages written, set them as a PDF.

No clock is read: the same inputs give the same bytes. The pages are written in
:mod:`reportlib.build.pages`; what goes before and after the chapters is made in
:mod:`reportlib.build.frontmatter`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from reportlib.base.errors import BuildError, ChapterError, raise_all
from reportlib.base.fonts import FONT_FOLDER
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Payload
from reportlib.base.places import resolved
from reportlib.base.project import EPOCH_VARIABLE, find_root
from reportlib.base.rows import unknown
from reportlib.base.settings import project_settings
from reportlib.build.book import (
    Report,
    Watch,
    book_jobs,
    edition_name,
    execute_book,
    unheard,
)
from reportlib.build.chapters import (
    Chapter,
    find_chapter,
    list_chapters,
    missing_documents,
    report_chapters,
)
from reportlib.build.compiling import spared
from reportlib.build.execution import Result
from reportlib.build.frontmatter import timestamp
from reportlib.build.ingredients import digest
from reportlib.build.inputs import Inputs
from reportlib.build.one_file import Format, Printed, page_writer, refuse_foreign_file, write_book
from reportlib.build.pages import PAPERS, WHOLE, Options, Written, write_pages
from reportlib.build.provenance import executed_pages, exhibits_on

PDF = Format("a PDF", ".pdf", b"%PDF-")
Typeset = tuple[bytes, list[str]]
"""A PDF, and what Typst warns of."""


def default_place(parameters: Parameters, options: Options = WHOLE) -> Path:
    """Where an edition's PDF goes; chosen chapters have a file of their own."""
    name = "_".join([edition_name(parameters), *options.chapters])
    return find_root() / "_build" / "pdf" / f"{name}.pdf"


def print_book(
    parameters: Parameters,
    out: Path | None = None,
    options: Options = WHOLE,
    *,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
    say: Report = unheard,
    watch: Watch = unheard,
) -> Printed:
    """Execute chapters with the parameters, where that is due, and write them as one PDF.

    Args:
        out: the file; by default one of the edition's own under ``_build/pdf``.
        timeout: seconds that a cell may take; else what its notebook says, or 600.
        force: execute and print although nothing changed.
        engine: as of :func:`~reportlib.build.book.build_book`.
        say: called with a line for each stage.
        watch: called with each chapter's result as it comes.

    Raises:
        ChapterError: a chosen chapter does not exist, or is a page for the web.
        ExecutionError: a chapter failed; nothing was printed, its notebook is kept.
        BuildError: the pages could not be set, something they are made from changed meanwhile,
            or ``out`` cannot be written. What ``out`` held before is still there.
    """
    root = find_root()
    place = resolved(out or default_place(parameters, options))
    refuse_foreign_file(place, root, PDF)
    _check(options)
    chapters = _chosen(options)
    raise_all(ChapterError, missing_documents(root))

    def execute(work: Path) -> Sequence[Result]:
        return execute_book(
            parameters,
            work,
            watch,
            chapters=chapters,
            timeout=timeout,
            force=force,
            engine=engine,
        )

    def write(work: Path) -> bytes:
        say("setting the pages")
        return _printed(root, work, parameters, options, chapters)

    return write_book(
        parameters,
        place,
        root,
        force=force,
        files=lambda: Inputs(root, [options.template] if options.template else []),
        digest_of=lambda files: _inputs(files, parameters, options, chapters),
        execute=execute,
        write=write,
    )


def _check(options: Options) -> None:
    if options.paper not in PAPERS:
        raise BuildError(
            f"paper = {options.paper!a} is not a size of paper known here. "
            f"Allowed: {', '.join(PAPERS)}."
        )
    if options.template and not options.template.is_file():
        raise BuildError(f"{options.template}: there is no such template.")


def _chosen(options: Options) -> tuple[Chapter, ...]:
    """The chapters to print, in the order of the book."""
    known = report_chapters()
    chosen = {find_chapter(name) for name in options.chapters}
    raise_all(
        ChapterError,
        (
            f"{page.name} is a page that shows code, for the web alone. The chapters that can be "
            f"printed are: {', '.join(chapter.name for chapter in known)}."
            for page in sorted(chosen - set(known), key=lambda page: page.name)
        ),
    )
    return tuple(chapter for chapter in known if not chosen or chapter in chosen)


# What is known before anything runs


def _inputs(
    files: Inputs,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> str:
    """The digest of all that the PDF is made from."""
    return digest(
        [
            files.digest(),
            [chapter.name for chapter in chapters],
            asdict(parameters),
            {**asdict(options), "template": str(options.template)},
            os.environ.get(EPOCH_VARIABLE),
        ]
    )


# Setting the pages


def _printed(
    root: Path,
    work: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> bytes:
    """The PDF of what was executed."""
    timestamp()  # reads all descriptors, which the writer of the pages then has
    with page_writer() as writer:

        def start(*given: Any) -> Callable[[], Written]:
            writer.ask(spared, write_pages, *given)
            import_module("reportlib.typst.compiling")  # meanwhile, a tenth of a second
            return writer.answer

        return printed(root, work, parameters, start, options, chapters)


def printed(
    root: Path,
    work: Path,
    parameters: Parameters,
    start: Callable[..., Callable[[], Written]],
    options: Options = WHOLE,
    chapters: Sequence[Chapter] = (),
    *,
    typeset: Callable[[Written, Sequence[str]], Typeset] | None = None,
) -> bytes:
    """The PDF of executed chapters in a work folder.

    Args:
        start: begins :func:`write_pages` in another process, and gives what waits for its end.
        typeset: calls :func:`typeset_pages`, in another process if that is to go on: Typst keeps
            what it has set of a book, 300 MB.
        chapters: those to print; all of the report unless given.

    Raises:
        BuildError: the pages could not be set.
    """
    chapters = chapters or report_chapters()
    written_pages = start(root, work, parameters, options, chapters)
    exhibits = exhibits_on(executed_pages(book_jobs(parameters, work, chapters)))
    faults = unknown(exhibits)
    others = set(list_chapters()) - set(chapters)
    elsewhere = _Elsewhere(_label_starts(others, root), exhibits)
    written = written_pages()
    raise_all(BuildError, faults)
    content, warnings = (typeset or typeset_pages)(written, _standards(options))
    complaints = [line for line in written.complaints if not elsewhere.explains(line)]
    complaints += [f"Typst: {warning}" for warning in warnings]
    if complaints:
        raise BuildError("The book could not be printed without warnings:", *complaints)
    return content


def typeset_pages(written: Written, standards: Sequence[str]) -> Typeset:
    """Let Typst set the pages.

    Raises:
        BuildError: it refused them.
    """
    from reportlib.typst.compiling import compile_book, find_fonts
    from reportlib.typst.errors import PrintError

    try:
        fonts, _ = find_fonts([FONT_FOLDER], {})
        return compile_book(written.book, fonts, standards, timestamp(), written.whereabouts)
    except PrintError as error:
        raise BuildError(*error.problems) from error


def _standards(options: Options) -> list[str]:
    return ["a-3a", "ua-1"] if options.archival else ["ua-1"]


def _label_starts(chapters: Iterable[Chapter], root: Path) -> Iterator[str]:
    """How the labels of these chapters' exhibits begin: with the chapter's name unless told."""
    told = project_settings(root).labels
    for chapter in chapters:
        yield from told.get(chapter.name, [chapter.name.replace("_", "-")])


class _Elsewhere:
    """What is told of chapters that were not chosen, and therefore not executed.

    References to their exhibits become plain text, of which Sphinx complains. How the labels
    of these begin is known. That of a row begins otherwise, but only exhibits lead to rows,
    no text does.
    """

    def __init__(self, starts: Iterable[str], exhibits: Iterable[tuple[str, Payload]]) -> None:
        self._starts = tuple(f"{start}-" for start in starts)
        targets = {piece.target for _, exhibit in exhibits for piece in exhibit.pieces()}
        self._rows = {target for target in targets if not _EXHIBIT.match(target)}

    def explains(self, complaint: str) -> bool:
        """Whether a complaint is of a label that one of these chapters would have had."""
        found = _UNKNOWN_LABEL.search(complaint)
        if not found or not self._starts:
            return False
        if _EXHIBIT.match(label := found[1]):
            return f"{_EXHIBIT.sub('', label)}-".startswith(self._starts)
        return label in self._rows


_UNKNOWN_LABEL = re.compile(r"(?:undefined label|reference target not found): '([^']*)'")
_EXHIBIT = re.compile(r"^(?:fig|tbl|find)-")
