"""Write the pages of a printed book, as Typst reads them: in a process of its own.

The process imports this module, not that of the command. Sphinx takes 400 MB, which it gives
back only with its end.
"""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reportlib.base.errors import BuildError
from reportlib.base.fonts import FONT_FOLDER
from reportlib.base.manifests import Manifest
from reportlib.base.parameters import Parameters
from reportlib.base.payload import EXHIBIT_MIME
from reportlib.base.rows import datasets_of
from reportlib.build.book import book_jobs
from reportlib.build.chapters import Chapter, list_chapters, report_chapters, toc_documents
from reportlib.build.execution import Job
from reportlib.build.frontmatter import all_manifests, front_matter, may_be_attached
from reportlib.build.provenance import executed_pages, exhibits_on, provenance_of, write_provenance
from reportlib.build.sphinx_run import run_builder
from reportlib.build.staging import stage

if TYPE_CHECKING:
    from reportlib.typst.builder import TypstBuilder
    from reportlib.typst.compiling import Whereabouts

PAPERS = {"a4": "a4", "letter": "us-letter"}
LONGEST_TABLE = 60  # rows in print, but for the list of sources; on the web all stand


@dataclass(frozen=True)
class Options:
    """How a book is printed: which chapters (all where none is named), and in what form."""

    chapters: tuple[str, ...] = ()
    paper: str = "a4"
    archival: bool = False
    appendix_data: bool = False
    template: Path | None = None


WHOLE = Options()  # book, on A4


@dataclass(frozen=True)
class Written:
    """The pages as Typst reads them, and what Sphinx complained of."""

    book: Path
    whereabouts: Whereabouts
    complaints: tuple[str, ...]


def write_pages(
    root: Path,
    work: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> Written:
    """Write the pages for Typst; call it in a process of its own.

    Raises:
        BuildError: Sphinx failed, or a file cannot be read or written.
    """
    gc.disable()  # which looked at half a million nodes again and again, for 3 of 8 seconds
    folder = work / "print"
    try:
        return _written(root, work, folder, parameters, options, chapters)
    except OSError as error:
        raise BuildError(
            f"{error.filename or folder}: cannot be read or written "
            f"({error.strerror or error}). Free some space, or raise the limit for files."
        ) from error


def _written(
    root: Path,
    work: Path,
    folder: Path,
    parameters: Parameters,
    options: Options,
    chapters: Sequence[Chapter],
) -> Written:
    source = _staged(root, work, options, chapters)
    shutil.rmtree(folder, ignore_errors=True)
    jobs = book_jobs(parameters, work, chapters)
    manifests = _drawn_on(jobs) if options.chapters else all_manifests()
    values = {
        "typst_compile": False,
        "typst_documents": _named(root, chapters) if options.chapters else _printed(root),
        "typst_paper": PAPERS[options.paper],
        "typst_font_paths": [str(FONT_FOLDER)],  # the settings' is beside the sources
        "typst_attachments": (
            _attachments(folder, jobs, parameters, manifests) if options.archival else []
        ),
        "typst_template": str(options.template.resolve()) if options.template else "",
        "typst_appendix_data": options.appendix_data,
        "typst_fold_rows": 0 if options.appendix_data else LONGEST_TABLE,
        "reportlib_check_rows": False,  # done meanwhile, with the rows behind drawings
        "typst_meta": front_matter(
            root,
            parameters,
            manifests,
            chapters if options.chapters else (),
            template=options.template,
            archival=options.archival,
        ),
    }
    builder, complaints = run_builder("typst", source, folder, values)
    return Written(
        folder / "out" / "book.typ", cast("TypstBuilder", builder).whereabouts, complaints
    )


def _staged(root: Path, work: Path, options: Options, chapters: Sequence[Chapter]) -> Path:
    """The executed chapters, lightened; the others as they are, for their titles and labels.

    A copy that an earlier command executed is no part of what the pages are made from.
    """
    source = stage(root, work, toc_documents())
    shutil.copy(root / "_toc.yml", source / "_toc.yml")
    for chapter in list_chapters():
        notebook = source / chapter.path.relative_to(root)
        if chapter in chapters:
            notebook.write_bytes(_lightened(notebook.read_bytes(), options.appendix_data))
        else:
            shutil.copy(chapter.path, notebook)
    return source


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


def _printed(root: Path) -> list[str]:
    """All documents but the pages that show code, which are for the web."""
    pages = set(list_chapters(root)) - set(report_chapters(root))
    return [name for name in toc_documents(root) if name not in _named(root, pages)]


def _named(root: Path, chapters: Iterable[Chapter]) -> list[str]:
    return [chapter.path.relative_to(root).with_suffix("").as_posix() for chapter in chapters]


def _drawn_on(jobs: Sequence[Job]) -> list[Manifest]:
    """The datasets that executed chapters rest on or name."""
    exhibits = exhibits_on(executed_pages(jobs))
    names = {name for _, exhibit in exhibits for name in datasets_of(exhibit)}
    return [manifest for manifest in all_manifests() if manifest.name in names]


def _attachments(
    folder: Path, jobs: Sequence[Job], parameters: Parameters, manifests: Sequence[Manifest]
) -> list[dict[str, str]]:
    """Where each number comes from, and the tables; not those whose terms do not allow it."""
    provenance = write_provenance(folder, provenance_of(executed_pages(jobs), parameters))
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
            if may_be_attached(manifest)
        ),
    ]
