"""Declared measures as series: what is taken, what is computed, and what stays missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError, ParameterError
from reportlib.base.measures import read_measures
from reportlib.content.measures import measure, on_scale
from reportlib.content.series import Series, rank
from tests.conftest import use
from tests.projects import add_dataset, write_project

MEASURES = """\
scales:
  per_million:
    base: people
    times: 1_000_000
    words: per million people
    derivation: count / people * 1,000,000
datasets:
  people:
    value: persons
    kind: count
    unit: {one: person, many: people}
    measures:
      people: {name: people}
  filings:
    value: filed
    by: office
    kind: count
    unit: {one: application, many: applications}
    better: more
    measures:
      resident: {name: applications by residents, where: {who: resident}}
      nonresident: {name: applications by non-residents, where: {who: nonresident}}
  places:
    value: place
    year: edition
    kind: rank
    unit: place
    better: less
    measures:
      place: {name: the place}
  world:
    value: sold
    economy: WLD
    kind: count
    unit: {one: item, many: items}
    measures:
      sold: {name: items sold, rank_floor: 20, caveats: [One shop alone.]}
derived:
  all: {name: applications, sum: [resident, nonresident], derivation: both}
  thrice: {name: three times, sum: [resident, resident, nonresident], derivation: three}
  resident_share:
    name: the share of residents
    unit: percent of applications
    ratio: {part: resident, whole: all}
    derivation: 100 * resident / all
  resident_per_million: {per: {count: resident, scale: per_million}}
  named_per_million:
    name: filings per head
    better: less
    per: {count: resident, scale: per_million}
