"""A table whose cells are coloured by their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isnan
from typing import Literal

import pandas as pd

from reportlib.base.payload import MISSING
from reportlib.content.figures import frame, style
from reportlib.content.figures.canvas import TEXT_ORDER, Box, Drawing, Text
from reportlib.content.figures.frame import GAP
from reportlib.content.figures.scales import format_value, is_whole, with_flags
from reportlib.content.figures.shapes import Size, anchors_of, check_table, flags_of
from reportlib.content.figures.steps import SQUARE, draw_square
from reportlib.content.figures.style import LINE_HEIGHT, SMALL_SIZE
from reportlib.content.figures.text import text_height, text_width, widest, wrap

COLUMNS = ("row", "row_label", "role", "column", "column_label", "value", "text")
ROWS: dict[Size, float] = {"wide": 18.0, "narrow": 20.0}
SPACE = 1.0  # between cells
WIDEST = 92.0  # a cell
UPRIGHT = 110.0  # the longest line of a heading that stands upright
BLOCK_SPACE = 14.0

Range = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """A value, how it is written, the role of its colour."""

    value: float
    text: str
    role: str
    anchor: bool = False  # whether the headline rests on it


@dataclass(frozen=True)
class Heading:
    """A column's name, wrapped, and whether it stands upright for want of width."""

    text: str
    upright: bool

    @property
    def height(self) -> float:
        """The room it needs above the cells."""
        if self.upright:
            return text_width(self.text, SMALL_SIZE) + GAP
        return text_height(self.text, SMALL_SIZE) + GAP


@dataclass(frozen=True)
class Grid:
    """Rows and columns as they are laid out."""

    cells: dict[tuple[str, str], Cell]
    labels: dict[str, str]
    roles: dict[str, str]
    headings: dict[str, Heading]
    blocks: list[list[str]]
    left: float
    width: float  # of a cell
    low: float  # the height of a row whose name takes one line

    def row_height(self, row: str) -> float:
        """Room for the row's name."""
        return max(self.low, text_height(self.labels[row]) + 4)

    def heading_height(self, block: Sequence[str]) -> float:
        """Room for the tallest of a block's headings."""
        return max(self.headings[column].height for column in block)

    def height(self) -> float:
        """Of all blocks."""
        rows = sum(self.row_height(row) for row in self.labels)
        heads = sum(self.heading_height(block) for block in self.blocks)
        return heads + len(self.blocks) * rows + (len(self.blocks) - 1) * BLOCK_SPACE


def plot_heat(
    table: pd.DataFrame,
    *,
    unit: str,
    size: Size,
    by: Literal["column", "all"] = "column",
    absent: str = "no data",
) -> Drawing:
    """Draw a table whose cells are coloured in steps, from the lowest values to the highest.

    The range of the values, of a column or of all, is cut into five steps of one width. Where
    columns are too many for one block they continue in another below.

    Args:
        table: Columns ``row`` and ``column`` (codes), ``row_label``, ``column_label``, ``role``
            (of the row), ``value``, and ``text`` (how the value is written; where empty, the
            value itself is). Rows and columns stand in the order of their first rows, columns
            of an ordered categorical in its order; what is
            missing is blank with two dots.
        unit: What the values are, written above the figure.
        size: For a page or a phone.
        by: Colour a value by its place among those of its ``column``, or among ``all``.
        absent: What the key says of cells without a value.

    Raises:
        ValueError: There is nothing to draw, or a cell has two values.
    """
    check_table(table, COLUMNS, ["value"])
    if table.duplicated(["row", "column"]).any():
        raise ValueError("a cell has two values")
    grid = _lay_out(table, size, by)
    header = frame.header_height(unit, size)
    figure, area = frame.new_figure(size, header + SQUARE + 2 * GAP + grid.height() + 2)
    area = frame.draw_header(figure, area, unit)
    full = len(grid.cells) == len(grid.labels) * len(grid.headings)
    among = "in its column" if by == "column" else "of all"
    _draw_key(figure, area, among, "" if full else f"{MISSING} {absent}")
    top = area.top - SQUARE - 2 * GAP
    for block in grid.blocks:
        top = _draw_block(figure, grid, block, top) - BLOCK_SPACE
    return figure


