"""The world page: what stands there for every reader, with a script or without."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from reportlib.base.world import World
from reportlib.web.site.listed import editions_json, world_data
from reportlib.web.site.world import world_article
from tests.web.books import published, text_of
from tests.web.site.made import EDITIONS, HARM, build_root, site


def page(**changes: object) -> HtmlElement:
    return html.fromstring(world_article(site(**changes)))


def tile(found: HtmlElement, code: str) -> HtmlElement:
    (element,) = found.xpath(f'//*[@class="world-map"]//*[@data-code="{code}"]')
    return element


def row(found: HtmlElement, code: str) -> list[str]:
    (line,) = found.xpath(f'//tr[@data-code="{code}"]')
    return [text_of(cell) for cell in line]


def test_a_tile_leads_to_the_edition_and_tells_the_value() -> None:
    own = tile(page(), "CHN")

    assert own.get("href") == "CHN/index.html"
    assert own.get("aria-label") == "CHN China: 9.5, 2023"
    assert own.getparent().get("class") == "step-5"


def test_a_value_that_is_not_ranked_has_no_step_and_zero_is_no_missing_value() -> None:
    found = page()

    assert tile(found, "USA").getparent().get("class") == "not-ranked"
    assert tile(found, "CIV").getparent().get("class") == "not-ranked"
    assert tile(found, "TUV").getparent().get("class") == "no-data"


def test_an_economy_whose_edition_is_missing_is_no_link() -> None:
    assert tile(page(), "USA").tag == "span"


def test_a_row_names_every_edition_of_its_economy() -> None:
    found = page()
    links = found.xpath('//tr[@data-code="CHN"]//a')

    assert [(text_of(each), each.get("href")) for each in links] == [
        ("China", "CHN/index.html"),
        ("China, per million people", "CHN-per-million/index.html"),
    ]


def test_a_pdf_is_linked_beside_its_edition_and_told_to_machines() -> None:
    china = EDITIONS[0].model_copy(update={"pdf": "CHN/CHN.pdf"})
    found = page(editions=(china,)).xpath('//a[@class="world-pdf"]')
    told = editions_json(site(editions=(china,)), datasets={}, newest=None, base="https://e.org")

    assert [(each.get("href"), each.get("aria-label")) for each in found] == [
        ("CHN/CHN.pdf", "China, PDF")
    ]
    assert json.loads(told)["editions"][0]["pdf"] == "https://e.org/CHN/CHN.pdf"


def test_a_cell_has_the_year_where_it_is_not_that_of_its_column_and_dots_for_no_data() -> None:
    found = page()

    assert row(found, "USA")[3:] == ["3.1 (2021)", "..", "2"]
    assert row(found, "CIV")[3:] == ["0", "..", "1"]
    assert row(found, "TUV")[3:] == ["..", "..", "0"]


def test_a_missing_edition_is_told_with_its_reason() -> None:
    found = page()
    said = [text_of(each) for each in found.xpath('//*[@id="lacking"]//ul/li')]

    assert said == [f"United States: chapter one: the kernel died {HARM}"]
    assert "no edition: chapter one" in row(found, "USA")[0]


def test_the_economies_without_a_value_are_named_for_each_measure() -> None:
    folds = page().xpath('//*[@id="lacking"]//details')
    said = [text_of(each) for each in folds]

    assert f"Kites {HARM}: 1 of 5 without data (2021–2023)" in said[0]
    assert "Winds: 3 of 5 without data (2025) Côte d’Ivoire, Namibia, Tuvalu" in said[1]
    assert said[2].startswith("Boats: 5 of 5 without data (2020) China,")


def test_unit_year_and_source_stand_beside_the_map() -> None:
    found = page()

    assert text_of(found.find_class("world-said")[0]) == (
        "per head, 2023; other years, not ranked: 2021"
    )
    assert text_of(found.find_class("world-source")[0]) == f"An office {HARM}; CC0"
    assert [text_of(each) for each in found.find_class("world-key")[0]][:2] == [
        "under 5",
        "5 or more",
    ]


def test_only_main_measures_that_rank_somebody_can_be_picked() -> None:
    options = page().xpath('//*[contains(@class, "world-measure")]/option/@value')

    assert options == ["kites", "winds"]


def test_without_measures_the_page_has_editions_and_no_colours() -> None:
    found = page(world=World())

    assert tile(found, "CHN").get("aria-label") == "CHN China"
    assert tile(found, "CHN").getparent().get("class") is None
    assert not found.xpath('//*[contains(@class, "world-key")]')
    assert not found.xpath('//a[@href="compare.html"]')
    assert len(row(found, "CHN")) == 3


def test_economies_that_the_project_does_not_list_are_named_by_code() -> None:
    found = page(economies={})

    assert row(found, "JPN")[0].startswith("Japan")
    assert not found.xpath('//*[@class="world-map"]')


def test_names_with_markup_are_text() -> None:
    article = world_article(site())

    assert "<script>" not in article
    assert "<img" not in article


def test_the_data_file_tells_missing_values_apart_from_zero() -> None:
    told = json.loads(world_data(site()).removeprefix("window.reportWorld = ").rstrip(";\n"))
    values = {code: values for code, *_, values in told["economies"]}

    assert values["TUV"] == [None, None, None]
    assert values["CIV"][0] == ["0", 2023, 3]
    assert values["CHN"][0] == ["9.5", 2023, 0, 1, 3, 5, "e", [0]]
    assert told["notes"][0] == "China 2023: estimated."
    assert told["marks"] == {"e": "estimated or derived"}


def test_machines_read_every_edition_and_why_one_is_missing() -> None:
    said = editions_json(site(), datasets={"kites": "sha256:1"}, newest=2025, base="https://e.org")
    told = json.loads(said)
    by_name = {each["name"]: each for each in told["editions"]}

    assert told["datasets"] == {"kites": "sha256:1"}
    assert told["newest_year"] == 2025
    assert by_name["CHN-per-million"] == {
        "name": "CHN-per-million",
        "title": "China, per million people",
        "economy": "CHN",
        "economy_name": "China",
        "economy_name_zh": "中国",
        "region": "East Asia",
        "income_group": "Upper middle income",
        "parameters": {"economy": "CHN", "scale": "per_million"},
        "address": "https://e.org/CHN-per-million/index.html",
    }
    assert by_name["USA"]["missing"].startswith("chapter one")
    assert "address" not in by_name["USA"]


def test_addresses_begin_at_the_file_where_the_site_has_none() -> None:
    told = json.loads(editions_json(site(), datasets={}, newest=None))

    assert told["editions"][0]["address"] == "CHN/index.html"


def test_the_root_of_a_book_without_measures_has_no_page_of_comparison(tmp_path: Path) -> None:
    pages = build_root(tmp_path, "empty")

    assert "China" in (pages / "index.html").read_text(encoding="utf-8")
    assert not (pages / "compare.html").exists()
    assert "world-map" in (pages / "index.html").read_text(encoding="utf-8")


def test_what_may_not_be_passed_on_stands_in_no_file_of_the_root(tmp_path: Path) -> None:
    pages = build_root(tmp_path, "closed")
    files = [each for each in sorted(pages.rglob("*")) if each.is_file()]

    for value in (b"8,765,432", b"3,456,789", b"4,567,891", b"87111", b"999771"):
        assert [each.name for each in files if value in each.read_bytes()] == []
    assert b"55.5" in (pages / "_static" / "world-data.js").read_bytes()
    found = html.fromstring((pages / "index.html").read_text(encoding="utf-8"))
    assert row(found, "CHN")[3:5] == ["rank 1 of 2", "2 or more"]
    assert row(found, "NAM")[3:5] == ["rank 2 of 2", "under 2"]
    assert row(found, "JPN")[3] == "not shown (2019)"
    assert tile(found, "CHN").get("aria-label") == "CHN China: rank 1 of 2, 2020"
    assert "Values of Seats are not passed on in bulk" in text_of(found)


def test_the_root_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (build_root(tmp_path / name) for name in ("first", "second"))

    assert published(first) == published(second)
