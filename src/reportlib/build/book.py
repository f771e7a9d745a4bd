"""Build the book: execute its chapters, stage them, let Jupyter Book compile them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from reportlib import __version__
from reportlib.base.errors import ChapterError, ExecutionError, raise_all
from reportlib.base.files import make_folder, write_whole
from reportlib.base.locks import reading
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.parameters import Parameters
from reportlib.base.places import hold, resolved
from reportlib.base.project import PACKAGE, find_root
from reportlib.build.cache import Cache, cache_folder, trim_notebooks
from reportlib.build.chapters import (
    Chapter,
    list_chapters,
    missing_documents,
    parameter_names,
    toc_documents,
)
from reportlib.build.compiling import Run, compile_pages
from reportlib.build.execution import Job, Result, execute_chapters
from reportlib.build.forked import USUAL, executor
from reportlib.build.frontmatter import cited
from reportlib.build.ingredients import State, digest, folder_digests
from reportlib.build.inputs import Inputs
from reportlib.build.made import is_current, remember
from reportlib.build.outputs import RECORD, list_files, refuse_foreign_folder
from reportlib.build.provenance import (
    Provenance,
    carried,
    executed_pages,
    provenance_of,
    write_by_page,
)
from reportlib.build.staging import read_settings, stage

Report = Callable[[str], None]
Watch = Callable[[Result], None]


def unheard(_: object) -> None:
    """Who is told nothing."""


@dataclass(frozen=True)
class Book:
    """A built book: where its first page lies, and how its chapters were executed.

    ``changed`` is false where it lay there already, made of the same, or showing the same.
    """

    index: Path
    results: tuple[Result, ...] = ()
    changed: bool = True


def edition_name(parameters: Parameters) -> str:
    """A folder's name for an edition: ``default``, or what differs from it.

    The name is made of checked values only; a long one ends in a digest.
    """
    parts = [f"{name}-{value}" for name, value in parameters.changed().items()]
    name = "_".join(parts).replace(",", "-") or "default"
    if len(name) <= 80:
        return name
    return f"{name[:60]}_{sha256(name.encode()).hexdigest()[:12]}"


def default_output(parameters: Parameters) -> Path:
    """Where an edition's pages go: ``_build/html``, or a folder of its own beside it."""
    build = find_root() / "_build"
    name = edition_name(parameters)
    return build / "html" if name == "default" else build / "editions" / name / "html"


def work_folder(parameters: Parameters, root: Path | None = None) -> Path:
    """Where an edition is made: its executed chapters, and what is compiled from them."""
    return (root or find_root()) / "_build" / "work" / edition_name(parameters)


def build_book(
    parameters: Parameters,
    out: Path | None = None,
    *,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
    say: Report = unheard,
    watch: Watch = unheard,
) -> Book:
    """Execute every chapter with the parameters and compile the book as HTML.

    Args:
        out: folder of the pages; by default one of the edition's own under ``_build``.
        timeout: seconds that a cell may take; else what its notebook says, or 600.
        force: execute and compile although nothing changed.
        engine: ``forked`` or ``stock``, which is papermill's own; the first unless it cannot.
        say: called with a line for each stage.
        watch: called with each chapter's result as it comes.

    Beside the pages it writes ``edition.json``, ``provenance.json`` and ``files.txt``.

    Raises:
        ExecutionError: a chapter failed; nothing was compiled, the notebook is kept.
        BuildError: an exhibit cites a row that no dataset has, compiling gave warnings or
            no pages, something it is made from changed meanwhile, or ``out`` cannot be written
            or holds what the book did not write. What ``out`` held before is still there.
    """
    root = find_root()
    own = resolved(default_output(parameters))
    place = resolved(out) if out else own
    refuse_foreign_folder(place, root, own)
    raise_all(ChapterError, missing_documents(root))
    read_settings(root)
    work = work_folder(parameters, root)
    with reading(root, work.with_suffix(".lock"), running(work)), hold(place) as held:
        make_folder(work)
        inputs = Inputs(root)
        made_of = digest([inputs.digest(), asdict(parameters)])
        if not force and is_current(work, place, made_of):
            return Book(place / "index.html", changed=False)
        results = execute_book(parameters, work, watch, timeout=timeout, force=force, engine=engine)
        executed = executed_pages(result.job for result in results)
        source = _staged(root, work)
        shown = _pages_digest(root, inputs, source, parameters)
        if not force and is_current(work, place, shown):
            inputs.refuse_changed()
            remember(work, place, made_of, shown)
            return Book(place / "index.html", tuple(results), changed=False)
        told = records_digest(root, inputs, executed, parameters)
        records = work / "records"
        if force or not is_current(work, records, told):
            _write_records(records, parameters, results, provenance_of(executed, parameters))
        say("compiling the pages")
        pages = compile_pages(
            source,
            work / "compiled",
            strict=True,
            rows_checked=True,
            keep=work / "kept",
            edition=asdict(parameters),
            cited=cited(root, parameters),
        )
        shutil.copytree(records, pages, dirs_exist_ok=True)
        list_files(pages)
        inputs.refuse_changed()
        remember(work, records, told)  # made of these inputs for certain, and not before
        refuse_foreign_folder(place, root, own)
        held.put_folder(pages)
        remember(work, place, made_of, shown)
    return Book(place / "index.html", tuple(results))


