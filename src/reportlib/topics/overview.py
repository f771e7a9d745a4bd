"""The exhibits of the overview: one economy's profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.datasets import read_dataset
from reportlib.edition import Edition
from reportlib.exhibits import Exhibit
from reportlib.findings import Number, cite, count_of, plain, say_whole, sentence
from reportlib.indicators import Ranking, Series, per_million, rank
from reportlib.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.topics import ai, patents, recipes, statements, talent
from reportlib.topics import copyright as copyrights
from reportlib.views import number_cell, text_cell

STRENGTH, GAP = 0.25, 0.75
MINIMUM_PEERS = 3
RULE = (
    "The rule: a strength is a place in the first quarter of the economies with data, a gap is a "
    "place in the last quarter. Only measures that do not grow with the size of an economy count. "
    "Economies without data are not in the count, so that the last places are not the world's last."
)


@dataclass(frozen=True)
class Indicator:
    """An indicator of the profile: its series, and whether size alone makes it large.

    ``short`` names it in a list within a sentence. A measure that leaves out regional
    filings is shown, and not ranked across economies.
    """

    title: str
    unit: str
    series: Series
    short: str = ""
    size_free: bool = True
    ranked: bool = True


def indicators(edition: Edition) -> list[Indicator]:
    """The indicators of the profile, effort first, then rights, then use."""
    last = edition.parameters.last_year
    people = catalogue.population()
    return [
        Indicator("R&D expenditure", "percent of GDP", catalogue.rd_share(), "R&D expenditure"),
        Indicator(
            "Researchers (FTE)", "per million people", catalogue.researchers(), "researchers"
        ),
        Indicator(
            "Resident patent applications at own office",
            "applications",
            catalogue.resident_applications(),
            size_free=False,
            ranked=False,
        ),
        Indicator(
            "Resident patent applications, regional filings included",
            "per million people",
            catalogue.resident_per_million(),
            "resident patent applications",
        ),
        Indicator(
            "PCT applications by origin",
            "per billion PPP dollars of GDP",
            catalogue.gii_indicator(
                "pct_by_origin", "PCT applications by origin", patents.PER_GDP, last
            ),
            "PCT applications",
        ),
        Indicator(
            "Patents in force at the office",
            "patents",
            catalogue.in_force(),
            size_free=False,
        ),
        Indicator(
            "Resident trademark applications, classes",
            "per million people",
            per_million(catalogue.trademark_classes("resident"), people),
            "resident trademark applications",
        ),
        Indicator(
            "Resident design applications, designs",
            "per million people",
            per_million(catalogue.designs("resident"), people),
            "resident design applications",
        ),
        Indicator(
            "IP receipts in relation to GDP",
            "percent of GDP",
            catalogue.ip_receipts_share(),
            "IP receipts in relation to GDP",
        ),
        Indicator(
            "IP receipts in all", "US dollars", catalogue.ip_charges("receipts"), size_free=False
        ),
        Indicator(
            "IP payments in all", "US dollars", catalogue.ip_charges("payments"), size_free=False
        ),
    ]


def _ranking(edition: Edition, found: Indicator) -> Ranking | None:
    if not found.ranked:
        return None
    return rank(found.series, edition.reference_year(found.series))


EU_OFFICE = (
    "Members of the European Union also file trademarks and designs at its common office, which "
    "is not counted."
)


def key_numbers(edition: Edition) -> Exhibit:
    """Every indicator with its value, year and rank among the economies with data."""
    rows = []
    for found in indicators(edition):
        row = _number_row(edition, found)
        if row is not None:
            rows.append(row)
    gii = _gii_row(edition)
    if gii is not None:
        rows.append(gii)
    return exhibits.table(
        label="tbl-overview-numbers",
        title="The economy in numbers",
        where=edition.said,
        columns=[
            Column(title="Indicator"),
            Column(title="Value", numeric=True),
            Column(title="Unit"),
            Column(title="Year", numeric=True),
            Column(title="Rank", numeric=True),
            Column(title="Economies with data", numeric=True),
        ],
        rows=rows,
        missing=f"The book holds none of these indicators for {edition.said} up to "
        f"{edition.parameters.last_year}.",
        headline=_numbers_headline(edition),
        notes=[
            "Ranked by the largest value, in the latest year for which at least 80 percent of the "
            "best coverage is reached. Where the economy has no value for that year, its own "
            "latest value stands, and two dots in the place of a rank. Filings at the own office "
            "are not ranked. " + patents.EUROPE,
            EU_OFFICE,
        ],
    )


def _number_row(edition: Edition, found: Indicator) -> Row | None:
    ranking = _ranking(edition, found)
    place = ranking.rank(edition.code) if ranking else None
    if ranking is not None and place is not None:
        year, value = ranking.year, found.series.number(edition.code, ranking.year)
        ranked = (_cell(ranking.place(edition.code)), _cell(ranking.count))
    else:
        up_to = found.series.between(0, edition.parameters.last_year)
        latest = up_to.latest(edition.code)
        if latest is None:
            return None
        year, value = latest
        ranked = (_cell(None), _cell(ranking.count if ranking else None))
    if value is None:
        return None
    return Row(
        cells=(
            text_cell(found.title),
            _beside_unit(value),
            text_cell(found.unit),
            text_cell(year),
            *ranked,
        )
    )


def _beside_unit(value: Number) -> Piece:
    """A value without the sign for percent, which the column of units says in words."""
    piece = value.piece()
    return piece.model_copy(update={"text": piece.text.removesuffix("%")})


def _cell(number: Number | None) -> Piece:
    return number.piece() if number else number_cell(None)


def _gii_row(edition: Edition) -> Row | None:
    series = catalogue.gii_rank().between(0, edition.parameters.last_year)
    latest = series.latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    place = Number(value.value, say_whole, "rank", value.rows)
    return Row(
        cells=(
            text_cell("Global Innovation Index"),
            text_cell(MISSING),
            text_cell("rank in the edition"),
            text_cell(year),
            place.piece(),
            _cell(catalogue.gii_ranked(year)),
        )
    )


def _numbers_headline(edition: Edition) -> Sentence | None:
    places = _places(edition)
    if not places:
        return sentence(
            "{name} has no rank on the measures that do not depend on size.", name=edition.said
        )
    best = min(places, key=lambda found: found.place / found.ranking.n)
    return sentence(
        "The best place of {name} among measures that do not depend on size is {place}.",
        name=edition.said,
        place=best.said(edition),
    )


@dataclass(frozen=True)
class Place:
    """An economy's place on one measure."""

    short: str
    place: int
    ranking: Ranking

    @property
    def role(self) -> str:
        """Strength, gap or neutral, by the printed rule."""
        if self.place <= STRENGTH * self.ranking.n:
            return "strength"
        return "gap" if self.place > GAP * self.ranking.n else "neutral"

    def said(self, edition: Edition) -> Sentence | None:
        """The place with measure, length of the list and year."""
        return sentence(
            "{place} of {n} by {short} ({year})",
            short=self.short,
            place=self.ranking.place(edition.code),
            n=self.ranking.count,
            year=str(self.ranking.year),
        )


