"""Where editions differ in their pages and sections, and what the switcher and readers are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from reportlib.base.editions import EditionRecord
from reportlib.base.errors import BuildError
from reportlib.web.site.outlines import Lacks, Outline, Outlines, compared, merged
from reportlib.web.site.switching import switch_data
from reportlib.web.site.world import world_article
from tests.web.books import text_of
from tests.web.site.made import HARM, build_site, site

USUAL = (
    Outline("index.html", "A book", {"start": "The start"}),
    Outline("one.html", f"One {HARM}", {"first": "The first", "second": "The second"}),
    Outline("two.html", "Two", {}),
)
OUTLINES = Outlines(
    USUAL,
    {
        "CHN": Lacks(),
        "NAM": Lacks(frozenset({"two.html"}), {"one.html": frozenset({"second"})}),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("switched"))


def records(folder: Path) -> list[EditionRecord]:
    return [EditionRecord(name=each, title=each, pages=folder / each) for each in ("NAM", "CHN")]


@pytest.mark.parametrize(
    ("orders", "found"),
    [
        ([], []),
        ([["a", "b"], ["a", "b"]], ["a", "b"]),
        ([["a", "c"], ["a", "b", "c"]], ["a", "b", "c"]),
        ([["b"], ["a", "b"]], ["a", "b"]),
        ([["a", "b"], ["b", "a"]], ["a", "b"]),
    ],
)
def test_what_any_has_stands_where_it_follows(orders: list[list[str]], found: list[str]) -> None:
    assert merged(orders) == found


def test_compiled_editions_are_compared_by_pages_and_sections(folder: Path) -> None:
    found = compared(records(folder))

    assert [(each.address, each.title) for each in found.usual] == [
        ("index.html", "A small book"),
        ("one.html", "One"),
        ("two.html", "Two"),
        ("search.html", ""),
        ("genindex.html", ""),
    ]
    assert found.usual[1].sections == {
        "first": "The first",
        "second": "The second",
        "last": "The last",
    }
    assert [*found.usual[1].sections] == ["first", "second", "last"]
    assert found.lacking["CHN"] == Lacks()
    assert found.lacking["NAM"] == Lacks(
        frozenset({"two.html"}), {"one.html": frozenset({"second"})}
    )


def test_an_edition_of_which_no_pages_are_known_lacks_nothing() -> None:
    assert compared([EditionRecord(name="CHN", title="China")]) == Outlines([], {})


@pytest.mark.parametrize("text", ["", "window.reportFind = {};", "[1]", "\udcff"])
def test_a_folder_without_an_index_of_its_pages_is_told(text: str, tmp_path: Path) -> None:
    if text:
        (tmp_path / "find-index.js").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(BuildError, match=r"find-index\.js: cannot be read"):
        compared([EditionRecord(name="CHN", title="China", pages=tmp_path)])


def test_the_switcher_is_told_every_edition_that_is_there_and_what_it_lacks() -> None:
    said = switch_data(site(), OUTLINES)
    told = json.loads(said.removeprefix("window.reportEditions = ").rstrip(";\n"))

    assert told["pages"][0] == ["index.html", "A book", [["start", "The start"]]]
    assert told["editions"][:3] == [
        ["CHN", "China", "China", "中国", "CHN", {}],
        ["CHN-per-million", "China, per million people", "China", "中国", "CHN", {}],
        ["CIV", "Côte d’Ivoire", "Côte d’Ivoire", "科特迪瓦", "CIV", {}],
    ]
    assert ["NAM", "Namibia", "Namibia", "纳米比亚", "NAM", {"1": [1], "2": 0}] in told["editions"]
    assert "USA" not in [each[0] for each in told["editions"]]


def test_chapters_and_sections_that_an_edition_lacks_are_listed() -> None:
    found: HtmlElement = html.fromstring(world_article(site(), OUTLINES))
    (lacking,) = found.find_class("gaps")

    assert [text_of(each) for each in lacking.iter("details")] == [
        f"One {HARM}: The second (without: 1 of 6) Namibia.",
        "Two (without: 1 of 6) Namibia.",
    ]


def test_a_site_whose_editions_have_all_lists_none() -> None:
    assert "Chapters and sections" not in world_article(site(), Outlines(USUAL, {}))


def test_without_a_script_a_page_of_an_edition_leads_to_all_editions(folder: Path) -> None:
    page = html.parse(folder / "CHN" / "one.html").getroot()

    assert page.xpath('//*[@class="switch"]/a/@href') == ["../index.html#editions"]
    assert not html.parse(folder / "index.html").getroot().xpath('//*[@class="switch"]')
