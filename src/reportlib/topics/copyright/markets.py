"""Collecting and music."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import (
    Number,
    say_count,
    say_exact,
    say_ordinal,
    say_percent,
)
from reportlib.content.sentences import sentence
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import records, within


def collections(edition: Edition) -> Exhibit:
    """What authors’ societies of the world collect, by kind of use."""
    kinds = {
        "total": "All uses",
        "digital": "Digital",
        "tv_radio": "Television and radio",
        "live_background": "Live and background",
    }
    world = within(held.dataset("royalty_collections"), edition, region="World")
    world = world[world["indicator"].isin(kinds)].sort_values("year", kind="stable")
    years = sorted(set(world["year"]))
    roles = dict(zip(reversed(years), ("step-5", "step-4", "step-3"), strict=False))
    table = world.assign(
        category=world["indicator"].map(kinds),
        series=world["year"].astype(str),
        label=world["year"].astype(str),
        role=[roles.get(year, "step-2") for year in world["year"]],
        value=world["value"].astype(float),
        order=world["indicator"].map(list(kinds).index),
    ).rename(columns={ROW: "rows"})
    table = table.sort_values(["order", "year"], kind="stable")
    return exhibits.figure(
        form=forms.BARS,
        label="fig-copyright-collections",
        title="Royalties collected by authors’ societies",
        where="the world",
        unit="billion euros per year",
        table=table,
        missing=f"No collections within {edition.years_said} were found.",
        headline=_collections_headline(table),
        notes=[
            "Amounts for single economies were not found. The parts do not add up to the total, "
            "since other uses are left out. Nominal, as printed in the report of the year.",
        ],
        names={"category": "Use"},
    )


def _collections_headline(table: pd.DataFrame) -> Sentence | None:
    totals = table[table["indicator"] == "total"].sort_values("year")
    if totals.empty:
        return None
    newest = totals.iloc[-1]
    total = 1e9 * float(newest["value"])
    digital = table[(table["indicator"] == "digital") & (table["year"] == newest["year"])]
    collected = Number(total, say_count, "euros", (str(newest["rows"]),))
    if digital.empty:
        return sentence(
            "Authors’ societies collected {total} euros in {year}.",
            total=collected,
            year=str(newest["year"]),
        )
    share = 100e9 * float(digital["value"].iloc[0]) / total
    return sentence(
        "Authors’ societies collected {total} euros in {year}, {share} of it for digital uses.",
        total=collected,
        year=str(newest["year"]),
        share=Number(
            share,
            say_percent,
            "percent of collections",
            (str(digital["rows"].iloc[0]), str(newest["rows"])),
            "100 * digital / total",
        ),
    )


def music_ranks(edition: Edition) -> Exhibit:
    """The eight largest markets for recorded music, by year; for the economies among them."""
    series = edition.window(measure("music_rank"))
    known = economies()
    own = series.table.sort_values("year")
    table = own.assign(
        series=own["economy"],
        label=[known[code].name for code in own["economy"]],
        role=[edition.role(code) for code in own["economy"]],
    )
    told = music_headline(edition)
    return exhibits.figure(
        form=forms.RANK_LINES,
        label="fig-copyright-music",
        title="Largest markets for recorded music",
        where="the markets in the list",
        unit="rank by the revenue of record companies",
        table=table if told else table.head(0),
        missing=f"Not among the markets listed within {edition.years_said}.",
        headline=told,
        notes=[
            "The ranks are those of an encyclopedia’s copy of the list that the industry’s "
            "federation prints.",
        ],
    )


def music_headline(edition: Edition) -> Sentence | None:
    """The economy’s place among the largest markets."""
    series = edition.window(measure("music_rank"))
    first, last = series.earliest(edition.code), series.latest(edition.code)
    if first is None or last is None:
        return None
    then = _then(first[1], last[1], first[0]) if first[0] != last[0] else ""
    return sentence(
        "{name} ranked {place} among the markets for recorded music in {year}{then}.",
        name=edition.named,
        place=replace(last[1], say=say_ordinal),
        year=str(last[0]),
        then=then,
    )


def _then(then: Number, now: Number, year: int) -> str | Sentence | None:
    if now.value == then.value:
        return f", as in {year}"
    ranked = replace(then, say=say_ordinal)
    return sentence("; in {year} it was {then}", then=ranked, year=str(year))


def music_revenue(edition: Edition) -> Exhibit:
    """What record companies of the world receive, in the single years held."""
    words = {
        "recorded_music_revenue": "revenue from recorded music",
        "streaming_revenue": "of it from streaming",
        "streaming_share": "share of streaming, as printed",
        "paid_subscription_users": "users of paid subscriptions",
    }
    found = within(held.dataset("recorded_music"), edition)
    rows = [
        Row(
            cells=(
                text_cell(item["year"]),
                text_cell(words[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), str(item["unit"])),
                text_cell(item["unit"]),
            )
        )
        for item in records(found.sort_values(["year", "indicator"]))
    ]
    return exhibits.table(
        label="tbl-copyright-music",
        title="Revenue from recorded music, single years",
        where="the world",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="What"),
            Column(title="Value", numeric=True),
            Column(title="Unit"),
        ],
        rows=rows,
        missing=f"No revenue from recorded music within {edition.years_said} was found.",
        headline=_revenue_headline(found),
        notes=[
            "Nominal and as printed in the year; every edition restates older years, so that no "
            "line is drawn.",
        ],
    )


def _revenue_headline(found: pd.DataFrame) -> Sentence | None:
    """The share of streaming as it is printed; a quotient of rounded sums would differ from it."""
    printed = found[found["indicator"] == "streaming_share"].sort_values("year")
    if printed.empty:
        return None
    newest = printed.iloc[-1]
    return sentence(
        "Streaming brought {share} of the world’s revenue from recorded music in {year}.",
        share=Number(
            float(newest["value"]), _as_printed, "percent of revenue", (str(newest[ROW]),)
        ),
        year=str(newest["year"]),
    )


def _as_printed(percent: float) -> str:
    """A share with the digits that its publisher prints, neither more nor fewer."""
    return f"{say_exact(percent)}%"
