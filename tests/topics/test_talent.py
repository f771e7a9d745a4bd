"""The talent chapter's exhibits on real data: true, attributed, and honest about gaps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reportlib.base.payload import Payload
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import plain
from reportlib.topics import talent
from reportlib.topics.talent import measures as held
from tests.topics.editions import chapter, texts


def _cells(payload: Payload) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in payload.rows]


def test_the_stock_is_the_rate_times_the_population() -> None:
    rate = measure("researchers").number("KOR", 2020)
    people = measure("population").number("KOR", 2020)
    stock = held.researcher_stock().number("KOR", 2020)

    assert rate is not None
    assert people is not None
    assert stock is not None
    assert stock.value == pytest.approx(rate.value * people.value / 1e6)
    assert stock.rows == (*rate.rows, *people.rows)
    assert stock.derivation


def test_chinas_growth_is_computed_from_its_break_on() -> None:
    said = talent.growth_headline(Edition())

    assert said is not None
    assert "between 2009 and" in plain(said)


def test_per_head_the_stock_is_the_published_rate() -> None:
    payload = talent.stock(Edition(economy="JPN", scale="per_million")).payload

    assert [source.dataset for source in payload.sources] == ["researchers"]
    assert "As published" in " ".join(map(plain, payload.notes))


def test_a_ranking_names_the_peers_that_have_not_reported() -> None:
    notes = " ".join(map(plain, talent.stock(Edition(peers="top")).payload.notes))

    assert "Without a value for 2023: United States" in notes


def test_the_map_shows_an_economy_without_data_and_counts_only_values() -> None:
    payload = talent.density(Edition(economy="TWN")).payload

    assert "Taiwan: no data" in re.sub(
        r"\s+", " ", re.sub("<[^>]*>", " ", payload.drawings["wide"])
    )
    assert f"Half of {len(payload.rows)} economies" in plain(payload.headline)


def test_parts_of_degrees_add_up_to_all_of_them() -> None:
    payload = talent.fields_of_degrees(Edition()).payload

    for row in payload.rows:
        assert sum(cell.value or 0 for cell in row.cells[1:]) == pytest.approx(100)


def test_chinas_computer_sciences_are_missing_and_not_zero() -> None:
    payload = talent.doctorates(Edition()).payload

    assert _cells(payload)[0][-1] == ".."
    assert any("no figures for computer sciences" in plain(note) for note in payload.notes)


def test_japans_change_of_classification_is_said_beside_its_degrees() -> None:
    notes = " ".join(map(plain, talent.fields_of_degrees(Edition(economy="JPN")).payload.notes))

    assert "(d), Japan 2018: Japan counts other fields as science" in notes


def test_intentions_of_few_recipients_are_not_compared() -> None:
    payload = talent.stay_intentions(Edition()).payload

    assert all((row.cells[1].value or 0) >= talent.FEW_RECIPIENTS for row in payload.rows)


def test_the_headline_on_doctorates_abroad_follows_the_scale_of_its_figure() -> None:
    payload = talent.us_doctorates(Edition(economy="IND", scale="per_gdp")).payload

    assert "per billion PPP dollars" in plain(payload.headline)
    assert ": 2nd of" not in plain(payload.headline)


@pytest.mark.parametrize("make", [talent.us_doctorates, talent.stay_intentions, talent.stay_rates])
def test_the_host_sees_its_guests(make: Callable[[Edition], Exhibit]) -> None:
    payload = make(Edition(economy="USA")).payload

    assert payload.rows
    assert "the United States" in plain(payload.headline) + payload.title


@pytest.mark.parametrize("make", [talent.us_doctorates, talent.stay_intentions, talent.mobility])
def test_an_economy_without_doctors_abroad_sees_no_others(
    make: Callable[[Edition], Exhibit],
) -> None:
    assert make(Edition(economy="TUV")).payload.missing == "There are no values for Tuvalu."


def test_a_citizenship_of_few_recipients_is_told_why_it_is_left_out() -> None:
    assert talent.stay_intentions(Edition(economy="CHE")).payload.missing == (
        "Fewer than 30 citizens of Switzerland took a doctorate in 2023."
    )


def test_where_leading_researchers_work_stands_beside_their_own_students_alone() -> None:
    def shown(code: str) -> set[str]:
        return {row[0] for row in _cells(talent.mobility(Edition(economy=code)).payload)}

    assert "Leading AI researchers who work in the United States" in shown("CHN")
    assert not any("AI" in who for who in shown("IND"))


def test_stay_rates_are_drawn_for_the_economies_that_have_them() -> None:
    assert talent.stay_rates(Edition(economy="KOR")).payload.drawings
    assert talent.stay_rates(Edition(economy="BRA")).payload.missing == (
        "There are no values for Brazil."
    )


def test_counts_of_attorneys_carry_their_meaning_and_their_warning() -> None:
    payload = talent.attorneys(Edition()).payload

    assert (
        plain(payload.notes[0]) == read_dataset("patent_attorneys").manifest.reportlib.does_not_mean
    )
    assert all(row[1] for row in _cells(payload))


def test_counts_of_attorneys_are_not_shown_of_the_peers_alone() -> None:
    payload = talent.attorneys(Edition(economy="KOR", peers="JPN,CHN")).payload

    assert payload.missing == "There are no values for the Republic of Korea."


def test_no_ratio_is_computed_with_the_american_roll() -> None:
    payload = talent.per_application(Edition(economy="USA")).payload
    beside = talent.per_application(Edition(peers="USA,JPN")).payload

    assert payload.missing == (
        "Nothing is computed for the United States, since the roll keeps people who no longer "
        "practise."
    )
    assert {row[0] for row in _cells(beside)} == {"China", "Japan"}


def test_applications_for_each_practising_agent_are_divided_within_one_year() -> None:
    rows = _cells(talent.per_application(Edition()).payload)

    assert ["China", "2021", "26,840", "1,585,663", "59.1"] in [[row[0], *row[2:6]] for row in rows]


@pytest.mark.parametrize("make", [talent.workforce, talent.programmes, talent.contested])
def test_what_is_told_of_china_alone_is_absent_for_another_economy(
    make: Callable[[Edition], Exhibit],
) -> None:
    assert make(Edition()).payload.rows
    assert make(Edition(economy="JPN")).payload.missing == (
        "The sources tell of China, not of Japan."
    )


def test_lower_bounds_are_shown_as_such() -> None:
    newest = [row[3] for row in _cells(talent.workforce(Edition()).payload)]

    assert [count for count in newest if count.startswith("over ")] == [
        "over 30,000",
        "over 18,000",
        "over 4,000",
    ]


def test_a_contested_claim_is_labelled_attributed_and_nowhere_else() -> None:
    rows = _cells(talent.contested(Edition()).payload)
    elsewhere = [p for p in chapter("talent") if p.label != "tbl-talent-contested"]

    assert len(rows) == 1
    claim, statement, said_by, label, _ = rows[0]
    assert said_by
    assert label == "doubtful or disputed"
    assert "(Note: " in statement
    for payload in elsewhere:
        assert claim.partition(":")[0] not in " ".join(texts(payload)), payload.label


def test_estimates_of_different_editions_are_not_joined_to_a_line() -> None:
    notes = " ".join(map(plain, talent.women(Edition()).payload.notes))

    assert "no finding" in notes


def test_a_misleading_rate_is_no_key_finding() -> None:
    edition = Edition(economy="LIE", scale="per_million")
    said = " ".join(map(plain, talent.key_findings(edition).payload.sentences))

    assert said
    assert "per million" not in said


@pytest.mark.parametrize("code", ["CHN", "IND", "NAM"])
def test_the_newest_of_the_key_findings_comes_first(code: str) -> None:
    said = map(plain, talent.key_findings(Edition(economy=code)).payload.sentences)
    newest = [max(map(int, re.findall(r"\b(?:19|20)\d\d\b", each))) for each in said]

    assert len(newest) > 1
    assert newest == sorted(newest, reverse=True)


def test_the_caveats_of_all_series_are_printed() -> None:
    payload = talent.caveats().payload

    assert all(cell.text for row in payload.rows for cell in row.cells)
