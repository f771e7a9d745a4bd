"""The series of the AI chapter: each named once, with its measure and its dataset.

Three publishers count patents here, two count money and two count models, each by its own
rules; no function joins two of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from reportlib.content.datasets import ROW, Dataset, read_dataset
from reportlib.content.series import COLUMNS, Measure, Series, select
from reportlib.topics.measures import families

LEAST_FAMILIES = 50
"""Below so many AI families an index of specialisation rests on single inventions."""
LEAST_INVESTMENT = 10_000_000
"""Below so many dollars the tracker's sums are one or two deals, and must not be ranked."""

TECHNIQUES = {
    "machine_learning": "Machine learning",
    "logic_programming": "Logic programming",
    "probabilistic_reasoning": "Probabilistic reasoning",
    "fuzzy_logic": "Fuzzy logic",
    "ontology_engineering": "Ontology engineering",
    "search_methods": "Search methods",
    "generic_or_unspecified": "Generic or unspecified",
}
FUNCTIONS = {
    "computer_vision": "Computer vision",
    "control": "Control",
    "measuring_and_testing": "Measuring and testing",
    "planning_and_scheduling": "Planning and scheduling",
    "language_processing": "Language processing",
    "speech_processing": "Speech processing",
    "analytics_and_algorithms": "Analytics and algorithms",
    "knowledge_representation": "Knowledge representation",
}
FIELDS = {
    "agriculture": "Agriculture",
    "banking_and_finance": "Banking and finance",
    "business": "Business",
    "computing_in_government": "Computing in government",
    "document_management_and_publishing": "Documents and publishing",
    "education": "Education",
    "energy_management": "Energy management",
    "entertainment": "Entertainment",
    "industrial_and_manufacturing": "Industry and manufacturing",
    "life_sciences": "Life sciences",
    "military": "Military",
    "nanotechnology": "Nanotechnology",
    "networks": "Networks, internet of things",
    "personal_devices_and_computing": "Personal devices and computing",
    "physical_science_and_engineering": "Physical science and engineering",
    "security": "Security",
    "semiconductors": "Semiconductors",
    "telecommunications": "Telecommunications",
    "transportation": "Transportation",
}


@dataclass(frozen=True)
class Span:
    """The years that a sum covers, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


def span(dataset: str) -> Span:
    """The one period that a dataset of sums covers."""
    (period,) = read_dataset(dataset).table["period"].unique()
    first, _, last = str(period).partition("-")
    return Span(int(first), int(last))


@lru_cache
def ai_families() -> Series:
    """AI patent families granted, one sum; it stands under the last year of its period."""
    return _sum("ai_patent_families", "families", "AI patent families granted", "families")


@lru_cache
def genai_families() -> Series:
    """Generative AI patent families published, one sum under the last year of its period."""
    return _sum("genai_families", "families", "generative AI families published", "families")


@lru_cache
def tracker_investment() -> Series:
    """Investment in AI firms by the Country Activity Tracker, one sum; the ranked ones only."""
    series = _sum(
        "ai_investment_cset", "usd_2021", "private investment in AI firms", "US dollars of 2021"
    )
    return replace(series, table=series.table[series.table["value"] >= LEAST_INVESTMENT])


def _sum(name: str, value: str, what: str, unit: str) -> Series:
    """A dataset of sums over one period as a series of one year: the period's last."""
    dataset, years = read_dataset(name), span(name)
    dated = replace(dataset, table=dataset.table.assign(year=years.last))
    measure = Measure(f"{what} in {years}", f"{unit}, sum of {years}", count=True)
    return select(dated, measure, value=value)


@lru_cache
def ai_families_share() -> Series:
    """Share of the world's AI patent families, over the whole period."""
    world = read_dataset("ai_patent_families_world").table.iloc[0]
    own = ai_families()
    table = own.table.assign(
        value=100 * own.table["value"] / float(world["families"]),
        rows=own.table["rows"] + " " + str(world[ROW]),
    )
    measure = Measure(
        f"share of the world’s AI patent families, {span('ai_patent_families')}",
        "percent",
        percent=True,
        derivation="100 * AI families of the economy / AI families of the world",
    )
    return Series(measure, table)


def all_families_span() -> Span:
    """The years of families of all kinds that the AI families can be set against."""
    held = {int(year) for year in read_dataset("patent_families_world").table["year"]}
    period = span("ai_patent_families")
    return Span(max(period.first, min(held)), min(period.last, max(held)))


@lru_cache
def specialisation(first: int, last: int) -> Series:
    """Share in the world's AI families over share in all families granted from first to last.

    Only economies with a value for every one of these years, and with at least
    :data:`LEAST_FAMILIES` AI families, have an index.
    """
    every = families().between(first, last).table
    years = every.groupby("economy")["year"].transform("nunique")
    every = every[years == last - first + 1].sort_values("year")
    total = every.groupby("economy").agg(value=("value", "sum"), rows=("rows", " ".join))
    world = read_dataset("patent_families_world").table
    world = world[world["year"].between(first, last)]
    share_of_ai = ai_families_share().table
    enough = ai_families().table["value"] >= LEAST_FAMILIES
    merged = share_of_ai[enough].merge(total, on="economy", suffixes=("_a", "_b"))
    share_of_all = 100 * merged["value_b"] / float(world["families"].sum())
    table = merged.assign(
        value=merged["value_a"] / share_of_all,
        rows=merged["rows_a"] + " " + merged["rows_b"] + " " + " ".join(world[ROW]),
    )
    measure = Measure(
        f"AI specialisation against families of {first}–{last}",
        "ratio, where AI weighs as in all families at 1",
        derivation=f"share in the world’s AI families of {span('ai_patent_families')} / share in "
        f"the world’s families of all kinds of {first}–{last}",
    )
    return Series(measure, table[COLUMNS])


