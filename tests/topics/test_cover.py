"""The cover: what it says is what the book's data say, and nothing of it is empty."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from reportlib import Edition
from reportlib.base.parameters import Parameters
from reportlib.base.payload import MISSING, Payload
from reportlib.content.sentences import plain
from reportlib.topics import cover, overview
from reportlib.topics.cover import measures
from reportlib.topics.cover.cards import CHAPTERS
from reportlib.topics.cover.edition import command
from reportlib.topics.overview.measures import indicators
from tests.projects import ROOT

MANY = ("CHN", "DEU", "USA", "JPN", "NAM", "ATG", "TUV")
some_editions = pytest.mark.parametrize("economy", MANY)


def numbers(economy: str) -> Payload:
    return cover.numbers(Edition(economy=economy)).told


def texts(payload: Payload) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in payload.rows]


@some_editions
def test_a_tile_says_what_the_profile_says(economy: str) -> None:
    profile = overview.profile(Edition(economy=economy)).told
    known = {row.cells[0].text: row.cells for row in profile.rows}
    tiles = numbers(economy).rows

    assert tiles
    for row in tiles:
        title, value, _, rank, count = row.cells
        _, same, _, _, place, n = known[title.text]
        assert (value.text, value.rows) == (same.text, same.rows)
        assert (rank.value, count.value) == (place.value, n.value)


@pytest.mark.parametrize("economy", ["CHN", "DEU"])
def test_a_place_among_all_is_that_of_the_rows(economy: str) -> None:
    held = pd.read_csv(ROOT / "data" / "rd_expenditure.csv", keep_default_na=False)
    held = held[held["percent_of_gdp"] != ""].astype({"percent_of_gdp": float})
    counts = held.groupby("year")["economy"].nunique()
    year = int(counts[counts >= 0.8 * counts.max()].index.max())
    then = held[held["year"] == year].set_index("economy")["percent_of_gdp"]
    own = then[economy]

    (row,) = (row for row in texts(numbers(economy)) if row[0] == "R&D expenditure")

    rank = 1 + int((then > own).sum())
    assert row[2:] == [f"of GDP, {year}", str(rank), str(len(then))]
    assert float(row[1].rstrip("%")) == pytest.approx(own, abs=0.005)


def test_a_place_comes_before_a_value_without_one() -> None:
    ranks = {row[0]: row[3] for row in texts(numbers("NAM"))}
    assert len(ranks) == measures.MOST
    assert measures.UNRANKED not in ranks.values()
    assert "R&D expenditure" not in ranks  # its newest value is older than the year ranked


def test_where_data_lack_there_are_fewer_tiles_and_none_is_empty() -> None:
    shown = numbers("TUV")

    assert shown.title == "Tuvalu in four numbers"
    assert len(shown.rows) == len(shown.tiles) == 4
    assert all(cell for row in texts(shown) for cell in row)
    unranked = [row[3:] for row in texts(shown) if row[3] == measures.UNRANKED]
    assert unranked == [[measures.UNRANKED, MISSING]] * 3
    assert [bool(tile.strip) for tile in shown.tiles].count(True) == 1


def test_what_is_zero_in_every_year_is_no_trend() -> None:
    shown = numbers("TUV")
    (at,) = (at for at, row in enumerate(texts(shown)) if row[0] == "AI articles")
    assert texts(shown)[at][1] == "0"
    assert shown.tiles[at].drawing == ""


def test_every_declared_measure_is_one_of_the_profile() -> None:
    known = {each.title for each in indicators(Edition(economy="CHN"))}
    assert set(measures.DECLARED) <= known
    assert len(set(measures.DECLARED)) == len(measures.DECLARED)


def test_no_line_of_a_trend_crosses_a_break() -> None:
    shown = numbers("CHN")
    patents = next(t for t in shown.tiles if t.target == "fig-patents-by-origin")
    drawn = re.findall(
        r'class="mark mark-line role-focus"[^>]*>\s*<path d="([^"]*)"', patents.drawing
    )
    assert len(drawn) == 2  # counted otherwise from 2017 on


@some_editions
def test_a_trend_is_told_with_its_ends(economy: str) -> None:
    for tile in numbers(economy).tiles:
        assert bool(tile.alt) == bool(tile.drawing)
        if tile.alt:
            assert re.fullmatch(r".+: \S.* in \d{4}, \S.* in \d{4}", tile.alt)


@some_editions
def test_the_opening_names_the_economy_once(economy: str) -> None:
    edition = Edition(economy=economy)
    (said,) = (plain(each) for each in cover.opening(edition).told.sentences)
    assert said.count(edition.name) == 1
    assert said.endswith(".")


def test_the_opening_is_whole_where_the_economy_has_data() -> None:
    (said,) = (plain(each) for each in cover.opening(Edition(economy="DEU")).told.sentences)
    first, second, third = re.findall(r"[A-Z].*?\.(?= [A-Z]|$)", said)
    assert first.startswith("Germany ranks ")
    assert second.startswith("It received ")
    assert third.startswith("Its office received ")


def test_an_opening_without_data_says_so() -> None:
    edition = Edition(economy="USA", first_year=1960, last_year=1962)
    told = cover.opening(edition).told
    assert told.sentences or told.missing.startswith("The chapters hold no findings for the United")
    assert told.title == "United States"


@some_editions
def test_a_card_tells_of_its_chapter_what_the_opening_does_not(economy: str) -> None:
    edition = Edition(economy=economy)
    told = plain(cover.opening(edition).told.sentences[0])
    shown = cover.findings(edition).told
    known = {title: (label, topic) for title, label, topic in CHAPTERS}

    assert shown.tiles
    for tile, said in zip(shown.tiles, shown.sentences, strict=True):
        label, topic = known[tile.title]
        assert tile.target == label
        findings = [plain(each) for each in topic.key_findings(edition).told.sentences]
        assert any(each.startswith(plain(said).removesuffix(".")) for each in findings)
        if len(findings) > 1:
            assert plain(said) not in told
        assert bool(tile.drawing) == bool(tile.about) == bool(tile.alt)


def test_a_card_shows_what_its_finding_tells() -> None:
    for economy, said, about in (
        ("CHN", "by private AI investment in 2025", "Private investment in AI firms, 2025"),
        ("NAM", "used AI tools", "Users of AI tools, percent of working age, 2025"),
    ):
        shown = cover.findings(Edition(economy=economy)).told
        cards = {t.title: (t, plain(s)) for t, s in zip(shown.tiles, shown.sentences, strict=True)}
        tile, told = cards["AI"]
        assert said in told
        assert tile.about == about


def test_a_finding_that_can_be_drawn_comes_before_one_that_cannot() -> None:
    shown = cover.findings(Edition(economy="JPN")).told
    cards = {t.title: (t, plain(s)) for t, s in zip(shown.tiles, shown.sentences, strict=True)}
    tile, told = cards["Copyright"]
    assert told.startswith("Creative goods")
    assert tile.about.startswith("Creative goods")


def test_a_card_draws_nothing_that_its_finding_does_not_tell() -> None:
    shown = cover.findings(Edition(economy="TUV")).told
    cards = {t.title: (t, plain(s)) for t, s in zip(shown.tiles, shown.sentences, strict=True)}
    tile, told = cards["Copyright"]
    assert "treaties" in told
    assert (tile.drawing, tile.about) == ("", "")


def test_a_card_has_the_title_of_its_chapter() -> None:
    for title, label, _ in CHAPTERS:
        first = json.loads(Path(ROOT, "chapters", f"{label}.ipynb").read_text())["cells"][0]
        assert f"# {title}" in "".join(first["source"]).splitlines()


def test_the_lead_is_beside_peers_where_the_economy_can_be_seen_among_them() -> None:
    leads = {code: cover.lead(Edition(economy=code)) for code in ("CHN", "NAM", "TUV")}
    shown = {code: found.told for code, found in leads.items() if found}
    assert len(shown["CHN"].columns) > 3
    assert "; those of the United States, " in plain(shown["CHN"].headline)
    assert shown["NAM"].columns[1].title == "At home and abroad"
    assert (
        plain(shown["TUV"].headline)
        == "The office of Tuvalu received 9 patent applications in 2022."
    )
    assert {told.label for told in shown.values()} == {"fig-edition-lead"}


def test_without_any_value_no_chart_leads() -> None:
    assert cover.lead(Edition(economy="USA", first_year=1960, last_year=1962)) is None


def test_freshness_tells_both_years_of_each_series() -> None:
    told = cover.freshness(Edition(economy="TUV")).told
    rows = {row[0]: row[1:3] for row in texts(told)}
    assert rows["IP receipts"][0] == "2012"
    assert rows["R&D expenditure"][0] == MISSING
    assert all(own == MISSING or own <= newest for own, newest in rows.values())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "reportlib build"),
        ({"economy": "JPN"}, "reportlib build -p economy JPN"),
        (
            {"peers": "USA,DEU", "last_year": 2015, "scale": "per_million"},
            "reportlib build -p peers USA,DEU -p last_year 2015 -p scale per_million",
        ),
    ],
)
def test_the_command_sets_what_differs_from_the_project(
    changed: dict[str, str | int], said: str
) -> None:
    assert command(Parameters(**changed)) == said  # type: ignore[arg-type]


def test_the_colophon_says_how_to_cite_and_to_make_the_edition() -> None:
    told = dict(texts(cover.statement(Edition(economy="JPN", last_year=2015)).told))
    assert told["Made by"] == "reportlib build -p economy JPN -p last_year 2015"
    assert told["Cite as"].endswith("edition for Japan, 1990–2015.")
    assert len(told) <= 10  # of more, a page folds the table
