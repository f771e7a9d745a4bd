"""Run the chapters without one table, for each table in turn; print what they say, or the fault.

One interpreter has loaded all data, in a copy of the project of links to its files. A table is
taken away by taking its link, and a fork runs the cells that read it: those before it, which
make nothing, and each whose exhibit asked for the table while all were there.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from reportlib.base.errors import BuildError, raise_all  # noqa: E402
from reportlib.base.manifests import Manifest, dataset_names, read_manifest  # noqa: E402
from reportlib.base.payload import Payload  # noqa: E402
from reportlib.base.project import ROOT_VARIABLE  # noqa: E402
from reportlib.base.rows import rows_of, unknown  # noqa: E402
from reportlib.content import datasets, warm  # noqa: E402

every_economy: Any = import_module("every_economy")
checking: Any = import_module("reportlib.topics.statements.checking")
exhibits: Any = import_module("reportlib.content.exhibits")
measures: Any = import_module("reportlib.content.measures")
Told = dict[str, str]
"""What is said of what is missing, by the labels of exhibits."""
Read = dict[str, dict[int, list[str]]]
"""The tables that the cells of chapters ask for, by the cell's number."""


def apart(made: Callable[[], object]) -> Any:
    """What a function gives in a fork, which leaves nothing behind."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            answer: object = made()
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        with os.fdopen(writer, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = json.load(pipe)
    os.waitpid(child, 0)
    return answer


def shown_by(chapter: Any, numbers: Iterable[int] | None = None) -> dict[int, Payload]:
    """The exhibits of a chapter's cells, or of those of these numbers, without drawings."""
    notebook = every_economy.read_notebook(chapter.path)
    parameters = every_economy.declared_parameters(notebook, chapter.path)
    names: dict[str, object] = {"__name__": "__main__"}
    shown: dict[int, Payload] = {}
    for number, cell in enumerate(notebook.cells):
        if every_economy.PARAMETERS_TAG in cell.metadata.get("tags", []):
            names.update({each.name: each.default for each in parameters})
        elif cell.cell_type == "code" and (numbers is None or number in numbers):
            kept: list[object] = []
            place = f"{chapter.name}, cell {number}"
            if fault := every_economy.fault_of_cell(cell.source, place, names, kept.append):
                raise RuntimeError(f"{place}: {fault}")
            for payload in (getattr(value, "told", None) for value in kept):
                if isinstance(payload, Payload):
                    shown[number] = payload
    return shown


def tables_read(chapter: Any) -> dict[int, list[str]]:
    """The tables that each cell of a chapter asks for; none for a cell that shows nothing."""

    def noted(manifest: Manifest) -> None:
        datasets._asked[manifest] = None

    datasets.note_asked = measures.note_asked = noted
    taken: list[str] = []

    def take() -> tuple[Manifest, ...]:
        asked = datasets.taken_lacking()
        taken.extend(manifest.stem for manifest in asked)
        return ()

    exhibits.taken_lacking = take
    found: dict[int, list[str]] = {}
    show = every_economy.run_cell

    def run(source: str, place: str, names: dict[str, object], kept: Any) -> None:
        taken.clear()
        show(source, place, names, kept)
        take()
        asked = set(taken)
        if "claim_checks" in asked:  # all verdicts are made at once, and kept
            asked |= checking._named(rows_of(checking.CHECKS).values())
        found[int(place.rpartition(" ")[2])] = sorted(asked)

    every_economy.run_cell = run
    shown = shown_by(chapter)
    return {number: asked if number in shown else [] for number, asked in found.items()}


def without(names: Iterable[str], read: Read) -> Told:
    """What the exhibits that ask for one of these tables say, while those are away."""
    wanted, shown = set(names), []
    for chapter in every_economy.report_chapters():
        cells = read[chapter.name]
        mine = [number for number, asked in cells.items() if wanted & set(asked)]
        if mine:
            first = [number for number, asked in cells.items() if not asked]
            made = shown_by(chapter, {*first, *mine})
            shown += [(chapter.name, payload) for payload in made.values()]
    raise_all(BuildError, unknown(shown))
    return {payload.label: said for _, payload in shown if (said := _said(payload))}


def _said(payload: Payload) -> str:
    notes = ("".join(piece.text for piece in note) for note in payload.notes)
    told = [text for text in (payload.missing, *notes) if "Not in this copy" in text]
    return " ".join(told)


def linked(place: Path) -> Path:
    """A project that has links to all files of this one; its folder of data."""
    (place / "data").mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "docs", "references.bib"):
        (place / name).symlink_to(ROOT / name)
    for path in (ROOT / "data").iterdir():
        (place / "data" / path.name).symlink_to(path)
    return place / "data"


def taken_away(data: Path, names: Iterable[str], read: Read) -> Any:
    """What is said while these tables are not in the folder."""
    for name in names:
        (data / f"{name}.csv").unlink()
    answer = apart(lambda: without(names, read))
    for name in names:
        (data / f"{name}.csv").symlink_to(ROOT / "data" / f"{name}.csv")
    return answer


def main() -> None:
    """Print what each table's absence makes the chapters say, or the fault."""
    with tempfile.TemporaryDirectory() as folder:
        data = linked(Path(folder, "book"))
        os.environ[ROOT_VARIABLE] = str(data.parent)
        warm.warm(("reportlib.topics",))
        read: Read = {}
        for chapter in every_economy.report_chapters():
            found = apart(lambda chapter=chapter: tables_read(chapter))  # type: ignore[misc]
            read[chapter.name] = {int(number): asked for number, asked in found.items()}
        every = [name for name in dataset_names(data) if name != "economies"]
        kept = [name for name in every if not read_manifest(name, data).may_be_passed_on]
        chosen = sys.argv[1:] or every
        told = {name: taken_away(data, [name], read) for name in chosen}
        told["those that may not be passed on"] = taken_away(data, kept, read)
        told["all"] = taken_away(data, every, read)
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
