"""The chapter on claims with real data: every statement with its label, verdict and reasoning."""

from __future__ import annotations

import csv
import re

import pytest

from reportlib.base.exports import as_csv, withheld
from reportlib.base.payload import Payload, Piece
from reportlib.base.rows import rows_of
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.sentences import plain
from reportlib.topics import claims, statements
from reportlib.topics.claims.cards import MOST, WORLD
from reportlib.topics.statements import checking as checks
from reportlib.topics.statements.checking import VERDICTS
from reportlib.topics.statements.faults import CHECKS, LEDGER
from tests.topics.editions import chapter, texts

OTHERS = ("USA", "BRA", "NAM", "TUV")


def shown(code: str = "CHN") -> dict[str, Payload]:
    return {one.label: one for one in chapter("claims", code)}


def test_key_findings_count_the_verdicts_and_cite_exhibits() -> None:
    said = [plain(found) for found in shown()["find-claims"].sentences]

    assert len(said) <= 5
    assert "20 are confirmed, 3 of them by figures read with their publisher" in said[0]
    assert "5 are consistent" in said[0]
    assert "none differs from them" in said[0]
    assert said[0].endswith("(strip of verdicts).")
    assert said[-1].endswith("(table of all statements).")


@pytest.mark.parametrize("code", OTHERS)
def test_verdicts_and_checks_are_the_same_for_every_economy(code: str) -> None:
    china, other = shown(), shown(code)

    for label in ("fig-claims-verdicts", "tbl-claims-all"):
        assert other[label].rows == china[label].rows


def test_verdicts_cards_and_statements_are_the_same_for_all_years() -> None:
    china, early = (
        {one.label: one.rows for one in found if one.label != "fig-claims-gii"}
        for found in (chapter("claims"), chapter("claims", first_year=1990, last_year=1991))
    )

    assert early == china


@pytest.mark.parametrize("code", OTHERS)
def test_another_economy_is_told_that_the_statements_are_about_china(code: str) -> None:
    economy = Edition(economy=code).named
    findings, *others = chapter("claims", code)

    assert f"none of these is about {economy} alone" in plain(findings.sentences[-1])
    for payload in others:
        said = payload.missing or " ".join(texts(payload))
        assert economy in said, payload.label


def test_the_strip_counts_every_statistic_by_the_class_of_what_it_meets() -> None:
    payload = shown()["fig-claims-verdicts"]
    counts = [[int(cell.text) for cell in row.cells[1:]] for row in payload.rows]

    assert [row.cells[0].text for row in payload.rows] == [v.capitalize() for v in VERDICTS]
    assert sum(map(sum, counts)) == len(read_dataset("article_facts").where(kind="statistic"))
    assert payload.columns[-1].title == "nothing to compare"
    assert "publisher (3), the press (9) and copies on unrelated sites (8)" in plain(
        payload.headline
    )


def test_the_rank_is_drawn_with_what_articles_state_and_of_china_only() -> None:
    payload = claims.innovation_rank(Edition()).payload
    stated = [row.cells[-1] for row in payload.rows if row.cells[-1].rows]

    assert [column.title for column in payload.columns] == ["Year", "China", "Stated"]
    assert payload.alt.count(" confirmed)") == len(stated) == 3
    assert all(re.search(r", 20\d\d: confirmed\)", cell.text) for cell in stated)
    for drawing in payload.drawings.values():
        assert drawing.count('data-series="A"') == 2
    assert "ranks of China only" in claims.innovation_rank(Edition(economy="USA")).payload.missing


def test_ranks_stated_outside_the_years_asked_for_are_left_out() -> None:
    payload = claims.innovation_rank(Edition(first_year=2022, last_year=2023)).payload

    assert "2021," not in payload.alt.partition("marked")[2]
    assert plain(payload.headline).startswith("Of 2 statements")


# The telling cards


def verdicts_of(code: str) -> list[str]:
    return [row.cells[1].text for row in shown(code)["tbl-claims-telling"].rows]


def test_telling_cards_begin_with_other_figures_and_end_with_what_is_confirmed() -> None:
    found = verdicts_of("CHN")

    assert len(found) == MOST
    assert all("another measure" in verdict for verdict in found[:5])
    assert found[5:] == ["cannot be checked"] * 2 + ["confirmed"] * 3


def test_a_card_of_another_measure_keeps_the_verdict_of_its_statement() -> None:
    rows = shown()["tbl-claims-telling"].rows
    (people,) = (row for row in rows if "860,000" in row.cells[0].text)

    assert people.cells[1].text == "confirmed; another measure gives another figure"
    assert (people.cells[2].text, people.cells[3].text) == ("860,000", "865,000")
    assert not people.strong


