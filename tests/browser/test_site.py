"""A site of editions as a reader sees it: opened from disk, and from a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.browser.walking import AXE, served, walk
from tests.conftest import require
from tests.web.site.sites import write_site

pytestmark = pytest.mark.book

Open = Callable[..., Page]

# What browsers say of a load that the reader's next step cut off; it is no fault of the page.
CUT_OFF = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return write_site(tmp_path_factory.mktemp("site"), patch).folder


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Where the site lies; below a folder, as on many servers."""
    if request.param == "disk":
        yield folder.as_uri()
        return
    with served(folder.parent) as server:
        yield f"{server}/{folder.name}"


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of the site; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def failed(request: Request) -> None:
        if request.failure not in CUT_OFF:
            complaints.append(f"{request.url}: {request.failure}")

    def visit(name: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 700}, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", failed)
        page.goto(f"{address}/{name}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def test_the_row_that_an_address_names_is_shown_among_its_neighbours(opened: Open) -> None:
    page = opened("data/filings.html#row-CHN-2020")
    row = page.locator("#row-CHN-2020")

    expect(row).to_have_text("CHN20201497159revised")
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()
    expect(page.locator(".row-view tbody tr")).to_have_count(2)
    expect(page.get_by_label("Economy")).to_have_value("CHN")
    expect(page.get_by_role("status")).to_have_text("2 rows.")


def test_another_economy_can_be_chosen(opened: Open) -> None:
    page = opened("data/filings.html")
    expect(page.locator(".row-view tbody tr")).to_have_count(4)

    page.get_by_label("Economy").select_option(label="Namibia (NAM)")

    expect(page.locator(".row-view tbody tr")).to_have_text(["NAM2020–not published"])


def test_without_a_script_the_table_is_a_file(opened: Open) -> None:
    page = opened("data/filings.html#row-CHN-2020", script=False)

    expect(page.get_by_text("All 4 rows: CSV.").get_by_role("link")).to_have_attribute(
        "href", "filings.csv"
    )
    expect(page.locator(".row-view")).to_be_hidden()


def test_of_a_row_that_may_not_be_passed_on_only_the_id_is_shown(opened: Open) -> None:
    page = opened("CHN/one.html")
    page.locator("button.source-of").first.click()
    page.locator(".tip:popover-open a").click()

    expect(page.locator(".row-asked")).to_have_text("The row asked for: CHN-2020.")
    assert page.url.endswith("/data/closed.html#row-CHN-2020")
    expect(page.locator("article")).not_to_contain_text("1497159")


def test_the_source_of_a_number_in_a_table_leads_to_its_row(opened: Open) -> None:
    page = opened("NAM/two.html")
    page.locator("#tbl-two [data-rows]").first.click()
    page.locator("#tip-of-tables a").click()

    expect(page.locator("#row-CHN-2020")).to_be_focused()


def test_the_page_of_a_dataset_leads_back_to_the_edition(opened: Open) -> None:
    page = opened("NAM/index.html")
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Data").click()
    page.get_by_role("main").get_by_role("link", name="Filings").click()

    page.get_by_role("link", name="Two & *more*").click()

    assert page.url.endswith("/NAM/two.html")
    page.go_back()
    page.get_by_role("link", name="Edition NAM").click()
    assert page.url.endswith("/NAM/index.html")


def test_who_comes_from_nowhere_is_led_to_no_edition(opened: Open) -> None:
    page = opened("data/filings.html")

    expect(page.locator(".row-view")).to_be_visible()
    expect(page.locator(".shown-in")).to_contain_text("Two & *more*")
    expect(page.locator(".shown-in a")).to_have_count(0)


def test_the_search_of_an_edition_finds_its_pages_and_datasets(opened: Open) -> None:
    page = opened("CHN/one.html")
    search(page, "Filings")
    page.locator("dialog a[href$='data/filings.html']").click()

    search(page, "Seats")
    expect(page.locator("dialog a[href$='data/closed.html']")).to_be_visible()


def search(page: Page, words: str) -> None:
    page.get_by_role("search").get_by_role("link").click()
    page.get_by_role("searchbox").fill(words)


@pytest.mark.parametrize("asked", ["row-x.110000.y", "row-" + "a" * 500, "row-<b>", "%"])
def test_an_address_that_somebody_made_up_shows_nothing_of_it(asked: str, opened: Open) -> None:
    page = opened(f"data/closed.html#{asked}")
    other = opened(f"data/filings.html#{asked}")

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


def test_a_page_of_an_edition_makes_the_file_of_its_drawing(opened: Open) -> None:
    page = opened("CHN/two.html")

    with page.expect_download() as found:
        page.locator(".action-svg").click()
    drawing = etree.parse(found.value.path()).getroot()
    title, description = drawing[0], drawing[1]

    assert found.value.suggested_filename == "fig-first.svg"
    assert etree.QName(drawing).localname == "svg"
    assert title.text == "Filings reached 2,000."
    assert "An office" in str(description.text)
    assert "var(" not in etree.tostring(drawing, encoding="unicode")


def test_without_a_script_the_action_leads_to_the_drawing_in_the_page(opened: Open) -> None:
    page = opened("CHN/two.html", script=False)

    page.locator(".action-svg").click()

    assert page.url.endswith("CHN/two.html#fig-first")
    expect(page.locator("#fig-first .drawing")).to_be_in_viewport()
