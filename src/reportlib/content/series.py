"""Arithmetic on series by economy and year; nothing here reads a file or draws.

A series keeps, for every value, the ids of the dataset rows it was computed from.
Where an operand is missing the result is missing: nothing is ever taken as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from reportlib.base.economies import AGGREGATES, economies, find_economies
from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.lines import did_you_mean
from reportlib.base.manifests import SeriesBreak, read_manifest
from reportlib.base.measures import Better, Kind
from reportlib.base.payload import Piece, Sentence
from reportlib.content.caveats import concludable
from reportlib.content.datasets import ROW, Dataset
from reportlib.content.names import name_in_words
from reportlib.content.numbers import (
    Number,
    Rank,
    count_of,
    noun_after,
    rank_of,
    say_count,
    say_ordinal,
    say_percent,
    say_ratio,
)

COLUMNS = ["economy", "year", "value", "rows"]
MINIMUM_COVERAGE = 0.8
RECENT = 3  # years before a ranking's: a value of these tells where an economy would stand
MOST_NAMED = 2  # economies that a sentence names as missing from a ranking
PODIUM = 3  # of a rank as high as this, a sentence tells who else would stand there
FELT = 0.1  # of a lower rank: by how much of itself those missing would change it


@dataclass(frozen=True)
class Measure:
    """What a series measures, in the words that captions and sentences use.

    ``name`` reads well after "of" and in mid-sentence; ``unit`` is what an axis prints, and
    ``one`` the same after the number one, where it is another. A ``count`` follows the scale
    parameter; a ``percent`` is printed with its sign. ``better`` says whether more or less of
    it is a strength. Values below ``rank_floor`` are too coarse to be given a rank.
    """

    name: str
    unit: str
    one: str = ""
    kind: Kind = "rate"
    better: Better | None = None
    derivation: str = ""
    rank_floor: float = 0.0
    caveats: tuple[str, ...] = ()

    @property
    def count(self) -> bool:
        """Whether it counts things, so that it grows with the size of an economy."""
        return self.kind == "count"

    @property
    def percent(self) -> bool:
        """Whether its values are in percent."""
        return self.kind == "percent"

    def unit_after(self, value: float) -> str:
        """The unit as it stands after a value: ``application`` after one."""
        return noun_after(value, self.one or self.unit, self.unit)

    def say(self, value: float) -> str:
        """A value of this measure, for prose and tables."""
        if self.percent:
            return say_percent(value)
        return say_count(value) if self.count else say_ratio(value)

    def number(self, value: float, rows: str) -> Number:
        """A value of this measure with its rows, given as tables hold them."""
        return Number(value, self.say, self.unit, tuple(rows.split()), self.derivation)


@dataclass(frozen=True, eq=False)  # each is itself alone: its table could not be compared
class Series:
    """One measure by economy and year.

    ``table`` has the columns economy, year, value (never missing: a missing value is a
    missing row) and rows (ids of the dataset rows, separated by spaces), one row per
    economy and year. ``provisional`` years will be revised by the publisher. ``known`` are the
    codes that the measure's data have in any year, whatever part of them this is. ``few`` are
    economies and years whose value is a rate of too small a count to be ranked.
    """

    measure: Measure
    table: pd.DataFrame
    breaks: tuple[SeriesBreak, ...] = ()
    provisional: tuple[int, ...] = ()
    known: frozenset[str] = frozenset()
    few: frozenset[tuple[str, int]] = frozenset()

    def __repr__(self) -> str:
        values = len(self.table)
        count = self.table["economy"].nunique()
        years = self.years()
        span = f", {years[0]} to {years[-1]}" if years else ""
        return (
            f"<Series of {self.measure.name}: {values} value{'' if values == 1 else 's'} "
            f"of {count} econom{'y' if count == 1 else 'ies'}{span}, in {self.measure.unit}>"
        )

    def of(self, *economies: str) -> Series:
        """The series of these economies only; one that the data lack has no values.

        Raises:
            DatasetError: one is no code of an economy.
        """
        if self.known and not self.known.issuperset(economies):
            raise_all(DatasetError, _no_economies(set(economies) - self.known))
        return replace(self, table=self.table[self.table["economy"].isin(economies)])

    def between(self, first_year: int, last_year: int) -> Series:
        """The series from first to last year, both included."""
        return replace(self, table=self.table[self.table["year"].between(first_year, last_year)])

    def concluded(self, economy: str) -> Series:
        """The series without the values of an economy from which nothing may be concluded."""
        own = self.table[self.table["economy"] == economy]
        fit = concludable(own["rows"].astype(str))
        return replace(self, table=self.table.drop(own.index[[not each for each in fit]]))

    def to_frame(self) -> pd.DataFrame:
        """Economy, year, value, unit, row (ids of dataset rows) and dataset, a row for each value.

        A missing value is a missing row. ``attrs`` have the measure's name, its derivation,
        sources with licences, and the breaks and doubts of the economies shown.
        """
        frame = self.table[["economy", "year", "value"]].reset_index(drop=True)
        frame = frame.astype({"economy": str, "year": int, "value": float})
        rows = self.table["rows"].astype(str).to_numpy()
        frame["unit"] = self.measure.unit
        frame["row"] = rows
        frame["dataset"] = [
            " ".join(dict.fromkeys(row.partition(":")[0] for row in found.split()))
            for found in rows
        ]
        names = dict.fromkeys(name for found in frame["dataset"].unique() for name in found.split())
        about = [read_manifest(name.replace("-", "_")) for name in names]
        shown = {"", *frame["economy"]}
        frame.attrs = {
            "measure": self.measure.name,
            "derivation": self.measure.derivation,
            "source": "; ".join(each.reportlib.citation for each in about),
            "licence": "; ".join(dict.fromkeys(each.licenses[0].name for each in about)),
            "breaks": [
                {"economy": b.economy, "year": b.year, "kind": b.kind, "text": b.text}
                for b in self.breaks
                if b.economy in shown
            ],
        }
        return frame

    def years(self) -> list[int]:
        """The years with any value, in order."""
        return sorted({int(year) for year in self.table["year"]})

    def number(self, economy: str, year: int) -> Number | None:
        """The value of one economy in one year; None where it is missing."""
        found = self.table[(self.table["economy"] == economy) & (self.table["year"] == year)]
        if found.empty:
            return None
        row = found.iloc[0]
        return self._number(float(row["value"]), str(row["rows"]))

    def latest(self, economy: str) -> tuple[int, Number] | None:
        """The newest value of an economy and its year."""
        return self._end(economy, newest=True)

    def earliest(self, economy: str) -> tuple[int, Number] | None:
        """The oldest value of an economy and its year."""
        return self._end(economy, newest=False)

    def breaks_of(self, economy: str) -> tuple[SeriesBreak, ...]:
        """The breaks and doubts that touch an economy."""
        return tuple(b for b in self.breaks if b.economy in ("", economy))

    def breaks_between(
        self, economy: str, first_year: int, last_year: int
    ) -> tuple[SeriesBreak, ...]:
        """Why an economy's values of two years cannot be compared; empty where they can.

        A break counts that lies between them, and a doubt about one of the two.
        """
        return tuple(
            found
            for found in self.breaks_of(economy)
            if (found.kind == "break" and first_year < found.year <= last_year)
            or (found.kind == "doubt" and found.year in (first_year, last_year))
        )

    def since_break(self, economy: str) -> Series:
        """An economy's series since its last break, for changes over time.

        Years of which the value is doubtful are left out: no change begins or ends there. Cut
        the series to the years asked for first: a break after them cuts nothing off.
        """
        own, found = self.of(economy), self.breaks_of(economy)
        doubtful = {one.year for one in found if one.kind == "doubt"}
        own = replace(own, table=own.table[~own.table["year"].isin(doubtful)])
        newest = own.table["year"].max() if len(own.table) else None
        past = [
            one.year
            for one in found
            if one.kind == "break" and newest is not None and one.year <= newest
        ]
        return own.between(max(past), 9999) if past else own

    def _end(self, economy: str, *, newest: bool) -> tuple[int, Number] | None:
        own = self.table[self.table["economy"] == economy]
        if own.empty:
            return None
        row = own.sort_values("year").iloc[-1 if newest else 0]
        return int(row["year"]), self._number(float(row["value"]), str(row["rows"]))

    def _number(self, value: float, rows: str) -> Number:
        return self.measure.number(value, rows)


def _no_economies(codes: Iterable[object]) -> Iterator[str]:
    known = economies()
    for code in sorted(map(str, codes)):
        if code in known or code in AGGREGATES:
            continue
        named = [each.code for each in find_economies(code)] or list(known)
        yield (
            f"There is no economy {code[:60]!a}.{did_you_mean(code.upper(), known)} "
            f"reportlib.economies() has all codes, such as {', '.join(named[:3])}."
        )


def select(
    dataset: Dataset,
    measure: Measure,
    *,
    value: str,
    by: str = "economy",
    year: str = "year",
    where: Mapping[str, object] | None = None,
) -> Series:
    """Take one series out of a dataset.

    Args:
        value: the column of values; rows without a value are left out.
        by: the column that holds the economy's code (office, origin, economy).
        year: the column that holds the year, or the edition.
        where: columns and the values they must have.
    """
    rows = dataset.where(**(where or {}))
    rows = rows[rows[value].notna()]
    table = pd.DataFrame(
        {
            "economy": rows[by],
            "year": rows[year].astype("int64"),
            "value": rows[value].astype("float64"),
            "rows": rows[ROW],
        }
    )
    wanted = {"column": value, **(where or {})}
    breaks = tuple(b for b in dataset.manifest.reportlib.breaks if b.selects(wanted))
    provisional = tuple(
        year for found in dataset.manifest.reportlib.provisional for year in found.years
    )
    known = frozenset(map(str, dataset.table[by].dropna()))
    return Series(measure, table.reset_index(drop=True), breaks, provisional, known)


def add(first: Series, second: Series, measure: Measure) -> Series:
    """The sum of two series, where both have a value."""
    merged = _merge(first.table, second.table)
    merged["value"] = merged["value_a"] + merged["value_b"]
    return Series(measure, merged[COLUMNS], *_flags(first, second))


def share(part: Series, whole: Series, measure: Measure) -> Series:
    """``100 * part / whole``, where both have a value and the whole is above zero."""
    merged = _merge(part.table, whole.table)
    merged = merged[merged["value_b"] > 0]
    merged["value"] = 100 * merged["value_a"] / merged["value_b"]
    return Series(measure, merged[COLUMNS], *_flags(part, whole))


def _flags(
    *operands: Series,
) -> tuple[tuple[SeriesBreak, ...], tuple[int, ...], frozenset[str]]:
    """The breaks, provisional years and known codes of what is computed from these series."""
    breaks = dict.fromkeys(found for one in operands for found in one.breaks)
    years = sorted({year for one in operands for year in one.provisional})
    return tuple(breaks), tuple(years), frozenset().union(*(one.known for one in operands))


def per(counts: Series, base: Series, times: float, words: str, derivation: str) -> Series:
    """``times * counts / base`` of the same year, where the base is above zero.

    Args:
        words: what name and unit are followed by: ``per million people``.
    """
    merged = _merge(counts.table, base.table)
    merged = merged[merged["value_b"] > 0]
    merged["value"] = times * merged["value_a"] / merged["value_b"]
    counted = counts.measure
    measure = replace(
        counted,
        name=f"{counted.name} {words}",
        unit=f"{counted.unit} {words}",
        one=f"{counted.one or counted.unit} {words}",
        kind="rate",
        derivation=derivation,
        rank_floor=0.0,
    )
    return Series(measure, merged[COLUMNS], *_flags(counts, base))


def counts_below(counts: Series, least: float) -> frozenset[tuple[str, int]]:
    """The economies and years with fewer than this: a rate of so few makes no rank."""
    small = counts.table[counts.table["value"] < least]
    pairs = zip(small["economy"], small["year"], strict=True)
    return frozenset((str(code), int(year)) for code, year in pairs)


def _merge(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    merged = first.merge(second, on=["economy", "year"], suffixes=("_a", "_b"))
    merged["rows"] = merged["rows_a"] + " " + merged["rows_b"]
    return merged


@lru_cache(maxsize=256)  # every ranking of a measure asks for it
def reference_year(series: Series, last_year: int) -> int | None:
    """The year that a ranking uses: the latest up to ``last_year`` with enough economies.

    Enough is at least 80 percent of the economies of the best-covered year up to
    ``last_year``; None where the series has no value by then.
    """
    table = series.table[series.table["year"] <= last_year]
    if table.empty:
        return None
    covered = table.groupby("year")["economy"].nunique()
    enough = covered[covered >= MINIMUM_COVERAGE * covered.max()]
    return int(enough.index.max())


UNRANKED = ["economy", "year", "value", "rows"]


@dataclass(frozen=True)
class Ranking:
    """The economies with a value in one year, best first.

    ``table`` has economy, value, rows and rank; equal values share the better rank. ``few`` have
    a value, of too small a count to be ranked, and are not in the table. ``unranked`` has the
    newest value, with its ``year``, of each economy that lacks one for the ranking's year but has
    one of the three years before: a rank must not hide them.
    """

    measure: Measure
    year: int
    table: pd.DataFrame
    few: frozenset[str] = frozenset()
    unranked: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=UNRANKED))

    @property
    def n(self) -> int:
        """How many economies have a value."""
        return len(self.table)

    @property
    def count(self) -> Number:
        """How many economies have a value, for sentences."""
        return count_of(self.table["rows"], f"economies with a value for {self.year}")

    def number(self, economy: str) -> Number | None:
        """An economy's value; None where it is missing."""
        found = self.table[self.table["economy"] == economy]
        if found.empty:
            return None
        return self.measure.number(float(found["value"].iloc[0]), str(found["rows"].iloc[0]))

    def place(self, economy: str) -> Rank | None:
        """An economy's rank as a number; None as for :meth:`rank`."""
        place = self.rank(economy)
        found = self.table[self.table["economy"] == economy]
        if place is None:
            return None
        among = f"{self.n} economies with data for {self.year}"
        made = rank_of(place, str(found["rows"].iloc[0]), among, self.level_with(economy)["rows"])
        return replace(made, hidden=self.hidden(float(found["value"].iloc[0])))

    def ordinal(self, economy: str) -> Rank | None:
        """An economy's rank as an ordinal: ``2nd``; None as for :meth:`rank`."""
        place = self.place(economy)
        return replace(place, say=say_ordinal) if place else None

    @property
    def _less(self) -> bool:
        return self.measure.better == "less"

    def before(self, value: float) -> pd.DataFrame:
        """The rows of ``unranked`` that would stand in or above the place of a value."""
        found = self.unranked["value"]
        better = found <= value if self._less else found >= value
        return self.unranked[better & (found >= self.measure.rank_floor)]

    def hidden(self, value: float) -> Sentence:
        """What a sentence tells after a rank: who would stand as high; empty for nobody.

        Of the first three places it names who would be among them; of a lower one who would
        stand above it, where they would move it by a tenth of itself or more. It is ``aside``,
        for a long sentence to leave out, save where one of them would be first.
        """
        better = self.table["value"] < value if self._less else self.table["value"] > value
        place = 1 + int(better.sum())
        podium = float(self.table["value"].head(PODIUM).iloc[-1])
        rows = self.before(podium if place <= PODIUM else value)
        if rows.empty or len(rows) < FELT * place:
            return ()
        pieces = [Piece(text="; not ranked: ")]
        for at, (code, year, own, ids) in enumerate(rows.head(MOST_NAMED).to_numpy().tolist()):
            told = self.measure.number(float(own), str(ids)).piece()
            link = ", " if at else ""
            pieces += [Piece(text=f"{link}{name_in_words(str(code))} ("), told]
            pieces.append(Piece(text=f" in {year})"))
        if more := list(rows["rows"].iloc[MOST_NAMED:]):
            others = count_of(more, f"others without a value for {self.year}")
            pieces += [Piece(text=" and "), others.piece()]
            pieces.append(Piece(text=noun_after(len(more), " other", " others")))
        aside = self.before(float(self.table["value"].iloc[0])).empty
        return tuple(piece.model_copy(update={"aside": aside}) for piece in pieces)

    def newest(self, economy: str) -> tuple[int, Number] | None:
        """The newest value, with its year, of an economy that lacks one for the ranking's year."""
        found = self.unranked[self.unranked["economy"] == economy]
        if found.empty:
            return None
        _, year, value, rows = found.iloc[0]
        return int(year), self.measure.number(float(value), str(rows))

    def level_with(self, economy: str) -> pd.DataFrame:
        """The rows of the other economies that have the same rank."""
        own = self.table.loc[self.table["economy"] == economy, "rank"]
        same = self.table["rank"].isin(own) & (self.table["economy"] != economy)
        return self.table[same]

    def rank(self, economy: str) -> int | None:
        """An economy's rank; None where its value is missing or too small to be ranked."""
        found = self.table[self.table["economy"] == economy]
        if found.empty or float(found["value"].iloc[0]) < self.measure.rank_floor:
            return None
        return int(found["rank"].iloc[0])

    def top(self, n: int, *always: str) -> pd.DataFrame:
        """The first ``n`` rows, and after them the rows of the economies named."""
        head = self.table.head(n)
        more = self.table[
            self.table["economy"].isin(always) & ~self.table["economy"].isin(head["economy"])
        ]
        return pd.concat([head, more])


