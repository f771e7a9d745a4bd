"""The one style of the book's figures: colours, sizes, fonts.

A colour means one thing in every chapter. Files carry exactly these hexes, so that a page
may replace each by its own for a dark theme. Lengths are points at drawn size.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from matplotlib.font_manager import fontManager

from reportlib.base.fonts import CHINESE_FAMILY, FONT_FAMILY, desktop_fonts
from reportlib.content.figures.shapes import Size

INK = "#1f2933"  # names and values
SOFT = "#5a6570"  # units, tick labels, notes
AXIS = "#89939d"  # zero lines and leaders
GRID = "#dde2e7"
BREAK = "#6a5a7a"  # changes of definition
PAPER = "#ffffff"  # inside of hollow dots, text on bars
NIGHT = "#14191f"  # text on greys, which stay as bright in a dark theme

ROLES = {
    "focus": "#c2380f",  # the economy that the page is about
    "peer": "#55708a",
    "peer-2": "#2a4a68",  # every second of the peers that are named below each other
    "other": "#89959f",
    "world": "#30363d",
    "resident": "#0b6ca8",
    "nonresident": "#976a00",
    "receipts": "#3b7a2a",
    "payments": "#7b4397",
    "invention": "#3d4fa1",
    "utility_model": "#73711a",
    "design": "#b0447a",
    "strength": "#0b6b63",
    "gap": "#8f4a1b",
    "neutral": "#8d8a85",
    "bound": "#00586b",  # by a treaty in force
    "signed": "#c28a1c",
    "unknown": "#868f98",  # an outline: nothing is known, so nothing is filled
}
ROLES["domestic"] = ROLES["resident"]
ROLES["foreign"] = ROLES["nonresident"]
BACKGROUND_ROLES = ("other", "neutral")
"""Drawn first and thin; labels in a soft ink, not in the mark's colour."""
PALE_ROLES = (*BACKGROUND_ROLES, "signed", "unknown")
"""Too pale for text: labels in a soft ink."""

FILLS = {
    "step-1": "#b8dded",  # the lowest values
    "step-2": "#7fbfd8",
    "step-3": "#489fbe",
    "step-4": "#24738d",
    "step-5": "#0f4354",
    "unbound": "#d3d8dd",
}
"""Colours of areas only, some too pale to stand alone: :data:`EDGES` outlines those."""
EDGES = {"step-1": FILLS["step-3"], "step-2": FILLS["step-3"], "unbound": AXIS}
STEPS = tuple(role for role in FILLS if role.startswith("step-"))

FAMILIES = [FONT_FAMILY, CHINESE_FAMILY]
"""The fonts by which texts are measured, the second where the first has no letter."""
FONT_STACK = f"'{FONT_FAMILY}', '{CHINESE_FAMILY}', 'Source Sans 3', 'Noto Sans', Arial, sans-serif"
BOLD = 600
TEXT_SIZE = 10.0
SMALL_SIZE = 9.25
LINE_HEIGHT = 1.326  # of the text size, from the font's own metrics
WIDTHS: dict[Size, float] = {"wide": 518.0, "narrow": 281.0}


@cache
def register_fonts() -> None:
    """Make the book's fonts known to matplotlib, once in a process."""
    for path in desktop_fonts():
        fontManager.addfont(path)
    chinese = [font for font in fontManager.ttflist if font.name == CHINESE_FAMILY]
    # The companion has one weight; asked for another, matplotlib would log a warning.
    fontManager.ttflist.extend(replace(font, weight=BOLD) for font in chinese)


def colour(role: str) -> str:
    """The colour of a role's marks.

    Raises:
        ValueError: The palette has no such role.
    """
    colours = ROLES | FILLS
    if role not in colours:
        raise ValueError(f"no colour for the role {role!r}; the roles are {sorted(colours)}")
    return colours[role]


def text_colour(role: str) -> str:
    """The colour of a role's labels: legible at text size."""
    return SOFT if role in PALE_ROLES else colour(role)


def inside_colour(role: str) -> str:
    """The colour of text on a role's areas: legible in the light and in the dark theme."""
    if role == "unknown":
        return SOFT
    if role in BACKGROUND_ROLES:
        return NIGHT
    return INK if role in ("step-1", "step-2", "step-3", "signed", "unbound") else PAPER


def weight(role: str) -> int:
    """The weight of a role's labels."""
    return BOLD if role == "focus" else 400


def order(role: str) -> int:
    """What is drawn over what: background first, focus last."""
    return 2 + (0 if role in BACKGROUND_ROLES else 2 if role == "focus" else 1)


def line_width(role: str) -> float:
    """The width of a role's lines."""
    return 1.0 if role in BACKGROUND_ROLES else 2.6 if role == "focus" else 1.5
