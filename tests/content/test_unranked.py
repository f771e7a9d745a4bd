"""A rank never hides an economy that lacks a value of the year and had one not long before."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.content import forms, tables
from reportlib.content.cells import rank_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.sentences import plain, sentence, set_aside
from reportlib.content.series import Measure, Ranking, rank, select
from reportlib.topics import patents, talent
from tests.made import write_dataset

TABLE = """
    economy,year,value
    BRA,2023,10
    CHN,2023,300
    DEU,2023,50
    JPN,2023,70
    NAM,2023,1
    IND,2019,400
    USA,2021,150
    USA,2022,160
"""


@pytest.fixture
def ranking(project: Path) -> Ranking:
    write_dataset(project, "people", TABLE)
    series = select(
        read_dataset("people"), Measure("people", "people", kind="count"), value="value"
    )
    found = rank(series, 2023)
    assert found is not None
    return found


def said(ranking: Ranking, code: str) -> str:
    told = sentence("Rank {rank} of {n} (here).", rank=ranking.place(code), n=ranking.count)
    return plain(told or ())


def test_the_newest_value_of_the_three_years_before_stands_for_who_is_missing(
    ranking: Ranking,
) -> None:
    assert ranking.unranked[["economy", "year", "value"]].to_numpy().tolist() == [
        ["USA", 2022, 160.0]
    ]


@pytest.mark.parametrize(("code", "place"), [("CHN", 1), ("DEU", 3), ("NAM", 5)])
def test_a_sentence_with_a_rank_names_who_would_stand_as_high(
    ranking: Ranking, code: str, place: int
) -> None:
    missing = "not ranked: the United States (160 in 2022)"

    assert said(ranking, code) == f"Rank {place} of 5 (here; {missing})."


LONG = "{rank} of {n}: " + "word " * 25 + "."


def test_a_long_sentence_sets_aside_who_is_not_ranked(ranking: Ranking) -> None:
    told = sentence(LONG, rank=ranking.place("DEU"), n=ranking.count)

    kept, aside = set_aside(told or ())
    assert plain(kept).endswith("word .")
    assert plain(aside) == "Not ranked: the United States (160 in 2022)."


def test_a_short_sentence_sets_nothing_aside(ranking: Ranking) -> None:
    told = sentence("{rank} of {n}.", rank=ranking.place("DEU"), n=ranking.count)

    assert set_aside(told or ()) == (told, ())


def test_who_would_be_first_is_never_set_aside(project: Path) -> None:
    write_dataset(project, "people", TABLE.replace("USA,2022,160", "USA,2022,1600"))
    words = Measure("people", "people", kind="count")
    found = rank(select(read_dataset("people"), words, value="value"), 2023)
    assert found is not None
    told = sentence(LONG, rank=found.place("CHN"), n=found.count)

    assert set_aside(told or ()) == (told, ())
    assert "the United States (1,600 in 2022)" in plain(told or ())


def test_who_would_hardly_move_a_low_rank_is_not_named(project: Path) -> None:
    codes = ["AUT", "BEL", "BRA", "CAN", "CHE", "CHL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR"]
    lines = [f"{code},2023,{100 - at}" for at, code in enumerate(codes)]
    write_dataset(project, "people", "\n".join(["economy,year,value", *lines, "USA,2022,160"]))
    words = Measure("people", "people", kind="count")
    found = rank(select(read_dataset("people"), words, value="value"), 2023)

    assert found is not None
    assert "United States" in said(found, "FIN")  # rank 10
    assert said(found, "FRA") == "Rank 11 of 12 (here)."


def test_a_ranking_shows_who_is_missing_with_its_own_year_and_no_rank(ranking: Ranking) -> None:
    table = tables.ranked(ranking, Edition(economy="DEU", peers="USA"))

    assert list(table["label"])[:3] == ["China", "United States, 2022", "Japan"]
    view = forms.RANKING.view(table, {})
    assert [row.cells[0].text for row in view.rows][:3] == ["1", "..", "2"]
    assert "not ranked, United States, 2022: 160" in forms.RANKING.tell(table, {})
    drawing = forms.RANKING.plot(table, size="wide", unit="people", n=5)
    assert drawing is not None


def test_no_rank_is_two_dots_in_a_table() -> None:
    assert rank_cell(float("nan"), "people:USA").text == ".."


def test_a_rank_that_a_publisher_gives_misses_nobody(project: Path) -> None:
    write_dataset(project, "ranks", TABLE)
    words = Measure("rank", "rank", kind="rank", better="less")
    found = rank(select(read_dataset("ranks"), words, value="value"), 2023)

    assert found is not None
    assert found.unranked.empty


@pytest.mark.parametrize("code", ["CHN", "DEU"])
def test_the_united_states_is_told_of_where_it_lacks_the_newest_count_of_researchers(
    code: str,
) -> None:
    exhibit = talent.stock(Edition(economy=code))

    assert "; not ranked: the United States (1.65" in plain(exhibit.headline)
    assert "United States, 2022" in [row.cells[1].text for row in exhibit.told.rows]
    assert measure("researchers").number("USA", 2023) is None


def test_a_note_has_who_is_not_ranked_where_the_headline_is_long() -> None:
    told = patents.peers_over_time(Edition(economy="DEU")).told

    assert plain(told.headline).endswith(", after 1,849 in 2013.")
    assert "Not ranked: Barbados (2,726 in 2021)." in map(plain, told.notes)


@pytest.mark.parametrize(
    ("code", "had", "then"),
    [("USA", "The United States had 1.65", 2022), ("IND", "India had", 2020)],
)
def test_a_ranking_opens_with_the_newest_value_of_an_economy_that_is_not_in_it(
    code: str, had: str, then: int
) -> None:
    told = plain(talent.stock(Edition(economy=code)).headline)

    assert told.startswith(had)
    assert told.endswith(f", in {then}; there is no value for 2023, the year ranked.")
