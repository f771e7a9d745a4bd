"""The nearest peers, found again from the tables alone."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from reportlib.content.edition import Edition
from tests.truth import published, reading

MEASURES = {
    "patents": None,
    "talent": "researchers",
    "ai": "ai_articles_per_million",
    "copyright": "ip_receipts_share",
}


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
    leaders = reading.by_size(reading.ranking(filed, reading.ranked_year(filed, last)))
    sizes = [one for one, _ in by_gdp]
    chosen = [own]
    for found, most in (
        ([one for one in sizes if one in region & income and one in alike], 3),
        ([one for one, _ in _by_distance(rates, own) if one in alike], 2),
        (leaders, 1),
        ([one for one in sizes if one in income], reading.PEERS),
        ([one for one in sizes if one in region], reading.PEERS),
        (sizes, reading.PEERS),
        (leaders, reading.PEERS),
    ):
        more = [one for one in found if one in known.index and one not in chosen]
        chosen += more[: min(most, reading.PEERS + 1 - len(chosen))]
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
    found = reading.ranking(frame, reading.ranked_year(frame, last))
    return {str(code): float(value) for code, value in found.items() if value > 0}


def _by_distance(values: dict[str, float], own: str) -> list[tuple[str, float]]:
    """The economies by how many times larger or smaller they are, with the logarithm of that."""
    if own not in values:
        return []
    far = {code: abs(math.log(value / values[own])) for code, value in values.items()}
    return sorted(far.items(), key=lambda one: (one[1], one[0]))


@pytest.mark.parametrize("chapter", MEASURES)
@pytest.mark.parametrize("code", ["CHN", "USA", "DEU", "IND", "NAM", "TUV", "TWN", "LIE", "KOR"])
@pytest.mark.parametrize("last", [2025, 2015])
def test_the_nearest_are_those_of_the_rule(code: str, chapter: str, last: int) -> None:
    edition = Edition(economy=code, peers="nearest", last_year=last)
    measure = MEASURES[chapter]
    found = edition.nearest_by(measure) if measure else edition

    assert found.compared[1:] == nearest(code, last, chapter)
