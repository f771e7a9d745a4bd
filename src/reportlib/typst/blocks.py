"""Headings, paragraphs, lists, boxes and quotations."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.locale import admonitionlabels

from reportlib.typst.calls import LONG, Calls, ancestors, called, classed, nothing, skipped
from reportlib.typst.inline import unlabelled
from reportlib.typst.markup import maybe, string, strings
from reportlib.typst.numbers import figure_label, section_number
from reportlib.typst.tables import is_turned

LOWER_ROLES = ("section", "subsection", "minor")
NUMBERINGS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
TABLE_VIEW, TILES = "exhibit-data", "tiles"
# Containers that stay in one piece, with the letters at most; a drawing takes its part of a page.
KEPT = {"notes": LONG, "findings": LONG, "exhibit-figure": LONG - 1000}
CELLS = ("cell_code", "cell_code_output")  # of a notebook: nothing on paper
TIGHT_PARENTS = (nodes.list_item, nodes.entry, nodes.definition, nodes.field_body)
# A notebook's cell that a page folds: which of its parts paper leaves out.
HIDDEN = {
    "cell_code_source": ("input", "all", "input+output"),
    "cell_code_output": ("output", "all", "input+output"),
}


class Blocks(Calls):
    """What stands between paragraphs."""

    visit_document = depart_document = nothing
    visit_compound = depart_compound = nothing
    visit_glossary = depart_glossary = nothing
    visit_hlist = depart_hlist = nothing
    visit_hlistcol = depart_hlistcol = nothing
    visit_definition = depart_definition = nothing
    visit_toctree = skipped  # the documents in it follow by themselves
    visit_highlightlang = visit_tabular_col_spec = visit_decoration = skipped
    visit_docinfo = skipped

    visit_rubric, depart_rubric = classed("rubric")
    visit_centered, depart_centered = classed("centered")
    visit_subtitle, depart_subtitle = classed("subtitle")
    visit_attribution, depart_attribution = classed("attribution")
    visit_topic, depart_topic = classed("topic")
    visit_sidebar, depart_sidebar = classed("sidebar")

    def visit_section(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Go one level down."""
        self.depth += 1

    def depart_section(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Come back up."""
        self.depth -= 1

    def visit_title(self, node: nodes.Element) -> None:
        """Write a heading with Sphinx's number, or the title of what is no section."""
        section = node.parent
        if not isinstance(section, nodes.section):
            self.add(f"t.container({strings(['rubric'])}, {self.code(node.children)})")
            raise nodes.SkipNode
        keys = self.keys(section)
        if self.depth == 1 and self.docname not in self.builder.anchors:
            self.builder.anchors.add(self.docname)
            keys.append(self.docname)
        below = self.nesting + self.depth - 1  # how far below a chapter's heading
        role = (self.role, *LOWER_ROLES)[min(below, len(LOWER_ROLES))]
        number = section_number(self.builder.env, self.docname, section)
        self.add(
            f"t.head({string(role)}, {self.level + below}, {maybe(number)}, "
            f"{strings(keys)}, {self.code(node.children)})"
        )
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Open a paragraph; alone in an item or a cell its text stands by itself."""
        if not _stands_alone(node):
            led = ["leading-in"] if _leads_in(node) else []
            self.open("t.paragraph", strings([*led, *node["classes"]]))

    def depart_paragraph(self, node: nodes.Element) -> None:
        """Close a paragraph."""
        if not _stands_alone(node):
            self.close()

    def visit_container(self, node: nodes.Element) -> None:
        """Open what the template knows by its classes."""
        hidden = HIDDEN.get(node.get("nb_element", ""), ())
        if hidden and node.parent.get("hide_mode") in hidden:
            raise nodes.SkipNode
        if node.get("nb_element") in CELLS:
            return
        if TABLE_VIEW in node["classes"]:
            self._move_to_appendix(node)
            raise nodes.SkipNode
        if TILES in node["classes"]:
            self.add(f"t.tiles(({''.join(f'{self.code(each.children)}, ' for each in node)}))")
            raise nodes.SkipNode
        tables = (each for each in node.findall(nodes.table) if not _in_view(each))
        if self.turned is None and any(map(is_turned, tables)):
            self.turned = node  # with what stands above and below the table
            self.open("t.turned", strings(node["classes"]))
        else:
            last = ["before-last"] if _is_before_last(node) else []
            self.open("t.container", strings([*last, *_by_length(node)]))

    def _move_to_appendix(self, node: nodes.Element) -> None:
        """Keep a folded table view for the end of the book, where it is asked for."""
        if self.builder.config.typst_appendix_data:
            figure = nodes.figure(ids=[node.get("label", "")])
            name = figure_label(self.builder.env, self.docname, "figure", figure)
            self.view = (name, node.get("title", ""))
            self.builder.appendix.append(self.code(node.children))
            self.view = None

    def depart_container(self, node: nodes.Element) -> None:
        """Close it."""
        if node.get("nb_element") in CELLS:
            return
        self.turned = None if self.turned is node else self.turned
        self.close()

    def visit_caption(self, node: nodes.Element) -> None:
        """Write the caption of a listing; a figure writes its own."""
        label = figure_label(self.builder.env, self.docname, "code-block", node.parent)
        self.open("t.container", strings(["rubric"]))
        if label:
            self.add(f"strong({string(label)})")
            self.add('" "')

    def depart_caption(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Close it."""
        self.close()

    def visit_Admonition(self, node: nodes.Element) -> None:  # noqa: N802 - the class's name
        """Write a box with its title; the template chooses the colour by the kind."""
        content = list(node.children)
        title = string(str(admonitionlabels.get(node.tagname, node.tagname.capitalize())))
        if content and isinstance(content[0], nodes.title):
            title = self.code(content.pop(0).children)
        kinds = strings([node.tagname, *node["classes"]])
        self.add(f"t.admonition({kinds}, {title}, {self.code(content)})")
        raise nodes.SkipNode

    def visit_block_quote(self, node: nodes.Element) -> None:
        """Write a quotation and who said it."""
        said = [each for each in node.children if not isinstance(each, nodes.attribution)]
        by = [each for each in node.children if isinstance(each, nodes.attribution)]
        source = self.code(by[0].children) if by else "none"
        self.add(f"t.quotation({strings(node['classes'])}, {source}, {self.code(said)})")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Write code, or what a program said."""
        language = string(node.get("language", ""))
        self.add(f"t.code-block({language}, {self.literal(node.astext())})")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    visit_line_block, depart_line_block = called("t.lines")
    visit_line = nothing

    def depart_line(self, node: nodes.Element) -> None:  # noqa: ARG002
        """End a line."""
        self.add("linebreak()")

    def visit_transition(self, node: nodes.Element) -> None:
        """Write a break between paragraphs; MyST's before the footnotes parts nothing here."""
        if "footnotes" not in node["classes"]:
            self.add("t.transition()")
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.Element) -> None:
        """Write an entry of the reference list."""
        label = node.next_node(nodes.label)
        name = self.literal(label.astext() if label is not None else "")
        keys = strings(self.keys(node))
        following = node.next_node(nodes.citation, descend=False, siblings=True)
        # The last but one takes the last along: none stands alone on a page.
        sticky = following is not None and following is node.parent[-1]
        self.add(f"t.entry({keys}, {name}, {_truth(sticky)}, {self.code(unlabelled(node))})")
        raise nodes.SkipNode

    # Lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Write a list."""
        self.add(f"t.items(list(tight: {_is_tight(node)}, {self._items(node)}))")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Write a list with the kind of numbers that its source has."""
        kind = NUMBERINGS.get(node.get("enumtype", ""), "1")
        pattern = string(f"{node.get('prefix') or ''}{kind}{node.get('suffix') or '.'}")
        start = f"start: {int(node.get('start', 1))}"
        self.add(
            f"t.items(enum({start}, numbering: {pattern}, "
            f"tight: {_is_tight(node)}, {self._items(node)}))"
        )
        raise nodes.SkipNode

    def _items(self, node: nodes.Element) -> str:
        items = (each for each in node.children if isinstance(each, nodes.list_item))
        return "".join(f"{self.anchored(item, item.children)}, " for item in items)

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Write terms and what they mean."""
        self._definitions(node, (self._definition(each) for each in _elements(node)))

    def _definition(self, item: nodes.Element) -> str:
        meanings = [each for each in item.children if isinstance(each, nodes.definition)]
        terms = [each for each in item.children if not isinstance(each, nodes.definition)]
        return self._pair(item, terms, [part for each in meanings for part in each.children])

    def visit_term(self, node: nodes.Element) -> None:
        """Part it from another term of the same meaning."""
        before = node.parent[: node.parent.index(node)]
        if any(isinstance(each, nodes.term) for each in before):
            self.add('", "')

    depart_term = nothing

    def visit_field_list(self, node: nodes.Element) -> None:
        """Write fields as terms and what they mean."""
        fields = (self._pair(each, each[0].children, each[1].children) for each in _elements(node))
        self._definitions(node, fields)

    def visit_option_list(self, node: nodes.Element) -> None:
        """Write a program's options as terms and what they mean."""
        options = (
            self._pair(each, [nodes.literal("", each[0].astext())], each[1].children)
            for each in _elements(node)
        )
        self._definitions(node, options)

    def _pair(
        self, item: nodes.Element, term: Iterable[nodes.Node], meaning: Iterable[nodes.Node]
    ) -> str:
        return f"({self.anchored(item, term)}, {self.code(meaning)}), "

    def _definitions(self, node: nodes.Element, pairs: Iterable[str]) -> None:
        self.add(f"t.definitions({strings(node['classes'])}, ({''.join(pairs)}))")
        raise nodes.SkipNode

    # Descriptions of programs

    visit_desc = depart_desc = nothing
    visit_desc_signature, depart_desc_signature = classed("signature")
    visit_desc_content, depart_desc_content = classed("signature-content")
    visit_desc_inline = depart_desc_inline = nothing
    visit_desc_addname = depart_desc_addname = nothing
    visit_desc_annotation = depart_desc_annotation = nothing
    visit_desc_type = depart_desc_type = nothing
    visit_desc_parameter = nothing
    visit_desc_signature_line = nothing

    def depart_desc_signature_line(self, node: nodes.Element) -> None:  # noqa: ARG002
        """End a line of a signature."""
        self.add("linebreak()")

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Open the list of parameters."""
        self.add('"("')

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Close the list of parameters."""
        self.add('")"')

    def depart_desc_parameter(self, node: nodes.Element) -> None:
        """Part a parameter from the next."""
        if node.parent[-1] is not node:
            self.add('", "')

    def visit_desc_returns(self, node: nodes.Element) -> None:  # noqa: ARG002
        """Write an arrow before what is returned."""
        self.add('" -> "')

    depart_desc_returns = nothing


