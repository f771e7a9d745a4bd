"""Recipes: what a whole exhibit of each kind holds, from data made for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from reportlib.base.payload import Payload
from reportlib.content import forms, recipes
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.sentences import plain, sentence
from reportlib.content.series import Measure, Series, rank, select
from tests.made import write_dataset

TABLE = """
    economy,year,value
    BRA,2018,50
    BRA,2020,60
    CHN,2018,100
    CHN,2020,120
    IND,2020,120
    JPN,2020,120
    NAM,2020,7
    USA,2018,300
    USA,2020,10
"""
RANKED = recipes.Ranked("{name} is {place} of {n}.", "{leader} leads {n}.")


def series(project: Path, name: str = "filings", **said: Any) -> Series:
    write_dataset(project, name, TABLE, **said)
    words = Measure(name, name, name, kind="count", caveats=("Counted where filed.",))
    return select(read_dataset(name), words, value="value")


def edition(code: str, **asked: Any) -> Edition:
    return Edition(economy=code, **{"peers": "USA,IND", **asked})


def cells(payload: Payload) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in payload.rows]


def notes(payload: Payload) -> list[str]:
    return [plain(note) for note in payload.notes]


# Compared, and lines of its own


def test_a_comparison_has_a_column_for_the_economy_and_each_peer_with_data(project: Path) -> None:
    told = recipes.compared(
        edition("USA", peers="CHN,IND"),
        series(project),
        label="fig-filings",
        title="Filings",
        notes=["Of offices."],
    ).told

    assert [column.title for column in told.columns] == ["Year", "United States", "China", "India"]
    assert cells(told) == [["2018", "300", "100", ".."], ["2020", "10", "120", "120"]]
    assert notes(told)[:2] == ["Counted where filed.", "Of offices."]
    assert told.alt.startswith("Line chart.")


def test_a_comparison_in_panels_gives_each_economy_its_own(project: Path) -> None:
    told = recipes.compared(
        edition("CHN"),
        series(project),
        label="fig-filings",
        title="Filings",
        form=forms.SMALL_MULTIPLES,
    ).told

    assert told.alt.startswith("Small multiples, one line chart for each panel.")
    assert [column.title for column in told.columns[1:]] == ["China", "United States", "India"]


def test_a_comparison_says_its_own_words_where_nothing_is_held(project: Path) -> None:
    told = recipes.compared(
        edition("DEU", peers="FRA"),
        series(project),
        label="fig-filings",
        title="Filings",
        missing="No office reports.",
    ).told

    assert told.missing == "No office reports."


def test_lines_of_an_economy_have_a_column_for_each_measure(project: Path) -> None:
    one, other = series(project), series(project, "grants")

    told = recipes.own_lines(
        edition("CHN"),
        {"focus": ("Filed", one), "peer": ("Granted", other)},
        recipes.Latest("{name}: {value} in {year}."),
        label="fig-own",
        title="Filed and granted",
        notes=["Two counts."],
    ).payload

    assert [column.title for column in told.columns] == ["Year", "Filed", "Granted"]
    assert cells(told) == [["2018", "100", "100"], ["2020", "120", "120"]]
    assert plain(told.headline) == "China: 120 in 2020."
    assert notes(told)[:2] == ["Counted where filed.", "Two counts."]  # a caveat of both once
    assert told.caption == "Filed and granted: China, 2018–2020."
    assert "filings, a year" in told.drawings["wide"]


def test_lines_of_an_economy_may_say_another_place_and_unit(project: Path) -> None:
    told = recipes.own_lines(
        edition("CHN"),
        {"focus": ("Filed", series(project))},
        label="fig-own",
        title="Filed",
        where="the office of China",
        unit="thousands",
    ).payload

    assert told.caption == "Filed: the office of China, 2018–2020."
    assert "thousands" in told.drawings["wide"]


# Ranked


def ranked(project: Path, code: str, **choices: Any) -> Payload:
    return recipes.ranked(
        edition(code),
        series(project),
        RANKED,
        label="fig-ranked",
        title="Filings",
        what="offices with data",
        **choices,
    ).told


def test_a_ranking_says_of_whom_and_when_it_is(project: Path) -> None:
    told = ranked(project, "BRA")

    assert told.caption == "Filings: offices with data, 2020."
    assert told.columns[-1].unit == "filings"
    assert plain(told.headline) == "Brazil is 4th of 6."
    assert notes(told)[0] == "Counted where filed."


def test_a_ranking_without_the_economy_is_not_drawn_and_says_why(project: Path) -> None:
    assert ranked(project, "DEU").missing == "Germany has no value for 2020."
    assert ranked(project, "DEU", complete=True).missing == "Germany has none in 2020."
    assert ranked(project, "BRA").missing == ""


def test_a_ranking_of_the_world_is_drawn_and_says_that_the_economy_is_not_in_it(
    project: Path,
) -> None:
    said = "Germany has no value for 2020."

    assert said in notes(ranked(project, "DEU", notes=["Of offices."], world=True))
    assert said not in notes(ranked(project, "DEU", complete=True, world=True))
    assert said.replace("Germany", "Brazil") not in notes(ranked(project, "BRA", world=True))


def test_peers_alone_are_not_compared(project: Path) -> None:
    told = recipes.compared(
        edition("DEU"), series(project), label="fig-filings", title="Filings"
    ).told

    assert (told.rows, told.missing) == ((), "There are no values for Germany.")


def test_a_ranking_made_already_is_drawn_as_it_is(project: Path) -> None:
    made = rank(series(project), 2018)

    told = recipes.ranked(
        edition("CHN"), made, RANKED, label="fig-r", title="Filings", what="offices", unit="pieces"
    ).told

    assert told.caption == "Filings: offices, 2018."
    assert told.columns[-1].unit == "pieces"
    assert [row[1:] for row in cells(told)] == [
        ["United States", "300"],
        ["China", "100"],
        ["Brazil", "50"],
    ]


def test_no_ranking_is_told_with_the_last_year_asked_for(project: Path) -> None:
    told = recipes.ranked(
        edition("CHN", last_year=2010), None, RANKED, label="fig-r", title="Filings", what="offices"
    ).told

    assert told.missing == "There is no year up to 2010 for this ranking."


def test_those_level_with_the_leader_are_named_with_it(project: Path) -> None:
    ranking = rank(series(project), 2020)

    assert ranking is not None
    assert recipes.leader_said(ranking) == "China (level with India and Japan)"


def test_more_than_three_that_are_level_are_counted(project: Path) -> None:
    level = series(project)
    level.table.loc[level.table["year"] == 2020, "value"] = 5

    ranking = rank(level, 2020)

    assert ranking is not None
    assert recipes.leader_said(ranking).endswith(" (level with 5 others)")


def test_an_economy_outside_a_ranking_is_told_with_how_many_are_in_it(project: Path) -> None:
    ranking = rank(series(project), 2020)

    assert ranking is not None
    told = plain(recipes.no_value(edition("DEU"), ranking, "{name} had {value}") or ())
    assert told == "Germany has no value for 2020; 6 economies have."


# Two years, and two measures


def two_years(project: Path, *years: int | None) -> Payload:
    return recipes.two_years(
        edition("BRA"),
        series(project),
        (years[0], years[1]),
        sentence("Said."),
        label="fig-two",
        title="Filings",
        where="offices of {place}",
        item="Office",
        notes=["A flow."],
    ).told


def test_two_years_are_named_over_the_values_and_in_the_caption(project: Path) -> None:
    told = two_years(project, 2018, 2020)

    assert [column.title for column in told.columns] == ["Office", "2018", "2020"]
    assert told.caption == "Filings: offices of Brazil and peers, 2018 and 2020."
    assert plain(told.headline) == "Said."
    assert notes(told)[0] == "A flow."


def test_two_years_are_of_the_economy_and_its_peers_unless_said_otherwise(project: Path) -> None:
    told = recipes.two_years(
        edition("BRA"), series(project), (2018, 2020), None, label="fig-two", title="Filings"
    ).told

    assert told.caption == "Filings: Brazil and peers, 2018 and 2020."
    assert told.columns[0].title == "Economy"


def test_two_years_in_the_wrong_order_or_without_one_show_nothing(project: Path) -> None:
    for years in ((2020, 2018), (None, 2020), (2018, None)):
        assert two_years(project, *years).missing.endswith("that can be compared."), years


def test_two_measures_name_their_axes_with_a_capital(project: Path) -> None:
    one = series(project)  # so that the rows exist
    rows = [one.table.loc[one.table["economy"] == code, "rows"].iloc[-1] for code in ("BRA", "CHN")]
    table = pd.DataFrame(
        {
            "label": ["Brazil", "China"],
            "role": ["focus", "peer"],
            "x": [1, 2],
            "y": [3, 4],
            "rows": rows,
        }
    )

    told = recipes.crossed(
        table,
        sentence("Said."),
        label="fig-crossed",
        title="Effort",
        where="all economies",
        unit="",
        x="money spent",
        y="patents filed",
        missing="Nothing.",
        notes=["Two measures."],
    ).told

    assert [column.title for column in told.columns] == ["Economy", "Money spent", "Patents filed"]
    assert plain(told.headline) == "Said."
    assert "Two measures." in notes(told)


# What is left out, and what is not to be concluded


def test_caveats_are_those_of_the_descriptors(project: Path) -> None:
    write_dataset(
        project,
        "filings",
        TABLE,
        short_title="Filings",
        counted_by="office",
        does_not_mean="Not a grant.",
    )

    told = recipes.caveats("tbl-caveats", ["filings"]).told

    assert (told.label, told.title) == (
        "tbl-caveats",
        "What the series of this chapter do not mean",
    )
    assert [column.title for column in told.columns] == ["Series", "Counted by", "Not to conclude"]
    assert cells(told) == [["Filings", "office", "Not a grant."]]
