"""Printing small books from chapters that are executed already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from reportlib.base.errors import BuildError, ChapterError
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Payload, Piece
from reportlib.build import pdf
from reportlib.build.execution import Result
from reportlib.build.one_file import Printed
from reportlib.build.pages import WHOLE, Options
from reportlib.build.pdf import default_place, print_book
from reportlib.build.staging import read_settings
from tests.build.provenances import DRAWINGS, execute_by_hand, figure
from tests.conftest import use
from tests.projects import (
    add_filings,
    chapter,
    digests,
    read_executed,
    text,
    write_notebook,
    write_project,
)

DEFAULT = Parameters()
JPN = Parameters(economy="JPN")


@pytest.fixture
def root(project: Path) -> Path:
    """A small project whose data are those of its exhibits."""
    add_filings(project)
    return project


def drawn(**shown: Any) -> Payload:
    """A figure with its drawings."""
    return figure(drawings=DRAWINGS, alt="A bar.", **shown)


# A book that is set


@dataclass(frozen=True)
class Print:
    """What printing a project gave, and what was told meanwhile."""

    root: Path
    printed: Printed
    told: Sequence[str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Print]:
    """The default edition of a small book."""
    root = write_project(tmp_path_factory.mktemp("printed") / "project")
    add_filings(root)
    told: list[str] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        execute_by_hand(root, DEFAULT)
        due = read_executed(root / "chapters" / "second.ipynb")
        due.cells[-1].source += "  # edited"
        write_notebook(root / "chapters" / "second.ipynb", due.cells)

        def watch(result: Result) -> None:
            told.append(result.job.chapter.name)

        yield Print(root, print_book(DEFAULT, say=told.append, watch=watch), told)


def test_what_is_due_is_executed_before_the_pages_are_set(book: Print) -> None:
    assert book.told == ["index", "first", "second", "setting the pages"]
    assert [result.status for result in book.printed.results] == ["cached", "cached", "succeeded"]


def test_an_edition_is_printed_into_a_file_of_its_own(book: Print) -> None:
    assert book.printed.path == book.root / "_build" / "pdf" / "default.pdf"
    assert book.printed.changed


def test_a_printed_book_can_be_read_aloud_and_is_no_archive(book: Print) -> None:
    with pikepdf.open(book.printed.path) as opened:
        about = opened.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert not about.pdfa_status
        assert len(opened.attachments) == 0


def test_the_chapters_stand_in_the_order_of_the_book(book: Print) -> None:
    with pikepdf.open(book.printed.path) as opened, opened.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert [title for title in titles if "Chapter" in title] == [
        "Chapter index", "Chapter first", "Chapter second",
    ]  # fmt: skip


def test_what_lies_there_already_is_not_printed_again(
    book: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(book.root, monkeypatch)
    told: list[str] = []

    again = print_book(DEFAULT, say=told.append)

    assert again == Printed(book.printed.path, changed=False)
    assert again.results == ()
    assert told == []


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Print]:
    """One chapter in another edition, for an archive, on another paper, and in a place named."""
    folder = tmp_path_factory.mktemp("archive")
    root = write_project(folder / "project")
    add_filings(root)
    options = Options(chapters=("second",), archival=True, paper="letter")
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        leads = Piece(kind="reference", text="there", target="fig-first")
        execute_by_hand(root, JPN, second=drawn(label="fig-second", notes=((leads,),)))
        yield Print(root, print_book(JPN, folder / "new" / "Book.PDF", options), [])


def test_a_book_can_be_printed_into_any_new_file(archive: Print) -> None:
    assert archive.printed.path == archive.root.parent / "new" / "Book.PDF"
    assert [found.name for found in archive.printed.path.parent.iterdir()] == ["Book.PDF"]


def test_an_archival_book_says_so_and_carries_its_provenance(archive: Print) -> None:
    with pikepdf.open(archive.printed.path) as opened:
        about = opened.open_metadata()
        assert about.pdfa_status == "3A"
        assert about["pdfuaid:part"] == "1"
        assert "provenance.json" in {Path(name).name for name in opened.attachments}


def test_the_date_of_a_book_is_the_one_given(archive: Print) -> None:
    with pikepdf.open(archive.printed.path) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20231114221320")


def test_the_pages_have_the_size_asked_for(archive: Print) -> None:
    with pikepdf.open(archive.printed.path) as opened:
        assert float(opened.pages[0].mediabox[2]) == pytest.approx(612)


def test_chosen_chapters_are_printed_alone_although_they_lead_to_others(archive: Print) -> None:
    with pikepdf.open(archive.printed.path) as opened, opened.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert "Chapter second" in titles
    assert "Chapter first" not in titles


# What stops it


TEMPLATE = '#import "base.typ": *\n#let spoilt = text(font: "No Such Font")[a]\n'


def test_all_complaints_of_both_typesetters_are_told(root: Path, tmp_path: Path) -> None:
    work = execute_by_hand(root, DEFAULT)
    first = chapter("first", text("See {ref}`nowhere`."))
    options = Options(chapters=("first",), template=tmp_path / "own.typ")
    (tmp_path / "own.typ").write_text(TEMPLATE, encoding="utf-8")
    write_notebook(root / "chapters" / "first.ipynb", first)
    place = default_place(DEFAULT, options)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"%PDF-1.7 an older book")

    with pytest.raises(BuildError) as error:
        print_book(DEFAULT, options=options)

    title, sphinx, typesetter = error.value.problems
    assert title == "The book could not be printed without warnings:"
    assert "undefined label: 'nowhere'" in sphinx
    assert typesetter.startswith("Typst: ")
    assert "no such font" in typesetter.lower()
    assert place.read_bytes() == b"%PDF-1.7 an older book"
    assert not (work / "made.json").exists()


def test_a_template_that_cannot_be_read_is_told_as_the_typesetter_does(
    root: Path, tmp_path: Path
) -> None:
    execute_by_hand(root, DEFAULT)
    (tmp_path / "own.typ").write_text("#let broken = (", encoding="utf-8")

    with pytest.raises(BuildError, match="unclosed delimiter"):
        print_book(DEFAULT, options=Options(("first",), template=tmp_path / "own.typ"))


def test_a_writer_of_pages_that_dies_is_told_with_what_to_do(root: Path, tmp_path: Path) -> None:
    (tmp_path / "dying.py").write_text("import os\n\nos._exit(1)\n", encoding="utf-8")
    settings = read_settings(root)
    settings["sphinx"]["local_extensions"] = {"dying": str(tmp_path)}
    settings["sphinx"]["config"]["extensions"].append("dying")
    (root / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    execute_by_hand(root, DEFAULT)

    with pytest.raises(BuildError) as error:
        print_book(DEFAULT, options=Options(("first",)))

    assert str(error.value) == (
        "The process that writes the pages died, perhaps for lack of memory. "
        "Free some and print again."
    )


def refusal(place: Path, options: Options = WHOLE) -> str:
    """What is said of a print that is refused; nothing may have been written."""
    before = digests(place.parent)
    with pytest.raises(BuildError) as error:
        print_book(DEFAULT, place, options)
    assert digests(place.parent) == before
    return str(error.value)


def test_what_is_no_pdf_is_not_written_over(project: Path, tmp_path: Path) -> None:
    folder, notes = tmp_path / "folder.pdf", tmp_path / "notes.pdf"
    folder.mkdir()
    notes.write_text("%PDF my notes", encoding="utf-8")

    assert refusal(folder) == f"{folder} is a folder. Name a file, such as book.pdf, with --out."
    assert refusal(notes) == f"{notes} exists and is no PDF. Name another file, or remove it."
    assert refusal(Path("/dev/full")) == (
        "/dev/full is not a file. Name a file, such as book.pdf, with --out."
    )


def test_a_file_named_otherwise_is_refused(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "book.txt"

    assert refusal(place) == f"{place} is not named as a PDF. Let its name end in .pdf."


def test_a_paper_that_is_not_known_is_refused_with_those_that_are(
    project: Path, tmp_path: Path
) -> None:
    assert refusal(tmp_path / "book.pdf", Options(paper="a5")) == (
        "paper = 'a5' is not a size of paper known here. Allowed: a4, letter."
    )


def test_a_template_that_is_not_there_is_refused(project: Path, tmp_path: Path) -> None:
    template = tmp_path / "none.typ"

    assert refusal(tmp_path / "book.pdf", Options(template=template)) == (
        f"{template}: there is no such template."
    )


def test_a_chosen_chapter_that_does_not_exist_is_refused(project: Path) -> None:
    with pytest.raises(ChapterError, match="There is no chapter 'frist'"):
        pdf._chosen(Options(chapters=("first", "frist")))


def test_what_is_set_while_its_inputs_change_is_not_printed(root: Path) -> None:
    work = execute_by_hand(root, DEFAULT)

    def edit(_: str) -> None:
        (root / "CITATION.cff").write_text("title: Another\n", encoding="utf-8")

    with pytest.raises(BuildError, match=r"CITATION\.cff changed while the book was made"):
        print_book(DEFAULT, options=Options(chapters=("first",)), say=edit)

    assert not (work / "made.json").exists()
    assert not (root / "_build" / "pdf" / "default_first.pdf").exists()
