"""A number on a web page says where it comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docutils import nodes
from lxml.html import HtmlElement

from reportlib.base.payload import Piece, Row
from reportlib.web.nodes import number
from reportlib.web.tips import Origin, in_full, origins
from tests.web.books import (
    HOSTILE,
    Book,
    count,
    figure,
    findings,
    say,
    table,
    text_of,
    write_book,
)

SHARE = Piece(
    kind="number",
    text="51%",
    value=51.4285714285714,
    unit="percent",
    rows=("filings:CHN-2020", "filings:CHN-2021"),
    derivation=f"part / whole {HOSTILE} {{}}",
)
ALL = Piece(kind="number", text="4", value=4, unit="rows", whole=("filings",))
OWN = Piece(kind="number", text="7", value=7)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with numbers in findings, headlines, notes and tables."""
    first = Row(cells=(Piece(text="Here"), SHARE))
    made = write_book(
        tmp_path_factory.mktemp("tips"),
        first=("# First", figure("fig-first", rows=(first,), notes=(say("Of ", ALL, "."),))),
        second=(
            "# Second",
            findings(
                "find-second",
                sentences=(say(count("2,000", 2000), " or ", SHARE, " or ", OWN, "."),) * 2,
            ),
            table("tbl-second"),
        ),
    )
    made.build()
    return made


def tip_of(page: HtmlElement, button: HtmlElement) -> HtmlElement:
    """The element that a number's button opens."""
    return page.get_element_by_id(button.get("popovertarget"))


def test_a_number_in_a_text_opens_its_source_without_a_script(book: Book) -> None:
    page = book.page("second")
    (button, *_) = page.xpath("//li//button")
    tip = tip_of(page, button)

    assert text_of(button) == "2,000"
    assert button.xpath("./data/@value") == ["2000"]
    assert "popover" in tip.attrib
    assert [text_of(line) for line in tip.xpath("p")] == [
        "2,000 applications",
        "Filings: An office, 2024. Row CHN-2020.",
        "As it stands in the dataset.",
    ]


def test_a_number_is_described_by_its_source_for_screen_readers(book: Book) -> None:
    (button, *_) = book.page("second").xpath("//li//button")

    assert button.get("aria-describedby") == button.get("popovertarget")


def test_the_link_in_the_tip_leads_to_the_row_in_the_annex(book: Book) -> None:
    page = book.page("second")
    (button, *_) = page.xpath("//li//button")

    assert tip_of(page, button).xpath(".//a/@href") == ["data/filings.html#row-CHN-2020"]
    assert book.page("data/filings").xpath("//tr[@id='row-CHN-2020']")


def test_a_computed_number_says_how_and_of_how_many_rows(book: Book) -> None:
    page = book.page("second")
    lines = [text_of(line) for line in tip_of(page, page.xpath("//li//button")[1]).xpath("p")]

    assert lines == [
        "51.428571 percent",
        "Filings: An office, 2024. 2 rows, the first CHN-2020.",
        f"Part / whole {HOSTILE} {{}}.",
    ]
    assert not page.xpath("//*[@class='tips']//script")


def test_equal_numbers_share_a_tip(book: Book) -> None:
    page = book.page("second")
    named = page.xpath("//li//button/@popovertarget")

    assert (len(named), len(set(named))) == (4, 2)
    assert len(page.find_class("tip")) == 2


def test_marks_tell_what_they_mean_where_they_stand_and_in_the_tip(tmp_path: Path) -> None:
    marked = count("3,000", 3000).model_copy(update={"flags": "ex"})
    book = write_book(
        tmp_path,
        one=("# One", figure("fig-a", headline=say("All ", marked, "."), rows=())),
        two=("# Two", table("tbl-b", rows=(Row(cells=(Piece(text="Here"), marked)),), notes=())),
    )

    book.build()

    page, meaning = book.page("one"), "e: estimated or derived; x"
    (kept,) = page.find_class("marked")
    assert [each.tag for each in kept] == ["button", "sup"]
    assert kept[1].get("title") == meaning
    assert text_of(tip_of(page, kept[0]).xpath("p")[-1]) == f"{meaning}."
    assert book.page("two").xpath("//td//sup/@title") == [meaning]
    assert not book.page("two").find_class("marked")


