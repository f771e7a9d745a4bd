"""A site of editions as a reader sees it: opened from disk, and from a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.walking import AXE, walk
from tests.conftest import require
from tests.web.site.sites import write_site

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return write_site(tmp_path_factory.mktemp("site"), patch).folder


def test_the_row_that_an_address_names_is_shown_among_its_neighbours(visited: Open) -> None:
    page = visited("data/filings.html#row-CHN-2020")
    row = page.locator("#row-CHN-2020")

    expect(row).to_have_text("CHN20201497159revised")
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    expect(page.locator(".row-view tbody tr")).to_have_count(2)
    expect(page.get_by_label("Economy")).to_have_value("CHN")
    expect(page.get_by_role("status")).to_have_text("2 rows.")


def test_another_economy_can_be_chosen(visited: Open) -> None:
    page = visited("data/filings.html")
    expect(page.locator(".row-view tbody tr")).to_have_count(4)

    page.get_by_label("Economy").select_option(label="Namibia (NAM)")

    expect(page.locator(".row-view tbody tr")).to_have_text(["NAM2020–not published"])


def test_without_a_script_the_table_is_a_file(visited: Open) -> None:
    page = visited("data/filings.html#row-CHN-2020", java_script_enabled=False)

    expect(page.get_by_text("All 4 rows: CSV.").get_by_role("link")).to_have_attribute(
        "href", "filings.csv"
    )
    expect(page.locator(".row-view")).to_be_hidden()


def test_of_a_row_that_may_not_be_passed_on_only_the_id_is_shown(visited: Open) -> None:
    page = visited("CHN/one.html")
    page.locator("button.source-of").first.click()
    page.locator(".tip:popover-open a").click()

    expect(page.locator(".row-asked")).to_have_text("The row asked for: CHN-2020.")
    assert page.url.endswith("/data/closed.html#row-CHN-2020")
    expect(page.locator("article")).not_to_contain_text("1497159")


def test_the_source_of_a_number_in_a_table_leads_to_its_row(visited: Open) -> None:
    page = visited("NAM/two.html")
    page.locator("#tbl-two td data").first.click()
    page.locator("#tip-of-tables a").click()

    expect(page.locator("#row-CHN-2020")).to_be_focused()


def test_the_page_of_a_dataset_leads_back_to_the_edition(visited: Open) -> None:
    page = visited("NAM/index.html")
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Data").click()
    page.get_by_role("main").get_by_role("link", name="Filings").click()

    page.get_by_role("link", name="Two & *more*").click()

    assert page.url.endswith("/NAM/two.html")
    page.go_back()
    page.get_by_role("link", name="Edition NAM").click()
    assert page.url.endswith("/NAM/index.html")


def test_who_comes_from_nowhere_is_led_to_no_edition(visited: Open) -> None:
    page = visited("data/filings.html")

    expect(page.locator(".row-view")).to_be_visible()
    expect(page.locator(".shown-in")).to_contain_text("Two & *more*")
    expect(page.locator(".shown-in a")).to_have_count(0)


def test_the_search_of_an_edition_finds_its_pages_and_datasets(visited: Open) -> None:
    page = visited("CHN/one.html")
    search(page, "Filings")
    page.locator("dialog a[href$='data/filings.html']").click()

    search(page, "Seats")
    expect(page.locator("dialog a[href$='data/closed.html']")).to_be_visible()


def search(page: Page, words: str) -> None:
    page.get_by_role("search").get_by_role("link").click()
    page.get_by_role("searchbox").fill(words)


@pytest.mark.parametrize("asked", ["row-x.110000.y", "row-" + "a" * 500, "row-<b>", "%"])
def test_an_address_that_somebody_made_up_shows_nothing_of_it(asked: str, visited: Open) -> None:
    page = visited(f"data/closed.html#{asked}")
    other = visited(f"data/filings.html#{asked}")

    expect(page.locator(".row-asked b")).to_have_count(0)
    expect(other.locator(".row-view tbody tr")).to_have_count(4)
    expect(other.locator(".row-view .asked")).to_have_count(0)


@pytest.mark.parametrize("name", ["data/filings", "data/closed", "data/index", "CHN/two"])
def test_pages_of_a_site_are_accessible_in_every_window(
    name: str, address: str, browser: Browser
) -> None:
    require(AXE, "Run `npm ci`.")
    found = walk(browser, f"{address}/{name}.html", axe=True)

    assert found.violations == []
    assert found.sideways == []
    assert found.complaints == []


def test_a_page_of_an_edition_makes_the_file_of_its_drawing(visited: Open) -> None:
    page = visited("CHN/two.html")

    with page.expect_download() as found:
        page.locator(".action-svg").click()
    drawing = etree.parse(found.value.path()).getroot()
    title, description = drawing[0], drawing[1]

    assert found.value.suggested_filename == "fig-first.svg"
    assert etree.QName(drawing).localname == "svg"
    assert title.text == "Filings reached 2,000."
    assert "An office" in str(description.text)
    assert "var(" not in etree.tostring(drawing, encoding="unicode")


def test_without_a_script_the_action_leads_to_the_drawing_in_the_page(visited: Open) -> None:
    page = visited("CHN/two.html", java_script_enabled=False)

    page.locator(".action-svg").click()

    assert page.url.endswith("CHN/two.html#fig-first")
    expect(page.locator("#fig-first .drawing")).to_be_in_viewport()
