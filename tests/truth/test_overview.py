"""The overview, computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pytest

from tests.truth.again import (
    compared,
    continued,
    counted,
    covered,
    gdp_ppp,
    in_year,
    kinds_table,
    leaders,
    lines_table,
    listed,
    of,
    peers,
    peers_table,
    per,
    percent,
    place,
    population,
    ranking_rows,
    rate,
    ratio,
    scaled,
    told,
    values,
    within,
    without_few,
)
from tests.truth.published import (
    EVERY,
    MISSING,
    begin,
    code,
    columns,
    economy,
    findings,
    headline,
    last_year,
    missing,
    rows,
    said,
    texts,
)
from tests.truth.test_patents import (
    DERIVED,
    QUOTED,
    derived,
    filings_sentence,
    headline_figures,
    index_indicator,
    index_sentence,
    origin_totals,
    per_million,
    regional,
)

each = pytest.mark.parametrize("edition", EVERY)


def trademark_classes(applicant: str) -> pd.Series:
    return values("trademark_classes", "classes", by="office", applicant=applicant)


def designs(applicant: str) -> pd.Series:
    return values("design_counts", "designs", by="office", applicant=applicant)


def charges(flow: str) -> pd.Series:
    return values("ip_charges", "usd", flow=flow)


def receipts_by_gdp() -> pd.Series:
    return ratio(charges("receipts"), values("gdp", "gdp_usd"), 100)


@dataclass(frozen=True)
class Indicator:
    """A line of the table of key numbers; ``short`` where it does not grow with size."""

    title: str
    unit: str
    kind: Literal["percent", "count", "rate"]
    series: pd.Series | None
    short: str = ""
    ranked: bool = True
    counts: pd.Series | None = None  # what a rate is of, where a few make no rank
    newer: pd.Series | None = None

    def ranking(self, year: int) -> pd.Series:
        """Who is ranked in a year."""
        assert self.series is not None
        found = in_year(self.series, year)
        return found if self.counts is None else without_few(found, in_year(self.counts, year))

    def say(self, value: float) -> str:
        if self.kind == "percent":
            return percent(value).removesuffix("%")
        return counted(value) if self.kind == "count" else rate(value)

    def standing(self, edition: str) -> tuple[int, int, int] | None:
        """Place, number of economies and year; None where the economy is not ranked."""
        year = covered(self.series, edition) if self.series is not None else None
        if not self.ranked or self.series is None or year is None:
            return None
        found = self.ranking(year)
        if code(edition) not in found.index:
            return None
        return (*place(found, code(edition)), year)


def indicators(edition: str) -> list[Indicator]:
    million = "per million people"
    pct = index_indicator("pct_by_origin", edition, 2024)
    return [
        Indicator(
            "R&D expenditure",
            "percent of GDP",
            "percent",
            values("rd_expenditure", "percent_of_gdp"),
            "R&D expenditure",
        ),
        Indicator(
            "Researchers (FTE)",
            million,
            "rate",
            values("researchers", "per_million"),
            "researchers",
        ),
        Indicator(
            "Patent applications at home and abroad in all",
            "applications",
            "count",
            origin_totals(),
        ),
        Indicator(
            "Patent applications at home and abroad",
            million,
            "rate",
            per_million(),
            "patent applications at home and abroad",
            counts=origin_totals(),
        ),
        Indicator(
            "PCT applications by origin",
            "per billion PPP dollars of GDP",
            "rate",
            pct,
            "PCT applications",
            counts=None if pct is None else (pct * gdp_ppp() / 1e9).dropna(),
        ),
        Indicator(
            "Patents in force at the office",
            "patents",
            "count",
            values("patents_in_force", "patents", by="office"),
            ranked=False,
            newer=headline_figures("patents_in_force"),
        ),
        Indicator(
            "Resident trademark applications, classes",
            million,
            "rate",
            ratio(derived("trademarks"), population(), 1e6),
            "resident trademark applications",
        ),
        Indicator(
            "Resident design applications, designs",
            million,
            "rate",
            ratio(derived("designs"), population(), 1e6),
            "resident design applications",
            counts=derived("designs"),
        ),
        Indicator(
            "IP receipts in relation to GDP",
            "percent of GDP",
            "percent",
            receipts_by_gdp(),
            "IP receipts in relation to GDP",
        ),
        Indicator("IP receipts in all", "US dollars", "count", charges("receipts")),
        Indicator("IP payments in all", "US dollars", "count", charges("payments")),
    ]


@each
def test_key_numbers_are_those_of_the_data_cell_by_cell(edition: str) -> None:
    own, expected = code(edition), []
    for found in indicators(edition):
        if found.series is None:
            continue
        standing = found.standing(edition)
        if standing is not None:
            rank, n, year = standing
            value, ranked = found.series[own, year], [str(rank), str(n)]
        else:
            held = of(within(found.series, edition, 0), own)
            if found.newer is not None:
                held = continued(held, of(within(found.newer, edition, 0), own))
            if held.empty:
                continue
            year, value = int(held.index[-1]), held.iloc[-1]
            reference = covered(found.series, edition)
            assert reference is not None
            counted_too = found.ranked and year == reference
            n_all = str(len(found.ranking(reference))) if counted_too else MISSING
            ranked = [MISSING, n_all]
        expected.append([found.title, found.say(value), found.unit, str(year), *ranked])
    ranks = values("gii_ranks", "rank", year="edition")
    held = of(within(ranks, edition, 0), own)
    if len(held):
        newest = int(held.index[-1])
        everyone = in_year(ranks, newest)
        whole = str(len(everyone)) if len(everyone) == everyone.max() else MISSING
        rank_now = str(int(held.iloc[-1]))
        expected.append(
            [
                "Global Innovation Index",
                MISSING,
                "rank in the edition",
                str(newest),
                rank_now,
                whole,
            ]
        )
    assert rows(edition, "tbl-overview-numbers") == expected


def standings(edition: str) -> list[tuple[Indicator, int, int, int]]:
    """Place, of how many and year on each measure that does not grow with size."""
    found = [(one, one.standing(edition)) for one in indicators(edition) if one.short]
    return [(one, *standing) for one, standing in found if standing]


def place_words(one: Indicator, rank: int, n: int, year: int) -> str:
    return f"{rank} of {n} by {one.short} ({year})"


@each
def test_the_best_place_is_the_smallest_part_of_the_list(edition: str) -> None:
    name, found = said(code(edition)), standings(edition)
    if found:
        best = min(found, key=lambda it: it[1] / it[2])
        expected = (
            f"{begin(name)} is in the first half on none of the measures free of size on which "
            "it has a rank."
            if best[1] > best[2] / 2
            else f"The best place of {name} among measures that do not depend on size is "
            f"{place_words(*best)}."
        )
    else:
        expected = begin(f"{name} has no rank on the measures that do not depend on size.")
    assert headline(edition, "tbl-overview-numbers") == expected


def quarters(edition: str) -> tuple[list[str], list[str]]:
    """Places in the first quarter, and in the last."""
    first = [place_words(*it) for it in standings(edition) if 4 * it[1] <= it[2]]
    last = [place_words(*it) for it in standings(edition) if 4 * it[1] > 3 * it[2]]
    return first, last


def some_of(found: int, n: int) -> str:
    return {0: "none", n: "all"}.get(found, str(found))


@each
def test_strengths_and_gaps_are_counted_by_quarters(edition: str) -> None:
    label, name, found = "fig-overview-positions", said(code(edition)), standings(edition)
    first, last = quarters(edition)
    assert rows(edition, label) == [
        [f"{one.title}, {year}", str(rank), str(n)] for one, rank, n, year in found
    ]
    if not found:
        assert headline(edition, label) is None
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    expected = (
        f"{name} can be ranked on {len(found)} such measures: in the first quarter on "
        f"{some_of(len(first), len(found))}, in the last quarter on "
        f"{some_of(len(last), len(found))}."
    )
    if len(found) == 1:
        where = "neither in the first quarter nor in the last"
        where = "in the first quarter" if first else "in the last quarter" if last else where
        expected = f"{name} can be ranked on one such measure alone, and is {where}."
    assert headline(edition, label) == begin(expected)


SIX = (
    "R&D, percent of GDP",
    "Researchers per million",
    "Patent applications per million",
    "Resident trademark classes per million",
    "Resident designs per million",
    "IP receipts, percent of GDP",
)


def six_measures() -> dict[str, pd.Series]:
    found = (
        values("rd_expenditure", "percent_of_gdp"),
        values("researchers", "per_million"),
        per_million(),
        ratio(trademark_classes("resident"), population(), 1e6),
        ratio(designs("resident"), population(), 1e6),
        receipts_by_gdp(),
    )
    return dict(zip(SIX, found, strict=True))


@each
def test_the_median_of_the_peers_is_that_of_the_newest_year_of_the_economy(edition: str) -> None:
    own, held, above, measured = code(edition), 0, [], []
    for title, series in six_measures().items():
        mine = of(within(series, edition), own)
        if mine.empty:
            continue
        held += 1
        same_year = in_year(series, int(mine.index[-1]))
        others = sorted(float(same_year[one]) for one in peers(edition) if one in same_year.index)
        if len(others) < 3:
            continue
        middle = (others[(len(others) - 1) // 2] + others[len(others) // 2]) / 2
        above.append(float(mine.iloc[-1]) > middle)
        measured.append(title)
    name = said(own)
    if not held:
        expected = f"{name} has no values on these measures; the lines are those of its peers."
    elif not above:
        expected = (
            f"In the newest years of {name} too few of its peers have values to compare it with "
            "their median."
        )
    elif len(above) == 1:
        expected = (
            f"{name} is {'above' if above[0] else 'not above'} the median of its peers on the only "
            f"measure that can be compared in its newest year ({measured[0]})."
        )
    else:
        expected = (
            f"{name} is above the median of its peers on {some_of(sum(above), len(above))} of "
            f"{len(above)} measures that can be compared in its newest year."
        )
    assert headline(edition, "fig-overview-peers") == begin(expected)


@each
def test_six_measures_of_the_peers_stand_each_in_its_own_column(edition: str) -> None:
    frame = pd.DataFrame(
        {
            f"{title}, {economy(one)}": of(within(series, edition), one)
            for title, series in six_measures().items()
            for one in compared(edition)
        }
    ).dropna(axis="columns", how="all")
    drawn = columns(edition, "fig-overview-peers"), rows(edition, "fig-overview-peers")
    assert drawn == lines_table(frame)


@each
def test_trademark_classes_are_told_for_residents_and_drawn_for_both(edition: str) -> None:
    own, label = code(edition), "fig-overview-trademarks"
    computed = derived("trademarks")
    computed = computed.head(0) if regional(own, "marks") else computed
    both = {
        title: continued(of(within(trademark_classes(who), edition), own), *newer)
        for title, who, newer in (
            ("Residents", "resident", [of(within(computed, edition), own)]),
            ("Non-residents", "nonresident", []),
        )
    }
    expected = None
    for who, title, rest in (
        ("residents", "Residents", ""),
        ("non-residents", "Non-residents", "; no values are held for residents"),
    ):
        held = both[title]
        if len(held) and expected is None:
            expected = (
                f"Classes named in trademark applications by {who} at the office of {said(own)} in "
                f"{held.index[-1]}: {counted(held.iloc[-1])}{rest}."
            )
    assert headline(edition, label) == expected

    def mine(series: pd.Series) -> pd.Series:
        return of(within(scaled(series, edition), edition), own)

    every = (trademark_classes("resident") + trademark_classes("nonresident")).dropna()
    quoted = values("trademark_headline_figures", "value", indicator="classes_at_office")
    frame = pd.DataFrame(
        {
            "All applicants": continued(mine(every), mine(quoted)),
            "Residents": continued(mine(trademark_classes("resident")), mine(computed)),
            "Non-residents": mine(trademark_classes("nonresident")),
        }
    ).dropna(axis="columns", how="all")
    if frame.empty:
        assert missing(edition, label)
        return
    kinds = {("Residents", year): words for year, words in DERIVED.items()}
    kinds |= {("All applicants", int(year)): QUOTED for year in mine(quoted).index if year > 2021}
    assert (columns(edition, label), rows(edition, label)) == kinds_table(frame, kinds)


@each
def test_designs_are_ranked_by_resident_applications(edition: str) -> None:
    own, label = code(edition), "fig-overview-designs"
    series = scaled(derived("designs"), edition)
    year = covered(series, edition)
    if year is None:
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    found = in_year(series, year)
    subject = own if own in found.index else leaders(found)[0]
    _, n = place(found, subject)
    ranks = f"ranks {told(found, subject)}" if subject == own else "is first"
    value = (rate if per(edition) else counted)(float(found[subject]))
    assert headline(edition, label) == (
        f"By designs in resident applications {said(subject)} {ranks} of {n} in {year}, with about "
        f"{value} designs{per(edition)}."
    )
    assert rows(edition, label) == ranking_rows(found, own)


def trade_sentence(edition: str) -> str | None:
    own = code(edition)
    paid = of(within(charges("payments"), edition), own)
    received = of(within(charges("receipts"), edition), own)
    if paid.empty:
        if received.empty:
            return None
        return begin(
            f"{said(own)} received {counted(received.iloc[-1])} US dollars for the use of its "
            f"intellectual property in {received.index[-1]}."
        )
    year, out = paid.index[-1], float(paid.iloc[-1])
    if year not in received.index:
        return begin(
            f"{said(own)} paid {counted(out)} US dollars for the use of intellectual property in "
            f"{year}."
        )
    into = float(received[year])
    words = "as much as" if into == out else "more than" if into > out else "less than"
    return begin(
        f"{said(own)} received {counted(into)} US dollars for the use of its intellectual property "
        f"in {year}, {words} the {counted(out)} it paid."
    )


@each
def test_what_is_received_and_what_is_paid_are_not_mixed_up(edition: str) -> None:
    own, label = code(edition), "fig-overview-ip-trade"
    assert headline(edition, label) == trade_sentence(edition)
    frame = pd.DataFrame(
        {
            title: of(within(scaled(charges(title.lower()), edition), edition), own)
            for title in ("Receipts", "Payments")
        }
    ).dropna(axis="columns", how="all")
    assert (columns(edition, label), rows(edition, label)) == lines_table(frame)


@each
def test_clusters_are_counted_in_the_edition_that_is_held_in_full(edition: str) -> None:
    own, label = code(edition), "fig-overview-clusters"
    found = in_year(values("gii_cluster_counts", "clusters", year="edition"), 2022)
    if last_year(edition) < 2022:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    assert found.sum() == 100
    if own in found.index:
        expected = (
            f"{said(own)} has {counted(found[own])} of the hundred largest clusters in the 2022 "
            f"edition: rank {told(found, own)} of {len(found)} economies with any."
        )
    else:
        first, second = leaders(found)[:2]
        assert found[first] == found[second]
        expected = (
            f"{said(own)} has none of the hundred largest clusters in the 2022 edition; "
            f"{said(first)} (level with {said(second)}) has most, {counted(found[first])}."
        )
    assert headline(edition, label) == begin(expected)
    assert rows(edition, label) == ranking_rows(found, own)


@each
def test_high_technology_exports_are_those_of_the_newest_year(edition: str) -> None:
    own, label = code(edition), "fig-overview-hightech"
    series = values("hightech_exports", "percent_of_manufactured")
    held = of(within(series, edition), own)
    if len(held):
        expected = (
            f"High-technology goods are {percent(held.iloc[-1])} of the manufactured exports of "
            f"{said(own)} in {held.index[-1]}."
        )
    else:
        expected = begin(
            f"{said(own)} has no values on high-technology exports in manufactured exports within "
            f"1990–{last_year(edition)}."
        )
    assert headline(edition, label) == expected
    assert (columns(edition, label), rows(edition, label)) == peers_table(series, edition)


@each
def test_the_key_findings_are_these_sentences_and_no_others(edition: str) -> None:
    told: list[str | None] = [index_sentence(edition)]
    for which, places in zip(("first", "last"), quarters(edition), strict=True):
        told.append(
            f"In the {which} quarter of the economies with data: {listed(places)}."
            if places
            else None
        )
    told += [filings_sentence(edition), trade_sentence(edition)]
    assert findings(edition, "find-overview") == [found for found in told if found]


@each
def test_findings_of_the_chapters_stand_there_as_in_the_chapters(edition: str) -> None:
    told = set(findings(edition, "find-overview"))
    expected = []
    for chapter in ("patents", "copyright", "ai", "talent"):
        own = findings(edition, f"find-{chapter}")
        expected += [found for found in own if found not in told][:2]
    assert findings(edition, "find-overview-chapters") == expected


def test_zeros_of_ip_charges_are_between_amounts_and_never_both() -> None:
    found = (
        charges("receipts")
        .to_frame("receipts")
        .join(charges("payments").to_frame("payments"), how="outer")
    )
    assert not ((found["receipts"] == 0) & (found["payments"] == 0)).any()
    for flow in ("receipts", "payments"):
        own = found[flow].dropna()
        for _, amounts in own.groupby(level=0):
            by_year = amounts.sort_index()
            assert by_year.iloc[0] > 0
            assert by_year.iloc[-1] > 0
    alone = found[(found.fillna(0) == 0).all(axis=1)]
    assert len(alone)  # a zero whose other flow is missing: such a year is shown
    told = (
        "in years in which both flows are zero, are taken as not reported; any other zero is shown"
    )
    for edition in EVERY:
        if not missing(edition, "fig-overview-ip-trade"):
            assert any(told in note for note in texts(edition, "fig-overview-ip-trade", "note"))
