"""What a build makes of sources and executed chapters, without compiling anything."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
import yaml

from reportlib import __version__
from reportlib.base.errors import BuildError
from reportlib.base.manifests import read_manifest
from reportlib.base.parameters import Parameters
from reportlib.base.payload import EXHIBIT_MIME
from reportlib.build import book, compiling
from reportlib.build.book import book_jobs, build_book, execution_job
from reportlib.build.chapters import find_chapter, toc_documents
from reportlib.build.execution import Result
from reportlib.build.outputs import refuse_foreign_folder, refuse_source
from reportlib.build.staging import bibliographies, read_settings, stage
from tests.build.provenances import execute_by_hand
from tests.projects import chapter, code, digests, shown_code, write_notebook, write_toc

DEFAULT = Parameters()


@pytest.fixture
def work(project: Path) -> Path:
    """The work folder of the default edition, with all chapters executed."""
    return execute_by_hand(project, DEFAULT)


def test_a_chapter_is_given_those_parameters_that_it_declares(project: Path) -> None:
    write_notebook(project / "chapters" / "first.ipynb", chapter("first", names=("top_n",)))
    found = find_chapter("first")

    job = execution_job(found, Parameters(top_n=7), project / "out.ipynb")

    assert (job.chapter, dict(job.parameters)) == (found, {"top_n": 7})
    assert job.output == project / "out.ipynb"


def test_the_jobs_of_a_book_are_its_chapters_in_order_each_with_a_place(project: Path) -> None:
    jobs = book_jobs(DEFAULT, project / "work")

    assert [(job.chapter.name, job.output) for job in jobs] == [
        ("index", project / "work" / "executed" / "index.ipynb"),
        ("first", project / "work" / "executed" / "chapters" / "first.ipynb"),
        ("second", project / "work" / "executed" / "chapters" / "second.ipynb"),
    ]
    assert [job.chapter.name for job in book_jobs(DEFAULT, project, [find_chapter("first")])] == [
        "first"
    ]


def test_executed_chapters_and_texts_are_laid_out_with_the_settings(
    work: Path, project: Path
) -> None:
    write_toc(project, "chapters/first", "chapters/second", "texts/about")
    (project / "texts").mkdir()
    (project / "texts" / "about.md").write_text("# About\n", encoding="utf-8")

    source = stage(project, work, toc_documents(project))

    laid = digests(source)
    assert source == work / "source"
    assert set(laid) == {
        "_config.yml", "index.ipynb", "chapters/first.ipynb", "chapters/second.ipynb",
        "texts/about.md", "references.bib",
    }  # fmt: skip
    assert laid["references.bib"] == digests(project)["references.bib"]


def test_of_an_executed_chapter_is_laid_out_what_its_page_shows(work: Path, project: Path) -> None:
    cells = chapter("first", code("1 + 1"), shown_code("2 + 2"))
    place = write_notebook(work / "executed" / "chapters" / "first.ipynb", cells)
    notebook = nbformat.read(place, as_version=4)
    exhibit = {EXHIBIT_MIME: {"label": "fig-a"}}
    bundle = {**exhibit, "text/plain": "fig-a", "image/png": ""}
    notebook.cells[-2].outputs = [nbformat.v4.new_output("display_data", bundle)]
    other = nbformat.v4.new_output("display_data", {"text/plain": "4", "text/html": "<b>4</b>"})
    notebook.cells[-1].outputs = [other]
    nbformat.write(notebook, place)

    source = stage(project, work, toc_documents(project))

    laid = nbformat.read(source / "chapters" / "first.ipynb", as_version=4)
    words, *hidden, shown = laid.cells
    assert words == notebook.cells[0]
    assert [cell.source for cell in hidden] == ["#", "#", "#"]
    assert hidden[-1].outputs[0].data == exhibit
    assert shown == notebook.cells[-1]


def test_the_staged_settings_are_the_books_but_nothing_is_executed_again(
    work: Path, project: Path
) -> None:
    source = stage(project, work, toc_documents(project))

    text = (source / "_config.yml").read_text(encoding="utf-8")
    staged, settings = yaml.safe_load(text), read_settings(project)
    assert staged["execute"].pop("execute_notebooks") == "off"
    assert settings["execute"].pop("execute_notebooks") == "force"
    assert staged == settings
    assert list(staged) == list(settings)


def test_settings_may_be_in_any_script(work: Path, project: Path) -> None:
    place = project / "_config.yml"
    settings = {**read_settings(project), "title": "专利"}
    place.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")

    source = stage(project, work, toc_documents(project))

    assert "title: 专利" in (source / "_config.yml").read_text(encoding="utf-8")


def test_a_chapter_that_was_not_executed_stands_as_it_is(work: Path, project: Path) -> None:
    (work / "executed" / "chapters" / "second.ipynb").unlink()

    source = stage(project, work, toc_documents(project))

    found, own = source / "chapters" / "second.ipynb", project / "chapters" / "second.ipynb"
    assert found.read_bytes() == own.read_bytes()


def test_what_was_staged_before_is_gone(work: Path, project: Path) -> None:
    (work / "source").mkdir()
    (work / "source" / "left.md").touch()

    assert not (stage(project, work, toc_documents(project)) / "left.md").exists()


@pytest.mark.parametrize("content", [b"\xff", b"title: [", b"- a", b"execute: force"])
def test_settings_that_are_none_are_refused_with_their_place(content: bytes, project: Path) -> None:
    place = project / "_config.yml"
    place.write_bytes(content)

    with pytest.raises(
        BuildError, match=r"not readable as YAML in UTF-8: |expected Jupyter Book's"
    ):
        read_settings(project)


def test_settings_that_are_missing_are_refused_with_their_place(project: Path) -> None:
    (project / "_config.yml").unlink()

    with pytest.raises(BuildError) as error:
        read_settings(project)

    expected = f"{project / '_config.yml'}: not readable as YAML in UTF-8: "
    assert str(error.value).startswith(expected)


def test_every_list_of_references_that_is_missing_is_named(project: Path) -> None:
    with pytest.raises(BuildError) as error:
        bibliographies({"bibtex_bibfiles": ["a.bib", "references.bib", "b.bib"]}, project)

    assert str(error.value).splitlines() == [
        "_config.yml: bibtex_bibfiles names a.bib, but there is no such file.",
        "_config.yml: bibtex_bibfiles names b.bib, but there is no such file.",
    ]


@pytest.mark.parametrize("named", ["references.bib", [1], {"a": "b"}])
def test_references_are_named_as_a_list_of_files(named: object, project: Path) -> None:
    with pytest.raises(BuildError) as error:
        bibliographies({"bibtex_bibfiles": named}, project)

    assert str(error.value) == "_config.yml: bibtex_bibfiles: expected a list of files."


@pytest.mark.parametrize("settings", [{}, {"bibtex_bibfiles": None}])
def test_a_book_may_have_no_references(settings: dict[str, object], project: Path) -> None:
    assert bibliographies(settings, project) == ()


# Where pages may be written


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (".", "holds the book's sources. Choose another folder with --out."),
        ("..", "holds the book's sources. Choose another folder with --out."),
        ("chapters/pages", "is among the book's sources. Choose another place with --out."),
        ("taken", "is a folder with other things in it. Choose an empty or a new folder with"),
        ("file", "file is a file; a folder is needed. Choose another with --out."),
        ("file/pages", "file is a file; a folder is needed. Choose another with --out."),
    ],
)
def test_a_folder_that_the_book_did_not_make_is_refused(
    place: str, told: str, project: Path
) -> None:
    (project / "taken").mkdir()
    (project / "taken" / "mine.txt").touch()
    (project / "file").touch()
    before = digests(project)

    with pytest.raises(BuildError, match=told.replace(".", r"\.")):
        build_book(DEFAULT, project / place)

    assert digests(project) == before


@pytest.mark.parametrize("name", ["chapters", "data", "src", "tests", ".git", ".ci", ".venv"])
def test_nothing_is_written_among_the_sources(name: str, project: Path) -> None:
    with pytest.raises(BuildError, match="is among the book's sources"):
        refuse_source(project / name / "a" / "book.pdf", project)


@pytest.mark.parametrize("place", ["book.pdf", "_build/book.pdf", "mine/data/book.pdf", "../data"])
def test_a_place_beside_the_sources_is_allowed(place: str, project: Path) -> None:
    refuse_source((project / place).resolve(), project)


@pytest.mark.parametrize(
    "held", [[], ["edition.json", "files.txt", "index.html"]], ids=["empty", "a book"]
)
def test_an_empty_folder_or_an_older_book_may_be_replaced(held: list[str], project: Path) -> None:
    place = project / "pages"
    place.mkdir()
    for name in held:
        (place / name).write_text("edition.json\nfiles.txt\nindex.html\n", encoding="utf-8")

    refuse_foreign_folder(place, project, project / "_build" / "html")


def test_the_books_own_folder_may_be_replaced_whatever_it_holds(project: Path) -> None:
    place = project / "_build" / "html"
    place.mkdir(parents=True)
    (place / "half-written.html").touch()

    refuse_foreign_folder(place, project, place)


# What is said of the pages


def test_the_record_of_a_book_says_what_it_was_made_of(project: Path, tmp_path: Path) -> None:
    jobs = book_jobs(DEFAULT, tmp_path)
    results = [Result(job, "succeeded") for job in jobs]

    book._record(tmp_path, Parameters(economy="JPN"), results)

    text = (tmp_path / "edition.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "reportlib": __version__,
        "parameters": {
            "economy": "JPN", "peers": "nearest", "first_year": 1990, "last_year": 2025,
            "scale": "count", "top_n": 10,
        },
        "chapters": ["first", "index", "second"],
        "datasets": {"economies": read_manifest("economies").hash},
    }  # fmt: skip
    assert text.startswith('{\n  "reportlib"')
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "line",
    [
        "page.md:3: WARNING: no such label",
        "page.md:3: ERROR: no such directive",
        "RuntimeError: no more memory",
        "Exception occurred:",
    ],
)
def test_of_what_the_compiler_says_its_complaints_are_told(line: str) -> None:
    assert compiling._complaints(f"reading sources\n{line}\ndone") == [
        "Jupyter Book could not compile the book without warnings:",
        line,
    ]


def test_a_compiler_that_fails_without_a_complaint_is_told_in_full() -> None:
    assert compiling._complaints("killed\nby the system")[1:] == ["killed\nby the system"]


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("<h1>A</h1>", True),
        ('<h1 class="a">A</h1>', True),
        ("<h1><no title></h1> <h1>A</h1>", True),
        ("<h1><no title></h1>", False),
        ("<h2>A</h2>", False),
    ],
)
def test_a_page_without_a_heading_is_an_empty_page(text: str, has: bool, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")

    assert compiling._has_text(tmp_path / "page.html") is has
    assert not compiling._has_text(tmp_path / "none.html")


def test_the_staged_notebooks_can_be_read(work: Path, project: Path) -> None:
    source = stage(project, work, toc_documents(project))

    found = nbformat.read(source / "chapters" / "first.ipynb", as_version=4)

    assert any(cell.get("outputs") for cell in found.cells)
