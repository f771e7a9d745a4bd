"""Compiling pages with Jupyter Book, and what a build leaves of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.parameters import Parameters
from reportlib.build.book import Book, build_book, execute_book
from reportlib.build.chapters import find_chapter
from reportlib.build.compiling import compile_pages
from reportlib.build.provenance import read_provenance
from tests.build.provenances import execute_by_hand
from tests.conftest import use
from tests.projects import chapter, code, digests, write_notebook, write_project, write_toc

JPN = Parameters(economy="JPN")

# Pages


@dataclass(frozen=True)
class Sources:
    """A book of texts, and where its pages are to go."""

    folder: Path
    out: Path

    @property
    def log(self) -> Path:
        """What the compiler said."""
        return self.out / "jupyter-book.log"


def sources(folder: Path, **pages: str) -> Sources:
    """Write a book of texts."""
    source = folder / "source"
    source.mkdir()
    (source / "_config.yml").write_text("title: A book\n", encoding="utf-8")
    write_toc(source, *pages)
    for name, content in {"index": "# Welcome", **pages}.items():
        (source / f"{name}.md").write_text(content, encoding="utf-8")
    return Sources(source, folder / "out")


@dataclass(frozen=True)
class Compiled:
    """Sources that were compiled, and the folder that was told to hold the pages."""

    sources: Sources
    pages: Path


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A book with a reference that leads nowhere, compiled where an older one had been."""
    found = sources(tmp_path_factory.mktemp("doubtful"), more="# More\n\n[](#nowhere)\n")
    (found.out / "_build" / "html").mkdir(parents=True)
    (found.out / "_build" / "html" / "left.html").touch()
    return Compiled(found, compile_pages(found.folder, found.out, strict=False))


def test_the_folder_of_the_pages_is_told(doubtful: Compiled) -> None:
    assert doubtful.pages == doubtful.sources.out / "_build" / "html"
    assert "Welcome" in (doubtful.pages / "index.html").read_text(encoding="utf-8")


def test_pages_compiled_before_are_gone(doubtful: Compiled) -> None:
    assert not (doubtful.pages / "left.html").exists()


def test_warnings_are_let_pass_where_asked_for_and_stand_in_the_log(doubtful: Compiled) -> None:
    assert "'nowhere'" in doubtful.sources.log.read_text(encoding="utf-8")


def test_the_log_is_plain_text(doubtful: Compiled) -> None:
    said = doubtful.sources.log.read_text(encoding="utf-8")
    assert "WARNING: " in said
    assert "\x1b" not in said


def test_every_warning_stops_what_is_compiled_strictly(tmp_path: Path) -> None:
    found = sources(tmp_path, one="# One\n\n[](#nowhere)\n", two="# Two\n\n{py:func}`nothing`\n")

    with pytest.raises(BuildError) as error:
        compile_pages(found.folder, found.out, strict=True)

    title, *complaints, last = error.value.problems
    assert title == "Jupyter Book could not compile the book without warnings:"
    assert any("one.md" in line and "nowhere" in line for line in complaints)
    assert any("two.md" in line and "nothing" in line for line in complaints)
    assert last == f"All it said is in {found.log}."


def test_pages_that_were_not_written_or_are_empty_are_all_named(tmp_path: Path) -> None:
    found = sources(tmp_path, one="Only words.\n", two="# Two\n", three="Only words.\n")

    with pytest.raises(BuildError) as error:
        compile_pages(found.folder, found.out, strict=False)

    assert str(error.value) == f"No page was written for one, three. The log is {found.log}."


# A book


@dataclass(frozen=True)
class Build:
    """A small book that was built, and what was told meanwhile."""

    root: Path
    book: Book
    told: Sequence[str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """A book of an edition that is not the default, with a chapter that declares nothing of it."""
    root = write_project(tmp_path_factory.mktemp("built") / "project")
    write_notebook(
        root / "chapters" / "second.ipynb",
        chapter("second", code("print(top_n)"), names=("top_n",)),
    )
    told: list[str] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        book = build_book(
            JPN, say=told.append, watch=lambda result: told.append(result.job.chapter.name)
        )
        yield Build(root, book, told)


def test_chapters_and_stages_are_told_as_they_come(build: Build) -> None:
    assert sorted(build.told[:3]) == ["first", "index", "second"]
    assert build.told[3:] == ["compiling the pages"]


def test_the_pages_lie_in_a_folder_of_the_edition(build: Build) -> None:
    place = build.root / "_build" / "editions" / "economy-JPN" / "html"
    assert build.book.index == place / "index.html"
    assert "JPN" in (place / "chapters" / "first.html").read_text(encoding="utf-8")


def test_the_results_come_in_the_order_of_the_book(build: Build) -> None:
    assert [result.job.chapter.name for result in build.book.results] == [
        "index", "first", "second",
    ]  # fmt: skip


def test_the_record_of_the_edition_stands_beside_the_pages(build: Build) -> None:
    record = json.loads((build.book.index.parent / "edition.json").read_text(encoding="utf-8"))
    assert record["parameters"]["economy"] == "JPN"
    assert record["chapters"] == ["first", "index", "second"]


def test_the_provenance_of_all_exhibits_stands_beside_the_pages(build: Build) -> None:
    found = read_provenance(build.book.index.parent)
    assert found.parameters["economy"] == "JPN"
    assert [(each.page, each.label) for each in found.exhibits] == [
        ("chapters/first", "tbl-first"),
        ("index", "tbl-index"),
    ]


def test_what_was_executed_for_the_pages_is_not_executed_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(build.root, monkeypatch)
    results = execute_book(JPN, build.root / "_build" / "work" / "economy-JPN")

    assert [result.status for result in results] == ["cached"] * 3


def test_a_build_leaves_the_sources_as_they_are(build: Build) -> None:
    left = {name.partition("/")[0] for name in digests(build.root)}
    assert left == {
        "_build", "_config.yml", "_toc.yml", "chapters", "data", "index.ipynb", "references.bib",
    }  # fmt: skip


# Executed chapters that are there already


@pytest.fixture
def work(project: Path) -> Path:
    """The work folder of an edition whose chapters are all executed."""
    return execute_by_hand(project, JPN)


def test_what_an_earlier_run_left_in_the_folder_is_gone(work: Path) -> None:
    left = work / "executed" / "left.ipynb"
    left.touch()

    execute_book(JPN, work)

    assert not left.exists()


def test_a_book_is_executed_whole_where_that_is_asked_for(work: Path) -> None:
    seen: list[str] = []

    (result,) = execute_book(
        JPN,
        work,
        lambda each: seen.append(each.job.chapter.name),
        chapters=[find_chapter("first")],
        force=True,
    )

    assert (result.job.chapter.name, result.status, seen) == ("first", "succeeded", ["first"])
