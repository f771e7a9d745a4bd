"""The exhibits of the overview: one economy's profile."""

from __future__ import annotations

from reportlib.topics.overview.peers import against_peers
from reportlib.topics.overview.profile import key_numbers, positions
from reportlib.topics.overview.rights import (
    clusters,
    designs,
    hightech,
    ip_trade,
    stated,
    trademarks,
)
from reportlib.topics.overview.summary import chapters, key_findings

__all__ = [
    "against_peers",
    "chapters",
    "clusters",
    "designs",
    "hightech",
    "ip_trade",
    "key_findings",
    "key_numbers",
    "positions",
    "stated",
    "trademarks",
]
