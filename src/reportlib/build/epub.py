"""Bind the book as an EPUB: execute its chapters, have their pages written, pack them.

As with a PDF no clock is read: the same inputs give the same bytes. The pages are written in
:mod:`reportlib.build.epub_pages`, in a process of its own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from reportlib.base.errors import BuildError, ChapterError, raise_all
from reportlib.base.parameters import Parameters
from reportlib.base.places import resolved
from reportlib.base.project import EPOCH_VARIABLE, find_root
from reportlib.base.rows import unknown
from reportlib.build.book import (
    Report,
    Watch,
    book_jobs,
    edition_name,
    execute_book,
    unheard,
)
from reportlib.build.chapters import missing_documents, report_chapters
from reportlib.build.compiling import spared
from reportlib.build.epub_pages import MIMETYPE, write_epub
from reportlib.build.execution import Result
from reportlib.build.ingredients import digest
from reportlib.build.inputs import Inputs
from reportlib.build.one_file import Format, Printed, page_writer, refuse_foreign_file, write_book
from reportlib.build.provenance import executed_pages, exhibits_on

EPUB = Format("an EPUB", ".epub", MIMETYPE.encode(), at=38)  # after the name of the first file


def default_place(parameters: Parameters) -> Path:
    """Where an edition's EPUB goes."""
    return find_root() / "_build" / "epub" / f"{edition_name(parameters)}.epub"


def bind_book(
    parameters: Parameters,
    out: Path | None = None,
    *,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
    say: Report = unheard,
    watch: Watch = unheard,
) -> Printed:
    """Execute chapters with the parameters, where that is due, and write them as one EPUB.

    Args:
        out: the file; by default one of the edition's own under ``_build/epub``.
        timeout: seconds that a cell may take; else what its notebook says, or 600.
        force: execute and bind although nothing changed.
        engine: as of :func:`~reportlib.build.book.build_book`.
        say: called with a line for each stage.
        watch: called with each chapter's result as it comes.

    Raises:
        ExecutionError: a chapter failed; nothing was written, its notebook is kept.
        BuildError: the pages gave warnings, something they are made from changed meanwhile, or
            ``out`` cannot be written. What ``out`` held before is still there.
    """
    root = find_root()
    place = resolved(out or default_place(parameters))
    refuse_foreign_file(place, root, EPUB)
    chapters = report_chapters()
    raise_all(ChapterError, missing_documents(root))

    def execute(work: Path) -> Sequence[Result]:
        return execute_book(
            parameters, work, watch, timeout=timeout, force=force, engine=engine, chapters=chapters
        )

    def write(work: Path) -> bytes:
        pages = executed_pages(book_jobs(parameters, work, chapters))
        raise_all(BuildError, unknown(exhibits_on(pages)))
        say("binding the pages")
        return _bound(root, work, parameters)

    return write_book(
        parameters,
        place,
        root,
        force=force,
        files=lambda: Inputs(root),
        digest_of=lambda files: _inputs(files, parameters),
        execute=execute,
        write=write,
    )


def _inputs(files: Inputs, parameters: Parameters) -> str:
    """The digest of all that the EPUB is made from."""
    epoch = os.environ.get(EPOCH_VARIABLE)
    return digest(["epub", files.digest(), asdict(parameters), epoch])


def _bound(root: Path, work: Path, parameters: Parameters) -> bytes:
    """The EPUB of what was executed."""
    with page_writer() as writer:
        content, complaints = writer.call(spared, write_epub, root, work, parameters)
    if complaints:
        raise BuildError("The book could not be bound without warnings:", *complaints)
    return bytes(content)
