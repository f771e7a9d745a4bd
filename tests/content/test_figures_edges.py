"""Nothing that a figure writes or marks is cut off at its edge."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from reportlib.content.figures import Drawing, Size, plot_bars, plot_lines, plot_small_multiples
from reportlib.content.figures.canvas import Axis, Dots, Plot, Text
from reportlib.content.figures.small import value_axis
from reportlib.content.figures.style import FAMILIES, LINE_HEIGHT
from tests.content.drawn import ASCENT, each, extent, said
from tests.content.test_figures import FORMS, SIZES, series

LONG = "Office of the Plurinational State of Bolivia, regional filings included"
NAMES = ("label", "panel_label", "row_label", "column_label", "text")
NUMBERS = ("value", "start", "end")


def lengthened(form: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the longest names, and with values of many digits where they may be any."""
    longer = {name: f"{LONG} " + table[name] for name in NAMES if name in table}
    if form in ("heat", "positions", "profile"):
        del longer["text"]  # a value as it is written, never a sentence
    if form not in ("rank_lines", "timeline", "heat", "positions"):
        longer |= {name: table[name] * 123_457 for name in NUMBERS if name in table}
    return table.assign(**longer)


def grants(years: int) -> pd.DataFrame:
    """Bars so thin that only the last one's value is written, wider than the bar."""
    return pd.DataFrame(
        {
            "category": [str(year) for year in range(2021 - years, 2021)],
            "series": "grants",
            "label": "Grants",
            "role": "focus",
            "value": 530_127.0,
        }
    )


def gapped(count: int, *, label: str = "") -> pd.DataFrame:
    """Panels of dots up to both edges: every second year is missing."""
    one = series({year: 10.0 + year % 3 if year % 2 else nan for year in range(2001, 2024)})
    return pd.concat(
        [one.assign(panel=f"p{at}", panel_label=f"Panel {at}{label}") for at in range(count)]
    )


def reaches(figure: Drawing) -> Iterator[tuple[str, Bbox]]:
    """What is written or marked, and the room that its ink takes."""
    for plot, text in each(figure, Text):
        if text.text.strip():
            yield text.text, _ink(plot, text)
    for plot, dots in each(figure, Dots):
        yield f"dots of {dots.series}", extent(plot, dots)


def _ink(plot: Plot, text: Text) -> Bbox:
    """A text's extent without the room above and below that its letters do not use."""
    box = extent(plot, text)
    if text.upright:
        return box.padded(-1.5, 0)
    lines = text.text.split("\n")
    font = FontProperties(family=FAMILIES, size=text.size, weight=text.weight)
    above = TextPath((0, 0), lines[0], prop=font).get_extents().y1
    below = TextPath((0, 0), lines[-1], prop=font).get_extents().y0
    top, baseline = box.y1 - ASCENT * text.size, box.y0 + (LINE_HEIGHT - ASCENT) * text.size
    return Bbox.from_extents(box.x0, baseline + below, box.x1, top + above)


def cut(figure: Drawing) -> list[str]:
    """What stands over an edge, by more than half a point."""
    area = Bbox.from_extents(0, 0, figure.width, figure.height).padded(0.5)
    return [
        f"{name}: {box} in {figure.width} x {figure.height}"
        for name, box in reaches(figure)
        if not (area.contains(box.x0, box.y0) and area.contains(box.x1, box.y1))
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_keeps_within_its_drawing(form: str, size: Size) -> None:
    plot, table = FORMS[form]
    assert cut(plot(table, size)) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", FORMS)
def test_long_labels_and_values_keep_within_the_drawing(form: str, size: Size) -> None:
    plot, table = FORMS[form]
    assert cut(plot(lengthened(form, table), size)) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("years", [1, 2, 8, 26])
def test_the_value_on_the_last_bar_is_written_whole(years: int, size: Size) -> None:
    figure = plot_bars(grants(years), unit="patents", size=size)
    assert "530,127" in said(figure)
    assert cut(figure) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("count", [1, 4, 6, 7])
def test_dots_at_the_edge_of_a_panel_are_whole(count: int, shared: bool, size: Size) -> None:
    table = gapped(count, label=f", {LONG}")
    assert cut(plot_small_multiples(table, unit="%", size=size, shared_y=shared)) == []


@pytest.mark.parametrize("size", SIZES)
def test_dots_at_the_edge_of_a_line_figure_are_whole(size: Size) -> None:
    assert cut(plot_lines(gapped(1), unit="%", size=size)) == []
    assert cut(plot_lines(gapped(1), unit="%", size=size, observed_only=True)) == []


def test_a_small_trend_stands_on_zero_and_a_rank_on_its_worst() -> None:
    runs = [((2000, 50.0), (2001, 60.0))]

    assert value_axis(runs, falls=False) == Axis(0.0, 60.0)
    assert value_axis(runs, falls=True) == Axis(60.0, 50.0)
