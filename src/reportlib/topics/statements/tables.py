"""Tables of statements: what is said, by whom, how far to rely on it, what a check found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from reportlib.base.manifests import Origin
from reportlib.base.payload import MISSING, Column, Piece, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import Reference, sentence
from reportlib.topics.statements import checking
from reportlib.topics.statements.attribution import CLASSES, PAPERS, RELIABILITY

NOT_FINDINGS = (
    "What is shown are statements and not findings, retold in this book’s words. Plans are not "
    "results, and opinions of interested bodies are not facts."
)
ALL_CLAIMS = "tbl-claims-all"
_DATE = len("-2025-04-23")


def table(
    chosen: pd.DataFrame,
    *,
    label: str,
    title: str,
    where: str,
    missing: str,
    headline: Sentence | None = None,
    notes: Sequence[str | Sentence] = (),
    caution: str = "",
) -> Exhibit:
    """Make a table of rows of the ledger, with the verdict of each that was checked.

    What one speaker says of one subject in one reliability stands together; a statement that
    was checked stands by itself.
    """
    return exhibits.table(
        label=label,
        title=title,
        where=where,
        columns=[
            Column(title="About"),
            Column(title="Statement, retold"),
            Column(title="Said by, when"),
            Column(title="Reliability"),
            Column(title="Verdict", lead=True),
        ],
        rows=[_row(items) for items in _together(chosen)],
        missing=missing,
        headline=headline,
        notes=[*notes, *_notes(chosen)],
        dots="Two dots mean that the statement was not checked, mostly because it has no figure.",
        caution=caution,
    )


def until(chosen: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """The statements about years up to the last asked for."""
    last = [max(map(int, re.findall(r"\d{4}", period)), default=0) for period in chosen["period"]]
    return chosen.loc[[year <= last_year for year in last]]


def _together(chosen: pd.DataFrame) -> list[pd.DataFrame]:
    alone = [name if checking.statement_of(str(name)) else "" for name in chosen["id"]]
    keys = ["subject", "said_by", "period", "reliability", "alone"]
    return [items for _, items in chosen.assign(alone=alone).groupby(keys, sort=False)]


def _row(items: pd.DataFrame) -> Row:
    first = items.iloc[0]
    return Row(
        cells=(
            text_cell(first["subject"]),
            statement_cell(items),
            said_by_cell(first),
            text_cell(RELIABILITY[str(first["reliability"])]),
            verdict_cell(str(first["id"])),
        )
    )


def statement_cell(items: pd.DataFrame) -> Piece:
    """Statements as one text, each followed by its note; a note they share stands at the end."""
    notes = list(dict.fromkeys(items["note"]))
    shared = notes[0] if len(notes) == 1 else ""
    told = [
        f"{statement}{_remark('' if shared else note)}"
        for statement, note in zip(items["statement"], items["note"], strict=True)
    ]
    return text_cell(" ".join(told) + _remark(shared), " ".join(items[ROW]))


def _remark(note: str) -> str:
    return f" (Note: {note}.)" if note else ""


def said_by_cell(item: Mapping[str, object] | pd.Series) -> Piece:
    """Who says it and when, as a table's cell."""
    period = f", {item['period']}" if item["period"] else ""
    return text_cell(f"{item['said_by']}{period}")


def verdict_cell(claim: str) -> Piece:
    """The verdict on a statement, which leads to its check; two dots where there is none."""
    found = checking.statement_of(claim)
    if found is None:
        return text_cell(MISSING)
    return Piece(kind="reference", text=found.verdict, target=target(claim))


def target(claim: str) -> str:
    """The address of a statement's check."""
    return f"claim-{claim}"


def _notes(chosen: pd.DataFrame) -> list[str | Sentence]:
    """How to read the statements, where they stand, and where the checks are."""
    if chosen.empty:
        return []
    checked = any(checking.statement_of(str(name)) for name in chosen["id"])
    return [NOT_FINDINGS, *read_in(chosen), *([_verdict_note()] if checked else [])]


def _verdict_note() -> Sentence:
    said = sentence(
        "The verdict is that of a check and leads to its reasoning in {all}.",
        all=Reference(ALL_CLAIMS, "the table of all checks"),
    )
    return said or ()


def read_in(chosen: pd.DataFrame) -> list[str]:
    """The articles in which the statements stand, what these say of themselves, and classes."""
    found = [origin(str(source)) for source in dict.fromkeys(chosen["source"])]
    if not found:
        return []
    titles = "; ".join(f"{one.title} (class {one.trust})" for one in found)
    ledger = read_dataset("article_facts")
    own = ledger.where(indicator="disclaimer")
    disclaimers = own.loc[own["source"].isin(chosen["source"]), "statement"]
    return [f"Read in: {titles}. {CLASSES}", *map(str, disclaimers)]


def origin(source: str) -> Origin:
    """The article in which statements stand."""
    manifest = read_dataset("article_facts").manifest
    return next(one for one in manifest.sources if one.name == source)


def article(source: str) -> str:
    """An article's paper and year, which tell the articles apart."""
    paper = source[:-_DATE]
    return f"{PAPERS.get(paper, paper)}, {article_year(source)}"


def article_year(source: str) -> str:
    """The year in which an article was published."""
    return source[-_DATE + 1 :][:4]
