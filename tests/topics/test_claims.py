"""The chapter on claims with real data: every statement with its label, verdict and reasoning."""

from __future__ import annotations

import re

import pytest

from reportlib.base.payload import Piece
from reportlib.base.rows import rows_of
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.sentences import plain
from reportlib.topics import claims, statements
from reportlib.topics.statements import checking as checks
from reportlib.topics.statements.checking import VERDICTS
from reportlib.topics.statements.faults import CHECKS, LEDGER
from tests.topics.editions import chapter, texts

SERIES = (claims.innovation_rank, claims.clusters, claims.grants)
OTHERS = ("USA", "BRA", "NAM", "TUV")


def test_key_findings_cite_exhibits_and_say_by_which_class_of_source() -> None:
    said = [plain(found) for found in chapter("claims")[0].sentences]

    assert len(said) <= 5
    assert "none differs from it" in said[0]
    assert "(3 read at the publisher, 9 in the press, 8 in a copy on an unrelated site)" in said[0]
    assert all("(table of " in text for text in said)


@pytest.mark.parametrize("code", OTHERS)
def test_the_statements_are_the_same_for_every_economy(code: str) -> None:
    china, other = (
        {one.label: one.rows for one in chapter("claims", each) if one.kind == "table"}
        for each in ("CHN", code)
    )

    assert other == china


def test_the_statements_are_the_same_for_all_years() -> None:
    china, early = (
        {one.label: one.rows for one in shown if one.kind == "table"}
        for shown in (chapter("claims"), chapter("claims", first_year=1990, last_year=1991))
    )

    assert early == china


@pytest.mark.parametrize("code", OTHERS)
def test_another_economy_is_told_that_the_statements_are_about_china(code: str) -> None:
    economy = Edition(economy=code).named
    findings, *others = chapter("claims", code)

    assert f"none of the statements checked is about {economy} alone" in plain(
        findings.sentences[-1]
    )
    for payload in others:
        said = payload.missing or " ".join(texts(payload))
        assert payload.missing or f"none is about {economy} alone" in said, payload.label


def test_a_series_shows_china_and_the_economy_where_it_has_data() -> None:
    for make in SERIES:
        own = make(Edition()).payload
        other = make(Edition(economy="USA")).payload
        none = make(Edition(economy="TUV")).payload
        assert [c.title for c in own.columns] == ["Year", "China", "Stated"], own.label
        assert {c.title for c in other.columns} == {"Year", "China", "United States", "Stated"}
        assert {c.title for c in none.columns} >= {"Year", "China", "Stated"}
        assert make is claims.grants or "Tuvalu" not in {c.title for c in none.columns}


def test_the_marked_statements_stand_in_drawing_text_and_table() -> None:
    for make in SERIES:
        payload = make(Edition()).payload
        said = [row.cells[-1] for row in payload.rows if row.cells[-1].rows]
        assert said, payload.label
        assert payload.alt.count(" confirmed)") >= 1, payload.label
        for cell in said:
            assert re.search(
                r", 20\d\d: (confirmed|consistent|differs|cannot be checked)\)", cell.text
            )
        for drawing in payload.drawings.values():
            assert drawing.count('data-series="A"') == 2, payload.label


def test_marks_outside_the_years_asked_for_are_left_out() -> None:
    edition = Edition(first_year=2022, last_year=2023)

    assert "2021," not in claims.innovation_rank(edition).payload.alt.partition("marked")[2]
    assert "Statements marked" not in claims.grants(
        Edition(first_year=2015, last_year=2020)
    ).payload.alt  # fmt: skip


def test_figures_of_grants_leave_missing_years_open() -> None:
    years = [row.cells[0].text for row in claims.grants(Edition()).payload.rows]

    assert "2014" not in years
    assert "2018" not in years


def test_every_statistic_stands_in_the_table_of_all_checks() -> None:
    rows = claims.all_checks(Edition()).payload.rows
    shown = {row for line in rows for row in line.cells[0].rows}
    table = read_dataset("article_facts").where(kind="statistic")

    assert set(table["row"]) <= shown


def test_every_row_of_the_table_has_speaker_article_verdict_and_reasoning() -> None:
    payload = claims.all_checks(Edition()).payload

    assert set(payload.filters) <= {column.title for column in payload.columns}
    for row in payload.rows:
        cells = dict(zip([c.title for c in payload.columns], row.cells, strict=True))
        assert cells["Verdict"].text in VERDICTS
        assert re.fullmatch(r".+, 20\d\d", cells["Article"].text)
        assert cells["Said by, when"].text.endswith(")")
        assert cells["Reasoning"].rows
        assert row.strong == (cells["Verdict"].text == "differs")


def test_every_checked_statement_has_one_address() -> None:
    found = [row.target for row in claims.all_checks(Edition()).payload.rows if row.target]

    assert sorted(found) == sorted(f"claim-{one.id}" for one in checks.statements())


def test_a_doubtful_statement_is_never_shown_without_its_note() -> None:
    table = read_dataset("article_facts").table
    doubtful = table[table["reliability"].isin(["contested", "garbled"]) & (table["note"] != "")]
    for make in (claims.differing, claims.near, claims.all_checks):
        payload = make(Edition()).payload
        for row in payload.rows:
            if set(row.cells[0].rows) & set(doubtful["row"]):
                assert "(Note: " in row.cells[0].text


