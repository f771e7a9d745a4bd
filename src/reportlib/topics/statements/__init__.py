"""What the sources say, statement by statement: attribution, tables, checking."""

from __future__ import annotations

from reportlib.topics.statements.tables import (
    article,
    article_year,
    said_by_cell,
    table,
    target,
    until,
    verdict_cell,
)

__all__ = [
    "article",
    "article_year",
    "said_by_cell",
    "table",
    "target",
    "until",
    "verdict_cell",
]
