"""The exhibits of the AI chapter, in the order in which it shows them."""

from __future__ import annotations

from reportlib.topics.ai.fields_of_ai import fields, techniques
from reportlib.topics.ai.generative import applicants, genai
from reportlib.topics.ai.money import (
    deals,
    investment,
    investment_over_time,
    models,
    supercomputers,
)
from reportlib.topics.ai.offices import china_office
from reportlib.topics.ai.patenting import international, two_offices
from reportlib.topics.ai.research import articles, articles_map, share_of_world, top_cited
from reportlib.topics.ai.standing import positions, ranked_places, users
from reportlib.topics.ai.summary import CAVEATS, caveats, key_findings

__all__ = [
    "CAVEATS",
    "applicants",
    "articles",
    "articles_map",
    "caveats",
    "china_office",
    "deals",
    "fields",
    "genai",
    "international",
    "investment",
    "investment_over_time",
    "key_findings",
    "models",
    "positions",
    "ranked_places",
    "share_of_world",
    "supercomputers",
    "techniques",
    "top_cited",
    "two_offices",
    "users",
]
