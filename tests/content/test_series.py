"""Arithmetic on series: nothing missing becomes zero, every value keeps its rows."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from reportlib.base.manifests import SeriesBreak
from reportlib.content.datasets import read_dataset
from reportlib.content.recipes import leader_said
from reportlib.content.sentences import plain, sentence
from reportlib.content.series import (
    Measure,
    Series,
    add,
    counts_below,
    per,
    rank,
    reference_year,
    select,
    share,
)
from tests.projects import SOUND, add_filings

COUNT = Measure("applications", "applications", "application", kind="count")
PERCENT = Measure("a share", "percent", kind="percent")


def series(
    values: dict[tuple[str, int], float], breaks: tuple[SeriesBreak, ...] = (), name: str = "d"
) -> Series:
    table = pd.DataFrame(
        [
            {"economy": code, "year": year, "value": value, "rows": f"{name}:{code}-{year}"}
            for (code, year), value in values.items()
        ],
        columns=["economy", "year", "value", "rows"],
    )
    return Series(COUNT, table, breaks)


def per_million(counts: Series, people: Series) -> Series:
    return per(counts, people, 1e6, "per million people", "count / people * 1,000,000")


def test_a_sum_is_missing_where_one_part_is_missing() -> None:
    total = add(series({("A", 2000): 1, ("B", 2000): 5}), series({("A", 2000): 2}), COUNT)

    assert total.table["economy"].tolist() == ["A"]
    assert total.table["value"].tolist() == [3]


def test_a_computed_value_names_the_rows_of_both_operands() -> None:
    rate = per_million(series({("A", 2000): 10}), series({("A", 2000): 2_000_000}, name="p"))

    number = rate.number("A", 2000)

    assert number is not None
    assert number.value == 5
    assert number.rows == ("d:A-2000", "p:A-2000")
    assert number.derivation == "count / people * 1,000,000"


def test_a_rate_names_its_base_in_name_and_unit_and_is_no_count() -> None:
    found = per_million(series({("A", 2000): 10}), series({("A", 2000): 1})).measure

    assert (found.name, found.unit) == ("applications per million people",) * 2
    assert found.unit_after(1) == "application per million people"
    assert found.kind == "rate"


def test_the_floor_of_a_count_is_not_that_of_its_rate() -> None:
    counts = replace(series({("A", 2000): 10}), measure=replace(COUNT, rank_floor=20))

    assert per_million(counts, series({("A", 2000): 1})).measure.rank_floor == 0


@pytest.mark.parametrize("base", [{}, {("A", 2000): 0}], ids=["missing", "zero"])
def test_a_rate_is_missing_where_its_base_is(base: dict[tuple[str, int], float]) -> None:
    rate = per_million(series({("A", 2000): 10, ("B", 2000): 4}), series({**base, ("B", 2000): 2}))

    assert rate.table["economy"].tolist() == ["B"]
    assert rate.table["value"].tolist() == [2_000_000]


def test_what_is_computed_has_the_breaks_and_provisional_years_of_both_operands() -> None:
    first, second = (SeriesBreak(economy="A", year=year, text="new rule") for year in (2001, 2002))
    one = replace(series({("A", 2000): 1.0}, (first,)), provisional=(2023,))
    other = replace(series({("A", 2000): 2.0}, (first, second)), provisional=(2022, 2023))

    for found in (add(one, other, COUNT), share(one, other, PERCENT), per_million(one, other)):
        assert found.breaks == (first, second)
        assert found.provisional == (2022, 2023)


def test_the_unit_after_a_value_is_singular_after_one_alone() -> None:
    said = [COUNT.unit_after(value) for value in (0, 1, 1.5, 2)]

    assert said == ["applications", "application", "applications", "applications"]
    assert PERCENT.unit_after(1) == "percent"


def test_less_is_the_better_place_where_the_measure_says_so() -> None:
    places = replace(
        series({("A", 1): 3, ("B", 1): 1, ("C", 1): 3}),
        measure=Measure("the place", "rank", kind="rank", better="less"),
    )

    ranking = rank(places, 1)

    assert ranking is not None
    assert [ranking.rank(code) for code in "BAC"] == [1, 2, 2]
    assert ranking.table["economy"].tolist() == ["B", "A", "C"]


@pytest.mark.parametrize(("column", "years"), [("applications", [2021]), ("note", [])])
def test_a_break_of_another_column_is_none_of_the_series(
    column: str, years: list[int], project: Path, tmp_path: Path
) -> None:
    descriptor = tmp_path / "filings.resource.yaml"
    where = f"where: {{column: {column}}}"
    found = f"  breaks:\n    - {{economy: CHN, year: 2021, {where}, text: new rule}}\n"
    text = (SOUND / descriptor.name).read_text(encoding="utf-8")
    descriptor.write_text(text + found, encoding="utf-8")
    add_filings(project, descriptor=descriptor)

    selected = select(read_dataset("filings"), COUNT, value="applications")

    assert [b.year for b in selected.breaks] == years


def values(found: Series) -> dict[str, float]:
    """The values of a series of one year, by economy."""
    return dict(zip(found.table["economy"], found.table["value"], strict=True))


def per_billion(counts: Series, gdp: Series) -> Series:
    words = "per billion PPP dollars of GDP"
    return per(counts, gdp, 1e9, words, "count / GDP * 1,000,000,000")


def test_a_rate_by_gdp_is_per_billion_dollars_and_names_its_unit() -> None:
    rate = per_billion(series({("A", 2000): 10}), series({("A", 2000): 4e9}))

    number = rate.number("A", 2000)

    assert number is not None
    assert number.value == 2.5
    assert rate.measure.unit == "applications per billion PPP dollars of GDP"
    assert "* 1,000,000,000" in number.derivation


def test_a_rate_is_missing_where_the_base_is_zero() -> None:
    counts = series({("A", 2000): 10, ("B", 2000): 10, ("C", 2000): 10})
    gdp = series({("A", 2000): 0, ("B", 2000): 1e9, ("C", 2000): -1e9})

    assert values(per_billion(counts, gdp)) == {"B": 10}


def test_a_share_is_in_percent_and_names_the_rows_of_part_and_whole() -> None:
    part = share(series({("A", 2000): 1}), series({("A", 2000): 8}), COUNT)

    number = part.number("A", 2000)

    assert number is not None
    assert number.value == 12.5
    assert number.rows == ("d:A-2000", "d:A-2000")


def test_a_share_of_nothing_is_missing() -> None:
    nothing = series({("A", 2000): 0, ("B", 2000): 0})
    whole = series({("A", 2000): 0, ("B", 2000): 4})

    assert values(share(nothing, whole, COUNT)) == {"B": 0}


def test_the_reference_year_has_four_fifths_of_the_best_coverage() -> None:
    codes = [f"E{i}" for i in range(10)]
    values = {(code, 2019): 1.0 for code in codes}
    values |= {(code, 2020): 1.0 for code in codes[:8]}
    values |= {(code, 2021): 1.0 for code in codes[:7]}

    assert reference_year(series(values), 2025) == 2020


def test_the_reference_year_is_not_after_the_year_asked_for() -> None:
    assert reference_year(series({("A", 2010): 1, ("A", 2020): 1}), 2015) == 2010


def test_without_values_there_is_no_reference_year_and_no_ranking() -> None:
    empty = series({})

    assert reference_year(empty, 2025) is None
    assert rank(empty, None) is None


def test_equal_values_share_the_better_rank() -> None:
    ranking = rank(series({("A", 1): 5, ("B", 1): 7, ("C", 1): 5, ("D", 1): 1}), 1)

    assert ranking is not None
    assert [ranking.rank(code) for code in "BACD"] == [1, 2, 2, 4]
    assert ranking.n == 4


def test_a_sentence_tells_with_how_many_a_rank_is_shared() -> None:
    ranking = rank(
        series({(code, 1): value for code, value in zip("ABCDE", (7, 5, 5, 5, 1), strict=True)}), 1
    )

    assert ranking is not None
    said = {
        code: sentence("rank {r} of {n}", r=ranking.place(code), n=ranking.count) for code in "ABE"
    }
    assert {code: plain(found or ()) for code, found in said.items()} == {
        "A": "Rank 1 of 5",
        "B": "Rank 2, shared with 2 others, of 5",
        "E": "Rank 5 of 5",
    }
    others = next(piece for piece in said["B"] or () if piece.text == "2" and piece.unit != "rank")
    assert others.rows == ("d:C-1", "d:D-1")


def test_one_other_of_the_same_rank_is_told_in_the_singular() -> None:
    ranking = rank(series({("A", 1): 5, ("B", 1): 5}), 1)

    assert ranking is not None
    assert plain(sentence("rank {r} of 2", r=ranking.place("A")) or ()) == (
        "Rank 1, shared with 1 other, of 2"
    )


def test_who_is_level_with_the_first_of_a_ranking_is_named() -> None:
    def leader(**values: float) -> str:
        ranking = rank(series({(code, 1): value for code, value in values.items()}), 1)
        assert ranking is not None
        return leader_said(ranking)

    assert leader(CHN=9, DEU=8, FRA=8) == "China"
    assert leader(CHN=9, USA=9, DEU=8) == "China (level with the United States)"
    assert leader(CHN=9, DEU=9, FRA=9, ITA=9, USA=9) == "China (level with 4 others)"


def test_an_economy_without_a_value_has_no_rank() -> None:
    ranking = rank(series({("A", 1): 5}), 1)

    assert ranking is not None
    assert ranking.rank("B") is None


def test_a_shortened_ranking_keeps_the_economy_asked_for() -> None:
    ranking = rank(series({("A", 1): 9, ("B", 1): 8, ("C", 1): 7, ("D", 1): 6}), 1)

    assert ranking is not None
    assert ranking.top(2, "D")["economy"].tolist() == ["A", "B", "D"]


@pytest.mark.parametrize(("economy", "first"), [("A", 2017), ("B", 2015)])
def test_changes_are_taken_since_the_last_break_of_the_economy(economy: str, first: int) -> None:
    values = {(code, year): 1.0 for code in "AB" for year in range(2015, 2020)}
    found = series(values, (SeriesBreak(economy="A", year=2017, text="new rule"),))

    assert found.since_break(economy).years()[0] == first


def test_a_break_after_the_last_value_cuts_nothing_off() -> None:
    found = series({("A", 2000): 1.0}, (SeriesBreak(economy="A", year=2017, text="new rule"),))

    assert found.since_break("A").years() == [2000]


def test_a_rate_of_too_few_is_left_out_of_a_ranking_and_keeps_its_value() -> None:
    counts = series({("A", 2000): 3, ("B", 2000): 30, ("C", 2000): 20})
    people = series({("A", 2000): 1_000, ("B", 2000): 1_000_000, ("C", 2000): 1_000_000}, name="p")
    rates = replace(per_million(counts, people), few=counts_below(counts, 20))

    ranking = rank(rates, 2000)

    assert ranking is not None
    assert ranking.table["economy"].tolist() == ["B", "C"]
    assert ranking.rank("A") is None
    assert ranking.few == {"A"}
    value = rates.number("A", 2000)
    assert value is not None
    assert value.value == 3_000
