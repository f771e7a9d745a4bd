"""Values over years have the form in which they are seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reportlib.content.figures import plot_dots, plot_number
from reportlib.content.figures.canvas import Dots, Text
from reportlib.content.forms import BARS, LINES, SMALL_MULTIPLES, Form, fitting


def values(*own: float, peer: tuple[float, ...] = ()) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {"series": name, "label": label, "role": role, "year": 2018 + at, "value": value}
        for name, label, role, found in (
            ("BRA", "Brazil", "focus", own),
            ("IND", "India", "peer", peer),
        )
        for at, value in enumerate(found)
    ]
    return pd.DataFrame(rows)


def form_of(table: pd.DataFrame, form: Form = LINES, **choices: Any) -> str:
    return fitting(form, table, {"unit": "pieces", **choices})[0].name


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ((7.3,), "Large number"),
        ((7.3, float("nan")), "Large number"),
        ((7.3, 7.4), "Dot chart"),
        ((7.3, 7.4, 7.5), "Dot chart"),
        ((7.3, 7.4, 7.5, 7.6), "Line chart"),
    ],
)
def test_few_values_are_told_without_an_axis_of_years(own: tuple[float, ...], name: str) -> None:
    assert form_of(values(*own)) == name


def test_a_value_that_statements_are_held_against_stays_on_its_axis() -> None:
    assert form_of(values(7.3), marks=pd.DataFrame()) == "Line chart"


def test_bars_over_few_years_are_dots_and_other_bars_stay() -> None:
    table = values(7.3, 7.4)

    assert form_of(table, BARS) == "Dot chart"
    assert form_of(table.drop(columns="year"), BARS) == "Bar chart"
    assert form_of(values(1, 2, 3, 4), BARS) == "Bar chart"


def test_an_economy_that_moves_less_than_a_tenth_of_the_axis_has_its_own_scale() -> None:
    table = values(1, 3, 5, peer=(100, 90))

    form, shown, choices = fitting(LINES, table, {"unit": "pieces", "breaks": ()})

    assert form is SMALL_MULTIPLES
    assert list(shown["panel_label"].unique()) == ["Brazil", "India"]
    assert choices == {"unit": "pieces", "breaks": (), "shared_y": False}


@pytest.mark.parametrize(
    "table",
    [values(1, 10, 20, peer=(100, 90)), values(50, 51, 52, 53), values(1, 2, 1.5, 9, peer=(20,))],
    ids=["moves", "alone", "a small axis"],
)
def test_an_economy_that_is_seen_keeps_the_axis(table: pd.DataFrame) -> None:
    assert form_of(table) == "Line chart"


def test_a_large_number_says_whose_it_is_and_of_which_year() -> None:
    texts = drawn(plot_number(values(7.3), unit="percent", size="wide"))

    assert texts == ["percent", "7.30", "Brazil, 2018"]


def test_a_large_number_is_of_one_value() -> None:
    with pytest.raises(ValueError, match="here are 2"):
        plot_number(values(7.3, 7.4), unit="percent", size="wide")


def test_a_few_dots_are_named_by_economy_and_year_and_hollow_where_derived() -> None:
    table = values(7.3, peer=(2.0,)).assign(kind=["table", "derived"])

    drawing = plot_dots(table, unit="percent", size="narrow")

    assert drawn(drawing) == [
        "percent",
        "Brazil, 2018",
        "7.30",
        "India, 2018, derived",
        "2.00",
    ]
    dots = [mark for _, mark in drawing.every() if isinstance(mark, Dots)]
    assert [dot.fill == dot.edge for dot in dots] == [True, False]


def drawn(drawing: Any) -> list[str]:
    return [mark.text for _, mark in drawing.every() if isinstance(mark, Text)]
