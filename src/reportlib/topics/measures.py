"""The series the book shows: each named once, with its measure and its dataset."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from reportlib.content.datasets import Dataset, read_dataset
from reportlib.content.numbers import Number, count_of
from reportlib.content.series import Measure, Series, add, select, share

# PCT counts of edition 2025 fall by half and more for several small economies (Switzerland,
# Luxembourg, Singapore, Malta) with no reason given, so the edition before is shown.
LAST_PCT_EDITION = 2024
RIGHTS = {"invention": "Inventions", "utility_model": "Utility models", "design": "Designs"}


@lru_cache
def population() -> Series:
    """Mid-year population."""
    return select(read_dataset("population"), Measure("population", "people"), value="persons")


@lru_cache
def gdp_ppp() -> Series:
    """GDP in constant 2021 international dollars, at purchasing power parity."""
    measure = Measure("GDP", "international dollars of 2021")
    return select(read_dataset("gdp"), measure, value="gdp_ppp")


@lru_cache
def gdp_usd() -> Series:
    """GDP in current US dollars."""
    return select(read_dataset("gdp"), Measure("GDP", "US dollars"), value="gdp_usd")


@lru_cache
def resident_applications() -> Series:
    """Patent applications by residents at the economy's own office."""
    return _applications("resident", "patent applications by residents")


@lru_cache
def nonresident_applications() -> Series:
    """Patent applications by non-residents at the economy's office."""
    return _applications("nonresident", "patent applications by non-residents")


def _applications(applicant: str, name: str) -> Series:
    return select(
        read_dataset("patent_applications"),
        Measure(name, "applications", count=True),
        value="applications",
        by="office",
        where={"applicant": applicant},
    )


@lru_cache
def office_applications() -> Series:
    """All patent applications at an office: resident and non-resident together."""
    return add(
        resident_applications(),
        nonresident_applications(),
        Measure(
            "patent applications",
            "applications",
            count=True,
            derivation="resident + non-resident applications",
        ),
    )


@lru_cache
def resident_share() -> Series:
    """Share of residents in all applications at an office."""
    return share(
        resident_applications(),
        office_applications(),
        Measure(
            "the share of residents in patent applications",
            "percent",
            percent=True,
            derivation="100 * resident / (resident + non-resident)",
        ),
    )


@lru_cache
def resident_per_million() -> Series:
    """Resident applications per million people, filings at regional offices included."""
    return select(
        read_dataset("resident_patents_per_million"),
        Measure(
            "resident patent applications per million people",
            "applications per million people",
            rank_floor=20,
        ),
        value="per_million",
        by="origin",
    )


@lru_cache
def families() -> Series:
    """Patent families counted at their first grant anywhere, by residence of inventors."""
    return select(
        read_dataset("patent_families"),
        Measure("patent families granted", "families", count=True),
        value="families",
        by="origin",
    )


@lru_cache
def pct_received() -> Series:
    """PCT applications by the office that received them."""
    return select(
        read_dataset("pct_receiving_office"),
        Measure("PCT applications, mainly by receiving office", "applications", count=True),
        value="applications",
        by="office",
    )


@lru_cache
def pct_by_origin() -> Series:
    """PCT applications by residence of the first-named applicant."""
    return select(
        read_dataset("pct_by_origin"),
        Measure("PCT applications by origin", "applications", count=True),
        value="applications",
        by="origin",
    )


@lru_cache
def grants() -> Series:
    """Patents granted by the office, in selected years."""
    return select(
        read_dataset("patent_grants"),
        Measure("patents granted", "patents granted", count=True),
        value="patents",
        by="office",
    )


@lru_cache
def in_force() -> Series:
    """Patents in force at the office, in selected years."""
    return select(
        read_dataset("patents_in_force"),
        Measure("patents in force", "patents in force", count=True),
        value="patents",
        by="office",
    )


@lru_cache
def rd_share() -> Series:
    """Gross domestic expenditure on R&D as a share of GDP."""
    return select(
        read_dataset("rd_expenditure"),
        Measure("R&D expenditure", "percent of GDP", percent=True),
        value="percent_of_gdp",
    )


@lru_cache
def researchers() -> Series:
    """Researchers, full-time equivalent, per million people."""
    return select(
        read_dataset("researchers"),
        Measure("researchers per million people", "researchers (FTE) per million people"),
        value="per_million",
    )


@lru_cache
def gii_rank() -> Series:
    """Rank in the Global Innovation Index; the year is the edition."""
    return select(
        read_dataset("gii_ranks"),
        Measure("the rank in the Global Innovation Index", "rank"),
        value="rank",
        year="edition",
    )


