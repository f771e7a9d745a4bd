"""Collecting, music, pledges and enforcement."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition, said
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, say_count, say_percent, say_whole
from reportlib.content.sentences import sentence
from reportlib.content.series import Series
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import (
    records,
    within,
)


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
        missing=f"The book holds no collections within {edition.years_said}.",
        headline=_collections_headline(table),
        notes=[
            f"The book holds no amounts for single economies, {edition.said} included.",
            "Collected is not paid out, and what creators earn without a society is not in it. The "
            "parts do not add up to the total, because other uses are left out. Nominal, as "
            "printed in the report of the year; older years are restated later.",
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
    """The eight largest markets for recorded music, by year."""
    series = edition.window(measure("music_rank"))
    known = economies()
    own = series.table.sort_values("year")
    table = own.assign(
        series=own["economy"],
        label=[known[code].name for code in own["economy"]],
        role=[edition.role(code) for code in own["economy"]],
    )
    markets = measure("music_rank").table.drop_duplicates("economy", keep="last")["rows"]
    notes: list[str | Sentence] = [
        "The ranks are those of an encyclopedia’s list, which the industry’s federation prints.",
        "A rank says nothing of size: the first market is many times the last. It is no measure of "
        "copyright protection.",
    ]
    if edition.code not in set(measure("music_rank").table["economy"]):
        absent = sentence(
            "{name} is not among the {markets} markets in the list.",
            name=edition.name,
            markets=count_of(markets, "markets in the list", "markets"),
        )
        notes.insert(0, absent or "")
    return exhibits.figure(
        form=forms.RANK_LINES,
        label="fig-copyright-music",
        title="Largest markets for recorded music",
        where="the markets in the list",
        unit="rank by the revenue of record companies",
        table=table,
        missing=f"The book holds no ranks within {edition.years_said}.",
        headline=music_headline(edition) or _music_leader(series),
        notes=notes,
    )


def music_headline(edition: Edition) -> Sentence | None:
    """The economy’s place among the largest markets."""
    series = edition.window(measure("music_rank"))
    first, last = series.earliest(edition.code), series.latest(edition.code)
    if first is None or last is None:
        return None
    then = _moved(first[1], last[1], first[0]) if first[0] != last[0] else ""
    return sentence(
        "{name} ranks {place} among the markets for recorded music in {year}{then}.",
        name=edition.said,
        place=replace(last[1], say=say_whole),
        year=str(last[0]),
        then=then,
    )


def _moved(then: Number, now: Number, year: int) -> str | Sentence | None:
    if now.value == then.value:
        return f", as in {year}"
    return sentence(
        ", {way} from {then} in {year}",
        way="up" if now.value < then.value else "down",
        then=replace(then, say=say_whole),
        year=str(year),
    )


def _music_leader(series: Series) -> Sentence | None:
    years = series.years()
    if not years:
        return None
    first = series.table[(series.table["year"] == years[-1]) & (series.table["value"] == 1)]
    if first.empty:
        return None
    return sentence(
        "{leader} was the largest market for recorded music in {year}.",
        leader=said(str(first["economy"].iloc[0])),
        year=str(years[-1]),
    )


def music_revenue(edition: Edition) -> Exhibit:
    """What record companies of the world receive, in the single years held."""
    words = {
        "recorded_music_revenue": "revenue from recorded music",
        "streaming_revenue": "of it from streaming",
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
        missing=f"The book holds no revenue from recorded music within {edition.years_said}.",
        headline=_revenue_headline(found),
        notes=[
            "The industry’s revenue: not the income of artists or authors, and not what consumers "
            "spend. Nominal and as printed in the year; every edition restates older years, so "
            "that no line is drawn.",
        ],
    )


def _revenue_headline(found: pd.DataFrame) -> Sentence | None:
    both = {
        kind: found[found["indicator"] == kind].set_index("year")
        for kind in ("recorded_music_revenue", "streaming_revenue")
    }
    revenue, streaming = both.values()
    years = sorted(set(revenue.index) & set(streaming.index))
    if not years:
        return None
    year = years[-1]
    share = 100 * float(streaming["value"][year]) / float(revenue["value"][year])
    return sentence(
        "Streaming brought {share} of the world’s revenue from recorded music in {year}.",
        share=Number(
            share,
            say_percent,
            "percent of revenue",
            (str(streaming.at[year, ROW]), str(revenue.at[year, ROW])),
            "100 * streaming / revenue",
        ),
        year=str(year),
    )


def pledges(edition: Edition) -> Exhibit:
    """Copyright pledged for loans in China: registered pledges and the sums financed."""
    counts = edition.window(measure("registered_pledges")).of("CHN")
    transactions = within(
        held.dataset("ip_transactions_china"), edition, indicator="copyright_pledge_financing"
    ).set_index("year")
    rows = []
    for year in sorted({*counts.years(), *(int(year) for year in transactions.index)}):
        count = counts.number("CHN", year)
        paid = transactions.loc[year] if year in transactions.index else None
        rows.append(
            Row(
                cells=(
                    text_cell(year),
                    number_cell(
                        count.value if count else None, " ".join(count.rows if count else ())
                    ),
                    number_cell(
                        paid["value"] if paid is not None else None,
                        str(paid[ROW]) if paid is not None else "",
                        "billion yuan",
                    ),
                )
            )
        )
    latest = counts.latest("CHN")
    return exhibits.table(
        label="tbl-copyright-pledges",
        title="Copyright pledged for loans",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Registered pledges", numeric=True),
            Column(title="Sum financed", unit="billion yuan", numeric=True),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=sentence(
            "China’s register entered {value} pledges of copyright in {year}.",
            value=latest[1],
            year=str(latest[0]),
        )
        if latest
        else None,
        notes=[
            "Years without a figure are missing, not zero. A pledge secures a loan; it is no sale "
            "and no licence.",
        ],
    )


def enforcement(edition: Edition) -> Exhibit:
    """What China’s authorities report of enforcement."""
    words = {
        "patent_enforcement_cases": "enforcement cases of patents",
        "court_cases_concluded": "cases of intellectual property concluded",
        "copyright_market_cases": "copyright cases in markets for physical goods",
        "customs_seizure_batches": "batches seized at the border",
        "market_regulator_cases": "cases handled",
    }
    found = within(held.dataset("enforcement_china"), edition).sort_values(["year", "authority"])
    rows = [
        Row(
            cells=(
                text_cell(item["year"]),
                text_cell(str(item["authority"]).capitalize()),
                text_cell(words[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), str(item["unit"])),
                text_cell(item["note"], str(item[ROW])),
            )
        )
        for item in records(found)
    ]
    return exhibits.table(
        label="tbl-copyright-enforcement",
        title="Enforcement of intellectual property as authorities report it",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Authority"),
            Column(title="What"),
            Column(title="Number", numeric=True),
            Column(title="Remark"),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=_enforcement_headline(found),
        notes=[
            "The authorities count different things, for all rights and not for copyright alone "
            "unless the row says so; cases must not be added up. One year each: no trend can be "
            "drawn. More cases can mean more violations, more complaints or more effort.",
        ],
    )


def _enforcement_headline(found: pd.DataFrame) -> Sentence | None:
    cases = found[found["indicator"] == "copyright_market_cases"]
    if cases.empty:
        return None
    row = cases.iloc[-1]
    number = Number(float(row["value"]), say_count, "cases", (str(row[ROW]),))
    return sentence(
        "China’s copyright administration reports {cases} cases in markets for physical goods in "
        "{year}.",
        cases=number,
        year=str(row["year"]),
    )


def _no_china(edition: Edition) -> str:
    if edition.code == "CHN":
        return f"The book holds no such figures within {edition.years_said}."
    return f"The book holds figures of this kind for China only; it has none for {edition.said}."
