"""Offer the rows and the drawing of every exhibit as files, as far as the terms allow.

A dataset whose terms forbid passing it on is drawn and never offered, alone or in part.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import chdir

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.files import write_whole
from reportlib.base.manifests import read_manifest
from reportlib.base.payload import MISSING, Payload, Piece
from reportlib.base.rows import datasets_of
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


def withheld(exhibit: Payload) -> tuple[str, ...]:
    """The titles of the datasets under an exhibit whose terms forbid passing its rows on."""
    found = (read_manifest(name.replace("-", "_")).reportlib for name in datasets_of(exhibit))
    return tuple(about.short_title for about in found if about.redistribute != "yes")


def write_downloads(app: Sphinx) -> list[tuple[str, Mapping[str, object], str]]:
    """Write the files that the pages offer; adds no page."""
    if app.builder.name in ANNEX_BUILDERS:
        folder = app.outdir / DOWNLOADS
        for _, exhibit in gathered(app.env):
            if drawing := exhibit.drawings.get("wide"):
                write_whole(folder / f"{exhibit.label}.svg", drawing.encode())
            with chdir(app.srcdir):
                offered = exhibit.kind != "findings" and exhibit.rows and not withheld(exhibit)
            if offered:
                write_whole(folder / f"{exhibit.label}.csv", as_csv(exhibit).encode())
    return []


def as_csv(exhibit: Payload) -> str:
    """The exhibit's rows for an analyst: exact values, the unit in the header, the origin.

    Three more columns end every row, so that they stay with the data wherever they go: the
    ids of the dataset rows behind it, the sources, and their licences.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_heads(exhibit), "row ids", "source", "licence"])
    sources = "; ".join(f"{s.publisher}: {s.title} ({s.vintage})" for s in exhibit.sources)
    licences = "; ".join(dict.fromkeys(s.licence for s in exhibit.sources))
    for row in exhibit.rows:
        ids = dict.fromkeys(i for cell in row.cells for i in (*cell.rows, *cell.whole))
        writer.writerow([*map(_cell, row.cells), " ".join(ids), sources, licences])
    return out.getvalue()


def _heads(exhibit: Payload) -> list[str]:
    """Title and unit of each column; the unit of its numbers where it names none itself."""
    heads = []
    for position, column in enumerate(exhibit.columns):
        numbers = [row.cells[position] for row in exhibit.rows]
        unit = column.unit or _common_unit(numbers)
        heads.append(f"{column.title} ({unit})" if unit else column.title)
    return heads


def _common_unit(cells: Sequence[Piece]) -> str:
    units = {cell.unit for cell in cells if cell.kind == "number"}
    return units.pop() if len(units) == 1 else ""


def _cell(cell: Piece) -> str:
    if cell.value is not None:
        return f"{cell.value:.15g}"
    if cell.text == MISSING:
        return ""
    # What keeps words on one line of a page is in the way of who looks for them in a file.
    return cell.text.replace("\N{NO-BREAK SPACE}", " ")
