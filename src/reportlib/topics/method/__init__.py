"""The exhibits of the five reference pages."""

from __future__ import annotations

from reportlib.topics.method.coverage import covered
from reportlib.topics.method.definitions import defined
from reportlib.topics.method.faults import breaks, odd_values
from reportlib.topics.method.left_out import omitted, unseen
from reportlib.topics.method.sources import trust, used

__all__ = [
    "breaks",
    "covered",
    "defined",
    "odd_values",
    "omitted",
    "trust",
    "unseen",
    "used",
]
