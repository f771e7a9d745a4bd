"""Releases in a browser: a page of an old one says so, and leads to the same page of another."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Open
from tests.browser.walking import AXE, walk
from tests.conftest import require
from tests.web.site.made import NEW, OLD, build_releases

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_releases(tmp_path_factory.mktemp("released"))


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("CHN/one.html", "CHN/one.html"),
        ("CHN/two.html", "CHN/index.html"),
        ("NAM/one.html", "index.html"),
        ("index.html", "index.html"),
        ("CHN/search.html", "CHN/search.html"),
    ],
)
def test_an_old_page_says_so_and_leads_to_the_newest(page: str, to: str, visited: Open) -> None:
    seen = visited(f"{OLD}/{page}")
    note = seen.get_by_role("note")
    expect(note).to_have_text(
        "This is release 2026.1. A newer one is Release 2026.2 of 2026-02-01."
    )
    note.get_by_role("link").click()
    seen.wait_for_url(f"**/{NEW}/{to}")

    expect(seen.get_by_role("note")).to_have_count(0)


def test_the_keyboard_leads_from_the_newest_to_an_older_one(visited: Open) -> None:
    page = visited(f"{NEW}/CHN/one.html")
    opener = page.locator(".releases summary")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".releases [aria-current]")).to_have_text("Release 2026.2")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/{OLD}/CHN/one.html")


def test_without_a_script_there_is_a_link_to_all_releases(visited: Open) -> None:
    page = visited(f"{OLD}/CHN/one.html", java_script_enabled=False)
    page.get_by_role("link", name="Releases").click()
    page.wait_for_url("**/index.html")

    expect(page.get_by_role("heading", name="All releases")).to_be_visible()


def test_the_list_of_releases_is_of_none(visited: Open) -> None:
    page = visited("index.html")

    expect(page.get_by_role("note")).to_have_count(0)


@pytest.mark.parametrize(
    ("page", "to"), [("CHN/one.html#second", "CHN/one.html#second"), ("NAM/one.html", "index.html")]
)
def test_latest_leads_on_with_what_the_address_asks_for(page: str, to: str, visited: Open) -> None:
    seen = visited(f"latest/{page}")

    seen.wait_for_url(f"**/{NEW}/{to}")


@pytest.mark.parametrize(
    "name", ["index.html", f"{NEW}/changes.html", f"{OLD}/CHN/one.html", f"{NEW}/CHN/one.html"]
)
def test_nothing_is_found_by_axe(name: str, browser: Browser, folder: Path) -> None:
    require(AXE, "Run `make setup`, which needs npm.")
    found = walk(browser, f"{folder.as_uri()}/{name}", axe=True)

    assert found.violations == []
    assert found.sideways == []
    assert found.complaints == []
