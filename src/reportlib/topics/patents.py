"""The exhibits of the patents chapter, in the order in which it shows them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.datasets import read_dataset
from reportlib.edition import Edition, names, said
from reportlib.exhibits import Exhibit
from reportlib.findings import Number, cite, say_change, say_decimal, sentence
from reportlib.indicators import Series, rank
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
    residents = edition.window(catalogue.resident_applications())
    others = edition.window(catalogue.nonresident_applications())
    both = {"resident": residents, "nonresident": others}
    table = pd.concat(
        [
            drawn.series_of(residents, edition.code, label="Residents", role="resident"),
            drawn.series_of(others, edition.code, label="Non-residents", role="nonresident"),
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-filings",
        title="Patent applications received by the office, by residence of the applicant",
        where=f"office of {edition.said}",
        unit="applications per year",
        table=table,
        missing=edition.missing(
            catalogue.resident_applications(), catalogue.nonresident_applications()
        ),
        headline=filings_headline(edition),
        notes=drawn.break_notes(list(both.values()), [edition.code], table),
        breaks=drawn.own_breaks(both, edition.code, table),
    )


def filings_headline(edition: Edition) -> Sentence | None:
    """Who files at the office, in the latest year with both kinds of applicant."""
    total = edition.window(catalogue.office_applications())
    latest = total.latest(edition.code)
    if latest is None:
        return _one_kind_headline(edition)
    year, count = latest
    share = catalogue.resident_share().number(edition.code, year)
    if count.value == 0 or share is None:
        return sentence(
            "The office of {name} received no patent applications in {year}.",
            name=edition.said,
            year=str(year),
        )
    return sentence(
        "Residents filed {share} of the {count} patent applications that the office of {name} "
        "received in {year}.",
        share=share,
        count=count,
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
                "{who} filed {count} patent applications at the office of {name} in {year}.",
                who=who,
                count=latest[1],
                name=edition.said,
                year=str(latest[0]),
            )
    return None


def filings_trend(edition: Edition) -> Sentence | None:
    """How resident filings moved since the series last changed its definition."""
    own = edition.window(catalogue.resident_applications().since_break(edition.code))
    return recipes.trend(
        own, edition, "At the office of {name}, applications by residents {change}"
    )


def offices(edition: Edition) -> Exhibit:
    """The offices that receive most applications, and where this one stands."""
    ranking = rank(
        catalogue.office_applications(), edition.reference_year(catalogue.office_applications())
    )
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-patents-offices",
        title="Patent applications received by the office, residents and non-residents",
        unit="applications",
        what="offices with data on both kinds of applicant",
        headline="The office of {name} ranks {rank} of {n} by applications received in {year}, "
        "with {value}.",
        otherwise="The office of {leader} received the most applications in {year}, {value}, "
        "among {n} offices with data.",
        notes=[
            "An office is not an economy: applicants from anywhere file there, and regional "
            "offices are not in this list."
        ],
    )


# 2 How that compares


def peers_over_time(edition: Edition) -> Exhibit:
    """Resident filings per million people in two years, for the economy and its peers."""
    series = edition.window(catalogue.resident_per_million())
    end = edition.reference_year(series)
    years = series.years()
    start = years[0] if years and years[0] != end else None
    table = (
        drawn.first_and_last(series, edition, start, end)
        if start is not None and end is not None
        else pd.DataFrame(columns=["label", "role", "start", "end", "rows"])
    )
    return exhibits.figure(
        form=exhibits.DUMBBELL,
        label="fig-patents-per-million",
        title="Resident patent applications per million people, regional filings included",
        where=f"{edition.said} and peers, {start} and {end}",
        unit="applications per million people",
        table=table,
        missing=f"The book holds no values for two different years within {edition.years_said} "
        "for these economies.",
        headline=per_million_headline(edition, series, start, end),
        notes=[
            "The United Nations publish this series for selected years only. It adds what "
            "residents file at regional offices, so European economies can be compared here."
        ],
        names={"start": str(start), "end": str(end)},
        start_label=str(start),
        end_label=str(end),
    )


def per_million_headline(
    edition: Edition, series: Series, start: int | None, end: int | None
) -> Sentence | None:
    """The economy's filings per head, its rank and its change."""
    ranking = rank(series, end)
    if ranking is None or start is None or end is None:
        return None
    last = series.number(edition.code, end)
    place = ranking.rank(edition.code)
    if last is None or place is None:
        return recipes.no_value(edition, ranking)
    first = series.number(edition.code, start)
    change = ""
    if first is not None and first.value > 0:
        change = f", which {say_change(first.value, last.value)} since {start}"
    return sentence(
        "{name}: residents filed {value} applications per million people in {year}{change}; "
        "rank {rank} of {n}.",
        name=edition.said,
        value=last,
        year=str(end),
        change=change,
        rank=recipes.rank_number(ranking, edition.code),
        n=str(ranking.n),
    )


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
            "As printed in the Global Innovation Index; applications at the national office and at "
            "regional offices together. A large rate says that filing is common, not that the "
            "inventions are valuable.",
            *_flagged(edition, BY_ORIGIN),
        ],
    )


