"""The exhibits of the patents chapter, in the order in which it shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.datasets import read_dataset
from reportlib.edition import Edition, names, said
from reportlib.exhibits import Exhibit
from reportlib.findings import (
    Number,
    change,
    cite,
    count_of,
    part_of,
    plural,
    rank_of,
    say_count,
    say_decimal,
    say_millions,
    say_whole,
    sentence,
    unit_after,
)
from reportlib.indicators import Ranking, Series, rank
from reportlib.manifests import Provisional
from reportlib.parameters import economies
from reportlib.payload import Column, Piece, Row, Sentence
from reportlib.topics import recipes
from reportlib.views import number_cell, text_cell

BY_ORIGIN = "patents_by_origin"
PCT_BY_ORIGIN = "pct_by_origin"
PER_GDP = "applications per billion PPP dollars of GDP"
EUROPE = (
    "Applications that residents file at a regional office such as the EPO are not counted here, "
    "so members of the European Patent Convention look smaller than they are."
)


# 1 How many are filed, and by whom


def filings(edition: Edition) -> Exhibit:
    """Applications at the economy's office over time, by residence of the applicant."""
    both = {
        "resident": edition.scaled(edition.window(catalogue.resident_applications())),
        "nonresident": edition.scaled(edition.window(catalogue.nonresident_applications())),
    }
    labels = {"resident": "Residents", "nonresident": "Non-residents"}
    table = pd.concat(
        [
            drawn.series_of(series, edition.code, label=labels[role], role=role)
            for role, series in both.items()
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-filings",
        title="Patent applications received by the office, by residence of the applicant",
        where=f"office of {edition.said}",
        unit=f"{both['resident'].measure.unit}, a year",
        table=table,
        missing=edition.missing(
            catalogue.resident_applications(), catalogue.nonresident_applications()
        ),
        headline=filings_headline(edition),
        notes=[
            *drawn.break_notes(list(both.values()), [edition.code], table),
            EUROPE if edition.code in recipes.EPC else "",
        ],
        breaks=drawn.own_breaks(both, edition.code, table),
    )


def filings_headline(edition: Edition) -> Sentence | None:
    """Who files at the office, in the latest year with both kinds of applicant."""
    total = edition.window(catalogue.office_applications())
    latest = total.latest(edition.code)
    if latest is None:
        return _one_kind_headline(edition)
    year, count = latest
    residents = catalogue.resident_applications().number(edition.code, year)
    if count.value == 0 or residents is None:
        return sentence(
            "The office of {name} received no patent applications in {year}.",
            name=edition.said,
            year=str(year),
        )
    share = part_of(residents, count, "100 * resident / (resident + non-resident)")
    of_all = "" if count.value < 100 else sentence(" of the {count}", count=count)
    return sentence(
        "Residents filed {share}{of_all} patent {noun} that the office of {name} received in "
        "{year}.",
        share=share,
        of_all=of_all,
        noun=plural(count.value, "application"),
        name=edition.said,
        year=str(year),
    )


def _one_kind_headline(edition: Edition) -> Sentence | None:
    for series, who in (
        (catalogue.resident_applications(), "Residents"),
        (catalogue.nonresident_applications(), "Non-residents"),
    ):
        latest = edition.window(series).latest(edition.code)
        if latest is not None:
            return sentence(
                "{who} filed {count} patent {noun} at the office of {name} in {year}.",
                who=who,
                count=latest[1],
                noun=plural(latest[1].value, "application"),
                name=edition.said,
                year=str(latest[0]),
            )
    return None


def filings_trend(edition: Edition) -> Sentence | None:
    """How resident filings moved since the series last changed its definition.

    Not said for members of the European Patent Convention, whose residents file ever more
    at the European office instead.
    """
    if edition.code in recipes.EPC:
        return None
    own = edition.window(catalogue.resident_applications())
    return recipes.trend(
        own, edition, "At the office of {name}, applications by residents {change}"
    )


def world(edition: Edition) -> Exhibit:
    """Applications filed worldwide, in the years for which WIPO's estimate is held."""
    dataset = read_dataset("patent_applications_world")
    last = edition.parameters.last_year
    rows = dataset.where(applicant="total")
    rows = rows[rows["year"] <= last].sort_values("year")
    table = pd.DataFrame(
        {
            "category": rows["year"].astype(str),
            "year": rows["year"],
            "series": "world",
            "label": "World",
            "role": "world",
            "value": rows["applications"].astype(float),
            "rounded": rows["rounded"].astype(bool),
            "rows": rows["row"],
        }
    )
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-patents-world",
        title="Patent applications filed worldwide",
        where="all offices of the world, WIPO's estimate",
        unit="applications in the year",
        table=table,
        missing=f"The book holds no estimate for the world up to {last}.",
        headline=_world_headline(table),
        notes=[
            "Estimates that WIPO rounds or revises each year; a year without a bar is not held. "
            "An invention filed at several offices counts at each."
        ],
        names={"category": "Year"},
    )


