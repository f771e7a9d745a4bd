"""Systems and institutions of intellectual property: since when, for what and for whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib import exhibits
from reportlib.datasets import ROW, read_dataset
from reportlib.edition import Edition
from reportlib.exhibits import Exhibit
from reportlib.findings import Number, Reference, count_of, say_count, say_list, sentence
from reportlib.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.topics import attribution
from reportlib.topics.attribution import STATUS
from reportlib.views import number_cell, text_cell

# Treaties on one kind of right only; those on copyright are in the chapter on copyright.
SHOWN_KINDS = ("registration system", "industrial property", "copyright and industrial property")
SHORT_TITLES = {
    "budapest": "Budapest Treaty",
    "gratk": "Treaty on Genetic Resources and Traditional Knowledge",
    "hague_1999": "Hague Agreement, Geneva Act",
    "lisbon_2015": "Lisbon Agreement, Geneva Act",
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
NOT_SAID = "not said"


# 1 Treaties and systems of registration


def treaties(edition: Edition) -> Exhibit:
    """When treaties on industrial property were adopted, and since when they bind the economy."""
    adopted, bound = _adopted(edition), _bound(edition)
    own = pd.DataFrame(
        {
            "label": [SHORT_TITLES[code] for code in bound["treaty"]],
            "role": "bound",
            "date": bound["date_in_force"],
            "text": "",
            "told": f"in force for {edition.said}",
            "group": f"In force for {edition.said}",
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
        form=exhibits.TIMELINE,
        label="fig-overview-treaties",
        title="Treaties on industrial property and systems of registration",
        where=f"the world and {edition.said}",
        unit="years of adoption and of entry into force" if len(bound) else "years of adoption",
        table=table,
        missing="",
        headline=_treaties_headline(edition, bound, adopted),
        notes=[
            "Some years of adoption are common knowledge and were not read in a list; the data "
            "say which. Treaties on copyright are in the chapter on copyright. Dates before the "
            "first year of this edition are shown too, since a treaty lasts.",
            "The lists of the Hague and Lisbon Agreements were read in part, and other lists end "
            f"at different months: what is missing here may exist. {_covered(edition)}".strip(),
        ],
        names={"item": "Treaty", "text": "What"},
    )


def _treaties_headline(
    edition: Edition, bound: pd.DataFrame, adopted: pd.DataFrame
) -> Sentence | None:
    if bound.empty:
        return sentence(
            "The lists held name {name} as bound by none of these {n} treaties, as far as they "
            "give dates.",
            name=edition.said,
            n=count_of(adopted[ROW], "treaties adopted", "treaties"),
        )
    first = bound.iloc[0]
    return sentence(
        "The lists held name {n} of these treaties as in force for {name}, {lead}the {first} "
        "since {year}.",
        n=count_of(bound[ROW], "treaties in force", "treaties"),
        name=edition.said,
        lead="" if len(bound) == 1 else "first among them ",
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
    return f"China’s membership covers {edition.said} in most of them."


def registration(edition: Edition) -> Exhibit:
    """The systems in which one filing reaches many economies, and the economy's part in them."""
    facts = _adopted(edition).set_index("treaty")
    found = _services(edition, "registration system")
    found = found[found["treaty"].isin(facts.index)]
    return exhibits.table(
        label="tbl-overview-systems",
        title="Systems of WIPO in which one filing reaches many economies",
        where=f"the world and {edition.said}",
        columns=[
            Column(title="System, for what, for whom"),
            Column(title=edition.name),
            Column(title="Applications, world", numeric=True),
            Column(title="Year, class"),
        ],
        rows=[_system_row(item, facts.loc[item.treaty], edition) for item in _items(found)],
        missing="None of the systems was adopted by the last year asked for.",
        headline=_systems_headline(edition, found, facts),
        notes=[
            "An international application is not yet protection: offices decide on it, save where "
            "the system only recognises a deposit. Applications are those of the latest year held, "
            "with the class of the source: A the publisher’s own page, B one that quotes it, D a "
            "copy on an unrelated site. Two dots: not held.",
            f"The lists of members end at different months. {_covered(edition)}".strip(),
        ],
        row_ids=list(facts[ROW]),
    )


