"""Part the statements of a document into those that stay and those that may float.

Below a heading all stays in the order of the source up to the first exhibit. Of what follows in
the section each exhibit, with what belongs to it, and each text is a part that may be moved: the
template puts them in the order that leaves few pages half empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from reportlib.typst.fitting import MOST_PARTS
from reportlib.typst.markup import string

FIGURE, TABLE, TEXT, STAYS = "figure", "table", "text", ""
HEADING, ANCHOR, PAGE = "t.head(", "t.anchor(", "t.turned("
EXHIBIT = 't.container(("exhibit", '
TEXTS = ("t.paragraph((), ", "t.items(")

Part = tuple[str, list[str]]  # its kind and its lines


def arranged(docname: str, lines: Iterable[str]) -> list[str]:
    """The lines of a document, those of parts that may be moved as calls of the template."""
    made: list[str] = []
    for number, members in groupby(_in_sections(lines), key=itemgetter(0)):
        staying, parts = _parted([statement for _, statement in members])
        made += staying
        kinds = {kind for kind, _ in parts}
        if FIGURE in kinds and len(kinds) > 1 and len(parts) <= MOST_PARTS:
            made.append(_call(f"{docname}/{number}", parts))
        else:
            made += [line for _, part in parts for line in part]
    return made


def _call(key: str, parts: Sequence[Part]) -> str:
    given = "".join("\n".join([f"({string(kind)}, {{[]", *part, "}),\n"]) for kind, part in parts)
    return f"t.arranged({string(key)}, (\n{given}))"


def _in_sections(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Each statement with the number of its section."""
    number = 0
    for statement in _statements(lines):
        number += statement[-1].startswith(HEADING)
        yield number, statement


def _statements(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each statement, with the anchors before it."""
    found: list[str] = []
    depth = 0
    for line in lines:
        found.append(line)
        depth += line.endswith("{[]")
        depth -= line == "})"
        if not depth and not line.startswith(ANCHOR):
            yield found
            found = []
    if found:
        yield found


def _parted(statements: Sequence[list[str]]) -> tuple[list[str], list[Part]]:
    """What stays below the heading, and the parts that may be moved."""
    staying: list[str] = []
    parts: list[Part] = []
    begun = False
    movable = not any(line.startswith(PAGE) for each in statements for line in each)
    for statement in statements:
        kind = _kind(statement)
        if begun and movable and kind:
            parts.append((kind, list(statement)))
        else:
            (parts[-1][1] if parts else staying).extend(statement)
        begun = begun or kind in (FIGURE, TABLE)
    return staying, parts


def _kind(statement: Sequence[str]) -> str:
    """Whether it is a part by itself, and which; what is not belongs to the one before."""
    first = next((line for line in statement if not line.startswith(ANCHOR)), "")
    if first.startswith(EXHIBIT):
        return FIGURE if any(line.startswith("t.exhibit-figure(") for line in statement) else TABLE
    return TEXT if first.startswith(TEXTS) else STAYS
