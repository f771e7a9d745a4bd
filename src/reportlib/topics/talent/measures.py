"""The series of the talent chapter that ``data/measures.yaml`` cannot declare."""

from __future__ import annotations

from reportlib.content.datasets import remembered
from reportlib.content.measures import measure
from reportlib.content.series import COLUMNS, Measure, Series


@remembered
def researcher_stock() -> Series:
    """Researchers in full-time equivalents: the rate per million times the population."""
    rate, people = measure("researchers"), measure("population")
    both = rate.table.merge(people.table, on=["economy", "year"], suffixes=("", "_people"))
    both["value"] = both["value"] * both["value_people"] / 1e6
    both["rows"] = both["rows"] + " " + both["rows_people"]
    stock = Measure(
        "researchers",
        "full-time equivalents",
        "full-time equivalent",
        kind="count",
        derivation="researchers per million people * population / 1,000,000",
    )
    return Series(stock, both[COLUMNS], rate.breaks)
