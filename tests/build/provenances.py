"""Executed notebooks with given exhibits, and what they cite, for the tests of provenance."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import v4

from reportlib.base.parameters import check_parameters
from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row
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
