"""What differs between two books, and because of which data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportlib.base.payload import Payload, Piece
from reportlib.build.comparison import Comparison, compare_books, tell
from reportlib.build.provenance import Provenance, write_provenance
from reportlib.cli import main
from tests.build.provenances import FILED, figure, made_of, number
from tests.projects import (
    REPORTLIB,
    add_filings,
    chapter,
    code,
    run_program,
    write_notebook,
    write_project,
)

OLDER = "filings:CHN-2020"


@pytest.fixture(autouse=True)
def filings(project: Path) -> Path:
    """The small dataset, in the test's own project."""
    return add_filings(project)


def with_cell(book: Provenance, value: str) -> Provenance:
    """The same book, made of data in which one cell is different."""
    cells = book.rows[FILED]
    assert isinstance(cells, dict)
    rows = {**book.rows, FILED: {**cells, "applications": value}}
    return book.model_copy(update={"rows": rows})


def with_dataset(book: Provenance, **changed: str) -> Provenance:
    """The same book, of another vintage or other terms of its dataset."""
    filings = book.datasets["filings"].model_copy(update=changed)
    return book.model_copy(update={"datasets": {**book.datasets, "filings": filings}})


def headline_changes(found: Comparison) -> list[tuple[str, str]]:
    return [(c.old.text, c.new.text) for c in found.changed if c.new.place == "headline"]


def test_a_book_and_itself_do_not_differ(tmp_path: Path) -> None:
    book = made_of(tmp_path, figure())

    found = compare_books(book, book)

    assert found.is_empty
    assert tell(found) == "No difference: the same numbers, exhibits and data."


def test_a_changed_number_is_told_with_its_size_and_the_cell_that_changed(tmp_path: Path) -> None:
    old = made_of(tmp_path, figure(1500000))
    new = with_cell(made_of(tmp_path, figure(1650000)), "1650000")

    found = compare_books(old, new)
    told = tell(found)

    assert headline_changes(found) == [("1,500,000", "1,650,000")]
    assert "1,500,000 → 1,650,000 (+150,000 applications, +10%)" in told
    assert "chapters/first, fig-filings, headline “In … the office of the economy" in told
    assert f"because {FILED}: applications 1585663 → 1650000" in told
    assert "chapters/first, fig-filings: 1 row changed, 0 added, 0 removed, of filings" in told
    assert told.startswith("2 numbers changed, 0 appeared, 0 disappeared.")


def spaced(space: str, value: float = 1590000) -> Payload:
    """A figure whose sentence and title have this space before *million* and *percent*."""
    pieces = (
        Piece(text=f"Within 1{space}percent of "),
        number(f"{value / 1e6:.2f}{space}million", value, FILED, derivation=f"1{space}percent"),
        Piece(text="."),
    )
    return figure(headline=pieces, rows=(), title=f"Filings, 1{space}percent")


def test_numbers_that_differ_only_in_where_a_line_may_end_are_the_same(tmp_path: Path) -> None:
    old, new = made_of(tmp_path, spaced(" ")), made_of(tmp_path, spaced("\N{NO-BREAK SPACE}"))

    assert old.numbers != new.numbers
    assert compare_books(old, new).is_empty


def test_a_changed_number_is_told_with_plain_spaces(tmp_path: Path) -> None:
    old = made_of(tmp_path, spaced(" "))
    new = made_of(tmp_path, spaced("\N{NO-BREAK SPACE}", 2000000))

    told = tell(compare_books(old, new))

    assert "1.59 million → 2.00 million (+410,000 applications, +26%)" in told
    assert "\N{NO-BREAK SPACE}" not in told


def test_a_cell_with_another_space_is_another_cell(tmp_path: Path) -> None:
    book = made_of(tmp_path, figure())

    found = compare_books(with_cell(book, "1 2"), with_cell(book, "1\N{NO-BREAK SPACE}2"))

    assert [len(change.changed) for change in found.drawn] == [1]


def test_the_largest_change_stands_first(tmp_path: Path) -> None:
    def two(small: float, large: float) -> Payload:
        pieces = (number("a", small, FILED), Piece(text=" and "), number("b", large, FILED))
        return figure(headline=pieces, rows=())

    found = compare_books(made_of(tmp_path, two(100, 100)), made_of(tmp_path, two(101, 200)))

    assert [change.new.value for change in found.changed] == [200, 101]


def test_a_number_is_the_same_in_a_sentence_of_other_words(tmp_path: Path) -> None:
    old = made_of(tmp_path, figure(10, verb="received"))
    new = made_of(tmp_path, figure(20, verb="lost"))

    found = compare_books(old, new)

    assert headline_changes(found) == [("10", "20")]
    assert not found.appeared
    assert not found.disappeared


def test_a_row_that_a_number_newly_rests_on_is_named(tmp_path: Path) -> None:
    old = made_of(tmp_path, figure(10, cited=(OLDER,)))
    new = made_of(tmp_path, figure(20, cited=(FILED,)))

    (change, _) = compare_books(old, new).changed

    assert change.because == (f"now rests on {FILED}", f"no longer rests on {OLDER}")


def test_a_number_of_the_same_rows_and_cells_is_told_to_be_computed_otherwise(
    tmp_path: Path,
) -> None:
    told = tell(compare_books(made_of(tmp_path, figure(10)), made_of(tmp_path, figure(20))))

    assert "because the rows it rests on are the same: the way it is computed" in told


