"""Put an exhibit's drawings into web pages, where they follow theme, font and width."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import cast

from docutils import nodes
from lxml import etree
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.errors import BuildError
from reportlib.base.files import write_whole
from reportlib.web.addresses import NARROW, file_uri
from reportlib.web.compact import compact, written
from reportlib.web.compact_markup import compact_markup
from reportlib.web.nodes import WEB_BUILDERS
from reportlib.web.render import LIVE_CLASS
from reportlib.web.svg import SVG, ids_of, inline_svg

TARGET = "data-target"


class InlineDrawings(SphinxPostTransform):
    """Replace live SVG images by the drawings themselves.

    A page holds the wide ones. Those for narrow windows are files, which a script loads where
    a figure has too little room: half of what a page would weigh.

    For web pages only: "html" as a format would take in EPUB, whose readers want files.
    """

    default_priority = 5  # before the builder collects the images it has to copy
    builders = WEB_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Replace each live image of the document; write the narrow drawings of all in one file."""
        self._narrow: dict[str, str] = {}
        for image in list(self.document.findall(nodes.image)):
            if LIVE_CLASS in image["classes"] and image["uri"].endswith(".svg"):
                drawing = nodes.raw("", self._drawing(image), format="html")
                image.parent.replace(image, drawing)
        place = Path(self.app.outdir, self._file())
        place.unlink(missing_ok=True)
        if self._narrow:
            drawings = {name: _in_script(drawing) for name, drawing in self._narrow.items()}
            told = json.dumps(drawings, ensure_ascii=False, indent=0)
            write_whole(place, f"window.reportNarrow({told});\n".encode())

    def _file(self) -> str:
        """Where the narrow drawings of a page are: a script, which a page can load from disk."""
        return f"{NARROW}/{self.env.docname}.js"

    def _drawing(self, image: nodes.image) -> str:
        """The wide drawing in an element that speaks for both; the width chooses one."""
        name = Path(image["uri"]).stem
        drawings = [self._load(Path(self.env.srcdir, image["uri"]), "wide")]
        if other := image.get("narrow"):
            _, path = self.env.relfn2path(other, self.env.docname)
            drawings.append(self._load(Path(path), "narrow"))
        _check_ids(drawings, image["uri"])
        # What can be followed is no mere image, and must not be hidden from whoever hears it.
        linked = [self._link(drawing) for drawing in drawings]
        role = "group" if any(linked) else "img"
        for drawing in drawings:
            compact(drawing)
        wide, *narrow_ones = map(written, drawings)
        switching = ""
        for narrow in narrow_ones:
            self._narrow[name] = narrow
            place = file_uri(self.app.builder, self.env.docname, self._file())
            switching = f' data-narrow="{html.escape(f"{place}#{name}")}"'
        alt = html.escape(image["alt"])
        # One without a text shows what is told beside it.
        said = f'role="{role}" aria-label="{alt}"' if alt else 'aria-hidden="true"'
        return f'<div class="drawing" {said}{switching}>{wide}</div>\n'

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


def _in_script(drawing: str) -> str:
    """A drawing in short, with quotes that are no two signs each in a text of a script."""
    return _TAG.sub(lambda tag: _VALUE.sub(r"='\1'", tag[0]), compact_markup(drawing))


_TAG, _VALUE = re.compile(r"<\w[^<>]*>"), re.compile(r'="([^"\']*)"')


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
