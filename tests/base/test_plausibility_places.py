"""Series told twice, rows told twice and codes that are no economy are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.base.plausibility import KEY, add_counts, faults, rows, series

NO_REFERENCE: dict[str, Any] = {"foreignKeys": []}


def test_the_same_figures_for_two_economies_are_told_once(tmp_path: Path) -> None:
    lines = [*series("GIN", 2012, 123, 456, 789, 321), *series("GUY", 2012, 123, 456, 789, 321)]
    add_counts(tmp_path, rows(*lines))
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: row 2, economy GIN, applicant resident, column applications, same_as GUY: "
        "the figures of 2012, 2013, 2014, 2015 are those of GUY, 123 and so on; "
        "expected GIN and GUY to differ (identical). "
    )


def test_a_copied_stretch_of_a_longer_series_is_found(tmp_path: Path) -> None:
    copied = (123, 456, 789, 321)
    lines = [*series("GIN", 2010, 111, *copied, 222), *series("GUY", 2011, *copied, 333)]
    add_counts(tmp_path, rows(*lines))
    (fault,) = faults(tmp_path, "counts")
    assert "the figures of 2011, 2012, 2013, 2014 are those of GUY" in fault


@pytest.mark.parametrize(
    ("values", "applicant"),
    [
        ((123, 456, 789), "resident"),
        ((12, 45, 78, 32, 21), "resident"),
        ((0, 0, 0, 0, 0), "resident"),
        ((123, 456, 789, 321), "nonresident"),
    ],
    ids=["three years", "small figures", "zeros", "another measure"],
)
def test_figures_equal_by_chance_are_passed_over(
    values: tuple[int, ...], applicant: str, tmp_path: Path
) -> None:
    lines = [*series("GIN", 2012, *values), *series("GUY", 2012, *values, applicant=applicant)]
    add_counts(tmp_path, rows(*lines))
    assert faults(tmp_path, "counts") == []


def test_the_same_figures_in_other_years_are_passed_over(tmp_path: Path) -> None:
    lines = [*series("GIN", 2012, 123, 456, 789, 321), *series("GUY", 2013, 123, 456, 789, 321)]
    add_counts(tmp_path, rows(*lines))
    assert faults(tmp_path, "counts") == []


def test_keys_that_differ_in_case_and_spaces_only_are_duplicates(tmp_path: Path) -> None:
    add_counts(tmp_path, rows("BRA,2020,resident,5280", "BRA,2020,Resident ,5281"))
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: row 3, economy BRA, year 2020, applicant Resident : the same as row 2 but "
        "for letter case or spaces; expected each row once (duplicate). "
    )


def test_an_unknown_code_is_told_once_where_no_foreign_key_asks(tmp_path: Path) -> None:
    content = rows("BRA,2020,resident,1", "QQQ,2020,resident,2", "QQQ,2021,resident,3")
    add_counts(tmp_path, content, schema=NO_REFERENCE)
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: row 3, column economy, economy QQQ: 'QQQ' is not known; "
        "expected a code of economies (economy). "
    )


def test_an_empty_code_and_one_that_the_schema_lists_are_known(tmp_path: Path) -> None:
    fields = [
        {"name": "economy", "type": "string"},
        {"name": "office", "type": "string", "constraints": {"enum": ["European Patent Office"]}},
        {"name": "year", "type": "integer"},
        {"name": "applications", "type": "integer"},
    ]
    content = "economy,office,year,applications\n,European Patent Office,2020,180250\n"
    key = [name for name in KEY if name != "applicant"]
    schema = {"fields": fields, "primaryKey": [*key, "office"], **NO_REFERENCE}
    add_counts(tmp_path, content, schema=schema)
    assert faults(tmp_path, "counts") == []


def test_a_dataset_without_years_has_no_series(tmp_path: Path) -> None:
    fields = [
        {"name": "economy", "type": "string"},
        {"name": "applications", "type": "integer"},
    ]
    add_counts(
        tmp_path,
        "economy,applications\nGIN,123\nGUY,123\n",
        schema={"fields": fields, "primaryKey": ["economy"]},
    )
    assert faults(tmp_path, "counts") == []
