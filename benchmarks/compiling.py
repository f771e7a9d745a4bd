"""Measure what compiling the pages of an executed book takes, afresh and again.

    python benchmarks/compiling.py [--runs 3] [--out FOLDER] [--against FOLDER]

Run it in the book's folder after `reportlib build`: it compiles the sources that the build
has staged, or stages what is executed. Each figure is of whole processes, their children
included: CPU seconds (user and system), and the peak of all memory at one moment, what they
share counted once. `afresh` is one compilation; `nothing changed`, `prose` and `heading` are
compilations again, of the first chapter with a sentence or a heading more. After each of
these the pages are compared with those compiled afresh. `check` and `check again` are
`reportlib check`, where something may have changed and where nothing has. `--against` names a
folder with pages compiled before, such as by another version, and lists what differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import run

from reportlib.build.chapters import toc_documents
from reportlib.build.staging import stage

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "_build" / "work" / "default"
COMPILE = """
import sys
from pathlib import Path
from reportlib.build.compiling import compile_pages
source, out, keep = map(Path, sys.argv[1:])
compile_pages(source, out, strict=True, rows_checked=True, keep=keep if keep.name else None)
"""
CHECK = [str(Path(sys.executable).parent / "reportlib"), "check"]
Figures = dict[str, list[tuple[float, int]]]


def staged(edit: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """The executed chapters as a build lays them out; the first of them edited."""
    source = stage(ROOT, WORK, toc_documents(ROOT))
    shutil.copy(ROOT / "_toc.yml", source / "_toc.yml")
    if edit:
        place = sorted((source / "chapters").glob("*.ipynb"))[0]
        notebook = json.loads(place.read_text(encoding="utf-8"))
        edit(notebook)
        place.write_text(json.dumps(notebook), encoding="utf-8")
    return source


def prose(notebook: dict[str, Any]) -> None:
    """A sentence more at the end of a text."""
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"][-1]
    last["source"] = "".join(last["source"]) + "\n\nOne more sentence."


def heading(notebook: dict[str, Any]) -> None:
    """A heading more, which all pages show in their contents."""
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"][-1]
    last["source"] = "".join(last["source"]) + "\n\n## One more heading\n"


EDITS = {"nothing changed": None, "prose": prose, "heading": heading}


def compiled(source: Path, out: Path, keep: Path | None) -> tuple[float, int]:
    """Compile, again where something is kept."""
    return run([sys.executable, "-c", COMPILE, str(source), str(out), str(keep or "")])


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two folders of pages."""
    names = {p.relative_to(f) for f in (one, other) for p in f.rglob("*") if p.is_file()}
    return sorted(str(n) for n in names if bytes_of(one / n) != bytes_of(other / n))


def bytes_of(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    return path.read_bytes() if path.is_file() else b""


def measure(out: Path, figures: Figures) -> None:
    """One turn: afresh, then again after each edit, compared with what is compiled afresh."""
    fresh, again, keep = out / "afresh", out / "again", out / "kept"
    shutil.rmtree(keep, ignore_errors=True)
    compiled(staged(), again, keep)
    for name, edit in EDITS.items():
        figures.setdefault(name, []).append(compiled(staged(edit), again, keep))
        took = compiled(staged(edit), fresh, None)
        if name == "nothing changed":
            figures.setdefault("afresh", []).append(took)
        if found := differing(fresh / "_build" / "html", again / "_build" / "html"):
            sys.exit(f"{name}: compiled again, {', '.join(found[:5])} differ.")
    figures.setdefault("check", []).append(run([*CHECK, "--again"]))
    figures.setdefault("check again", []).append(run(CHECK))


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "benchmarks" / "compiling")
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    os.environ["REPORTLIB_ROOT"] = str(ROOT)
    figures: Figures = {}
    for turn in range(given.runs):
        measure(given.out, figures)
        print(f"{turn + 1} of {given.runs}", file=sys.stderr, flush=True)
    print("| | CPU, s | peak memory, MB |\n|---|---|---|")
    for name in ("afresh", *EDITS, "check", "check again"):
        cpu, peak = (statistics.median(each) for each in zip(*figures[name], strict=True))
        print(f"| {name} | {cpu:.2f} | {peak:.0f} |")
    if given.against:
        compiled(staged(), given.out / "afresh", None)
        found = differing(given.out / "afresh" / "_build" / "html", given.against)
        print(f"\n{len(found)} files differ from {given.against}: {', '.join(found) or 'none'}")


if __name__ == "__main__":
    main()
