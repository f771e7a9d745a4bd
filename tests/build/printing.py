"""Tiny Sphinx projects, printed in this process, and what a reader finds in the PDF."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.conftest import require

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="60pt" viewBox="0 0 300 60">'
    '<rect x="5" y="5" width="90" height="40" fill="#c2380f"/>{body}</svg>'
)
TITLE = "A book\n======\n\n"


@dataclass(frozen=True)
class Printed:
    """A printed project."""

    folder: Path
    warnings: str

    @property
    def pdf(self) -> Path:
        return self.folder / "book.pdf"

    @property
    def code(self) -> str:
        """What Typst compiled."""
        return (self.folder / "book.typ").read_text(encoding="utf-8")

    def open(self) -> pikepdf.Pdf:
        return pikepdf.open(self.pdf)

    def elements(self) -> list[tuple[str, str]]:
        """The structure elements in reading order: their names and alternative texts."""
        with self.open() as pdf:
            found = _walk(pdf.Root.StructTreeRoot)
            return [(str(each.S)[1:], str(each.get("/Alt", ""))) for each in found]

    def tags(self) -> list[str]:
        """The names of the structure elements in reading order."""
        return [name for name, _ in self.elements()]

    def alternatives(self, tag: str) -> list[str]:
        """The alternative texts of the elements of a name."""
        return [text for name, text in self.elements() if name == tag]

    def text(self) -> str:
        """All text of the pages, with single spaces."""
        return " ".join(self.pages())

    def pages(self) -> list[str]:
        """The text of each page, by Poppler; without it the test is skipped loudly, or fails."""
        require(Path(shutil.which("pdftotext") or "pdftotext"), "Install poppler-utils.")
        done = subprocess.run(
            ["pdftotext", "-layout", str(self.pdf), "-"], capture_output=True, check=True
        )
        pages = done.stdout.decode().split("\f")
        return [re.sub(r"\s+", " ", page).strip() for page in pages if page.strip()]

    def right_edges(self) -> dict[str, float]:
        """Where each word ends on its page, in points from the left."""
        library: Any = pymupdf  # it carries no types
        with library.open(self.pdf) as pdf:
            return {word[4]: word[2] for page in pdf for word in page.get_text("words")}


def print_book(folder: Path, files: Mapping[str, str], **settings: Any) -> Printed:
    """Write the files of a project and print it; `index.rst` is its root."""
    source = folder / "source"
    for name, content in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return print_again(folder, **settings)


def print_again(folder: Path, **settings: Any) -> Printed:
    """Print a project that is written already."""
    source, out = folder / "source", folder / "out"
    warnings = io.StringIO()
    extensions = ["reportlib.typst", *settings.pop("extensions", ())]
    plain = {
        "project": "The title",
        "author": "The authors",
        "numfig": True,
        "language": "en",
        "source_suffix": {".rst": "restructuredtext"},
    }  # its default is shared
    confoverrides = {**plain, **settings, "extensions": extensions}
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            str(source), None, str(out), str(folder / "doctrees"), "typst",
            confoverrides, status=None, warning=warnings,
        )  # fmt: skip
        app.build()
    return Printed(out, COLOURS.sub("", warnings.getvalue()))


def outloud(path: Path) -> str:
    """What the accessibility checker says of a PDF; nothing where it finds no error."""
    program = str(Path(sys.executable).with_name("outloud"))
    done = subprocess.run([program, str(path)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _walk(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield node
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _walk(kid)
