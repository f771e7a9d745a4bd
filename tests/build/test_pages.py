"""The pages of a printed book, written from chapters that are executed already."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from reportlib.base.errors import BuildError
from reportlib.base.manifests import read_manifest
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Column, Piece, Row
from reportlib.build.book import work_folder
from reportlib.build.chapters import find_chapter, list_chapters, report_chapters
from reportlib.build.pages import WHOLE, Options, Written, write_pages
from tests.build.provenances import DRAWING, execute_by_hand, figure
from tests.conftest import use
from tests.projects import (
    SOUND,
    add_filings,
    shown_code,
    write_notebook,
    write_project,
    write_toc,
)
from tests.projects import chapter as chapter_cells
from tests.projects import text as text_cell

JPN = Parameters(economy="JPN")


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Writing pages stops the collection of garbage for the rest of its process, which is ours."""
    yield
    gc.enable()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose data are those of its exhibits."""
    folder = write_project(tmp_path / "project")
    use(folder, monkeypatch)
    add_filings(folder)
    return folder


def write(root: Path, parameters: Parameters, options: Options = WHOLE, *names: str) -> Written:
    """Write the pages of chapters, all of them where none is named."""
    work = work_folder(parameters, root)
    chapters = [find_chapter(name) for name in names] or list_chapters(root)
    return write_pages(root, work, parameters, options, chapters)


def said(written: Written) -> str:
    """What Typst reads: the pages, and what stands before and after them."""
    front = written.book.with_name("book.json").read_text(encoding="utf-8")
    return written.book.read_text(encoding="utf-8") + front


def front(written: Written) -> dict[str, object]:
    """What stands before and after the pages."""
    found = json.loads(written.book.with_name("book.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_whole_book_is_written_in_its_order(root: Path) -> None:
    execute_by_hand(root, Parameters())

    written = write(root, Parameters())

    assert written.book == work_folder(Parameters(), root) / "print" / "out" / "book.typ"
    assert written.complaints == ()
    assert [name for _, name in written.whereabouts.starts] == [
        "index", "chapters/first", "chapters/second",
    ]  # fmt: skip
    assert "Filings second" in said(written)
    assert "pdf.attach" not in said(written)
    assert not written.book.with_suffix(".pdf").exists()


def test_a_page_that_shows_code_is_not_printed(root: Path) -> None:
    write_notebook(root / "docs" / "use.ipynb", [text_cell("# Use it"), shown_code("1 + 1")])
    write_toc(root, "chapters/first", "docs/use", "chapters/second")
    execute_by_hand(root, Parameters(), use=figure(label="fig-use"))

    written = write_pages(
        root, work_folder(Parameters(), root), Parameters(), WHOLE, report_chapters(root)
    )

    assert written.complaints == ()
    assert [name for _, name in written.whereabouts.starts] == [
        "index", "chapters/first", "chapters/second",
    ]  # fmt: skip


def test_a_drawing_is_printed_as_for_a_wide_page_without_its_rows(root: Path) -> None:
    execute_by_hand(root, Parameters())

    written = write(root, Parameters(), WHOLE, "first")

    (image,) = (written.book.parent / "images").iterdir()
    assert image.read_text(encoding="utf-8") == DRAWING
    assert "data-table" not in said(written)


def test_the_rows_of_a_table_are_printed(root: Path) -> None:
    table = figure(kind="table", label="tbl-first")
    execute_by_hand(root, Parameters(), first=table)

    assert "data-table" in said(write(root, Parameters(), WHOLE, "first"))


def test_rows_behind_drawings_are_printed_where_they_are_asked_for(root: Path) -> None:
    execute_by_hand(root, Parameters())

    assert "data-table" in said(write(root, Parameters(), Options(appendix_data=True), "first"))


def test_chosen_chapters_are_written_alone_and_tell_of_their_own_data(root: Path) -> None:
    none = figure(headline=(), rows=(), sources=(), label="fig-second", missing="No data.")
    execute_by_hand(root, JPN, second=none)

    first = front(write(root, JPN, Options(chapters=("first",)), "first"))
    written = write(root, JPN, Options(chapters=("second",)), "second")

    assert [name for _, name in written.whereabouts.starts] == ["chapters/second"]
    assert "Edition for Japan. Chapter second" in str(first | front(written))
    assert "filings" in str(first["checksums"])
    assert "filings" not in str(front(written)["checksums"])
    assert "economies" not in str(first["checksums"])


def test_the_whole_book_tells_of_all_data_and_chooses_no_chapter(root: Path) -> None:
    execute_by_hand(root, Parameters())

    told = front(write(root, Parameters()))

    assert "filings" in str(told["checksums"])
    assert "economies" in str(told["checksums"])
    assert told["subtitle"] == "Edition for China"


def test_nothing_is_printed_on_the_terminal_meanwhile(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    execute_by_hand(root, Parameters())

    write(root, Parameters(), WHOLE, "first")

    assert capfd.readouterr() == ("", "")


def test_a_whole_book_on_a4_is_what_is_printed_unless_asked_otherwise() -> None:
    assert asdict(WHOLE) == {
        "chapters": (), "paper": "a4", "archival": False, "appendix_data": False, "template": None,
    }  # fmt: skip


def test_a_chapter_that_was_not_chosen_stands_as_its_source_has_it(root: Path) -> None:
    work = execute_by_hand(root, Parameters())
    executed = work / "executed" / "chapters" / "second.ipynb"
    write_notebook(executed, [text_cell("(second)=\n# An older title")])
    first = chapter_cells("first", text_cell("See {doc}`second`."))
    write_notebook(work / "executed" / "chapters" / "first.ipynb", first)

    written = said(write(root, Parameters(), Options(chapters=("first",)), "first"))

    assert "Chapter second" in written
    assert "An older title" not in written


@pytest.mark.parametrize(("paper", "told"), [("a4", "a4"), ("letter", "us-letter")])
def test_the_paper_is_told_to_the_typesetter(paper: str, told: str, root: Path) -> None:
    execute_by_hand(root, Parameters())

    assert front(write(root, Parameters(), Options(paper=paper), "first"))["paper"] == told


def test_a_template_of_ones_own_stands_beside_the_pages(root: Path, tmp_path: Path) -> None:
    execute_by_hand(root, Parameters())
    template = tmp_path / "own.typ"
    template.write_text("// my own\n", encoding="utf-8")

    written = write(root, Parameters(), Options(template=template), "first")

    assert written.book.with_name("template.typ").read_text("utf-8") == "// my own\n"


def test_an_archive_has_provenance_and_the_tables_behind_it(root: Path) -> None:
    execute_by_hand(root, Parameters())

    written = write(root, Parameters(), Options(archival=True))

    folder = written.book.parent / "attachments"
    attached = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    assert attachments(written) == [
        ("provenance.json", "supplement", "application/json", PROVENANCE),
        ("data/economies.csv", "data", "text/csv", read_manifest("economies").title),
        ("data/filings.csv", "data", "text/csv", "Filings"),
    ]
    assert json.loads(attached[0])["format"] == "reportlib-provenance-2"
    assert attached[2] == (root / "data" / "filings.csv").read_text(encoding="utf-8")
    assert "Attached are provenance.json" in said(written)


PROVENANCE = "The rows behind every number, figure and table"


@pytest.mark.parametrize("allowed", ["derived-only", "'no'"])
def test_an_archive_has_no_table_that_may_not_be_passed_on(
    allowed: str, project: Path, tmp_path: Path
) -> None:
    text = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    descriptor = tmp_path / "filings.resource.yaml"
    descriptor.write_text(
        text.replace("redistribute: 'yes'", f"redistribute: {allowed}"), encoding="utf-8"
    )
    add_filings(project, descriptor=descriptor)
    execute_by_hand(project, Parameters())

    written = write(project, Parameters(), Options(archival=True))

    assert [each[0] for each in attachments(written)] == ["provenance.json", "data/economies.csv"]


def attachments(written: Written) -> list[tuple[str, str, str, str]]:
    """Name, relationship, type and description of each file that the PDF carries."""
    return re.findall(
        r'pdf\.attach\("([^"]*)".*relationship: "([^"]*)", mime-type: "([^"]*)", '
        r'description: "([^"]*)"\)',
        written.book.read_text(encoding="utf-8"),
    )


@pytest.mark.parametrize(("rows", "folded"), [(67, 0), (68, 68)])
def test_a_long_table_of_texts_is_left_to_the_web(rows: int, folded: int, root: Path) -> None:
    lines = tuple(Row(cells=(Piece(text=f"row {n}"),)) for n in range(rows))
    columns = (Column(title="Row"),)
    table = figure(kind="table", label="tbl-first", rows=lines, columns=columns)
    execute_by_hand(root, Parameters(), first=table)

    written = said(write(root, Parameters(), WHOLE, "first"))

    assert f"folded: {folded}," in written
    assert ('"row 66"' in written) is not bool(folded)


def test_what_sphinx_complains_of_is_told_in_plain_text(root: Path) -> None:
    work = execute_by_hand(root, Parameters())
    first = chapter_cells("first", text_cell("See {ref}`nowhere`."))
    write_notebook(work / "executed" / "chapters" / "first.ipynb", first)

    (complaint,) = write(root, Parameters(), WHOLE, "first").complaints

    assert "WARNING: undefined label: 'nowhere'" in complaint
    assert "\x1b" not in complaint


def test_what_was_written_before_is_gone(root: Path) -> None:
    work = execute_by_hand(root, Parameters())
    (work / "print" / "out").mkdir(parents=True)
    (work / "print" / "out" / "left.typ").touch()

    book = write(root, Parameters(), WHOLE, "first").book

    assert not (book.parent / "left.typ").exists()


def test_settings_that_sphinx_refuses_are_a_build_error(root: Path) -> None:
    execute_by_hand(root, Parameters())
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["config"]["extensions"].append("none_such")
    (root / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    with pytest.raises(BuildError, match="none_such"):
        write(root, Parameters(), WHOLE, "first")


def test_a_place_that_cannot_be_written_is_named(root: Path) -> None:
    work = execute_by_hand(root, Parameters())
    (work / "print").write_text("in the way", encoding="utf-8")

    with pytest.raises(BuildError) as error:
        write(root, Parameters(), WHOLE, "first")

    assert str(work / "print") in str(error.value)
    assert "cannot be read or written (" in str(error.value)
    assert str(error.value).endswith("Free some space, or raise the limit for files.")
