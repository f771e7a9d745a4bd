"""The professions: representatives and attorneys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import MISSING, Column, Row, Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, noun_after, say_ratio
from reportlib.content.sentences import sentence
from reportlib.content.series import rank
from reportlib.topics.talent.shared import (
    cell,
    held_number,
    in_window,
    items,
    on_scale,
)


def representatives(edition: Edition) -> Exhibit:
    """Professional representatives before the EPO by place of business."""
    series = edition.scaled(measure("european_representatives"))
    return recipes.ranked(
        edition,
        rank(series, edition.reference_year(series)),
        recipes.Ranked(
            "{name} ranks {rank} of {n} states with a count by representatives in {year}, "
            f"with {{value}}{on_scale(edition)}.",
            "Among {n} states with a count, {leader} had the most representatives in "
            f"{{year}}: {{value}}{on_scale(edition)}.",
        ),
        label="fig-talent-representatives",
        title="Professional representatives before the European Patent Office",
        unit=series.measure.unit,
        what="states with a count, by place of business",
        notes=[
            "One qualification, so that these counts are of one kind, unlike those of the next "
            "table.",
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
    found = in_window(attorney_rows(COUNTS), edition)
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
        where=f"{edition.named} and peers",
        columns=[
            Column(title="Economy"),
            Column(title="Who is counted"),
            Column(title="First count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Newest count", unit="persons", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Kind"),
        ],
        rows=rows,
        missing=f"The book holds no count of patent attorneys or agents for {edition.named} or its "
        f"peers within {edition.years_said}.",
        headline=attorneys_finding(edition) or _no_narrow_count(edition, rows, found),
        notes=[
            read_dataset("patent_attorneys").manifest.reportlib.does_not_mean,
            "Stocks are people at a date, flows people within a year.",
        ],
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
            text_cell("flow" if last.indicator in FLOWS else "stock"),
        ),
        strong=last.economy == edition.code,
    )


def _meaning(first: Any, last: Any) -> str:
    """The newest row's note, and what the first row's says besides."""
    differing = [part for part in first.note.split("; ") if part not in last.note.split("; ")]
    return f"{last.note}; in {first.year}: {', '.join(differing)}" if differing else str(last.note)


def attorneys_finding(edition: Edition) -> Sentence | None:
    """The economy's newest count, by the narrowest delimitation held."""
    return _newest_count(edition, ("practising", "registered", "roll"))


def _newest_count(edition: Edition, indicators: Iterable[str]) -> Sentence | None:
    """The economy's newest count by the first of these delimitations that it has."""
    found = in_window(attorney_rows(COUNTS), edition)
    for indicator in indicators:
        own = found[(found["economy"] == edition.code) & (found["indicator"] == indicator)]
        if own.empty:
            continue
        newest = list(items(own.sort_values("year")))[-1]
        return sentence(
            "In {year} {name} had {value} {who}.",
            year=str(newest.year),
            name=edition.named,
            value=held_number(newest, "persons", "persons"),
            who=COUNTS[indicator],
        )
    return None


def _no_narrow_count(edition: Edition, rows: Sequence[Row], found: pd.DataFrame) -> Sentence | None:
    """Another count of the economy, or that the counts shown are those of its peers."""
    others = [one for one in COUNTS if one != "european_representatives"]
    if own := _newest_count(edition, others):
        return own
    none = "The book holds no such count for {name} within {years}"
    counts = count_of([" ".join(row.cells[4].rows) for row in rows], "counts", "counts")
    kinds = count_of(
        found.drop_duplicates("indicator", keep="last")[ROW], "kinds of count", "kinds"
    )
    return sentence(
        f"{none}, and one of its peers only."
        if counts.value == 1
        else f"{none}; the {{n}} counts of its peers are of {{kinds}} {{noun}}, and none can be "
        "ranked against another.",
        name=edition.named,
        years=edition.years_said,
        n=counts,
        kinds=kinds,
        noun=noun_after(kinds.value, "kind", "kinds"),
    )


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
    found = in_window(attorney_rows(RATIOS), edition)
    found = found[found["economy"].isin(edition.compared)]
    related = [_has_applications(item) for item in items(found)]
    found = found[pd.Series(related, index=found.index, dtype=bool)]
    rows = [
        _ratio_row(edition, item)
        for code in edition.compared
        for item in items(found[found["economy"] == code].sort_values(["indicator", "year"]))
    ]
    has_ratio = any(row.cells[RATIO_CELL].value is not None for row in rows)
    own_is_there = has_ratio and any(row.strong for row in rows)
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
        rows=rows if own_is_there else [],
        missing=f"There is no year within {edition.years_said} for which the book holds the "
        f"applications at the office and a count of attorneys that allows a ratio for "
        f"{edition.named}.",
        headline=_per_application_headline(edition),
        notes=[
            "Only years for which both are held. Applicants may file without an attorney, and "
            "attorneys do other work, so the ratio is not a workload; between economies it "
            "compares two professions and must not be ranked. Applications are those for "
            "inventions: utility models and designs, which attorneys file as well, are not in.",
            *_ratio_notes(found),
        ],
    )


def _ratio_notes(found: pd.DataFrame) -> list[str]:
    """Why a ratio is computed with a count or not, for every count in the table."""
    shown = [indicator for indicator in RATIOS if indicator in set(found["indicator"])]
    return [f"{COUNTS[one][:1].upper()}{COUNTS[one][1:]}: {RATIOS[one].why}" for one in shown]


def _has_applications(item: Any) -> bool:
    return measure("office_applications").number(item.economy, int(item.year)) is not None


def _ratio_row(edition: Edition, item: Any) -> Row:
    """A count of people beside the applications of its year."""
    people = held_number(item, "persons", "persons")
    count = measure("office_applications").number(item.economy, int(item.year))
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
    found = in_window(attorney_rows(RATIOS), edition)
    found = found[(found["economy"] == edition.code)]
    for item in items(found.sort_values("year", ascending=False)):
        count = measure("office_applications").number(edition.code, int(item.year))
        if count is None or not RATIOS[str(item.indicator)].computed:
            continue
        return sentence(
            "The office of {name} received {ratio} applications for inventions in {year} for each "
            "of the {people} {who}{all_rights}.",
            name=edition.named,
            ratio=_per_person(count, held_number(item, "persons", "persons")),
            year=str(item.year),
            people=held_number(item, "persons", "persons"),
            who=COUNTS[str(item.indicator)],
            all_rights=_all_rights(edition, item, count),
        )
    return sentence(
        "For {name} no ratio is computed: the counts held within {years} do not allow it.",
        name=edition.named,
        years=edition.years_said,
    )
