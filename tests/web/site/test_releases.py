"""The pages that list releases and tell what one changed, and what leads to the newest."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from tests.web.books import text_of
from tests.web.site.made import (
    HARM,
    NEW,
    OLD,
    build_listing,
    build_releases,
    build_root,
    changes,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_releases(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def page(folder: Path) -> html.HtmlElement:
    return html.parse(folder / NEW / "changes.html").getroot()


def words(page: html.HtmlElement, path: str) -> list[str]:
    return [text_of(each) for each in page.xpath(path)]


def test_hostile_words_stay_words(folder: Path) -> None:
    for place in (folder / "index.html", folder / NEW / "changes.html"):
        found = html.parse(place).getroot()
        assert found.xpath("//article//img | //article//script") == []
        assert HARM in found.find(".//article").text_content()


def test_the_list_has_each_release_with_what_it_changed(folder: Path) -> None:
    found = html.parse(folder / "index.html").getroot()
    assert words(found, "//tbody//th") == [NEW, OLD]
    assert words(found, "//tbody/tr[1]/td") == [
        "2026-02-01", "2", "One changed. 1 edition could not be made. More",
    ]  # fmt: skip
    assert found.xpath("//link[@rel='alternate']/@href") == ["releases.atom"]
    assert found.xpath("//*[@class='releases']") == []


def test_changes_are_told_by_dataset_with_vintages(page: html.HtmlElement) -> None:
    rows = page.xpath("//section[@id='data']//tbody/tr")
    assert [[text_of(cell) for cell in row] for row in rows] == [
        [f"Filings {HARM}", "other rows", "2024", "2025", "3", "1"],
        [f"Filings {HARM}", "no longer used", "2024", "none", "3", "1"],
    ]
    assert page.xpath("//section[@id='data']//th/a/@href") == ["data/filings.html"]


def test_changes_are_told_by_edition_with_the_largest(page: html.HtmlElement) -> None:
    section = "//section[@id='editions']"
    assert words(page, f"{section}//tbody/tr/td") == ["4", "1", "0", "0", "0", "0", "0"]
    assert words(page, f"{section}//li") == [
        f"7 → 8 {HARM} Filed {HARM} (Filings {HARM})",
        f"7 → 8 {HARM} Filed {HARM} (no row changed that it is known to rest on)",
    ]
    said = words(page, f"{section}//p")
    assert said == [
        "Of 1 number no row changed that it is known to rest on: counted, computed or printed "
        "otherwise, or made of other numbers that were revised.",
        "In 1 edition nothing changed.",
        "It has other parameters: last_year is 2025, and was 2024.",
        "1 exhibit now without data.",
        "2 exhibits now with data.",
    ]


def test_an_edition_that_is_gone_says_why(page: html.HtmlElement) -> None:
    assert words(page, "//section[@id='came-and-went']//li") == [
        f"Gone: Namibia (NAM). It could not be made: a chapter failed {HARM}"
    ]


def test_two_that_cannot_be_compared_say_why(tmp_path: Path) -> None:
    nothing = dict.fromkeys(("datasets", "editions", "gone"), ())
    made = build_listing(tmp_path, changes(unknown=f"It is unreadable {HARM}", **nothing))
    found = html.parse(made / NEW / "changes.html").getroot()
    assert f"It is unreadable {HARM}" in words(found, "//article//p")
    assert found.xpath("//article//table") == []


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("index.html", f"../{NEW}/index.html"),
        ("CHN/one.html", f"../../{NEW}/CHN/one.html"),
        ("CHN/two.html", f"../../{NEW}/CHN/index.html"),
        ("NAM/one.html", f"../../{NEW}/index.html"),
    ],
)
def test_latest_leads_to_the_page_or_to_what_is_nearest(page: str, to: str, folder: Path) -> None:
    found = html.parse(folder / "latest" / page).getroot()
    assert found.xpath("//a/@href") == [to]
    assert f"url={to}" in html.tostring(found, encoding="unicode")
    (script,) = found.xpath("//script/@src")
    assert (folder / "latest" / page).parent.joinpath(script).is_file()


def test_a_site_without_releases_knows_nothing_of_them(tmp_path: Path) -> None:
    made = build_root(tmp_path)
    text = (made / "index.html").read_text(encoding="utf-8")
    assert "release" not in text
    assert not (made / "_static" / "release.js").exists()
