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
from reportlib.topics.statements import attribution

CHINA_OFFICE = (29, 30, 31, 32, 33, 34, 42, 9, 10, 11, 12, 13)

WIPO = ("wipo-china-32", "wipo-china-33", "wipo-china-34", "wipo-china-35", "wipo-china-36",
        "wipo-china-37", "wipo-china-38", "wipo-china-39", "roundtable-31", "wipo-china-27",
        "wipo-china-28", "wipo-china-29")  # fmt: skip


def china_office(edition: Edition) -> Exhibit:
    """What China's office says it does about AI, and WIPO's in China of the questions asked."""
    found = _facts(edition, [*(f"cnipa-ai-{number:02d}" for number in CHINA_OFFICE), *WIPO])
    if edition.code != "CHN":
        found = found.head(0)
    return statements.table(
        found,
        label="tbl-ai-office",
        caution="Grants of a year do not all come from the requests of that year: the two figures "
        "give no rate of success.",
        title="What China’s office, and WIPO’s office in China, say about AI",
        where="",
        missing=attribution.ABOUT_CHINA.format(name=edition.named)
        if edition.code != "CHN"
        else "The statements are all about years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_office_headline(found),
        notes=[
            "Those on China’s office are from one interview with its head, read in the relay of "
            "another publisher. Those on WIPO were read in a copy that software had rewritten: the "
            "wording is not WIPO’s, and every statement needs a second source. A session that was "
            "announced is not thereby one that took place.",
        ],
    )


def _office_headline(found: pd.DataFrame) -> Sentence | None:
    return sentence(
        "China’s office says that its centres received {requests} requests to examine AI "
        "applications in advance in 2024; {grants} AI patents were granted by fast review.",
        requests=_fact_number(found, "cnipa-ai-32"),
        grants=_fact_number(found, "cnipa-ai-33"),
    )


def _facts(edition: Edition, ids: Sequence[str]) -> pd.DataFrame:
    """The statements about years up to the last asked for."""
    return statements.until(held.facts(*ids), edition.parameters.last_year)


def _fact_number(found: pd.DataFrame, name: str) -> Number | None:
    own = found[(found["id"] == name) & found["value"].notna()]
    if own.empty:
        return None
    fact = own.iloc[0]
    value = float(fact["value"])
    return Number(value, say_count, str(fact["unit"]), (str(fact["row"]),))
