"""Systems and institutions of intellectual property: since when, for what and for whom."""

from __future__ import annotations

from reportlib.topics.systems.agreements import registration, treaties
from reportlib.topics.systems.events import milestones, undated
from reportlib.topics.systems.networks import centres
from reportlib.topics.systems.offers import platforms

__all__ = [
    "centres",
    "milestones",
    "platforms",
    "registration",
    "treaties",
    "undated",
]
