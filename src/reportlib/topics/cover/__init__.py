"""The exhibits of the cover: the book on one page, for the economy of the edition."""

from __future__ import annotations

from reportlib.topics.cover.edition import freshness, statement
from reportlib.topics.cover.findings import findings
from reportlib.topics.cover.lead import lead
from reportlib.topics.cover.numbers import numbers
from reportlib.topics.cover.opening import opening

__all__ = ["findings", "freshness", "lead", "numbers", "opening", "statement"]