def test_a_change_of_a_dataset_taken_whole_is_a_reason(tmp_path: Path) -> None:
    def counted(count: float) -> Payload:
        whole = number("n", count).model_copy(update={"whole": ("filings",)})
        return figure(headline=(whole,), rows=())

    old = made_of(tmp_path, counted(3))
    new = with_dataset(made_of(tmp_path, counted(4)), checksum="sha256:other")

    (change,) = compare_books(old, new).changed

    assert change.because == ("other rows of filings changed, of which it takes many",)


def test_numbers_that_appear_and_disappear_are_listed(tmp_path: Path) -> None:
    without = made_of(tmp_path, figure(headline=()))
    told = made_of(tmp_path, figure())

    assert [n.place for n in compare_books(without, told).appeared] == ["headline"]
    assert [n.place for n in compare_books(told, without).disappeared] == ["headline"]


def test_exhibits_added_removed_and_emptied_are_told(tmp_path: Path) -> None:
    empty = figure(headline=(), rows=(), missing="No data.")
    other = figure(label="fig-other")

    found = compare_books(made_of(tmp_path, figure()), made_of(tmp_path, empty, other))

    assert [e.label for e in found.exhibits_added] == ["fig-other"]
    assert [e.label for e in found.now_missing] == ["fig-filings"]
    assert "chapters/first, fig-filings: Filings (No data.)" in tell(found)


def test_a_changed_vintage_or_licence_is_told(tmp_path: Path) -> None:
    book = made_of(tmp_path, figure())

    told = tell(compare_books(book, with_dataset(book, vintage="2025", licence="CC-BY-4.0")))

    assert "filings: vintage 2024 → 2025" in told
    assert "filings: licence CC0-1.0 → CC-BY-4.0" in told


def test_editions_of_two_economies_are_compared_by_context(tmp_path: Path) -> None:
    old = made_of(tmp_path, figure(10))
    brazil = figure(20).model_copy(
        update={"headline": (Piece(text="In 2021 the office of Brazil received "),)}
    )
    said = (*brazil.headline, number("20", 20, FILED), Piece(text=" applications."))
    new = made_of(tmp_path, brazil.model_copy(update={"headline": said}), economy="BRA")

    found = compare_books(old, new)

    assert headline_changes(found) == [("10", "20")]
    assert tell(found).startswith("The editions differ: economy CHN → BRA.")


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    def many(size: float) -> Payload:
        pieces = tuple(number(f"{size + n:g}", size + n, FILED) for n in range(30))
        return figure(headline=pieces, rows=())

    told = tell(compare_books(made_of(tmp_path, many(1)), made_of(tmp_path, many(100))))

    assert "  and 10 more; --json has them all" in told


def test_the_command_prints_text_or_json_and_ends_with_code_0(tmp_path: Path) -> None:
    for name, value in (("old", 10.0), ("new", 20.0)):
        (tmp_path / name).mkdir()
        write_provenance(tmp_path / name, made_of(tmp_path, figure(value)))
    paths = [str(tmp_path / "old"), str(tmp_path / "new" / "provenance.json")]

    text = CliRunner().invoke(main, ["diff", *paths])
    as_json = CliRunner().invoke(main, ["diff", *paths, "--json"])

    assert (text.exit_code, as_json.exit_code) == (0, 0)
    assert "2 numbers changed" in text.output
    assert json.loads(as_json.output)["changed"][0]["new"]["value"] == 20


def test_the_exit_code_tells_of_a_difference_when_asked(tmp_path: Path) -> None:
    for name, value in (("old", 10.0), ("new", 20.0)):
        (tmp_path / name).mkdir()
        write_provenance(tmp_path / name, made_of(tmp_path, figure(value)))
    old, new = str(tmp_path / "old"), str(tmp_path / "new")

    assert CliRunner().invoke(main, ["diff", old, new, "--exit-code"]).exit_code == 1
    assert CliRunner().invoke(main, ["diff", old, old, "--exit-code"]).exit_code == 0


def test_a_folder_that_is_no_book_is_refused_plainly(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["diff", str(tmp_path), str(tmp_path)])

    assert refused.exit_code == 1
    assert "provenance.json: cannot be read" in refused.output
    assert "Traceback" not in refused.output


FILINGS = """\
from reportlib import exhibits
from reportlib.content.datasets import read_dataset
from reportlib.content.sentences import sentence
from reportlib.content.series import Measure, select

series = select(
    read_dataset("filings"), Measure("applications", "applications", kind="count"),
    value="applications",
)
year, count = series.latest("CHN")
exhibits.paragraph(
    label="find-filings",
    sentences=[sentence("In {year} {count} were filed.", year=str(year), count=count)],
)
"""


@pytest.mark.book
def test_of_two_builds_the_number_and_the_cell_that_changed_it_are_told(tmp_path: Path) -> None:
    root = write_project(tmp_path / "book")
    write_notebook(root / "chapters" / "first.ipynb", chapter("first", code(FILINGS)))
    content = tmp_path / "filings.csv"
    place = add_filings(root)
    built = [run_program(REPORTLIB, "build", "--out", tmp_path / "old", cwd=root)]
    content.write_text(place.read_text("utf-8").replace("1585663", "2000000"), "utf-8")
    add_filings(root, content)
    built.append(run_program(REPORTLIB, "build", "--out", tmp_path / "new", cwd=root))
    assert [done.returncode for done in built] == [0, 0], built

    told = run_program(REPORTLIB, "diff", tmp_path / "old", tmp_path / "new", cwd=root).stdout

    assert told.startswith("1 number changed, 0 appeared, 0 disappeared.")
    assert "1.59 million → 2.00 million (+414,337 applications, +26%)" in told
    assert "chapters/first, find-filings, finding “In … … were filed.”" in told
    assert f"because {FILED}: applications 1585663 → 2000000" in told
