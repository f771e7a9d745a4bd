"""Put an exhibit's drawings into web pages, where they follow theme, font and width."""

from __future__ import annotations

import html
from pathlib import Path
from typing import cast

from docutils import nodes
from lxml import etree
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.errors import BuildError
from reportlib.web.compact import compact, written
from reportlib.web.nodes import WEB_BUILDERS
from reportlib.web.render import LIVE_CLASS
from reportlib.web.svg import SVG, ids_of, inline_svg

TARGET = "data-target"


class InlineDrawings(SphinxPostTransform):
    """Replace live SVG images by the drawings themselves.

    For web pages only: "html" as a format would take in EPUB, whose readers want files.
    """

    default_priority = 5  # before the builder collects the images it has to copy
    builders = WEB_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Replace each live image of the document."""
        for image in list(self.document.findall(nodes.image)):
            if LIVE_CLASS in image["classes"] and image["uri"].endswith(".svg"):
                drawing = nodes.raw("", self._drawing(image), format="html")
                image.parent.replace(image, drawing)

    def _drawing(self, image: nodes.image) -> str:
        """Both drawings in one element, which speaks for them; the width chooses one."""
        drawings = [self._load(Path(self.env.srcdir, image["uri"]), "wide")]
        if narrow := image.get("narrow"):
            _, path = self.env.relfn2path(narrow, self.env.docname)
            drawings.append(self._load(Path(path), "narrow"))
        _check_ids(drawings, image["uri"])
        # What can be followed is no mere image, and must not be hidden from whoever hears it.
        linked = [self._link(drawing) for drawing in drawings]
        role = "group" if any(linked) else "img"
        for drawing in drawings:
            compact(drawing)
        inside = "".join(map(written, drawings))
        switching = " drawing-switch" if len(drawings) > 1 else ""
        alt = html.escape(image["alt"])
        # One without a text shows what is told beside it.
        said = f'role="{role}" aria-label="{alt}"' if alt else 'aria-hidden="true"'
        return f'<div class="drawing{switching}" {said}>{inside}</div>\n'

    def _link(self, drawing: etree._Element) -> bool:
        """Make what names an exhibit a link to it; whether there is any."""
        labels = cast(StandardDomain, self.env.get_domain("std")).anonlabels
        named = [one for one in drawing.iter() if one.get(TARGET) in labels]
        for one in named:
            docname, anchor = labels[str(one.get(TARGET))]
            place = self.app.builder.get_relative_uri(self.env.docname, docname)
            link = etree.Element(f"{{{SVG}}}a", {"href": f"{place}#{anchor}"})
            link.extend(list(one))
            one.append(link)
        if named:
            del drawing.attrib["aria-hidden"]
        return bool(named)

    def _load(self, path: Path, css_class: str) -> etree._Element:
        return inline_svg(path.read_text("utf-8"), name=path.stem, css_class=css_class)


def _check_ids(drawings: list[etree._Element], uri: str) -> None:
    """A page's ids are unique: a clip path found in the other drawing cuts the wrong one."""
    seen: set[str] = set()
    for drawing in drawings:
        found = ids_of(drawing)
        if twice := seen & found:
            raise BuildError(
                f"{Path(uri).stem}: the wide and the narrow drawing share the id "
                f"{min(twice)!r}. Draw each with a prefix of its own."
            )
        seen |= found
