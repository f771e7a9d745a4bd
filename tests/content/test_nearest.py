"""The nearest peers, found again from the tables alone."""

from __future__ import annotations

import pytest

from reportlib.content.edition import Edition
from tests.truth import reading

MEASURES = {
    "patents": None,
    "talent": "researchers",
    "ai": "ai_articles_per_million",
    "copyright": "ip_receipts_share",
}


@pytest.mark.parametrize("chapter", MEASURES)
@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND", "NAM", "TUV", "TWN", "LIE", "KOR"])
@pytest.mark.parametrize("last", [2025, 2015])
def test_the_nearest_are_those_of_the_rule(code: str, chapter: str, last: int) -> None:
    edition = Edition(economy=code, peers="nearest", last_year=last)
    measure = MEASURES[chapter]
    found = edition.nearest_by(measure) if measure else edition

    assert found.compared[1:] == reading.nearest(code, last, chapter)
