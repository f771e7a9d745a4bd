"""Run all chapters for every economy, or for those named, and say for which they fail.

    python tools/every_economy.py [--jobs N] [--traceback] [CODE ...]

Each economy has an interpreter of its own, so that nothing it leaves behind helps the next.
There is no kernel and no page: the code cells of a chapter run one after the other, and the
last value of each is shown as a notebook would show it. What a cell says on standard error,
such as a warning, counts as a failure, since the book's build refuses it.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from time import perf_counter

from reportlib.base.economies import economies
from reportlib.base.errors import ReportError
from reportlib.base.payload import Payload
from reportlib.base.project import ROOT_VARIABLE, find_root
from reportlib.build.chapters import (
    PARAMETERS_TAG,
    Chapter,
    declared_parameters,
    read_notebook,
    report_chapters,
)


def run_cell(
    source: str, place: str, names: dict[str, object], shown: Callable[[object], None]
) -> None:
    """Run a cell's code, and show the value of its last line if that is an expression."""
    body = ast.parse(source, place).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), place, "exec"), names)  # noqa: S102
    if isinstance(last, ast.Expr):
        shown(eval(compile(ast.Expression(last.value), place, "eval"), names))  # noqa: S307


def show(value: object) -> None:
    """Make of a value what a notebook would carry."""
    for method in ("_repr_mimebundle_", "_repr_html_", "__repr__"):
        if hasattr(value, method):
            getattr(value, method)()
            return


def run_chapter(
    chapter: Chapter, asked: Mapping[str, object], shown: Callable[[object], None] = show
) -> str:
    """Run a chapter with the parameters asked for; return its first fault, or nothing."""
    notebook = read_notebook(chapter.path)
    values = {p.name: p.default for p in declared_parameters(notebook, chapter.path)}
    values |= {name: value for name, value in asked.items() if name in values}
    names: dict[str, object] = {"__name__": "__main__"}
    for number, cell in enumerate(notebook.cells):
        if PARAMETERS_TAG in cell.metadata.get("tags", []):
            names.update(values)
        elif cell.cell_type == "code":
            place = f"{chapter.name}, cell {number}"
            fault = fault_of_cell(cell.source, place, names, shown)
            if fault:
                return f"{place}: {' '.join(fault.split())}"
    return ""


def exhibits_of(
    asked: Mapping[str, object], *, drawn: bool = True, only: str = ""
) -> list[tuple[str, Payload]]:
    """The exhibits of all chapters with these parameters, each with its chapter's name.

    Without ``drawn`` they lack their drawings, which take most of the time; ``only`` names
    the one chapter to run.

    Raises:
        RuntimeError: a cell fails or warns; names chapter, cell and fault.
    """
    shown: list[tuple[str, Payload]] = []
    for chapter in report_chapters():
        if only not in ("", chapter.name):
            continue

        def keep(value: object, page: str = chapter.name) -> None:
            payload = getattr(value, "payload" if drawn else "told", None)
            if isinstance(payload, Payload):
                shown.append((page, payload))

        fault = run_chapter(chapter, asked, keep)
        if fault:
            raise RuntimeError(fault)
    return shown


def fault_of_cell(
    source: str, place: str, names: dict[str, object], shown: Callable[[object], None]
) -> str:
    """Run a cell; return the error it raised or what it said on standard error."""
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            run_cell(source, place, names, shown)
    except Exception as error:
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"
    return f"on standard error: {said.getvalue()}" if said.getvalue() else ""


def run_here(economy: str) -> int:
    """Run all chapters for one economy in this interpreter; say the faults on standard error."""
    root, chapters, asked = find_root(), report_chapters(), {"economy": economy}
    os.environ[ROOT_VARIABLE] = str(root)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # a chapter that writes a file must not write into the project
        faults = [fault for chapter in chapters if (fault := run_chapter(chapter, asked))]
        os.chdir(root)
    if faults:
        print(f"{economy}: {'; '.join(faults)}", file=sys.stderr)
    return 1 if faults else 0


def run_apart(economy: str) -> tuple[bool, str]:
    """Run one economy in an interpreter of its own: whether it succeeded, and what it said."""
    command = [sys.executable, __file__, "--here", economy]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stderr.strip() or f"{economy}: ended with code {done.returncode}"
    return done.returncode == 0, said


def main() -> int:
    """Run the economies named, or all; print those that fail, and how many did not."""
    parser = argparse.ArgumentParser(description="Run all chapters for every economy.")
    parser.add_argument("codes", nargs="*", metavar="CODE", help="economies; all where none")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at a time")
    parser.add_argument("--traceback", action="store_true", help="print where each failed")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        known = economies()
    except ReportError as error:
        parser.error(str(error))
    unknown = [code for code in options.codes if code not in known]
    if unknown:
        parser.error(f"not in data/economies.csv: {', '.join(unknown)}")
    if options.here:
        return run_here(*options.codes)
    return run_all(options.codes or list(known), options.jobs, options.traceback)


def run_all(codes: list[str], jobs: int, whole: bool) -> int:
    """Run the economies, so many at a time, and report."""
    started, succeeded = perf_counter(), 0
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        for good, said in pool.map(run_apart, codes):
            succeeded += good
            if not good:
                print(said if whole else said.splitlines()[-1], flush=True)
    seconds = perf_counter() - started
    print(f"{succeeded} of {len(codes)} succeeded in {seconds:.0f} s")
    return 0 if succeeded == len(codes) else 1


if __name__ == "__main__":
    sys.exit(main())
