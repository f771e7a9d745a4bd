"""The exhibits of the AI chapter on real data: true, complete, never mixing two counts."""

import re

import pytest

from reportlib.base.payload import Payload
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.sentences import plain
from reportlib.content.series import Series
from reportlib.topics import ai
from reportlib.topics.ai import measures as series
from tests.topics.editions import chapter, texts

TRACKER, INDEX = "ai-investment-cset", {"ai-private-investment", "ai-index-areas", "ai-index-sums"}
MODELS = {"notable-models-epoch", "notable-models-ai-index"}
FAMILIES = "ai-patent-families"
OTHER_PATENTS = {"ai-patents-granted", "genai-families", "ai-international-families"}
BOTH_COUNTS = {"fig-ai-positions", "fig-ai-two-offices"}


@pytest.fixture(params=["CHN", "NAM", "HKG", "LIE", "SSD"])
def payloads(request: pytest.FixtureRequest) -> tuple[Payload, ...]:
    return chapter("ai", request.param)


def _datasets(payload: Payload) -> set[str]:
    said = [*payload.headline, *(piece for one in payload.sentences for piece in one)]
    ids = {row.partition(":")[0] for piece in said for row in piece.rows}
    return ids | {source.dataset for source in payload.sources}


def _value(of: Series, code: str, year: int) -> float | None:
    number = of.number(code, year)
    return number.value if number else None


def test_the_two_counts_of_investment_never_share_a_figure_or_a_sentence(
    payloads: tuple[Payload, ...],
) -> None:
    for payload in payloads:
        if payload.kind == "figure":
            used = _datasets(payload)
            assert not (TRACKER in used and used & INDEX), payload.label
        for said in (payload.headline, *payload.sentences):
            used = {row.partition(":")[0] for piece in said for row in piece.rows}
            assert not (TRACKER in used and used & INDEX), plain(said)


def test_counts_by_different_rules_never_share_a_figure(payloads: tuple[Payload, ...]) -> None:
    for payload in payloads:
        if payload.kind == "figure" and payload.label not in BOTH_COUNTS:
            used = _datasets(payload)
            assert len(used & MODELS) < 2, payload.label
            assert not (FAMILIES in used and used & OTHER_PATENTS), payload.label


def test_a_sum_over_years_never_stands_on_an_axis_of_time() -> None:
    edition = Edition()

    for make in (ai.genai, ai.applicants, ai.deals, ai.fields, ai.two_offices):
        payload = make(edition).payload
        assert payload.columns[0].title != "Year", payload.label
        assert re.search(r"20\d\d–20\d\d", " ".join(texts(payload))), payload.label


def test_a_sum_that_ends_after_the_last_year_asked_for_is_not_shown() -> None:
    payload = ai.two_offices(Edition(last_year=2021)).payload

    assert "2000–2022" in payload.missing
    assert "2021" in payload.missing


def test_chinas_families_are_those_of_the_source() -> None:
    notes = [plain(note) for note in ai.two_offices(Edition()).payload.notes]

    assert (
        "By AI families granted anywhere China is 1st (d) of 127, with 48.1% (d) of the world’s."
        in notes
    )


def test_the_two_counts_of_china_are_those_of_their_publishers() -> None:
    said = plain(ai.two_offices(Edition()).payload.headline)

    assert said == (
        "Inventors in China have 91,436 (d) AI patent families granted anywhere (2000–2022); "
        "another count has 19,166 (p) filed at two offices, granted or not (2010–2022)."
    )
    assert _value(series.international_families(), "CHN", 2022) == 19166


def test_the_two_counts_are_defined_beside_the_figure_and_never_joined() -> None:
    payload = ai.two_offices(Edition()).payload
    notes = " ".join(plain(note) for note in payload.notes)

    assert "Neither count is a part of the other" in notes
    assert "filed at two offices at least, one of them among the five largest" in notes
    assert {column.title for column in payload.columns[1:]} == {
        "Granted anywhere, 2000–2022",
        "Two offices, 2010–2022",
    }