def heads(table: pd.DataFrame) -> pd.DataFrame:
    """A row of the table for each column of the grid, as they stand from left to right."""
    found = table.drop_duplicates("column")
    dtype = found["column"].dtype
    ordered = isinstance(dtype, pd.CategoricalDtype) and dtype.ordered
    return found.sort_values("column") if ordered else found


def _lay_out(table: pd.DataFrame, size: Size, by: str) -> Grid:
    """Decide how wide cells are, and how many stand side by side."""
    cells = _read_cells(table, by)
    rows, columns = table.drop_duplicates("row"), heads(table)
    roles = dict(zip(rows["row"].astype(str), rows["role"].astype(str), strict=True))
    limit = style.WIDTHS[size] * frame.LABEL_SHARE
    labels = {
        str(row): wrap(str(label), limit, weight=style.weight(roles[str(row)]))
        for row, label in zip(rows["row"], rows["row_label"], strict=True)
    }
    left = widest(list(labels.values()), weight=style.BOLD) + 2 * GAP
    room = style.WIDTHS[size] - left - 1.5
    texts = [cell.text for cell in cells.values()]
    needed = widest(texts, SMALL_SIZE, style.BOLD) + 8
    count = ceil(len(columns) / max(1, int(room // needed)))
    across = ceil(len(columns) / count)
    width = min(WIDEST, room / across)
    codes = [str(code) for code in columns["column"]]
    headings = _headings(dict(zip(codes, columns["column_label"].astype(str), strict=True)), width)
    blocks = [codes[start : start + across] for start in range(0, len(codes), across)]
    return Grid(cells, labels, roles, headings, blocks, left, width, ROWS[size])


def _read_cells(table: pd.DataFrame, by: str) -> dict[tuple[str, str], Cell]:
    """The cells that hold a value, by row and column."""
    present = table.dropna(subset=["value"])
    whole = is_whole(present["value"])
    values = {
        (str(row.row), str(row.column)): (
            float(row.value),  # type: ignore[arg-type]
            with_flags(_write(row.text, float(row.value), whole=whole), flags),  # type: ignore[arg-type]
        )
        for row, flags in zip(present.itertuples(), flags_of(present), strict=True)
    }
    ranges = {column: _range(values, column if by == "column" else None) for _, column in values}
    anchored = [stated is not None for stated in anchors_of(present)]
    return {
        (row, column): Cell(value, text, heat_role(value, *ranges[column]), anchor)
        for ((row, column), (value, text)), anchor in zip(values.items(), anchored, strict=True)
    }


def _range(values: Mapping[tuple[str, str], tuple[float, str]], column: str | None) -> Range:
    numbers = [value for (_, one), (value, _) in values.items() if column in (None, one)]
    return min(numbers), max(numbers)


def _write(text: object, value: float, *, whole: bool) -> str:
    given = "" if pd.isna(text) else str(text).strip()  # type: ignore[call-overload]
    return given or format_value(value, whole=whole)


def heat_role(value: float, low: float, high: float) -> str:
    """The step of a value between the lowest and the highest; the middle one where all agree."""
    count = len(style.STEPS)
    if isnan(value) or high <= low:
        return style.STEPS[count // 2]
    return style.STEPS[min(count - 1, int(count * (value - low) / (high - low)))]


def _headings(labels: dict[str, str], width: float) -> dict[str, Heading]:
    """The columns' names; all upright where one has a word wider than its column."""
    flat = {column: wrap(label, width - 4, SMALL_SIZE) for column, label in labels.items()}
    if widest(list(flat.values()), SMALL_SIZE) <= width - 3:
        return {column: Heading(text, upright=False) for column, text in flat.items()}
    lines = max(1, int((width - 2) // (SMALL_SIZE * LINE_HEIGHT)))
    return {column: Heading(_fold(label, lines), upright=True) for column, label in labels.items()}


def _fold(label: str, lines: int) -> str:
    """Wrap a name to a number of lines, as narrow as may be."""
    for length in (UPRIGHT * step / 2 for step in range(1, 12)):
        text = wrap(label, length, SMALL_SIZE)
        if text.count("\n") < lines:
            return text
    return label


def _draw_key(figure: Drawing, area: Box, among: str, dots: str) -> None:
    """Write what the ends of the steps mean, and what two dots do where a cell has them."""
    middle = area.top - SQUARE / 2
    low, high = "lowest", f"highest {among}"
    frame.write(figure, area.left, middle, low, "key", size=SMALL_SIZE)
    x = area.left + text_width(low, SMALL_SIZE) + 5
    for role in style.STEPS:
        box = Box(x, middle - SQUARE / 2, x + SQUARE * 1.6, middle + SQUARE / 2)
        draw_square(figure, box, role, "key", edged=False)
        x += SQUARE * 1.6 + SPACE
    frame.write(figure, x + 4, middle, high, "key", size=SMALL_SIZE)
    if not dots:
        return
    x += text_width(high, SMALL_SIZE) + 4 + 3 * GAP
    frame.write(figure, x, middle, dots, "key", colour=style.SOFT, size=SMALL_SIZE)


def _draw_block(figure: Drawing, grid: Grid, block: Sequence[str], top: float) -> float:
    """Draw some columns with all rows; return where they end."""
    base = top - grid.heading_height(block)
    for number, column in enumerate(block):
        _write_heading(figure, grid.left + (number + 0.5) * grid.width, base, grid.headings[column])
    y = base
    for row, label in grid.labels.items():
        height = grid.row_height(row)
        role = grid.roles[row]
        colour = style.text_colour(role) if role == "focus" else style.INK
        frame.write(
            figure, 0, y - height / 2, label, "label", role=role, series=row, colour=colour,
            weight=style.weight(role),
        )  # fmt: skip
        line = Box(grid.left, y - height, grid.left + len(block) * grid.width, y)
        _draw_row(figure, grid, row, block, line)
        if role == "focus":
            _outline(figure, line, row)
        y -= height
    return y


def _write_heading(figure: Drawing, x: float, bottom: float, heading: Heading) -> None:
    if not heading.upright:
        frame.write(
            figure, x, bottom + 3, heading.text, "tick", colour=style.SOFT, size=SMALL_SIZE,
            ha="center", va="bottom",
        )  # fmt: skip
        return
    leading = SMALL_SIZE * LINE_HEIGHT
    right = x + leading * heading.text.count("\n") / 2  # the middle of the last line
    figure.add(
        Text(
            kind="tick", order=TEXT_ORDER, x=right + frame.TICK_MIDDLE * SMALL_SIZE,
            y=bottom + 4 + text_width(heading.text, SMALL_SIZE) / 2, text=heading.text,
            colour=style.SOFT, size=SMALL_SIZE, ha="center", upright=True,
        )
    )  # fmt: skip


def _draw_row(figure: Drawing, grid: Grid, row: str, block: Sequence[str], line: Box) -> None:
    """Draw a row's cells with their values."""
    bold = style.weight(grid.roles[row])
    for number, column in enumerate(block):
        left = line.left + number * grid.width
        middle = (left + grid.width / 2, (line.bottom + line.top) / 2)
        cell = grid.cells.get((row, column))
        if cell is None:
            frame.write(
                figure, *middle, MISSING, "note", series=row, at=column, colour=style.SOFT,
                size=SMALL_SIZE, ha="center",
            )  # fmt: skip
            continue
        half = SPACE / 2
        box = Box(left + half, line.bottom + half, left + grid.width - half, line.top - half)
        draw_square(figure, box, cell.role, "tile", row, at=column, edged=False)
        frame.write(
            figure, *middle, cell.text, "value", role=cell.role, series=row,
            colour=style.inside_colour(cell.role), size=SMALL_SIZE, ha="center",
            weight=style.BOLD if cell.anchor else bold, anchor=cell.anchor,
        )  # fmt: skip
        if cell.anchor:
            figure.area(
                "ring", box.left, box.bottom, box.width, box.height, fill="", series=row,
                edge=style.INK, edge_width=1.4, order=2.6,
            )  # fmt: skip


def _outline(figure: Drawing, line: Box, row: str) -> None:
    figure.area(
        "tile", line.left, line.bottom, line.width, line.height, fill="", role="focus",
        series=row, edge=style.colour("focus"), edge_width=1.8, order=2.5,
    )  # fmt: skip
