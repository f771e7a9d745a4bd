"""The forms of figure: tidy table in, drawing out; and its SVG.

Every form takes a table and keyword-only choices, names its marks directly, writes units on
the figure, leaves gaps where data are missing, and refuses an empty table by ``ValueError``.
Colours follow a row's ``role``; :data:`reportlib.content.figures.style.ROLES`
lists the roles, and ``FILLS`` beside it those of areas.
"""

from reportlib.content.figures.bars import plot_bars
from reportlib.content.figures.canvas import Drawing
from reportlib.content.figures.few import plot_dots, plot_number
from reportlib.content.figures.heat import plot_heat
from reportlib.content.figures.lines import plot_lines, plot_rank_lines
from reportlib.content.figures.newest import plot_newest
from reportlib.content.figures.panels import plot_small_multiples
from reportlib.content.figures.profile import plot_profile
from reportlib.content.figures.rows import plot_dumbbell, plot_positions, plot_ranking
from reportlib.content.figures.scatter import plot_scatter
from reportlib.content.figures.shapes import Break, Size
from reportlib.content.figures.shares import plot_shares
from reportlib.content.figures.small import (
    is_trend,
    plot_columns,
    plot_order,
    plot_spark,
    plot_strip,
)
from reportlib.content.figures.svg import render, to_svg
from reportlib.content.figures.tile_map import plot_tile_map
from reportlib.content.figures.timeline import plot_timeline
from reportlib.content.figures.tree import plot_tree

__all__ = [
    "Break",
    "Drawing",
    "Size",
    "is_trend",
    "plot_bars",
    "plot_columns",
    "plot_dots",
    "plot_dumbbell",
    "plot_heat",
    "plot_lines",
    "plot_newest",
    "plot_number",
    "plot_order",
    "plot_positions",
    "plot_profile",
    "plot_rank_lines",
    "plot_ranking",
    "plot_scatter",
    "plot_shares",
    "plot_small_multiples",
    "plot_spark",
    "plot_strip",
    "plot_tile_map",
    "plot_timeline",
    "plot_tree",
    "render",
    "to_svg",
]