def _systems_headline(
    edition: Edition, found: pd.DataFrame, facts: pd.DataFrame
) -> Sentence | None:
    """In how many of the systems the economy is, and of how many the lists do not tell."""
    undated = read_dataset("treaties").where(economy=edition.code, status="party_date_unknown")
    undated = undated[undated["treaty"].isin(found["treaty"])]
    ends = [int(str(facts.at[t, "complete_until"])[:4]) for t in undated["treaty"]]
    by_then = undated[[end <= edition.parameters.last_year for end in ends]]
    own = pd.concat([_bound(edition), by_then])
    own = own[own["treaty"].isin(found["treaty"])]
    absent = found[~found["treaty"].isin(own["treaty"])]
    partly = facts.index[facts["coverage"] == PARTLY_READ]
    unknown = absent[absent["treaty"].isin([*partly, *undated["treaty"]])]
    return sentence(
        "By the lists held, {name} is in {n} of the {all} systems"
        + ("; of {unknown} they do not tell." if len(unknown) else "."),
        name=edition.said,
        n=count_of(own[ROW], "systems whose treaty is in force", "systems") if len(own) else "none",
        all=count_of(found[ROW], "systems", "systems"),
        unknown=count_of(
            unknown[ROW], "systems of which no date or no whole list is held", "systems"
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
    if own.empty:
        if edition.code in COVERED_BY_CHINA:
            return text_cell("no row of its own")
        if fact["coverage"] == PARTLY_READ:
            return text_cell("not known: list read in part")
        return text_cell(f"not in the list up to {fact['complete_until']}", str(fact[ROW]))
    row = own.iloc[0]
    since = str(row["date_in_force"])
    if not since:
        words = {"signed": "signed only"}.get(str(row["status"]), "party, date not known")
        return text_cell(words, str(row[ROW]))
    later = int(since[:4]) > edition.parameters.last_year
    return text_cell(f"{'later: ' if later else 'since '}{since}", str(row[ROW]))


# 2 What else WIPO offers


def services(edition: Edition) -> Exhibit:
    """Meetings, awards, publications and school of WIPO that the articles name.

    Its office in China and its day stand with the institutions and events.
    """
    found = _services(edition, "forum", "award", "publication", "school")
    return _service_table(
        edition,
        found,
        label="tbl-overview-services",
        title="Other services of WIPO that the book has met",
        headline=None,
    )


def platforms(edition: Edition) -> Exhibit:
    """WIPO's platforms for creators, societies and readers, open to bodies anywhere."""
    found = _services(edition, "platform")
    return _service_table(
        edition,
        found,
        label="tbl-copyright-platforms",
        title="Platforms of WIPO for creators, societies and readers",
        headline=sentence(
            "{n} platforms were presented as the work of public and private partners: {names}.",
            n=count_of(found[ROW], "platforms named", "platforms"),
            names=say_list(found["name"]),
        )
        if len(found)
        else None,
    )


def _service_table(
    edition: Edition, found: pd.DataFrame, *, label: str, title: str, headline: Sentence | None
) -> Exhibit:
    remarks = list(dict.fromkeys(found["note"]))
    shared = remarks[0] if len(remarks) == 1 else ""
    if shared:
        found = found.assign(note="")
    return exhibits.table(
        label=label,
        title=title,
        where="the world",
        columns=[
            Column(title="Service"),
            Column(title="For what, for whom"),
            Column(title="Since, state"),
            Column(title="Said by, reliability"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(item.name, item.row),
                    text_cell(_purpose(item.subject, item), item.row),
                    text_cell(_since(item), item.row),
                    text_cell(attribution.say_basis(item.basis), item.basis),
                )
            )
            for item in _items(found)
        ],
        missing="The statements held on these services are of years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=headline,
        notes=[
            attribution.as_sentences(shared),
            "The table lists what the sources of this book happen to name, which is not all that "
            "WIPO does. That a service exists does not say who in an economy uses it.",
            attribution.CLASSES,
        ],
    )


def _services(edition: Edition, *types: str) -> pd.DataFrame:
    table = read_dataset("wipo_services").table
    found = table[table["type"].isin(types)].sort_values(["type", "name"])
    return attribution.known_by(found, edition.parameters.last_year, "as_of")


# 3 Events, institutions and programmes


def milestones(edition: Edition) -> Exhibit:
    """Events and programmes that the articles date, along a line of time."""
    found = _milestones(edition)
    found = found[found["date"] != ""].sort_values(["scope", "date"], ascending=[False, True])
    groups = {"world": "WIPO and the world", "china": "China"}
    table = pd.DataFrame(
        {
            "label": found["name"],
            "role": [
                "other" if status == "planned" else _role(scope, edition)
                for status, scope in zip(found["status"], found["scope"], strict=True)
            ],
            "date": found["date"],
            "end": found["until"],
            "text": found["what"],
            "told": [_milestone_text(item) for item in _items(found)],
            "group": [groups[scope] for scope in found["scope"]],
            "rows": attribution.cited(found[ROW], found["basis"]),
        }
    )
    return exhibits.figure(
        form=exhibits.TIMELINE,
        label="fig-overview-milestones",
        title="Events and programmes that the articles date",
        where="WIPO, the world and China",
        unit="dates as stated or inferred",
        table=table,
        missing="The articles date nothing up to "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_milestones_headline(found),
        notes=[
            _about(edition),
            "What was announced is told as announced and drawn in grey: no report that it took "
            "place is held. Where a year is inferred, the row of the data says from what. A bar "
            "ends where the article does, not where the programme does.",
            sentence(
                "What has no date stands in {table}.",
                table=Reference("tbl-overview-undated", "the table of what has no date"),
            )
            or "",
        ],
        names={"text": "What, by whom, for whom, and who says so"},
    )


def _milestone_text(item: Any) -> str:
    """What happened, who did it for whom, and who says so."""
    return attribution.as_sentences(
        _purpose(item.what, item, item.who), attribution.say_basis(item.basis)
    )


def _role(scope: str, edition: Edition) -> str:
    if scope == "world":
        return "world"
    return "focus" if edition.code == "CHN" else "peer"


def _milestones_headline(found: pd.DataFrame) -> Sentence | None:
    planned = found[found["status"] == "planned"]
    if planned.empty:
        return None
    return sentence(
        "Of {n} dated events and programmes, {planned} {were} announced only.",
        n=count_of(found[ROW], "dated rows", "events and programmes"),
        planned=count_of(planned[ROW], "rows announced", "events and programmes"),
        were="was" if len(planned) == 1 else "were",
    )


def undated(edition: Edition) -> Exhibit:
    """Institutions, plans and programmes for which no source held gives a date."""
    found = _milestones(edition)
    found = found[found["date"] == ""].sort_values(
        ["scope", "kind", "name"], ascending=[False, True, True]
    )
    return exhibits.table(
        label="tbl-overview-undated",
        title="Institutions, plans and programmes without a date",
        where="WIPO, the world and China",
        columns=[
            Column(title="Name"),
            Column(title="Description"),
            Column(title="State"),
            Column(title="Said by, reliability"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(item.name, item.row),
                    text_cell(_purpose(item.what, item, item.who), item.row),
                    text_cell(_state(item.status, item.as_of), item.row),
                    text_cell(attribution.say_basis(item.basis), item.basis),
                )
            )
            for item in _items(found)
        ],
        missing="The articles name nothing of the kind up to "
        f"{edition.parameters.last_year}, the last year asked for.",
        notes=[
            _about(edition),
            "Since when these exist is not in the sources held. A plan is shown as a plan.",
            attribution.CLASSES,
        ],
    )


