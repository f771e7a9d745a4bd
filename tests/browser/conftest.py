"""Sites of editions as tests of browsers open them: from disk, and from a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.browser.walking import served

Open = Callable[..., Page]

# What browsers say of a load that the reader's next step cut off; it is no fault of the page.
CUT_OFF = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Where the module's ``folder`` lies; on a server below another, as on many."""
    if request.param == "disk":
        yield folder.as_uri()
        return
    with served(folder.parent) as server:
        yield f"{server}/{folder.name}"


@pytest.fixture
def visited(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page of the site; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def failed(request: Request) -> None:
        if request.failure not in CUT_OFF:
            complaints.append(f"{request.url}: {request.failure}")

    def visit(name: str, width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 700}, **choices)
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