def test_the_two_counts_begin_with_the_economy_and_go_on_by_size() -> None:
    rows = ai.two_offices(Edition()).payload.rows
    filed = [row.cells[2].value for row in rows]

    assert rows[0].cells[0].text == "China"
    assert filed[1:] == sorted(filed[1:], key=lambda value: value or 0, reverse=True)


def test_a_year_that_is_not_complete_ends_no_sentence() -> None:
    said = plain(ai.international(Edition()).payload.headline)

    assert said == (
        "AI families from China filed at two offices came to 3,464 in 2021, after 76 in 2010."
    )


def test_the_models_of_a_file_are_replaced_as_a_whole() -> None:
    models = measure("notable_models")

    assert _value(models, "GBR", 2023) == 6
    assert _value(models, "CHN", 2024) == 31
    assert models.number("IRN", 2016) is None


def test_the_newest_list_of_computers_is_that_of_november_2025() -> None:
    newest = measure("supercomputers").between(2025, 2025).table

    assert newest["value"].sum() == 500
    assert _value(measure("supercomputers"), "USA", 2025) == 171


def test_users_of_ai_are_told_for_both_halves_of_the_year() -> None:
    payload = ai.users(Edition(economy="DEU")).payload

    assert "28.6% (e)" in plain(payload.headline)
    assert [column.title for column in payload.columns[1:]] == ["First half", "Second half"]


def test_firms_that_use_ai_give_a_place_where_they_were_asked() -> None:
    titles = [place.title for place in ai.ranked_places(Edition(economy="DEU"))]

    assert any(title.startswith("Firms using AI, 202") for title in titles)
    assert any(title.startswith("Works tagged AI per million people, 2024") for title in titles)


def test_zero_after_rounding_is_said_to_be_rounded_and_is_no_place() -> None:
    payload = ai.two_offices(Edition(economy="LIE")).payload

    assert plain(payload.headline).startswith("Rounded to whole families, inventors in")
    assert not any("By AI families" in plain(note) for note in payload.notes)


def test_an_economy_that_only_one_count_names_is_told_so() -> None:
    said = plain(ai.two_offices(Edition(economy="NAM")).payload.headline)

    assert said == (
        "Inventors in Namibia have 2 AI patent families granted anywhere (2000–2022); the count "
        "of those filed at two offices does not name it."
    )


def test_an_economy_that_the_first_count_does_not_name_is_told_of_by_the_second() -> None:
    said = plain(ai.two_offices(Edition(economy="HKG")).payload.headline)

    assert re.fullmatch(
        r"Inventors in Hong Kong SAR, China have \d+ \(p\) AI patent families filed at two "
        r"offices, granted or not \(2010–2022\)\.",
        said,
    )


@pytest.mark.parametrize("code", ["TUV", "SSD"])
def test_what_an_economy_has_no_part_in_is_absent_with_its_reason(code: str) -> None:
    edition = Edition(economy=code)

    for make in (
        ai.two_offices, ai.international, ai.techniques, ai.fields, ai.genai, ai.applicants,
        ai.top_cited, ai.investment, ai.deals, ai.models, ai.supercomputers, ai.users,
        ai.china_office,
    ):  # fmt: skip
        payload = make(edition).payload
        assert not payload.rows, payload.label
        assert payload.missing.endswith("."), payload.label


def test_a_place_by_a_handful_is_not_told_but_the_count() -> None:
    tiny, small = Edition(economy="LIE"), Edition(economy="IND")

    assert plain(ai.articles_map(tiny).payload.headline) == (
        "Liechtenstein had 8 AI articles in 2022, 203 per million people."
    )
    assert "at most 0.33" in plain(ai.international(tiny).payload.headline)
    assert plain(ai.models(small).payload.headline) == (
        "Organisations in India had a part in 2 notable models of 2016–2025; 30 economies had a "
        "part in any."
    )
    assert plain(ai.supercomputers(Edition(economy="ARG")).payload.headline) == (
        "1 of the 500 systems on the TOP500 list of November 2025 stands in Argentina; 43 "
        "economies have any."
    )
    titles = [place.title for place in ai.ranked_places(tiny)]
    assert not any(title.startswith("AI articles") for title in titles)


