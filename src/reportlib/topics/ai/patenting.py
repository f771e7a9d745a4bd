"""How many AI patents there are, and how many leave home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.measures import Span
from reportlib.topics.ai.shared import (
    HONG_KONG,
    family_figure,
    leading_part,
    nothing_between,
    own_or_leader,
    sum_rank,
    sum_ranking,
    too_late,
)

MOST_SHOWN = 10  # economies, the one of the edition aside


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


def international(edition: Edition) -> Exhibit:
    """AI families filed at two offices at least, by year: the economy and its peers."""
    series = measure("international_ai_families")
    return recipes.compared(
        edition,
        edition.scaled(series),
        _complete_years,
        label="fig-ai-international",
        title="Patent families in artificial intelligence filed at two offices at least",
        missing=nothing_between(edition, series),
        notes=[f"{TWO_OFFICES} By the year of the first application."],
    )


def _complete_years(edition: Edition, series: Series) -> Sentence | None:
    """The last year that is complete, and the first; a newer one is not told."""
    complete = series.table[~series.table["year"].isin(series.provisional)]
    own = replace(series, table=complete)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    return sentence(
        "AI families from {name} filed at two offices at least came to {last}{unit} in {year}"
        + ("." if first[0] == last[0] else ", after {first} in {first_year}."),
        name=edition.named,
        last=last[1],
        unit="" if series.measure.count else f" {series.measure.unit}",
        year=str(last[0]),
        first=first[1],
        first_year=str(first[0]),
    )


def two_offices(edition: Edition) -> Exhibit:
    """How many AI families are granted anywhere, and how many are filed at two offices at least."""
    first, second = held.span("ai_patent_families"), held.international_span()
    codes = _most_international(edition)
    parts = [
        _bars(held.ai_families(), first, codes, f"Granted anywhere, {first}", "neutral"),
        _bars(held.international_families(), second, codes, f"Two offices, {second}", "invention"),
    ]
    table = pd.concat(parts, ignore_index=True)
    late = max(first.last, second.last) > edition.parameters.last_year
    return exhibits.figure(
        form=forms.BARS,
        label="fig-ai-two-offices",
        title="AI patent families by two counts: granted anywhere, and filed at two offices",
        where=f"{edition.named}, peers and the first by the second count",
        unit="families, each count one sum over its own years",
        table=table.head(0) if late else table,
        missing=too_late(edition, first),
        headline=None if late else two_offices_headline(edition),
        notes=[
            "Two counts that are not parts of one another: no bar may be divided by, added to or "
            "taken from its neighbour. Granted anywhere: families with a grant at any office, the "
            "home office alone included, by year of the grant.",
            TWO_OFFICES,
            "The two publishers find AI by filters of their own. Where there is no bar, the "
            "economy is not in that count.",
        ],
        names={"category": "Economy"},
    )


TWO_OFFICES = (
    "Two offices: families of applications filed at two offices at least, one of them among the "
    "five largest, whether granted or not."
)


def _most_international(edition: Edition) -> list[str]:
    """The economy and its peers, then the first by international families, without repetition."""
    ranking = rank(held.international_families(), held.international_span().last)
    first = [] if ranking is None else list(ranking.table["economy"].head(MOST_SHOWN))
    both = set(held.international_families().table["economy"])
    shown = [edition.code, *(code for code in edition.compared[1:] if code in both)]
    return list(dict.fromkeys([*shown, *first]))[: MOST_SHOWN + 1]


def _bars(series: Series, years: Span, codes: Sequence[str], label: str, role: str) -> pd.DataFrame:
    numbers = [(code, series.number(code, years.last)) for code in codes]
    return pd.DataFrame(
        [
            {
                "category": economies()[code].name,
                "series": label,
                "label": label,
                "role": role,
                "value": number.value if number else float("nan"),
                "rows": " ".join(number.rows) if number else "",
            }
            for code, number in numbers
        ]
    )


def two_offices_headline(edition: Edition) -> Sentence | None:
    """The economy's families by both counts, each with its years; or the leader's."""
    first, second = held.span("ai_patent_families"), held.international_span()
    if max(first.last, second.last) > edition.parameters.last_year:
        return None
    code = edition.code
    if held.international_families().number(code, second.last) is None:
        code = str(_leader(held.international_families(), second.last))
    lead = "I" if code == edition.code else f"{edition.named} is not in both counts; i"
    return sentence(
        "{lead}nventors in {name} are credited with {granted} AI families granted anywhere "
        "({first}) by one count, and with {filed} filed at two offices at least ({second}) by "
        "another.",
        lead=lead,
        name=name_in_words(code),
        granted=held.ai_families().number(code, first.last),
        first=str(first),
        filed=held.international_families().number(code, second.last),
        second=str(second),
    )


def _leader(series: Series, year: int) -> str | None:
    ranking = rank(series, year)
    return None if ranking is None else str(ranking.table["economy"].iloc[0])
