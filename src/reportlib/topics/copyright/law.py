"""Which treaties bind the economy."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import count_cell, text_cell, year_cell
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, count_of, say_year
from reportlib.content.sentences import sentence
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import records

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
COUNTED = "Parties without a code in this book, such as the European Union, are not counted."
DATES = (
    "A date is that from which a treaty binds, as the list gives it; the law at home may have "
    "changed before or after. Dates before the first year of this edition are shown too."
)


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
        form=forms.TIMELINE,
        label="fig-copyright-accessions",
        title="Treaties on copyright and related rights in force",
        where=edition.named,
        unit="date of entry into force",
        table=table,
        missing=f"No list of parties names {edition.named} as bound by a treaty on copyright or "
        f"related rights up to {edition.parameters.last_year}. {TERRITORIES}",
        headline=treaties_headline(edition),
        notes=[f"{DATES} {COUNTED}", *_own_territory(edition)],
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
            name=edition.named,
            treaty=TREATY_NAMES[str(first["treaty"])],
            year=_year_of(first),
        )
    through_union = (own["status"] == "bound_through_eu").any()
    return sentence(
        "{name} is {bound} {count} of {all} treaties on copyright and related rights"
        + (
            ": the {treaty}, since {year}."
            if len(own) == 1
            else ", beginning with the {treaty} in {year}."
        ),
        name=edition.named,
        bound="bound by" if through_union else "party to",
        count=count_of(own["rows"], "treaties in force", "treaties"),
        all=count_of(_adopted(edition)[ROW], "treaties adopted", "treaties"),
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
    for fact in records(_adopted(edition)) if len(members) else []:
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
                    count_cell(len(peers), peers["rows"], "peers bound", within="treaties"),
                    count_cell(len(parties), parties["rows"], "parties", within="treaties"),
                    text_cell(str(fact["complete_until"]), str(fact[ROW])),
                )
            )
        )
    return exhibits.table(
        label="tbl-copyright-treaties",
        title="Copyright treaties and their parties",
        where=f"{edition.named}, peers and the world up to {edition.parameters.last_year}",
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
            "Who is not in a list was not a party by itself in the month of the last column. "
            + TERRITORIES,
            "The Universal Copyright Convention has two texts; an economy can be bound by both. "
            f"Signed does not mean bound. {COUNTED}",
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
    standings = _standings(edition)
    table = pd.DataFrame(
        [
            {
                "economy": code,
                "label": economy.name,
                "role": edition.role(code),
                **standings.get(code, {"category": ABSENT, "rows": ""}),
            }
            for code, economy in economies().items()
            if code not in WITHOUT_ROWS
        ]
    )
    anyone = bool((table["category"] == BOUND).any())
    present = [name for name in STANDING if (table["category"] == name).any()]
    return exhibits.figure(
        form=forms.TILE_MAP,
        label="fig-copyright-map",
        title="Economies bound by the WIPO Copyright Treaty",
        where=f"the economies at the end of {edition.parameters.last_year}",
        unit="parties to the treaty",
        table=table if anyone else table.head(0),
        missing=f"At the end of {edition.parameters.last_year} the WIPO Copyright Treaty bound "
        "nobody.",
        headline=_map_headline(edition, table) if anyone else None,
        notes=[
            f"The list of parties is complete up to {_complete_until(MAPPED)}. {TERRITORIES} "
            f"{COUNTED}",
            "Hong Kong and Macao are left hollow: China’s membership covers them in most treaties, "
            "and the list has no rows for them.",
            "A tile stands for an economy whatever its size; tiles take no side on borders.",
        ],
        names={"value": "Standing"},
        n=len(table),
        categories={name: STANDING[name] for name in present},
    )


def _standings(edition: Edition) -> dict[str, dict[str, str]]:
    """What each member of the treaty that is drawn is to it, with its rows."""
    members = held.memberships()
    drawn = members[members["treaty"] == MAPPED].drop_duplicates("economy")
    return {
        str(code): {"category": _category(str(since), edition), "rows": str(rows)}
        for code, since, rows in drawn[["economy", "since", "rows"]].itertuples(index=False)
    }


def _category(since: str, edition: Edition) -> str:
    if not since:
        return SIGNED
    return BOUND if since <= _cut(edition) else LATER


def _map_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    bound = table[table["category"] == BOUND]
    count = count_of(bound["rows"], "parties")
    own = table.loc[table["economy"] == edition.code, "category"]
    if own.empty:
        return sentence(
            "{count} economies are bound by the {treaty}; the list has no row for {name}.",
            treaty=TREATY_NAMES[MAPPED],
            count=count,
            name=edition.named,
        )
    words = {
        BOUND: "{name} is one of the {count} economies bound by the {treaty}.",
        LATER: "{count} economies are bound by the {treaty}; {name} joined later.",
        SIGNED: "{name} has signed but is not bound by the {treaty}; {count} economies are.",
        ABSENT: "{name} is not in the list of parties to the {treaty}; it binds {count} economies.",
    }
    return sentence(
        words[str(own.iloc[0])], treaty=TREATY_NAMES[MAPPED], name=edition.named, count=count
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
    return str(next(iter(facts.loc[facts["treaty"] == treaty, "complete_until"]), ""))


def _own_territory(edition: Edition) -> list[str]:
    if edition.code not in WITHOUT_ROWS:
        return []
    return [
        f"China’s membership covers {edition.named} in most treaties; the lists have rows of its "
        "own for the World Trade Organization only."
    ]
