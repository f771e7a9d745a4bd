"""What is wrong with a row of ``claim_checks``, so that its check cannot be carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from reportlib.base.rows import Cells
from reportlib.topics.statements.operations import MANY, OPERATIONS, Operation, number

LEDGER = "article-facts"
CHECKS = "claim-checks"
Method = Literal["official", "claim", "arithmetic", "none"]
Comparison = Literal["equal", "just_above", "at_least", "at_most"]
ToleranceKind = Literal["absolute", "percent"]
Find = Callable[[str], Cells | None]


def faults_of(cells: Cells, ledger: Mapping[str, Cells], find: Find) -> Iterable[str]:
    """Why the row declares no check that can be carried out."""
    yield from _word_faults(cells)
    if f"{LEDGER}:{cells['claim']}" not in ledger:
        yield f"the claim {cells['claim']!r} is not in the ledger article_facts."
    for column in ("beside", "against"):
        for row in cells[column].split():
            if find(row) is None:
                yield f"{column} names {row}, which no dataset has."
    if cells["method"] == "none":
        if not cells["needed"]:
            yield "nothing is checked; say under needed what a check would need."
        if not cells["operation"]:
            return
    elif not cells["operation"]:
        yield f"method {cells['method']} needs an operation."
    if cells["method"] != "none" and number(cells["tolerance"]) is None:
        yield "it has no tolerance; write 0 where the figures must be equal."
    if (number(cells["tolerance"]) or 0) and not cells["tolerance_reason"]:
        yield "its tolerance has no reason."
    if cells["measure"] == "near" and not cells["needed"]:
        yield "it compares with another measure; say under needed what the same one would be."
    if _is_held_against_itself(cells, ledger):
        yield (
            "it holds the statement against figures of its own article, which checks nothing; "
            "write method none, and under needed what would be a second source."
        )
    yield from _operand_faults(cells, ledger, find)


def _is_held_against_itself(cells: Cells, ledger: Mapping[str, Cells]) -> bool:
    """Whether all that a statement is held against is of its own article; a calendar is not."""
    claim, rows = ledger.get(f"{LEDGER}:{cells['claim']}"), cells["against"].split()
    if claim is None or not rows or cells["operation"] == "weekday":
        return False
    return all(row in ledger and ledger[row]["source"] == claim["source"] for row in rows)


_ALLOWED = {
    "method": get_args(Method),
    "measure": ("", "same", "near"),
    "comparison": ("", *get_args(Comparison)),
    "tolerance_kind": ("", *get_args(ToleranceKind)),
    "figure": ("", *OPERATIONS),
    "operation": ("", *OPERATIONS),
}


def _word_faults(cells: Cells) -> Iterable[str]:
    for column, allowed in _ALLOWED.items():
        if cells[column] not in allowed:
            words = ", ".join(word for word in allowed if word)
            yield f"{column} = {cells[column]!r} is unknown; expected one of {words}."
    for column in ("states", "factor", "tolerance"):
        if cells[column] and number(cells[column]) is None:
            yield f"{column} = {cells[column]!r} is not a number."
    if not cells["reasoning"]:
        yield "it gives no reasoning."


def _operand_faults(cells: Cells, ledger: Mapping[str, Cells], find: Find) -> Iterable[str]:
    """Rows that are too many or too few for their operation, or that lack the column."""
    rows = cells["against"].split()
    operation = OPERATIONS.get(cells["operation"])
    if operation and not operation.least <= len(rows) <= operation.most:
        yield _wrong_count("operation", cells["operation"], len(rows), operation)
    columns = cells["column"].split()
    if rows and len(columns) not in (1, len(rows)):
        yield f"column names {len(columns)} columns for {len(rows)} rows; name one, or one each."
        return
    for at, row in enumerate(rows):
        found = find(row)
        if found is not None and columns[at % len(columns)] not in found:
            yield f"column {columns[at % len(columns)]!r} is none of {row}."
    figure, count = OPERATIONS.get(cells["figure"] or "value"), 1 + len(cells["beside"].split())
    if figure and not figure.least <= count <= figure.most:
        yield _wrong_count("figure", cells["figure"], count, figure)
    claim = ledger.get(f"{LEDGER}:{cells['claim']}")
    if cells["operation"] and claim and not claim["value"] and not cells["states"]:
        yield f"the statement {cells['claim']} has no value; write under states what it says."


def _wrong_count(column: str, name: str, count: int, operation: Operation) -> str:
    most = "any" if operation.most == MANY else str(operation.most)
    return f"{column} {name} has {count} rows; it takes {operation.least} to {most}."
