"""What a site of many editions costs: cold, again, after a change, with PDFs; and the stock way.

    python benchmarks/editions.py [--economies 10|all|BRA,USA] [--sizes 2,10] [--stock 2] [--pdf]

Run it in the book's folder with the environment of `make setup`. It works on a copy of the book.
Each size is made cold; the largest is then made again, with nothing changed, with one value of a
table changed, and with PDFs. The stock way is papermill, one notebook after the other, and
`jupyter-book build` for each edition; it is paired with a cold site of the same editions, in turn.
CPU is that of a command and of all it starts, in seconds, memory what all hold at one moment, what
they share counted once. The tables are Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from builds import BIN, LEFT_OUT, REPORTLIB, ROOT, environment
from measuring import run

from reportlib.base.economies import economies
from reportlib.base.parameters import Parameters
from reportlib.build.chapters import list_chapters, parameter_names

DATASET = "ai_articles"  # of nearly all economies
SAMPLE = 0.5  # seconds between two looks at the memory of many processes
WORLD = 218


@dataclass(frozen=True)
class Measured:
    """What one run took."""

    case: str
    editions: int
    tasks: int
    cpu: float
    wall: float
    peak: int

    def line(self) -> str:
        """A row of the table."""
        each = (self.cpu / self.editions, self.wall / self.editions)
        return (
            f"| {self.case} | {self.editions} | {self.tasks or ''} | {self.cpu:.1f} | "
            f"{self.wall:.1f} | {self.peak} | {each[0]:.2f} | {each[1]:.2f} |"
        )


HEAD = (
    "| case | editions | tasks | CPU s | wall s | peak MB | CPU s each | wall s each |\n"
    "|---|---|---|---|---|---|---|---|"
)


class Site:
    """A copy of the book, and the site that is made of it."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._folder, self._jobs = folder, jobs
        self.book = folder / "book"
        shutil.copytree(ROOT, self.book, ignore=LEFT_OUT)

    def cold(self, codes: Sequence[str]) -> Measured:
        """Nothing was made before, nor is the site there."""
        for place in (self.book / "_build", self._folder / "site"):
            shutil.rmtree(place, ignore_errors=True)
        return self.make("cold", codes)

    def make(self, case: str, codes: Sequence[str], *more: str) -> Measured:
        """Make the site, whatever of it is there."""
        said = self._folder / "said.txt"
        command = [
            REPORTLIB, "editions", "--economies", ",".join(codes), "--jobs", str(self._jobs),
            "--log-json", "--out", str(self._folder / "site"), *more,
        ]  # fmt: skip
        began = time.perf_counter()
        cpu, peak = run(
            command,
            self.book,
            environment(self.book),
            said=said,
            sample=min(SAMPLE, 0.1 * len(codes)),
        )
        wall = time.perf_counter() - began
        done = sum(_is_done(line) for line in said.read_text(encoding="utf-8").splitlines())
        return told(Measured(case, len(codes), done, cpu, wall, peak))

    def change_value(self, codes: Sequence[str]) -> None:
        """Another number in the last row of a table that is about one of these economies."""
        place = self.book / "data" / f"{DATASET}.csv"
        lines = place.read_text(encoding="utf-8").splitlines()
        rows = [n for n, line in enumerate(lines) if line.partition(",")[0] in codes]
        if not rows:
            sys.exit(f"{place}: has no row of {', '.join(codes)}. Name other economies.")
        row = rows[-1]
        *key, value = lines[row].split(",")
        lines[row] = ",".join([*key, str(int(float(value)) + 1)])
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        run([REPORTLIB, "data", "accept", DATASET], self.book, environment(self.book))

    def stock(self, codes: Sequence[str]) -> Measured:
        """Papermill for each notebook of each edition, then `jupyter-book build` for each."""
        plain = self._folder / "plain"
        began, cpu, peak = time.perf_counter(), 0.0, 0
        for code in codes:
            shutil.rmtree(plain, ignore_errors=True)
            shutil.copytree(ROOT, plain, ignore=LEFT_OUT)
            settings = plain / "_config.yml"
            text = settings.read_text(encoding="utf-8")
            settings.write_text(text.replace("execute_notebooks: force", "execute_notebooks: off"))
            for command in _stock_commands(plain, code):
                used, most = run(command, plain, environment(plain))
                cpu, peak = cpu + used, max(peak, most)
        return told(Measured("stock", len(codes), 0, cpu, time.perf_counter() - began, peak))


