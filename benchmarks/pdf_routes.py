"""Compare ways from one executed book to a PDF: ours, LaTeX and WeasyPrint.

    python benchmarks/pdf_routes.py [--runs 3] [--routes typst,latex,weasyprint] [--out FOLDER]

Run it in the book's folder with the environment of `make setup`. README.md in this folder
says what the other routes need, and holds the figures measured last. Routes take turns
(A B C A B C), so that a machine that slows down slows all of them. Each run starts from the
same executed chapters; seconds are those of all its processes together, except `wall`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import outloud
import pikepdf
import yaml
from measuring import run

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "_build" / "work" / "default"
BIN = Path(sys.executable).parent
COMPILE = """
import sys
from pathlib import Path
from reportlib.base.fonts import FONT_FOLDER
from reportlib.typst.compiling import Whereabouts, compile_book, find_fonts
fonts, _ = find_fonts([FONT_FOLDER], {})
compile_book(Path(sys.argv[1]), fonts, ["ua-1"], 0, Whereabouts([], {}, {}))
"""
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"


@dataclass(frozen=True)
class Run:
    """What one run of a route took."""

    wall: float
    cpu: float
    peak: int  # MB of all its processes at one moment


@dataclass(frozen=True)
class Route:
    """A way to a PDF: ``make`` prepares a folder and returns the commands and the result."""

    name: str
    make: Callable[[Path], tuple[list[Sequence[str]], Path]]


def typst(folder: Path) -> tuple[list[Sequence[str]], Path]:
    """The book's own route: chapters are executed already, so only the pages are set."""
    out = folder / "book.pdf"
    program = os.environ.get("REPORTLIB", str(BIN / "reportlib"))
    return [[program, "pdf", "--quiet", "--out", str(out)]], out


def latex(folder: Path) -> tuple[list[Sequence[str]], Path]:
    """Jupyter Book's own route, by xelatex; drawings are converted by rsvg-convert."""
    source = staged(folder, {"extensions": ["sphinxcontrib.rsvgconverter"]})
    built = folder / "built"
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(source), "--quiet"]
    command += ["--path-output", str(built), "--builder", "pdflatex"]
    return [command], built / "_build" / "latex" / "book.pdf"


def weasyprint(folder: Path) -> tuple[list[Sequence[str]], Path]:
    """The book as one page of HTML, lightened, printed by WeasyPrint with its PDF/UA-1 variant."""
    source = staged(folder, {})
    built, out = folder / "built", folder / "book.pdf"
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(source), "--quiet"]
    command += ["--path-output", str(built), "--builder", "singlehtml"]
    page = built / "_build" / "singlehtml" / "index.html"
    light = page.with_name("light.html")
    lighten = [sys.executable, str(ROOT / "benchmarks" / "lighten.py"), str(page), str(light)]
    program = os.environ.get("WEASYPRINT", "weasyprint")
    return [command, lighten, [program, "--pdf-variant", "pdf/ua-1", str(light), str(out)]], out


ROUTES = {
    route.name: route
    for route in (Route("typst", typst), Route("latex", latex), Route("weasyprint", weasyprint))
}


def staged(folder: Path, config: dict[str, list[str]]) -> Path:
    """The executed chapters as `reportlib build` lays them out, with settings of the route's."""
    source = folder / "source"
    shutil.copytree(WORK / "source", source)
    place = source / "_config.yml"
    settings = yaml.safe_load(place.read_text(encoding="utf-8"))
    own = settings["sphinx"]["config"]
    own["extensions"] = [*own["extensions"], *config.get("extensions", [])]
    settings["latex"]["latex_documents"] = {"targetname": "book.tex"}
    own["latex_elements"] = {"preamble": PREAMBLE}
    place.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return source


PREAMBLE = r"\usepackage{xeCJK}\setCJKmainfont{FandolSong-Regular.otf}"


def measure(route: Route, folder: Path) -> tuple[Run, Path]:
    """Run a route once in a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    commands, result = route.make(folder)
    cpu, peak, began = 0.0, 0, time.perf_counter()
    for command in commands:
        used, most = run(command, ROOT)
        cpu, peak = cpu + used, max(peak, most)
    if not result.is_file():
        sys.exit(f"{route.name}: wrote no {result}")
    return Run(time.perf_counter() - began, cpu, peak), result


def typst_alone() -> float:
    """Seconds that Typst takes of the book's own route, from what the builder wrote."""
    began = time.perf_counter()
    book = WORK / "print" / "out" / "book.typ"
    subprocess.run([sys.executable, "-c", COMPILE, str(book)], check=True)  # noqa: S603
    return time.perf_counter() - began


def describe(result: Path) -> dict[str, str]:
    """What a reader gets: size, pages, tags, and what the checker says."""
    with pikepdf.open(result) as pdf:
        pages = len(pdf.pages)
        tagged = "yes" if bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False)) else "no"
        outline = "yes" if "/Outlines" in pdf.Root else "no"
    found = outloud.check(str(result))
    return {
        "size, kB": f"{result.stat().st_size / 1000:.0f}",
        "pages": str(pages),
        "tagged": tagged,
        "bookmarks": outline,
        "outloud failures": str(found.errors),
        "outloud warnings": str(found.warnings),
    }


def table(runs: dict[str, list[Run]], results: dict[str, Path]) -> str:
    """The figures as a table in Markdown, a column for each route."""
    names = list(runs)
    rows: dict[str, list[str]] = {}
    for title, take, form in (
        ("wall, s", lambda run: run.wall, "{:.1f}"),
        ("CPU, s", lambda run: run.cpu, "{:.1f}"),
        ("peak memory, MB", lambda run: run.peak, "{:.0f}"),
    ):
        rows[title] = [form.format(statistics.median(map(take, runs[name]))) for name in names]
    pairs = {
        name: [b.wall / a.wall for a, b in zip(runs[names[0]], runs[name], strict=True)]
        for name in names
    }
    rows[f"wall, ratio to {names[0]}"] = [f"{statistics.median(pairs[name]):.2f}" for name in names]
    for name in names:
        for title, value in describe(results[name]).items():
            rows.setdefault(title, []).append(value)
    lines = [f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    return "\n".join([*lines, *(f"| {t} | {' | '.join(v)} |" for t, v in rows.items())])


def main() -> None:
    """Measure the routes in turn and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--routes", default="typst,latex,weasyprint")
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "benchmarks")
    given = parser.parse_args()
    routes = [ROUTES[name] for name in given.routes.split(",")]
    program = os.environ.get("REPORTLIB", str(BIN / "reportlib"))
    subprocess.run([program, "pdf", "--quiet"], cwd=ROOT, check=True)  # noqa: S603
    runs: dict[str, list[Run]] = {route.name: [] for route in routes}
    results: dict[str, Path] = {}
    for turn in range(given.runs):
        for route in routes:
            run, results[route.name] = measure(route, given.out / route.name)
            runs[route.name].append(run)
            print(f"{turn + 1}. {route.name}: {run.wall:.1f} s", file=sys.stderr, flush=True)
    print(table(runs, results))
    if "typst" in runs:
        alone = statistics.median(typst_alone() for _ in range(given.runs))
        print(f"\nOf this, Typst alone takes {alone:.2f} s, the start of Python included.")


if __name__ == "__main__":
    main()
