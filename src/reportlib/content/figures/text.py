"""Measuring, wrapping and spreading text before anything is drawn.

A figure is laid out once, from measured text; each text is measured once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from reportlib.content.figures.style import FAMILIES, LINE_HEIGHT, TEXT_SIZE, register_fonts


def text_width(text: str, size: float = TEXT_SIZE, weight: int = 400) -> float:
    """The width of one or more lines of text, in points."""
    return max(_line_width(line, size, weight) for line in text.split("\n"))


def _line_width(line: str, size: float, weight: int) -> float:
    """The width of the words and of the spaces between: the fonts kern nothing with a space.

    Words return from text to text, lines seldom do.
    """
    words = line.split(" ")
    spaces = (len(words) - 1) * _word_width(" ", size, weight)
    return spaces + sum(_word_width(word, size, weight) for word in words)


@lru_cache(maxsize=65_536)  # the words of many editions
def _word_width(word: str, size: float, weight: int) -> float:
    font = _font(size, weight)
    return float(text_to_path.get_text_width_height_descent(word, font, False)[0])


@cache
def _font(size: float, weight: int) -> FontProperties:
    register_fonts()
    return FontProperties(family=FAMILIES, size=size, weight=weight)


def text_height(text: str, size: float = TEXT_SIZE) -> float:
    """The height of one or more lines of text, in points; a single line sits closer."""
    return size * (1.2 + text.count("\n") * LINE_HEIGHT)


def widest(texts: Sequence[str], size: float = TEXT_SIZE, weight: int = 400) -> float:
    """The width of the widest text; 0 for none."""
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def wrap(text: str, width: float, size: float = TEXT_SIZE, weight: int = 400) -> str:
    """Break a text at its ordinary spaces to fit a width; a longer word stays whole."""
    lines: list[str] = []
    for word in re.split("[ \t\r\n]+", text.strip()):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return "\n".join(lines)


@dataclass
class _Block:
    """Neighbouring labels that touch, moved as one."""

    wishes: list[float] = field(default_factory=list)
    height: float = 0.0

    @property
    def bottom(self) -> float:
        return sum(self.wishes) / len(self.wishes)


def spread(
    centres: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels on a line as little as needed so that none overlap.

    They stay between ``low`` and ``high`` where there is room; else they run over both ends
    evenly.
    """
    order = sorted(range(len(centres)), key=lambda i: (centres[i], i))
    blocks: list[_Block] = []
    for i in order:
        blocks.append(
            _Block([_clamp(centres[i] - heights[i] / 2, low, high, heights[i])], heights[i])
        )
        while len(blocks) > 1 and blocks[-2].bottom + blocks[-2].height > blocks[-1].bottom:
            upper = blocks.pop()
            lower = blocks[-1]
            lower.wishes += [wish - lower.height for wish in upper.wishes]
            lower.height += upper.height
            lower.wishes = [_clamp(lower.bottom, low, high, lower.height)] * len(lower.wishes)
    return _centres(blocks, order, heights)


def _clamp(bottom: float, low: float, high: float, height: float) -> float:
    if height > high - low:
        return (low + high - height) / 2
    return min(max(bottom, low), high - height)


def _centres(
    blocks: Sequence[_Block], order: Sequence[int], heights: Sequence[float]
) -> list[float]:
    centres = [0.0] * len(order)
    remaining = iter(order)
    for block in blocks:
        bottom = block.bottom
        for _ in block.wishes:
            i = next(remaining)
            centres[i] = bottom + heights[i] / 2
            bottom += heights[i]
    return centres
