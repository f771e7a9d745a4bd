"""Money, models and machines."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
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
    nothing_between,
    rank_headline,
    row_number,
    sum_figure,
    sum_rank,
    sum_ranking,
)


def investment(edition: Edition) -> Exhibit:
    """Private investment in AI firms in the year for which the AI Index ranks economies."""
    ranking = investment_ranking(edition)
    own = ranking.rank(edition.code) if ranking else None
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "{name} ranks {rank} of {n} economies that the AI Index prints by private "
            "investment in AI firms in {year}, with {value} US dollars.",
            "{leader} leads the {n} economies that the AI Index prints by private investment "
            "in AI firms in {year}, with {value} US dollars.",
        ),
        label="fig-ai-investment",
        title="Private investment in AI firms, AI Index",
        unit="US dollars, as published",
        what="economies that the AI Index prints",
        notes=[
            "Private funding rounds. Public money and what large firms spend on their own are not "
            "in. The source prints the first fifteen economies only"
            + (", so that the place of the others is not known." if own is None else "."),
        ],
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
        missing=nothing_between(edition, measure("ai_private_investment")),
        headline=recipes.Trend(
            "In dollars of the source, private investment in AI firms of {name} {change}"
        )(edition, series)
        or area_trend(edition, areas, "Private investment in the world’s AI firms {change}"),
        notes=[
            "The source gives two economies by year. What it counts as Europe is not defined in "
            "the files read. It revises all years with every edition; whether inflation is taken "
            "out is not said. A few large rounds decide single years.",
        ],
    )


def deals(edition: Edition) -> Exhibit:
    """Investment in AI firms over ten years by another tracker, which covers more economies."""
    series, years = held.tracker_investment(), held.span("ai_investment_cset")
    dataset = read_dataset("ai_investment_cset")
    ranking = sum_ranking(series, years, edition)
    small = dataset.table[dataset.table["economy"] == edition.code]
    unranked = len(small) and (ranking is None or ranking.rank(edition.code) is None)
    return sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-deals",
        title="Private investment in AI firms, Country Activity Tracker",
        unit=series.measure.unit,
        headline=rank_headline(ranking, edition, " US dollars of 2021"),
        notes=[
            f"{edition.name} is in the source with less than ten million dollars, too little to "
            "be ranked."
            if unranked
            else "",
            "Disclosed deals, with missing values estimated by the source; one sum, in dollars of "
            "2021. Another count than the two figures above, of other firms and other deals: the "
            "figures must not be set side by side. Economies below ten million dollars are left "
            "out, since their sums are one or two deals.",
            *general_caveats("ai_investment_cset"),
        ],
    )


def models(edition: Edition) -> Exhibit:
    """Notable models by economy and year, the last ten years up to the last asked for."""
    series, years = measure("notable_models"), model_years(edition)
    recent = series.between(years.first, years.last)
    summed = _summed(recent)
    ranking = rank(summed, years.last)
    shown = ranking.top(edition.parameters.top_n, edition.code) if ranking else None
    table = _year_cells(recent, [] if shown is None else list(shown["economy"]), edition)
    return exhibits.figure(
        form=forms.HEAT,
        label="fig-ai-models",
        title="Notable AI models by economy of the developing organisations",
        where=f"economies with any in {years}, the first shown",
        unit="models published in the year",
        table=table,
        missing=f"The list has no notable model of {years}.",
        headline=models_headline(edition),
        notes=[
            "Notable is a judgement of the list’s makers, who find models in languages they read "
            "more easily. A model made in several economies counts once in each.",
            "The AI Index counts notable models by other rules; its figures are not used here.",
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


def models_headline(edition: Edition) -> Sentence | None:
    """How many notable models the economy had a part in, over the years shown."""
    years = model_years(edition)
    recent = measure("notable_models").between(years.first, years.last)
    ranking = rank(_summed(recent), years.last)
    if ranking is None:
        return None
    if ranking.rank(edition.code) is None:
        return sentence(
            "The list has no notable model of {years} from an organisation in {name}; {n} "
            "{economies} any.",
            economies="economy has" if ranking.n == 1 else "economies have",
            years=str(years),
            name=edition.named,
            n=ranking.count,
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    return sentence(
        "Organisations in {name} had a part in {value} notable {models} of {years}: rank {rank} of "
        "{n} {economies} with any.",
        economies=noun_after(ranking.n, "economy", "economies"),
        name=edition.named,
        value=row_number(row, ranking, "sum of models over the years"),
        models=noun_after(float(row["value"]), "model", "models"),
        years=str(years),
        rank=sum_rank(ranking, edition.code, years),
        n=ranking.count,
    )


def supercomputers(edition: Edition) -> Exhibit:
    """Systems on the November lists of the TOP500: the economy and its peers."""
    return recipes.compared(
        edition,
        measure("supercomputers"),
        _supercomputer_headline(edition),
        label="fig-ai-supercomputers",
        title="Supercomputers on the TOP500 list of November, by where they stand",
        unit="systems, of 500",
        missing=nothing_between(edition, measure("supercomputers")),
        notes=[
            "Owners choose to report, and clouds and company clusters for AI are mostly not in: "
            "this is not all computing power. Two lists of November are not held; an economy "
            "without a line or dot had no system on the list, or the list is not held.",
        ],
    )


def _supercomputer_headline(edition: Edition) -> Sentence | None:
    series = edition.window(measure("supercomputers"))
    ranking = rank(series, max(series.years(), default=None))
    if ranking is None:
        return None
    if ranking.rank(edition.code) is None:
        return sentence(
            "The TOP500 list of November {year} has no system in {name}; {n} economies have any.",
            year=str(ranking.year),
            name=edition.named,
            n=ranking.count,
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    return sentence(
        "{value} of the 500 systems on the TOP500 list of November {year} {stand} in {name}: rank "
        "{rank} of {n} {economies} with any.",
        economies=noun_after(ranking.n, "economy", "economies"),
        value=row_number(row, ranking),
        year=str(ranking.year),
        stand="stands" if float(row["value"]) == 1 else "stand",
        name=edition.named,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )
