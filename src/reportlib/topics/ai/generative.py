"""Generative AI: families and applicants."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.names import name_in_words
from reportlib.content.numbers import Number, say_count, say_rounded_percent
from reportlib.content.sentences import sentence
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.shared import (
    family_figure,
    leading_part,
    own_or_leader,
    sum_ranking,
    too_late,
)


def genai(edition: Edition) -> Exhibit:
    """The leading economies by families in generative AI."""
    return family_figure(
        held.genai_families(),
        held.span("genai_families"),
        edition,
        label="fig-ai-genai",
        title="Patent families in generative AI published, by location of the inventors",
        what="leading economies",
        counted=genai_headline(edition),
        notes=[
            "Published families, many of them applications and many filed in one economy only; not "
            "to be compared with the granted families of all AI. The source names the leading "
            "economies only. A family counts in every economy with an inventor, so that they add "
            "up to more than the world, whose total is rounded.",
            "Read on pages that quote WIPO’s report; the report itself was not read.",
        ],
    )


def genai_headline(edition: Edition) -> Sentence | None:
    """The economy's generative AI families and its share, about; or who leads."""
    years = held.span("genai_families")
    ranking = sum_ranking(held.genai_families(), years, edition)
    if ranking is None:
        return None
    code = own_or_leader(ranking, edition)
    value = held.genai_families().number(code, years.last)
    world = read_dataset("genai_families_world").table.iloc[0]
    total = float(world["families"])
    share = 100 * value.value / total if value else 0.0
    rows = (*value.rows, str(world["row"])) if value else ()
    return sentence(
        "{lead}nventors in {name} stand behind {value} generative AI families published in "
        "{years}, about {share} of some {world} worldwide.",
        lead=leading_part(code, edition),
        name=name_in_words(code),
        value=value,
        years=str(years),
        share=Number(
            share,
            partial(say_rounded_percent, digits=0 if share >= 1.95 else 1),
            "percent",
            rows,
            "100 * families of the economy / families of the world, rounded",
        ),
        world=Number(total, say_count, "families", (str(world["row"]),)),
    )


def applicants(edition: Edition) -> Exhibit:
    """The ten applicants with most generative AI families."""
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
    if years.last > edition.parameters.last_year:
        table = table.head(0)
    first, last = found.iloc[0], found.iloc[-1]
    return exhibits.figure(
        form=forms.BARS,
        label="fig-ai-applicants",
        title="Applicants with most patent families in generative AI",
        where=f"the first in the world, {years} together",
        unit=f"families published, sum of {years}",
        table=table,
        missing=too_late(edition, years),
        headline=sentence(
            "{first} leads with {most} families of {years}; the tenth, {last}, has {least}.",
            first=str(first["applicant"]),
            most=_applicant_number(first),
            years=str(years),
            last=str(last["applicant"]),
            least=_applicant_number(last),
        ),
        notes=[
            "The same list in every edition: the source names ten applicants, groups of companies "
            "taken together, and does not say where they are at home. Read on a page that quotes "
            "WIPO’s report."
        ],
        names={"category": "Applicant"},
    )


def _applicant_number(found: pd.Series) -> Number:
    count = float(found["families"])
    return Number(count, say_count, "families", (str(found["row"]),))
