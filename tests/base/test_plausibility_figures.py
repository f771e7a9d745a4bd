"""Figures out of range, jumps, slips of a unit and breaks are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.plausibility.figures import digits
from tests.base.plausibility import add_counts, faults, rows, series

JUMP = {"column": "applications", "jump": 4, "floor": 100}
ECONOMIES = ("BRA", "CHN", "DEU", "IND", "JPN", "KOR", "NAM", "USA")


def test_a_figure_out_of_its_range_is_told_with_its_place(tmp_path: Path) -> None:
    bound = {"column": "applications", "range": [0, 5000]}
    add_counts(tmp_path, rows("BRA,2020,resident,5280", "BRA,2021,resident,4666"), bounds=[bound])
    assert faults(tmp_path, "counts") == [
        "counts.csv: row 2, economy BRA, year 2020, applicant resident, column applications: "
        "5,280; expected 0 to 5,000 (range). If its source says so, note it under "
        "reportlib.findings in counts.resource.yaml."
    ]


def test_a_range_is_for_the_rows_that_its_bound_names(tmp_path: Path) -> None:
    bound = {"column": "applications", "range": [0, 5000], "where": {"applicant": "nonresident"}}
    content = rows("BRA,2020,resident,5280", "BRA,2020,nonresident,4000")
    add_counts(tmp_path, content, bounds=[bound])
    assert faults(tmp_path, "counts") == []


def test_a_jump_beyond_its_bound_is_told_with_the_year_before(tmp_path: Path) -> None:
    add_counts(tmp_path, rows(*series("BRA", 2019, 200, 900)), bounds=[JUMP])
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: row 3, economy BRA, year 2020, applicant resident, column applications: 900; "
        "expected 50 to 800, at most 4 times away from 200 in 2019 (jump). "
    )


@pytest.mark.parametrize(
    "values",
    [(200, 800), (800, 200), (10, 99), (200, None, 900), (0, 0), (None, None)],
    ids=["up to the bound", "down to it", "under the floor", "not neighbours", "zeros", "nothing"],
)
def test_a_change_within_its_bound_is_no_jump(
    values: tuple[int | None, ...], tmp_path: Path
) -> None:
    lines = [*series("BRA", 2019, *values), "CHN,2019,resident,1"]
    add_counts(tmp_path, rows(*lines), bounds=[JUMP])
    assert faults(tmp_path, "counts") == []


def test_neighbours_lie_as_far_apart_as_the_bound_says(tmp_path: Path) -> None:
    add_counts(tmp_path, rows(*series("BRA", 2010, 200, None, 900)), bounds=[{**JUMP, "within": 2}])
    (fault,) = faults(tmp_path, "counts")
    assert "at most 4 times away from 200 in 2010 (jump)" in fault


@pytest.mark.parametrize("values", [(0, 150), (150, 0)], ids=["from zero", "to zero"])
def test_a_step_between_zero_and_the_floor_is_a_jump(
    values: tuple[int, int], tmp_path: Path
) -> None:
    add_counts(tmp_path, rows(*series("BRA", 2019, *values)), bounds=[JUMP])
    (fault,) = faults(tmp_path, "counts")
    assert "(jump)" in fault


def test_residents_are_not_compared_with_nonresidents(tmp_path: Path) -> None:
    content = rows("BRA,2019,resident,200", "BRA,2020,nonresident,9000")
    add_counts(tmp_path, content, bounds=[JUMP])
    assert faults(tmp_path, "counts") == []


@pytest.mark.parametrize(
    ("declared", "jumps"),
    [
        ({"economy": "BRA", "year": 2020}, 0),
        ({"economy": "BRA", "year": 2020, "where": {"applicant": "resident"}}, 0),
        ({"economy": "BRA", "year": 2020, "where": {"column": "applications"}}, 0),
        ({"economy": "BRA", "year": 2020, "where": {"applicant": "nonresident"}}, 1),
        ({"economy": "CHN", "year": 2020}, 1),
        ({"economy": "BRA", "year": 2019}, 1),
        ({"economy": "", "year": 2020}, 1),
    ],
    ids=["own", "own part", "own column", "other part", "other economy", "other year", "all"],
)
def test_a_jump_is_explained_by_a_break_of_its_own(
    declared: dict[str, object], jumps: int, tmp_path: Path
) -> None:
    breaks = [{**declared, "text": "Counted anew."}]
    add_counts(tmp_path, rows(*series("BRA", 2019, 200, 900)), bounds=[JUMP], breaks=breaks)
    assert len(faults(tmp_path, "counts")) == jumps


@pytest.mark.parametrize("values", [(412, 4230, 431), (4120, 43, 4310), (412, 425000, 431)])
def test_a_slip_of_a_unit_needs_no_declaration(values: tuple[int, ...], tmp_path: Path) -> None:
    add_counts(tmp_path, rows(*series("BRA", 2019, *values)))
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith("counts.csv: row 3, economy BRA, year 2020")
    assert f"expected about {values[0]:,} as in 2019 and {values[2]:,} as in 2021" in fault


@pytest.mark.parametrize(
    "values",
    [(412, 4230, 4310), (412, 2100, 431), (1, 10, 1), (412, None, 4230, 431), (0, 4230, 431)],
    ids=["a new level", "no power of ten", "one digit", "not neighbours", "zero"],
)
def test_other_changes_are_no_slip(values: tuple[int | None, ...], tmp_path: Path) -> None:
    add_counts(tmp_path, rows(*series("BRA", 2019, *values)))
    assert faults(tmp_path, "counts") == []


def test_a_slip_under_the_floor_of_a_bound_is_passed_over(tmp_path: Path) -> None:
    bound = {"column": "applications", "range": [0, 10000], "floor": 5000}
    add_counts(tmp_path, rows(*series("BRA", 2019, 412, 4230, 431)), bounds=[bound])
    assert faults(tmp_path, "counts") == []


def counts_of_many(stepping: int) -> str:
    """Eight economies over six years; the first ones double in 2018."""
    lines: list[str] = []
    for number, economy in enumerate(ECONOMIES):
        level = 1000 + 7 * number
        after = 2 * level if number < stepping else level
        lines += series(economy, 2015, level, level + 11, level + 29, after, after + 5, after + 9)
    return rows(*lines)


def test_a_step_of_many_economies_in_one_year_is_a_break(tmp_path: Path) -> None:
    add_counts(tmp_path, counts_of_many(6), bounds=[JUMP])
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith(
        "counts.csv: applicant resident, year 2018, column applications, direction up: "
        "6 of 8 series step up by more than 1.5 times; expected about 0% of them"
    )


def test_a_step_of_few_economies_is_no_break(tmp_path: Path) -> None:
    add_counts(tmp_path, counts_of_many(4), bounds=[JUMP])
    assert faults(tmp_path, "counts") == []


def test_a_declared_break_of_all_economies_explains_the_step(tmp_path: Path) -> None:
    declared = {"economy": "", "year": 2018, "text": "Counted anew."}
    add_counts(tmp_path, counts_of_many(6), bounds=[JUMP], breaks=[declared])
    assert faults(tmp_path, "counts") == []


def test_what_moves_every_year_is_no_break(tmp_path: Path) -> None:
    lines = [
        line
        for number, economy in enumerate(ECONOMIES)
        for line in series(economy, 2015, *(1000 * 2**year + number for year in range(6)))
    ]
    add_counts(tmp_path, rows(*lines), bounds=[JUMP])
    assert faults(tmp_path, "counts") == []


@pytest.mark.parametrize(
    ("value", "found"),
    [(0, 0), (7, 1), (4000, 1), (107, 3), (1030, 3), (0.5, 1), (0.00107, 3), (12.5, 3)],
)
def test_digits_that_carry_meaning_are_counted(value: float, found: int) -> None:
    assert digits(value) == found
