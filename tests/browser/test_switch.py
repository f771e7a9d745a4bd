"""The switcher of an edition in a browser: to the same place elsewhere, or to what is nearest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.firefox import FIREFOX, firefox
from tests.browser.walking import AXE, walk
from tests.conftest import require
from tests.web.site.made import build_site

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("site"))


def offered(page: Page) -> list[str]:
    return page.locator("#switch-panel li").all_inner_texts()


def go(page: Page, title: str) -> None:
    # The driver's own click first scrolls a page whose bar sticks to the window.
    page.get_by_role("button", name="Economies").evaluate("button => button.click()")
    page.locator("#switch-panel li a", has_text=title).first.click()


def test_the_keyboard_opens_it_finds_an_economy_and_goes(visited: Open) -> None:
    page = visited("CHN/one.html")
    page.get_by_role("button", name="Economies").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Same page of another edition")).to_be_focused()
    page.keyboard.type("nami")
    expect(page.locator("#switch-panel [role=status]")).to_have_text("1 of 3 editions")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#switch-panel li a")).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url("**/NAM/one.html")


def test_enter_goes_to_the_first_and_escape_leads_back_to_the_button(visited: Open) -> None:
    page = visited("NAM/one.html")
    button = page.get_by_role("button", name="Economies")
    button.click()
    page.keyboard.press("Escape")
    expect(page.locator("#switch-panel")).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    page.keyboard.type("per mil")
    expect(page.locator("#switch-panel li")).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url("**/CHN-per-million/one.html")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["China 中国 CHN", "China, per million people 中国 CHN", "Namibia 纳米比亚 NAM"]),
        ("纳", ["Namibia 纳米比亚 NAM"]),
        ("米比", ["Namibia 纳米比亚 NAM"]),
        ("NAM", ["Namibia 纳米比亚 NAM"]),
        ("chína", ["China 中国 CHN", "China, per million people 中国 CHN"]),
        ("amibia", []),
    ],
)
def test_editions_are_found_by_title_name_or_code(
    words: str, found: list[str], visited: Open
) -> None:
    page = visited("CHN/two.html")
    page.get_by_role("button", name="Economies").click()
    page.locator("#switch-words").fill(words)
    expect(page.locator("#switch-panel [role=status]")).to_have_text(f"{len(found)} of 3 editions")

    assert offered(page) == found


def test_the_edition_that_is_read_is_marked(visited: Open) -> None:
    page = visited("CHN/index.html")
    page.get_by_role("button", name="Economies").click()

    expect(page.locator("#switch-panel [aria-current]")).to_have_text("China 中国 CHN")


def test_it_keeps_the_section_that_is_read(visited: Open) -> None:
    page = visited("CHN/one.html#last")
    expect(page.get_by_role("heading", name="The last")).to_be_in_viewport()
    go(page, "Namibia")

    page.wait_for_url("**/NAM/one.html#last")
    expect(page.locator(".switched")).to_have_count(0)


def test_where_the_section_is_lacking_the_one_above_is_shown_and_told(visited: Open) -> None:
    page = visited("CHN/one.html#second")
    expect(page.get_by_role("heading", name="The second")).to_be_in_viewport()
    go(page, "Namibia")
    page.wait_for_url("**/NAM/one.html#first")
    told = page.locator(".switched [role=status]")
    expect(told).to_have_text("This edition has no section “The second”. Shown is what is nearest.")
    expect(page.get_by_role("heading", name="The first")).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()

    expect(told).to_have_count(0)


def test_where_the_chapter_is_lacking_the_first_page_is_shown_and_told(visited: Open) -> None:
    page = visited("CHN/two.html")
    go(page, "Namibia")
    page.wait_for_url("**/NAM/index.html*")

    expect(page.locator(".switched [role=status]")).to_have_text(
        "This edition has no chapter “Two”. Shown is what is nearest."
    )


def test_an_address_that_is_out_of_date_leads_to_the_section_and_tells_nothing(
    visited: Open,
) -> None:
    page = visited("CHN/one.html#lacking=one.html%23second")
    page.wait_for_url("**/CHN/one.html#second")

    expect(page.locator(".switched")).to_have_count(0)


@pytest.mark.parametrize("asked", ["%3Cimg%20src=x%3E", "%E0%A4%A", "", "one.html%23%3Cb%3E"])
def test_an_address_that_somebody_made_up_shows_nothing_of_it(asked: str, visited: Open) -> None:
    page = visited(f"NAM/one.html#lacking={asked}")
    page.wait_for_url(lambda url: "lacking" not in url)

    expect(page.locator(".switched")).to_have_count(0)


def test_pages_of_no_chapter_lead_to_themselves(visited: Open) -> None:
    page = visited("CHN/search.html")
    go(page, "Namibia")

    page.wait_for_url("**/NAM/search.html")


def test_a_phone_has_room_for_it(visited: Open) -> None:
    page = visited("CHN/one.html", width=360, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Economies").tap()
    box = page.locator("#switch-panel").bounding_box()

    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_a_script_it_is_a_link_to_all_editions(visited: Open) -> None:
    page = visited("CHN/one.html", java_script_enabled=False)
    page.get_by_role("link", name="Economies").click()

    page.wait_for_url("**/index.html#editions")


def test_paper_shows_none_of_it(visited: Open) -> None:
    page = visited("NAM/one.html#lacking=one.html%23second")
    expect(page.locator(".switched")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator(".switched")).to_be_hidden()
    expect(page.locator(".switch")).to_be_hidden()


def test_the_list_is_loaded_when_it_is_asked_for(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((folder / "CHN" / "one.html").as_uri())
    assert "editions.js" not in asked
    page.get_by_role("button", name="Economies").click()
    expect(page.locator("#switch-panel li")).to_have_count(3)
    page.close()

    assert asked.count("editions.js") == 1


@pytest.mark.parametrize("name", ["CHN/one.html", "NAM/one.html#lacking=one.html%23second"])
def test_nothing_is_found_by_axe(name: str, browser: Browser, folder: Path) -> None:
    require(AXE, "Run `make setup`, which needs npm.")
    found = walk(browser, f"{folder.as_uri()}/{name}", axe=True)

    assert found.violations == []
    assert found.sideways == []
    assert found.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_found_by_axe_in_the_open_list(
    scheme: Any, browser: Browser, folder: Path
) -> None:
    require(AXE, "Run `make setup`, which needs npm.")
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)
    page.goto((folder / "CHN" / "one.html").as_uri())
    page.get_by_role("button", name="Economies").click()
    expect(page.locator("#switch-panel li")).to_have_count(3)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.bar').then(({violations}) => violations.map(({id}) => id))")
    page.close()

    assert found == []


WAIT = (
    "new Promise(done => (function wait()"
    " { const it = %s; it ? done(it) : setTimeout(wait, 50); })())"
)


def test_firefox_switches_from_disk(folder: Path, tmp_path: Path) -> None:
    require(FIREFOX, "Install firefox-esr.")
    with firefox(tmp_path / "profile") as tab:
        tab.open(f"{folder.as_uri()}/CHN/one.html#second")
        tab.evaluate("document.querySelector('.switch button').click()")
        link = "document.querySelector('#switch-panel li:last-child a')?.href"
        to = tab.evaluate(WAIT % link)
        assert to.endswith("/NAM/one.html#lacking=one.html%23second")
        tab.open(to)
        said = tab.evaluate(WAIT % "document.querySelector('.switched [role=status]')?.textContent")
        assert said.startswith("This edition has no section “The second”.")
        assert tab.evaluate("location.hash") == "#first"
        assert tab.complaints == []