@lru_cache
def ai_patents_granted() -> Series:
    """AI patents granted by year, as the AI Index counts them."""
    return select(
        read_dataset("ai_patents_granted"),
        Measure("AI patents granted", "patents", count=True),
        value="patents",
    )


@lru_cache
def area(indicator: str, unit: str) -> Series:
    """An indicator of the AI Index for areas; the column economy holds the area's name."""
    measure = Measure(indicator.replace("_", " "), unit, count=True)
    dataset = read_dataset("ai_index_areas")
    return select(dataset, measure, value="value", by="area", where={"indicator": indicator})


def classes(group: str) -> pd.DataFrame:
    """Categories of one way to class AI families: percent of an economy's AI families.

    Columns economy, category, families, of (the economy's AI families), value and rows.
    """
    found = read_dataset("ai_patents_by_technique").where(group=group)
    whole = ai_families().table.set_index("economy")
    of = found["economy"].map(whole["value"])
    return pd.DataFrame(
        {
            "economy": found["economy"],
            "category": found["category"],
            "families": found["families"].astype("float64"),
            "of": of,
            "value": 100 * found["families"].astype("float64") / of,
            "rows": found[ROW] + " " + found["economy"].map(whole["rows"]),
        }
    )


@lru_cache
def ai_articles() -> Series:
    """AI articles with an author in the economy, whole counts."""
    return select(
        read_dataset("ai_articles"),
        Measure("AI articles", "articles", count=True),
        value="articles",
    )


@lru_cache
def ai_articles_share() -> Series:
    """Share of the world's AI articles that have an author in the economy."""
    return _share_of_world(
        ai_articles(),
        read_dataset("ai_articles_world"),
        "articles",
        "the share of the world’s AI articles with an author in the economy",
    )


@lru_cache
def articles_share() -> Series:
    """Share of the world's articles in all fields that have an author in the economy."""
    counts = Measure("articles in all fields", "articles, whole counts", count=True)
    return _share_of_world(
        select(read_dataset("articles"), counts, value="whole"),
        read_dataset("articles_world"),
        "whole",
        "the share of the world’s articles in all fields with an author in the economy",
    )


def _share_of_world(part: Series, world: Dataset, column: str, name: str) -> Series:
    whole = world.table[["year", column, ROW]].dropna()
    merged = part.table.merge(whole, on="year")
    table = merged.assign(
        value=100 * merged["value"] / merged[column].astype("float64"),
        rows=merged["rows"] + " " + merged[ROW],
    )
    measure = Measure(
        name,
        "percent of the world’s articles",
        percent=True,
        derivation="100 * articles with an author in the economy / articles of the world",
    )
    return Series(measure, table[COLUMNS], part.breaks)


@lru_cache
def top_cited() -> Series:
    """Share of an economy's articles, in all fields, among the one percent most cited."""
    return select(
        read_dataset("top_cited_share"),
        Measure("articles among the most cited", "percent of articles", percent=True),
        value="percent",
    )


@lru_cache
def private_investment() -> Series:
    """Private investment in AI firms by year, as the AI Index prints it."""
    return select(
        read_dataset("ai_private_investment"),
        Measure("private investment in AI firms", "US dollars", count=True),
        value="usd",
        where={"scope": "all"},
    )


@lru_cache
def notable_models() -> Series:
    """Notable AI models by economy and year of publication, on the list of Epoch AI."""
    return select(
        read_dataset("notable_models_epoch"),
        Measure("notable AI models", "models, whole counts", count=True),
        value="models",
    )


@lru_cache
def supercomputers() -> Series:
    """Systems of the TOP500 list of June that stand in the economy."""
    return select(
        read_dataset("top500"),
        Measure("systems on the TOP500 list", "systems", count=True),
        value="systems",
        where={"month": 6},
    )


@lru_cache
def readiness() -> Series:
    """Rank in the Government AI Readiness Index; the year is the edition."""
    return select(
        read_dataset("ai_readiness"),
        Measure("the rank in the Government AI Readiness Index", "rank"),
        value="rank",
    )


@lru_cache
def diffusion() -> Series:
    """Estimated users of AI tools; estimates made for a whole group of neighbours left out."""
    dataset = read_dataset("ai_index_indicators")
    groups = [row for row, found in dataset.derived().items() if found.kind == "group"]
    own = dataset.table[~dataset.table[ROW].isin(groups)]
    return select(
        replace(dataset, table=own),
        Measure("users of AI tools", "percent of the working-age population", percent=True),
        value="value",
        where={"indicator": "ai_diffusion"},
    )


def facts(*ids: str) -> pd.DataFrame:
    """Statements from the articles, in the order of their ids; those not held are absent."""
    table = read_dataset("article_facts").table
    found = table[table["id"].isin(ids)].set_index("id")
    return found.loc[[one for one in ids if one in found.index]].reset_index()
