"""What can be seen of a headline in its figure: the marks behind its numbers, and their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from reportlib.base.payload import Piece
from reportlib.content import forms
from reportlib.content.anchors import MOST
from reportlib.content.exhibits import Exhibit

ELSEWHERE = {
    "fig-patents-world": "an office's part of the world's applications, quoted; no office is drawn",
    "fig-patents-pct": "a growth in a year of which no number of applications is published",
    "fig-patents-filings": "residents' part, quoted or of an earlier year, where no count is drawn",
    "fig-ai-genai": "the world's total, which stands in no ranking of economies",
}
"""Figures whose headline has one number of rows that are not drawn, and why they are not."""

GROUP = re.compile(r'<g[^>]* class="([^"]*)"[^>]*>(.*?)</g>', re.DOTALL)
TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def _numbers(exhibit: Exhibit) -> Iterator[tuple[int, Piece]]:
    """The numbers of a headline, but for those that are no value of any mark.

    Counts of economies, and medians of all, are said of the rows together: no mark is theirs.
    """
    for at, piece in enumerate(exhibit.headline):
        if piece.kind == "number" and not piece.unmarked:
            yield at, piece


def unseen(exhibit: Exhibit) -> list[str]:
    """The numbers of a headline that have no mark in the drawing and are not printed in it."""
    anchored = {anchor.number for anchor in exhibit.anchors}
    return [
        number.text
        for at, number in _numbers(exhibit)
        if at not in anchored
        and not _is_printed(number, exhibit)
        and not _is_sum_of_many(number, exhibit)
    ]


def values_anchored(exhibit: Exhibit) -> int:
    """How many values of the drawing its headline rests on."""
    return len({(one.row, one.column.replace("rank", "value")) for one in exhibit.anchors})


def values_printed(exhibit: Exhibit) -> list[str]:
    """The texts of the drawing for a page that print what the headline rests on."""
    values = [text for classes, text in _written(exhibit) if "anchor" in classes]
    # Dots of two measures have one label for both values.
    return [part for text in values for part in (re.findall("[→↑] [^→↑]+", text) or [text])]


def stated_otherwise(exhibit: Exhibit) -> list[str]:
    """The values that the drawing prints otherwise than the headline does."""
    printed = values_printed(exhibit)
    if may_lack_room(exhibit) and len(printed) < values_anchored(exhibit):
        return []
    stated = [_plain(one.text) for one in exhibit.anchors]
    return [text for text in stated if not any(text in each for each in printed)]


def may_lack_room(exhibit: Exhibit) -> bool:
    """Whether a value stands within its mark, which is outlined where that is too short."""
    return exhibit.told.alt.startswith(forms.SHARES.name)


def _written(exhibit: Exhibit) -> list[tuple[Collection[str], str]]:
    """The texts of a figure as drawn for a page, each with its classes."""
    groups = GROUP.findall(exhibit.payload.drawings["wide"])
    return [
        (classes.split(), _plain(unescape(" ".join(TEXT.findall(inner)))))
        for classes, inner in groups
        if "<text" in inner
    ]


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _is_printed(number: Piece, exhibit: Exhibit) -> bool:
    """Whether a drawing prints a number, without what its unit or its column says."""
    bare = re.sub(r"(?<=\d)(%|st|nd|rd|th)$", "", _plain(number.text))
    whole = re.compile(rf"(?<![\d.,]){re.escape(bare)}(?![\d]|[.,]\d)")
    return any(whole.search(text) for _, text in _written(exhibit))


def _is_sum_of_many(number: Piece, exhibit: Exhibit) -> bool:
    """Whether it is of more marks than are ringed: it is seen as a whole row, or a line."""
    rows = {row for line in exhibit.told.rows for cell in line.cells for row in cell.rows}
    return len(rows & set(number.rows)) > MOST
