"""The measures of the profile: which they are, and where an economy stands on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from reportlib.content.notes import breaks
from reportlib.content.numbers import (
    Number,
    Rank,
    count_of,
    rank_of,
    say_ordinal,
    say_rounded_percent,
)
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics import measures, patents
from reportlib.topics.copyright import measures as creative

PEOPLE = "per million people"
LEAST_RANKED = 30  # economies: a place among fewer makes no strength and no gap


@dataclass(frozen=True)
class Indicator:
    """A measure of the profile.

    ``short`` names it within a sentence; ``target`` is the exhibit that shows more of it.
    ``newer`` has single figures after the series' last year: as these can reverse an order, a
    measure that has them is shown and not ranked. A ``printed`` rank is its publisher's own.
    """

    group: str
    title: str
    unit: str
    series: Series
    target: str = ""
    short: str = ""
    size_free: bool = True
    printed: bool = False
    newer: Series | None = None

    @property
    def said(self) -> str:
        """Its name within a sentence."""
        return self.short or f"{self.title[:1].lower()}{self.title[1:]}"


@dataclass(frozen=True)
class Standing:
    """The value of an economy on a measure, and its place where it has one."""

    indicator: Indicator
    year: int
    value: Number
    place: Rank | None = None
    count: Number | None = None
    ahead: Number | None = None  # the share of the other economies that rank below
    ranked: tuple[str, ...] = ()  # the rows of all who are ranked

    @property
    def written(self) -> str:
        """The value as it is printed; none of anything is 0."""
        return self.value.text if self.value.value else "0"

    @property
    def detail(self) -> str:
        """What the value counts and of when; its sign for percent is said once."""
        if self.indicator.printed:
            return f"edition of {self.year}"
        percent = self.value.text.endswith("%")
        unit = self.indicator.unit.removeprefix("percent ") if percent else self.indicator.unit
        return f"{unit}, {self.year}"

    @property
    def counts(self) -> bool:
        """Whether the place can be a strength or a gap, by the printed rule."""
        found = self.indicator
        if self.ahead is None or self.count is None:
            return False
        return found.size_free and self.count.value >= LEAST_RANKED


def indicators(edition: Edition) -> list[Indicator]:
    """The measures of the profile, in the order of the chapters."""
    last = edition.parameters.last_year
    return [*_research(), *_patents(last), *_rights(last), *_ai(), *_talent()]


def _research() -> list[Indicator]:
    group = "Research and innovation"
    return [
        Indicator(
            group, "Global Innovation Index", "rank", measure("gii_rank"), "fig-patents-gii",
            "the Global Innovation Index", printed=True,
        ),
        Indicator(
            group, "R&D expenditure", "percent of GDP", measure("rd_share"), "fig-patents-effort",
            "R&D expenditure",
        ),
        Indicator(
            group, "Researchers, full-time equivalents", PEOPLE, measure("researchers"),
            "fig-talent-map", "researchers per head",
        ),
        Indicator(
            group, "Most cited articles, all fields", "percent of articles", measure("top_cited"),
            "fig-ai-top-cited", "most cited articles",
        ),
    ]  # fmt: skip


def _patents(last: int) -> list[Indicator]:
    group = "Patents"
    pct = measures.gii_indicator(
        "pct_by_origin", "PCT applications by origin", patents.PER_GDP, last
    )
    return [
        Indicator(
            group, "Patent applications, at home and abroad", "applications",
            measure("origin_totals"), "fig-patents-by-origin", size_free=False,
        ),
        Indicator(
            group, "Patent applications per head", PEOPLE, measure("origin_totals_per_million"),
            "fig-patents-per-million", "patent applications per head",
        ),
        Indicator(
            group, "PCT applications", "per billion PPP dollars of GDP", pct, "fig-patents-pct",
            "PCT applications",
        ),
        Indicator(
            group, "Patents in force at the office", "patents", measure("in_force"),
            "fig-patents-in-force", size_free=False, newer=measure("in_force_quoted"),
        ),
    ]  # fmt: skip


def _rights(last: int) -> list[Indicator]:
    group = "Other rights, and trade"
    return [
        Indicator(
            group, "Trademark classes, by residents", PEOPLE,
            measure("resident_trademark_classes_derived_per_million"), "fig-overview-trademarks",
            "trademark classes per head",
        ),
        Indicator(
            group, "Designs, by residents", PEOPLE,
            measure("resident_designs_derived_per_million"), "fig-overview-designs",
            "designs per head",
        ),
        Indicator(
            group, "Receipts for intellectual property", "percent of GDP",
            measure("ip_receipts_share"), "fig-copyright-receipts",
        ),
        Indicator(
            group, "Payments for intellectual property", "US dollars", measure("ip_payments"),
            "fig-overview-ip-trade", size_free=False,
        ),
        Indicator(
            group, "High-technology exports", "percent of manufactured exports",
            measure("hightech_share"),
        ),
        Indicator(
            group, "Exports of creative goods", "percent of total trade",
            creative.creative_exports("creative_goods_exports", last),
            "fig-copyright-creative-goods",
        ),
    ]  # fmt: skip


def _ai() -> list[Indicator]:
    group = "Artificial intelligence"
    return [
        Indicator(
            group, "AI patent families at two offices", "families",
            measure("international_ai_families"), "fig-ai-international", size_free=False,
        ),
        Indicator(
            group, "AI articles", PEOPLE, measure("ai_articles_per_million"), "fig-ai-map",
            "AI articles per head",
        ),
        Indicator(
            group, "Government AI readiness", "rank", measure("ai_readiness_rank"),
            "fig-ai-positions", "AI readiness of government", printed=True,
        ),
    ]  # fmt: skip


def _talent() -> list[Indicator]:
    group = "Talent"
    return [
        Indicator(
            group, "Tertiary enrolment", "percent of the age group, gross", measure("enrolment"),
            "fig-talent-enrolment",
        ),
        Indicator(
            group, "First degrees in science and engineering", "percent of first degrees",
            measure("first_degrees_science_engineering_share"), "fig-talent-degrees",
            "the share of science and engineering in first degrees",
        ),
        Indicator(
            group, "Doctorates", PEOPLE, measure("doctorates_per_million"),
            "fig-talent-doctorates", "doctorates per head",
        ),
    ]  # fmt: skip


def standings(edition: Edition) -> list[tuple[Indicator, Standing | None]]:
    """Every measure with the standing of the economy; None where it has no value."""
    return [(found, _standing(edition, found)) for found in indicators(edition)]


def _standing(edition: Edition, found: Indicator) -> Standing | None:
    if found.printed:
        return _printed(edition, found)
    ranking = None if found.newer else rank(found.series, edition.reference_year(found.series))
    place = ranking.place(edition.code) if ranking else None
    if ranking is None or place is None:
        return _newest(edition, found)
    value = ranking.measure.number(*_own(ranking, edition.code))
    if value.value == 0:  # a place among all who have none
        return Standing(found, ranking.year, value)
    worse = int((ranking.table["rank"] > place.value).sum())
    return Standing(
        found,
        ranking.year,
        value,
        replace(place, say=say_ordinal),
        ranking.count,
        _share(worse, ranking.n, ranking.table["rows"]),
        tuple(ranking.table["rows"]),
    )


def _own(ranking: Ranking, code: str) -> tuple[float, str]:
    row = ranking.table[ranking.table["economy"] == code].iloc[0]
    return float(row["value"]), str(row["rows"])


def _newest(edition: Edition, found: Indicator) -> Standing | None:
    """The newest value, of the series or of single figures after it, without a place."""
    held = [one for one in (found.series, found.newer) if one is not None]
    values = [one.between(0, edition.parameters.last_year).latest(edition.code) for one in held]
    newest = max((one for one in values if one), key=lambda each: each[0], default=None)
    return Standing(found, *newest) if newest else None


def _printed(edition: Edition, found: Indicator) -> Standing | None:
    """The rank as the newest edition prints it, and among how many where all are held."""
    series = found.series.between(0, edition.parameters.last_year)
    latest = series.latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    own = series.table[series.table["year"] == year]
    place = rank_of(value.value, " ".join(value.rows), f"economies of the edition of {year}")
    place = replace(place, say=say_ordinal)
    value = replace(value, say=say_ordinal)
    if len(own) < own["value"].max():
        return Standing(found, year, value, place)
    worse = len(own) - int((own["value"] <= value.value).sum())
    return Standing(
        found,
        year,
        value,
        place,
        count_of(own["rows"], f"economies ranked in the edition of {year}"),
        _share(worse, len(own), own["rows"]),
        tuple(own["rows"]),
    )


def _share(worse: int, n: int, rows: Iterable[str]) -> Number | None:
    """The part of the other economies that rank below; None where there are no others."""
    if n < 2:
        return None
    what = "share of the other economies that rank below"
    number = Number.over(100 * worse / (n - 1), say_rounded_percent, "percent", rows, what)
    return replace(number, unmarked=True)


def runs(edition: Edition, own: Standing) -> Iterator[tuple[tuple[int, float], ...]]:
    """The years and values of a measure's trend, of the economy: one line joins each run."""
    last: tuple[tuple[int, float], ...] = ()
    for last in joined(edition, own.indicator.series):
        yield last
    if last and own.year > last[-1][0]:  # a single figure after the series
        yield ((own.year, own.value.value),)


def joined(edition: Edition, series: Series) -> Iterator[tuple[tuple[int, float], ...]]:
    """Runs of years and values of the economy: no break and no missing year within one."""
    own = edition.window(series).of(edition.code)
    table = own.table.sort_values("year").assign(series="own")
    cuts = {found.year for found in breaks(table)}
    run: list[tuple[int, float]] = []
    for year, value in zip(table["year"].astype(int), table["value"].astype(float), strict=True):
        if run and (year - run[-1][0] > 1 or year in cuts):
            yield tuple(run)
            run = []
        run.append((year, value))
    if run:
        yield tuple(run)
