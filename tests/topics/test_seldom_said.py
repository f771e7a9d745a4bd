"""What exhibits say in editions that are seldom asked for: of whom and of when nothing is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import plain
from reportlib.topics import copyright as copyrights
from reportlib.topics import overview, patents, systems, talent
from tests.topics.editions import METHOD, ODD, PAGES, chapter

EARLY = {"first_year": 1960, "last_year": 1962}


@pytest.mark.parametrize(
    ("make", "asked", "missing"),
    [
        (
            talent.stay_rates,
            {"economy": "CHN", **EARLY},
            "There are no values within 1960–1962, but for 2003–2017.",
        ),
        (
            copyrights.software,
            {"economy": "CHN", **EARLY},
            "The register of China has no such figures within 1960–1962.",
        ),
        (
            copyrights.genres,
            {"economy": "USA"},
            "The register of the United States has no such figures within 1990–2025.",
        ),
        (
            copyrights.genres,
            {"economy": "NAM"},
            "No register of Namibia was found; there may be one.",
        ),
    ],
)
def test_an_exhibit_without_data_says_what_is_not_held(
    make: Callable[[Edition], Exhibit], asked: Mapping[str, object], missing: str
) -> None:
    told = make(Edition(**asked)).told

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
            overview.profile,
            {"economy": "GUM"},
            "Guam has no place on these measures.",
        ),
        (
            overview.profile,
            {"economy": "VGB"},
            "The British Virgin Islands has a place on one of these measures alone, in the middle "
            "half of the economies ranked.",
        ),
        (
            systems.treaties,
            {"economy": "HKG"},
            "Hong Kong SAR, China is party to 1 of these treaties, the TRIPS Agreement in 1995.",
        ),
        (
            copyrights.software,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Software made up 20.3% of the registrations in China in 2016.",
        ),
        (
            copyrights.genres,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Artworks and photographs made up 56.2% of the works registered in China in 2016.",
        ),
        (
            talent.academy,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "The WIPO Academy counted 66,510 participants in 2017 and 55,586 in 2016.",
        ),
        (
            talent.stay_rates,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Of the doctors from China, 83% were in the United States five years after the "
            "degree in 2017.",
        ),
        (
            talent.enrolment,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Tertiary enrolment in China was 51.6% of the age group, counted gross, in 2017; "
            "the median of 141 economies was 45.2%.",
        ),
        (
            talent.technicians,
            {"economy": "DEU", "first_year": 2016, "last_year": 2017},
            "Germany had 0.40 technicians for each researcher in 2017; the median of 59 "
            "economies is 0.23.",
        ),
        (
            talent.density,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "China had 1,236 researchers per million people in 2017; half of 124 economies have "
            "more than 640.",
        ),
        (
            patents.by_origin,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Residents of China filed 1.31 million patent applications at home and abroad in 2017.",
        ),
        (
            patents.pct,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Applicants from China filed 48,882 PCT applications in 2017.",
        ),
        (
            patents.innovation_rank,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "China ranks 22nd of 127 in the Global Innovation Index of 2017, after 25th in 2016.",
        ),
        (
            patents.effort,
            {"economy": "CHN", "first_year": 2016, "last_year": 2017},
            "Of 88 economies, China ranks 17th by R&D expenditure and 14th by patent applications "
            "per head in 2017.",
        ),
        (
            copyrights.software,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "Software made up 34.2% of the registrations in China in 2020, against 35.5% in 2019.",
        ),
        (
            copyrights.registers,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "Entries in the register of China came to 4.19 million in 2019 and to 5.04 million "
            "in 2020.",
        ),
        (
            copyrights.music_ranks,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "China ranked 7th among the markets for recorded music in 2020.",
        ),
        (
            talent.academy,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "The WIPO Academy counted 152,000 participants in 2020.",
        ),
        (
            patents.innovation_rank,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "China ranks 14th in the Global Innovation Index of 2020, as in 2019.",
        ),
        (
            patents.effort,
            {"economy": "CHN", "first_year": 2019, "last_year": 2020},
            "Of 83 economies, China ranks 13th by R&D expenditure and 14th by patent applications "
            "per head in 2020.",
        ),
        (
            copyrights.collections,
            {"economy": "CHN", "first_year": 2023, "last_year": 2024},
            "Authors’ societies collected 14.0 billion euros in 2024, 36.8% of it for "
            "digital uses.",
        ),
        (
            copyrights.music_ranks,
            {"economy": "USA"},
            "The United States ranked 1st among the markets for recorded music in 2024, as in "
            "2020.",
        ),
        (
            copyrights.music_ranks,
            {"economy": "KOR"},
            "The Republic of Korea ranked 7th among the markets for recorded music in 2024; "
            "in 2020 it was 6th.",
        ),
        (
            patents.in_force,
            {"economy": "HKG"},
            "The office of Hong Kong SAR, China ranks 30th of 112 by patents in force: 53,726 "
            "in 2020.",
        ),
        (
            patents.filings,
            {"economy": "HKG"},
            "The office of Hong Kong SAR, China received 17,784 patent applications in 2023; "
            "residents filed about 2.61% of them.",
        ),
        (
            copyrights.world_map,
            {"economy": "HKG"},
            "116 economies are bound by the WIPO Copyright Treaty; the list has no row for Hong "
            "Kong SAR, China.",
        ),
        (
            copyrights.world_map,
            {"economy": "TWN"},
            "Taiwan is not in the list of parties to the WIPO Copyright Treaty; it binds 116 "
            "economies.",
        ),
    ],
)
def test_a_headline_fits_how_much_is_held(
    make: Callable[[Edition], Exhibit], asked: Mapping[str, object], headline: str
) -> None:
    said = "".join(piece.text for piece in make(Edition(**asked)).told.headline)

    assert said.replace("\N{NO-BREAK SPACE}", " ") == headline


@pytest.mark.parametrize("make", [systems.treaties, systems.registration])
def test_the_memberships_of_china_are_said_to_cover_hong_kong(
    make: Callable[[Edition], Exhibit],
) -> None:
    hong_kong, namibia = (make(Edition(economy=code)).told for code in ("HKG", "NAM"))

    covered = "China’s membership covers Hong Kong SAR, China in most of them."
    told = [*map(plain, hong_kong.notes), hong_kong.missing]
    assert any(one.endswith(covered) for one in told)
    assert not any("China’s membership" in plain(note) for note in namibia.notes)


def test_hong_kong_is_in_no_list_of_a_system_and_covered_by_china() -> None:
    told = systems.registration(Edition(economy="HKG")).told

    assert told.missing.startswith("The lists that were read do not have Hong Kong")
    assert told.missing.endswith("China’s membership covers Hong Kong SAR, China in most of them.")


@pytest.mark.parametrize("page", [page for page in PAGES if page not in METHOD])
@pytest.mark.parametrize("asked", ["years before the data", "years after the data"])
def test_years_without_data_are_told_and_break_nothing(asked: str, page: str) -> None:
    told = chapter(page, **ODD[asked])

    assert told
    assert [p.label for p in told if bool(p.rows or p.sentences) == bool(p.missing)] == []
