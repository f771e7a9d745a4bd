"""An edition in a small project without patents: peers, scales, roles and missing texts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportlib.base.errors import ParameterError
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from tests.projects import add_dataset

SONGS = {
    "CHN": (90, 95),
    "JPN": (80, 20),
    "KOR": (70, 75),
    "USA": (60, 65),
    "CAN": (50, 55),
    "DEU": (40, 45),
    "FRA": (30, 35),
    "BRA": (25, 0),
    "NAM": (5, None),
}
"""Songs of 2020 and of 2021, where they were counted."""
DATASETS = """\
datasets:
  songs:
    value: songs
    kind: count
    unit: {one: song, many: songs}
    measures:
      songs: {name: songs recorded}
  people:
    value: persons
    kind: count
    unit: {one: person, many: people}
    measures:
      people: {name: people}
  shares:
    value: percent
    kind: percent
    unit: percent
    measures:
      shares: {name: the share of singers}
"""
PEERS = "peers_by: {measure: songs, words: the most songs recorded}\n"
SCALES = """\
scales:
  per_million: {base: people, times: 1_000_000, words: per million people, derivation: per head}
"""


@pytest.fixture
def songs(project: Path) -> Path:
    """A project of songs and people; its measures name peers and one scale."""
    rows = [
        f"{code},{year},{value}"
        for code, values in sorted(SONGS.items())
        for year, value in zip((2020, 2021), values, strict=True)
        if value is not None
    ]
    key = ("economy", "year")
    add_dataset(project, "songs", "\n".join(["economy,year,songs", *rows, ""]), key)
    add_dataset(project, "people", "economy,year,persons\nDEU,2020,20\nJPN,2020,40\n", key)
    add_dataset(project, "shares", "economy,year,percent\nDEU,2020,12\n", key)
    declare(project, PEERS + SCALES + DATASETS)
    return project


def declare(project: Path, text: str) -> None:
    (project / "data" / "measures.yaml").write_text(text, encoding="utf-8")


def peers(**values: object) -> list[str]:
    return [peer.code for peer in Edition(**values).peers]


def test_a_groups_members_have_most_of_the_measure_that_the_project_names(songs: Path) -> None:
    assert peers(economy="DEU", peers="top", last_year=2020) == [
        "CHN",
        "JPN",
        "KOR",
        "USA",
        "CAN",
        "FRA",
    ]


def test_members_are_chosen_in_the_latest_year_with_enough_economies(songs: Path) -> None:
    assert peers(economy="DEU", peers="top") == ["CHN", "KOR", "USA", "CAN", "FRA", "JPN"]


def test_members_of_a_region_are_of_the_region(songs: Path) -> None:
    assert peers(economy="JPN", peers="region") == ["CHN", "KOR"]
    assert peers(economy="DEU", peers="region") == ["FRA"]


def test_members_of_an_income_group_are_of_the_group(songs: Path) -> None:
    assert peers(economy="CHN", peers="income") == ["BRA"]
    assert peers(economy="DEU", peers="income") == ["KOR", "USA", "CAN", "FRA", "JPN"]


def test_who_the_peers_are_is_said_with_the_rule(songs: Path) -> None:
    edition = Edition(economy="DEU", peers="region")

    assert edition.peers_said == (
        "France (those with the most songs recorded among the economies of Europe & Central Asia)"
    )
    assert edition.compared == ("DEU", "FRA")


def test_written_peers_are_said_without_a_rule(songs: Path) -> None:
    assert Edition(economy="DEU", peers="JPN,NAM").peers_said == "Japan, Namibia"


@pytest.mark.parametrize("text", ["", DATASETS, None], ids=["empty", "no rule", "no file"])
def test_a_project_that_names_no_measure_for_its_peers_has_none(
    text: str | None, songs: Path
) -> None:
    (songs / "data" / "measures.yaml").unlink()
    if text is not None:
        declare(songs, text)

    edition = Edition(economy="DEU")

    assert edition.peers == ()
    assert edition.compared == ("DEU",)
    assert edition.peers_said == (
        "none (the book names no measure by which to choose among all economies)"
    )
    assert [peer.code for peer in Edition(economy="DEU", peers="JPN").peers] == ["JPN"]


def test_before_the_first_year_of_the_measure_a_group_is_empty(songs: Path) -> None:
    edition = Edition(economy="DEU", peers="top", first_year=1990, last_year=2010)

    assert edition.peers_said == "none (those with the most songs recorded among all economies)"


def test_counts_are_on_the_scale_asked_for(songs: Path) -> None:
    scaled = Edition(economy="DEU", scale="per_million").scaled(measure("songs"))

    assert scaled.table.set_index("economy")["value"].to_dict() == {"DEU": 2e6, "JPN": 2e6}
    assert scaled.measure.unit == "songs per million people"
    assert not scaled.measure.count


def test_what_is_no_count_and_what_is_asked_for_as_count_stays_as_it_is(songs: Path) -> None:
    counts, shares = measure("songs"), measure("shares")

    assert Edition(economy="DEU").scaled(counts) is counts
    assert Edition(economy="DEU", scale="per_million").scaled(shares) is shares


def test_a_scale_that_the_project_names_no_base_for_is_refused(songs: Path) -> None:
    edition = Edition(economy="DEU", scale="per_gdp")

    with pytest.raises(ParameterError, match=r"scale = 'per_gdp' has no base in this project"):
        edition.scaled(measure("songs"))


def test_an_economy_is_the_focus_a_peer_or_another(songs: Path) -> None:
    edition = Edition(economy="DEU", peers="FRA,JPN")

    assert [edition.role(code) for code in ("DEU", "JPN", "USA")] == ["focus", "peer", "other"]


def test_a_series_is_cut_to_the_years_asked_for(songs: Path) -> None:
    edition = Edition(economy="DEU", first_year=2021, last_year=2022)

    assert edition.window(measure("songs")).years() == [2021]
    assert edition.years_said == "2021–2022"


def test_without_data_that_is_told_with_the_name_of_the_economy(songs: Path) -> None:
    assert Edition(economy="USA").missing(measure("shares")) == (
        "There are no values for the United States."
    )


def test_without_data_in_the_years_asked_for_the_years_with_values_are_told(songs: Path) -> None:
    edition = Edition(economy="DEU", peers="top", first_year=1990, last_year=2010)

    assert edition.missing(measure("songs"), measure("people")) == (
        "There are no values for Germany within 1990–2010, but for 2020 to 2021."
    )
    assert edition.missing(measure("shares"), where="the office") == (
        "There are no values for the office within 1990–2010, but for 2020."
    )


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        (["focus", "peer"], "Germany and peers"),
        (["focus"], "Germany"),
        (["peer", "other"], "peers of Germany"),
        ([], "peers of Germany"),
    ],
    ids=str,
)
def test_who_is_drawn_is_said(roles: list[str], said: str, songs: Path) -> None:
    assert Edition(economy="DEU").place(pd.DataFrame({"role": roles})) == said


def test_the_economy_is_never_among_its_own_peers() -> None:
    for economy in ("CHN", "DEU", "NAM"):
        for peers in ("top", "region", "income"):
            edition = Edition(economy=economy, peers=peers)
            assert economy not in [peer.code for peer in edition.peers]


def test_written_peers_are_kept_in_their_order() -> None:
    edition = Edition(economy="BRA", peers="ZAF,ARG")

    assert edition.compared == ("BRA", "ZAF", "ARG")
