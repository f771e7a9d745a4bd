"""What parts a whole is made of, a bar of one length for each category."""

from __future__ import annotations

from math import isclose, isnan

import pandas as pd

from reportlib.content.figures import frame, style
from reportlib.content.figures.bars import ABSENT, PARTIAL, complete
from reportlib.content.figures.canvas import Axis, Box, Drawing, Plot
from reportlib.content.figures.frame import GAP, TICK_BAND
from reportlib.content.figures.scales import with_flags
from reportlib.content.figures.shapes import Size, anchors_of, check_table, flags_of
from reportlib.content.figures.steps import Swatch, draw_swatches, swatches_height
from reportlib.content.figures.style import SMALL_SIZE
from reportlib.content.figures.text import text_height, text_width, widest, wrap

COLUMNS = ("category", "series", "label", "role", "value")
BARS: dict[Size, float] = {"wide": 16.0, "narrow": 18.0}  # thickness
SLOT_SPACES: dict[Size, float] = {"wide": 6.0, "narrow": 8.0}
TICKS = (0.0, 25.0, 50.0, 75.0, 100.0)
EXCESS = 0.006  # by which rounded parts may exceed their whole


def plot_shares(
    table: pd.DataFrame, *, unit: str, size: Size, whole: float | None = None
) -> Drawing:
    """Draw each category's parts end to end, as shares of their sum.

    Args:
        table: Columns ``category``, ``series`` (a code), ``label`` (the part's name), ``role``,
            ``value`` (in any unit). Categories and parts stand in the order of their first rows.
        unit: What the shares are of, written above the figure.
        size: For a page or a phone.
        whole: What the parts of every category sum to, such as 100 for percentages. Without
            it a category that lacks a part has no known whole: it is flagged, not drawn.

    Raises:
        ValueError: There is nothing to draw, a part has two values in one category or a
            negative one, or parts exceed their whole.
    """
    check_table(table, COLUMNS, ["value"])
    if table.duplicated(["category", "series"]).any():
        raise ValueError("a series has two values in one category")
    if (table["value"].astype(float) < 0).any():
        raise ValueError("negative values have no share in a whole")
    table = complete(table)
    categories = list(dict.fromkeys(table["category"]))
    texts = [wrap(str(one), style.WIDTHS[size] * frame.LABEL_SHARE) for one in categories]
    slots = [max(BARS[size], text_height(text)) + SLOT_SPACES[size] for text in texts]
    figure, area = _draw_header(table, unit, size, sum(slots) + TICK_BAND)
    flag = widest([ABSENT, PARTIAL], SMALL_SIZE) + 5 if table["value"].isna().any() else 0.0
    right = area.right - max(flag, text_width("100%", SMALL_SIZE) / 2)
    box = Box(widest(texts) + 2 * GAP, TICK_BAND, right, TICK_BAND + sum(slots))
    axes = figure.add_plot(box)
    axes.x = Axis(0, 100)
    axes.y = Axis(box.bottom, box.top)
    frame.draw_bottom_axis(axes, TICKS, [f"{tick:.0f}%" for tick in TICKS], grid=True)
    top = box.top
    for category, text, slot in zip(categories, texts, slots, strict=True):
        frame.write(figure, 0, top - slot / 2, text, "label")
        rows = table[table["category"] == category]
        _draw_bar(figure, axes, rows, top - slot / 2, BARS[size], _whole_of(rows, whole))
        top -= slot
    return figure


def _draw_header(table: pd.DataFrame, unit: str, size: Size, below: float) -> tuple[Drawing, Box]:
    """Write the unit and the key of the parts, above a plot of some height."""
    parts = table.drop_duplicates("series")
    swatches = [Swatch(str(row.role), str(row.label)) for row in parts.itertuples()]
    key = swatches_height(swatches, style.WIDTHS[size]) + GAP
    figure, area = frame.new_figure(size, frame.header_height(unit, size) + key + below)
    area = frame.draw_header(figure, area, unit)
    draw_swatches(figure, area, swatches)
    return figure, area


def _whole_of(rows: pd.DataFrame, whole: float | None) -> float:
    """What a category's parts are shares of; missing where it cannot be known."""
    total = float(rows["value"].astype(float).sum())
    if whole is None:
        return float("nan") if rows["value"].isna().any() or total == 0 else total
    if total > whole * (1 + EXCESS):
        raise ValueError(
            f"the parts of {rows['category'].iloc[0]!r} sum to {total}, more than {whole}"
        )
    return max(whole, total)


def _draw_bar(
    figure: Drawing, axes: Plot, rows: pd.DataFrame, y: float, thickness: float, whole: float
) -> None:
    """Draw one category's parts and write their shares, or say what is missing."""
    start = 0.0
    known = rows.dropna(subset=["value"])
    shares = 100 * known["value"].astype(float) / whole
    anchors = anchors_of(known)
    texts = map(_say_part, shares, known["value"], flags_of(known), anchors)
    drawn = zip(shares, known["role"], known["series"], texts, anchors, strict=True)
    for share, role, series, text, stated in drawn if not isnan(whole) else ():
        bar = Box(start, y - thickness / 2, start + share, y + thickness / 2)
        at = str(rows["category"].iloc[0])
        is_anchor = stated is not None
        _draw_part(figure, axes, bar, str(role), str(series), text, anchor=is_anchor, at=at)
        start += share
    if len(known) < len(rows) or isnan(whole):
        text = ABSENT if known.empty or len(known) == len(rows) else PARTIAL
        x = axes.place(start, y)[0] + 5
        frame.write(figure, x, y, text, "note", colour=style.SOFT, size=SMALL_SIZE)


def _say_part(share: float, value: float, flags: str, stated: str | None) -> str:
    """A share as it is written: as the headline states it, where the value is a share itself."""
    same = stated and isclose(share, value)
    return with_flags(f"{stated}%" if same else say_share(share), flags)


def _draw_part(
    figure: Drawing, axes: Plot, bar: Box, role: str, series: str, text: str, *, anchor: bool,
    at: str,
) -> None:  # fmt: skip
    """Draw a part, and its share where it fits; ``bar`` counts in data of the axes.

    One that the headline rests on is outlined where its share does not fit.
    """
    share, y = bar.width, (bar.bottom + bar.top) / 2
    axes.area(
        "bar", bar.left, bar.bottom, share, bar.height, fill=style.colour(role), role=role,
        series=series, at=at, edge=style.PAPER, edge_width=0.8 if bar.left > 0 else 0,
        order=style.order(role),
    )  # fmt: skip
    left, right = (axes.place(x, y)[0] for x in (bar.left, bar.right))
    weight = style.BOLD if anchor else 400
    if text_width(text, SMALL_SIZE, weight) + 6 <= right - left:
        frame.write(
            figure, (left + right) / 2, y, text, "value", role=role, series=series,
            colour=style.inside_colour(role), size=SMALL_SIZE, ha="center", weight=weight,
            anchor=anchor,
        )  # fmt: skip
    elif anchor:
        axes.area(
            "ring", bar.left, bar.bottom, share, bar.height, fill="", role=role, series=series,
            edge=style.INK, edge_width=1.4, order=style.order("focus") + 1,
        )  # fmt: skip


def say_share(share: float) -> str:
    """A percentage without decimals that calls neither a part nothing nor a part the whole."""
    if 0 < share < 0.5:
        return "<1%"
    if 99.5 <= share < 100:
        return ">99%"
    return f"{share:.0f}%"
