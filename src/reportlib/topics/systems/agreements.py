"""Treaties and systems of registration."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics.systems.offers import services_held
from reportlib.topics.systems.shared import items

# Treaties on one kind of right only; those on copyright are in the chapter on copyright.
SHOWN_KINDS = ("registration system", "industrial property", "copyright and industrial property")

SHORT_TITLES = {
    "budapest": "Budapest Treaty",
    "gratk": "Treaty on Genetic Resources and Traditional Knowledge",
    "hague_1960": "Hague Agreement, Act of 1960",
    "hague_1999": "Hague Agreement, Geneva Act",
    "lisbon_2015": "Lisbon Agreement, Geneva Act",
    "madrid_agreement": "Madrid Agreement on marks",
    "madrid_protocol": "Madrid Protocol",
    "madrid_sources": "Madrid Agreement on indications of source",
    "nairobi": "Nairobi Treaty",
    "paris": "Paris Convention",
    "pct": "Patent Cooperation Treaty",
    "plt": "Patent Law Treaty",
    "riyadh": "Riyadh Design Law Treaty",
    "singapore": "Singapore Treaty",
    "tlt": "Trademark Law Treaty",
    "trips": "TRIPS Agreement",
    "washington": "Washington Treaty",
}

APPLICATIONS = {
    "pct": ("pct_world", {}, "applications"),
    "madrid": ("madrid_world", {"indicator": "applications"}, "value"),
    "hague": ("hague_world", {"indicator": "applications"}, "value"),
}

COVERED_BY_CHINA = ("HKG", "MAC")
PARTLY_READ = "partial"
# Systems that rest on two texts, each in force by itself: the earlier, and what both are called.
EARLIER = {
    "hague_1999": ("hague_1960", "Act of 1960", "Geneva Act"),
    "madrid_protocol": ("madrid_agreement", "Agreement", "Protocol"),
}


def treaties(edition: Edition) -> Exhibit:
    """When treaties on industrial property were adopted, and since when they bind the economy."""
    adopted, bound = _adopted(edition), _bound(edition)
    own = pd.DataFrame(
        {
            "label": [SHORT_TITLES[code] for code in bound["treaty"]],
            "role": "bound",
            "date": bound["date_in_force"],
            "text": "",
            "told": f"in force for {edition.named}",
            "group": f"In force for {edition.named}",
            "rows": bound[ROW],
        }
    )
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "label": [SHORT_TITLES[code] for code in adopted["treaty"]],
                    "role": "world",
                    "date": adopted["adopted"].astype(str),
                    "text": [
                        "system of registration" if kind == SHOWN_KINDS[0] else ""
                        for kind in adopted["kind"]
                    ],
                    "told": [
                        "adopted, a system of registration" if kind == SHOWN_KINDS[0] else "adopted"
                        for kind in adopted["kind"]
                    ],
                    "group": "Adopted",
                    "rows": adopted[ROW],
                }
            ),
            own,
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=forms.TIMELINE,
        label="fig-overview-treaties",
        title="Treaties on industrial property and systems of registration",
        where=f"the world and {edition.named}",
        unit="years of adoption and of entry into force",
        table=table if len(bound) else table.head(0),
        missing="The lists that were read give no date since which one of these treaties binds "
        f"{edition.named}.",
        headline=_treaties_headline(edition, bound),
        notes=[
            "Some years of adoption are common knowledge and were not read in a list; the data "
            "say which. Treaties on copyright are in the chapter on copyright.",
            "Of the Lisbon and Madrid Agreements, whose full lists WIPO publishes, a part was "
            "read; of the Geneva Act of the Hague Agreement no list with all dates; and other "
            "lists end at different months: what is missing here may exist. "
            f"{_covered(edition)}".strip(),
        ],
        names={"item": "Treaty", "text": "What"},
    )


def _treaties_headline(edition: Edition, bound: pd.DataFrame) -> Sentence | None:
    if bound.empty:
        return None
    first = bound.iloc[0]
    return sentence(
        "{name} is party to {n} of these treaties, {lead}the {first} in {year}.",
        n=count_of(bound[ROW], "treaties in force", "treaties"),
        name=edition.named,
        lead="" if len(bound) == 1 else "beginning with ",
        first=SHORT_TITLES[str(first["treaty"])],
        year=(Piece(text=str(first["date_in_force"])[:4], rows=(str(first[ROW]),)),),
    )


def _adopted(edition: Edition) -> pd.DataFrame:
    facts = read_dataset("treaty_facts").table
    shown = facts["kind"].isin(SHOWN_KINDS) & (facts["adopted"] <= edition.parameters.last_year)
    return facts[shown].sort_values(["adopted", "treaty"])


def _bound(edition: Edition) -> pd.DataFrame:
    """The treaties in force for the economy by the end of the last year asked for, in order."""
    table = read_dataset("treaties").where(economy=edition.code, status="in_force")
    # A membership without a date is not on a line of time.
    timely = table["date_in_force"].between("0001", f"{edition.parameters.last_year}-12-31")
    own = table[timely & table["treaty"].isin(_adopted(edition)["treaty"])]
    return own.sort_values(["date_in_force", "treaty"])


def _covered(edition: Edition) -> str:
    if edition.code not in COVERED_BY_CHINA:
        return ""
    return f"China’s membership covers {edition.named} in most of them."


def registration(edition: Edition) -> Exhibit:
    """The systems in which one filing reaches many economies, and the economy's part in them."""
    facts = _adopted(edition).set_index("treaty")
    found = services_held(edition, "registration system")
    found = found[found["treaty"].isin(facts.index)]
    own = _own_systems(edition, found, facts)
    return exhibits.table(
        label="tbl-overview-systems",
        caution="Applications for a patent, for a mark and for a design cannot be compared with "
        "one another.",
        title="Systems of WIPO in which one filing reaches many economies",
        where=f"the world and {edition.named}",
        columns=[
            Column(title="System, for what, for whom"),
            Column(title=edition.name),
            Column(title="Applications, world", numeric=True),
            Column(title="Year, class"),
        ],
        rows=[_system_row(item, facts.loc[item.treaty], edition) for item in items(found)]
        if len(own)
        else [],
        missing=_not_in_systems(edition, found),
        headline=_systems_headline(edition, found, facts, own),
        notes=[
            "An international application is not yet protection: offices decide on it, save where "
            "the system only recognises a deposit. Applications are those of the newest year, "
            "with the class of the source: A the publisher’s own page, B one that quotes it, D a "
            "copy on an unrelated site.",
            "The Madrid System rests on an Agreement and a Protocol, the Hague System on two Acts. "
            "Dates of Madrid’s older Agreement are known of a few members only, and of those in "
            "Hague’s older Act few dates of the newer: others may be in a system longer. "
            f"The lists of members end at different months. {_covered(edition)}".strip(),
        ],
        dots="Two dots: no figure.",
        row_ids=list(facts[ROW]),
    )


