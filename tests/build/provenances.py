"""Executed notebooks with given exhibits, and what they cite, for the tests of provenance."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import v4

from reportlib.base.parameters import Parameters, check_parameters
from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row
from reportlib.build.book import book_jobs, work_folder
from reportlib.build.cache import Cache
from reportlib.build.chapters import read_notebook
from reportlib.build.provenance import Provenance, provenance_of
from tests.made import source

FILED = "filings:CHN-2021"


def number(text: str, value: float, *rows: str, derivation: str = "") -> Piece:
    """A number as an exhibit carries it."""
    return Piece(
        kind="number",
        text=text,
        value=value,
        unit="applications",
        rows=rows,
        derivation=derivation,
    )


def figure(
    filed: float = 1585663,
    cited: tuple[str, ...] = (FILED,),
    verb: str = "received",
    **other: object,
) -> Payload:
    """A figure of one value, which its headline says too."""
    text = f"{filed:,.0f}"
    return Payload.model_validate(
        {
            "kind": "figure",
            "label": "fig-filings",
            "title": "Filings",
            "headline": (
                Piece(text=f"In 2021 the office of China {verb} "),
                number(text, filed, *cited),
                Piece(text=" applications."),
            ),
            "sources": (source(),),
            "columns": (Column(title="Year"), Column(title="Applications, 2021", numeric=True)),
            "rows": (Row(cells=(Piece(text="2021"), number(text, filed, *cited))),),
            **other,
        }
    )


def write_executed(path: Path, *payloads: Payload) -> Path:
    """A notebook as any program that executes the chapters leaves it."""
    outputs = [
        v4.new_output("display_data", {EXHIBIT_MIME: payload.model_dump(mode="json")})
        for payload in payloads
    ]
    cells = [v4.new_markdown_cell("# A chapter"), v4.new_code_cell("show()", outputs=outputs)]
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def made_of(folder: Path, *payloads: Payload, economy: str = "CHN") -> Provenance:
    """The provenance of a book of one page with these exhibits."""
    notebook = write_executed(folder / "executed.ipynb", *payloads)
    return provenance_of({"chapters/first": notebook}, check_parameters({"economy": economy}))


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="60pt" viewBox="0 0 300 60">'
    '<rect x="5" y="5" width="90" height="40"/></svg>'
)


def execute_by_hand(root: Path, parameters: Parameters, **shown: Payload) -> Path:
    """The work folder of an edition whose chapters show these exhibits, up to date.

    No chapter is executed: the notebooks are written as execution would leave them. A chapter
    for which nothing is given shows a figure of its own, with a drawing.
    """
    work = work_folder(parameters, root)
    jobs = book_jobs(parameters, work)
    for job in jobs:
        name = job.chapter.name
        own = figure(label=f"fig-{name}", title=f"Filings {name}", drawings=DRAWINGS, alt="A bar.")
        notebook = deepcopy(read_notebook(job.chapter.path))
        payload = shown.get(name, own).model_dump(mode="json")
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        data = {EXHIBIT_MIME: payload, "text/plain": "a figure"}
        code[-1].outputs = [v4.new_output("display_data", data)]
        job.output.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, job.output)
    keep_executed(root, parameters)
    return work


def keep_executed(root: Path, parameters: Parameters) -> None:
    """Let the cache hold the notebooks of an edition as they are, which read no data."""
    cache = Cache.of(root)
    for job in book_jobs(parameters, work_folder(parameters, root)):
        cache.keep(job, job.output.read_bytes(), ())


DRAWINGS = {"wide": DRAWING, "narrow": DRAWING.replace("300", "200")}
