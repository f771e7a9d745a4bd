"""Single cells: what is shown, and the rows that it rests on."""

from __future__ import annotations

import pytest

from reportlib.base.payload import Piece
from reportlib.content.cells import count_cell, number_cell, rank_cell, text_cell, year_cell
from reportlib.content.numbers import NO_BREAK


def test_a_number_is_shown_with_its_value_unit_rows_and_derivation() -> None:
    assert number_cell(1243.0, "d:a d:b", "applications", "a + b") == Piece(
        kind="number",
        text="1,243",
        value=1243,
        unit="applications",
        rows=("d:a", "d:b"),
        derivation="a + b",
    )


@pytest.mark.parametrize("value", [None, float("nan")])
def test_a_missing_value_is_two_dots_and_no_number(value: float | None) -> None:
    assert number_cell(value, "d:a", "applications") == Piece(text="..")


def test_zero_is_not_missing() -> None:
    assert number_cell(0.0).text == "0"


def test_a_rank_names_the_row_of_the_value_ranked_and_its_dataset() -> None:
    cell = rank_cell(3, "d:a")

    assert (cell.kind, cell.text, cell.value) == ("number", "3", 3)
    assert (cell.rows, cell.whole) == (("d:a",), ("d",))
    assert cell.derivation == "rank among all with a value"


def test_a_count_names_every_row_it_counts_and_is_not_marked_as_they_are() -> None:
    cell = count_cell(1200, ["d:a d:b", "d:c"], "the rows named")

    assert (cell.text, cell.rows) == ("1,200", ("d:a", "d:b", "d:c"))
    assert cell.derivation == "count of the rows named"
    assert cell.unmarked


def test_a_year_is_a_number_without_a_separator() -> None:
    cell = year_cell(2021, "d:a d:b")

    assert (cell.kind, cell.text, cell.value, cell.unit) == ("number", "2021", 2021, "year")
    assert cell.rows == ("d:a", "d:b")
    assert cell.unmarked


def test_a_text_keeps_its_rows_and_its_numbers_together_with_their_words() -> None:
    cell = text_cell("some 40 percent", "d:a d:b")

    assert cell == Piece(text=f"some 40{NO_BREAK}percent", rows=("d:a", "d:b"))
    assert text_cell(2021) == Piece(text="2021")