def three_scales(edition: Edition) -> Exhibit:
    """The economy and its peers on three scales: counts, per head, per GDP."""
    columns = [
        (catalogue.resident_applications(), "At own office", "applications"),
        (catalogue.resident_per_million(), "Regional filings included", "per million people"),
        (_gii(edition, BY_ORIGIN, "resident applications", PER_GDP), "By origin", "per bn PPP$"),
        (catalogue.families(), "Families granted", "families"),
    ]
    years = [(series, edition.reference_year(series)) for series, _, _ in columns]
    rows = [
        Row(
            cells=(
                text_cell(name),
                *(_cell(series, code, year) for series, year in years),
            ),
            strong=code == edition.code,
        )
        for code, name in zip(edition.compared, names(edition.compared), strict=True)
    ]
    shown = [row for row in rows if any(cell.value is not None for cell in row.cells)]
    return exhibits.table(
        label="tbl-patents-scales",
        title="Residents' patent activity on four measures",
        where=f"{edition.said} and peers",
        columns=[
            Column(title="Economy"),
            *(
                Column(title=f"{title}, {year}" if year else title, unit=unit, numeric=True)
                for (_, title, unit), (_, year) in zip(columns, years, strict=True)
            ),
        ],
        rows=shown,
        missing=f"The book holds none of the four measures for {edition.said} or its peers.",
        headline=scales_headline(edition, years),
        notes=[
            "The four columns are four definitions, not one number on four scales: compare down a "
            "column, never across. " + EUROPE + " That holds for the first column only.",
            "A cell with two dots has no value in the column's year.",
        ],
    )


def scales_headline(edition: Edition, years: list[tuple[Series, int | None]]) -> Sentence | None:
    """Whether the economy's rank depends on the measure."""
    places = []
    for series, year in years:
        ranking = rank(series, year)
        place = ranking.rank(edition.code) if ranking else None
        if ranking is not None and place is not None:
            places.append((place, ranking.n))
    if len(places) < 2:
        return sentence(
            "For {name} the book holds {held} of the {all} measures in the columns' years.",
            name=edition.said,
            held=str(len(places)),
            all=str(len(years)),
        )
    best, worst = min(places), max(places)
    if best[0] == worst[0]:
        return sentence(
            "{name} ranks {best} on every measure for which it has data.",
            name=edition.said,
            best=str(best[0]),
        )
    return sentence(
        "The rank of {name} depends on the measure: from {best} of {n_best} to {worst} of "
        "{n_worst}.",
        name=edition.said,
        best=str(best[0]),
        n_best=str(best[1]),
        worst=str(worst[0]),
        n_worst=str(worst[1]),
    )


# 3 Who files abroad


def families(edition: Edition) -> Exhibit:
    """Patent families granted over time: the economy and its peers, a panel each."""
    series = edition.scaled(catalogue.families())
    table = drawn.panels(drawn.compared(series, edition))
    own = edition.window(series).of(edition.code)
    known = catalogue.families().table["economy"].nunique()
    notes = [f"The source gives this series for {known} economies."]
    if own.table.empty:
        notes.append(f"{edition.name} is not among them, or has no value in these years.")
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-patents-families",
        title="Patent families by year of first grant and residence of the inventors",
        where=f"{edition.said} and peers" if not own.table.empty else "peers",
        unit=f"{series.measure.unit}, fractional counts",
        table=table,
        missing=f"The book holds no patent families for {edition.said} or its peers within "
        f"{edition.years_said}; the source gives {known} economies.",
        headline=_families_headline(edition, own) or _families_leader(edition, series, table),
        notes=notes,
    )


def _families_headline(edition: Edition, own: Series) -> Sentence | None:
    return recipes.trend(own, edition, "Patent families with inventors in {name} {change}")


def _families_leader(edition: Edition, series: Series, table: pd.DataFrame) -> Sentence | None:
    ranking = rank(edition.window(series), edition.reference_year(edition.window(series)))
    if table.empty or ranking is None:
        return None
    leader = str(ranking.table["economy"].iloc[0])
    return sentence(
        "Among {n} economies in the source, {leader} had the most in {year}: {value}.",
        n=str(ranking.n),
        leader=said(leader),
        year=str(ranking.year),
        value=series.number(leader, ranking.year),
    )


