"""Tile maps, heat tables and shares: areas whose colours are values."""

from __future__ import annotations

import csv
import re
from math import dist, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from lxml import etree

from reportlib import web
from reportlib.base.tiles import TILES as LAYOUT
from reportlib.content.figures import (
    Drawing,
    Size,
    plot_heat,
    plot_shares,
    plot_tile_map,
    style,
    to_svg,
)
from reportlib.content.figures.canvas import Area
from reportlib.content.figures.heat import heat_role
from reportlib.content.figures.shares import say_share
from reportlib.content.figures.steps import quantile_bounds, step_role, step_roles, step_swatches
from reportlib.content.views import by_row_and_column
from tests.content.drawn import each, extent, written
from tests.content.drawn import marks as marks_of
from tests.content.test_figures import (
    BARS,
    HEAT,
    NAMES,
    SIZES,
    SVG,
    TILES,
    luminance,
    texts,
)

ECONOMIES = Path(__file__).parents[2] / "data" / "economies.csv"
HOSTILE = ["<script>alert(1)</script>", "$x^2$", r"a & 'b' \\frac{1}{2}", *NAMES]
EDGES_OF_THE_WORLD = ["SLV", "GRL", "NOR", "KNA", "CHE", "COD", "LSO", "MUS", "NZL", "PYF", "MNP"]
PARTIES = {"Party": "bound", "Signed only": "signed", "Not a party": "unbound"}
MEMBERS = TILES.assign(category=pd.Series(["Party", "Signed only", None, "Not a party"]))


def economies() -> dict[str, str]:
    """The two letters of every economy, by code."""
    with ECONOMIES.open(encoding="utf-8", newline="") as file:
        return {row["economy"]: row["iso2"] for row in csv.DictReader(file)}


def marks(figure: Drawing, kind: str, series: str | None = None) -> dict[str, list[str]]:
    """The roles of the rectangles of a kind, by series."""
    found: dict[str, list[str]] = {}
    for area in marks_of(figure, Area, kind, series):
        found.setdefault(area.series, []).append(area.role)
    return found


# The layout of the tiles


def test_every_economy_has_one_tile() -> None:
    assert set(LAYOUT) == set(economies())


def test_no_two_economies_stand_on_one_tile() -> None:
    assert len({(tile.column, tile.row) for tile in LAYOUT.values()}) == len(LAYOUT)


def test_tiles_show_the_letters_of_the_dataset() -> None:
    assert {code: tile.letters for code, tile in LAYOUT.items()} == economies()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FRA", "ESP"),
        ("USA", "CAN"),
        ("BRA", "ARG"),
        ("CHN", "MNG"),
        ("IND", "NPL"),
        ("KEN", "UGA"),
    ],
)
def test_neighbours_stand_near_each_other(one: str, other: str) -> None:
    first, second = LAYOUT[one], LAYOUT[other]
    assert dist((first.column, first.row), (second.column, second.row)) <= 2.3


@pytest.mark.parametrize(
    ("west", "east"),
    [("USA", "GBR"), ("BRA", "NGA"), ("DEU", "IND"), ("IND", "JPN"), ("ZAF", "AUS")],
)
def test_continents_stand_from_west_to_east(west: str, east: str) -> None:
    assert LAYOUT[west].column < LAYOUT[east].column


@pytest.mark.parametrize(
    ("north", "south"), [("CAN", "BRA"), ("NOR", "ITA"), ("DEU", "ZAF"), ("CHN", "AUS")]
)
def test_continents_stand_from_north_to_south(north: str, south: str) -> None:
    assert LAYOUT[north].row < LAYOUT[south].row


# Tile maps


@pytest.mark.parametrize("size", SIZES)
def test_every_economy_is_drawn_with_or_without_data(size: Size) -> None:
    tiles = marks(plot_tile_map(TILES, unit="%", size=size, n=3), "tile")
    assert set(tiles) == set(LAYOUT)
    assert tiles["NAM"] == tiles["ZAF"] == ["unknown"]
    assert tiles["DEU"] == ["step-5", "focus"]


