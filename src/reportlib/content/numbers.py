"""Numbers that know where they come from, and sentences composed of them.

A sentence whose number is missing is left out, never printed with a hole.

What is a :class:`Number`: every quantity computed from a dataset or read in one, be it a
count of economies, a rank, a share or the size of a change. What stays text: years and dates
that say to what a number belongs, names and codes with figures in them, and what the book
itself chose (parameters, thresholds). A text that stands in a dataset's row, such as a date or
a statement, stays text and names the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal, format_percent

from reportlib.base.payload import Piece
from reportlib.base.rows import dataset_of

LOCALE = Locale("en")
NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_ROWS = 300  # that a number names one by one


def say_count(value: float) -> str:
    """A count for prose: ``27``, ``1,243``, ``12,300`` or ``1.59 million``.

    A value that is round, as a rounded one of a source is, gets no digits that are not in it:
    ``32 billion``.
    """
    for size in _LARGE:
        if abs(value) >= 0.9995 * size:
            return _in_words(_three_digits(value / size, round_too=True), size)
    if abs(value) >= 10 or value == round(value):
        return say_decimal(value, 0)
    return say_decimal(value, 2 if abs(value) < 1 else 1)


_LARGE = (10**12, 10**9, 10**6)

_TOGETHER = re.compile(
    r"(?:(?<=\d)|^) (?=(?:percent|million|billion|trillion)\b)"
    r"|(?:(?<=\bclass)|(?<=\bclasses)) (?=[A-D]\b|$)"
)


def keep_together(text: str) -> str:
    """The text with no line ending between a number and its word, or a class and its letter."""
    return _TOGETHER.sub(NO_BREAK, text)


def say_millions(value: float) -> str:
    """A count that its source rounds to a tenth of a million: ``3.7 million``."""
    return _in_words(say_decimal(value / 1e6, 1), 10**6)


def _in_words(digits: str, size: int) -> str:
    pattern = LOCALE.compact_decimal_formats["long"]["other"][str(size)].pattern
    # A line must not end between digits and their word.
    return str(pattern).replace(" ", NO_BREAK).replace("0", digits)


def _three_digits(value: float, *, round_too: bool = False) -> str:
    size = abs(value)
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    if round_too:
        digits = next(
            fewer for fewer in range(digits + 1) if fewer == digits or round(value, fewer) == value
        )
    return say_decimal(value, digits)


def say_decimal(value: float, digits: int = 1) -> str:
    """A number with exactly this many digits after the point, thousands separated."""
    return _say_written(str(value), digits)


@lru_cache(maxsize=16_384)  # what a drawing says is said in its table as well
def _say_written(value: str, digits: int) -> str:
    pattern = f"#,##0{_places(digits)}"
    return str(format_decimal(Decimal(value), format=pattern, locale=LOCALE))


def say_whole(value: float) -> str:
    """A number in full, to the whole: ``1,243,512``."""
    return say_decimal(value, 0)


def say_year(value: float) -> str:
    """A year, without a separator."""
    return str(int(value))


def say_ordinal(value: float) -> str:
    """A place in an order: ``1st``, ``2nd``, ``3rd``, ``11th``."""
    whole = int(value)
    teens = 11 <= whole % 100 <= 13
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{say_whole(whole)}{ending}"


def say_exact(value: float) -> str:
    """A value for a table: whole numbers in full, others with sensible digits."""
    if value == round(value) or abs(value) >= 1000:
        return say_decimal(value, 0)
    return say_decimal(value, 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4)


def say_ratio(value: float) -> str:
    """A rate or a ratio for prose: whole as it is, else with about three digits."""
    if value == round(value) and abs(value) >= 1:
        return say_decimal(value, 0)
    return _three_digits(value)


def say_percent(value: float) -> str:
    """A share for prose; a part is never rounded to nothing or to the whole."""
    if 0 < value < 0.01:
        return "less than 0.01%"
    if 99.9 < value < 100:
        return "more than 99.9%"
    return say_rounded_percent(value, 2 if abs(value) < 9.995 else 1)


def say_rounded_percent(value: float, digits: int = 0) -> str:
    """A value in percent with exactly this many digits after the point."""
    pattern = f"#,##0{_places(digits)}%"
    # Babel takes the share, and rounds a float as it is written.
    return str(format_percent(Decimal(str(value)) / 100, format=pattern, locale=LOCALE))


def say_fold(value: float) -> str:
    """How many times a value it became: ``3.5-fold``, ``17-fold``."""
    return f"{say_decimal(value, 0 if value >= 9.95 else 1)}-fold"


def _places(digits: int) -> str:
    return "." + "0" * digits if digits else ""


@dataclass(frozen=True)
class Number:
    """A value with its source.

    ``say`` is how it is printed; the value itself is never rounded. ``rows`` are the ids of
    the dataset rows it was computed from, which also name its datasets; ``derivation`` says
    how, and is empty for a value that stands in a dataset as it is. A number over more rows
    than :meth:`over` would list names the datasets in ``whole``. What is told of the rows is
    not told of a number that is ``unmarked``: it counts them, is a year, or says something of
    all of them together, such as their median.
    """

    value: float
    say: Callable[[float], str]
    unit: str = ""
    rows: tuple[str, ...] = ()
    derivation: str = ""
    whole: tuple[str, ...] = ()
    unmarked: bool = False

    @classmethod
    def over(
        cls,
        value: float,
        say: Callable[[float], str],
        unit: str,
        rows: Iterable[str],
        derivation: str,
    ) -> Number:
        """A number over many rows, given as tables hold them: ids separated by spaces."""
        ids = tuple(dict.fromkeys(row for found in rows for row in str(found).split()))
        if len(ids) <= MOST_ROWS:
            return cls(value, say, unit, ids, derivation)
        return cls(value, say, unit, (), derivation, tuple(sorted(set(map(dataset_of, ids)))))

    @property
    def text(self) -> str:
        """The number as it is printed."""
        return self.say(self.value)

    def __str__(self) -> str:
        return self.text

    def piece(self) -> Piece:
        """The number as the notebook output carries it."""
        return Piece(
            kind="number",
            text=self.text,
            value=self.value,
            unit=self.unit,
            rows=self.rows,
            derivation=self.derivation,
            whole=self.whole,
            unmarked=self.unmarked,
        )


def noun_after(count: float, one: str, many: str) -> str:
    """The noun as it stands after a count: ``application`` after one, else ``applications``."""
    return one if count == 1 else many


def count_of(
    rows: Iterable[str], what: str, unit: str = "economies", *, within: str = ""
) -> Number:
    """How many there are, one for each element of ``rows``; ``what`` says of what.

    ``within`` is the dataset looked through, which stands for the rows where there are none.
    """
    found = list(rows)
    number = replace(
        Number.over(len(found), say_whole, unit, found, f"count of {what}"), unmarked=True
    )
    return number if found or not within else replace(number, whole=(within,))


@dataclass(frozen=True)
class Rank(Number):
    """A rank, and what a sentence must tell with it.

    ``shared`` is with how many others, told after it. ``hidden`` says who would stand in or
    above its place but has no value of the year, told where the sentence ends.
    """

    shared: Number | None = None
    hidden: tuple[Piece, ...] = ()


def rank_of(place: float, rows: str, among: str, shared: Iterable[str] = ()) -> Rank:
    """A rank computed from the values of all ``among`` which it is one.

    Args:
        rows: of the value ranked.
        shared: the rows of each other value that has the same rank.
    """
    own = tuple(rows.split())
    names = tuple(sorted(set(map(dataset_of, own))))
    others = list(shared)
    return Rank(
        place,
        say_whole,
        "rank",
        own,
        f"rank among {among}",
        names,
        shared=count_of(others, f"others of this rank among {among}") if others else None,
    )


def say_list(words: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
