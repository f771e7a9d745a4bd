"""The rank that articles state, on the published series of ranks."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import noun_after
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import ABOUT, count
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import Statement

RANKS = ("roundtable-33", "chongqing-19", "wipo-china-71")


def innovation_rank(edition: Edition) -> Exhibit:
    """China's rank in the Global Innovation Index, with the ranks that articles state."""
    name = economies()[ABOUT].name
    series = edition.window(measure("gii_rank"))
    table = tables.series_of(series, ABOUT, label=name, role="focus")
    own = edition.code == ABOUT
    return exhibits.figure(
        form=forms.RANK_LINES,
        label="fig-claims-gii",
        caution="Articles of different years name different ranks without contradicting each "
        "other.",
        title="Rank in the Global Innovation Index, and the ranks that articles state",
        where=name,
        unit="rank",
        table=table if own else table.head(0),
        missing=f"The book has no rank of China within {edition.years_said}."
        if own
        else f"The articles state ranks of China only, none of {edition.named}.",
        headline=_headline(edition),
        notes=["Ranks belong to an edition: method and coverage change between editions."],
        marks=_marks(edition),
    )


def _stated(edition: Edition) -> list[Statement]:
    """The ranks stated of editions within the years asked for."""
    found = [one for name in RANKS if (one := checking.statement_of(name))]
    first, last = edition.parameters.first_year, edition.parameters.last_year
    return [one for one in found if first <= int(one.cells["period"][:4]) <= last]


def _marks(edition: Edition) -> pd.DataFrame:
    """Statements as marks: the year they are about, the figure they give, who says it."""
    rows = [
        {
            "year": int(one.cells["period"][:4]),
            "value": float(one.cells["value"]),
            "label": f"{one.cells['said_by']}, {statements.article_year(one.cells['source'])}",
            "verdict": one.verdict,
            "rows": one.row,
        }
        for one in _stated(edition)
    ]
    return pd.DataFrame(rows, columns=["year", "value", "label", "verdict", "rows"])


def _headline(edition: Edition) -> Sentence | None:
    """How many of the marked statements agree with the series they are marked on."""
    found = _stated(edition)
    agreeing = [one for one in found if one.verdict == "confirmed"]
    if not found:
        return None
    return sentence(
        "Of {all} {statements} on China’s rank in the index, {agreeing} {agree} with the "
        "published one.",
        all=count(found),
        statements=noun_after(len(found), "statement", "statements"),
        agreeing="all" if agreeing == found and len(found) > 1 else count(agreeing),
        agree="agrees" if len(agreeing) == 1 else "agree",
    )
