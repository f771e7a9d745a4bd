"""How a number is printed at the bounds between one way and the next."""

from __future__ import annotations

import pytest

from reportlib.content.numbers import (
    NO_BREAK,
    say_count,
    say_exact,
    say_fold,
    say_percent,
    say_ratio,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.996, "1.00"),
        (1.5, "1.5"),
        (9.5, "9.5"),
        (10, "10"),
        (10.4, "10"),
        (-0.5, "-0.50"),
        (-12.4, "-12"),
        (999_500, "1.00 million"),
        (-2_500_000, "-2.5 million"),
        (9_994_000, "9.99 million"),
        (9_996_000, "10.0 million"),
        (99_940_000, "99.9 million"),
        (99_960_000, "100 million"),
        (999_500_000, "1.00 billion"),
        (999_500_000_000, "1.00 trillion"),
    ],
)
def test_a_count_has_no_more_digits_than_its_size_bears(value: float, said: str) -> None:
    assert say_count(value) == said.replace(" ", NO_BREAK)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3, "3"),
        (3.25, "3.25"),
        (0.1, "0.10"),
        (0.0999, "0.0999"),
        (10.04, "10.0"),
        (-12.34, "-12.3"),
        (-0.5, "-0.50"),
        (999.94, "999.9"),
        (1000.4, "1,000"),
        (-1000.4, "-1,000"),
    ],
)
def test_a_value_of_a_table_has_sensible_digits(value: float, said: str) -> None:
    assert say_exact(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "1"), (-1, "-1"), (0, "0.00"), (1.5, "1.50"), (9.994, "9.99"), (99.94, "99.9"),
     (99.96, "100")],
)  # fmt: skip
def test_a_ratio_is_whole_as_it_is(value: float, said: str) -> None:
    assert say_ratio(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0099, "less than 0.01%"),
        (0.01, "0.01%"),
        (-0.5, "-0.50%"),
        (9.994, "9.99%"),
        (9.996, "10.0%"),
        (99.9, "99.9%"),
        (99.91, "more than 99.9%"),
        (120, "120.0%"),
    ],
)
def test_a_share_says_when_it_is_nearly_nothing_or_nearly_the_whole(
    value: float, said: str
) -> None:
    assert say_percent(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(3.54, "3.5-fold"), (9.94, "9.9-fold"), (9.95, "10-fold"), (17.2, "17-fold")],
)
def test_a_multiple_is_whole_from_ten(value: float, said: str) -> None:
    assert say_fold(value) == said
