"""Compiling again what was compiled before: never another page than afresh."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
import yaml

from reportlib.base import program
from reportlib.base.errors import BuildError
from reportlib.base.payload import Payload
from reportlib.base.program import content_digest
from reportlib.build.compiling import compile_pages
from reportlib.build.keeping import Kept
from tests.web.books import figure, findings, notebook, published, table, write_book, write_data

WORDS = "See {numref}`tbl-b`, [](#part) and {term}`Grant`.\n\n![A hill](hill.svg)"
ONE = (f"# One\n\n{WORDS}", figure("fig-first"))
# A page that cites is written with each that has a list of works (sphinxcontrib.bibtex).
GLOSSARY = "```{glossary}\nGrant\n  A right given.\n```\n\n```{bibliography}\n```"
EXHIBITS = (table("tbl-a", notes=()), table("tbl-b"), findings("find-b"))
TWO = (f"# Two\n\nText, after {{cite}}`made`.\n\n(part)=\n\n## Part\n\n{GLOSSARY}", *EXHIBITS)
HILL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9V{}"/></svg>'
WORK = "@book{{made, author={{Ann Author}}, title={{{}}}, publisher={{A house}}, year={{2020}}}}"


class Project:
    """A project whose sources are staged, and compiled again after each edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "_build" / "source"
        self.keep = folder / "_build" / "kept"
        self.known: dict[str, dict[str, str]] = {}
        write_data(folder)
        write_book(self.source, one=ONE, two=TWO)
        for name in ("chapters", "data"):
            shutil.rmtree(self.source / name)
        place = self.source / "_config.yml"
        settings = yaml.safe_load(place.read_text(encoding="utf-8"))
        settings["execute"]["execute_notebooks"] = "off"
        place.write_text(yaml.safe_dump(settings), encoding="utf-8")
        self.put("hill.svg", HILL.format(1))
        self.put("references.bib", WORK.format("On rights"))

    def put(self, name: str, text: str) -> None:
        (self.source / name).write_text(text, encoding="utf-8")

    def change(self, name: str, before: str, after: str) -> None:
        text = (self.source / name).read_text(encoding="utf-8")
        assert before in text
        self.put(name, text.replace(before, after))

    def write(self, name: str, *cells: str | Payload) -> None:
        nbformat.write(notebook(*cells), self.source / f"{name}.ipynb")

    def again(self) -> dict[str, str]:
        """The files of what is compiled from what was kept; all is staged again before."""
        for path in self.source.rglob("*"):
            path.touch()
        out = self.folder / "_build" / "again"
        return published(compile_pages(self.source, out, strict=True, keep=self.keep))

    def afresh(self) -> dict[str, str]:
        """As compiled from nothing; once for the same sources."""
        files = [path for path in self.source.rglob("*") if path.is_file()]
        files += (self.folder / "data").iterdir()
        state = str([(path, path.read_bytes()) for path in sorted(files)])
        if state not in self.known:
            out = self.folder / "_build" / "afresh"
            self.known[state] = published(compile_pages(self.source, out, strict=True))
        return self.known[state]

    def written(self, page: str) -> int:
        """When a kept page was written."""
        return (self.keep / "_build" / "html" / f"{page}.html").stat().st_mtime_ns


def prose(project: Project) -> None:
    project.write("two", TWO[0].replace("Text", "Other text"), *EXHIBITS)


def exhibit_removed(project: Project) -> None:
    """One before others, to whose number another page refers."""
    project.write("two", TWO[0], *EXHIBITS[1:])


def exhibit_renamed(project: Project) -> None:
    project.write("one", ONE[0].replace("tbl-b", "tbl-z"), *ONE[1:])
    project.write("two", TWO[0], table("tbl-z"), EXHIBITS[2])


def term(project: Project) -> None:
    """An entry of the glossary, which the index and the search name too."""
    project.write("two", TWO[0].replace("Grant\n", "Grant\nBestowal\n"), *EXHIBITS)
    project.write("one", ONE[0].replace("`Grant`", "`Bestowal`"), *ONE[1:])


def label_heading_and_exhibits(project: Project) -> None:
    """A label renamed, which another page refers to; a heading and exhibits before others."""
    project.write("one", ONE[0].replace("#part", "#piece"), *ONE[1:])
    text = f"# Two\n\n## New\n\n(piece)=\n\n## Piece\n\n{GLOSSARY}"
    project.write("two", text, figure("fig-c", notes=()), *EXHIBITS)


def dataset(project: Project) -> None:
    """Data that may no longer be passed on, of another publisher, under another title."""
    changed = {"redistribute": "no", "publisher": "Another office", "short_title": "Other filings"}
    write_data(project.folder, **changed)


def value(project: Project) -> None:
    """A value of a table that no page shows; with it the checksum in the descriptor."""
    place = project.folder / "data" / "filings.csv"
    place.write_text(f"{place.read_text(encoding='utf-8').rstrip()}0\n", encoding="utf-8")
    descriptor = place.with_name("filings.resource.yaml")
    text = descriptor.read_text(encoding="utf-8")
    text = re.sub("(?m)^hash: .*$", f"hash: sha256:{content_digest(place)}", text)
    text = re.sub("(?m)^bytes: .*$", f"bytes: {place.stat().st_size}", text)
    descriptor.write_text(text, encoding="utf-8")


def picture(project: Project) -> None:
    project.put("hill.svg", HILL.format(5))


def work_cited(project: Project) -> None:
    project.put("references.bib", WORK.format("On other rights"))


def contents(project: Project) -> None:
    project.change("_toc.yml", "- file: one\n- file: two", "- file: two\n- file: one")


