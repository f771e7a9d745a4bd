"""The search: by its field and by keys, from disk, on a phone; names with markup stay text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.walking import AXE
from tests.conftest import require
from tests.web.books import Book, figure, rows, say, table, write_book

pytestmark = pytest.mark.book

HARM = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with markup in every name that a stranger can give."""
    book = write_book(
        tmp_path_factory.mktemp("hostile"),
        one=(
            "# One\n\n" + " ".join(["A word of many."] * 40) + " Then the brevet.",
            f"## A question of `{HARM}`?\n\nThe Málaga answer.",
            figure("fig-first", title=f"Zebras {HARM}", headline=say(f"Zebras {HARM}")),
            table("tbl-first", title="Countries compared", rows=rows("中国", HARM)),
        ),
    )
    descriptor = book.folder / "data" / "filings.resource.yaml"
    said = descriptor.read_text(encoding="utf-8")
    named = said.replace("  short_title: Filings\n", f"  short_title: 'Filings {HARM}'\n")
    assert named != said
    descriptor.write_text(named, encoding="utf-8")
    book.build()
    return book


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, small: Book) -> Iterator[Open]:
    """Open a page in a context of the test's own, and nothing else than files of the book."""
    contexts: list[BrowserContext] = []

    def visit(name: str = "one.html", width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 700}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{(small.folder / '_build' / 'html').as_uri()}/{name}")
        return page

    yield visit
    for context in contexts:
        context.close()


def test_a_script_that_fails_stops_no_other(opened: Open) -> None:
    page = opened("one.html#fig-first")
    page.add_init_script("delete Element.prototype.checkVisibility")  # as in older browsers
    with page.expect_event("pageerror"):
        page.reload()

    expect(page.locator(".find kbd")).to_be_visible()


def sought(page: Page, words: str) -> list[str]:
    """Open the search by its key, and type; what is shown of each result."""
    page.keyboard.press("Control+k")
    expect(page.locator(".find-field")).to_be_focused()
    page.keyboard.type(words)
    return page.locator(".found").all_inner_texts()


@pytest.mark.parametrize("key", ["Control+k", "Meta+k"])
def test_a_key_opens_the_search_and_escape_closes_it(key: str, opened: Open) -> None:
    page = opened()
    page.keyboard.press(key)
    expect(page.locator(".find-field")).to_be_focused()
    page.keyboard.type("zeb")
    page.keyboard.press("Escape")

    expect(page.locator(".find-box")).to_be_hidden()


@pytest.mark.parametrize("key", ["/", "k", "Control+Alt+k"])
def test_no_single_letter_and_no_other_key_opens_the_search(key: str, opened: Open) -> None:
    page = opened()
    page.keyboard.press(key)

    expect(page.locator(".find-box")).to_have_count(0)


def test_the_field_names_the_key_that_opens_the_search(opened: Open) -> None:
    assert opened().locator(".find a kbd").inner_text() == "Ctrl K"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("zebra", "Zebras"),
        ("ZEBRAS", "Zebras"),
        ("country", "Countries compared"),
        ("malaga", "A question"),
        ("国", "Countries compared"),
        ("filings 2024", "Filings"),
        ("offices", "Filings"),
    ],
)
def test_words_are_found_by_their_beginnings_without_case_or_accents(
    words: str, title: str, opened: Open
) -> None:
    assert any(title in found for found in sought(opened(), words))


@pytest.mark.parametrize("words", ["ebra", "zebra nowhere", "?!"])
def test_nothing_else_is_found(words: str, opened: Open) -> None:
    assert sought(opened(), words) == []


def test_an_excerpt_shows_the_words_marked_and_is_short(opened: Open) -> None:
    page = opened()
    sought(page, "brevet")

    said = page.locator(".found-words").first
    assert said.inner_text().startswith("… ")
    assert said.inner_text().endswith("Then the brevet.")
    assert len(said.inner_text()) < 200
    assert said.locator("mark").all_inner_texts() == ["brevet"]


def test_the_count_is_told(opened: Open) -> None:
    page = opened()
    sought(page, "zebra")

    expect(page.get_by_role("status")).to_have_text("1 result")


def test_enter_goes_to_the_first_and_arrows_to_others(opened: Open) -> None:
    page = opened()
    sought(page, "o")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".find-field")).to_be_focused()
    page.keyboard.type("ne zebra")
    page.keyboard.press("Backspace")
    page.locator(".find-field").fill("zebra")
    page.keyboard.press("Enter")

    page.wait_for_url("**/one.html#fig-first")
    expect(page.locator(".find-box")).to_be_hidden()


def test_a_result_on_another_page_is_reached_from_a_page_of_a_folder(opened: Open) -> None:
    page = opened("data/filings.html")
    sought(page, "zebra")
    page.keyboard.press("Enter")

    page.wait_for_url("**/html/one.html#fig-first")


def test_names_with_markup_are_shown_as_text_everywhere(opened: Open) -> None:
    page = opened()
    for words in ("zebras", "question", "filings", "countries"):
        page.reload()
        found = sought(page, words)
        assert any(HARM in text for text in found) or words == "countries"
    page = opened("search.html?q=onerror")
    expect(page.locator("#find-page .found").first).to_be_visible()

    assert page.evaluate("window.harmed") is None
    assert page.locator(".find-panel :is(img, script)").count() == 0
    assert page.locator(".site-index img").count() == 0


def test_what_was_asked_in_an_address_is_text(opened: Open) -> None:
    page = opened("search.html?q=" + HARM.replace(" ", "%20").replace("#", ""))
    expect(page.locator("#find-page .find-field")).to_have_value(HARM)

    assert page.evaluate("window.harmed") is None


def test_the_page_finds_without_the_box(opened: Open) -> None:
    page = opened("search.html?q=zebra")

    expect(page.locator("#find-page .found")).to_have_count(1)
    expect(page.locator("#find-page").get_by_role("status")).to_have_text("1 result")


def test_the_page_lists_all_of_the_book_without_a_script(opened: Open) -> None:
    page = opened("search.html", java_script_enabled=False)

    expect(page.get_by_role("link", name="Countries compared")).to_be_visible()


def test_a_key_is_left_to_who_writes(opened: Open) -> None:
    page = opened("search.html?q=")
    page.locator("#find-page .find-field").focus()
    page.keyboard.type("a/b")

    expect(page.locator("#find-page .find-field")).to_have_value("a/b")
    expect(page.locator(".find-box")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_search_has_nothing_that_axe_finds(width: int, scheme: str, opened: Open) -> None:
    require(AXE, "Run `make setup`, which needs npm.")
    page = opened(width=width, color_scheme=scheme)
    sought(page, "o")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    found = page.evaluate("axe.run('.find-box', {preload: false})")
    assert [fault["id"] for fault in found["violations"]] == []
    box = page.locator(".find-box").bounding_box()
    assert box
    assert box["width"] <= width
