"""The exhibits of the patents chapter, in the order in which it shows them."""

from __future__ import annotations

from reportlib.topics.patents.abroad import applicants, families, pct, pct_world
from reportlib.topics.patents.china import china_applications, china_high_value, china_in_force
from reportlib.topics.patents.compared import (
    origins,
    peers_over_time,
    per_million_headline,
    three_scales,
)
from reportlib.topics.patents.filed import filings, filings_headline, filings_trend, offices, world
from reportlib.topics.patents.granted import grants, in_force
from reportlib.topics.patents.scope import EUROPE, PER_GDP
from reportlib.topics.patents.standing import (
    effort,
    innovation_headline,
    innovation_rank,
    researchers,
)
from reportlib.topics.patents.summary import caveats, key_findings

__all__ = [
    "EUROPE",
    "PER_GDP",
    "applicants",
    "caveats",
    "china_applications",
    "china_high_value",
    "china_in_force",
    "effort",
    "families",
    "filings",
    "filings_headline",
    "filings_trend",
    "grants",
    "in_force",
    "innovation_headline",
    "innovation_rank",
    "key_findings",
    "offices",
    "origins",
    "pct",
    "pct_world",
    "peers_over_time",
    "per_million_headline",
    "researchers",
    "three_scales",
    "world",
]