def _places(edition: Edition) -> list[Place]:
    places = []
    for found in indicators(edition):
        ranking = _ranking(edition, found)
        place = ranking.rank(edition.code) if ranking else None
        if found.size_free and ranking is not None and place is not None:
            places.append(Place(found.short, place, ranking))
    return places


def positions(edition: Edition) -> Exhibit:
    """Strengths and gaps by a printed rule: where the economy stands on each indicator."""
    rows = []
    for found in indicators(edition):
        ranking = _ranking(edition, found)
        place = ranking.rank(edition.code) if ranking else None
        if not found.size_free or ranking is None or place is None:
            continue
        own = ranking.table.loc[ranking.table["economy"] == edition.code, "rows"].iloc[0]
        rows.append(
            {
                "label": f"{found.title}, {ranking.year}",
                "rank": place,
                "n": ranking.n,
                "role": Place(found.short, place, ranking).role,
                "text": f"{place} of {ranking.n}",
                "rows": own,
                "counted": " ".join(ranking.table["rows"]),
            }
        )
    columns = ["label", "rank", "n", "role", "text", "rows", "counted"]
    table = pd.DataFrame(rows, columns=columns)
    return exhibits.figure(
        form=exhibits.POSITIONS,
        label="fig-overview-positions",
        title="Strengths and gaps: rank on measures that do not depend on size",
        where=edition.said,
        unit="rank among the economies with data",
        table=table,
        missing=f"{edition.name} has no rank on any of these measures up to "
        f"{edition.parameters.last_year}.",
        headline=_positions_headline(edition, table),
        notes=[RULE, EU_OFFICE],
    )


