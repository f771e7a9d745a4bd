"""What a build costs, after each kind of change, beside the ecosystem's own two commands.

    python benchmarks/builds.py [--runs 3] [--only cold,nothing,...]

Run it in the book's folder with the environment of `make setup`. It works on a copy of the book;
each round makes all cases in turn, so that a machine that slows down slows all of them. CPU is that
of a command and of all it starts, in seconds; the table has medians, and is Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from measuring import run

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
REPORTLIB = str(BIN / "reportlib")
CHAPTER, DATASET = "copyright", "degrees"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "node_modules", "dist", ".*_cache", "__pycache__"
)
CACHED = """\
import sys, time
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from reportlib.base.economies import economies
from reportlib.base.parameters import Parameters
from reportlib.build.book import book_jobs
from reportlib.build.cache import Cache
from reportlib.build.chapters import find_chapter

root = Path(sys.argv[1])
chapters = [find_chapter(name) for name in ("patents", "copyright", "ai", "talent", "overview")]
jobs = [
    job
    for code in islice(economies(root), 220)
    for job in book_jobs(Parameters(economy=code), root / "_build" / "none", chapters)
][:1100]
cache = Cache.of(root)
for job in jobs:
    cache.keep(job, b"{}", ("economies.csv", "degrees.csv"))
began = time.process_time()
cache = Cache.of(root)
assert all(cache.holds(job) for job in jobs)
print(time.process_time() - began)
"""


@dataclass
class Measured:
    """What the runs of one case took."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak: list[int] = field(default_factory=list)


def cold(book: Path) -> list[Sequence[str]]:
    """A build where nothing was built."""
    shutil.rmtree(book / "_build", ignore_errors=True)
    return [[REPORTLIB, "build", "--quiet"]]


def nothing(_: Path) -> list[Sequence[str]]:
    """A build where nothing changed."""
    return [[REPORTLIB, "build", "--quiet"]]


def prose(book: Path) -> list[Sequence[str]]:
    """A build where a word of one chapter's prose changed."""
    edit(book, "markdown", " More words.")
    return nothing(book)


def code(book: Path) -> list[Sequence[str]]:
    """A build where a comment in one cell of one chapter changed."""
    edit(book, "code", "  # more")
    return nothing(book)


def table(book: Path) -> list[Sequence[str]]:
    """A build where one value of a table changed that one chapter shows."""
    place = book / "data" / f"{DATASET}.csv"
    *lines, last = place.read_text(encoding="utf-8").splitlines()
    cells = last.split(",")
    number = next(n for n in reversed(range(len(cells))) if cells[n].replace(".", "").isdigit())
    cells[number] = str(int(float(cells[number])) + 1)
    place.write_text("\n".join([*lines, ",".join(cells)]) + "\n", encoding="utf-8")
    run([REPORTLIB, "data", "accept", DATASET], book, environment(book))
    return nothing(book)


def check(book: Path) -> list[Sequence[str]]:
    """`reportlib check` where nothing was checked yet."""
    for place in (book / "_build").glob("*check*"):
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    return [[REPORTLIB, "check"]]


def checked(_: Path) -> list[Sequence[str]]:
    """`reportlib check` where nothing changed."""
    return [[REPORTLIB, "check"]]


def ecosystem(book: Path) -> list[Sequence[str]]:
    """Papermill for each notebook, then `jupyter-book build`."""
    source = book.with_name("plain")
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(book, source, ignore=LEFT_OUT)
    notebooks = [
        path for path in ("index.ipynb", "chapters/*.ipynb", "docs/*.ipynb")
        for path in sorted(source.glob(path))
    ]  # fmt: skip
    papermill = [
        [str(BIN / "papermill"), "--no-progress-bar", str(each), str(each)] for each in notebooks
    ]
    settings = source / "_config.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("execute_notebooks: force", "execute_notebooks: off"))
    program = "from jupyter_book.cli.main import main; main()"
    return [*papermill, [sys.executable, "-c", program, "build", str(source), "--quiet"]]


CASES: dict[str, Callable[[Path], list[Sequence[str]]]] = {
    each.__name__: each for each in (cold, nothing, prose, code, table, check, checked, ecosystem)
}


def edit(book: Path, kind: str, more: str) -> None:
    """Write more at the end of the last cell of a kind in one chapter."""
    place = book / "chapters" / f"{CHAPTER}.ipynb"
    notebook = json.loads(place.read_text(encoding="utf-8"))
    cell = [each for each in notebook["cells"] if each["cell_type"] == kind][-1]
    cell["source"] = "".join(cell["source"]) + more
    place.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def environment(book: Path) -> dict[str, str]:
    """This process's variables, for a command about a copy of the book."""
    return {**os.environ, "REPORTLIB_ROOT": str(book), "PATH": f"{BIN}:{os.environ['PATH']}"}


def measure(names: Sequence[str], runs: int, book: Path) -> dict[str, Measured]:
    """All cases in turn, as often as asked for."""
    found = {name: Measured() for name in names}
    for number in range(runs):
        for name in names:
            commands = CASES[name](book)
            began, cpu, peak = time.perf_counter(), 0.0, 0
            for command in commands:
                used, most = run(command, book, environment(book))
                cpu, peak = cpu + used, max(peak, most)
            found[name].cpu.append(cpu)
            found[name].wall.append(time.perf_counter() - began)
            found[name].peak.append(peak)
            print(f"{number + 1}/{runs} {name}: {cpu:.2f} CPU s", file=sys.stderr)
    return found


def lines(found: dict[str, Measured], cached: float) -> Iterator[str]:
    """The table, in Markdown."""
    yield "| case | CPU s | wall s | peak MB |"
    yield "|---|---|---|---|"
    for name, each in found.items():
        said = (CASES[name].__doc__ or "").splitlines()[0].rstrip(".")
        cpu, wall = statistics.median(each.cpu), statistics.median(each.wall)
        yield f"| {said} | {cpu:.2f} | {wall:.2f} | {max(each.peak)} |"
    yield f"| 1,100 cached executions held against the project | {cached:.2f} | | |"
    packages = ("jupyter-book", "papermill", "matplotlib", "pandas", "sphinx")
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    yield f"\nPython {platform.python_version()}, {os.cpu_count()} cores; {told}."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(CASES))
    arguments = parser.parse_args()
    names = [name for name in CASES if name in arguments.only.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        shutil.copytree(ROOT, book, ignore=LEFT_OUT)
        found = measure(names, arguments.runs, book)
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", CACHED, str(book)],
            env=environment(book), capture_output=True, text=True, check=True,
        )  # fmt: skip
        print("\n".join(lines(found, float(done.stdout))))


if __name__ == "__main__":
    main()
