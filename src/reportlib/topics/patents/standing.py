"""How effort and result go together, and where the economy stands in the world ranking."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import forms, recipes, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, rank_of, say_ordinal
from reportlib.content.sentences import sentence
from reportlib.topics import measures


def effort(edition: Edition) -> Exhibit:
    """R&D expenditure against filings at home and abroad, for every economy with both."""
    x, y = measure("rd_share"), measure("origin_totals_per_million")
    year = edition.reference_year(y)
    table = tables.crossed(x, y, year, year, edition)
    table = table[table["y"] > 0]
    return recipes.crossed(
        table,
        effort_headline(edition, table, year),
        label="fig-patents-effort",
        title="R&D expenditure and patent applications at home and abroad",
        where=f"economies with both in {year}",
        unit="applications per million people against R&D in percent of GDP",
        x="R&D expenditure, percent of GDP",
        y="applications per million people",
        missing=f"One of the two has no value of {edition.named} for {year}."
        if year
        else f"The book holds no year up to {edition.parameters.last_year} for this ranking.",
        notes=[
            "Neither is the cause of the other: industries differ in how much they patent, and an "
            "application can rest on R&D done abroad. Each step up is a multiple."
        ],
        y_log=True,
    )


def effort_headline(edition: Edition, table: pd.DataFrame, year: int | None) -> Sentence | None:
    """Where the economy stands on both."""
    own = table[table["role"] == "focus"]
    if year is None or own.empty:
        return None
    return sentence(
        "Of {n} economies, {name} ranks {x} by R&D expenditure and {y} by patent applications per "
        "head in {year}.",
        name=edition.named,
        x=_place_in(table, "x", own),
        y=_place_in(table, "y", own),
        n=count_of(table["rows"], "economies with both measures"),
        year=str(year),
    )


def _place_in(table: pd.DataFrame, column: str, own: pd.DataFrame) -> Number:
    places = table[column].rank(ascending=False, method="min")
    place = places[own.index[0]]
    level = table[(places == place) & ~table.index.isin(own.index)]
    among = f"{len(table)} economies with both measures"
    rows = f"{column}_rows"
    ranked = rank_of(int(place), str(own[rows].iloc[0]), among, level[rows])
    return replace(ranked, say=say_ordinal)


def researchers(edition: Edition) -> Exhibit:
    """Researchers per million people over time, for the economy and its peers."""
    return recipes.compared(
        edition,
        measure("researchers"),
        recipes.Trend("The density of researchers in {name} {change}"),
        recipes.Latest("{name} had {value} researchers per million people in {year}."),
        label="fig-patents-researchers",
        title="Researchers per million people",
        unit="full-time equivalents per million people",
    )


def innovation_rank(edition: Edition) -> Exhibit:
    """The rank in the Global Innovation Index by edition, for the economy and its peers."""
    return recipes.compared(
        edition,
        measure("gii_rank"),
        innovation_headline(edition),
        form=forms.RANK_LINES,
        label="fig-patents-gii",
        title="Rank in the Global Innovation Index, by edition",
        notes=[
            "The index sums up many indicators, patents among them. A step of a few places may "
            "come from its method or coverage. Some ranks of the 2020 edition are missing."
        ],
    )


def innovation_headline(edition: Edition) -> Sentence | None:
    """The newest rank, and where it stood in the first edition shown."""
    own = edition.window(measure("gii_rank"))
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    now, then = replace(last[1], say=say_ordinal), replace(first[1], say=say_ordinal)
    ranked = measures.gii_ranked(last[0])
    return sentence(
        "{name} ranks {now}{of} in the Global Innovation Index of {edition}{then}.",
        name=edition.named,
        now=now,
        of=sentence(" of {ranked}", ranked=ranked) if ranked else "",
        edition=str(last[0]),
        then=_then(then, now, first[0]) if first[0] != last[0] else "",
    )


def _then(then: Number, now: Number, year: int) -> str | Sentence:
    if now.value == then.value:
        return f", as in {year}"
    return sentence(", after {then} in {year}", then=then, year=str(year)) or ""
