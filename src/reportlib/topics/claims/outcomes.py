"""All checks and their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import (
    CHAPTERS,
    CLASS_NOTE,
    NOT_INDEPENDENT,
    check_notes,
    count,
    counts_finding,
    figures,
    reasoning,
    speaker_cell,
    statement,
    with_verdicts,
)
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import VERDICT_WORDS, VERDICTS, Result, Statement


def verdicts(edition: Edition) -> Exhibit:
    """Statistics by article and verdict."""
    every = with_verdicts(*VERDICTS, statistics=True)
    sources = dict.fromkeys(one.cells["source"] for one in every)
    rows = [
        _verdict_row(
            statements.article(source), [one for one in every if one.cells["source"] == source]
        )
        for source in sources
    ]
    words = "; ".join(f"{verdict.capitalize()}: {VERDICT_WORDS[verdict]}" for verdict in VERDICTS)
    return exhibits.table(
        label="tbl-claims-verdicts",
        title="Statistics by article and verdict",
        where="",
        columns=[
            Column(title="Article"),
            *(Column(title=verdict.capitalize(), numeric=True) for verdict in VERDICTS),
            Column(title="All", numeric=True),
        ],
        rows=[*rows, _verdict_row("All articles", every, strong=True)],
        missing="",
        headline=counts_finding(),
        notes=[f"{words}.", NOT_INDEPENDENT, *check_notes(edition)],
    )


def _verdict_row(title: str, found: Sequence[Statement], *, strong: bool = False) -> Row:
    counts = ([one for one in found if one.verdict == verdict] for verdict in VERDICTS)
    numbers = [count(each) for each in (*counts, list(found))]
    return Row(
        cells=(text_cell(title), *(number.piece() for number in numbers)),
        strong=strong,
    )


def all_checks(edition: Edition) -> Exhibit:
    """Every check of every statement, with the columns by which a web page filters them."""
    rows = [
        _check_row(one, result, first=not at)
        for one in sorted(checking.statements(), key=lambda one: VERDICTS.index(one.verdict))
        for at, result in enumerate(one.results)
    ]
    return exhibits.table(
        label="tbl-claims-all",
        title="All checks",
        where="",
        columns=[
            Column(title="Statement, retold"),
            Column(title="Verdict"),
            Column(title="Stated", numeric=True),
            Column(title="The data", numeric=True),
            Column(title="Off by", numeric=True),
            Column(title="Kind"),
            Column(title="Subject"),
            Column(title="Article"),
            Column(title="Said by, when"),
            Column(title="Reasoning"),
        ],
        rows=rows,
        missing="The book holds no check.",
        headline=_all_headline(),
        notes=[
            "A statement with several checks has a row for each.",
            CLASS_NOTE,
            NOT_INDEPENDENT,
            *check_notes(edition),
        ],
        dots="Two dots: nothing is compared, or a bound holds.",
        filters=("Verdict", "Article", "Subject", "Kind"),
        cards=True,
    )


def _check_row(one: Statement, result: Result, *, first: bool) -> Row:
    return Row(
        cells=(
            statement(one),
            text_cell(result.verdict),
            *figures(result),
            text_cell(one.cells["kind"]),
            text_cell(CHAPTERS.get(one.cells["chapter"], one.cells["chapter"])),
            text_cell(statements.article(one.cells["source"])),
            speaker_cell(one),
            reasoning(result),
        ),
        strong=result.verdict == "differs",
        target=statements.target(one.id) if first else "",
    )


def _all_headline() -> Sentence | None:
    every = checking.statements()
    checks = [result.check.row for one in every for result in one.results]
    return sentence(
        "{checks} checks of {n} statements, each with its reasoning.",
        checks=count_of(checks, "checks", "checks"),
        n=count_of([one.row for one in every], "statements with a check", "statements"),
    )
