"""What is read of the golden files and of the data is what stands there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.truth.again import counted, fixed, percent, place, three, values
from tests.truth.published import headline, rows, said, strong, table, value_of


def test_no_test_here_shares_code_with_the_library() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("reportlib")], path


def test_the_code_of_namibia_is_a_code_and_not_a_missing_value() -> None:
    known = table("economies")
    assert list(known.loc[known["iso2"] == "NA", "economy"]) == ["NAM"]


def test_an_edition_that_is_as_the_first_one_has_its_lines() -> None:
    assert headline("NAM", "tbl-patents-applicants") == headline("CHN", "tbl-patents-applicants")


def test_a_row_set_off_is_marked_apart_from_its_cells() -> None:
    assert rows("CHN", "fig-patents-offices")[0][0] == "1"
    assert strong("CHN", "fig-patents-offices")[:2] == [True, False]


def test_an_article_stands_before_the_names_that_take_one() -> None:
    assert [said(code) for code in ("USA", "DEU")] == ["the United States", "Germany"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (three(9.994), "9.99"),
        (three(9.995), "10.0"),
        (three(99.95), "100"),
        (counted(999_499), "999,499"),
        (counted(999_500), "1.00 million"),
        (counted(1_585_663), "1.59 million"),
        (counted(42_747_000_000), "42.7 billion"),
        (percent(9.99), "9.99%"),
        (percent(10), "10.0%"),
        (percent(0.004), "less than 0.01%"),
        (fixed(1234.5, 0), "1,234"),
    ],
)
def test_numbers_are_printed_by_the_rules_of_the_book(shown: str, expected: str) -> None:
    assert shown == expected


def test_a_printed_number_is_read_with_its_word() -> None:
    assert value_of("1.59 million") == 1_590_000
    assert value_of("−3") == -3


def test_equal_values_share_the_better_place() -> None:
    counts = values("gii_cluster_counts", "clusters", year="edition").xs(2022, level="when")
    assert counts["CHN"] == counts["USA"]
    assert place(counts, "CHN")[0] == place(counts, "USA")[0] == 1
