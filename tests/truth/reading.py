"""How numbers are said, and the few sums that several chapters need, without the library."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

import pandas as pd

from tests.truth import published

PEERS = 6
ENOUGH = 0.8  # of the economies of the best-covered year, for a year to be ranked
DOUBTFUL = {
    "C": "a secondary summary, or a copy of the report on another site",
    "D": "a copy of an agency’s text on an unrelated site",
}
NAMED = 6  # places that a note names one by one


def decimal(value: float, digits: int) -> str:
    """A number with so many digits after the point, thousands parted by commas."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    return f"{exact:,}"


def three_digits(value: float) -> str:
    """A number with three digits, or whole where it has more."""
    return decimal(value, 2 if value < 9.995 else 1 if value < 99.95 else 0)


def without_zeros(text: str, value: float) -> str:
    """The digits of a value that is as round as this, without those that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text and float(text) == value else text


def count(value: float) -> str:
    """A count as a sentence says it: in full below a million, then in words."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= 0.9995 * size:
            return f"{without_zeros(three_digits(value / size), value / size)} {word}"
    if value >= 10 or value == int(value):
        return decimal(value, 0)
    return decimal(value, 1 if value >= 1 else 2)


def percent(value: float) -> str:
    """A share as a sentence says it."""
    if 0 < value < 0.01:
        return "less than 0.01%"
    if 99.9 < value < 100:
        return "more than 99.9%"
    return f"{decimal(value, 2 if value < 9.995 else 1)}%"


def ratio(value: float) -> str:
    """A rate as a sentence says it."""
    return decimal(value, 0) if value == int(value) and value >= 1 else three_digits(value)


def cell(value: float) -> str:
    """A value as the cell of a figure's table says it."""
    if value == int(value) or value >= 1000:
        return decimal(value, 0)
    return decimal(value, 1 if value >= 10 else 2 if value >= 0.1 else 4)


def change(first: float, last: float) -> str:
    """How a value went."""
    if first == last:
        return "did not change"
    way = "rose" if last > first else "fell"
    times = last / first
    if times >= 3:
        return f"{way} {decimal(times, 0 if times >= 9.95 else 1)}-fold"
    by = 100 * abs(times - 1)
    return "hardly changed" if by < 1 else f"{way} by {decimal(by, 0)}%"


def went(
    whose: str, own: pd.Series, until: int, say: Callable[[float], str], unit: str = ""
) -> str:
    """How an economy's values went, or the two levels where they bear no change.

    A change needs five values, the last within five years of ``until``, a first of a hundred or
    more, and less than ten times as much at one end as at the other.
    """
    (first, last), (start, end) = own.iloc[[0, -1]], own.index[[0, -1]]
    old = end < until - 5
    if old or len(own) < 5 or first < 100 or not first / 10 < last < 10 * first:
        newest = ", the newest year" if old else ""
        return f"{whose} came to {say(first)}{unit} in {start} and to {say(last)} in {end}{newest}."
    return (
        f"{whose} {change(first, last)} between {start} and {end}, from {say(first)} to "
        f"{say(last)}{unit}."
    )


