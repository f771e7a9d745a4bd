"""Rows and drawings of exhibits can be downloaded, as far as the terms allow."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import etree

from reportlib.base.exports import as_csv
from reportlib.base.payload import Column, Piece, Row
from tests.web.books import (
    COLUMNS,
    SOURCE,
    Book,
    count,
    drawing,
    figure,
    findings,
    missing_figure,
    table,
    text_of,
    write_book,
    write_data,
)

pytestmark = pytest.mark.book


def book_of(folder: Path, redistribute: str = "yes") -> Book:
    made = write_book(
        folder,
        one=("# One", figure("fig-first"), missing_figure("fig-none"), findings("find-one")),
        two=("# Two", table("tbl-two")),
    )
    write_data(folder, redistribute=redistribute)
    made.build()
    return made


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tmp_path_factory.mktemp("downloads"))


def offered(book: Book, name: str) -> list[str]:
    """The files that the actions of a page's exhibits lead to, those of data in what they open."""
    found: list[str] = book.page(name).xpath(
        "//div[@class='card-foot']//a[starts-with(@href, 'downloads/')]/@href"
    )
    return found


def test_a_figure_offers_rows_and_drawing_under_its_label(book: Book) -> None:
    assert offered(book, "one") == [
        *("downloads/fig-first.svg", "downloads/fig-first.csv", "downloads/fig-first.json")
    ]


def test_a_table_offers_its_rows(book: Book) -> None:
    assert offered(book, "two") == ["downloads/tbl-two.csv", "downloads/tbl-two.json"]


def test_the_files_hold_what_the_page_shows(book: Book) -> None:
    folder = book.folder / "_build" / "html" / "downloads"

    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".svg")) == [
        *("fig-first.csv", "fig-first.svg", "tbl-two.csv")
    ]
    with (folder / "fig-first.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = (
        "indicator: Applications by office, 2015–2023 | unit: number | "
        "source: An office: Filings & <grants> (2024 edition) | licence: CC BY 4.0 | "
        "edition: Intellectual property: a report book"
    )
    same = {"row ids": "filings:CHN-2020", said: ""}
    assert rows == [
        {"Office": "Here", "Applications (number)": "1000", **same},
        {"Office": "There", "Applications (number)": "2000", **same},
    ]


def test_a_drawing_says_by_itself_what_it_shows_and_whose_data(book: Book) -> None:
    file = book.folder / "_build" / "html" / "downloads" / "fig-first.svg"
    svg = etree.parse(file).getroot()
    title, told, *drawn = svg

    assert title.text == "Filings reached 2,000."
    said = str(told.text)
    assert "Applications filed, number" in said
    assert "Data: An office: Filings & <grants> (2024 edition, CC BY 4.0)." in said
    assert len(drawn) == len(etree.fromstring(drawing("fig-first")))


@pytest.mark.parametrize("terms", ["no", "derived-only"])
def test_rows_that_may_not_be_passed_on_are_drawn_and_not_offered(
    terms: str, tmp_path: Path
) -> None:
    book = book_of(tmp_path, redistribute=terms)

    why = "Not offered for download: terms of the publisher (Filings)."
    assert offered(book, "one") == ["downloads/fig-first.svg", "downloads/fig-first.json"]
    assert offered(book, "two") == ["downloads/tbl-two.json"]
    for name, label in (("one", "fig-first"), ("two", "tbl-two")):
        page = book.page(name)
        (action,) = page.find_class("action-closed")
        assert action.get("popovertarget") == f"{label}-data"
        assert why in text_of(page.get_element_by_id(f"{label}-data"))
    assert not list((book.folder / "_build" / "html").rglob("*.csv"))
    assert book.page("one").find_class("drawing")


def test_a_number_with_a_mark_is_named_beside_its_row_with_what_the_mark_means() -> None:
    marked = count("1,000", 1000).model_copy(update={"flags": "ep"})
    rows = (
        Row(cells=(Piece(text="Here"), marked)),
        Row(cells=(Piece(text="There"), count("2,000", 2000))),
    )

    head, *lines = csv.reader(as_csv(table("tbl-a", columns=COLUMNS, rows=rows)).splitlines())

    assert head[2:4] == ["marks", "row ids"]
    assert "marks: e estimated or derived; p provisional | " in head[4]
    assert [line[2] for line in lines] == ["Applications: ep", ""]


def test_a_missing_value_is_empty_and_a_unit_comes_from_the_numbers() -> None:
    columns = (Column(title="Office"), Column(title="2023", numeric=True))
    rows = (
        Row(cells=(Piece(text="Here, there"), count("1.5 million", 1500000))),
        Row(cells=(Piece(text="Nowhere"), Piece(text=".."))),
    )

    lines = as_csv(table("tbl-a", columns=columns, rows=rows, sources=())).splitlines()

    assert lines == [
        "Office,2023 (applications),row ids,"
        '"indicator: Offices compared, 2023 | unit: applications"',
        '"Here, there",1500000,filings:CHN-2020,',
        "Nowhere,,,",
    ]


FORMULAS = ("=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\uff1d1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_spreadsheet_computes_a_text_of_a_file(formula: str) -> None:
    columns = (Column(title=formula), Column(title=formula, unit="number", numeric=True))
    own = (Row(cells=(Piece(text=formula), Piece(kind="number", text="−5", value=-5))),)
    source = SOURCE.model_copy(update={"publisher": formula, "licence": formula})
    exhibit = table("tbl-a", title=formula, columns=columns, rows=own, sources=(source,))

    lines = list(csv.reader(as_csv(exhibit, formula).splitlines()))

    assert [lines[0][:2], lines[1][:2]] == [
        [f"'{formula}", f"'{formula} (number)"],
        [f"'{formula}", "-5"],
    ]
    assert lines[0][3].startswith("indicator: ")


def test_the_rows_behind_a_row_stand_in_short_dataset_by_dataset() -> None:
    cells = [
        Piece(kind="number", text="1", value=1, rows=(f"a:{economy}-2020", f"b:{economy}-2020"))
        for economy in ("CHN", "DEU")
    ]
    whole = Piece(kind="number", text="2", value=2, whole=("c",))
    columns = tuple(Column(title=title, numeric=True) for title in "xyz")

    _, line = as_csv(
        table("tbl-a", columns=columns, rows=(Row(cells=(*cells, whole)),), sources=())
    ).splitlines()

    assert line == '1,1,2,"a:{CHN,DEU}-2020 b:{CHN,DEU}-2020 c:",'


def test_a_signed_number_in_words_stays_as_it_is() -> None:
    rows = (Row(cells=(Piece(text="-3.5 %"), count("3", 3))),)

    assert "\n-3.5 %,3," in as_csv(table("tbl-a", columns=COLUMNS, rows=rows))


def test_what_keeps_words_on_a_line_is_a_space_in_a_file() -> None:
    rows = (Row(cells=(Piece(text="class\N{NO-BREAK SPACE}D"), count("3", 3))),)

    assert "\nclass D,3," in as_csv(table("tbl-a", columns=COLUMNS, rows=rows))


def test_a_value_is_exact_whatever_the_page_rounds_it_to() -> None:
    rows = (Row(cells=(Piece(text="Here"), count("0.33", 1 / 3))),)

    assert "Here,0.333333333333333," in as_csv(table("tbl-a", columns=COLUMNS, rows=rows))
