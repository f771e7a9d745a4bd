"""Many row ids as a short text, and back.

``gii-ranks:{AUT,FIN}-{2019..2021}`` names six rows. Braces hold a list, of which each entry
stands for itself; two whole numbers with two dots between are all numbers from one to the other.
Of several braces the first changes slowest. Names of rows are parted by spaces; signs that would
be read otherwise stand as in addresses (``%7B``). ``gii-ranks:`` alone is the whole dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from urllib.parse import quote, unquote

_Run = list[list[str]]  # of each part of an id its values
_READ_OTHERWISE = re.compile(r"[%{},\s]|\.(?=\.)")
_PART = re.compile(r"\{[^}]*\}|[^{]+")
_RANGE = re.compile(r"([0-9]+)\.\.([0-9]+)")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
MOST = 1_000_000  # rows that one text may name: more than all datasets have


def fold_rows(row_ids: Iterable[str]) -> str:
    """The ids as a text, in their order."""
    runs: list[_Run] = []
    for each in row_ids:
        name, colon, key = each.partition(":")
        runs.append([[part] for part in (name + colon, *key.split("-"))])
        while len(runs) > 1 and (at := _joint(runs[-2], runs[-1])) is not None:
            runs[-2][at] += runs.pop()[at]
    return " ".join(map(_written, runs))


def fold_by_place(row_ids: Iterable[str], places: Mapping[str, int]) -> str:
    """The ids as a text in which a dataset is its place in a list."""
    parted = (each.partition(":") for each in row_ids)
    return fold_rows(f"{places[name]}{colon}{key}" for name, colon, key in parted)


def unfold_rows(text: str) -> tuple[str, ...]:
    """The ids that a text names.

    Raises:
        ValueError: it names more rows than any book has.
    """
    return tuple(each for run in text.split() for each in _named(run))


def _joint(before: _Run, after: _Run) -> int | None:
    """The one part in which two runs differ, where one run can be both in this order."""
    if len(before) != len(after):
        return None
    differ = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if len(differ) != 1 or differ[0] == 0:
        return None
    (at,) = differ
    return at if all(len(values) == 1 for values in before[:at]) else None


def _written(run: _Run) -> str:
    name, *key = map(_listed, run)
    return name + "-".join(key)


def _listed(values: list[str]) -> str:
    if len(values) == 1:
        return _escaped(values[0])
    return "{" + ",".join(_ranges(values)) + "}"


def _ranges(values: list[str]) -> Iterator[str]:
    at = 0
    while at < len(values):
        end = at
        while end + 1 < len(values) and _follows(values[end], values[end + 1]):
            end += 1
        if end - at > 1:
            yield f"{values[at]}..{values[end]}"
        else:
            yield from map(_escaped, values[at : end + 1])
        at = end + 1


def _follows(before: str, after: str) -> bool:
    numbers = _NUMBER.fullmatch(before) and _NUMBER.fullmatch(after)
    return bool(numbers) and int(after) == int(before) + 1


def _escaped(value: str) -> str:
    return _READ_OTHERWISE.sub(lambda found: _escape(found[0]), value)


def _escape(sign: str) -> str:
    return "%2E" if sign == "." else quote(sign, safe="")


def _named(run: str) -> Iterator[str]:
    values = [_values(part) for part in _PART.findall(run)]
    count = 1
    for each in values:
        count *= len(each)
    if count > MOST:
        raise ValueError(f"{run[:80]} names more than {MOST:,} rows")
    yield from map("".join, product(*values))


def _values(part: str) -> list[str]:
    if not part.startswith("{"):
        return [unquote(part)]
    found: list[str] = []
    for entry in part[1:-1].split(","):
        if ends := _RANGE.fullmatch(entry):
            first, last = int(ends[1]), int(ends[2])
            if last - first > MOST:
                raise ValueError(f"{entry[:80]} names more than {MOST:,} rows")
            found += map(str, range(first, last + 1))
        else:
            found.append(unquote(entry))
    return found
