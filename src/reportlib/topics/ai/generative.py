"""Generative AI: families and applicants."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_count, say_rounded_percent
from reportlib.content.sentences import sentence
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.measures import Span
from reportlib.topics.ai.shared import (
    rank_headline,
    scale_note,
    sum_figure,
    sum_ranking,
    too_late,
)


def genai(edition: Edition) -> Exhibit:
    """The leading economies by families in generative AI."""
    years = held.span("genai_families")
    series = edition.scaled(held.genai_families())
    ranking = sum_ranking(series, years, edition)
    counted = genai_headline(edition) if series.measure.count else None
    return sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-genai",
        title="Generative AI patent families published, by location of the inventors",
        unit=series.measure.unit,
        what="leading economies",
        headline=counted or rank_headline(ranking, edition),
        unranked=_not_named(edition),
        notes=[
            "Published families, many of them applications and many filed in one economy only; "
            "they cannot be compared with the granted families of all AI. A family counts in every "
            "economy with an inventor, so that they add up to more than the world, whose total is "
            "rounded.",
            "Read on pages that quote WIPO’s report; the report itself was not read.",
            scale_note(edition, years),
        ],
    )


def _not_named(edition: Edition) -> str:
    return (
        f"The source names seven economies and ten applicants only; {edition.named} may have such "
        "families or none."
    )


def genai_headline(edition: Edition) -> Sentence | None:
    """The economy's generative AI families and its share, about; None where it is not named."""
    years = held.span("genai_families")
    ranking = sum_ranking(held.genai_families(), years, edition)
    value = held.genai_families().number(edition.code, years.last)
    worldwide = read_dataset("genai_families_world").table
    if ranking is None or value is None or worldwide.empty:
        return None
    world = worldwide.iloc[0]
    total = float(world["families"])
    share = 100 * value.value / total
    return sentence(
        "Inventors in {name} stand behind {value} generative AI families published in {years}, "
        "about {share} of some {world} worldwide.",
        name=edition.named,
        value=value,
        years=str(years),
        share=Number(
            share,
            partial(say_rounded_percent, digits=0 if share >= 1.95 else 1),
            "percent",
            (*value.rows, str(world["row"])),
            "100 * families of the economy / families of the world, rounded",
        ),
        world=Number(total, say_count, "families", (str(world["row"]),)),
    )


def applicants(edition: Edition) -> Exhibit:
    """The ten applicants with most generative AI families, beside the economies named."""
    years = held.span("genai_applicants")
    found = read_dataset("genai_applicants").table.sort_values("families", ascending=False)
    table = pd.DataFrame(
        {
            "category": found["applicant"],
            "series": "families",
            "label": "Families",
            "role": "invention",
            "value": found["families"].astype("float64"),
            "rows": found["row"].astype(str),
        }
    )
    late = years.last > edition.parameters.last_year
    named = edition.code in set(held.genai_families().table["economy"])
    return exhibits.figure(
        form=forms.BARS,
        label="fig-ai-applicants",
        title="Applicants with most generative AI patent families",
        where=f"the first in the world, {years} together",
        unit=f"families published, sum of {years}",
        table=table if named and not late else table.head(0),
        missing=too_late(edition, years) if late else _not_named(edition),
        headline=_applicants_headline(found, years),
        notes=[
            "Groups of companies taken together; the source does not say where they are at home. "
            "Read on a page that quotes WIPO’s report."
        ],
        names={"category": "Applicant"},
    )


def _applicants_headline(found: pd.DataFrame, years: Span) -> Sentence | None:
    if found.empty:
        return None
    first, last = found.iloc[0], found.iloc[-1]
    return sentence(
        "{first} leads with {most} families of {years}; the tenth, {last}, has {least}.",
        first=str(first["applicant"]),
        most=_applicant_number(first),
        years=str(years),
        last=str(last["applicant"]),
        least=_applicant_number(last),
    )


def _applicant_number(found: pd.Series) -> Number:
    count = float(found["families"])
    return Number(count, say_count, "families", (str(found["row"]),))
