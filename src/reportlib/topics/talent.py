"""The exhibits of the talent chapter, in the order in which it shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.catalogue import talent as held
from reportlib.datasets import ROW, read_dataset
from reportlib.edition import Edition, names, said
from reportlib.exhibits import Exhibit
from reportlib.findings import (
    Number,
    cite,
    count_of,
    say_count,
    say_decimal,
    say_list,
    say_percent,
    say_ratio,
    say_rounded_percent,
    sentence,
)
from reportlib.indicators import Series, rank
from reportlib.manifests import TRUST_WORDS
from reportlib.parameters import economies
from reportlib.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.topics import recipes, statements
from reportlib.views import number_cell, text_cell

MAP_AGE = 10  # how many years older than the newest a value on the map may be
MOST_FINDINGS = 5
FEW_RECIPIENTS = 30  # a share of fewer new doctors is not compared
CHINA, UNITED_STATES = "CHN", "USA"


# 1 How many people do research


def stock(edition: Edition) -> Exhibit:
    """The economies with most researchers, and where this one stands."""
    series = _stock_scaled(edition)
    ranking = rank(series, edition.reference_year(series))
    year = ranking.year if ranking else None
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-talent-stock",
        title="Researchers in full-time equivalents, by economy",
        unit=f"{series.measure.unit}, derived"
        if edition.parameters.scale != "per_million"
        else series.measure.unit,
        what="economies with data",
        headline="{name} ranks {rank} of {n} by researchers in {year}, with {value} full-time "
        f"equivalents{_on_scale(edition)}.",
        otherwise="{leader} had the most researchers in {year}, {value} full-time "
        f"equivalents{_on_scale(edition)}, among {{n}} economies with data.",
        notes=[
            _derived(edition)
            + "Full-time equivalents: two people who give half of their time to research count "
            "as one.",
            *_absent(edition, series, year),
            *(
                _caveats("researchers", "Liechtenstein")
                if edition.parameters.scale == "per_million"
                else []
            ),
        ],
    )


def _stock_scaled(edition: Edition) -> Series:
    """The stock on the scale asked for; per head it is the rate as published."""
    if edition.parameters.scale == "per_million":
        return catalogue.researchers()
    return edition.scaled(held.researcher_stock())


def _derived(edition: Edition) -> str:
    if edition.parameters.scale == "per_million":
        return "As published. "
    return (
        "Derived: the published rate of researchers per million people, times the population of "
        "the same year. "
    )


def stock_finding(edition: Edition) -> Sentence | None:
    """The economy's researchers and rank in the year of the ranking, or its newest count."""
    series = _stock_scaled(edition)
    return _ranked_finding(
        edition,
        series,
        f"{{name}} had {{value}} researchers, in full-time equivalents{_on_scale(edition)}, in "
        "{year}: rank {rank} of {n}.",
    ) or recipes.latest(
        edition,
        edition.window(series),
        f"{{name}} had {{value}} researchers, in full-time equivalents{_on_scale(edition)}, in "
        "{year}.",
    )


def _ranked_finding(edition: Edition, series: Series, template: str) -> Sentence | None:
    """A value and its rank, where the ranking is of the years asked for."""
    ranking = rank(series, edition.reference_year(series))
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    if ranking.year < edition.parameters.first_year:
        return None
    return sentence(
        template,
        name=edition.said,
        value=series.number(edition.code, ranking.year),
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def growth(edition: Edition) -> Exhibit:
    """Researchers over time, a panel with its own scale for the economy and each peer."""
    series = held.researcher_stock()
    table = _only_with_own(edition, drawn.panels(drawn.compared(series, edition)))
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-talent-growth",
        title="Researchers over time",
        where=f"{edition.said} and peers",
        unit="researchers, full-time equivalents, derived",
        table=table,
        missing=edition.missing(series),
        headline=growth_headline(edition),
        notes=[
            "Each panel has its own scale: compare the shapes, not the heights. Lines are not "
            "joined over a missing year or a change of definition.",
            *drawn.break_notes([series], edition.compared, table),
        ],
        breaks=drawn.breaks(series, edition.compared, table),
        shared_y=False,
    )


def growth_headline(edition: Edition) -> Sentence | None:
    """How the stock moved since the series last changed its definition."""
    own = edition.window(held.researcher_stock())
    trend = recipes.trend(own, edition, "The number of researchers in {name} {change}")
    return trend or recipes.latest(edition, own, "{name} had {value} researchers in {year}.")


def density(edition: Edition) -> Exhibit:
    """The world's economies by researchers per million people, the newest value of each."""
    series = catalogue.researchers()
    last = min(edition.parameters.last_year, series.years()[-1])
    recent = _newest(series.between(last - MAP_AGE, last))
    count = len(recent)
    table = _mapped(recent, edition)
    return exhibits.figure(
        form=exhibits.TILE_MAP,
        label="fig-talent-map",
        title="Researchers per million people, newest value of each economy",
        where=f"economies with data, {last - MAP_AGE}–{last}",
        unit="researchers (full-time equivalents) per million people",
        table=table,
        missing="The book holds no researchers per million people for the years up to "
        f"{edition.parameters.last_year}.",
        headline=_density_headline(edition, recent),
        notes=[
            f"Every tile is one economy, whatever its size; tiles stand near their place on the "
            "globe, and nothing is meant by their borders. A value is shown if it is of "
            f"{last - MAP_AGE} or later; a hollow tile has none.",
            *_caveats("researchers", "Liechtenstein"),
        ],
        n=count,
    )


def _newest(series: Series) -> pd.DataFrame:
    """The newest row of each economy."""
    return series.table.sort_values("year").drop_duplicates("economy", keep="last")


