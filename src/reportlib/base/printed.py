"""Texts from outside on their way to a terminal: short, and without commands to it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

MOST = 2_000
"""Characters of one message; what comes after says nothing that the beginning did not."""


def printable(text: str, most: int = MOST) -> str:
    """The text with every control character written out, cut where it is too long."""
    cut = text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"
    return "".join(
        each if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs") else _written(each)
        for each in cut
    )


def shown(path: Path) -> str:
    """A path as a person would type it from here."""
    try:
        return printable(str(path.relative_to(Path.cwd())))
    except ValueError:
        return printable(str(path))


def _written(character: str) -> str:
    return character.encode("unicode_escape").decode()


def in_short(problem: str) -> str:
    """The first line of what is said of a problem, with the next where that one only leads in."""
    first, _, rest = problem.partition("\n")
    return f"{first} {rest.partition(chr(10))[0].strip()}" if first.endswith(":") else first
