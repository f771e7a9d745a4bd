"""How the figures of statements, and the distances between them, are printed."""

from __future__ import annotations

from collections.abc import Callable

from reportlib.content.numbers import (
    noun_after,
    say_decimal,
    say_ratio,
    say_rounded_percent,
    say_whole,
    say_year,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

APART = {
    "percent": ("point", "points"),
    "rank": ("place", "places"),
    "weekday": ("day", "days"),
    "year": ("year", "years"),
}
"""Units in which a difference is said, and not in percent: the words for one and for many."""


def say_in(unit: str) -> Callable[[float], str]:
    """How a figure of a unit is printed; a percentage and a weekday carry their unit."""
    return _SAY.get(unit, _say_quantity)


def _say_quantity(value: float) -> str:
    return say_ratio(value) if abs(value) < 1000 else say_whole(value)


def _say_weekday(value: float) -> str:
    return WEEKDAYS[round(value) - 1]


def _say_percent(value: float) -> str:
    return say_rounded_percent(value, _digits(value, 1))


def _digits(value: float, most: int) -> int:
    """How many digits after the point say the value, up to so many."""
    return next((n for n in range(most) if round(value, n) == round(value, most)), most)


def say_place(value: float) -> str:
    """A rank: ``1st``, ``12th``."""
    place = round(value)
    ending = "th" if place % 100 in (11, 12, 13) else _ENDINGS.get(place % 10, "th")
    return f"{place}{ending}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}

_SAY: dict[str, Callable[[float], str]] = {
    "weekday": _say_weekday,
    "year": say_year,
    "rank": say_place,
    "percent": _say_percent,
}


def say_signed_percent(value: float) -> str:
    """A deviation: ``+1.7%``, or ``−0.04%`` where it is small."""
    return f"{_signed(value)}%"


def _say_apart(one: str, many: str) -> Callable[[float], str]:
    def say(value: float) -> str:
        return f"{_signed(value)} {noun_after(abs(value), one, many)}"

    return say


SAY_APART = {unit: _say_apart(*words) for unit, words in APART.items()}


def _signed(value: float) -> str:
    digits = _digits(value, 2 if abs(value) < 0.1 else 1)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{say_decimal(abs(value), digits)}"