def _world_headline(table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    newest = table.iloc[-1]
    value = float(newest["value"])
    say = say_millions if newest["rounded"] else say_count
    return sentence(
        "WIPO puts the patent applications filed worldwide in {year} at {about}{value}.",
        about="about " if newest["rounded"] else "",
        value=Number(value, say, "applications", (str(newest["rows"]),)),
        year=str(newest["year"]),
    )


def offices(edition: Edition) -> Exhibit:
    """The offices that receive most applications, and where this one stands."""
    series = edition.scaled(catalogue.office_applications())
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-patents-offices",
        title="Patent applications received by the office, residents and non-residents",
        unit=series.measure.unit,
        what="offices with data on both kinds of applicant",
        headline="The office of {name} ranks {rank} of {n} in {year}, with {value} {unit}.",
        otherwise="The office of {leader} is first of {n} offices with data in {year}, with "
        "{value} {unit}.",
        notes=[
            "An office is not an economy: applicants from anywhere file there, and regional "
            "offices are not in this list."
        ],
    )


# 2 How that compares


def peers_over_time(edition: Edition) -> Exhibit:
    """Resident filings per million people in two years, for the economy and its peers."""
    series, start, end = _per_million_years(edition)
    table = (
        drawn.first_and_last(series, edition, start, end)
        if start is not None and end is not None
        else pd.DataFrame(columns=["label", "role", "start", "end", "rows"])
    )
    changed = drawn.changed_notes(series, edition, start, end) if start and end else []
    return exhibits.figure(
        form=exhibits.DUMBBELL,
        label="fig-patents-per-million",
        title="Resident patent applications per million people, regional filings included",
        where=f"{edition.place(table)}, {start} and {end}",
        unit="applications per million people",
        table=table,
        missing=f"The book holds no values for two different years within {edition.years_said} "
        f"for {edition.said} or its peers.",
        headline=per_million_headline(edition),
        notes=[
            "The United Nations publish this series for selected years only. It adds what "
            "residents file at regional offices, so European economies can be compared here.",
            *changed,
            f"Peers: {edition.peers_said}.",
        ],
        names={"start": str(start), "end": str(end)},
        start_label=str(start),
        end_label=str(end),
    )


def _per_million_years(edition: Edition) -> tuple[Series, int | None, int | None]:
    """The series within the years asked for, its first year, and the year of the ranking."""
    series = edition.window(catalogue.resident_per_million())
    end = edition.reference_year(series)
    years = series.years()
    return series, years[0] if years and years[0] != end else None, end


def per_million_headline(edition: Edition) -> Sentence | None:
    """The economy's filings per head, its rank, and its change where there is no break."""
    series, start, end = _per_million_years(edition)
    ranking = rank(series, end)
    if ranking is None or end is None:
        return None
    last = series.number(edition.code, end)
    if last is None:
        return recipes.no_value(edition, ranking)
    place = ranking.rank(edition.code)
    return sentence(
        "{name}: residents filed {value} {noun} per million people in {year}{place}{change}.",
        name=edition.said,
        value=last,
        noun=plural(last.value, "application"),
        year=str(end),
        place=sentence(
            " (rank {rank} of {n})",
            rank=ranking.place(edition.code),
            n=ranking.count,
        )
        if place is not None
        else ", too few to be ranked",
        change=_change_since(series, edition.code, start, end, last),
    )


def _change_since(
    series: Series, code: str, start: int | None, end: int, last: Number
) -> str | Sentence:
    first = series.number(code, start) if start is not None else None
    if start is None or first is None or first.value <= 0 or series.broken(code, start, end):
        return ""
    said = sentence(
        "; since {start}, when it was {first}, the rate {change}",
        start=str(start),
        first=first,
        change=change(first, last),
    )
    return said or ""