@pytest.fixture
def contradicted(monkeypatch: pytest.MonkeyPatch) -> checks.Statement:
    """The real checks, with one held against the clusters of another economy."""
    rows = []
    for cells in rows_of(CHECKS).values():
        changed = {**cells, "against": "gii-cluster-counts:USA-2023"}
        rows.append(changed if cells["claim"] == "wipo-china-73" else cells)
    found = checks.evaluate(rows, rows_of(LEDGER), checks.held_row)
    monkeypatch.setattr(checks, "statements", lambda: found)
    return next(one for one in found if one.id == "wipo-china-73")


def test_a_contradicted_statement_stands_first_with_both_figures(
    contradicted: checks.Statement,
) -> None:
    table = claims.differing(Edition()).payload
    findings = [plain(found) for found in claims.key_findings(Edition()).payload.sentences]

    assert contradicted.verdict == "differs"
    assert [row.cells[0].rows for row in table.rows if row.strong] == [(contradicted.row,)]
    assert "it is 21 (u) clusters, not 24 (u) clusters" in findings[0]
    assert any("1 differs from it" in text for text in findings)


def test_the_differences_show_both_figures_and_why(contradicted: checks.Statement) -> None:
    payload = claims.differing(Edition()).payload
    (row,) = (row for row in payload.rows if row.strong)
    _, stated, held, gap, _, reasoning = row.cells

    assert (stated.text, stated.rows) == ("24", (contradicted.row,))
    assert (held.text, held.rows) == ("21", ("gii-cluster-counts:USA-2023",))
    assert gap.text == "+14.3%"
    assert "Held against: " in reasoning.text


def test_without_a_difference_the_finding_says_so_and_counts_what_was_compared() -> None:
    payload = claims.differing(Edition()).payload

    assert not payload.missing
    assert plain(payload.headline).startswith("The data held contradict no statement: none of the ")
    assert {row.cells[2].text for row in payload.rows} == {"0"}
    assert all(one.verdict != "differs" for one in checks.statements())
    assert not any(row.strong for row in payload.rows)


def test_other_measures_are_never_called_a_difference() -> None:
    payload = claims.near(Edition()).payload

    assert "Off by" not in [column.title for column in payload.columns]
    assert payload.rows
    assert not any(row.strong for row in payload.rows)
    assert all("Needed: " in row.cells[-1].text for row in payload.rows)


def test_the_table_of_verdicts_adds_up() -> None:
    payload = claims.verdicts(Edition()).payload
    *articles, total = [[int(cell.text) for cell in row.cells[1:]] for row in payload.rows]

    assert total == [sum(column) for column in zip(*articles, strict=True)]
    assert all(sum(row[:-1]) == row[-1] for row in [*articles, total])
    assert total[-1] == len(read_dataset("article_facts").where(kind="statistic"))


def test_deviations_are_of_quantities_only() -> None:
    payload = claims.deviations(Edition()).payload
    labels = [row.cells[0].text for row in payload.rows]

    assert len(labels) == len(set(labels))
    assert not any("gii_rank" in label or "rank:" in label for label in labels)
    assert all(row.cells[1].text == "100" for row in payload.rows)


# Tables of statements in other chapters


def test_a_verdict_leads_to_the_check_of_its_statement() -> None:
    cell = statements.verdict_cell("wipo-china-45")

    assert cell.kind == "reference"
    assert cell.text == "confirmed"
    assert cell.target == "claim-wipo-china-45"


def test_a_statement_without_a_check_has_no_verdict() -> None:
    assert statements.verdict_cell("wipo-china-01") == Piece(text="..")


def test_statements_of_one_speaker_stand_together_and_checked_ones_alone() -> None:
    table = read_dataset("article_facts").table
    chosen = table[table["id"].isin(["chongqing-05", "chongqing-06", "talent-04", "talent-05"])]
    payload = statements.table(chosen, label="tbl-x", title="X", where="", missing="None.").payload

    assert [len(row.cells[1].rows) for row in payload.rows] == [2, 1, 1]
    assert [row.cells[-1].text for row in payload.rows] == ["..", "confirmed", "confirmed"]


def test_a_table_of_statements_leads_to_the_checks_only_where_some_were_checked() -> None:
    table = read_dataset("article_facts").table
    made = [
        statements.table(
            table[table["id"] == name], label="tbl-x", title="X", where="", missing="None."
        ).payload
        for name in ("chongqing-05", "talent-04")
    ]
    links = [[p.target for n in one.notes for p in n if p.kind == "reference"] for one in made]

    assert links == [[], ["tbl-claims-all"]]


def test_an_article_is_named_by_paper_and_year() -> None:
    assert statements.article("china-daily-2025-04-23") == "China Daily, 2025"
    sources = read_dataset("article_facts").manifest.sources
    assert len({statements.article(one.name) for one in sources}) == len(sources)
    assert statements.article_year("ai-digest-2024-07-01") == "2024"


# Economies with little


def test_a_line_that_nobody_can_tell_from_zero_is_left_out_and_named() -> None:
    payload = claims.grants(Edition(economy="TUV")).payload

    assert [column.title for column in payload.columns] == ["Year", "China", "Stated"]
    (note,) = (said for said in payload.notes if plain(said).startswith("Tuvalu is not drawn"))
    assert any(piece.rows for piece in note)


def test_only_breaks_of_what_is_drawn_are_told() -> None:
    payload = claims.clusters(Edition(economy="TUV")).payload

    told = [plain(note) for note in payload.notes if ", break in " in plain(note)]
    assert told
    assert all(said.startswith("China, ") for said in told)
