"""Write a document's nodes as one expression in Typst.

What a thing looks like is the template's business: the writer calls its functions and hands
on the classes that nodes carry. Only lists and emphasis are Typst's own.

A node that is not known is treated as the first of its base classes that is, so that an
extension's kind of inline or container works unseen; any other is a problem.
"""

from __future__ import annotations

from docutils import nodes

from reportlib.typst.blocks import Blocks
from reportlib.typst.calls import classed, nothing, skipped
from reportlib.typst.exhibits import Exhibits
from reportlib.typst.inline import Inline


class TypstTranslator(Inline, Blocks, Exhibits):
    """Collects the code of one document in ``body``."""

    def unknown_visit(self, node: nodes.Node) -> None:
        """Note a node that nothing is known of, and go on: all are told in one pass."""
        self.problem(
            node, f"cannot print a {type(node).__name__!r} node; its extension has to add it."
        )
        raise nodes.SkipNode

    # Nodes of extensions, known by their names

    visit_PassthroughTextElement = nothing  # noqa: N815 - the class's name
    depart_PassthroughTextElement = nothing  # noqa: N815
    visit_dropdown_main, depart_dropdown_main = classed("dropdown")
    visit_dropdown_title, depart_dropdown_title = classed("rubric")
    visit_aside_main, depart_aside_main = classed("sidebar")
    visit_sd_tab_label, depart_sd_tab_label = classed("rubric")
    visit_sd_tab_input = skipped
    visit_fontawesome = skipped
    visit_bibliography = depart_bibliography = nothing  # sphinxcontrib-bibtex