"""
TABLES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "people": (
        ("economy", "year"),
        "economy,year,persons\nBRA,2020,2000000\nCHN,2020,4000000\nNAM,2020,0\n",
    ),
    "filings": (
        ("office", "year", "who"),
        "office,year,who,filed\n"
        "BRA,2020,nonresident,30\nBRA,2020,resident,10\nBRA,2021,resident,1\n"
        "CHN,2020,nonresident,\nCHN,2020,resident,80\n"
        "NAM,2020,nonresident,0\nNAM,2020,resident,0\n",
    ),
    "places": (
        ("economy", "edition"),
        "economy,edition,place\nBRA,2024,2\nCHN,2024,1\n",
    ),
    "world": (("year",), "year,sold\n2020,5\n2021,7\n"),
}


@pytest.fixture
def small(project: Path) -> Path:
    """A project with small tables and the measures of them."""
    for name, (key, text) in TABLES.items():
        add_dataset(project, name, text, key)
    (project / "data" / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    return project


def values(series: Series) -> dict[tuple[str, int], float]:
    """The values of a series by economy and year."""
    table = series.table
    return dict(zip(zip(table["economy"], table["year"], strict=True), table["value"], strict=True))


def test_a_measure_is_taken_from_its_column_and_rows(small: Path) -> None:
    assert values(measure("resident")) == {
        ("BRA", 2020): 10,
        ("BRA", 2021): 1,
        ("CHN", 2020): 80,
        ("NAM", 2020): 0,
    }


def test_a_missing_value_is_no_zero(small: Path) -> None:
    assert values(measure("nonresident")) == {("BRA", 2020): 30, ("NAM", 2020): 0}
    assert ("CHN", 2020) not in values(measure("all"))
    assert ("CHN", 2020) not in values(measure("resident_share"))


def test_an_edition_can_stand_for_the_year(small: Path) -> None:
    assert values(measure("place")) == {("BRA", 2024): 2, ("CHN", 2024): 1}


def test_rows_without_a_code_stand_under_the_code_declared(small: Path) -> None:
    assert values(measure("sold")) == {("WLD", 2020): 5, ("WLD", 2021): 7}


def test_a_sum_needs_all_its_parts(small: Path) -> None:
    assert values(measure("all")) == {("BRA", 2020): 40, ("NAM", 2020): 0}
    assert values(measure("thrice")) == {("BRA", 2020): 50, ("NAM", 2020): 0}


def test_a_share_is_in_percent_and_of_nothing_there_is_none(small: Path) -> None:
    assert values(measure("resident_share")) == {("BRA", 2020): 25}


def test_a_rate_has_the_base_of_the_same_year_and_of_nobody_there_is_none(small: Path) -> None:
    assert values(measure("resident_per_million")) == {("BRA", 2020): 5, ("CHN", 2020): 20}


def test_the_words_of_a_measure_are_those_declared(small: Path) -> None:
    found = measure("resident").measure

    assert (found.name, found.unit) == ("applications by residents", "applications")
    assert [found.unit_after(value) for value in (1, 2)] == ["application", "applications"]
    assert (found.kind, found.better) == ("count", "more")
    assert measure("sold").measure.caveats == ("One shop alone.",)


def test_the_words_of_a_sum_are_its_own_with_the_unit_of_its_parts(small: Path) -> None:
    found = measure("all").measure

    assert (found.name, found.unit_after(1), found.unit_after(2), found.kind) == (
        "applications",
        "application",
        "applications",
        "count",
    )
    assert (found.derivation, found.better) == ("both", None)


def test_the_words_of_a_share_are_its_own(small: Path) -> None:
    found = measure("resident_share").measure

    assert (found.name, found.unit, found.unit_after(1)) == (
        "the share of residents",
        "percent of applications",
        "percent of applications",
    )
    assert (found.kind, found.derivation) == ("percent", "100 * resident / all")
    assert found.say(25) == "25.0%"


def test_the_words_of_a_rate_follow_from_its_count_unless_declared(small: Path) -> None:
    found, named = (measure(f"{name}_per_million").measure for name in ("resident", "named"))

    assert found.name == "applications by residents per million people"
    assert found.unit_after(1) == "application per million people"
    assert found.unit_after(5) == "applications per million people"
    assert (found.kind, found.better) == ("rate", "more")
    assert found.derivation == "count / people * 1,000,000"
    assert (named.name, named.unit, named.better) == (
        "filings per head",
        "applications per million people",
        "less",
    )


def test_a_value_below_the_floor_has_no_rank(small: Path) -> None:
    text = MEASURES.replace("    better: more\n", "    better: more\n    rank_floor: 20\n")
    (small / "data" / "measures.yaml").write_text(text, encoding="utf-8")
    ranking = rank(measure("resident"), 2020)

    assert ranking is not None
    assert [ranking.rank(code) for code in ("CHN", "BRA")] == [1, None]


def test_of_a_measure_of_places_the_lowest_is_the_best(small: Path) -> None:
    ranking = rank(measure("place"), 2024)

    assert ranking is not None
    assert [ranking.rank(code) for code in ("CHN", "BRA")] == [1, 2]


def test_a_number_names_the_rows_it_comes_from(small: Path) -> None:
    share, rate = (
        measure(name).number("BRA", 2020) for name in ("resident_share", "resident_per_million")
    )

    assert share is not None
    assert rate is not None
    assert set(share.rows) == {"filings:BRA-2020-resident", "filings:BRA-2020-nonresident"}
    assert rate.rows == ("filings:BRA-2020-resident", "people:BRA-2020")


def test_a_measure_is_made_once(small: Path) -> None:
    assert measure("resident_share") is measure("resident_share")


def test_every_project_has_its_own_measures(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert measure("people").number("BRA", 2020) is not None
    other = write_project(tmp_path / "other")
    add_dataset(other, "people", "economy,year,persons\nBRA,1990,7\n", ("economy", "year"))
    text = (
        "datasets: {people: {value: persons, kind: count, unit: {one: person, many: people},\n"
        "  measures: {people: {name: people}}}}\n"
    )
    (other / "data" / "measures.yaml").write_text(text, encoding="utf-8")
    use(other, monkeypatch)

    assert values(measure("people")) == {("BRA", 1990): 7}


def test_an_unknown_measure_is_refused_with_the_nearest_names(small: Path) -> None:
    with pytest.raises(DatasetError) as refused:
        measure("residents")

    assert str(refused.value) == (
        "There is no measure 'residents'. Did you mean resident or nonresident or resident_share? "
        f"{small}/data/measures.yaml declares all measures; add it there."
    )


def test_a_column_that_is_not_there_is_refused(small: Path) -> None:
    text = MEASURES.replace("value: persons", "value: person")
    (small / "data" / "measures.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(DatasetError) as refused:
        measure("people")

    assert str(refused.value) == (
        "data/measures.yaml: people: people has no column 'person'. "
        "Run `reportlib check` for every fault with its line."
    )


def test_a_scale_without_a_base_is_refused(small: Path) -> None:
    with pytest.raises(ParameterError) as refused:
        on_scale(measure("resident"), "per_gdp")

    assert str(refused.value) == (
        "scale = 'per_gdp' has no base in this project: data/measures.yaml names none under "
        "scales. Use count, or name there the measure to divide by."
    )


@pytest.mark.parametrize("name", read_measures().declared)
def test_every_measure_of_the_book_has_values_and_words(name: str) -> None:
    series = measure(name)

    assert len(series.table)
    assert series.measure.name
    assert series.measure.unit
    assert not series.table.duplicated(["economy", "year"]).any()


def test_the_books_scales_are_per_million_people_and_per_billion_dollars() -> None:
    counts, people, gdp = (
        measure(name).number("DEU", 2020)
        for name in ("resident_applications", "population", "gdp_ppp")
    )
    assert counts is not None
    assert people is not None
    assert gdp is not None
    series = measure("resident_applications")

    per_million, per_gdp = (
        on_scale(series, scale).number("DEU", 2020) for scale in ("per_million", "per_gdp")
    )

    assert per_million is not None
    assert per_gdp is not None
    assert per_million.value == pytest.approx(counts.value / people.value * 1e6)
    assert 300 < per_million.value < 700
    assert per_gdp.value == pytest.approx(counts.value / gdp.value * 1e9)
    assert 5 < per_gdp.value < 15
