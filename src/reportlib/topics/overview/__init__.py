"""The exhibits of the overview: one economy's profile."""

from __future__ import annotations

from reportlib.topics.overview.rights import designs, ip_trade, trade_headline, trademarks
from reportlib.topics.overview.standing import profile, strengths
from reportlib.topics.overview.summary import message

__all__ = ["designs", "ip_trade", "message", "profile", "strengths", "trade_headline", "trademarks"]
