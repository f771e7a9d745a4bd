"""The forms of figure: tidy table in, matplotlib figure out; and their SVG.

Every form takes a table and keyword-only choices, names its marks directly, writes units on
the figure, leaves gaps where data are missing, and refuses an empty table by ``ValueError``.
Colours follow a row's ``role``; :data:`reportlib.figures.style.ROLES`
lists the roles, and ``FILLS`` beside it those of areas.
"""

from reportlib.figures.bars import plot_bars
from reportlib.figures.heat import plot_heat
from reportlib.figures.lines import plot_lines, plot_rank_lines
from reportlib.figures.panels import plot_small_multiples
from reportlib.figures.rows import plot_dumbbell, plot_positions, plot_ranking
from reportlib.figures.scatter import plot_scatter
from reportlib.figures.shapes import Break, Size
from reportlib.figures.shares import plot_shares
from reportlib.figures.slope import plot_slope
from reportlib.figures.svg import render, to_svg
from reportlib.figures.tile_map import plot_tile_map
from reportlib.figures.timeline import plot_timeline
from reportlib.figures.tree import plot_tree

__all__ = [
    "Break",
    "Size",
    "plot_bars",
    "plot_dumbbell",
    "plot_heat",
    "plot_lines",
    "plot_positions",
    "plot_rank_lines",
    "plot_ranking",
    "plot_scatter",
    "plot_shares",
    "plot_slope",
    "plot_small_multiples",
    "plot_tile_map",
    "plot_timeline",
    "plot_tree",
    "render",
    "to_svg",
]