def _mapped(recent: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows of a map; the economy itself is there even without a value."""
    columns = ["economy", "label", "role", "value", "rows"]
    if recent.empty:
        return pd.DataFrame(columns=columns)
    known = recent["economy"].map(lambda code: economies()[code].name)
    rows = recent.assign(
        label=known + ", " + recent["year"].astype(str),
        role=[edition.role(code) for code in recent["economy"]],
    )[columns]
    if edition.code not in set(rows["economy"]):
        own = [edition.code, edition.name, "focus", float("nan"), ""]
        rows = pd.concat([rows, pd.DataFrame([own], columns=columns)])
    return rows.sort_values("label").reset_index(drop=True)


def _density_headline(edition: Edition, recent: pd.DataFrame) -> Sentence | None:
    if recent.empty:
        return None
    middle = _median(recent, catalogue.researchers().measure.say)
    own = recent[recent["economy"] == edition.code]
    if own.empty:
        return sentence(
            "For {name} there is no value of these years; of the {n} economies with one, half "
            "have more than {median} researchers per million people.",
            name=edition.said,
            n=count_of(recent["rows"], "economies with a value"),
            median=middle,
        )
    year = int(own["year"].iloc[0])
    return sentence(
        "{name} had {value} researchers per million people in {year}; of the {n} economies on the "
        "map, half have more than {median}.",
        name=edition.said,
        value=catalogue.researchers().number(edition.code, year),
        year=str(year),
        n=count_of(recent["rows"], "economies with a value"),
        median=middle,
    )


def technicians(edition: Edition) -> Exhibit:
    """Technicians against researchers, for every economy that counts both."""
    y = held.technicians()
    year = edition.reference_year(y)
    table = _crossed(catalogue.researchers(), y, year, edition)
    return exhibits.figure(
        form=exhibits.SCATTER,
        label="fig-talent-technicians",
        title="Researchers and technicians in research and development",
        where=f"economies with both in {year}",
        unit="technicians against researchers, full-time equivalents per million people",
        table=table,
        missing=f"The book holds no year up to {edition.parameters.last_year} with both measures.",
        headline=_technicians_headline(edition, table, year),
        notes=[
            "Both scales are logarithmic. Surveys draw the line between a researcher and a "
            "technician differently, so the ratio of the two says how staff are classed as much "
            "as how research is done.",
            *_caveats("technicians", "The series ends", "China and the United States"),
            *_own_breaks(held.technicians(), edition, year),
        ],
        names={"x": "Researchers per million people", "y": "Technicians per million people"},
        x_unit="researchers per million people",
        y_unit="technicians per million people",
        x_log=True,
        y_log=True,
    )


def _technicians_headline(
    edition: Edition, table: pd.DataFrame, year: int | None
) -> Sentence | None:
    if table.empty:
        return None
    ratios = table.assign(value=table["y"] / table["x"])
    say = partial(say_decimal, digits=2)
    middle = _median(ratios, say)
    own = ratios[ratios["role"] == "focus"]
    if own.empty:
        return sentence(
            "{name} has no value for both in {year}; the median of {n} economies is {median} "
            "technicians for each researcher.",
            name=edition.said,
            year=str(year),
            n=count_of(table["rows"], "those with both values"),
            median=middle,
        )
    return sentence(
        "{name} had {ratio} technicians for each researcher in {year}; the median of {n} economies "
        "is {median}.",
        name=edition.said,
        ratio=Number(
            float(own["value"].iloc[0]),
            say,
            rows=tuple(str(own["rows"].iloc[0]).split()),
            derivation="technicians / researchers",
        ),
        year=str(year),
        n=count_of(table["rows"], "those with both values"),
        median=middle,
    )


# 2 Who is being trained


def enrolment(edition: Edition) -> Exhibit:
    """Tertiary enrolment over time, for the economy and its peers."""
    series = held.enrolment()
    table = _only_with_own(edition, drawn.compared(series, edition))
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-talent-enrolment",
        title="Tertiary enrolment, gross ratio",
        where=f"{edition.said} and peers",
        unit="students of any age, percent of the people of the age to study",
        table=table,
        missing=edition.missing(series),
        headline=enrolment_headline(edition),
        notes=[
            "Older and foreign students count, so a ratio can pass 100; it is not the share of "
            "young people who study.",
            *_caveats_of("tertiary_enrolment", edition),
            *_provisional("tertiary_enrolment", table),
            *drawn.break_notes([series], edition.compared, table),
        ],
        breaks=drawn.breaks(series, edition.compared, table),
        provisional=series.provisional,
    )


def enrolment_headline(edition: Edition) -> Sentence | None:
    """The newest ratio, beside the median of the economies with data for that year."""
    series = held.enrolment()
    covered = edition.window(series).between(0, edition.reference_year(series) or 0)
    latest = covered.latest(edition.code) or edition.window(series).latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    same_year = series.between(year, year).table
    return sentence(
        "Tertiary enrolment in {name} came to {value} of the age group in {year}, counted gross; "
        "the median of {n} economies was {median}.",
        name=edition.said,
        value=value,
        year=str(year),
        n=count_of(same_year["rows"], f"economies with a value for {year}"),
        median=_median(same_year, say_percent),
    )


PARTS = {
    "engineering": ("Engineering", "step-5"),
    "other_science": ("Other science and engineering", "step-3"),
    "other": ("All other fields", "step-1"),
}


def fields_of_degrees(edition: Edition) -> Exhibit:
    """First degrees by field in the newest year of the economy and of each peer."""
    table = _only_with_own(edition, _parts_of_degrees(edition))
    shown = [held.degree_share("first", field) for field in ("science_engineering", "engineering")]
    return exhibits.figure(
        form=exhibits.SHARES,
        label="fig-talent-degrees",
        title="First university degrees by field",
        where=f"{edition.said} and peers",
        unit="percent of first university degrees awarded",
        table=table,
        missing=edition.missing(*(held.degrees("first", field) for field in _NESTED)),
        headline=_fields_headline(edition, table),
        notes=[
            "Science and engineering takes in social and behavioural sciences, agriculture and "
            "computer sciences. The second and third part are differences of published figures. "
            "The year is the newest with all fields; length and level of a first degree differ.",
            *_flagged(shown, edition, table),
            *_caveats_of("degrees", edition, "first degrees"),
        ],
    )


def _parts_of_degrees(edition: Edition) -> pd.DataFrame:
    wide = {f: edition.window(held.degree_share("first", f)) for f in _NESTED}
    rows: list[dict[str, object]] = []
    for code, name in zip(edition.compared, names(edition.compared), strict=True):
        years = set.intersection(*(set(series.of(code).years()) for series in wide.values()))
        if not years:
            continue
        year = max(years)
        science, engineering = (wide[f].number(code, year) for f in _NESTED)
        if science is None or engineering is None:
            continue
        rows += [
            {
                "category": f"{name}, {year}",
                "series": part,
                "label": PARTS[part][0],
                "role": PARTS[part][1],
                "value": value,
                "rows": " ".join(ids),
                "economy": code,
                "year": year,
            }
            for part, value, ids in (
                ("engineering", engineering.value, engineering.rows),
                (
                    "other_science",
                    science.value - engineering.value,
                    (*science.rows, *engineering.rows[:1]),
                ),
                ("other", 100 - science.value, science.rows),
            )
        ]
    columns = ["category", "series", "label", "role", "value", "rows", "economy", "year"]
    return pd.DataFrame(rows, columns=columns)


_NESTED = ("science_engineering", "engineering")


def _fields_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    own = table[table["economy"] == edition.code]
    if own.empty:
        return None
    year = int(own["year"].iloc[0])
    return sentence(
        "In {name}, {science} of the first degrees of {year} were in science and engineering, "
        "{engineering} in engineering alone.",
        name=edition.said,
        science=held.degree_share("first", "science_engineering").number(edition.code, year),
        engineering=held.degree_share("first", "engineering").number(edition.code, year),
        year=str(year),
    )


def doctorates(edition: Edition) -> Exhibit:
    """Doctorates per million people and their fields, the economy before its peers."""
    columns = [
        ("rate", "Per million people", held.doctorates_per_million()),
        *(
            (field, title, held.degree_share("doctoral", field))
            for field, title in (
                ("science_engineering", "Science and engineering, %"),
                ("engineering", "Engineering, %"),
                ("computer_sciences", "Computer sciences, %"),
            )
        ),
    ]
    table = _only_with_own(edition, _heat_rows(edition, columns))
    return exhibits.figure(
        form=exhibits.HEAT,
        label="fig-talent-doctorates",
        title="Doctorates in relation to people, and their fields",
        where=f"{edition.said} and peers",
        unit="doctorates per million people, and percent of doctorates by nested groups of fields",
        table=table,
        missing=edition.missing(held.degrees("doctoral", "all")),
        headline=_doctorates_headline(edition),
        notes=[
            "Engineering and computer sciences are parts of science and engineering: do not add "
            "the columns. Degrees are counted where they were awarded, to foreign students too. "
            "Two dots: not published.",
            *_flagged([series for _, _, series in columns], edition, table),
            *_caveats_of("degrees", edition, "computer sciences"),
        ],
        names={"row": "Economy"},
    )


def _heat_rows(edition: Edition, columns: Sequence[tuple[str, str, Series]]) -> pd.DataFrame:
    """Each economy's values in its newest year with doctorates in all fields."""
    rows = []
    for code, name in zip(edition.compared, names(edition.compared), strict=True):
        latest = edition.window(held.degrees("doctoral", "all")).latest(code)
        if latest is None:
            continue
        year = latest[0]
        for column, title, series in columns:
            value = series.number(code, year)
            rows.append(
                {
                    "row": code,
                    "row_label": f"{name}, {year}",
                    "role": edition.role(code),
                    "column": column,
                    "column_label": title,
                    "value": value.value if value else float("nan"),
                    "text": say_decimal(value.value, 0 if column == "rate" else 1) if value else "",
                    "rows": " ".join(value.rows) if value else "",
                    "economy": code,
                    "year": year,
                }
            )
    order = ["row", "row_label", "role", "column", "column_label", "value", "text", "rows"]
    return pd.DataFrame(rows, columns=[*order, "economy", "year"])


def _doctorates_headline(edition: Edition) -> Sentence | None:
    latest = edition.window(held.degrees("doctoral", "all")).latest(edition.code)
    if latest is None:
        return None
    year = latest[0]
    rate = held.doctorates_per_million().number(edition.code, year)
    science = held.degree_share("doctoral", "science_engineering").number(edition.code, year)
    parts = {"name": edition.said, "rate": rate, "year": str(year), "science": science}
    templates = (
        "{name} awarded {rate} doctorates per million people in {year}, {science} of them in "
        "science and engineering.",
        "{name} awarded {rate} doctorates per million people in {year}.",
        "In {name}, {science} of the doctorates of {year} were in science and engineering.",
    )
    return next((one for one in (sentence(t, **parts) for t in templates) if one), None)


def doctorates_world(edition: Edition) -> Exhibit:
    """The economies that award most doctorates in science and engineering."""
    series = edition.scaled(held.degrees("doctoral", "science_engineering"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-talent-doctorates-world",
        title="Doctorates in science and engineering",
        unit=series.measure.unit,
        what="economies with data",
        headline="{name} ranks {rank} of {n} by doctorates in science and engineering in {year}, "
        f"with {{value}}{_on_scale(edition)}.",
        otherwise="{leader} awarded the most doctorates in science and engineering in {year}, "
        f"{{value}}{_on_scale(edition)}, among {{n}} economies with data.",
        notes=[
            "The source covers some fifty economies, large ones among them, and not the world.",
            *_absent(edition, series, ranking.year if ranking else None),
        ],
    )


def doctorates_finding(edition: Edition) -> Sentence | None:
    """The economy's doctorates in science and engineering and their rank."""
    return _ranked_finding(
        edition,
        edition.scaled(held.degrees("doctoral", "science_engineering")),
        f"{{name}} awarded {{value}} doctorates in science and engineering{_on_scale(edition)} in "
        "{year}: rank {rank} of {n}.",
    )


# 3 Who studies abroad, and who stays


def us_doctorates(edition: Edition) -> Exhibit:
    """Doctorates of US universities to holders of temporary visas, first and last year."""
    series = edition.scaled(held.us_doctorates())
    end = edition.reference_year(series)
    start = min(edition.window(series).years(), default=None)
    table = _largest(series, edition, start, end)
    return exhibits.figure(
        form=exhibits.DUMBBELL,
        label="fig-talent-us-doctorates",
        title="Doctorates of universities in the United States to holders of temporary visas",
        where=f"citizenships with data, {start} and {end}",
        unit=series.measure.unit,
        table=table,
        missing="The book holds no values for two different years within "
        f"{edition.years_said}; the series covers {_span(held.us_doctorates())}.",
        headline=_us_doctorates_headline(edition, table, series, end),
        notes=[
            "Degrees finished, in all fields, by citizenship; people with permanent residence are "
            "left out. Economies with few recipients are not shown by the publisher, and whether "
            "China includes Hong Kong is not said.",
            *(
                ["Citizens of the United States hold no visas there, so that they have no row."]
                if edition.code == UNITED_STATES
                else []
            ),
        ],
        names={"start": str(start), "end": str(end), "item": "Citizenship"},
        start_label=str(start),
        end_label=str(end),
    )


def _largest(series: Series, edition: Edition, start: int | None, end: int | None) -> pd.DataFrame:
    """Values in two years of the largest in the last year, and of the economy itself."""
    columns = ["label", "role", "start", "end", "rows"]
    ranking = rank(series, end)
    if ranking is None or start is None or end is None or start >= end:
        return pd.DataFrame(columns=columns)
    rows = []
    for code in ranking.top(edition.parameters.top_n, edition.code)["economy"]:
        first, last = series.number(code, start), series.number(code, end)
        found = [number for number in (first, last) if number]
        rows.append(
            {
                "label": economies()[code].name,
                "role": edition.role(code),
                "start": first.value if first else float("nan"),
                "end": last.value if last else float("nan"),
                "rows": " ".join(row for number in found for row in number.rows),
            }
        )
    return pd.DataFrame(rows, columns=columns)


def _us_doctorates_headline(
    edition: Edition, table: pd.DataFrame, series: Series, end: int | None
) -> Sentence | None:
    ranking = rank(series, end)
    if table.empty or ranking is None:
        return None
    if ranking.rank(edition.code) is not None:
        return us_doctorates_finding(edition)
    leader = str(ranking.table["economy"].iloc[0])
    return sentence(
        "{name} is not among the {n} citizenships with data for {year}; citizens of {leader} took "
        f"the most doctorates, {{value}}{_on_scale(edition)}.",
        name=edition.said,
        n=ranking.count,
        year=str(ranking.year),
        leader=said(leader),
        value=series.number(leader, ranking.year),
    )


def us_doctorates_finding(edition: Edition) -> Sentence | None:
    """How many of these doctorates went to the economy's citizens, and the rank."""
    return _ranked_finding(
        edition,
        edition.scaled(held.us_doctorates()),
        "Citizens of {name} on temporary visas took {value} doctorates of universities in the "
        f"United States{_on_scale(edition)} in {{year}}: rank {{rank}} of {{n}} citizenships.",
    )


def stay_intentions(edition: Edition) -> Exhibit:
    """How many finish a doctorate in the United States, and how many of them mean to stay."""
    year = edition.reference_year(held.stay_intentions())
    table = _crossed(held.us_doctorates(), held.stay_intentions(), year, edition)
    table = table[table["x"] >= FEW_RECIPIENTS].reset_index(drop=True)
    return exhibits.figure(
        form=exhibits.SCATTER,
        label="fig-talent-stay-intentions",
        title="New doctors on temporary visas who intend to stay in the United States",
        where=f"citizenships with at least {FEW_RECIPIENTS} recipients, {year}",
        unit="percent who intend to stay, against the number of doctorates",
        table=table,
        missing="The book holds no intentions up to "
        f"{edition.parameters.last_year}; the series covers {_span(held.stay_intentions())}.",
        headline=intentions_headline(edition, table, year),
        notes=[
            "An intention stated at the end of studies is not a stay. Citizenships with fewer than "
            f"{FEW_RECIPIENTS} recipients are left out, since single people move their shares.",
            "The horizontal scale is logarithmic.",
        ],
        names={"x": "Doctorates", "y": "Percent who intend to stay"},
        x_unit="doctorates to holders of temporary visas",
        y_unit="percent who intend to stay",
        x_log=True,
    )


def intentions_headline(edition: Edition, table: pd.DataFrame, year: int | None) -> Sentence | None:
    """The economy's share, beside the median of those shown."""
    if table.empty:
        return None
    middle = _median(table.assign(value=table["y"]), say_percent)
    own = table[table["role"] == "focus"]
    if own.empty:
        return sentence(
            "In {year} the median of {n} citizenships was {median}; {name} is not among them.",
            name=edition.said,
            year=str(year),
            n=count_of(table["rows"], "those with both values"),
            median=middle,
        )
    return sentence(
        "Of the new doctors who are citizens of {name}, {value} intended to stay in {year}; the "
        "median of {n} citizenships is {median}.",
        name=edition.said,
        value=held.stay_intentions().number(edition.code, year or 0),
        year=str(year),
        n=count_of(table["rows"], "those with both values"),
        median=middle,
    )


def stay_rates(edition: Edition) -> Exhibit:
    """Who was still in the United States five years after the doctorate: three economies."""
    series = edition.window(held.stay_rates())
    codes = sorted(series.table["economy"].unique())
    table = pd.concat(
        [
            drawn.series_of(series, code, label=economies()[code].name, role="other").assign(
                series=code, role=edition.role(code)
            )
            for code in codes
        ]
        or [pd.DataFrame(columns=drawn.SERIES_COLUMNS)],
        ignore_index=True,
    )
    if edition.code not in (*codes, UNITED_STATES):
        table = table.head(0)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-talent-stay-rates",
        title="Doctors of science and engineering in the United States five years after the degree",
        where=f"citizens of {say_list(said(code) for code in codes)} who held temporary visas",
        unit="percent of recipients",
        table=table,
        missing=_no_stay_rates(edition, codes),
        headline=_stay_rates_headline(edition, series),
        notes=[
            "The publisher gives these three economies and odd years only; the year is that of the "
            "observation, five years after the degree. Science and engineering only, unlike the "
            "intentions, which cover all fields: the two cannot be set against each other. How a "
            "stay was established is not said in the copy that was read.",
        ],
        observed_only=True,
    )


def _no_stay_rates(edition: Edition, codes: Sequence[str]) -> str:
    if not codes:
        span = _span(held.stay_rates())
        return f"The book holds no stay rates within {edition.years_said}, only for {span}."
    origins = say_list(said(code) for code in codes)
    return f"The publisher gives this rate for citizens of {origins}, not for {edition.said}."


def _stay_rates_headline(edition: Edition, series: Series) -> Sentence | None:
    own = series.of(edition.code)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if last is None:
        return _stay_rates_of_all(series)
    if first is None or first[0] == last[0]:
        return sentence(
            "Of the doctors from {name}, {last} were in the United States five years after the "
            "degree in {last_year}.",
            name=edition.said,
            last=_whole(last[1]),
            last_year=str(last[0]),
        )
    return sentence(
        "Of the doctors from {name}, {last} were in the United States five years after the degree "
        "in {last_year}; in {first_year} it was {first}.",
        name=edition.said,
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


def mobility(edition: Edition) -> Exhibit:
    """What is too thin for a figure: students abroad and the places of leading researchers."""
    return exhibits.findings(
        label="find-talent-mobility",
        title="Students in the United States, and where leading AI researchers work",
        sentences=[
            _students_sentence(edition, "doctoral", "doctoral students"),
            _students_sentence(edition, "masters", "master’s students"),
            _hosted_sentence(edition),
            *_ai_sentences(edition),
        ],
        missing=f"The book holds no such figures within {edition.years_said}.",
    )


def _students_sentence(edition: Edition, level: str, who: str) -> Sentence | None:
    series = edition.window(held.us_students(level))
    latest = series.latest(edition.code)
    if edition.code == UNITED_STATES or series.table.empty:
        return None
    year = series.years()[-1]
    if latest is None:
        return sentence(
            "{name} is not among the {n} leading places of origin of {who} in the United States, "
            "the only ones published for {year}.",
            name=edition.said,
            n=count_of(series.table["rows"], "places of origin with a value", "places of origin"),
            who=who,
            year=str(year),
        )
    ranking = rank(series, year)
    total = held.us_students_total(level).number(held.WORLD, year)
    if ranking is None or total is None:
        return None
    return sentence(
        "{value} {who} from {name} were enrolled on visas in the United States in {year}, {share} "
        "of all {total}: rank {rank} of the {n} leading places of origin.",
        value=latest[1],
        who=who,
        name=edition.said,
        year=str(year),
        share=_share(latest[1], total),
        total=total,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def _hosted_sentence(edition: Edition) -> Sentence | None:
    """What the host sees: only for the edition on the United States."""
    doctoral = edition.window(held.us_students_total("doctoral")).latest(held.WORLD)
    masters = edition.window(held.us_students_total("masters")).latest(held.WORLD)
    if edition.code != UNITED_STATES or doctoral is None or masters is None:
        return None
    return sentence(
        "Universities in the United States had {doctoral} doctoral and {masters} master’s students "
        "on visas in {year}.",
        doctoral=doctoral[1],
        masters=masters[1],
        year=str(doctoral[0]),
    )


def _ai_sentences(edition: Edition) -> list[Sentence | None]:
    """Where the authors of selected papers work: the few figures that are held."""
    series = edition.window(held.top_ai_researchers())
    if series.table.empty:
        return []
    year = series.years()[-1]
    codes = sorted(series.between(year, year).table["economy"])
    found = [_ai_sentence(series, str(code), year) for code in codes]
    if edition.code not in codes:
        found.append(sentence("For {name} there is no such figure.", name=edition.said))
    return found


def _ai_sentence(series: Series, code: str, year: int) -> Sentence | None:
    last, first = series.number(code, year), series.earliest(code)
    if last is None or first is None:
        return None
    said_last = sentence(
        "Of the authors of the papers chosen for oral presentation at one conference on AI in "
        "{year}, {value} worked in {name}",
        year=str(year),
        value=_whole(last),
        name=said(code),
    )
    if first[0] == year:
        return sentence("{said}.", said=said_last)
    return sentence(
        "{said}; in {year} it was {value}.",
        said=said_last,
        year=str(first[0]),
        value=_whole(first[1]),
    )


# 4 The professions


def representatives(edition: Edition) -> Exhibit:
    """Professional representatives before the EPO by place of business."""
    series = edition.scaled(held.attorneys("european_representatives"))
    return recipes.ranking_figure(
        rank(series, edition.reference_year(series)),
        edition,
        label="fig-talent-representatives",
        title="Professional representatives before the European Patent Office",
        unit=series.measure.unit,
        what="states with a count, by place of business",
        headline="{name} ranks {rank} of {n} states with a count by representatives in {year}, "
        f"with {{value}}{_on_scale(edition)}.",
        otherwise="Among {n} states with a count, {leader} had the most representatives in "
        f"{{year}}: {{value}}{_on_scale(edition)}.",
        notes=[
            "One qualification, so that these counts are of one kind, unlike those of the next "
            "table. " + " ".join(_caveats("patent_attorneys", "European representatives are")),
            _classes(_attorney_rows(["european_representatives"])["trust"]),
        ],
    )


COUNTS = {
    "practising": "patent agents with a licence to practise",
    "registered": "registered patent attorneys (benrishi)",
    "active_estimate": "patent practitioners estimated to be active",
    "roll": "patent practitioners on the roll, which keeps the inactive",
    "qualified": "holders of the patent agent’s qualification",
    "newly_registered": "newly registered patent practitioners",
    "exam_registrations": "people signed up for the qualifying examination",
    "european_representatives": "representatives before the European Patent Office",
}
FLOWS = ("newly_registered", "exam_registrations")


def attorneys(edition: Edition) -> Exhibit:
    """Patent attorneys and agents: first and newest count, and what each count means."""
    found = _in_window(_attorney_rows(COUNTS), edition)
    found = found[
        found["economy"].isin(edition.compared)
        & ~found["indicator"].isin(["european_representatives"])
    ]
    rows = [
        _attorney_line(edition, own)
        for code in edition.compared
        for indicator in COUNTS
        if len(own := found[(found["economy"] == code) & (found["indicator"] == indicator)])
    ]
    return exhibits.table(
        label="tbl-talent-attorneys",
        title="Patent attorneys and agents, by what is counted",
        where=f"{edition.said} and peers",
        columns=[
            Column(title="Economy"),
            Column(title="Who is counted"),
            Column(title="First count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Newest count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Kind"),
            Column(title="Class"),
        ],
        rows=rows,
        missing=f"The book holds no count of patent attorneys or agents for {edition.said} or its "
        f"peers within {edition.years_said}.",
        headline=attorneys_finding(edition)
        or sentence(
            "The book holds no such count for {name}; the {n} counts of its peers are of {kinds} "
            "kinds, and none can be ranked against another.",
            name=edition.said,
            n=count_of([" ".join(row.cells[4].rows) for row in rows], "counts", "counts"),
            kinds=count_of(
                found.drop_duplicates("indicator", keep="last")[ROW], "kinds of count", "kinds"
            ),
        ),
        notes=[
            read_dataset("patent_attorneys").manifest.reportlib.does_not_mean,
            "Stocks are people at a date, flows people within a year; two dots: there is one count "
            "only.",
            _classes(found["trust"]),
        ],
    )


def _attorney_rows(indicators: Iterable[str]) -> pd.DataFrame:
    table = read_dataset("patent_attorneys").table
    return table[table["indicator"].isin(list(indicators))]


def _attorney_line(edition: Edition, own: pd.DataFrame) -> Row:
    ordered = list(_items(own.sort_values("year")))
    first, last = ordered[0], ordered[-1]
    several = len(ordered) > 1
    return Row(
        cells=(
            text_cell(economies()[last.economy].name),
            text_cell(_meaning(first, last), f"{first.row} {last.row}"),
            _cell(first, "persons", "persons") if several else number_cell(None),
            text_cell(first.year if several else MISSING),
            _cell(last, "persons", "persons"),
            text_cell(last.year),
            text_cell("flow" if last.indicator in FLOWS else "stock"),
            text_cell("/".join(dict.fromkeys(str(row.trust) for row in ordered))),
        ),
        strong=last.economy == edition.code,
    )


def _meaning(first: Any, last: Any) -> str:
    """The newest row's note, and what the first row's says besides."""
    differing = [part for part in first.note.split("; ") if part not in last.note.split("; ")]
    return f"{last.note}; in {first.year}: {', '.join(differing)}" if differing else str(last.note)


def attorneys_finding(edition: Edition) -> Sentence | None:
    """The economy's newest count, by the narrowest delimitation held."""
    found = _in_window(_attorney_rows(COUNTS), edition)
    for indicator in ("practising", "registered", "roll"):
        own = found[(found["economy"] == edition.code) & (found["indicator"] == indicator)]
        if own.empty:
            continue
        last = held.attorneys(indicator).number(edition.code, int(own["year"].max()))
        return sentence(
            "In {year} {name} had {value} {who}.",
            year=str(int(own["year"].max())),
            name=edition.said,
            value=last,
            who=COUNTS[indicator],
        )
    return None


@dataclass(frozen=True)
class Ratio:
    """Whether applications are related to a count of people, and why or why not."""

    computed: bool
    why: str


RATIOS = {
    "practising": Ratio(True, "computed, people in practice and applications at their own office."),
    "registered": Ratio(True, "computed, but how many of those registered practise is not held."),
    "roll": Ratio(False, "not computed, since the roll keeps people who no longer practise."),
    "active_estimate": Ratio(False, "not computed, since the count is an estimate of a blog."),
    "european_representatives": Ratio(
        False, "not computed, since they act before that office and not the national one."
    ),
}


RATIO_CELL = 5


def per_application(edition: Edition) -> Exhibit:
    """Applications at the office for each attorney, where definitions allow."""
    found = _in_window(_attorney_rows(RATIOS), edition)
    found = found[found["economy"].isin(edition.compared)]
    related = [_has_applications(item) for item in _items(found)]
    found = found[pd.Series(related, index=found.index, dtype=bool)]
    rows = [
        _ratio_row(edition, item)
        for code in edition.compared
        for item in _items(found[found["economy"] == code].sort_values(["indicator", "year"]))
    ]
    has_ratio = any(row.cells[RATIO_CELL].value is not None for row in rows)
    own_is_there = has_ratio and any(row.strong for row in rows)
    return exhibits.table(
        label="tbl-talent-per-application",
        title="Applications at the office for each attorney or agent",
        where=f"{edition.said} and peers",
        columns=[
            Column(title="Economy"),
            Column(title="Who is counted"),
            Column(title="Year", numeric=True),
            Column(title="Persons", numeric=True),
            Column(title="Applications", numeric=True),
            Column(title="For each", numeric=True),
            Column(title="Class"),
        ],
        rows=rows if own_is_there else [],
        missing=f"There is no year within {edition.years_said} for which the book holds the "
        f"applications at the office and a count of attorneys that allows a ratio for "
        f"{edition.said}.",
        headline=_per_application_headline(edition),
        notes=[
            "Only years for which both are held. Applicants may file without an attorney, and "
            "attorneys do other work, so the ratio is not a workload; between economies it "
            "compares two professions and must not be ranked.",
            *_ratio_notes(found),
            *drawn.break_notes(
                [catalogue.office_applications()], sorted(set(found["economy"])), found
            ),
            _classes(found["trust"]),
        ],
    )


def _ratio_notes(found: pd.DataFrame) -> list[str]:
    """Why a ratio is computed with a count or not, for every count in the table."""
    shown = [indicator for indicator in RATIOS if indicator in set(found["indicator"])]
    return [f"{COUNTS[one][:1].upper()}{COUNTS[one][1:]}: {RATIOS[one].why}" for one in shown]


def _has_applications(item: Any) -> bool:
    return catalogue.office_applications().number(item.economy, int(item.year)) is not None


def _ratio_row(edition: Edition, item: Any) -> Row:
    """A count of people beside the applications of its year."""
    people = _number(item, "persons", "persons")
    count = catalogue.office_applications().number(item.economy, int(item.year))
    ratio = _per_person(count, people) if count and RATIOS[item.indicator].computed else None
    return Row(
        cells=(
            text_cell(economies()[item.economy].name),
            text_cell(COUNTS[item.indicator]),
            text_cell(item.year),
            number_cell(people.value, " ".join(people.rows), "persons"),
            number_cell(count.value, " ".join(count.rows), "applications", count.derivation)
            if count
            else number_cell(None),
            ratio.piece() if ratio else number_cell(None),
            text_cell(item.trust),
        ),
        strong=item.economy == edition.code,
    )


def _per_person(count: Number, people: Number) -> Number | None:
    if not people.value:
        return None
    ratio = count.value / people.value
    return Number(
        ratio,
        say_ratio,
        "applications per person",
        (*count.rows, *people.rows),
        "applications / persons",
    )


def _per_application_headline(edition: Edition) -> Sentence | None:
    found = _in_window(_attorney_rows(RATIOS), edition)
    found = found[(found["economy"] == edition.code)]
    for item in _items(found.sort_values("year", ascending=False)):
        count = catalogue.office_applications().number(edition.code, int(item.year))
        if count is None or not RATIOS[str(item.indicator)].computed:
            continue
        return sentence(
            "The office of {name} received {ratio} applications in {year} for each of the {people} "
            "{who}.",
            name=edition.said,
            ratio=_per_person(count, _number(item, "persons", "persons")),
            year=str(item.year),
            people=_number(item, "persons", "persons"),
            who=COUNTS[str(item.indicator)],
        )
    return sentence(
        "For {name} no ratio is computed: the counts held do not allow it.",
        name=edition.said,
    )


WORKFORCE = {
    "ip_professionals": "IP professionals of all kinds",
    "ip_services_employees": "employees of the IP services industry",
    "administration_and_enforcement_staff": "administration and enforcement staff",
    "patent_and_trademark_examiners": "patent and trademark examiners together",
    "information_service_staff": "information service staff",
    "patent_agencies": "patent agencies",
    "trademark_agencies": "trademark agencies",
}


def workforce(edition: Edition) -> Exhibit:
    """People and agencies in intellectual property as China's office counts them."""
    found = _in_window(read_dataset("ip_workforce").where(economy=edition.code), edition)
    rows = [
        Row(
            cells=(
                text_cell(words[:1].upper() + words[1:]),
                text_cell(item.year),
                _cell(item, "value", item.unit),
                text_cell(item.unit),
                text_cell(item.note or MISSING, item.row),
                text_cell(item.trust),
            )
        )
        for indicator, words in WORKFORCE.items()
        for item in _items(found[found["indicator"] == indicator].sort_values("year"))
    ]
    return exhibits.table(
        label="tbl-talent-workforce",
        title="People and agencies in intellectual property, by the office’s own delimitations",
        where=edition.said,
        columns=[
            Column(title="Who is counted"),
            Column(title="Year", numeric=True),
            Column(title="Number", numeric=True),
            Column(title="Unit"),
            Column(title="Note"),
            Column(title="Class"),
        ],
        rows=rows,
        missing=_china_only(
            edition, "counts of people in intellectual property, examiners among them,"
        ),
        headline=_workforce_headline(found),
        notes=[
            read_dataset("ip_workforce").manifest.reportlib.does_not_mean,
            *_caveats("ip_workforce", "Examiners of no other office"),
            _classes(found["trust"]),
        ],
    )


PROFESSIONS = ("talent-01", "talent-02", "talent-03", "talent-04", "talent-05")


def stated(edition: Edition) -> Exhibit:
    """What a digest says of the same professions, with the verdict on each figure."""
    table = read_dataset("article_facts").table
    found = table[table["id"].isin(PROFESSIONS) & _concerns(table, edition)]
    return statements.table(
        found,
        label="tbl-talent-stated",
        title="What a digest states of people who work in intellectual property",
        where=edition.said,
        missing=_china_only(edition, "statements of articles on these professions"),
        headline=statements.confirmed_headline(found),
    )


def _workforce_headline(found: pd.DataFrame) -> Sentence | None:
    own = found[found["indicator"] == "ip_professionals"].sort_values("year")
    if own.empty:
        return None
    last = list(_items(own))[-1]
    return sentence(
        "The office counts {value} people of all kinds who worked in intellectual property in "
        "{year}.",
        value=_number(last, "value", "persons"),
        year=str(last.year),
    )


# 5 Training


def academy(edition: Edition) -> Exhibit:
    """Participants in the courses of the WIPO Academy, worldwide."""
    series = edition.window(held.academy_participants())
    table = drawn.series_of(series, held.WORLD, label="World", role="world")
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-talent-academy",
        title="Participants in the courses of the WIPO Academy",
        where="world",
        unit="participants per year",
        table=table,
        missing="The book holds no participants within "
        f"{edition.years_said}; the series covers {_span(held.academy_participants())}.",
        headline=_academy_headline(series),
        notes=[
            read_dataset("wipo_academy").manifest.reportlib.does_not_mean,
            " ".join(_caveats("wipo_academy", "")),
            _classes(_in_window(read_dataset("wipo_academy").table, edition)["trust"]),
        ],
    )


def _academy_headline(series: Series) -> Sentence | None:
    first, last = series.earliest(held.WORLD), series.latest(held.WORLD)
    if first is None or last is None:
        return None
    if first[0] == last[0]:
        return sentence(
            "The WIPO Academy counted {last} participants in {last_year}.",
            last=last[1],
            last_year=str(last[0]),
        )
    return sentence(
        "The WIPO Academy counted {last} participants in {last_year} and {first} in {first_year}.",
        last=last[1],
        last_year=str(last[0]),
        first=first[1],
        first_year=str(first[0]),
    )


def _concerns(table: pd.DataFrame, edition: Edition) -> pd.Series[bool]:
    """Whether a statement is about the economy and of the years asked for."""
    first, last = edition.parameters.first_year, edition.parameters.last_year
    inside = {"Beijing": "China", "Shanghai": "China", "Guangdong": "China"}
    concerned = []
    for place, period in zip(table["place"], table["period"], strict=True):
        places = {inside.get(part, part) for part in str(place).split(" and ")}
        years = [int(part[:4]) for part in str(period).split(" to ") if part[:4].isdigit()]
        timely = not years or (min(years) <= last and max(years) >= first)
        concerned.append(edition.name in places and timely)
    return pd.Series(concerned, index=table.index, dtype=bool)


# 6 Women


FIELD_NAMES = {
    "all": "All fields",
    "it_methods_for_management": "IT methods for management",
    "micro_structural_and_nano_technology": "Micro-structural and nano-technology",
}


def women_by_field(edition: Edition) -> Exhibit:
    """Women among inventors worldwide in the leading fields, and in all."""
    rows = read_dataset("women_inventors_world").where(measure="women_inventors")
    rows = _in_window(rows[rows["year"] == rows.loc[rows["field"] != "all", "year"].max()], edition)
    table = rows.assign(
        category=[_field_name(str(field)) for field in rows["field"]],
        series="women",
        label="Women",
        role="world",
        value=rows["percent"],
        rows=rows[ROW],
    ).sort_values(["percent", "category"], ascending=[False, True])
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-talent-women-fields",
        title="Women among the inventors in PCT applications, by field of technology",
        where="world",
        unit="percent of inventors",
        table=table,
        missing=f"The book holds no such shares within {edition.years_said}.",
        headline=_fields_of_women_headline(rows),
        notes=[
            "Only the fields that the page read names, the leading ones, beside all fields: the "
            "other fields of technology are lower. Gender is inferred from first names.",
            _classes(rows["trust"]),
        ],
        names={"category": "Field of technology"},
    )


def _field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field.replace("_", " ").capitalize())


