"""What a reader loads: pages, their style sheets and scripts; fonts come once, 16 kB a face.

What is loaded on use alone is counted apart: drawings for narrow windows, names of datasets.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.conftest import Built

pytestmark = pytest.mark.book

LINKED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"?]+)')
CHAPTERS = ("overview", "patents", "copyright", "talent", "claims", "sources")
PAGES = ("index", *(f"chapters/{name}" for name in CHAPTERS))
# Eighteen figures, each with all its rows.
HEAVY = {"chapters/ai": 495_000}
LIMITS = {**dict.fromkeys(PAGES, 410_000), **HEAVY}


def loaded(page: Path) -> list[bytes]:
    """The page, and what it links."""
    text = page.read_text(encoding="utf-8")
    return [text.encode(), *((page.parent / each).read_bytes() for each in LINKED.findall(text))]


@pytest.mark.parametrize("name", LIMITS)
def test_a_page_is_light(name: str, default_book: Built) -> None:
    parts = loaded(default_book.pages / f"{name}.html")

    assert len(parts) >= 4
    assert sum(map(len, parts)) <= LIMITS[name]
    assert sum(len(gzip.compress(part)) for part in parts) <= 95_000


def test_the_style_sheets_are_small(default_book: Built) -> None:
    sheets = [*(default_book.pages / "_static").glob("*.css")]

    assert "report.css" in {sheet.name for sheet in sheets}
    assert sum(sheet.stat().st_size for sheet in sheets) <= 45_500


def test_drawings_for_phones_are_smaller_than_the_page(default_book: Built) -> None:
    assert (default_book.pages / "narrow/chapters/ai.js").stat().st_size <= 165_000
