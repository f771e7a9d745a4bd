"""Let Jupyter Book compile staged sources into pages, in a process of its own.

The process is no shell's command but this module: Jupyter Book's own function, with what
only a process can settle. Sphinx takes half a gigabyte, given back with the process's end.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ParamSpec, TypeVar

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.build.chapters import toc_documents
from reportlib.build.keeping import WRITTEN_ANEW, Kept
from reportlib.build.processes import end_with_parent

P = ParamSpec("P")
T = TypeVar("T")
Run = Callable[[Path, Path, bool, Mapping[str, Any]], tuple[int, str]]
"""Runs Jupyter Book on a source, into a place, strictly or not, with settings beside those of the
source; returns its exit code and all it said."""


def compile_pages(
    source: Path,
    out: Path,
    *,
    strict: bool,
    rows_checked: bool = False,
    keep: Path | None = None,
    edition: Mapping[str, object] | None = None,
    cited: Mapping[str, str] | None = None,
    settings: Mapping[str, object] | None = None,
    run: Run | None = None,
) -> Path:
    """Run Jupyter Book on staged sources and return the folder of HTML pages.

    Args:
        rows_checked: whether the caller has looked up the rows that exhibits cite.
        cited: what the citation of an exhibit names of the edition.
        keep: a folder for what Sphinx has read and written, of which only what changed is
            done again; for strict runs. One run at a time may use it. Without, all is done.
        edition: the book's parameters, which its files for machines name.
        settings: more of Sphinx' settings, such as ``reportlib_site`` of an edition in a site.
        run: what runs Jupyter Book; a process of its own unless given.

    Raises:
        BuildError: Jupyter Book failed, gave a warning where ``strict``, or left a page
            of the table of contents unwritten or empty.
    """
    shutil.rmtree(out, ignore_errors=True)
    values: dict[str, Any] = {**(settings or {}), **({"nitpicky": True} if strict else {})}
    values |= {"reportlib_check_rows": False} if rows_checked else {}
    values |= {"reportlib_edition": dict(edition)} if edition else {}
    values |= {"reportlib_cited": dict(cited)} if cited else {}
    if keep is None or not strict:
        return _compile(source, out, out, strict=strict, settings=values, run=run)
    kept = Kept(source, keep, json.dumps(dict(settings or {}), sort_keys=True))
    kept.open()  # and claims nothing until all went well
    pages = _compile(source, keep, out, strict=True, settings=values, run=run)
    place = out / "_build" / "html"
    place.mkdir(parents=True)
    for name in WRITTEN_ANEW:
        if (pages / name).exists():  # of no use the next time
            shutil.move(pages / name, place)
    shutil.copytree(pages, place, dirs_exist_ok=True)
    kept.close()
    return place


def _compile(
    source: Path,
    place: Path,
    out: Path,
    *,
    strict: bool,
    settings: Mapping[str, Any],
    run: Run | None,
) -> Path:
    """Compile into a place; what Jupyter Book said is written to the folder ``out``."""
    code, said = (run or _in_new_process)(source, place, strict, settings)
    said = _COLOURS.sub("", said)
    log = out / "jupyter-book.log"
    write_whole(log, said.encode())
    pages = place / "_build" / "html"
    if code:
        raise BuildError(*_complaints(said), f"All it said is in {log}.")
    empty = [
        document for document in toc_documents(source) if not _has_text(pages / f"{document}.html")
    ]
    if empty:
        raise BuildError(f"No page was written for {', '.join(empty)}. The log is {log}.")
    return pages


def _in_new_process(
    source: Path, place: Path, strict: bool, settings: Mapping[str, Any]
) -> tuple[int, str]:
    values = {"parent": os.getpid(), "source": str(source), "place": str(place), "strict": strict}
    told = json.dumps({**values, "settings": dict(settings)})  # too long for an argument, of a site
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout + done.stderr


_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of which Sphinx makes use into a file as well


def _has_text(page: Path) -> bool:
    return page.is_file() and bool(_HEADING.search(page.read_text(encoding="utf-8")))


_HEADING = re.compile(r"<h1(?!><no title>)")  # which is what themes print of a page without one


def _complaints(output: str) -> list[str]:
    marks = ("WARNING", "ERROR", "Error:", "Exception")
    lines = [line for line in output.splitlines() if any(mark in line for mark in marks)]
    return ["Jupyter Book could not compile the book without warnings:", *(lines or [output])]


# What is imported for notebooks that Sphinx executes itself, of each module what is asked of it:
# with databases and the machinery of kernels it is a third of all that is imported.
RARE = {
    "jupyter_client.kernelspec": "find_kernel_specs",
    "myst_nb.core.execute.cache": "NotebookClientCache",
    "myst_nb.core.execute.direct": "NotebookClientDirect",
    "myst_nb.core.execute.inline": "NotebookClientInline",
}


def spare() -> None:
    """Take away from what this process imports and does what no page needs."""
    for name, part in RARE.items():
        import_when_called(name, part)
    find_plugins_once()
    write_notebooks_compactly()


def spared(function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Call a function after that was taken away; for processes of their own alone."""
    spare()
    return function(*args, **named)


