"""Text, links, footnotes and formulas."""

from __future__ import annotations

import re

from docutils import nodes

from reportlib.typst.calls import Calls, ancestors, called, inside, nothing, skipped
from reportlib.typst.markup import FormulaError, formula, maybe, running, string, strings
from reportlib.typst.numbers import equation_number

LINKED = ("https://", "http://", "mailto:", "ftp://")
# Where a link inside the book opens, and where its page is named. Whether its target is
# printed shows at the end, and a text holds neither sign.
LINK, PAGE = "\x00{key}\x00", "\x01{key}\x01"
REFERENCES = {"std-numref", "std-ref"}  # classes of what names a figure, or a section
# In these an address is a link only: a footnote would break them up, or cannot stand there.
QUIET = (nodes.table, nodes.figure, nodes.title, nodes.caption, nodes.citation, nodes.term)
QUIET_CLASSES = {"source", "note", "notes"}
UNBROKEN = re.compile(r"\S{40}")  # no word, and wider than a column


class Inline(Calls):
    """What stands in a line."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - the node's name
        """Write a text; a line end is a space, and none stands before a note's sign."""
        text = running(node.astext())
        if "std-numref" in node.parent.get("classes", ()):
            text = text.replace(" ", "\u00a0")  # a figure and its number stay in a line
        after = node.next_node(descend=False, siblings=True)
        literal = self.literal(text.rstrip() if _is_note_sign(after) else text)
        self.add(f"t.long-words({literal})" if UNBROKEN.search(text) else literal)

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Nothing is left to write."""

    visit_emphasis, depart_emphasis = called("emph")
    visit_literal_emphasis, depart_literal_emphasis = called("emph")
    visit_title_reference, depart_title_reference = called("emph")
    visit_versionmodified, depart_versionmodified = called("emph")
    visit_classifier, depart_classifier = called("emph")
    visit_strong, depart_strong = called("strong")
    visit_literal_strong, depart_literal_strong = called("strong")
    visit_desc_name, depart_desc_name = called("strong")
    visit_superscript, depart_superscript = called("super")
    visit_subscript, depart_subscript = called("sub")
    visit_acronym = depart_acronym = nothing
    visit_generated = depart_generated = nothing
    visit_problematic = depart_problematic = nothing
    visit_manpage = depart_manpage = nothing
    visit_download_reference = depart_download_reference = nothing
    visit_target = depart_target = nothing  # its anchors are written already
    visit_index = visit_comment = visit_pending = visit_meta = skipped
    visit_substitution_definition = skipped
    visit_raw = skipped  # written for another format, and for that alone

    def visit_inline(self, node: nodes.Element) -> None:
        """Tell the template the classes, where there are any."""
        if node.get("classes"):
            self.open("t.inline", strings(node["classes"]))

    def depart_inline(self, node: nodes.Element) -> None:
        """Close what was opened."""
        if node.get("classes"):
            self.close()

    def visit_literal(self, node: nodes.Element) -> None:
        """Write code inside a line."""
        self.add(f"t.inline-code({self.literal(running(node.astext()))})")
        raise nodes.SkipNode

    visit_abbreviation = nothing

    def depart_abbreviation(self, node: nodes.Element) -> None:
        """Say what an abbreviation means, once: nothing unfolds on paper."""
        if (meaning := node.get("explanation")) and meaning not in self.said:
            self.said.add(meaning)
            self.add(self.literal(f" ({meaning})"))

    # Links

    def visit_reference(self, node: nodes.Element) -> None:
        """Open a link inside the book or to the outside."""
        address = node.get("refuri", "")
        if "refid" in node or address.startswith("%"):
            key = address[1:] if address else f"{self.docname}#{node['refid']}"
            self.builder.linked.setdefault(key, self.docname)
            self.add(LINK.format(key=key))
        elif address.lower().startswith(LINKED):
            self.open("t.external", string(address), string(self._shown(node, address)))
        else:
            self.open("t.inline", "()")

    def depart_reference(self, node: nodes.Element) -> None:
        """Close a link, and name the page of a figure, table or section that is elsewhere."""
        self.close()
        if key := self._elsewhere(node):
            self.add(PAGE.format(key=key))

    def _elsewhere(self, node: nodes.Element) -> str:
        """The name of what a reference in running text means outside its section."""
        address = node.get("refuri", "")
        inner = node.next_node(nodes.inline)
        if inner is None or not REFERENCES & set(inner["classes"]) or inside(node, *QUIET):
            return ""
        if address.startswith("%"):
            docname, _, name = address[1:].partition("#")
        else:
            docname, name = self.docname, node.get("refid", "")
        if docname == self.docname:
            target = self.document.ids.get(name)
            if target is None or _section(target) is _section(node):
                return ""
        return f"{docname}#{name}"

    visit_number_reference = visit_reference
    depart_number_reference = depart_reference

    def _shown(self, node: nodes.Element, address: str) -> str:
        """How paper shows an address: as the text, in a note, in brackets, or not again."""
        if node.astext().strip() in (address, address.removeprefix("mailto:")):
            return "same"
        quiet = any(
            isinstance(each, QUIET) or QUIET_CLASSES & set(each.get("classes", ()))
            for each in ancestors(node)
        )
        if quiet or address in self.said:
            return "hidden"
        self.said.add(address)
        return "brackets" if inside(node, nodes.footnote) else "footnote"

    # Footnotes

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """Write a footnote where it is first referred to; Typst puts it at the foot."""
        name = node.get("refid", "")
        label = string(f"note:{self.docname}#{name}")
        note = self.document.ids.get(name)
        if not isinstance(note, nodes.footnote):
            self.problem(node, f"the footnote {node.astext()!r} is not defined.")
        elif name in self.said:
            self.add(f"t.note-again({label})")
        else:
            self.said.add(name)
            self.add(f"t.note({label}, {self.anchored(note, unlabelled(note))})")
        raise nodes.SkipNode

    visit_footnote = skipped  # written where it is referred to
    visit_label = skipped

    # Formulas

    def visit_math(self, node: nodes.Element) -> None:
        """Write a formula inside a line; its source is its text alternative."""
        if code := self._formula(node):
            self.add(f"t.inline-math({string(running(node.astext()))}, ${code}$)")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element) -> None:
        """Write a formula on a line of its own, with its number."""
        number = equation_number(self.builder.env, self.docname, node)
        if code := self._formula(node):
            text = string(running(node.astext().strip()))
            self.add(
                f"t.block-math({strings(self.keys(node))}, {maybe(number)}, {text}, $ {code} $)"
            )
        raise nodes.SkipNode

    def _formula(self, node: nodes.Element) -> str | None:
        try:
            return formula(node.astext())
        except FormulaError as error:
            source = running(node.astext().strip())
            self.problem(node, f"the formula {source!r} cannot be printed: {error}.")
            return None


def _section(node: nodes.Element) -> nodes.Element | None:
    around = (each for each in ancestors(node) if isinstance(each, nodes.section))
    return next(around, None)


def _is_note_sign(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.footnote_reference)


def unlabelled(note: nodes.Element) -> list[nodes.Node]:
    """A note's content; a single paragraph is text that follows the note's sign."""
    content = [each for each in note.children if not isinstance(each, nodes.label)]
    if len(content) == 1 and isinstance(content[0], nodes.paragraph):
        return list(content[0].children)
    return content
