"""The copyright chapter's exhibits on real data: true, attributed, honest about what is missing."""

import datetime
import re

from reportlib.base.payload import Payload
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.sentences import plain
from reportlib.topics import copyright as rights
from reportlib.topics import systems
from reportlib.topics.copyright import answers
from reportlib.topics.copyright import measures as held
from reportlib.topics.statements.attribution import RELIABILITY
from reportlib.topics.statements.checking import VERDICTS
from tests.topics.editions import chapter


def _notes(payload: Payload) -> str:
    return " ".join(plain(note) for note in payload.notes)


def test_china_has_at_least_seven_exhibits_of_its_own() -> None:
    assert sum("China" in plain(one.headline) for one in chapter("copyright")) >= 7


def test_bound_through_the_european_union_is_told_apart_from_an_own_ratification() -> None:
    payload = rights.treaties(Edition(economy="DEU")).payload
    standing = {row.cells[0].text: row.cells[2].text for row in payload.rows}

    assert standing["Marrakesh Treaty"] == "2019-01-01, through the EU"
    assert standing["Beijing Treaty"] == "signed only"
    assert standing["WIPO Copyright Treaty"] == "2010-03-14"


def test_absence_from_a_list_is_not_called_membership_or_its_opposite() -> None:
    brazil = plain(rights.world_map(Edition(economy="BRA")).payload.headline)
    hong_kong = plain(rights.accessions(Edition(economy="HKG")).payload.headline)

    assert "not in the list" in brazil
    assert "China’s membership covers it" in hong_kong


def test_a_membership_counts_up_to_the_last_year_only() -> None:
    before = rights.world_map(Edition(economy="IND", last_year=2017)).payload

    assert "India joined later" in plain(before.headline)


def test_signing_is_not_being_bound() -> None:
    headline = plain(rights.world_map(Edition(economy="NAM")).payload.headline)

    assert headline.startswith("Namibia has signed but is not bound")


def test_figures_of_a_doubtful_class_are_marked_in_the_headline() -> None:
    edition = Edition()

    for make in (
        rights.registers,
        rights.software,
        rights.genres,
        rights.music_ranks,
        rights.pledges,
        rights.enforcement,
    ):
        assert "u" in {flag for piece in make(edition).headline for flag in piece.flags}, (
            make.__name__
        )


def test_figures_name_the_years_that_come_from_unrelated_hosts() -> None:
    assert "China 2013, 2014, 2016, 2018–2022, 2024" in _notes(rights.registers(Edition()).payload)


def test_derived_figures_are_said_to_be_derived() -> None:
    for make, year in ((rights.registers, 2017), (rights.software, 2018)):
        notes = _notes(make(Edition()).told)
        assert re.search(rf"Estimated or derived \(e\), China [^:]*\b{year}\b", notes)


def test_koreas_growth_is_not_computed_across_two_definitions() -> None:
    headline = plain(rights.registers(Edition(economy="KOR")).payload.headline)

    assert "between 2017 and 2024" in headline


def test_registers_studies_and_ranks_of_a_few_are_absent_for_all_others() -> None:
    edition = Edition(economy="NAM")

    for make in (
        rights.registers,
        rights.software,
        rights.genres,
        rights.industries,
        rights.industry_shares,
        rights.exporters,
        rights.music_ranks,
        rights.pledges,
        rights.enforcement,
        rights.services,
    ):
        payload = make(edition).told
        assert payload.missing, make.__name__
        assert not payload.rows, make.__name__


def test_a_member_through_the_european_union_is_bound_and_no_party() -> None:
    germany, tuvalu = (
        plain(rights.accessions(Edition(economy=code)).told.headline) for code in ("DEU", "TUV")
    )

    assert germany.startswith("Germany is bound by 10 of 11 treaties")
    assert tuvalu.startswith("Tuvalu is party to 1 of 11 treaties")


def test_the_newest_answer_of_the_law_is_among_the_findings_with_body_place_and_year() -> None:
    said = [plain(one) for one in rights.key_findings(Edition(economy="DEU")).told.sentences]

    assert any(
        "copies a work? Regional Court of Munich I (Germany, 2025): the maker of the" in one
        for one in said
    )


def test_a_court_that_answered_otherwise_stands_beside_the_newest_answer() -> None:
    told = plain(answers.own(Edition(economy="CHN")).told.headline)

    assert told == (
        "Does copyright arise in what a machine makes? Zhangjiagang People’s Court (China, 2025): "
        "no, where a machine made it by itself; Beijing Internet Court (2023): yes, where a human "
        "shaped the result."
    )


def test_a_share_of_copyright_industries_is_said_by_whose_figure_it_is() -> None:
    for code, who in (("USA", "Figures of the industries’ own trade body"), ("CHN", "National")):
        told = plain(rights.industries(Edition(economy=code)).told.headline)
        assert told.startswith(f"{who} "), code


def test_a_proposal_is_not_told_as_an_answer() -> None:
    told = plain(answers.own(Edition(economy="IND")).told.headline)

    assert told.endswith("for a payment that the law would set, a proposal.")


def test_registers_are_drawn_on_scales_of_their_own() -> None:
    payload = rights.registers(Edition()).payload

    assert "each panel has its own scale" in re.sub(r"\s+", " ", payload.drawings["wide"])
    assert "Each register has its own rules" in _notes(payload)


