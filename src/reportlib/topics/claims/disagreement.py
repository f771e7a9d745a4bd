"""Where the data say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of, noun_after
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import (
    CLASS_NOTE,
    CLASSES,
    check_notes,
    class_of,
    count,
    figures,
    near_misses,
    reasoning,
    speaker_cell,
    statement,
    with_verdicts,
)
from reportlib.topics.statements.checking import VERDICTS, Result, Statement


def differing(edition: Edition) -> Exhibit:
    """Every statement with a check that the data contradict, or that there is none."""
    found = with_verdicts("differs")
    return exhibits.table(
        label="tbl-claims-differs",
        title="Statements from which the data differ",
        where="China",
        columns=_CARD_COLUMNS if found else _COMPARED_COLUMNS,
        rows=[_card(one, r) for one in found for r in one.results if r.checked] or _compared(),
        missing="",
        headline=_differing_headline(found),
        notes=[*([] if found else [CLASS_NOTE]), *check_notes(edition)],
        cards=bool(found),
    )


def _differing_headline(found: Sequence[Statement]) -> Sentence | None:
    if not found:
        return sentence(
            "The data held contradict no statement: none of the {n} that can be held against a "
            "series of the same measure and period differs from it by more than its tolerance.",
            n=count([one for one in with_verdicts(*VERDICTS) if _official(one)]),
        )
    return sentence(
        "The data say otherwise about {n} {statements} of the articles.",
        n=count(found),
        statements=noun_after(len(found), "statement", "statements"),
    )


def _official(one: Statement) -> list[Result]:
    """The checks of a statement against an official series of the same measure."""
    return [r for r in one.results if r.check.method == "official" and r.check.same_measure]


_COMPARED_COLUMNS = [
    Column(title="Class of the figures held"),
    Column(title="Statements compared", numeric=True),
    Column(title="Of these differ", numeric=True),
]


def _compared() -> list[Row]:
    """How many statements were held against an official series, by the class of its figures."""
    found = [(one, _official(one)) for one in with_verdicts(*VERDICTS)]
    rows = []
    for grade, words in CLASSES.items():
        own = [o for o, checks in found if checks and class_of(checks[0].check) == grade]
        differ = [one for one in own if one.verdict == "differs"]
        if own:
            cells = (text_cell(words), count(own).piece(), count(differ).piece())
            rows.append(Row(cells=cells))
    return rows


def near(edition: Edition) -> Exhibit:
    """Statements that cannot be checked, beside the nearest measure, which gives another figure."""
    found = near_misses()
    return exhibits.table(
        label="tbl-claims-near",
        title="Statements for which only another measure is held, which gives another figure",
        where="China and the world",
        columns=[column for column in _CARD_COLUMNS if column.title != _GAP],
        rows=[_card(one, result, gap=False) for one, result in found],
        missing="Every other measure held agrees.",
        headline=sentence(
            "{n} comparisons are left open: what is held measures something else.",
            n=count_of([result.check.row for _, result in found], "comparisons", "comparisons"),
        )
        if found
        else None,
        notes=[
            "No row here is a verdict: two measures of different things may both be right, and the "
            "difference of their figures means nothing.",
            CLASS_NOTE,
            *check_notes(edition),
        ],
        cards=True,
    )


_GAP = "Off by"
_CARD_COLUMNS = [
    Column(title="Statement, retold"),
    Column(title="Stated", numeric=True),
    Column(title="Data", numeric=True),
    Column(title=_GAP, numeric=True),
    Column(title="Source"),
    Column(title="Reasoning"),
]


def _card(one: Statement, result: Result, *, gap: bool = True) -> Row:
    return Row(
        cells=(
            statement(one),
            *figures(result)[: 3 if gap else 2],
            text_cell(f"{speaker_cell(one).text}; {statements.article(one.cells['source'])}"),
            reasoning(result),
        ),
        strong=result.verdict == "differs",
    )