def _fields_of_women_headline(rows: pd.DataFrame) -> Sentence | None:
    fields = rows[rows["field"] != "all"].sort_values("percent")
    everything = rows[rows["field"] == "all"]
    if fields.empty or everything.empty:
        return None
    most = list(_items(fields))[-1]
    return sentence(
        "Worldwide, women were {all} of the inventors in PCT applications in {year}; the largest "
        "share was in {field}, {value}.",
        all=_number(next(iter(_items(everything))), "percent", "percent", percent=True),
        year=str(most.year),
        field=_field_name(str(most.field)).lower(),
        value=_number(most, "percent", "percent", percent=True),
    )


def women(edition: Edition) -> Exhibit:
    """Every figure held on women in the field, each with what it counts."""
    rows = [
        *_women_rows(edition, "women_inventors", "women among inventors in PCT applications"),
        *_women_world_rows(edition),
        *_women_attorney_rows(edition),
        *_women_academy_rows(edition),
    ]
    return exhibits.table(
        label="tbl-talent-women",
        title="Women among inventors, attorneys and participants in courses",
        where=f"{edition.said} and all others with a figure",
        columns=[
            Column(title="Where"),
            Column(title="What is counted"),
            Column(title="Year", numeric=True),
            Column(title="Share", unit="percent", numeric=True),
            Column(title="Note"),
            Column(title="Class"),
        ],
        rows=rows,
        missing=f"The book holds no figures on women within {edition.years_said}.",
        headline=women_finding(edition)
        or _women_attorneys_headline(edition)
        or _no_women_headline(edition),
        notes=[
            "Gender is inferred from first names by WIPO’s dictionary. "
            + " ".join(_caveats("women_inventors", "")),
            _for_readers(read_dataset("women_inventors_world").manifest.reportlib.breaks[0].text),
            "The share of inventors and the share of applications that name a woman are two "
            "measures and must not be mixed.",
            _women_classes(rows),
        ],
    )