def _positions_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    n = len(table)
    if n == 1:
        return _only_position(edition, table.iloc[0])
    strengths, gaps = (list(table[table["role"] == role]["rows"]) for role in ("strength", "gap"))
    return sentence(
        "{name} can be ranked on {n} such measures: in the first quarter on {strengths}, in the "
        "last quarter on {gaps}.",
        name=edition.said,
        n=count_of(table["rows"], "measures with a rank", "measures"),
        strengths=_of(strengths, n, "measures on which the rank is in the first quarter"),
        gaps=_of(gaps, n, "measures on which the rank is in the last quarter"),
    )


def _only_position(edition: Edition, only: pd.Series) -> Sentence | None:
    where = {"strength": "in the first quarter", "gap": "in the last quarter"}
    return sentence(
        "{name} can be ranked on one such measure alone, and is {where}.",
        name=edition.said,
        where=where.get(str(only["role"]), "neither in the first quarter nor in the last"),
    )


def _of(rows: Sequence[str], n: int, what: str) -> str | Number:
    """How many of ``n`` measures, two or more; one for each element of ``rows``."""
    if len(rows) == 0:
        return "none"
    return "all" if len(rows) == n else count_of(rows, what, "measures")


def against_peers(edition: Edition) -> Exhibit:
    """Six measures over time, a panel each: the economy before its peers."""
    people = catalogue.population()
    shown = [
        ("R&D, percent of GDP", catalogue.rd_share()),
        ("Researchers per million", catalogue.researchers()),
        ("Resident patent applications per million", catalogue.resident_per_million()),
        (
            "Resident trademark classes per million",
            per_million(catalogue.trademark_classes("resident"), people),
        ),
        ("Resident designs per million", per_million(catalogue.designs("resident"), people)),
        ("IP receipts, percent of GDP", catalogue.ip_receipts_share()),
    ]
    tables = [
        drawn.panel(drawn.compared(series, edition), f"p{number}", title)
        for number, (title, series) in enumerate(shown)
    ]
    table = pd.concat(tables, ignore_index=True)
    breaks = tuple(
        found
        for (_, series), part in zip(shown, tables, strict=True)
        for found in drawn.panel_breaks(series, edition.compared, part)
    )
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-overview-peers",
        title="Six measures over time, the economy and its peers",
        where=edition.place(table),
        unit="units as the panels name them",
        names={"unit": ""},  # a column of the table view names that of its panel
        table=table,
        missing=f"The book holds none of the six measures for {edition.said} or its peers within "
        f"{edition.years_said}.",
        headline=_peers_headline(edition, [series for _, series in shown]),
        notes=[
            f"Peers: {edition.peers_said}.",
            "Lines break where a series changes its definition (dotted) or a year is missing. "
            "Patent applications include those at regional offices and are held for selected "
            "years.",
            EU_OFFICE,
        ],
        breaks=breaks,
        shared_y=False,
    )


def _peers_headline(edition: Edition, series: list[Series]) -> Sentence | None:
    """On how many measures the economy is above the median of its peers in its newest year."""
    if all(edition.window(one).latest(edition.code) is None for one in series):
        return sentence(
            "{name} has no values on these measures; the lines are those of its peers.",
            name=edition.said,
        )
    above: list[str] = []
    compared: list[str] = []
    for one in map(edition.window, series):
        latest = one.latest(edition.code)
        if latest is None:
            continue
        year, value = latest
        peers = one.of(*edition.compared[1:]).table
        peers = peers[peers["year"] == year]
        if len(peers) >= MINIMUM_PEERS:
            rows = " ".join([*value.rows, *peers["rows"]])
            compared.append(rows)
            if value.value > float(peers["value"].median()):
                above.append(rows)
    if not compared:
        return sentence(
            "In the newest years of {name} too few of its peers have values to compare it with "
            "their median.",
            name=edition.said,
        )
    if len(compared) == 1:
        return sentence(
            "{name} is {above} the median of its peers on the only measure that can be compared in "
            "its newest year.",
            name=edition.said,
            above="above" if above else "not above",
        )
    return sentence(
        "{name} is above the median of its peers on {above} of {compared} measures that can be "
        "compared in its newest year.",
        name=edition.said,
        above=_of(above, len(compared), "measures above the median of the peers"),
        compared=count_of(compared, "measures that can be compared", "measures"),
    )


