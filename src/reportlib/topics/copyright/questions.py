"""The open questions of AI and copyright, as trees."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics.statements import attribution

WORKS = ("protection", "infringement", "training")
SYSTEM = ("rights", "responsibility", "reform")


def works(edition: Edition) -> Exhibit:
    """What is asked of the works of machines and of those they learn from, and who answers."""
    return _trees(
        edition,
        WORKS,
        label="fig-copyright-questions",
        title="Open questions of AI and copyright: the works",
    )


def system(edition: Edition) -> Exhibit:
    """What is asked of rights, responsibility and rules, and who answers."""
    return _trees(
        edition,
        SYSTEM,
        label="fig-copyright-system",
        title="Open questions of AI and copyright: rights and rules",
    )


def _trees(edition: Edition, roots: Sequence[str], *, label: str, title: str) -> Exhibit:
    found = _asked(edition, roots)
    return exhibits.figure(
        form=forms.TREE,
        label=label,
        title=title,
        where="as asked and answered in the articles held",
        unit="questions and their branches",
        table=_drawn(found),
        missing="The articles that ask these questions are all of years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_headline(found),
        notes=[
            _about(edition),
            "The book holds no court’s decision and no statute on these questions, so that none "
            "of them is settled here. Views are opinions of those who are named, at their date. "
            "The order of the questions is that of this book; the articles ask them one by one.",
            attribution.CLASSES,
        ],
        names={"closed": "a view, no ruling", "open": "open"},
        closed_label="somebody answers: a view, not a ruling",
        open_label="left open in the sources",
    )


def _about(edition: Edition) -> str:
    if edition.code == "CHN":
        return ""
    return (
        f"The articles are about China and about WIPO; none is about {edition.named}. The "
        "questions arise for every economy."
    )


def _asked(edition: Edition, roots: Sequence[str]) -> pd.DataFrame:
    """The nodes under some questions that are of the years asked for, in their order."""
    table = read_dataset("ai_copyright_questions").table.sort_values("position")
    table = table[[root in roots for root in _roots(table)]]
    years = {
        node: attribution.basis_years(basis)
        for node, basis in zip(table["node"], table["basis"], strict=True)
        if basis
    }
    kept = {node for node, year in years.items() if year <= edition.parameters.last_year}
    return table[table["node"].isin(_with_branches(table, kept))]


def _roots(table: pd.DataFrame) -> list[str]:
    """The question at the root of every node."""
    parents = dict(zip(table["node"], table["parent"], strict=True))

    def root(node: str) -> str:
        return root(parents[node]) if parents[node] else node

    return [root(node) for node in table["node"]]


def _with_branches(table: pd.DataFrame, kept: set[str]) -> set[str]:
    """Nodes with those that lead to them, and the sides beside them that nobody takes."""
    parents = dict(zip(table["node"], table["parent"], strict=True))
    shown = set(kept)
    for node in kept:
        while parents[node]:
            node = parents[node]
            shown.add(node)
    answered = {parents[node] for node in kept & set(table.loc[table["kind"] == "view", "node"])}
    gaps = table[table["kind"] == "gap"]
    return shown | set(gaps.loc[gaps["parent"].isin(answered), "node"])


def _drawn(found: pd.DataFrame) -> pd.DataFrame:
    """The tree as it is drawn: a role and a text for every node."""
    return pd.DataFrame(
        {
            "node": found["node"],
            "parent": found["parent"],
            "label": found["text"],
            "role": [
                {"answered": "peer", "open": "unknown"}.get(state, "neutral")
                for state in found["state"]
            ],
            "text": [
                _say(state, basis, note)
                for state, basis, note in zip(
                    found["state"], found["basis"], found["note"], strict=True
                )
            ],
            "open": found["state"] == "open",
            "rows": attribution.cited(found[ROW], found["basis"]),
        }
    )


def _say(state: str, basis: str, note: str) -> str:
    """What stands below a node: whether it is open, who speaks, and what to know."""
    said_by = attribution.say_basis(basis) if basis else ""
    return attribution.as_sentences("open" if state == "open" else "", said_by, note)


def _headline(found: pd.DataFrame) -> Sentence | None:
    ends = found[found["state"] != ""]
    left_open = ends[ends["state"] == "open"]
    if ends.empty:
        return None
    return sentence(
        "{n_open} of the {n} {branches} {end} open; where somebody answers, it is a view and not "
        "a ruling.",
        n_open=count_of(left_open[ROW], "branches that end open", "branches"),
        n=count_of(ends[ROW], "branches", "branches"),
        branches="branch" if len(ends) == 1 else "branches",
        end="ends" if len(left_open) == 1 else "end",
    )