def _by_length(node: nodes.Element) -> list[str]:
    """The classes of a container; of one that might not fit on a page, those of a long one."""
    length = len(node.astext())
    return [f"long-{each}" if length > KEPT.get(each, length) else each for each in node["classes"]]


def _is_before_last(node: nodes.Element) -> bool:
    """Whether a container without others in it is followed by a document's last paragraph alone.

    On a page of its own that paragraph would be a line or two.
    """
    if not node["classes"] or node.next_node(nodes.container) is not None:
        return False
    after = _following(node)
    return isinstance(after, nodes.paragraph) and _following(after) is None


def _leads_in(node: nodes.Element) -> bool:
    """Whether a paragraph stands between a heading and an exhibit, and alone would say little."""
    section: nodes.Element = node.parent
    return isinstance(section[section.index(node) - 1], nodes.title) and isinstance(
        _following(node), nodes.container
    )


def _following(node: nodes.Node) -> nodes.Node | None:
    """The next node that is printed, not inside of this one."""
    found = node.next_node(descend=False, siblings=True, ascend=True)
    while isinstance(found, nodes.Invisible):
        found = found.next_node(descend=False, siblings=True, ascend=True)
    return found


def _in_view(table: nodes.Element) -> bool:
    return any(TABLE_VIEW in each.get("classes", ()) for each in ancestors(table))


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [each for each in node.children if isinstance(each, nodes.Element)]


def _stands_alone(node: nodes.Element) -> bool:
    parent = node.parent
    return isinstance(parent, TIGHT_PARENTS) and len(parent) == 1 and not node["classes"]


def _is_tight(node: nodes.Element) -> str:
    """Whether a list has only short items, as Typst writes a truth."""
    return _truth(all(len(item) == 1 for item in _elements(node)))


def _truth(value: bool) -> str:
    return str(value).lower()
