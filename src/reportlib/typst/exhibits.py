"""Figures, images and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from reportlib.typst import tables
from reportlib.typst.calls import LONG, Calls, ancestors, classed
from reportlib.typst.drawings import DrawingError
from reportlib.typst.markup import maybe, running, string, strings
from reportlib.typst.numbers import figure_label

LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|mm|cm|in|em|%)?")
PIXEL = 0.75  # points
SHORT_CAPTION = "short-caption"  # attribute of a figure or table: its words in a list


class Exhibits(Calls):
    """What has a caption and a number."""

    visit_legend, depart_legend = classed("legend")

    def visit_figure(self, node: nodes.Element) -> None:
        """Write what is drawn, its label and caption, and what stands below it."""
        captions = [each for each in node.children if isinstance(each, nodes.caption)]
        legends = [each for each in node.children if isinstance(each, nodes.legend)]
        drawn = [
            each for each in node.children if not isinstance(each, nodes.caption | nodes.legend)
        ]
        label = figure_label(self.builder.env, self.docname, "figure", node)
        # One with an image lets that speak; another would be silent to a screen reader.
        alt = None if node.next_node(nodes.image) is not None else running(node.astext())
        self.add(
            f"t.exhibit-figure({strings(self.keys(node))}, {maybe(label)}, "
            f"{self._caption(node, captions)}, "
            f"{maybe(alt)}, {self.code(drawn)}, "
            f"{self.code(part for each in legends for part in each.children)})"
        )
        raise nodes.SkipNode

    def visit_image(self, node: nodes.Element) -> None:
        """Write an image; without a description it would be a gap to some readers."""
        alt = node.get("alt")
        captions = [
            found.astext()
            for each in ancestors(node)
            if isinstance(each, nodes.figure)
            for found in each.findall(nodes.caption)
        ]
        if alt is None and not captions:
            self.problem(node, f"the image {node['uri']} has no alternative text.")
            raise nodes.SkipNode
        try:
            name, own = self.builder.copy_image(node["uri"], self.docname)
        except DrawingError as error:
            self.problem(node, f"the image {node['uri']} cannot be printed: {error}.")
            raise nodes.SkipNode from error
        kind = "inline" if isinstance(node.parent, nodes.paragraph | nodes.inline) else "block"
        text = string(running(captions[0] if alt is None else alt))
        natural = "none" if own is None else f"{own:g}pt"
        self.add(f"t.picture({string(kind)}, {string(name)}, {text}, {_width(node)}, {natural})")
        raise nodes.SkipNode

    def visit_table(self, node: nodes.Element) -> None:
        """Write a table; one too wide for any page in parts, each with the first column."""
        group = next(each for each in node.children if isinstance(each, nodes.tgroup))
        specifications = [each for each in group.children if isinstance(each, nodes.colspec)]
        count = len(specifications)
        header = tables.rows_of(_part(group, nodes.thead), count)
        body = tables.with_units(header, tables.rows_of(_part(group, nodes.tbody), count))
        columns = tables.columns_of(header, body, count)
        looked_up = tables.is_looked_up(node)
        beside = looked_up and tables.fit_beside(header, body, columns)
        shown = tables.shown(body, columns, self.builder.config.typst_fold_rows, looked_up)
        columns = tables.columns_of(header, shown, count)
        stubs = sum(1 for each in specifications if each.get("stub"))
        folded = len(body) - len(shown)
        label = figure_label(self.builder.env, self.docname, "table", node)
        heading = self._table_heading(node, label, body[len(shown) :])
        if header and (beside or not shown or tables.are_cards(node)):
            self._cards(heading, header[-1], shown, columns, folded, beside=beside)
            raise nodes.SkipNode
        for chosen in tables.parts(columns, [*header, *shown]):
            part = [columns[at] for at in chosen]
            heads, rows = tables.only(header, chosen), tables.only(shown, chosen)
            fit = tables.layout(part)
            fit = "small" if looked_up and fit == "normal" else fit
            self._table_part(heading, part, heads, rows, stubs, folded, fit)
            name = self.view[0] if self.view else label
            heading = {"above": f"t.data-title({maybe(name)}, t.words.continued)"}
        raise nodes.SkipNode

    def _caption(self, node: nodes.Element, found: Sequence[nodes.Element]) -> str:
        """A caption, and what of it the list of figures or tables takes, if that is less."""
        if not found:
            return "none"
        full, short = self.code(found[0].children), node.get(SHORT_CAPTION)
        return f"t.captioned({self.literal(short)}, {full})" if short else full

    def _table_heading(
        self, node: nodes.Element, label: str | None, left_out: list[list[tables.Cell]]
    ) -> dict[str, str]:
        """What a table begins with; links to rows that are left out lead here."""
        lost = [each for row in left_out for cell in row for each in (cell.node.parent, cell.node)]
        keys = [key for each in (node, *lost) for key in self.keys(each)]
        titles = [each for each in node.children if isinstance(each, nodes.title)]
        above = "none"
        if self.view:
            above = f"t.data-title({maybe(self.view[0])}, {string(self.view[1])})"
        return {
            "keys": strings(keys),
            "label": maybe(label),
            "caption": self._caption(node, titles),
            "above": above,
            "classes": strings(node["classes"]),
        }

    def _cards(
        self,
        heading: dict[str, str],
        header: list[tables.Cell],
        body: list[list[tables.Cell]],
        columns: list[tables.Column],
        folded: int,
        *,
        beside: bool,
    ) -> None:
        """Write each row as a record: its first cell, a line of the short ones, the long ones."""
        names = {cell.column: self.code(cell.node.children) for cell in header}
        cards = "".join(f"{self._card(row, columns, names)},\n" for row in body)
        given = ", ".join(
            f"{name}: {heading[name]}" for name in ("keys", "label", "caption", "above")
        )
        across = "2" if beside else "1"
        self.add(f"t.record-list({given}, across: {across}, folded: {folded}, cards: (\n{cards}))")

    def _card(
        self, row: list[tables.Cell], columns: list[tables.Column], names: dict[int, str]
    ) -> str:
        facts: list[str] = []
        texts: list[str] = []
        for cell in row[1:]:
            if cell.text.strip(tables.DASHES):
                content = self.anchored(cell.node, cell.node.children)
                pair = f"({names.get(cell.column, '[]')}, {content}), "
                short = columns[cell.column].widest <= tables.FACT
                (facts if short else texts).append(pair)
        title = self.anchored(row[0].node, row[0].node.children)
        anchors = self.anchored(row[0].node.parent, ())
        long = "true" if sum(len(cell.text) for cell in row) > LONG else "false"
        return f"({long}, {anchors} + {title}, ({''.join(facts)}), ({''.join(texts)}))"

    def _table_part(
        self,
        heading: dict[str, str],
        columns: list[tables.Column],
        header: list[list[tables.Cell]],
        body: list[list[tables.Cell]],
        stubs: int,
        folded: int,
        fit: str,
    ) -> None:
        """Write the cells, how wide the columns are, and how all fits on a page."""
        room = tables.ROOM[fit]
        last = tables.closing(body, columns, room)
        arguments = {
            **heading,
            "fit": string(fit),
            "inside": str(self.turned is not None).lower(),
            "columns": f"({', '.join(tables.widths(columns, room))},)",
            "header-rows": str(len(header)),
            "lines": str(tables.height(body, columns, room)),
            "folded": str(folded),
            "header": self._cells(header, columns, 0, "header"),
            "body": self._cells(body[:-last] if last else body, columns, stubs, "body"),
            "closing": self._cells(body[-last:] if last else [], columns, stubs, "body"),
        }
        given = ",\n".join(f"{name}: {value}" for name, value in arguments.items())
        self.add(f"t.data-table({given})")

    def _cells(
        self,
        rows: list[list[tables.Cell]],
        columns: list[tables.Column],
        stubs: int,
        part: str,
    ) -> str:
        cells = [
            self._cell(
                cell,
                columns[cell.column],
                "stub" if part == "body" and cell.column < stubs else part,
                tables.is_tall(row),
            )
            for row in rows
            for cell in row
        ]
        return f"(\n{''.join(cells)})"

    def _cell(self, cell: tables.Cell, column: tables.Column, kind: str, tall: bool) -> str:
        node = cell.node
        classes = [*node["classes"], *node.parent["classes"]]
        content = self.anchored(node, node.children)
        if keys := self.anchors(node.parent):  # of the row; its first cell has them
            content = "\n".join(["{", *keys, content, "}"])
        own = cell.tail if column.numeric and kind != "header" else None
        alignment = tables.alignment(cell, column)
        if own is not None and alignment == "right":
            widest = dict(column.tails).get(cell.unit, own)
            if widest != own:
                content = f"t.aligned({_tail(own)}, {_tail(widest)}, {content})"
        spans = f"colspan: {cell.columns}, rowspan: {cell.rows}{', tall: true' if tall else ''}"
        return f"t.cell({string(kind)}, {strings(classes)}, {alignment}, {spans}, {content}),\n"


def _part(group: nodes.Element, kind: type[nodes.Element]) -> nodes.Element | None:
    return next((each for each in group.children if isinstance(each, kind)), None)


def _tail(tail: tables.Tail) -> str:
    """What is measured of a tail: its text, and its marks."""
    return f"({string(tail.text)}, {string(tail.marks)})"


def _width(node: nodes.Element) -> str:
    """The width that the source asks for, in Typst's units; a pixel is 3/4 of a point."""
    match = LENGTH.fullmatch(str(node.get("width", "")).strip())
    if not match:
        return "auto"
    number, unit = float(match[1]), match[2] or "px"
    return f"{number * PIXEL:g}pt" if unit == "px" else f"{number:g}{unit}"
