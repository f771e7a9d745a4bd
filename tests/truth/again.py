"""Arithmetic and formats for computing again what is published: pandas and decimals, no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

import pandas as pd
import yaml

from tests.truth import reading
from tests.truth.published import (
    FIRST_YEAR,
    MISSING,
    ROOT,
    code,
    economy,
    last_year,
    numbers,
    scale,
)

# Formats


def fixed(value: float, places: int) -> str:
    """So many digits after the point, thousands apart."""
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(float(value))).quantize(step, ROUND_HALF_EVEN)
    return f"{rounded:,}"


def three(value: float) -> str:
    """Three digits that count: 1.59, 15.9, 159."""
    for places, limit in ((2, Decimal("9.995")), (1, Decimal("99.95"))):
        if abs(Decimal(repr(float(value)))) < limit:
            return fixed(value, places)
    return fixed(value, 0)


def counted(value: float) -> str:
    """A count in a sentence: whole below a million, three digits and a word above."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= 0.9995 * size:
            text = three(value / size)
            if "." in text and float(text) == value / size:
                text = text.rstrip("0").rstrip(".")
            return f"{text} {word}"
    if value >= 10 or value == int(value):
        return fixed(value, 0)
    return fixed(value, 1 if value >= 1 else 2)


def rate(value: float) -> str:
    """A rate in a sentence: whole where it is whole, else three digits."""
    return fixed(value, 0) if value == int(value) and value >= 1 else three(value)


def percent(value: float) -> str:
    """A share: two digits after the point below ten percent, else one."""
    if 0 < value < 0.01:
        return "less than 0.01%"
    if 99.9 < value < 100:
        return "more than 99.9%"
    return fixed(value, 2 if value < 9.995 else 1) + "%"


def cell(value: float | None) -> str:
    """A value in the table behind a drawing; two dots where there is none."""
    if value is None or pd.isna(value):
        return MISSING
    size = abs(value)
    if value == int(value) or size >= 1000:
        return fixed(value, 0)
    return fixed(value, 1 if size >= 10 else 2 if size >= 0.1 else 4)


def plural(count: float, noun: str) -> str:
    """The noun after a count."""
    return noun if count == 1 else f"{noun}s"


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


# Values by economy and year


@lru_cache
def _values(
    name: str, value: str, by: str, year: str, where: tuple[tuple[str, str], ...]
) -> pd.Series:
    found = numbers(name, value, **dict(where))
    found = found.assign(code=found[by], when=found[year])
    return found.set_index(["code", "when"])[value].sort_index()


def values(
    name: str, value: str, by: str = "economy", year: str = "year", **where: str
) -> pd.Series:
    """A column of a data file by economy and year."""
    return _values(name, value, by, year, tuple(sorted(where.items()))).copy()


def within(series: pd.Series, edition: str, first: int = FIRST_YEAR) -> pd.Series:
    """The values of the years that an edition may show."""
    years = series.index.get_level_values("when")
    return series[(years >= first) & (years <= last_year(edition))]


def of(series: pd.Series, economy_code: str) -> pd.Series:
    """One economy's values by year, in order."""
    own = series[series.index.get_level_values("code") == economy_code]
    return own.droplevel("code").sort_index()


def in_year(series: pd.Series, year: int) -> pd.Series:
    """One year's values by economy."""
    return series[series.index.get_level_values("when") == year].droplevel("when")


def ratio(part: pd.Series, whole: pd.Series, factor: float) -> pd.Series:
    """Part by whole of the same economy and year, times a factor."""
    both = pd.concat([part.rename("part"), whole.rename("whole")], axis=1).dropna()
    both = both[both["whole"] > 0]
    return factor * both["part"] / both["whole"]


def population() -> pd.Series:
    """People by economy and year."""
    return values("population", "persons")


def scaled(series: pd.Series, edition: str) -> pd.Series:
    """Counts as an edition shows them: as they are, or per million people."""
    return series if scale(edition) == "count" else ratio(series, population(), 1e6)


def per(edition: str) -> str:
    """What an edition adds to the unit of a count."""
    return "" if scale(edition) == "count" else " per million people"


def covered(series: pd.Series, edition: str) -> int | None:
    """The latest year with at least four fifths of the economies of the best year."""
    years = within(series, edition, 0).groupby(level="when").size()
    enough = years[years * 5 >= years.max() * 4]
    return None if enough.empty else int(enough.index.max())


def place(found: pd.Series, economy_code: str) -> tuple[int, int]:
    """Place among all values, largest first, and how many there are."""
    return 1 + int((found > found[economy_code]).sum()), len(found)


def leaders(found: pd.Series) -> list[str]:
    """Codes of the economies, largest value first, equals by code."""
    return list(found.sort_index().sort_values(ascending=False, kind="stable").index)


