"""Compare the forked engine with papermill's own and with others, in CPU seconds.

    python benchmarks/engine.py [--runs 5] [--executions 60] [--skip stock,throughput,others]

Run it in the book's folder with the environment of `make setup`. CPU seconds are those of a
whole process and all below it. Ways take turns (A B C A B C), so that a machine that slows
down slows all of them; figures are medians of the runs. README.md holds those measured last.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.metadata import version
from itertools import cycle, islice, product
from multiprocessing import get_context
from pathlib import Path

import measuring  # noqa: F401  # settles what processes are told
import nbformat
import papermill
from nbformat import v4

from reportlib.build.chapters import Chapter, report_chapters
from reportlib.engine.server import Server

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ECONOMIES = ("CHN", "NAM", "BRA", "KEN")
WARM = ("reportlib.content.exhibits", "reportlib.content.warm:warm")
BEGIN = "import time as _time\n_begun = _time.process_time()"
END = "print(_time.process_time() - _begun)"
NOTEBOOK = ROOT / "chapters" / "overview.ipynb"
PACKAGES = ("papermill", "nbclient", "ipykernel", "ipython", "jupyter-cache", "nbmake")


def warm_names(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """The topics that chapters import, beside what all need."""
    topics = {f"reportlib.topics.{chapter.name}" for chapter in chapters}
    there = (ROOT / "src" / "reportlib" / "topics").iterdir()
    return (*WARM, *sorted(topics & {f"reportlib.topics.{path.stem}" for path in there}))


def execute(chapter: Chapter, economy: str, output: Path, **options: object) -> None:
    """Execute a chapter as a build does: it is saved once, at the end."""
    papermill.execute_notebook(
        str(chapter.path),
        str(output),
        parameters={"economy": economy},
        progress_bar=False,
        request_save_on_cell_execute=False,
        **options,
    )


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def warm_executions(runs: int, chapters: Sequence[Chapter]) -> dict[str, tuple[float, float]]:
    """For each chapter: CPU seconds all in on a warm server, and those beyond its cells' own."""
    found = {}
    with tempfile.TemporaryDirectory() as name, Server(warm_names(chapters)) as server:
        folder = Path(name)
        server.start()
        for chapter in chapters:
            measured = [_warm_execution(chapter, folder, server) for _ in range(runs + 1)][1:]
            found[chapter.name] = (
                statistics.median(total for total, _ in measured),
                statistics.median(total - cells for total, cells in measured),
            )
    return found


def _warm_execution(chapter: Chapter, folder: Path, server: Server) -> tuple[float, float]:
    notebook = nbformat.read(chapter.path, as_version=4)
    notebook.cells = [v4.new_code_cell(BEGIN), *notebook.cells, v4.new_code_cell(END)]
    source = folder / chapter.path.name
    nbformat.write(notebook, source)
    begun = time.process_time() + cpu_of(server.pid or 0)
    output = folder / "out.ipynb"
    execute(Chapter(chapter.name, source), "CHN", output, engine_name="forked", server=server)
    total = time.process_time() + cpu_of(server.pid or 0) - begun
    cells = float(nbformat.read(output, as_version=4).cells[-1].outputs[0].text)
    return total, cells


def many(way: str, count: int, out: Path) -> None:
    """Execute chapters in several economies, so many in all; called in a process of its own."""
    chapters = report_chapters()
    mixed = [(chapter, economy) for economy, chapter in product(ECONOMIES, chapters)]
    jobs = list(islice(cycle(mixed), count))
    outputs = [out / f"{number}.ipynb" for number in range(count)]
    if way == "forked, 2 at once":
        with Server(warm_names(chapters)) as server, ThreadPoolExecutor(2) as pool:
            done = [
                pool.submit(execute, *job, output, engine_name="forked", server=server)
                for job, output in zip(jobs, outputs, strict=True)
            ]
            for each in done:
                each.result()
    elif way == "papermill's own, 2 at once":
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
            list(processes.map(execute, *zip(*jobs, strict=True), outputs))
    else:
        for (chapter, economy), output in zip(jobs, outputs, strict=True):
            run([BIN / "papermill", chapter.path, output, "-p", "economy", economy])