def compile_executed(
    root: Path,
    work: Path,
    parameters: Parameters,
    results: Sequence[Result],
    run: Run | None,
    *,
    site: str,
    address: str = "",
    releases: str = "",
    pdf: str = "",
) -> Path:
    """Compile the executed chapters of a work folder as an edition of a site, with all beside.

    Args:
        run: as of :func:`~reportlib.build.compiling.compile_pages`.
        site: how the edition's first page leads to the root of its site.
        address: where the edition will lie, if that is known.
        releases: how the first page leads to the folder of releases, if the site lies in one.
        pdf: the name of its PDF, if there will be one beside its first page.

    Raises:
        BuildError: as :func:`~reportlib.build.compiling.compile_pages`.
    """
    executed = executed_pages(result.job for result in results)
    records = work / "records"
    provenance = provenance_of(executed, parameters, checksums=False)
    _write_records(records, parameters, results, provenance, site=site)
    pages = compile_pages(
        _staged(root, work),
        work / "compiled",
        strict=True,
        rows_checked=True,
        edition=asdict(parameters),
        cited=cited(root, parameters),
        settings={
            "reportlib_site": site,
            "reportlib_releases": releases,
            "reportlib_printed": pdf,
            "html_baseurl": address,
        },
        run=run,
    )
    shutil.copytree(records, pages, dirs_exist_ok=True)
    list_files(pages)
    return pages


def running(work: Path) -> str:
    """What is said where an edition is being made already."""
    return f"{work}: another build of this edition is running. Wait for it, or stop it."


def execution_job(chapter: Chapter, parameters: Parameters, output: Path) -> Job:
    """The job that executes a chapter with those of the parameters that it declares."""
    values = asdict(parameters)
    return Job(chapter, {name: values[name] for name in parameter_names(chapter)}, output)


def execute_book(
    parameters: Parameters,
    work: Path,
    watch: Watch = unheard,
    *,
    chapters: Sequence[Chapter] | None = None,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
) -> list[Result]:
    """Bring executed chapters, all of them unless named, into the work folder of an edition.

    Those that the cache holds are taken from it; the others are executed and kept there.

    Args:
        timeout: as of :func:`build_book`.
        force: execute all of them.
        engine: as of :func:`build_book`.

    Raises:
        ExecutionError: one or more failed; their notebooks are kept.
    """
    jobs = book_jobs(parameters, work, chapters)
    shutil.rmtree(work / "executed", ignore_errors=True)
    results = execute_jobs(jobs, work, watch, timeout=timeout, force=force, engine=engine)
    failed = [result.explain() for result in results if not result.succeeded]
    if failed:
        raise ExecutionError(*failed, "Nothing was compiled; the book built before is untouched.")
    return results


