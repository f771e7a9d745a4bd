"""The pages of a site of many editions in a browser: found, picked, sorted, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.firefox import FIREFOX, firefox
from tests.browser.walking import AXE, served, walk
from tests.conftest import require
from tests.web.site.made import HARM, build_root

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_root(tmp_path_factory.mktemp("site"))


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, root: Path) -> Iterator[Open]:
    """Open a page of the site from disk; a script that fails there fails the test.

    The folders of its editions are not there.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(name: str = "index.html", width: int = 1440, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{root.as_uri()}/{name}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def hits(page: Page, words: str) -> list[str]:
    page.locator("#world-words").fill(words)
    return page.locator(".world-hits li").all_inner_texts()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("国", ["China 中国 CHN", "United States 美利坚合众国 USA – no edition here"]),
        ("chn", ["China 中国 CHN"]),
        ("CHINA", ["China 中国 CHN"]),
        ("cote d'iv", ["Côte d’Ivoire 科特迪瓦 CIV"]),
        ("ivoire", ["Côte d’Ivoire 科特迪瓦 CIV"]),
        ("cote", ["Côte d’Ivoire 科特迪瓦 CIV"]),
        ("states", ["United States 美利坚合众国 USA – no edition here"]),
        ("hina", []),
    ],
)
def test_an_economy_is_found_by_either_name_or_code(
    words: str, found: list[str], opened: Open
) -> None:
    assert hits(opened(), words) == found


def test_enter_opens_the_first_that_is_found(opened: Open) -> None:
    page = opened()
    hits(page, "nam")
    with page.expect_request("**/NAM/index.html"):
        page.keyboard.press("Enter")


def test_arrows_lead_from_the_field_to_what_is_found_and_back(opened: Open) -> None:
    page = opened()
    page.locator("#world-words").focus()
    hits(page, "n")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".world-hits a").first).to_be_focused()
    page.keyboard.press("ArrowUp")

    expect(page.locator("#world-words")).to_be_focused()


def test_picking_a_measure_colours_the_tiles_and_tells_unit_year_and_source(opened: Open) -> None:
    page = opened()
    page.get_by_label("Coloured by").select_option("winds")

    assert page.locator("[data-code=JPN]").first.locator("..").get_attribute("class") == "step-5"
    assert page.locator("[data-code=NAM]").first.locator("..").get_attribute("class") == "no-data"
    expect(page.locator(".world-said")).to_have_text("rank, edition of 2025")
    expect(page.locator(".world-source")).to_have_text("Another office; CC0")
    assert page.locator(".world-key li").all_inner_texts()[:2] == ["2 or more", "under 2"]
    expect(page.locator(".world-map [data-code=CHN]")).to_have_attribute(
        "aria-label", "CHN China: 2nd, edition of 2025, of 2"
    )


def test_a_tile_tells_its_value_where_the_pointer_or_the_keyboard_is(opened: Open) -> None:
    page = opened()
    page.locator(".world-map [data-code=USA]").hover()
    expect(page.locator(".world-told")).to_have_text(
        "United States 美利坚合众国 (USA): 3.1, 2021, not ranked; no edition here"
    )
    page.locator(".world-map [data-code=NAM]").focus()

    expect(page.locator(".world-told")).to_have_text(
        "Namibia 纳米比亚 (NAM): 2.0, 2023, rank 2 of 3"
    )


def test_on_a_phone_nothing_is_covered_until_a_tile_tells_something(opened: Open) -> None:
    page = opened(width=390, has_touch=True)
    expect(page.locator(".world-told")).to_have_css("position", "static")

    page.locator(".world-map [data-code=JPN]").tap()

    expect(page.locator(".world-told")).to_have_css("position", "sticky")


def test_the_first_touch_tells_and_the_second_goes(opened: Open) -> None:
    page = opened(width=390, has_touch=True)
    tile = page.locator(".world-map [data-code=JPN]")
    tile.tap()
    expect(page.locator(".world-told")).to_contain_text("Japan")
    assert page.url.endswith("/index.html")

    with page.expect_request("**/JPN/index.html"):
        tile.tap()


def order(page: Page) -> list[str]:
    rows = page.locator(".world-table tbody tr:visible")
    return [row.get_attribute("data-code") or "" for row in rows.all()]


def test_a_column_sorts_both_ways_with_missing_values_last(opened: Open) -> None:
    page = opened()
    button = page.locator("thead button").nth(3)
    button.focus()
    page.keyboard.press("Enter")
    first = order(page)
    expect(page.locator("thead th").nth(3)).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")

    assert first == ["CHN", "USA", "JPN", "NAM", "CIV", "TUV"]
    assert order(page) == ["CIV", "JPN", "NAM", "USA", "CHN", "TUV"]
    expect(page.locator("thead th").nth(3)).to_have_attribute("aria-sort", "ascending")


def test_a_column_of_places_begins_with_the_first(opened: Open) -> None:
    page = opened()
    page.locator("thead button").nth(4).click()

    assert order(page)[:2] == ["JPN", "CHN"]
    expect(page.locator("thead th").nth(4)).to_have_attribute("aria-sort", "ascending")