def trademarks(edition: Edition) -> Exhibit:
    """Classes in trademark applications at the office, by residence of the applicant."""
    both = {
        who: edition.scaled(edition.window(catalogue.trademark_classes(who)))
        for who in ("resident", "nonresident")
    }
    labels = {"resident": "Residents", "nonresident": "Non-residents"}
    table = pd.concat(
        [
            drawn.series_of(series, edition.code, label=labels[who], role=who)
            for who, series in both.items()
        ],
        ignore_index=True,
    )
    resident = edition.window(catalogue.trademark_classes("resident"))
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-overview-trademarks",
        title="Classes in trademark applications received by the office",
        where=f"office of {edition.said}",
        unit=f"{both['resident'].measure.unit}, a year",
        table=table,
        missing=edition.missing(*(catalogue.trademark_classes(who) for who in both)),
        headline=recipes.latest(
            edition,
            resident,
            "Classes named in trademark applications by residents at the office of {name} in "
            "{year}: {value}.",
        )
        or _foreign_classes(edition),
        notes=[
            "One application can name several classes of goods and services; offices that allow "
            "one class for each application are comparable only by class. Counts of applications "
            "are another series and are not shown here.",
            EU_OFFICE if edition.code in recipes.EPC else "",
            *drawn.break_notes(list(both.values()), [edition.code], table),
        ],
        breaks=drawn.own_breaks(both, edition.code, table),
    )


def _foreign_classes(edition: Edition) -> Sentence | None:
    """The classes that non-residents name, where residents have no values."""
    return recipes.latest(
        edition,
        edition.window(catalogue.trademark_classes("nonresident")),
        "Classes named in trademark applications by non-residents at the office of {name} in "
        "{year}: {value}; no values are held for residents.",
    )


def designs(edition: Edition) -> Exhibit:
    """The offices with most designs in resident applications, and this one."""
    series = edition.scaled(catalogue.designs("resident"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-overview-designs",
        title="Designs in applications by residents",
        unit=series.measure.unit,
        what="offices with data",
        headline="By designs in resident applications the office of {name} ranks {rank} of {n} in "
        "{year}, with {value} {unit}.",
        otherwise="By designs in resident applications the office of {leader} is first of {n} in "
        "{year}, with {value} {unit}.",
        notes=[
            "Designs, not applications: one application can hold several. Members of the European "
            "Union lose filings to its common office, which is not in this list."
        ],
    )


def ip_trade(edition: Edition) -> Exhibit:
    """What the economy receives and pays for the use of intellectual property."""
    flows = {
        flow: edition.scaled(edition.window(catalogue.ip_charges(flow)))
        for flow in ("receipts", "payments")
    }
    table = pd.concat(
        [
            drawn.series_of(series, edition.code, label=flow.capitalize(), role=flow)
            for flow, series in flows.items()
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-overview-ip-trade",
        title="Charges for the use of intellectual property, received and paid",
        where=edition.said,
        unit=f"current {flows['receipts'].measure.unit}, a year",
        table=table,
        missing=edition.missing(*(catalogue.ip_charges(flow) for flow in flows)),
        headline=_trade_headline(edition),
        notes=[
            "A year in which neither flow is above zero is taken as not reported. The charges "
            "follow where firms book their rights, which tax law moves as much as "
            "technology does. Current dollars: inflation is not taken out.",
            *drawn.break_notes(list(flows.values()), [edition.code], table),
        ],
        breaks=drawn.own_breaks(flows, edition.code, table),
    )


def _trade_headline(edition: Edition) -> Sentence | None:
    paid = edition.window(catalogue.ip_charges("payments"))
    latest = paid.latest(edition.code)
    if latest is None:
        return recipes.latest(
            edition,
            edition.window(catalogue.ip_charges("receipts")),
            "{name} received {value} US dollars for the use of its intellectual property in "
            "{year}.",
        )
    year, payments = latest
    receipts = catalogue.ip_charges("receipts").number(edition.code, year)
    if receipts is None:
        return recipes.latest(
            edition,
            paid,
            "{name} paid {value} US dollars for the use of intellectual property in {year}.",
        )
    verb = "more" if receipts.value > payments.value else "less"
    if receipts.value == payments.value:
        verb = "as much"
    than = "as" if verb == "as much" else "than"
    return sentence(
        "{name} received {receipts} US dollars for the use of its intellectual property in {year}, "
        "{verb} {than} the {payments} it paid.",
        name=edition.said,
        receipts=receipts,
        year=str(year),
        verb=verb,
        than=than,
        payments=payments,
    )


CLUSTER_EDITION = 2022  # the only edition held for every economy


def clusters(edition: Edition) -> Exhibit:
    """The economies with most of the world's hundred largest innovation clusters."""
    series = catalogue.clusters(CLUSTER_EDITION)
    asked = edition.parameters.last_year >= CLUSTER_EDITION
    ranking = rank(series, CLUSTER_EDITION if asked else None)
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-overview-clusters",
        title="Clusters among the hundred largest of science and technology",
        unit="clusters",
        what="economies with a cluster in the list",
        headline="{name} has {value} of the hundred largest clusters in the {year} edition: rank "
        "{rank} of {n} economies with any.",
        otherwise="{name} has none of the hundred largest clusters in the {year} edition; {leader} "
        "has most, {value}.",
        notes=[
            "By inventors' and authors' addresses, as the Global Innovation Index counts them. The "
            "edition shown is the only one held in full; later ones rest on other methods. An "
            "economy that is not in the list has none.",
        ],
        complete=True,
    )


def hightech(edition: Edition) -> Exhibit:
    """High-technology exports over time, the economy and its peers."""
    series = catalogue.hightech_share()
    table = drawn.compared(series, edition)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-overview-hightech",
        title="High-technology exports in manufactured exports",
        where=edition.place(table),
        unit=series.measure.unit,
        table=table,
        missing=f"The book holds no high-technology exports for {edition.said} or its peers within "
        f"{edition.years_said}.",
        headline=recipes.latest(
            edition,
            edition.window(series),
            "High-technology goods are {value} of the manufactured exports of {name} in {year}.",
        )
        or recipes.no_values(edition, series),
        notes=[
            "Exports are counted where goods are last shipped from: assembly and re-exports count "
            "in full, whoever developed the technology.",
            *drawn.break_notes([series], edition.compared, table),
        ],
        breaks=drawn.breaks(series, edition.compared, table),
    )


