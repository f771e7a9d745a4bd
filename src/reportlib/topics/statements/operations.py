"""The operations by which figures of the data are set against a statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Operand:
    """A figure for an operation, with the text it was read from."""

    text: str

    @property
    def value(self) -> float:
        """The figure.

        Raises:
            ValueError: the text is none.
        """
        value = number(self.text)
        if value is None:
            raise ValueError(f"{self.text!r} is not a number")
        return value


Operands = Sequence[Operand]


def _share(of: Operands) -> float:
    *parts, whole = (one.value for one in of)
    return 100 * sum(parts) / whole


def _exchange_rate(of: Operands) -> float:
    """Units of a currency to the dollar, from a part of GDP, its share, and GDP in dollars."""
    part, share, dollars = (one.value for one in of)
    return part / (share / 100) / dollars


def _share_by_another(of: Operands) -> float:
    """Share of a whole that is known only by another part of it and that part's share."""
    part, other, others_share = (one.value for one in of)
    return part / other * others_share


@dataclass(frozen=True)
class Operation:
    """How a figure is made of rows; ``least`` and ``most`` say of how many."""

    words: str
    least: int
    most: int
    compute: Callable[[Operands], float]


MANY = 1000

OPERATIONS: dict[str, Operation] = {
    "value": Operation("", 1, 1, lambda of: of[0].value),
    "sum": Operation("sum", 1, MANY, lambda of: sum(one.value for one in of)),
    "difference": Operation(
        "the first less the second", 2, 2, lambda of: of[0].value - of[1].value
    ),
    "ratio": Operation(
        "the first divided by the second", 2, 2, lambda of: of[0].value / of[1].value
    ),
    "share": Operation("the others as a share of the last, in percent", 2, MANY, _share),
    "inverse_ratio": Operation(
        "the second divided by the first", 2, 2, lambda of: of[1].value / of[0].value
    ),
    "share_by_another": Operation(
        "share of the whole that another part and its share make, in percent",
        3,
        3,
        _share_by_another,
    ),
    "growth": Operation(
        "growth from the second to the first, in percent",
        2,
        2,
        lambda of: 100 * (of[0].value / of[1].value - 1),
    ),
    "base_of_growth": Operation(
        "figure before the growth, from the figure after it and the growth in percent",
        2,
        2,
        lambda of: of[0].value / (1 + of[1].value / 100),
    ),
    "exchange_rate": Operation(
        "part of GDP divided by its share, and by GDP in dollars", 3, 3, _exchange_rate
    ),
    "rank": Operation(
        "place of the first among all, the largest first",
        2,
        MANY,
        lambda of: 1 + sum(one.value > of[0].value for one in of),
    ),
    "highest": Operation("largest of all", 1, MANY, lambda of: max(one.value for one in of)),
    "count": Operation("rows counted", 1, MANY, lambda of: float(len(of))),
    "same_as_first": Operation(
        "rows counted that say the same as the first",
        1,
        MANY,
        lambda of: float(sum(one.text == of[0].text for one in of)),
    ),
    "weekday": Operation(
        "day of the week of a date",
        1,
        1,
        lambda of: float(date.fromisoformat(of[0].text).isoweekday()),
    ),
}
"""The operations a check may name."""


def number(text: str) -> float | None:
    """The number that a cell holds; None where it holds none."""
    try:
        return float(text) if text else None
    except ValueError:
        return None
