"""How a value went over time: from which values a change is said, and what is said instead.

Two years of a series make a difference of any size, and so does a small first value. So a change
is said only of a series that has enough values, reaches near the last year asked for, and began
high enough; else the two levels are told, each with its year, and the reader may compare them.
"""

from __future__ import annotations

from reportlib.base.payload import Piece, Sentence
from reportlib.content.numbers import Number, say_fold, say_rounded_percent
from reportlib.content.sentences import Part, sentence
from reportlib.content.series import Series

LEAST_VALUES = 5
"""How many values a series needs for a change of it to be said."""
SMALL_BASE = 100
"""From a first value below it no change is said: there a few more are a large part."""
LARGEST_FOLD = 10
"""A change by this factor or more says how small the beginning was; the levels are told."""
OLDEST_END = 5
"""How many years before the last year asked for the newest value of a change may lie."""


def trend(
    series: Series, code: str, last_year: int, template: str, **parts: str
) -> Sentence | None:
    """Say how an economy's value went since the last break, or what it was then and now.

    Args:
        series: the years asked for; ``last_year`` is the last of them.
        template: the words up to the years, with ``{change}`` in the verb's place; they fit
            both "rose by 12%" and "came to".
        parts: what else the template names.
    """
    own = series.since_break(code).concluded(code).of(code)
    first, last = own.earliest(code), own.latest(code)
    if first is None or last is None or first[0] == last[0] or first[1].value <= 0:
        return None
    spoken: dict[str, Part | None] = {
        "first": first[1],
        "last": last[1],
        "first_year": str(first[0]),
        "last_year": str(last[0]),
        "unit": "" if own.measure.count or own.measure.percent else f" {own.measure.unit}",
    }
    old = last[0] < last_year - OLDEST_END
    if old or not _is_trend(own, first[1], last[1]):
        levels = "came to {first}{unit} in {first_year} and to {last} in {last_year}"
        newest = ", the newest year" if old else ""
        return sentence(template.replace("{change}", levels) + newest + ".", **spoken, **parts)
    return sentence(
        template + " between {first_year} and {last_year}, from {first} to {last}{unit}.",
        change=change(first[1], last[1]),
        **spoken,
        **parts,
    )


def _is_trend(own: Series, first: Number, last: Number) -> bool:
    """Whether the values allow a change to be said in percent or as a multiple."""
    enough = len(own.table) >= LEAST_VALUES and first.value >= SMALL_BASE
    within = first.value / LARGEST_FOLD < last.value < LARGEST_FOLD * first.value
    return enough and within and not own.measure.percent


def change(first: Number, last: Number) -> Sentence:
    """Say how a value went from first to last: ``rose 3.5-fold`` or ``fell by 12%``.

    A change below one percent means that the value hardly changed. The words fit a subject in
    singular or plural.
    """
    if first.value == last.value:
        return (Piece(text="did not change"),)
    verb = "rose" if last.value > first.value else "fell"
    rows = (*first.rows, *last.rows)
    ratio = last.value / first.value
    if ratio >= 3:
        fold = Number(ratio, say_fold, "times the first value", rows, "last value / first value")
        return (Piece(text=f"{verb} "), fold.piece())
    percent = 100 * abs(ratio - 1)
    if percent < 1:
        return (Piece(text="hardly changed"),)
    size = Number(
        percent,
        say_rounded_percent,
        "percent",
        rows,
        "100 * difference of last and first value / first value",
    )
    return (Piece(text=f"{verb} by "), size.piece())
