"""Every page of two editions, served and from disk, in every window and theme."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.firefox import FIREFOX, Firefox, firefox
from tests.browser.walking import AXE, Walk, served, walk
from tests.conftest import Built, require
from tests.projects import REPORTLIB, ROOT, run_program

pytestmark = pytest.mark.book

CHAPTERS = (
    "index",
    "chapters/overview",
    "chapters/patents",
    "chapters/copyright",
    "chapters/ai",
    "chapters/talent",
    "chapters/claims",
    "chapters/sources",
    "chapters/definitions",
    "chapters/coverage",
    "chapters/faults",
    "chapters/left_out",
    "docs/python",
    "genindex",
    "search",
    "data/index",
)
DATASETS = (
    "data/patent-families",  # all of which may be downloaded
    "data/gii-ranks",  # which may not
    "data/article-facts",  # whose rows are texts
)
PAGES = [
    *(("CHN", name) for name in (*CHAPTERS, *DATASETS)),
    *(("NAM", name) for name in CHAPTERS),
]
VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
STANDARD = {"root": True, "extends": ["html-validate:standard"]}
each_page = pytest.mark.parametrize(("economy", "name"), PAGES)

Walked = Callable[[str, str], Walk]


@pytest.fixture(scope="module")
def books(default_book: Built) -> dict[str, Path]:
    """The pages of both editions."""
    built = run_program(REPORTLIB, "build", "-p", "economy", "NAM", cwd=default_book.root)
    assert built.returncode == 0, built.stderr
    other = default_book.root / "_build" / "editions" / "economy-NAM" / "html"
    return {"CHN": default_book.pages, "NAM": other}


@pytest.fixture(scope="module")
def from_disk(browser: Browser, books: dict[str, Path]) -> Walked:
    """What was found on a page opened from disk, each walked through once."""
    require(AXE, "Run `npm ci`.")
    walks: dict[tuple[str, str], Walk] = {}

    def found(economy: str, name: str) -> Walk:
        if (economy, name) not in walks:
            address = (books[economy] / f"{name}.html").as_uri()
            walks[economy, name] = walk(browser, address, axe=True)
        return walks[economy, name]

    return found


@pytest.fixture(scope="module")
def addresses(books: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Where both editions are served."""
    with served(books["CHN"]) as first, served(books["NAM"]) as second:
        yield {"CHN": first, "NAM": second}


@each_page
def test_no_page_scrolls_sideways(economy: str, name: str, from_disk: Walked) -> None:
    assert from_disk(economy, name).sideways == []


@each_page
def test_axe_finds_no_violation(economy: str, name: str, from_disk: Walked) -> None:
    assert from_disk(economy, name).violations == []


@each_page
def test_a_page_from_disk_asks_for_own_files_that_are_there(
    economy: str, name: str, from_disk: Walked
) -> None:
    asked = from_disk(economy, name).requests
    files = [urlsplit(url).path for url in asked if not url.startswith(("data:", "blob:"))]
    assert asked[0].startswith("file:")
    assert [file for file in files if not Path(file).is_file()] == []


@each_page
def test_a_page_from_disk_complains_of_nothing(
    economy: str, name: str, browser: Browser, books: dict[str, Path]
) -> None:
    """Under its own content policy, which the other walks set aside for axe."""
    found = walk(browser, (books[economy] / f"{name}.html").as_uri(), axe=False)
    assert found.complaints == []


@each_page
def test_a_served_page_asks_its_own_server_alone_and_complains_of_nothing(
    economy: str, name: str, browser: Browser, addresses: dict[str, str]
) -> None:
    home = addresses[economy]
    found = walk(browser, f"{home}/{name}.html", axe=False)
    elsewhere = [url for url in found.requests if not url.startswith((home, "data:", "blob:"))]
    assert (found.complaints, elsewhere) == ([], [])


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    require(FIREFOX, "Install the package firefox-esr.")
    with firefox(tmp_path_factory.mktemp("firefox") / "profile") as found:
        yield found


@each_page
def test_firefox_opens_a_page_without_complaint(
    economy: str, name: str, fox: Firefox, addresses: dict[str, str]
) -> None:
    fox.complaints.clear()
    fox.requests.clear()
    fox.open(f"{addresses[economy]}/{name}.html")
    assert fox.evaluate("document.querySelector('h1').textContent.length > 0")
    assert fox.complaints == []
    own = (addresses[economy], "data:", "blob:")
    assert [url for url in fox.requests if not url.startswith(own)] == []


@pytest.mark.parametrize("economy", ["CHN", "NAM"])
def test_every_page_is_valid_html(economy: str, books: dict[str, Path], tmp_path: Path) -> None:
    require(VALIDATE, "Run `npm ci`.")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(STANDARD))
    pages = sorted(books[economy].rglob("*.html"))
    command = ["node", str(VALIDATE), "--config", str(settings), "--formatter", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True)
    found = [
        f"{Path(file['filePath']).name}:{said['line']}: {said['ruleId']}: {said['message']}"
        for file in json.loads(done.stdout)
        for said in file["messages"]
    ]
    assert len(pages) > 100
    assert found == []
