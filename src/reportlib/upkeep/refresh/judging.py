"""Judge a new vintage before it is written: per economy and column, against what is held.

Every figure may be well formed and within its bounds, and the whole still be wrong: in another
unit, a year off, rounded, with marks for missing figures that look like numbers. Such a change
shows in the figures of an economy, or of a year, taken together. What is found here need not be
wrong; whoever renews the dataset says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median

from reportlib.upkeep.refresh.changes import listed
from reportlib.upkeep.refresh.formats import Published
from reportlib.upkeep.refresh.recipes import Recipe
from reportlib.upkeep.refresh.tables import Table

FEWEST_YEARS = 3  # of an economy, below which its figures are not judged together
FEWEST_ECONOMIES = 5  # of a year, likewise
MOST_MOVED = 1.25  # times, by which the figures of an economy may move in the middle
MOST_GROWN = 2  # times, by which a new year may differ from the one before it in the middle
LEAP = 300  # times the year before: a unit was mistaken, or a digit group is lost
FEWEST_MARKS = 2
_DIGITS_LOST = 2
_NEAR = 0.02  # of a power of ten, as a share of it
_MARK = re.compile(r"-1|-?9{2,}|-?8{3,}")
_POINTED = re.compile(r"-?\d{1,3}\.\d{3}")

Line = tuple[str, tuple[str, ...]]
"""The column of a series and the cells of its key, without economy and year."""
Series = Mapping[int, str]


@dataclass(frozen=True)
class _Found:
    """What is odd about a series of an economy, or of all economies in a year."""

    line: Line
    what: str
    whose: str
    detail: str = ""


def judged(old: Table, new: Table, recipe: Recipe) -> tuple[str, ...]:
    """What is to be judged of a new vintage, a sentence for each kind and column."""
    before, after = _lines(old, recipe), _lines(new, recipe)
    found: list[_Found] = []
    for line in sorted(before.keys() & after.keys()):
        for economy in sorted(before[line].keys() & after[line].keys()):
            pair = before[line][economy], after[line][economy]
            found += [_Found(line, what, economy, said) for what, said in _of_economy(*pair)]
        found += _of_years(line, before[line], after[line])
        found += _of_new_years(line, before[line], after[line])
    return tuple(_sentences(found))


def points_for_thousands(published: Published, old: Table) -> Iterator[str]:
    """A sentence where points seem to stand between thousands, in a column of whole numbers."""
    part = published.part
    texts = [(figure, figure.text.strip()) for figure in published.figures]
    with_point = [(figure, text) for figure, text in texts if "." in text]
    held = [text for (_, column), text in old.figures().items() if column == part.column]
    if (
        part.factor != 1
        or len(with_point) < FEWEST_MARKS
        or len(with_point) == sum(text[-1:].isdigit() for _, text in texts)
        or not all(_POINTED.fullmatch(text) for _, text in with_point)
        or any("." in text for text in held)
    ):
        return
    names = dict.fromkeys(figure.code or figure.name for figure, _ in with_point)
    yield (
        f"{part.column}: a point stands before three digits in {len(with_point)} figures, as in "
        f"{with_point[0][1]}, and all others are whole numbers: points between thousands? "
        f"({listed(names, 6)})"
    )


def _lines(table: Table, recipe: Recipe) -> dict[Line, dict[str, dict[int, str]]]:
    """The figures of a table by column, economy and year."""
    others = [c for c in table.key_columns if c not in (recipe.economy, recipe.year)]
    columns = dict.fromkeys(part.column for part in recipe.parts)
    found: dict[Line, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in table.rows.values():
        for column in columns:
            if row[column]:
                line = column, tuple(row[name] for name in others)
                found[line][row[recipe.economy]][int(row[recipe.year])] = row[column]
    return found


def _of_economy(old: Series, new: Series) -> Iterator[tuple[str, str]]:
    revised = [year for year in sorted(old.keys() & new.keys()) if _differ(old[year], new[year])]
    if not revised:
        return
    yield from _signs(old, new, revised)
    if len(revised) < FEWEST_YEARS:
        return
    yield from _size(old, new)
    yield from _order(old, new, revised)
    yield from _digits(old, new, revised)


def _signs(old: Series, new: Series, revised: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Figures that became zero, changed their sign, or look like a mark for a missing figure."""
    pairs = [(year, float(old[year]), float(new[year])) for year in revised]
    turned = [str(year) for year, was, now in pairs if was * now < 0]
    zero = [str(year) for year, was, now in pairs if was and not now]
    marks = [str(year) for year in revised if _MARK.fullmatch(new[year])]
    if turned:
        yield "have the other sign", listed(turned, 3)
    if zero:
        yield "are zero, where a figure is held", listed(zero, 3)
    if len(marks) >= FEWEST_MARKS and len({new[int(year)] for year in marks}) == 1:
        yield f"are {new[int(marks[0])]}: a mark for missing figures?", listed(marks, 3)


