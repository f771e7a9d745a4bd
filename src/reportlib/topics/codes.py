"""The codes of this book's datasets, in words."""

from __future__ import annotations

_CODE_WORDS = {
    "ai": "AI",
    "fte": "FTE",
    "gdp": "GDP",
    "gerd": "R&D expenditure",
    "hightech": "high-technology",
    "ict": "ICT",
    "ip": "IP",
    "nonresident": "non-resident",
    "pct": "PCT",
    "usd": "US dollars",
    "wipo": "WIPO",
}


def say_code(code: str) -> str:
    """A code of a dataset in words: ``share_of_gdp`` as ``share of GDP``."""
    return " ".join(_CODE_WORDS.get(word, word) for word in code.split("_"))