def origins(edition: Edition) -> Exhibit:
    """The economies whose residents file most for the size of the economy."""
    series = _gii(edition, BY_ORIGIN, "resident patent applications", PER_GDP)
    return recipes.ranking_figure(
        rank(series, edition.reference_year(series)),
        edition,
        label="fig-patents-origins",
        title="Resident patent applications in relation to GDP, by origin",
        unit=PER_GDP,
        what="economies with data",
        headline="For its size, {name} ranks {rank} of {n}: {value} resident applications per "
        "billion PPP dollars of GDP in {year}.",
        otherwise="For its size, {leader} files most: {value} resident applications per billion "
        "PPP dollars of GDP in {year}, among {n} economies with data.",
        notes=[
            "As printed in the Global Innovation Index, for the economies with data of the year; "
            "applications at the national office and at regional offices together. A large rate "
            "says that filing is common, not that inventions are valuable.",
            *_flagged(edition, BY_ORIGIN),
        ],
    )


def three_scales(edition: Edition) -> Exhibit:
    """The economy and its peers on four measures of residents' patent activity."""
    years = [
        (found, edition.reference_year(found.series)) for found in _measures_of_activity(edition)
    ]
    rows = [
        Row(
            cells=(text_cell(name), *(_cell(found.series, code, year) for found, year in years)),
            strong=code == edition.code,
        )
        for code, name in zip(edition.compared, names(edition.compared), strict=True)
    ]
    shown = [row for row in rows if any(cell.value is not None for cell in row.cells)]
    return exhibits.table(
        label="tbl-patents-scales",
        title="Residents' patent activity on four measures",
        where=f"{edition.said} and peers" if any(r.strong for r in shown) else "peers",
        columns=[
            Column(title="Economy"),
            *(
                Column(
                    title=f"{found.title}, {year}" if year else found.title,
                    unit=found.unit,
                    numeric=True,
                )
                for found, year in years
            ),
        ],
        rows=shown,
        missing=f"The book holds none of the four measures for {edition.said} or its peers.",
        headline=scales_headline(edition),
        notes=[
            "The four columns are four definitions, not one number on four scales: compare down a "
            "column, never across.",
            "In the first column: " + EUROPE[:1].lower() + EUROPE[1:],
            "A cell with two dots has no value in the column's year.",
        ],
    )


@dataclass(frozen=True)
class Activity:
    """A measure of patent activity; only some can be ranked across economies."""

    series: Series
    title: str
    unit: str
    comparable: bool = True


def _measures_of_activity(edition: Edition) -> list[Activity]:
    return [
        Activity(catalogue.resident_applications(), "At own office", "applications", False),
        Activity(
            catalogue.resident_per_million(), "Filings per head, regional included", "per million"
        ),
        Activity(
            _gii(edition, BY_ORIGIN, "resident applications", PER_GDP),
            "Filings by GDP",
            "per bn PPP$",
        ),
        Activity(catalogue.families(), "Families granted", "families"),
    ]


def scales_headline(edition: Edition) -> Sentence | None:
    """Where the economy stands highest and lowest on the measures that can be compared."""
    places: list[tuple[int, Ranking, str]] = []
    for found in _measures_of_activity(edition):
        ranking = rank(found.series, edition.reference_year(found.series))
        place = ranking.rank(edition.code) if ranking else None
        if found.comparable and ranking is not None and place is not None:
            places.append((place, ranking, f"{found.title[:1].lower()}{found.title[1:]}"))
    if not places:
        return _no_place_said(edition)
    places.sort(key=lambda item: item[0])
    said = [_place_said(edition, ranking, title) for _, ranking, title in places]
    if len(said) == 1:
        return sentence("{name} ranks {best}.", name=edition.said, best=said[0])
    return sentence(
        "The rank of {name} depends on the measure: {best}, {worst}.",
        name=edition.said,
        best=said[0],
        worst=said[-1],
    )


def _no_place_said(edition: Edition) -> Sentence | None:
    """That the economy has no place: for want of values, or of values that can be ranked."""
    values = [
        found.series.number(edition.code, year)
        for found in _measures_of_activity(edition)
        if (year := edition.reference_year(found.series)) is not None
    ]
    return sentence(
        "{name} cannot be ranked on any of these four measures."
        if any(values)
        else "The book holds no value of {name} on any of these four measures in the years shown.",
        name=edition.said,
    )


def _place_said(edition: Edition, ranking: Ranking, title: str) -> Sentence | None:
    return sentence(
        "{rank} of {n} by {title} in {year}",
        rank=ranking.place(edition.code),
        n=ranking.count,
        title=title,
        year=str(ranking.year),
    )