def test_only_a_page_has_letters_on_its_tiles() -> None:
    assert {"DE", "VC"} <= set(texts(plot_tile_map(TILES, unit="%", size="wide", n=3)))
    assert "VC" not in texts(plot_tile_map(TILES, unit="%", size="narrow", n=3))


@pytest.mark.parametrize("size", SIZES)
def test_a_map_writes_the_ranges_the_focus_and_how_many_have_data(size: Size) -> None:
    said = texts(plot_tile_map(TILES, unit="Researchers", size=size, n=145))
    assert {"under 3,400", "3,400 to under 5,500", "5,500 or more", "no data"} <= set(said)
    assert "Germany: 5,926" in said
    assert "Researchers, 145 economies with data" in said


def test_a_focus_without_data_is_named_all_the_same() -> None:
    table = TILES.assign(role=["other", "other", "focus", "other"])
    assert "Namibia: no data" in texts(plot_tile_map(table, unit="%", size="wide", n=3))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", [*list(LAYOUT)[::9], *EDGES_OF_THE_WORLD])
def test_the_focus_label_hides_no_tile_and_stays_on_the_figure(code: str, size: Size) -> None:
    table = TILES.iloc[:1].assign(economy=code, label="Republic of Somewhere")
    figure = plot_tile_map(table, unit="%", size=size, n=1)
    (box,) = [box for text, box in written(figure, "label") if text.role == "focus"]
    tiles = [extent(plot, tile) for plot, tile in each(figure, Area, "tile")]
    assert not any(box.overlaps(tile) for tile in tiles)
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= figure.width + 1
    assert box.y1 <= figure.height


def test_categories_have_the_roles_given() -> None:
    figure = plot_tile_map(MEMBERS, unit="Treaty", size="wide", n=3, categories=PARTIES)
    tiles = marks(figure, "tile")
    assert [tiles[code][0] for code in MEMBERS["economy"]] == [
        "bound",
        "signed",
        "unknown",
        "unbound",
    ]
    assert {*PARTIES, "no data", "Germany: Party"} <= set(texts(figure))


def test_an_unknown_category_is_refused() -> None:
    table = MEMBERS.assign(category="Observer")
    with pytest.raises(ValueError, match="no role for the category 'Observer'"):
        plot_tile_map(table, unit="Treaty", size="wide", n=4, categories=PARTIES)


def test_categories_of_which_none_is_known_are_refused() -> None:
    table = MEMBERS.assign(category=None)
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_tile_map(table, unit="Treaty", size="wide", n=4, categories=PARTIES)


def test_an_economy_without_a_tile_is_refused() -> None:
    with pytest.raises(ValueError, match="no tile for the economies \\['ATA'\\]"):
        plot_tile_map(
            TILES.assign(economy=["DEU", "FRA", "NAM", "ATA"]), unit="%", size="wide", n=3
        )


def test_two_values_of_an_economy_are_refused() -> None:
    with pytest.raises(ValueError, match="two rows"):
        plot_tile_map(pd.concat([TILES, TILES]), unit="%", size="wide", n=8)


def test_a_map_cannot_draw_more_economies_than_it_is_said_to() -> None:
    with pytest.raises(ValueError, match="2 economies are said to have data"):
        plot_tile_map(TILES, unit="%", size="wide", n=2)


# Steps


def test_more_steps_than_colours_are_refused() -> None:
    with pytest.raises(ValueError, match="6 steps"):
        step_roles(6)


def test_quantile_bounds_are_round_and_part_the_values_evenly() -> None:
    values = [float(value**2) for value in range(1, 101)]
    bounds = quantile_bounds(values)
    assert bounds == [400.0, 1500.0, 4000.0, 6000.0]
    counts = pd.Series([step_role(value, bounds) for value in values]).value_counts()
    assert counts.min() >= 10


@pytest.mark.parametrize("values", [[1.0] * 9, [0.0] * 8 + [5.0], [-3.0, -2.0, nan, 4.0], [7.0]])
def test_every_step_holds_a_value(values: list[float]) -> None:
    bounds = quantile_bounds(values)
    present = [value for value in values if value == value]
    used = {step_role(value, bounds) for value in present}
    assert used == set(step_roles(len(bounds) + 1))


