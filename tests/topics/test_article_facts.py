"""The ledger of statements keeps its rules: whose they are, of when, and how sure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from reportlib.base.manifests import read_manifest
from reportlib.base.rows import Cells, rows_of
from reportlib.content.datasets import manifests

MANIFEST = read_manifest("article_facts")
SOURCES = {origin.name for origin in MANIFEST.sources}
FACTS = [dict(row, row=row_id) for row_id, row in rows_of("article-facts").items()]
BY_ID = {fact["id"]: fact for fact in FACTS}
VALUED = [fact for fact in FACTS if fact["value"]]
UNSURE = ("contested", "garbled")

# One spelling each; what official series have as well, as these spell it.
UNITS = {
    "billion CNY", "bodies", "centres", "clusters", "companies", "competitors", "countries",
    "courses", "day of April", "enterprises and institutions", "number of the edition",
    "number of the plan", "authorities", "patents", "percent", "persons", "platforms",
    "questions", "rank", "registrations", "requests", "services", "sessions", "trends",
    "trillion CNY", "trillion USD", "views", "waves", "year", "years",
}  # fmt: skip

# What an indicator of a statistic counts: how many there are at a date, or how many came
# about within a time. Ranks, shares, rates of growth and terms are neither.
STOCKS = {
    "practising", "professionals", "qualified", "registered companies and institutions",
    "selected so far", "staff", "top-100 clusters", "clusters among the first ten",
    "trained so far", "valid invention patents", "valid invention patents, domestic",
}  # fmt: skip
FLOWS = {
    "competitors", "countries", "courses launched", "digital economy",
    "digital economy, in dollars", "invention_patents_granted",
    "patents granted by fast review", "requests for pre-examination",
    "research spending, half a year", "sessions held", "trademarks_registered",
}  # fmt: skip
OF_AN_EDITION = {"cluster rank", "gii_rank", "top-100 clusters", "clusters among the first ten"}
RATES = {
    "cluster rank", "digital economy, share of GDP", "gdp_growth", "gii_rank",
    "growth 2016 to 2020", "growth of domestic patents by field",
    "invention_patents_granted, growth", "share of ICT patents", "share of applications",
    "share of applications, two decades earlier", "trademarks_registered, growth",
}  # fmt: skip

ROUNDTABLE = "ipr-daily-2022-04-06"
INVITED = {
    "China Trademark Association", "Copyright Society of China", "China Association of Inventions",
    "Patent Protection Association of China", "China Intellectual Property Society",
    "China Council for the Promotion of International Trade", "Music Copyright Society of China",
    "China Audio-Video Copyright Association", "China Written Works Copyright Society",
    "China Film Copyright Association", "Images Copyright Society of China", "China Daily",
    "China Market Supervision News", "China Intellectual Property News", "China Science Daily",
    "China Press, Publication, Radio and Television News", "China Copyright Magazine",
    "Sina Weibo", "Zhihu", "IP Lead", "IPR Daily",
}  # fmt: skip
SPOKE = {
    "China Audio-Video Copyright Association", "China Trademark Association",
    "Copyright Society of China", "Music Copyright Society of China",
    "China Written Works Copyright Society", "China Association of Inventions",
    "Patent Protection Association of China", "China Film Copyright Association",
    "China Council for the Promotion of International Trade", "China Daily",
    "China Market Supervision News", "China Intellectual Property News", "China Science Daily",
    "China Copyright Magazine",
}  # fmt: skip
PLATFORMS = {
    "Accessible Books Consortium", "WIPO Connect", "WIPO for Creators", "WIPO Alert",
    "Access to Research for Development and Innovation",
}  # fmt: skip


def of(**wanted: str) -> list[Cells]:
    return [fact for fact in FACTS if all(fact[key] == wanted[key] for key in wanted)]


def names(facts: list[Cells]) -> set[str]:
    return {fact["id"] for fact in facts}


# Every article, every kind


def test_every_article_has_rows_and_the_whole_is_no_selection() -> None:
    counted = Counter(fact["source"] for fact in FACTS)

    assert set(counted) == SOURCES
    assert min(counted.values()) >= 19
    assert counted.total() >= 345
    assert len(VALUED) >= 80


def test_ids_count_on_within_each_article_without_a_gap() -> None:
    last = Counter(fact["id"].rpartition("-")[0] for fact in FACTS)

    assert list(BY_ID) == [
        f"{prefix}-{number:02d}" for prefix in last for number in range(1, last[prefix] + 1)
    ]


def test_each_prefix_is_of_one_article() -> None:
    pairs = {(fact["id"].rpartition("-")[0], fact["source"]) for fact in FACTS}

    assert len(pairs) == len(SOURCES)


def test_no_statement_stands_twice() -> None:
    said = Counter((fact["subject"], fact["statement"], fact["place"]) for fact in FACTS)

    assert [key for key, count in said.items() if count > 1] == []


# Values


def test_every_statistic_has_value_unit_and_period() -> None:
    assert (
        names(
            [
                fact
                for fact in of(kind="statistic")
                if not (fact["value"] and fact["unit"] and fact["period"])
            ]
        )
        == set()
    )


def test_every_value_has_a_unit_of_known_spelling_and_every_unit_a_value() -> None:
    assert {fact["unit"] for fact in VALUED} == UNITS
    assert names([fact for fact in FACTS if fact["unit"] and not fact["value"]]) == set()


def test_every_row_says_of_when_where_and_whose_it_is() -> None:
    assert (
        names(
            [fact for fact in FACTS if not (fact["period"] and fact["place"] and fact["said_by"])]
        )
        == set()
    )


def test_the_value_of_a_year_is_the_first_year_of_its_period() -> None:
    years = of(unit="year")

    assert len(years) >= 10
    assert names([fact for fact in years if fact["value"] != fact["period"][:4]]) == set()


def test_a_number_that_no_article_prints_is_said_to_be_counted() -> None:
    counted = [fact for fact in VALUED if "counted from what the article lists" in fact["note"]]

    assert {fact["id"] for fact in of(subject="Roundtable 2022 with associations and media")} >= {
        fact["id"] for fact in counted if fact["unit"] == "bodies"
    }
    assert len(counted) >= 10
    assert all(float(fact["value"]) < 100 for fact in counted)


# Stocks, flows, ranks


def test_every_statistic_is_a_stock_a_flow_or_a_rate() -> None:
    assert {fact["indicator"] for fact in of(kind="statistic")} == STOCKS | FLOWS | RATES


def test_a_stock_and_a_flow_never_share_an_indicator() -> None:
    assert STOCKS.isdisjoint(FLOWS)
    for fact in VALUED:
        if fact["indicator"] in STOCKS - OF_AN_EDITION:
            assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", fact["period"]), fact["id"]
        if fact["indicator"] in FLOWS:
            assert not re.fullmatch(r"\d{4}-\d\d-\d\d", fact["period"]), fact["id"]


def test_a_rank_belongs_to_an_edition_which_is_its_period() -> None:
    ranks = of(unit="rank")

    assert len(ranks) == 6
    for fact in ranks:
        assert f"edition {fact['period']} of the index" in fact["note"]


def test_requests_and_grants_are_said_to_give_no_rate_of_success() -> None:
    pair = [BY_ID["cnipa-ai-32"], BY_ID["cnipa-ai-33"]]

    assert [fact["unit"] for fact in pair] == ["requests", "patents"]
    assert all(re.search(r"no (rate of success|success rate)", fact["note"]) for fact in pair)


def test_a_plan_is_told_as_a_plan() -> None:
    for name in ("cnipa-ai-11", "roundtable-73", "talent-16", "talent-17"):
        assert re.search(r"\bplan(ned)?\b", BY_ID[name]["note"]), name


# Dates


def test_the_weekday_dates_the_article_without_a_year() -> None:
    saturdays = [year for year in range(2015, 2031) if date(year, 4, 26).weekday() == 5]

    assert saturdays == [2025]
    assert "a Saturday" in BY_ID["cnipa-ai-01"]["note"]
    assert BY_ID["cnipa-ai-45"]["period"] == "2025-04-26"


@pytest.mark.parametrize("name", ["16", "17", "18", "19", "32", "33"])
def test_last_year_in_the_interview_is_2024_and_the_reason_is_given(name: str) -> None:
    fact = BY_ID[f"cnipa-ai-{name}"]

    assert fact["period"] == "2024"
    assert "last year is 2024" in fact["note"].lower()


def test_days_in_periods_are_days_that_existed() -> None:
    days = [day for fact in FACTS for day in re.findall(r"\d{4}-\d\d-\d\d", fact["period"])]

    assert days
    assert all(date.fromisoformat(day) for day in days)


# Reliability


def test_contested_and_garbled_rows_have_a_note_and_garbled_ones_the_likely_meaning() -> None:
    assert (
        names([fact for fact in FACTS if fact["reliability"] in UNSURE and not fact["note"]])
        == set()
    )
    for fact in of(reliability="garbled"):
        assert re.search(r"most likely|is meant|is probably|is of OpenAI", fact["note"]), fact["id"]


def test_what_software_wrote_is_never_more_than_machine_written_or_contested() -> None:
    labels = {fact["reliability"] for fact in of(source="ai-digest-2024-07-01")}

    assert labels == {"machine-written", "contested"}


def test_only_an_authority_or_wipo_is_quoted_for_an_official_statistic() -> None:
    speakers = {fact["said_by"] for fact in of(reliability="official-statistic")}

    assert all("WIPO" in said or "Administration" in said for said in speakers)


def test_an_allegation_against_a_programme_is_one_labelled_attributed_sentence() -> None:
    (fact,) = [each for each in FACTS if each["subject"] == "Thousand Talents Program"]

    assert (fact["reliability"], fact["value"]) == ("contested", "")
    assert "unnamed sources" in fact["said_by"]
    assert fact["statement"].count(".") == 1
    assert "Not to be stated as fact" in fact["note"]


# The roundtable and WIPO's platforms


def test_every_body_that_took_part_in_the_roundtable_is_there() -> None:
    assert {fact["subject"] for fact in of(indicator="invited to the roundtable")} == INVITED
    assert BY_ID["roundtable-74"]["value"] == str(len(INVITED))


@pytest.mark.parametrize("body", sorted(SPOKE))
def test_what_a_body_raised_is_there_with_the_office_of_the_speaker(body: str) -> None:
    raised = [fact for fact in of(source=ROUNDTABLE, subject=body) if fact["kind"] != "institution"]

    assert raised
    assert all(body in fact["said_by"] for fact in raised)


def test_the_bodies_that_spoke_are_as_many_as_the_rows_say() -> None:
    said = [float(BY_ID[name]["value"]) for name in ("roundtable-77", "roundtable-78")]

    assert sum(said) == len(SPOKE)


def test_the_platforms_of_wipo_are_there_each_by_itself() -> None:
    found = of(indicator="platform of WIPO")

    assert {fact["subject"] for fact in found} == PLATFORMS
    assert BY_ID["roundtable-81"]["value"] == str(len(PLATFORMS))


@pytest.mark.parametrize(
    ("total", "part"),
    [("chongqing-28", "service:"), ("cnipa-ai-58", "authority:")],
)
def test_what_is_counted_stands_there_one_by_one(total: str, part: str) -> None:
    subject = BY_ID[total]["subject"]
    parts = [fact for fact in of(subject=subject) if fact["indicator"].startswith(part)]

    assert BY_ID[total]["value"] == str(len(parts))


# What no page shows


NAMED = {
    "DeepSeek": {"cnipa-ai-14"},
    "BYD": {"wipo-china-56"},
    "GCL ET": {"wipo-china-57"},
    "Goldwind": {"wipo-china-58"},
    "Xi’an KissFuture": {"wipo-china-59", "wipo-china-62"},
    "Shanghai Westwell": {"wipo-china-60", "wipo-china-62"},
    "Beijing IICT": {"wipo-china-61"},
    "Mitsubishi Electric": {"wipo-china-19"},
    "Sony": {"wipo-china-20"},
    "Xiaomi": {"wipo-china-23"},
    "ZTE": {"wipo-china-26"},
    "Alibaba": {"wipo-china-48"},
    "Tencent Music": {"roundtable-50"},
    "Douyin": {"wipo-china-52"},
    "deep science": {"wipo-china-11"},
    "digital age": {"wipo-china-10"},
    "Web 3.0": {"wipo-china-09"},
    "Sora": {"wipo-china-03"},
    "pandemic hit": {"roundtable-24", "roundtable-25", "roundtable-26"},
    "pandemic pushed": {"roundtable-27", "roundtable-28", "roundtable-29", "roundtable-30"},
    "lobbied": {"talent-28"},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_what_an_article_names_is_in_the_ledger(name: str) -> None:
    assert names([fact for fact in FACTS if name in fact["statement"]]) >= NAMED[name]


@pytest.mark.parametrize(
    "name",
    ["chongqing-34", "chongqing-35", "cnipa-ai-60", "roundtable-107", "talent-27", "wipo-china-106",
     "wipo-china-107", "wipo-china-108", "wipo-china-110", "wipo-china-111", "wipo-china-114"],
)  # fmt: skip
def test_an_opinion_without_a_figure_is_kept_and_said_to_be_one(name: str) -> None:
    fact = BY_ID[name]

    assert (fact["kind"], fact["value"]) == ("claim", "")
    assert re.search(r"opinion|a hope|an expectation|no (number|figure)", fact["note"])


# References


def test_notes_name_only_rows_and_datasets_that_are_there() -> None:
    prefixes = "|".join(dict.fromkeys(name.rpartition("-")[0] for name in BY_ID))
    named = {name for fact in FACTS for name in re.findall(rf"\b(?:{prefixes})-\d+", fact["note"])}
    titles = {manifest.reportlib.short_title for manifest in manifests()}
    held = {title for fact in FACTS for title in re.findall("“([^”]+)”", fact["note"])}

    assert named <= set(BY_ID)
    assert held
    assert held <= titles
