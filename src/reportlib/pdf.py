"""Print the book: execute its chapters, stage them, let our Sphinx builder set them as a PDF.

No clock is read: the same inputs give the same bytes. What goes before and after the
chapters is made in :mod:`reportlib.frontmatter`.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock, Timeout

from reportlib.book import (
    Report,
    Watch,
    bibliographies,
    book_jobs,
    edition_name,
    execute_book,
    read_settings,
    refuse_source,
    stage,
)
from reportlib.chapters import (
    Chapter,
    find_chapter,
    list_chapters,
    missing_documents,
    toc_documents,
)
from reportlib.errors import BuildError, ChapterError, raise_all
from reportlib.execution import Job, Result
from reportlib.files import make_folder, write_whole
from reportlib.fonts import FONT_FOLDER
from reportlib.frontmatter import CITATION, EPOCH_VARIABLE, front_matter, timestamp
from reportlib.inputs import digest, file_digest, job_inputs, program_digest, shared_inputs
from reportlib.manifests import dataset_names, read_manifest
from reportlib.parameters import Parameters
from reportlib.payload import EXHIBIT_MIME
from reportlib.project import find_root
from reportlib.provenance import executed_pages, exhibits_on, provenance_of, write_provenance
from reportlib.rows import unknown

if TYPE_CHECKING:
    from reportlib.typst.compiling import Whereabouts

PAPERS = {"a4": "a4", "letter": "us-letter"}
LONGEST_TABLE = 120  # rows in print, so that the list of sources is whole; the web's all are
RECORD = "printed.json"


@dataclass(frozen=True)
class Options:
    """How a book is printed: which chapters (all where none is named), and in what form."""

    chapters: tuple[str, ...] = ()
    paper: str = "a4"
    archival: bool = False
    appendix_data: bool = False
    template: Path | None = None


@dataclass(frozen=True)
class Printed:
    """A printed book; ``changed`` is false where it lay there already."""

    path: Path
    changed: bool
    results: tuple[Result, ...] = ()


def default_place(parameters: Parameters, options: Options = Options()) -> Path:
    """Where an edition's PDF goes; chosen chapters have a file of their own."""
    name = "_".join([edition_name(parameters), *options.chapters])
    return find_root() / "_build" / "pdf" / f"{name}.pdf"


def print_book(
    parameters: Parameters,
    out: Path | None = None,
    options: Options = Options(),
    *,
    say: Report = lambda _: None,
    watch: Watch = lambda _: None,
) -> Printed:
    """Execute chapters with the parameters, where that is due, and write them as one PDF.

    Args:
        out: the file; by default one of the edition's own under ``_build/pdf``.
        say: called with a line for each stage.
        watch: called with each chapter's result as it comes.

    Raises:
        ChapterError: a chosen chapter does not exist.
        ExecutionError: a chapter failed; nothing was printed, its notebook is kept.
        BuildError: the pages could not be set, or ``out`` cannot be written. What ``out``
            held before is still there.
    """
    root = find_root()
    place = (out or default_place(parameters, options)).resolve()
    _refuse_foreign_file(place, root)
    _check(options)
    chapters = _chosen(options, root)
    raise_all(ChapterError, missing_documents(root))
    work = root / "_build" / "work" / edition_name(parameters)
    make_folder(work)
    try:
        with FileLock(work.with_suffix(".lock"), timeout=0):
            inputs = _inputs(root, work, parameters, options, chapters)
            if _is_current(work, place, inputs):
                return Printed(place, changed=False)
            results = execute_book(parameters, work, watch, chapters=chapters, reuse=True)
            say("setting the pages")
            content = _printed(root, work, parameters, options, chapters)
            write_whole(place, content)
            if _inputs(root, work, parameters, options, chapters) == inputs:
                _remember(work, place, inputs)
    except Timeout as error:
        raise BuildError(
            f"{work}: another build of this edition is running. Wait for it, or stop it."
        ) from error
    return Printed(place, True, tuple(results))


def _refuse_foreign_file(place: Path, root: Path) -> None:
    """Never write over anything but a PDF, nor among the sources."""
    if place.exists() and not place.is_file():
        kind = "a folder" if place.is_dir() else "not a file"
        raise BuildError(f"{place} is {kind}. Name a file, such as book.pdf, with --out.")
    if place.suffix.lower() != ".pdf":
        raise BuildError(f"{place} is not named as a PDF. Let its name end in .pdf.")
    refuse_source(place, root)


