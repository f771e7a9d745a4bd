"""Exhibits of any content: which rows are strong, and how missing cells are explained."""

from __future__ import annotations

import pandas as pd
import pytest

from reportlib.base.payload import Column, Piece, Row
from reportlib.content import exhibits, forms
from reportlib.content.sentences import plain
from tests.content.test_figures import HEAT


def test_strong_rows_are_those_of_short_cells() -> None:
    columns = [Column(title="Economy"), Column(title="What is said")]
    for text, strong in (("short", True), ("a paragraph " * 9, False)):
        rows = [
            Row(cells=(Piece(text="China"), Piece(text=text)), strong=True),
            Row(cells=(Piece(text="China"), Piece(text="-")), strong=True),
        ]
        made = exhibits.table(
            label="tbl-x", title="X", where="", columns=columns, rows=rows, missing=""
        )
        assert [row.strong for row in made.payload.rows] == [strong, strong]


@pytest.mark.parametrize(
    ("cell", "dots", "told"),
    [
        ("..", exhibits.TWO_DOTS, [exhibits.TWO_DOTS]),
        ("..", "Two dots: not held.", ["Two dots: not held."]),
        ("0", "Two dots: not held.", []),
    ],
    ids=["in the words of all tables", "in the table's words", "nothing missing"],
)
def test_two_dots_in_a_cell_are_explained(cell: str, dots: str, told: list[str]) -> None:
    made = exhibits.table(
        label="tbl-x",
        title="X",
        where="",
        columns=[Column(title="Value")],
        rows=[Row(cells=(Piece(text=cell),))],
        missing="",
        dots=dots,
    )
    assert [plain(note) for note in made.payload.notes] == told


def test_a_heat_table_explains_its_missing_cells() -> None:
    def notes(table: pd.DataFrame) -> list[str]:
        made = exhibits.figure(
            form=forms.HEAT,
            label="fig-x",
            title="X",
            where="",
            unit="%",
            table=table.assign(rows="gii-ranks:CHN-2019"),
            missing="",
        )
        return [plain(note) for note in made.payload.notes]

    assert notes(HEAT) == [exhibits.TWO_DOTS]
    assert notes(HEAT.dropna()) == [exhibits.TWO_DOTS]
    assert notes(HEAT[HEAT["column"] == "rd"]) == []
