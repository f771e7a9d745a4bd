"""Run the chapters without one table, for each table that may not be passed on; print what fails.

One interpreter has loaded all data, and a fork of it runs the chapters that read the table in a
copy of the project that has all files but that one.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from reportlib.base.manifests import Manifest, dataset_names, read_manifest  # noqa: E402
from reportlib.base.payload import Payload  # noqa: E402
from reportlib.base.project import ROOT_VARIABLE  # noqa: E402
from reportlib.content import datasets, warm  # noqa: E402

every_economy: Any = import_module("every_economy")
Told = dict[str, str]
"""What is said of what is missing, by the labels of exhibits."""


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


def tables_read(chapter: str) -> list[str]:
    """The datasets that a chapter reads."""
    seen: set[str] = set()
    load = datasets.load

    def noted(manifest: Manifest) -> datasets.Dataset:
        seen.add(manifest.stem)
        return load(manifest)

    datasets.load = noted
    every_economy.exhibits_of({}, drawn=False, only=chapter)
    return sorted(seen)


def without(place: Path, names: tuple[str, ...], chapters: tuple[str, ...]) -> Told:
    """Run chapters in a copy of the project without these tables."""
    copy_without(place, names)
    os.environ[ROOT_VARIABLE] = str(place)
    shown: list[tuple[str, Payload]] = []
    for chapter in chapters:
        shown += every_economy.exhibits_of({}, drawn=False, only=chapter)
    return {payload.label: said for _, payload in shown if (said := _said(payload))}


def _said(payload: Payload) -> str:
    notes = ("".join(piece.text for piece in note) for note in payload.notes)
    told = [text for text in (payload.missing, *notes) if "Not in this copy" in text]
    return " ".join(told)


def copy_without(place: Path, names: tuple[str, ...]) -> None:
    """A project that has links to all files of this one but for some tables."""
    (place / "data").mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "docs", "references.bib"):
        (place / name).symlink_to(ROOT / name)
    for path in (ROOT / "data").iterdir():
        if path.suffix != ".csv" or path.stem not in names:
            (place / "data" / path.name).symlink_to(path)


def main() -> None:
    """Print what each table's absence makes the chapters say, or the fault."""
    os.environ[ROOT_VARIABLE] = str(ROOT)
    warm.warm(("reportlib.topics",))
    chapters = tuple(chapter.name for chapter in every_economy.report_chapters())
    read = {name: apart(lambda name=name: tables_read(name)) for name in chapters}  # type: ignore[misc]
    data = ROOT / "data"
    left_out = tuple(n for n in dataset_names(data) if not read_manifest(n, data).may_be_passed_on)
    told: dict[str, object] = {"read": read}
    with tempfile.TemporaryDirectory() as folder:
        for name in left_out:
            mine = tuple(chapter for chapter in chapters if name in read[chapter])
            told[name] = apart(
                lambda name=name, mine=mine: without(Path(folder, name), (name,), mine)  # type: ignore[misc]
            )
        told["all"] = apart(lambda: without(Path(folder, "all"), left_out, chapters))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
