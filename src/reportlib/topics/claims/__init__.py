"""The exhibits of the chapter on claims: what articles state, held against the data."""

from __future__ import annotations

from reportlib.topics.claims.disagreement import differing, near
from reportlib.topics.claims.distances import deviations
from reportlib.topics.claims.outcomes import all_checks, verdicts
from reportlib.topics.claims.series import clusters, grants, innovation_rank
from reportlib.topics.claims.summary import key_findings

__all__ = [
    "all_checks",
    "clusters",
    "deviations",
    "differing",
    "grants",
    "innovation_rank",
    "key_findings",
    "near",
    "verdicts",
]
