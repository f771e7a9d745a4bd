"""The exhibits on patents, the overview and the reference pages, on real data: true and honest."""

import io
import re
from base64 import b64decode

import pytest
from PIL import Image

from reportlib.base.payload import EXHIBIT_MIME, FOR_BOOK, FORMS_VARIABLE, Payload
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.sentences import plain
from reportlib.topics import method, overview, patents


def test_china_residents_share_is_derived_after_the_last_year_that_is_published() -> None:
    now, then = (patents.filings(Edition(last_year=last)).payload for last in (2025, 2021))

    assert "residents filed about 90.7%" in plain(now.headline)
    assert plain(then.headline).endswith("in 2021; residents filed 90.0% of them.")


def test_the_line_of_china_is_not_joined_across_the_break_of_2017() -> None:
    payload = patents.filings(Edition()).payload

    assert any("2017" in plain(note) for note in payload.notes)


def test_european_counts_carry_their_warning_wherever_they_are_compared() -> None:
    edition = Edition(economy="DEU")

    for make, words in (
        (patents.filings, "European Patent Office are not counted"),
        (patents.home_and_abroad, "regional offices"),
    ):
        notes = " ".join(plain(note) for note in make(edition).payload.notes)
        assert words in notes, make.__name__


def test_pct_by_office_and_by_origin_are_two_series_for_germany() -> None:
    payload = patents.pct(Edition(economy="DEU")).payload

    assert [column.title for column in payload.columns] == ["Year", "Receiving office", "Origin"]
    assert "cannot be compared" in plain(payload.notes[0])
    values = {row.cells[0].text: row.cells for row in payload.rows}
    assert values["2020"][1].value == 1589
    assert values["2020"][2].value == 18643


def test_chinas_own_series_are_said_to_be_absent_for_another_economy() -> None:
    payload = patents.china_applications(Edition(economy="JPN")).payload

    assert payload.label == "fig-patents-china-applications"
    assert "for China only" in payload.missing


@pytest.mark.parametrize(
    ("economy", "office"),
    [
        ("DEU", "the European Patent Office"),
        ("KEN", "the African Regional Intellectual Property Organization"),
        ("KAZ", "the Eurasian Patent Office"),
        ("SAU", "the patent office of the Gulf Cooperation Council"),
    ],
)
def test_members_of_every_regional_office_are_told_what_their_count_leaves_out(
    economy: str, office: str
) -> None:
    notes = " ".join(plain(note) for note in patents.filings(Edition(economy=economy)).told.notes)

    assert f"file at {office} are not counted here" in notes


def test_derived_counts_with_regional_filings_do_not_go_on_with_those_of_an_office() -> None:
    def drawn(economy: str) -> set[str]:
        payload = patents.filings(Edition(economy=economy)).payload
        return {column.title for column in payload.columns}

    assert "Kind of value" in drawn("CHN")
    assert "Kind of value" not in drawn("DEU") | drawn("KEN")


def test_the_stock_of_china_is_larger_than_that_of_the_united_states_since_2022() -> None:
    told = plain(patents.in_force(Edition(economy="USA")).told.headline)

    assert told.startswith("3.34\N{NO-BREAK SPACE}million patents were in force")
    assert told.endswith("WIPO names, 4.21\N{NO-BREAK SPACE}million.")
    assert "; China had most among the" in told


def test_residents_filed_the_share_of_indias_applications_that_wipo_prints() -> None:
    told = plain(patents.filings(Edition(economy="IND")).told.headline)

    assert told == (
        "The office of India received 90,298 patent applications in 2023; residents filed 55.2% of "
        "them."
    )


def test_two_counts_by_origin_never_share_a_series() -> None:
    quoted = measure("origin_totals_quoted").of("DEU").to_frame()

    assert dict(zip(quoted["year"], quoted["value"], strict=True)) == {2024: 133_485}
    newest = patents.by_origin(Edition(economy="DEU")).payload.rows[-3:]
    assert [row.cells[1].value for row in newest] == [127_830, 132_017, 133_485]


def test_a_rate_of_a_handful_of_applications_has_no_place() -> None:
    rows = overview.profile(Edition(economy="NAM")).told.rows

    (pct,) = (row.cells for row in rows if row.cells[0].text == "PCT applications")
    assert [cell.text for cell in pct[3:]] == ["2023", "..", ".."]