def others(out: Path) -> dict[str, Callable[[], None]]:
    """Ways to execute one notebook, each a whole process."""
    jcache = out / "cache"
    return {
        "papermill": lambda: run([BIN / "papermill", NOTEBOOK, out / "a.ipynb"]),
        "papermill --engine forked": lambda: run(
            [BIN / "papermill", "--engine", "forked", NOTEBOOK, out / "b.ipynb"]
        ),
        "the same, saved once": lambda: run(
            [
                BIN / "papermill",
                "--engine",
                "forked",
                "--no-request-save-on-cell-execute",
                NOTEBOOK,
                out / "b.ipynb",
            ]
        ),
        "nbclient": lambda: run(
            [BIN / "jupyter-execute", NOTEBOOK, "--output", str(out / "c.ipynb")]
        ),
        "jupyter-cache": lambda: run(
            [BIN / "jcache", "notebook", "-p", jcache, "add", NOTEBOOK],
            [BIN / "jcache", "project", "-p", jcache, "execute", "--force"],
        ),
        "nbmake": lambda: run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbmake", NOTEBOOK]
        ),
    }


def run(*commands: Sequence[str | Path]) -> None:
    """Run programs one after the other; one that fails ends the benchmark with what it said."""
    for command in commands:
        done = subprocess.run(  # noqa: S603
            [str(word) for word in command],
            cwd=ROOT,
            input="y\n",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")


def measured(ways: dict[str, Callable[[], None]], runs: int) -> dict[str, tuple[float, float]]:
    """Median CPU and wall seconds of each way, which take turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for turn in range(runs):
        for name, way in ways.items():
            begun, before = time.perf_counter(), os.times()
            way()
            after = os.times()
            cpu = sum(after[2:4]) - sum(before[2:4])
            found[name].append((cpu, time.perf_counter() - begun))
            print(f"{turn + 1}. {name}: {cpu:.1f} CPU s", file=sys.stderr, flush=True)
    return {
        name: (
            statistics.median(cpu for cpu, _ in each),
            statistics.median(wall for _, wall in each),
        )
        for name, each in found.items()
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def ratios(found: dict[str, tuple[float, float]]) -> str:
    """CPU and wall seconds as a table, with the ratio of the first way's CPU to each."""
    first = next(iter(found.values()))[0]
    rows = [
        (name, f"{cpu:.1f}", f"{first / cpu:.1f}×", f"{wall:.1f}")
        for name, (cpu, wall) in found.items()
    ]
    return table(("way", "CPU s", "ratio", "wall s"), rows)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--executions", type=int, default=60)
    parser.add_argument("--skip", default="", help="warm, throughput, others; with commas")
    parser.add_argument("--many", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.many:
        return many(given.many[0], int(given.many[1]), Path(given.many[2]))
    skipped = given.skip.split(",")
    python = platform.python_version()
    print(f"Python {python}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES) + "\n")
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        if "warm" not in skipped:
            warm = warm_executions(given.runs, report_chapters())
            rows = [
                (title, f"{all_in:.2f}", f"{more:.2f}") for title, (all_in, more) in warm.items()
            ]
            middle = [statistics.median(column) for column in zip(*warm.values(), strict=True)]
            rows.append(("median", *(f"{value:.2f}" for value in middle)))
            print(table(("chapter, warm server", "all in, CPU s", "beyond its cells"), rows))
        if "throughput" not in skipped:
            names = ("papermill one by one", "papermill's own, 2 at once", "forked, 2 at once")
            ways = {each: _apart(each, given.executions, out) for each in names}
            print(f"{given.executions} executions:\n\n{ratios(measured(ways, given.runs))}")
        if "others" not in skipped:
            print(f"One notebook:\n\n{ratios(measured(others(out), given.runs))}")
    return None


def _apart(way: str, count: int, out: Path) -> Callable[[], None]:
    command = [sys.executable, __file__, "--many", way, str(count), str(out)]
    return lambda: run(command)


if __name__ == "__main__":
    main()
