"""What is granted, and what is in force."""

from __future__ import annotations

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
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
        where=f"office of {edition.named}",
        unit=f"{series.measure.unit}, in the year",
        table=table,
        missing=edition.missing(measure("grants")),
        headline=recipes.Trend("Patents granted by the office of {name} {change}")(edition, own)
        or recipes.Latest("The office of {name} granted {value} in {year}.")(edition, own),
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
    return recipes.two_years(
        edition,
        series,
        (min(series.years(), default=None), end),
        _in_force_headline(edition, series, end),
        form=forms.SLOPE,
        label="fig-patents-in-force",
        title="Patents in force at the office",
        where="offices of {place}",
        item="Office",
        notes=["A stock: patents alive at the end of the year, whoever holds them."],
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
        name=edition.named,
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )
