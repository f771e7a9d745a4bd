"""Let Jupyter Book compile staged sources into pages, in a process of its own.

The process is no shell's command but this module: Jupyter Book's own function, with what
only a process can settle. Sphinx takes half a gigabyte, given back with the process's end.
"""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.build.chapters import toc_documents


def compile_pages(source: Path, out: Path, *, strict: bool, rows_checked: bool = False) -> Path:
    """Run Jupyter Book on staged sources and return the folder of HTML pages.

    Args:
        rows_checked: whether the caller has looked up the rows that exhibits cite.

    Raises:
        BuildError: Jupyter Book failed, gave a warning where ``strict``, or left a page
            of the table of contents unwritten or empty.
    """
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", __name__, str(source), str(out)]
    command += ["strict"] if strict else []
    command += ["rows-checked"] if rows_checked else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    said = _COLOURS.sub("", done.stdout + done.stderr)
    log = out / "jupyter-book.log"
    write_whole(log, said.encode())
    pages = out / "_build" / "html"
    if done.returncode:
        raise BuildError(*_complaints(said), f"All it said is in {log}.")
    empty = [
        document for document in toc_documents(source) if not _has_text(pages / f"{document}.html")
    ]
    if empty:
        raise BuildError(f"No page was written for {', '.join(empty)}. The log is {log}.")
    return pages


_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # of which Sphinx makes use into a file as well


def _has_text(page: Path) -> bool:
    return page.is_file() and bool(_HEADING.search(page.read_text(encoding="utf-8")))


_HEADING = re.compile(r"<h1(?!><no title>)")  # which is what themes print of a page without one


def _complaints(output: str) -> list[str]:
    marks = ("WARNING", "ERROR", "Error:", "Exception")
    lines = [line for line in output.splitlines() if any(mark in line for mark in marks)]
    return ["Jupyter Book could not compile the book without warnings:", *(lines or [output])]


def _run(source: Path, out: Path, *, strict: bool, rows_checked: bool) -> int:
    """What ``jupyter-book build`` does of a book, in this process; return its exit code."""
    # Garbage in circles, such as all documents, was looked for again and again among half a
    # million nodes: 8 of 19 seconds.
    gc.disable()
    # An optional check of `jsonschema`'s, unused here: a grammar is compiled at each import.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from jupyter_book.sphinx import build_sphinx

    settings: dict[str, Any] = {
        "external_toc_path": (source / "_toc.yml").as_posix(),
        "latex_individualpages": False,
    }
    settings |= {"nitpicky": True} if strict else {}
    settings |= {"reportlib_check_rows": False} if rows_checked else {}
    failed = build_sphinx(
        source,
        out / "_build" / "html",
        noconfig=True,
        path_config=source / "_config.yml",
        confoverrides=settings,
        warningiserror=strict,
        keep_going=strict,
        quiet=True,
    )
    return 1 if isinstance(failed, Exception) else int(failed)


if __name__ == "__main__":
    place, target, *options = sys.argv[1:]
    raise SystemExit(
        _run(
            Path(place).absolute(),
            Path(target).absolute(),
            strict="strict" in options,
            rows_checked="rows-checked" in options,
        )
    )
