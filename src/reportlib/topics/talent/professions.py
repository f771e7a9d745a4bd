"""The professions: representatives and attorneys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import MISSING, Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_ratio
from reportlib.content.sentences import sentence
from reportlib.content.series import rank
from reportlib.topics.talent.shared import (
    Finding,
    cell,
    held_number,
    in_window,
    items,
    no_values,
    on_scale,
)


def representatives(edition: Edition) -> Exhibit:
    """Professional representatives before the EPO by place of business."""
    series = edition.scaled(measure("european_representatives"))
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "{name} ranks {place} of {n} states with a count by representatives in {year}, "
            f"with {{value}}{on_scale(edition)}.",
            f"{{name}} had {{value}} representatives{on_scale(edition)} in {{then}}",
        ),
        label="fig-talent-representatives",
        title="Professional representatives before the European Patent Office",
        unit=series.measure.unit,
        what="states with a count, by place of business",
        notes=[
            "The place of business is where they work, not where their clients are. The count is "
            "old and of a part of the member states.",
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

NATIONAL = tuple(one for one in COUNTS if one != "european_representatives")


def attorneys(edition: Edition) -> Exhibit:
    """Patent attorneys and agents: first and newest count, and what each count means.

    The counts of peers stand beside the economy's own, and not alone.
    """
    found = in_window(attorney_rows(NATIONAL), edition)
    finding = attorneys_finding(edition)
    rows = [
        _attorney_line(edition, own)
        for code in edition.compared
        for indicator in NATIONAL
        if len(own := found[(found["economy"] == code) & (found["indicator"] == indicator)])
    ]
    return exhibits.table(
        label="tbl-talent-attorneys",
        caution="Qualified, registered and practising are three groups of people: a row can be "
        "compared with itself alone.",
        title="Patent attorneys and agents, by what is counted",
        where=f"{edition.named} and peers",
        columns=[
            Column(title="Economy"),
            Column(title="Who is counted"),
            Column(title="First count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Newest count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
        ],
        rows=rows if any(row.strong for row in rows) else [],
        missing=no_values(edition, attorney_rows(NATIONAL)),
        headline=finding.said if finding else None,
        notes=[read_dataset("patent_attorneys").manifest.reportlib.does_not_mean],
        dots="Two dots: there is one count only.",
    )


def attorney_rows(indicators: Iterable[str]) -> pd.DataFrame:
    """The counts of patent attorneys by these delimitations."""
    table = read_dataset("patent_attorneys").table
    return table[table["indicator"].isin(list(indicators))]


def _attorney_line(edition: Edition, own: pd.DataFrame) -> Row:
    ordered = list(items(own.sort_values("year")))
    first, last = ordered[0], ordered[-1]
    several = len(ordered) > 1
    return Row(
        cells=(
            text_cell(economies()[last.economy].name),
            text_cell(_meaning(first, last), f"{first.row} {last.row}"),
            cell(first, "persons", "persons") if several else number_cell(None),
            text_cell(first.year if several else MISSING),
            cell(last, "persons", "persons"),
            text_cell(last.year),
        ),
        strong=last.economy == edition.code,
    )


def _meaning(first: Any, last: Any) -> str:
    """The newest row's note, and what the first row's says besides."""
    differing = [part for part in first.note.split("; ") if part not in last.note.split("; ")]
    return f"{last.note}; in {first.year}: {', '.join(differing)}" if differing else str(last.note)


def attorneys_finding(edition: Edition) -> Finding | None:
    """The economy's newest count, by the narrowest delimitation that it has."""
    found = in_window(attorney_rows(NATIONAL), edition)
    for indicator in ("practising", "registered", "roll", *NATIONAL):
        own = found[(found["economy"] == edition.code) & (found["indicator"] == indicator)]
        if own.empty:
            continue
        newest = list(items(own.sort_values("year")))[-1]
        said = sentence(
            "In {year} {name} had {value} {who}.",
            year=str(newest.year),
            name=edition.named,
            value=held_number(newest, "persons", "persons"),
            who=COUNTS[indicator],
        )
        return Finding(int(newest.year), said) if said else None
    return None


RATIO_OF = {"practising": "licensed patent agent", "registered": "registered patent attorney"}
"""Whom applications at the office can be related to, one of them."""

