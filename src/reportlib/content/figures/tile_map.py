"""Every economy as a square of one size, on a map of the world without borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import hypot, isnan
from operator import itemgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlib.base.tiles import COLUMNS, ROWS, TILES
from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import Box, Drawing
from reportlib.content.figures.frame import GAP
from reportlib.content.figures.scales import format_stated, is_whole
from reportlib.content.figures.shapes import (
    Size,
    anchors_of,
    check_columns,
    check_table,
    flags_of,
)
from reportlib.content.figures.steps import (
    Swatch,
    draw_square,
    draw_swatches,
    quantile_bounds,
    step_role,
    step_swatches,
    swatches_height,
)
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE
from reportlib.content.figures.text import text_height, text_width, wrap

NO_DATA = "no data"
UNKNOWN = Swatch("unknown", NO_DATA)
SPACE = 1.0  # between tiles
OCEAN = (9, 13)  # columns before and rows below are free for the key, in the south-west
LABEL_WIDTH = 120.0
OVER_LETTERS, OVER_TILES = 3.0, 1.2  # how much worse a leader aslant is than one between tiles
AIR = 3.0  # between a leader and the text it leads to

Spot = tuple[float, float]
Leader = tuple[Spot, Spot]


def plot_tile_map(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    n: int,
    categories: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Drawing:
    """Draw a tile for every economy of the world, coloured by its value or its category.

    Tiles of economies that the table lacks, or lacks a value for, are hollow. Those with the
    role ``focus`` are outlined and named with their values.

    Args:
        table: Columns ``economy`` (ISO alpha-3 code), ``label``, ``role``, and ``value`` or,
            with ``categories``, ``category``; in any order.
        unit: What the values count, written above the figure.
        size: For a page or a phone; only a page has room for letters on the tiles.
        n: How many economies have data, those without a tile included.
        categories: The categories in the order of the key, with the role of each, such as
            ``{"Party": "bound", "Signed only": "signed", "Not a party": "unbound"}``.
        names: The names of economies, which hollow tiles carry: no row of the table does.

    Raises:
        ValueError: There is nothing to draw, an economy has no tile or two rows, a category
            or its role is unknown, or fewer than the economies drawn are said to have data.
    """
    column = "value" if categories is None else "category"
    _check(table, column, n)
    if categories is None:
        bounds = quantile_bounds(table["value"].astype(float))
        swatches = step_swatches(bounds)
        roles = [
            UNKNOWN.role if isnan(value) else step_role(value, bounds)
            for value in table["value"].astype(float)
        ]
    else:
        swatches = [Swatch(role, text) for text, role in categories.items()]
        roles = [_category_role(category, categories) for category in table["category"]]
    drawn = dict(zip(table["economy"].astype(str), roles, strict=True))
    if any(drawn.get(code, UNKNOWN.role) == UNKNOWN.role for code in TILES) and not any(
        swatch.role == UNKNOWN.role for swatch in swatches
    ):
        swatches = [*swatches, UNKNOWN]
    figure, grid, taken = _draw_frame(f"{unit}, {n:,} economies with data", size, swatches)
    _draw_tiles(figure, grid, drawn, names or {}, letters=size == "wide")
    told = table.assign(
        told=_told(table, column), rests=[stated is not None for stated in anchors_of(table)]
    )
    _name_focus(figure, grid, told, taken, OVER_LETTERS if size == "wide" else OVER_TILES)
    return figure


def _check(table: pd.DataFrame, column: str, n: int) -> None:
    columns = ("economy", "label", "role", column)
    if column == "value":
        check_table(table, columns, ["value"])
    else:
        check_columns(table, columns)
        if table["category"].isna().all():
            raise ValueError(f"nothing to draw: {len(table)} rows, no category")
    homeless = sorted(set(table["economy"].astype(str)) - TILES.keys())
    if homeless:
        raise ValueError(f"no tile for the economies {homeless}; leave such rows out")
    if table["economy"].duplicated().any():
        raise ValueError("an economy has two rows")
    present = int(table[column].notna().sum())
    if n < present:
        raise ValueError(f"{n} economies are said to have data, but {present} are drawn with one")


def _category_role(category: object, categories: Mapping[str, str]) -> str:
    if pd.isna(category):  # type: ignore[call-overload]
        return UNKNOWN.role
    if category not in categories:
        raise ValueError(f"no role for the category {category!r}; known are {list(categories)}")
    return categories[str(category)]


def _told(table: pd.DataFrame, column: str) -> list[str]:
    """The value or category of each row, as its name is followed by."""
    if column == "category":
        return [NO_DATA if pd.isna(one) else str(one) for one in table[column]]
    values = [float(value) for value in table[column]]
    whole = is_whole(values)
    return [
        NO_DATA if isnan(value) else format_stated(value, flags, stated, whole=whole)
        for value, flags, stated in zip(values, flags_of(table), anchors_of(table), strict=True)
    ]


def _draw_frame(
    header: str, size: Size, swatches: Sequence[Swatch]
) -> tuple[Drawing, Box, list[Box]]:
    """Write header and key; return the box of the grid, and what of it the key takes.

    A page has room for the key in the south-west of the map, a phone only above it.
    """
    width = style.WIDTHS[size]
    side = width / COLUMNS
    head, body = frame.header_height(header, size), ROWS * side
    if size == "narrow":
        key_height = swatches_height(swatches, width) + GAP
        figure, area = frame.new_figure(size, head + key_height + body)
        draw_swatches(figure, frame.draw_header(figure, area, header), swatches)
        return figure, Box(0, 0, width, body), []
    key_width = (OCEAN[0] - 0.5) * side
    key_height = swatches_height(swatches, key_width, listed=True)
    below = max(0.0, OCEAN[1] * side + key_height - body)
    figure, area = frame.new_figure(size, head + body + below)
    frame.draw_header(figure, area, header)
    key = Box(0, 0, key_width, key_height)
    draw_swatches(figure, key, swatches, listed=True)
    return figure, Box(0, below, width, below + body), [key]


def _place(code: str, grid: Box) -> Box:
    """The box of an economy's tile."""
    side = grid.width / COLUMNS
    tile = TILES[code]
    left, top = grid.left + tile.column * side, grid.top - tile.row * side
    half = SPACE / 2
    return Box(left + half, top - side + half, left + side - half, top - half)


