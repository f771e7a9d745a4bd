"""The exhibits of the cover: the book on one page, for the economy of the edition."""

from __future__ import annotations

from reportlib.topics.cover.cards import findings
from reportlib.topics.cover.charts import lead
from reportlib.topics.cover.edition import freshness, statement
from reportlib.topics.cover.measures import numbers
from reportlib.topics.cover.message import opening

__all__ = ["findings", "freshness", "lead", "numbers", "opening", "statement"]