def test_region_and_income_group_filter_tiles_and_rows(opened: Open) -> None:
    page = opened()
    page.get_by_label("Income group").select_option("High income")
    expect(page.locator(".world-map [data-code=JPN]")).to_be_visible()
    expect(page.locator(".world-map [data-code=CHN]")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Region").select_option("East Asia")
    expect(page.locator(".world-count")).to_have_text("2 of 6 economies shown")
    expect(page.locator(".world-map [data-code=NAM]")).to_be_hidden()
    page.get_by_label("Income group").select_option("High income")
    assert order(page) == ["JPN"]
    page.get_by_role("button", name="Show all").click()

    expect(page.locator(".world-count")).to_have_text("6 of 6 economies shown")
    expect(page.locator(".world-map [data-code=NAM]")).to_be_visible()


def test_without_a_script_all_editions_are_listed_and_linked(opened: Open) -> None:
    page = opened(java_script_enabled=False)

    expect(page.locator(".world-pick")).to_be_hidden()
    assert len(order(page)) == 6
    expect(page.locator(".world-map a[href='NAM/index.html']")).to_be_visible()


def compared(page: Page) -> list[list[str]]:
    lines = page.locator(".compare-table tr:not(.compare-group)").all()
    return [line.locator("th, td").all_inner_texts() for line in lines]


def test_an_address_names_who_is_compared(opened: Open) -> None:
    lines = compared(opened("compare.html#CHN,USA"))

    assert lines[0][1:] == ["China 中国 CHN", "United States 美利坚合众国 USA"]
    assert [" ".join(cell.split()) for cell in lines[1][1:]] == [
        "9.5e 2023 · rank 1 of 3",
        "3.1 2021 · not ranked",
    ]
    assert "years differ" in lines[1][0]
    assert [" ".join(cell.split()) for cell in lines[2][1:]] == [
        "2nd edition of 2025 · of 2",
        "no data",
    ]


def test_choosing_changes_the_address_which_keeps_the_choice(opened: Open) -> None:
    page = opened("compare.html")
    expect(page.get_by_role("status")).to_have_text("Choose two economies at least.")
    page.get_by_label("First economy").select_option("JPN")
    page.get_by_label("Second economy").select_option("NAM")
    page.get_by_label("Fourth economy").select_option("CIV")
    assert page.url.endswith("#JPN,NAM,CIV")
    page.reload()

    expect(page.get_by_role("status")).to_have_text("Shown: Japan, Namibia, Côte d’Ivoire.")
    expect(page.get_by_label("Third economy")).to_have_value("CIV")


@pytest.mark.parametrize("hash_", ["#ATL,,chn,CHN,%3Cimg", "#%E0%A4%A", "#" + "CHN," * 9])
def test_an_address_that_names_no_two_economies_is_told(hash_: str, opened: Open) -> None:
    page = opened(f"compare.html{hash_}")

    expect(page.get_by_role("status")).to_have_text("Choose two economies at least.")


def test_marks_notes_and_sources_of_what_is_shown_are_told(opened: Open) -> None:
    page = opened("compare.html#CHN,JPN")
    said = page.locator(".compare-notes").inner_text()

    assert "e: estimated or derived" in said
    assert f"Kites {HARM}: China 2023: estimated." in said
    assert "A note <img" not in said


def test_names_with_markup_are_shown_as_text(opened: Open) -> None:
    page = opened()
    hits(page, "tuvalu")
    page.locator(".world-map [data-code=TUV]").hover()
    expect(page.locator(".world-told")).to_contain_text(HARM)
    assert page.evaluate("window.harmed") is None
    page = opened("compare.html#TUV,USA")
    expect(page.locator(".compare-table")).to_contain_text(HARM)

    assert page.evaluate("window.harmed") is None
    assert page.locator("main :is(img, script)").count() == 0


@pytest.mark.parametrize("name", ["index.html", "compare.html#CHN,USA,JPN,NAM"])
def test_nothing_is_found_by_axe_and_nothing_is_asked_of_others(
    name: str, browser: Browser, root: Path
) -> None:
    require(AXE, "Run `make setup`, which needs npm.")
    found = walk(browser, f"{root.as_uri()}/{name}", axe=True)

    assert found.violations == []
    assert found.sideways == []
    assert found.complaints == []
    assert all(asked.startswith("file:") for asked in found.requests)


def test_served_pages_work_within_their_policy(browser: Browser, root: Path) -> None:
    with served(root) as address:
        found = walk(browser, f"{address}/compare.html#CHN,USA", axe=False)

    assert found.complaints == []
    assert any(f"{address}/_static/world-data.js" in asked for asked in found.requests)


def test_firefox_finds_picks_and_compares_from_disk(root: Path, tmp_path: Path) -> None:
    require(FIREFOX, "Install firefox-esr.")
    with firefox(tmp_path / "profile") as tab:
        tab.open(f"{root.as_uri()}/index.html")
        tab.evaluate(
            "(() => { const field = document.getElementById('world-words'); field.value = '日本';"
            " field.dispatchEvent(new Event('input')); })()"
        )
        assert tab.evaluate("document.querySelector('.world-hits a').getAttribute('href')") == (
            "JPN/index.html"
        )
        tab.evaluate(
            "(() => { const pick = document.querySelector('.world-measure'); pick.value = 'winds';"
            " pick.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        assert tab.evaluate("document.querySelectorAll('.world-map .step-5').length") == 1
        tab.open(f"{root.as_uri()}/compare.html#CHN,USA")
        assert tab.evaluate("document.querySelectorAll('.compare-table tr').length") == 6
        assert tab.complaints == []
