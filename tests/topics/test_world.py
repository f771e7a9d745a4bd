"""All economies at once have the values that their profiles print."""

from __future__ import annotations

import pytest

from reportlib.base.world import World, WorldMeasure, passed_on
from reportlib.content.edition import Edition
from reportlib.topics.overview.measures import standings
from reportlib.topics.overview.world import MAIN, world


@pytest.fixture(scope="module")
def told() -> World:
    return world()


def named(told: World, title: str) -> WorldMeasure:
    (found,) = [each for each in told.measures if each.title == title]
    return found


@pytest.mark.parametrize("code", ["CHN", "NAM", "TUV", "TWN"])
def test_an_economy_has_the_values_and_places_of_its_profile(code: str, told: World) -> None:
    for indicator, own in standings(Edition(economy=code)):
        value = named(told, indicator.title).values.get(code)
        assert (value and (value.text, value.year)) == (own and (own.written, own.year))
        assert (value and value.place) == (own.place.value if own and own.place else None)


def test_values_that_terms_keep_back_are_withheld_and_derived_ones_are_not(told: World) -> None:
    read = {each.title: passed_on(each) for each in told.measures}
    index, patents = (
        read["Global Innovation Index"],
        read["Patent applications, at home and abroad"],
    )

    assert {title for title, each in read.items() if each.withheld} == {
        "Global Innovation Index",
        "Patent applications, at home and abroad",
    }
    assert index.values["CHN"].text == "under 30"
    assert {(value.place, value.withheld) for value in index.values.values()} == {(None, True)}
    assert len({value.order for value in index.values.values()}) == 6
    assert patents.values["CHN"].text == "rank 1 of 144"
    assert read["Patent applications per head"].values["CHN"].text == "1,171"


def test_the_main_measures_are_measures_and_rank_somebody(told: World) -> None:
    main = [each for each in told.measures if each.main]

    assert {each.title for each in main} == set(MAIN)
    assert all(len(each.ranked) == 1 for each in main)


def test_every_step_has_its_limits_and_holds_somebody(told: World) -> None:
    for each in told.measures:
        used = {value.step for value in each.values.values()} - {0}
        assert used == {number for number, _ in each.steps}


def test_the_best_place_is_the_darkest_and_ranks_of_old_editions_have_no_colour(
    told: World,
) -> None:
    index = named(told, "Global Innovation Index")
    (year,) = index.ranked
    old = [value for value in index.values.values() if value.year != year]

    assert next(value.step for value in index.values.values() if value.place == 1) == 5
    assert old
    assert {value.step for value in old} == {0}


def test_equal_values_have_the_same_order_and_zero_is_last(told: World) -> None:
    articles = named(told, "AI articles").values
    zeros = {value.order for value in articles.values() if value.text == "0"}

    assert zeros == {max(value.order for value in articles.values())}


def test_a_derived_value_is_marked_and_told(told: World) -> None:
    value = named(told, "Trademark classes, by residents").values["BRA"]

    assert value.marks == "e"
    assert value.notes[0].startswith("Estimated or derived (e), Brazil")
