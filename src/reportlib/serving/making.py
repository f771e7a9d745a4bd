"""Make what is served of an edition: a page, the whole book, a file of it.

Everything goes by what it is made from. Executed notebooks are those of the cache that all
commands share. Pages and files lie below ``_build/served`` in a folder for each edition and
state of the project, written whole, those used longest ago removed beyond a limit.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import psutil

from reportlib.base.errors import BuildError, ExecutionError, ReportError, raise_all
from reportlib.base.files import cannot_be_written, make_folder, write_whole
from reportlib.base.parameters import Parameters, check_parameters
from reportlib.base.program import content_digest
from reportlib.base.rows import unknown
from reportlib.build.book import compile_executed, edition_name, execution_job
from reportlib.build.cache import Cache, cache_folder, trim_notebooks
from reportlib.build.chapters import Chapter, list_chapters, parameter_names, toc_documents
from reportlib.build.compiling import compile_here
from reportlib.build.epub_pages import write_epub
from reportlib.build.execution import Job, Result
from reportlib.build.forked import Forked
from reportlib.build.frontmatter import cited
from reportlib.build.ingredients import digest
from reportlib.build.inputs import Inputs
from reportlib.build.pages import Written, write_pages
from reportlib.build.pdf import printed
from reportlib.build.provenance import exhibits_on
from reportlib.build.staging import stage
from reportlib.build.warm import DiedError, Warm
from reportlib.serving.pages import STATIC, Page, leads, open_book, write_page

Kind = Literal["page", "book", "zip", "pdf", "epub", "notebook", "data"]
LIMIT = 1024**3  # bytes of pages and files that are kept
_RECENT = 30 * 10**9  # nanoseconds in which an edition may be under way or be read
_OFTEN = 0.2  # seconds after which who waits looks whether it is wanted still
TRIES = 3  # of what died: a kernel, the process that writes pages
_DIED = re.compile(
    "the kernel died|ConnectionResetError|BrokenPipeError|could not be started|"
    "server of kernels was closed"
)
_WHOLE = "files.txt"  # which a whole book has, and single pages have not
T = TypeVar("T")


Bring = Callable[[Parameters, Iterable[str], Path], object]
"""Brings the executed chapters of an edition into a folder."""


class Stopped(Exception):  # noqa: N818  # no error: somebody asked for it
    """What is made is no longer wanted."""


class Wanted(Protocol):
    """Who wants something made: hears of each step, and may want it no longer."""

    def step(self, text: str) -> None:
        """Hear what begins."""

    def go_on(self) -> None:
        """Raise :class:`Stopped` where it is no longer wanted."""

    def killing(self, kill: Callable[[], None] | None) -> None:
        """Know how to end at once what is under way."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: its kind, of which edition, and of which document if of one."""

    kind: Kind
    parameters: Parameters
    document: str = ""


@dataclass(frozen=True)
class Now:
    """The project at one moment."""

    inputs: Inputs
    parts: Mapping[str, str]
    cache: Cache
    documents: tuple[str, ...]
    chapters: Mapping[str, Chapter]
    varying: frozenset[str]
    """The documents that are others where parameters are others."""
    defaults: Parameters

    @classmethod
    def of(cls, root: Path) -> Now:
        """Read it.

        Raises:
            ReportError: it cannot be read.
        """
        documents = toc_documents(root)
        raise_all(BuildError, (_gone(root, name) for name in documents if not _source(root, name)))
        inputs = Inputs(root)
        chapters = {
            each.path.relative_to(root).with_suffix("").as_posix(): each
            for each in list_chapters(root)
        }
        return cls(
            inputs,
            inputs.parts(),
            Cache.of(root),
            documents,
            chapters,
            frozenset(name for name, chapter in chapters.items() if parameter_names(chapter)),
            check_parameters({}),
        )

    def key(self, parameters: Parameters) -> str:
        """The name of an edition's folder."""
        return digest([dict(self.parts), asdict(parameters)])[:32]


