"""Values of a table, derived and quoted ones are told apart, in the drawing and in words."""

from __future__ import annotations

import pandas as pd
import pytest

from reportlib import Edition
from reportlib.content.figures import Size, plot_lines, style
from reportlib.content.figures.canvas import Dots, Line
from reportlib.content.kinds import kind_of
from reportlib.content.sentences import plain
from reportlib.topics import patents
from reportlib.topics.overview import rights
from tests.content.drawn import marks
from tests.content.test_figures import SIZES, series, texts

KINDS = ["table", "table", "derived", "quoted"]
MIXED = series({2019: 10, 2020: 12, 2021: 14, 2022: 15}).assign(
    kind=KINDS, tolerance=[float("nan"), float("nan"), 1.0, float("nan")]
)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("patent-office-totals:CHN-2023", "table"),
        ("resident-filings-derived:CHN-2023-patents", "derived, ±1 percent"),
        ("patent-flows:CHN-2023-abroad", "derived, ±12 percent"),
        ("patent-headline-figures:China-2022-patents_in_force", "quoted headline figure"),
        ("population:CHN-2023 resident-filings-derived:CHN-2022-designs", "derived, ±5 percent"),
        ("nothing:1", "table"),
    ],
)
def test_the_kind_of_a_value_follows_from_its_rows(rows: str, told: str) -> None:
    assert kind_of(rows).told == told


def test_the_line_ends_where_the_table_does() -> None:
    drawn = plot_lines(MIXED, unit="n", size="wide")

    lines = [one for one in marks(drawn, Line) if one.kind == "line"]
    assert [one.xs for one in lines] == [(2019.0, 2020.0)]


def test_a_derived_value_is_hollow_and_a_quoted_one_a_ring() -> None:
    dots = [one for one in marks(plot_lines(MIXED, unit="n", size="wide"), Dots) if one.series]

    by_year = {year: [one for one in dots if one.xs == (year,)] for year in (2021, 2022)}
    assert [one.fill == style.PAPER for one in by_year[2021]] == [True]
    assert [one.fill == style.PAPER for one in by_year[2022]] == [True, False]
    assert by_year[2022][0].size > by_year[2022][1].size


@pytest.mark.parametrize("size", SIZES)
def test_the_key_names_the_kinds_and_the_tolerance(size: Size) -> None:
    said = " ".join(texts(plot_lines(MIXED, unit="n", size=size)))

    assert "derived, ±1 percent, no line" in said
    assert "quoted headline figure, no line" in said


def test_a_figure_of_one_kind_has_no_key() -> None:
    said = " ".join(texts(plot_lines(MIXED.drop(columns=["kind"]), unit="n", size="wide")))

    assert "no line" not in said


def test_the_table_and_the_description_name_the_kind_of_what_is_no_series() -> None:
    payload = patents.by_origin(Edition(economy="DEU")).payload

    assert [column.title for column in payload.columns][-1] == "Kind of value"
    kinds = {row.cells[0].text: row.cells[-1].text for row in payload.rows}
    assert kinds["2023"] == "series"
    assert kinds["2024"] == "At home and abroad: quoted headline figure"
    assert "At home and abroad 2024 (quoted headline figure)" in payload.alt


def test_a_newer_value_never_replaces_one_of_the_table() -> None:
    table = patents.filings(Edition()).payload.rows
    residents = {row.cells[0].text: row.cells[2].value for row in table}

    assert residents["2021"] == 1_426_644
    assert residents["2023"] == 1_522_450


def test_a_series_quoted_from_end_to_end_keeps_its_line() -> None:
    payload = patents.china_high_value(Edition()).payload

    assert "Kind of value" not in [column.title for column in payload.columns]
    assert isinstance(payload.rows, tuple)
    assert pd.Series([row.cells[1].value for row in payload.rows]).max() == 16


def test_a_figure_of_mixed_kinds_says_where_tables_end_and_when_newer_ones_are_expected() -> None:
    notes = [plain(note) for note in patents.by_origin(Edition(economy="DEU")).told.notes]

    assert "What is drawn as a line ends in 2023; the next release is expected in 2026-11." in notes


def test_a_release_whose_month_had_passed_when_the_table_was_read_is_not_told_as_coming() -> None:
    notes = [plain(note) for note in rights.trademarks(Edition()).told.notes]

    assert (
        "What is drawn as a line ends in 2021; a release expected in 2026-10 is not yet in the "
        "book." in notes
    )
