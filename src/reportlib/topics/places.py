"""Where an economy stands among others: strengths and gaps."""

from __future__ import annotations


def quarter(place: int, n: int) -> str:
    """What a place among ``n`` is: a strength, a gap, or neither."""
    if place <= n / 4:
        return "strength"
    return "gap" if place > 3 * n / 4 else "neutral"


RULE = (
    "The rule: a strength is a place in the first quarter of the economies with data, a gap is a "
    "place in the last quarter. Only measures that do not grow with the size of an economy count. "
    "Economies without data are not in the count, so that the last places are not the world’s last."
)