def test_a_number_stays_on_the_line_of_its_bracket(tmp_path: Path) -> None:
    flagged = count("20", 20).model_copy(update={"flags": "e"})
    told = say("Most (", count("3,000", 3000), "), few (", flagged, ").")
    book = write_book(tmp_path, one=("# One", figure("fig-a", headline=told, rows=())))

    book.build()

    (headline,) = book.page("one").find_class("headline")
    assert text_of(headline) == "Most (3,000), few (20e)."
    assert [text_of(kept) for kept in headline.find_class("marked")] == ["(3,000", "(20e"]


def test_a_number_that_takes_a_whole_dataset_says_so(book: Book) -> None:
    page = book.page("first")
    (button,) = page.xpath("//p[@class='note']/button")

    assert text_of(tip_of(page, button).xpath("p")[1]) == "Filings: An office, 2024. All rows."
    assert tip_of(page, button).xpath(".//a/@href") == ["data/filings.html"]


def test_a_headline_tells_its_sources_without_a_link(book: Book) -> None:
    page = book.page("first")
    (button,) = page.xpath("//p[@class='headline']/button")

    assert "Row CHN-2020" in text_of(tip_of(page, button))
    assert not tip_of(page, button).xpath(".//a")


def test_no_link_stands_on_a_number(book: Book) -> None:
    for name in ("first", "second"):
        assert not book.page(name).xpath("//button//a | //a//button | //a//data | //data//a")


def test_a_number_without_a_source_is_no_button(book: Book) -> None:
    (own, *_) = book.page("second").xpath("//li//data[@value='7']")

    assert own.getparent().tag == "p"


def test_a_number_in_a_table_carries_what_a_tip_would_say(book: Book) -> None:
    page = book.page("first")
    (cell,) = page.xpath("//table//data")

    assert re.fullmatch("k[a-z2-7]{6}", cell.attrib.pop("id"))
    assert dict(cell.attrib) == {"value": "51.4285714285714", "data-rows": "2*0:CHN-2020"}
    (table,) = cell.iterancestors("table")
    assert table.get("data-of") == "filings"
    (column,) = [len(list(td.itersiblings(preceding=True))) for td in cell.iterancestors("td")]
    head = table.xpath("thead/tr/th")[column]
    assert (head.get("data-unit"), head.get("data-how")) == ("percent", SHARE.derivation)


def test_the_script_is_told_of_every_dataset_of_the_book(book: Book) -> None:
    text = (book.folder / "_build/html/data/tip-sources.js").read_text(encoding="utf-8")
    told = json.loads(text.removeprefix("window.reportSources = ").removesuffix(";\n"))

    assert told == {"filings": ["Filings", "An office, 2024", "filings.html", True]}


@pytest.mark.parametrize("builder", ["text", "epub"])
def test_other_builders_get_neither_tips_nor_scripts(builder: str, tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", findings("find-one", sentences=(say(SHARE),))))
    out = book.build(builder)

    assert not list(out.rglob("tip*"))
    for page in out.rglob("*.xhtml"):
        assert "<button" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "unit", "derivation", "said"),
    [
        (1497159, "applications", "", "1,497,159"),
        (2.57729, "percent", "", "2.57729"),
        (2.5772912345, "percent", "", "2.5772912345"),
        (2.5772912345, "percent", "part / whole", "2.5772912"),
        (1234567890.125, "dollars", "part * whole", "1,234,567,890.12"),
        (2023, "year", "", "2023"),
        (-0.5, "percent", "", "-0.5"),
    ],
)
def test_a_value_is_told_with_all_digits_that_mean_something(
    value: float, unit: str, derivation: str, said: str
) -> None:
    node = number("", "", nodes.Text("x"), value=value, unit=unit, derivation=derivation)

    assert in_full(node) == said


def test_the_datasets_behind_a_number_are_counted_in_their_order() -> None:
    found = origins(["b:2", "a:1", "b:1"], ["c", "a"])

    assert found == (Origin("b", 2, "b:2"), Origin("a", 1, "a:1"), Origin("c", 0, ""))
