"""Execute chapters by papermill's own engine and by the forked one, and compare cell by cell.

    python tools/same_as_stock.py [--economies CHN,NAM,BRA,KEN] [--jobs N] [CHAPTER ...]

Each difference in outputs, counts or metadata is printed, and is a failure. What may differ
stands in the docstring of `reportlib.engine`; of what a notebook holds, that is times, how a
text was cut into pieces while it was printed, process numbers, and addresses in memory.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from reportlib.build.chapters import report_chapters

ECONOMIES = "CHN,NAM,BRA,KEN"
TIMES = ("start_time", "end_time", "duration")
VARYING = ((r"ipykernel_\d+", "ipykernel_N"), (r"\b0x[0-9a-f]{6,}", "0xN"))


def execute(notebook: Path, engine: str | None, parameters: Mapping[str, object]) -> NotebookNode:
    """Execute a notebook to its end or its first error; return it as it was saved."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "executed.ipynb"
        with suppress(PapermillExecutionError):  # the notebook tells it
            papermill.execute_notebook(
                notebook,
                output,
                parameters=dict(parameters),
                engine_name=engine,
                cwd=notebook.parent,
                progress_bar=False,
            )
        return cast(NotebookNode, papermill.iorw.load_notebook_node(str(output)))


def differences(stock: NotebookNode, forked: NotebookNode) -> Iterator[str]:
    """What a reader of two executed notebooks would find different, one line each."""
    pairs = zip_longest(_flat(comparable(stock)), _flat(comparable(forked)))
    for (place, one), (other_place, other) in ((a or ("", ""), b or ("", "")) for a, b in pairs):
        if (place, one) != (other_place, other):
            yield f"{place}: stock has {one[:300]!r}; {other_place}: forked has {other[:300]!r}"
            if place != other_place:
                return


def comparable(notebook: NotebookNode) -> dict[str, Any]:
    """A notebook without what differs from run to run."""
    plain = json.loads(_without_varying(json.dumps(notebook)))
    record = plain["metadata"].get("papermill", {})
    for name in (*TIMES, "output_path"):
        record.pop(name, None)
    for cell in plain["cells"]:
        cell.pop("id", None)  # of cells that papermill adds
        for name in TIMES:
            cell["metadata"].get("papermill", {}).pop(name, None)
        timing = cell["metadata"].get("execution")
        if timing:
            cell["metadata"]["execution"] = sorted(timing)
        if "outputs" in cell:
            cell["outputs"] = list(_joined(cell["outputs"]))
    return dict(plain)


def _without_varying(text: str) -> str:
    for pattern, replacement in VARYING:
        text = re.sub(pattern, replacement, text)
    return text


def _joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Outputs with the pieces of one text put together."""
    held: dict[str, Any] | None = None
    for output in outputs:
        if held and output.get("name") == held["name"]:
            held = {**held, "text": held["text"] + output["text"]}
            continue
        if held:
            yield held
        held = output if output["output_type"] == "stream" else None
        if not held:
            yield output
    if held:
        yield held


def _flat(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every single value of a nested one, with the way to it."""
    pairs: Iterator[tuple[object, object]]
    if isinstance(value, dict):
        pairs = iter(sorted(value.items()))
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    else:
        yield place, repr(value)
        return
    yield place, type(value).__name__
    for key, part in pairs:
        yield from _flat(part, f"{place}/{key}")


def compare(notebook: Path, parameters: Mapping[str, object]) -> list[str]:
    """The differences between both engines' executions of one notebook."""
    stock, forked = (execute(notebook, engine, parameters) for engine in (None, "forked"))
    return list(differences(stock, forked))


def main() -> int:
    """Compare the chapters named, or all, in each economy; the exit code says whether all agree."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="all where none")
    parser.add_argument("--economies", default=ECONOMIES, help="codes with commas")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at a time")
    given = parser.parse_args()
    chapters = [c for c in report_chapters() if c.name in (given.chapters or {c.name})]
    if unknown := set(given.chapters) - {chapter.name for chapter in chapters}:
        parser.error(f"no such chapter: {', '.join(sorted(unknown))}")
    pairs = [(c, code) for code in given.economies.split(",") for c in chapters]
    found = 0
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(compare, c.path, {"economy": code}) for c, code in pairs]
        for (chapter, code), run in zip(pairs, runs, strict=True):
            differing = run.result()
            found += bool(differing)
            said = "".join(f"\n  {one}" for one in differing[:5]) or " the same"
            print(f"{chapter.name}, {code}:{said}", flush=True)
    print(f"{len(pairs) - found} of {len(pairs)} executions are the same by both engines")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