def women_finding(edition: Edition) -> Sentence | None:
    """The economy's share, beside that of the world in the same year."""
    latest = edition.window(held.women_inventors()).latest(edition.code)
    if latest is None:
        return None
    return sentence(
        "Women were {value} of the inventors from {name} in PCT applications in {year}; worldwide "
        "it was {world}.",
        value=latest[1],
        name=edition.said,
        year=str(latest[0]),
        world=held.women_inventors_world().number(held.WORLD, latest[0]),
    )


def _women_attorneys_headline(edition: Edition) -> Sentence | None:
    part = edition.window(held.attorneys("registered_women")).latest(edition.code)
    whole = held.attorneys("registered").number(edition.code, part[0]) if part else None
    if part is None or whole is None:
        return None
    return sentence(
        "Women were {value} of the registered patent attorneys of {name} in {year}.",
        value=_share(part[1], whole),
        name=edition.said,
        year=str(part[0]),
    )


def _no_women_headline(edition: Edition) -> Sentence | None:
    return sentence(
        "The book holds no share of women for {name}; the figures held are of other economies and "
        "of the world.",
        name=edition.said,
    )


def _women_rows(edition: Edition, dataset: str, what: str) -> list[Row]:
    found = _in_window(read_dataset(dataset).table, edition)
    return [
        _women_row(economies()[item.economy].name, what, item, strong=item.economy == edition.code)
        for item in _items(found)
    ]