def gii_ranked(edition: int) -> Number | None:
    """How many economies an edition of the index ranks; None where not all are held."""
    ranks = gii_rank().table
    own = ranks[ranks["year"] == edition]
    if own.empty or len(own) != own["value"].max():
        return None
    return count_of(own["rows"], f"economies ranked in the edition of {edition}")


def gii_edition(indicator: str, last_edition: int) -> int:
    """The edition of the Global Innovation Index that an indicator is shown from; 0 for none."""
    if indicator == "pct_by_origin":
        last_edition = min(last_edition, LAST_PCT_EDITION)
    held = read_dataset("gii_indicators").table["edition"].unique()
    return max((int(year) for year in held if year <= last_edition), default=0)


@lru_cache
def gii_indicator(indicator: str, name: str, unit: str, last_edition: int) -> Series:
    """An indicator as the newest edition of the Global Innovation Index prints it.

    The year is the data year, which differs between economies. Editions are not joined:
    method and GDP base change between them. Empty before the first edition held.
    """
    return select(
        read_dataset("gii_indicators"),
        Measure(name, unit),
        value="value",
        year="data_year",
        where={"indicator": indicator, "edition": gii_edition(indicator, last_edition)},
    )


@lru_cache
def trademark_classes(applicant: str) -> Series:
    """Classes in trademark applications at the office, by residents or non-residents."""
    who = {"resident": "residents", "nonresident": "non-residents"}[applicant]
    return select(
        read_dataset("trademark_classes"),
        Measure(f"trademark classes applied for by {who}", "classes", count=True),
        value="classes",
        by="office",
        where={"applicant": applicant},
    )


@lru_cache
def designs(applicant: str) -> Series:
    """Designs in applications at the office, by residents or non-residents."""
    who = {"resident": "residents", "nonresident": "non-residents"}[applicant]
    return select(
        read_dataset("design_counts"),
        Measure(f"designs in applications by {who}", "designs", count=True),
        value="designs",
        by="office",
        where={"applicant": applicant},
    )


@lru_cache
def ip_charges(flow: str) -> Series:
    """Charges for the use of intellectual property, received or paid."""
    return select(
        read_dataset("ip_charges"),
        Measure(f"{flow} for the use of intellectual property", "US dollars", count=True),
        value="usd",
        where={"flow": flow},
    )


@lru_cache
def ip_receipts_share() -> Series:
    """Receipts for the use of intellectual property in percent of GDP, at current prices."""
    return share(
        ip_charges("receipts"),
        gdp_usd(),
        Measure(
            "receipts for the use of intellectual property in relation to GDP",
            "percent of GDP",
            percent=True,
            derivation="100 * receipts / GDP, both in current US dollars",
        ),
    )


@lru_cache
def clusters(edition: int) -> Series:
    """Clusters among the world's top hundred, by economy, in one edition of the index."""
    return select(
        read_dataset("gii_cluster_counts"),
        Measure("clusters among the top hundred", "clusters", count=True),
        value="clusters",
        year="edition",
        where={"edition": edition},
    )


@lru_cache
def cluster_counts() -> Series:
    """Clusters among the world's top hundred, by economy and edition of the index."""
    return select(
        read_dataset("gii_cluster_counts"),
        Measure("clusters among the top hundred", "clusters", count=True),
        value="clusters",
        year="edition",
    )


@lru_cache
def hightech_share() -> Series:
    """High-technology exports as a share of manufactured exports."""
    return select(
        read_dataset("hightech_exports"),
        Measure(
            "high-technology exports in manufactured exports",
            "percent of manufactured exports",
            percent=True,
        ),
        value="percent_of_manufactured",
    )


@lru_cache
def cnipa(right: str, event: str, applicant: str) -> Series:
    """China's official series of one right and one event, by kind of applicant."""
    who = {"total": "", "domestic": " by domestic applicants", "foreign": " by foreign applicants"}
    what = {"application": "applications", "grant": "grants", "in_force": "rights in force"}
    name = f"{RIGHTS[right].lower()}: {what[event]}{who[applicant]}"
    return select(
        _of_china("cnipa_patents"),
        Measure(name, what[event], count=True),
        value="patents",
        where={"right": right, "event": event, "applicant": applicant},
    )


@lru_cache
def high_value_per_10000() -> Series:
    """China's high-value invention patents, as its office defines them, per 10,000 people."""
    return select(
        _of_china("cnipa_indicators"),
        Measure("high-value invention patents per 10,000 people", "patents per 10,000 people"),
        value="value",
        where={"indicator": "high_value_invention_patents_per_10000"},
    )


def _of_china(name: str) -> Dataset:
    """A dataset of China's office, which has no column for the economy."""
    dataset = read_dataset(name)
    return replace(dataset, table=dataset.table.assign(economy="CHN"))
