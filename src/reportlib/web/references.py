"""What text refers to: works, as a list that screen readers know, and what is not there."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.web.nodes import PRINT_BUILDER, WEB_BUILDERS


class DropUnresolved(SphinxPostTransform):
    """Make text of a link to a label that no page has, as a chapter's in a book of another alone.

    MyST makes it a link into the page itself, and says so, which ends the build of a whole book.
    """

    default_priority = 20  # after references are resolved
    builders = (*WEB_BUILDERS, PRINT_BUILDER)

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Replace the links that MyST left."""
        for link in list(self.document.findall(nodes.reference)):
            if link.get("refid") and link["refid"] not in self.document.ids and _is_left(link):
                link.replace_self(link.children)


def _is_left(link: nodes.reference) -> bool:
    words = link.next_node(nodes.inline)
    return words is None or "myst" in words["classes"]


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Open an entry; the role that docutils gives it is deprecated and no child of a list."""
    HTML5Translator.visit_citation(self, node)
    self.body[-1] = self.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')
