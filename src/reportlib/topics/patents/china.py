"""What China’s own statistics add."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_decimal
from reportlib.content.sentences import sentence

RIGHTS = {"invention": "Inventions", "utility_model": "Utility models", "design": "Designs"}


def china_applications(edition: Edition) -> Exhibit:
    """China's applications by right and kind of applicant, in panels."""
    parts = []
    for right, title in RIGHTS.items():
        for applicant in ("domestic", "foreign"):
            series = edition.scaled(edition.window(measure(f"cnipa_{right}s_{applicant}")))
            table = tables.series_of(series, "CHN", label=applicant.capitalize(), role=applicant)
            parts.append(table.assign(panel=right, panel_label=title))
    table = pd.concat(parts) if edition.code == "CHN" else parts[0].head(0)
    series = measure("cnipa_inventions")
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-patents-china-applications",
        title="Applications at China’s office by right and applicant",
        where="China National Intellectual Property Administration",
        unit=f"{edition.scaled(series).measure.unit}, a year",
        table=table,
        missing=_china_only(edition),
        headline=_china_headline(edition),
        notes=[
            "Domestic includes Hong Kong, Macao and Taiwan here, unlike resident in WIPO’s counts. "
            "The three rights cannot be added up as patents.",
        ],
    )


def _china_headline(edition: Edition) -> Sentence | None:
    latest = edition.window(measure("cnipa_inventions_domestic")).latest("CHN")
    models = measure("cnipa_utility_models_domestic")
    if latest is None or models.number("CHN", latest[0]) is None:
        return None
    year, inventions = latest
    return sentence(
        "Domestic applicants filed {inventions} applications for inventions and {models} for "
        "utility models with China’s office in {year}.",
        year=str(year),
        inventions=inventions,
        models=models.number("CHN", year),
    )


def china_in_force(edition: Edition) -> Exhibit:
    """Rights in force in China by right, side by side."""
    parts = []
    for right, title in RIGHTS.items():
        series = edition.scaled(edition.window(measure(f"cnipa_{right}s_in_force")))
        parts.append(tables.series_of(series, "CHN", label=title, role=right))
    table = pd.concat(parts, ignore_index=True)
    complete = table.groupby("year")["series"].transform("nunique") == len(RIGHTS)
    table = table[complete].assign(category=table["year"].astype(str))
    table = table if edition.code == "CHN" else table.head(0)
    return exhibits.figure(
        form=forms.BARS,
        label="fig-patents-china-in-force",
        title="Rights in force at China’s office",
        where="China National Intellectual Property Administration",
        unit=f"{series.measure.unit}, at the end of the year",
        table=table,
        missing=_china_only(edition),
        headline=_china_stock_headline(edition),
        notes=["The three rights cannot be added. Only years with all three are shown."],
        names={"category": "Year"},
    )


def _china_stock_headline(edition: Edition) -> Sentence | None:
    newest = edition.window(measure("cnipa_utility_models_in_force")).latest("CHN")
    if newest is None:
        return None
    year, models = newest
    inventions = measure("cnipa_inventions_in_force").number("CHN", year)
    if inventions is None:
        return None
    ratio = models.value / inventions.value
    return sentence(
        "At the end of {year}, {ratio} utility models were in force in China for each invention.",
        year=str(year),
        ratio=Number(
            ratio,
            say_decimal,
            rows=(*models.rows, *inventions.rows),
            derivation="utility models in force / inventions in force",
        ),
    )


def china_high_value(edition: Edition) -> Exhibit:
    """China's high-value invention patents per 10,000 people."""
    series = edition.window(measure("cnipa_high_value_per_10000"))
    table = tables.series_of(series, "CHN", label="High-value inventions", role="invention")
    table = table if edition.code == "CHN" else table.head(0)
    latest = series.latest("CHN")
    return exhibits.figure(
        form=forms.LINES,
        label="fig-patents-china-high-value",
        title="High-value invention patents, as China’s office defines them",
        where="China",
        unit="patents per 10,000 people",
        table=table,
        missing=_china_only(edition),
        headline=sentence(
            "China’s office counts {value} high-value invention patents per 10,000 people in "
            "{year}.",
            value=latest[1],
            year=str(latest[0]),
        )
        if latest
        else None,
        notes=[
            "High value is the office’s own term: patents in strategic industries, with families "
            "abroad, in force for more than ten years, pledged for finance at a high sum, or "
            "awarded a national prize. It is also a target of the five-year plan.",
        ],
    )


def _china_only(edition: Edition) -> str:
    if edition.code != "CHN":
        return "The book has a national office’s own series for China only."
    return f"The office’s series has no values within {edition.years_said}."