def test_a_card_that_compares_nothing_shows_what_is_stated() -> None:
    rows = shown()["tbl-claims-telling"].rows
    (growth,) = (row for row in rows if "5.4" in row.cells[0].text)

    assert (growth.cells[2].text, growth.cells[3].text) == ("5.4%", "..")


@pytest.mark.parametrize(
    ("code", "of_it"),
    [("TUV", False), ("NAM", False), ("USA", True), ("DEU", True), ("JPN", True)],
)
def test_cards_of_another_economy_are_of_the_world_or_name_it(code: str, *, of_it: bool) -> None:
    rows = shown(code)["tbl-claims-telling"].rows
    places = read_dataset("article_facts").table.set_index("row")["place"]
    world = [row for row in rows if places[row.cells[0].rows[0]] in WORLD]

    assert world
    assert bool(len(rows) - len(world)) is of_it
    assert all("5.4" not in row.cells[0].text for row in rows)


# All checks


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
    for make in (claims.telling, claims.all_checks, claims.ledger):
        payload = make(Edition()).payload
        found = [r for r in payload.rows if set(r.cells[0].rows) & set(doubtful["row"])]
        assert found, payload.label
        assert all("(Note: " in row.cells[0].text for row in found)


# All statements


def test_every_statement_of_the_articles_has_place_article_and_verdict() -> None:
    rows = shown()["tbl-claims-ledger"].rows
    facts = rows_of(LEDGER)

    assert [row.cells[0].rows for row in rows] == [(name,) for name in facts]
    for row, fact in zip(rows, facts.values(), strict=True):
        assert fact["statement"] in row.cells[0].text.replace("\u00a0", " ")
        assert row.cells[2].text == fact["place"]
        assert row.cells[3].text == statements.article(fact["source"])
        assert row.cells[5].text in VERDICTS


@pytest.mark.parametrize(
    "name", ["DeepSeek", "BYD", "GCL", "Goldwind", "KissFuture", "Westwell", "deep science",
             "pandemic hit tourism", "pandemic pushed biomedicine"]
)  # fmt: skip
def test_the_file_to_download_names_what_no_page_names_and_says_that_it_is_unchecked(
    name: str,
) -> None:
    payload = shown()["tbl-claims-ledger"]
    lines = [line for line in csv.reader(as_csv(payload).splitlines()) if name in line[0]]

    assert not withheld(payload)
    assert lines
    assert {line[5] for line in lines} == {"cannot be checked"}


def test_a_checked_statement_leads_to_its_check() -> None:
    rows = shown()["tbl-claims-ledger"].rows
    addresses = {row.target for row in shown()["tbl-claims-all"].rows}
    led = [row.cells[5].target for row in rows if row.cells[5].kind == "reference"]

    assert len(led) == len(checks.statements())
    assert set(led) <= addresses


def test_another_economy_has_the_statements_about_it_or_is_told_where_they_are() -> None:
    named = [row.cells[2].text for row in shown("USA")["tbl-claims-ledger"].rows]

    assert set(named) == {"United States", "China and United States"}
    assert shown("TUV")["tbl-claims-ledger"].missing == (
        "No statement is about Tuvalu. The data annex has all of them to download, as “Statements "
        "from five articles”."
    )


# A contradiction


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
    first, *others = claims.telling(Edition()).payload.rows
    findings = [plain(found) for found in claims.key_findings(Edition()).payload.sentences]

    assert contradicted.verdict == "differs"
    assert first.cells[0].rows == (contradicted.row,)
    assert first.strong
    assert not any(row.strong for row in others)
    assert "it is 21 (u) clusters, not 24 (u) clusters" in findings[0]
    assert any("1 differs from them" in text for text in findings)


def test_the_check_of_a_difference_shows_both_figures_and_why(
    contradicted: checks.Statement,
) -> None:
    (row,) = (row for row in claims.all_checks(Edition()).payload.rows if row.strong)
    _, _, stated, compared, gap, *_, reasoning = row.cells

    assert (stated.text, stated.rows) == ("24", (contradicted.row,))
    assert (compared.text, compared.rows) == ("21", ("gii-cluster-counts:USA-2023",))
    assert gap.text == "+14.3%"
    assert "Compared with: " in reasoning.text


def test_a_contradiction_is_counted_in_the_headline_of_the_cards(
    contradicted: checks.Statement,
) -> None:
    said = plain(claims.telling(Edition()).payload.headline)

    assert contradicted.verdict == "differs"
    assert said.startswith("The data contradict 1 of these 10 statements")


def test_without_a_difference_the_headline_of_the_cards_says_so() -> None:
    payload = claims.telling(Edition()).payload

    assert plain(payload.headline).startswith("The data contradict none of these 10 statements")
    assert all(one.verdict != "differs" for one in checks.statements())
    assert not any(row.strong for row in payload.rows)


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
