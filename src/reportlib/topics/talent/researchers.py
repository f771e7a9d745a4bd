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
from reportlib.content.notes import general_caveats, is_set_apart
from reportlib.content.numbers import Number, count_of, say_decimal
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.talent import measures as held
from reportlib.topics.talent.shared import (
    MAP_AGE,
    Finding,
    absent,
    crossed,
    lacking,
    median,
    newest_finding,
    on_scale,
    only_with_own,
    ranked_finding,
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
            _stock_said(edition),
            f"{{name}} had {{value}} researchers, in full-time equivalents{on_scale(edition)}, in "
            "{then}",
        ),
        label="fig-talent-stock",
        title="Researchers in full-time equivalents",
        unit=f"{series.measure.unit}, derived"
        if edition.parameters.scale != "per_million"
        else series.measure.unit,
        what="economies with data",
        notes=[
            _derived(edition) + "Two people who give half of their time to research count as one.",
            *absent(edition, series, year),
        ],
    )


def _stock_scaled(edition: Edition) -> Series:
    """The stock on the scale asked for; per head it is the rate as published."""
    if edition.parameters.scale == "per_million":
        return measure("researchers")
    return edition.scaled(held.researcher_stock())


def _stock_said(edition: Edition) -> str:
    return (
        "{name} ranks {place} of {n} by researchers in {year}, with {value} full-time "
        f"equivalents{on_scale(edition)}."
    )


def _derived(edition: Edition) -> str:
    if edition.parameters.scale == "per_million":
        return "As published. "
    return "Derived: the published rate per million people, times the population of the year. "


def stock_finding(edition: Edition) -> Finding | None:
    """The economy's place in the ranking; not where a caveat says that the rate misleads."""
    if edition.parameters.scale == "per_million" and is_set_apart("researchers", edition.code):
        return None
    return ranked_finding(edition, _stock_scaled(edition), _stock_said(edition))


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
            "Each panel has its own scale. A step within one year is more often a new survey or "
            "definition than new staff.",
        ],
        shared_y=False,
    )


def growth_headline(edition: Edition) -> Sentence | None:
    """How the stock moved since the series last changed its definition."""
    found = growth_finding(edition) or newest_finding(edition, held.researcher_stock(), _LATEST)
    return found.said if found else None


_GROWTH = recipes.Trend("The number of researchers in {name} {change}")
_LATEST = recipes.Latest("{name} had {value} researchers in {year}.")


def growth_finding(edition: Edition) -> Finding | None:
    """How the stock moved, or what it is where no ranking tells that."""
    stock = held.researcher_stock()
    moved = newest_finding(edition, stock, _GROWTH)
    return moved if moved or stock_finding(edition) else newest_finding(edition, stock, _LATEST)


def density(edition: Edition) -> Exhibit:
    """The world's economies by researchers per million people, the newest value of each."""
    series = measure("researchers")
    asked = edition.parameters.last_year
    last = min(asked, max(series.years(), default=asked))
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
        missing=f"There are no values for any economy up to {asked}.",
        headline=_density_headline(edition, recent),
        notes=[
            "Every tile is one economy, whatever its size. A hollow one has no value of "
            f"{last - MAP_AGE} or later.",
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
            "Half of {n} economies have more than {median} researchers per million people; for "
            "{name} there is no value.",
            name=edition.named,
            n=count_of(recent["rows"], "economies with a value"),
            median=middle,
        )
    year = int(own["year"].iloc[0])
    return sentence(
        "{name} had {value} researchers per million people in {year}; half of {n} economies have "
        "more than {median}.",
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
    table = recipes.with_focus(crossed(measure("researchers"), y, year, edition))
    return recipes.crossed(
        table,
        _technicians_headline(edition, table, year),
        label="fig-talent-technicians",
        title="Researchers and technicians in research and development",
        where=f"economies with both in {year}",
        unit="technicians against researchers, full-time equivalents per million people",
        x="researchers per million people",
        y="technicians per million people",
        missing=lacking(edition, y, year),
        notes=[
            "Both scales are logarithmic. Surveys draw the line between a researcher and a "
            "technician differently, so the ratio tells how staff are classed as well.",
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