def pct(edition: Edition) -> Exhibit:
    """PCT applications by receiving office and by origin, side by side and never joined."""
    received = edition.window(catalogue.pct_received())
    origin = edition.window(catalogue.pct_by_origin())
    table = pd.concat(
        [
            drawn.series_of(received, edition.code, label="Receiving office", role="neutral"),
            drawn.series_of(origin, edition.code, label="Origin", role="focus"),
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-patents-pct",
        title="PCT applications, by receiving office and by origin of the applicant",
        where=edition.said,
        unit="applications per year",
        table=table,
        missing=edition.missing(catalogue.pct_received(), catalogue.pct_by_origin()),
        headline=pct_headline(edition),
        notes=[
            "Two definitions: the line by receiving office counts published applications by the "
            "office where they were lodged; the one by origin counts filings by the residence of "
            "the first applicant. Applicants in Europe mostly lodge at the EPO, so that there the "
            "first is far below the second. WIPO's figures by origin are held for large filers "
            "only."
        ],
    )


def pct_headline(edition: Edition) -> Sentence | None:
    """The newest PCT count by origin, or else by receiving office."""
    for series, template in (
        (
            catalogue.pct_by_origin(),
            "Applicants from {name} filed {count} PCT applications in {year}.",
        ),
        (
            catalogue.pct_received(),
            "The office of {name} had received {count} of the PCT applications published in "
            "{year}.",
        ),
    ):
        latest = edition.window(series).latest(edition.code)
        if latest is not None:
            return sentence(template, name=edition.said, count=latest[1], year=str(latest[0]))
    return None


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
            "As printed in the Global Innovation Index. A small economy in which foreign firms "
            "hold their rights can lead this list.",
            *_flagged(edition, PCT_BY_ORIGIN),
        ],
    )


# 4 Granted and in force


