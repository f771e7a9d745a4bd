"""What differs between two books, and because of which data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportlib.base.payload import Payload, Piece, Row
from reportlib.build.comparison import (
    CellChange,
    Comparison,
    DatasetChange,
    DrawnChange,
    NumberChange,
    compare_books,
    tell,
)
from reportlib.build.provenance import ExhibitRecord, NumberRecord, Provenance, write_provenance
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
from reportlib.content import exhibits
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
    assert "1.59 million → 2 million (+414,337 applications, +26%)" in told
    assert "chapters/first, find-filings, finding “In … … were filed.”" in told
    assert f"because {FILED}: applications 1585663 → 2000000" in told


def record(text: str = "10", value: float = 10, **other: object) -> NumberRecord:
    """A number in the headline of a figure."""
    return NumberRecord.model_validate(
        {
            "page": "chapters/first", "exhibit": "fig-a", "place": "headline", "context": "… filed",
            "occurrence": 1, "text": text, "value": value, **other,
        }
    )  # fmt: skip


def changed(old: NumberRecord, new: NumberRecord, *because: str) -> NumberChange:
    return NumberChange(old=old, new=new, because=because)


def shown(label: str, *rows: str, missing: str = "") -> ExhibitRecord:
    return ExhibitRecord(
        page="chapters/first", label=label, kind="figure", title="Filings", missing=missing,
        rows=rows,
    )  # fmt: skip


NOTHING = Comparison(
    parameters={}, changed=(), appeared=(), disappeared=(), exhibits_added=(),
    exhibits_removed=(), now_missing=(), now_shown=(), drawn=(), datasets=(), datasets_added=(),
    datasets_removed=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [(10, 15, 0.5), (10, 5, 0.5), (-10, -15, 0.5), (0, 3, float("inf")), (7, 7, 0)],
)
def test_a_change_is_as_large_as_its_share_of_the_old_value(
    old: float, new: float, size: float
) -> None:
    assert changed(record(value=old), record(value=new)).size == size


@pytest.mark.parametrize(
    ("old", "new", "unit", "told"),
    [
        (10, 12, "", "+2, +20%"),
        (10, 8, "patents", "-2 patents, -20%"),
        (-10, -8, "", "+2, +20%"),
        (1000, 1099, "", "+99, +9.9%"),
        (1000, 1100, "", "+100, +10%"),
        (2, 90000, "", "+89,998, +4,499,900%"),
        (0, 7, "", "+7"),
        (0.5, 0.75, "", "+0.25, +50%"),
        (3.25, 1003.5, "", "+1,000, +30,777%"),
        (10.12345, 10.23456, "", "+0.1111, +1.1%"),
        (7, 7, "", "the same value, printed otherwise"),
    ],
)
def test_a_change_is_told_with_its_direction_and_share(
    old: float, new: float, unit: str, told: str
) -> None:
    change = changed(record("a", old, unit=unit), record("b", new, unit=unit))

    lines = tell(NOTHING.model_copy(update={"changed": (change,)})).splitlines()

    assert f"  a → b ({told})" in lines


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("patents", "", "unit patents → none"), ("", "designs", "unit none → designs")],
)
def test_a_change_of_unit_is_told_instead_of_a_size(old: str, new: str, told: str) -> None:
    change = changed(record("a", 1, unit=old), record("b", 2, unit=new))

    assert f"a → b ({told})" in tell(NOTHING.model_copy(update={"changed": (change,)}))


def test_all_that_differs_is_told_in_its_order() -> None:
    sentence = changed(record("10", 10), record("20", 20, occurrence=2), "a reason")
    cell = changed(record("5", 5, place="cell"), record("5", 5.1, place="cell"))
    row = CellChange(row="filings:CHN-2021", column="applications", old="", new="7")
    withheld = CellChange(row="grants:CHN-2021")
    drawn = DrawnChange(
        page="chapters/first", label="fig-e", title="Filings", changed=(row, withheld),
        added=("filings:JPN-2021",), removed=(),
    )  # fmt: skip
    found = Comparison(
        parameters={"economy": ("CHN", "JPN"), "peers": ("", "top")},
        changed=(sentence, cell),
        appeared=(record("1", 1),),
        disappeared=(record("2", 2), record("3", 3)),
        exhibits_added=(shown("fig-a"),),
        exhibits_removed=(shown("fig-b"), shown("fig-b2")),
        now_missing=(shown("fig-c", missing="No data."),),
        now_shown=(shown("fig-d"),),
        drawn=(drawn,),
        datasets=(
            DatasetChange(dataset="filings", what="vintage", old="2023", new="2024"),
            DatasetChange(dataset="filings", what="licence", old="a", new="b"),
        ),
        datasets_added=("grants",),
        datasets_removed=("designs", "marks"),
    )

    assert tell(found).splitlines() == [
        "The editions differ: economy CHN → JPN. Numbers are compared by the words around them.",
        "The editions differ: peers none → top. Numbers are compared by the words around them.",
        "2 numbers changed (1 of them too little to be printed otherwise), 1 appeared, "
        "2 disappeared.",
        "1 exhibit with other data, 1 added, 2 removed, 1 now without data, 1 now with data.",
        "1 dataset changed, 1 added, 2 no longer used.",
        "",
        "Numbers in sentences that changed, most first",
        "  10 → 20 (+10, +100%)",
        "    chapters/first, fig-a, headline “… filed”, number 2",
        "    because a reason",
        "",
        "Numbers in tables that changed, most first",
        "  5 → 5 (+0.1, +2%)",
        "    chapters/first, fig-a, cell “… filed”",
        "    because the rows it rests on are the same: the way it is computed or printed changed",
        "",
        "Numbers that appeared",
        "  1",
        "    chapters/first, fig-a, headline “… filed”",
        "",
        "Numbers that disappeared",
        "  2",
        "    chapters/first, fig-a, headline “… filed”",
        "  3",
        "    chapters/first, fig-a, headline “… filed”",
        "",
        "Exhibits added",
        "  chapters/first, fig-a: Filings",
        "",
        "Exhibits removed",
        "  chapters/first, fig-b: Filings",
        "  chapters/first, fig-b2: Filings",
        "",
        "Exhibits now without data",
        "  chapters/first, fig-c: Filings (No data.)",
        "",
        "Exhibits now with data",
        "  chapters/first, fig-d: Filings",
        "",
        "Exhibits that show other data",
        "  chapters/first, fig-e: 2 rows changed, 1 added, 0 removed, of filings, grants",
        "",
        "Datasets that changed",
        "  filings: vintage 2023 → 2024",
        "  filings: licence a → b",
        "",
        "Datasets added",
        "  grants",
        "",
        "Datasets no longer used",
        "  designs",
        "  marks",
    ]


@pytest.mark.parametrize("count", [20, 21])
def test_a_section_has_at_most_twenty_entries(count: int) -> None:
    found = NOTHING.model_copy(update={"datasets_added": tuple(f"d{n}" for n in range(count))})

    entries = [line for line in tell(found).splitlines() if line.startswith("  ")]

    more = ["  and 1 more; --json has them all"] if count > 20 else []
    assert entries == [f"  d{n}" for n in range(20)] + more


@pytest.mark.parametrize("count", [4, 5, 6])
def test_a_number_has_at_most_four_reasons(count: int) -> None:
    change = changed(record("1", 1), record("2", 2), *(f"reason {n}" for n in range(count)))

    told = tell(NOTHING.model_copy(update={"changed": (change,)}))

    reasons = [line.strip() for line in told.splitlines() if "because" in line]
    more = [f"because and {count - 4} more reasons; --json has them all"] if count > 4 else []
    assert reasons == [f"because reason {n}" for n in range(4)] + more


def test_a_cell_is_told_with_what_it_held_and_holds() -> None:
    assert str(CellChange(row="d:a", column="n", old="", new="7")) == "d:a: n missing → 7"
    assert str(CellChange(row="d:a", column="n", old="7", new="")) == "d:a: n 7 → missing"
    assert str(CellChange(row="d:a")) == "d:a changed; its cells are not passed on"


def test_a_cell_that_is_withheld_is_kept_without_its_texts() -> None:
    kept = CellChange(row="d:a").model_dump()

    assert kept == {"row": "d:a", "column": "", "old": "", "new": ""}


def test_a_row_that_is_withheld_is_only_told_to_have_changed(tmp_path: Path) -> None:
    book = made_of(tmp_path, figure())
    one, other = (book.model_copy(update={"rows": {FILED: digest}}) for digest in ("a", "b"))

    (drawn,) = compare_books(one, other).drawn

    assert drawn.changed == (CellChange(row=FILED),)
    assert compare_books(one, one).drawn == ()


def test_a_number_computed_otherwise_is_told_how(tmp_path: Path) -> None:
    def computed(value: float, derivation: str) -> Provenance:
        said = (number("n", value, FILED, derivation=derivation),)
        return made_of(tmp_path, figure(headline=said, rows=()))

    one, other = computed(1, "a + b"), computed(2, "")

    assert [c.because for c in compare_books(one, other).changed] == [
        ("computed as: a + b → as held",)
    ]
    assert [c.because for c in compare_books(other, one).changed] == [
        ("computed as: printed as held → a + b",)
    ]


def test_datasets_and_exhibits_of_one_book_alone_are_told(tmp_path: Path) -> None:
    with_data = made_of(tmp_path, figure())
    empty = figure(headline=(), rows=(), sources=(), missing="No data.")
    without = made_of(tmp_path, empty)

    gone, come = compare_books(with_data, without), compare_books(without, with_data)

    assert (gone.datasets_removed, gone.datasets_added) == (("filings",), ())
    assert (come.datasets_removed, come.datasets_added) == ((), ("filings",))
    assert ([e.label for e in come.now_shown], come.now_missing) == (["fig-filings"], ())
    assert (gone.now_shown, [e.label for e in gone.now_missing]) == ((), ["fig-filings"])
    assert (gone.drawn[0].removed, gone.drawn[0].added) == ((FILED,), ())
    assert (come.drawn[0].removed, come.drawn[0].added) == ((), (FILED,))
    assert [e.label for e in compare_books(with_data, made_of(tmp_path)).exhibits_removed] == [
        "fig-filings"
    ]


def test_numbers_of_other_words_are_paired_only_where_there_are_as_many(tmp_path: Path) -> None:
    def told(*words: str) -> Provenance:
        notes = tuple(
            (Piece(text=f"{word} "), number("1", n, FILED)) for n, word in enumerate(words)
        )
        return made_of(tmp_path, figure(headline=(), rows=(), notes=notes))

    found = compare_books(told("one", "two"), told("three"))

    assert not found.changed
    assert [n.context for n in found.disappeared] == ["one …", "two …"]
    assert [n.context for n in found.appeared] == ["three …"]


def test_a_cell_of_another_row_is_another_number(tmp_path: Path) -> None:
    def table(name: str) -> Provenance:
        cells = (Piece(text=name), number("1", 1, FILED))
        return made_of(tmp_path, figure(headline=(), rows=(Row(cells=cells),)))

    found = compare_books(table("China"), table("Japan"))

    assert (len(found.appeared), len(found.disappeared), found.changed) == (1, 1, ())
