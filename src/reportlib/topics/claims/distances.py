"""How far off the figures are."""

from __future__ import annotations

import pandas as pd

from reportlib.content import exhibits, forms
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics.claims.shared import NOT_INDEPENDENT, check_notes, is_quantity
from reportlib.topics.codes import say_code
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import Result, Statement, Verdict


def deviations(edition: Edition) -> Exhibit:
    """Stated figures in percent of those held, for every check of a quantity."""
    table = pd.DataFrame(
        [
            _deviation(one, r)
            for one in checking.statements()
            for r in one.results
            if is_quantity(one, r)
        ]
    ).sort_values(["end", "label"], ascending=[False, True])
    exact = table[(table["end"] - 100).abs() < NEARLY]
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-claims-deviations",
        title="Statistics of the articles in percent of the figures held",
        where="China and the world",
        unit="percent of the figure held",
        table=table,
        missing="No figure was compared with another.",
        headline=sentence(
            "{some} of {all} stated figures lie within {percent} percent of the figure held.",
            some=count_of(exact["rows"].str.split().str[0], "figures so near", "figures"),
            all=count_of(table["rows"].str.split().str[0], "figures compared", "figures"),
            percent=str(NEARLY),
        ),
        notes=[
            "Ranks, bounds that hold and figures of another measure are left out. A word in "
            "brackets tells the checks of one statement apart.",
            NOT_INDEPENDENT,
            *check_notes(edition),
        ],
        names={"item": "Statement", "start": "Figure held", "end": "Figure stated"},
        start_label="figure held",
        end_label="figure stated",
    )


NEARLY = 1  # percent

_ROLES: dict[Verdict, str] = {
    "differs": "gap",
    "confirmed": "strength",
    "consistent": "neutral",
    "cannot be checked": "unknown",
}


def _deviation(one: Statement, result: Result) -> dict[str, object]:
    if result.claimed is None or result.checked is None:
        raise ValueError(f"{result.check.id} compares nothing")
    return {
        "label": f"{_what(one, result)}: {result.verdict}",
        "role": _ROLES[result.verdict],
        "start": 100.0,
        "end": 100 * result.claimed.value / result.checked.value,
        "rows": " ".join((*result.claimed.rows, *result.checked.rows)),
    }


def _what(one: Statement, result: Result) -> str:
    """What is stated and, where it is held against several figures, against which."""
    what = f"{one.cells['subject']}, {say_code(one.cells['indicator'])}"
    year = one.cells["period"][:4]
    if year.isdigit() and year not in what:
        what = f"{what}, {year}"
    several = sum(is_quantity(one, other) for other in one.results) > 1
    word = result.check.id.removeprefix(f"{one.id}-").replace("-", " ")
    return f"{what} ({word})" if several else what
