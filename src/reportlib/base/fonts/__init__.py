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
    """The same for the web."""
    return tuple(sorted({*FONT_FOLDER.glob("*.woff2")} - {*core_fonts()}))


def core_fonts() -> tuple[Path, ...]:
    """The letters that nearly every web page does with: it loads a whole face for others alone."""
    return tuple(sorted(FONT_FOLDER.glob("*-Core.woff2")))