def listed(words: Iterable[str]) -> str:
    """A list in words."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def ranked_year(frame: pd.DataFrame, last_year: int, by: str = "economy") -> int | None:
    """The newest year with at least 80 percent of the economies of the best-covered year."""
    seen = frame[frame["year"] <= last_year].groupby("year")[by].nunique()
    return int(max(seen[seen >= ENOUGH * seen.max()].index)) if len(seen) else None


def ranking(frame: pd.DataFrame, year: int | None, by: str = "economy") -> pd.Series[float]:
    """The values of a year by economy, largest first."""
    return frame[frame["year"] == year].set_index(by)["value"].sort_values(ascending=False)


def ranked(frame: pd.DataFrame, edition: str) -> tuple[pd.Series[float], int | None]:
    """The values of the year that an edition ranks, largest first, and that year."""
    year = ranked_year(frame, published.last_year(edition))
    return ranking(frame, year), year


def by_size(values: pd.Series[float]) -> list[str]:
    """The economies with values, largest first and equal ones by their codes."""
    return sorted((str(one) for one in values.index), key=lambda one: (-float(values[one]), one))


def assert_ranked_rows(edition: str, label: str, values: pd.Series[float]) -> None:
    """The ten largest and the economy itself, each with rank and value; not who has no rank."""
    order = by_size(values)
    wanted = {*order[:10], published.code(edition)}
    assert [row for row in published.rows(edition, label) if row[0] != ".."] == [
        [str(place(values, one)), published.economy(one), cell(values[one])]
        for one in order
        if one in wanted
    ]


def place(values: pd.Series[float], economy: str) -> int:
    """One more than there are larger values."""
    return int((values > values[economy]).sum()) + 1


def told(values: pd.Series[float], economy: str) -> str:
    """A place as a sentence tells it: with how many it is shared."""
    others = int((values == values[economy]).sum()) - 1
    shared = f", shared with {others} other{'s' if others > 1 else ''}," if others else ""
    return f"{place(values, economy)}{shared}"


def ordinal(place: float) -> str:
    """A place in an order: ``1st``, ``22nd``, ``11th``."""
    ones, tens = int(place) % 10, int(place) // 10 % 10
    return f"{int(place)}{'th' if tens == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(ones, 'th')}"


def told_ordinal(values: pd.Series[float], economy: str) -> str:
    """A place as a sentence tells it as an ordinal."""
    number, shared, rest = told(values, economy).partition(", ")
    return f"{ordinal(int(number))}{shared}{rest}"


PEERS_RULE = (
    "of economies up to ten times larger or smaller by GDP: the three nearest by it in region and "
    "income group, and the two nearest by resident patent applications per head; one leader, with "
    "the most resident patent applications; where values or members lack, the next by GDP or "
    "number of people"
)


@lru_cache
def peers(edition: str, near: str = "patents") -> tuple[str, ...]:
    """The peers that an edition shows."""
    return nearest(published.code(edition), published.last_year(edition), near)


def nearest(own: str, last: int, near: str) -> tuple[str, ...]:
    """Three near by GDP in region and income group, two near per head, and one leader."""
    known = published.table("economies").set_index("economy")
    size = _latest(_of("gdp", "gdp_ppp"), last)
    if own not in size:
        size = _latest(_of("population", "persons"), last)
    by_gdp, rates = _by_distance(size, own), _latest(_rates(near), last)
    alike = [one for one, far in by_gdp if far <= math.log(10)] or list(rates)
    region, income = (
        set(known.index[known[column] == known[column][own]])
        for column in ("region", "income_group")
    )
    filed = _of("patent_applications", "applications", applicant="resident")
    leaders = by_size(ranking(filed, ranked_year(filed, last)))
    sizes = [one for one, _ in by_gdp]
    chosen = [own]
    for found, most in (
        ([one for one in sizes if one in region & income and one in alike], 3),
        ([one for one, _ in _by_distance(rates, own) if one in alike], 2),
        (leaders, 1),
        ([one for one in sizes if one in income], PEERS),
        ([one for one in sizes if one in region], PEERS),
        (sizes, PEERS),
        (leaders, PEERS),
    ):
        more = [one for one in found if one in known.index and one not in chosen]
        chosen += more[: min(most, PEERS + 1 - len(chosen))]
    return tuple(chosen[1:])


def _of(dataset: str, column: str, **where: str) -> pd.DataFrame:
    names = {column: "value", "origin": "economy", "office": "economy"}
    found = published.numbers(dataset, column, **where).rename(columns=names)
    return found[["economy", "year", "value"]]


def _rates(near: str) -> pd.DataFrame:
    """What a chapter measures per head, or in relation to GDP."""
    if near == "patents":
        return _of("resident_patents_per_million", "per_million")
    if near == "talent":
        return _of("researchers", "per_million")
    part, whole = {
        "ai": (_of("ai_articles", "articles"), _of("population", "persons")),
        "copyright": (_of("ip_charges", "usd", flow="receipts"), _of("gdp", "gdp_usd")),
    }[near]
    both = part.merge(whole, on=["economy", "year"], suffixes=("", "_of"))
    return both.assign(value=both["value"] / both["value_of"])[["economy", "year", "value"]]


def _latest(frame: pd.DataFrame, last: int) -> dict[str, float]:
    """The values above zero of the year that is ranked."""
    found = ranking(frame, ranked_year(frame, last))
    return {str(code): float(value) for code, value in found.items() if value > 0}


def _by_distance(values: dict[str, float], own: str) -> list[tuple[str, float]]:
    """The economies by how many times larger or smaller they are, with the logarithm of that."""
    if own not in values:
        return []
    far = {code: abs(math.log(value / values[own])) for code, value in values.items()}
    return sorted(far.items(), key=lambda one: (one[1], one[0]))


def cells(values: Iterable[float | None]) -> list[str]:
    """A row of a figure's table; two dots where there is no value."""
    return [
        published.MISSING if value is None or pd.isna(value) else cell(value) for value in values
    ]


def spans(years: Iterable[str]) -> str:
    """Years in words: three and more in a row as a span, and last what is no single year."""
    runs: list[list[int]] = []
    for year in sorted({int(one) for one in years if one.isdigit()}):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    told = [
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(str(year) for year in run)
        for run in runs
    ]
    others = sorted(re.sub(r"^(\d{4})-(\d{4})$", r"\1–\2", one) for one in years)
    return ", ".join([*told, *(one for one in others if one and not one.isdigit())])


def places(found: Iterable[tuple[str, str]]) -> str:
    """Places with their years, as a note names them; the first six where they are more."""
    years: dict[str, list[str]] = {}
    for name, year in found:
        years.setdefault(name, []).append(year)
    told = [f"{name} {spans(own)}".strip() for name, own in sorted(years.items())]
    return "; ".join([*told[:NAMED], *(["others"] if len(told) > NAMED else [])])


def low_notes(*shown: pd.DataFrame, by: str = "economy") -> list[str]:
    """What must be told of rows that were read in copies and summaries, in alphabetical order."""
    known = published.table("economies").set_index("economy")["name"]
    low: dict[str, list[tuple[str, str]]] = {}
    for found in shown:
        codes = found[by] if by in found else [""] * len(found)
        for one, year, trust in zip(codes, found["year"], found["trust"], strict=True):
            if trust in DOUBTFUL:
                low.setdefault(trust, []).append((str(known.get(one, one)), str(year)))
    return sorted(
        f"Of low reliability (u), {places(own)}: class {trust}, {DOUBTFUL[trust]}."
        for trust, own in low.items()
    )


def assert_low_told(edition: str, label: str, *shown: pd.DataFrame, by: str = "economy") -> None:
    """The rows of class C and D among those shown are named in notes, and no others are."""
    notes = published.texts(edition, label, "note")
    told = [note for note in notes if note.startswith("Of low reliability (u)")]
    assert sorted(note for note in told if ": class " in note) == low_notes(*shown, by=by), label


def assert_low_marked(edition: str, label: str, number: str, *classes: str) -> None:
    """A number of a headline has the mark of low trust where a row of it is of class C or D."""
    assert number in str(published.headline(edition, label)), label
    marked = "u" in published.marks(edition, label).get(number, "")
    assert marked is not DOUBTFUL.keys().isdisjoint(classes), (label, number)
