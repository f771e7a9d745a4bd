"""Exhibits with nothing to show become lines at a page's end, and what stood around them goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement

from reportlib.base.payload import Payload
from tests.web.books import figure, findings, missing_figure, text_of, write_book

pytestmark = pytest.mark.book

CHAPTER = (
    "# Designs\n\n## How many?\n\nWhat is counted.",
    missing_figure("fig-none"),
    "What the first drawing shows.",
    figure("fig-some"),
    'What the second shows.\n\n<a id="who"></a>\n\n## Who?\n\nWho files.',
    missing_figure("fig-nobody"),
    'What to think of them.\n\n<a id="limits"></a>\n\n## What not?',
    figure("fig-more"),
    "No more.",
    Payload(kind="table", label="tbl-none", title="Talent", missing="Not counted."),
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> HtmlElement:
    folder = tmp_path_factory.mktemp("absent")
    told = "# Else\n\nSee {ref}`who`, {ref}`limits`, {numref}`fig-none` and {numref}`fig-some`."
    book = write_book(folder, one=CHAPTER, two=(told,))
    book.build()
    assert book.warnings["html"] == ""
    both: HtmlElement = book.page("one")
    both.append(book.page("two"))
    return both


def article(page: HtmlElement) -> str:
    return text_of(page.find(".//article"))


def test_each_reason_is_an_item_that_names_its_exhibits(page: HtmlElement) -> None:
    items = page.xpath("//section[@id='not-available']//li")

    assert [text_of(item) for item in items] == [
        "Designs by office; Designs by office: No design counts are published for this economy.",
        "Talent: Not counted.",
    ]


def test_more_names_than_a_line_holds_are_a_list_under_the_reason(tmp_path: Path) -> None:
    book = write_book(
        tmp_path, one=("# One", *map(missing_figure, ("fig-a", "fig-b", "fig-c", "fig-d")))
    )

    book.build()

    (item,) = book.page("one").xpath("//section[@id='not-available']/ul/li")
    assert text_of(item.xpath("p")[0]) == (
        "No design counts are published for this economy. Not shown:"
    )
    assert [text_of(each) for each in item.xpath("ul/li")] == ["Designs by office"] * 4
    assert item.xpath("ul/li//@id") == ["fig-a", "fig-b", "fig-c", "fig-d"]


def test_the_list_closes_the_page(page: HtmlElement) -> None:
    (page_,) = page.find(".//article").xpath("section")

    assert page_.xpath("section/@id")[-1] == "not-available"


def test_absent_exhibits_take_no_number(page: HtmlElement) -> None:
    numbers = page.find(".//article").find_class("caption-number")

    assert [text_of(number) for number in numbers] == ["Fig. 1.1", "Fig. 1.2"]


def test_the_text_that_follows_goes_and_the_rest_stays(page: HtmlElement) -> None:
    text = article(page)

    assert "What the first drawing shows." not in text
    assert "What is counted." in text
    assert "What the second shows." in text


def test_a_section_of_nothing_else_goes(page: HtmlElement) -> None:
    assert "Who" not in article(page)


def test_a_label_of_what_went_leads_to_the_list(page: HtmlElement) -> None:
    (link, *_) = [a for a in page.iter("a") if a.get("href", "").endswith("#who")]

    assert page.xpath("//section[@id='not-available']/span[@id='who']")
    assert text_of(link) == "What is not available in this edition?"


def test_a_reference_by_number_reads_the_title_of_what_is_absent(page: HtmlElement) -> None:
    (link,) = [a for a in page.iter("a") if a.get("href", "").endswith("#fig-none")]

    assert text_of(link) == "Designs by office"


def test_a_page_that_lacks_nothing_has_no_list(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", figure("fig-a")))

    book.build()

    assert not book.page("one").xpath("//section[@id='not-available']")


def test_findings_say_in_their_place_that_there_are_none(tmp_path: Path) -> None:
    none = findings("find-a", sentences=(), missing="Nothing is held.")
    book = write_book(tmp_path, one=("# One", none))

    book.build()

    (panel,) = book.page("one").xpath("//*[@id='find-a']")
    assert text_of(panel.find_class("missing")[0]) == "Nothing is held."
