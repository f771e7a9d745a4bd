"""What exhibits say in editions that are seldom asked for: of whom and of when nothing is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import plain
from reportlib.topics import copyright as copyrights
from reportlib.topics import overview, systems, talent
from tests.topics.editions import ODD, PAGES, chapter

EARLY = {"first_year": 1960, "last_year": 1962}


@pytest.mark.parametrize(
    ("make", "asked", "missing"),
    [
        (
            talent.stay_rates,
            {"economy": "CHN", **EARLY},
            "The book holds no stay rates within 1960–1962, only for 2003–2017.",
        ),
        (
            copyrights.software,
            {"economy": "CHN", **EARLY},
            "The register of China has no such figures within 1960–1962.",
        ),
        (
            copyrights.genres,
            {"economy": "USA"},
            "The figures held of the register of the United States are not split like this.",
        ),
        (
            copyrights.genres,
            {"economy": "NAM"},
            "The book holds no register of Namibia; of those held, only China’s is split like "
            "this.",
        ),
    ],
)
def test_an_exhibit_without_data_says_what_is_not_held(
    make: Callable[[Edition], Exhibit], asked: Mapping[str, object], missing: str
) -> None:
    told = make(Edition.of(**asked)).told

    assert told.missing == missing
    assert told.headline == ()


@pytest.mark.parametrize(
    ("make", "asked", "headline"),
    [
        (
            talent.stay_rates,
            {"economy": "USA"},
            "Of the doctors from 3 economies, 57% to 83% were in the United States five years "
            "after the degree in 2017.",
        ),
        (
            overview.positions,
            {"economy": "ABW"},
            "Aruba can be ranked on one such measure alone, and is in the last quarter.",
        ),
        (
            overview.positions,
            {"economy": "ATG"},
            "Antigua and Barbuda can be ranked on one such measure alone, and is in the first "
            "quarter.",
        ),
        (
            overview.positions,
            {"economy": "BLZ"},
            "Belize can be ranked on one such measure alone, and is neither in the first quarter "
            "nor in the last.",
        ),
        (
            overview.against_peers,
            {"economy": "TWN"},
            "Taiwan has no values on these measures; the lines are those of its peers.",
        ),
        (
            overview.against_peers,
            {"economy": "LIE"},
            "Liechtenstein is above the median of its peers on all of 4 measures that can be "
            "compared in its newest year.",
        ),
        (
            overview.against_peers,
            {"economy": "BTN"},
            "Bhutan is above the median of its peers on none of 2 measures that can be compared "
            "in its newest year.",
        ),
        (
            overview.against_peers,
            {"economy": "ABW"},
            "Aruba is not above the median of its peers on the only measure that can be compared "
            "in its newest year.",
        ),
        (
            overview.against_peers,
            {"economy": "CHN", "peers": "JPN"},
            "In the newest years of China too few of its peers have values to compare it with "
            "their median.",
        ),
        (
            systems.treaties,
            {"economy": "HKG"},
            "The lists held name 1 of these treaties as in force for Hong Kong SAR, China, the "
            "TRIPS Agreement since 1995.",
        ),
    ],
)
def test_a_headline_fits_how_much_is_held(
    make: Callable[[Edition], Exhibit], asked: Mapping[str, object], headline: str
) -> None:
    said = plain(make(Edition.of(**asked)).told.headline)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == headline


@pytest.mark.parametrize("make", [systems.treaties, systems.registration])
def test_the_memberships_of_china_are_said_to_cover_hong_kong(
    make: Callable[[Edition], Exhibit],
) -> None:
    hong_kong, namibia = (make(Edition.of(economy=code)).told for code in ("HKG", "NAM"))

    covered = "China’s membership covers Hong Kong SAR, China in most of them."
    assert any(plain(note).endswith(covered) for note in hong_kong.notes)
    assert not any("China’s membership" in plain(note) for note in namibia.notes)


def test_hong_kong_has_no_row_of_its_own_in_the_lists_of_members() -> None:
    rows = systems.registration(Edition.of(economy="HKG")).told.rows

    assert {row.cells[1].text for row in rows} == {"no row of its own"}


@pytest.mark.parametrize("page", [page for page in PAGES if page != "method"])
@pytest.mark.parametrize("asked", ["years before the data", "years after the data"])
def test_years_without_data_are_told_and_break_nothing(asked: str, page: str) -> None:
    told = chapter(page, **ODD[asked])

    assert told
    assert [p.label for p in told if bool(p.rows or p.sentences) == bool(p.missing)] == []
