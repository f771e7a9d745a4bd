"""What the crawler finds in a site, and what a site weighs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.projects import ROOT
from tests.web.site.sites import write_site

pytestmark = pytest.mark.book

TOOL = ROOT / "tools" / "crawl.py"


@pytest.fixture(scope="module")
def crawl() -> Iterator[Any]:
    """The tool as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(TOOL.parent)
        yield import_module("crawl")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return write_site(tmp_path_factory.mktemp("site"), patch).folder


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """A copy of the site, to be spoilt."""
    return shutil.copytree(made, tmp_path / "site")


def faults(crawl: Any, site: Path) -> list[str]:
    return [fault for each in crawl.crawl(site) for fault in each.faults]


def test_a_sound_site_has_no_fault(crawl: Any, made: Path) -> None:
    found = crawl.crawl(made)

    assert [each.name for each in found] == ["site", "CHN", "NAM"]
    assert [fault for each in found for fault in each.faults] == []
    assert all(each.weight.pages >= 2 for each in found)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "CHN/one.html",
            lambda text: text.replace("</article>", '<a href="gone.html">x</a></article>'),
            "CHN/one.html: leads to gone.html, which is not there",
        ),
        (
            "CHN/one.html",
            lambda text: text.replace("</article>", '<a href="../index.html#no">x</a></article>'),
            "leads to ../index.html#no, a page without such a place",
        ),
        (
            "NAM/two.html",
            lambda text: text.replace("</article>", "<h1>Again</h1></article>"),
            "NAM/two.html: has 2 headings of the first rank, expected one",
        ),
        (
            "CHN/one.html",
            lambda text: text.replace(" id=c-", " id=c-other"),
            "), of unknown origin",
        ),
        (
            "CHN/two.html",
            lambda text: text.replace("class=note>", "class=note>As many as 4711. "),
            "says a figure of unknown origin: 'As many as 4711. ",
        ),
        (
            "CHN/two.html",
            lambda text: text.replace("id=tbl-two", "id=tbl-three"),
            "shows tbl-two 0 times, expected once",
        ),
        (
            "CHN/provenance/one.json",
            lambda text: text.replace('"rows": ["","0:CHN-2020"]', '"rows": ["",""]'),
            "find-one has '7' without rows",
        ),
    ],
)
def test_a_fault_is_named(
    crawl: Any, site: Path, name: str, change: Callable[[str], str], said: str
) -> None:
    text = (site / name).read_text(encoding="utf-8")
    spoilt = change(text)
    assert spoilt != text
    (site / name).write_text(spoilt, encoding="utf-8")

    assert [fault for fault in faults(crawl, site) if said in fault]


def test_an_exhibit_of_which_nothing_is_shown_is_named(crawl: Any, site: Path) -> None:
    page = site / "CHN" / "two.html"
    text = page.read_text(encoding="utf-8")
    begin = text.index("<figure")
    end = text.index("</figure>")
    page.write_text(f'{text[:begin]}<figure id="fig-first">{text[end:]}', encoding="utf-8")

    assert [each for each in faults(crawl, site) if "shows nothing of fig-first" in each]


def test_a_site_is_weighed_by_edition(crawl: Any, tmp_path: Path) -> None:
    for name, size in (("a/p.html", 30), ("a/q.html", 10), ("a/data.csv", 5), ("b/p.html", 7)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)

    weight = crawl.weigh(tmp_path, frozenset({tmp_path / "b"}))

    assert weight[:4] == (2, 40, 3, 45)
    assert weight.kinds == {"a/*.html": 40, "a/*.csv": 5}
    assert weight.mean_page == 20


def test_the_command_tells_the_weight_and_ends_with_the_faults(site: Path) -> None:
    (site / "CHN" / "one.html").unlink()
    command = [sys.executable, str(TOOL), "--whole", "10", str(site)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "10 of them with the root:" in done.stdout
    assert "Of it, in kB: *.html " in done.stdout
    assert "leads to one.html, which is not there" in done.stderr
