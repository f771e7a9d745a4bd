"""How many people do research."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.notes import general_caveats
from reportlib.content.numbers import Number, count_of, say_decimal
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.talent import measures as held
from reportlib.topics.talent.shared import (
    MAP_AGE,
    absent,
    crossed,
    median,
    on_scale,
    only_with_own,
)


def stock(edition: Edition) -> Exhibit:
    """The economies with most researchers, and where this one stands."""
    series = _stock_scaled(edition)
    ranking = rank(series, edition.reference_year(series))
    year = ranking.year if ranking else None
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "{name} ranks {rank} of {n} by researchers in {year}, with {value} full-time "
            f"equivalents{on_scale(edition)}.",
            "{leader} had the most researchers in {year}, {value} full-time "
            f"equivalents{on_scale(edition)}, among {{n}} economies with data.",
        ),
        label="fig-talent-stock",
        title="Researchers in full-time equivalents, by economy",
        unit=f"{series.measure.unit}, derived"
        if edition.parameters.scale != "per_million"
        else series.measure.unit,
        what="economies with data",
        notes=[
            _derived(edition)
            + "Full-time equivalents: two people who give half of their time to research count "
            "as one.",
            *absent(edition, series, year),
        ],
    )


def _stock_scaled(edition: Edition) -> Series:
    """The stock on the scale asked for; per head it is the rate as published."""
    if edition.parameters.scale == "per_million":
        return measure("researchers")
    return edition.scaled(held.researcher_stock())


def _derived(edition: Edition) -> str:
    if edition.parameters.scale == "per_million":
        return "As published. "
    return (
        "Derived: the published rate of researchers per million people, times the population of "
        "the same year. "
    )


def stock_finding(edition: Edition) -> Sentence | None:
    """The economy's researchers and rank in the year of the ranking, or its newest count."""
    series = _stock_scaled(edition)
    return ranked_finding(
        edition,
        series,
        f"{{name}} had {{value}} researchers, in full-time equivalents{on_scale(edition)}, in "
        "{year}: rank {rank} of {n}.",
    ) or recipes.Latest(
        f"{{name}} had {{value}} researchers, in full-time equivalents{on_scale(edition)}, in "
        "{year}."
    )(edition, edition.window(series))


def ranked_finding(edition: Edition, series: Series, template: str) -> Sentence | None:
    """A value and its rank, where the ranking is of the years asked for."""
    ranking = rank(series, edition.reference_year(series))
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    if ranking.year < edition.parameters.first_year:
        return None
    return sentence(
        template,
        name=edition.named,
        value=series.number(edition.code, ranking.year),
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def growth(edition: Edition) -> Exhibit:
    """Researchers over time, a panel with its own scale for the economy and each peer."""
    series = held.researcher_stock()
    table = only_with_own(edition, tables.panels(tables.compared(series, edition)))
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-talent-growth",
        title="Researchers over time",
        where=f"{edition.named} and peers",
        unit="researchers, full-time equivalents, derived",
        table=table,
        missing=edition.missing(series),
        headline=growth_headline(edition),
        notes=[
            "Each panel has its own scale: compare the shapes, not the heights. Lines are not "
            "joined over a missing year or a change of definition.",
        ],
        shared_y=False,
    )


def growth_headline(edition: Edition) -> Sentence | None:
    """How the stock moved since the series last changed its definition."""
    own = edition.window(held.researcher_stock())
    trend = recipes.Trend("The number of researchers in {name} {change}")(edition, own)
    return trend or recipes.Latest("{name} had {value} researchers in {year}.")(edition, own)


def density(edition: Edition) -> Exhibit:
    """The world's economies by researchers per million people, the newest value of each."""
    series = measure("researchers")
    last = min(edition.parameters.last_year, series.years()[-1])
    recent = _newest(series.between(last - MAP_AGE, last))
    count = len(recent)
    table = _mapped(recent, edition)
    return exhibits.figure(
        form=forms.TILE_MAP,
        label="fig-talent-map",
        title="Researchers per million people, newest value of each economy",
        where=f"economies with data, {last - MAP_AGE}–{last}",
        unit="researchers (full-time equivalents) per million people",
        table=table,
        missing="The book holds no researchers per million people for the years up to "
        f"{edition.parameters.last_year}.",
        headline=_density_headline(edition, recent),
        notes=[
            f"Every tile is one economy, whatever its size; tiles stand near their place on the "
            "globe, and nothing is meant by their borders. A value is shown if it is of "
            f"{last - MAP_AGE} or later; a hollow tile has none.",
        ],
        n=count,
    )