def _women_world_rows(edition: Edition) -> list[Row]:
    words = {
        "women_inventors": "women among inventors in PCT applications",
        "applications_with_a_woman": "PCT applications that name at least one woman",
    }
    found = _in_window(read_dataset("women_inventors_world").where(field="all"), edition)
    return [
        _women_row("World", words[str(item.measure)], item)
        for item in _items(found.sort_values(["measure", "year"], ascending=[False, True]))
    ]


def _women_row(place: str, what: str, item: Any, *, strong: bool = False) -> Row:
    return Row(
        cells=(
            text_cell(place),
            text_cell(what),
            text_cell(item.year),
            _cell(item, "percent", "percent"),
            text_cell(getattr(item, "note", "") or MISSING, item.row),
            text_cell(item.trust),
        ),
        strong=strong,
    )


def _women_attorney_rows(edition: Edition) -> list[Row]:
    """Women among registered attorneys, where both counts are held."""
    part = _in_window(_attorney_rows(["registered_women"]), edition)
    rows = []
    for item in _items(part):
        whole = held.attorneys("registered").number(item.economy, int(item.year))
        if whole is None:
            continue
        share = _share(_number(item, "persons", "persons"), whole)
        rows.append(
            Row(
                cells=(
                    text_cell(economies()[item.economy].name),
                    text_cell("women among registered patent attorneys"),
                    text_cell(item.year),
                    number_cell(share.value, " ".join(share.rows), "percent", share.derivation),
                    text_cell("derived; 31 March", item.row),
                    text_cell(item.trust),
                ),
                strong=item.economy == edition.code,
            )
        )
    return rows


