"""Tiny real books for the tests: notebooks written by hand, compiled by Sphinx itself."""

from __future__ import annotations

import io
import re
import shutil
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from jupyter_book.config import get_final_config
from lxml import html as lxml_html
from nbformat import v4
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row, Sentence
from tests.made import source
from tests.projects import digests

ROOT = Path(__file__).resolve().parents[2]
SOUND = ROOT / "tests" / "sound"
HOSTILE = r"<script>alert(1)</script> {ref}`x` $x$ *a* \input{y} #let & [b](c)"


def drawing(prefix: str, body: str = "") -> str:
    """A small drawing like matplotlib's, with ids of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="70pt" height="40pt" viewBox="0 0 70 40" version="1.1">'
        '<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>'
        f'<clipPath id="{prefix}-clip"><rect x="0" y="0" width="70" height="40"/></clipPath></defs>'
        f'<g id="{prefix}-line" class="mark role-focus" clip-path="url(#{prefix}-clip)">'
        '<path d="M 0 0 L 9 9" style="fill: none; stroke: #0B6E99; stroke-width: 2"/></g>'
        f'<g class="label"><text fill="#0b6e99">{prefix}</text></g>{body}</svg>'
    )


def say(*parts: str | Piece) -> Sentence:
    """A sentence of plain texts and ready pieces."""
    return tuple(Piece(text=part) if isinstance(part, str) else part for part in parts)


def count(text: str, value: float) -> Piece:
    """A sourced number."""
    return Piece(
        kind="number", text=text, value=value, unit="applications", rows=("filings:CHN-2020",)
    )


def see(label: str) -> Piece:
    """A reference to another exhibit."""
    return Piece(kind="reference", text="the figure", target=label)


SOURCE = source(
    title="Filings & <grants>",
    vintage="2024 edition",
    url="https://example.org/data",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    citation="An office (2024).",
)
COLUMNS = (Column(title="Office"), Column(title="Applications", unit="number", numeric=True))


def rows(*names: str) -> tuple[Row, ...]:
    """Table rows of one name and one number each; the first is the economy's own."""
    return tuple(
        Row(cells=(Piece(text=name), count(f"{position},000", position * 1000)), strong=not at)
        for at, (position, name) in enumerate(enumerate(names, start=1))
    )


def figure(label: str, **changes: Any) -> Payload:
    """A figure with everything a figure can have."""
    values: dict[str, Any] = {
        "kind": "figure",
        "label": label,
        "title": "Applications by office",
        "headline": say("Filings reached ", count("2,000", 2000), "."),
        "subtitle": "Applications filed, number",
        "caption": "Applications by office, 2015–2023.",
        "alt": "Line chart: rising from 1 to 2 <thousand>",
        "notes": (say("Counts by filing year."),),
        "sources": (SOURCE,),
        "drawings": {"wide": drawing(label), "narrow": drawing(f"{label}-narrow")},
        "columns": COLUMNS,
        "rows": rows("Here", "There"),
    }
    return Payload(**{**values, **changes})


def missing_figure(label: str) -> Payload:
    """A figure for which the economy has no data."""
    return Payload(
        kind="figure",
        label=label,
        title="Designs by office",
        caption="Designs by office.",
        missing="No design counts are published for this economy.",
    )


def table(label: str, **changes: Any) -> Payload:
    """A table of two columns and two rows."""
    values: dict[str, Any] = {
        "kind": "table",
        "label": label,
        "title": "Offices compared",
        "caption": "Offices compared, 2023.",
        "notes": (say("See ", see("fig-first"), "."),),
        "sources": (SOURCE,),
        "columns": COLUMNS,
        "rows": rows("Here", "There"),
    }
    return Payload(**{**values, **changes})


def findings(label: str, **changes: Any) -> Payload:
    """A list of two findings, one of which refers to a figure."""
    values: dict[str, Any] = {
        "kind": "findings",
        "label": label,
        "title": "Key findings",
        "sentences": (
            say("Filings reached ", count("2,000", 2000), " (", see("fig-first"), ")."),
            say("A second finding."),
        ),
        "sources": (SOURCE,),
    }
    return Payload(**{**values, **changes})


