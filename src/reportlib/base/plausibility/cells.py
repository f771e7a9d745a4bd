"""Text cells that a spreadsheet, a browser or a compiler of the book would take for code.

The book escapes whatever it prints; these are refused all the same, because datasets are also
handed out, and opened elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from reportlib.base.exports import FORMULA
from reportlib.base.plausibility.tables import Table

_REFUSED = {
    "a spreadsheet formula": FORMULA,
    "HTML markup": re.compile(r".*?<[/!?]?[A-Za-z]|.*?<!--", re.DOTALL),
    "MyST markup": re.compile(
        r".*?\{[\w:+-]+\}`|.*?(```|~~~|:::)|.*?\{\{|.*?\]\(\s*[a-z]+:", re.DOTALL | re.IGNORECASE
    ),
    "Typst markup": re.compile(
        r".*?#[A-Za-z_][\w.-]*\s*[(\[{]|.*?#(let|set|show|import|include)\b", re.DOTALL
    ),
}
# Marks that turn the direction of the text around them: what is read is not what is there.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LONGEST = 40


def unsafe_cells(table: Table) -> Iterator[str]:
    """Faults of text cells, each with row, column, what was found and what is expected."""
    columns = [name for name in table.texts if any(map(_found, _different(table, name)))]
    for row in table.rows:
        for column in columns:
            text = str(row.cells[column])
            for name in _found(text):
                yield (
                    f"{table.manifest.data_file}: row {row.number}, column {column}: "
                    f"{_quoted(text)} holds {name}; expected plain text. "
                    f"Correct the script that wrote the file."
                )


def _different(table: Table, column: str) -> set[str]:
    return {str(row.cells[column]) for row in table.rows}


@cache
def _found(text: str) -> tuple[str, ...]:
    found = [name for name, pattern in _REFUSED.items() if pattern.match(text)]
    if any(unicodedata.category(letter) == "Cc" for letter in set(text) - set("\n\t\r")):
        found.append("a control character")
    if _TURNING & set(text):
        found.append("a mark that turns the direction of text")
    return tuple(found)


def _quoted(text: str) -> str:
    return ascii(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