NO_RATIO = {
    "roll": "the roll keeps people who no longer practise",
    "active_estimate": "the count is an estimate of a blog",
    "european_representatives": "representatives act before another office",
}
"""Why applications are not related to a count."""


def per_application(edition: Edition) -> Exhibit:
    """Applications at the office for each attorney, where definitions allow."""
    rows = [
        row
        for code in edition.compared
        for row in (_ratio_row(edition, item) for item in _related(edition, code))
    ]
    return exhibits.table(
        label="tbl-talent-per-application",
        title="Applications at the office for each attorney or agent",
        where=f"{edition.named} and peers",
        columns=[
            Column(title="Economy"),
            Column(title="Who is counted"),
            Column(title="Year", numeric=True),
            Column(title="Persons", numeric=True),
            Column(title="Applications for inventions", numeric=True),
            Column(title="For each", numeric=True),
        ],
        rows=rows if any(row.strong for row in rows) else [],
        missing=_no_ratio(edition),
        headline=_per_application_headline(edition),
        notes=[
            "Applicants may file without an attorney, and attorneys do other work, so the ratio is "
            "no workload; between economies it compares two professions.",
            "Of attorneys registered, some do not practise; how many is not known."
            if any(row.cells[1].text == COUNTS["registered"] for row in rows)
            else "",
        ],
    )


def _related(edition: Edition, code: str) -> list[Any]:
    """An economy's counts of people of years with applications at its office."""
    found = in_window(attorney_rows(RATIO_OF), edition)
    own = found[found["economy"] == code].sort_values(["indicator", "year"])
    office = measure("office_applications")
    return [item for item in items(own) if office.number(code, int(item.year)) is not None]


def _no_ratio(edition: Edition) -> str:
    """Why there is no ratio for the economy."""
    found = in_window(attorney_rows(NO_RATIO), edition)
    own = set(found.loc[found["economy"] == edition.code, "indicator"])
    for indicator, why in NO_RATIO.items():
        if indicator in own:
            return f"Nothing is computed for {edition.named}, since {why}."
    return no_values(edition, attorney_rows(RATIO_OF))


def _ratio_row(edition: Edition, item: Any) -> Row:
    """A count of people beside the applications of its year."""
    people = held_number(item, "persons", "persons")
    count = measure("office_applications").number(item.economy, int(item.year))
    ratio = _per_person(count, people) if count else None
    return Row(
        cells=(
            text_cell(economies()[item.economy].name),
            text_cell(COUNTS[item.indicator]),
            text_cell(item.year),
            cell(item, "persons", "persons"),
            number_cell(count.value, " ".join(count.rows), "applications", count.derivation)
            if count
            else number_cell(None),
            ratio.piece() if ratio else number_cell(None),
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


def _all_rights(edition: Edition, item: Any, inventions: Number) -> str | Sentence:
    """The same with utility models and designs, which the office of China counts as well."""
    others = [
        measure(f"cnipa_{right}s_{who}").number(edition.code, int(item.year))
        for right in ("utility_model", "design")
        for who in ("domestic", "foreign")
        if edition.code == "CHN"
    ]
    known = [one for one in others if one is not None]
    if not known or len(known) < len(others):
        return ""
    every = replace(
        inventions,
        value=inventions.value + sum(one.value for one in known),
        rows=tuple(row for one in (inventions, *known) for row in one.rows),
        derivation="applications for inventions, utility models and designs",
    )
    people = held_number(item, "persons", "persons")
    told = sentence("; with utility models and designs, {ratio}", ratio=_per_person(every, people))
    return told or ""


def _per_application_headline(edition: Edition) -> Sentence | None:
    newest = max(_related(edition, edition.code), key=lambda item: int(item.year), default=None)
    if newest is None:
        return None
    count = measure("office_applications").number(edition.code, int(newest.year))
    if count is None:
        return None
    return sentence(
        "In {year} the office of {name} received {ratio} applications for inventions for each "
        "{who}{all_rights}.",
        year=str(newest.year),
        name=edition.named,
        ratio=_per_person(count, held_number(newest, "persons", "persons")),
        who=RATIO_OF[str(newest.indicator)],
        all_rights=_all_rights(edition, newest, count),
    )
