"""Editions by a Dask cluster of two workers over loopback, beside the processes of one machine.

    python benchmarks/cluster.py [--runs 2] [--economies NAM,DEU,JPN,BRA,KEN,IND]

Run it in the book's folder with the environment of `make setup`. It works on a copy of the book;
each round makes the same site in both ways from nothing, in turn, first the one, then the other.
Scheduler and workers run before the command starts, as those of a cluster do. The table has all
rounds, and the ratio of the sums of their times: the speed of the cluster beside that of the pool.
What scheduler and workers take of the processor while they wait is told apart, as it grows with the
time that a busy machine takes for the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psutil
from measuring import run

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "node_modules", "dist", ".*_cache", "__pycache__"
)
JOBS = 2
IDLE = 10  # seconds of a cluster that does nothing


@contextmanager
def cluster(book: Path, folder: Path) -> Iterator[tuple[str, Sequence[psutil.Process]]]:
    """A scheduler and two workers: its address, and their processes."""
    file = folder / "scheduler.json"
    common = ("--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard")
    kinds = (
        ("scheduler", "--port", "0"),
        ("worker", "--nworkers", str(JOBS), "--nthreads", "1", "--local-directory", str(folder)),
    )
    started = []
    with (folder / "log.txt").open("w") as log:
        try:
            for kind in kinds:
                command = [str(BIN / "dask"), *kind, *common]
                started.append(psutil.Popen(command, cwd=book, stdout=log, stderr=log))
            while (folder / "log.txt").read_text().count("Registered to:") < JOBS:
                time.sleep(0.2)
            yield str(file), started
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def used(processes: Sequence[psutil.Process]) -> float:
    """CPU seconds of processes and of all that they started and saw the end of."""
    every = [each for one in processes for each in (one, *one.children(recursive=True))]
    return sum(sum(each.cpu_times()[:4]) for each in every)


def make(book: Path, economies: str, *how: str) -> tuple[float, float]:
    """Make the site from nothing: wall and CPU seconds of the command."""
    shutil.rmtree(book / "_build", ignore_errors=True)
    shutil.rmtree(book / "site", ignore_errors=True)
    command = [str(BIN / "reportlib"), "editions", "-q", "--economies", economies, "--out", "site"]
    started = time.perf_counter()
    cpu, _ = run([*command, *how], book)
    return time.perf_counter() - started, cpu


def by_pool(book: Path, economies: str) -> tuple[float, float, float]:
    """By processes of this machine: wall seconds, CPU seconds, none of them to wait."""
    return (*make(book, economies, "--jobs", str(JOBS)), 0.0)


def by_cluster(book: Path, economies: str) -> tuple[float, float, float]:
    """By a cluster that runs already: wall and CPU seconds, and what these had been to wait."""
    with tempfile.TemporaryDirectory() as folder, cluster(book, Path(folder)) as (file, processes):
        address = json.loads(Path(file).read_text())["address"]
        began = used(processes)
        time.sleep(IDLE)
        before = used(processes)
        wall, cpu = make(book, economies, "--scheduler", address)
        while list((book / "_build" / "rooms").glob("*")):  # until the workers are clean again
            time.sleep(0.1)
        waiting = wall * (before - began) / IDLE
        return wall, cpu + used(processes) - before - waiting, waiting


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--economies", default="NAM,DEU,JPN,BRA,KEN,IND")
    arguments = parser.parse_args()
    ways = {"pool": by_pool, "cluster": by_cluster}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        shutil.copytree(ROOT, book, ignore=LEFT_OUT)
        os.environ["REPORTLIB_ROOT"] = str(book)
        for number in range(arguments.runs):
            for name in list(ways)[:: -1 if number % 2 else 1]:
                found[name].append(ways[name](book, arguments.economies))
                print(name, *(f"{each:.1f}" for each in found[name][-1]), file=sys.stderr)
    print("| round | pool, wall s | CPU s | cluster, wall s | CPU s | CPU s to wait |")
    print("|---|---|---|---|---|---|")
    for number, (pool, other) in enumerate(zip(*found.values(), strict=True), start=1):
        print(f"| {number} |", " | ".join(f"{one:.1f}" for one in (*pool[:2], *other)), "|")
    for n, what in enumerate(("wall", "CPU")):
        by_one, by_other = (sum(each[n] for each in found[name]) for name in ways)
        print(f"\nSpeed of the cluster beside the pool, by {what} seconds: {by_one / by_other:.2f}")
    print(f"\ndistributed {version('distributed')}, load {os.getloadavg()[2]:.0f}")


if __name__ == "__main__":
    main()
