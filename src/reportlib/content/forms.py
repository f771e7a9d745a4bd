"""The forms of figure: how each is drawn, tabulated and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reportlib.content import views
from reportlib.content.figures import (
    Drawing,
    plot_bars,
    plot_dots,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_newest,
    plot_number,
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

PROFILE = Form(
    "Profile: value, trend and place of each measure",
    plot_profile,
    views.profile,
    views.tell_profile,
    has_unit=False,
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

NEWEST = Form(
    "Dots on years",
    plot_newest,
    views.newest,
    views.tell_newest,
    has_unit=False,
)

TREE = Form(
    "Tree",
    plot_tree,
    views.branches,
    views.tell_branches,
    has_unit=False,
    says_unit=False,
)

NUMBER = Form("Large number", plot_number, views.by_year, views.tell_series)
DOTS = Form("Dot chart", plot_dots, views.by_year, views.tell_series)
FEW = 3  # values that are told by themselves: on an axis of years they would seem a trend
MOVES = 0.1  # of a shared axis: what the focus must move to be seen on it


def fitting(
    form: Form, table: pd.DataFrame, choices: Mapping[str, Any]
) -> tuple[Form, pd.DataFrame, dict[str, Any]]:
    """The form in which the values of a form over years are seen, the table and choices for it.

    One value is a large number; two or three are a low row of dots. Where the focus moves too
    little to be seen on the axis that it shares with others, each has a panel of its own scale.
    """
    over_years = form.joins_years or (form is BARS and "year" in table)
    if not over_years or choices.get("marks") is not None:
        return form, table, dict(choices)
    values = int(table["value"].notna().sum())
    if values <= FEW:
        few = NUMBER if values == 1 else DOTS
        label = table["panel_label"] if form is SMALL_MULTIPLES else table["label"]
        drawn = {key: choices[key] for key in ("unit",) if key in choices}
        return replace(form, name=few.name, plot=few.plot), table.assign(label=label), drawn
    if form in (RANK_LINES, BARS) or choices.get("log") or not _hides_focus(table):
        return form, table, dict(choices)
    if form is LINES:
        table = table.assign(panel=table["series"], panel_label=table["label"])
    kept = {key: value for key, value in choices.items() if key in ("unit", "breaks", "columns")}
    return SMALL_MULTIPLES, table, kept | {"shared_y": False}


def _hides_focus(table: pd.DataFrame) -> bool:
    """Whether it moves by less than a tenth of the axis from zero that it shares with peers."""
    own = table.loc[table["role"] == "focus", "value"].dropna()
    if own.empty or not (table["role"] == "peer").any():
        return False
    axis = max(0.0, float(table["value"].max())) - min(0.0, float(table["value"].min()))
    return float(own.max() - own.min()) < MOVES * axis
