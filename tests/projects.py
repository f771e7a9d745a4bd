"""Small real projects for the tests: the book's own settings, few data, tiny chapters."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import cast

import nbformat
import yaml
from nbformat import NotebookNode, v4

from reportlib.base.errors import DatasetError
from reportlib.base.parameters import schema
from reportlib.base.project import ROOT_VARIABLE
from reportlib.upkeep.package import write_package

ROOT = Path(__file__).resolve().parents[1]
SOUND = ROOT / "tests" / "sound"
BROKEN = ROOT / "tests" / "broken"
BIN = Path(sys.executable).parent
REPORTLIB = str(BIN / "reportlib")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

TABLE = """\
from IPython.display import display
from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row

payload = Payload(
    kind="table",
    label="tbl-{name}",
    title="The economy",
    caption="The economy.",
    columns=(Column(title="Code"),),
    rows=(Row(cells=(Piece(text=economy),)),),
)
display({{EXHIBIT_MIME: payload.model_dump(mode="json"), "text/plain": economy}}, raw=True)
"""


def code(source: str, *tags: str) -> NotebookNode:
    """A code cell; hidden unless it is tagged otherwise."""
    metadata = {"tags": list(tags or ["remove-input"])}
    return cast(NotebookNode, v4.new_code_cell(source, metadata=metadata))


def shown_code(source: str) -> NotebookNode:
    """A code cell of a page, which shows its code."""
    return cast(NotebookNode, v4.new_code_cell(source))


def text(source: str) -> NotebookNode:
    """A Markdown cell."""
    return cast(NotebookNode, v4.new_markdown_cell(source))


def parameters_cell(*names: str) -> NotebookNode:
    """A parameters cell that declares these parameters as the book has them."""
    known = schema(ROOT)
    lines = (
        f"{name}: {known[name].type.__name__} = {_literal(known[name].default)}"
        f"  # {known[name].help}"
        for name in names
    )
    return code("\n".join(lines), "parameters", "remove-cell")


def setup_cell(*names: str) -> NotebookNode:
    """A setup cell that checks the chapter's own values."""
    values = ", ".join(f"{name}={name}" for name in names)
    source = (
        "from reportlib.base.parameters import check_parameters\n\n"
        f"check_parameters(dict({values}));"
    )
    return code(source, "remove-cell")


def chapter(
    name: str, *cells: NotebookNode, names: Sequence[str] = ("economy", "peers")
) -> list[NotebookNode]:
    """The cells of a sound chapter; ``cells`` follow its setup, else a table does."""
    return [
        text(f"({name})=\n# Chapter {name}\n\nA question?"),
        parameters_cell(*names),
        setup_cell(*names),
        *(cells or (code(TABLE.format(name=name)),)),
    ]


def write_notebook(path: Path, cells: Sequence[NotebookNode]) -> Path:
    """Write a notebook whose bytes depend on its cells only."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=list(cells), metadata=KERNEL), path)
    return path


def write_project(
    folder: Path, chapters: Mapping[str, Sequence[NotebookNode]] | None = None
) -> Path:
    """Write a sound project: a title page, two chapters unless given, and the economies."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name in ("economies.csv", "economies.resource.yaml"):
        shutil.copy(ROOT / "data" / name, data / name)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, folder / name)
    write_package(data)
    if chapters is None:
        chapters = {"first": chapter("first"), "second": chapter("second")}
    write_notebook(folder / "index.ipynb", chapter("index"))
    for name, cells in chapters.items():
        write_notebook(folder / "chapters" / f"{name}.ipynb", cells)
    (folder / "chapters").mkdir(exist_ok=True)
    write_toc(folder, *(f"chapters/{name}" for name in chapters))
    return folder


def write_toc(folder: Path, *documents: str) -> None:
    """Write a table of contents that names these documents after the title page."""
    files = "".join(f"  - file: {document}\n" for document in documents)
    chapters = f"chapters:\n{files}" if files else ""
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\n{chapters}", encoding="utf-8")