# 3 Who files abroad


def families(edition: Edition) -> Exhibit:
    """Patent families granted over time: the economy and its peers, a panel each."""
    series = edition.scaled(catalogue.families())
    table = drawn.panels(drawn.compared(series, edition))
    own = edition.window(series).of(edition.code)
    covered = catalogue.families().table.drop_duplicates("economy", keep="last")["rows"]
    known = count_of(covered, "economies in the series")
    notes: list[str | Sentence | None] = [
        sentence("The source gives this series for {known} economies.", known=known)
    ]
    if own.table.empty:
        notes.append(f"{edition.name} is not among them, or has no value in these years.")
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-patents-families",
        title="Patent families by year of first grant and residence of the inventors",
        where=edition.place(table),
        unit=f"{series.measure.unit}, fractional counts",
        table=table,
        missing=f"The book holds no patent families for {edition.said} or its peers within "
        f"{edition.years_said}; the source leaves most economies out.",
        headline=recipes.trend(own, edition, "Patent families with inventors in {name} {change}")
        or _families_leader(edition, series, table),
        notes=[note for note in notes if note],
    )


def _families_leader(edition: Edition, series: Series, table: pd.DataFrame) -> Sentence | None:
    ranking = rank(edition.window(series), edition.reference_year(edition.window(series)))
    if table.empty or ranking is None:
        return None
    leader = str(ranking.table["economy"].iloc[0])
    return sentence(
        "Of {n} economies with a value in {year}, {leader} is first, with {value} {unit}.",
        n=ranking.count,
        leader=said(leader),
        year=str(ranking.year),
        value=series.number(leader, ranking.year),
        unit=series.measure.unit,
    )


def pct(edition: Edition) -> Exhibit:
    """PCT applications by receiving office and by origin, side by side and never joined."""
    received = edition.scaled(edition.window(catalogue.pct_received()))
    origin = edition.scaled(edition.window(catalogue.pct_by_origin()))
    table = pd.concat(
        [
            drawn.series_of(received, edition.code, label="Receiving office", role="neutral"),
            drawn.series_of(origin, edition.code, label="Origin", role="focus"),
        ],
        ignore_index=True,
    )
    years = (edition.parameters.first_year, edition.parameters.last_year)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-pct",
        title="PCT applications, mainly by receiving office, and by origin of the applicant",
        where=edition.said,
        unit=f"{received.measure.unit}, a year",
        table=table,
        missing=edition.missing(catalogue.pct_received(), catalogue.pct_by_origin()),
        headline=pct_headline(edition),
        notes=[
            "Two definitions. Receiving office: applications by year of publication, put mainly "
            "under the office where they were lodged. Origin: applications by year of filing and "
            "residence of the first applicant, held for large filers only. Applicants in Europe "
            "mostly lodge at the EPO, so that there the first is far below the second.",
            recipes.trust_note("pct_by_origin", edition.code, "origin", years),
        ],
    )


def pct_headline(edition: Edition) -> Sentence | None:
    """The newest PCT count: by origin where it is not the older one; nothing where it is zero."""
    by_origin = edition.window(catalogue.pct_by_origin()).latest(edition.code)
    received = edition.window(catalogue.pct_received()).latest(edition.code)
    if by_origin and (not received or by_origin[0] >= received[0]):
        return sentence(
            "Applicants from {name} filed {count} PCT applications in {year}.",
            name=edition.said,
            count=by_origin[1],
            year=str(by_origin[0]),
        )
    if received is None or received[1].value == 0:
        return None
    return sentence(
        "{count} PCT {noun} published in {year} {verb} counted for {name}, mainly by receiving "
        "office.",
        count=received[1],
        noun=plural(received[1].value, "application"),
        verb="is" if received[1].value == 1 else "are",
        name=edition.said,
        year=str(received[0]),
    )


def pct_world(edition: Edition) -> Exhibit:
    """The economies with most PCT applications for the size of the economy."""
    series = _gii(edition, PCT_BY_ORIGIN, "PCT applications by origin", PER_GDP)
    return recipes.ranking_figure(
        rank(series, edition.reference_year(series)),
        edition,
        label="fig-patents-pct-world",
        title="PCT applications in relation to GDP, by origin",
        unit=PER_GDP,
        what="economies with data",
        headline="{name} ranks {rank} of {n} by PCT applications in relation to GDP: {value} per "
        "billion PPP dollars in {year}.",
        otherwise="{leader} files most PCT applications in relation to GDP: {value} per billion "
        "PPP dollars in {year}, among {n} economies with data.",
        notes=[
            f"As printed in the {catalogue.LAST_PCT_EDITION} edition of the Global Innovation "
            "Index. The edition after it halves the counts of several small economies without a "
            "stated reason, and is not used. A small economy in which foreign firms hold their "
            "rights can lead this list.",
            *_flagged(edition, PCT_BY_ORIGIN),
        ],
    )


def applicants(edition: Edition) -> Exhibit:
    """The applicants with most published PCT applications, in the newest year held."""
    dataset = read_dataset("pct_applicants")
    held = dataset.table[dataset.table["year"] <= edition.parameters.last_year]
    newest = held["year"].max() if len(held) else None
    shown = held[held["year"] == newest].sort_values("applications", ascending=False)
    rows = [
        Row(
            cells=(
                text_cell(item.applicant),
                text_cell(economies()[str(item.economy)].name),
                number_cell(item.applications, str(item.row), "applications"),
                text_cell(item.trust),
            ),
            strong=bool(item.economy == edition.code),
        )
        for item in shown.itertuples(index=False)
    ]
    return exhibits.table(
        label="tbl-patents-applicants",
        title="Applicants with most PCT applications published",
        where=f"the world, {newest}",
        columns=[
            Column(title="Applicant"),
            Column(title="Economy"),
            Column(title="Applications published", numeric=True),
            Column(title="Trust"),
        ],
        rows=rows,
        missing=f"The book holds no list of applicants up to {edition.parameters.last_year}.",
        headline=_applicants_headline(edition, rows, str(newest)),
        notes=[
            "The first of WIPO's list as press reports give it, not all applicants; the last "
            "column is the trust class of the page that was read."
        ],
    )


def _applicants_headline(edition: Edition, rows: list[Row], year: str) -> Sentence | None:
    if not rows:
        return None
    listed = [" ".join(row.cells[2].rows) for row in rows]
    strong = [found for found, row in zip(listed, rows, strict=True) if row.strong]
    own = count_of(strong, "applicants from the economy", "applicants")
    first = rows[0].cells
    return sentence(
        "{first} leads the applicants held for {year}, with {value}; {own} of the {n} {are} from "
        "{name}.",
        first=first[0].text,
        year=year,
        value=(first[2],),
        own=own if strong else "none",
        n=count_of(listed, "applicants held for the year", "applicants"),
        are="is" if len(strong) == 1 else "are",
        name=edition.said,
    )


# 4 Granted and in force


def grants(edition: Edition) -> Exhibit:
    """Patents granted by the office in the years that the United Nations publish."""
    series = edition.scaled(edition.window(catalogue.grants()))
    own = series.of(edition.code)
    table = own.table.sort_values("year").assign(
        category=own.table["year"].astype(str), series="grants", label="Granted", role="focus"
    )
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-patents-grants",
        title="Patents granted by the office, selected years",
        where=f"office of {edition.said}",
        unit=f"{series.measure.unit}, in the year",
        table=table,
        missing=edition.missing(catalogue.grants()),
        headline=recipes.trend(own, edition, "Patents granted by the office of {name} {change}")
        or recipes.latest(edition, own, "The office of {name} granted {value} in {year}."),
        notes=[
            "A flow: patents granted within the year. The source gives selected years only; "
            "a year without a bar is missing, not zero.",
            *drawn.break_notes([series], [edition.code], table),
        ],
        names={"category": "Year"},
    )


def in_force(edition: Edition) -> Exhibit:
    """Patents in force: the economy and its peers in two years."""
    series = edition.scaled(edition.window(catalogue.in_force()))
    end = edition.reference_year(series)
    years = [year for year in series.years() if end is None or year < end]
    start = years[0] if years else None
    table = (
        drawn.first_and_last(series, edition, start, end)
        if start is not None and end is not None
        else pd.DataFrame(columns=["label", "role", "start", "end", "rows"])
    )
    return exhibits.figure(
        form=exhibits.SLOPE,
        label="fig-patents-in-force",
        title="Patents in force at the office",
        where=f"offices of {edition.place(table)}, {start} and {end}",
        unit=series.measure.unit,
        table=table,
        missing="The book holds no values for two different years within "
        f"{edition.years_said} for these offices.",
        headline=_in_force_headline(edition, series, end),
        notes=[
            "A stock: patents alive at the end of the year, whoever holds them.",
            *(drawn.changed_notes(series, edition, start, end) if start and end else []),
        ],
        names={"start": str(start), "end": str(end), "item": "Office"},
        start_label=str(start),
        end_label=str(end),
    )


