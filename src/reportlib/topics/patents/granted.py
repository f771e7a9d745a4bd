"""What is granted, and what is in force."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank


def grants(edition: Edition) -> Exhibit:
    """Patents granted by the office in the years that the United Nations publish."""
    series = edition.scaled(edition.window(measure("grants")))
    own = series.of(edition.code)
    table = own.table.sort_values("year").assign(
        category=own.table["year"].astype(str), series="grants", label="Granted", role="focus"
    )
    return exhibits.figure(
        form=forms.BARS,
        label="fig-patents-grants",
        title="Patents granted by the office, selected years",
        where=f"office of {edition.said}",
        unit=f"{series.measure.unit}, in the year",
        table=table,
        missing=edition.missing(measure("grants")),
        headline=recipes.trend(own, edition, "Patents granted by the office of {name} {change}")
        or recipes.latest(edition, own, "The office of {name} granted {value} in {year}."),
        notes=[
            "A flow: patents granted within the year. The source gives selected years only; "
            "a year without a bar is missing, not zero.",
        ],
        names={"category": "Year"},
    )


def in_force(edition: Edition) -> Exhibit:
    """Patents in force: the economy and its peers in two years."""
    series = edition.scaled(edition.window(measure("in_force")))
    end = edition.reference_year(series)
    years = [year for year in series.years() if end is None or year < end]
    start = years[0] if years else None
    table = (
        tables.first_and_last(series, edition, start, end)
        if start is not None and end is not None
        else pd.DataFrame(columns=["label", "role", "start", "end", "rows"])
    )
    return exhibits.figure(
        form=forms.SLOPE,
        label="fig-patents-in-force",
        title="Patents in force at the office",
        where=f"offices of {edition.place(table)}, {start} and {end}",
        unit=series.measure.unit,
        table=table,
        missing="The book holds no values for two different years within "
        f"{edition.years_said} for these offices.",
        headline=_in_force_headline(edition, series, end),
        notes=[
            "A stock: patents alive at the end of the year, whoever holds them.",
            *(tables.changed_notes(series, edition, start, end) if start and end else []),
        ],
        names={"start": str(start), "end": str(end), "item": "Office"},
        start_label=str(start),
        end_label=str(end),
    )


def _in_force_headline(edition: Edition, series: Series, end: int | None) -> Sentence | None:
    ranking = rank(series, end)
    if ranking is None:
        return None
    value = series.number(edition.code, ranking.year)
    if value is None:
        return recipes.no_value(edition, ranking)
    return sentence(
        "The office of {name} had {value} {unit} in {year}: rank {rank} of {n} offices with data.",
        value=value,
        unit=series.measure.unit_after(value.value),
        name=edition.said,
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )
