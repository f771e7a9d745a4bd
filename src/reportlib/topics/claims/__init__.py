"""The exhibits of the chapter on claims: what articles state, compared with the data."""

from __future__ import annotations

from reportlib.topics.claims.cards import telling
from reportlib.topics.claims.outcomes import all_checks, ledger, verdicts
from reportlib.topics.claims.series import innovation_rank
from reportlib.topics.claims.summary import key_findings

__all__ = [
    "all_checks",
    "innovation_rank",
    "key_findings",
    "ledger",
    "telling",
    "verdicts",
]
