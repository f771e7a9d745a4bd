"""The codes of this book's datasets, in words."""

from __future__ import annotations

import pytest

from reportlib.topics.codes import say_code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("share_of_gdp", "share of GDP"),
        ("nonresident", "non-resident"),
        ("ip_pledge_financing", "IP pledge financing"),
        ("total", "total"),
    ],
)
def test_a_code_is_said_in_words(code: str, words: str) -> None:
    assert say_code(code) == words
