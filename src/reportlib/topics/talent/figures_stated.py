"""The workforce of the professions, and what is claimed of talent."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.talent.shared import (
    cell,
    china_only,
    held_number,
    in_window,
    items,
)
from reportlib.topics.talent.training import concerns

WORKFORCE = {
    "ip_professionals": "people of all kinds whose work is intellectual property",
    "ip_services_employees": "employees of the IP services industry",
    "administration_and_enforcement_staff": "administration and enforcement staff",
    "patent_and_trademark_examiners": "patent and trademark examiners together",
    "information_service_staff": "information service staff",
    "patent_agencies": "patent agencies on the mainland",
    "trademark_agencies": "trademark agencies",
}


def workforce(edition: Edition) -> Exhibit:
    """People and agencies in intellectual property as China's office counts them."""
    found = in_window(read_dataset("ip_workforce").where(economy=edition.code), edition)
    return exhibits.table(
        label="tbl-talent-workforce",
        title="People and agencies in intellectual property, by the office’s own delimitations",
        where=edition.named,
        columns=[
            Column(title="Who is counted"),
            Column(title="First count", numeric=True),
            Column(title="Year", numeric=True),
            Column(title="Newest count", numeric=True),
            Column(title="Year", numeric=True),
        ],
        rows=[
            _workforce_row(words, own.sort_values("year"))
            for indicator, words in WORKFORCE.items()
            if len(own := found[found["indicator"] == indicator])
        ],
        missing=china_only(edition),
        headline=_workforce_headline(found),
        notes=[read_dataset("ip_workforce").manifest.reportlib.does_not_mean],
        dots="Two dots: there is one count only.",
    )


def _workforce_row(words: str, own: pd.DataFrame) -> Row:
    ordered = list(items(own))
    first, last = ordered[0] if len(ordered) > 1 else None, ordered[-1]
    return Row(
        cells=(
            text_cell(words[:1].upper() + words[1:]),
            _counted(first) if first else number_cell(None),
            text_cell(first.year if first else MISSING),
            _counted(last),
            text_cell(last.year),
        )
    )


def _counted(item: Any) -> Piece:
    """A count as it is printed: ``over 30,000`` for a lower bound."""
    number = cell(item, "value", item.unit)
    over = "over " if "printed as over" in item.note else ""
    return number.model_copy(update={"text": f"{over}{number.text}"})


def _workforce_headline(found: pd.DataFrame) -> Sentence | None:
    own = found[found["indicator"] == "ip_professionals"].sort_values("year")
    if own.empty:
        return None
    last = list(items(own))[-1]
    return sentence(
        "The office counts {value} people of all kinds who worked in intellectual property in "
        "{year}.",
        value=held_number(last, "value", "persons"),
        year=str(last.year),
    )


def contested(edition: Edition) -> Exhibit:
    """Claims on talent that are disputed or cannot be checked, each with who makes it."""
    table = read_dataset("article_facts").table
    facts = table[
        (table["chapter"] == "talent")
        & table["reliability"].eq("contested")
        & concerns(table, edition)
    ]
    return statements.table(
        facts,
        label="tbl-talent-contested",
        title="Contested claims, which this book does not make",
        where=edition.named,
        missing=china_only(edition),
        headline=sentence("This is recorded as a claim; it is no finding of this book.")
        if len(facts)
        else None,
    )
