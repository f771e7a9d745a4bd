"""Printing what is executed already, in this process: what is due, refused, and left alone."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from filelock import FileLock

from reportlib.base.errors import BuildError, ChapterError
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Column, Piece, Row
from reportlib.build import pdf
from reportlib.build.book import work_folder
from reportlib.build.chapters import Chapter
from reportlib.build.inputs import Inputs
from reportlib.build.one_file import Printed, refuse_foreign_file
from reportlib.build.pages import Options
from reportlib.build.pdf import PDF, default_place, print_book
from tests.build.provenances import execute_by_hand, figure
from tests.projects import add_filings, chapter, shown_code, text, write_notebook, write_toc

DEFAULT = Parameters()


@pytest.fixture
def executed(project: Path) -> Path:
    """A small project whose chapters are executed, so that only their pages are due."""
    add_filings(project)
    execute_by_hand(project, DEFAULT)
    return project


def test_a_book_is_printed_once_and_then_left_alone(executed: Path) -> None:
    said: list[str] = []

    first = print_book(DEFAULT, say=said.append)
    again = print_book(DEFAULT, say=said.append)

    assert (first.path, first.changed) == (executed / "_build" / "pdf" / "default.pdf", True)
    assert [result.status for result in first.results] == ["cached"] * 3
    assert again == Printed(first.path, False, ())
    assert said == ["setting the pages"]
    with pikepdf.open(first.path) as printed:
        assert len(printed.pages) > 1


@pytest.mark.parametrize(
    "name",
    ["_config.yml", "_toc.yml", "references.bib", "CITATION.cff", "index.ipynb", "own.typ",
     "chapters/second.ipynb", "data/economies.csv", "about.md"],
)  # fmt: skip
def test_a_book_is_due_again_where_a_file_of_it_changed(name: str, executed: Path) -> None:
    template = executed / "own.typ"
    template.write_text("// own\n", encoding="utf-8")
    write_toc(executed, "chapters/first", "chapters/second", "about")
    options = Options(chapters=("first",), template=template)
    before = inputs(executed, options)
    place = executed / name
    place.write_bytes((place.read_bytes() if place.exists() else b"") + b"\n")

    assert inputs(executed, options) != before


@pytest.mark.parametrize(
    "options",
    [Options(paper="letter"), Options(archival=True), Options(appendix_data=True),
     Options(chapters=("first",)), Options(template=Path("own.typ"))],
)  # fmt: skip
def test_a_book_is_due_again_in_another_form(options: Options, executed: Path) -> None:
    assert inputs(executed, options) != inputs(executed, Options())


def test_a_book_is_due_again_with_other_parameters_or_another_date(
    executed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = inputs(executed, Options())
    files = Inputs(executed)
    other = pdf._inputs(files, Parameters(top_n=5), Options(), [])
    assert other != pdf._inputs(files, DEFAULT, Options(), [])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert inputs(executed, Options()) != before


def test_a_file_that_is_no_part_of_the_book_makes_nothing_due(executed: Path) -> None:
    before = inputs(executed, Options())
    (executed / "notes.txt").touch()
    assert inputs(executed, Options()) == before


def inputs(root: Path, options: Options) -> str:
    """The digest of all that a book is printed from."""
    more = [root / options.template] if options.template else []
    return pdf._inputs(Inputs(root, more), DEFAULT, options, pdf._chosen(options))


@pytest.mark.parametrize(
    ("label", "explained"),
    [
        ("fig-second", True),
        ("tbl-second-filings", True),
        ("find-a-b-c", True),
        ("fig-a-bc", False),
        ("fig-secondary", False),
        ("fig-first-filings", False),
        ("claim-7", True),
        ("claim-8", False),
        ("second-filings", False),
        ("2-fig-second", False),
    ],
)
@pytest.mark.parametrize(
    "complaint", ["undefined label: '{}'", "a.ipynb:7: py:ref reference target not found: '{}' [a]"]
)
def test_a_complaint_is_explained_by_the_chapters_that_were_not_chosen(
    complaint: str, label: str, explained: bool
) -> None:
    left = ["second", "a-b"]
    target = Piece(kind="reference", text="claim 7", target="claim-7")
    shown = figure(rows=(Row(cells=(target,)),), columns=(Column(title="Claim"),))

    elsewhere = pdf._Elsewhere(left, [("chapters/first", shown)])

    assert elsewhere.explains(complaint.format(label)) is explained


def test_labels_begin_with_their_chapter_or_as_the_settings_say(project: Path) -> None:
    left = [Chapter("index", Path("index.ipynb")), Chapter("a_b", Path("a_b.ipynb"))]

    assert [*pdf._label_starts(left, project)] == ["edition", "freshness", "a-b"]


def test_a_complaint_of_anything_else_is_not_explained() -> None:
    assert not pdf._Elsewhere(["second"], []).explains("unknown document: 'fig-second'")
    assert not pdf._Elsewhere([], []).explains("undefined label: 'fig-second'")


def test_chapters_are_printed_in_the_order_of_the_book(project: Path) -> None:
    chosen = pdf._chosen(Options(chapters=("second", "index")))
    assert [chapter.name for chapter in chosen] == ["index", "second"]
    everything = pdf._chosen(Options())
    assert [chapter.name for chapter in everything] == ["index", "first", "second"]


def test_an_archive_keeps_two_standards_and_any_book_one() -> None:
    assert pdf._standards(Options(archival=True)) == ["a-3a", "ua-1"]
    assert pdf._standards(Options()) == ["ua-1"]


def test_a_page_that_shows_code_is_for_the_web_alone(project: Path) -> None:
    write_notebook(project / "docs" / "use.ipynb", [text("# Use it"), shown_code("1 + 1")])
    write_toc(project, "chapters/first", "docs/use")

    assert [found.name for found in pdf._chosen(Options())] == ["index", "first"]
    with pytest.raises(ChapterError, match=r"use is a page that shows code, .*: index, first\."):
        pdf._chosen(Options(chapters=("first", "use")))


def test_what_is_told_of_chapters_that_were_not_chosen_is_no_fault(executed: Path) -> None:
    words = text("See {numref}`fig-second-filings` and {ref}`find-second`.")
    write_notebook(executed / "chapters" / "first.ipynb", chapter("first", words))
    execute_by_hand(executed, DEFAULT)

    printed = print_book(DEFAULT, options=Options(chapters=("first",)))

    assert printed.path == executed / "_build" / "pdf" / "default_first.pdf"


def test_what_no_chapter_has_is_a_fault_of_the_chosen_too(executed: Path) -> None:
    words = text("See {ref}`fig-first-none`.")
    write_notebook(executed / "chapters" / "first.ipynb", chapter("first", words))
    execute_by_hand(executed, DEFAULT)

    with pytest.raises(BuildError) as error:
        print_book(DEFAULT, options=Options(chapters=("first",)))

    first, complaint = str(error.value).splitlines()
    assert first == "The book could not be printed without warnings:"
    assert "undefined label: 'fig-first-none'" in complaint


def test_a_row_that_no_dataset_has_is_not_printed(executed: Path) -> None:
    table = figure(kind="table", label="tbl-first", cited=("filings:CHN-1066",))
    execute_by_hand(executed, DEFAULT, first=table)

    with pytest.raises(BuildError, match="cites the row filings:CHN-1066, which no dataset has"):
        print_book(DEFAULT)


def test_another_build_of_the_edition_is_waited_for_by_hand(executed: Path) -> None:
    with (
        FileLock(work_folder(DEFAULT, executed).with_suffix(".lock")),
        pytest.raises(BuildError) as error,
    ):
        print_book(DEFAULT)

    told = "another build of this edition is running. Wait for it, or stop it."
    assert str(error.value) == f"{executed / '_build' / 'work' / 'default'}: {told}"


def test_a_table_of_contents_that_names_no_file_is_refused(executed: Path) -> None:
    write_toc(executed, "chapters/first", "chapters/none")

    with pytest.raises(ChapterError, match="names chapters/none, but there is no"):
        print_book(DEFAULT)


def test_an_edition_and_chosen_chapters_have_files_of_their_own(project: Path) -> None:
    folder = project / "_build" / "pdf"

    assert default_place(DEFAULT) == folder / "default.pdf"
    assert default_place(Parameters(economy="JPN")) == folder / "economy-JPN.pdf"
    chosen = Options(chapters=("second", "first"))
    assert default_place(DEFAULT, chosen) == folder / "default_second_first.pdf"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"])
def test_an_empty_file_or_a_pdf_may_be_replaced(content: bytes, project: Path) -> None:
    place = project / "book.PDF"
    place.write_bytes(content)

    refuse_foreign_file(place, project, PDF)
