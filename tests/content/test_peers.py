"""The peers nearest to an economy: in size, in place, and in what the book measures."""

from __future__ import annotations

import pytest

from reportlib.base.economies import economies
from reportlib.base.parameters import GROUP_SIZE
from reportlib.content.edition import Edition


def peers(code: str) -> tuple[str, ...]:
    return Edition(economy=code, peers="nearest").compared[1:]


def test_the_first_three_are_of_the_region_and_the_income_group() -> None:
    germany = economies()["DEU"]

    for code in peers("DEU")[:3]:
        assert economies()[code].region == germany.region
        assert economies()[code].income_group == germany.income_group


@pytest.mark.parametrize("code", ["CHN", "DEU", "NAM", "TUV", "TWN", "ETH", "PRK"])
def test_every_economy_has_six_peers_whatever_it_lacks(code: str) -> None:
    found = peers(code)

    assert len(set(found)) == GROUP_SIZE
    assert code not in found


@pytest.mark.parametrize(("code", "leader"), [("DEU", "CHN"), ("IND", "CHN"), ("CHN", "USA")])
def test_the_last_is_the_leader_of_the_others(code: str, leader: str) -> None:
    assert leader in peers(code)


def test_a_small_economy_without_a_gdp_is_compared_with_small_ones() -> None:
    small = peers("TUV")

    assert "RUS" not in small
    assert len({"CHN", "USA", "JPN", "KOR", "DEU", "IND"} & set(small)) == 1


def test_the_rule_is_printed_with_the_peers() -> None:
    said = Edition(economy="DEU", peers="nearest").peers_said

    assert "the three nearest by it in region and income group" in said
    assert "the two nearest by resident patent applications per head; one leader" in said


def test_nobody_nearest_is_of_quite_another_size() -> None:
    assert not {"BMU", "LKA", "LVA", "ISL"} & {*peers("USA"), *peers("IND"), *peers("DEU")}


def test_a_chapter_takes_the_nearest_by_what_it_measures() -> None:
    book = Edition(economy="KOR", peers="nearest")
    chapter = book.nearest_by("researchers")

    assert {peer.code for peer in chapter.peers} > {"AUS", "JPN", "SGP", "SWE", "DNK"}
    assert chapter.peers != book.peers
    assert "the two nearest by researchers per million people; one leader" in chapter.peers_said


def test_peers_that_are_named_stay_as_they_are() -> None:
    assert Edition(economy="DEU", peers="USA,BRA").compared == ("DEU", "USA", "BRA")
