"""Trade in creative goods, services and rights."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, say_count
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import records, within

FEWEST = 20  # economies that make a ranking of the world
RECEIPTS = recipes.Ranked(
    "Receipts of {name} for the use of intellectual property came to {value} of GDP in {year}: "
    "{place} of {n}.",
    "Receipts of {name} for the use of intellectual property came to {value} of GDP in {then}",
)


def creative_goods(edition: Edition) -> Exhibit:
    """The economies whose trade holds most creative goods, in the newest edition of the index."""
    ranking = _creative_ranking(edition)
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "Creative goods made up {value} of the trade of {name} in {year}: {place} of {n}.",
            "Creative goods made up {value} of the trade of {name} in {then}",
        ),
        label="fig-copyright-creative-goods",
        caution="Goods count where they are shipped, not where they were designed.",
        title="Exports of creative goods in relation to total trade",
        unit="percent of total trade",
        what="economies with data",
        notes=_edition_notes(edition, ranking),
    )


def creative_headline(edition: Edition) -> Sentence | None:
    """The headline of the ranking where the economy has a place in it."""
    ranking = _creative_ranking(edition)
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    return creative_goods(edition).headline


def _creative_goods(edition: Edition) -> Series:
    return held.creative_exports("creative_goods_exports", edition.parameters.last_year)


def _creative_ranking(edition: Edition) -> Ranking | None:
    series = _creative_goods(edition)
    return rank(series, edition.reference_year(series))


def _edition_notes(edition: Edition, ranking: Ranking | None) -> list[str | Sentence]:
    """What a cross-section of one edition of the index says and leaves out."""
    if ranking is None:
        return []
    series = _creative_goods(edition)
    shown = held.edition_held("creative_exports", edition.parameters.last_year)
    others = series.table[~series.table["economy"].isin(ranking.table["economy"])]
    left_out = sentence(
        "As printed in the edition of {shown} of the Global Innovation Index. Only values of the "
        "data year {year} are compared; for {others} more economies it prints another year.",
        shown=str(shown),
        year=str(ranking.year),
        others=count_of(
            others.drop_duplicates("economy", keep="last")["rows"],
            "economies with a value for another year",
        ),
    )
    notes: list[str | Sentence] = [
        left_out or "",
        "A share of all trade: who trades much else scores low.",
    ]
    own = series.latest(edition.code)
    if own is not None and own[0] != ranking.year:
        said_own = sentence(
            "For {name} the edition prints {value}, of {year}.",
            name=edition.named,
            value=own[1],
            year=str(own[0]),
        )
        notes.append(said_own or "")
    return notes


def exporters(edition: Edition) -> Exhibit:
    """What UNCTAD prints of creative exports in dollars: the world, regions, large exporters.

    For the exporters among them.
    """
    dataset = held.dataset("creative_trade")
    kinds = {
        "goods_exports": "goods, list of 2022",
        "goods_exports_2018_classification": "goods, list of 2018",
        "services_exports": "services",
    }
    table = within(dataset, edition).sort_values(
        ["year", "indicator", "value"], ascending=[False, True, False]
    )
    rows = [
        Row(
            cells=(
                text_cell(item["entity"]),
                text_cell(item["year"]),
                text_cell(kinds[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), "billion US dollars"),
                text_cell(item["note"], str(item[ROW])),
            ),
            strong=item["economy"] == edition.code,
        )
        for item in records(table)
    ]
    return exhibits.table(
        label="tbl-copyright-exporters",
        title="Exports of creative goods and services, single years",
        where="the world, regions and large exporters",
        columns=[
            Column(title="Exporter"),
            Column(title="Year", numeric=True),
            Column(title="What"),
            Column(title="Exports", unit="billion current US dollars", numeric=True),
            Column(title="Remark"),
        ],
        rows=rows if edition.code in set(table["economy"]) else [],
        missing=f"Not among the exporters listed within {edition.years_said}.",
        headline=_exporters_headline(edition),
        notes=["Single years from several reports; the two lists of goods are not one series."],
    )


def _exporters_headline(edition: Edition) -> Sentence | None:
    goods = within(held.dataset("creative_trade"), edition, indicator="goods_exports")
    own = goods[goods["economy"] == edition.code].sort_values("year")
    world = goods[goods["entity"] == "World"].sort_values("year")
    if own.empty:
        return None
    newest = own.iloc[-1]
    of_year = world[world["year"] == newest["year"]]
    return sentence(
        "{name} exported creative goods worth {value} US dollars in {year}; the world exported "
        "{whole}.",
        name=edition.named,
        value=_billions(newest),
        year=str(newest["year"]),
        whole=_billions(of_year.iloc[0]) if len(of_year) else None,
    )


def _billions(item: pd.Series[str]) -> Number:
    """A value in billions, as a sentence says it."""
    value = 1e9 * float(item["value"])
    return Number(value, say_count, "US dollars", (str(item[ROW]),))


def digital_rules(edition: Edition) -> Exhibit:
    """How far rules restrict trade in digital services: the economy and its peers, two years."""
    series = measure("digital_restrictions")
    years = edition.window(series).years()
    start, end = (min(years), max(years)) if years else (None, None)
    return recipes.two_years(
        edition,
        series,
        (start, end),
        _digital_headline(edition, end),
        label="fig-copyright-digital-rules",
        title="Rules that restrict trade in digital services, OECD index",
        notes=[
            "Works, recordings and software cross borders as digital services. The index scores "
            "rules on paper from 0, open, to 1, closed, in steps. Its part on intellectual "
            "property asks whether foreigners are treated as nationals are and whether rights can "
            "be enforced.",
        ],
    )


def _digital_headline(edition: Edition, year: int | None) -> Sentence | None:
    overall = measure("digital_restrictions").number(edition.code, year or 0)
    part = measure("digital_restrictions_ip").number(edition.code, year or 0)
    if overall is None or part is None:
        return None
    return sentence(
        "On rules that restrict digital trade {name} scored {overall} of 1 in {year}; those on "
        "intellectual property add " + ("nothing." if part.value == 0 else "{part}."),
        name=edition.named,
        overall=overall,
        year=str(year),
        part=part,
    )


def receipts(edition: Edition) -> Exhibit:
    """Receipts for the use of intellectual property in relation to GDP."""
    return recipes.ranked(
        edition,
        _receipts_ranking(edition),
        RECEIPTS,
        label="fig-copyright-receipts",
        caution="Receipts stand where firms book their rights, often for tax reasons.",
        title="Receipts for the use of intellectual property in relation to GDP",
        unit="percent of GDP",
        what="economies with data",
        notes=[
            "Derived: receipts over GDP, both in current dollars. Copyright is one part of it, "
            "beside patents, trademarks and franchises. Many zeros in the source mean that nothing "
            "was reported.",
        ],
    )


def receipts_headline(edition: Edition) -> Sentence | None:
    """The economy’s receipts in relation to GDP, where it has a place in the ranking."""
    ranking = _receipts_ranking(edition)
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    return RECEIPTS.of(edition, ranking)


def _receipts_ranking(edition: Edition) -> Ranking | None:
    """The ranking; None in early years, in which hardly an economy reports."""
    series = measure("ip_receipts_share")
    ranking = rank(series, edition.reference_year(series))
    return ranking if ranking is not None and ranking.n >= FEWEST else None
