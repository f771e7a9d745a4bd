"""The marks behind a headline's numbers follow from the rows that both rest on."""

from __future__ import annotations

from math import nan

import pandas as pd

from reportlib.base.payload import Piece
from reportlib.content.anchors import MOST, Anchor, anchors_of, with_anchors

TABLE = pd.DataFrame(
    {
        "year": [2000, 2001, 2002],
        "value": [861.25, nan, 2107.27],
        "rows": ["held:CHN-2000", "held:CHN-2001", "held:CHN-2002"],
    }
)
TWO_YEARS = pd.DataFrame(
    {
        "start": [10.0],
        "end": [12.0],
        "rows": ["held:CHN-2000 held:CHN-2002"],
        "start_rows": ["held:CHN-2000"],
        "end_rows": ["held:CHN-2002"],
    }
)


def number(text: str, value: float, *years: int, **more: object) -> Piece:
    rows = tuple(f"held:CHN-{year}" for year in years)
    return Piece.model_validate(
        {"kind": "number", "text": text, "value": value, "rows": rows} | more
    )


def test_a_value_is_found_by_its_row_and_keeps_the_headlines_words() -> None:
    said = (Piece(text="It came to "), number("2,107", 2107.27, 2002), Piece(text="."))

    assert anchors_of(said, TABLE) == (Anchor(1, 2, "value", "2,107"),)


def test_behind_a_change_stand_the_values_that_it_is_of() -> None:
    said = (number("145%", 144.7, 2000, 2002, derivation="100 * difference"),)

    assert anchors_of(said, TABLE) == (Anchor(0, 0, "value"), Anchor(0, 2, "value"))


def test_what_rests_on_more_than_the_number_is_not_ringed_beside_its_parts() -> None:
    genres = TABLE.assign(
        value=[55.0, 32.0, 4.0],
        rows=["held:CHN-2000", "held:CHN-2001", "held:CHN-2000 held:CHN-2001 held:CHN-2002"],
    )
    said = (number("87%", 87.0, 2000, 2001, derivation="sum"),)

    assert [one.row for one in anchors_of(said, genres)] == [0, 1]


def test_each_of_two_values_of_a_row_is_found_by_its_own_rows() -> None:
    said = (number("12", 12.0, 2002), number("10", 10.0, 2000))

    assert [one.column for one in anchors_of(said, TWO_YEARS)] == ["end", "start"]


def test_a_rank_is_shown_by_the_value_ranked_as_the_drawing_writes_it() -> None:
    said = (number("2nd", 2.0, 2002, unit="rank", derivation="rank among 9"),)

    assert anchors_of(said, TABLE) == (Anchor(0, 2, "value"),)


def test_the_sign_that_the_unit_stands_for_is_not_repeated() -> None:
    said = (number("12.0%", 12.0, 2002),)

    assert anchors_of(said, TWO_YEARS)[0].text == "12.0"


def test_a_value_told_in_words_is_printed_as_the_drawing_writes_it() -> None:
    said = (number("less than 0.01%", 12.0, 2002),)

    assert anchors_of(said, TWO_YEARS)[0].text == ""


def test_a_count_and_a_number_of_other_rows_have_no_mark() -> None:
    said = (number("2", 2.0, 2000, 2002, unmarked=True), number("7", 7.0, 1999), Piece(text="2000"))

    assert anchors_of(said, TABLE) == ()


def test_a_sum_of_many_values_is_seen_as_a_whole() -> None:
    years = range(2000, 2000 + MOST + 1)
    table = pd.DataFrame({"value": 1.0, "rows": [f"held:CHN-{year}" for year in years]})

    assert anchors_of((number("5", 5.0, *years),), table) == ()
    assert len(anchors_of((number("5", 5.0, *years),), table.iloc[1:])) == MOST


def test_a_table_says_beside_each_value_what_the_headline_says_of_it() -> None:
    said = (number("145%", 144.7, 2000, 2002), number("2,107", 2107.27, 2002))

    marked = with_anchors(TABLE, anchors_of(said, TABLE))

    assert list(marked["anchor"]) == ["", None, "2,107"]
    assert list(with_anchors(TABLE, ())) == list(TABLE)
