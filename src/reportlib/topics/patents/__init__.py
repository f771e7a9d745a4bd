"""The exhibits of the patents chapter, in the order in which it shows them."""

from __future__ import annotations

from reportlib.topics.patents.abroad import applicants, families, pct, sought
from reportlib.topics.patents.china import china_applications, china_high_value, china_in_force
from reportlib.topics.patents.compared import home_and_abroad, peers_over_time, per_million_headline
from reportlib.topics.patents.filed import (
    by_origin,
    filings,
    filings_headline,
    offices,
    world,
)
from reportlib.topics.patents.granted import grants, in_force
from reportlib.topics.patents.scope import PER_GDP
from reportlib.topics.patents.standing import (
    effort,
    innovation_headline,
    innovation_rank,
    researchers,
)
from reportlib.topics.patents.summary import caveats, key_findings
from reportlib.topics.patents.technology import fields

__all__ = [
    "PER_GDP",
    "applicants",
    "by_origin",
    "caveats",
    "china_applications",
    "china_high_value",
    "china_in_force",
    "effort",
    "families",
    "fields",
    "filings",
    "filings_headline",
    "grants",
    "home_and_abroad",
    "in_force",
    "innovation_headline",
    "innovation_rank",
    "key_findings",
    "offices",
    "pct",
    "peers_over_time",
    "per_million_headline",
    "researchers",
    "sought",
    "world",
]
