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
from reportlib.content.sentences import Reference, sentence
from reportlib.topics.statements import attribution
from reportlib.topics.systems.shared import about, items, purpose, state


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
        missing="The articles date nothing up to "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_milestones_headline(found),
        notes=[
            about(edition),
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
        purpose(item.what, item, item.who), attribution.say_basis(item.basis)
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
                    text_cell(purpose(item.what, item, item.who), item.row),
                    text_cell(state(item.status, item.as_of), item.row),
                    text_cell(attribution.say_basis(item.basis), item.basis),
                )
            )
            for item in items(found)
        ],
        missing="The articles name nothing of the kind up to "
        f"{edition.parameters.last_year}, the last year asked for.",
        notes=[
            about(edition),
            "Since when these exist is not in the sources held. A plan is shown as a plan.",
            attribution.CLASSES,
        ],
    )


def _milestones(edition: Edition) -> pd.DataFrame:
    table = read_dataset("ip_milestones").table
    return attribution.known_by(table, edition.parameters.last_year, "date", "as_of")