def test_close_values_are_parted_by_finer_bounds() -> None:
    assert len(quantile_bounds([float(value) for value in np.linspace(55, 60, 40)])) == 4


def test_a_bound_belongs_to_the_step_above() -> None:
    assert step_role(10.0, [10.0, 20.0]) == step_roles(3)[1]
    assert [swatch.text for swatch in step_swatches([0.5, 20.0])] == [
        "under 0.5",
        "0.5 to under 20",
        "20 or more",
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_fewer_steps_are_as_far_apart_as_can_be(count: int) -> None:
    roles = step_roles(count)
    assert len(set(roles)) == count
    assert roles == sorted(roles)
    if count > 1:
        assert (roles[0], roles[-1]) == ("step-1", "step-5")


# Heat tables


def cells(figure: Drawing) -> dict[str, list[str]]:
    return marks(figure, "tile")


@pytest.mark.parametrize("size", SIZES)
def test_a_heat_table_writes_labels_and_values(size: Size) -> None:
    said = texts(plot_heat(HEAT, unit="Various", size=size))
    assert {"Germany", "France", "R&D, % of GDP", "Grants", "3.15", "17k", ".."} <= set(said)


def test_cells_are_coloured_within_their_column_or_among_all() -> None:
    table = HEAT.assign(value=[3.0, 100.0, 2.0, 90.0])
    assert cells(plot_heat(table, unit="%", size="wide")) == {
        "DEU": ["step-5", "step-5", "focus"],
        "FRA": ["step-1", "step-1"],
    }
    assert cells(plot_heat(table, unit="%", size="wide", by="all"))["FRA"] == ["step-1", "step-5"]


def test_columns_of_an_ordered_kind_stand_in_its_order_in_drawing_and_table() -> None:
    years = pd.Categorical(["2009", "2001", "2009"], ["2001", "2009"], ordered=True)
    table = HEAT.head(3).assign(row=["A", "B", "B"], column=years, rows="")
    table["column_label"] = years.astype(str)
    drawn = texts(plot_heat(table, unit="n", size="wide"))
    assert drawn.index("2001") < drawn.index("2009")
    assert [column.title for column in by_row_and_column(table, {}).columns[1:]] == ["2001", "2009"]


def test_a_missing_cell_is_blank_with_two_dots() -> None:
    figure = plot_heat(HEAT, unit="%", size="wide")
    assert len(cells(figure)["FRA"]) == 1
    assert ".. no data" in texts(figure)
    assert ".. no data" not in texts(plot_heat(HEAT.iloc[:2], unit="%", size="wide"))


def test_the_key_says_what_a_missing_cell_means_where_told() -> None:
    said = texts(plot_heat(HEAT, unit="%", size="wide", absent="none in the list"))
    assert ".. none in the list" in said
    assert ".. no data" not in said


def test_rows_and_columns_keep_the_order_of_the_table() -> None:
    said = texts(plot_heat(HEAT.iloc[::-1], unit="%", size="wide"))
    assert said.index("France") < said.index("Germany")
    assert said.index("Grants") < said.index("R&D, % of GDP")


def test_a_cell_with_two_values_is_refused() -> None:
    with pytest.raises(ValueError, match="a cell has two values"):
        plot_heat(pd.concat([HEAT, HEAT]), unit="%", size="wide")


@pytest.mark.parametrize(
    ("value", "role"), [(0.0, "step-1"), (19.9, "step-1"), (20.0, "step-2"), (100.0, "step-5")]
)
def test_the_range_is_cut_into_five_steps(value: float, role: str) -> None:
    assert heat_role(value, 0.0, 100.0) == role


def test_equal_values_have_the_middle_colour() -> None:
    assert heat_role(3.0, 3.0, 3.0) == "step-3"


def large_heat(columns: int, rows: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "row": f"r{row}",
                "row_label": f"Economy number {row}",
                "role": "focus" if row == 3 else "peer",
                "column": f"c{column}",
                "column_label": f"Expenditure {column}, % of GDP",
                "value": float(row * column),
                "text": "",
            }
            for row in range(rows)
            for column in range(columns)
        ]
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("columns", "rows"), [(10, 14), (3, 2), (1, 1)])
def test_texts_of_a_heat_table_never_collide(columns: int, rows: int, size: Size) -> None:
    figure = plot_heat(large_heat(columns, rows), unit="Various", size=size)
    boxes = [box for _, box in written(figure)]
    for number, box in enumerate(boxes):
        assert box.x0 >= -0.5
        assert box.x1 <= figure.width + 0.5
        assert not any(box.padded(-1.6).overlaps(other.padded(-1.6)) for other in boxes[:number])


