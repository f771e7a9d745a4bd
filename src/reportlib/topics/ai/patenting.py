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
from reportlib.content.numbers import Number, noun_after
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.measures import Span
from reportlib.topics.ai.shared import (
    HONG_KONG,
    LEAST_RANKED_COUNT,
    nth,
    sum_ranking,
    too_late,
)

MOST_SHOWN = 10  # economies, the one of the edition aside

TWO_OFFICES = (
    "Two offices: families of applications filed at two offices at least, one of them among the "
    "five largest, whether granted or not."
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
    said = two_offices_headline(edition)
    return exhibits.figure(
        form=forms.BARS,
        label="fig-ai-two-offices",
        caution="The counts differ by rule and by filter: neither says how good the inventions "
        "are, only where their owners sought protection.",
        title="AI patent families granted anywhere and filed at two offices, by two counts",
        where=f"{edition.named}, peers and the leading economies",
        unit="families, each count one sum over its own years",
        table=table if said else table.head(0),
        missing=too_late(edition, first)
        if _is_late(edition)
        else edition.missing(held.international_families()),
        headline=said,
        notes=[
            "Neither count is a part of the other, and the publishers find AI by filters of their "
            "own. Granted anywhere: families with a grant at any office, the home office alone "
            "included, by year of the grant.",
            f"{TWO_OFFICES} Where there is no bar, the economy is not in that count.",
            *([share] if (share := _share_of_families(edition)) else []),
            HONG_KONG,
        ],
        names={"category": "Economy"},
    )


def _is_late(edition: Edition) -> bool:
    last = max(held.span("ai_patent_families").last, held.international_span().last)
    return last > edition.parameters.last_year


def two_offices_headline(edition: Edition) -> Sentence | None:
    """The economy's families by both counts, or by the one that has it, each with its years."""
    first, second = held.span("ai_patent_families"), held.international_span()
    granted = held.ai_families().number(edition.code, first.last)
    filed = held.international_families().number(edition.code, second.last)
    if _is_late(edition) or granted is filed is None:
        return None
    return sentence(
        _two_counts(granted, filed),
        name=edition.named,
        granted=granted,
        granted_noun=_families(granted),
        first=str(first),
        filed=filed,
        filed_noun=_families(filed),
        second=str(second),
    )


def _two_counts(granted: Number | None, filed: Number | None) -> str:
    """The words for an economy in one of the counts, or in both."""
    if granted is None:
        return (
            "Inventors in {name} have {filed} AI patent {filed_noun} filed at two offices, granted "
            "or not ({second})."
        )
    rounded = "" if granted.value else "Rounded to whole families, "
    first = rounded + "inventors in {name} have {granted} AI patent {granted_noun} granted anywhere"
    if filed is None:
        return first + " ({first}); the count of those filed at two offices does not name it."
    return first + (
        " ({first}); another count has {filed} filed at two offices, granted or not ({second})."
    )


def _families(number: Number | None) -> str:
    return noun_after(number.value if number else 0, *held.FAMILIES)


def _share_of_families(edition: Edition) -> Sentence | None:
    """The part in the world's families granted, and the place where it is more than a handful."""
    years = held.span("ai_patent_families")
    ranking = sum_ranking(held.ai_families(), years, edition)
    own = held.ai_families().number(edition.code, years.last)
    if ranking is None or own is None or own.value < LEAST_RANKED_COUNT:
        return None
    return sentence(
        "By AI families granted anywhere {name} is {rank} of {n}, with {share} of the world’s.",
        name=edition.named,
        rank=nth(ranking, edition.code, years),
        n=ranking.count,
        share=held.ai_families_share().number(edition.code, years.last),
    )


def _most_international(edition: Edition) -> list[str]:
    """The economy, then its peers and the first by international families, the largest first."""
    ranking = rank(held.international_families(), held.international_span().last)
    ordered = [] if ranking is None else list(ranking.table["economy"])
    peers = [code for code in ordered if code in edition.compared]
    wanted = list(dict.fromkeys([*peers, *ordered]))[: MOST_SHOWN + 1]
    return list(dict.fromkeys([edition.code, *sorted(wanted, key=ordered.index)]))[: MOST_SHOWN + 1]


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


def international(edition: Edition) -> Exhibit:
    """AI families filed at two offices at least, by year: the economy and its peers."""
    series = measure("international_ai_families")
    return recipes.compared(
        edition,
        edition.scaled(series),
        _complete_years,
        label="fig-ai-international",
        title="AI patent families filed at two offices at least, by year",
        notes=[
            f"{TWO_OFFICES} By the year of the first application. A rise can mean more inventions, "
            "or the same carried to more offices."
        ],
    )


def _complete_years(edition: Edition, series: Series) -> Sentence | None:
    """The last year that is complete, and the first; a newer one is not told."""
    complete = series.table[~series.table["year"].isin(series.provisional)]
    own = replace(series, table=complete)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    most = own.table[own.table["economy"] == edition.code].nlargest(1, "value").iloc[0]
    if series.measure.count and float(most["value"]) < LEAST_RANKED_COUNT:
        return sentence(
            "Inventors in {name} have at most {most} AI families filed at two offices in any year "
            "up to {year}.",
            name=edition.named,
            most=series.measure.number(float(most["value"]), str(most["rows"])),
            year=str(last[0]),
        )
    return sentence(
        "AI families from {name} filed at two offices came to {last}{unit} in {year}"
        + ("." if first[0] == last[0] else ", after {first} in {first_year}."),
        name=edition.named,
        last=last[1],
        unit="" if series.measure.count else f" {series.measure.unit}",
        year=str(last[0]),
        first=first[1],
        first_year=str(first[0]),
    )