def _women_academy_rows(edition: Edition) -> list[Row]:
    found = _in_window(read_dataset("wipo_academy").table, edition)
    return [
        Row(
            cells=(
                text_cell("World"),
                text_cell("women among participants of the WIPO Academy"),
                text_cell(item.year),
                _cell(item, "women_percent", "percent"),
                text_cell("participants, not persons"),
                text_cell(item.trust),
            )
        )
        for item in _items(found[found["women_percent"].notna()])
    ]


def _women_classes(rows: Sequence[Row]) -> str:
    return _classes(pd.Series([row.cells[-1].text for row in rows], dtype=object))


# 7 Contested claims


def contested(edition: Edition) -> Exhibit:
    """Claims on talent that are disputed or cannot be checked, each with who makes it."""
    table = read_dataset("article_facts").table
    facts = table[
        (table["chapter"] == "talent")
        & table["reliability"].eq("contested")
        & _concerns(table, edition)
    ]
    return statements.table(
        facts,
        label="tbl-talent-contested",
        title="Contested claims, which this book does not make",
        where=edition.said,
        missing=f"The book records no contested claim on talent about {edition.said} within "
        f"{edition.years_said}.",
        headline=sentence(
            "What follows is recorded with its label; none of it is a finding of this book.",
        )
        if len(facts)
        else None,
    )