def test_columns_that_are_too_many_for_a_phone_continue_below() -> None:
    table = large_heat(10, 4).assign(text="12,345")
    names = {
        size: texts(plot_heat(table, unit="Various", size=size)).count("Economy number 3")
        for size in SIZES
    }
    assert names == {"wide": 1, "narrow": 2}


# Shares


SHARES = BARS.assign(category=["Germany", "France", "Germany", "France"])


def parts(figure: Drawing) -> list[tuple[float, float]]:
    return [(round(bar.x, 6), round(bar.width, 6)) for bar in marks_of(figure, Area, "bar")]


@pytest.mark.parametrize("size", SIZES)
def test_parts_fill_the_whole_in_the_order_of_the_table(size: Size) -> None:
    figure = plot_shares(SHARES, unit="Share", size=size)
    first, second, *_ = parts(figure)
    assert first == (0.0, round(100 * 40 / 60, 6))
    assert sum(second) == pytest.approx(100, abs=1e-5)
    said = texts(figure)
    assert {"67%", "33%", "Residents", "Non-residents", "0%", "100%"} <= set(said)
    assert said.index("Germany") < said.index("France")


def test_a_category_that_lacks_a_part_has_no_shares() -> None:
    figure = plot_shares(SHARES.assign(value=[40.0, 50.0, nan, 25.0]), unit="Share", size="wide")
    assert len(parts(figure)) == 2
    assert "part n/a" in texts(figure)


def test_with_a_known_whole_the_other_parts_are_drawn_and_the_lack_is_flagged() -> None:
    table = SHARES.assign(value=[40.0, 50.0, nan, 50.0])
    figure = plot_shares(table, unit="Share", size="wide", whole=100)
    assert parts(figure) == [(0.0, 40.0), (0.0, 50.0), (50.0, 50.0)]
    assert texts(figure).count("part n/a") == 1


def test_a_category_without_any_part_says_so() -> None:
    table = SHARES.assign(value=[nan, 50.0, nan, 25.0])
    assert "n/a" in texts(plot_shares(table, unit="Share", size="wide"))


def test_parts_that_exceed_their_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 50"):
        plot_shares(SHARES, unit="Share", size="wide", whole=50)


def test_negative_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative values"):
        plot_shares(SHARES.assign(value=-1.0), unit="Share", size="wide")


def test_two_values_of_a_part_are_refused() -> None:
    with pytest.raises(ValueError, match="two values in one category"):
        plot_shares(SHARES.assign(series="one"), unit="Share", size="wide")


@pytest.mark.parametrize("size", SIZES)
def test_shares_are_written_only_where_they_fit(size: Size) -> None:
    table = SHARES.assign(value=[99.0, 50.0, 1.0, 50.0])
    figure = plot_shares(table, unit="Share", size=size)
    assert "99%" in texts(figure)
    assert "1%" not in texts(figure)


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.2, "<1%"), (12.4, "12%"), (99.7, ">99%"), (100.0, "100%")]
)
def test_a_small_share_is_not_called_nothing(share: float, text: str) -> None:
    assert say_share(share) == text


# Texts from outside


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_of_areas_are_printed_not_interpreted(label: str) -> None:
    figures = {
        "map": plot_tile_map(TILES.assign(label=label), unit=label, size="wide", n=3),
        "heat": plot_heat(HEAT.assign(row_label=label, text=label), unit=label, size="wide"),
        "shares": plot_shares(
            SHARES.assign(category=SHARES["category"] + label), unit=label, size="wide"
        ),
    }
    for figure in figures.values():
        svg = to_svg(figure, "fig")
        assert label.split()[0] in " ".join(texts(figure))
        assert "<script" not in svg
        assert etree.fromstring(svg.encode()).tag == f"{SVG}svg"


