"""Figures are held against the figures that their descriptors relate them to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import read_manifest
from tests.base.plausibility import add_counts, faults, rows

BY_OFFICE_AND_YEAR = {"economy": "economy", "year": "year"}
PARTS = {"applicant": ["resident", "nonresident"]}
TOTAL: dict[str, Any] = {
    "kind": "total",
    "column": "applications",
    "where": {"applicant": "total"},
    "of": {"match": BY_OFFICE_AND_YEAR, "where": PARTS},
}
PEOPLE = {"name": "persons", "type": "integer"}
PER_MILLION = {"name": "per_million", "type": "number"}
PLAIN_FIELDS = [{"name": "economy", "type": "string"}, {"name": "year", "type": "integer"}]


def counts(total: int, resident: int | None = 60, nonresident: int | None = 40) -> str:
    """One economy's parts and total, after those of another that agree."""
    sound = [f"ARG,2020,{name},{n}" for name, n in (("resident", 6), ("nonresident", 4))]
    parts = {"resident": resident, "nonresident": nonresident, "total": total}
    return rows(*sound, *(f"BRA,2020,{name},{n}" for name, n in parts.items() if n is not None))


def test_a_total_below_its_parts_is_told_with_their_sum(tmp_path: Path) -> None:
    add_counts(tmp_path, counts(99), relations=[TOTAL])
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: row 6, economy BRA, year 2020, applicant total, column applications: 99; "
        "expected at least 100, the sum of its parts (total). "
    )


@pytest.mark.parametrize("total", [100, 130])
def test_a_total_may_exceed_the_parts_that_are_held(total: int, tmp_path: Path) -> None:
    add_counts(tmp_path, counts(total), relations=[TOTAL])
    assert faults(tmp_path, "counts") == []


@pytest.mark.parametrize(("total", "found"), [(98, 0), (102, 0), (97, 1), (103, 1)])
def test_an_exact_total_is_equal_within_its_tolerance(
    total: int, found: int, tmp_path: Path
) -> None:
    add_counts(tmp_path, counts(total), relations=[{**TOTAL, "exact": True, "tolerance": 0.02}])
    assert len(faults(tmp_path, "counts")) == found


def test_an_exact_total_is_not_compared_while_a_part_is_missing(tmp_path: Path) -> None:
    add_counts(tmp_path, counts(99, nonresident=None), relations=[{**TOTAL, "exact": True}])
    assert faults(tmp_path, "counts") == []


def test_a_single_part_above_the_total_is_found(tmp_path: Path) -> None:
    add_counts(tmp_path, counts(50, nonresident=None), relations=[TOTAL])
    (fault,) = faults(tmp_path, "counts")
    assert "50; expected at least 60" in fault


def test_a_subset_above_its_set_in_another_dataset_is_found(tmp_path: Path) -> None:
    match = {"economy": "economy", "year": "year", "applicant": "applicant"}
    subset = {
        "kind": "subset",
        "column": "applications",
        "of": {"dataset": "classes", "column": "applications", "match": match},
    }
    add_counts(tmp_path, rows("BRA,2020,resident,90", "CHN,2020,resident,70"), name="classes")
    content = rows("BRA,2020,resident,91", "CHN,2020,resident,70", "DEU,2020,resident,5")
    add_counts(tmp_path, content, relations=[subset])
    (fault,) = faults(tmp_path, "counts", "classes")
    assert "row 2, economy BRA" in fault
    assert "91; expected at most 90, the whole of classes being 90 (subset)" in fault


def add_ratio(data: Path, *lines: str, **relation: object) -> None:
    """Filings and people of two economies, and a dataset of filings per million people."""
    add_counts(data, rows("BRA,2020,resident,2000", "DEU,2020,resident,3000"))
    add_counts(
        data,
        "economy,year,persons\nBRA,2020,200000000\nDEU,2020,0\n",
        name="people",
        schema={"fields": [*PLAIN_FIELDS, PEOPLE], "primaryKey": ["economy", "year"]},
    )
    per = {
        "kind": "per",
        "column": "per_million",
        "of": {
            "dataset": "counts",
            "column": "applications",
            "match": BY_OFFICE_AND_YEAR,
            "where": {"applicant": "resident"},
        },
        "per": {"dataset": "people", "column": "persons", "match": BY_OFFICE_AND_YEAR},
        "times": 1000000,
        "slack": 0.5,
    }
    add_counts(
        data,
        "\n".join(["economy,year,per_million", *lines, ""]),
        name="ratios",
        schema={"fields": [*PLAIN_FIELDS, PER_MILLION], "primaryKey": ["economy", "year"]},
        relations=[{**per, **relation}],
    )


def test_a_ratio_that_its_parts_do_not_give_is_found(tmp_path: Path) -> None:
    add_ratio(tmp_path, "BRA,2020,12")
    (fault,) = faults(tmp_path, "counts", "people", "ratios")
    assert fault.startswith(
        "ratios.csv: row 2, economy BRA, year 2020, column per_million: 12; "
        "expected 9.5 to 10.5, recomputed as 10 from counts (per). "
    )


@pytest.mark.parametrize(
    "line",
    ["BRA,2020,10", "BRA,2020,10.4", "BRA,2020,", "BRA,2021,99", "DEU,2020,99"],
    ids=["exact", "rounded", "missing", "without a count", "without people"],
)
def test_a_ratio_that_its_parts_give_or_cannot_give_passes(line: str, tmp_path: Path) -> None:
    add_ratio(tmp_path, line)
    assert faults(tmp_path, "counts", "people", "ratios") == []


def test_rows_that_a_definition_excepts_are_not_compared(tmp_path: Path) -> None:
    add_ratio(tmp_path, "BRA,2020,99", **{"except": {"economy": ["BRA"]}})
    assert faults(tmp_path, "counts", "people", "ratios") == []


def test_a_ratio_without_its_divisor_is_refused(tmp_path: Path) -> None:
    add_counts(tmp_path, counts(100), relations=[{**TOTAL, "kind": "per"}])
    with pytest.raises(DatasetError, match="needs the key per"):
        read_manifest("counts", tmp_path)


def test_a_dataset_whose_reference_is_faulty_is_passed_over(tmp_path: Path) -> None:
    add_ratio(tmp_path, "BRA,2020,12")
    assert faults(tmp_path, "counts", "ratios") == []