def _draw_tiles(
    figure: Drawing, grid: Box, roles: Mapping[str, str], names: Mapping[str, str], *, letters: bool
) -> None:
    for code, tile in TILES.items():
        role = roles.get(code, UNKNOWN.role)
        box = _place(code, grid)
        name = names.get(code, "") if role == UNKNOWN.role else ""
        draw_square(figure, box, role, "tile", code, name=name)
        if letters:
            frame.write(
                figure, (box.left + box.right) / 2, (box.bottom + box.top) / 2, tile.letters,
                "label", role=role, series=code, colour=style.inside_colour(role),
                size=SMALL_SIZE, ha="center",
            )  # fmt: skip


def _name_focus(
    figure: Drawing, grid: Box, table: pd.DataFrame, taken: Sequence[Box], aslant: float
) -> None:
    """Outline the focus and write its name and value on the nearest water."""
    taken = [*taken, *(_place(code, grid) for code in TILES)]
    for row in table[table["role"] == "focus"].itertuples():
        code = str(row.economy)
        tile = _place(code, grid)
        text, box, leader = _nearest_room(_wordings(row.label, row.told), tile, grid, taken, aslant)
        _draw_leader(figure, leader, code)
        figure.area(
            "tile", tile.left - 0.5, tile.bottom - 0.5, tile.width + 1, tile.height + 1, fill="",
            role="focus", series=code, edge=style.colour("focus"), edge_width=2.2, order=3,
        )  # fmt: skip
        middle = (box.bottom + box.top) / 2
        frame.write_label(figure, box.left, middle, text, "focus", code, anchor=bool(row.rests))
        taken.append(box)


def _wordings(label: object, told: object) -> list[str]:
    """Name and value in few lines, and in narrow ones."""
    return [
        wrap(f"{label}: {told}", LABEL_WIDTH, weight=style.BOLD),
        "\n".join(
            wrap(one, LABEL_WIDTH / 2, weight=style.BOLD) for one in (f"{label}:", f"{told}")
        ),
    ]


def _nearest_room(
    texts: Sequence[str], tile: Box, grid: Box, taken: Sequence[Box], aslant: float
) -> tuple[str, Box, Leader]:
    """The text and free box that are nearest to a tile, and the line between the two.

    Beside the tile where no box is free.
    """
    free = _rooms(texts, tile, grid, taken, aslant)
    if nearest := min(free, key=itemgetter(0), default=None):
        return nearest[1:]
    width, height = text_width(texts[0], TEXT_SIZE, style.BOLD), text_height(texts[0])
    corner = (tile.right, tile.top)
    beside = Box(tile.right, tile.top, tile.right + width, tile.top + height)
    return texts[0], beside, (corner, corner)


