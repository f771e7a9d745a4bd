"""What a page needs of a drawing to tell its values: scales, and marks that name table cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from reportlib.content.figures import Drawing, plot_lines, plot_rank_lines, plot_scatter, to_svg
from reportlib.content.figures.canvas import Plot
from reportlib.content.forms import (
    BARS,
    HEAT,
    LINES,
    POSITIONS,
    RANK_LINES,
    RANKING,
    SCATTER,
    SHARES,
    SMALL_MULTIPLES,
    TILE_MAP,
    TIMELINE,
    Form,
)
from reportlib.content.views import View
from tests.content import test_figures as made
from tests.content.test_figures_areas import MEMBERS

SCATTERED = {"x_unit": "x", "y_unit": "y"}


def scales(figure: Drawing) -> list[list[str]]:
    """What the plots of a drawing say of themselves, each with its panel."""
    svg = etree.fromstring(to_svg(figure, "fig-a").encode())
    found = svg.iterfind(".//{*}g[@data-plot]")
    return [[*str(g.get("data-plot")).split(), str(g.get("data-panel"))] for g in found]


def read_scale(said: list[str], plot: Plot, height: float) -> None:
    """Check that a page finds the ends of both axes where the plot has them."""
    x0, x1, left, right, y0, y1, bottom, top = map(float, said[1:9])
    assert (x0, x1, y0, y1) == (plot.x.start, plot.x.end, plot.y.start, plot.y.end)
    assert plot.place(x0, y0) == pytest.approx((left, height - bottom), abs=0.01)
    assert plot.place(x1, y1) == pytest.approx((right, height - top), abs=0.01)


@pytest.mark.parametrize("plot", [plot_lines, plot_rank_lines])
def test_lines_say_where_their_years_and_values_stand(plot: Any) -> None:
    table = made.series({2019: 14, 2020: 12, 2021: 3})
    figure = plot(table, unit="rank", size="wide")

    (said,) = scales(figure)
    assert said[0] == "years"
    read_scale(said, figure.plots[0], figure.height)


def test_a_scale_says_which_axes_are_logarithmic() -> None:
    lines = plot_lines(made.series({2019: 14, 2020: 1200}), unit="x", size="wide", log=True)
    points = plot_scatter(made.POINTS, size="wide", x_log=True, y_log=True, **SCATTERED)

    assert scales(lines)[0][9] == "y"
    assert [scales(points)[0][0], scales(points)[0][9]] == ["places", "xy"]


def test_every_panel_has_a_scale_and_its_name() -> None:
    figure = SMALL_MULTIPLES.plot(made.PANELS, unit="x", size="narrow")

    names = list(dict.fromkeys(made.PANELS["panel"].astype(str)))
    assert [said[-1] for said in scales(figure)] == names


def test_other_drawings_have_no_scale_to_read() -> None:
    assert scales(HEAT.plot(made.HEAT, unit="x", size="wide")) == []


def test_a_tile_without_data_carries_its_name() -> None:
    names = {code: f"The name of {code}" for code in ("TUV", str(MEMBERS["economy"].iloc[0]))}
    svg = to_svg(TILE_MAP.plot(MEMBERS, unit="x", size="wide", n=9, names=names), "fig-a")

    found = etree.fromstring(svg.encode()).iterfind(".//{*}g[@data-name]")
    assert [(g.get("data-series"), g.get("data-name")) for g in found] == [
        ("TUV", "The name of TUV")
    ]


def cells(form: Form, view: View, figure: Drawing) -> Iterator[tuple[str, str, bool]]:
    """Each mark that stands for something, by its names, and whether the table has that."""
    columns = {column.series for column in view.columns if column.series}
    keys = [
        {row.key, *(cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells)}
        for row in view.rows
    ]
    firsts = {row.cells[0].text for row in view.rows}
    for _, mark in figure.every():
        if (mark.series and mark.kind in ("line", "dot", "bar", "range")) or mark.at:
            in_row = any(mark.series in names for names in keys)
            down = mark.series in columns and (not mark.at or mark.at in firsts)
            across = in_row and (mark.at in {"", *columns} or form is TIMELINE)
            yield mark.series, mark.at, down or across


@pytest.mark.parametrize(
    ("form", "table", "choices"),
    [
        (LINES, made.TWO, {"unit": "x"}),
        (RANK_LINES, made.series({2019: 14, 2020: 12}), {"unit": "x"}),
        (SMALL_MULTIPLES, made.PANELS, {"unit": "x"}),
        (BARS, made.BARS, {"unit": "x"}),
        (SHARES, made.BARS, {"unit": "x"}),
        (HEAT, made.HEAT, {"unit": "x"}),
        (RANKING, made.RANKING, {"unit": "x", "n": 9}),
        (POSITIONS, made.POSITIONS, {}),
        (SCATTER, made.POINTS, SCATTERED),
        (TIMELINE, made.EVENTS, {}),
    ],
)  # fmt: skip
def test_every_mark_names_a_row_or_a_column_of_the_table(
    form: Form, table: pd.DataFrame, choices: dict[str, Any]
) -> None:
    table = table.assign(rows="d:1", counted="d:1")
    figure = form.plot(table, size="wide", **choices)
    found = list(cells(form, form.view(table, {}), figure))

    assert found
    assert [each for each in found if not each[2]] == []
