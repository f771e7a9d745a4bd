"""The opening of a book and tiles, as pages show them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml.html import HtmlElement

from reportlib.base.payload import MISSING, Column, Payload, Piece, Row, Tile
from tests.web.books import (
    HOSTILE,
    SOURCE,
    Book,
    count,
    drawing,
    figure,
    notebook,
    say,
    table,
    text_of,
    write_book,
)

pytestmark = pytest.mark.book

COLUMNS = tuple(Column(title=title) for title in ("Measure", "Value", "Unit", "Rank", "Of"))


def opening(**changes: Any) -> Payload:
    values: dict[str, Any] = {
        "kind": "cover",
        "label": "find-edition",
        "title": "Here",
        "subtitle": "中国",
        "caption": "Data read up to a day.",
        "sentences": (say("Here filed ", count("2,000", 2000), "."),),
        "sources": (SOURCE,),
    }
    return Payload(**{**values, **changes})


def numbers(**changes: Any) -> Payload:
    def row(name: str, rank: Piece, of: Piece) -> Row:
        return Row(cells=(Piece(text=name), count("3", 3), Piece(text="filed, 2020"), rank, of))

    values: dict[str, Any] = {
        "kind": "tiles",
        "label": "find-numbers",
        "title": "Here in two numbers",
        "columns": COLUMNS,
        "rows": (
            row("Filings", count("4", 4), count("83", 83)),
            row(HOSTILE, Piece(text="not ranked"), Piece(text=MISSING)),
        ),
        "tiles": (
            Tile(
                title="Filings",
                target="fig-one",
                drawing=drawing("find-numbers-1-trend"),
                alt="Filings: 1 in 2000, 3 in 2020",
                strip=drawing("find-numbers-1-place"),
            ),
            Tile(title=HOSTILE),
        ),
        "sources": (SOURCE,),
    }
    return Payload(**{**values, **changes})


def cards() -> Payload:
    return Payload(
        kind="tiles",
        label="find-cards",
        title="What the book finds",
        sentences=(say("Filings reached ", count("2,000", 2000), "."), say(HOSTILE)),
        tiles=(
            Tile(
                title="Designs",
                target="designs",
                drawing=drawing("find-cards-1"),
                alt="Filings, 2000–2020: 1 in 2000, 3 in 2020",
                about="Filings, 2000–2020",
            ),
            Tile(title=HOSTILE, target="designs"),
        ),
        sources=(SOURCE,),
    )


def write(folder: Path) -> Book:
    """A book whose first page is a cover, and one chapter."""
    chapter = (
        '<a id="designs"></a>\n\n# Designs\n\nOf designs.',
        figure("fig-one"),
        figure("fig-two"),
        table("tbl-one", notes=()),
    )
    book = write_book(folder, one=chapter)
    (folder / "index.md").unlink()
    front = notebook(
        "# A small book",
        opening(),
        figure("fig-lead"),
        "## Where does it stand?",
        numbers(),
        "## What is found?",
        cards(),
    )
    nbformat.write(front, folder / "index.ipynb")
    return book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    made = write(tmp_path_factory.mktemp("cover"))
    made.build()
    assert made.warnings["html"] == ""
    return made


@pytest.fixture(scope="module")
def page(book: Book) -> HtmlElement:
    return book.page("index")


def of_class(page: HtmlElement, name: str) -> list[HtmlElement]:
    found: list[HtmlElement] = page.find_class(name)
    return found


def test_the_name_is_the_heading_and_the_books_title_stands_under_it(page: HtmlElement) -> None:
    (heading,) = page.xpath("//h1")
    (second,) = heading.find_class("second-name")
    assert text_of(heading) == "Here 中国"
    assert second.get("lang") == "zh"
    assert [text_of(each) for each in of_class(page, "sub")] == ["A small book"]


def test_the_lead_stands_beside_the_opening(page: HtmlElement) -> None:
    (hero,) = of_class(page, "hero")
    opening_, plate = hero
    assert [each.get("id") for each in opening_.find_class("cover-opening")] == ["find-edition"]
    assert [each.get("id") for each in plate.xpath(".//figure")] == ["fig-lead"]
    assert not page.xpath("//section[h2]//*[@id='fig-lead']")


def test_the_opening_leads_to_the_first_chapter_and_the_data(page: HtmlElement) -> None:
    (actions,) = of_class(page, "go")
    assert [(text_of(a), a.get("href")) for a in actions] == [
        ("Start reading", "one.html"),
        ("All data", "data/index.html"),
    ]


def test_a_tile_leads_to_its_exhibit_and_its_numbers_tell_their_rows(page: HtmlElement) -> None:
    first = page.get_element_by_id("find-numbers")[0]
    (link,) = first.xpath(".//a")
    told = first.xpath(".//*[@data-rows]")
    assert (text_of(link), link.get("href")) == ("Filings", "one.html#fig-one")
    assert [text_of(each) for each in told] == ["3", "4", "83"]
    assert {each.get("data-rows") for each in told} == {"filings:CHN-2020"}
    assert text_of(first.find_class("tile-place")[0]) == "4 of 83"


def test_a_tile_without_a_place_says_so_and_nothing_else(page: HtmlElement) -> None:
    second = page.get_element_by_id("find-numbers")[1]
    assert [each.get("class") for each in second] == [
        "tile-title",
        "tile-value",
        "tile-detail",
        "tile-place",
    ]
    assert text_of(second.find_class("tile-place")[0]) == "not ranked"


def test_a_trend_has_words_and_a_strip_is_told_beside_it(page: HtmlElement) -> None:
    first = page.get_element_by_id("find-numbers")[0]
    (trend,) = first.xpath(".//*[@class='tile-trend']/div")
    (strip,) = first.xpath(".//*[@class='tile-strip']/div")
    assert (trend.get("role"), trend.get("aria-label")) == ("img", "Filings: 1 in 2000, 3 in 2020")
    assert (strip.get("aria-hidden"), strip.get("role")) == ("true", None)


def test_a_card_has_its_chapters_number_and_how_much_that_shows(page: HtmlElement) -> None:
    first = page.get_element_by_id("find-cards")[0]
    assert text_of(first.find_class("tile-title")[0]) == "1 Designs"
    assert first.xpath(".//a/@href") == ["one.html#designs"]
    assert text_of(first.find_class("tile-about")[0]) == "Filings, 2000–2020"
    assert text_of(first.find_class("tile-detail")[0]) == "2 figures, 1 table"


def test_words_in_tiles_are_words(page: HtmlElement) -> None:
    for label in ("find-numbers", "find-cards"):
        assert HOSTILE in text_of(page.get_element_by_id(label)[1])
        assert not page.get_element_by_id(label).xpath(".//script")


def test_no_element_of_a_cover_has_a_style_of_its_own(page: HtmlElement) -> None:
    assert page.xpath("//*[@style][not(ancestor-or-self::*[local-name()='svg'])]") == []


def test_only_pages_with_tiles_load_their_style_sheet(book: Book, page: HtmlElement) -> None:
    sheets = "//link[contains(@href, 'cover.css')]"
    assert len(page.xpath(sheets)) == 1
    assert book.page("one").xpath(sheets) == []
    assert (book.folder / "_build" / "html" / "_static" / "cover.css").is_file()


def test_an_opening_without_data_says_so_in_its_place(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", opening(sentences=(), missing="Nothing is held.")))
    book.build()
    (said,) = of_class(book.page("one"), "stand")
    assert text_of(said) == "Nothing is held."


def test_tiles_that_do_not_match_their_rows_are_refused(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", numbers(tiles=())))
    with pytest.raises(Exception, match="find-numbers: each row or sentence of tiles needs one"):
        book.build()
