"""The card of an exhibit, opened from disk: tabs, actions, what is downloaded, on a phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import nbformat
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from reportlib.base.payload import Column, Piece, Row
from tests.web.books import (
    COLUMNS,
    Book,
    count,
    drawing,
    figure,
    notebook,
    say,
    table,
    write_book,
)
from tests.web.test_cover import opening

pytestmark = pytest.mark.book

RED = "#c2380f"
WORDS = "A statement of one who knows, and of another who does not know"
STATED = (Column(title="Statement"), Column(title="By"), Column(title="Verdict", lead=True))
YEARS = (Column(title="Office"), *(Column(title=str(y), numeric=True) for y in range(2010, 2026)))
MARKED = f'<rect x="10" y="20" width="30" height="10" fill="{RED}"/>'
WIDE = (70, 40)  # of the drawing, in its units


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with a figure, a table of texts, a table of numbers, and rows not to pass on."""
    many = Row(
        cells=(Piece(text="Here"), *(count(f"{year},000", year * 1000) for year in range(16)))
    )
    stated = Row(cells=tuple(Piece(text=text) for text in (WORDS, "a daily", "differs")))
    made = write_book(
        tmp_path_factory.mktemp("card"),
        one=(
            "# One",
            figure(
                "fig-first",
                drawings={"wide": drawing("fig-first", MARKED), "narrow": drawing("narrow")},
                caution="A step is no change of staff.",
                chip="Peers: nearest in GDP",
            ),
            table("tbl-words", columns=STATED, rows=(stated,), notes=()),
            table("tbl-numbers", columns=YEARS, rows=(many,), notes=(), headline=say("So.")),
        ),
    )
    made.build()
    return made


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, book: Book) -> Iterator[Open]:
    """Open the page from disk in a context of the test's own; nothing may be complained of."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto((book.folder / "_build" / "html" / "one.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def card(page: Page, label: str = "fig-first") -> Locator:
    return page.locator(f".exhibit:has(#{label})")


def action(page: Page, word: str, label: str = "fig-first") -> Locator:
    return card(page, label).locator(".actions").get_by_text(word, exact=True)


def picture(page: Page) -> Image.Image:
    """The picture that a page offers, as it is saved."""
    with page.expect_download() as found:
        action(page, "PNG").click()
    assert found.value.suggested_filename == "fig-first.png"
    return Image.open(found.value.path()).convert("RGB")


def show_table(page: Page) -> None:
    card(page).get_by_role("tab", name="Chart").press("ArrowRight")


def linked(found: Locator) -> Path:
    """The file on disk that a link leads to."""
    return Path(unquote(urlparse(found.evaluate("link => link.href")).path))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_has_drawing_and_words_on_white_whatever_the_theme(
    scheme: str, opened: Open
) -> None:
    made = picture(opened(color_scheme=scheme))
    colours = {colour: n for n, colour in made.getcolors(made.width * made.height) or ()}

    assert made.width == (WIDE[0] + 2 * 14) * 3  # the drawing and its margins, three pixels each
    assert made.height > (WIDE[1] + 2 * 14) * 3  # and lines above and below
    assert made.getpixel((0, 0)) == (255, 255, 255)
    assert colours[(194, 56, 15)] >= 30 * 10 * 9 * 0.95  # the mark, whole
    assert dark(made, 0, 60) > 50  # a headline
    assert dark(made, made.height - 90, made.height) > 50  # and whose data


def dark(made: Image.Image, top: int, foot: int) -> int:
    """How many pixels between two heights are letters."""
    grey = made.crop((0, top, made.width, foot)).convert("L")
    return sum(grey.histogram()[:160])


def test_the_picture_has_the_words_of_the_drawing(opened: Open) -> None:
    page = opened()
    label = page.locator(".drawing :is(.label text, text.label)").first
    label.evaluate("it => it.setAttribute('y', 35)")
    before = picture(page)
    label.evaluate("it => { it.textContent = 'other words' }")
    after = picture(page)

    assert before.size == after.size
    assert before.tobytes() != after.tobytes()


def test_the_picture_is_of_the_figure_whatever_part_is_shown(opened: Open) -> None:
    page = opened()
    first = picture(page)
    show_table(page)

    assert picture(page).tobytes() == first.tobytes()


def test_the_drawing_as_a_file_has_the_words_that_the_page_shows(opened: Open) -> None:
    page = opened()
    svg = etree.parse(linked(action(page, "SVG"))).getroot()

    shown = card(page).locator(".drawing .wide text").all_text_contents()
    assert [text.text for text in svg.iter("{*}text")] == shown
    assert svg.findtext("{*}title") == "Filings reached 2,000."


def test_rows_as_a_file_are_those_of_the_table(opened: Open) -> None:
    page = opened()
    action(page, "Data").click()
    file = linked(page.locator("#fig-first-data a").first)
    heads, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))

    card(page).locator("[popover]:popover-open").press("Escape")
    show_table(page)
    shown = (
        card(page)
        .locator(".panel-table tbody tr")
        .evaluate_all(
            "all => all.map(row => [...row.cells].map("
            "cell => cell.querySelector('data')?.value ?? cell.innerText.trim()))"
        )
    )
    assert heads[: len(COLUMNS)] == ["Office", "Applications (number)"]
    assert [row[: len(COLUMNS)] for row in rows] == shown


def test_a_citation_is_copied_as_it_is_shown(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    action(page, "Cite").click()
    slip = page.locator("#fig-first-cite")
    said = slip.locator("pre").first.text_content()
    slip.get_by_role("button").first.click()
    expect(slip.get_by_role("button").first).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == said
    assert "Fig. 1.1" in str(said)


def test_where_nothing_may_be_copied_the_citation_is_selected(opened: Open) -> None:
    page = opened()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    action(page, "Cite").click()
    page.locator("#fig-first-cite button").last.click()

    assert page.evaluate("getSelection().toString()").startswith("@misc{fig-first")


def test_the_address_of_an_exhibit_is_copied(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    action(page, "Link").click()
    expect(card(page).locator(".action-link")).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == f"{page.url}#fig-first"


def test_actions_are_one_stop_and_the_arrow_keys_lead_on(opened: Open) -> None:
    page = opened()
    actions = card(page).locator(".actions > *")

    assert actions.evaluate_all("all => all.map(one => one.tabIndex)") == [0, -1, -1, -1, -1]
    actions.first.focus()
    for key, word in (("ArrowRight", "SVG"), ("End", "Link"), ("ArrowRight", "PNG")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == word
    page.keyboard.press("ArrowLeft")
    assert actions.evaluate_all("all => all.map(one => one.tabIndex)") == [-1, -1, -1, -1, 0]


def test_the_table_of_a_figure_tells_the_rows_of_the_figure(opened: Open) -> None:
    page = opened()
    show_table(page)
    cells = card(page).locator(".panel-table tbody tr > *")

    assert [text.strip() for text in cells.all_inner_texts()] == ["Here", "1,000", "There", "2,000"]


def test_without_a_script_files_and_citation_can_be_had_all_the_same(opened: Open) -> None:
    page = opened(java_script_enabled=False)

    assert card(page).locator(".actions > *").all_inner_texts() == ["SVG", "Data", "Cite", "Link"]
    action(page, "Cite").click()
    assert page.locator("#fig-first-cite pre").first.is_visible()
    assert page.locator("#fig-first-cite button").count() == 0


def test_print_has_neither_tabs_nor_actions(opened: Open) -> None:
    page = opened()
    page.emulate_media(media="print")

    for part in (".panel-chart", ".panel-table table", ".panel-notes p", ".caution"):
        assert card(page).locator(part).first.is_visible(), part
    for part in (".tabs", ".actions", ".credit"):
        assert not card(page).locator(part).is_visible(), part


def test_nothing_scrolls_the_page_sideways_on_a_phone(opened: Open) -> None:
    page = opened(390)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_a_row_of_texts_is_a_card_that_begins_with_the_verdict(opened: Open) -> None:
    cells = card(opened(390), "tbl-words").locator("tbody tr > *")
    boxes = cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    order = sorted(range(3), key=lambda at: boxes[at]["top"])

    assert order == [2, 0, 1]
    assert max(box["right"] for box in boxes) <= 390


def test_on_a_phone_numbers_scroll_beside_the_names_of_their_rows(opened: Open) -> None:
    scrolls = card(opened(390), "tbl-numbers").locator(".table-scroll")
    stub = scrolls.locator("tbody th")
    before = stub.bounding_box()
    moved = scrolls.evaluate("it => { it.scrollLeft = 200; return it.scrollLeft; }")

    assert moved == 200
    assert stub.bounding_box() == before


def test_on_a_phone_the_actions_are_a_row_of_equal_width(opened: Open) -> None:
    found = card(opened(390)).locator(".actions > *")
    boxes = found.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")

    assert len({round(box["width"]) for box in boxes}) == 1
    assert len({round(box["top"]) for box in boxes}) == 1


def test_a_link_to_a_number_of_a_table_opens_the_tab_that_it_is_in(opened: Open) -> None:
    page = opened()
    number = page.locator("#fig-first-table data").first
    expect(number).to_be_hidden()

    page.evaluate("name => { location.hash = name; }", number.get_attribute("id"))

    expect(number).to_be_visible()
    expect(page.locator("#fig-first-table-tab")).to_have_attribute("aria-selected", "true")


def test_on_a_phone_the_colophon_of_a_cover_stands_on_one_colour(
    browser: Browser, tmp_path: Path
) -> None:
    made = write_book(tmp_path, one=("# One",))
    (tmp_path / "index.md").unlink()
    colophon = table("tbl-edition", notes=(), caption="", sources=())
    cells = ("# A small book", opening(), figure("fig-lead"), "## What is this edition?", colophon)
    nbformat.write(notebook(*cells), tmp_path / "index.ipynb")
    made.build()
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((tmp_path / "_build" / "html" / "index.html").as_uri())

    first = page.locator("#tbl-edition tbody tr > :first-child").first
    expect(first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.close()