def notebook(*cells: str | Payload | Mapping[str, Any]) -> nbformat.NotebookNode:
    """An executed notebook: Markdown for a text, a hidden code cell for an exhibit."""
    made = []
    for cell in cells:
        if isinstance(cell, str):
            made.append(v4.new_markdown_cell(cell))
            continue
        data = cell.model_dump(mode="json") if isinstance(cell, Payload) else dict(cell)
        output = v4.new_output(
            "display_data",
            data={EXHIBIT_MIME: data, "text/html": "<p>fallback</p>", "text/plain": "fallback"},
        )
        made.append(
            v4.new_code_cell("show()", outputs=[output], metadata={"tags": ["remove-input"]})
        )
    for position, cell in enumerate(made):
        cell["id"] = f"cell-{position}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made_notebook: nbformat.NotebookNode = v4.new_notebook(cells=made, metadata=kernel)
    return made_notebook


@dataclass
class Book:
    """A book's sources, and what compiling them gave."""

    folder: Path
    warnings: dict[str, str] = field(default_factory=dict)

    def build(self, builder: str = "html", *, strict: bool = True, **changes: Any) -> Path:
        """Compile as a strict command line would and return the output folder."""
        out = self.folder / "_build" / builder
        noise = io.StringIO()
        overrides, _ = get_final_config(
            user_yaml=ROOT / "_config.yml",
            sourcedir=self.folder,
            cli_config={"latex_individualpages": False},
        )
        overrides |= {
            "nb_execution_mode": "off",
            "external_toc_path": "_toc.yml",
            "nitpicky": True,
            "version": "1",  # an EPUB needs one
            "exclude_patterns": ["_build"],
            **changes,
        }
        with warnings.catch_warnings(), patch_docutils(), docutils_namespace():
            # Others' deprecations; what Sphinx itself warns of is in `noise`.
            for kind in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
                warnings.simplefilter("ignore", kind)
            app = Sphinx(
                srcdir=self.folder,
                confdir=None,
                outdir=out,
                doctreedir=self.folder / "_build" / f".doctrees-{builder}",
                buildername=builder,
                confoverrides=overrides,
                status=None,
                warning=noise,
                freshenv=True,
                warningiserror=strict,
            )
            try:
                app.build()
            finally:
                self.warnings[builder] = noise.getvalue()
        return out

    def page(self, name: str) -> lxml_html.HtmlElement:
        """A compiled page's elements."""
        return lxml_html.parse(self.folder / "_build" / "html" / f"{name}.html").getroot()


def write_book(folder: Path, **chapters: Sequence[str | Payload | Mapping[str, Any]]) -> Book:
    """Write the chapters as executed notebooks of a numbered book."""
    write_data(folder)
    (folder / "index.md").write_text("# A small book\n\nIts front page.\n", encoding="utf-8")
    lines = ["format: jb-book", "root: index", "options: {numbered: true}", "chapters:"]
    for name, cells in chapters.items():
        nbformat.write(notebook(*cells), folder / f"{name}.ipynb")
        lines.append(f"- file: {name}")
    (folder / "_toc.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Book(folder)


def write_data(folder: Path, **changes: str) -> None:
    """Make a folder a project with one small dataset; ``changes`` of its descriptor's flags."""
    for name in ("chapters", "data"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(SOUND / "filings.csv", folder / "data" / "filings.csv")
    descriptor = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    for flag, value in changes.items():
        descriptor, found = re.subn(f"(?m)^  {flag}: .*$", f"  {flag}: '{value}'", descriptor)
        assert found == 1
    (folder / "data" / "filings.resource.yaml").write_text(descriptor, encoding="utf-8")


def published(out: Path) -> dict[str, str]:
    """The files of a compiled book by their digests; not Sphinx' own notes on its settings."""
    return {name: found for name, found in digests(out).items() if name != ".buildinfo"}


def text_of(element: lxml_html.HtmlElement) -> str:
    """An element's text with single spaces."""
    return " ".join(element.text_content().split())
