"""All verdicts: as a strip, check by check, and statement by statement."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.base.rows import Cells, rows_of
from reportlib.content import exhibits, forms
from reportlib.content.cells import text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.claims.shared import (
    ABOUT,
    CHAPTERS,
    CLASS_NOTE,
    CLASSES,
    EVERY_YEAR,
    about_notes,
    class_of,
    count,
    figures,
    names_place,
    reasoning,
    retold,
    speaker_cell,
    statement,
    statistics,
)
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import VERDICT_WORDS, VERDICTS, Result, Statement
from reportlib.topics.statements.faults import LEDGER

NOT_INDEPENDENT = (
    "Confirmed means that the statement agrees with the series of the office or publisher named; "
    "most statements quote that very office, so the two are not independent."
)
_NOTHING = "nothing to compare"
_COLOURS = {"A": "step-5", "B": "step-4", "C": "peer", "D": "gap", "": "other"}


def verdicts(edition: Edition) -> Exhibit:
    """The strip: how many statistics have each verdict, by the class of what they meet."""
    words = "; ".join(f"{verdict.capitalize()}: {VERDICT_WORDS[verdict]}" for verdict in VERDICTS)
    return exhibits.figure(
        form=forms.BARS,
        label="fig-claims-verdicts",
        title="Verdicts on the statistics of the articles, by class of the figure compared",
        where="China and the world",
        unit="statistics of the articles",
        table=_strip(),
        missing="",
        headline=_read_headline(),
        notes=[f"{words}.", NOT_INDEPENDENT, CLASS_NOTE, EVERY_YEAR, *about_notes(edition)],
        names={"category": "Verdict"},
        stacked=True,
    )


def _strip() -> pd.DataFrame:
    """A row for each verdict and class; a count of none rests on all that were counted."""
    every = statistics()
    grades = [grade for grade in _COLOURS if any(_grade(one) == grade for one in every)]
    return pd.DataFrame(
        [
            {
                "category": verdict.capitalize(),
                "series": grade or "none",
                "label": CLASSES.get(grade, _NOTHING),
                "role": _COLOURS[grade],
                "value": len(own),
                "rows": " ".join(one.results[0].check.row for one in own or every),
            }
            for verdict in VERDICTS
            for grade in grades
            for own in [[one for one in statistics(verdict) if _grade(one) == grade]]
        ]
    )


def _grade(one: Statement) -> str:
    """The class of what the statement's verdict rests on; empty where nothing is compared."""
    return class_of(one.results[0].check)


_READ = {
    "A": "the publisher",
    "B": "the press",
    "C": "summaries or copies",
    "D": "copies on unrelated sites",
}


def _read_headline() -> Sentence | None:
    """Where the figures were read that confirm statements, and how many in each place."""
    confirmed = statistics("confirmed")
    own = {words: [s for s in confirmed if _grade(s) == grade] for grade, words in _READ.items()}
    read = [(words, count(found)) for words, found in own.items() if found]
    listed: list[Piece] = []
    for at, (words, n) in enumerate(read):
        between = "" if not at else " and " if at == len(read) - 1 else ", "
        listed += [Piece(text=f"{between}{words} ("), n.piece(), Piece(text=")")]
    return sentence(
        "The figures that confirm come from {listed}.", listed=tuple(listed) if listed else None
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
            Column(title="Verdict", lead=True),
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
        missing="The book has no check.",
        headline=_all_headline(),
        notes=[
            "A statement with several checks has a row for each. A bound that is kept excludes an "
            "error and confirms nothing.",
            CLASS_NOTE,
            EVERY_YEAR,
            *about_notes(edition),
        ],
        dots="Two dots: nothing is compared, or a bound is kept.",
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
            speaker_cell(one.cells),
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


def ledger(edition: Edition) -> Exhibit:
    """Every statement of the articles with its place, article and verdict, checked or not."""
    rows = _rows_shown(edition)
    checked = {one.row: one for one in checking.statements()}
    return exhibits.table(
        label="tbl-claims-ledger",
        title="All statements of the five articles",
        where="",
        columns=[
            Column(title="Statement, retold"),
            Column(title="Kind"),
            Column(title="Place"),
            Column(title="Article"),
            Column(title="Said by, when"),
            Column(title="Verdict", lead=True),
        ],
        rows=[_ledger_row(row, cells, checked.get(row)) for row, cells in rows.items()],
        missing=f"No statement is about {edition.named}. The data annex has all of them to "
        f"download, as “{read_dataset('article_facts').manifest.reportlib.short_title}”.",
        headline=_ledger_headline(edition, rows),
        notes=[
            "Opinions, names and dates have no figure to compare and are labelled so: cannot be "
            "checked.",
        ],
        filters=("Verdict", "Article", "Place", "Kind"),
    )


def _rows_shown(edition: Edition) -> dict[str, Cells]:
    """The ledger; of another economy than China the rows of its place."""
    every = rows_of(LEDGER)
    if edition.code == ABOUT:
        return dict(every)
    return {row: cells for row, cells in every.items() if names_place(cells, edition.name)}


def _ledger_headline(edition: Edition, rows: Mapping[str, Cells]) -> Sentence | None:
    n = count_of(rows, "statements", "statements", within=LEDGER)
    if edition.code != ABOUT:
        return sentence("Statements of the articles about {name}: {n}.", name=edition.named, n=n)
    return sentence(
        "The five articles make {n} statements; {checked} have a check.",
        n=n,
        checked=count([*checking.statements()]),
    )


def _ledger_row(row: str, cells: Cells, checked: Statement | None) -> Row:
    verdict = text_cell("cannot be checked")
    if checked:
        target = statements.target(checked.id)
        verdict = Piece(kind="reference", text=checked.verdict, target=target)
    return Row(
        cells=(
            retold(cells, row),
            text_cell(cells["kind"]),
            text_cell(cells["place"]),
            text_cell(statements.article(cells["source"])),
            speaker_cell(cells),
            verdict,
        )
    )
