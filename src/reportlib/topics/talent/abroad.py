"""Who studies abroad, and who stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.numbers import Number, count_of, say_list, say_percent, say_rounded_percent
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.talent.shared import (
    FEW_RECIPIENTS,
    UNITED_STATES,
    Finding,
    crossed,
    lacking,
    median,
    on_scale,
    ranked_finding,
    span_of,
)


def us_doctorates(edition: Edition) -> Exhibit:
    """Doctorates of US universities to holders of temporary visas, first and last year."""
    series = edition.scaled(measure("us_doctorates"))
    end = edition.reference_year(series)
    start = min(edition.window(series).years(), default=None)
    table = _of_the_economy_or_its_guests(edition, _largest(series, edition, start, end))
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-talent-us-doctorates",
        caution="A degree taken abroad is neither a loss of the one economy nor a gain of the "
        "other.",
        title="Doctorates of universities in the United States to holders of temporary visas",
        where=f"citizenships with data, {start} and {end}",
        unit=series.measure.unit,
        table=table,
        missing=lacking(edition, measure("us_doctorates"), end),
        headline=_us_doctorates_headline(edition, table, series, end),
        notes=[
            "Degrees finished, in all fields, by citizenship; people with permanent residence are "
            "left out, and so are economies with few recipients. Counts follow the number of "
            "students who left some years before.",
        ],
        names={"start": str(start), "end": str(end), "item": "Citizenship"},
        start_label=str(start),
        end_label=str(end),
    )


def _largest(series: Series, edition: Edition, start: int | None, end: int | None) -> pd.DataFrame:
    """Values in two years of the largest in the last year, and of the economy itself."""
    columns = ["label", "role", "start", "end", "rows", "start_rows", "end_rows"]
    ranking = rank(series, end)
    if ranking is None or start is None or end is None or start >= end:
        return pd.DataFrame(columns=columns)
    rows = []
    for code in ranking.top(edition.parameters.top_n, edition.code)["economy"]:
        first, last = series.number(code, start), series.number(code, end)
        rows.append(
            {
                "label": economies()[code].name,
                "role": edition.role(code),
                "start": first.value if first else float("nan"),
                "end": last.value if last else float("nan"),
                **tables.two_rows(first.rows if first else (), last.rows if last else ()),
            }
        )
    return pd.DataFrame(rows, columns=columns)


def _us_doctorates_headline(
    edition: Edition, table: pd.DataFrame, series: Series, end: int | None
) -> Sentence | None:
    ranking = rank(series, end)
    if table.empty or ranking is None:
        return None
    if own := us_doctorates_finding(edition):
        return own.said
    leader = str(ranking.table["economy"].iloc[0])
    return sentence(
        "Of {n} citizenships, that of {leader} took the most doctorates of universities in the "
        f"United States in {{year}}: {{value}}{on_scale(edition)}.",
        n=ranking.count,
        year=str(ranking.year),
        leader=recipes.leader_said(ranking),
        value=series.number(leader, ranking.year),
    )


def us_doctorates_finding(edition: Edition) -> Finding | None:
    """How many of these doctorates went to the economy's citizens, and the rank."""
    return ranked_finding(
        edition,
        edition.scaled(measure("us_doctorates")),
        "Citizens of {name} on temporary visas took {value} doctorates of universities in the "
        f"United States{on_scale(edition)} in {{year}}: {{place}} of {{n}} citizenships.",
    )


def stay_intentions(edition: Edition) -> Exhibit:
    """How many finish a doctorate in the United States, and how many of them mean to stay."""
    year = edition.reference_year(measure("us_stay_intentions"))
    table = crossed(measure("us_doctorates"), measure("us_stay_intentions"), year, edition)
    table = table[table["x"] >= FEW_RECIPIENTS].reset_index(drop=True)
    table = _of_the_economy_or_its_guests(edition, table)
    x, y = "doctorates to holders of temporary visas", "percent who intend to stay"
    return exhibits.figure(
        form=forms.SCATTER,
        label="fig-talent-stay-intentions",
        title="New doctors on temporary visas who intend to stay in the United States",
        where=f"citizenships with at least {FEW_RECIPIENTS} recipients, {year}",
        unit="percent who intend to stay, against the number of doctorates",
        table=table,
        missing=_few_intend(edition, year),
        headline=intentions_headline(edition, table, year),
        notes=[
            "An intention stated at the end of studies is not a stay. The horizontal scale is "
            "logarithmic.",
        ],
        names={"x": x[:1].upper() + x[1:], "y": y[:1].upper() + y[1:]},
        x_unit=x,
        y_unit=y,
        x_log=True,
    )


