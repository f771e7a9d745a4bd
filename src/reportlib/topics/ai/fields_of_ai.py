"""What AI patents use and do, and where AI is applied: classes of four economies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.names import name_in_words
from reportlib.content.numbers import Number, say_decimal, say_list, say_rounded_percent
from reportlib.content.sentences import sentence
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.shared import HONG_KONG, LEAST_SHARE, SHOWN_FIELDS, too_late


def techniques(edition: Edition) -> Exhibit:
    """What AI patents use and do: shares in the AI families of four economies."""
    years = held.span("ai_patents_by_technique")
    named = {**held.TECHNIQUES, **held.FUNCTIONS}
    found = pd.concat([held.classes("technique"), held.classes("function")], ignore_index=True)
    found = found[found["category"].isin(list(named))]
    found = _in_order(_not_tiny(found), list(named), edition)
    table = pd.DataFrame(
        {
            "row": found["economy"],
            "row_label": [economies()[code].name for code in found["economy"]],
            "role": [edition.role(code) for code in found["economy"]],
            "column": pd.Categorical(found["category"], list(named), ordered=True),
            "column_label": found["category"].map(named),
            "value": found["value"],
            "text": [say_decimal(value, 0 if value >= 9.95 else 1) for value in found["value"]],
            "rows": found["rows"],
        }
    )
    told = _is_told(edition)
    return exhibits.figure(
        form=forms.HEAT,
        label="fig-ai-techniques",
        title="Techniques and functions in AI patent families",
        where=f"the four economies of the source, {years} together",
        unit="percent of the economy’s AI families",
        table=table if told else table.head(0),
        missing=_not_told(edition),
        headline=_technique_headline(found, named, edition) if told else None,
        notes=[
            "A family can stand in several categories, so that they do not add up. Techniques "
            "stand first, then functions; those with less than one percent in each economy are "
            "left out."
        ],
        by="column",
    )


def _technique_headline(
    found: pd.DataFrame, named: Mapping[str, str], edition: Edition
) -> Sentence | None:
    """The technique or function by which the economy differs most from the other three."""
    own = edition.code
    mean = found[found["economy"] != own].groupby("category")[["families", "of"]].sum()
    others = 100 * mean["families"] / mean["of"]
    rows = found[found["economy"] == own].set_index("category")
    distance = (rows["value"] - others).drop("generic_or_unspecified", errors="ignore")
    if distance.max() <= 0:
        return None
    lead = str(distance.idxmax())
    return sentence(
        "{category} stands out for {name}: {share} of its AI families, {others} in the other "
        "three economies together.",
        category=named[lead],
        name=edition.named,
        share=_share_number(found[(found["economy"] == own) & (found["category"] == lead)]),
        others=_share_number(found[(found["economy"] != own) & (found["category"] == lead)]),
    )


def fields(edition: Edition) -> Exhibit:
    """Where AI is applied: the largest fields of the economy, beside the other three."""
    years = held.span("ai_patents_by_technique")
    found = held.classes("field")
    own = found["economy"] == edition.code
    told = _is_told(edition)
    table = pd.concat(
        [
            _field_rows(edition.code, edition.name, "focus", found[own]),
            _field_rows("others", "The other three", "neutral", found[~own]),
        ],
        ignore_index=True,
    )
    first = table[table["series"] == edition.code].sort_values("value", ascending=False)
    shown = list(first["category"].head(SHOWN_FIELDS))
    table = table[table["category"].isin(shown)]
    table = table.sort_values("category", key=lambda names: names.map(shown.index), kind="stable")
    return exhibits.figure(
        form=forms.BARS,
        label="fig-ai-fields",
        title="Fields of application of AI patent families",
        where=f"{edition.named} and the other three economies of the source",
        unit=f"percent of AI families of {years}",
        table=table if told else table.head(0),
        missing=_not_told(edition),
        headline=_field_headline(found[own], edition) if told else None,
        notes=[
            "A family can stand in several fields or in none, so that the bars are no parts of a "
            f"whole. {HONG_KONG}",
        ],
        names={"category": "Field"},
    )


def _field_rows(code: str, label: str, role: str, found: pd.DataFrame) -> pd.DataFrame:
    summed = found.groupby("category").agg(
        families=("families", "sum"), of=("of", "sum"), rows=("rows", " ".join)
    )
    return pd.DataFrame(
        {
            "category": [held.FIELDS[str(name)] for name in summed.index],
            "series": code,
            "label": label,
            "role": role,
            "value": (100 * summed["families"] / summed["of"]).to_numpy(),
            "rows": summed["rows"].to_numpy(),
        }
    )


def _field_headline(found: pd.DataFrame, edition: Edition) -> Sentence | None:
    counts = found.groupby("category")["families"].sum().sort_values(ascending=False)
    first, second = (str(name) for name in counts.index[:2])
    return sentence(
        "{first} is the largest field for {name} ({first_share}), {second} the second "
        "({second_share}).",
        first=held.FIELDS[first],
        name=edition.named,
        first_share=_share_number(found[found["category"] == first]),
        second=held.FIELDS[second][:1].lower() + held.FIELDS[second][1:],
        second_share=_share_number(found[found["category"] == second]),
    )


def _share_number(part: pd.DataFrame) -> Number:
    """Families of a category over AI families, of one economy or several together."""
    share = 100 * float(part["families"].sum()) / float(part["of"].sum())
    return Number.over(
        share,
        partial(say_rounded_percent, digits=0 if share >= 9.95 else 1),
        "percent",
        part["rows"],
        "100 * AI families of the category / AI families",
    )


def _not_tiny(found: pd.DataFrame) -> pd.DataFrame:
    return found[found.groupby("category")["value"].transform("max") >= LEAST_SHARE]


def _in_order(found: pd.DataFrame, categories: list[str], edition: Edition) -> pd.DataFrame:
    """Rows by size of the economy, the economy of the edition first; columns as listed."""
    first = found["economy"] != edition.code
    place = found["category"].map(categories.index)
    ordered = found.assign(first=first, place=place)
    return ordered.sort_values(["first", "of", "place"], ascending=[True, False, True])


def _is_told(edition: Edition) -> bool:
    """Whether the economy is among the four, and the sum ends in the years asked for."""
    years = held.span("ai_patents_by_technique")
    four = set(held.classes("field")["economy"])
    return edition.code in four and years.last <= edition.parameters.last_year


def _not_told(edition: Edition) -> str:
    years = held.span("ai_patents_by_technique")
    if years.last > edition.parameters.last_year:
        return too_late(edition, years)
    four = sorted(set(held.classes("field")["economy"]))
    return f"The source classes the AI families of {say_list(map(name_in_words, four))} only."