# 8 What the counts do not say


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    return recipes.caveats(
        "tbl-talent-caveats",
        (
            "researchers",
            "technicians",
            "tertiary_enrolment",
            "degrees",
            "us_doctorates_temporary_visa",
            "us_stay_intentions",
            "us_stay_rates",
            "us_international_students",
            "top_ai_researchers",
            "patent_attorneys",
            "wipo_academy",
            "women_inventors_world",
            "article_facts",
        ),
    )


# Key findings


def _density_finding(edition: Edition) -> Sentence | None:
    """How researchers per head moved; left out where a caveat says that they mislead."""
    if _caveats("researchers", edition.name):
        return None
    return recipes.trend(
        edition.window(catalogue.researchers()),
        edition,
        "The density of researchers in {name} {change}",
    )


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    candidates = [
        cite(stock_finding(edition), "fig-talent-stock", "figure on researchers"),
        cite(
            _density_finding(edition),
            "fig-patents-researchers",
            "figure on researchers per head",
        ),
        cite(
            doctorates_finding(edition),
            "fig-talent-doctorates-world",
            "figure on doctorates",
        ),
        cite(
            us_doctorates_finding(edition),
            "fig-talent-us-doctorates",
            "figure on doctorates abroad",
        ),
        cite(women_finding(edition), "tbl-talent-women", "table on women")
        or cite(attorneys_finding(edition), "tbl-talent-attorneys", "table on attorneys"),
        cite(enrolment_headline(edition), "fig-talent-enrolment", "figure on enrolment"),
    ]
    return exhibits.findings(
        label="find-talent",
        title=f"Key findings: {edition.name}",
        sentences=[found for found in candidates if found][:MOST_FINDINGS],
        missing=f"The book holds no figures on talent for {edition.said} within "
        f"{edition.years_said}. Each section says what is held.",
    )


