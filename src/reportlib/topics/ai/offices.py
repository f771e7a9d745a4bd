"""How offices respond to AI."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_count
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.ai import measures as held

CHINA_OFFICE = (29, 30, 31, 32, 33, 34, 42, 9, 10, 11, 12, 13)

WIPO = ("wipo-china-32", "wipo-china-33", "wipo-china-34", "wipo-china-35", "wipo-china-36",
        "wipo-china-37", "wipo-china-38", "wipo-china-39", "roundtable-31", "wipo-china-27",
        "wipo-china-28", "wipo-china-29")  # fmt: skip


def china_office(edition: Edition) -> Exhibit:
    """What China's office says it does about AI, statement by statement."""
    found = _facts(edition, [f"cnipa-ai-{number:02d}" for number in CHINA_OFFICE])
    return _facts_table(
        found,
        edition,
        label="tbl-ai-office",
        title="How China’s office says it responds to AI",
        headline=_office_headline(found),
        notes=[
            "Statements from one interview with the head of the office, read in the relay of "
            "another publisher rather than in the paper itself. What is planned is told as a plan; "
            "nothing here shows that it exists. Grants of a year do not all come from the requests "
            "of that year, so that the two figures give no rate of success.",
        ],
    )


def _office_headline(found: pd.DataFrame) -> Sentence | None:
    return sentence(
        "By the account of China’s office, its centres received {requests} requests to examine AI "
        "applications in advance in 2024; {grants} AI patents were granted by fast review, which "
        "may rest on earlier requests.",
        requests=_fact_number(found, "cnipa-ai-32"),
        grants=_fact_number(found, "cnipa-ai-33"),
    )


def wipo(edition: Edition) -> Exhibit:
    """What is said of WIPO's conversation on frontier technologies and its questions."""
    found = _facts(edition, WIPO)
    return _facts_table(
        found,
        edition,
        label="tbl-ai-wipo",
        title="WIPO’s conversation on AI, and the questions it names",
        headline=sentence(
            "In the copy read, the director of WIPO’s office in China counts {sessions} sessions "
            "of the conversation from 2019 to March 2024, and more than {people} participants in "
            "the one on generative AI.",
            sessions=_fact_number(found, "wipo-china-32"),
            people=_fact_number(found, "wipo-china-34"),
        ),
        notes=[
            "Most rows were read in a copy of an opinion article that software had rewritten: its "
            "wording is not WIPO’s, and every statement needs a second source. A session that was "
            "announced is not thereby a session that was held.",
        ],
    )


def _facts(edition: Edition, ids: Sequence[str]) -> pd.DataFrame:
    """The statements about years up to the last asked for."""
    return statements.until(held.facts(*ids), edition.parameters.last_year)


def _facts_table(
    found: pd.DataFrame,
    edition: Edition,
    *,
    label: str,
    title: str,
    headline: Sentence | None,
    notes: Sequence[str],
) -> Exhibit:
    about = "" if edition.code == "CHN" else (
        "The articles are about China and about WIPO; the book holds no such statements on the "
        f"office of {edition.named}."
    )  # fmt: skip
    return statements.table(
        found,
        label=label,
        title=title,
        where="",
        missing="The statements are all about years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=headline,
        notes=[*notes, about],
    )


def _fact_number(found: pd.DataFrame, name: str) -> Number | None:
    own = found[(found["id"] == name) & found["value"].notna()]
    if own.empty:
        return None
    fact = own.iloc[0]
    value = float(fact["value"])
    return Number(value, say_count, str(fact["unit"]), (str(fact["row"]),))