def _of_the_economy_or_its_guests(edition: Edition, table: pd.DataFrame) -> pd.DataFrame:
    """The rows where the economy is among the citizenships, or where it is their host."""
    return table if edition.code == UNITED_STATES else recipes.with_focus(table)


def intentions_headline(edition: Edition, table: pd.DataFrame, year: int | None) -> Sentence | None:
    """The economy's share, beside the median of those shown."""
    if table.empty:
        return None
    middle = median(table.assign(value=table["y"]), say_percent)
    own = table[table["role"] == "focus"]
    if own.empty:
        return sentence(
            "Of the new doctors of {year}, {median} intended to stay, as the median of {n} "
            "citizenships.",
            year=str(year),
            n=count_of(table["rows"], "those with both values"),
            median=middle,
        )
    return sentence(
        "Of the new doctors who are citizens of {name}, {value} intended to stay in {year}; the "
        "median of {n} citizenships was {median}.",
        name=edition.named,
        value=measure("us_stay_intentions").number(edition.code, year or 0),
        year=str(year),
        n=count_of(table["rows"], "those with both values"),
        median=middle,
    )


def _few_intend(edition: Edition, year: int | None) -> str:
    """Why an economy is not among the citizenships compared."""
    intended = measure("us_stay_intentions")
    if year is None or intended.number(edition.code, year) is None:
        return lacking(edition, intended, year)
    return f"Fewer than {FEW_RECIPIENTS} citizens of {edition.named} took a doctorate in {year}."


def stay_rates(edition: Edition) -> Exhibit:
    """Who was still in the United States five years after the doctorate: three economies."""
    series = edition.window(measure("us_stay_rates"))
    codes = sorted(series.table["economy"].unique())
    table = pd.concat(
        [
            tables.series_of(series, code, label=economies()[code].name, role="other").assign(
                series=code, role=edition.role(code)
            )
            for code in codes
        ]
        or [pd.DataFrame(columns=tables.SERIES_COLUMNS)],
        ignore_index=True,
    )
    if edition.code not in (*codes, UNITED_STATES):
        table = table.head(0)
    return exhibits.figure(
        form=forms.LINES,
        label="fig-talent-stay-rates",
        title="Doctors of science and engineering in the United States five years after the degree",
        where=f"citizens of {say_list(map(name_in_words, codes))} on temporary visas",
        unit="percent of recipients",
        table=table,
        missing=_no_stay_rates(edition, codes),
        headline=_stay_rates_headline(edition, series),
        notes=[
            "The publisher gives these three economies and odd years only. Intentions cover all "
            "fields, these rates science and engineering: the two cannot be compared.",
        ],
        observed_only=True,
    )


def _no_stay_rates(edition: Edition, codes: Sequence[str]) -> str:
    if codes:
        return edition.missing(measure("us_stay_rates"))
    span = span_of(measure("us_stay_rates"))
    return f"There are no values within {edition.years_said}, but for {span}."


def _stay_rates_headline(edition: Edition, series: Series) -> Sentence | None:
    own = series.since_break(edition.code)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if last is None:
        return _stay_rates_of_all(series)
    if first is None or first[0] == last[0]:
        return sentence(
            "Of the doctors from {name}, {last} were in the United States five years after the "
            "degree in {last_year}.",
            name=edition.named,
            last=_whole(last[1]),
            last_year=str(last[0]),
        )
    return sentence(
        "Of the doctors from {name}, {last} were in the United States five years after the degree "
        "in {last_year}; in {first_year} it was {first}.",
        name=edition.named,
        last=_whole(last[1]),
        last_year=str(last[0]),
        first=_whole(first[1]),
        first_year=str(first[0]),
    )


def _stay_rates_of_all(series: Series) -> Sentence | None:
    """The range of the rates in the newest year, for the host's own edition."""
    ranking = rank(series, max(series.years(), default=None))
    if ranking is None:
        return None
    codes = [str(code) for code in ranking.table["economy"]]
    most, least = (series.number(code, ranking.year) for code in (codes[0], codes[-1]))
    return sentence(
        "Of the doctors from {n} economies, {least} to {most} were in the United States five years "
        "after the degree in {year}.",
        n=ranking.count,
        least=_whole(least) if least else None,
        most=_whole(most) if most else None,
        year=str(ranking.year),
    )


def _whole(percent: Number) -> Number:
    """A percentage that is published without decimals, printed so."""
    return replace(percent, say=say_rounded_percent)