# Shared by the sections above

NOTHING_CROSSED = pd.DataFrame(columns=["label", "role", "x", "y", "rows"])


def _crossed(x: Series, y: Series, year: int | None, edition: Edition) -> pd.DataFrame:
    """Two measures of one year, those of zero left out: a logarithmic axis has none."""
    if year is None:
        return NOTHING_CROSSED
    table = drawn.crossed(x, y, year, year, edition)
    return table[(table["x"] > 0) & (table["y"] > 0)].reset_index(drop=True)


def _on_scale(edition: Edition) -> str:
    """How a count goes on in a sentence."""
    scales = {"per_million": " per million people", "per_gdp": " per billion PPP dollars of GDP"}
    return scales.get(edition.parameters.scale, "")


def _only_with_own(edition: Edition, table: pd.DataFrame) -> pd.DataFrame:
    """The rows where the economy is among them; peers alone would tell nothing about it."""
    codes = table["economy" if "economy" in table else "series"]
    return table if edition.code in set(codes) else table.head(0)


def _absent(edition: Edition, series: Series, year: int | None) -> list[str]:
    """The peers that a ranking of one year cannot hold."""
    if year is None:
        return []
    without = [code for code in edition.compared[1:] if series.number(code, year) is None]
    return [f"Without a value for {year}: {say_list(names(without))}."] if without else []


FOR_MAKERS = (": leave a gap", ": name the source", " Do not join.")


def _for_readers(text: str) -> str:
    """A descriptor's words without what they ask of whoever draws the figure."""
    for words in FOR_MAKERS:
        text = text.replace(words, "")
    return text


def _caveats(dataset: str, *beginnings: str) -> list[str]:
    """The caveats of a descriptor that begin with these words."""
    found = read_dataset(dataset).manifest.reportlib.caveats
    return [_for_readers(caveat) for caveat in found if caveat.startswith(beginnings)]


def _caveats_of(dataset: str, edition: Edition, *about: str) -> list[str]:
    """The caveats of a descriptor that name an economy compared, and one of the words."""
    return [
        _for_readers(caveat)
        for caveat in read_dataset(dataset).manifest.reportlib.caveats
        if any(re.search(rf"\b{re.escape(name)}\b", caveat) for name in names(edition.compared))
        and (not about or any(word in caveat for word in about))
    ]


def _provisional(dataset: str, table: pd.DataFrame) -> list[str]:
    """What is said of the provisional years that are drawn."""
    years = set(table["year"]) if len(table) else set()
    return [
        f"Provisional, {say_list(str(year) for year in found.years)}: {found.text}"
        for found in read_dataset(dataset).manifest.reportlib.provisional
        if years & set(found.years)
    ]


def _flagged(series: Iterable[Series], edition: Edition, table: pd.DataFrame) -> list[str]:
    """The breaks up to the year shown of each economy, which part its definition from others'."""
    if table.empty:
        return []
    shown = table.groupby("economy")["year"].max()
    found = {
        (code, b.year, b.text)
        for one in series
        for code in edition.compared
        for b in one.breaks_of(code)
        if code in shown.index and b.year <= shown[code]
    }
    return [
        f"{economies()[code].name}, from {year}: {_for_readers(text)}"
        for code, year, text in sorted(found)
    ]


def _own_breaks(series: Series, edition: Edition, year: int | None) -> list[str]:
    """The breaks of the economy's own series up to a year."""
    return [
        f"{edition.name}, from {b.year}: {b.text}"
        for b in series.breaks_of(edition.code)
        if year is not None and b.year <= year
    ]


def _median(table: pd.DataFrame, say: Callable[[float], str]) -> Number:
    middle = float(table["value"].median())
    return Number.over(middle, say, "", table["rows"], f"median of {len(table)}")


def _share(part: Number, whole: Number) -> Number:
    value = 100 * part.value / whole.value
    return Number(value, say_percent, "percent", (*part.rows, *whole.rows), "100 * part / whole")


def _span(series: Series) -> str:
    years = series.years()
    return f"{years[0]}–{years[-1]}"


def _items(table: pd.DataFrame) -> Iterable[Any]:
    return table.itertuples(index=False)


def _in_window(table: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    return table[table["year"].between(edition.parameters.first_year, edition.parameters.last_year)]


def _number(item: Any, column: str, unit: str, *, percent: bool = False) -> Number:
    """A value of a dataset's row."""
    value = float(getattr(item, column))
    return Number(value, say_percent if percent else say_count, unit, (item.row,))


def _cell(item: Any, column: str, unit: str) -> Piece:
    return number_cell(getattr(item, column), item.row, unit)


def _classes(found: pd.Series[str]) -> str:
    """What the classes of trust mean that occur in a table."""
    words = "; ".join(f"{one}: {TRUST_WORDS[one]}" for one in sorted(set(found)))
    return f"How the figures were read. {words}." if words else ""


def _china_only(edition: Edition, what: str) -> str:
    if edition.code == CHINA:
        return f"The book holds no {what} within {edition.years_said}."
    return f"The book holds {what} for China only; it has none for {edition.said}."