def test_a_share_that_is_about_that_in_all_fields_is_told_as_such() -> None:
    said = plain(ai.share_of_world(Edition(economy="GRC")).payload.headline)

    assert ", about its share of all articles." in said


def test_an_economy_without_the_newest_systems_but_with_older_ones_is_told_so() -> None:
    payload = ai.supercomputers(Edition(economy="LIE")).payload

    assert payload.rows
    assert plain(payload.headline).startswith("The TOP500 list of November 2025 has no system in")


def test_a_place_between_is_no_key_finding() -> None:
    said = plain(ai.positions(Edition(economy="NAM")).payload.headline)
    findings = [plain(one) for one in ai.key_findings(Edition(economy="NAM")).payload.sentences]

    assert said == "On none of 4 measures of AI is Namibia in the first or the last quarter."
    assert not any("quarter" in one for one in findings)
    assert len(findings) == 3


def test_key_findings_are_five_at_most() -> None:
    for code in ("CHN", "USA", "DEU"):
        assert len(ai.key_findings(Edition(economy=code)).payload.sentences) == 5


def test_no_trend_is_said_from_a_year_that_the_descriptor_flags() -> None:
    said = plain(ai.articles(Edition(economy="AZE")).payload.headline)

    assert said.startswith("The source counts 41 AI articles of 2022")


def test_small_investment_is_said_to_be_too_small_to_rank() -> None:
    table = read_dataset("ai_investment_cset").table
    small = str(table.loc[table["usd_2021"] < series.LEAST_INVESTMENT, "economy"].iloc[0])

    assert "too little to be ranked" in ai.deals(Edition(economy=small)).payload.missing


def test_estimates_for_a_group_of_neighbours_give_no_place() -> None:
    titles = [place.title for place in ai.ranked_places(Edition(economy="SSD"))]

    assert not any("Users" in title for title in titles)


def test_the_line_of_china_is_not_joined_across_the_break_of_the_list_of_computers() -> None:
    payload = ai.supercomputers(Edition()).payload

    assert any("break in 2021" in plain(note) for note in payload.notes)


def test_categories_that_overlap_are_said_not_to_add_up() -> None:
    for make in (ai.techniques, ai.fields):
        notes = " ".join(plain(note) for note in make(Edition()).payload.notes)
        assert "do not add up" in notes or "no parts of a whole" in notes, make.__name__


def test_a_plan_is_told_as_a_plan_with_who_says_it() -> None:
    rows = ai.china_office(Edition()).payload.rows
    (pool,) = [row for row in rows if "pool" in row.cells[0].text]

    assert "plans" in pool.cells[1].text
    assert "not an existing pool" in pool.cells[1].text
    assert "Commissioner" in pool.cells[2].text


def test_every_statement_names_speaker_source_and_reliability() -> None:
    for row in ai.china_office(Edition()).payload.rows:
        assert all(cell.text for cell in row.cells)


def test_statements_not_fit_for_print_are_not_printed() -> None:
    facts = read_dataset("article_facts").table
    barred = set(facts.loc[facts["note"].str.contains("do not print"), "statement"])

    for row in ai.china_office(Edition()).payload.rows:
        assert not any(row.cells[1].text.startswith(text) for text in barred)


def test_every_dataset_of_the_chapter_has_its_caveat() -> None:
    used = {name for payload in chapter("ai") for name in _datasets(payload)}
    shown = {name.replace("_", "-") for name in ai.CAVEATS}
    totals = {name for name in used if name.endswith("-world")}
    bases = {"population", "gdp", "ai-index-areas", "protection-centre-services"}

    assert used - totals - bases <= shown
