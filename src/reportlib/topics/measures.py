"""Series of the Global Innovation Index whose edition follows from the last year asked for.

What only names a dataset, columns and words is declared in ``data/measures.yaml``.
"""

from __future__ import annotations

from dataclasses import replace

from reportlib.content.datasets import read_dataset, remembered
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of
from reportlib.content.series import Measure, Series, select

# PCT counts of edition 2025 fall by half and more for several small economies (Switzerland,
# Luxembourg, Singapore, Malta) with no reason given, so the edition before is shown.
LAST_PCT_EDITION = 2024
BILLION = 1_000_000_000
LEAST_COUNT = 20  # a place is given to what rests on as many


def gii_ranked(edition: int) -> Number | None:
    """How many economies an edition of the index ranks; None where not all are held."""
    ranks = measure("gii_rank").table
    own = ranks[ranks["year"] == edition]
    if own.empty or len(own) != own["value"].max():
        return None
    return count_of(own["rows"], f"economies ranked in the edition of {edition}")


def gii_edition(indicator: str, last_edition: int) -> int:
    """The edition of the Global Innovation Index that an indicator is shown from; 0 for none."""
    if indicator == "pct_by_origin":
        last_edition = min(last_edition, LAST_PCT_EDITION)
    held = read_dataset("gii_indicators").table["edition"].unique()
    return max((int(year) for year in held if year <= last_edition), default=0)


@remembered
def gii_indicator(indicator: str, name: str, unit: str, last_edition: int) -> Series:
    """An indicator as the newest edition of the Global Innovation Index prints it.

    The year is the data year, which differs between economies. Editions are not joined:
    method and GDP base change between them. Empty before the first edition held.
    """
    series = select(
        read_dataset("gii_indicators"),
        Measure(name, unit, better="more"),
        value="value",
        year="data_year",
        where={"indicator": indicator, "edition": gii_edition(indicator, last_edition)},
    )
    return replace(series, few=_few(series))


def _few(series: Series) -> frozenset[tuple[str, int]]:
    """Where the ratio stands for fewer than twenty: the ratio times GDP of the year."""
    both = series.table.merge(measure("gdp_ppp").table, on=["economy", "year"])
    few = both[both["value_x"] * both["value_y"] / BILLION < LEAST_COUNT]
    return frozenset(zip(few["economy"].astype(str), few["year"].astype(int), strict=True))
