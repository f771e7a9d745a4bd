"""The series of the AI chapter that ``data/measures.yaml`` cannot declare.

Three publishers count patents here, two count money and two count models, each by its own
rules; no function joins two of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from reportlib.content.datasets import ROW, Dataset, read_dataset, remembered, without_groups
from reportlib.content.measures import measure
from reportlib.content.series import COLUMNS, Measure, Series, select

LEAST_INVESTMENT = 10_000_000
"""Below so many dollars the tracker's sums are one or two deals, and are not ranked."""
FAMILIES = ("family", "families")
DOLLARS = ("US dollar of 2021", "US dollars of 2021")

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


NO_YEARS = Span(0, 0)
"""Those of a table that is not in this copy of the book: no number is of these years."""


def span(dataset: str) -> Span:
    """The one period that a dataset of sums covers."""
    table = read_dataset(dataset).table
    if table.empty:
        return NO_YEARS
    (period,) = table["period"].unique()
    first, _, last = str(period).partition("-")
    return Span(int(first), int(last))


@remembered
def ai_families() -> Series:
    """AI patent families granted, one sum; it stands under the last year of its period."""
    return _sum("ai_patent_families", "families", "AI patent families granted", FAMILIES)


@remembered
def genai_families() -> Series:
    """Generative AI patent families published, one sum under the last year of its period."""
    return _sum("genai_families", "families", "generative AI families published", FAMILIES)


@remembered
def tracker_investment() -> Series:
    """Investment in AI firms by the Country Activity Tracker, one sum; the ranked ones only."""
    series = _sum("ai_investment_cset", "usd_2021", "private investment in AI firms", DOLLARS)
    return replace(series, table=series.table[series.table["value"] >= LEAST_INVESTMENT])


def _sum(name: str, value: str, what: str, unit: tuple[str, str]) -> Series:
    """A dataset of sums over one period as a series of one year: the period's last.

    ``unit`` is the unit after one and after any other number.
    """
    dataset, years = read_dataset(name), span(name)
    dated = replace(dataset, table=dataset.table.assign(year=years.last))
    one, many = (f"{word}, sum of {years}" for word in unit)
    return select(dated, Measure(f"{what} in {years}", many, one, kind="count"), value=value)


@remembered
def ai_families_share() -> Series:
    """Share of the world's AI patent families, over the whole period."""
    world = read_dataset("ai_patent_families_world").table[["families", ROW]]
    table = ai_families().table.merge(world, how="cross")
    table = table.assign(
        value=100 * table["value"] / table["families"].astype("float64"),
        rows=table["rows"] + " " + table[ROW],
    )
    words = Measure(
        f"share of the world’s AI patent families, {span('ai_patent_families')}",
        "percent",
        kind="percent",
        derivation="100 * AI families of the economy / AI families of the world",
    )
    return Series(words, table[COLUMNS])


@remembered
def international_families() -> Series:
    """International AI families as one sum over the years held, under the last of them."""
    yearly = measure("international_ai_families")
    years = international_span()
    grouped = yearly.table.sort_values("year").groupby("economy", as_index=False)
    table = grouped.agg(value=("value", "sum"), rows=("rows", " ".join)).assign(year=years.last)
    table["value"] = table["value"].round()  # fractional counts, shown whole as the other count
    words = replace(
        yearly.measure,
        name=f"international AI patent families of {years}",
        derivation=f"sum of {years}",
    )
    return Series(words, table[COLUMNS])


def international_span() -> Span:
    """The years in which international AI families are counted."""
    years = measure("international_ai_families").years()
    return Span(years[0], years[-1]) if years else NO_YEARS


def classes(group: str) -> pd.DataFrame:
    """Categories of one way to class AI families: percent of an economy's AI families.

    Columns economy, category, families, of (the economy's AI families), value and rows.
    """
    found = read_dataset("ai_patents_by_technique").where(group=group)
    whole = ai_families().table.set_index("economy")
    found = found[found["economy"].isin(whole.index)]
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


@remembered
def ai_articles_share() -> Series:
    """Share of the world's AI articles that have an author in the economy."""
    return _share_of_world(
        measure("ai_articles"),
        read_dataset("ai_articles_world"),
        "articles",
        "the share of the world’s AI articles with an author in the economy",
    )


@remembered
def articles_share() -> Series:
    """Share of the world's articles in all fields that have an author in the economy."""
    return _share_of_world(
        measure("articles"),
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
    words = Measure(
        name,
        "percent of the world’s articles",
        kind="percent",
        derivation="100 * articles with an author in the economy / articles of the world",
    )
    return Series(words, table[COLUMNS], part.breaks)


@remembered
def diffusion(half: int = 2) -> Series:
    """Estimated users of AI tools in half a year; estimates for groups of neighbours left out."""
    return select(
        without_groups(read_dataset("ai_diffusion")),
        Measure("users of AI tools", "percent of the working-age population", kind="percent"),
        value="percent",
        where={"half": half},
    )


def facts(*ids: str) -> pd.DataFrame:
    """Statements from the articles, in the order of their ids; those not held are absent."""
    table = read_dataset("article_facts").table
    found = table[table["id"].isin(ids)]
    return found.sort_values("id", key=lambda own: own.map(ids.index), ignore_index=True)
