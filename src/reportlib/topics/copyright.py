"""The exhibits of the copyright chapter, in the order in which it shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.catalogue import copyright as held
from reportlib.datasets import ROW, Dataset
from reportlib.edition import Edition, said
from reportlib.exhibits import Exhibit
from reportlib.figures import Break
from reportlib.findings import (
    Number,
    change,
    cite,
    count_of,
    rank_of,
    say_code,
    say_count,
    say_list,
    say_percent,
    say_whole,
    say_year,
    sentence,
)
from reportlib.indicators import Ranking, Series, rank
from reportlib.parameters import economies
from reportlib.payload import Column, Piece, Row, Sentence
from reportlib.topics import recipes, statements
from reportlib.views import count_cell, number_cell, text_cell, year_cell

TREATY_NAMES = {
    "berne": "Berne Convention",
    "ucc_geneva": "Universal Copyright Convention (Geneva text)",
    "rome": "Rome Convention",
    "phonograms": "Phonograms Convention",
    "ucc_paris": "Universal Copyright Convention (Paris text)",
    "brussels_satellites": "Brussels Satellites Convention",
    "trips": "TRIPS Agreement",
    "wct": "WIPO Copyright Treaty",
    "wppt": "WIPO Performances and Phonograms Treaty",
    "beijing": "Beijing Treaty",
    "marrakesh": "Marrakesh Treaty",
}
MAPPED = "wct"
BOUND, LATER, SIGNED, ABSENT = "Bound", "Bound later", "Signed only", "Not in the list"
STANDING = {BOUND: "bound", LATER: "step-3", SIGNED: "signed", ABSENT: "unbound"}
# China’s membership covers them in most treaties, so that absence from a list says nothing.
WITHOUT_ROWS = ("HKG", "MAC")
TERRITORIES = (
    "Economies for which another state concludes treaties are not listed by themselves, even where "
    "a treaty extends to them."
)
NO_CODE = (
    "Parties without a code in this book, such as the European Union, are not counted. Signed does "
    "not mean bound, and membership says nothing of how a treaty is applied."
)
# Classes that a reader must see at the figure; A and B are the publisher and those who quote it.
DOUBTFUL = {
    "C": "a secondary summary or copy",
    "D": "a copy of agency text on an unrelated site",
}
CLASSES = (
    "Class A is the publisher’s own page, B press or a professional body that quotes it, C a "
    "secondary summary or copy, D a copy of agency text on an unrelated site. Figures of "
    "classes C and D need a second source."
)
FEWEST = 20  # economies that make a ranking of the world
RECENT = 10  # years before a ranking within which a step in the economy’s own values is told
VOLUNTARY = (
    "Copyright arises without registration, which is voluntary; each register has rules of its "
    "own, so levels must not be compared, only growth and mix."
)
ONLY_CHINA = "The facts held on this are about China; the book holds none on {name}."


# 1 Which treaties bind the economy


def accessions(edition: Edition) -> Exhibit:
    """The dates from which treaties bind the economy, along a line of time."""
    own = _own_treaties(edition)
    parties = _bound(edition).groupby("treaty")["rows"].agg(list)
    table = pd.DataFrame(
        {
            "label": own["treaty"].map(TREATY_NAMES),
            "role": ["bound"] * len(own),
            "date": own["since"],
            "text": [f"binds {len(parties[treaty])} economies" for treaty in own["treaty"]],
            "rows": own["rows"],
            "counted": [" ".join(parties[treaty]) for treaty in own["treaty"]],
        }
    ).sort_values("date", kind="stable")
    return exhibits.figure(
        form=exhibits.TIMELINE,
        label="fig-copyright-accessions",
        title="Treaties on copyright and related rights, from when they bind the economy",
        where=edition.said,
        unit="date of entry into force",
        table=table,
        missing=f"No list of parties held names {edition.said} as bound by a treaty on copyright "
        f"or related rights up to {edition.parameters.last_year}. {TERRITORIES}",
        headline=treaties_headline(edition),
        notes=[
            "A membership lasts, so that dates before the first year of this edition are shown "
            "too. For members of a union that joined as one, and for successors of another state, "
            "the date is the one that the list gives.",
            NO_CODE,
            *_own_territory(edition),
        ],
        names={"item": "Treaty", "text": "Economies bound"},
        # To the last year asked for, so that a reader sees for how long nothing was added.
        year_range=(int(str(own["since"].min())[:4]), edition.parameters.last_year)
        if len(own)
        else None,
    )


def treaties_headline(edition: Edition) -> Sentence | None:
    """How many of the treaties bind the economy, and which was the first."""
    own = _own_treaties(edition)
    if own.empty:
        return None
    first = own.sort_values(["since", "treaty"]).iloc[0]
    if edition.code in WITHOUT_ROWS:
        return sentence(
            "By itself {name} is bound by the {treaty}, since {year}; China’s membership covers it "
            "in most other treaties.",
            name=edition.said,
            treaty=TREATY_NAMES[str(first["treaty"])],
            year=_year_of(first),
        )
    return sentence(
        "{name} is bound by {count} of {all} treaties on copyright and related rights, {first}the "
        "{treaty} since {year}.",
        name=edition.said,
        count=count_of(own["rows"], "treaties in force", "treaties"),
        all=count_of(_adopted(edition)[ROW], "treaties adopted", "treaties"),
        first="" if len(own) == 1 else "the first being ",
        treaty=TREATY_NAMES[str(first["treaty"])],
        year=_year_of(first),
    )


def _year_of(first: pd.Series) -> Number:
    return Number(float(str(first["since"])[:4]), say_year, "year", (str(first["rows"]),))


def treaties(edition: Edition) -> Exhibit:
    """Every treaty: the economy’s standing, and how many economies and peers are bound."""
    members = held.memberships()
    bound = _bound(edition)
    rows = []
    for fact in _records(_adopted(edition)):
        code = str(fact["treaty"])
        parties = bound[bound["treaty"] == code]
        own = members[(members["treaty"] == code) & (members["economy"] == edition.code)]
        peers = parties[parties["economy"].isin(edition.compared[1:])]
        rows.append(
            Row(
                cells=(
                    text_cell(TREATY_NAMES[code]),
                    year_cell(float(str(fact["adopted"])), str(fact[ROW])),
                    Piece(text=_standing_text(own, edition), rows=tuple(own["rows"])),
                    count_cell(len(peers), peers["rows"], "peers bound"),
                    number_cell(
                        len(parties), " ".join(parties["rows"]), "economies", "count of parties"
                    ),
                    text_cell(str(fact["complete_until"]), str(fact[ROW])),
                )
            )
        )
    return exhibits.table(
        label="tbl-copyright-treaties",
        title="Treaties on copyright and related rights and their parties",
        where=f"{edition.said}, peers and the world up to {edition.parameters.last_year}",
        columns=[
            Column(title="Treaty"),
            Column(title="Adopted", numeric=True),
            Column(title=f"{edition.name}, since"),
            Column(title=f"Peers bound, of {len(edition.peers)}", numeric=True),
            Column(title="Economies bound", numeric=True),
            Column(title="List complete until", numeric=True),
        ],
        rows=rows,
        missing="None of the treaties was adopted by the last year asked for.",
        headline=_parties_headline(bound),
        notes=[
            "Every list is complete up to the month in the last column: an economy that is not in "
            "it was not a party by itself then, and may have joined since. " + TERRITORIES,
            "The Universal Copyright Convention has two texts; an economy can be bound by both.",
            NO_CODE,
            *_own_territory(edition),
        ],
        row_ids=list(_adopted(edition)[ROW]),
    )


def _parties_headline(bound: pd.DataFrame) -> Sentence | None:
    """Which treaty binds most and which fewest economies, of those in force for any."""
    counts = bound["treaty"].value_counts()
    if len(counts) < 2:
        return None
    most, fewest = str(counts.index[0]), str(counts.index[-1])
    rows = {treaty: tuple(bound.loc[bound["treaty"] == treaty, "rows"]) for treaty in counts.index}
    return sentence(
        "The {most} binds {n_most} economies, the {fewest} {n_fewest}.",
        most=TREATY_NAMES[most],
        n_most=count_of(rows[most], "parties"),
        fewest=TREATY_NAMES[fewest],
        n_fewest=count_of(rows[fewest], "parties"),
    )


def _standing_text(own: pd.DataFrame, edition: Edition) -> str:
    """An economy’s standing in one treaty, in a few words."""
    if own.empty:
        return "no row of its own" if edition.code in WITHOUT_ROWS else "not in the list"
    since, status = str(own["since"].iloc[0]), str(own["status"].iloc[0])
    if not since:
        return "signed only" if status == "signed" else "date not known"
    if since > _cut(edition):
        return f"later: {since}"
    return f"{since}, through the EU" if status == "bound_through_eu" else since


def world_map(edition: Edition) -> Exhibit:
    """Who is bound by the WIPO Copyright Treaty, a tile for every economy."""
    table = pd.DataFrame(
        [
            {
                "economy": code,
                "label": economy.name,
                "role": edition.role(code),
                **_standing(code, edition),
            }
            for code, economy in economies().items()
            if code not in WITHOUT_ROWS
        ]
    )
    anyone = bool((table["category"] == BOUND).any())
    present = [name for name in STANDING if (table["category"] == name).any()]
    return exhibits.figure(
        form=exhibits.TILE_MAP,
        label="fig-copyright-map",
        title="Economies bound by the WIPO Copyright Treaty",
        where=f"the economies at the end of {edition.parameters.last_year}",
        unit="parties to the treaty",
        table=table if anyone else table.head(0),
        missing=f"At the end of {edition.parameters.last_year} the WIPO Copyright Treaty bound "
        "nobody.",
        headline=_map_headline(edition, table) if anyone else None,
        notes=[
            f"The list of parties is complete up to {_complete_until(MAPPED)}; what came later is "
            f"not in it. {TERRITORIES} {NO_CODE}",
            "Hong Kong and Macao are left hollow: China’s membership covers them in most treaties, "
            "and the list has no rows for them.",
            "A tile stands for an economy whatever its size; tiles are not a map of borders and "
            "take no side on any of them.",
        ],
        names={"value": "Standing"},
        n=len(table),
        categories={name: STANDING[name] for name in present},
    )


def _standing(code: str, edition: Edition) -> dict[str, str]:
    members = held.memberships()
    own = members[(members["treaty"] == MAPPED) & (members["economy"] == code)]
    if own.empty:
        return {"category": ABSENT, "rows": ""}
    since = str(own["since"].iloc[0])
    category = SIGNED if not since else BOUND if since <= _cut(edition) else LATER
    return {"category": category, "rows": str(own["rows"].iloc[0])}


def _map_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    bound = table[table["category"] == BOUND]
    count = count_of(bound["rows"], "parties")
    own = table.loc[table["economy"] == edition.code, "category"]
    if own.empty:
        return sentence(
            "{count} economies are bound by the {treaty}; the list has no row for {name}.",
            treaty=TREATY_NAMES[MAPPED],
            count=count,
            name=edition.said,
        )
    words = {
        BOUND: "{name} is one of the {count} economies bound by the {treaty}.",
        LATER: "{count} economies are bound by the {treaty}; {name} joined later.",
        SIGNED: "{name} has signed but is not bound by the {treaty}; {count} economies are.",
        ABSENT: "{name} is not in the list of parties to the {treaty}; it binds {count} economies.",
    }
    return sentence(
        words[str(own.iloc[0])], treaty=TREATY_NAMES[MAPPED], name=edition.said, count=count
    )


def _cut(edition: Edition) -> str:
    return f"{edition.parameters.last_year}-12-31"


def _bound(edition: Edition) -> pd.DataFrame:
    """The memberships in force at the end of the last year asked for."""
    members = held.memberships()
    return members[(members["since"] != "") & (members["since"] <= _cut(edition))]


def _adopted(edition: Edition) -> pd.DataFrame:
    """The treaties adopted up to the last year asked for."""
    facts = held.treaties()
    return facts[facts["adopted"] <= edition.parameters.last_year]


def _own_treaties(edition: Edition) -> pd.DataFrame:
    bound = _bound(edition)
    return bound[bound["economy"] == edition.code]


def _complete_until(treaty: str) -> str:
    facts = held.treaties()
    return str(facts.loc[facts["treaty"] == treaty, "complete_until"].iloc[0])


def _own_territory(edition: Edition) -> list[str]:
    if edition.code not in WITHOUT_ROWS:
        return []
    return [
        f"China’s membership covers {edition.said} in most treaties; the lists have rows of its "
        "own for the World Trade Organization only."
    ]


# 2 What is registered


def registers(edition: Edition) -> Exhibit:
    """All registers held, a panel each on its own scale, so that only growth is compared."""
    codes = sorted(_registering(), key=lambda code: (code != edition.code, economies()[code].name))
    table = drawn.panels(
        pd.concat(
            [
                drawn.series_of(
                    edition.window(held.registrations("total")),
                    code,
                    label=economies()[code].name,
                    role="focus" if code == edition.code else "peer",
                ).assign(series=code)
                for code in codes
            ],
            ignore_index=True,
        )
    )
    own = edition.code in _registering()
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-copyright-registers",
        title="Registrations of copyright in the registers held",
        where=say_list(sorted(set(table["label"]))),
        unit="registrations per year; claims in the United States",
        table=table,
        missing=f"The book holds no registrations within {edition.years_said}.",
        headline=registrations_headline(edition) or _register_leader(edition),
        notes=[
            VOLUNTARY,
            *(
                []
                if own
                else [
                    f"The book holds no register of {edition.said}; that does not mean that there "
                    "is none."
                ]
            ),
            "A missing year is not zero. Canada and the United States count fiscal years, the "
            "United States claims.",
            *(b.text for b in held.registrations("total").breaks_of(edition.code)),
            *_derived_notes(table),
            *_class_notes(table["rows"]),
        ],
        shared_y=False,
        columns=2,
    )


def _registering() -> list[str]:
    return sorted(set(held.registrations("total").table["economy"]))


def registrations_headline(edition: Edition) -> Sentence | None:
    """How registrations moved in the economy’s own register."""
    return _register_growth(edition, edition.code)


def _register_leader(edition: Edition) -> Sentence | None:
    """The growth of the register with the steepest rise, where the economy has none."""
    growths = {}
    for code in _registering():
        own = edition.window(held.registrations("total").since_break(code))
        first, last = own.earliest(code), own.latest(code)
        if first is not None and last is not None and first[0] < last[0]:
            growths[code] = last[1].value / first[1].value
    if not growths:
        return None
    return _register_growth(edition, max(growths, key=lambda code: growths[code]))


def _register_growth(edition: Edition, code: str) -> Sentence | None:
    own = edition.window(held.registrations("total").since_break(code))
    first, last = own.earliest(code), own.latest(code)
    if first is None or last is None:
        return None
    if first[0] == last[0]:
        return sentence(
            "The register of {name} made {value} entries in {year}{mark}.",
            name=said(code),
            value=last[1],
            year=str(last[0]),
            mark=_mark(last[1]),
        )
    return sentence(
        "Entries in the register of {name} {change} between {first_year} and {last_year}, from "
        "{first}{first_mark} to {last}{last_mark}.",
        name=said(code),
        change=change(first[1], last[1]),
        first_year=str(first[0]),
        last_year=str(last[0]),
        first=first[1],
        first_mark=_mark(first[1]),
        last=last[1],
        last_mark=_mark(last[1]),
    )


def software(edition: Edition) -> Exhibit:
    """Registrations of software against those of all other works, in the economy’s register."""
    series = {
        kind: edition.window(held.registrations(kind)).of(edition.code)
        for kind in ("works", "software")
    }
    labels = {"works": "Works", "software": "Software"}
    roles = {"works": "focus", "software": "neutral"}
    table = pd.concat(
        [
            drawn.series_of(one, edition.code, label=labels[kind], role=roles[kind])
            for kind, one in series.items()
        ],
        ignore_index=True,
    )
    split = bool(len(held.registrations("works").of(edition.code).table))
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-copyright-software",
        title="Registrations of software and of other works",
        where=f"register of {edition.said}",
        unit="registrations per year",
        table=table,
        missing=_no_split(edition, split),
        headline=software_headline(edition)
        or recipes.trend(
            series["works"],
            edition,
            "Registrations of works other than software in {name} {change}",
        ),
        notes=[
            *_software_notes(edition),
            *_derived_notes(table),
            *_class_notes(table["rows"]),
        ],
        provisional=held.registrations("software").provisional,  # of China, the only one split
    )


def _software_notes(edition: Edition) -> list[str]:
    if edition.code in set(held.registrations("software").table["economy"]):
        return ["Works and software are registered by different bodies. " + VOLUNTARY]
    return [
        f"The book holds no registrations of software in {edition.said}. " + VOLUNTARY,
        *(b.text for b in held.registrations("total").breaks_of(edition.code)),
    ]


def software_headline(edition: Edition) -> Sentence | None:
    """The share of software in all registrations, then and now."""
    own = edition.window(held.registrations("software")).of(edition.code)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    now, then = (_software_share(edition, year) for year, _ in (last, first))
    if first[0] == last[0]:
        return sentence(
            "Software made up {now} of the registrations in {name} in {year}{mark}.",
            now=now,
            name=edition.said,
            year=str(last[0]),
            mark=_mark(now),
        )
    return sentence(
        "Software made up {now} of the registrations in {name} in {year}{mark}, against {then} in "
        "{first}{first_mark}.",
        now=now,
        name=edition.said,
        year=str(last[0]),
        mark=_mark(now),
        then=then,
        first=str(first[0]),
        first_mark=_mark(then),
    )


def _software_share(edition: Edition, year: int) -> Number | None:
    part = held.registrations("software").number(edition.code, year)
    whole = held.registrations("total").number(edition.code, year)
    if part is None or whole is None:
        return None
    share = 100 * part.value / whole.value
    return Number(
        share,
        say_percent,
        "percent of registrations",
        (*part.rows, *whole.rows),
        "100 * software / all registrations",
    )


def genres(edition: Edition) -> Exhibit:
    """The mix of the works registered by genre, a bar for each year that the register gives."""
    roles = dict(zip(held.GENRES, ("step-5", "step-4", "step-3", "step-2"), strict=True))
    parts = pd.concat(
        [
            edition.window(held.registered_genre(kind))
            .of(edition.code)
            .table.assign(series=kind, label=label, role=roles[kind])
            for kind, label in held.GENRES.items()
        ],
        ignore_index=True,
    )
    complete = parts.groupby("year")["series"].transform("nunique") == len(held.GENRES)
    parts = parts[complete]
    rest = parts.groupby("year", as_index=False).agg({"value": "sum", "rows": " ".join})
    rest = rest.assign(
        value=100 - rest["value"], series="rest", label="Music and all others", role="unbound"
    )
    table = pd.concat([parts, rest], ignore_index=True).sort_values("year", kind="stable")
    table["category"] = table["year"].astype(str)
    return exhibits.figure(
        form=exhibits.SHARES,
        label="fig-copyright-genres",
        title="Works registered, by genre",
        where=f"register of {edition.said}",
        unit="percent of the works registered, software aside",
        table=table,
        missing=_no_split(
            edition, bool(len(held.registered_genre("works_art").of(edition.code).table))
        ),
        headline=_genres_headline(edition),
        notes=[
            "Shares are derived: registrations of the genre over registrations of all works of the "
            "year. The last part is what remains. Years in which the register does not give "
            "all four genres are left out.",
            *_class_notes(table["rows"]),
        ],
        names={"category": "Year"},
        whole=100.0,
    )


def _genres_headline(edition: Edition) -> Sentence | None:
    art = edition.window(held.registered_genre("works_art")).latest(edition.code)
    if art is None:
        return None
    photographs = held.registered_genre("works_photography").number(edition.code, art[0])
    if photographs is None:
        return None
    both = art[1].value + photographs.value
    share = Number(
        both,
        say_percent,
        "percent of the works registered",
        (*art[1].rows, *photographs.rows),
        "100 * (artworks + photographs) / works",
    )
    return sentence(
        "Artworks and photographs made up {share} of the works registered in {name} in "
        "{year}{mark}.",
        share=share,
        name=edition.said,
        year=str(art[0]),
        mark=_mark(share),
    )


def _no_split(edition: Edition, split: bool) -> str:
    if split:
        return f"The register of {edition.said} has no such figures within {edition.years_said}."
    if edition.code in _registering():
        return f"The figures held of the register of {edition.said} are not split like this."
    return (
        f"The book holds no register of {edition.said}; of those held, only China’s is split like "
        "this."
    )


# 3 What copyright industries weigh


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
        *_class_notes(table["rows"]),
    ]
    if edition.code not in studied:
        notes.insert(0, f"The book holds no study of {edition.said}.")
    return exhibits.figure(
        form=exhibits.DUMBBELL,
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
    return sorted(set(held.industries("share_of_gdp").table["economy"]))


def _studies(edition: Edition) -> pd.DataFrame:
    """The newest share of each economy within the years asked for; the mean has no code."""
    rows = []
    for code in _studied():
        latest = edition.window(held.industries("share_of_gdp")).latest(code)
        if latest is None:
            continue
        year, value = latest
        core = held.industries("core_share_of_gdp").number(code, year)
        numbers = [value, core] if core else [value]
        name = economies()[code].name if code else _entity(value)
        rows.append(
            {
                "label": f"{name}, {year}{_mark(*numbers)}",
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
    latest = edition.window(held.industries("share_of_gdp")).latest(edition.code)
    if latest is None:
        return None
    return sentence(
        "Copyright industries, those that depend on them included, made up {value} of GDP in "
        "{name} in {year}{mark}.",
        value=latest[1],
        name=edition.said,
        year=str(latest[0]),
        mark=_mark(latest[1]),
    )


def _studies_headline(edition: Edition) -> Sentence | None:
    """The mean of the national studies, where the economy has no study."""
    mean = edition.window(held.industries("share_of_gdp")).latest("")
    if mean is None:
        return None
    return sentence(
        "In the mean of the national studies of {year}, copyright industries made up {value} of "
        "GDP.",
        year=str(mean[0]),
        value=mean[1],
    )


def industry_shares(edition: Edition) -> Exhibit:
    """The shares of copyright industries over time in one economy, a panel for each."""
    tables = []
    for indicator, title in held.INDUSTRIES.items():
        part = drawn.series_of(
            edition.window(held.industries(indicator)), edition.code, label=title, role="focus"
        )
        tables.append(part.assign(panel=indicator, panel_label=title, series=indicator))
    table = pd.concat(tables, ignore_index=True)
    single = table["year"].nunique() < 2
    series = held.industries("share_of_gdp")
    found = table[table["panel"] == "share_of_gdp"]
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-copyright-industry-shares",
        title="Shares of copyright industries over time",
        where=edition.said,
        unit="percent",
        table=table.head(0) if single else table,
        missing=_no_shares(edition, table),
        headline=_shares_headline(edition),
        notes=[
            *drawn.break_notes([series], [edition.code], found),
            "Lines are drawn only between neighbouring years of one definition. Figures come from "
            "reports of several years, and revisions may lie between them.",
            *_derived_notes(table),
            *_class_notes(table["rows"]),
        ],
        breaks=[
            Break("share_of_gdp", b.year)
            for b in series.breaks_of(edition.code)
            if not found.empty and found["year"].min() < b.year <= found["year"].max()
        ],
        shared_y=False,
        columns=2,
    )


def _no_shares(edition: Edition, table: pd.DataFrame) -> str:
    if table.empty:
        return (
            f"The book holds no study of copyright industries in {edition.said} within "
            f"{edition.years_said}. What it holds of others is in the figure above."
        )
    return (
        f"The book holds such shares of {edition.said} for one year only; they cannot be shown "
        "over time."
    )


def _shares_headline(edition: Edition) -> Sentence | None:
    """The share of GDP since the last break of the series, in points and not in percent."""
    own = edition.window(held.industries("share_of_gdp").since_break(edition.code))
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None or first[0] == last[0]:
        return None
    return sentence(
        "In {name} the share in GDP went from {first} in {first_year}{first_mark} to {last} in "
        "{last_year}{last_mark}.",
        name=edition.said,
        first=first[1],
        first_year=str(first[0]),
        first_mark=_mark(first[1]),
        last=last[1],
        last_year=str(last[0]),
        last_mark=_mark(last[1]),
    )


# 4 Trade in creative goods, services and rights


def creative_goods(edition: Edition) -> Exhibit:
    """The economies whose trade holds most creative goods, in the newest edition of the index."""
    ranking = _creative_ranking(edition, "creative_goods_exports")
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-copyright-creative-goods",
        title="Exports of creative goods in relation to total trade",
        unit="percent of total trade",
        what="economies with data",
        headline="Creative goods made up {value} of the trade of {name} in {year}: rank {rank} of "
        "{n}.",
        otherwise="Creative goods weigh most in the trade of {leader}: {value} in {year}, among "
        "{n} economies with data.",
        notes=_edition_notes(edition, "creative_goods_exports", ranking),
    )


def creative_headline(edition: Edition) -> Sentence | None:
    """The headline of the ranking where the economy has a place in it."""
    ranking = _creative_ranking(edition, "creative_goods_exports")
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    return creative_goods(edition).payload.headline


def creative_trade(edition: Edition) -> Exhibit:
    """Creative goods against creative services, for every economy with both."""
    x = held.creative_exports("creative_goods_exports", edition.parameters.last_year)
    y = held.creative_exports("cultural_creative_services_exports", edition.parameters.last_year)
    years = (edition.reference_year(x), edition.reference_year(y))
    table = (
        drawn.crossed(x, y, years[0], years[1], edition)
        if years[0] is not None and years[1] is not None
        else pd.DataFrame(columns=["label", "role", "x", "y", "rows"])
    )
    table = table[(table["x"] > 0) & (table["y"] > 0)]
    return exhibits.figure(
        form=exhibits.SCATTER,
        label="fig-copyright-creative-services",
        title="Exports of creative goods and of cultural and creative services",
        where=f"economies with both above zero in {_years_said(years)}",
        unit="percent of total trade",
        table=table,
        missing="The book holds no edition of the index with these figures up to "
        f"{edition.parameters.last_year}.",
        headline=_services_headline(edition, table, _years_said(years)),
        notes=_edition_notes(
            edition,
            "cultural_creative_services_exports",
            _creative_ranking(edition, "cultural_creative_services_exports"),
        ),
        names={"x": "Creative goods, percent of trade", "y": "Services, percent of trade"},
        x_unit="creative goods, percent of total trade",
        y_unit="cultural and creative services, percent of total trade",
        x_log=True,
        y_log=True,
    )


def _services_headline(edition: Edition, table: pd.DataFrame, years: str) -> Sentence | None:
    if table.empty:
        return None
    own = table[table["role"] == "focus"]
    if own.empty:
        more = table[table["y"] > table["x"]]["rows"]
        return sentence(
            "In {more} of {n} economies creative services weighed more than creative goods in "
            "{years}.",
            years=years,
            more=count_of(more, "economies whose services exceed their goods"),
            n=count_of(table["rows"], "economies with both above zero"),
        )
    row = own.iloc[0]
    goods, services = float(row["x"]), float(row["y"])
    rows = tuple(str(row["rows"]).split())
    return sentence(
        "In the trade of {name}, creative services made up {services} and creative goods {goods} "
        "in {years}.",
        name=edition.said,
        years=years,
        services=Number(services, say_percent, "percent of total trade", rows[1:]),
        goods=Number(goods, say_percent, "percent of total trade", rows[:1]),
    )


def _creative_ranking(edition: Edition, indicator: str) -> Ranking | None:
    series = held.creative_exports(indicator, edition.parameters.last_year)
    return rank(series, edition.reference_year(series))


def _edition_notes(
    edition: Edition, indicator: str, ranking: Ranking | None
) -> list[str | Sentence]:
    """What a cross-section of one edition of the index says and leaves out."""
    if ranking is None:
        return []
    series = held.creative_exports(indicator, edition.parameters.last_year)
    shown = held.edition_held("creative_exports", edition.parameters.last_year)
    others = series.table[~series.table["economy"].isin(ranking.table["economy"])]
    left_out = sentence(
        "As printed in the edition of {shown} of the Global Innovation Index. Only values of the "
        "data year {year} are compared; for {others} more economies the edition prints an older "
        "or newer year. Editions are no time series.",
        shown=str(shown),
        year=str(ranking.year),
        others=count_of(
            others.drop_duplicates("economy", keep="last")["rows"],
            "economies with a value for another year",
        ),
    )
    notes: list[str | Sentence] = [
        left_out or "",
        "A share of all trade: who trades much else scores low. Goods count where they are "
        "shipped, not where they are designed, and most are manufactures.",
    ]
    own = series.latest(edition.code)
    if own is not None and own[0] != ranking.year:
        said_own = sentence(
            "For {name} the edition prints {value}, of {year}.",
            name=edition.said,
            value=own[1],
            year=str(own[0]),
        )
        notes.append(said_own or "")
    return [*notes, *_flagged(edition, indicator, shown)]


def _flagged(edition: Edition, indicator: str, shown: int) -> list[str]:
    """What the descriptor flags in the economy’s own value in the edition shown."""
    return [
        f"{edition.name}, {say_code(indicator)}: {found.text}"
        for found in held.dataset("creative_exports").manifest.reportlib.breaks
        if (found.model_dump().get("indicator"), found.economy, found.year)
        == (indicator, edition.code, shown)
    ]


def exporters(edition: Edition) -> Exhibit:
    """What UNCTAD prints of creative exports in dollars: the world, regions, large exporters."""
    dataset = held.dataset("creative_trade")
    kinds = {
        "goods_exports": "goods, list of 2022",
        "goods_exports_2018_classification": "goods, list of 2018",
        "services_exports": "services",
    }
    table = _within(dataset, edition).sort_values(
        ["year", "indicator", "value"], ascending=[False, True, False]
    )
    rows = [
        Row(
            cells=(
                text_cell(item["entity"]),
                text_cell(item["year"]),
                text_cell(kinds[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), "billion US dollars"),
                text_cell(_remark(item), str(item[ROW])),
            ),
            strong=item["economy"] == edition.code,
        )
        for item in _records(table)
    ]
    return exhibits.table(
        label="tbl-copyright-exporters",
        title="Exports of creative goods and services, single years",
        where="the world, regions and the exporters held",
        columns=[
            Column(title="Exporter"),
            Column(title="Year", numeric=True),
            Column(title="What"),
            Column(title="Exports", unit="billion current US dollars", numeric=True),
            Column(title="Class and remark"),
        ],
        rows=rows,
        missing=f"The book holds no creative exports in dollars within {edition.years_said}.",
        headline=_exporters_headline(edition),
        notes=[
            "Goods are counted where they are shipped, not where they are designed, and design "
            "goods are mostly manufactures; this is no measure of copyright income. The two lists "
            "of goods are not one series.",
            *([] if _is_exporter(edition) else [f"{edition.name} is not among those held."]),
            CLASSES,
        ],
    )


def _is_exporter(edition: Edition) -> bool:
    return edition.code in set(held.dataset("creative_trade").table["economy"])


def _exporters_headline(edition: Edition) -> Sentence | None:
    goods = _within(held.dataset("creative_trade"), edition, indicator="goods_exports")
    services = _within(held.dataset("creative_trade"), edition, indicator="services_exports")
    own = goods[goods["economy"] == edition.code].sort_values("year")
    world = goods[goods["entity"] == "World"].sort_values("year")
    if len(own):
        newest = own.iloc[-1]
        of_year = world[world["year"] == newest["year"]]
        value, whole = _billions(newest), _billions(of_year.iloc[0]) if len(of_year) else None
        return sentence(
            "{name} exported creative goods worth {value} dollars in {year}{mark}; the world "
            "exported {whole}{whole_mark}.",
            name=edition.said,
            value=value,
            year=str(newest["year"]),
            mark=_mark(value),
            whole=whole,
            whole_mark=_mark(whole),
        )
    both = world[world["year"].isin(services["year"])]
    if both.empty or services.empty:
        return None
    found = services[services["year"] == both["year"].iloc[-1]].iloc[0]
    return sentence(
        "In {year} the world exported creative services worth {services} dollars and creative "
        "goods worth {goods}.",
        year=str(both["year"].iloc[-1]),
        services=_billions(found),
        goods=_billions(both.iloc[-1]),
    )


def _billions(item: pd.Series[str]) -> Number:
    """A value in billions, as a sentence says it."""
    value = 1e9 * float(item["value"])
    return Number(value, say_count, "US dollars", (str(item[ROW]),))


def receipts(edition: Edition) -> Exhibit:
    """Receipts for the use of intellectual property in relation to GDP."""
    shown = recipes.ranking_figure(
        _receipts_ranking(edition),
        edition,
        label="fig-copyright-receipts",
        title="Receipts for the use of intellectual property in relation to GDP",
        unit="percent of GDP",
        what="economies with data",
        headline="Receipts of {name} for the use of intellectual property came to {value} of GDP "
        "in {year}: rank {rank} of {n}.",
        otherwise="{leader} receives most in relation to GDP: {value} in {year}, among {n} "
        "economies with data.",
        notes=[
            "Derived: receipts over GDP, both in current dollars. Copyright is one part of it, "
            "beside patents, trademarks and franchises, and is not shown apart.",
            "The charges follow where firms book their rights, often for tax reasons: a place high "
            "in the list need not mean that much was created there. Many zeros in the source mean "
            "that nothing was reported.",
            *_receipt_breaks(edition),
        ],
    )
    return _with_reference(shown, "fig-overview-ip-trade", "figure on IP charges over time")


def _receipt_breaks(edition: Edition) -> list[str]:
    """What is known to be odd in the economy’s own receipts up to the year ranked."""
    series = catalogue.ip_receipts_share()
    year = edition.reference_year(series) or 0
    return [
        f"{edition.name}, {found.year}: {found.text.replace('; do not state a cause', '')}"
        for found in series.breaks
        if found.economy == edition.code and year - RECENT < found.year <= year
    ]


def receipts_headline(edition: Edition) -> Sentence | None:
    """The economy’s receipts in relation to GDP, where it has a place in the ranking."""
    ranking = _receipts_ranking(edition)
    if ranking is None or ranking.rank(edition.code) is None:
        return None
    return sentence(
        "Receipts of {name} for the use of intellectual property came to {value} of GDP in {year}: "
        "rank {rank} of {n}.",
        name=edition.said,
        value=catalogue.ip_receipts_share().number(edition.code, ranking.year),
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def _receipts_ranking(edition: Edition) -> Ranking | None:
    """The ranking; None in early years, in which hardly an economy reports."""
    series = catalogue.ip_receipts_share()
    ranking = rank(series, edition.reference_year(series))
    return ranking if ranking is not None and ranking.n >= FEWEST else None


def _with_reference(shown: Exhibit, label: str, words: str) -> Exhibit:
    """The exhibit with a reference to another one at the end of its headline."""
    if not shown.payload.headline:
        return shown
    headline = cite(shown.payload.headline, label, words)
    return Exhibit(shown.payload.model_copy(update={"headline": headline}))


def creative_output(edition: Edition) -> Exhibit:
    """Where the economy stands on the index’s indicators of creative output."""
    rows = []
    for indicator, title in held.CREATIVE_OUTPUT.items():
        series = held.creative_output(indicator, edition.parameters.last_year)
        ranking = rank(series, edition.reference_year(series))
        place = ranking.rank(edition.code) if ranking else None
        value = series.number(edition.code, ranking.year) if ranking else None
        # Zero brands are shared by a third of the economies, so that their rank says nothing.
        if ranking is None or place is None or value is None or value.value == 0:
            continue
        rows.append(
            {
                "label": f"{title}, {ranking.year}",
                "rank": place,
                "n": ranking.n,
                "role": _quarter(place, ranking.n),
                "text": f"{place} of {ranking.n}",
                "rows": " ".join(value.rows),
                "counted": " ".join(ranking.table["rows"]),
            }
        )
    columns = ["label", "rank", "n", "role", "text", "rows", "counted"]
    table = pd.DataFrame(rows, columns=columns)
    shown = held.edition_held("creative_economy_indicators", edition.parameters.last_year)
    return exhibits.figure(
        form=exhibits.POSITIONS,
        label="fig-copyright-creative-output",
        title="Creative output in relation to size",
        where=edition.said,
        unit="rank among the economies with data",
        table=table,
        missing=f"{edition.name} has no place on these indicators in an edition up to "
        f"{edition.parameters.last_year}.",
        headline=_output_headline(edition, table),
        notes=[
            f"From the edition of {shown} of the Global Innovation Index; each rank is among the "
            "economies with a value for the data year named. A dot is marked as a strength in the "
            "first quarter, as a gap in the last.",
            "Brand and intangible values are estimates of private firms. Films counts titles, not "
            "audiences. Coverage differs between the indicators, so that the last place of one is "
            "not that of another. Where an economy has no brand in the estimate it is left out.",
        ],
    )


def _quarter(place: int, n: int) -> str:
    if place <= n / 4:
        return "strength"
    return "gap" if place > 3 * n / 4 else "neutral"


def _output_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    best = table.assign(place=table["rank"] / table["n"]).sort_values("place").iloc[0]
    return sentence(
        "{name} stands highest by {title}: rank {place} of {n}.",
        name=edition.said,
        title=str(best["label"])[:1].lower() + str(best["label"])[1:],
        place=rank_of(float(best["rank"]), str(best["rows"]), f"{best['n']} economies with data"),
        n=Number.over(
            float(best["n"]), say_whole, "economies", [best["counted"]], "economies with data"
        ),
    )


# 5 Collecting and enforcement


def collections(edition: Edition) -> Exhibit:
    """What authors’ societies of the world collect, by kind of use."""
    kinds = {
        "total": "All uses",
        "digital": "Digital",
        "tv_radio": "Television and radio",
        "live_background": "Live and background",
    }
    world = _within(held.dataset("royalty_collections"), edition, region="World")
    world = world[world["indicator"].isin(kinds)].sort_values("year", kind="stable")
    years = sorted(set(world["year"]))
    roles = dict(zip(reversed(years), ("step-5", "step-4", "step-3"), strict=False))
    table = world.assign(
        category=world["indicator"].map(kinds),
        series=world["year"].astype(str),
        label=world["year"].astype(str),
        role=[roles.get(year, "step-2") for year in world["year"]],
        value=world["value"].astype(float),
        order=world["indicator"].map(list(kinds).index),
    ).rename(columns={ROW: "rows"})
    table = table.sort_values(["order", "year"], kind="stable")
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-copyright-collections",
        title="Royalties collected by authors’ societies",
        where="the world",
        unit="billion euros per year",
        table=table,
        missing=f"The book holds no collections within {edition.years_said}.",
        headline=_collections_headline(table),
        notes=[
            f"The book holds no amounts for single economies, {edition.said} included.",
            "Collected is not paid out, and what creators earn without a society is not in it. The "
            "parts do not add up to the total, because other uses are left out. Nominal, as "
            "printed in the report of the year; older years are restated later.",
            *_class_notes(table["rows"]),
        ],
        names={"category": "Use"},
    )


def _collections_headline(table: pd.DataFrame) -> Sentence | None:
    totals = table[table["indicator"] == "total"].sort_values("year")
    if totals.empty:
        return None
    newest = totals.iloc[-1]
    total = 1e9 * float(newest["value"])
    digital = table[(table["indicator"] == "digital") & (table["year"] == newest["year"])]
    collected = Number(total, say_count, "euros", (str(newest["rows"]),))
    if digital.empty:
        return sentence(
            "Authors’ societies collected {total} euros in {year}.",
            total=collected,
            year=str(newest["year"]),
        )
    share = 100e9 * float(digital["value"].iloc[0]) / total
    return sentence(
        "Authors’ societies collected {total} euros in {year}, {share} of it for digital uses.",
        total=collected,
        year=str(newest["year"]),
        share=Number(
            share,
            say_percent,
            "percent of collections",
            (str(digital["rows"].iloc[0]), str(newest["rows"])),
            "100 * digital / total",
        ),
    )


def music_ranks(edition: Edition) -> Exhibit:
    """The eight largest markets for recorded music, by year."""
    series = edition.window(held.music_ranks())
    known = economies()
    own = series.table.sort_values("year")
    table = own.assign(
        series=own["economy"],
        label=[known[code].name for code in own["economy"]],
        role=[edition.role(code) for code in own["economy"]],
    )
    markets = held.music_ranks().table.drop_duplicates("economy", keep="last")["rows"]
    notes: list[str | Sentence] = [
        f"All figures are of class C, {DOUBTFUL['C']}: an encyclopedia’s list of ranks "
        "that the industry’s federation prints.",
        "A rank says nothing of size: the first market is many times the last. It is no measure of "
        "copyright protection.",
    ]
    if edition.code not in set(held.music_ranks().table["economy"]):
        absent = sentence(
            "{name} is not among the {markets} markets in the list.",
            name=edition.name,
            markets=count_of(markets, "markets in the list", "markets"),
        )
        notes.insert(0, absent or "")
    return exhibits.figure(
        form=exhibits.RANK_LINES,
        label="fig-copyright-music",
        title="Largest markets for recorded music",
        where="the markets in the list",
        unit="rank by the revenue of record companies",
        table=table,
        missing=f"The book holds no ranks within {edition.years_said}.",
        headline=music_headline(edition) or _music_leader(series),
        notes=notes,
    )


def music_headline(edition: Edition) -> Sentence | None:
    """The economy’s place among the largest markets."""
    series = edition.window(held.music_ranks())
    first, last = series.earliest(edition.code), series.latest(edition.code)
    if first is None or last is None:
        return None
    then = _moved(first[1], last[1], first[0]) if first[0] != last[0] else ""
    return sentence(
        "{name} ranks {place} among the markets for recorded music in {year}{then} (class C).",
        name=edition.said,
        place=replace(last[1], say=say_whole),
        year=str(last[0]),
        then=then,
    )


def _moved(then: Number, now: Number, year: int) -> str | Sentence | None:
    if now.value == then.value:
        return f", as in {year}"
    return sentence(
        ", {way} from {then} in {year}",
        way="up" if now.value < then.value else "down",
        then=replace(then, say=say_whole),
        year=str(year),
    )


def _music_leader(series: Series) -> Sentence | None:
    years = series.years()
    if not years:
        return None
    first = series.table[(series.table["year"] == years[-1]) & (series.table["value"] == 1)]
    if first.empty:
        return None
    return sentence(
        "{leader} was the largest market for recorded music in {year} (class C).",
        leader=said(str(first["economy"].iloc[0])),
        year=str(years[-1]),
    )


def music_revenue(edition: Edition) -> Exhibit:
    """What record companies of the world receive, in the single years held."""
    words = {
        "recorded_music_revenue": "revenue from recorded music",
        "streaming_revenue": "of it from streaming",
        "paid_subscription_users": "users of paid subscriptions",
    }
    found = _within(held.dataset("recorded_music"), edition)
    rows = [
        Row(
            cells=(
                text_cell(item["year"]),
                text_cell(words[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), str(item["unit"])),
                text_cell(item["unit"]),
                text_cell(item["trust"]),
            )
        )
        for item in _records(found.sort_values(["year", "indicator"]))
    ]
    return exhibits.table(
        label="tbl-copyright-music",
        title="Revenue from recorded music, single years",
        where="the world",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="What"),
            Column(title="Value", numeric=True),
            Column(title="Unit"),
            Column(title="Class"),
        ],
        rows=rows,
        missing=f"The book holds no revenue from recorded music within {edition.years_said}.",
        headline=_revenue_headline(found),
        notes=[
            "The industry’s revenue: not the income of artists or authors, and not what consumers "
            "spend. Nominal and as printed in the year; every edition restates older years, so "
            "that no line is drawn.",
            CLASSES,
        ],
    )


def _revenue_headline(found: pd.DataFrame) -> Sentence | None:
    both = {
        kind: found[found["indicator"] == kind].set_index("year")
        for kind in ("recorded_music_revenue", "streaming_revenue")
    }
    revenue, streaming = both.values()
    years = sorted(set(revenue.index) & set(streaming.index))
    if not years:
        return None
    year = years[-1]
    share = 100 * float(streaming["value"][year]) / float(revenue["value"][year])
    return sentence(
        "Streaming brought {share} of the world’s revenue from recorded music in {year}.",
        share=Number(
            share,
            say_percent,
            "percent of revenue",
            (str(streaming.at[year, ROW]), str(revenue.at[year, ROW])),
            "100 * streaming / revenue",
        ),
        year=str(year),
    )


def pledges(edition: Edition) -> Exhibit:
    """Copyright pledged for loans in China: registered pledges and the sums financed."""
    counts = edition.window(held.registrations("pledges")).of("CHN")
    transactions = _within(
        held.dataset("ip_transactions_china"), edition, indicator="copyright_pledge_financing"
    ).set_index("year")
    rows = []
    for year in sorted({*counts.years(), *(int(year) for year in transactions.index)}):
        count = counts.number("CHN", year)
        paid = transactions.loc[year] if year in transactions.index else None
        ids = [*(count.rows if count else ()), *([str(paid[ROW])] if paid is not None else [])]
        rows.append(
            Row(
                cells=(
                    text_cell(year),
                    number_cell(
                        count.value if count else None, " ".join(count.rows if count else ())
                    ),
                    number_cell(
                        paid["value"] if paid is not None else None,
                        str(paid[ROW]) if paid is not None else "",
                        "billion yuan",
                    ),
                    text_cell(say_list(sorted({_trust(row) for row in ids}))),
                )
            )
        )
    latest = counts.latest("CHN")
    return exhibits.table(
        label="tbl-copyright-pledges",
        title="Copyright pledged for loans",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Registered pledges", numeric=True),
            Column(title="Sum financed", unit="billion yuan", numeric=True),
            Column(title="Class"),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=sentence(
            "China’s register entered {value} pledges of copyright in {year}{mark}.",
            value=latest[1],
            year=str(latest[0]),
            mark=_mark(latest[1]),
        )
        if latest
        else None,
        notes=[
            "Years without a figure are missing, not zero. A pledge secures a loan; it is no sale "
            "and no licence.",
            CLASSES,
        ],
    )


def enforcement(edition: Edition) -> Exhibit:
    """What China’s authorities report of enforcement, with the trust class of each figure."""
    words = {
        "patent_enforcement_cases": "enforcement cases of patents",
        "court_cases_concluded": "cases of intellectual property concluded",
        "copyright_market_cases": "copyright cases in markets for physical goods",
        "customs_seizure_batches": "batches seized at the border",
        "market_regulator_cases": "cases handled",
    }
    found = _within(held.dataset("enforcement_china"), edition).sort_values(["year", "authority"])
    rows = [
        Row(
            cells=(
                text_cell(item["year"]),
                text_cell(str(item["authority"]).capitalize()),
                text_cell(words[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), str(item["unit"])),
                text_cell(_remark(item), str(item[ROW])),
            )
        )
        for item in _records(found)
    ]
    return exhibits.table(
        label="tbl-copyright-enforcement",
        title="Enforcement of intellectual property as authorities report it",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Authority"),
            Column(title="What"),
            Column(title="Number", numeric=True),
            Column(title="Class and remark"),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=_enforcement_headline(found),
        notes=[
            "The authorities count different things, for all rights and not for copyright alone "
            "unless the row says so; cases must not be added up. One year each: no trend can be "
            "drawn. More cases can mean more violations, more complaints or more effort.",
            CLASSES,
        ],
    )


def _enforcement_headline(found: pd.DataFrame) -> Sentence | None:
    cases = found[found["indicator"] == "copyright_market_cases"]
    if cases.empty:
        return None
    row = cases.iloc[-1]
    number = Number(float(row["value"]), say_count, "cases", (str(row[ROW]),))
    return sentence(
        "China’s copyright administration reports {cases} cases in markets for physical goods in "
        "{year}{mark}.",
        cases=number,
        year=str(row["year"]),
        mark=_mark(number),
    )


def _no_china(edition: Edition) -> str:
    if edition.code == "CHN":
        return f"The book holds no such figures within {edition.years_said}."
    return f"The book holds figures of this kind for China only; it has none for {edition.said}."


# 6 Who is served at the grassroots


def services(edition: Edition) -> Exhibit:
    """Campaigns and services of copyright for the public, as the press reports them."""
    return _statements(
        edition,
        label="tbl-copyright-services",
        title="Copyright campaigns and services for the public",
        chosen=_facts(
            "ichongqing-2023-05-08", kinds=("event", "programme", "claim"), place="Chongqing"
        ),
        headline=_services_since(),
    )


def centres(edition: Edition) -> Exhibit:
    """Universities and their centres for intellectual property, as the press reports them."""
    local = _facts("ichongqing-2023-05-08", kinds=("institution",), place="Chongqing")
    national = _facts("ichongqing-2023-05-08", place="China")
    return _statements(
        edition,
        label="tbl-copyright-centres",
        title="Universities and centres that serve creators",
        chosen=pd.concat([local, national]),
        headline=sentence(
            "Many universities in China are reported to have offices or centres for intellectual "
            "property; no number is given."
        ),
    )


def societies(edition: Edition) -> Exhibit:
    """What China’s copyright societies say they work for."""
    facts = _facts("ipr-daily-2022-04-06")
    facts = facts[facts["place"] != "World"].sort_values("subject", kind="stable")
    speaking = facts.loc[facts["kind"] == "claim", "subject"]
    # Of a body that spoke, the bare invitation says nothing more.
    chosen = facts[(facts["kind"] == "claim") | ~facts["subject"].isin(speaking)]
    return _statements(
        edition,
        label="tbl-copyright-societies",
        title="Copyright societies and what they ask for",
        chosen=chosen,
        headline=sentence(
            "The societies ask for {aims}, each from its own interest.",
            aims="fair rules of trade on platforms, a wider network of collecting and the watching "
            "of infringing sites",
        ),
    )


def _services_since() -> Sentence | None:
    table = held.dataset("article_facts").table
    found = table[(table["indicator"] == "first_year") & (table["chapter"] == "copyright")]
    if found.empty:
        return None
    row = found.iloc[0]
    return sentence(
        "The city of {place} is reported by {said_by} to have offered copyright services to the "
        "public every year since {year}.",
        said_by=str(row["said_by"]),
        place=str(row["place"]),
        year=Number(float(row["value"]), say_year, "year", (str(row[ROW]),)),
    )


def _facts(source: str, *, kinds: Sequence[str] = (), place: str = "") -> pd.DataFrame:
    """The statements of one article on copyright."""
    table = held.dataset("article_facts").table
    found = table[(table["chapter"] == "copyright") & (table["source"] == source)]
    if kinds:
        found = found[found["kind"].isin(kinds)]
    return found[found["place"] == place] if place else found


def _statements(
    edition: Edition, *, label: str, title: str, chosen: pd.DataFrame, headline: Sentence | None
) -> Exhibit:
    """A table of statements about China, for China’s edition."""
    return statements.table(
        chosen if edition.code == "CHN" else chosen.head(0),
        label=label,
        title=title,
        where="China",
        missing=ONLY_CHINA.format(name=edition.said),
        headline=headline,
    )


# Key findings


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    said_here = [
        cite(treaties_headline(edition), "fig-copyright-accessions", "figure on treaties"),
        cite(registrations_headline(edition), "fig-copyright-registers", "figure on registers"),
        cite(industries_headline(edition), "fig-copyright-industries", "figure on industries"),
        cite(
            creative_headline(edition), "fig-copyright-creative-goods", "figure on creative goods"
        ),
        cite(receipts_headline(edition), "fig-copyright-receipts", "figure on receipts"),
        cite(music_headline(edition), "fig-copyright-music", "figure on recorded music"),
    ]
    return exhibits.findings(
        label="find-copyright",
        title=f"Key findings: {edition.name}",
        sentences=[found for found in said_here if found][:5],
        missing=f"The book holds nothing on copyright for {edition.said} within "
        f"{edition.years_said}. Each section says what is held of the world.",
    )


# 7 What the figures do not say


def caveats() -> Exhibit:
    """The caveats of the chapter’s datasets, from their descriptors."""
    rows = []
    for name in (
        "treaties",
        "copyright_registrations",
        "copyright_industries",
        "creative_exports",
        "creative_trade",
        "creative_economy_indicators",
        "ip_charges",
        "royalty_collections",
        "recorded_music",
        "recorded_music_ranks",
        "enforcement_china",
        "ip_transactions_china",
        "article_facts",
    ):
        known = held.dataset(name).manifest.reportlib
        rows.append(
            Row(
                cells=(
                    text_cell(known.short_title),
                    text_cell(known.counted_by),
                    text_cell(known.trust),
                    text_cell(known.does_not_mean),
                )
            )
        )
    return exhibits.table(
        label="tbl-copyright-caveats",
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Counted by"),
            Column(title="Class"),
            Column(title="Not to conclude"),
        ],
        rows=rows,
        missing="",
    )


# Shared by the sections above


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, one by one."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _within(dataset: Dataset, edition: Edition, **where: object) -> pd.DataFrame:
    """The rows of a dataset within the years asked for."""
    rows = dataset.where(**where)
    return rows[rows["year"].between(edition.parameters.first_year, edition.parameters.last_year)]


def _years_said(years: tuple[int | None, int | None]) -> str:
    return say_list(dict.fromkeys(str(year) for year in years))


def _trust(row: str) -> str:
    """The trust class of a dataset row."""
    dataset = row.partition(":")[0].replace("-", "_")
    return held.trust_classes(dataset).get(row, "")


def _mark(*numbers: Number | None) -> str:
    """The worst trust class of numbers in brackets, where a reader must know it."""
    found = {_trust(row) for number in numbers if number for row in number.rows}
    worst = max(found & set(DOUBTFUL), default="")
    return f" (class {worst})" if worst else ""


def _remark(item: Mapping[str, object]) -> str:
    note = str(item["note"])
    return f"{item['trust']}; {note}" if note else str(item["trust"])


def _class_notes(rows: Iterable[str]) -> list[str]:
    """Which of the values drawn are of a doubtful class, by economy and year."""
    ids = {row for found in rows for row in str(found).split()}
    marked = {name: sorted(row for row in ids if _trust(row) == name) for name in DOUBTFUL}
    told = [
        f"Class {name}, {DOUBTFUL[name]}: {_places(found)}."
        for name, found in marked.items()
        if found
    ]
    return [" ".join([*told, "Such figures need a second source."])] if told else []


def _places(ids: Iterable[str]) -> str:
    """The economies and years of dataset rows."""
    years: dict[str, set[int]] = {}
    for row in ids:
        name, year = _place(row)
        years.setdefault(name, set()).add(year)
    return "; ".join(f"{name} {_spans(found)}".strip() for name, found in sorted(years.items()))


def _place(row: str) -> tuple[str, int]:
    table = held.dataset(row.partition(":")[0].replace("-", "_")).table
    found = table[table[ROW] == row].iloc[0]
    code = str(found.get("economy", ""))
    return (economies()[code].name if code else "", int(found["year"]))


def _spans(years: Iterable[int]) -> str:
    """Years in words, runs of three and more as spans."""
    ordered = sorted(years)
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if b - a > 1)]
    runs = [ordered[a:b] for a, b in pairwise([*starts, len(ordered)])]
    told = [
        text
        for run in runs
        for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run])
    ]
    return ", ".join(told)


def _derived_notes(table: pd.DataFrame) -> list[Sentence]:
    """What the source says of values drawn that are derived, approximate or rounded."""
    told: dict[tuple[str, str], set[int]] = {}
    rows: dict[str, None] = {}
    for row in (row for found in table["rows"] for row in str(found).split()):
        note = held.derived_notes(row.partition(":")[0].replace("-", "_")).get(row)
        if note:
            name, year = _place(row)
            told.setdefault((name, note), set()).add(year)
            rows[row] = None
    if not told:
        return []
    listed = "; ".join(f"{name} {_spans(years)}: {note}" for (name, note), years in told.items())
    return [(Piece(text=f"Derived or approximate values. {listed}.", rows=tuple(rows)),)]
