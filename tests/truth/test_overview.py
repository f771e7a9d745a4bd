"""The overview, computed again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pytest

from tests.truth.again import (
    continued,
    counted,
    covered,
    fixed,
    gdp_ppp,
    in_year,
    kinds_table,
    lines_table,
    of,
    per,
    percent,
    place,
    population,
    ranking_rows,
    rate,
    ratio,
    scaled,
    values,
    within,
    without_few,
)
from tests.truth.published import (
    EVERY,
    LACKING,
    MISSING,
    begin,
    code,
    columns,
    findings,
    headline,
    last_year,
    missing,
    numbers,
    rows,
    said,
    text,
    texts,
)
from tests.truth.reading import ordinal, told_ordinal
from tests.truth.test_patents import (
    DERIVED,
    QUOTED,
    derived,
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
    """A row of the profile; ``short`` names it in a sentence, where it is rated at all."""

    title: str
    unit: str
    kind: Literal["percent", "count", "rate"]
    series: pd.Series | None
    short: str = ""
    ranked: bool = True
    counts: pd.Series | None = None  # what a rate is of, where a few make no rank
    newer: pd.Series | None = None

    def say(self, value: float) -> str:
        if value == 0:
            return "0"
        if self.kind == "percent":
            return percent(value)
        return counted(value) if self.kind == "count" else rate(value)


@dataclass(frozen=True)
class Standing:
    """A row of the profile as it must be: place and how many, where there is a place."""

    one: Indicator
    said: str
    year: int
    place: int | None = None
    ranked: pd.Series | None = None
    worse: int = 0

    @property
    def n(self) -> int:
        return 0 if self.ranked is None else len(self.ranked)


def creative(indicator: str, edition: str) -> pd.Series | None:
    """Creative exports as the newest edition of the index prints them, by year of the data."""
    held = numbers("creative_exports", "value", indicator=indicator)
    held = held[held["edition"] <= last_year(edition)]
    if held.empty:
        return None
    newest: pd.DataFrame = held[held["edition"] == held["edition"].max()]
    return newest.set_index(["economy", "data_year"])["value"].rename_axis(["code", "when"])


def degrees(level: str, field: str) -> pd.Series:
    return values("degrees", "degrees", level=level, field=field)


def per_people(series: pd.Series) -> pd.Series:
    return ratio(series, population(), 1e6)


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
            "Researchers, full-time equivalents",
            million,
            "rate",
            values("researchers", "per_million"),
            "researchers per head",
        ),
        Indicator(
            "Most cited articles, all fields",
            "percent of articles",
            "percent",
            values("top_cited_share", "percent"),
            "most cited articles",
        ),
        Indicator(
            "Patent applications, at home and abroad", "applications", "count", origin_totals()
        ),
        Indicator(
            "Patent applications per head",
            million,
            "rate",
            per_million(),
            "patent applications per head",
            counts=origin_totals(),
        ),
        Indicator(
            "PCT applications",
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
            "Trademark classes, by residents",
            million,
            "rate",
            per_people(derived("trademarks")),
            "trademark classes per head",
        ),
        Indicator(
            "Designs, by residents",
            million,
            "rate",
            per_people(derived("designs")),
            "designs per head",
            counts=derived("designs"),
        ),
        Indicator(
            "Receipts for intellectual property",
            "percent of GDP",
            "percent",
            receipts_by_gdp(),
            "receipts for intellectual property",
        ),
        Indicator(
            "Payments for intellectual property", "US dollars", "count", charges("payments")
        ),
        Indicator(
            "High-technology exports",
            "percent of manufactured exports",
            "percent",
            values("hightech_exports", "percent_of_manufactured"),
            "high-technology exports",
        ),
        Indicator(
            "Exports of creative goods",
            "percent of total trade",
            "percent",
            creative("creative_goods_exports", edition),
            "exports of creative goods",
        ),
        Indicator(
            "AI patent families at two offices",
            "families",
            "count",
            values("ai_international_families", "families"),
        ),
        Indicator(
            "AI articles", million, "rate", per_people(values("ai_articles", "articles")),
            "AI articles per head",
        ),
        Indicator(
            "Tertiary enrolment",
            "percent of the age group, gross",
            "percent",
            values("tertiary_enrolment", "percent_gross"),
            "tertiary enrolment",
        ),
        Indicator(
            "First degrees in science and engineering",
            "percent of first degrees",
            "percent",
            ratio(degrees("first", "science_engineering"), degrees("first", "all"), 100),
            "the share of science and engineering in first degrees",
        ),
        Indicator(
            "Doctorates", million, "rate", per_people(degrees("doctoral", "all")),
            "doctorates per head",
        ),
    ]  # fmt: skip


def standing(one: Indicator, edition: str) -> Standing | None:
    """Value and place in the year that is ranked, else the newest value alone."""
    own = code(edition)
    if one.series is None:
        return None
    year = covered(one.series, edition) if one.ranked else None
    if year is not None:
        found = in_year(one.series, year)
        found = found if one.counts is None else without_few(found, in_year(one.counts, year))
        if own in found.index:
            value = float(found[own])
            if value == 0:
                return Standing(one, one.say(value), year)
            worse = int((found < value).sum())
            return Standing(one, one.say(value), year, place(found, own)[0], found, worse)
    held = of(within(one.series, edition, 0), own)
    if one.newer is not None:
        held = continued(held, of(within(one.newer, edition, 0), own))
    return None if held.empty else Standing(one, one.say(held.iloc[-1]), int(held.index[-1]))


def printed(title: str, short: str, series: pd.Series, edition: str) -> Standing | None:
    """A rank as the newest edition prints it, among all where all of them are held."""
    held = of(within(series, edition, 0), code(edition))
    if held.empty:
        return None
    year, rank = int(held.index[-1]), int(held.iloc[-1])
    everyone = in_year(series, year)
    one = Indicator(title, "rank", "rate", series, short)
    whole = everyone if len(everyone) >= everyone.max() else None
    return Standing(one, ordinal(rank), year, rank, whole, int((everyone > rank).sum()))


def profile(edition: str) -> list[Standing]:
    """The rows of the profile in their order."""
    found = [standing(one, edition) for one in indicators(edition)]
    index = values("gii_ranks", "rank", year="edition")
    found.insert(
        0, printed("Global Innovation Index", "the Global Innovation Index", index, edition)
    )
    ready = printed(
        "Government AI readiness",
        "AI readiness of government",
        values("ai_readiness", "rank"),
        edition,
    )
    found.insert(16, ready)
    return [one for one in found if one]


@each
def test_the_profile_is_that_of_the_data_cell_by_cell(edition: str) -> None:
    assert rows(edition, "fig-overview-profile") == [
        [
            one.one.title,
            one.said,
            one.one.unit,
            str(one.year),
            MISSING if one.place is None else str(one.place),
            MISSING if one.ranked is None else str(one.n),
        ]
        for one in profile(edition)
    ]


@each
def test_what_has_no_value_is_named_in_one_line(edition: str) -> None:
    titles = [one.title for one in indicators(edition)]
    titles.insert(0, "Global Innovation Index")
    titles.insert(16, "Government AI readiness")
    held = [one.one.title for one in profile(edition)]
    lacking = [title for title in titles if title not in held]
    alt = text(edition, "fig-overview-profile", "alt") or ""
    assert ("No value: " in alt) is bool(lacking)
    if lacking:
        assert f" No value: {', '.join(lacking)}." in alt


@each
def test_places_in_the_first_and_in_the_last_quarter_are_counted(edition: str) -> None:
    ranked = [one for one in profile(edition) if one.place and one.n]
    first = sum(4 * one.place <= one.n for one in ranked if one.place)
    last = sum(4 * one.place > 3 * one.n for one in ranked if one.place)
    name, n = said(code(edition)), len(ranked)
    some = {0: "none", n: "all"}
    expected = (
        f"{name} is in the first quarter of the economies ranked on {some.get(first, first)} of "
        f"{n} measures, in the last quarter on {some.get(last, last)}."
    )
    if n == 1:
        where = "first quarter" if first else "last quarter" if last else "middle half"
        expected = (
            f"{name} has a place on one of these measures alone, in the {where} of the economies "
            "ranked."
        )
    if n == 0:
        expected = f"{name} has no place on these measures."
    assert headline(edition, "fig-overview-profile") == begin(expected)


def ahead(one: Standing) -> float:
    """The share of the other economies that rank below."""
    return 100 * one.worse / (one.n - 1)


@each
def test_best_and_weakest_places_follow_the_printed_rule(edition: str) -> None:
    label, name = "tbl-overview-strengths", said(code(edition))
    rated = [one for one in profile(edition) if one.one.short and one.place and one.n >= 30]
    rated.sort(key=ahead, reverse=True)
    weakest = rated[::-1][: min(3, len(rated) // 2)]
    best = rated[: min(3, len(rated) - len(weakest))] if weakest else []
    assert rows(edition, label) == [
        [
            kind,
            f"{one.one.title}, {one.year}",
            ordinal(one.place or 0),
            str(one.n),
            f"{fixed(ahead(one), 0)}%",
        ]
        for kind, found in (("best", best), ("weakest", weakest))
        for one in found
    ]
    if not best:
        assert headline(edition, label) is None
        assert "thirty economies" in str(missing(edition, label))
    else:
        assert headline(edition, label) == begin(
            f"{name} stands best by {best[0].one.short} ({best[0].year}) and weakest by "
            f"{weakest[0].one.short} ({weakest[0].year})."
        )


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
        ("Residents", "Residents", ""),
        ("Non-residents", "Non-residents", "; of residents no count is known"),
    ):
        held = both[title]
        if len(held) and expected is None:
            expected = (
                f"{who} named {counted(held.iloc[-1])} classes in trademark applications at the "
                f"office of {said(own)} in {held.index[-1]}{rest}."
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
    if own not in found.index:
        assert missing(edition, label) == f"{begin(said(own))} has no value for {year}."
        return
    value = (rate if per(edition) else counted)(float(found[own]))
    assert headline(edition, label) == (
        f"By designs in resident applications {said(own)} ranks {told_ordinal(found, own)} of "
        f"{len(found)} in {year}, with about {value} designs{per(edition)}."
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


def newest(sentence: str) -> int:
    """The newest year that a sentence names."""
    return max((int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", sentence)), default=0)


@each
def test_the_message_has_the_index_and_the_first_of_each_chapter_newest_year_first(
    edition: str,
) -> None:
    index = index_sentence(edition)
    told = [index] if index else []
    for chapter in ("patents", "copyright", "ai", "talent"):
        own = findings(edition, f"find-{chapter}")
        told += [found for found in own if found not in told][:1]
    told.sort(key=newest, reverse=True)
    label = "find-overview"
    published = LACKING.sub("", " ".join(texts(edition, label, "finding")))
    published = re.sub(r" \(\[[^\]]*->[^\]]*\]\)", "", published)
    assert published == " ".join(told)
    assert bool(told) is not bool(missing(edition, label))


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
