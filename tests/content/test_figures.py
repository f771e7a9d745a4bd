"""What figures say and plot, and what their SVG may hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from math import nan

import pandas as pd
import pytest
from lxml import etree
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from reportlib.content.figures import (
    Break,
    Drawing,
    Size,
    plot_bars,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_positions,
    plot_profile,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_small_multiples,
    plot_tile_map,
    plot_timeline,
    plot_tree,
    render,
    style,
    to_svg,
)
from reportlib.content.figures.canvas import Area, Axis, Dots, Line
from reportlib.content.figures.frame import LEADER_GAP
from reportlib.content.figures.scales import format_ticks, format_value, year_ticks
from reportlib.content.figures.text import spread, text_width
from tests.content.drawn import each, marks, said, written

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Côte d'Ivoire", "Türkiye", "São Tomé and Príncipe", "Łódź", "中国"]
SIZES: list[Size] = ["wide", "narrow"]


def series(
    values: dict[int, float], name: str = "DEU", label: str = "Germany", role: str = "focus"
) -> pd.DataFrame:
    years = list(values)
    return pd.DataFrame(
        {"series": name, "label": label, "role": role, "year": years, "value": values.values()}
    )


TWO = pd.concat(
    [
        series({year: 10.0 * (year - 2000) for year in range(2000, 2011)}),
        series(dict.fromkeys(range(2000, 2011), 60.0), "FRA", "France", "peer"),
    ]
)
CHANGE = pd.DataFrame(
    {
        "label": ["Germany", "France"],
        "role": ["focus", "peer"],
        "start": [2.0, nan],
        "end": [3.0, 1.5],
    }
)
RANKING = pd.DataFrame(
    {
        "label": ["China", "Japan", "Namibia"],
        "role": ["peer", "peer", "focus"],
        "rank": [1, 2, 90],
        "value": [1_426_644.0, 222_452.0, 8.0],
    }
)
PANELS = TWO.assign(panel=TWO["series"], panel_label=TWO["label"])
POINTS = pd.DataFrame(
    {
        "label": ["Germany", "France", "Aruba"],
        "role": ["focus", "peer", "other"],
        "x": [1.0, 2.0, 3.0],
        "y": [10.0, 200.0, 30.0],
    }
)
BARS = pd.DataFrame(
    {
        "category": ["2019", "2020", "2019", "2020"],
        "series": ["residents", "residents", "abroad", "abroad"],
        "label": ["Residents", "Residents", "Non-residents", "Non-residents"],
        "role": ["resident", "resident", "nonresident", "nonresident"],
        "value": [40.0, 50.0, 20.0, 25.0],
    }
)
POSITIONS = pd.DataFrame(
    {
        "label": ["Patents", "Designs", "Charges"],
        "rank": [1, 3, 5],
        "n": [5, 5, 5],
        "role": ["strength", "neutral", "gap"],
        "text": ["1 of 5", "3 of 5", "5 of 5"],
    }
)
PROFILE = pd.DataFrame(
    {
        "group": ["Research", "Research", "Patents", "Patents"],
        "label": ["R&D", "Innovation", "Filings", "Grants"],
        "role": "focus",
        "detail": ["of GDP, 2023", "edition of 2025", "applications, 2021", ""],
        "text": ["3.15%", "11th", "58,569", ""],
        "value": [3.15, 11.0, 58_569.0, nan],
        "rank": [2, 11, nan, nan],
        "n": [5, 139, nan, nan],
        "place": ["2nd of 5", "11th of 139", "not ranked", ""],
        "trend": [
            (((2019, 3.0), (2020, 3.1)), ((2022, 3.2), (2023, 3.15))),
            (((2022, 8.0), (2023, 8.0), (2024, 9.0), (2025, 11.0)),),
            (((2020, 62_105.0), (2021, 58_569.0)),),
            (),
        ],
        "falls": [False, True, False, False],
        "target": ["fig-rd", "", "", ""],
    }
)
TILES = pd.DataFrame(
    {
        "economy": ["DEU", "FRA", "NAM", "CHN"],
        "label": ["Germany", "France", "Namibia", "China"],
        "role": ["focus", "peer", "other", "other"],
        "value": [5926.0, 5369.0, nan, 2107.0],
    }
)
HEAT = pd.DataFrame(
    {
        "row": ["DEU", "DEU", "FRA", "FRA"],
        "row_label": ["Germany", "Germany", "France", "France"],
        "role": ["focus", "focus", "peer", "peer"],
        "column": ["rd", "grants", "rd", "grants"],
        "column_label": ["R&D, % of GDP", "Grants", "R&D, % of GDP", "Grants"],
        "value": [3.15, 17_000.0, 2.18, nan],
        "text": ["", "17k", "", ""],
    }
)
EVENTS = pd.DataFrame(
    {
        "label": ["Berne Convention", "WIPO Performances and Phonograms Treaty", "Programme"],
        "role": ["peer", "focus", "resident"],
        "date": ["1887-12-05", "2010", "1990-01"],
        "text": ["ratification", "", "first phase"],
        "end": [None, None, "2004-06-30"],
    }
)
TREE = pd.DataFrame(
    {
        "node": ["a", "a1", "a2", "a21", "b", "b1"],
        "parent": ["", "a", "a", "a2", "", "b"],
        "label": [
            "Does copyright arise in what a machine writes?",
            "No: it is the work of a machine",
            "If it does, who owns the result?",
            "Nobody says",
            "Who answers for it?",
            "Its maker",
        ],
        "role": ["neutral", "peer", "neutral", "unknown", "neutral", "unknown"],
        "text": ["", "a university, 2023", "", "Open.", "", "Open."],
        "open": [False, False, False, True, False, True],
    }
)

FORMS: dict[str, tuple[Callable[[pd.DataFrame, Size], Drawing], pd.DataFrame]] = {
    "lines": (lambda t, s: plot_lines(t, unit="% of GDP", size=s), TWO),
    "rank_lines": (lambda t, s: plot_rank_lines(t, unit="Rank", size=s), TWO.assign(value=1)),
    "ranking": (lambda t, s: plot_ranking(t, unit="Applications", size=s, n=100), RANKING),
    "panels": (lambda t, s: plot_small_multiples(t, unit="Applications", size=s), PANELS),
    "dumbbell": (
        lambda t, s: plot_dumbbell(t, unit="%", size=s, start_label="2010", end_label="2020"),
        CHANGE,
    ),
    "scatter": (lambda t, s: plot_scatter(t, x_unit="US$", y_unit="%", size=s), POINTS),
    "bars": (lambda t, s: plot_bars(t, unit="Applications", size=s), BARS),
    "positions": (lambda t, s: plot_positions(t, size=s), POSITIONS),
    "profile": (lambda t, s: plot_profile(t, size=s), PROFILE),
    "shares": (lambda t, s: plot_shares(t, unit="% of applications", size=s), BARS),
    "heat": (lambda t, s: plot_heat(t, unit="% and applications", size=s), HEAT),
    "tile_map": (lambda t, s: plot_tile_map(t, unit="% of all", size=s, n=3), TILES),
    "timeline": (lambda t, s: plot_timeline(t, size=s), EVENTS),
    "tree": (lambda t, s: plot_tree(t, size=s), TREE),
}
UNITLESS = ("positions", "profile", "timeline", "tree")


def texts(figure: Drawing) -> list[str]:
    """Everything written on a figure, wrapped lines joined."""
    drawn = etree.fromstring(to_svg(figure, "fig").encode())
    groups = drawn.iter(f"{SVG}g")
    lines = [[str(text.text) for text in group.findall(f"{SVG}text")] for group in groups]
    return [" ".join(line).replace("\N{NO-BREAK SPACE}", " ") for line in lines if line]


def lines(figure: Drawing, kind: str = "line", name: str = "DEU") -> list[Line]:
    """The lines of a series."""
    return marks(figure, Line, kind, name)


def dots(figure: Drawing, name: str = "DEU") -> list[Dots]:
    """The dots of a series."""
    return marks(figure, Dots, "dot", name)


# Every form


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_svg_that_is_xml(form: str, size: Size) -> None:
    plot, table = FORMS[form]
    root = etree.fromstring(to_svg(plot(table, size), f"fig-{form}").encode())
    assert root.get("viewBox", "").startswith("0 0 ")
    assert root.tag == f"{SVG}svg"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_refuses_an_empty_table(form: str) -> None:
    plot, table = FORMS[form]
    with pytest.raises(ValueError, match="nothing to draw"):
        plot(table.iloc[:0], "wide")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_an_absent_column(form: str) -> None:
    plot, table = FORMS[form]
    with pytest.raises(ValueError, match="lacks the columns"):
        plot(table.drop(columns="role"), "wide")


@pytest.mark.parametrize("form", [form for form in FORMS if form not in UNITLESS])
def test_every_form_writes_its_unit(form: str) -> None:
    plot, table = FORMS[form]
    assert re.search("% of GDP|Rank|Applications|%|US", " ".join(texts(plot(table, "wide"))))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", FORMS)
def test_no_text_is_smaller_than_nine_points(form: str, size: Size) -> None:
    plot, table = FORMS[form]
    sizes = re.findall(r'font-size="([\d.]+)px"', to_svg(plot(table, size), "fig"))
    assert sizes
    assert min(map(float, sizes)) >= 9


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", FORMS)
def test_ids_are_unique_and_carry_the_figures_name(form: str, size: Size) -> None:
    plot, table = FORMS[form]
    ids = re.findall(r' id="([^"]*)"', to_svg(plot(table, size), "fig-x"))
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(identifier.startswith("fig-x-") for identifier in ids)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_drawn_as_the_same_bytes_again(form: str) -> None:
    plot, table = FORMS[form]
    assert to_svg(plot(table, "wide"), "fig") == to_svg(plot(table, "wide"), "fig")


# Lines


def test_lines_plot_the_values_given() -> None:
    (line,) = lines(plot_lines(TWO, unit="%", size="wide"), "line")
    assert line.xs == tuple(range(2000, 2011))
    assert line.ys == tuple(10.0 * (year - 2000) for year in range(2000, 2011))


def test_lines_are_named_directly_and_end_in_their_value() -> None:
    named = set(texts(plot_lines(TWO, unit="%", size="wide")))
    assert {"Germany 100", "France 60"} <= named


def test_lines_start_at_zero() -> None:
    table = series({2000: 90.0, 2001: 100.0})
    assert plot_lines(table, unit="%", size="wide").plots[0].y.start == 0


@pytest.mark.parametrize("values", [{2000: 1.0, 2002: 3.0}, {2000: 1.0, 2001: nan, 2002: 3.0}])
def test_a_gap_is_not_joined(values: dict[int, float]) -> None:
    figure = plot_lines(series(values), unit="%", size="wide")
    assert lines(figure, "line") == []
    (alone,) = dots(figure)
    assert alone.xs == (2000, 2002)


def test_a_lone_year_beside_a_gap_is_a_dot() -> None:
    figure = plot_lines(series({2000: 1, 2001: 2, 2002: 3, 2005: 4}), unit="%", size="wide")
    assert [line.xs for line in lines(figure)] == [(2000, 2001, 2002)]
    assert [alone.xs for alone in dots(figure)] == [(2005,)]


def test_a_line_is_not_joined_across_a_break() -> None:
    breaks = [Break("DEU", 2005, "new survey")]
    figure = plot_lines(TWO, unit="%", size="wide", breaks=breaks)
    assert [line.xs[0] for line in lines(figure, "line")] == [2000, 2005]
    assert [line.xs[0] for line in lines(figure, "line", "FRA")] == [2000]
    assert "Germany: new survey" in texts(figure)


def test_a_break_without_series_concerns_all() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", breaks=[Break("", 2005)])
    assert len(lines(figure, "line", "FRA")) == 2


def with_flags(year: int) -> pd.DataFrame:
    """The two series, the values of a year provisional in one of them."""
    first = TWO["series"].iloc[0]
    return TWO.assign(
        flag=[
            "p" if (s, y) == (first, year) else ""
            for s, y in zip(TWO["series"], TWO["year"], strict=True)
        ]
    )


def test_provisional_years_are_hollow_dashed_and_noted() -> None:
    figure = plot_lines(with_flags(2010), unit="%", size="wide")
    solid, dashed = lines(figure, "line")
    assert solid.xs[-1] == 2009
    assert dashed.xs == (2009, 2010)
    assert dashed.dashes
    (dot,) = dots(figure)
    assert dot.fill == style.PAPER
    assert "○ provisional" in texts(figure)


def test_observed_years_are_dots_without_lines() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", observed_only=True)
    assert lines(figure, "line") == []
    assert len(dots(figure)) == 1


def test_year_range_leaves_room_for_missing_years() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", year_range=(1995, 2005))
    assert figure.plots[0].x == Axis(1995, 2005)
    assert max(lines(figure)[0].xs) == 2005


def test_a_logarithmic_axis_refuses_zero() -> None:
    with pytest.raises(ValueError, match="logarithmic"):
        plot_lines(TWO, unit="%", size="wide", log=True)


def test_two_values_in_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="two values in one year"):
        plot_lines(pd.concat([TWO, TWO]), unit="%", size="wide")


def test_the_focus_is_drawn_over_its_peers() -> None:
    figure = plot_lines(TWO, unit="%", size="wide")
    (own,), (peer,) = lines(figure, "line"), lines(figure, "line", "FRA")
    assert own.order > peer.order
    assert own.width > peer.width


def test_rank_one_stands_on_top() -> None:
    figure = plot_rank_lines(series({2000: 3, 2001: 1}), unit="Rank", size="wide")
    assert figure.plots[0].y.start > figure.plots[0].y.end
    assert "1 Germany" in texts(figure)


def test_ranks_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="integers from 1"):
        plot_rank_lines(series({2000: 0, 2001: 1}), unit="Rank", size="wide")


# Rows


def test_ranking_starts_at_zero_and_writes_values() -> None:
    figure = plot_ranking(RANKING, unit="Applications", size="wide", n=120)
    assert figure.plots[0].x.start == 0
    assert {"1.43 million", "222,452", "8", "90"} <= set(texts(figure))
    assert "Applications, rank among 120 economies" in texts(figure)


def test_ranking_shows_where_ranks_are_left_out() -> None:
    skipped = texts(plot_ranking(RANKING, unit="%", size="wide", n=120)).count("·")
    whole = texts(plot_ranking(RANKING.assign(rank=[1, 1, 3]), unit="%", size="wide", n=3))
    assert skipped == 3
    assert "·" not in whole


def test_ranking_of_zeros_is_drawn() -> None:
    figure = plot_ranking(RANKING.assign(value=0.0), unit="%", size="wide", n=3)
    assert texts(figure).count("0") == 3


def test_dumbbell_writes_a_fallen_value_on_the_free_side_of_its_dot() -> None:
    fallen = pd.DataFrame([{"label": "A", "role": "peer", "start": 90.0, "end": 60.0, "rows": ""}])

    figure = plot_dumbbell(fallen, unit="%", size="wide", start_label="2010", end_label="2020")

    (value,) = [box for text, box in written(figure, "value") if text.text == "60"]
    assert value.x1 < figure.plots[0].place(60.0, 0.0)[0]


@pytest.mark.parametrize("end", range(20, 400, 15))
def test_the_value_of_a_dumbbell_keeps_away_from_the_axis(end: float) -> None:
    rows = [("A", 1000.0, 1000.0), ("B", end + 40.0, end)]
    table = pd.DataFrame(rows, columns=["label", "start", "end"]).assign(role="peer")

    figure = plot_dumbbell(table, unit="%", size="wide", start_label="2010", end_label="2020")

    (value,) = [box for text, box in written(figure, "value") if text.text == f"{end:.0f}"]
    zero = figure.plots[0].place(0.0, 0.0)[0]
    assert value.x0 - zero > 4


def test_a_name_of_a_scatter_plot_keeps_away_from_foreign_dots() -> None:
    others = [(f"other {at}", "other", 52.0 + 4 * at, 50.0) for at in range(5)]
    rows = [("Japan", "peer", 50.0, 50.0), ("Low", "other", 0.0, 0.0), *others]
    table = pd.DataFrame(rows, columns=["label", "role", "x", "y"])

    figure = plot_scatter(table, x_unit="%", y_unit="%", size="wide")

    ((_, name),) = written(figure, "label")
    ((plot, pale),) = [found for found in each(figure, Dots) if not found[1].series]
    spots = [plot.place(*spot) for spot in zip(pale.xs, pale.ys, strict=True)]
    assert not any(name.padded(1).contains(x, y) for x, y in spots)


def test_panels_with_peers_write_the_focus_value_and_name_the_peers_together() -> None:
    table = pd.DataFrame(
        [
            {
                "panel": "p",
                "panel_label": "P",
                "series": code,
                "label": code,
                "role": "focus" if code == "A" else "peer",
                "year": year,
                "value": value,
            }
            for code, value in (("A", 11.0), ("B", 22.0), ("C", 33.0))
            for year in (2000, 2001)
        ]
    )

    figure = plot_small_multiples(table, unit="%", size="wide")

    assert "11" in said(figure)
    assert "22" not in said(figure)
    assert sum("peers" in text for text in said(figure)) == 1


def test_dumbbell_without_start_draws_the_end_alone() -> None:
    figure = plot_dumbbell(CHANGE, unit="%", size="wide", start_label="2010", end_label="2020")
    assert len(dots(figure, "Germany")) == 2
    assert len(dots(figure, "France")) == 1
    assert lines(figure, "range", "France") == []


def test_positions_run_from_last_to_first() -> None:
    figure = plot_positions(POSITIONS, size="wide")
    places = [dots(figure, name)[0].xs[0] for name in POSITIONS["label"]]
    assert places == [1.0, 0.5, 0.0]
    assert {"1 of 5", "5 of 5"} <= set(texts(figure))


def test_positions_refuse_a_rank_beyond_n() -> None:
    with pytest.raises(ValueError, match="outside 1 to n"):
        plot_positions(POSITIONS.assign(n=4), size="wide")


# Profiles


@pytest.mark.parametrize("size", SIZES)
def test_a_profile_names_value_unit_and_place_of_each_measure(size: Size) -> None:
    shown = set(texts(plot_profile(PROFILE, size=size)))
    assert {"R&D", "of GDP, 2023", "3.15%", "2nd of 5", "11th of 139", "not ranked"} <= shown
    assert {"Research", "Patents", "2019–2025"} <= shown


def test_a_profile_names_what_has_no_value_in_its_last_line_alone() -> None:
    shown = texts(plot_profile(PROFILE, size="wide"))
    assert shown[-1] == "No value: Grants."
    assert "Grants" not in shown
    assert not any("No value" in text for text in texts(plot_profile(PROFILE[:3], size="wide")))


@pytest.mark.parametrize("size", SIZES)
def test_a_strip_has_a_tick_for_every_economy_and_the_first_on_the_right(size: Size) -> None:
    figure = plot_profile(PROFILE, size=size)
    for name, rank, n in (("R&D", 2, 5), ("Innovation", 11, 139)):
        (strip,) = marks(figure, Line, "range", name)
        (own,) = marks(figure, Area, "bar", name)
        tick, gap = (each * strip.width for each in strip.dashes)
        left, right = strip.xs
        assert (right - left - tick) / (tick + gap) == pytest.approx(n - 1)
        from_right = right - tick / 2 - own.x - own.width / 2
        assert from_right / (tick + gap) == pytest.approx(rank - 1)


def test_what_is_not_ranked_has_no_strip() -> None:
    figure = plot_profile(PROFILE, size="wide")
    assert lines(figure, "range", "Filings") == []
    assert marks(figure, Area, "bar", "Filings") == []


def test_a_trend_is_not_drawn_over_a_gap_nor_of_few_values() -> None:
    figure = plot_profile(PROFILE, size="wide")
    runs = [line.xs for line in lines(figure, "line", "R&D")]
    assert runs == [(2019, 2020), (2022, 2023)]
    assert lines(figure, "line", "Filings") == []
    assert dots(figure, "Filings") == []


def test_the_better_rank_of_a_trend_stands_higher() -> None:
    figure = plot_profile(PROFILE, size="wide")
    (axes,) = (plot for plot, mark in each(figure, Line, "line") if mark.series == "Innovation")
    assert axes.place(2025, 8)[1] > axes.place(2025, 11)[1]


def test_a_measure_in_a_profile_carries_the_exhibit_that_it_leads_to() -> None:
    drawn = etree.fromstring(to_svg(plot_profile(PROFILE, size="wide"), "fig").encode())
    named = [group for group in drawn.iter(f"{SVG}g") if group.get("data-target")]
    assert [(one.get("data-target"), one.findtext(f"{SVG}text")) for one in named] == [
        ("fig-rd", "R&D")
    ]


def test_a_profile_refuses_a_rank_beyond_n() -> None:
    with pytest.raises(ValueError, match="outside 1 to n"):
        plot_profile(PROFILE.assign(n=4), size="wide")


# Panels, points, bars


def test_panels_share_a_scale_unless_told_otherwise() -> None:
    table = PANELS.assign(value=PANELS["value"].where(PANELS["series"] == "DEU", 5))
    together = plot_small_multiples(table, unit="%", size="wide")
    apart = plot_small_multiples(table, unit="%", size="wide", shared_y=False)
    assert len({plot.y for plot in together.plots}) == 1
    assert len({plot.y for plot in apart.plots}) == 2
    assert "% (each panel has its own scale)" in texts(apart)


def test_panels_write_the_last_value_after_its_year() -> None:
    table = PANELS[(PANELS["series"] == "FRA") | (PANELS["year"] < 2010)]
    said = texts(plot_small_multiples(table, unit="%", size="wide"))
    assert said[said.index("90") - 1] == "2009:"
    assert said[said.index("60") - 1] == "2010:"


@pytest.mark.parametrize(
    ("count", "columns"), [(2, 2), (3, 3), (4, 4), (5, 3), (6, 3), (7, 4), (8, 4), (9, 3), (10, 4)]
)
def test_panels_stand_in_the_fewest_and_most_even_rows(count: int, columns: int) -> None:
    table = pd.concat([PANELS.assign(panel=f"p{number}") for number in range(count)])
    figure = plot_small_multiples(table, unit="%", size="wide")
    assert len({round(plot.box.left, 3) for plot in figure.plots}) == columns


def test_panels_too_wide_for_four_stand_in_threes() -> None:
    table = pd.concat([PANELS.assign(panel=f"p{number}") for number in range(7)])
    table = table.assign(value=table["value"] * 1e15)
    figure = plot_small_multiples(table, unit="%", size="wide", shared_y=False)
    assert len({round(plot.box.left, 3) for plot in figure.plots}) == 3


def test_dots_of_series_in_one_colour_have_shapes_of_their_own() -> None:
    table = pd.concat([TWO, series({2000: 5.0, 2010: 6.0}, "JPN", "Japan", "peer")])
    figure = plot_lines(table, unit="%", size="wide", observed_only=True)
    shapes = {dots(figure, name)[0].shape for name in ("DEU", "FRA", "JPN")}
    assert len(shapes) == 3
    assert "● Germany 100" in texts(figure)


def test_dots_of_panels_have_one_shape_since_the_key_names_none_of_their_own() -> None:
    table = pd.concat([TWO, series(dict.fromkeys(range(2000, 2011), 30.0), "JPN", "Japan", "peer")])
    table = table[table["year"] % 2 == 0].assign(panel="p", panel_label="Panel")
    figure = plot_small_multiples(table, unit="%", size="wide")
    assert {dots(figure, name)[0].shape for name in ("DEU", "FRA", "JPN")} == {"o"}


def test_a_leader_is_dotted_and_apart_from_the_line_that_it_names() -> None:
    table = TWO[(TWO["series"] == "DEU") | (TWO["year"] <= 2005)]
    figure = plot_lines(table, unit="%", size="wide")
    (leader,) = marks(figure, Line, "leader")
    end = figure.plots[0].place(2005, 60.0)
    assert leader.dashes
    assert leader.xs[0] - end[0] >= LEADER_GAP


def test_joined_lines_need_no_shapes() -> None:
    figure = plot_lines(TWO, unit="%", size="wide")
    assert {"Germany 100", "France 60"} <= set(texts(figure))


def test_panels_break_only_the_series_concerned() -> None:
    figure = plot_small_multiples(PANELS, unit="%", size="wide", breaks=[Break("DEU", 2005, "new")])
    assert len(lines(figure, "line")) == 2
    assert len(lines(figure, "line", "FRA")) == 1
    assert "···· 2005 (Germany): new" in texts(figure)


def test_scatter_names_all_but_the_background() -> None:
    named = texts(plot_scatter(POINTS, x_unit="US$", y_unit="%", size="wide"))
    assert {"Germany", "France", "US$", "%"} <= set(named)
    assert "Aruba" not in named


def test_scatter_leaves_out_rows_lacking_a_value() -> None:
    table = POINTS.assign(y=[10.0, nan, 30.0])
    figure = plot_scatter(table, x_unit="US$", y_unit="%", size="wide")
    assert dots(figure, "France") == []


def bars(figure: Drawing) -> list[Area]:
    return marks(figure, Area, "bar")


def test_bars_stand_on_zero() -> None:
    figure = plot_bars(BARS, unit="Applications", size="wide")
    assert figure.plots[0].y.start == 0
    assert sorted(bar.height for bar in bars(figure)) == [20, 25, 40, 50]
    assert {bar.y for bar in bars(figure)} == {0}


def test_stacked_bars_stand_on_each_other() -> None:
    figure = plot_bars(BARS, unit="Applications", size="wide", stacked=True)
    assert sorted(bar.y for bar in bars(figure)) == [0, 0, 40, 50]
    assert {"■ Residents", "■ Non-residents"} <= set(texts(figure))


def test_a_missing_bar_is_said_to_be_missing() -> None:
    figure = plot_bars(BARS.assign(value=[40.0, nan, 20.0, 25.0]), unit="%", size="wide")
    assert len(bars(figure)) == 3
    assert "n/a" in texts(figure)


def test_a_pile_lacking_a_part_says_so() -> None:
    figure = plot_bars(BARS.iloc[:3], unit="%", size="wide", stacked=True)
    assert "part n/a" in texts(figure)


def test_categories_other_than_years_lie_across() -> None:
    table = BARS.assign(category=["Germany", "France", "Germany", "France"])
    figure = plot_bars(table, unit="%", size="wide")
    assert sorted(bar.width for bar in bars(figure)) == [20, 25, 40, 50]
    assert {"Germany", "France", "40"} <= set(texts(figure))


# Numbers and labels


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 100_000, 200_000], ["0", "100,000", "200,000"]),
        ([0, 500_000, 1_000_000], ["0", "0.5 million", "1 million"]),
        ([0, 0.5, 1], ["0", "0.5", "1.0"]),
        ([-1, 0, 1], ["−1", "0", "1"]),
    ],
)
def test_ticks_are_written_for_readers(ticks: list[float], labels: list[str]) -> None:
    assert format_ticks(ticks) == labels


@pytest.mark.parametrize(
    ("value", "whole", "text"),
    [
        (64_821, True, "64,821"),
        (1_585_663, True, "1.59 million"),
        (2.4, False, "2.40"),
        (0.0312, False, "0.031"),
        (-3.25, False, "−3.25"),
        (0, False, "0"),
    ],
)
def test_values_are_written_to_three_digits_or_to_the_unit(
    value: float, whole: bool, text: str
) -> None:
    assert format_value(value, whole=whole) == text


def test_first_and_last_year_are_always_labelled() -> None:
    years = year_ticks(1983, 2021, count=6)
    assert (years[0], years[-1]) == (1983, 2021)


def test_labels_at_one_place_are_spread_without_overlap() -> None:
    centres = spread([50.0] * 12, [10.0] * 12, 0, 200)
    assert sorted(centres) == pytest.approx([5 + 10 * i for i in range(12)])


def test_spread_labels_keep_within_bounds_and_order() -> None:
    centres = spread([1.0, 2.0, 199.0], [10.0] * 3, 0, 200)
    assert centres == pytest.approx([5.0, 15.0, 195.0])


@pytest.mark.parametrize("text", ["Ta V. A To", "中国 To", " a", "a  b", "f i. , V", "a\u00a0b c"])
@pytest.mark.parametrize("weight", [400, style.BOLD])
def test_a_line_is_as_wide_as_its_words_and_the_spaces_between(text: str, weight: int) -> None:
    font = FontProperties(family=style.FAMILIES, size=style.TEXT_SIZE, weight=weight)
    whole = text_to_path.get_text_width_height_descent(text, font, False)[0]
    assert text_width(text, weight=weight) == pytest.approx(whole)


# Style


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("role", style.ROLES)
def test_marks_and_labels_stand_out_from_white(role: str) -> None:
    assert 1.05 / (luminance(style.colour(role)) + 0.05) >= 3
    assert 1.05 / (luminance(style.text_colour(role)) + 0.05) >= 4.5


def test_a_colour_has_one_meaning() -> None:
    synonyms = {"domestic", "foreign"}
    roles = style.ROLES | style.FILLS
    colours = [colour for role, colour in roles.items() if role not in synonyms]
    others = [style.INK, style.SOFT, style.AXIS, style.GRID, style.BREAK, style.PAPER, style.NIGHT]
    assert len({*colours, *others}) == len(colours) + len(others)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValueError, match="no colour for the role 'hero'"):
        plot_lines(TWO.assign(role="hero"), unit="%", size="wide")


@pytest.mark.parametrize("name", NAMES)
def test_names_are_drawn_in_the_shipped_fonts(name: str) -> None:
    with_name = series({2000: 1, 2001: 2}, label=name)
    assert f"{name} 2" in texts(plot_lines(with_name, unit="%", size="wide"))  # warnings are errors


# SVG


def svg_of_lines(name: str = "fig-a") -> str:
    return to_svg(plot_lines(TWO, unit="%", size="wide"), name)


def test_marks_carry_role_and_series() -> None:
    root = etree.fromstring(svg_of_lines().encode())
    (mark,) = root.findall(f".//{SVG}g[@data-series='DEU'][@class='mark mark-line role-focus']")
    assert mark.find(f"{SVG}path") is not None


def test_ids_carry_the_figures_name() -> None:
    root = etree.fromstring(svg_of_lines("fig-b").encode())
    ids = [str(element.get("id")) for element in root.iter() if element.get("id")]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(identifier.startswith("fig-b-") for identifier in ids)


def test_references_within_a_drawing_resolve() -> None:
    figure = plot_lines(TWO, unit="%", size="wide", observed_only=True)
    root = etree.fromstring(to_svg(figure, "fig-c").encode())
    ids = {element.get("id") for element in root.iter()}
    targets = [str(use.get("href")) for use in root.iter(f"{SVG}use")]
    assert targets
    assert all(target.removeprefix("#") in ids for target in targets)


@pytest.mark.parametrize("form", FORMS)
def test_markers_take_their_colours_from_where_they_are_used(form: str) -> None:
    plot, table = FORMS[form]
    root = etree.fromstring(to_svg(plot(table, "wide"), "fig").encode())
    assert not root.findall(f".//{SVG}defs/{SVG}path[@stroke]")
    uses = root.findall(f".//{SVG}use")
    assert all(use.get("stroke") or use.get("fill") for use in uses)


def test_a_drawing_brings_no_styles_into_its_page() -> None:
    svg = svg_of_lines()
    assert not re.search(r"<style|style=|<script|<metadata|<!DOCTYPE|<\?xml|xlink", svg)


def test_text_stays_text_in_the_books_font() -> None:
    root = etree.fromstring(svg_of_lines().encode())
    assert str(root.get("font-family")).startswith("'Report Sans'")
    assert "Germany 100" in [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "$x^2$", r"a & 'b' \frac{1}{2}"])
def test_hostile_labels_are_printed_not_interpreted(label: str) -> None:
    table = series({2000: 1, 2001: 2}, name=f'"{label}:x"', label=label)
    svg = to_svg(plot_lines(table, unit=label, size="wide"), "fig")
    root = etree.fromstring(svg.encode())
    assert label in " ".join(str(text.text) for text in root.iter(f"{SVG}text"))
    assert f'"{label}:x"' in {element.get("data-series") for element in root.iter()}
    assert "<script" not in svg


def test_both_sizes_are_rendered_with_ids_of_their_own() -> None:
    drawings = render(lambda size: plot_lines(TWO, unit="%", size=size), "fig-d")
    assert list(drawings) == ["wide", "narrow"]
    assert 'id="fig-d-wide-' in drawings["wide"]
    assert 'id="fig-d-narrow-' in drawings["narrow"]


DRAW = """
import pandas as pd
from reportlib.content.figures import Break, plot_lines, to_svg
table = pd.DataFrame({"series": "A", "label": "A", "role": "focus",
                      "year": [2000, 2001, 2003, 2004], "value": [1.0, 2.0, 3.0, 1e6],
                      "flag": ["", "", "", "p"]})
figure = plot_lines(table, unit="%", size="wide", breaks=[Break("", 2004, "new")])
print(to_svg(figure, "fig"))
"""


def test_two_processes_draw_the_same_bytes() -> None:
    first, second = (
        subprocess.run(
            [sys.executable, "-c", DRAW],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.startswith(b"<svg")