def test_filings_per_head_are_not_compared_across_the_break_of_2017() -> None:
    said = patents.per_million_headline(Edition())

    assert said is not None
    assert "after" not in plain(said)
    rows = patents.peers_over_time(Edition()).payload.rows
    (china,) = [row for row in rows if row.cells[0].text == "China"]
    assert china.cells[1].value is None
    assert china.cells[2].value == pytest.approx(1171.3, abs=0.1)


def test_values_too_coarse_to_rank_get_no_rank() -> None:
    said = patents.per_million_headline(Edition(economy="BTN"))

    assert said is not None
    assert "too few to be ranked" in plain(said)


@pytest.mark.parametrize(
    ("economy", "last_year", "expected"),
    [
        ("IND", 2019, "ranks 52nd of 129 in the Global Innovation Index of 2019"),
        ("NAM", 2020, "ranks 101st of 129 in the Global Innovation Index of 2019"),
        ("CHN", 2025, "ranks 10th of 139 in the Global Innovation Index of 2025"),
        ("NAM", 2025, "ranks 91st of 139 in the Global Innovation Index of 2025"),
    ],
)
def test_no_rank_of_the_index_is_beyond_the_number_of_ranked_economies(
    economy: str, last_year: int, expected: str
) -> None:
    said = patents.innovation_headline(Edition(economy=economy, last_year=last_year))

    assert expected in plain(said or ())
    for rank, ranked in re.findall(r"ranks (\d+)\w+ of (\d+)", plain(said or ())):
        assert int(rank) <= int(ranked)


@pytest.mark.parametrize(
    ("economy", "last_year", "place"), [("IND", 2014, "76th"), ("CHN", 2020, "14th")]
)
def test_a_rank_of_an_edition_whose_size_is_not_held_is_told_alone(
    economy: str, last_year: int, place: str
) -> None:
    said = plain(patents.innovation_headline(Edition(economy=economy, last_year=last_year)) or ())

    assert f"ranks {place} in the Global Innovation Index of {last_year}" in said


@pytest.mark.parametrize("economy", ["SAU", "NPL", "TCD"])
def test_an_unreported_year_is_not_told_as_zero(economy: str) -> None:
    payload = overview.ip_trade(Edition(economy=economy)).payload

    assert payload.headline == ()
    assert payload.rows == ()
    assert payload.missing.startswith("There are no values for ")


def test_a_flow_that_was_not_reported_is_left_out_of_the_headline() -> None:
    said = plain(overview.ip_trade(Edition(economy="EGY")).payload.headline)

    assert "Egypt paid 460\u00a0million US dollars" in said
    assert "received" not in said


def test_a_flow_that_was_not_reported_is_two_dots_in_the_table() -> None:
    rows = overview.ip_trade(Edition(economy="BDI")).payload.rows
    year = next(row for row in rows if row.cells[0].text == "2020")

    assert [cell.text for cell in year.cells[1:]] == ["..", "96.1"]


def test_a_small_office_is_told_in_counts_and_not_in_percent() -> None:
    said = patents.filings_headline(Edition(economy="NAM"))

    assert said is not None
    assert "; residents filed 8 of the 20 of 2019." in plain(said)


def test_a_rank_says_of_how_many_and_for_which_year() -> None:
    payload = overview.profile(Edition()).payload

    assert len(payload.rows) == 20
    for row in payload.rows:
        year, place, n = (cell.text for cell in row.cells[3:6])
        assert year.isdigit()
        if place != ".." and n != "..":
            assert int(place) <= int(n)


def test_the_scale_changes_counts_and_leaves_rates_alone() -> None:
    counts = patents.by_origin(Edition(economy="JPN", scale="per_million")).payload
    rates = patents.researchers(Edition(economy="JPN", scale="per_million")).payload

    assert "per million people" in counts.alt
    assert rates.alt == patents.researchers(Edition(economy="JPN")).payload.alt


