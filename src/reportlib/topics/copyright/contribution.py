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
    """The share of copyright industries in GDP, core and all, in the economies with a study.

    For economies with a study of their own.
    """
    table = _studies(edition)
    own = industries_headline(edition)
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-copyright-industries",
        title="Copyright industries in relation to GDP",
        where="the newest national studies",
        unit="percent of GDP",
        table=table if own else table.head(0),
        missing=_no_study(edition),
        headline=own,
        notes=[
            "Each economy chose by itself what counts, and the years differ: the order of the rows "
            "is no ranking. The core exists only through works; all industries include those that "
            "depend on it or support it. A study’s year stands where the data year is not given.",
            "The figures of the United States are those of a trade body of the industries.",
        ],
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
        name = economies()[code].name if code else _entity(value)
        rows.append(
            {
                "label": f"{name}, {year}",
                "role": edition.role(code) if code else "world",
                "start": core.value if core else float("nan"),
                "end": value.value,
                **tables.two_rows(core.rows if core else (), value.rows),
            }
        )
    columns = ["label", "role", "start", "end", "rows", "start_rows", "end_rows"]
    table = pd.DataFrame(rows, columns=columns)
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
        "{who} put copyright industries, those that depend on them included, at {value} of GDP in "
        "{name} in {year}.",
        who=_who_says(latest[1]),
        value=latest[1],
        name=edition.named,
        year=str(latest[0]),
    )


def _who_says(number: Number) -> str:
    """Whose figure a share is: national studies', or the trade body's of the industries."""
    table = held.dataset("copyright_industries").table
    source = str(table.loc[table[ROW] == number.rows[0], "source"].iloc[0])
    return "Figures of the industries’ own trade body" if "iipa" in source else "National studies"


def _no_study(edition: Edition) -> str:
    return f"No study within {edition.years_said} was found."


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
        missing=f"Only one year is known within {edition.years_said}."
        if len(table)
        else _no_study(edition),
        headline=_shares_headline(edition),
        notes=[
            "Lines join neighbouring years of one definition. Figures come from reports of several "
            "years, and revisions may lie between them.",
        ],
        shared_y=False,
        columns=2,
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
