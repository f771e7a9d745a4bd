"""One page of an edition, written by a process that has read the whole of another edition.

Sphinx takes seconds to read a book and to write all its pages; of that a reader who changed a
parameter waits for one page. So a process reads the default edition once and stays. For a page a
child of it reads the chapters that were executed with other parameters over those that it knows,
and writes that page alone. What the page says of chapters that were not given is told, so that
they can be executed first: nothing that is shown is of two editions.
"""

from __future__ import annotations

import gc
import posixpath
import re
import shutil
import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from reportlib.build.compiling import spare

STATIC = "_static"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LINK = re.compile(r"""href=["']?([^"'#?:\s>]+)\.html#""")  # quoted, or as short as may be
_OWN_FILES = ("_config.yml", "_toc.yml")


@dataclass(frozen=True)
class Page:
    """The files of a page by their names in the book, and what it leads to.

    ``leads`` are the documents to whose sections, exhibits or terms the page leads;
    ``complaints`` what Sphinx said of it.
    """

    files: Mapping[str, bytes]
    leads: frozenset[str]
    complaints: tuple[str, ...] = ()


@dataclass
class _Book:
    """The book that this process has read."""

    app: Any
    said: StringIO
    held: ExitStack
    files: tuple[list[Any], ...]
    """The style sheets and scripts of all pages, to which each page adds its own."""


_books: list[_Book] = []


def open_book(source: Path, place: Path, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Read a staged book into this process, and write its first page; what Sphinx complained of.

    Args:
        source: the sources of all pages, which later pages are written over.
        place: a new folder for what Sphinx writes.
        settings: beside those of the sources.
    """
    gc.disable()  # as where a whole book is compiled
    spare()
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    said, held = StringIO(), ExitStack()
    config, _ = get_final_config(
        user_yaml=source / "_config.yml", cli_config={"latex_individualpages": False}
    )
    held.enter_context(patch_docutils(str(source)))
    held.enter_context(docutils_namespace())
    held.enter_context(warnings.catch_warnings())
    warnings.simplefilter("ignore")  # of the libraries, about one another
    toc = {"external_toc_path": (source / "_toc.yml").as_posix()}
    app = Sphinx(
        srcdir=source,
        confdir=None,
        outdir=place / "out",
        doctreedir=place / "doctrees",
        buildername="html",
        confoverrides={**config, **toc, **settings, "nitpicky": True},
        status=None,
        warning=said,
    )
    # Which pages are to be written again is not asked here: it looks at the whole book each time.
    for listener in list(app.events.listeners["env-get-updated"]):
        if listener.handler.__module__ == "reportlib.web.renewing":
            app.disconnect(listener.id)
    app.builder.finish = lambda: None  # type: ignore[method-assign]  # pages that are no documents
    files = tuple(map(list, _named_files(app)))
    app.builder.build([app.config.root_doc], method="specific")
    _books[:] = [_Book(app, said, held, files)]
    return _told(said)


def write_page(
    document: str, overlay: Path, given: Sequence[str], settings: Mapping[str, Any]
) -> Page:
    """Write a page with other sources than those of the open book; call it in a child.

    Args:
        overlay: a staged folder with the sources of ``given``, and what lies beside them.
        given: the documents that are of the edition; the page's own is one of them.
        settings: those that differ from the open book's.
    """
    (book,) = _books
    app = book.app
    env, builder = app.env, app.builder
    book.said.seek(0)
    book.said.truncate()
    for path in overlay.rglob("*"):
        target = Path(app.srcdir, path.relative_to(overlay))
        if path.is_file() and path.name not in _OWN_FILES:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    for name, value in settings.items():
        setattr(app.config, name, value)
    out = Path(app.outdir)
    for path in out.iterdir():
        if path.name != STATIC:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in given:
        app.emit("env-purge-doc", env, name)
        env.clear_doc(name)
        env.all_docs.pop(name, None)
        env._pickled_doctree_cache.pop(name, None)  # which reading leaves as it was
        builder.read_doc(name)
    app.emit("env-updated", env)
    _count_from_one(app)
    app.emit("env-get-updated", env)
    for named, of_all in zip(_named_files(app), book.files, strict=True):
        named[:] = of_all
    builder.prepare_writing({document})
    from sphinx.util.build_phase import BuildPhase

    app.phase = BuildPhase.RESOLVING
    tree = env.get_and_resolve_doctree(document, builder)
    app.phase = BuildPhase.WRITING
    builder.write_doc_serialized(document, tree)
    builder.write_doc(document, tree)
    builder.copy_image_files()
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.relative_to(out).parts[0] != STATIC
    }
    led = leads(document, files[f"{document}.html"].decode()) | _referred(document, tree)
    return Page(files, frozenset(led), _told(book.said))


def _referred(document: str, tree: Any) -> set[str]:
    """The same of the references that were resolved, however they are written."""
    from docutils import nodes

    links = [f'<main href="{each.get("refuri", "")}"' for each in tree.findall(nodes.reference)]
    return leads(document, f"{''.join(links)}</main>")


def _named_files(app: Any) -> tuple[list[Any], ...]:
    registry, builder = app.registry, app.builder
    return registry.css_files, registry.js_files, builder._css_files, builder._js_files


def _count_from_one(app: Any) -> None:
    """Let what numbers chapters begin anew: it goes on from where it ended."""
    for listener in app.events.listeners["env-get-updated"]:
        counter = getattr(listener.handler, "__self__", None)
        for name in [name for name in getattr(counter, "__dict__", {}) if name.endswith("_count")]:
            setattr(counter, name, 0)


def leads(document: str, page: str) -> set[str]:
    """The other documents to whose parts a page leads from its article."""
    article = page[page.find("<main") : page.rfind("</main>")]
    folder = posixpath.dirname(document)
    found = {posixpath.normpath(posixpath.join(folder, each)) for each in _LINK.findall(article)}
    return found - {document}


def _told(said: StringIO) -> tuple[str, ...]:
    lines = _COLOURS.sub("", said.getvalue()).splitlines()
    return tuple(line for line in lines if line.strip())
