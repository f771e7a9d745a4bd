"""Nothing moves under a reader's eyes while a page of the book is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walking import served
from tests.conftest import Built

pytestmark = pytest.mark.book

PAGES = (
    "index",
    *(f"chapters/{name}" for name in ("overview", "patents", "copyright", "ai", "talent")),
    *(f"chapters/{name}" for name in ("claims", "sources", "definitions", "coverage")),
    "search",
)
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request: pytest.FixtureRequest, default_book: Built) -> Iterator[str]:
    """Where the default edition lies."""
    pages: Path = default_book.pages
    if request.param == "disk":
        yield pages.as_uri()
        return
    with served(pages) as server:
        yield server


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_page_is_loaded(
    name: str, width: int, address: str, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{address}/{name}.html")
        page.wait_for_timeout(500)

        assert page.evaluate("document.fonts.check('1em \"Report Sans\"')")
        assert page.evaluate("window.moved") < 0.05
