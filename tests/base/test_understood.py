"""What a person writes for an economy is taken for its code where only one thing is meant."""

from __future__ import annotations

import pytest

from reportlib.base.parameters import check_parameters
from reportlib.base.understood import LONGEST, understand


@pytest.mark.parametrize(
    "written", ["Japan", "japan", "jpn", " JPN ", "JPN\n", "\N{CJK UNIFIED IDEOGRAPH-65E5}本"]
)
def test_an_economy_is_known_by_code_and_name(written: str) -> None:
    values, told = understand({"economy": written})

    assert values == {"economy": "JPN"}
    assert told == (f"economy: {written!a} is taken as JPN.",)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("USA, KOR", "USA,KOR"),
        ("usa,Germany", "USA,DEU"),
        (["USA", "Republic of Korea"], "USA,KOR"),
        (["USA"], "USA"),
        ("usa,nowhere", "USA,nowhere"),
    ],
)
def test_peers_are_known_by_codes_and_names_in_a_list_as_well(written: object, codes: str) -> None:
    values, told = understand({"peers": written})

    assert values == {"peers": codes}
    assert len(told) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"economy": "CHN", "peers": "top"},
        {"economy": "korea"},
        {"economy": 156},
        {"economy": None},
        {"economy": "J" * (LONGEST + 1)},
        {"peers": "nowhere"},
        {"peers": [1, 2]},
        {"peers": []},
        {"scale": "japan"},
    ],
)
def test_what_is_a_code_already_or_no_economy_stays_as_it_is(values: dict[str, object]) -> None:
    assert understand(values) == (values, ())


def test_what_was_written_is_not_changed() -> None:
    written: dict[str, object] = {"economy": "japan"}

    understand(written)

    assert written == {"economy": "japan"}


def test_parameters_are_checked_as_they_are_understood() -> None:
    found = check_parameters({"economy": "japan", "peers": ["usa", "Germany"]})

    assert (found.economy, found.peers) == ("JPN", "USA,DEU")
