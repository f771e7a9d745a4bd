"""The folded table under a figure: the rows behind the drawing.

While a page is read it is one empty node that names its exhibit. A web page gets the table's
frame and header as nodes, so that the theme writes them as it writes every table, and all
rows as one node that writes them itself: they were half of all nodes of a book, which every
transform walked over again. A test holds both ways of writing to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.base.payload import Column, Payload, Piece
from reportlib.web.actions import number_of
from reportlib.web.gathered import exhibit_on
from reportlib.web.nodes import (
    ANNEX_BUILDERS,
    NOTES_CLASS,
    PRINT_BUILDER,
    PRINT_CLASS,
    WEB_ALONE,
    WEB_BUILDERS,
    exhibit_data,
    folded,
    meaning,
    ready_rows,
    table_attributes,
)
from reportlib.web.prose import FLAGS_CLASS, NUMBER_CLASS
from reportlib.web.tables import (
    NUMERIC_CLASS,
    STRONG_CLASS,
    cell_classes,
    data_table,
    header_words,
    is_stub,
)
from reportlib.web.tips import behind_in_table


class ready_header(nodes.Element):  # noqa: N801 - docutils finds visitors by the class's name
    """The header of ``payload``, which also says what series of the drawing columns hold."""


class FillTableViews(SphinxPostTransform):
    """Put tables where the views are to be; take views and downloads out for builders without.

    Those are a book, a text, an EPUB, where nothing is folded. The builder of a PDF prints
    table views where it is asked to, and knows them by a class.
    """

    default_priority = 5  # after MyST-NB has chosen which form of an output to keep

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Fill or remove each view of the document, and each place for downloads."""
        builder = self.app.builder.name
        for view in list(self.document.findall(exhibit_data)):
            payload = exhibit_on(self.env, view["docname"], view["label"])
            if builder in WEB_BUILDERS:
                view["title"] = number_of(self.env, payload) or view["title"]
                view += web_table(payload, view["docname"], traced=builder in ANNEX_BUILDERS)
            elif builder == PRINT_BUILDER:
                view["classes"].append(PRINT_CLASS)
                view += data_table(payload, view["docname"])
            else:
                view.parent.remove(view)
        if builder not in WEB_BUILDERS:
            _unfold(self.document)


def _unfold(document: nodes.document) -> None:
    """Show what web pages fold away, and take out what stands for it there."""
    for kind in WEB_ALONE:
        for place in list(document.findall(kind)):
            place.parent.remove(place)
    for fold in list(document.findall(folded)):
        if isinstance(fold.parent, nodes.legend) or NOTES_CLASS not in fold["classes"]:
            for table in fold.findall(nodes.table):
                table["classes"] += fold["classes"]  # print may set it smaller
            at = fold.parent.index(fold)
            fold.parent[at : at + 1] = fold.children
        else:
            fold.replace_self(nodes.container("", *fold.children, classes=[NOTES_CLASS]))


def web_table(payload: Payload, docname: str, *, traced: bool) -> nodes.table:
    """The table with its rows in one; as nodes where one leads elsewhere, which Sphinx resolves."""
    titles = "\n".join(map(header_words, payload.columns))
    header = ready_header("", nodes.Text(titles), payload=payload)
    if any(row.target or any(map(_leads, row.cells)) for row in payload.rows):
        return data_table(payload, docname, header=header)
    rows = ready_rows("", nodes.Text(_words(payload)), payload=payload, traced=traced)
    return data_table(payload, docname, rows, header)


def _leads(piece: Piece) -> bool:
    return piece.kind == "reference"


def _words(payload: Payload) -> str:
    """What is to be found: each text by itself."""
    return "\n".join(
        word for row in payload.rows for piece in row.cells for word in (piece.text, piece.flags)
    )


def visit_ready_header(self: HTML5Translator, node: ready_header) -> None:
    """Write the header as the writer writes nodes."""
    payload: Payload = node["payload"]
    cells = [_head(self, column, first=not at) for at, column in enumerate(payload.columns)]
    self.body.append(f"<tr>{''.join(cells)}</tr>\n")
    raise nodes.SkipNode


def _head(writer: HTML5Translator, column: Column, *, first: bool) -> str:
    kind = " stub" if is_stub(column, first=first) else f" {NUMERIC_CLASS}" * column.numeric
    named = {"data-series": column.series, "data-panel": column.panel}
    marks = "".join(f' {key}="{writer.attval(text)}"' for key, text in named.items() if text)
    unit = f' <span class="unit">({writer.encode(column.unit)})</span>' if column.unit else ""
    return f'<th class="head{kind}"{marks}><p>{writer.encode(column.title)}{unit}</p></th>\n'


def visit_ready_rows(self: HTML5Translator, node: ready_rows) -> None:
    """Write every row as the writer writes nodes."""
    payload: Payload = node["payload"]
    ids: Iterator[str] = iter(node.get("ids_of_cells", ()))
    for row in payload.rows:
        classes = f' class="{STRONG_CLASS}"' if row.strong else ""
        key = f' data-key="{self.attval(row.key)}"' if row.key else ""
        self.body.append(f"<tr{classes}{key}>")
        for place, (piece, column) in enumerate(zip(row.cells, payload.columns, strict=True)):
            stub = is_stub(column, first=not place)
            number = _number(self, piece, ids, traced=node["traced"])
            self.body.append(_cell(piece, column, number, stub=stub))
        self.body.append("</tr>\n")
    raise nodes.SkipNode


def _cell(piece: Piece, column: Column, text: str, *, stub: bool) -> str:
    tag = "th" if stub else "td"
    classes = " ".join([*(["stub"] if stub else []), *cell_classes(column, piece.text)])
    opened = f'{tag} class="{classes}"' if classes else tag
    return f"<{opened}><p>{text}{_marks(piece.flags)}</p></{tag}>\n"


def _marks(flags: str) -> str:
    if not flags:
        return ""
    return f'<sup class="{FLAGS_CLASS}" title="{meaning(flags)}">{flags}</sup>'


def _number(writer: HTML5Translator, piece: Piece, ids: Iterator[str], *, traced: bool) -> str:
    """The text of a cell; a number with its attributes in the order of their names."""
    text: str = writer.encode(piece.text)
    if piece.kind != "number":
        return text
    behind = behind_in_table(piece.rows, piece.whole) if traced else ""
    marks = table_attributes(behind, piece.unit, piece.derivation)
    if not behind:
        marks = {"class": NUMBER_CLASS}
    tag = "span" if piece.value is None else "data"
    if piece.value is not None:
        marks["value"] = f"{piece.value:.15g}"
        if name := next(ids, ""):
            marks["id"] = name
    written = "".join(f' {name}="{writer.attval(marks[name])}"' for name in sorted(marks))
    return f"<{tag}{written}>{text}</{tag}>"
