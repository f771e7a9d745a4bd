"""The fonts shipped with the book; README.md in this folder tells their origin."""

from __future__ import annotations

from pathlib import Path

FONT_FAMILY = "Report Sans"
CHINESE_FAMILY = "Report Sans SC"
FONT_FOLDER = Path(__file__).resolve().parent


def desktop_fonts() -> tuple[Path, ...]:
    """The files that matplotlib and Typst read."""
    return tuple(sorted((*FONT_FOLDER.glob("*.ttf"), *FONT_FOLDER.glob("*.otf"))))


def web_fonts() -> tuple[Path, ...]:
    """The files that a web page loads."""
    return tuple(sorted(FONT_FOLDER.glob("*.woff2")))