def _newest(series: Series) -> pd.DataFrame:
    """The newest row of each economy."""
    return series.table.sort_values("year").drop_duplicates("economy", keep="last")


def _mapped(recent: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows of a map; the economy itself is there even without a value."""
    columns = ["economy", "label", "role", "value", "rows"]
    if recent.empty:
        return pd.DataFrame(columns=columns)
    known = recent["economy"].map(lambda code: economies()[code].name)
    rows = recent.assign(
        label=known + ", " + recent["year"].astype(str),
        role=[edition.role(code) for code in recent["economy"]],
    )[columns]
    if edition.code not in set(rows["economy"]):
        own = [edition.code, edition.name, "focus", float("nan"), ""]
        rows = pd.concat([rows, pd.DataFrame([own], columns=columns)])
    return rows.sort_values("label").reset_index(drop=True)


def _density_headline(edition: Edition, recent: pd.DataFrame) -> Sentence | None:
    if recent.empty:
        return None
    middle = median(recent, measure("researchers").measure.say)
    own = recent[recent["economy"] == edition.code]
    if own.empty:
        return sentence(
            "For {name} there is no value of these years; of the {n} economies with one, half "
            "have more than {median} researchers per million people.",
            name=edition.named,
            n=count_of(recent["rows"], "economies with a value"),
            median=middle,
        )
    year = int(own["year"].iloc[0])
    return sentence(
        "{name} had {value} researchers per million people in {year}; of the {n} economies on the "
        "map, half have more than {median}.",
        name=edition.named,
        value=measure("researchers").number(edition.code, year),
        year=str(year),
        n=count_of(recent["rows"], "economies with a value"),
        median=middle,
    )


def technicians(edition: Edition) -> Exhibit:
    """Technicians against researchers, for every economy that counts both."""
    y = measure("technicians")
    year = edition.reference_year(y)
    table = crossed(measure("researchers"), y, year, edition)
    return recipes.crossed(
        table,
        _technicians_headline(edition, table, year),
        label="fig-talent-technicians",
        title="Researchers and technicians in research and development",
        where=f"economies with both in {year}",
        unit="technicians against researchers, full-time equivalents per million people",
        x="researchers per million people",
        y="technicians per million people",
        missing=f"The book holds no year up to {edition.parameters.last_year} with both measures.",
        notes=[
            "Both scales are logarithmic. Surveys draw the line between a researcher and a "
            "technician differently, so the ratio of the two says how staff are classed as much "
            "as how research is done.",
            *general_caveats("technicians"),
        ],
        x_log=True,
        y_log=True,
    )


def _technicians_headline(
    edition: Edition, table: pd.DataFrame, year: int | None
) -> Sentence | None:
    if table.empty:
        return None
    ratios = table.assign(value=table["y"] / table["x"])
    say = partial(say_decimal, digits=2)
    middle = median(ratios, say)
    own = ratios[ratios["role"] == "focus"]
    if own.empty:
        return sentence(
            "{name} lacks one of the two values in {year}; the median of {n} economies is {median} "
            "technicians for each researcher.",
            name=edition.named,
            year=str(year),
            n=count_of(table["rows"], "those with both values"),
            median=middle,
        )
    return sentence(
        "{name} had {ratio} technicians for each researcher in {year}; the median of {n} economies "
        "is {median}.",
        name=edition.named,
        ratio=Number(
            float(own["value"].iloc[0]),
            say,
            rows=tuple(str(own["rows"].iloc[0]).split()),
            derivation="technicians / researchers",
        ),
        year=str(year),
        n=count_of(table["rows"], "those with both values"),
        median=middle,
    )