def execute_jobs(
    jobs: Sequence[Job],
    folder: Path,
    watch: Watch = unheard,
    *,
    timeout: int | None = None,
    force: bool = False,
    engine: str | None = None,
) -> list[Result]:
    """Execute jobs, or write what the cache holds of them; their results in the same order.

    Args:
        folder: as of :func:`execute_chapters`.
        timeout: as of :func:`build_book`.
        force: execute all of them.
        engine: as of :func:`build_book`.
    """
    root = find_root()
    cache = Cache.of(root)
    results: dict[str, Result] = {}
    for job in jobs:
        if not force and (kept := cache.find(job)):
            write_whole(job.output, kept)
            results[job.chapter.name] = Result(job, "cached", notebook=job.output)
            watch(results[job.chapter.name])
    due = [job for job in jobs if job.chapter.name not in results]
    by = partial(executor, engine or USUAL, root, due)
    with closing(execute_chapters(due, timeout=timeout, folder=folder, by=by)) as executing:
        for result in executing:
            watch(result)
            results[result.job.chapter.name] = result
    if due:
        _keep(cache, [results[job.chapter.name] for job in due], root)
    return [results[job.chapter.name] for job in jobs]


def _keep(cache: Cache, results: Sequence[Result], root: Path) -> None:
    """Keep what was executed while nothing that it is made from was written."""
    after = State.of(root)
    for result in results:
        if (
            result.status == "succeeded"
            and result.notebook is not None
            and cache.state.unwritten(after, result.job.chapter.path, result.reads)
        ):
            cache.keep(result.job, result.notebook.read_bytes(), result.reads)
    trim_notebooks(cache_folder(root))


def explain_book(
    parameters: Parameters, chapters: Sequence[Chapter] | None = None
) -> dict[str, tuple[str, ...]]:
    """Why chapters, all of them unless named, must be executed; nothing for one that is held."""
    root = find_root()
    cache = Cache.of(root)
    jobs = book_jobs(parameters, work_folder(parameters, root), chapters)
    return {job.chapter.name: cache.explain(job) for job in jobs}


def book_jobs(
    parameters: Parameters, work: Path, chapters: Sequence[Chapter] | None = None
) -> list[Job]:
    """The jobs that execute chapters, all of them unless named, into a work folder."""
    root = find_root()
    return [
        execution_job(chapter, parameters, work / "executed" / chapter.path.relative_to(root))
        for chapter in (list_chapters() if chapters is None else chapters)
    ]


def _staged(root: Path, work: Path) -> Path:
    source = stage(root, work, toc_documents())
    shutil.copy(root / "_toc.yml", source / "_toc.yml")
    return source


def _pages_digest(root: Path, inputs: Inputs, source: Path, parameters: Parameters) -> str:
    """The digest of all that a book's pages and records show: no code that a page hides."""
    beside = inputs.digest(root / "data", root / "CITATION.cff", PACKAGE)
    return digest([beside, folder_digests(source), asdict(parameters)])


def records_digest(
    root: Path, inputs: Inputs, executed: Mapping[str, Path], parameters: Parameters
) -> str:
    """The digest of all that a book's records are made from: no prose, and no pages."""
    exhibits = {page: carried(path) for page, path in executed.items()}
    return digest([inputs.digest(root / "data", PACKAGE), asdict(parameters), exhibits])


def _write_records(
    folder: Path,
    parameters: Parameters,
    results: Sequence[Result],
    provenance: Provenance,
    *,
    site: str = "",
) -> None:
    """Write into a folder of their own the files that tell what a book is made from.

    ``site`` is how the first page of an edition leads to the root of its site.
    """
    shutil.rmtree(folder, ignore_errors=True)
    _record(folder, parameters, results, checksums=not site)
    write_by_page(folder, provenance, site=site)


def _record(
    pages: Path, parameters: Parameters, results: Sequence[Result], *, checksums: bool = True
) -> None:
    record: dict[str, object] = {
        "reportlib": __version__,
        "parameters": asdict(parameters),
        "chapters": sorted(result.job.chapter.name for result in results),
    }
    if checksums:  # which a site tells at its root
        record["datasets"] = {name: read_manifest(name).hash for name in dataset_names()}
    text = json.dumps(record, indent=2) + "\n"
    write_whole(pages / RECORD, text.encode())
