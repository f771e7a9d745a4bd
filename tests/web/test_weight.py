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
CHAPTERS = ("overview", "patents", "copyright", "ai", "talent", "claims", "sources")
PAGES = ("index", *(f"chapters/{name}" for name in CHAPTERS))
LIGHT = 400_000
ON_USE = ("reading.js", "picture.js", "find.js")


def loaded(page: Path) -> list[bytes]:
    """The page, and what it links."""
    text = page.read_text(encoding="utf-8")
    return [text.encode(), *((page.parent / each).read_bytes() for each in LINKED.findall(text))]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(name: str, default_book: Built) -> None:
    parts = loaded(default_book.pages / f"{name}.html")

    assert len(parts) >= 4
    assert sum(map(len, parts)) <= LIGHT
    assert sum(len(gzip.compress(part)) for part in parts) <= 95_000


def test_the_scripts_are_small(default_book: Built) -> None:
    static = default_book.pages / "_static"
    at_start, on_use = (
        [(static / name).stat().st_size for name in names]
        for names in (("theme.js", "report.js"), ON_USE)
    )

    assert sum(at_start) <= 20_000
    assert max(on_use) <= 12_000
    assert sum(at_start) + sum(on_use) <= 40_000


def test_the_style_sheets_are_small(default_book: Built) -> None:
    sheets = [*(default_book.pages / "_static").glob("*.css")]

    assert "report.css" in {sheet.name for sheet in sheets}
    assert sum(sheet.stat().st_size for sheet in sheets) <= 45_500


def test_drawings_for_phones_are_smaller_than_the_page(default_book: Built) -> None:
    assert (default_book.pages / "narrow/chapters/ai.js").stat().st_size <= 165_000
