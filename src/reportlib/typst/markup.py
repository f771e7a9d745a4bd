"""Typst code for strings and formulas: the only place where text meets code.

The writer makes one big expression, never Typst markup. A text is a string literal in
it, so whatever stands in data, captions and names is printed and cannot be run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import tex2typst

REPLACEMENT = "\ufffd"
# What no font shows, and what would turn the direction of the text that follows.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
SPACES = re.compile(r"[ \t\r\n\f\v]+")
# A string, an escaped character, or any other character of a formula in Typst.
MATH_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[^"\\]', re.DOTALL)


class FormulaError(ValueError):
    """A formula that cannot be printed; says why."""


def string(text: str) -> str:
    """A string literal that prints the text as it is."""
    return f'"{printable(text).translate(ESCAPES)}"'


def printable(text: str) -> str:
    """The text with a visible sign in place of what cannot or must not be printed."""
    return UNPRINTABLE.sub(REPLACEMENT, text.replace("\r\n", "\n"))


def running(text: str) -> str:
    """The text of a paragraph: line ends and runs of spaces are one space."""
    return SPACES.sub(" ", text)


def strings(texts: Iterable[str]) -> str:
    """An array of string literals; the comma keeps one of them an array."""
    return "(" + "".join(f"{string(text)}, " for text in texts) + ")"


def maybe(text: str | None) -> str:
    """A string literal, or ``none``."""
    return "none" if text is None else string(text)


def formula(tex: str) -> str:
    """A formula in Typst's notation, without its dollar signs.

    The converter passes texts through as they are: a quotation mark in one would
    end the string, and what follows would be code.

    Raises:
        FormulaError: the formula is no TeX that the converter knows.
    """
    try:
        code: str = tex2typst.tex2typst(printable(tex).replace('"', "\u201d").strip())
    except ValueError as error:
        reason = str(error).partition("\n")[0].removeprefix("Conversion failed: ")
        raise FormulaError(reason) from error
    pieces = MATH_PIECE.findall(code)
    if "".join(pieces) != code or {"#", "$"} & set(pieces):
        raise FormulaError("it holds signs that have no place in a formula (# or $)")
    return code