def import_when_called(name: str, part: str) -> None:
    """Let a module be imported when this function or class of it is called, not before."""

    def call(*given: Any, **named: Any) -> Any:
        if sys.modules[name] is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), part)(*given, **named)

    stand_in = ModuleType(name)
    setattr(stand_in, part, call)
    sys.modules[name] = stand_in


def find_plugins_once() -> None:
    """Let pybtex look among all packages for its plugins once, not for each of sixteen."""
    plugin: Any = import_module("pybtex.plugin")
    everything = cache(entry_points)
    plugin.entry_points = lambda **asked: everything().select(**asked)


def write_notebooks_compactly() -> None:
    """Let MyST-NB write executed notebooks, which few pages offer, without indenting them."""
    parser: Any = import_module("myst_nb.sphinx_")
    parser.nbformat = SimpleNamespace(writes=json.dumps, NotebookNode=parser.nbformat.NotebookNode)


def compile_here(
    source: Path, place: Path, strict: bool, settings: Mapping[str, Any]
) -> tuple[int, str]:
    """Run Jupyter Book in this process, which keeps all that it imports."""
    source, place = source.absolute(), place.absolute()
    with tempfile.TemporaryFile() as log:
        kept = [os.dup(each) for each in (1, 2)]
        for each in (1, 2):
            os.dup2(log.fileno(), each)
        try:
            code = _run(source, place, strict=strict, settings=dict(settings))
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for each, number in zip(kept, (1, 2), strict=True):
                os.dup2(each, number)
                os.close(each)
        log.seek(0)
        return code, log.read().decode("utf-8", "replace")


def _run(source: Path, place: Path, *, strict: bool, settings: dict[str, Any]) -> int:
    """What ``jupyter-book build`` does of a book, in this process; return its exit code."""
    # Garbage in circles, such as all documents, was looked for again and again among half a
    # million nodes: 8 of 19 seconds.
    gc.disable()
    spare()
    from jupyter_book.sphinx import build_sphinx

    own = {"external_toc_path": (source / "_toc.yml").as_posix(), "latex_individualpages": False}
    failed = build_sphinx(
        source,
        place / "_build" / "html",
        noconfig=True,
        path_config=source / "_config.yml",
        confoverrides={**own, **settings},
        warningiserror=strict,
        keep_going=strict,
        quiet=True,
    )
    return 1 if isinstance(failed, Exception) else int(failed)


def _main(given: dict[str, Any]) -> int:
    end_with_parent(given.pop("parent"))
    source, place = Path(given.pop("source")).absolute(), Path(given.pop("place")).absolute()
    return _run(source, place, **given)


def end_at_once(code: int) -> None:
    """End this process without taking apart what it holds: a million nodes, for a second."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    end_at_once(_main(json.load(sys.stdin)))
