"""What a place among others is: a strength, a gap, or neither."""

from __future__ import annotations

import pytest

from reportlib.topics.places import quarter


@pytest.mark.parametrize(
    ("place", "n", "expected"),
    [
        (1, 4, "strength"),
        (2, 4, "neutral"),
        (3, 4, "neutral"),
        (4, 4, "gap"),
        (25, 100, "strength"),
        (26, 100, "neutral"),
        (75, 100, "neutral"),
        (76, 100, "gap"),
        (1, 2, "neutral"),
        (2, 2, "gap"),
    ],
)
def test_the_first_quarter_is_a_strength_and_the_last_a_gap(
    place: int, n: int, expected: str
) -> None:
    assert quarter(place, n) == expected
