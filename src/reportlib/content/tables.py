"""The tidy tables that figures draw, made of series and rankings.

Every table has a column ``rows``: the dataset rows behind a value, separated by spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.content.edition import Edition
from reportlib.content.figures import Break
from reportlib.content.series import Ranking, Series

SERIES_COLUMNS = ["series", "label", "role", "year", "value", "rows", "derivation"]


def series_of(series: Series, code: str, *, label: str, role: str) -> pd.DataFrame:
    """One economy's series, labelled for what it measures."""
    own = series.of(code).table.sort_values("year")
    own = own.assign(series=role, label=label, role=role, derivation=series.measure.derivation)
    return own[SERIES_COLUMNS].reset_index(drop=True)


def compared(series: Series, edition: Edition) -> pd.DataFrame:
    """The economy and its peers over time, one series each; those without data are absent."""
    known = economies()
    own = edition.window(series).of(*edition.compared).table.sort_values("year")
    tables = [
        own[own["economy"] == code].assign(
            series=code,
            label=known[code].name,
            role=edition.role(code),
            derivation=series.measure.derivation,
        )
        for code in edition.compared
    ]
    return pd.concat(tables, ignore_index=True)[SERIES_COLUMNS].reset_index(drop=True)


def panels(table: pd.DataFrame) -> pd.DataFrame:
    """Series as panels of small multiples, one each."""
    return table.assign(panel=table["series"], panel_label=table["label"])


def panel(table: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """Several series as one panel; their names become the panel's own."""
    return table.assign(panel=name, panel_label=title, series=name + "-" + table["series"])


def panel_breaks(series: Series, codes: Iterable[str], part: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks of the series in one panel, made by :func:`panel`."""
    if part.empty:
        return ()
    name = str(part["panel"].iloc[0])
    own = part.assign(series=part["series"].str.removeprefix(f"{name}-"))
    return tuple(Break(f"{name}-{b.series}", b.year) for b in breaks(series, codes, own))


def ranked(ranking: Ranking | None, edition: Edition) -> pd.DataFrame:
    """The first economies of a ranking and, wherever it stands, the economy itself.

    Empty without a ranking.
    """
    if ranking is None:
        return pd.DataFrame(columns=["label", "role", "rank", "value", "rows", "derivation"])
    shown = ranking.top(edition.parameters.top_n, edition.code)
    return shown.assign(
        label=_names(shown["economy"]),
        role=[edition.role(code) for code in shown["economy"]],
        derivation=ranking.measure.derivation,
    )


def first_and_last(series: Series, edition: Edition, start: int, end: int) -> pd.DataFrame:
    """Values of the economy and its peers in two years, largest last value first.

    An economy without a value in the last year is left out; a first value that is missing,
    or has another definition than the last, is missing.
    """
    table = series.of(*edition.compared).table
    changed = [code for code in edition.compared if series.broken(code, start, end)]
    table = table[~(table["economy"].isin(changed) & (table["year"] == start))]
    first = table[table["year"] == start].set_index("economy")
    last = table[table["year"] == end].set_index("economy").sort_values("value", ascending=False)
    rows = [
        {
            "label": economies()[code].name,
            "role": edition.role(code),
            "start": first["value"].get(code, float("nan")),
            "end": last.at[code, "value"],
            "rows": " ".join(
                [str(first["rows"].get(code, "")), str(last.at[code, "rows"])]
            ).strip(),
            "start_rows": str(first["rows"].get(code, "")),
            "end_rows": str(last.at[code, "rows"]),
        }
        for code in last.index
    ]
    columns = ["label", "role", "start", "end", "rows", "start_rows", "end_rows"]
    return pd.DataFrame(rows, columns=columns)


def crossed(x: Series, y: Series, x_year: int, y_year: int, edition: Edition) -> pd.DataFrame:
    """Two measures of every economy that has both in their years, for a scatter plot."""
    left = x.table[x.table["year"] == x_year]
    right = y.table[y.table["year"] == y_year]
    both = left.merge(right, on="economy", suffixes=("_x", "_y"))
    return pd.DataFrame(
        {
            "label": _names(both["economy"]),
            "role": [edition.role(code) for code in both["economy"]],
            "x": both["value_x"],
            "y": both["value_y"],
            "rows": both["rows_x"] + " " + both["rows_y"],
            "x_rows": both["rows_x"],
            "y_rows": both["rows_y"],
        }
    )


def breaks(series: Series, codes: Iterable[str], table: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks that lie within the years drawn, for figures with a series per economy."""
    if table.empty:
        return ()
    return tuple(
        Break(code, found.year)
        for code in codes
        for found in series.breaks_of(code)
        if _within(found.year, table[table["series"] == code])
    )


def own_breaks(series: Mapping[str, Series], code: str, table: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks of one economy within the years drawn, for a figure with a series per role."""
    return tuple(
        Break(role, found.year, "break")
        for role, one in series.items()
        for found in one.breaks_of(code)
        if _within(found.year, table[table["role"] == role])
    )


def break_notes(series: Sequence[Series], codes: Iterable[str], table: pd.DataFrame) -> list[str]:
    """What the breaks within the years drawn mean, a sentence each; none for what is not drawn."""
    if table.empty:
        return []
    found = {
        (b.year, code): b.text
        for code in codes
        for s in series
        for b in s.breaks_of(code)
        if _within(b.year, _of_economy(table, code))
    }
    return [
        f"{economies()[code].name}, break in {year}: {text}"
        for (year, code), text in sorted(found.items())
    ]


def changed_notes(series: Series, edition: Edition, start: int, end: int) -> list[str]:
    """Why economies lack their first value in :func:`first_and_last`: a break lies between."""
    return [
        f"{economies()[b.economy].name}, no value of {start}: {b.text}"
        for b in series.breaks
        if b.economy in edition.compared
        and start < b.year <= end
        and series.number(b.economy, end) is not None
    ]


LEAST = 0.01
"""Of the largest value drawn: a series that stays below it cannot be told from zero."""


def apart_from_zero(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The series that can be seen on the scale they share, and those that cannot."""
    largest = table.groupby("series")["value"].transform("max")
    seen = largest >= LEAST * table["value"].max()
    return table[seen].reset_index(drop=True), table[~seen].reset_index(drop=True)


def _of_economy(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """What a table has on one economy; all of it where its series are parts of one economy."""
    if "economy" in table:
        return table[table["economy"] == code]
    names = {economy.name for economy in economies().values()}
    if "label" not in table or not table["label"].isin(names).any():
        return table
    return table[table["label"] == economies()[code].name]


def _within(year: int, table: pd.DataFrame) -> bool:
    return not table.empty and bool(table["year"].min() < year <= table["year"].max())


def _names(codes: Iterable[str]) -> list[str]:
    return [economies()[code].name for code in codes]