def _milestones(edition: Edition) -> pd.DataFrame:
    table = read_dataset("ip_milestones").table
    return attribution.known_by(table, edition.parameters.last_year, "date", "as_of")


# 4 Protection centres


def centres(edition: Edition) -> Exhibit:
    """What the protection centres of China offer, and which authorities were asked to join."""
    table = read_dataset("protection_centre_services").table.sort_values("position")
    found = attribution.known_by(table, edition.parameters.last_year, "as_of")
    found = found[found["parent"].isin(["", *found["service"]])]
    parents = set(found["parent"])
    articles = {item.service: attribution.articles(item.basis) for item in _items(found)}
    drawn = pd.DataFrame(
        {
            "node": found["service"],
            "parent": found["parent"],
            "label": [_label(item) for item in _items(found)],
            "role": [
                "neutral" if item.service in parents
                else "peer" if item.status == "existing"
                else "unknown"
                for item in _items(found)
            ],
            # Whoever speaks is named once in the drawing, where the branch begins.
            "text": [
                _remarks(item)
                if item.parent and articles[item.parent] == articles[item.service]
                else _centre_text(item)
                for item in _items(found)
            ],
            "told": [_centre_text(item) for item in _items(found)],
            "open": (found["status"] != "existing") & ~found["service"].isin(parents),
            "rows": attribution.cited(found[ROW], found["basis"]),
        }
    )  # fmt: skip
    return exhibits.figure(
        form=exhibits.TREE,
        label="fig-ai-centres",
        title="What China’s protection centres are said to offer",
        where="China",
        unit="centres and services",
        table=drawn,
        missing="The statements on protection centres are of years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_centres_headline(found),
        notes=[
            "" if edition.code == "CHN" else attribution.ABOUT_CHINA.format(name=edition.said),
            "The same centre can offer several services, so that the numbers do not add up. "
            "Authorities were asked to have offices in a centre; whether they came is not said.",
            "The centre for copyright is one of a city and not among the national centres. "
            + attribution.CLASSES,
        ],
        names={
            "item": "Centres",
            "branch": "Service or partner",
            "closed": "said to exist",
            "open": "asked or aimed at",
        },
        closed_label="said to exist",
        open_label="asked or aimed at",
    )


