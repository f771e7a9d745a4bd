"""A list that was selected is no population: no headline counts it or gives shares of it."""

from __future__ import annotations

import pytest

from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.rows import dataset_of
from reportlib.content.edition import Edition
from reportlib.content.sentences import plain
from reportlib.topics import patents
from tests.topics.editions import chapter

SELECTED = {
    read_manifest(name).name for name in dataset_names() if read_manifest(name).reportlib.selection
}
CHAPTERS = ("overview", "patents", "ai", "copyright", "talent")


def test_lists_that_a_news_item_chose_say_so() -> None:
    assert {"pct-applicants", "genai-applicants", "copyright-industries"} <= SELECTED


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", ["CHN", "USA"])
def test_no_headline_counts_a_selection(name: str, code: str) -> None:
    for payload in chapter(name, code):
        for said in (payload.headline, *payload.sentences):
            counted = [p for p in said if p.derivation.startswith("count of")]
            names = {dataset_of(row) for piece in counted for row in piece.rows}
            assert not names & SELECTED, (payload.label, plain(said))


@pytest.mark.parametrize("code", ["CHN", "DEU"])
def test_the_applicants_known_are_listed_and_not_counted(code: str) -> None:
    told = patents.applicants(Edition(economy=code)).told

    assert plain(told.headline).startswith("Of the applicants listed here, Huawei (China)")
    assert " of the 8 " not in plain(told.headline)
    assert "other places of that list are not in" in " ".join(map(plain, told.notes))