def _in_force_headline(edition: Edition, series: Series, end: int | None) -> Sentence | None:
    ranking = rank(series, end)
    if ranking is None:
        return None
    value = series.number(edition.code, ranking.year)
    if value is None:
        return recipes.no_value(edition, ranking)
    return sentence(
        "The office of {name} had {value} {unit} in {year}: rank {rank} of {n} offices with data.",
        value=value,
        unit=unit_after(value.value, series.measure.unit),
        name=edition.said,
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


# 5 Effort and result


def effort(edition: Edition) -> Exhibit:
    """R&D expenditure against resident filings, for every economy with both."""
    x, y = catalogue.rd_share(), catalogue.resident_per_million()
    year = edition.reference_year(y)
    table = (
        drawn.crossed(x, y, year, year, edition)
        if year is not None
        else pd.DataFrame(columns=["label", "role", "x", "y", "rows"])
    )
    table = table[table["y"] > 0]
    return exhibits.figure(
        form=exhibits.SCATTER,
        label="fig-patents-effort",
        title="R&D expenditure and resident patent applications",
        where=f"economies with both in {year}",
        unit="applications per million people against R&D in percent of GDP",
        table=table,
        missing=f"The book holds no year up to {edition.parameters.last_year} with both measures.",
        headline=effort_headline(edition, table, year),
        notes=[
            "Neither is the cause of the other: industries differ in how much they patent, and an "
            "application can rest on R&D done abroad."
        ],
        names={"x": "R&D expenditure, percent of GDP", "y": "Applications per million people"},
        x_unit="R&D expenditure, percent of GDP",
        y_unit="applications per million people",
        y_log=True,
    )


def effort_headline(edition: Edition, table: pd.DataFrame, year: int | None) -> Sentence | None:
    """Where the economy stands on both, or how the two go together in the world."""
    if year is None or table.empty:
        return None
    own = table[table["role"] == "focus"]
    if own.empty:
        return _together(table, year)
    return sentence(
        "Of the {n} economies with both measures in {year}, {name} ranks {x} by R&D expenditure "
        "and {y} by resident applications per head.",
        name=edition.said,
        x=_place_in(table, "x", own),
        y=_place_in(table, "y", own),
        n=count_of(table["rows"], "economies with both measures"),
        year=str(year),
    )


def _place_in(table: pd.DataFrame, column: str, own: pd.DataFrame) -> Number:
    place = int(table[column].rank(ascending=False, method="min")[own.index[0]])
    return rank_of(place, str(own["rows"].iloc[0]), f"{len(table)} economies with both measures")


def _together(table: pd.DataFrame, year: int) -> Sentence | None:
    rho = float(table["x"].rank().corr(table["y"].rank()))
    number = Number.over(
        rho, partial(say_decimal, digits=2), "", table["rows"], "Spearman rank correlation"
    )
    return sentence(
        "Economies that spend a larger share on R&D {together} per head: rank correlation {rho} "
        "among {n} economies in {year}.",
        together="tend to file more" if rho > 0.3 else "do not clearly file more",
        rho=number,
        n=count_of(table["rows"], "economies with both measures"),
        year=str(year),
    )


def researchers(edition: Edition) -> Exhibit:
    """Researchers per million people over time, for the economy and its peers."""
    series = catalogue.researchers()
    table = drawn.compared(series, edition)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-researchers",
        title="Researchers per million people",
        where=edition.place(table),
        unit="full-time equivalents per million people",
        table=table,
        missing=f"The book holds no researchers for {edition.said} or its peers within "
        f"{edition.years_said}.",
        headline=recipes.trend(
            edition.window(series),
            edition,
            "The number of researchers in relation to people in {name} {change}",
        )
        or recipes.latest(
            edition,
            edition.window(series),
            "{name} had {value} researchers per million people in {year}.",
        )
        or recipes.no_values(edition, series),
        notes=drawn.break_notes([series], edition.compared, table),
        breaks=drawn.breaks(series, edition.compared, table),
    )


# 6 The world ranking


