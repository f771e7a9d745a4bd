"""The tables that figures draw: the right rows, in the right order, and none of the missing."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import pytest

from reportlib.base.manifests import SeriesBreak
from reportlib.content import tables
from reportlib.content.edition import Edition
from reportlib.content.series import Measure, Series, rank

MEASURE = Measure("filings", "applications", kind="count", derivation="a + b")


def series(values: Mapping[tuple[str, int], float], *breaks: SeriesBreak) -> Series:
    """A series whose rows are named for economy and year."""
    rows = [
        {"economy": code, "year": year, "value": value, "rows": f"d:{code}-{year}"}
        for (code, year), value in values.items()
    ]
    table = pd.DataFrame(rows, columns=["economy", "year", "value", "rows"])
    return Series(MEASURE, table, breaks)


def edition(**other: object) -> Edition:
    """China, with Japan and Brazil as peers in this order, from 2000 to 2003."""
    values = {"economy": "CHN", "peers": "JPN,BRA", "first_year": 2000, "last_year": 2003}
    return Edition(**{**values, **other})


def broken(economy: str, year: int) -> SeriesBreak:
    return SeriesBreak(economy=economy, year=year, text=f"A new rule of {year}.")


# A break lies between 2001 and 2003 where its year is 2002 or 2003.
BREAK_YEARS = pytest.mark.parametrize(
    ("year", "between"), [(2001, False), (2002, True), (2003, True), (2004, False)]
)


def test_one_economys_series_is_in_order_of_years_and_named_for_its_role() -> None:
    mixed = series({("CHN", 2002): 3, ("JPN", 2000): 9, ("CHN", 2001): 2})

    found = tables.series_of(mixed, "CHN", label="resident", role="focus")

    assert found.to_dict("list") == {
        "series": ["focus", "focus"],
        "label": ["resident", "resident"],
        "role": ["focus", "focus"],
        "year": [2001, 2002],
        "value": [2, 3],
        "rows": ["d:CHN-2001", "d:CHN-2002"],
        "derivation": ["a + b", "a + b"],
    }
    assert found.index.tolist() == [0, 1]


def test_the_compared_are_the_economy_and_its_peers_in_their_order_and_no_others() -> None:
    mixed = series({("JPN", 2001): 9, ("USA", 2001): 7, ("CHN", 2002): 3, ("CHN", 2001): 2})

    found = tables.compared(mixed, edition())

    assert found.to_dict("list") == {
        "series": ["CHN", "CHN", "JPN"],
        "label": ["China", "China", "Japan"],
        "role": ["focus", "focus", "peer"],
        "year": [2001, 2002, 2001],
        "value": [2, 3, 9],
        "rows": ["d:CHN-2001", "d:CHN-2002", "d:JPN-2001"],
        "derivation": ["a + b"] * 3,
    }
    assert found.index.tolist() == [0, 1, 2]


def test_the_compared_are_shown_within_the_years_asked_for_both_included() -> None:
    long = series({("CHN", year): year for year in range(1998, 2006)})

    found = tables.compared(long, edition())

    assert found["year"].tolist() == [2000, 2001, 2002, 2003]


def test_series_become_panels_of_their_own_names() -> None:
    table = pd.DataFrame({"series": ["a"], "label": ["Direct"], "value": [1]})

    (found,) = tables.panels(table).to_dict("records")

    assert found == {
        "series": "a", "label": "Direct", "value": 1, "panel": "a", "panel_label": "Direct",
    }  # fmt: skip


RANKED = series(
    {("USA", 2003): 9, ("JPN", 2003): 8, ("DEU", 2003): 7, ("IND", 2003): 6, ("CHN", 2003): 2}
)


def test_a_ranking_shows_the_first_and_the_economy_wherever_it_stands() -> None:
    found = tables.ranked(rank(RANKED, 2003), edition(top_n=3))

    assert found["label"].tolist() == ["United States", "Japan", "Germany", "China"]
    assert found["role"].tolist() == ["other", "peer", "other", "focus"]
    assert found["rank"].tolist() == [1, 2, 3, 5]
    assert found["value"].tolist() == [9, 8, 7, 2]
    assert found["rows"].tolist() == ["d:USA-2003", "d:JPN-2003", "d:DEU-2003", "d:CHN-2003"]
    assert found["derivation"].tolist() == ["a + b"] * 4


def test_a_ranking_shows_an_economy_among_the_first_once() -> None:
    found = tables.ranked(rank(RANKED, 2003), edition(economy="JPN", peers="BRA", top_n=3))

    assert found["role"].tolist() == ["other", "focus", "other"]


def test_without_a_ranking_its_table_is_empty_and_has_all_columns() -> None:
    found = tables.ranked(None, edition())

    assert found.empty
    full = tables.ranked(rank(RANKED, 2003), edition())
    assert set(found.columns) == set(full.columns) - {"economy"}


TWO = {
    ("CHN", 2001): 5, ("JPN", 2001): 6, ("BRA", 2001): 7, ("USA", 2001): 8,
    ("CHN", 2002): 1, ("CHN", 2003): 20, ("JPN", 2003): 30,
    ("USA", 2003): 40,
}  # fmt: skip


def test_two_years_are_shown_of_those_compared_the_largest_last_value_first() -> None:
    found = tables.first_and_last(series(TWO), edition(), 2001, 2003)

    assert found.to_dict("records") == [
        {
            "label": "Japan",
            "role": "peer",
            "start": 6,
            "end": 30,
            "withheld": False,
            "rows": "d:JPN-2001 d:JPN-2003",
            "start_rows": "d:JPN-2001",
            "end_rows": "d:JPN-2003",
        },
        {
            "label": "China",
            "role": "focus",
            "start": 5,
            "end": 20,
            "withheld": False,
            "rows": "d:CHN-2001 d:CHN-2003",
            "start_rows": "d:CHN-2001",
            "end_rows": "d:CHN-2003",
        },
    ]


def test_a_first_value_that_is_missing_is_not_zero_and_names_no_row() -> None:
    found = tables.first_and_last(series({("CHN", 2003): 20.0}), edition(), 2001, 2003)

    (row,) = found.to_dict("records")
    assert math.isnan(row["start"])
    assert (row["rows"], row["start_rows"], row["end_rows"]) == ("d:CHN-2003", "", "d:CHN-2003")


def test_no_last_values_make_an_empty_table_with_its_columns() -> None:
    found = tables.first_and_last(series({("CHN", 2001): 20.0}), edition(), 2001, 2003)

    assert found.empty
    assert list(found) == tables.TWO_YEARS


@BREAK_YEARS
def test_a_first_value_of_another_definition_is_missing(year: int, between: bool) -> None:
    found = tables.first_and_last(series(TWO, broken("CHN", year)), edition(), 2001, 2003)

    start = dict(zip(found["label"], found["start"], strict=True))
    assert math.isnan(start["China"]) is between
    assert start["Japan"] == 6
    assert list(found["withheld"]) == [False, between]


@BREAK_YEARS
def test_why_a_first_value_is_missing_is_told(year: int, between: bool) -> None:
    told = tables.changed_notes(series(TWO, broken("CHN", year)), edition(), 2001, 2003)

    expected = [
        f"China, 2001: not shown, since it cannot be compared with 2003. A new rule of {year}."
    ]
    assert told == (expected if between else [])


@pytest.mark.parametrize("code", ["USA", "BRA"], ids=["not compared", "without a last value"])
def test_no_break_is_told_of_an_economy_that_is_not_shown(code: str) -> None:
    assert tables.changed_notes(series(TWO, broken(code, 2002)), edition(), 2001, 2003) == []


def test_a_scatter_pairs_each_economys_values_of_the_two_years() -> None:
    x = series({("CHN", 2001): 1, ("CHN", 2002): 2, ("USA", 2001): 3, ("DEU", 2001): 4})
    y = series({("CHN", 2001): 10, ("CHN", 2002): 20, ("USA", 2002): 30})

    found = tables.crossed(x, y, 2001, 2002, edition())

    assert found.to_dict("list") == {
        "label": ["China", "United States"],
        "role": ["focus", "other"],
        "x": [1, 3],
        "y": [20, 30],
        "rows": ["d:CHN-2001 d:CHN-2002", "d:USA-2001 d:USA-2002"],
        "x_rows": ["d:CHN-2001", "d:USA-2001"],
        "y_rows": ["d:CHN-2002", "d:USA-2002"],
    }


@pytest.mark.parametrize(("x_year", "y_year"), [(None, 2001), (2001, None)])
def test_a_scatter_without_a_year_is_empty(x_year: int | None, y_year: int | None) -> None:
    both = series({("CHN", 2001): 1})

    assert tables.crossed(both, both, x_year, y_year, edition()).empty