@lru_cache
def _breaks(name: str) -> list[dict[str, object]]:
    path = ROOT / "data" / f"{name}.resource.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))["reportlib"]["breaks"]
    return [dict(one) for one in found]


def is_break(found: Mapping[str, object]) -> bool:
    """Whether a series changes there; else a value of that year is doubtful."""
    kind = found.get("kind", "break")
    assert kind in ("break", "doubt")
    return kind == "break"


def is_about(found: Mapping[str, object], where: Mapping[str, str]) -> bool:
    """Whether what a descriptor says of some rows is about those with these cells."""
    said = found.get("where") or {}
    assert isinstance(said, Mapping)
    asked = {key: value if isinstance(value, list) else [value] for key, value in said.items()}
    return all(cell in map(str, asked.get(key, [cell])) for key, cell in where.items())


def breaks(name: str, economy_code: str, **where: str) -> list[int]:
    """Years in which the descriptor says that an economy's series changes its definition."""
    return [
        int(str(one["year"]))
        for one in _breaks(name)
        if is_break(one) and one["economy"] in ("", economy_code) and is_about(one, where)
    ]


def since(own: pd.Series, changes: Sequence[int]) -> pd.Series:
    """One economy's values since its definition last changed."""
    past = [year for year in changes if len(own) and year <= own.index.max()]
    return own[own.index >= max(past)] if past else own


def trend(
    own: pd.Series, words: str, until: int, unit: str = "", say: Callable[[float], str] = counted
) -> str | None:
    """First and last value in a sentence; ``words`` lead up to how it went."""
    if len(own) < 2 or own.iloc[0] <= 0:
        return None
    return reading.went(words, own.astype(float), until, say, unit)


# Peers


def resident_applications() -> pd.Series:
    """Patent applications by residents at the own office."""
    return values("patent_applications", "applications", by="office", applicant="resident")


def peers(edition: str) -> tuple[str, ...]:
    """The economies that an edition compares with, in chapters of no measure of their own."""
    return reading.peers(edition)


def compared(edition: str) -> tuple[str, ...]:
    """The economy and its peers."""
    return (code(edition), *peers(edition))


def peers_table(series: pd.Series, edition: str) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of a drawing with a line for the economy and each peer."""
    own = {found: of(within(series, edition), found) for found in compared(edition)}
    held = {economy(found): one for found, one in own.items() if len(one)}
    frame = pd.DataFrame(held).sort_index()
    return lines_table(frame)


def lines_table(frame: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of a drawing of lines, given by year."""
    frame = frame.sort_index()
    rows = [
        [str(year), *(cell(value) for value in row)]
        for year, row in zip(frame.index, frame.itertuples(index=False), strict=True)
    ]
    return ["Year", *map(str, frame.columns)], rows


KINDS = {"quoted": "quoted headline figure"}


def continued(*series: pd.Series) -> pd.Series:
    """One economy's values by year, each series from where the one before it ends."""
    whole = series[0]
    for newer in series[1:]:
        last = whole.index.max() if len(whole) else 0
        later = newer[newer.index > last]
        whole = pd.concat([whole, later]) if len(whole) else later
    return whole


def kinds_table(
    frame: pd.DataFrame, kinds: Mapping[tuple[str, int], str]
) -> tuple[list[str], list[list[str]]]:
    """As :func:`lines_table`, and last the kind of what is no table's value, by column and year."""
    columns, rows = lines_table(frame)
    shown = {(str(label), int(year)) for label in frame for year in frame[label].dropna().index}
    told = {key: words for key, words in kinds.items() if key in shown}
    if not told or len(told) == len(shown):
        return columns, rows
    for row in rows:
        keys = [(str(label), int(row[0])) for label in frame]
        own = [f"{key[0]}: {told[key]}" for key in keys if key in told]
        row.append("; ".join(own) or "series")
    return [*columns, "Kind of value"], rows


def gdp_ppp() -> pd.Series:
    """Output by economy and year, in international dollars."""
    return values("gdp", "gdp_ppp")


def without_few(found: pd.Series, counts: pd.Series) -> pd.Series:
    """Rates of one year whose counts are twenty or more; a count that is not known bars none."""
    few = counts[counts < 20].index
    return found[~found.index.isin(few)]


def ranking_rows(found: pd.Series, economy_code: str) -> list[list[str]]:
    """The first ten of a ranking, and the economy itself where it stands lower."""
    shown = leaders(found)[:10]
    if economy_code in found.index and economy_code not in shown:
        shown.append(economy_code)
    return [[str(place(found, one)[0]), economy(one), cell(float(found[one]))] for one in shown]