def _not_in_systems(edition: Edition, found: pd.DataFrame) -> str:
    if found.empty:
        return "None of the systems was adopted by the last year asked for."
    return (
        f"The lists that were read do not have {edition.named} in any of the systems; that of the "
        f"Lisbon System was read in part. {_covered(edition)}".strip()
    )


def _own_systems(edition: Edition, found: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The memberships by which the economy is in the systems at the end of the last year."""
    undated = _undated(edition, found)
    ends = [int(str(facts.at[t, "complete_until"])[:4]) for t in undated["treaty"]]
    by_then = undated.loc[[end <= edition.parameters.last_year for end in ends]]
    bound = _bound(edition)
    own = pd.concat([bound, by_then])
    own = own[own["treaty"].isin(found["treaty"])]
    later = {earlier: treaty for treaty, (earlier, *_) in EARLIER.items()}
    through = bound.assign(treaty=bound["treaty"].map(later))
    held = through["treaty"].isin(found["treaty"]) & ~through["treaty"].isin(own["treaty"])
    return pd.concat([own, through[held]])


def _undated(edition: Edition, found: pd.DataFrame) -> pd.DataFrame:
    held = read_dataset("treaties").where(economy=edition.code, status="party_date_unknown")
    return held[held["treaty"].isin(found["treaty"])]


def _systems_headline(
    edition: Edition, found: pd.DataFrame, facts: pd.DataFrame, own: pd.DataFrame
) -> Sentence | None:
    """In how many of the systems the economy is, and of how many the lists do not tell."""
    if own.empty:
        return None
    absent = found[~found["treaty"].isin(own["treaty"])]
    partly = facts.index[facts["coverage"] == PARTLY_READ]
    undated = _undated(edition, found)["treaty"]
    unknown = absent[absent["treaty"].isin([*partly, *undated])]
    return sentence(
        "{name} is in {n} of the {all} systems"
        + ("; of {unknown} no whole list with dates was read." if len(unknown) else "."),
        name=edition.named,
        n=count_of(own[ROW], "systems whose treaty is in force", "systems"),
        all=count_of(found[ROW], "systems", "systems"),
        unknown=count_of(
            unknown[ROW], "systems of which no date or no whole list was read", "systems"
        ),
    )


def _system_row(item: Any, fact: Any, edition: Edition) -> Row:
    count, remark = _applications(item.service, edition)
    return Row(
        cells=(
            text_cell(f"{item.name}, for {item.subject}; {item.for_whom}", item.row),
            _standing(item.treaty, fact, edition),
            count,
            remark,
        )
    )


def _applications(service: str, edition: Edition) -> tuple[Piece, Piece]:
    """Applications in the world in the latest year held, and that year with its trust class."""
    if service not in APPLICATIONS:
        return number_cell(None), text_cell(MISSING)
    name, where, column = APPLICATIONS[service]
    table = read_dataset(name).where(**where)
    table = table[table["year"] <= edition.parameters.last_year]
    if table.empty:
        return number_cell(None), text_cell(MISSING)
    last = table.sort_values("year").iloc[-1]
    return (
        number_cell(last[column], str(last[ROW]), "applications"),
        text_cell(f"{last['year']}, {last['trust']}", str(last[ROW])),
    )


def _standing(treaty: str, fact: Any, edition: Edition) -> Piece:
    """Since when a system's treaty binds the economy, as far as the list goes."""
    own = read_dataset("treaties").where(economy=edition.code, treaty=treaty)
    before, rows = _earlier(treaty, edition)
    if own.empty:
        if before:
            return text_cell(f"{before}; {EARLIER[treaty][2]} not known", rows)
        if fact["coverage"] == PARTLY_READ:
            part = str(fact["note"]).removesuffix(" in alphabetical order")
            return text_cell(f"not known: list {part}", str(fact[ROW]))
        return text_cell(f"not in the list up to {fact['complete_until']}", str(fact[ROW]))
    row = own.iloc[0]
    since = str(row["date_in_force"])
    if not since:
        words = {"signed": "signed only"}.get(str(row["status"]), "party, date not known")
        return text_cell(words, str(row[ROW]))
    later = int(since[:4]) > edition.parameters.last_year
    words = f"{'later: ' if later else 'since '}{since}"
    if treaty in EARLIER:
        words = f"{EARLIER[treaty][2]} {words}"
    told = ", ".join(filter(None, (before, words)))
    return text_cell(told, f"{row[ROW]} {rows}".strip())


def _earlier(treaty: str, edition: Edition) -> tuple[str, str]:
    """Since when the earlier text of a system binds the economy, by its name, and the row."""
    if treaty not in EARLIER:
        return "", ""
    earlier, name, _ = EARLIER[treaty]
    own = read_dataset("treaties").where(economy=edition.code, treaty=earlier)
    if own.empty:
        return "", ""
    since = str(own.iloc[0]["date_in_force"])
    later = int(since[:4]) > edition.parameters.last_year
    return f"{name} {'later: ' if later else 'since '}{since}", str(own.iloc[0][ROW])
