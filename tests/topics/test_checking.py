"""Checks of statements: every operation, every verdict, every fault, and the real ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.project import ROOT_VARIABLE
from reportlib.base.reads import READS_VARIABLE, recorded_reads
from reportlib.base.rows import Cells, rows_of
from reportlib.content.datasets import read_dataset
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import Result, Statement, Verdict, evaluate
from reportlib.topics.statements.faults import CHECKS, LEDGER
from reportlib.topics.statements.operations import OPERATIONS
from reportlib.topics.statements.saying import say_in
from tests.projects import ROOT

FACT: Cells = {
    "id": "paper-01",
    "kind": "statistic",
    "value": "100",
    "unit": "patents",
    "period": "2016 to 2020",
    "subject": "China",
    "source": "paper",
}
OTHER: Cells = {**FACT, "id": "paper-02", "value": "25", "unit": "percent", "period": "2024"}
BARE: Cells = {**FACT, "id": "paper-03", "value": "", "period": "2025-04-26", "kind": "event"}
LEDGER_ROWS = {f"{LEDGER}:{fact['id']}": fact for fact in (FACT, OTHER, BARE)}
SERIES: dict[str, Cells] = {
    "grants:2023": {"year": "2023", "patents": "80", "office": "CHN"},
    "grants:2024": {"year": "2024", "patents": "100", "office": "CHN"},
    "grants:2024-us": {"year": "2024", "patents": "90", "office": "USA"},
    "grants:2022": {"year": "2022", "patents": "20", "office": "CHN"},
    "grants:0": {"year": "2021", "patents": "0", "office": "CHN"},
    "grants:gap": {"year": "2020", "patents": "", "office": "CHN"},
}
CHECK: Cells = {
    "id": "paper-01-office",
    "claim": "paper-01",
    "method": "official",
    "measure": "same",
    "figure": "",
    "beside": "",
    "states": "",
    "operation": "value",
    "against": "grants:2024",
    "column": "patents",
    "factor": "",
    "comparison": "equal",
    "unit": "patents",
    "tolerance": "0",
    "tolerance_kind": "absolute",
    "tolerance_reason": "",
    "reasoning": "The same count of the same year.",
    "needed": "",
}


def find(row: str) -> Cells | None:
    return {**LEDGER_ROWS, **SERIES}.get(row)


def check(**changes: str) -> Cells:
    """A check that holds, with some cells written otherwise."""
    if changes.get("tolerance", "0") != "0":
        changes.setdefault("tolerance_reason", "rounded")
    return {**CHECK, **changes}


def result(**changes: str) -> Result:
    """What one check finds."""
    ((one,),) = [found.results for found in evaluate([check(**changes)], LEDGER_ROWS, find)]
    return one


def faults(*rows: Mapping[str, str]) -> str:
    with pytest.raises(DatasetError) as error:
        evaluate([dict(row) for row in rows], LEDGER_ROWS, find)
    return str(error.value)


# Operations


@pytest.mark.parametrize(
    ("operation", "against", "column", "expected"),
    [
        ("value", "grants:2024", "patents", 100),
        ("sum", "grants:2023 grants:2024 grants:2022", "patents", 200),
        ("difference", "grants:2024 grants:2023", "patents", 20),
        ("ratio", "grants:2024 grants:2023", "patents", 1.25),
        ("inverse_ratio", "grants:2023 grants:2024", "patents", 1.25),
        ("share", "grants:2023 grants:2024", "patents", 80),
        ("share", "grants:2022 grants:2023 grants:2024", "patents", 100),
        ("share_by_another", "grants:2024 grants:2023 article-facts:paper-02",
         "patents patents value", 31.25),
        ("growth", "grants:2024 grants:2023", "patents", 25),
        ("base_of_growth", "grants:2024 article-facts:paper-02", "patents value", 80),
        ("exchange_rate", "grants:2024 article-facts:paper-02 grants:2023",
         "patents value patents", 5),
        ("rank", "grants:2024-us grants:2024 grants:2023", "patents", 2),
        ("rank", "grants:2024 grants:2024 grants:2023", "patents", 1),
        ("highest", "grants:2023 grants:2024", "patents", 100),
        ("count", "grants:2023 grants:2024-us", "office", 2),
        ("same_as_first", "grants:2023 grants:2024-us grants:2024", "office", 2),
        ("weekday", "article-facts:paper-03", "period", 6),
    ],
)  # fmt: skip
def test_an_operation_makes_its_figure(
    operation: str, against: str, column: str, expected: float
) -> None:
    found = result(operation=operation, against=against, column=column).checked

    assert found is not None
    assert found.value == pytest.approx(expected)
    assert found.rows == tuple(against.split())
    assert bool(found.derivation) == (operation != "value")


def test_every_operation_is_tested() -> None:
    marks = test_an_operation_makes_its_figure.pytestmark  # type: ignore[attr-defined]

    assert {case[0] for case in marks[0].args[1]} == set(OPERATIONS)


def test_a_factor_brings_the_result_to_the_unit_of_the_statement() -> None:
    found = result(factor="0.001").checked

    assert found is not None
    assert found.value == pytest.approx(0.1)
    assert "0.001" in found.derivation


def test_the_claimed_figure_may_be_made_of_several_statements() -> None:
    found = result(figure="base_of_growth", beside="article-facts:paper-02", against="grants:2023")

    assert found.claimed is not None
    assert found.claimed.value == pytest.approx(80)
    assert found.claimed.rows == ("article-facts:paper-01", "article-facts:paper-02")
    assert found.verdict == "confirmed"


def test_a_statement_without_a_value_says_what_it_states() -> None:
    found = result(
        claim="paper-03", states="6", operation="weekday", method="arithmetic",
        against="article-facts:paper-03", column="period", unit="weekday",
    )  # fmt: skip

    assert found.verdict == "consistent"
    assert str(found.claimed) == str(found.checked) == "Saturday"


# Verdicts


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "confirmed"),
        ({"method": "claim"}, "consistent"),
        ({"method": "arithmetic"}, "consistent"),
        ({"against": "grants:2023"}, "differs"),
        ({"against": "grants:2023", "method": "claim"}, "differs"),
        ({"against": "grants:2023", "tolerance": "20"}, "confirmed"),
        ({"against": "grants:2023", "tolerance": "19.9"}, "differs"),
        ({"against": "grants:2023", "tolerance": "25", "tolerance_kind": "percent"}, "confirmed"),
        ({"against": "grants:2023", "tolerance": "24", "tolerance_kind": "percent"}, "differs"),
        ({"comparison": "just_above", "states": "99", "tolerance": "1"}, "confirmed"),
        ({"comparison": "just_above", "states": "99", "tolerance": "0.9"}, "differs"),
        ({"comparison": "just_above", "states": "101", "tolerance": "9"}, "differs"),
        ({"comparison": "at_least"}, "consistent"),
        ({"comparison": "at_least", "against": "grants:2023"}, "differs"),
        ({"comparison": "at_most", "against": "grants:2023"}, "consistent"),
        ({"comparison": "at_most", "states": "79", "against": "grants:2023"}, "differs"),
        ({"measure": "near", "needed": "the same"}, "consistent"),
        ({"measure": "near", "needed": "the same", "against": "grants:2023"}, "cannot be checked"),
        ({"method": "none", "needed": "a list"}, "cannot be checked"),
        (
            {"method": "none", "needed": "a list", "operation": "", "against": "", "column": ""},
            "cannot be checked",
        ),
    ],
)
def test_a_verdict_follows_from_method_measure_and_tolerance(
    changes: dict[str, str], expected: Verdict
) -> None:
    assert result(**changes).verdict == expected


def test_a_statement_has_the_most_telling_verdict_of_its_checks() -> None:
    checks = [
        check(id="a"),
        check(id="b", comparison="at_least"),
        check(id="c", against="grants:2023"),
        check(id="d", method="none", needed="a list"),
    ]
    (one,) = evaluate(checks, LEDGER_ROWS, find)

    assert one.verdict == "differs"
    assert [found.check.id for found in one.results] == ["c", "a", "b", "d"]


def test_statements_come_in_the_order_of_the_ledger_and_only_checked_ones() -> None:
    found = evaluate([check(claim="paper-02", id="x"), check()], LEDGER_ROWS, find)

    assert [one.id for one in found] == ["paper-01", "paper-02"]


# Deviations


@pytest.mark.parametrize(
    ("changes", "value", "text"),
    [
        ({"against": "grants:2023"}, 25, "+25%"),
        ({}, 0, "±0%"),
        ({"states": "100.02", "tolerance": "1"}, 0.02, "+0.02%"),
        ({"unit": "percent", "against": "grants:2023"}, 20, "+20 points"),
        ({"unit": "rank", "states": "1", "operation": "rank",
          "against": "grants:2024-us grants:2024"}, -1, "−1 place"),
        ({"states": "10", "against": "grants:2024"}, -90, "−90%"),
    ],
)  # fmt: skip
def test_a_deviation_is_said_in_the_unit_that_fits(
    changes: dict[str, str], value: float, text: str
) -> None:
    found = result(**changes).deviation

    assert found is not None
    assert found.value == pytest.approx(value)
    assert str(found) == text
    assert set(found.rows) >= {"article-facts:paper-01"}


@pytest.mark.parametrize(
    "changes",
    [
        {"comparison": "at_least"},
        {"against": "grants:0"},
        {"method": "none", "needed": "a list", "operation": "", "against": "", "column": ""},
        {"measure": "near", "needed": "the same measure", "against": "grants:2023"},
    ],
    ids=["a bound that holds", "a figure of zero", "nothing compared", "another measure"],
)
def test_no_deviation_is_made_up(changes: dict[str, str]) -> None:
    assert result(**changes).deviation is None


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("rank", 1, "1st"), ("rank", 2, "2nd"), ("rank", 3, "3rd"), ("rank", 12, "12th"),
        ("rank", 21, "21st"), ("percent", 13.46, "13.5%"), ("percent", 40, "40%"),
        ("weekday", 7, "Sunday"), ("year", 2024, "2024"), ("patents", 1045000, "1,045,000"),
        ("yuan", 7.2046, "7.20"),
    ],
)  # fmt: skip
def test_a_figure_is_said_by_its_unit(unit: str, value: float, text: str) -> None:
    assert say_in(unit)(value) == text


# Faults


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"claim": "paper-99"}, "'paper-99' is not in the ledger article_facts"),
        ({"against": "grants:1999"}, "against names grants:1999, which no dataset has"),
        ({"beside": "article-facts:paper-98", "figure": "sum"}, "beside names article-facts:"),
        ({"operation": "median"}, "operation = 'median' is unknown; expected one of value, sum"),
        ({"figure": "median"}, "figure = 'median' is unknown"),
        ({"method": "guess"}, "method = 'guess' is unknown; expected one of official, claim"),
        ({"measure": "far"}, "measure = 'far' is unknown"),
        ({"comparison": "about"}, "comparison = 'about' is unknown"),
        ({"tolerance_kind": "relative"}, "tolerance_kind = 'relative' is unknown"),
        ({"tolerance": ""}, "it has no tolerance"),
        ({"tolerance": "much"}, "tolerance = 'much' is not a number"),
        ({"tolerance": "5", "tolerance_reason": ""}, "its tolerance has no reason"),
        ({"factor": "ten"}, "factor = 'ten' is not a number"),
        ({"states": "first"}, "states = 'first' is not a number"),
        ({"reasoning": ""}, "it gives no reasoning"),
        ({"operation": ""}, "method official needs an operation"),
        ({"method": "none"}, "say under needed what a check would need"),
        ({"measure": "near"}, "say under needed what the same one would be"),
        ({"operation": "growth"}, "operation growth has 1 rows; it takes 2 to 2"),
        ({"operation": "rank"}, "operation rank has 1 rows; it takes 2 to any"),
        ({"figure": "ratio"}, "figure ratio has 1 rows; it takes 2 to 2"),
        ({"column": "filings"}, "column 'filings' is none of grants:2024"),
        ({"column": ""}, "column names 0 columns for 1 rows"),
        ({"operation": "sum", "against": "grants:2022 grants:2023 grants:2024",
          "column": "patents year"}, "column names 2 columns for 3 rows"),
        ({"against": "article-facts:paper-02", "column": "value"}, "which checks nothing; write"),
        ({"claim": "paper-03"}, "the statement paper-03 has no value; write under states"),
        ({"against": "grants:gap"}, "cannot be computed: '' is not a number"),
        ({"operation": "ratio", "against": "grants:2024 grants:0"}, "cannot be computed"),
        ({"operation": "weekday", "column": "year"}, "cannot be computed: Invalid isoformat"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_check(changes: dict[str, str], expected: str) -> None:
    said = faults(check(**changes))

    assert expected in said
    assert said.startswith("claim_checks, paper-01-office: ")


def test_all_faults_of_all_checks_come_in_one_error() -> None:
    said = faults(
        check(id="one", tolerance="", reasoning=""), check(id="two", against="grants:1999"), check()
    )

    assert re.findall(r"claim_checks, (\w+):", said) == ["one", "one", "two"]


# The real checks


@pytest.fixture(scope="module")
def real() -> dict[str, Statement]:
    return {one.id: one for one in checking.statements()}


def test_every_statistic_of_the_ledger_has_a_check() -> None:
    checked = {cells["claim"] for cells in rows_of(CHECKS).values()}
    facts = rows_of(LEDGER).values()
    statistics = {one["id"] for one in facts if one["kind"] == "statistic"}

    found = sorted(statistics - checked)
    assert not found, f"declare in data/claim_checks.csv how these are checked: {found}"


def test_reading_the_checks_records_the_datasets_behind_them(real: dict[str, Statement]) -> None:
    datasets = {row.partition(":")[0] for one in real.values() for row in _rows(one)}

    assert {"cnipa-patents", "gii-ranks", "gdp", LEDGER} <= datasets


def _rows(one: Statement) -> set[str]:
    numbers = [number for found in one.results for number in (found.claimed, found.checked)]
    return {row for number in numbers if number for row in number.rows}


def test_every_figure_compared_names_its_rows(real: dict[str, Statement]) -> None:
    for one in real.values():
        for found in one.results:
            assert (found.claimed is None) == (found.checked is None)
            for number in (found.claimed, found.checked):
                assert number is None or (number.rows and number.text)


def test_what_cannot_be_checked_says_what_would_be_needed(real: dict[str, Statement]) -> None:
    for one in real.values():
        for found in one.results:
            assert found.verdict != "cannot be checked" or found.check.needed, found.check.id


def test_a_same_measure_has_the_unit_of_its_statement(real: dict[str, Statement]) -> None:
    """A figure is held against itself, unless the check says what else it states."""
    for one in real.values():
        for found in one.results:
            made = found.check.figure != "value" or found.check.states is not None
            if not made and found.checked is not None:
                assert found.check.unit == one.cells["unit"], found.check.id


VERDICTS = {
    "chongqing-19": "confirmed",  # ranks of the index, by edition
    "roundtable-33": "confirmed",
    "wipo-china-71": "confirmed",
    "cnipa-ai-16": "confirmed",  # grants
    "cnipa-ai-17": "confirmed",
    "cnipa-ai-20": "confirmed",  # clusters
    "cnipa-ai-30": "cannot be checked",  # 62 of 77 centres, both of one article
    "cnipa-ai-34": "cannot be checked",  # 33 of 77
    "cnipa-ai-45": "consistent",  # a Saturday
    "talent-01": "confirmed",
    "wipo-china-12": "cannot be checked",  # growth by 172 percent of what is not said
    "wipo-china-40": "cannot be checked",  # garbled
    "wipo-china-44": "confirmed",  # more than 50 trillion yuan, 50.2 in 2022
    "wipo-china-45": "confirmed",  # more than 40 percent of GDP, 41.5 in 2022
    "wipo-china-63": "cannot be checked",  # 548 competitors of 58 countries, of one article
    "wipo-china-68": "confirmed",  # domestic patents in force
    "wipo-china-70": "consistent",  # a leading position, which names no place
    "wipo-china-83": "consistent",  # yuan to the dollar
}


@pytest.mark.parametrize(("claim", "expected"), VERDICTS.items(), ids=list(VERDICTS))
def test_the_verdict_on_a_telling_statement(
    claim: str, expected: Verdict, real: dict[str, Statement]
) -> None:
    assert real[claim].verdict == expected


def _result(real: dict[str, Statement], check_id: str) -> Result:
    (found,) = [r for one in real.values() for r in one.results if r.check.id == check_id]
    return found


def test_the_grants_and_their_growth_imply_the_year_before(real: dict[str, Statement]) -> None:
    found = _result(real, "cnipa-ai-16-base")

    assert found.claimed is not None
    assert found.claimed.value == pytest.approx(1_040_000 / 1.135)
    assert found.claimed.value == pytest.approx(916_000, rel=0.001)
    assert found.verdict == "consistent"


def test_the_sums_in_yuan_and_dollars_imply_an_exchange_rate(real: dict[str, Statement]) -> None:
    found = _result(real, "wipo-china-83-rate")

    assert found.claimed is not None
    assert found.checked is not None
    assert found.claimed.value == pytest.approx(50 / 6.94)
    assert found.checked.value == pytest.approx(7.08, abs=0.01)


def test_the_digital_economy_is_held_against_the_figures_of_2022(
    real: dict[str, Statement],
) -> None:
    assert str(_result(real, "wipo-china-44-report").checked) == "50.2"
    assert str(_result(real, "wipo-china-45-report").checked) == "41.5%"


def test_a_leading_position_is_the_first_place_in_one_system_and_not_in_another(
    real: dict[str, Statement],
) -> None:
    assert str(_result(real, "wipo-china-70-madrid").checked) == "3rd"
    assert str(_result(real, "wipo-china-70-pct").checked) == "1st"


def test_no_statement_is_held_against_its_own_article(real: dict[str, Statement]) -> None:
    ledger = rows_of(LEDGER)
    others = {
        found.check.id: {ledger.get(row, {}).get("source") for row in found.check.against}
        - {one.cells["source"]}
        for one in real.values()
        for found in one.results
        if found.check.against and found.check.operation != "weekday"
    }

    assert [name for name, sources in others.items() if not sources] == []


@pytest.mark.parametrize("claim", ["chongqing-27", "roundtable-74", "wipo-china-63"])
def test_what_only_its_own_article_has_is_not_checked(
    claim: str, real: dict[str, Statement]
) -> None:
    (found,) = real[claim].results

    assert found.verdict == "cannot be checked"
    assert found.checked is None
    assert found.check.reasoning.startswith("Not checked: ")


def test_statements_are_checked_again_when_a_table_changes_that_they_are_held_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    (tmp_path / "chapters").mkdir()
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    (before,) = _checked("chongqing-19")
    ranks = read_dataset("gii_ranks").manifest

    table = ranks.data_file.read_text(encoding="utf-8")
    ranks.data_file.write_text(table.replace("CHN,2022,11", "CHN,2022,99"), encoding="utf-8")
    digest = f"sha256:{sha256(ranks.data_file.read_bytes()).hexdigest()}"
    text = ranks.file.read_text(encoding="utf-8")
    ranks.file.write_text(text.replace(ranks.hash, digest), encoding="utf-8")

    assert (before, *_checked("chongqing-19")) == (11, 99)


def _checked(claim: str) -> list[float]:
    """The figures that a statement is held against."""
    (one,) = [one for one in checking.statements() if one.id == claim]
    return [found.checked.value for found in one.results if found.checked]


def test_the_statements_rest_on_the_datasets_that_their_checks_name_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "statements.reads"
    monkeypatch.setenv(READS_VARIABLE, str(record))

    checking.statements()

    named = {CHECKS, LEDGER}
    for check in rows_of(CHECKS).values():
        named |= {row.partition(":")[0] for row in f"{check['beside']} {check['against']}".split()}
    read = recorded_reads(record, ROOT / "data")
    stems = {name.partition(".")[0] for name in read if name.endswith(".resource.yaml")}
    assert stems == {name.replace("-", "_") for name in named}