def test_an_exhibit_is_shown_by_viewers_of_notebooks_that_know_nothing_of_it() -> None:
    bundle = patents.offices(Edition())._repr_mimebundle_()

    drawn = Image.open(io.BytesIO(b64decode(bundle["image/png"])))
    pattern = r'<img alt="([^"]+)" src="data:image/png;base64,([^"]+)"'
    inside = re.search(pattern, bundle["text/html"])
    assert inside is not None
    assert inside[1].startswith("Ranked dot chart.")
    assert Image.open(io.BytesIO(b64decode(inside[2]))).width > 800
    assert drawn.height > Image.open(io.BytesIO(b64decode(inside[2]))).height  # headline, sources
    assert "<svg" not in bundle["text/html"]  # which a viewer drops that does not trust it


def test_a_book_is_not_given_the_pictures_of_other_viewers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORMS_VARIABLE, FOR_BOOK)

    bundle = patents.offices(Edition())._repr_mimebundle_()

    assert bundle.keys() == {EXHIBIT_MIME, "text/plain"}
    assert bundle[EXHIBIT_MIME]["drawings"].keys() == {"wide", "narrow"}


def test_same_parameters_give_the_same_bytes() -> None:
    first = patents.effort(Edition(economy="KOR"))._repr_mimebundle_()
    again = patents.effort(Edition(economy="KOR"))._repr_mimebundle_()

    assert first == again


# Where there is little


def _said(payload: Payload) -> str:
    return plain(payload.headline)


def test_flows_are_shown_where_the_book_can_tell_them_apart() -> None:
    tuvalu, india = (patents.home_and_abroad(Edition(economy=code)) for code in ("TUV", "IND"))

    assert tuvalu.payload.missing.startswith("What residents of Tuvalu file at home cannot")
    assert _said(india.payload).startswith("Of the applications that residents of India filed")


def test_one_place_alone_is_neither_best_nor_weakest() -> None:
    edition = Edition(economy="TUV")

    assert _said(overview.profile(edition).payload).startswith("Tuvalu has a place on one of these")
    assert overview.strengths(edition).told.missing.startswith("Tuvalu has no two places")


def test_a_place_among_zeros_is_none() -> None:
    rows = overview.profile(Edition(economy="TUV")).told.rows

    (articles,) = ([cell.text for cell in row.cells] for row in rows if "AI a" in row.cells[0].text)
    assert articles == ["AI articles", "0", "per million people", "2022", "..", ".."]


@pytest.mark.parametrize("code", ["CHN", "NAM"])
def test_no_place_is_both_best_and_weakest(code: str) -> None:
    rows = overview.strengths(Edition(economy=code)).told.rows

    assert [row.cells[0].text for row in rows] == ["best"] * 3 + ["weakest"] * 3
    assert len({row.cells[1].text for row in rows}) == 6


def test_a_headline_speaks_of_the_applicants_that_are_drawn() -> None:
    payload = overview.trademarks(Edition(economy="TUV")).payload

    assert _said(payload).startswith("Non-residents named 186 classes in trademark applications")
    assert [column.title for column in payload.columns] == ["Year", "Non-residents"]


def test_two_values_are_dots_and_no_trend() -> None:
    sparse, long = (
        overview.trademarks(Edition(economy=code)).payload.drawings["wide"]
        for code in ("TUV", "CHN")
    )

    assert "mark-dot" in sparse
    assert "mark-line" not in sparse
    assert "mark-line" in long


def test_a_paragraph_is_not_printed_in_bold() -> None:
    for row in method.breaks(Edition(economy="CHN")).payload.rows:
        assert not row.strong
        assert row.cells[0].text.startswith(("China: ", "All economies: "))


def test_a_ranking_of_offices_says_which_regional_office_it_leaves_out() -> None:
    germany, china = (patents.offices(Edition(economy=code)).told for code in ("DEU", "CHN"))

    assert _said(germany).endswith("in 2023; those at the European Patent Office are not in.")
    assert any("Germany looks smaller than it is" in plain(note) for note in germany.notes)
    assert _said(china).endswith("in 2023.")


def test_best_and_weakest_places_say_their_years() -> None:
    told = _said(overview.strengths(Edition()).told)

    assert told == (
        "China stands best by the share of science and engineering in first degrees (2018) and "
        "weakest by doctorates per head (2018)."
    )


def test_a_reason_for_absence_begins_with_a_capital() -> None:
    missing = patents.offices(Edition(economy="BHS")).told.missing

    assert missing.startswith("The Bahamas has no value for ")