def innovation_rank(edition: Edition) -> Exhibit:
    """The rank in the Global Innovation Index by edition, for the economy and its peers."""
    series = catalogue.gii_rank()
    table = drawn.compared(series, edition)
    return exhibits.figure(
        form=exhibits.RANK_LINES,
        label="fig-patents-gii",
        title="Rank in the Global Innovation Index, by edition",
        where=edition.place(table),
        unit="rank",
        table=table,
        missing=edition.missing(series),
        headline=innovation_headline(edition) or recipes.no_values(edition, series),
        notes=[
            "Ranks belong to an edition: method and coverage change, so a step of a few places "
            "may come from the index rather than from the economy. Of the 2020 edition only "
            "some ranks are held."
        ],
    )


def innovation_headline(edition: Edition) -> Sentence | None:
    """The newest rank, and where it stood in the first edition shown."""
    own = edition.window(catalogue.gii_rank())
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    now, then = replace(last[1], say=say_whole), replace(first[1], say=say_whole)
    ranked = catalogue.gii_ranked(last[0])
    return sentence(
        "{name} ranks {now}{of} in the {edition} edition of the Global Innovation Index{moved}.",
        name=edition.said,
        now=now,
        of=sentence(" of {ranked}", ranked=ranked) if ranked else "",
        edition=str(last[0]),
        moved=_moved(then, now, first[0]) if first[0] != last[0] else "",
    )


def _moved(then: Number, now: Number, year: int) -> str | Sentence:
    if now.value == then.value:
        return f", the same rank as in {year}"
    moved = sentence(
        ", {way} from {then} in {year}",
        way="up" if now.value < then.value else "down",
        then=then,
        year=str(year),
    )
    return moved or ""


# 7 China's own statistics


def china_applications(edition: Edition) -> Exhibit:
    """China's applications by right and kind of applicant, in panels."""
    tables = []
    for right, title in catalogue.RIGHTS.items():
        for applicant in ("domestic", "foreign"):
            series = edition.scaled(
                edition.window(catalogue.cnipa(right, "application", applicant))
            )
            table = drawn.series_of(series, "CHN", label=applicant.capitalize(), role=applicant)
            tables.append(table.assign(panel=right, panel_label=title))
    table = pd.concat(tables) if edition.code == "CHN" else tables[0].head(0)
    series = catalogue.cnipa("invention", "application", "total")
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-patents-china-applications",
        title="Applications at China's office by right and applicant",
        where="China National Intellectual Property Administration",
        unit=f"{edition.scaled(series).measure.unit}, a year",
        table=table,
        missing=_china_only(edition),
        headline=_china_headline(edition),
        notes=[
            *drawn.break_notes([series], ["CHN"], table),
            "Domestic includes Hong Kong, Macao and Taiwan here, unlike resident in WIPO's counts. "
            "Utility models and designs are not examined as inventions are: the three "
            "must not be added up as patents.",
        ],
        breaks=drawn.own_breaks({"domestic": series, "foreign": series}, "CHN", table),
    )


def _china_headline(edition: Edition) -> Sentence | None:
    latest = edition.window(catalogue.cnipa("invention", "application", "total")).latest("CHN")
    models = catalogue.cnipa("utility_model", "application", "total")
    if latest is None or models.number("CHN", latest[0]) is None:
        return None
    year, inventions = latest
    return sentence(
        "In {year} the office received {inventions} applications for inventions and {models} for "
        "utility models.",
        year=str(year),
        inventions=inventions,
        models=models.number("CHN", year),
    )


def china_in_force(edition: Edition) -> Exhibit:
    """Rights in force in China by right, side by side."""
    tables = []
    for right, title in catalogue.RIGHTS.items():
        series = edition.scaled(edition.window(catalogue.cnipa(right, "in_force", "total")))
        tables.append(drawn.series_of(series, "CHN", label=title, role=right))
    table = pd.concat(tables, ignore_index=True)
    complete = table.groupby("year")["series"].transform("nunique") == len(catalogue.RIGHTS)
    table = table[complete].assign(category=table["year"].astype(str))
    table = table if edition.code == "CHN" else table.head(0)
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-patents-china-in-force",
        title="Rights in force at China's office",
        where="China National Intellectual Property Administration",
        unit=f"{series.measure.unit}, at the end of the year",
        table=table,
        missing=_china_only(edition),
        headline=_china_stock_headline(edition),
        notes=[
            "Three different rights with different examination and terms, side by side and not "
            "to be added. Only years with all three are shown."
        ],
        names={"category": "Year"},
    )


