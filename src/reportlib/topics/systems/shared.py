"""What the sections on systems share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.topics.statements.attribution import STATUS

NOT_SAID = "not said"


def items(table: pd.DataFrame) -> list[Any]:
    """The rows of a table, with attributes for columns."""
    return list(table.itertuples(index=False))


def purpose(what: str, item: Any, who: str = NOT_SAID) -> str:
    """What a thing is, by whom and for whom, as far as that is said, and what to know of it."""
    parts = (
        what,
        "" if who == NOT_SAID else f"by: {who}",
        "" if item.for_whom == NOT_SAID else f"for: {item.for_whom}",
    )
    said = "; ".join(part for part in parts if part)
    return f"{said} ({item.note})" if item.note else said


def since_when(item: Any) -> str:
    """The first year, where it is said, and the state."""
    since = f"since {item.since}" if item.since else "first year not said"
    return f"{since}; {state(item.status, item.as_of)}"


def state(status: str, as_of: str) -> str:
    """The state of a thing, and of which date that is told."""
    return f"{STATUS[status]}, {as_of}" if as_of else STATUS[status]
