"""The panel in real browsers: by keyboard, without a script, on a phone, what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.firefox import FIREFOX, firefox
from tests.browser.walking import AXE
from tests.conftest import require
from tests.projects import write_project
from tests.serving.servers import Served, serving

pytestmark = pytest.mark.book

Open = Callable[..., Page]
REFUSED = "status of 422"  # which browsers say of an answer that the page itself tells
SECONDS = 60_000


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Open]:
    """Open a page of the server; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(path: str = "chapters/first.html", width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(f"{served.address}{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [said for said in complaints if REFUSED not in said] == []


def panel(page: Page) -> Page:
    page.get_by_role("button", name="Change this edition").click()
    return page


def test_the_keyboard_changes_the_economy_and_back_leads_back(opened: Open, served: Served) -> None:
    page = opened()
    page.get_by_role("button", name="Change this edition").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Economy", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Portugal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/with/economy=PRT/chapters/first.html")
    expect(page.locator("tbody").first).to_have_text("PRT")
    page.go_back()

    expect(page.locator("tbody").first).to_have_text("CHN")


def test_an_economy_is_offered_by_english_and_chinese_name(opened: Open) -> None:
    page = panel(opened())
    page.get_by_label("Economy", exact=True).focus()
    offered = page.locator("#change-economies option[value=JPN]")

    expect(offered).to_have_attribute("label", "Japan 日本")
    page.get_by_label("Economy", exact=True).fill("日本")
    expect(page.locator(".change-name")).to_have_text("Japan 日本")


def test_what_is_refused_stands_at_its_field_and_the_page_stays(opened: Open) -> None:
    page = panel(opened())
    page.get_by_label("Economy", exact=True).fill("Jappan")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator("#change-economy-fault")).to_contain_text("Did you mean JPN (Japan)?")
    expect(page.get_by_label("Economy", exact=True)).to_be_focused()
    expect(page.get_by_label("Economy", exact=True)).to_have_attribute("aria-invalid", "true")
    assert page.url.endswith("/chapters/first.html")


def test_a_failure_is_told_in_the_panel_and_the_page_stays(opened: Open) -> None:
    page = panel(opened("chapters/third.html"))
    page.get_by_label("Economy", exact=True).fill("NAM")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".change-faults")).to_contain_text("no page of NAM")
    assert page.url.endswith("/chapters/third.html")
    expect(page.locator("tbody").first).to_have_text("CHN")


def test_what_takes_long_shows_its_step_and_is_cancelled(opened: Open) -> None:
    page = panel(opened("chapters/third.html"))
    page.get_by_label("Economy", exact=True).fill("TUV")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".change-progress")).to_contain_text("executing third")
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator(".change-faults")).to_contain_text("cancelled")


def test_it_works_without_a_script(opened: Open) -> None:
    page = panel(opened(java_script_enabled=False))
    page.get_by_label("Economy", exact=True).fill("Chile")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/with/economy=CHL/chapters/first.html")
    expect(page.locator("tbody").first).to_have_text("CHL", timeout=SECONDS)


def test_the_book_is_saved_from_the_panel(opened: Open) -> None:
    page = panel(opened())
    with page.expect_download() as found:
        page.get_by_role("button", name="The whole book (zip)").click()

    assert found.value.suggested_filename == "default.zip"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_panel_has_no_fault_that_axe_knows(width: int, scheme: str, opened: Open) -> None:
    require(AXE, "Run `make setup`.")
    page = panel(opened(width=width, color_scheme=scheme, bypass_csp=True))
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run().then(found => found.violations.map(each => each.id))")

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_firefox_changes_the_economy(served: Served, tmp_path: Path) -> None:
    require(FIREFOX, "Install the package firefox-esr.")
    with firefox(tmp_path / "profile") as tab:
        tab.open(f"{served.address}chapters/first.html")
        tab.evaluate(
            "document.querySelector('[name=economy]').value = 'Peru';"
            "document.querySelector('.change-form').requestSubmit()"
        )
        end = time.monotonic() + 60
        asked = (
            "location.pathname.startsWith('/with/economy=PER/') &&"
            " document.querySelector('tbody')?.textContent.trim() || ''"
        )
        while not (shown := tab.evaluate(asked)):
            assert time.monotonic() < end
            time.sleep(0.3)
        hosts = {each.split("/")[2] for each in tab.requests if each.startswith("http")}

        assert shown == "PER"
        assert tab.complaints == []
        assert hosts == {served.address.split("/")[2]}


def test_a_page_follows_what_its_author_writes_and_shows_a_fault(
    browser: Browser, tmp_path: Path
) -> None:
    root = write_project(tmp_path / "book")
    place = root / "chapters" / "first.ipynb"
    sound = place.read_text(encoding="utf-8")
    with serving(root, "--watch") as found:
        page = browser.new_page()
        page.set_default_timeout(SECONDS)
        page.goto(f"{found.address}chapters/first.html")
        place.write_text(sound.replace("A question?", "Another question?"), encoding="utf-8")
        expect(page.locator("main")).to_contain_text("Another question?", timeout=SECONDS)
        place.write_text("{", encoding="utf-8")
        expect(page.locator(".change-banner")).to_contain_text("first.ipynb", timeout=SECONDS)
        expect(page.locator("main")).to_contain_text("Another question?")
        place.write_text(sound, encoding="utf-8")
        expect(page.locator("main")).to_contain_text("A question?", timeout=SECONDS)
        expect(page.locator(".change-banner")).to_have_count(0)
        page.close()
