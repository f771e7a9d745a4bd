"""How far the pages of a PDF are filled: `python -m tests.build.filling BOOK.pdf`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pymupdf

HEAD, FOOT = 56, 50  # points of a page above and below its text
SPACE = 36  # points; more of them without anything are empty
LOW = 0.75


def fillings(book: Path) -> list[float]:
    """For each page the part of its text's room that holds something, from 0 to 1."""
    library: Any = pymupdf  # it carries no types
    with library.open(book) as pdf:
        return [_filling(page) for page in pdf]


def low_pages(book: Path) -> list[int]:
    """The numbers of the pages that are filled less than three quarters, without the first two."""
    return [at for at, part in enumerate(fillings(book), start=1) if at > 2 and part < LOW]


def _filling(page: Any) -> float:
    top, bottom = float(page.rect.y0) + HEAD, float(page.rect.y1) - FOOT
    taken, end = 0.0, top
    for first, last in sorted(_extents(page)):
        first, last = max(first, top), min(last, bottom)
        if last > end and first < bottom:
            taken += last - (first if first - end > SPACE else end)
            end = last
    return taken / (bottom - top)


def _extents(page: Any) -> Iterator[tuple[float, float]]:
    yield from ((block[1], block[3]) for block in page.get_text("blocks"))
    yield from ((each["rect"].y0, each["rect"].y1) for each in page.get_drawings())
    yield from ((each["bbox"][1], each["bbox"][3]) for each in page.get_image_info())


def main(books: Iterable[str]) -> None:
    """Print the number of pages of each book, and the pages that are filled little."""
    for book in books:
        parts = fillings(Path(book))
        low = ", ".join(f"{at} ({parts[at - 1]:.2f})" for at in low_pages(Path(book)))
        print(f"{book}: {len(parts)} pages; below {LOW:.0%}: {low or 'none'}")


if __name__ == "__main__":
    main(sys.argv[1:])
