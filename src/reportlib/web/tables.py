"""Turn an exhibit's rows into a docutils table."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from docutils.utils import column_width

from reportlib.base.payload import Column, Payload, Row
from reportlib.web.prose import inline_nodes

NUMERIC_CLASS = "num"
STRONG_CLASS = "strong"
LEAD_CLASS = "foremost"
SHORT_CLASS = "short"
SHORT = 12  # letters of a date or a code, which stays in one piece
LONG_CLASS = "long"
LONG = 40  # letters of a text that a narrow window must not squeeze to a word a line
NARROWEST, WIDEST = 6, 40  # letters


def data_table(
    payload: Payload,
    docname: str,
    rows: nodes.Element | None = None,
    header: nodes.Element | None = None,
) -> nodes.table:
    """The exhibit's rows under their header; without a title, so without a number.

    Args:
        rows: what stands for them all; by default each is a node with its cells.
        header: what stands for the header, likewise.
    """
    group = nodes.tgroup(cols=len(payload.columns))
    for at, column in enumerate(payload.columns):
        cells = [column.title, *(row.cells[at].text for row in payload.rows)]
        group += _specification(column, cells, first=not at)
    group += nodes.thead("", _header(payload.columns) if header is None else header)
    made = (_row(row, payload.columns, docname) for row in payload.rows)
    group += nodes.tbody("", *(made if rows is None else [rows]))
    return nodes.table("", group, classes=["data"])


def _specification(column: Column, cells: Sequence[str], *, first: bool) -> nodes.colspec:
    """How wide the column is in letters, and whether it names the rows.

    Sphinx's text builder takes the width at its word, and never returns from a column
    that a Chinese character does not fit into. A first column of words is read out before
    each of its row's cells.
    """
    widest = max(column_width(text) for text in cells)
    specification = nodes.colspec(colwidth=min(max(widest, NARROWEST), WIDEST))
    if is_stub(column, first=first):
        specification["stub"] = 1
    return specification


def is_stub(column: Column, *, first: bool) -> bool:
    """Whether a column names the rows."""
    return first and not column.numeric


def header_words(column: Column) -> str:
    """The title of a column, and its unit in brackets."""
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _header(columns: Sequence[Column]) -> nodes.row:
    row = nodes.row()
    for column in columns:
        title = nodes.paragraph("", "", nodes.Text(column.title))
        if column.unit:
            title += nodes.Text(" ")
            title += nodes.inline("", "", nodes.Text(f"({column.unit})"), classes=["unit"])
        row += nodes.entry("", title, classes=_column_classes(column))
    return row


def _row(row: Row, columns: Sequence[Column], docname: str) -> nodes.row:
    cells = (
        nodes.entry(
            "",
            nodes.paragraph("", "", *inline_nodes((piece,), docname)),
            classes=cell_classes(column, piece.text),
        )
        for piece, column in zip(row.cells, columns, strict=True)
    )
    made = nodes.row("", *cells, classes=[STRONG_CLASS] if row.strong else [], key=row.key)
    if row.target:
        made["names"].append(row.target)
        made["ids"].append(row.target)
    return made


def _column_classes(column: Column) -> list[str]:
    return [NUMERIC_CLASS] if column.numeric else []


def cell_classes(column: Column, text: str) -> list[str]:
    """The classes of a cell of this text below the header."""
    lead = [LEAD_CLASS] if column.lead else []
    if column.numeric:
        return [*lead, NUMERIC_CLASS]
    if len(text) > LONG:
        return [*lead, LONG_CLASS]
    return [*lead, SHORT_CLASS] if len(text) <= SHORT and " " not in text else lead
