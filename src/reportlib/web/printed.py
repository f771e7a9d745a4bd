"""Lead from a number to its dataset where nothing can be pointed at: in a book, in an EPUB."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from reportlib.rows import dataset_of
from reportlib.web.annex import ROW_TARGET
from reportlib.web.nodes import ANNEX_BUILDERS, in_headline, number, takes_no_link

# Web pages have tips. LaTeX sets no address for the row of a table.
WITHOUT = (*ANNEX_BUILDERS, "latex")


class LeadToSources(SphinxPostTransform):
    """Make a number a link to its dataset in the printed list of sources.

    Only where that list is part of what is built; never in headlines, captions, titles
    and links. Print shows the number as it would stand without.
    """

    default_priority = 6

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Wrap each number that may be a link."""
        if self.app.builder.name in WITHOUT:
            return
        for found in list(self.document.findall(number)):
            if target := self._target(found):
                found.replace_self(self._link(found, *target))

    def _target(self, found: number) -> tuple[str, str] | None:
        """Page and id of the dataset's row in the list of sources."""
        names = [*map(dataset_of, found["rows"]), *found["whole"]]
        if not names or takes_no_link(found) or in_headline(found):
            return None
        labels = self.env.domains["std"].data["anonlabels"]
        target: tuple[str, str] | None = labels.get(f"{ROW_TARGET}{names[0]}")
        return target

    def _link(self, found: number, page: str, anchor: str) -> nodes.reference:
        here = self.env.docname
        return make_refnode(self.app.builder, here, page, anchor, found.deepcopy())
