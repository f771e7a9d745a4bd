"""The tidy tables that figures draw, made of series and rankings.

Every table has a column ``rows``: the dataset rows behind a value, separated by spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.content.edition import Edition
from reportlib.content.series import Ranking, Series

TWO_YEARS = ["label", "role", "start", "end", "withheld", "rows", "start_rows", "end_rows"]
SERIES_COLUMNS = ["series", "label", "role", "year", "value", "rows", "derivation"]


def series_of(
    series: Series, code: str, *, label: str, role: str, newer: Sequence[Series] = ()
) -> pd.DataFrame:
    """One economy's series, labelled for what it measures; ``newer`` goes on where it ends."""
    own = _with_newer(series.of(code), newer, code)
    own = own.assign(series=role, label=label, role=role)
    return own[SERIES_COLUMNS].reset_index(drop=True)


def compared(series: Series, edition: Edition, newer: Sequence[Series] = ()) -> pd.DataFrame:
    """The economy and its peers over time, one series each; those without data are absent.

    Args:
        newer: the same measure, derived or quoted: what they have after a series' last year.
    """
    known = economies()
    own = edition.window(series).of(*edition.compared)
    later = [edition.window(one) for one in newer]
    tables = [
        _with_newer(own, later, code).assign(
            series=code, label=known[code].name, role=edition.role(code)
        )
        for code in edition.compared
    ]
    return pd.concat(tables, ignore_index=True)[SERIES_COLUMNS].reset_index(drop=True)


def _with_newer(series: Series, newer: Sequence[Series], code: str) -> pd.DataFrame:
    """An economy's values by year; of each newer series those after the last year so far."""
    parts: list[pd.DataFrame] = []
    last = 0
    for one in (series, *newer):
        own = one.table[(one.table["economy"] == code) & (one.table["year"] > last)]
        last = max(last, int(own["year"].max())) if len(own) else last
        parts.append(own.sort_values("year").assign(derivation=one.measure.derivation))
    return pd.concat(parts, ignore_index=True)


def panels(table: pd.DataFrame) -> pd.DataFrame:
    """Series as panels of small multiples, one each."""
    return table.assign(panel=table["series"], panel_label=table["label"])


def ranked(ranking: Ranking | None, edition: Edition) -> pd.DataFrame:
    """The first economies of a ranking and, wherever it stands, the economy itself.

    Among them stand those that would be as high but have no value of the year: with the year
    of their own in the label, and without a rank. ``order`` says where. Empty without a ranking.
    """
    if ranking is None:
        columns = ["label", "role", "rank", "order", "value", "rows", "derivation"]
        return pd.DataFrame(columns=columns)
    shown = ranking.top(edition.parameters.top_n, edition.code)
    shown = shown.assign(label=_names(shown["economy"]), order=shown["rank"].astype(float))
    unranked = _unranked(ranking, edition.parameters.top_n)
    shown = pd.concat([shown, unranked]) if len(unranked) else shown
    shown = shown.sort_values(["order", "label"], kind="stable", ignore_index=True)
    return shown.assign(
        role=[edition.role(code) for code in shown["economy"]],
        derivation=ranking.measure.derivation,
    )


def _unranked(ranking: Ranking, top_n: int) -> pd.DataFrame:
    """Who would stand among the first but has no value of the year."""
    rows = ranking.before(float(ranking.table["value"].head(top_n).iloc[-1])).head(top_n)
    values = ranking.table["value"]
    less = ranking.measure.better == "less"
    ahead = [int(((values < own) if less else (values > own)).sum()) for own in rows["value"]]
    names = _names(rows["economy"])
    return rows.assign(
        label=[f"{name}, {year}" for name, year in zip(names, rows["year"], strict=True)],
        order=[place + 0.5 for place in ahead],
        rank=float("nan"),
    ).drop(columns="year")


def two_rows(start: Iterable[str], end: Iterable[str]) -> dict[str, str]:
    """The columns of the rows behind two values, one by one and together."""
    both = {"start_rows": " ".join(start), "end_rows": " ".join(end)}
    return {**both, "rows": " ".join(both.values()).strip()}


def first_and_last(series: Series, edition: Edition, start: int, end: int) -> pd.DataFrame:
    """Values of the economy and its peers in two years, largest last value first.

    An economy without a value in the last year is left out; a first value that is missing,
    or cannot be compared with the last, is missing; of the latter, ``withheld`` is true.
    """
    table = series.of(*edition.compared).table
    changed = [code for code in edition.compared if series.breaks_between(code, start, end)]
    cut = table["economy"].isin(changed) & (table["year"] == start)
    withheld = set(table.loc[cut, "economy"])
    table = table[~cut]
    first = table[table["year"] == start].set_index("economy")
    last = table[table["year"] == end].set_index("economy").sort_values("value", ascending=False)
    rows = [
        {
            "label": economies()[code].name,
            "role": edition.role(code),
            "start": first["value"].get(code, float("nan")),
            "end": last.at[code, "value"],
            "withheld": code in withheld,
            **two_rows([str(first["rows"].get(code, ""))], [str(last.at[code, "rows"])]),
        }
        for code in last.index
    ]
    return pd.DataFrame(rows, columns=TWO_YEARS)


def crossed(
    x: Series, y: Series, x_year: int | None, y_year: int | None, edition: Edition
) -> pd.DataFrame:
    """Two measures of every economy that has both in their years, for a scatter plot.

    Empty where there is no such year.
    """
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


def changed_notes(series: Series, edition: Edition, start: int, end: int) -> list[str]:
    """Why economies lack their first value in :func:`first_and_last`: a break lies between."""
    return [
        f"{economies()[code].name}, {start}: not shown, since it cannot be compared with {end}. "
        f"{found.text}"
        for code in edition.compared
        if series.number(code, start) is not None and series.number(code, end) is not None
        for found in series.breaks_between(code, start, end)
    ]


def _names(codes: Iterable[str]) -> list[str]:
    return [economies()[code].name for code in codes]
