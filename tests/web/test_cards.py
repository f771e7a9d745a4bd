"""An exhibit as a card: what stands in it, in which order, and what of it only web pages have."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from reportlib.base.payload import Column, Payload, Piece, Row
from reportlib.web.citing import bibtex, citation
from tests.web.books import HOSTILE, SOURCE, Book, figure, table, text_of, write_book

CHIP, CAUTION = "Peers: nearest in GDP", "A step is no change of staff."
BOOK = {
    "title": "A book",
    "authors": "Its developers",
    "year": "2026",
    "version": "1.2",
    "edition": "edition for Here",
    "address": "https://example.org/book",
}
LONG = Row(cells=tuple(Piece(text=text) for text in ("A statement " * 5, "differs", "a daily")))
WORDY = (Column(title="Statement"), Column(title="Verdict", lead=True), Column(title="By"))

book_test = pytest.mark.book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    made = write_book(
        tmp_path_factory.mktemp("cards"),
        one=(
            "# One",
            figure("fig-first", chip=CHIP, caution=CAUTION),
            figure("fig-own", subtitle="", chip=CHIP),
            figure("fig-bare", headline=(), subtitle="", title=HOSTILE, caption=HOSTILE),
            table("tbl-words", columns=WORDY, rows=(LONG,), notes=(), headline=()),
            table("tbl-numbers", caution=HOSTILE),
        ),
    )
    made.build()
    return made


@pytest.fixture
def page(book: Book) -> HtmlElement:
    return book.page("one")


def card(page: HtmlElement, label: str) -> HtmlElement:
    (found,) = page.xpath(f"//div[contains(@class, 'exhibit')][.//*[@id='{label}']]")
    return found


@book_test
def test_a_card_ends_with_source_and_actions_then_the_caution(page: HtmlElement) -> None:
    parts = [part.get("id") or part.get("class") for part in card(page, "fig-first")]

    assert parts == ["headline", "subtitle", "fig-first", "table-view", "card-foot", "caution"]
    assert text_of(card(page, "fig-first")[-1]) == f"Don’t conclude {CAUTION}"


@book_test
def test_the_rule_of_the_peers_stands_beside_what_is_drawn(page: HtmlElement) -> None:
    chips = [card(page, label).find_class("chip") for label in ("fig-first", "fig-own")]

    assert [text_of(chip) for (chip,) in chips] == [CHIP, CHIP]
    assert not card(page, "fig-bare").find_class("chip")


@book_test
def test_where_the_drawing_says_its_unit_the_caption_stands_under_the_headline(
    page: HtmlElement,
) -> None:
    (line,) = card(page, "fig-own").find_class("subtitle")

    assert text_of(line) == f"Applications by office, 2015–2023 {CHIP}"


@book_test
def test_actions_are_a_toolbar_in_the_order_of_their_use(page: HtmlElement) -> None:
    (toolbar,) = card(page, "fig-first").xpath(".//*[@role='toolbar']")

    assert [text_of(action) for action in toolbar] == ["SVG", "Data", "Cite", "Link"]
    assert toolbar.get("aria-label") == "Fig. 1.1: files, citation, link"
    assert toolbar.xpath("a[@class='action-link']/@href") == ["#fig-first"]


@book_test
def test_all_that_an_action_opens_is_in_the_page(page: HtmlElement) -> None:
    opened = page.xpath("//div[@role='toolbar']/button/@popovertarget")

    assert len(opened) == 10
    for name in opened:
        assert page.get_element_by_id(name).get("popover") is not None


@book_test
def test_a_citation_names_exhibit_number_book_and_data(page: HtmlElement) -> None:
    said = text_of(page.xpath("//*[@id='fig-first-cite']/pre")[0])

    assert said == (
        "The IP report book developers (2026). “Applications by office, 2015–2023”, Fig. 1.1. "
        "In: Intellectual property: a report book. "
        "Data: An office: Filings & <grants> (2024 edition, CC BY 4.0)."
    )


@book_test
def test_a_row_of_texts_has_the_titles_of_its_cells_for_a_phone(page: HtmlElement) -> None:
    words, numbers = card(page, "tbl-words"), card(page, "tbl-numbers")

    assert "stacked" in words.get("class")
    assert words.xpath(".//tbody//@data-title") == ["Statement", "Verdict", "By"]
    assert [text_of(cell) for cell in words.find_class("foremost")] == ["differs"]
    assert "stacked" not in numbers.get("class")
    assert not numbers.xpath(".//@data-title")


@book_test
def test_the_caution_is_in_what_machines_read_too(book: Book) -> None:
    folder = book.folder / "_build" / "html" / "downloads"
    record = json.loads((folder / "fig-first.json").read_text(encoding="utf-8"))

    assert (record["peers"], record["caution"]) == (CHIP, CAUTION)
    assert f"**Don’t conclude.** {CAUTION}" in (folder / "fig-first.md").read_text("utf-8")


@book_test
def test_markup_in_a_caution_and_a_citation_is_shown_and_not_run(page: HtmlElement) -> None:
    assert HOSTILE in text_of(card(page, "tbl-numbers").find_class("caution")[0])
    assert HOSTILE in text_of(page.get_element_by_id("fig-bare-cite"))
    assert not page.xpath("//*[contains(@class, 'exhibit')]//script")


@book_test
@pytest.mark.parametrize(("builder", "file"), [("text", "one.txt"), ("singlehtml", "index.html")])
def test_other_builders_show_the_caution_and_no_action(book: Book, builder: str, file: str) -> None:
    text = (book.build(builder) / file).read_text(encoding="utf-8")

    assert CAUTION in text
    assert "popovertarget=" not in text or 'role="toolbar"' not in text
    assert "BibTeX" not in text
    assert (CHIP in text) == (builder == "singlehtml")


@book_test
def test_a_setting_of_the_edition_is_in_every_citation_and_file(tmp_path: Path) -> None:
    made = write_book(tmp_path, one=("# One", figure("fig-first")))
    out = made.build(reportlib_cited=BOOK)

    said = text_of(made.page("one").get_element_by_id("fig-first-cite"))
    assert "In: A book. Version 1.2, edition for Here. Data:" in said
    assert "edition for Here" in (out / "downloads" / "fig-first.svg").read_text(encoding="utf-8")
    assert ' | edition: Here"\n' in (out / "downloads" / "fig-first.csv").read_text(
        encoding="utf-8"
    )


def exhibit(**changes: object) -> Payload:
    return figure("fig-a", **changes)


def test_an_entry_for_bibtex_is_named_by_exhibit_and_edition() -> None:
    lines = bibtex(exhibit(), "Fig. 2.1", BOOK).splitlines()

    assert lines == [
        "@misc{fig-a-edition-for-here-2026,",
        "  author = {{Its developers}},",
        "  title = {{Applications by office, 2015–2023}},",
        "  year = {2026},",
        "  howpublished = {Fig. 2.1, A book, Version 1.2, edition for Here},",
        r"  note = {Data: An office: Filings \& <grants> (2024 edition, CC BY 4.0)},",
        "  url = {https://example.org/book}",
        "}",
    ]


def test_nothing_in_an_entry_is_a_command_of_tex() -> None:
    said = bibtex(exhibit(caption=r"50% of x_1 \input ~ ^"), "", BOOK)

    special = r"\textasciitilde{} \textasciicircum{}"
    assert rf"title = {{{{50\% of x\_1 \textbackslash{{}}input {special}}}}}" in said


@pytest.mark.parametrize("brace", ["{", "}", "a } b {", r"\{"])
def test_braces_of_an_entry_are_even_whatever_is_cited(brace: str) -> None:
    book = BOOK | {"title": brace, "authors": brace, "address": f"https://example.org/{brace}"}

    said = bibtex(exhibit(caption=brace), brace, book)

    # As BibTeX counts, for which a brace behind a backslash is one too.
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in said))
    assert (depths[-1], depths.index(0, said.index("{"))) == (0, len(said) - 1)


def test_many_datasets_are_counted_in_a_citation() -> None:
    many = [SOURCE.model_copy(update={"dataset": f"d{at}"}) for at in range(13)]

    assert "Data: 13 datasets of 1 publishers, named beside it." in citation(
        exhibit(sources=many), "", BOOK
    )