def rank(series: Series, year: int | None, *, among: Iterable[str] | None = None) -> Ranking | None:
    """Rank the economies with a value in a year, best first; None without a year.

    The best is the largest value, or the smallest where less is better, as of a rank. Values
    that their publisher calls incomplete or unlike the others are left out.
    """
    return None if year is None else _rank(series, year, None if among is None else tuple(among))


@lru_cache(maxsize=256)  # a chapter comes back to a ranking: in a headline, a note, a summary
def _rank(series: Series, year: int, among: tuple[str, ...] | None) -> Ranking | None:
    few = frozenset(code for code, in_year in series.few if in_year == year)
    table = series.table[series.table["year"] == year]
    held = table["economy"]
    table = table.loc[concludable(table["rows"].astype(str))]
    table = table[~table["economy"].isin(few)]
    if among is not None:
        table = table[table["economy"].isin(among)]
    if table.empty:
        return None
    ascending = series.measure.better == "less"
    table = table.sort_values(["value", "economy"], ascending=[ascending, True])
    ranks = table["value"].rank(method="min", ascending=ascending).astype("int64")
    ranked = table.assign(rank=ranks)[["economy", "value", "rows", "rank"]]
    unranked = _unranked(series, year, held, among)
    return Ranking(series.measure, year, ranked.reset_index(drop=True), few, unranked)


def _unranked(
    series: Series, year: int, held: pd.Series[str], among: tuple[str, ...] | None
) -> pd.DataFrame:
    """The newest value within three years before, of those without one; the best first.

    A rank that a publisher gives is complete in itself: nobody is missing there.
    """
    table = series.table
    recent = table["year"].between(year - RECENT, year - 1) & ~table["economy"].isin(held)
    if among is not None:
        recent &= table["economy"].isin(among)
    if series.measure.kind == "rank":
        recent &= False
    found = table.loc[recent]
    found = found.loc[concludable(found["rows"].astype(str))]
    newest = found.sort_values("year").drop_duplicates("economy", keep="last")
    comparable = [
        not series.breaks_between(code, then, year) and (code, then) not in series.few
        for code, then in zip(newest["economy"], newest["year"], strict=True)
    ]
    newest = newest.loc[comparable]
    ascending = [series.measure.better == "less", True]
    return newest.sort_values(["value", "economy"], ascending=ascending)[UNRANKED]