def _size(old: Series, new: Series) -> Iterator[tuple[str, str]]:
    ratio = _middle(_ratios(old, new))
    if ratio is None or 1 / MOST_MOVED <= ratio <= MOST_MOVED:
        return
    power = round(log10(ratio))
    if power and abs(ratio / 10.0**power - 1) <= _NEAR:
        yield "are a power of ten times those held: another unit?", f"{10.0**power:g} times"
    else:
        yield "differ in the middle from those held by more than a quarter", f"{ratio:.3g} times"


def _order(old: Series, new: Series, revised: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Figures that stand in another year than they did."""
    enough = max(FEWEST_YEARS, len(revised) / 2)
    for shift, what in ((1, "a year later"), (-1, "a year earlier")):
        moved = [y for y in revised if y - shift in old and not _differ(old[y - shift], new[y])]
        if len(moved) >= enough:
            yield f"stand {what} than those held", f"{moved[0]} to {moved[-1]}"
    ends = min(old.keys() & new.keys()) + max(old.keys() & new.keys())
    turned = [y for y in revised if ends - y in old and not _differ(old[ends - y], new[y])]
    if len(turned) >= enough:
        yield "stand in the opposite order of years", f"{turned[0]} to {turned[-1]}"


def _digits(old: Series, new: Series, revised: Sequence[int]) -> Iterator[tuple[str, str]]:
    was, now = (median(_significant(series[y]) for y in revised) for series in (old, new))
    if now <= was - _DIGITS_LOST:
        yield "are rounded more than those held", f"{was:g} digits to {now:g}"


def _of_years(line: Line, old: Mapping[str, Series], new: Mapping[str, Series]) -> Iterator[_Found]:
    """Years in which the figures of all economies moved together."""
    ratios: defaultdict[int, list[float]] = defaultdict(list)
    for economy in old.keys() & new.keys():
        for year, ratio in _ratios(old[economy], new[economy]).items():
            ratios[year].append(ratio)
    for year, found in sorted(ratios.items()):
        ratio = median(found)
        moved = not 1 / MOST_MOVED <= ratio <= MOST_MOVED
        if len(found) >= FEWEST_ECONOMIES and moved:
            what = "of all economies together differ from those held by more than a quarter"
            yield _Found(line, what, str(year), f"{ratio:.3g} times")


def _of_new_years(
    line: Line, old: Mapping[str, Series], new: Mapping[str, Series]
) -> Iterator[_Found]:
    """New years that are far from the year before them, in all economies or in one."""
    grown: defaultdict[int, list[float]] = defaultdict(list)
    for economy in sorted(old.keys() & new.keys()):
        was, now = old[economy], new[economy]
        for year in sorted(now.keys() - was.keys()):
            ratio = _ratio(now.get(year - 1, ""), now[year])
            if ratio is None:
                continue
            grown[year].append(ratio)
            if not 1 / LEAP < ratio < LEAP:
                what = "of a new year are hundreds of times the year before, or a part of it"
                yield _Found(line, what, economy, f"{year}, {ratio:.3g} times")
    for year, ratios in sorted(grown.items()):
        ratio = median(ratios)
        if len(ratios) >= FEWEST_ECONOMIES and not 1 / MOST_GROWN <= ratio <= MOST_GROWN:
            what = "of all economies together are far from those of the year before"
            yield _Found(line, what, str(year), f"{ratio:.3g} times")


def _ratios(old: Series, new: Series) -> dict[int, float]:
    found = {year: _ratio(old[year], new[year]) for year in old.keys() & new.keys()}
    return {year: ratio for year, ratio in found.items() if ratio is not None}


def _ratio(old: str, new: str) -> float | None:
    """How many times the old figure the new one is; None where that says nothing."""
    was, now = float(old or 0), float(new or 0)
    return now / was if was and now / was > 0 else None


def _middle(ratios: Mapping[int, float]) -> float | None:
    return median(ratios.values()) if len(ratios) >= FEWEST_YEARS else None


def _differ(one: str, other: str) -> bool:
    return float(one) != float(other)


def _significant(text: str) -> int:
    return len(re.sub(r"[eE].*|[^\d]", "", text).strip("0"))


def _sentences(found: Iterable[_Found]) -> Iterator[str]:
    """A sentence for each kind of thing and column, with those that it is true of."""
    kinds: defaultdict[tuple[Line, str], list[_Found]] = defaultdict(list)
    for each in found:
        kinds[each.line, each.what].append(each)
    for ((column, cells), what), same in sorted(kinds.items(), key=lambda kind: kind[0]):
        whose = listed((f"{each.whose} ({each.detail})" for each in same), 6)
        yield f"{' '.join((column, *cells))}: figures {what}: {whose}"