def _check(options: Options) -> None:
    if options.paper not in PAPERS:
        raise BuildError(
            f"paper = {options.paper!a} is not a size of paper known here. "
            f"Allowed: {', '.join(PAPERS)}."
        )
    if options.template and not options.template.is_file():
        raise BuildError(f"{options.template}: there is no such template.")


def _chosen(options: Options, root: Path) -> tuple[Chapter, ...]:
    """The chapters to print, in the order of the book."""
    known = list_chapters(root)
    chosen = {find_chapter(name, root) for name in options.chapters}
    return tuple(chapter for chapter in known if not chosen or chapter in chosen)


# What is known before anything runs


def _inputs(
    root: Path,
    work: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> str:
    """The digest of all that the PDF is made from."""
    shared = shared_inputs(root)
    files = ["_config.yml", "_toc.yml", CITATION, *bibliographies(read_settings(root), root)]
    pages = [f"{document}.md" for document in toc_documents(root)]
    return digest(
        {
            "shared": shared,
            "program": program_digest(),
            "jobs": [job_inputs(job, shared) for job in book_jobs(parameters, work, chapters)],
            "files": {name: file_digest(root / name) for name in (*files, *pages)},
            "parameters": asdict(parameters),
            "options": {**asdict(options), "template": str(options.template)},
            "template": file_digest(options.template) if options.template else "",
            "time": os.environ.get(EPOCH_VARIABLE, ""),
        }
    )


def _is_current(work: Path, place: Path, inputs: str) -> bool:
    found = _records(work).get(str(place))
    return found == {"inputs": inputs, "pdf": file_digest(place)} and place.is_file()


def _remember(work: Path, place: Path, inputs: str) -> None:
    records = {**_records(work), str(place): {"inputs": inputs, "pdf": file_digest(place)}}
    write_whole(work / RECORD, json.dumps(records, indent=2).encode())


def _records(work: Path) -> dict[str, Any]:
    try:
        found = json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


# Setting the pages


def _printed(
    root: Path,
    work: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> bytes:
    """The PDF of what was executed.

    The pages are written in a process of their own: Sphinx and Typst take 400 MB each, and
    the first gives them back only with its end.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pages = pool.submit(_write_pages, root, work, parameters, options, chapters)
        # Meanwhile, a fifth of a second:
        from reportlib.typst.compiling import compile_book, find_fonts
        from reportlib.typst.errors import PrintError

        jobs = book_jobs(parameters, work, chapters)
        faults = unknown(exhibits_on(executed_pages(jobs)))
        try:
            written = pages.result()
        except BrokenProcessPool as error:
            raise BuildError(
                "The process that writes the pages died, perhaps for lack of memory. "
                "Free some and print again."
            ) from error
    raise_all(BuildError, faults)
    try:
        fonts, _ = find_fonts([FONT_FOLDER], {})
        content, warnings = compile_book(
            written.book, fonts, _standards(options), timestamp(), written.whereabouts
        )
    except PrintError as error:
        raise BuildError(*error.problems) from error
    _refuse([*written.complaints, *(f"Typst: {warning}" for warning in warnings)], options)
    return content


def _refuse(complaints: Iterable[str], options: Options) -> None:
    """Print nothing of which something was complained."""
    found = [
        line for line in complaints if not (options.chapters and _LEADS_ELSEWHERE.search(line))
    ]
    if found:
        raise BuildError("The book could not be printed without warnings:", *found)


@dataclass(frozen=True)
class Written:
    """The pages as Typst reads them, and what Sphinx complained of."""

    book: Path
    whereabouts: Whereabouts
    complaints: tuple[str, ...]


def _standards(options: Options) -> list[str]:
    return ["a-3a", "ua-1"] if options.archival else ["ua-1"]


def _write_pages(
    root: Path,
    work: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> Written:
    """Write the pages for Typst; call it in a process of its own."""
    gc.disable()  # which looked at half a million nodes again and again, for 3 of 8 seconds
    # JupyterLab brings a grammar that jsonschema would parse for 2 seconds, to no use here.
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))
    source = stage(root, work, toc_documents(root))
    shutil.copy(root / "_toc.yml", source / "_toc.yml")
    for notebook in source.rglob("*.ipynb"):
        content = _lightened(notebook.read_bytes(), options.appendix_data)
        notebook.write_bytes(content)
    folder = work / "print"
    shutil.rmtree(folder, ignore_errors=True)
    values = {
        "typst_compile": False,
        "typst_documents": _documents(root, chapters) if options.chapters else [],
        "typst_paper": PAPERS[options.paper],
        "typst_font_paths": [str(FONT_FOLDER)],  # the settings' is beside the sources
        "typst_attachments": (
            _attachments(folder, book_jobs(parameters, work, chapters), parameters)
            if options.archival
            else []
        ),
        "typst_template": str(options.template.resolve()) if options.template else "",
        "typst_appendix_data": options.appendix_data,
        "typst_fold_rows": LONGEST_TABLE,
        "reportlib_check_rows": False,  # done meanwhile, with the rows behind drawings
        "typst_meta": front_matter(root, parameters, options.template),
    }
    return _run_sphinx(source, folder, values)


def _lightened(notebook: bytes, rows: bool) -> bytes:
    """A notebook without what print has no use for, which is most of what takes time to read.

    Of an exhibit only the form that is printed stays; no drawing for a phone, and unless
    asked for no rows behind a drawing.
    """
    content = json.loads(notebook)
    for cell in content["cells"]:
        for output in cell.get("outputs", ()):
            if exhibit := output.get("data", {}).get(EXHIBIT_MIME):
                exhibit.get("drawings", {}).pop("narrow", None)
                if exhibit.get("kind") == "figure" and not rows:
                    exhibit["rows"] = []
                output["data"] = {EXHIBIT_MIME: exhibit}
    return json.dumps(content).encode()


# References to chapters that were not chosen become plain text.
_LEADS_ELSEWHERE = re.compile(r"undefined label|\[ref\.ref\]|\[ref\.numref\]|xref_missing")


def _documents(root: Path, chapters: Sequence[Chapter]) -> list[str]:
    return [chapter.path.relative_to(root).with_suffix("").as_posix() for chapter in chapters]


def _attachments(folder: Path, jobs: Sequence[Job], parameters: Parameters) -> list[dict[str, str]]:
    """Where each number comes from, and the tables; not those whose terms do not allow it."""
    provenance = write_provenance(folder, provenance_of(executed_pages(jobs), parameters))
    manifests = [read_manifest(name) for name in dataset_names()]
    return [
        {
            "path": str(provenance),
            "name": provenance.name,
            "mime": "application/json",
            "relationship": "supplement",
            "description": "The rows behind every number, figure and table",
        },
        *(
            {
                "path": str(manifest.data_file),
                "name": f"data/{manifest.path}",
                "mime": "text/csv",
                "relationship": "data",
                "description": manifest.title,
            }
            for manifest in manifests
            if manifest.reportlib.redistribute == "yes"
        ),
    ]


def _run_sphinx(source: Path, folder: Path, values: Mapping[str, Any]) -> Written:
    """Run the builder on staged sources, in this process.

    Raises:
        BuildError: it failed, or cannot write.
    """
    # Half a second each, which a PDF that is still current need not wait for.
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from reportlib.typst.builder import TypstBuilder

    said = StringIO()
    config, _ = get_final_config(
        user_yaml=source / "_config.yml",
        cli_config={"latex_individualpages": False},
        sourcedir=source,
    )
    extensions = [name for name in config["extensions"] if name not in _WEB_ONLY]
    try:
        with patch_docutils(), docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the libraries, about one another
            app = Sphinx(
                srcdir=source,
                confdir=None,
                outdir=folder / "out",
                doctreedir=folder / "doctrees",
                buildername="typst",
                confoverrides={**config, **values, "nitpicky": True, "extensions": extensions},
                status=None,
                warning=said,
                freshenv=True,
            )
            app.build(force_all=True)
    except SphinxError as error:
        raise BuildError(*str(error).splitlines()) from error
    except OSError as error:
        raise BuildError(
            f"{folder}: cannot be written ({error.strerror or error}). Free some space."
        ) from error
    lines = _COLOURS.sub("", said.getvalue()).splitlines()
    return Written(
        folder / "out" / "book.typ",
        cast(TypstBuilder, app.builder).whereabouts,
        tuple(line for line in lines if line.strip()),
    )


_WEB_ONLY = ("sphinx_book_theme",)  # a fifth of a second for what no page in print has
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