def stated(edition: Edition) -> Exhibit:
    """The figures that articles state on the subjects of the overview, each with its verdict."""
    told = read_dataset("article_facts").where(chapter="overview", kind="statistic")
    told = told[~told["reliability"].isin(["contested", "garbled"])]
    found = statements.until(told, edition.parameters.last_year)
    return statements.table(
        found if edition.code == "CHN" else found.head(0),
        label="tbl-overview-stated",
        title="What articles state in figures",
        where="China and the world",
        missing="The articles are about China and the world; the book holds no statements of "
        f"theirs on {edition.said} within {edition.years_said}.",
        headline=statements.confirmed_headline(found) if edition.code == "CHN" else None,
    )


def key_findings(edition: Edition) -> Exhibit:
    """The profile in a few sentences."""
    places = _places(edition)
    return exhibits.findings(
        label="find-overview",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(
                patents.innovation_headline(edition),
                "fig-patents-gii",
                "figure on innovation ranks",
            ),
            *(
                cite(
                    _quarter(edition, which, [found for found in places if found.role == role]),
                    "fig-overview-positions",
                    "figure on strengths and gaps",
                )
                for which, role in (("first", "strength"), ("last", "gap"))
            ),
            cite(
                patents.filings_headline(edition), "fig-patents-filings", "figure on patent filings"
            ),
            cite(_trade_headline(edition), "fig-overview-ip-trade", "figure on IP charges"),
        ],
        missing=f"The book holds no indicators for {edition.said} within {edition.years_said}. "
        "Each section says what is held.",
    )


def chapters(edition: Edition) -> Exhibit:
    """The first findings of each chapter that the overview itself does not have."""
    told = {_words(said) for said in key_findings(edition).payload.sentences}
    found = [
        said
        for chapter in (patents, copyrights, ai, talent)
        for said in [
            said
            for said in chapter.key_findings(edition).payload.sentences
            if _words(said) not in told
        ][:2]
    ]
    return exhibits.findings(
        label="find-overview-chapters",
        title=f"From the chapters: {edition.name}",
        sentences=found,
        missing=f"The chapters hold no findings for {edition.said} within {edition.years_said}.",
    )


def _words(said: Sentence) -> str:
    """A finding without the words for the exhibit that it refers to."""
    return plain(tuple(piece for piece in said if piece.kind != "reference"))


def _quarter(edition: Edition, which: str, places: list[Place]) -> Sentence | None:
    said = [found.said(edition) for found in places]
    if not said:
        return None
    listed: list[Piece] = []
    for index, found in enumerate(said):
        joint = "" if index == 0 else " and " if index == len(said) - 1 else ", "
        listed += [*([Piece(text=joint)] if joint else []), *(found or ())]
    return sentence(
        "In the {which} quarter of the economies with data: {listed}.",
        which=which,
        listed=tuple(listed),
    )
