"""The built book as a reader sees it, opened from disk in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import Built

pytestmark = pytest.mark.book

WIDTHS = (1280, 390)
Scheme = Literal["light", "dark"]


Open = Callable[[str, int, Scheme], Page]


@pytest.fixture(scope="module")
def visit(browser: Browser, default_book: Built) -> Iterator[Open]:
    """Open a page of the default edition, each once for every width and scheme."""
    visits: dict[tuple[str, int, Scheme], Page] = {}
    contexts: list[BrowserContext] = []

    def opened(name: str, width: int, scheme: Scheme = "light") -> Page:
        key = (name, width, scheme)
        if key not in visits:
            # Without motion no check can meet a colour halfway through a transition.
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            contexts.append(context)
            found = context.new_page()
            found.goto((default_book.pages / f"{name}.html").as_uri())
            found.wait_for_load_state("load")
            visits[key] = found
        return visits[key]

    yield opened
    for context in contexts:
        context.close()


def unfold(page: Page) -> None:
    """Open what is folded, so that it is looked at too."""
    page.evaluate(
        "for (const fold of document.querySelectorAll('.fold, .notes')) fold.open = true;"
        "for (const panel of document.querySelectorAll('.panel')) panel.hidden = false;"
    )


each_width = pytest.mark.parametrize("width", WIDTHS)


@each_width
@pytest.mark.parametrize("name", ["chapters/overview", "chapters/patents"])
def test_every_figure_shows_one_of_its_drawings(name: str, width: int, visit: Open) -> None:
    figures = visit(name, width, "light").locator("figure:has(svg[viewBox])")
    assert figures.count() >= 4
    for number in range(figures.count()):
        seen = [box for box in boxes(figures.nth(number).locator("svg[viewBox]")) if box["width"]]
        assert len(seen) == 1
        assert 250 < seen[0]["width"] <= width
        assert seen[0]["height"] > 100


def boxes(found: Locator) -> list[dict[str, float]]:
    """Where elements lie; those that are hidden have no width."""
    measured: list[dict[str, float]] = found.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    return measured


@pytest.mark.parametrize("name", ["patents", "copyright", "ai", "talent"])
def test_a_chapter_is_no_longer_than_can_be_read(name: str, visit: Open) -> None:
    page = visit(f"chapters/{name}", 1440, "light")
    assert page.evaluate("document.documentElement.scrollHeight") <= 12_000


@pytest.mark.parametrize("width", WIDTHS)
def test_narrow_and_wide_windows_show_different_drawings(width: int, visit: Open) -> None:
    figure = visit("chapters/patents", width, "light").locator("figure:has(svg[viewBox])")
    kind = ("wide", "narrow")[WIDTHS.index(width)]
    expect(figure.first.locator("svg[viewBox]:visible")).to_have_class(kind)


@pytest.mark.parametrize("name", ["chapters/copyright", "chapters/definitions"])
def test_long_texts_of_tables_have_room_on_a_phone(name: str, visit: Open) -> None:
    page = visit(name, 390, "light")
    unfold(page)
    widths = [box["width"] for box in boxes(page.locator("table td.long:visible"))]
    captions = boxes(page.locator(".exhibit caption:visible"))
    assert min(widths) > 190
    assert max(box["right"] for box in captions) <= 390


def test_rows_of_words_are_read_downwards_on_a_phone(visit: Open) -> None:
    page = visit("data/article-facts", 390, "light")
    assert max(box["right"] for box in boxes(page.locator(".annex-rows td"))) <= 390


def test_the_dark_scheme_is_dark(visit: Open) -> None:
    page = visit("index", 1280, "dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in colour.strip("rgba()").split(",")[:3])
    assert red + green + blue < 200


@pytest.fixture
def patents(browser: Browser, default_book: Built) -> Iterator[Page]:
    page = browser.new_page()
    page.goto((default_book.pages / "chapters/patents.html").as_uri())
    yield page
    page.close()


def shown(page: Page) -> list[str]:
    """Which panels of the first figure are to be seen."""
    panels = page.locator(".exhibit-figure").first.locator(".panel")
    kinds = panels.evaluate_all("all => all.map(one => one.className.split('panel-')[1])")
    return [kind for at, kind in enumerate(kinds) if panels.nth(at).is_visible()]


@pytest.mark.parametrize(
    ("key", "kind"),
    [("ArrowRight", "table"), ("ArrowLeft", "notes"), ("End", "notes"), ("Home", "chart")],
)
def test_the_parts_of_a_figure_are_reached_from_the_keyboard(
    key: str, kind: str, patents: Page
) -> None:
    patents.locator("[role=tab][aria-selected=true]").first.focus()
    patents.keyboard.press(key)
    assert shown(patents) == [kind]
    assert patents.evaluate("document.activeElement.ariaSelected") == "true"


def test_a_figure_has_one_stop_for_its_tabs(patents: Page) -> None:
    tabs = patents.locator("[role=tablist]").first.locator("[role=tab]")
    assert tabs.evaluate_all("all => all.map(one => one.tabIndex)") == [0, -1, -1]


def test_print_shows_all_parts_of_a_figure_and_what_is_folded(patents: Page) -> None:
    patents.emulate_media(media="print")
    assert shown(patents) == ["chart", "table", "notes"]
    assert not patents.locator("[role=tablist]").first.is_visible()
    assert patents.locator(".findings .notes p").first.is_visible()


def test_a_link_into_a_folded_table_opens_it(browser: Browser, default_book: Built) -> None:
    page = browser.new_page()
    page.goto(f"{(default_book.pages / 'chapters/claims.html').as_uri()}")
    row = page.locator("details.fold tr[id]").last
    assert not row.is_visible()
    page.evaluate("name => { location.hash = name; }", row.get_attribute("id"))
    row.wait_for(state="visible", timeout=5_000)
    page.close()


@pytest.mark.parametrize("inside", [".panel-table table", ".panel-notes p"])
def test_a_link_opens_whatever_its_target_is_hidden_in(inside: str, patents: Page) -> None:
    target = patents.locator(inside).last
    target.evaluate("found => { found.id = 'per%cent'; location.hash = '#per%cent'; }")
    target.wait_for(state="visible", timeout=5_000)

    assert target.evaluate("found => Math.abs(found.getBoundingClientRect().top) < innerHeight")


def test_a_link_to_where_one_is_opens_what_was_folded_again(
    patents: Page, default_book: Built
) -> None:
    patents.goto((default_book.pages / "chapters/claims.html").as_uri())
    row = patents.locator("details.fold tr").last
    row.evaluate(
        "found => { found.id = 'there'; location.hash = '#there';"
        " const link = document.createElement('a');"
        " link.href = '#there'; link.textContent = 'again'; document.body.prepend(link); }"
    )
    row.wait_for(state="visible", timeout=5_000)
    row.evaluate("found => { found.closest('details').open = false; }")
    patents.get_by_role("link", name="again", exact=True).press("Enter")
    row.wait_for(state="visible", timeout=5_000)


def test_on_paper_the_caption_stands_between_drawing_and_notes(patents: Page) -> None:
    patents.emulate_media(media="print")
    figure = patents.locator(".exhibit-figure").first
    parts = [".drawing", "figcaption", ".panel-notes"]
    tops = [figure.locator(part).bounding_box()["y"] for part in parts]  # type: ignore[index]

    assert tops == sorted(tops)
    assert not figure.locator(".credit").is_visible()


def test_on_paper_a_long_table_begins_where_the_text_before_it_ends(patents: Page) -> None:
    patents.emulate_media(media="print")
    broken = patents.locator("table.data").first.evaluate("it => getComputedStyle(it).breakInside")

    assert broken == "auto"


def test_marks_stay_on_the_line_of_their_number(patents: Page) -> None:
    kept = patents.locator(".marked").first
    kept.evaluate("found => { found.parentElement.style.width = '1px'; }")
    tops = kept.locator("> *").evaluate_all("all => all.map(it => it.getBoundingClientRect())")

    assert tops[1]["bottom"] > tops[0]["top"]
    assert tops[1]["top"] < tops[0]["bottom"]


def test_without_a_script_the_notes_of_a_figure_are_folded_below_it(
    browser: Browser, default_book: Built
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((default_book.pages / "chapters/patents.html").as_uri())
    notes = page.locator("figure .notes").first
    assert not notes.locator("p").first.is_visible()
    notes.locator("summary").click()
    assert notes.locator("p").first.is_visible()
    page.close()


def test_the_book_can_be_searched_from_disk(browser: Browser, default_book: Built) -> None:
    page = browser.new_page()
    page.goto(f"{(default_book.pages / 'search.html').as_uri()}?q=utility")
    page.locator("#find-page .found[href*='patents.html']").first.wait_for(timeout=30_000)
    page.close()
