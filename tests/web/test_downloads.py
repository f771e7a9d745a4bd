"""Rows and drawings of exhibits can be downloaded, as far as the terms allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.exports import as_csv
from reportlib.base.payload import Column, Piece, Row
from tests.web.books import (
    COLUMNS,
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


def offered(book: Book, name: str) -> list[tuple[str, list[str]]]:
    lines = book.page(name).find_class("downloads")
    return [(text_of(line), line.xpath("./a/@href")) for line in lines]


def test_a_figure_offers_rows_and_drawing_under_its_label(book: Book) -> None:
    assert offered(book, "one") == [
        (
            "Download: data (CSV), drawing (SVG)",
            ["downloads/fig-first.csv", "downloads/fig-first.svg"],
        )
    ]


def test_a_table_offers_its_rows(book: Book) -> None:
    assert offered(book, "two") == [("Download: data (CSV)", ["downloads/tbl-two.csv"])]


def test_the_files_hold_what_the_page_shows(book: Book) -> None:
    folder = book.folder / "_build" / "html" / "downloads"

    assert sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".svg")) == [
        *("fig-first.csv", "fig-first.svg", "tbl-two.csv")
    ]
    assert (folder / "fig-first.svg").read_text(encoding="utf-8") == drawing("fig-first")
    assert (folder / "fig-first.csv").read_text(encoding="utf-8").splitlines() == [
        "Office,Applications (number),row ids,source,licence",
        "Here,1000,filings:CHN-2020,An office: Filings & <grants> (2024 edition),CC BY 4.0",
        "There,2000,filings:CHN-2020,An office: Filings & <grants> (2024 edition),CC BY 4.0",
    ]


@pytest.mark.parametrize("terms", ["no", "derived-only"])
def test_rows_that_may_not_be_passed_on_are_drawn_and_not_offered(
    terms: str, tmp_path: Path
) -> None:
    book = book_of(tmp_path, redistribute=terms)

    why = "data – not offered for download: terms of the publisher (Filings)"
    assert offered(book, "one") == [
        (f"Download: drawing (SVG), {why}", ["downloads/fig-first.svg"])
    ]
    assert offered(book, "two") == [(f"Download: {why}", [])]
    assert not list((book.folder / "_build" / "html").rglob("*.csv"))
    assert book.page("one").find_class("drawing")


def test_a_missing_value_is_empty_and_a_unit_comes_from_the_numbers() -> None:
    columns = (Column(title="Office"), Column(title="2023", numeric=True))
    rows = (
        Row(cells=(Piece(text="Here, there"), count("1.5 million", 1500000))),
        Row(cells=(Piece(text="Nowhere"), Piece(text=".."))),
    )

    lines = as_csv(table("tbl-a", columns=columns, rows=rows, sources=())).splitlines()

    assert lines == [
        "Office,2023 (applications),row ids,source,licence",
        '"Here, there",1500000,filings:CHN-2020,,',
        "Nowhere,,,,",
    ]


def test_what_keeps_words_on_a_line_is_a_space_in_a_file() -> None:
    rows = (Row(cells=(Piece(text="class\N{NO-BREAK SPACE}D"), count("3", 3))),)

    assert "\nclass D,3," in as_csv(table("tbl-a", columns=COLUMNS, rows=rows))


def test_a_value_is_exact_whatever_the_page_rounds_it_to() -> None:
    rows = (Row(cells=(Piece(text="Here"), count("0.33", 1 / 3))),)

    assert "Here,0.333333333333333," in as_csv(table("tbl-a", columns=COLUMNS, rows=rows))
