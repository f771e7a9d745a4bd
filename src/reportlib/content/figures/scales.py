"""Round tick values, and numbers as a reader sees them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

import numpy as np
from babel.numbers import format_decimal
from matplotlib.ticker import MaxNLocator

LOCALE = "en"
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number_ticks(low: float, high: float, *, count: int, whole: bool) -> list[float]:
    """Round values from ``low`` to ``high``; only integers where the data are ``whole``."""
    if low == high:
        high = low + 1
    locator = MaxNLocator(nbins=count, steps=[1, 2, 5, 10], integer=whole)
    margin = 1e-9 * (high - low)
    ticks = locator.tick_values(low, high)
    return [float(tick) for tick in ticks if low - margin <= tick <= high + margin]


def log_ticks(low: float, high: float, *, count: int = 7) -> list[float]:
    """Some ``count`` powers of ten that cover the values; also 2 and 5 of each where few."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1, 2, 5) if last - first <= 2 else (1,)
    every = max(1, math.ceil((last - first) / count))
    ticks = [step * 10.0**power for power in range(first, last + 1, every) for step in steps]
    below = max((tick for tick in ticks if tick <= low), default=ticks[0])
    above = min((tick for tick in ticks if tick >= high), default=ticks[-1])
    return [tick for tick in ticks if below <= tick <= above]


def rank_ticks(worst: int, *, count: int) -> list[int]:
    """Rank 1 and round ranks below it."""
    step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100) if worst / s <= count or s == 100)
    return [1, *(rank for rank in range(step, worst + 1, step) if rank > 1)]


def year_ticks(first: int, last: int, *, count: int) -> list[int]:
    """The first and last year, and round years between that leave them room."""
    span = max(last - first, 1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if span / s <= count or s == 100)
    if step == 1:
        return list(range(first, last + 1))
    room = 0.8 * span / count
    inner = (year for year in range(first - first % step, last, step))
    return sorted({first, last, *(y for y in inner if y - first >= room and last - y >= room)})


def is_whole(values: Iterable[float]) -> bool:
    """Whether every value present is an integer."""
    return all(float(value).is_integer() for value in values if not math.isnan(value))


def format_ticks(ticks: Sequence[float]) -> list[str]:
    """Tick labels with one scale; small numbers with one number of decimals."""
    largest = max(abs(tick) for tick in ticks)
    scale, word = next(((s, w) for s, w in LARGE if largest >= s), (1.0, ""))
    scaled = [tick / scale for tick in ticks]
    if word:
        texts = [_format(value, _needed([value])) for value in scaled]
    else:
        texts = [_format(value, _needed(scaled)) for value in scaled]
    labels = [f"{text} {word}" if word else text for text in texts]
    return [label if tick else "0" for label, tick in zip(labels, ticks, strict=True)]


def format_log_ticks(ticks: Sequence[float]) -> list[str]:
    """Tick labels that each have their own scale."""
    return [format_ticks([tick])[0] for tick in ticks]


def format_value(value: float, *, whole: bool) -> str:
    """A value as a label: to the unit where data are ``whole``, else to three digits."""
    scale, word = next(((s, w) for s, w in LARGE if abs(value) >= s), (1.0, ""))
    if word:
        return f"{format_value(value / scale, whole=False)} {word}"
    decimals = 0 if whole else _decimals(value)
    return _format(round(value, decimals), decimals)


def format_marked(value: float, flags: str, *, whole: bool) -> str:
    """A value with its marks after it in brackets, where it has any."""
    return with_flags(format_value(value, whole=whole), flags)


def format_stated(value: float, flags: str, stated: str | None, *, whole: bool) -> str:
    """A value with its marks: as the headline states it where it does, else to three digits."""
    return with_flags(stated, flags) if stated else format_marked(value, flags, whole=whole)


def with_flags(text: str, flags: str) -> str:
    """A text with marks after it in brackets, where there are any."""
    return f"{text}\N{NO-BREAK SPACE}({flags})" if flags else text


def _decimals(value: float) -> int:
    if value == 0:
        return 0
    exponent = math.floor(math.log10(abs(value)))
    return max(0, 2 - exponent) if exponent >= 0 else 1 - exponent


def _needed(values: Sequence[float]) -> int:
    """The number of decimals that shows all values exactly."""
    return next((d for d in range(8) if np.allclose(values, np.round(values, d), atol=1e-9)), 8)


def _format(value: float, decimals: int) -> str:
    return _format_written(str(value), decimals)


@lru_cache(maxsize=4096)  # both sizes of a drawing have the same values
def _format_written(value: str, decimals: int) -> str:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(Decimal(value), format=pattern, locale=LOCALE).replace("-", "−")