def _stock_commands(plain: Path, code: str) -> Iterator[Sequence[str]]:
    values = asdict(Parameters(economy=code))
    for chapter in list_chapters(plain):
        given = [
            part for name in parameter_names(chapter) for part in ("-p", name, str(values[name]))
        ]
        place = str(chapter.path)
        yield [str(BIN / "papermill"), "--no-progress-bar", place, place, *given]
    program = "from jupyter_book.cli.main import main; main()"
    yield [sys.executable, "-c", program, "build", str(plain), "--quiet"]


def _is_done(line: str) -> bool:
    try:
        return bool(json.loads(line)["event"] == "done")
    except (ValueError, LookupError, TypeError):
        return False


def told(found: Measured) -> Measured:
    """Tell of a run as soon as it ended."""
    print(found.line(), file=sys.stderr, flush=True)
    return found


def spread(number: int) -> list[str]:
    """So many economies, from all over the list."""
    codes = sorted(economies())
    return [codes[place * len(codes) // number] for place in range(number)]


def chosen(said: str) -> list[str]:
    """The economies that are named by their number, by `all`, or with commas."""
    if said == "all":
        return sorted(economies())
    return spread(int(said)) if said.isdecimal() else said.split(",")


def measure(site: Site, sizes: Sequence[Sequence[str]], *, pdf: bool) -> Iterator[Measured]:
    """Each size cold; and the last one again, after a change, with PDFs."""
    for codes in sizes:
        yield site.cold(codes)
    yield site.make("nothing changed", codes)
    site.change_value(codes)
    yield site.make("one value of a table changed", codes)
    if pdf:
        yield site.make("PDFs on top", codes, "--pdf")


def lines(found: Sequence[Measured], paired: Sequence[Measured]) -> Iterator[str]:
    """The tables, in Markdown."""
    yield HEAD
    yield from (each.line() for each in found)
    cold = [each for each in found if each.case == "cold"]
    if len(cold) > 1:
        small, large = cold[0], cold[-1]
        more = large.editions - small.editions
        cpu, wall = (large.cpu - small.cpu) / more, (large.wall - small.wall) / more
        yield f"\nEach edition beyond {small.editions}: {cpu:.2f} CPU s, {wall:.2f} s of wall time."
    if paired:
        ours, stock = paired
        yield f"\n{HEAD}"
        yield from (each.line() for each in paired)
        yield (
            f"\nThe stock way takes {stock.cpu / ours.cpu:.1f} times the processor and "
            f"{stock.wall / ours.wall:.1f} times the time; for {WORLD} editions "
            f"{stock.wall / stock.editions * WORLD / 3600:.1f} hours."
        )
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    packages = ("jupyter-book", "papermill", "sphinx")
    yield (
        f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load at the end {load}; "
        f"{', '.join(f'{name} {version(name)}' for name in packages)}."
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--economies", default="10", help="a number of them, all, or codes")
    parser.add_argument("--sizes", default="", help="numbers of economies, made cold before that")
    parser.add_argument("--stock", type=int, default=2, help="editions made in the stock way; or 0")
    parser.add_argument("--pdf", action="store_true", help="print PDFs as well")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    sizes = [spread(int(size)) for size in arguments.sizes.split(",") if size]
    sizes.append(chosen(arguments.economies))
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), arguments.jobs)
        paired: list[Measured] = []
        if arguments.stock:
            codes = sizes[-1][: arguments.stock]
            paired = [site.cold(codes), site.stock(codes)]
        found = list(measure(site, sizes, pdf=arguments.pdf))
    print("\n".join(lines(found, paired)))


if __name__ == "__main__":
    main()
