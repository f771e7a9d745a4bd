"""CPU seconds of the chapters' own cells, in a process that is warm.

    python benchmarks/cells.py [--economy CHN] [--runs 3] [--profile FILE] [CHAPTER ...]

No kernel and no page: what is left is the cells. The parent is made warm as a server is
(:mod:`reportlib.content.warm`: the topics imported, every table read, drawn once, collector of
garbage frozen and slow); then each chapter runs in a fork of its own, so that no chapter finds
ready what another one made. Printed are medians of CPU seconds, user and system.
``--profile`` runs all in this process instead, and writes what cProfile finds.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pkgutil
import statistics
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from reportlib import topics
from reportlib.build.chapters import Chapter, report_chapters
from reportlib.content.warm import warm

ROOT = Path(__file__).resolve().parents[1]
os.environ["REPORTLIB_ROOT"] = str(ROOT)
os.environ["REPORTLIB_FORMS"] = "book"
sys.path.insert(0, str(ROOT / "tools"))

import every_economy  # noqa: E402

TOPICS = [f"{topics.__name__}.{each.name}" for each in pkgutil.iter_modules(topics.__path__)]


def run(chapter: Chapter, economy: str) -> None:
    """Run a chapter's cells; say what fails."""
    if fault := every_economy.run_chapter(chapter, {"economy": economy}):
        raise SystemExit(fault)


def forked(work: Callable[[], None]) -> float:
    """CPU seconds of a function in a fork."""
    read, write = os.pipe()
    if not (child := os.fork()):
        try:
            started = process_time()
            work()
            os.write(write, str(process_time() - started).encode())
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return float(said) if said else sys.exit("a chapter failed")


def measure(chapters: Sequence[Chapter], economy: str, runs: int) -> None:
    """Print the medians, chapter by chapter, and their sum."""
    found: dict[str, list[float]] = {chapter.name: [] for chapter in chapters}
    for _ in range(runs):
        for chapter in chapters:
            found[chapter.name].append(forked(lambda each=chapter: run(each, economy)))
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, seconds in medians.items():
        print(f"{name:12}{seconds:7.2f}")
    print(f"{'all':12}{sum(medians.values()):7.2f}")


def main() -> None:
    """Measure the chapters named, or all."""
    parser = argparse.ArgumentParser(description="CPU seconds of the chapters' cells, warm.")
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="chapters; all where none")
    parser.add_argument("--economy", default="CHN", metavar="CODE")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--profile", metavar="FILE", help="what cProfile finds, not the seconds")
    options = parser.parse_args()
    chapters = [
        each for each in report_chapters() if each.name in (options.chapters or [each.name])
    ]
    started = process_time()
    warm(TOPICS)
    print(f"{'warming':12}{process_time() - started:7.2f}")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        if options.profile:
            with cProfile.Profile() as profile:
                for chapter in chapters:
                    run(chapter, options.economy)
            profile.dump_stats(ROOT / options.profile)
        else:
            measure(chapters, options.economy, options.runs)
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
