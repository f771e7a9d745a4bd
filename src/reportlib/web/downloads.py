"""Write the rows and the drawing of every exhibit as files, as far as the terms allow.

A dataset whose terms forbid passing it on is drawn and never offered, alone or in part.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from contextlib import chdir

from sphinx.application import Sphinx

from reportlib.base.exports import as_csv, is_offered
from reportlib.base.files import write_whole
from reportlib.base.payload import Payload, Sentence
from reportlib.web.addresses import DOWNLOADS, SITE
from reportlib.web.citing import citation, cited
from reportlib.web.gathered import gathered
from reportlib.web.nodes import ANNEX_BUILDERS


def write_downloads(app: Sphinx) -> list[tuple[str, Mapping[str, object], str]]:
    """Write the files that the pages offer; adds no page."""
    if app.builder.name in ANNEX_BUILDERS:
        folder, book = app.outdir / DOWNLOADS, cited(app.config)
        for _, exhibit in gathered(app.env):
            if exhibit.drawings and not app.config[SITE]:  # in a site the page makes the file
                write_whole(folder / f"{exhibit.label}.svg", as_svg(exhibit, book).encode())
            with chdir(app.srcdir):
                offered = is_offered(exhibit)
            if offered:
                table = as_csv(exhibit, book["edition"] or book["title"])
                write_whole(folder / f"{exhibit.label}.csv", table.encode())
    return []


def as_svg(exhibit: Payload, book: Mapping[str, str]) -> str:
    """The drawing as a file that says by itself what it shows, whose data, under which terms."""
    drawing = exhibit.drawings["wide"]
    at = drawing.index(">", drawing.index("<svg")) + 1
    said = _plain(exhibit.headline) or exhibit.title
    parts = [exhibit.subtitle or exhibit.caption, exhibit.alt, citation(exhibit, "", book)]
    told = f"<title>{html.escape(said)}</title><desc>{html.escape(' '.join(parts))}</desc>"
    return f"{drawing[:at]}{told}{drawing[at:]}"


def _plain(sentence: Sentence) -> str:
    return "".join(piece.text for piece in sentence)
