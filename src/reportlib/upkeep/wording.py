"""What frictionless finds in a table, in the words of this project."""

from __future__ import annotations

import re
from typing import Any

_QUOTED = re.compile(r'"([^"]*)"')
_LIMITS = {
    "minimum": "is below {limit}, the least that the descriptor allows",
    "maximum": "is above {limit}, the most that the descriptor allows",
    "pattern": "is not of the form {limit} that the descriptor asks for",
    "enum": "is not among the values that the descriptor allows: {limit}",
}
_ROWS = {
    "missing-cell": "the row ends before it. Write every cell, empty where a figure is missing.",
    "extra-cell": "the row has more cells than the header. Put a cell with commas in quotes.",
    "blank-row": "the row is empty. Take it out.",
}


def worded(error: Any, dataset: str) -> str:
    """A fault that frictionless found in a dataset's file; its own message where none is known.

    Args:
        error: a frictionless error, with its place where it has one.
    """
    said = _said(error, dataset)
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    parts = [f"row {row}" if row else "", f"column {column}" if column else ""]
    place = ", ".join(part for part in parts if part)
    return f"{place}: {said}" if place else said


def _said(error: Any, dataset: str) -> str:
    found = _QUOTED.findall(error.note or "")
    if error.type in _ROWS:
        return _ROWS[error.type]
    if error.type in ("hash-count", "byte-count") and len(found) == 2:
        return _changed(error.type, found[0], found[1], dataset)
    if error.type == "type-error" and found:
        kind = {"integer": "whole number"}.get(found[0].partition("/")[0], found[0])
        return f"{error.cell!r:.80} is no {kind.partition('/')[0]}."
    if error.type == "constraint-error" and len(found) >= 2:
        return _beyond(error.cell, found[0], (error.note or "").partition(' is "')[2][:-1])
    if error.type == "primary-key":
        return f"has the key of another row again: {error.note}."
    if error.type == "foreign-key" and len(found) >= 4:
        column, value, table, _ = found[:4]
        return f"{column} {value!r:.80} does not stand in {table}.csv."
    return str(error.message)


def _changed(kind: str, expected: str, actual: str, dataset: str) -> str:
    if kind == "byte-count":
        return f"has {actual} bytes; its descriptor states bytes: {expected}."
    return (
        f"was changed: its hash is sha256:{actual}, the descriptor states sha256:{expected}. "
        f"Restore the file, or accept it by `reportlib data accept {dataset}`."
    )


def _beyond(cell: object, constraint: str, limit: str) -> str:
    if constraint == "required":
        return "is empty; the descriptor requires a value."
    rule = _LIMITS.get(constraint, f"breaks the rule {constraint} of the descriptor: {{limit}}")
    return f"{cell!r:.80} {rule.format(limit=limit)}."