def add_filings(
    folder: Path, content: Path = SOUND / "filings.csv", descriptor: Path | None = None
) -> Path:
    """Add the small dataset to a project; without a descriptor of its own, one that fits."""
    place = folder / "data" / "filings.csv"
    shutil.copy(content, place)
    if descriptor is None:
        text = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
        digest = sha256(place.read_bytes()).hexdigest()
        text = re.sub("sha256:[0-9a-f]+", f"sha256:{digest}", text)
        text = re.sub("bytes: [0-9]+", f"bytes: {place.stat().st_size}", text)
        place.with_suffix(".resource.yaml").write_text(text, encoding="utf-8")
    else:
        shutil.copy(descriptor, place.with_suffix(".resource.yaml"))
    with suppress(DatasetError):  # a broken descriptor has no place in the package
        write_package(folder / "data")
    return place


def add_dataset(folder: Path, name: str, table: str, key: Sequence[str]) -> Path:
    """Add a table to a project with a descriptor that fits: numbers where all cells are."""
    place = folder / "data" / f"{name}.csv"
    place.write_text(table, encoding="utf-8")
    columns, *rows = (line.split(",") for line in table.splitlines())
    fields = [
        {
            "name": column,
            "type": "integer" if all(not row[n] or row[n].isdigit() for row in rows) else "string",
            **({"constraints": {"required": True}} if column in key else {}),
        }
        for n, column in enumerate(columns)
    ]
    descriptor = yaml.safe_load((SOUND / "filings.resource.yaml").read_text(encoding="utf-8"))
    descriptor |= {
        "name": name.replace("_", "-"),
        "path": place.name,
        "hash": f"sha256:{sha256(place.read_bytes()).hexdigest()}",
        "bytes": place.stat().st_size,
        "schema": {"fields": fields, "primaryKey": list(key), "missingValues": [""]},
    }
    text = yaml.safe_dump(json.loads(json.dumps(descriptor)), sort_keys=False, allow_unicode=True)
    place.with_suffix(".resource.yaml").write_text(text, encoding="utf-8")
    write_package(folder / "data")
    return place


def copy_repository(target: Path, source: Path = ROOT) -> Path:
    """Copy the book as it is, without what was built or installed."""
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "_build", "node_modules", "dist", ".*_cache", ".hypothesis", "__pycache__"
    )
    shutil.copytree(source, target, ignore=left_out)
    return target


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder, with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_executed(path: Path) -> NotebookNode:
    """An executed notebook."""
    return cast(NotebookNode, nbformat.read(path, as_version=4))


def run_program(
    *command: str | Path, cwd: Path, root: Path | None = None, check: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment; ``root`` is what ``REPORTLIB_ROOT`` names, if set."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(root),
        capture_output=True,
        text=True,
        check=check,
    )


def environment(root: Path | None = None) -> dict[str, str]:
    """This process's variables, with this Python's programs first and the project's root."""
    variables = {name: value for name, value in os.environ.items() if name != ROOT_VARIABLE}
    variables["PATH"] = f"{BIN}{os.pathsep}{variables.get('PATH', '')}"
    if root is not None:
        variables[ROOT_VARIABLE] = str(root)
    return variables


def _literal(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def fill_in(descriptor: Path) -> None:
    """Write into a descriptor what only a person can."""
    text = descriptor.read_text(encoding="utf-8")
    for key, value in {
        "counted_by": "office",
        "kind": "stock",
        "construction": "verbatim",
        "redistribute": "'yes'",
        "trust": "A",
        "path": "https://example.org/",
    }.items():
        text = text.replace(f"  {key}: FILL IN", f"  {key}: {value}")
    text = text.replace("- name: FILL IN", "- name: some-name").replace("FILL IN", "said")
    descriptor.write_text(text, encoding="utf-8")