# Colours


CSS = (Path(web.__file__).parent / "static" / "report.css").read_text(encoding="utf-8")
DARK = dict(re.findall(r'\[fill="(#[0-9a-f]{6})"\] \{ fill: light-dark\(\1, (#[0-9a-f]{6})', CSS))
THEMES = {"light": {colour: colour for colour in DARK}, "dark": DARK}
CONFIG = yaml.safe_load((ECONOMIES.parents[1] / "_config.yml").read_text(encoding="utf-8"))
PRINT = {one: one for one in DARK} | CONFIG["sphinx"]["config"]["typst_svg_palette"]
# Machado, Oliveira and Fernandes (2009), the whole loss of a kind of cone
DEFICIENCIES = {
    "none": np.eye(3),
    "protan": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deutan": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritan": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
CATEGORIES = ["bound", "signed", "unbound"]
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
) / np.array([[0.9505], [1.0], [1.089]])


def contrast(one: str, other: str) -> float:
    pale, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


def lab(colour: str, deficiency: str) -> tuple[float, float, float]:
    """A colour as CIE L*a*b*, as somebody sees it."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(DEFICIENCIES[deficiency] @ linear, 0, 1)
    x, y, z = (float(part) for part in np.cbrt(np.maximum(TO_XYZ @ seen, 1e-4)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", [role for role in style.ROLES | style.FILLS if role != "unknown"])
def test_text_inside_areas_is_legible_in_both_themes(role: str, theme: str) -> None:
    swap = THEMES[theme]
    inside, area = swap[style.inside_colour(role)], swap[style.colour(role)]
    assert contrast(inside, area) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", ["focus", "peer", "peer-2"])
def test_labels_of_lines_are_legible_in_both_themes(role: str, theme: str) -> None:
    swap = THEMES[theme]
    assert contrast(swap[style.text_colour(role)], swap[style.PAPER]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_peers_are_told_apart_without_colour(theme: str) -> None:
    swap = THEMES[theme]
    one, other = (lab(swap[style.colour(role)], "none")[0] for role in ("peer", "peer-2"))
    assert abs(one - other) >= 14


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", style.FILLS)
def test_areas_or_their_edges_stand_out_from_the_page(role: str, theme: str) -> None:
    swap = THEMES[theme]
    outer = swap[style.EDGES.get(role, style.colour(role))]
    assert contrast(outer, swap[style.PAPER]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_steps_are_told_apart_by_lightness(deficiency: str, theme: str) -> None:
    swap = THEMES[theme]
    lightness = [lab(swap[style.colour(role)], deficiency)[0] for role in style.STEPS]
    changes = np.diff(lightness) * (-1 if theme == "light" else 1)
    assert changes.min() >= 9
    paper = lab(swap[style.PAPER], deficiency)[0]
    assert abs(lightness[0] - paper) >= 12


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_categories_are_told_apart_by_everybody(deficiency: str, theme: str) -> None:
    swap = THEMES[theme]
    seen = [lab(swap[style.colour(role)], deficiency) for role in CATEGORIES]
    distances = [dist(a, b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(distances) >= 20


# In print


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("invention", "design"), ("design", "utility_model"), ("invention", "utility_model"),
        ("resident", "nonresident"), ("receipts", "payments"), ("strength", "gap"),
        ("focus", "peer"), ("peer", "peer-2"), ("focus", "peer-2"), ("bound", "signed"),
        ("signed", "unbound"),
    ],
)  # fmt: skip
def test_neighbours_are_told_apart_in_grey_print(one: str, other: str) -> None:
    first, second = (lab(PRINT[style.colour(role)], "none")[0] for role in (one, other))
    assert abs(first - second) >= 14


@pytest.mark.parametrize("role", ["bound", "signed", "unbound"])
def test_letters_of_tiles_are_legible_in_print(role: str) -> None:
    inside, area = PRINT[style.inside_colour(role)], PRINT[style.colour(role)]
    assert contrast(inside, area) >= 6
