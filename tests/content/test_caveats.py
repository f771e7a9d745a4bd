"""Figures that their publisher calls incomplete or unlike have no rank and no headline."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportlib.content.caveats import concludable, withheld
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.notes import remarks
from reportlib.content.recipes import Attempt, Latest, Trend, headline
from reportlib.content.sentences import plain
from reportlib.content.series import Measure, Series, rank, select
from tests.made import write_dataset

TABLE = """
    economy,year,value
    CHN,2015,10
    CHN,2016,11
    IND,2015,1
    IND,2016,50
    JPN,2015,8
    JPN,2016,9
"""
UNRANKED = {
    "economies": ["IND"],
    "years": [2016],
    "short": "data missing",
    "differs": True,
    "unranked": True,
    "text": "Its office leaves data out.",
}


@pytest.fixture
def filings(project: Path) -> Series:
    """Filings of three economies, of which one is incomplete in the last year."""
    write_dataset(project, "filings", TABLE, caveats=[UNRANKED])
    return select(read_dataset("filings"), Measure("filings", "filings"), value="value")


def test_a_value_that_its_publisher_calls_incomplete_is_in_no_ranking(filings: Series) -> None:
    ranking = rank(filings, 2016)

    assert ranking is not None
    assert list(ranking.table["economy"]) == ["CHN", "JPN"]


def test_a_value_computed_from_one_is_in_no_ranking_either(filings: Series) -> None:
    table = pd.DataFrame(
        {
            "economy": ["CHN", "IND"],
            "year": 2016,
            "value": [1.0, 9.0],
            "rows": ["filings:CHN-2016 filings:CHN-2015", "filings:IND-2015 filings:IND-2016"],
        }
    )
    ranking = rank(Series(filings.measure, table), 2016)

    assert ranking is not None
    assert list(ranking.table["economy"]) == ["CHN"]


def test_the_same_economy_is_ranked_in_a_year_that_is_complete(filings: Series) -> None:
    ranking = rank(filings, 2015)

    assert ranking is not None
    assert ranking.rank("IND") == 3


def test_the_caveat_is_told_and_the_value_marked(filings: Series) -> None:
    assert filings.number("IND", 2016) is not None
    assert remarks(["filings:IND-2016"]).of(["filings:IND-2016"]) == "d"
    found = withheld("filings:IND-2016")
    assert found is not None
    assert found.short == "data missing"


def test_rows_of_no_dataset_withhold_nothing() -> None:
    assert concludable(["d:A-2000", ""]) == [True, True]


@pytest.mark.parametrize(("code", "rises"), [("IND", False), ("CHN", True)])
def test_no_headline_rests_on_what_is_incomplete(code: str, *, rises: bool) -> None:
    edition = Edition(economy=code)
    attempts: list[Attempt] = [
        Trend("Families of {name} {change}"),
        Latest("{name} had {value} in {year}."),
    ]

    told = plain(headline(edition, measure("families"), attempts) or ())

    assert told.startswith("Families of China came to") is rises
    assert ("are shown, and nothing is concluded from them: data missing" in told) is not rises


def test_india_and_italy_have_no_rank_by_patent_families() -> None:
    ranking = rank(measure("families"), 2020)

    assert ranking is not None
    assert ranking.n == 34
    assert ranking.rank("IND") is None
    assert ranking.rank("ITA") is None
    assert ranking.rank("CHN") == 1
