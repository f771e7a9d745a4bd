"""Who is being trained."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition, names
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.notes import general_caveats
from reportlib.content.numbers import Number, count_of, say_decimal, say_percent
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.talent.shared import (
    WORLD,
    Finding,
    absent,
    median,
    on_scale,
    only_with_own,
    ranked_finding,
    span_of,
)


def enrolment(edition: Edition) -> Exhibit:
    """Tertiary enrolment over time, for the economy and its peers."""
    series = measure("enrolment")
    table = only_with_own(edition, tables.compared(series, edition))
    return exhibits.figure(
        form=forms.LINES,
        label="fig-talent-enrolment",
        title="Tertiary enrolment, gross ratio",
        where=f"{edition.named} and peers",
        unit="students of any age, percent of the people of the age to study",
        table=table,
        missing=edition.missing(series),
        headline=enrolment_headline(edition),
        notes=[
            "Older and foreign students count, so that a ratio can pass 100. It is not the share "
            "of young people who study.",
        ],
    )


def enrolment_headline(edition: Edition) -> Sentence | None:
    """The newest ratio, beside the median of the economies with data for that year."""
    found = enrolment_finding(edition)
    return found.said if found else None


def enrolment_finding(edition: Edition) -> Finding | None:
    """The same with its year."""
    series = measure("enrolment")
    covered = edition.window(series).between(0, edition.reference_year(series) or 0)
    latest = covered.latest(edition.code) or edition.window(series).latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    same_year = series.between(year, year).table
    said = sentence(
        "Tertiary enrolment in {name} was {value} of the age group, counted gross, in {year}; the "
        "median of {n} economies was {median}.",
        name=edition.named,
        value=value,
        year=str(year),
        n=count_of(same_year["rows"], f"economies with a value for {year}"),
        median=median(same_year, say_percent),
    )
    return Finding(year, said) if said else None


PARTS = {
    "engineering": ("Engineering", "step-5"),
    "other_science": ("Other science and engineering", "step-3"),
    "other": ("All other fields", "step-1"),
}


def fields_of_degrees(edition: Edition) -> Exhibit:
    """First degrees by field in the newest year of the economy and of each peer."""
    table = only_with_own(edition, _parts_of_degrees(edition))
    return exhibits.figure(
        form=forms.SHARES,
        label="fig-talent-degrees",
        title="First university degrees by field",
        where=f"{edition.named} and peers",
        unit="percent of first university degrees awarded",
        table=table,
        missing=edition.missing(*(measure(name) for name in _NESTED)),
        headline=_fields_headline(edition, table),
        notes=[
            "Science and engineering takes in social and behavioural sciences, agriculture and "
            "computer sciences. The second and third part are differences of published figures. "
            "Length, level and borders of fields differ, so that a few points are no difference.",
        ],
    )


def _parts_of_degrees(edition: Edition) -> pd.DataFrame:
    wide = [edition.window(measure(name)) for name in _SHARES]
    rows: list[dict[str, object]] = []
    for code, name in zip(edition.compared, names(edition.compared), strict=True):
        years = set.intersection(*(set(series.of(code).years()) for series in wide))
        if not years:
            continue
        year = max(years)
        science, engineering = (series.number(code, year) for series in wide)
        if science is None or engineering is None:
            continue
        rows += [
            {
                "category": f"{name}, {year}",
                "series": part,
                "label": PARTS[part][0],
                "role": PARTS[part][1],
                "value": value,
                "rows": " ".join(ids),
                "economy": code,
                "year": year,
            }
            for part, value, ids in (
                ("engineering", engineering.value, engineering.rows),
                (
                    "other_science",
                    science.value - engineering.value,
                    (*science.rows, *engineering.rows[:1]),
                ),
                ("other", 100 - science.value, science.rows),
            )
        ]
    columns = ["category", "series", "label", "role", "value", "rows", "economy", "year"]
    return pd.DataFrame(rows, columns=columns)


_NESTED = ("first_degrees_science_engineering", "first_degrees_engineering")
_SHARES = tuple(f"{name}_share" for name in _NESTED)


def _fields_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    own = table[table["economy"] == edition.code]
    if own.empty:
        return None
    year = int(own["year"].iloc[0])
    return sentence(
        "In {name}, {science} of the first degrees of {year} were in science and engineering, "
        "{engineering} in engineering alone.",
        name=edition.named,
        science=measure("first_degrees_science_engineering_share").number(edition.code, year),
        engineering=measure("first_degrees_engineering_share").number(edition.code, year),
        year=str(year),
    )


def doctorates(edition: Edition) -> Exhibit:
    """Doctorates per million people and their fields, the economy before its peers."""
    columns = [
        ("rate", "Per million people", measure("doctorates_per_million")),
        *(
            (field, title, measure(f"doctorates_{field}_share"))
            for field, title in (
                ("science_engineering", "Science and engineering, %"),
                ("engineering", "Engineering, %"),
                ("computer_sciences", "Computer sciences, %"),
            )
        ),
    ]
    table = only_with_own(edition, _heat_rows(edition, columns))
    return exhibits.figure(
        form=forms.HEAT,
        label="fig-talent-doctorates",
        caution="An economy that attracts doctoral students from abroad awards more doctorates "
        "than its own people take.",
        title="Doctorates in relation to people, and their fields",
        where=f"{edition.named} and peers",
        unit="doctorates per million people, and percent of doctorates by nested groups of fields",
        table=table,
        missing=edition.missing(measure("doctorates")),
        headline=_doctorates_headline(edition),
        notes=[
            "Engineering and computer sciences are parts of science and engineering. Degrees are "
            "counted where they were awarded, to foreign students too.",
            *general_caveats("degrees"),
        ],
        dots="Two dots: not published.",
        names={"row": "Economy"},
    )


def _heat_rows(edition: Edition, columns: Sequence[tuple[str, str, Series]]) -> pd.DataFrame:
    """Each economy's values in its newest year with doctorates in all fields."""
    rows = []
    for code, name in zip(edition.compared, names(edition.compared), strict=True):
        latest = edition.window(measure("doctorates")).latest(code)
        if latest is None:
            continue
        year = latest[0]
        for column, title, series in columns:
            value = series.number(code, year)
            rows.append(
                {
                    "row": code,
                    "row_label": f"{name}, {year}",
                    "role": edition.role(code),
                    "column": column,
                    "column_label": title,
                    "value": value.value if value else float("nan"),
                    "text": _written(column, value) if value else "",
                    "rows": " ".join(value.rows) if value else "",
                    "economy": code,
                    "year": year,
                }
            )
    order = ["row", "row_label", "role", "column", "column_label", "value", "text", "rows"]
    return pd.DataFrame(rows, columns=[*order, "economy", "year"])