def _rooms(
    texts: Sequence[str], tile: Box, grid: Box, taken: Sequence[Box], aslant: float
) -> Iterator[tuple[float, str, Box, Leader]]:
    """Where the texts could stand, each with its cost and its leader."""
    for text in texts:
        width = text_width(text, TEXT_SIZE, style.BOLD)
        height = (text.count("\n") + 1) * TEXT_SIZE * LINE_HEIGHT
        corners = np.array(list(_corners(width, height, grid))).reshape(-1, 2)
        for left, bottom in corners[_are_free(corners, width, height, taken)].tolist():
            box = Box(left, bottom, left + width, bottom + height)
            cost, leader = min((_cost(*one, aslant), one) for one in _leaders(tile, box))
            yield cost, text, box, leader


def _corners(width: float, height: float, grid: Box) -> Iterator[tuple[float, float]]:
    """Lower left corners of boxes within the grid: some half a tile apart from each other.

    Between them are boxes whose middle lies between two rows of tiles.
    """
    half = grid.width / COLUMNS / 2
    across = int((grid.width - width) // half)
    up = int((grid.height - height) // half)
    bottoms = [grid.bottom + step * half for step in range(up + 1)]
    centred = [grid.bottom + row * 2 * half - height / 2 for row in range(1, ROWS)]
    centred = [one for one in centred if grid.bottom <= one <= grid.top - height]
    lefts = [grid.left + step * half for step in range(across + 1)]
    yield from product(lefts, [*bottoms, *centred])


def _are_free(
    corners: NDArray[np.float64], width: float, height: float, taken: Sequence[Box]
) -> NDArray[np.bool_]:
    """Which boxes of a size, given by their corners, have nothing near them."""
    margin = 2.0
    lefts, bottoms = corners.T[:, :, None]
    left, bottom, right, top = np.array([[b.left, b.bottom, b.right, b.top] for b in taken]).T
    near = (
        (lefts < right + margin)
        & (left < lefts + width + margin)
        & (bottoms < top + margin)
        & (bottom < bottoms + height + margin)
    )
    free: NDArray[np.bool_] = ~near.any(axis=1)
    return free


def _leaders(tile: Box, box: Box) -> Iterator[Leader]:
    """Lines from a tile to a box: along the spaces between tiles, and the shortest."""
    half = SPACE / 2
    box = Box(box.left - AIR, box.bottom - 1, box.right + AIR, box.top + 1)
    up, right = box.bottom > tile.top, box.left > tile.right
    for x in (tile.left - half, tile.right + half):
        if box.left + 2 * AIR <= x <= box.right - 2 * AIR:
            yield (x, tile.top if up else tile.bottom), (x, box.bottom if up else box.top)
    for y in (tile.bottom - half, tile.top + half):
        if abs(y - (box.bottom + box.top) / 2) < AIR:
            yield (tile.right if right else tile.left, y), (box.left if right else box.right, y)
    yield _clamp(box, tile), _clamp(tile, box)


def _clamp(one: Box, other: Box) -> Spot:
    """The place in ``other`` that is nearest to the middle of ``one``."""
    x, y = (one.left + one.right) / 2, (one.bottom + one.top) / 2
    return min(max(x, other.left), other.right), min(max(y, other.bottom), other.top)


def _cost(start: Spot, end: Spot, aslant: float) -> float:
    """The length of a leader, multiplied where it runs aslant over other tiles."""
    across, up = abs(end[0] - start[0]), abs(end[1] - start[1])
    return (across + up) if 0 in (across, up) else aslant * hypot(across, up)


def _draw_leader(figure: Drawing, leader: Leader, code: str) -> None:
    """Draw a line that stays visible over other tiles."""
    (x, y), (end_x, end_y) = leader
    for colour, width, order in ((style.PAPER, 3.0, 2.4), (style.colour("focus"), 1.2, 2.5)):
        figure.line(
            "leader", (x, end_x), (y, end_y), colour=colour, width=width, role="focus",
            series=code, order=order,
        )  # fmt: skip