class Making:
    """Makes it, for several threads at once; :meth:`close` ends all that was started.

    Args:
        root: of the project, whose default book is built.
        built: the folder of its pages.
        timeout: seconds that a cell may take; else what its notebook says.
        limit: bytes that are kept.
    """

    def __init__(
        self, root: Path, built: Path, *, timeout: int | None = None, limit: int = LIMIT
    ) -> None:
        self.root, self.built, self._timeout, self._limit = root, built, timeout, limit
        self.now = self._begun = Now.of(root)
        self.folder = root / "_build" / "served"
        self._work = self.folder / f"work.{os.getpid()}"
        self._clear()
        make_folder(self._work)
        self.cores = os.cpu_count() or 1
        self._slots = threading.Semaphore(self.cores)
        self._changing = threading.Lock()
        self._books_lock = threading.Lock()
        self._of_key: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._books, self._reader = Warm(), _Reader(root, self._work / "open")
        self._forked: Forked | None = None
        self._leads: dict[str, frozenset[str]] = {}
        self.revision = 0

    # The project as it is now

    def renew(self) -> bool:
        """Look whether anything was written since, and if so read the project again.

        Raises:
            ReportError: what was written cannot be read; nothing is changed by that.
        """
        with self._changing:
            if self.now.inputs.are_untouched():
                return False
            now = Now.of(self.root)
            changed = {part for part, found in now.parts.items() if self.now.parts[part] != found}
            self.now = now
            if not changed:
                return False
            if changed - {"the book's pages"}:
                self._reader.forget()
                if self._forked is not None:
                    self._forked.end()
                    self._forked = None
            self.revision += 1
            return True

    def _executor(self) -> Forked:
        with self._changing:
            if self._forked is None:
                jobs = [Job(chapter, {}, chapter.path) for chapter in self.now.chapters.values()]
                self._forked = Forked(self.root, jobs)
            return self._forked

    def warm_up(self, now: Now | None = None) -> None:
        """Read the book, unless it is read, which the first page would wait for."""
        state = now or self.now
        self._reader.open(state, partial(self._bring, state))

    def close(self) -> None:
        """End all processes at once, and leave none of their files."""
        if self._forked is not None:
            self._forked.end()
        self._reader.forget()
        self._books.end()
        shutil.rmtree(self._work, ignore_errors=True)

    # Where things lie

    def place(self, asked: Asked) -> Path:
        """Where what is asked for lies once it is made."""
        made = self.folder / self.now.key(asked.parameters)
        name = asked.document.replace("/", "-")
        if asked.kind in ("page", "book"):
            return self.pages(asked.parameters) / (
                f"{asked.document}.html" if asked.kind == "page" else _WHOLE
            )
        ending = {"notebook": "ipynb", "data": "zip"}.get(asked.kind, asked.kind)
        return made / "files" / f"{name or 'book'}.{ending}"

    def pages(self, parameters: Parameters) -> Path:
        """The folder of an edition's pages."""
        if parameters == self.now.defaults and self.now.parts == self._begun.parts:
            return self.built
        return self.folder / self.now.key(parameters) / "pages"

    def static(self) -> Path:
        """The folder of what all pages load."""
        fresh = self._reader.static()
        return fresh if fresh.is_dir() else self.built / STATIC

    def is_made(self, asked: Asked) -> bool:
        """Whether it is there."""
        return self.place(asked).is_file()

    def note_used(self, parameters: Parameters) -> None:
        """Note an edition as used, for what is removed first."""
        with suppress(OSError):
            os.utime(self.folder / self.now.key(parameters))

    # Making

    def make(self, asked: Asked, wanted: Wanted) -> None:
        """Make what is asked for, unless it is there.

        Raises:
            ReportError: why it cannot be made.
            Stopped: it is no longer wanted.
        """
        makes: Mapping[Kind, Callable[[Now, Asked, Wanted], None]] = {
            "page": self._page,
            "book": self._book,
            "zip": self._zip,
            "pdf": self._pdf,
            "epub": self._epub,
            "notebook": self._notebook,
            "data": self._data,
        }
        for again in (True, False):
            self.renew()
            if self.is_made(asked):
                return
            now = self.now
            try:
                makes[asked.kind](now, asked, wanted)
                break
            except ReportError:
                if not again or now.inputs.are_untouched():
                    raise  # else what it was made from was written meanwhile
        self._trim(now.key(asked.parameters))

    def _page(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        place = self.pages(asked.parameters)
        page = self._written(now, asked, wanted)
        _refuse_changed(now)
        for name, content in page.files.items():
            if name != f"{asked.document}.html":
                write_whole(place / name, content)
        write_whole(place / f"{asked.document}.html", page.files[f"{asked.document}.html"])

    def _written(self, now: Now, asked: Asked, wanted: Wanted) -> Page:
        """The page, once all are executed that it says anything of."""
        needed = {asked.document, *self._usually_led_to(now, asked.document)}
        everything = {*now.varying, asked.document}
        while True:
            with self._room() as room:
                needed |= self._reader.changed(now)
                self._bring(now, asked.parameters, needed, room, wanted)
                wanted.step("writing the page")
                overlay = stage(self.root, room, sorted(needed))
                raise_all(BuildError, unknown(exhibits_on(self._executed(room, [asked.document]))))
                page = self._tried_page(now, asked, overlay, sorted(needed), wanted)
            more = set(page.leads & now.varying)
            if page.complaints:
                more |= everything
            if more <= needed:
                raise_all(BuildError, page.complaints)
                return page
            wanted.go_on()
            needed |= more

    def _tried_page(
        self, now: Now, asked: Asked, overlay: Path, given: Sequence[str], wanted: Wanted
    ) -> Page:
        for left in reversed(range(TRIES)):
            try:
                return self._reader.write(
                    now,
                    partial(self._bring, now),
                    (asked.document, overlay, given, _settings(self.root, asked)),
                    wanted,
                )
            except DiedError:
                wanted.go_on()  # else it is what ended it
                if not left:
                    raise
        raise AssertionError

    def _usually_led_to(self, now: Now, document: str) -> frozenset[str]:
        """The chapters to which a page leads in the default edition, as those to execute first."""
        if document not in self._leads:
            found: set[str] = set()
            with suppress(OSError):
                text = (self.built / f"{document}.html").read_text(encoding="utf-8")
                found = leads(document, text)
            self._leads[document] = frozenset(found)
        return self._leads[document] & now.varying

    def _book(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        with self._room() as room:
            results = self._bring(now, asked.parameters, now.documents, room, wanted)
            wanted.step("writing all pages")

            def run(*given: Any) -> tuple[int, str]:
                return self._in_books(wanted, compile_here, *given)

            pages = compile_executed(self.root, room, asked.parameters, results, run, site="")
            _refuse_changed(now)
            self._put(pages, self.folder / now.key(asked.parameters) / "pages", room)

    def _put(self, pages: Path, place: Path, room: Path) -> None:
        """Put the pages of a book in their place, where a page or another server may write too."""
        make_folder(place.parent)
        for left in reversed(range(TRIES)):
            with suppress(FileNotFoundError):
                place.rename(Path(tempfile.mkdtemp(dir=room)) / "before")
            try:
                pages.rename(place)
                return
            except OSError as error:
                if not left:
                    raise cannot_be_written(place, error) from error

    def _in_books(self, wanted: Wanted, function: Callable[..., T], *given: Any) -> T:
        """Call a function in the process for whole books."""
        with self._books_lock:
            wanted.go_on()
            wanted.killing(self._books.end)
            try:
                return self._books.call(function, *given)
            finally:
                wanted.killing(None)

    def _zip(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        book = replace(asked, kind="book")
        if not self.is_made(book):
            self._book(now, book, wanted)
        wanted.step("packing the book")
        folder = self.place(book).parent
        files = (path for path in folder.rglob("*") if path.is_file())
        self._pack(asked, {path.relative_to(folder).as_posix(): path for path in files})

    def _data(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        """Pack the rows of a page's exhibits, as far as it offers them."""
        book, page = replace(asked, kind="book"), replace(asked, kind="page")
        if not self.is_made(book):
            self._book(now, book, wanted)
        wanted.step("packing the data")
        text = self.place(page).read_text(encoding="utf-8")
        folder = self.place(book).parent / "downloads"
        files = (path for ending in ("csv", "json") for path in folder.glob(f"*.{ending}"))
        self._pack(asked, {path.name: path for path in files if f"{path.stem}." in text})

    def _pack(self, asked: Asked, files: Mapping[str, Path]) -> None:
        with self._room() as room, tempfile.TemporaryFile(dir=room) as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
                for name in sorted(files):
                    entry = zipfile.ZipInfo(name)  # of 1980: the same files give the same bytes
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    into.writestr(entry, files[name].read_bytes())
            packed.seek(0)
            write_whole(self.place(asked), packed.read())

    def _pdf(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        with self._room() as room:
            self._bring(now, asked.parameters, now.documents, room, wanted)
            wanted.step("setting the pages")

            def start(*given: Any) -> Callable[[], Written]:
                return partial(self._in_books, wanted, write_pages, *given)

            content = printed(self.root, room, asked.parameters, start)
        _refuse_changed(now)
        write_whole(self.place(asked), content)

    def _epub(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        with self._room() as room:
            self._bring(now, asked.parameters, now.documents, room, wanted)
            raise_all(BuildError, unknown(exhibits_on(self._executed(room, now.documents))))
            wanted.step("binding the pages")
            content, complaints = self._in_books(
                wanted, write_epub, self.root, room, asked.parameters
            )
        raise_all(BuildError, complaints)
        _refuse_changed(now)
        write_whole(self.place(asked), content)

    def _notebook(self, now: Now, asked: Asked, wanted: Wanted) -> None:
        with self._room() as room:
            (result,) = self._bring(now, asked.parameters, [asked.document], room, wanted)
            if result.notebook is not None:
                write_whole(self.place(asked), result.notebook.read_bytes())

    # Executing

    def _bring(
        self,
        now: Now,
        parameters: Parameters,
        documents: Iterable[str],
        room: Path,
        wanted: Wanted | None = None,
    ) -> Sequence[Result]:
        """Bring executed chapters into a room, from the cache as far as it holds them.

        Raises:
            ExecutionError: one failed; its notebook is kept and named.
        """
        jobs = [
            execution_job(now.chapters[name], parameters, room / "executed" / f"{name}.ipynb")
            for name in documents
            if name in now.chapters
        ]
        due = [job for job in jobs if not now.cache.holds(job)]
        if due:
            with ThreadPoolExecutor(min(len(due), self.cores)) as threads:
                list(threads.map(partial(self._execute, now, room, wanted), due))
        results = []
        for job in jobs:
            found = now.cache.find(job)
            if found is None:
                raise BuildError(f"{job.chapter.name}: what was kept of it is gone. Try again.")
            write_whole(job.output, found)
            results.append(Result(job, "cached", notebook=job.output))
        return results

    def _execute(self, now: Now, room: Path, wanted: Wanted | None, job: Job) -> None:
        """Execute a chapter into the cache, one a core and none twice."""
        with self._of_key[now.cache.key(job)], self._slots:
            if now.cache.holds(job):
                return
            if wanted:
                wanted.go_on()
                wanted.step(f"executing {job.chapter.name}")
            run = Path(tempfile.mkdtemp(dir=room))
            if wanted:
                wanted.killing(partial(_kill_below, room))
            result = self._tried(job, run, wanted)
            if not result.succeeded or result.notebook is None:
                raise ExecutionError(self._kept(result).explain())
            _refuse_changed(now)
            now.cache.keep(job, result.notebook.read_bytes(), result.reads)

    def _tried(self, job: Job, run: Path, wanted: Wanted | None) -> Result:
        for left in reversed(range(TRIES)):
            result = self._executor().execute(job, self.root, run, self._timeout)
            if wanted:
                wanted.go_on()
            died = result.fault is not None and _DIED.search(result.fault.explain(run, run))
            if not (died and left):
                break
        return result

    def _kept(self, result: Result) -> Result:
        """A failed result with its notebook where it stays."""
        if result.notebook is None:
            return result
        name = f"{digest(dict(result.job.parameters))[:8]}-{result.job.chapter.name}.ipynb"
        place = self.folder / "failed" / name
        write_whole(place, result.notebook.read_bytes())
        return replace(result, notebook=place)

    def _executed(self, room: Path, documents: Iterable[str]) -> dict[str, Path]:
        places = {name: room / "executed" / f"{name}.ipynb" for name in documents}
        return {name: place for name, place in places.items() if place.is_file()}

    # Folders

    @contextmanager
    def _room(self) -> Iterator[Path]:
        """A folder for as long as something is made."""
        if not self._work.is_dir():  # somebody cleared _build
            make_folder(self._work)
            self._reader.forget()
        with tempfile.TemporaryDirectory(dir=self._work, ignore_cleanup_errors=True) as room:
            yield Path(room)

    def _clear(self) -> None:
        """Remove what servers that ended have left."""
        for left in self.folder.glob("work.*"):
            number = left.suffix[1:]
            if not (number.isdigit() and psutil.pid_exists(int(number))) or left == self._work:
                shutil.rmtree(left, ignore_errors=True)

    def _trim(self, used: str) -> None:
        """Remove what was used longest ago, until the rest is within the limit."""
        trim_notebooks(cache_folder(self.root))
        with suppress(OSError):
            os.utime(self.folder / used)
        found = []
        for place in self.folder.iterdir():
            if not place.name.startswith("work."):
                with suppress(OSError):
                    found.append((place.stat().st_mtime_ns, place))
        total, recent = 0, time.time_ns() - _RECENT
        for used_at, place in sorted(found, reverse=True):
            total += _size(place)
            if total > self._limit and place.name != used and used_at < recent:
                shutil.rmtree(place, ignore_errors=True)


class _Reader:
    """The process that has read the default book, for as long as that is of use."""

    def __init__(self, root: Path, place: Path) -> None:
        self._root, self._place = root, place
        self._warm, self._lock = Warm(), threading.Lock()
        self._read: dict[str, str] = {}
        self._around: dict[str, str] = {}
        self._pages = 0

    def static(self) -> Path:
        """Where the files that all pages load are, if there are any."""
        return self._place / str(self._pages) / "out" / STATIC

    def forget(self) -> None:
        """End the process."""
        self._warm.end()
        self._read = {}

    def changed(self, now: Now) -> set[str]:
        """The documents that are not as they were read; none where nothing is read yet."""
        if not self._read:
            return set()
        return {
            name for name, found in _texts(now, self._root).items() if self._read.get(name) != found
        }

    def open(self, now: Now, bring: Bring) -> None:
        """Read the book where that is due."""
        with self._lock:
            self._ready(now, bring)

    def write(
        self,
        now: Now,
        bring: Bring,
        page: tuple[str, Path, Sequence[str], Mapping[str, Any]],
        wanted: Wanted,
    ) -> Page:
        """Write a page over what is read, which is read first where that is due.

        Raises:
            DiedError: the process died.
            Stopped: the page is no longer wanted.
        """
        while not self._lock.acquire(timeout=_OFTEN):
            wanted.go_on()
        try:
            wanted.killing(self._warm.end)
            self._ready(now, bring)
            return self._warm.call(write_page, *page)
        finally:
            wanted.killing(None)
            self._lock.release()

    def _ready(self, now: Now, bring: Bring) -> None:
        same = set(self._read) == set(now.documents) and self._around == _around(self._root)
        if self._warm.pid is None or not same:
            self._open(now, bring)

    def _open(self, now: Now, bring: Bring) -> None:
        self.forget()  # so that where it cannot be read nothing is taken for it
        read, around = _texts(now, self._root), _around(self._root)
        self._pages += 1
        place = self._place / str(self._pages)
        shutil.rmtree(place, ignore_errors=True)
        make_folder(place)
        bring(now.defaults, now.documents, place)
        source = stage(self._root, place, now.documents)
        shutil.copy(self._root / "_toc.yml", source / "_toc.yml")
        asked = Asked("book", now.defaults)
        settings = {"reportlib_check_rows": False, **_settings(self._root, asked)}
        raise_all(BuildError, self._warm.call(open_book, source, place, settings))
        self._read, self._around = read, around


def _texts(now: Now, root: Path) -> dict[str, str]:
    """The digests of the documents as they were written by their authors."""
    found = {}
    for name in now.documents:
        place = _source(root, name)
        raise_all(BuildError, () if place else [_gone(root, name)])
        found[name] = content_digest(place) if place else ""
    return found


def _source(root: Path, document: str) -> Path | None:
    """The file of a document; none where it is gone."""
    places = (root / f"{document}.ipynb", root / f"{document}.md")
    return next((place for place in places if place.is_file()), None)


def _gone(root: Path, document: str) -> str:
    return (
        f"{root / '_toc.yml'}: names {document}, and there is neither {document}.ipynb nor "
        f"{document}.md. Restore it, or take it out of the contents."
    )


def _size(folder: Path) -> int:
    """The bytes of the files below a folder, as far as others leave them there meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(place, name).stat().st_size
    return total


def _around(root: Path) -> dict[str, str]:
    """The digests of what all documents are read with: settings, contents, works cited."""
    places = (root / "_config.yml", root / "_toc.yml", root / "CITATION.cff", *root.glob("*.bib"))
    return {place.name: content_digest(place) for place in places if place.is_file()}


def _refuse_changed(now: Now) -> None:
    if not now.inputs.are_untouched():
        now.inputs.refuse_changed()


def _settings(root: Path, asked: Asked) -> dict[str, Any]:
    return {
        "reportlib_edition": asdict(asked.parameters),
        "reportlib_cited": dict(cited(root, asked.parameters)),
    }


def file_name(asked: Asked, place: Path) -> str:
    """What a file is called where it is saved."""
    name = asked.document.rpartition("/")[2]
    return f"{'_'.join(filter(None, [edition_name(asked.parameters), name]))}{place.suffix}"


def _kill_below(folder: Path) -> None:
    """Kill what this process has started that works in a folder."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if Path(process.cwd()).is_relative_to(folder):
                process.kill()
