"""Labels of sections, written so that a notebook viewer shows nothing of them.

A chapter names a section by ``<a id="trade-exports"></a>`` on a line of its own before the
heading. Every viewer takes that for what it is, an anchor; MyST's ``(trade-exports)=`` would
be the first thing a reader of the notebook sees. Here it becomes the same target.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

ANCHOR = re.compile(r'<a id="([a-z][a-z0-9-]*)"></a>')


class LabelAnchors(SphinxTransform):
    """Make an anchor between blocks a target that references find, as MyST's labels are."""

    default_priority = 200  # before docutils hands targets on to what follows them

    def apply(self, **kwargs: object) -> None:  # noqa: ARG002
        """Replace every paragraph that is an anchor and nothing else."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if not all(isinstance(each, nodes.raw) for each in paragraph):
                continue
            found = ANCHOR.fullmatch("".join(each.astext() for each in paragraph))
            if found is None:
                continue
            follower = paragraph.next_node(descend=False, siblings=True, ascend=True)
            if follower is not None and follower is self.document.ids.get(found[1]):
                # The heading's words have given it the very id: it only need be a label too.
                self.document.nametypes[found[1]] = True
                self.document.nameids[found[1]] = found[1]  # which a mark in the words hides
                paragraph.parent.remove(paragraph)
                continue
            target = nodes.target(paragraph.rawsource, "", names=[found[1]])
            target.source, target.line = paragraph.source, paragraph.line
            paragraph.replace_self(target)
            self.document.note_explicit_target(target)