def page_added(project: Project) -> None:
    project.write("three", "# Three\n\nSee {numref}`tbl-b`.", table("tbl-c", notes=()))
    project.change("_toc.yml", "- file: two", "- file: three\n- file: two")


def page_removed(project: Project) -> None:
    (project.source / "three.ipynb").unlink()
    project.change("_toc.yml", "- file: three\n", "")


def settings(project: Project) -> None:
    project.change("_config.yml", "title: '", "title: 'Again, ")


EDITS = (
    prose,
    exhibit_removed,
    exhibit_renamed,
    term,
    label_heading_and_exhibits,
    value,
    dataset,
    picture,
    work_cited,
    contents,
    page_added,
    page_removed,
    settings,
)


@dataclass
class Edited:
    """What came of each edit, one after another."""

    again: dict[str, dict[str, str]] = field(default_factory=dict)
    afresh: dict[str, dict[str, str]] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    mended: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """A book compiled again after each edit, and afresh; at last with a broken reference."""
    project, found = Project(tmp_path_factory.mktemp("edited")), Edited()
    project.again()
    for edit in EDITS:
        before = project.written("one")
        edit(project)
        found.again[edit.__name__] = project.again()
        found.afresh[edit.__name__] = project.afresh()
        if project.written("one") == before:
            found.untouched.add(edit.__name__)
    project.write("two", f"# Two\n\n{GLOSSARY}", *EXHIBITS)  # to whose part another refers
    for _ in range(2):
        try:
            project.again()
        except BuildError as error:
            found.refused.append(str(error))
    label_heading_and_exhibits(project)
    found.mended = project.again()
    return found


@pytest.mark.book
@pytest.mark.parametrize("edit", [edit.__name__ for edit in EDITS])
def test_what_is_compiled_again_is_what_is_compiled_afresh(edit: str, edited: Edited) -> None:
    assert edited.again[edit] == edited.afresh[edit]


@pytest.mark.book
@pytest.mark.parametrize("edit", ["prose", "value"])
def test_a_page_is_not_written_again_for_what_it_does_not_show(edit: str, edited: Edited) -> None:
    assert edit in edited.untouched


@pytest.mark.book
def test_a_warning_is_told_each_time_until_it_is_mended(edited: Edited) -> None:
    assert ["piece" in said for said in edited.refused] == [True, True]
    assert edited.mended == edited.afresh["settings"]


# When nothing is used again


@pytest.fixture
def staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of a book of a page; our code and the packages are two small folders."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (source / "_config.yml").write_text("title: A book\n", encoding="utf-8")
    (source / "references.bib").write_text("", encoding="utf-8")
    (source / "index.md").write_text("# Welcome", encoding="utf-8")
    for name in ("package", "installed"):
        (tmp_path / name).mkdir()
    (tmp_path / "package" / "web.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(program, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "installed")])
    return source


def compile_once(source: Path) -> Path:
    """Do as if a book had been compiled; a file that is there while it is used again."""
    kept = Kept(source, source.parent / "kept")
    kept.open()
    made = source.parent / "kept" / "made"
    made.touch()
    kept.close()
    return made


def test_what_is_kept_is_used_again_where_only_pages_changed(staged: Path) -> None:
    made = compile_once(staged)
    (staged / "index.md").write_text("# Welcome again", encoding="utf-8")
    Kept(staged, staged.parent / "kept").open()

    assert made.exists()


CHANGES: dict[str, Callable[[Path], object]] = {
    "settings": lambda source: (source / "_config.yml").write_text("title: B\n", encoding="utf-8"),
    "contents": lambda source: (source / "_toc.yml").write_text(
        "format: jb-book\nroot: index\noptions: {numbered: true}\n", encoding="utf-8"
    ),
    "works cited": lambda source: (source / "references.bib").write_text("%", encoding="utf-8"),
    "a file beside": lambda source: (source / "picture.png").touch(),
    "our code": lambda source: (source.parent / "package" / "web.py").write_text(
        "1", encoding="utf-8"
    ),
    "a template": lambda source: (source.parent / "package" / "a.html").touch(),
    "a package": lambda source: (source.parent / "installed" / "a-1.dist-info").mkdir(),
    "a page that was kept": lambda source: (source.parent / "kept" / "made").write_text(
        "other", encoding="utf-8"
    ),
    "a page that is gone": lambda source: (source.parent / "kept" / "made").unlink(),
    "a torn record": lambda source: (source.parent / "kept" / "kept.json").write_text(
        '{"key"', encoding="utf-8"
    ),
    "another record": lambda source: (source.parent / "kept" / "kept.json").write_text(
        "[1]", encoding="utf-8"
    ),
    "no record": lambda source: (source.parent / "kept" / "kept.json").unlink(),
    "a page of another kind": lambda source: (source / "index.md").rename(source / "index.ipynb"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_used_again_where_anything_else_changed(change: str, staged: Path) -> None:
    made = compile_once(staged)
    CHANGES[change](staged)
    Kept(staged, staged.parent / "kept").open()

    assert not made.exists()


def test_nothing_is_used_again_of_a_run_that_did_not_end(staged: Path) -> None:
    made = compile_once(staged)
    Kept(staged, staged.parent / "kept").open()
    Kept(staged, staged.parent / "kept").open()

    assert not made.exists()


def test_only_a_page_of_the_same_content_gets_its_date_back(staged: Path) -> None:
    page = staged / "index.md"
    os.utime(page, ns=(10**18, 10**18))
    compile_once(staged)

    page.touch()
    Kept(staged, staged.parent / "kept").open()
    same = page.stat().st_mtime_ns
    compile_once(staged)
    page.write_text("# Other", encoding="utf-8")
    Kept(staged, staged.parent / "kept").open()

    assert same == 10**18
    assert page.stat().st_mtime_ns != 10**18
