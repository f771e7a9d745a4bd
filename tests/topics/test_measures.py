"""What chapters take for granted of the measures that they show."""

from __future__ import annotations

from reportlib.content.edition import Edition
from reportlib.topics.overview import profile


def test_where_strengths_are_told_more_is_better() -> None:
    told = [one for one in profile.indicators(Edition()) if one.size_free and one.ranked]

    assert told
    assert {one.series.measure.better for one in told} == {"more"}
