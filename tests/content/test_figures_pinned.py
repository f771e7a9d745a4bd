"""Every form draws small made tables as they were looked at: places, sizes, colours and texts.

What a drawing must say is tested form by form; how it looks can only be seen. So the drawings
are pinned as digests in ``drawings.json``. Where one was changed with intent, look at it (the
test says where it lies), then pin it anew: ``python -m tests.content.test_figures_pinned``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reportlib.content.figures import (
    Break,
    Drawing,
    Size,
    plot_bars,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_positions,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_small_multiples,
    plot_tile_map,
    plot_timeline,
    plot_tree,
    to_svg,
)
from tests.content.test_figures import (
    BARS,
    EVENTS,
    FORMS,
    HEAT,
    PANELS,
    POINTS,
    POSITIONS,
    RANKING,
    SIZES,
    TREE,
    TWO,
    series,
)
from tests.content.test_figures_areas import MEMBERS, PARTIES, large_heat
from tests.content.test_figures_edges import gapped, grants, lengthened
from tests.content.test_figures_flags import ENDS, last
from tests.content.test_figures_marks import MARKS, RANKS
from tests.content.test_figures_timeline import many
from tests.content.test_figures_tree import large

PINNED = Path(__file__).with_name("drawings.json")

Draw = Callable[[Size], Drawing]


def drawing(plot: Callable[..., Drawing], table: pd.DataFrame, **choices: Any) -> Draw:
    """A drawing that is yet to be made in a size."""
    return lambda size: plot(table, size=size, **choices)


def drawn_as(form: str, table: pd.DataFrame) -> Draw:
    """A drawing of a form with the choices that its tests have."""
    plot, _ = FORMS[form]
    return lambda size: plot(table, size)


BREAKS = [
    Break("DEU", 2005, "new survey"),
    Break("", 2008, "all offices count anew"),
    Break("", 2003),
]
MANY_LINES = pd.concat(
    [
        series(
            {year: 10.0 + 3 * at + (year - 2000) * (at - 2) for year in range(2000, 2012)},
            f"E{at}",
            f"Economy {at}",
            role,
        )
        for at, role in enumerate(["focus", "peer", "peer", "other", "world", "peer"])
    ]
)
NEGATIVE = series({2000: -5.0, 2001: 2.5, 2002: nan, 2003: 4.0, 2004: -1.0})
DOTS = pd.DataFrame(
    {
        "label": [f"Economy {at}" for at in range(24)],
        "role": ["focus", "peer", "peer", *["other"] * 21],
        "x": [float(1 + at * at) for at in range(24)],
        "y": [float(1 + (at * 7) % 24) for at in range(24)],
    }
)
CROWDED = DOTS.iloc[:14].assign(
    role=["focus", *["peer"] * 11, "other", "other"],
    x=[2.0 + 0.01 * (at % 4) for at in range(14)],
    y=[50.0 + 0.2 * (at % 5) for at in range(14)],
)
FAR_APART = DOTS.iloc[:9].assign(
    x=[10.0**power for power in range(9)], y=[10.0**power for power in range(-8, 1)]
)
NAMED_BARS = BARS.assign(category=["Drugs", "Machines", "Drugs", "Machines"])
CHANGES = pd.DataFrame(
    {
        "label": ["Germany", "France", "Japan", "China", "Namibia"],
        "role": ["focus", "peer", "peer", "other", "peer"],
        "start": [2.0, 2.1, 3.0, 0.5, nan],
        "end": [3.0, 2.9, nan, 2.95, 1.0],
    }
)

DRAWINGS: dict[str, Draw] = {
    **{form: drawn_as(form, table) for form, (_, table) in FORMS.items()},
    **{
        f"{form}, long names": drawn_as(form, lengthened(form, table))
        for form, (_, table) in FORMS.items()
    },
    "lines with breaks": drawing(plot_lines, TWO, unit="%", breaks=BREAKS),
    "lines of years with data": drawing(plot_lines, gapped(1), unit="%", observed_only=True),
    "lines with gaps": drawing(plot_lines, gapped(1), unit="%"),
    "lines within years": drawing(plot_lines, TWO, unit="%", year_range=(1995, 2005)),
    "lines on a logarithmic axis": drawing(
        plot_lines, TWO.assign(value=TWO["value"] + 1), unit="%", log=True
    ),
    "lines below zero": drawing(plot_lines, NEGATIVE, unit="%"),
    "lines with flags": drawing(plot_lines, last(TWO), unit="%"),
    "many lines": drawing(plot_lines, MANY_LINES, unit="%"),
    "lines and statements": drawing(plot_lines, TWO, unit="%", marks=MARKS),
    "ranks and statements": drawing(plot_rank_lines, RANKS, unit="rank", marks=MARKS),
    "ranks with breaks": drawing(plot_rank_lines, TWO.assign(value=3), unit="rank", breaks=BREAKS),
    "ranking with flags": drawing(plot_ranking, last(RANKING), unit="n", n=90),
    "ranking of zeros": drawing(plot_ranking, RANKING.assign(value=0.0), unit="%", n=3),
    "dumbbells": drawing(plot_dumbbell, last(CHANGES, "end_flag"), unit="%", **ENDS),
    "positions with flags": drawing(plot_positions, last(POSITIONS)),
    "a position alone": drawing(plot_positions, POSITIONS.assign(rank=1, n=1)),
    "dots on logarithmic axes": drawing(
        plot_scatter, POINTS, x_unit="US$", y_unit="%", x_log=True, y_log=True
    ),
    "crowded dots": drawing(
        plot_scatter,
        pd.concat([CROWDED, POINTS.assign(role="other")]),
        x_unit="US$",
        y_unit="%",
    ),
    "dots over many powers of ten": drawing(
        plot_scatter, FAR_APART, x_unit="US$", y_unit="%", x_log=True, y_log=True
    ),
    "many dots": drawing(plot_scatter, last(DOTS), x_unit="US$", y_unit="%"),
    "stacked bars": drawing(plot_bars, BARS, unit="n", stacked=True),
    "bars with a gap": drawing(plot_bars, BARS.assign(value=[40.0, nan, 20.0, 25.0]), unit="n"),
    "many bars": drawing(plot_bars, grants(26), unit="n"),
    "bars below zero": drawing(plot_bars, BARS.assign(value=[40.0, -50.0, 20.0, -25.0]), unit="n"),
    "lying bars": drawing(plot_bars, last(NAMED_BARS), unit="n"),
    "lying stacked bars": drawing(plot_bars, NAMED_BARS, unit="n", stacked=True),
    "lying bars below zero": drawing(
        plot_bars, NAMED_BARS.assign(value=[40.0, -50.0, nan, 25.0]), unit="n"
    ),
    "shares that lack a part": drawing(
        plot_shares, BARS.assign(value=[40.0, 50.0, nan, 25.0]), unit="%"
    ),
    "shares of a known whole": drawing(plot_shares, last(BARS), unit="%", whole=100),
    "heat of all": drawing(plot_heat, HEAT, unit="%", by="all", absent="none in the list"),
    "large heat": drawing(plot_heat, large_heat(9, 12), unit="%"),
    "map of categories": drawing(plot_tile_map, MEMBERS, unit="Treaty", n=3, categories=PARTIES),
    "panels with breaks": drawing(plot_small_multiples, PANELS, unit="%", breaks=BREAKS),
    "panels of their own scales": drawing(plot_small_multiples, PANELS, unit="%", shared_y=False),
    "seven panels": drawing(plot_small_multiples, last(gapped(7)), unit="%"),
    "panels of several lines": drawing(
        plot_small_multiples,
        pd.concat([MANY_LINES.assign(panel=p, panel_label=p) for p in "ab"]),
        unit="%",
        columns=1,
    ),
    "many events": drawing(plot_timeline, many(12, text="accession")),
    "grouped events": drawing(
        plot_timeline, EVENTS.assign(group=["Treaties", "Treaties", "Plans"])
    ),
    "events within years": drawing(plot_timeline, EVENTS, year_range=(1980, 2020)),
    "large tree": drawing(plot_tree, large(2, 3)),
    "tree with a key": drawing(plot_tree, TREE, closed_label="a view", open_label="left open"),
}


def digest(svg: str) -> str:
    return sha256(svg.encode()).hexdigest()[:16]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_as_it_was_looked_at(name: str, size: Size, tmp_path: Path) -> None:
    svg = to_svg(DRAWINGS[name](size), "fig")
    (tmp_path / "drawing.svg").write_text(svg, encoding="utf-8")

    assert digest(svg) == json.loads(PINNED.read_text(encoding="utf-8"))[name][size], (
        f"look at {tmp_path / 'drawing.svg'}"
    )


def pin() -> None:
    """Pin every drawing as it is now."""
    found = {
        name: {size: digest(to_svg(draw(size), "fig")) for size in SIZES}
        for name, draw in DRAWINGS.items()
    }
    PINNED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    pin()
