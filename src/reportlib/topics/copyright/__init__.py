"""The exhibits of the copyright chapter, in the order in which it shows them."""

from __future__ import annotations

from reportlib.topics.copyright.bodies import services
from reportlib.topics.copyright.contribution import industries, industry_shares
from reportlib.topics.copyright.enforcing import enforcement, pledges
from reportlib.topics.copyright.law import accessions, treaties, world_map
from reportlib.topics.copyright.markets import collections, music_ranks, music_revenue
from reportlib.topics.copyright.output import creative_output
from reportlib.topics.copyright.registration import genres, registers, software
from reportlib.topics.copyright.summary import caveats, key_findings
from reportlib.topics.copyright.trade import (
    creative_goods,
    digital_rules,
    exporters,
    receipts,
)

__all__ = [
    "accessions",
    "caveats",
    "collections",
    "creative_goods",
    "creative_output",
    "digital_rules",
    "enforcement",
    "exporters",
    "genres",
    "industries",
    "industry_shares",
    "key_findings",
    "music_ranks",
    "music_revenue",
    "pledges",
    "receipts",
    "registers",
    "services",
    "software",
    "treaties",
    "world_map",
]