def _written(column: str, value: Number) -> str:
    """A rate as the headline prints it; a share to one decimal."""
    return value.text if column == "rate" else say_decimal(value.value)


def _doctorates_headline(edition: Edition) -> Sentence | None:
    latest = edition.window(measure("doctorates")).latest(edition.code)
    if latest is None:
        return None
    year = latest[0]
    rate = measure("doctorates_per_million").number(edition.code, year)
    science = measure("doctorates_science_engineering_share").number(edition.code, year)
    parts = {"name": edition.named, "rate": rate, "year": str(year), "science": science}
    templates = (
        "{name} awarded {rate} doctorates per million people in {year}, {science} of them in "
        "science and engineering.",
        "{name} awarded {rate} doctorates per million people in {year}.",
        "In {name}, {science} of the doctorates of {year} were in science and engineering.",
    )
    return next((one for one in (sentence(t, **parts) for t in templates) if one), None)


def doctorates_world(edition: Edition) -> Exhibit:
    """The economies that award most doctorates in science and engineering."""
    series = edition.scaled(measure("doctorates_science_engineering"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            _doctorates_said(edition),
            f"{{name}} awarded {{value}} doctorates in science and engineering{on_scale(edition)} "
            "in {then}",
        ),
        label="fig-talent-doctorates-world",
        title="Doctorates in science and engineering",
        unit=series.measure.unit,
        what="economies with data",
        notes=[
            "The source covers some fifty economies, not the world.",
            *absent(edition, series, ranking.year if ranking else None),
        ],
    )


def _doctorates_said(edition: Edition) -> str:
    return (
        "{name} ranks {place} of {n} by doctorates in science and engineering in {year}, with "
        f"{{value}}{on_scale(edition)}."
    )


def doctorates_finding(edition: Edition) -> Finding | None:
    """The economy's doctorates in science and engineering and their rank."""
    series = edition.scaled(measure("doctorates_science_engineering"))
    return ranked_finding(edition, series, _doctorates_said(edition))


def academy(edition: Edition) -> Exhibit:
    """Participants in the courses of the WIPO Academy, worldwide."""
    series = edition.window(measure("academy_participants"))
    table = tables.series_of(series, WORLD, label="World", role="world")
    return exhibits.figure(
        form=forms.LINES,
        label="fig-talent-academy",
        title="Participants in the courses of the WIPO Academy",
        where="world",
        unit="participants per year",
        table=table,
        missing=f"There are no values within {edition.years_said}, but for "
        f"{span_of(measure('academy_participants'))}.",
        headline=_academy_headline(series),
        notes=[
            read_dataset("wipo_academy").manifest.reportlib.does_not_mean,
            *general_caveats("wipo_academy"),
        ],
    )


def _academy_headline(series: Series) -> Sentence | None:
    first, last = series.earliest(WORLD), series.latest(WORLD)
    if first is None or last is None:
        return None
    if first[0] == last[0]:
        return sentence(
            "The WIPO Academy counted {last} participants in {last_year}.",
            last=last[1],
            last_year=str(last[0]),
        )
    return sentence(
        "The WIPO Academy counted {last} participants in {last_year} and {first} in {first_year}.",
        last=last[1],
        last_year=str(last[0]),
        first=first[1],
        first_year=str(first[0]),
    )


def concerns(table: pd.DataFrame, edition: Edition) -> pd.Series[bool]:
    """Whether a statement is about the economy and of the years asked for."""
    first, last = edition.parameters.first_year, edition.parameters.last_year
    inside = {"Beijing": "China", "Shanghai": "China", "Guangdong": "China"}
    concerned = []
    for place, period in zip(table["place"], table["period"], strict=True):
        places = {inside.get(part, part) for part in str(place).split(" and ")}
        years = [int(part[:4]) for part in str(period).split(" to ") if part[:4].isdigit()]
        timely = not years or (min(years) <= last and max(years) >= first)
        concerned.append(edition.name in places and timely)
    return pd.Series(concerned, index=table.index, dtype=bool)
