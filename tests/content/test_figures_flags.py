"""A number that a drawing prints has its marks beside it."""

from __future__ import annotations

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from reportlib.content.figures import (
    Drawing,
    plot_bars,
    plot_dumbbell,
    plot_heat,
    plot_positions,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_small_multiples,
    plot_tile_map,
)
from tests.content.test_figures import (
    BARS,
    CHANGE,
    HEAT,
    PANELS,
    POINTS,
    POSITIONS,
    RANKING,
    TILES,
    TWO,
    texts,
)


def last(table: pd.DataFrame, column: str = "flag") -> pd.DataFrame:
    """The table with a mark on the value of its last row."""
    return table.assign(**{column: [""] * (len(table) - 1) + ["pu"]})


ENDS = {"start_label": "2010", "end_label": "2020"}


ENDING = CHANGE.assign(start=[2.0, 1.0])
MARKED: dict[str, tuple[Callable[[], Drawing], str]] = {
    "ranking": (lambda: plot_ranking(last(RANKING), unit="n", size="wide", n=90), "8"),
    "end of a dumbbell": (
        lambda: plot_dumbbell(last(CHANGE, "end_flag"), unit="n", size="wide", **ENDS),
        "1.50",
    ),
    "start of a dumbbell alone": (
        lambda: plot_dumbbell(
            last(ENDING.assign(end=[3.0, nan]), "start_flag"), unit="n", size="wide", **ENDS
        ),
        "1",
    ),
    "position": (lambda: plot_positions(last(POSITIONS), size="wide"), "5 of 5"),
    "standing bars": (lambda: plot_bars(last(BARS), unit="n", size="wide"), "25"),
    "lying bars": (
        lambda: plot_bars(last(BARS.assign(category=list("abab"))), unit="n", size="wide"),
        "25",
    ),
    "panel": (lambda: plot_small_multiples(last(PANELS), unit="n", size="wide"), "60"),
    "rank line": (lambda: plot_rank_lines(last(TWO.assign(value=3.0)), unit="n", size="wide"), "3"),
    "heat": (lambda: plot_heat(last(HEAT.dropna()), unit="n", size="wide"), "2.18"),
    "tile": (
        lambda: plot_tile_map(last(TILES.assign(role="focus")), unit="n", size="wide", n=200),
        "2,107",
    ),
    "dot": (
        lambda: plot_scatter(last(POINTS.assign(role="peer")), x_unit="x", y_unit="y", size="wide"),
        "Aruba",
    ),
}


@pytest.mark.parametrize("form", MARKED)
def test_a_printed_value_has_its_marks(form: str) -> None:
    draw, value = MARKED[form]

    assert any(f"{value} (pu)" in text for text in texts(draw()))


@pytest.mark.parametrize("form", MARKED)
def test_only_the_marked_value_has_marks(form: str) -> None:
    draw, _ = MARKED[form]

    assert sum(text.count("(pu)") for text in texts(draw())) == 1


def test_a_share_has_its_marks_where_it_fits() -> None:
    table = last(BARS.assign(value=[40.0, 50.0, 60.0, 50.0]))

    assert "50% (pu)" in texts(plot_shares(table, unit="percent", size="wide"))