def grants(edition: Edition) -> Exhibit:
    """Patents granted by the office in the years that the United Nations publish."""
    own = edition.window(catalogue.grants()).of(edition.code)
    table = own.table.sort_values("year").assign(
        category=own.table["year"].astype(str), series="grants", label="Granted", role="focus"
    )
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-patents-grants",
        title="Patents granted by the office, selected years",
        where=f"office of {edition.said}",
        unit="patents granted in the year",
        table=table,
        missing=edition.missing(catalogue.grants()),
        headline=recipes.trend(own, edition, "Patents granted by the office of {name} {change}"),
        notes=[
            "A flow: patents granted within the year. The source gives selected years only; "
            "a year without a bar is missing, not zero."
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
        where=f"offices of {edition.said} and peers, {start} and {end}",
        unit=series.measure.unit,
        table=table,
        missing="The book holds no values for two different years within "
        f"{edition.years_said} for these offices.",
        headline=_in_force_headline(edition, series, end),
        notes=["A stock: patents alive at the end of the year, whoever holds them."],
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
        "{value} {unit} at the office of {name} in {year}: rank {rank} of {n} offices with data.",
        value=value,
        unit=series.measure.unit,
        name=edition.said,
        year=str(ranking.year),
        rank=recipes.rank_number(ranking, edition.code),
        n=str(ranking.n),
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
        where=f"{len(table)} economies with both in {year}",
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
    own = table[table["role"] == "focus"]
    if year is None or table.empty:
        return None
    if own.empty:
        rho = float(table["x"].rank().corr(table["y"].rank()))
        together = "tend to file more" if rho > 0.3 else "do not clearly file more"
        return sentence(
            "Economies that spend a larger share on R&D {together} per head: rank correlation "
            "{rho} among {n} economies in {year}.",
            together=together,
            rho=Number(
                rho,
                say_decimal(rho, 2),
                rows=tuple(" ".join(table["rows"]).split()),
                derivation="Spearman rank correlation",
            ),
            n=str(len(table)),
            year=str(year),
        )
    x_place = int(table["x"].rank(ascending=False, method="min")[own.index[0]])
    y_place = int(table["y"].rank(ascending=False, method="min")[own.index[0]])
    return sentence(
        "{name} ranks {x_place} of {n} by R&D expenditure and {y_place} by resident applications "
        "per head in {year}.",
        name=edition.said,
        x_place=str(x_place),
        y_place=str(y_place),
        n=str(len(table)),
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
        where=f"{edition.said} and peers",
        unit="full-time equivalents per million people",
        table=table,
        missing=f"The book holds no researchers for {edition.said} or its peers within "
        f"{edition.years_said}.",
        headline=recipes.trend(
            edition.window(series.since_break(edition.code)),
            edition,
            "The number of researchers per million people in {name} {change}",
        ),
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
        where=f"{edition.said} and peers",
        unit="rank",
        table=table,
        missing=edition.missing(series),
        headline=innovation_headline(edition),
        notes=[
            "Ranks belong to an edition: method and coverage change, so a step of a few places "
            "may come from the index rather than from the economy."
        ],
    )


def innovation_headline(edition: Edition) -> Sentence | None:
    """The newest rank, and where it stood in the first edition shown."""
    own = edition.window(catalogue.gii_rank())
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    ranked = int((own.table["year"] == last[0]).sum())
    now = replace(last[1], text=say_decimal(last[1].value, 0))
    then = replace(first[1], text=say_decimal(first[1].value, 0))
    if first[0] == last[0]:
        return sentence(
            "{name} ranks {now} of {n} in the {edition} edition of the Global Innovation Index.",
            name=edition.said,
            now=now,
            n=str(ranked),
            edition=str(last[0]),
        )
    return sentence(
        "{name} ranks {now} of {n} in the {edition} edition of the Global Innovation Index, "
        "{moved} {then} in {first}.",
        name=edition.said,
        now=now,
        n=str(ranked),
        edition=str(last[0]),
        moved=_moved(then.value, now.value),
        then=then,
        first=str(first[0]),
    )


def _moved(then: float, now: float) -> str:
    if now == then:
        return "the same as"
    return "up from" if now < then else "down from"


# 7 China's own statistics


def china_applications(edition: Edition) -> Exhibit:
    """China's applications by right and kind of applicant, in panels."""
    tables = []
    for right, title in catalogue.RIGHTS.items():
        for applicant in ("domestic", "foreign"):
            series = edition.window(catalogue.cnipa(right, "application", applicant))
            table = drawn.series_of(series, "CHN", label=applicant.capitalize(), role=applicant)
            tables.append(table.assign(panel=right, panel_label=title))
    table = pd.concat(tables) if edition.code == "CHN" else tables[0].head(0)
    series = catalogue.cnipa("invention", "application", "total")
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-patents-china-applications",
        title="Applications at China's office by right and applicant",
        where="China National Intellectual Property Administration",
        unit="applications per year",
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
    if latest is None:
        return None
    year, inventions = latest
    models = catalogue.cnipa("utility_model", "application", "total").number("CHN", year)
    more = "more" if models is not None and models.value > inventions.value else "fewer"
    return sentence(
        "In {year} the office received {inventions} applications for inventions, {more} than "
        "the {models} for utility models.",
        year=str(year),
        inventions=inventions,
        models=models,
        more="fewer" if more == "more" else "more",
    )


def china_in_force(edition: Edition) -> Exhibit:
    """Rights in force in China by right, side by side."""
    tables = []
    for right, title in catalogue.RIGHTS.items():
        series = edition.window(catalogue.cnipa(right, "in_force", "total"))
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
        unit="rights in force at the end of the year",
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
            say_decimal(ratio, 1),
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
            "newest figure, of {year}.",
            value=latest[1],
            year=str(latest[0]),
        )
        if latest
        else None,
        notes=[
            "High value is the office's own term: patents in strategic industries, with families "
            "abroad, in force for more than ten years, pledged for finance at a high sum, or "
            "awarded a national prize. The figure of 2025 is "
            "of the end of June. It is a target of the five-year plan, not a judgement of "
            "single inventions. Figures are from press releases, some read in copies; the data "
            "annex gives the class of each."
        ],
    )


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
    series = edition.window(catalogue.resident_per_million())
    years = series.years()
    end = edition.reference_year(series)
    start = years[0] if years and years[0] != end else None
    return exhibits.findings(
        label="find-patents",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(filings_headline(edition), "fig-patents-filings", "figure on filings"),
            cite(filings_trend(edition), "fig-patents-filings", "figure on filings"),
            cite(
                per_million_headline(edition, series, start, end),
                "fig-patents-per-million",
                "figure on filings per head",
            )
            if end is not None and series.number(edition.code, end)
            else None,
            cite(pct_headline(edition), "fig-patents-pct", "figure on PCT applications"),
            cite(innovation_headline(edition), "fig-patents-gii", "figure on innovation ranks"),
        ],
        missing=f"The book holds no patent statistics for {edition.said} within "
        f"{edition.years_said}. Each section says what is held.",
    )


# 8 What the counts do not say


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    rows = []
    for name in (
        "patent_applications",
        "resident_patents_per_million",
        "patent_families",
        "pct_receiving_office",
        "patent_grants",
        "patents_in_force",
        "gii_ranks",
    ):
        manifest = read_dataset(name).manifest
        rows.append(
            Row(
                cells=(
                    text_cell(manifest.reportlib.short_title),
                    text_cell(manifest.reportlib.counted_by),
                    text_cell(manifest.reportlib.does_not_mean),
                )
            )
        )
    return exhibits.table(
        label="tbl-patents-caveats",
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Counted by"),
            Column(title="What not to conclude"),
        ],
        rows=rows,
        missing="",
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