def _china_stock_headline(edition: Edition) -> Sentence | None:
    newest = edition.window(catalogue.cnipa("utility_model", "in_force", "total")).latest("CHN")
    if newest is None:
        return None
    year, models = newest
    inventions = catalogue.cnipa("invention", "in_force", "total").number("CHN", year)
    if inventions is None:
        return None
    ratio = models.value / inventions.value
    return sentence(
        "At the end of {year}, {inventions} inventions and {models} utility models were in force: "
        "{ratio} utility models for each invention.",
        year=str(year),
        inventions=inventions,
        models=models,
        ratio=Number(
            ratio,
            say_decimal,
            rows=(*models.rows, *inventions.rows),
            derivation="utility models in force / inventions in force",
        ),
    )


def china_high_value(edition: Edition) -> Exhibit:
    """China's high-value invention patents per 10,000 people."""
    series = edition.window(catalogue.high_value_per_10000())
    table = drawn.series_of(series, "CHN", label="High-value inventions", role="invention")
    table = table if edition.code == "CHN" else table.head(0)
    latest = series.latest("CHN")
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-china-high-value",
        title="High-value invention patents held, as China's office defines them",
        where="China",
        unit="patents per 10,000 people",
        table=table,
        provisional=series.provisional,
        missing=_china_only(edition),
        headline=sentence(
            "China's office counts {value} high-value invention patents per 10,000 people in its "
            "figure of {year}.",
            value=latest[1],
            year=str(latest[0]),
        )
        if latest
        else None,
        notes=[
            "High value is the office's own term: patents in strategic industries, with families "
            "abroad, in force for more than ten years, pledged for finance at a high sum, or "
            "awarded a national prize. It is a target of the five-year plan, not a judgement of "
            "single inventions. Figures are from press releases, some read in copies (trust class "
            "D).",
            *(f"Provisional: {p.text}" for p in _provisional(table)),
        ],
    )


def _provisional(table: pd.DataFrame) -> list[Provisional]:
    """What the descriptor says of the provisional years that are drawn."""
    shown = set(table["year"])
    held = read_dataset("cnipa_indicators").manifest.reportlib.provisional
    return [found for found in held if shown & set(found.years)]


def _china_only(edition: Edition) -> str:
    if edition.code != "CHN":
        return (
            "The book holds the national office's own series for China only; it has none for "
            f"{edition.said}."
        )
    return f"The office's series holds no values within {edition.years_said}."


# Key findings


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    series, _, end = _per_million_years(edition)
    own_rate = series.number(edition.code, end) if end is not None else None
    return exhibits.findings(
        label="find-patents",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(filings_headline(edition), "fig-patents-filings", "figure on filings"),
            cite(filings_trend(edition), "fig-patents-filings", "figure on filings"),
            cite(
                per_million_headline(edition) if own_rate else None,
                "fig-patents-per-million",
                "figure on filings per head",
            ),
            cite(pct_headline(edition), "fig-patents-pct", "figure on PCT applications"),
            cite(innovation_headline(edition), "fig-patents-gii", "figure on innovation ranks"),
        ],
        missing=f"The book holds no patent statistics for {edition.said} within "
        f"{edition.years_said}. Each section says what is held.",
    )


# 8 What the counts do not say


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    return recipes.caveats(
        "tbl-patents-caveats",
        (
            "patent_applications",
            "resident_patents_per_million",
            "patent_families",
            "pct_receiving_office",
            "patent_grants",
            "patents_in_force",
            "gii_ranks",
        ),
    )


# Shared by the sections above


def _gii(edition: Edition, indicator: str, name: str, unit: str) -> Series:
    return catalogue.gii_indicator(indicator, name, unit, edition.parameters.last_year)


def _flagged(edition: Edition, indicator: str) -> list[str]:
    """What the descriptor flags in the economy's own value in the edition shown."""
    shown = catalogue.gii_edition(indicator, edition.parameters.last_year)
    return [
        f"{edition.name}, {flagged.text[:1].lower()}{flagged.text[1:]}"
        for flagged in read_dataset("gii_indicators").manifest.reportlib.breaks
        if (flagged.model_dump().get("indicator"), flagged.economy, flagged.year)
        == (indicator, edition.code, shown)
    ]


def _cell(series: Series, code: str, year: int | None) -> Piece:
    found = series.number(code, year) if year is not None else None
    if found is None:
        return number_cell(None)
    return number_cell(found.value, " ".join(found.rows), found.unit, found.derivation)