def _label(item: Any) -> str:
    """The label with its number, where it has one."""
    return str(item.label).format(n=_quantity(item).text) if item.quantity else str(item.label)


def _quantity(item: Any) -> Number:
    """The number of a row, from the row of the ledger that states it."""
    cells = attribution.read_rows(item.quantity)[item.quantity]
    return Number(float(cells["value"]), say_count, cells["unit"], (item.quantity,))


def _remarks(item: Any) -> str:
    return attribution.as_sentences(item.text, item.note)


def _centre_text(item: Any) -> str:
    return attribution.as_sentences(item.text, item.note, attribution.say_basis(item.basis))


def _centres_headline(found: pd.DataFrame) -> Sentence | None:
    known = {item.service: item for item in _items(found)}
    if not {"centres", "pre-examination", "joint-offices"} <= known.keys():
        return None
    return sentence(
        "Of {all} national centres, {some} examine applications on AI in advance, and in {joint} "
        "other authorities were asked to have offices, as their office says.",
        all=_quantity(known["centres"]),
        some=_quantity(known["pre-examination"]),
        joint=_quantity(known["joint-offices"]),
    )


# Shared by the sections above


def _about(edition: Edition) -> str:
    if edition.code == "CHN":
        return ""
    return f"The articles are about China and about WIPO; they name nothing of {edition.said}."


def _items(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def _purpose(what: str, item: Any, who: str = NOT_SAID) -> str:
    """What a thing is, by whom and for whom, as far as that is said, and what to know of it."""
    parts = (
        what,
        "" if who == NOT_SAID else f"by: {who}",
        "" if item.for_whom == NOT_SAID else f"for: {item.for_whom}",
    )
    said = "; ".join(part for part in parts if part)
    return f"{said} ({item.note})" if item.note else said


def _since(item: Any) -> str:
    """The first year, where it is said, and the state."""
    since = f"since {item.since}" if item.since else "first year not said"
    return f"{since}; {_state(item.status, item.as_of)}"


def _state(status: str, as_of: str) -> str:
    return f"{STATUS[status]}, {as_of}" if as_of else STATUS[status]
