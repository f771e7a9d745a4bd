"""A page of a built book, walked through in every window and theme that readers have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.projects import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (360, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ALL_RULES = {(360, "light"), (1440, "light")}  # elsewhere what a theme decides: contrast
_UNFOLD = (
    "for (const fold of document.querySelectorAll('details')) fold.open = true;"
    "for (const panel of document.querySelectorAll('.panel')) panel.hidden = false;"
)
_AXE = (
    "rules => axe.run({preload: false, resultTypes: ['violations'],"
    " ...(rules.length ? {runOnly: rules} : {})}).then(found => found.violations)"
)


@dataclass
class Walk:
    """What was found on one page, over all windows and themes."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)  # begun with their severity

    def listen(self, page: Page) -> None:
        """Keep what the page complains of and asks for."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def _console(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)


def walk(browser: Browser, address: str, *, axe: bool) -> Walk:
    """Open a page once, and look at it in every window and theme."""
    found = Walk()
    page = browser.new_page(reduced_motion="reduce", bypass_csp=axe)
    found.listen(page)
    page.goto(address)
    if axe:
        page.add_script_tag(path=AXE)
    page.evaluate(_UNFOLD)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.sideways.append(f"{width}: {wide}")
        for scheme in SCHEMES if axe else ():
            page.emulate_media(color_scheme=scheme)
            rules = [] if (width, scheme) in ALL_RULES else ["color-contrast"]
            told = page.evaluate(_AXE, rules)
            found.violations += [f"{line} ({width}, {scheme})" for line in _lines(told)]
    page.close()
    return found


def _lines(violations: list[dict[str, Any]]) -> Iterator[str]:
    for violation in violations:
        for node in violation["nodes"]:
            why = node["any"][0]["message"] if node["any"] else ""
            yield f"{violation['impact']}: {violation['id']}: {node['target']} {why}"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing of what is asked for."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, on this machine alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
