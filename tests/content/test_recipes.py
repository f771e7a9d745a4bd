"""Recipes: the headline that can be said stands, and the exhibit says why where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportlib.content import recipes
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.sentences import plain
from reportlib.content.series import Measure, Series, select
from tests.made import write_dataset

TABLE = """
    economy,year,value
    BRA,2018,50
    BRA,2020,60
    CHN,2018,100
    CHN,2019,150
    CHN,2020,120
    JPN,2020,120
    NAM,2018,0
    NAM,2020,7
"""
TREND = recipes.Trend("Filings of {name} {change}")
LATEST = recipes.Latest("{name} had {value} filings in {year}.")
RANKED = recipes.Ranked(
    "{name} ranks {place} of {n} in {year}, with {value} {unit}.",
    "{name} had {value} {unit} in {then}",
)


def series(project: Path, **said: Any) -> Series:
    write_dataset(project, "filings", TABLE, **said)
    words = Measure("filings", "filings", "filing", kind="count")
    return select(read_dataset("filings"), words, value="value")


def edition(code: str, **asked: Any) -> Edition:
    return Edition(economy=code, peers="USA,IND", **asked)


def said(attempt: recipes.Attempt, code: str, found: Series) -> str | None:
    told = attempt(edition(code), found)
    return plain(told) if told else None


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("CHN", "Filings of China came to 100 in 2018 and to 120 in 2020."),
        ("BRA", "Filings of Brazil came to 50 in 2018 and to 60 in 2020."),
        ("JPN", None),  # one year only
        ("NAM", None),  # from zero
        ("DEU", None),  # no value
    ],
)
def test_few_values_are_told_as_levels_and_one_or_a_first_of_zero_not_at_all(
    project: Path, code: str, told: str | None
) -> None:
    assert said(TREND, code, series(project)) == told


def test_a_trend_starts_at_the_last_break(project: Path) -> None:
    found = series(project, breaks=[{"economy": "CHN", "year": 2019, "text": "Counted anew."}])

    told = said(TREND, "CHN", found)

    assert told == "Filings of China came to 150 in 2019 and to 120 in 2020."


@pytest.mark.parametrize(
    ("values", "newest", "told"),
    [
        ((100, 110, 120, 110, 150), 2020, "rose by 50% between 2016 and 2020, from 100 to 150."),
        ((100, 110, 120, 110, 150), 2015, "rose by 50% between 2011 and 2015, from 100 to 150."),
        (
            (100, 110, 120, 110, 150),
            2014,
            "came to 100 in 2010 and to 150 in 2014, the newest year.",
        ),
        ((110, 120, 110, 150), 2020, "came to 110 in 2017 and to 150 in 2020."),
        ((99, 110, 120, 110, 150), 2020, "came to 99 in 2016 and to 150 in 2020."),
        ((100, 110, 120, 500, 999), 2020, "rose 10-fold between 2016 and 2020, from 100 to 999."),
        ((100, 110, 120, 500, 1000), 2020, "came to 100 in 2016 and to 1,000 in 2020."),
        ((1000, 120, 500, 110, 100), 2020, "came to 1,000 in 2016 and to 100 in 2020."),
    ],
)
def test_a_change_is_said_of_enough_values_that_are_recent_and_began_high_enough(
    project: Path, values: tuple[int, ...], newest: int, told: str
) -> None:
    years = range(newest - len(values) + 1, newest + 1)
    lines = [f"CHN,{year},{value}" for year, value in zip(years, values, strict=True)]
    write_dataset(project, "filings", "\n".join(["economy,year,value", *lines]))
    words = Measure("filings", "filings", kind="count")
    found = select(read_dataset("filings"), words, value="value")

    trend = TREND(edition("CHN", last_year=2020), found)

    assert trend is not None
    assert plain(trend) == f"Filings of China {told}"


def test_the_latest_value_is_that_of_the_newest_year(project: Path) -> None:
    assert said(LATEST, "CHN", series(project)) == "China had 120 filings in 2020."
    assert said(LATEST, "DEU", series(project)) is None


def test_a_rank_is_that_of_the_reference_year_and_a_tie_is_told(project: Path) -> None:
    told = said(RANKED, "BRA", series(project))

    assert told == "Brazil ranks 3rd of 4 in 2020, with 60 filings."
    shared = said(RANKED, "JPN", series(project))
    assert shared is not None
    assert shared.startswith("Japan ranks 1st, shared with 1 other, of 4 in 2020")


def test_without_a_rank_the_newest_value_of_the_years_before_is_told(project: Path) -> None:
    write_dataset(project, "filings", f"{TABLE.rstrip()}\n    FRA,2019,90")
    words = Measure("filings", "filings", "filing", kind="count")
    found = select(read_dataset("filings"), words, value="value")

    assert said(RANKED, "FRA", found) == (
        "France had 90 filings in 2019; there is no value for 2020, the year ranked."
    )
    assert said(RANKED, "DEU", found) is None
    assert said(recipes.Ranked("{name}: {place}"), "FRA", found) is None


def test_the_first_attempt_that_can_be_said_stands(project: Path) -> None:
    found = series(project)
    attempts = (TREND, LATEST)

    assert plain(recipes.headline(edition("JPN"), found, attempts) or ()).startswith("Japan had")
    assert plain(recipes.headline(edition("CHN"), found, attempts) or ()).startswith("Filings of")


def test_a_sentence_made_already_is_an_attempt_and_none_is_passed_over(project: Path) -> None:
    found, made = series(project), LATEST(edition("CHN"), series(project))

    assert recipes.headline(edition("CHN"), found, (None, made, TREND)) == made


def test_an_economy_without_values_is_told(project: Path) -> None:
    told = recipes.headline(edition("DEU"), series(project), (TREND, LATEST))

    assert plain(told or ()) == "Germany has no values on filings within 1990–2025."


def test_values_outside_the_years_asked_for_are_not_told(project: Path) -> None:
    asked = edition("CHN", last_year=2018)

    told = recipes.headline(asked, series(project), (TREND, LATEST))

    assert plain(told or ()) == "China had 100 filings in 2018."


def test_a_figure_of_peers_without_any_value_says_so(project: Path) -> None:
    shown = recipes.compared(
        edition("DEU"), series(project), TREND, label="fig-filings", title="Filings"
    )

    assert shown.told.rows == ()
    assert shown.told.missing == "There are no values for Germany."


def test_a_figure_of_two_years_needs_two(project: Path) -> None:
    shown = recipes.two_years(
        edition("CHN"), series(project), (2020, 2020), None, label="fig-filings", title="Filings"
    )

    assert shown.told.rows == ()
    assert "in two years" in shown.told.missing


def test_a_figure_of_two_years_has_both_values_of_each(project: Path) -> None:
    shown = recipes.two_years(
        edition("CHN"), series(project), (2018, 2020), None, label="fig-filings", title="Filings"
    )

    assert [[cell.text for cell in row.cells] for row in shown.told.rows] == [
        ["China", "100", "120"]
    ]
