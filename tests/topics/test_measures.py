"""What chapters take for granted of the measures that they show."""

from __future__ import annotations

from reportlib.content.edition import Edition
from reportlib.topics.overview.measures import indicators


def test_only_ranks_that_a_publisher_prints_are_better_the_less_they_are() -> None:
    told = indicators(Edition())

    assert [one.title for one in told if one.series.measure.better == "less"] == [
        one.title for one in told if one.printed
    ]


def test_measures_of_the_profile_have_names_of_their_own() -> None:
    names = [one.title for one in indicators(Edition())]

    assert len(names) == len(set(names)) == 20
