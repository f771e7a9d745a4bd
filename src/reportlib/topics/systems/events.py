"""Events, institutions and programmes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics.statements import attribution
from reportlib.topics.systems.offers import services_held
from reportlib.topics.systems.shared import items, purpose, since_when, state

CHINA = "CHN"


def milestones(edition: Edition) -> Exhibit:
    """Events and programmes that the articles date, along a line of time."""
    found = _milestones(edition)
    found = found[found["date"] != ""].sort_values(["scope", "date"], ascending=[False, True])
    groups = {"world": "WIPO and the world", "china": "China"}
    table = pd.DataFrame(
        {
            "label": found["name"],
            "role": [
                "other" if status == "planned" else "world" if scope == "world" else "focus"
                for status, scope in zip(found["status"], found["scope"], strict=True)
            ],
            "date": found["date"],
            "end": found["until"],
            "text": found["what"],
            "told": [_milestone_text(item) for item in items(found)],
            "group": [groups[scope] for scope in found["scope"]],
            "rows": attribution.cited(found[ROW], found["basis"]),
        }
    )
    return exhibits.figure(
        form=forms.TIMELINE,
        label="fig-overview-milestones",
        title="Events and programmes that the articles date",
        where="WIPO, the world and China",
        unit="dates as stated or inferred",
        table=table,
        missing=_none_named(edition),
        headline=_milestones_headline(found),
        notes=[
            "What was announced only is grey: no report says that it took place. Where a year is "
            "inferred, the row of the data says from what. A bar ends where the article does, not "
            "where the programme does.",
        ],
        names={"text": "What, by whom, for whom, and who says so"},
    )


def _milestone_text(item: Any) -> str:
    """What happened, who did it for whom, and who says so."""
    return attribution.as_sentences(
        purpose(item.what, item, item.who), attribution.say_basis(item.basis)
    )


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
    """Institutions, services, plans and programmes that the articles do not date."""
    found = _milestones(edition)
    found = found[found["date"] == ""].sort_values(
        ["scope", "kind", "name"], ascending=[False, True, True]
    )
    services = services_held(edition, "forum", "award", "publication", "school")
    if edition.code != CHINA:
        services = services.head(0)
    return exhibits.table(
        label="tbl-overview-undated",
        title="Services of WIPO, institutions, plans and programmes",
        where="WIPO, the world and China",
        columns=[
            Column(title="Name"),
            Column(title="Description"),
            Column(title="State"),
            Column(title="Said by, reliability"),
        ],
        rows=[
            *(_named(one, purpose(one.subject, one), since_when(one)) for one in items(services)),
            *(
                _named(one, purpose(one.what, one, one.who), state(one.status, one.as_of))
                for one in items(found)
            ),
        ],
        missing=_none_named(edition),
        notes=[
            "A plan is shown as a plan; what was in place may have changed.",
            attribution.CLASSES,
        ],
    )


def _named(item: Any, what: str, when: str) -> Row:
    return Row(
        cells=(
            text_cell(item.name, item.row),
            text_cell(what, item.row),
            text_cell(when, item.row),
            text_cell(attribution.say_basis(item.basis), item.basis),
        )
    )


def _milestones(edition: Edition) -> pd.DataFrame:
    """What the articles name, for the edition of the economy that they are about."""
    table = read_dataset("ip_milestones").table
    if edition.code != CHINA:
        return table.head(0)
    return attribution.known_by(table, edition.parameters.last_year, "date", "as_of")


def _none_named(edition: Edition) -> str:
    if edition.code != CHINA:
        return f"The articles are about China and WIPO, and name none of {edition.named}."
    return f"The articles name none up to {edition.parameters.last_year}, the last year asked for."
