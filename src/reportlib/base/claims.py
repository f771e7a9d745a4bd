"""Claims: the numbers that a page prints, each with an id that editions share.

An id says what is claimed and not how much: it is made of the rows behind the number, which name
dataset, economy and period, of its unit, its derivation and how it is rounded. So a book of another
year or of another economy that prints the same figure prints the same id, with a value that
may have been revised. A number that a page says twice has the id once and then ``ID-2``.

The many numbers in tables have a short one, the first letters of the same word: ``kabcdef`` in a
table claims what ``c-abcdefghij`` claims in a text.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from reportlib.base.payload import Payload, Piece

_DIGITS, _DIGITS_OF_CELL = 10, 6  # five bits each
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_COUNTED = re.compile(r"\b(?!(?:1[5-9]|20)\d\d\b)\d[\d,]*\b")  # in a derivation; no year
_SIZES = {"million": 6, "billion": 9, "trillion": 12}


class Claim(NamedTuple):
    """A number of an exhibit's text: its id in the page, where it stands, and itself."""

    id: str
    exhibit: str
    place: str
    piece: Piece


class ClaimIds:
    """Gives ids to the numbers of one page, in the order in which it shows them."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()

    def next(self, piece: Piece) -> str:
        """The id of a number in a text, with how often it was said where it was said before."""
        return self._counted(claim_id(piece))

    def cell(self, piece: Piece) -> str:
        """The id of a number in a row, which no number in a text has, in the same way."""
        return self._counted(f"k{_word(piece)[:_DIGITS_OF_CELL]}")

    def _counted(self, found: str) -> str:
        self._said[found] += 1
        times = self._said[found]
        return found if times == 1 else f"{found}-{times}"


def claims_of(exhibits: Iterable[Payload]) -> Iterator[Claim]:
    """The numbers in the texts of one page's exhibits, in the page's order."""
    ids = ClaimIds()
    for exhibit in exhibits:
        said = [("headline", exhibit.headline)]
        said += [("finding", sentence) for sentence in exhibit.sentences]
        said += [("note", note) for note in exhibit.notes]
        for place, sentence in said:
            for piece in sentence:
                if piece.kind == "number" and piece.value is not None:
                    yield Claim(ids.next(piece), exhibit.label, place, piece)


def cells_of(exhibits: Iterable[Payload]) -> Iterator[Claim]:
    """The numbers in the rows of one page's exhibits; a place is row and column, from one."""
    ids = ClaimIds()
    for exhibit in exhibits:
        for line, row in enumerate(exhibit.rows, start=1):
            for at, piece in enumerate(row.cells, start=1):
                if piece.kind == "number" and piece.value is not None:
                    yield Claim(ids.cell(piece), exhibit.label, f"{line}/{at}", piece)


def claim_id(piece: Piece) -> str:
    """What a number claims, as a short word: the same wherever the same is claimed."""
    return f"c-{_word(piece)[:_DIGITS]}"


def _word(piece: Piece) -> str:
    step = rounding(piece.text)
    parts = (
        " ".join(sorted(piece.rows)),
        " ".join(sorted(piece.whole)),
        piece.unit,
        _COUNTED.sub("N", piece.derivation),  # among how many a place is, another edition knows
        "" if step is None else f"{step:g}",
    )
    digest = sha256("\n".join(parts).encode()).digest()
    return b32encode(digest).decode().lower()


def rounding(text: str) -> float | None:
    """The step to which a number is printed, such as 10,000 for ``1.43 million``.

    None for one in words, such as ``twice``.
    """
    found = _NUMBER.search(text)
    if found is None:
        return None
    size = next((power for word, power in _SIZES.items() if word in text), 0)
    return float(10**size / 10 ** len(found[1] or ""))
