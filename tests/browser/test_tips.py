"""Pointing at a number: hover, tabulator, Escape, tap; with and without the script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from reportlib.base.payload import Piece, Row
from tests.browser.walking import AXE
from tests.conftest import require
from tests.web.books import Book, count, drawing, figure, findings, table, write_book

pytestmark = pytest.mark.book

LONG = "applications of residents and of others at this office, counted by the year of filing"
FAR = Piece(kind="number", text="24,338", value=24338, unit=LONG, rows=("filings:BRA-2020",))
# Its letters stand in it, not over what comes before it.
LETTERED = drawing("fig-first").replace("<text ", '<text y="20" ')


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with numbers in findings, a headline, a table view and a table."""
    wide = tuple(
        Row(cells=(Piece(text=name), count(f"{value:,}", value)))
        for name, value in (("A", 1000), ("B", 2000), ("C", 3000))
    )
    sentence = (Piece(text="So many applications were filed at the office in that year: "), FAR)
    book = write_book(
        tmp_path_factory.mktemp("pointed"),
        one=(
            "# One",
            findings("find-one", sentences=(sentence, (count("2,000", 2000),))),
            figure("fig-first", drawings={"wide": LETTERED}),
            table("tbl-one", rows=wide),
        ),
    )
    book.build()
    return book


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, small: Book) -> Iterator[Open]:
    """Open the page in a context of the test's own."""
    contexts: list[BrowserContext] = []

    def visit(width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 700}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.goto((small.folder / "_build" / "html" / "one.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


def numbers(page: Page) -> Locator:
    return page.locator(".findings button.source-of")


def cells(page: Page) -> Locator:
    return page.locator("#tbl-one td data")


def tip(page: Page) -> Locator:
    """The tips that are open."""
    return page.locator(".tip:popover-open")


def is_inside(page: Page) -> bool:
    box = tip(page).bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return min(box["x"], box["y"]) >= 0 and right <= size["width"] and bottom <= size["height"]


def test_a_tip_opens_beside_a_number_that_is_pointed_at(opened: Open) -> None:
    page = opened()
    numbers(page).first.hover()
    expect(tip(page)).to_contain_text("24,338 applications of residents")

    near, box = numbers(page).first.bounding_box(), tip(page).bounding_box()
    assert near is not None
    assert box is not None
    assert 0 <= box["y"] - near["y"] - near["height"] <= 12


def test_the_pointer_can_go_into_the_tip_and_follow_the_link(opened: Open) -> None:
    page = opened()
    numbers(page).first.hover()
    tip(page).get_by_role("link").hover()
    page.wait_for_timeout(400)
    tip(page).get_by_role("link").click()

    page.wait_for_url("**/data/filings.html#row-BRA-2020")
    assert page.locator("tr:target").inner_text().split() == ["BRA", "2020", "24338", ".."]


def test_a_tip_closes_when_the_pointer_leaves(opened: Open) -> None:
    page = opened()
    numbers(page).first.hover()
    expect(tip(page)).to_have_count(1)
    page.locator("article h1").hover()
    expect(tip(page)).to_have_count(0)


def test_one_tip_is_open_at_a_time(opened: Open) -> None:
    page = opened()
    for found in (numbers(page).nth(1), cells(page).first, numbers(page).nth(1)):
        found.hover()
        page.wait_for_timeout(400)
        expect(tip(page)).to_have_count(1)


@pytest.mark.parametrize("place", [".findings button.source-of", "#tbl-one td data"])
def test_escape_closes_a_tip(place: str, opened: Open) -> None:
    page = opened()
    page.locator(place).first.hover()
    expect(tip(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)


@pytest.mark.parametrize(("place", "row"), [(numbers, "BRA-2020"), (cells, "CHN-2020")])
def test_the_tabulator_opens_a_tip_and_goes_into_it(
    place: Callable[[Page], Locator], row: str, opened: Open
) -> None:
    page = opened()
    for _ in range(80):
        page.keyboard.press("Tab")
        if place(page).first.evaluate("found => found === document.activeElement"):
            break
    expect(tip(page)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(tip(page)).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/data/filings.html#row-{row}")


def test_a_tip_closes_when_the_tabulator_goes_on(opened: Open) -> None:
    page = opened()
    numbers(page).nth(1).focus()
    expect(tip(page)).to_contain_text("2,000 applications")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(tip(page).filter(has_text="2,000 applications")).to_have_count(0)


def test_arrow_keys_go_through_the_numbers_of_a_table(opened: Open) -> None:
    page = opened()
    cells(page).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(cells(page).nth(2)).to_be_focused()
    expect(tip(page)).to_contain_text("3,000 applications")
    assert cells(page).evaluate_all("all => all.map(one => one.tabIndex)") == [-1, -1, 0]


def test_a_table_is_one_stop_of_the_tabulator(opened: Open) -> None:
    page = opened()

    assert cells(page).evaluate_all("all => all.map(one => one.tabIndex)") == [0, -1, -1]


def test_the_numbers_of_a_list_are_one_stop_and_arrow_keys_go_on(opened: Open) -> None:
    page = opened()
    stops = "all => all.map(one => one.tabIndex)"
    assert numbers(page).evaluate_all(stops) == [0, -1]

    numbers(page).first.focus()
    page.keyboard.press("ArrowRight")
    expect(numbers(page).nth(1)).to_be_focused()
    expect(tip(page)).to_contain_text("2,000 applications")
    assert numbers(page).evaluate_all(stops) == [-1, 0]
    page.keyboard.press("Home")
    expect(numbers(page).first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [numbers, cells])
def test_a_tap_on_a_phone_opens_a_tip_within_the_window(
    place: Callable[[Page], Locator], scheme: str, opened: Open
) -> None:
    page = opened(390, has_touch=True, is_mobile=True, color_scheme=scheme)
    place(page).first.tap()

    expect(tip(page)).to_have_count(1)
    assert page.url.endswith("one.html")
    assert is_inside(page)
    tip(page).get_by_role("link").tap()
    page.wait_for_url("**/data/filings.html#row-*")


def test_a_tap_beside_a_tip_closes_it(opened: Open) -> None:
    page = opened(390, has_touch=True, is_mobile=True)
    numbers(page).first.tap()
    expect(tip(page)).to_have_count(1)
    page.locator("article h1").tap()
    expect(tip(page)).to_have_count(0)


def test_a_tip_at_the_foot_of_the_window_opens_above(opened: Open) -> None:
    page = opened()
    cells(page).last.evaluate("found => found.scrollIntoView({block: 'end'})")
    cells(page).last.hover()

    expect(tip(page)).to_have_count(1)
    assert is_inside(page)


def test_a_tip_opens_without_a_script_and_leads_to_the_row(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    numbers(page).first.click()

    expect(tip(page)).to_contain_text("24,338 applications of residents")
    assert is_inside(page)
    tip(page).get_by_role("link").click()
    page.wait_for_url("**/data/filings.html#row-BRA-2020")


def test_a_sentence_is_copied_with_its_numbers(opened: Open) -> None:
    page = opened()
    said = page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.findings li')),"
        "getSelection().toString()"
    )

    assert said.strip() == "So many applications were filed at the office in that year: 24,338"


def test_the_tip_of_a_number_in_a_table_says_what_its_marks_mean(opened: Open) -> None:
    page = opened()
    cell = cells(page).first
    cell.evaluate(
        "it => it.insertAdjacentHTML('afterend', '<sup title=\"p: provisional\">p</sup>')"
    )
    cell.click()
    page.keyboard.press("Escape")
    cell.click()  # the tip stands between number and marks by now

    assert page.locator("#tip-of-tables p").last.inner_text() == "p: provisional."


def test_print_shows_numbers_as_plain_text(opened: Open) -> None:
    page = opened()
    page.emulate_media(media="print")
    found = numbers(page).first

    assert found.evaluate("found => getComputedStyle(found).textDecorationLine") == "none"
    assert not page.locator("p.downloads").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", [numbers, cells])
def test_axe_finds_no_violation_in_an_open_tip(
    place: Callable[[Page], Locator], scheme: str, opened: Open
) -> None:
    require(AXE, "Run `npm ci`.")
    page = opened(color_scheme=scheme)
    place(page).first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({preload: false})")

    assert tip(page).count() == 1
    assert [violation["id"] for violation in found["violations"]] == []


def test_the_script_names_rows_as_the_annex_does(tmp_path: Path, browser: Browser) -> None:
    odd = Piece(kind="number", text="1", value=1, rows=("odd:A.b-R&D_中-1",))
    book = write_book(
        tmp_path, one=("# One", table("tbl-a", notes=(), sources=(), rows=(row_of(odd),)))
    )
    data = book.folder / "data"
    (data / "odd.csv").write_text("name,year,filed\nA.b,R&D 中,1\n", encoding="utf-8")
    text = (data / "filings.resource.yaml").read_text(encoding="utf-8").replace("filings", "odd")
    text = text.replace("economy, year", "name, year, filed").replace("economy", "name")
    (data / "odd.resource.yaml").write_text(text.replace("applications", "filed"), encoding="utf-8")
    pages = book.build()

    page = browser.new_page()
    page.goto((pages / "one.html").as_uri())
    page.locator("#tbl-a tbody :is(data, [data-rows])").click()
    tip(page).get_by_role("link").click()
    page.wait_for_url("**/data/odd.html#*")
    assert page.locator("tr:target").count() == 1
    page.close()


def row_of(piece: Piece) -> Row:
    return Row(cells=(Piece(text="Here"), piece))


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with a glossary and a text that uses one of its terms."""
    book = write_book(
        tmp_path_factory.mktemp("worded"),
        one=("# One\n\nThat right is in force.",),
        two=("# Two\n\n```{glossary}\nIn force\n  Alive at a date.\n```",),
    )
    book.build()
    return book


def term(browser: Browser, book: Book, **choices: Any) -> Page:
    page = browser.new_context(**choices).new_page()
    page.goto((book.folder / "_build" / "html" / "one.html").as_uri())
    return page


def test_a_term_shows_its_definition_to_pointer_and_tabulator_and_leads_to_it(
    browser: Browser, worded: Book
) -> None:
    page = term(browser, worded)
    page.locator("a.term").hover()
    expect(tip(page)).to_contain_text("Alive at a date.")
    page.keyboard.press("Escape")
    expect(tip(page)).to_have_count(0)
    page.mouse.move(0, 0)
    page.locator("a.term").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tip(page)).to_contain_text("Alive at a date.")
    page.keyboard.press("Enter")

    page.wait_for_url("**/two.html#term-In-force")
    page.context.close()


def test_a_tap_on_a_term_shows_its_definition_with_a_link(browser: Browser, worded: Book) -> None:
    page = term(browser, worded, has_touch=True)
    page.locator("a.term").tap()
    expect(tip(page)).to_contain_text("Alive at a date.")
    tip(page).get_by_role("link").tap()

    page.wait_for_url("**/two.html#term-In-force")
    page.context.close()


def test_without_a_script_a_term_is_a_link(browser: Browser, worded: Book) -> None:
    page = term(browser, worded, java_script_enabled=False)
    page.locator("a.term").click()

    page.wait_for_url("**/two.html#term-In-force")
    page.context.close()
