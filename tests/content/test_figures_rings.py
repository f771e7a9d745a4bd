"""A drawing rings the marks that its headline rests on, and prints their values."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest

from reportlib.content.figures import (
    Break,
    Drawing,
    Size,
    plot_bars,
    plot_dots,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_number,
    plot_positions,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_small_multiples,
    plot_tile_map,
    style,
    to_svg,
)
from reportlib.content.figures.canvas import Area, Dots, Line, Text
from tests.content.drawn import each, extent, marks, said, written
from tests.content.test_figures import (
    BARS,
    HEAT,
    PANELS,
    POINTS,
    POSITIONS,
    RANKING,
    SIZES,
    TWO,
    series,
)
from tests.content.test_figures_edges import cut
from tests.content.test_figures_flags import ENDS

YEARS = pd.DataFrame(
    {
        "category": [str(year) for year in range(1995, 2021)],
        "series": "grants",
        "label": "Grants",
        "role": "focus",
        "value": [3393.0 + 20_000 * at for at in range(26)],
    }
)
CHANGES = pd.DataFrame(
    {"label": ["China"], "role": ["focus"], "start": [8.0], "end": [10.0], "start_anchor": [""]}
)
WORLD = pd.DataFrame(
    {
        "economy": ["CHN"],
        "label": ["China"],
        "role": ["focus"],
        "value": [30.11],
        "anchor": ["30.1"],
    }
)
FEW = pd.DataFrame(
    {
        "label": ["China", "China"],
        "role": ["focus", "focus"],
        "year": [2019, 2021],
        "value": [0.0601, 0.07],
        "anchor": ["0.06", None],
    }
)


def anchored(table: pd.DataFrame, **said: str) -> pd.DataFrame:
    """The table with what a headline says of the rows at these places, named ``at_3``."""
    told = [said.get(f"at_{at}") for at in range(len(table))]
    return table.assign(anchor=pd.Series(told, index=table.index, dtype=object))


def printed(figure: Drawing) -> list[str]:
    """The texts that print what the headline rests on."""
    return [text.text for text in marks(figure, Text) if text.anchor]


def rings(figure: Drawing) -> list[tuple[float, float]]:
    """Where rings stand."""
    return [(ring.xs[0], ring.ys[0]) for ring in marks(figure, Dots, "ring")]


def overlaps(figure: Drawing) -> list[tuple[str, str]]:
    """The texts that lie over each other."""
    texts = [(mark, box.padded(-1)) for mark, box in written(figure)]
    return [
        (one.text, other.text)
        for at, (one, room) in enumerate(texts)
        for other, second in texts[:at]
        if room.overlaps(second)
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_value_within_a_line_is_ringed_and_printed_clear_of_all(size: Size) -> None:
    figure = plot_lines(anchored(TWO, at_3="30.0"), unit="%", size=size)

    assert rings(figure) == [figure.plots[0].place(2003, 30.0)]
    assert printed(figure) == ["30.0"]
    assert overlaps(figure) == []
    assert cut(figure) == []


def test_the_value_at_a_lines_end_stands_in_its_label_and_needs_no_ring() -> None:
    figure = plot_lines(anchored(TWO, at_10="100.0"), unit="%", size="wide")

    assert (rings(figure), printed(figure)) == ([], ["Germany 100.0"])


def test_the_first_value_is_printed_beside_the_axis_and_not_among_its_labels() -> None:
    figure = plot_lines(anchored(TWO, at_0="0.00 of all"), unit="%", size="wide")

    ((value, room),) = [(text, box) for text, box in written(figure) if text.anchor]
    assert value.text == "0.00 of all"
    assert room.x0 >= figure.plots[0].box.left - 6


def test_a_value_keeps_its_marks() -> None:
    figure = plot_lines(anchored(TWO.assign(flag="p"), at_3="30.0"), unit="%", size="wide")

    assert printed(figure) == ["30.0\N{NO-BREAK SPACE}(p)"]


def test_a_rank_before_the_last_is_ringed() -> None:
    figure = plot_rank_lines(
        anchored(series({2000: 35, 2001: 12, 2002: 10}), at_0="", at_2=""), unit="rank", size="wide"
    )

    assert len(rings(figure)) == 1
    assert printed(figure) == ["10 Germany", "35"]


def test_a_panel_rings_within_its_own_room() -> None:
    table = anchored(PANELS, at_1="10.0")
    figure = plot_small_multiples(table, unit="%", size="wide")

    ((plot, ring),) = list(each(figure, Dots, "ring"))
    assert plot is figure
    ((value, room),) = [(text, box) for text, box in written(figure) if text.anchor]
    assert value.text == "10.0"
    assert figure.plots[0].box.left - 6 <= room.x0 < room.x1 <= figure.plots[0].box.right + 6
    assert ring.fill == "none"


def test_a_bar_too_thin_for_its_value_has_it_near() -> None:
    figure = plot_bars(anchored(YEARS, at_0="3,393", at_25="503,393"), unit="n", size="wide")

    assert sorted(printed(figure)) == ["3,393", "503,393"]
    bars = [extent(plot, bar) for plot, bar in each(figure, Area, "bar")]
    ((_, room),) = [(text, box) for text, box in written(figure) if text.text == "3,393"]
    assert not any(room.padded(-1).overlaps(bar) for bar in bars)


@pytest.mark.parametrize("size", SIZES)
def test_the_value_of_the_last_bar_hides_no_taller_neighbour(size: Size) -> None:
    values = [20_000.0 + 1_000_000 * (at == 24) for at in range(26)]
    figure = plot_bars(YEARS.assign(value=values), unit="n", size=size)

    ((_, room),) = [(text, box) for text, box in written(figure) if text.text == "20,000"]
    bars = [extent(plot, bar) for plot, bar in each(figure, Area, "bar")]
    assert not any(room.padded(-1).overlaps(bar) for bar in bars)
    assert cut(figure) == []


@pytest.mark.parametrize("stacked", [True, False])
def test_bars_that_lie_print_what_the_headline_says(stacked: bool) -> None:
    table = anchored(BARS.assign(category=["a", "b", "a", "b"]), at_1="50.0")

    figure = plot_bars(table, unit="n", size="wide", stacked=stacked)

    assert "50.0" in said(figure)


def test_a_ranking_prints_the_value_as_the_headline_does() -> None:
    figure = plot_ranking(anchored(RANKING, at_0="3.00"), unit="%", size="wide", n=90)

    assert printed(figure) == ["3.00"]


@pytest.mark.parametrize(("start", "end"), [(8.0, 10.0), (10.0, 8.0), (0.1, 10.0), (8.0, 8.01)])
def test_both_ends_of_a_change_are_printed_apart(start: float, end: float) -> None:
    table = CHANGES.assign(start=start, end=end, end_anchor="")
    figure = plot_dumbbell(table, unit="%", size="wide", **ENDS)

    assert len(printed(figure)) == 2
    assert overlaps(figure) == []
    assert cut(figure) == []


def test_a_start_alone_is_printed_once() -> None:
    figure = plot_dumbbell(CHANGES.assign(end=nan), unit="%", size="wide", **ENDS)

    assert len(printed(figure)) == 1


def test_a_share_is_printed_as_the_headline_does_or_outlined() -> None:
    table = anchored(BARS.assign(value=[99.0, 60.0, 1.0, 40.0]), at_0="99.00", at_2="1.00")
    figure = plot_shares(table, unit="%", size="wide", whole=100)

    assert printed(figure) == ["99.00%"]
    assert [area.width for area in marks(figure, Area, "ring")] == [1.0]


def test_a_share_of_counts_is_printed_as_a_share() -> None:
    figure = plot_shares(anchored(BARS, at_0="40"), unit="%", size="wide")

    assert printed(figure) == ["67%"]


def test_a_cell_of_a_heat_table_is_outlined() -> None:
    figure = plot_heat(anchored(HEAT, at_0=""), unit="%", size="wide")

    assert len(marks(figure, Area, "ring")) == len(printed(figure)) == 1


def test_a_dot_of_two_measures_tells_which_value_lies_along_which_axis() -> None:
    table = POINTS.assign(
        x_anchor=pd.Series(["1.5", None, None], dtype=object),
        y_anchor=pd.Series(["", None, None], dtype=object),
    )
    figure = plot_scatter(table, x_unit="US$", y_unit="%", size="wide")

    (label,) = printed(figure)
    assert "→\N{NO-BREAK SPACE}1.5" in label
    assert "↑" in label


def test_a_map_a_number_and_a_few_dots_print_what_the_headline_says() -> None:
    drawn = [
        plot_tile_map(WORLD, unit="%", size="wide", n=1),
        plot_number(FEW.iloc[:1], unit="%", size="wide"),
        plot_dots(FEW, unit="%", size="wide"),
    ]

    assert ["30.1" in printed(drawn[0])[0], *map(printed, drawn[1:])] == [True, ["0.06"], ["0.06"]]


def test_a_position_is_marked() -> None:
    figure = plot_positions(anchored(POSITIONS, at_0=""), size="wide")

    assert len(printed(figure)) == 1


def test_a_page_finds_what_the_headline_rests_on_by_its_class() -> None:
    svg = to_svg(plot_lines(anchored(TWO, at_3="30.0"), unit="%", size="wide"), "fig")

    assert 'class="ring role-focus anchor"' in svg
    assert 'class="value role-focus anchor"' in svg


def test_a_phone_leaves_out_a_value_that_would_hide_something() -> None:
    crowded = anchored(
        pd.concat(
            series({year: float(at) for year in range(2000, 2030)}, f"E{at}", f"{at}", "other")
            for at in range(1, 60)
        ),
        at_900="30,000 and more of them",
    )

    wide, narrow = (plot_lines(crowded, unit="%", size=size) for size in ("wide", "narrow"))

    assert [len(rings(figure)) for figure in (wide, narrow)] == [1, 1]
    assert [len(printed(figure)) for figure in (wide, narrow)] == [1, 0]


# Ends and breaks


def test_every_line_ends_in_a_dot() -> None:
    figure = plot_lines(TWO, unit="%", size="wide")

    assert {(dot.series, dot.xs) for dot in marks(figure, Dots)} == {
        ("DEU", (2010,)),
        ("FRA", (2010,)),
    }


def test_where_values_lack_room_the_focus_keeps_its_own() -> None:
    many = pd.concat(
        series({2000: 1.0, 2001: 2.5}, f"E{at}", f"Economy {at}", "peer" if at else "focus")
        for at in range(30)
    )

    named = said(plot_lines(many, unit="%", size="wide"))

    assert "Economy 0 2.50" in named
    assert "Economy 1" in named


def test_peers_that_are_named_below_each_other_have_different_blues() -> None:
    table = pd.concat(
        series({2000: 1.0, 2001: float(at)}, f"E{at}", f"Economy {at}", "peer")
        for at in (3, 1, 4, 2)
    )

    figure = plot_lines(table, unit="%", size="wide")

    by_label = [marks(figure, Text, "label", f"E{at}")[0].colour for at in (1, 2, 3, 4)]
    blues = [style.colour("peer"), style.colour("peer-2")]
    assert by_label == blues * 2
    assert {line.series: line.colour for line in marks(figure, Line, "line")} == {
        f"E{at}": by_label[at - 1] for at in (1, 2, 3, 4)
    }


def test_a_break_of_one_line_touches_no_other() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", breaks=[Break("FRA", 2005, "new survey")])

    low, high = (figure.plots[0].place(2005, value)[1] for value in (60.0, 100.0))
    ticks = [line for line in marks(figure, Line, "break") if line.series == "FRA"]
    (tick,) = ticks
    assert min(tick.ys) < low < max(tick.ys)
    assert max(tick.ys) - min(tick.ys) < 12
    (foot,) = [line for line in marks(figure, Line, "break") if not line.series]
    assert min(foot.ys) > high - 6
    (text,) = marks(figure, Text, "break")
    assert (text.text, text.colour) == ("France: new survey", style.text_colour("peer"))


def test_a_break_of_all_lines_crosses_the_drawing_and_names_none() -> None:
    breaks = [Break(name, 2005, "new survey") for name in ("DEU", "FRA")]
    figure = plot_lines(TWO, unit="%", size="wide", breaks=breaks)

    (line,) = marks(figure, Line, "break")
    assert min(line.ys) == figure.plots[0].box.bottom
    assert "new survey" in said(figure)


def test_a_break_without_words_is_named_all_the_same() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", breaks=[Break("FRA", 2005)])

    assert "France: break" in said(figure)


def test_panels_name_the_breaks_of_some_of_them() -> None:
    breaks = [Break("DEU", 2005, "new"), Break("FRA", 2004, "new"), Break("", 2002)]
    figure = plot_small_multiples(PANELS, unit="%", size="wide", breaks=breaks)

    assert {"···· 2002: break", "···· 2004 (France), 2005 (Germany): new"} <= set(said(figure))
