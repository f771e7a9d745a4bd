"""A tiny real site: two editions of a small book, and the root that they share."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportlib.base.editions import EditionRecord
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Piece, Row
from reportlib.base.project import ROOT_VARIABLE
from reportlib.build.provenance import provenance_of, write_by_page
from reportlib.build.site_root import compile_root
from reportlib.editions.site import share_images
from tests.made import source
from tests.web.books import ROOT, Book, count, figure, findings, say, table, write_book

CLOSED = Piece(kind="number", text="7", value=7, unit="seats", rows=("closed:CHN-2020",))
NAMES = ("CHN", "NAM")
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Site:
    """An assembled site and the sources of its book."""

    folder: Path
    book: Book
    records: tuple[EditionRecord, ...]


def write_site(folder: Path, patch: pytest.MonkeyPatch, *, base: str = "") -> Site:
    """Compile the editions and the root, and lay them out as a site."""
    made = book_of(folder / "book")
    patch.setenv(ROOT_VARIABLE, str(made.folder))
    site = folder / "site"
    records = [_edition(made, name, site, base) for name in NAMES]
    records.append(EditionRecord(name="TUV", title="Tuvalu", missing="A chapter failed."))
    root = compile_root(folder / "root", records, base=base)
    shutil.copytree(root, site, dirs_exist_ok=True)
    return Site(site, made, tuple(records))


def book_of(folder: Path) -> Book:
    """Sources of a book that cites a dataset that may be passed on, and one that may not."""
    rows = (Row(cells=(Piece(text="Here"), count("1,497,159", 1497159))),)
    made = write_book(
        folder,
        one=(
            "# One\n\n![A dot](dot.png)",
            findings("find-one", sentences=(say("It holds ", CLOSED, " seats."),)),
        ),
        two=(
            "# Two & *more*",
            figure("fig-first"),
            table("tbl-two", rows=rows, notes=(), sources=(source(title="Filings"),)),
        ),
    )
    (made.folder / "dot.png").write_bytes(DOT)
    settings = made.folder / "_config.yml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    own = [line for line in lines if not line.startswith("  world:")]  # measures of other data
    settings.write_text("".join(own), encoding="utf-8")
    shutil.copy(ROOT / "data" / "economies.csv", made.folder / "data")
    shutil.copy(ROOT / "data" / "economies.resource.yaml", made.folder / "data")
    write_closed(made.folder / "data")
    return made


def write_closed(data: Path) -> None:
    """A dataset like that of filings, which may not be passed on."""
    shutil.copy(data / "filings.csv", data / "closed.csv")
    text = (data / "filings.resource.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("name: filings", "name: closed"),
        ("path: filings.csv", "path: closed.csv"),
        ("short_title: Filings", "short_title: Seats"),
        ("redistribute: 'yes'", "redistribute: derived-only"),
    ):
        assert before in text
        text = text.replace(before, after)
    (data / "closed.resource.yaml").write_text(text, encoding="utf-8")


def _edition(made: Book, name: str, site: Path, base: str) -> EditionRecord:
    address = f"{base}/{name}" if base else ""
    pages = made.build(reportlib_site="../", html_baseurl=address)
    parameters = Parameters(economy=name)
    notebooks = {page: made.folder / f"{page}.ipynb" for page in ("one", "two")}
    write_by_page(pages, provenance_of(notebooks, parameters), site="../")
    shutil.copytree(pages, site / name)
    share_images(site / name)
    return EditionRecord(name=name, title=name, pages=site / name)


def files(folder: Path) -> Sequence[str]:
    """The names of all files below a folder."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
