"""Offer the rows and the drawing of every exhibit as files, as far as the terms allow.

A dataset whose terms forbid passing it on is drawn and never offered, alone or in part.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.exports import as_csv, is_offered, withheld
from reportlib.base.files import write_whole
from reportlib.web.addresses import DOWNLOADS, file_uri
from reportlib.web.annex import REFUSED
from reportlib.web.gathered import exhibit_of, gathered
from reportlib.web.nodes import ANNEX_BUILDERS, WEB_BUILDERS, exhibit_downloads


class OfferDownloads(SphinxPostTransform):
    """Put links to an exhibit's files under it, or the reason why there is none."""

    default_priority = 6
    builders = WEB_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Fill every place for downloads; one that stays empty goes."""
        for place in list(self.document.findall(exhibit_downloads)):
            links = self._links(place["label"])
            if not links:
                place.parent.remove(place)
                continue
            place += nodes.Text("Download: ")
            for position, found in enumerate(links):
                place += [nodes.Text(", "), found] if position else [found]

    def _links(self, label: str) -> list[nodes.Node]:
        exhibit = exhibit_of(self.env, label)
        if exhibit is None or self.app.builder.name not in ANNEX_BUILDERS:
            return []
        found: list[nodes.Node] = []
        if exhibit.drawings:
            found.append(self._link(f"{exhibit.label}.svg", "drawing (SVG)"))
        if exhibit.rows:
            with chdir(self.app.srcdir):
                closed = withheld(exhibit)
            if closed:
                found.append(nodes.Text(f"data – {REFUSED.lower()} ({'; '.join(closed)})"))
            else:
                found.insert(0, self._link(f"{exhibit.label}.csv", "data (CSV)"))
        return found

    def _link(self, name: str, words: str) -> nodes.reference:
        uri = file_uri(self.app.builder, self.env.docname, f"{DOWNLOADS}/{name}")
        return nodes.reference("", "", nodes.Text(words), refuri=uri, internal=True)


def write_downloads(app: Sphinx) -> list[tuple[str, Mapping[str, object], str]]:
    """Write the files that the pages offer; adds no page."""
    if app.builder.name in ANNEX_BUILDERS:
        folder = app.outdir / DOWNLOADS
        for _, exhibit in gathered(app.env):
            if drawing := exhibit.drawings.get("wide"):
                write_whole(folder / f"{exhibit.label}.svg", drawing.encode())
            with chdir(app.srcdir):
                offered = is_offered(exhibit)
            if offered:
                write_whole(folder / f"{exhibit.label}.csv", as_csv(exhibit).encode())
    return []
