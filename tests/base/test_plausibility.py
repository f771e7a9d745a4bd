"""`reportlib check` tells every new finding, and every note of one that is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.package import write_package
from tests.base.plausibility import add_counts, faults, rows, series
from tests.projects import BROKEN, REPORTLIB, ROOT, add_filings, run_program

JUMP = {"column": "applications", "jump": 4, "floor": 100}
JUMPING = rows(*series("BRA", 2019, 200, 900), *series("CHN", 2019, 300, 2000))
NOTED = [
    {"check": "jump", "where": {"economy": "BRA", "year": 2020}, "text": "A new law."},
    {"check": "jump", "where": {"economy": "CHN"}, "text": "No explanation was found."},
]

# What the issue asks of broken data, the fixture of tests/broken/data that shows it, and what
# the one message that it gives must say. Markup and formulas are in
# tests/base/test_plausibility_cells.py.
KINDS: dict[str, tuple[str, str, str]] = {
    "header": ("wrong-header", "column applications: ", 'Label "filings"'),
    "type": ("word-for-a-count", "row 2, column applications: ", "'many' is no whole number."),
    "duplicate key": ("duplicate-key", "row 4: ", "the same as in the row at position 3"),
    "unknown economy": (
        "unknown-economy",
        "row 2: ",
        "economy 'QQQ' does not stand in economies.csv.",
    ),
    "missing": (
        "missing-year",
        "row 2, column year: ",
        "is empty; the descriptor requires a value",
    ),
    "encoding": ("not-utf-8", "", "'utf-8' codec can't decode byte"),
    "byte order mark": ("byte-order-mark", "", "Save it as UTF-8 without one"),
    "empty": ("empty-file", "", "the source is empty"),
    "truncated": ("row-too-long", "row 4: ", "the row has more cells than the header."),
}


def test_a_new_finding_is_a_fault_of_the_check(project: Path) -> None:
    add_counts(project / "data", JUMPING, bounds=[JUMP])
    write_package(project / "data")
    checked = run_program(REPORTLIB, "check", cwd=project)
    assert checked.returncode == 1
    assert "data/counts.csv: row 3, economy BRA, year 2020" in checked.stdout
    assert "data/counts.csv: row 5, economy CHN, year 2020" in checked.stdout


def test_a_noted_finding_is_no_fault(project: Path) -> None:
    add_counts(project / "data", JUMPING, bounds=[JUMP], findings=NOTED)
    write_package(project / "data")
    assert check_project(project) == ()


def test_a_note_without_its_finding_is_a_fault(tmp_path: Path) -> None:
    add_counts(tmp_path, rows(*series("CHN", 2019, 300, 2000)), bounds=[JUMP], findings=NOTED)
    assert faults(tmp_path, "counts") == [
        "counts.resource.yaml: reportlib.findings.0: jump: economy BRA, year 2020 is found no "
        "more; expected a note of what the data hold. Correct the note or take it out."
    ]


def test_a_note_of_several_years_names_the_one_that_is_gone(tmp_path: Path) -> None:
    note = {"check": "jump", "where": {"economy": "CHN", "year": [2020, 2021]}, "text": "So."}
    content = rows(*series("CHN", 2019, 300, 2000, 2001))
    add_counts(tmp_path, content, bounds=[JUMP], findings=[note])
    (fault,) = faults(tmp_path, "counts")
    assert "reportlib.findings.0: jump: year 2021 is found no more" in fault


@pytest.mark.parametrize(
    "where",
    [{"economy": "CHN", "yaer": 2020}, {"economy": "CHN", "year": "2020"}],
    ids=["no such column", "text for a year"],
)
def test_a_note_that_names_nothing_right_is_a_fault(
    where: dict[str, object], tmp_path: Path
) -> None:
    content = rows(*series("CHN", 2019, 300, 2000))
    note = {"check": "jump", "where": where, "text": "So."}
    add_counts(tmp_path, content, bounds=[JUMP], findings=[note])
    new, gone = faults(tmp_path, "counts")
    assert "(jump)" in new
    assert "is found no more" in gone


def test_a_note_explains_findings_of_its_own_check_only(tmp_path: Path) -> None:
    note = {"check": "range", "where": {"economy": "CHN"}, "text": "So."}
    content = rows(*series("CHN", 2019, 300, 2000))
    add_counts(tmp_path, content, bounds=[JUMP], findings=[note])
    assert len(faults(tmp_path, "counts")) == 2


def test_a_dataset_with_a_fault_of_its_schema_is_not_searched_for_findings(project: Path) -> None:
    content = JUMPING.replace("2000", "many")
    add_counts(project / "data", content, bounds=[JUMP])
    write_package(project / "data")
    (fault,) = check_project(project)
    assert "'many' is no whole number" in fault


def test_findings_of_one_dataset_do_not_hide_those_of_another(project: Path) -> None:
    add_counts(project / "data", JUMPING, bounds=[JUMP])
    add_counts(project / "data", JUMPING, name="others", bounds=[JUMP])
    write_package(project / "data")
    assert len(check_project(project)) == 4


@pytest.mark.parametrize(
    ("block", "place", "words"),
    [
        ({"bounds": [{**JUMP, "column": "filings"}]}, "bounds.0.column", "expected applications"),
        ({"bounds": [{**JUMP, "column": "note"}]}, "bounds.0.column", "'note' holds no figures"),
        (
            {"bounds": [{**JUMP, "where": {"applicants": "total"}}]},
            "bounds.0.where",
            "'applicants' is no column of counts",
        ),
        (
            {"bounds": [{**JUMP, "where": {"applicant": "residents"}}]},
            "bounds.0.where",
            "no row of counts has the applicant 'residents'",
        ),
        (
            {
                "relations": [
                    {
                        "kind": "total",
                        "column": "applications",
                        "of": {"column": "filings", "match": {"month": "year"}},
                    }
                ]
            },
            "relations.0.of.match",
            "'month' is no column of counts",
        ),
    ],
    ids=["no column", "text", "no selector", "no such row", "relation"],
)
def test_a_bound_or_relation_of_what_is_not_there_is_a_fault(
    block: dict[str, Any], place: str, words: str, tmp_path: Path
) -> None:
    add_counts(tmp_path, JUMPING, **block)
    said = "\n".join(faults(tmp_path, "counts"))
    assert f"counts.resource.yaml: reportlib.{place}: " in said
    assert words in said


@pytest.mark.parametrize("cell", ["NaN", "INF", "-inf"])
def test_a_cell_that_is_no_figure_is_a_fault(cell: str, tmp_path: Path) -> None:
    fields = [{"name": "economy", "type": "string"}, {"name": "share", "type": "number"}]
    schema = {"fields": fields, "primaryKey": ["economy"]}
    add_counts(tmp_path, f"economy,share\nBRA,1.5\nCHN,{cell}\n", schema=schema)
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith("counts.csv: row 3: does not fit its descriptor")
    assert f"{cell} is no figure" in fault


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_broken_data_gives_one_message(kind: str, project: Path) -> None:
    fixture, where, words = KINDS[kind]
    place = add_filings(project, BROKEN / "data" / f"{fixture}.csv")
    (fault,) = check_project(project)
    assert fault.startswith(f"{place}: {where}")
    assert words in fault


def test_a_changed_file_gives_one_message_that_names_both_checksums(project: Path) -> None:
    place = add_filings(project, descriptor=BROKEN / "descriptors" / "checksum.resource.yaml")
    (fault,) = check_project(project)
    assert fault.startswith(f"{place}: ")
    assert "its hash is sha256:" in fault
    assert "the descriptor states sha256:00000000" in fault


@pytest.mark.parametrize("name", dataset_names(ROOT / "data"))
def test_every_note_of_the_book_says_why(name: str) -> None:
    for note in read_manifest(name, ROOT / "data").reportlib.findings:
        assert note.text.endswith("."), note
        assert note.where, note
