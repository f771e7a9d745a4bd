"""What copyright industries weigh."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number
from reportlib.content.sentences import sentence
from reportlib.topics.copyright import measures as held


def industries(edition: Edition) -> Exhibit:
    """The share of copyright industries in GDP in every economy with a study, core and all."""
    table = _studies(edition)
    studied = sorted({code for code in _studied() if code})
    notes = [
        "Studies of different years, made by each economy’s own choice of what counts: the rows "
        "stand in the order of their shares but are no ranking. Core industries exist only through "
        "works; all industries include those that depend on them or support them.",
        "The figures of the United States are those of a trade body that represents the "
        "industries. A study’s year is that of the study where the data year is not given.",
    ]
    if edition.code not in studied:
        notes.insert(0, f"The book holds no study of {edition.named}.")
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-copyright-industries",
        title="Copyright industries in relation to GDP",
        where="studies and means of studies, the newest held",
        unit="percent of GDP",
        table=table,
        missing=f"The book holds no study of copyright industries within {edition.years_said}.",
        headline=industries_headline(edition) or _studies_headline(edition),
        notes=notes,
        names={"item": "Economy and year", "start": "Core industries", "end": "All industries"},
        start_label="core industries",
        end_label="all copyright industries",
    )


def _studied() -> list[str]:
    return sorted(set(measure("copyright_share_of_gdp").table["economy"]))


def _studies(edition: Edition) -> pd.DataFrame:
    """The newest share of each economy within the years asked for; the mean has no code."""
    rows = []
    for code in _studied():
        latest = edition.window(measure("copyright_share_of_gdp")).latest(code)
        if latest is None:
            continue
        year, value = latest
        core = measure("copyright_core_share_of_gdp").number(code, year)
        numbers = [value, core] if core else [value]
        name = economies()[code].name if code else _entity(value)
        rows.append(
            {
                "label": f"{name}, {year}",
                "role": edition.role(code) if code else "world",
                "start": core.value if core else float("nan"),
                "end": value.value,
                "rows": " ".join(row for number in numbers for row in number.rows),
            }
        )
    table = pd.DataFrame(rows, columns=["label", "role", "start", "end", "rows"])
    return table.sort_values("end", ascending=False, kind="stable")


def _entity(number: Number) -> str:
    """The name that the studies give to a group of economies."""
    table = held.dataset("copyright_industries").table
    return str(table.loc[table[ROW] == number.rows[0], "entity"].iloc[0])


def industries_headline(edition: Edition) -> Sentence | None:
    """The newest share of the economy’s copyright industries in its GDP."""
    latest = edition.window(measure("copyright_share_of_gdp")).latest(edition.code)
    if latest is None:
        return None
    return sentence(
        "Copyright industries, those that depend on them included, made up {value} of GDP in "
        "{name} in {year}.",
        value=latest[1],
        name=edition.named,
        year=str(latest[0]),
    )


def _studies_headline(edition: Edition) -> Sentence | None:
    """The mean of the national studies, where the economy has no study."""
    mean = edition.window(measure("copyright_share_of_gdp")).latest("")
    if mean is None:
        return None
    return sentence(
        "In the mean of the national studies of {year}, copyright industries made up {value} of "
        "GDP.",
        year=str(mean[0]),
        value=mean[1],
    )


INDUSTRIES = {
    "share_of_gdp": "All copyright industries, share of GDP",
    "core_share_of_gdp": "Core industries, share of GDP",
    "share_of_urban_employment": "Share of urban employment",
    "share_of_employment": "Share of employment",
    "share_of_goods_exports": "Share of goods exports",
}


def industry_shares(edition: Edition) -> Exhibit:
    """The shares of copyright industries over time in one economy, a panel for each."""
    parts = []
    for indicator, title in INDUSTRIES.items():
        part = tables.series_of(
            edition.window(measure(f"copyright_{indicator}")),
            edition.code,
            label=title,
            role="focus",
        )
        parts.append(part.assign(panel=indicator, panel_label=title, series=indicator))
    table = pd.concat(parts, ignore_index=True)
    single = table["year"].nunique() < 2
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-copyright-industry-shares",
        title="Shares of copyright industries over time",
        where=edition.named,
        unit="percent",
        table=table.head(0) if single else table,
        missing=_no_shares(edition, table),
        headline=_shares_headline(edition),
        notes=[
            "Lines are drawn only between neighbouring years of one definition. Figures come from "
            "reports of several years, and revisions may lie between them.",
        ],
        shared_y=False,
        columns=2,
    )


def _no_shares(edition: Edition, table: pd.DataFrame) -> str:
    if table.empty:
        return (
            f"The book holds no study of copyright industries in {edition.named} within "
            f"{edition.years_said}. What it holds of others is in the figure above."
        )
    return (
        f"The book holds such shares of {edition.named} for one year only within "
        f"{edition.years_said}; they cannot be shown over time."
    )


def _shares_headline(edition: Edition) -> Sentence | None:
    """The share of GDP since the last break of the series, in points and not in percent."""
    own = edition.window(measure("copyright_share_of_gdp").since_break(edition.code))
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None or first[0] == last[0]:
        return None
    return sentence(
        "In {name} the share in GDP was {first} in {first_year} and {last} in {last_year}.",
        name=edition.named,
        first=first[1],
        first_year=str(first[0]),
        last=last[1],
        last_year=str(last[0]),
    )
