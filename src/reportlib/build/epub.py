"""Bind the book as an EPUB: execute its chapters, have their pages written, pack them.

As with a PDF no clock is read: the same inputs give the same bytes. The pages are written in
:mod:`reportlib.build.epub_pages`, in a process of its own.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

from reportlib.base.errors import BuildError, ChapterError, raise_all
from reportlib.base.files import make_folder
from reportlib.base.locks import reading
from reportlib.base.parameters import Parameters
from reportlib.base.places import hold, resolved
from reportlib.base.project import EPOCH_VARIABLE, find_root
from reportlib.base.rows import unknown
from reportlib.build.book import (
    Report,
    Watch,
    book_jobs,
    edition_name,
    execute_book,
    running,
    unheard,
    work_folder,
)
from reportlib.build.chapters import missing_documents, report_chapters
from reportlib.build.epub_pages import MIMETYPE, write_epub
from reportlib.build.ingredients import digest
from reportlib.build.inputs import Inputs
from reportlib.build.made import is_current, remember
from reportlib.build.outputs import refuse_source
from reportlib.build.pdf import Printed
from reportlib.build.processes import Worker, WorkerDiedError
from reportlib.build.provenance import executed_pages, exhibits_on


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
    _refuse_foreign_file(place, root)
    chapters = report_chapters()
    raise_all(ChapterError, missing_documents(root))
    work = work_folder(parameters, root)
    with reading(root, work.with_suffix(".lock"), running(work)), hold(place) as held:
        make_folder(work)
        files = Inputs(root)
        epoch = os.environ.get(EPOCH_VARIABLE)
        inputs = digest(["epub", files.digest(), asdict(parameters), epoch])
        if not force and is_current(work, place, inputs):
            return Printed(place, changed=False)
        results = execute_book(
            parameters,
            work,
            watch,
            chapters=chapters,
            timeout=timeout,
            force=force,
            engine=engine,
        )
        pages = executed_pages(book_jobs(parameters, work, chapters))
        raise_all(BuildError, unknown(exhibits_on(pages)))
        say("binding the pages")
        content = _bound(root, work, parameters)
        files.refuse_changed()
        held.put_file(content)
        remember(work, place, inputs)
    return Printed(place, True, tuple(results))


def _refuse_foreign_file(place: Path, root: Path) -> None:
    """Never write over anything but an EPUB, nor among the sources."""
    if place.exists() and not place.is_file():
        kind = "a folder" if place.is_dir() else "not a file"
        raise BuildError(f"{place} is {kind}. Name a file, such as book.epub, with --out.")
    if place.is_file() and not _is_epub(place):
        raise BuildError(f"{place} exists and is no EPUB. Name another file, or remove it.")
    if place.suffix.lower() != ".epub":
        raise BuildError(f"{place} is not named as an EPUB. Let its name end in .epub.")
    refuse_source(place, root)


def _is_epub(place: Path) -> bool:
    """Whether a file is empty, or says in its first bytes what it is."""
    with place.open("rb") as file:
        start = file.read(100)
    return not start or MIMETYPE.encode() in start


def _bound(root: Path, work: Path, parameters: Parameters) -> bytes:
    """The EPUB of what was executed."""
    worker = Worker()
    try:
        content, complaints = worker.call(write_epub, root, work, parameters)
    except WorkerDiedError as error:
        raise BuildError(
            "The process that writes the pages died, perhaps for lack of memory. "
            "Free some and run it again."
        ) from error
    finally:
        worker.end()
    if complaints:
        raise BuildError("The book could not be bound without warnings:", *complaints)
    return content