def test_chinas_share_of_gdp_is_compared_since_the_break_only() -> None:
    payload = rights.industry_shares(Edition()).payload

    assert "was 7.27% in 2013" in plain(payload.headline)
    assert "break in 2012" in _notes(payload)


def test_the_creative_ranking_says_edition_year_and_n() -> None:
    payload = rights.creative_goods(Edition()).payload

    assert "2nd of 120" in plain(payload.headline)
    assert "edition of 2025" in _notes(payload)
    assert "data year 2023" in _notes(payload)


def test_a_value_of_another_data_year_is_told_and_not_ranked() -> None:
    payload = rights.creative_goods(Edition(economy="VNM")).payload

    (own,) = [row.cells for row in payload.rows if "Viet Nam" in row.cells[1].text]
    assert own[0].text == ".."
    assert "For Viet Nam the edition prints 8.82%, of 2022." in _notes(payload)
    assert plain(payload.headline) == (
        "Creative goods made up 8.82% of the trade of Viet Nam in 2022; there is no value for "
        "2023, the year ranked."
    )


def test_statements_about_china_are_not_shown_for_another_economy() -> None:
    payload = rights.services(Edition(economy="BRA")).payload

    assert payload.missing == "Found of China only."


def test_every_statement_names_who_said_it_and_how_far_it_is_reliable() -> None:
    payload = rights.services(Edition()).payload

    assert re.search(r"Read in: .+ \(class\s[BD]\); .+ \(class\s[BD]\)\.", _notes(payload))
    for row in payload.rows:
        _, statement, said_by, reliability, verdict = (cell.text for cell in row.cells)
        assert re.search(r".+, 202\d", said_by)
        assert reliability in RELIABILITY.values()
        assert reliability != RELIABILITY["garbled"] or "(Note: " in statement
        assert verdict in (*VERDICTS, "..")


def test_before_the_year_of_the_campaign_the_societies_are_the_headline() -> None:
    told = plain(rights.services(Edition(last_year=2022)).payload.headline)

    assert told.startswith("The societies ask for ")


def test_all_statements_on_copyright_are_shown_or_are_bare_invitations() -> None:
    edition = Edition()
    shown = {
        name
        for exhibit in (rights.services(edition), systems.platforms(edition))
        for row in exhibit.payload.rows
        for cell in row.cells
        for name in cell.rows
    }
    table = held.dataset("article_facts").table
    left_out = table[(table["chapter"] == "copyright") & ~table["row"].isin(shown)]

    assert set(left_out["indicator"]) == {"invited to the roundtable"}


def test_row_ids_with_names_of_economies_hold_no_space() -> None:
    for name in ("copyright_industries", "creative_trade"):
        assert not held.dataset(name).table["row"].str.contains(" ").any()


def test_every_treaty_date_is_a_day_that_existed() -> None:
    dates = read_dataset("treaties").table["date_in_force"]

    for date in dates[dates != ""]:
        assert datetime.date.fromisoformat(date)


def test_the_decisions_known_of_china_are_held_with_their_dates() -> None:
    acts = read_dataset("ai_law").table.set_index("id")

    assert acts.loc["chn-li-v-liu", "date"] == "2023-11-27"
    assert acts.loc["chn-li-v-liu", "answer"] == "Yes, where a human shaped the result"
    assert acts.loc["chn-ultraman-guangzhou", "body"] == "Guangzhou Internet Court"
    assert acts.loc["chn-cnipa-inventors", "date"] == "2024-12-31"


def test_every_act_of_the_law_has_an_address_at_which_it_was_read() -> None:
    acts = read_dataset("ai_law").table

    assert acts["address"].str.match(r"https?://[^ ]+$").all()
    assert set(acts["trust"]) <= {"A", "B", "C"}
    assert set(acts["question"]) == set(answers.QUESTIONS)


def test_a_proposal_is_a_dashed_branch_and_no_answer() -> None:
    told = answers.everywhere(Edition()).payload

    ends = {row.cells[1].text: row.cells[3].text for row in told.rows}
    assert ends["For a payment that the law would set"] == "proposed"
    assert set(ends.values()) == {"answered", "proposed"}


def test_a_member_of_the_union_is_shown_its_law_too() -> None:
    told = [row.cells[2].text for row in answers.own(Edition(economy="DEU")).payload.rows]

    assert any("European Parliament and Council" in text for text in told)
    assert not any(
        "European Parliament" in row.cells[2].text
        for row in answers.own(Edition(economy="GBR")).payload.rows
    )


def test_an_economy_without_an_act_is_told_so() -> None:
    assert answers.own(Edition(economy="NAM")).payload.missing.startswith("No such act up to 2025")


def test_chinas_copyright_industries_have_the_years_that_were_missing() -> None:
    shares = measure("copyright_share_of_gdp").of("CHN").table.set_index("year")["value"]

    assert shares[[2016, 2019, 2020, 2023]].to_list() == [7.33, 7.39, 7.39, 7.44]


def test_the_share_of_streaming_is_the_printed_one() -> None:
    told = plain(rights.music_revenue(Edition(last_year=2023)).payload.headline)

    assert told == "Streaming brought 67.3% of the world’s revenue from recorded music in 2023."
