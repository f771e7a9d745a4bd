"""Let Jupyter Book compile staged sources into pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.build.chapters import toc_documents


def compile_pages(source: Path, out: Path, *, strict: bool) -> Path:
    """Run Jupyter Book on staged sources and return the folder of HTML pages.

    Raises:
        BuildError: Jupyter Book failed, gave a warning where ``strict``, or left a page
            of the table of contents unwritten or empty.
    """
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-c", _JUPYTER_BOOK, "build", str(source)]
    command += ["--path-output", str(out), "--quiet"]
    command += ["--warningiserror", "--nitpick", "--keep-going"] if strict else []
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
# Jupyter Book has no `python -m`; this is its console script, of this very environment.
_JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


def _has_text(page: Path) -> bool:
    return page.is_file() and bool(_HEADING.search(page.read_text(encoding="utf-8")))


_HEADING = re.compile(r"<h1(?!><no title>)")  # which is what themes print of a page without one


def _complaints(output: str) -> list[str]:
    marks = ("WARNING", "ERROR", "Error:", "Exception")
    lines = [line for line in output.splitlines() if any(mark in line for mark in marks)]
    return ["Jupyter Book could not compile the book without warnings:", *(lines or [output])]
