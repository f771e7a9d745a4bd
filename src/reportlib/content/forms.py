"""The forms of figure: how each is drawn, tabulated and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from reportlib.content import views
from reportlib.content.figures import (
    Drawing,
    plot_bars,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_positions,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_slope,
    plot_small_multiples,
    plot_tile_map,
    plot_timeline,
    plot_tree,
)
from reportlib.content.views import View

Plot = Callable[..., Drawing]  # a tidy table and keyword-only choices to a figure


@dataclass(frozen=True)
class Form:
    """A form of figure: its name in words, how it is drawn, tabulated and told."""

    name: str
    plot: Plot
    view: Callable[[pd.DataFrame, Mapping[str, str]], View]
    tell: Callable[[pd.DataFrame, Mapping[str, str]], str]
    has_unit: bool = True  # whether the plot function names one unit for its values
    says_unit: bool = True  # whether the drawing says what its values are, or needs a subtitle
    joins_years: bool = False  # whether the drawing joins a series' years, save across a break


LINES = Form("Line chart", plot_lines, views.by_year, views.tell_series, joins_years=True)
RANK_LINES = Form(
    "Line chart of ranks", plot_rank_lines, views.by_year, views.tell_series, joins_years=True
)

SMALL_MULTIPLES = Form(
    "Small multiples, one line chart for each panel",
    plot_small_multiples,
    views.by_panel_and_year,
    views.tell_panels,
    joins_years=True,
)

RANKING = Form("Ranked dot chart", plot_ranking, views.ranked, views.tell_ranked)
DUMBBELL = Form("Dumbbell chart", plot_dumbbell, views.start_and_end, views.tell_start_and_end)
SLOPE = Form("Slope chart", plot_slope, views.start_and_end, views.tell_start_and_end)
SCATTER = Form("Scatter plot", plot_scatter, views.x_and_y, views.tell_x_and_y, has_unit=False)
BARS = Form("Bar chart", plot_bars, views.by_category, views.tell_categories)

POSITIONS = Form(
    "Dot chart of positions",
    plot_positions,
    views.positions,
    views.tell_positions,
    has_unit=False,
    says_unit=False,
)

SHARES = Form("Stacked bars of shares", plot_shares, views.by_category, views.tell_categories)
TILE_MAP = Form("Tile map of the world", plot_tile_map, views.by_economy, views.tell_economies)

TIMELINE = Form(
    "Timeline",
    plot_timeline,
    views.events,
    views.tell_events,
    has_unit=False,
    says_unit=False,
)

HEAT = Form("Heat table", plot_heat, views.by_row_and_column, views.tell_cells)

TREE = Form(
    "Tree",
    plot_tree,
    views.branches,
    views.tell_branches,
    has_unit=False,
    says_unit=False,
)
