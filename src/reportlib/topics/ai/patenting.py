"""How many AI patents there are, and how special that is."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.edition import Edition, name_in_words
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import join, sentence
from reportlib.content.series import Ranking, Series
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.measures import Span
from reportlib.topics.ai.shared import (
    HONG_KONG,
    RECENT,
    area_trend,
    by_area,
    by_economy,
    family_figure,
    leading_part,
    nothing_between,
    own_or_leader,
    sum_rank,
    sum_ranking,
    too_late,
)


def families(edition: Edition) -> Exhibit:
    """The economies with most AI patent families, and this one."""
    years = held.span("ai_patent_families")
    return family_figure(
        held.ai_families(),
        years,
        edition,
        label="fig-ai-families",
        title="Patent families in artificial intelligence granted, by residence of the inventors",
        counted=families_headline(edition),
        notes=[
            f"One sum over {years}, by first grant anywhere; a family with inventors in several "
            "economies is divided among them, and printed in whole numbers. A family granted only "
            "at home counts as much as one protected in many places. " + HONG_KONG,
        ],
    )


def families_headline(edition: Edition) -> Sentence | None:
    """The economy's AI families, its share of the world's and its rank; or who leads."""
    years = held.span("ai_patent_families")
    ranking = sum_ranking(held.ai_families(), years, edition)
    if ranking is None:
        return None
    code = own_or_leader(ranking, edition)
    value = held.ai_families().number(code, years.last)
    if value is not None and value.value == 0:
        return sentence(
            "Rounded to whole families, the source prints {value} AI patent families of {years} "
            "for inventors in {name}.",
            value=value,
            years=str(years),
            name=name_in_words(code),
        )
    return sentence(
        "{lead}nventors in {name} are credited with {value} AI patent families granted in {years}, "
        "{share} of the world’s: rank {rank} of {n}.",
        lead=leading_part(code, edition),
        name=name_in_words(code),
        value=value,
        years=str(years),
        share=held.ai_families_share().number(code, years.last),
        rank=sum_rank(ranking, code, years),
        n=ranking.count,
    )


def granted(edition: Edition) -> Exhibit:
    """AI patents granted by year, for the economies and areas that the AI Index gives."""
    series = edition.window(measure("ai_patents_granted"))
    areas = edition.window(measure("ai_patents_granted_by_area"))
    table = pd.concat(
        [by_economy(series, edition), by_area(areas, ("europe", "rest_of_world"))],
        ignore_index=True,
    )
    return exhibits.figure(
        form=forms.LINES,
        label="fig-ai-granted",
        title="Patents in artificial intelligence granted, by year of grant",
        where="three economies, Europe and the rest of the world",
        unit="patents granted in the year",
        table=table,
        missing=nothing_between(edition, measure("ai_patents_granted")),
        headline=recipes.Trend("AI patents granted that stand under {name} {change}")(
            edition, series
        )
        or area_trend(areas, "The world’s AI patents granted in the year {change}"),
        notes=[
            "As the AI Index prints them, for China, India and the United States; whether a patent "
            "stands under the office that granted it or under the residence of applicant or "
            "inventor is not said. Patents, not families: another count than the one above.",
        ],
    )


def specialisation(edition: Edition) -> Exhibit:
    """How much more AI weighs in an economy's families than in the world's, on two bases."""
    years, base = held.span("ai_patent_families"), held.all_families_span()
    recent = Span(RECENT, base.last)
    first = held.specialisation(base.first, base.last)
    second = held.specialisation(recent.first, recent.last)
    ranking = sum_ranking(first, years, edition)
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-ai-specialisation",
        title="Specialisation in AI patents: share in AI families over share in all families",
        where=f"the first economies of the ranking, {edition.named} and peers",
        unit=first.measure.unit,
        table=_two_bases(ranking, second, edition, years),
        missing=too_late(edition, years),
        headline=specialisation_headline(edition),
        notes=[
            "Index = (AI families of the economy / AI families of the world) / (families of all "
            "kinds of the economy / families of all kinds of the world), by residence of the "
            "inventors and by first grant.",
            f"The windows do not match: AI families are one sum of {years}, families of all kinds "
            f"end in {base.last}. The two counts also come from different databases of the same "
            "publisher. As far as AI families are recent, an economy whose families of all kinds "
            "are recent gets a higher index for that reason alone; the second base, of later "
            f"years only, shows how much hangs on the choice. {HONG_KONG}",
            f"Only economies in both counts and with {held.LEAST_FAMILIES} or more AI families.",
        ],
        names={"start": f"Base {base}", "end": f"Base {recent}"},
        start_label=f"against all families of {base}",
        end_label=f"of {recent}",
    )


def _two_bases(
    ranking: Ranking | None, second: Series, edition: Edition, years: Span
) -> pd.DataFrame:
    columns = ["label", "role", "start", "end", "rows"]
    if ranking is None:
        return pd.DataFrame(columns=columns)
    rows = []
    for one in ranking.top(edition.parameters.top_n, *edition.compared).itertuples():
        code = str(one.economy)
        later = second.number(code, years.last)
        rows.append(
            {
                "label": economies()[code].name,
                "role": edition.role(code),
                "start": one.value,
                "end": later.value if later else float("nan"),
                "rows": f"{one.rows} {' '.join(later.rows if later else ())}".strip(),
            }
        )
    return pd.DataFrame(rows, columns=columns)


def specialisation_headline(edition: Edition) -> Sentence | None:
    """The economy's index on both bases, or who has the highest."""
    years, base = held.span("ai_patent_families"), held.all_families_span()
    ranking = sum_ranking(held.specialisation(base.first, base.last), years, edition)
    if ranking is None:
        return None
    code = own_or_leader(ranking, edition)
    said_of = sentence(
        "{name} has {value} times the share in the world’s AI families that it has in all "
        "families of {base}, and {later} times set against those of {recent} alone: rank {rank} "
        "of {n} on the first base.",
        name=name_in_words(code),
        value=held.specialisation(base.first, base.last).number(code, years.last),
        base=str(base),
        later=held.specialisation(RECENT, base.last).number(code, years.last),
        recent=f"{RECENT}–{base.last}",
        rank=sum_rank(ranking, code, years),
        n=ranking.count,
    )
    if code == edition.code:
        return said_of
    return join(
        [sentence("{name} has no index.", name=edition.named), said_of],
    )
