"""Money, models and machines."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.notes import general_caveats
from reportlib.content.numbers import noun_after, say_decimal
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.measures import Span
from reportlib.topics.ai.shared import (
    LEAST_RANKED,
    SHOWN_YEARS,
    area_trend,
    by_area,
    by_economy,
    is_ranked,
    nth,
    rank_headline,
    row_number,
    sum_figure,
    sum_ranking,
)

LEAST_PLACED = 5  # models or machines; with fewer a place is shared by much of the list


def investment(edition: Edition) -> Exhibit:
    """Private investment in AI firms in the year for which the AI Index ranks economies."""
    ranking = investment_ranking(edition)
    own = is_ranked(ranking, edition)
    year = ranking.year if ranking else edition.parameters.last_year
    return exhibits.figure(
        form=forms.RANKING,
        label="fig-ai-investment",
        title="Private investment in AI firms, AI Index",
        where=f"economies that the AI Index prints, {year}",
        unit="US dollars, as published",
        table=tables.ranked(ranking if own else None, edition),
        missing=f"The AI Index prints the first fifteen economies of {year} only."
        if ranking
        else f"The AI Index ranks economies in no year up to {year}.",
        headline=investment_headline(edition),
        notes=[
            "Private funding rounds, put where the firm is. Public money and what large firms "
            "spend on their own are not in. One round can decide a place. The source prints the "
            "first fifteen economies only."
        ],
        n=ranking.n if ranking else 0,
    )


def investment_headline(edition: Edition) -> Sentence | None:
    """The economy's place by private investment; None where it has none."""
    ranking = investment_ranking(edition)
    if ranking is None or not is_ranked(ranking, edition):
        return None
    return sentence(
        "{name} ranks {rank} of the {n} economies that the AI Index prints by private AI "
        "investment in {year}: {value} US dollars.",
        name=edition.named,
        rank=nth(ranking, edition.code),
        n=ranking.count,
        year=str(ranking.year),
        value=ranking.number(edition.code),
    )


def investment_ranking(edition: Edition) -> Ranking | None:
    """The ranking by private investment; None where too few economies have a value of one year."""
    series = measure("ai_private_investment")
    ranking = rank(series, edition.reference_year(series))
    return ranking if ranking is not None and ranking.n >= LEAST_RANKED else None


def investment_over_time(edition: Edition) -> Exhibit:
    """Private investment in AI firms by year, where the AI Index gives years."""
    series = edition.window(measure("ai_private_investment"))
    yearly = series.table.groupby("economy")["year"].transform("nunique") > 1
    areas = edition.window(measure("ai_private_investment_by_area"))
    table = pd.concat(
        [
            by_economy(series, edition, list(series.table[yearly]["economy"])),
            by_area(areas, ("europe", "world")),
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=forms.LINES,
        label="fig-ai-investment-years",
        title="Private investment in AI firms by year, AI Index",
        where="China, the United States, Europe and the world",
        unit="US dollars, as published",
        table=table,
        missing=f"The AI Index gives no year within {edition.years_said}.",
        headline=recipes.Trend("Private investment in AI firms of {name}, in US dollars, {change}")(
            edition, series
        )
        or area_trend(
            edition, areas, "Private investment in the world’s AI firms, in US dollars, {change}"
        ),
        notes=[
            "The source gives two economies by year, and does not define Europe in the files read. "
            "It revises all years with every edition; whether inflation is taken out is not said. "
            "A few large rounds decide single years.",
        ],
    )


def deals(edition: Edition) -> Exhibit:
    """Investment in AI firms over ten years by another tracker, which covers more economies."""
    series, years = held.tracker_investment(), held.span("ai_investment_cset")
    ranking = sum_ranking(series, years, edition)
    return sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-deals",
        caution="The two trackers count other firms and deals at other prices, so that their sums "
        "cannot be compared.",
        title="Private investment in AI firms, Country Activity Tracker",
        unit=series.measure.unit,
        headline=rank_headline(ranking, edition, " US dollars of 2021"),
        unranked=_no_deals(edition),
        notes=[
            "Disclosed deals, with missing values estimated by the source. Economies below ten "
            "million dollars are left out, since their sums are one or two deals.",
            *general_caveats("ai_investment_cset"),
        ],
    )


def _no_deals(edition: Edition) -> str:
    """Why an economy has no place by the other tracker."""
    held_at_all = edition.code in set(read_dataset("ai_investment_cset").table["economy"])
    return (
        f"{edition.name} is in the source with less than ten million dollars, too little to be "
        "ranked."
        if held_at_all
        else edition.missing(held.tracker_investment())
    )


def models(edition: Edition) -> Exhibit:
    """Notable models by economy and year, the last ten years up to the last asked for."""
    years = model_years(edition)
    recent = measure("notable_models").between(years.first, years.last)
    ranking = models_ranking(edition)
    own = ranking if is_ranked(ranking, edition) else None
    shown = list(own.top(edition.parameters.top_n, edition.code)["economy"]) if own else []
    table = _year_cells(recent, shown, edition)
    return exhibits.figure(
        form=forms.HEAT,
        label="fig-ai-models",
        title="Notable AI models, by economy of their makers",
        where=f"economies with any in {years}, the first shown",
        unit="models published in the year",
        table=table,
        missing=f"The list has no model of {years} made in {edition.named}.",
        headline=models_headline(edition),
        notes=[
            "Notable is a judgement of the list’s makers, who find models in languages they read "
            "more easily. A model made in several economies counts once in each. The AI Index "
            "counts by other rules.",
        ],
        dots="Two dots mean that the list has no model of that year.",
        by="all",
        absent="none in the list",
    )


def model_years(edition: Edition) -> Span:
    """The newest years of the list of models, as many as are shown."""
    known = [
        year for year in measure("notable_models").years() if year <= edition.parameters.last_year
    ]
    last = max(known, default=edition.parameters.last_year)
    return Span(last - SHOWN_YEARS + 1, last)


def _summed(series: Series) -> Series:
    """A series of counts as one sum under its last year."""
    years = series.years()
    grouped = series.table.groupby("economy", as_index=False).agg(
        value=("value", "sum"), rows=("rows", " ".join)
    )
    table = grouped.assign(year=max(years, default=0))[["economy", "year", "value", "rows"]]
    return Series(series.measure, table)


def _year_cells(series: Series, codes: Sequence[str], edition: Edition) -> pd.DataFrame:
    """Economies down, years across, for a heat table; nothing is filled in."""
    years = {year: place for place, year in enumerate(series.years())}
    found = series.of(*codes).table
    found = found.assign(
        place=found["economy"].map({code: i for i, code in enumerate(codes)}),
        later=found["year"].map(years),
    )
    found = found.sort_values(["place", "later"])
    table = pd.DataFrame(
        {
            "row": found["economy"],
            "row_label": [economies()[code].name for code in found["economy"]],
            "role": [edition.role(code) for code in found["economy"]],
            "column": pd.Categorical(found["year"].astype(str), [*map(str, years)], ordered=True),
            "column_label": found["year"].astype(str),
            "value": found["value"],
            "text": [say_decimal(value, 0) for value in found["value"]],
            "rows": found["rows"],
        }
    )
    return table.reset_index(drop=True)


def models_ranking(edition: Edition) -> Ranking | None:
    """The ranking by notable models over the years shown."""
    years = model_years(edition)
    return rank(_summed(measure("notable_models").between(years.first, years.last)), years.last)


def models_headline(edition: Edition) -> Sentence | None:
    """How many notable models the economy had a part in; None where it had in none."""
    years, ranking = model_years(edition), models_ranking(edition)
    if ranking is None or not is_ranked(ranking, edition):
        return None
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    few = float(row["value"]) < LEAST_PLACED
    return sentence(
        "Organisations in {name} had a part in {value} notable {models} of {years}; {n} "
        "{economies} had a part in any."
        if few
        else "Organisations in {name} had a part in {value} notable {models} of {years}: {rank} of "
        "{n} {economies} with any.",
        economies=noun_after(ranking.n, "economy", "economies"),
        name=edition.named,
        value=row_number(row, ranking, "sum of models over the years"),
        models=noun_after(float(row["value"]), "model", "models"),
        years=str(years),
        rank=nth(ranking, edition.code, years),
        n=ranking.count,
    )


def supercomputers(edition: Edition) -> Exhibit:
    """Systems on the November lists of the TOP500: the economy and its peers."""
    return recipes.compared(
        edition,
        measure("supercomputers"),
        supercomputers_headline(edition),
        label="fig-ai-supercomputers",
        title="Supercomputers on the TOP500 list of November",
        unit="systems, of 500",
        notes=[
            "Owners choose to report, and clouds and company clusters for AI are mostly not in, so "
            "that a fall may show machines no longer reported. Two lists of November are not in "
            "the data; where nothing is drawn, an economy had no system on the list, or the list "
            "is lacking.",
        ],
    )


def supercomputers_headline(edition: Edition) -> Sentence | None:
    """How many of the systems on the newest list stand in the economy, and its place."""
    series = edition.window(measure("supercomputers"))
    ranking = rank(series, max(series.years(), default=None))
    if ranking is None:
        return None
    if not is_ranked(ranking, edition):
        return sentence(
            "The TOP500 list of November {year} has no system in {name}; {n} economies have any.",
            year=str(ranking.year),
            name=edition.named,
            n=ranking.count,
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    few = float(row["value"]) < LEAST_PLACED
    return sentence(
        "{value} of the 500 systems on the TOP500 list of November {year} {stand} in {name}"
        + ("; {n} {economies} have any." if few else ": {rank} of {n} {economies} with any."),
        economies=noun_after(ranking.n, "economy", "economies"),
        value=row_number(row, ranking),
        year=str(ranking.year),
        stand="stands" if float(row["value"]) == 1 else "stand",
        name=edition.named,
        rank=nth(ranking, edition.code),
        n=ranking.count,
    )
