"""The peers that an economy is like: near it in size, in place and in what the book measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from math import inf, log

from reportlib.base.economies import economies
from reportlib.base.measures import read_measures
from reportlib.base.measures.schema import PeersRule
from reportlib.base.parameters import GROUP_SIZE
from reportlib.content.measures import measure
from reportlib.content.series import rank, reference_year

BY_SIZE, BY_RATE = 3, 2  # the rest is the leader
ALIKE = 10  # how many times as large or small a neighbour may be


def nearest(code: str, last_year: int, rule: PeersRule, near: str | None) -> tuple[str, ...]:
    """Three peers by size, two by rate and one leader; the same for the same data.

    Places that cannot be filled, for want of a value, a region or members of like size, go to
    the nearest by size in the income group, then in the region, then anywhere, and last to the
    largest. The number of people stands for a size that is not held.

    Args:
        near: the measure of the rate; None is that of the rule.
    """
    size, rate = _values(rule.size, last_year), _values(near or rule.rate, last_year)
    people = read_measures().scales.get("per_million")
    if code not in size and people is not None:
        size = _values(people.base, last_year)
    own = economies()[code]
    region = {c for c, each in economies().items() if own.region and each.region == own.region}
    income = {
        c
        for c, each in economies().items()
        if own.income_group and each.income_group == own.income_group
    }
    largest = _largest(rule.measure, last_year)
    alike = set(_near(code, size, set(size), ALIKE)) or set(rate)
    chosen = [code]
    _take(chosen, _near(code, size, region & income & alike), BY_SIZE)
    _take(chosen, _near(code, rate, alike), BY_RATE)
    _take(chosen, largest, 1)
    for members in (income, region, set(size)):
        _take(chosen, _near(code, size, members), GROUP_SIZE + 1 - len(chosen))
    _take(chosen, largest, GROUP_SIZE + 1 - len(chosen))
    return tuple(chosen[1:])


def _values(name: str | None, last_year: int) -> dict[str, float]:
    """Every economy's value in the year that rankings use; only those above zero."""
    if name is None:
        return {}
    series = measure(name)
    year = reference_year(series, last_year)
    own = series.table[(series.table["year"] == year) & (series.table["value"] > 0)]
    return dict(zip(own["economy"].astype(str), own["value"].astype(float), strict=True))


def _near(
    code: str, values: dict[str, float], members: set[str], most: float = inf
) -> Iterator[str]:
    """The members by how many times larger or smaller than an economy they are, up to a limit."""
    if code not in values:
        return iter(())
    apart = {c: abs(log(values[c] / values[code])) for c in members & set(values)}
    alike = [c for c in apart if apart[c] <= log(most)]
    return iter(sorted(alike, key=lambda c: (apart[c], c)))


def _largest(name: str, last_year: int) -> list[str]:
    series = measure(name)
    ranking = rank(series, reference_year(series, last_year))
    return [] if ranking is None else [str(code) for code in ranking.table["economy"]]


def _take(chosen: list[str], found: Iterable[str], count: int) -> None:
    """Add the first of those found that are not chosen yet."""
    known = economies()
    chosen += list(islice((c for c in found if c in known and c not in chosen), max(count, 0)))
