"""The series of the talent chapter: researchers, degrees, mobility, professions."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from reportlib.content.datasets import Dataset, read_dataset
from reportlib.content.series import COLUMNS, Measure, Series, per_million, select, share
from reportlib.topics import measures

WORLD = "WLD"
FIELDS = {
    "all": "all fields",
    "science_engineering": "science and engineering",
    "engineering": "engineering",
    "computer_sciences": "computer sciences",
}
LEVELS = {"first": "first university degrees", "doctoral": "doctorates"}


@lru_cache
def researcher_stock() -> Series:
    """Researchers in full-time equivalents: the rate per million times the population."""
    rate, people = measures.researchers(), measures.population()
    both = rate.table.merge(people.table, on=["economy", "year"], suffixes=("", "_people"))
    both["value"] = both["value"] * both["value_people"] / 1e6
    both["rows"] = both["rows"] + " " + both["rows_people"]
    measure = Measure(
        "researchers",
        "full-time equivalents",
        count=True,
        derivation="researchers per million people * population / 1,000,000",
    )
    return Series(measure, both[COLUMNS], rate.breaks)


@lru_cache
def technicians() -> Series:
    """Technicians in research and development, full-time equivalent, per million people."""
    return select(
        read_dataset("technicians"),
        Measure(
            "technicians in research and development",
            "technicians (FTE) per million people",
        ),
        value="per_million",
    )


@lru_cache
def enrolment() -> Series:
    """Students of any age over the population of the age group; can pass 100."""
    return select(
        read_dataset("tertiary_enrolment"),
        Measure("tertiary enrolment", "percent of the age group, gross", percent=True),
        value="percent_gross",
    )


@lru_cache
def degrees(level: str, field: str) -> Series:
    """Degrees awarded in a year, by level and group of fields; the groups are nested."""
    return select(
        read_dataset("degrees"),
        Measure(f"{LEVELS[level]} in {FIELDS[field]}", LEVELS[level], count=True),
        value="degrees",
        where={"level": level, "field": field},
    )


@lru_cache
def doctorates_per_million() -> Series:
    """Doctorates in all fields per million people of the same year."""
    return per_million(degrees("doctoral", "all"), measures.population())


@lru_cache
def degree_share(level: str, field: str) -> Series:
    """A group of fields in percent of all degrees of a level."""
    part, whole = degrees(level, field), degrees(level, "all")
    measure = Measure(
        f"the share of {FIELDS[field]} in {LEVELS[level]}",
        f"percent of {LEVELS[level]}",
        percent=True,
        derivation=f"100 * {FIELDS[field]} / all fields",
    )
    return replace(share(part, whole, measure), breaks=(*part.breaks, *whole.breaks))


@lru_cache
def us_doctorates() -> Series:
    """Doctorates of US universities to holders of temporary visas, by citizenship."""
    return select(
        read_dataset("us_doctorates_temporary_visa"),
        Measure(
            "doctorates of US universities to holders of temporary visas", "doctorates", count=True
        ),
        value="doctorates",
    )


@lru_cache
def stay_intentions() -> Series:
    """Of these new doctors, those who intend to stay in the United States."""
    return select(
        read_dataset("us_stay_intentions"),
        Measure("the intention to stay in the United States", "percent", percent=True),
        value="percent",
    )


@lru_cache
def stay_rates() -> Series:
    """Of the doctors in science and engineering, those still there after five years."""
    return select(
        read_dataset("us_stay_rates"),
        Measure("five-year stay rates in the United States", "percent", percent=True),
        value="percent",
    )


@lru_cache
def us_students(level: str, field: str = "all") -> Series:
    """Students on visas in the United States, of the leading places of origin."""
    return select(
        read_dataset("us_international_students"),
        Measure("students on visas in the United States", "students", count=True),
        value="students",
        where={"level": level, "field": field},
    )


@lru_cache
def us_students_total(level: str) -> Series:
    """Students on visas in the United States from anywhere, under the code of the world."""
    return select(
        _of_the_world("us_international_students_total"),
        Measure("students on visas in the United States", "students", count=True),
        value="students",
        where={"level": level, "field": "all"},
    )


@lru_cache
def top_ai_researchers() -> Series:
    """Where the authors of selected papers of one conference on AI work."""
    return select(
        read_dataset("top_ai_researchers"),
        Measure("leading researchers in AI", "percent of the top 2 percent", percent=True),
        value="percent",
    )


@lru_cache
def attorneys(indicator: str) -> Series:
    """Patent attorneys and agents by one of the delimitations, each another profession."""
    return select(
        read_dataset("patent_attorneys"),
        Measure("patent attorneys and agents", "persons", count=True),
        value="persons",
        where={"indicator": indicator},
    )


@lru_cache
def academy_participants() -> Series:
    """Participants in the courses of the WIPO Academy, under the code of the world."""
    return select(
        _of_the_world("wipo_academy"),
        Measure("participants in courses of the WIPO Academy", "participants", count=True),
        value="participants",
    )


@lru_cache
def women_inventors() -> Series:
    """Women among the inventors of international applications, of four economies."""
    return select(
        read_dataset("women_inventors"),
        Measure("women among inventors", "percent of inventors", percent=True),
        value="percent",
    )


@lru_cache
def women_inventors_world(field: str = "all") -> Series:
    """Women among the inventors of international applications worldwide, by field."""
    return select(
        _of_the_world("women_inventors_world"),
        Measure("women among inventors", "percent of inventors", percent=True),
        value="percent",
        where={"measure": "women_inventors", "field": field},
    )


def _of_the_world(name: str) -> Dataset:
    """A dataset that has no column for the economy."""
    dataset = read_dataset(name)
    return replace(dataset, table=dataset.table.assign(economy=WORLD))
