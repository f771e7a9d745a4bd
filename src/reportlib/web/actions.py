"""What a reader can do with an exhibit: take its drawing and its rows along, cite it, link to it.

The row of actions is whole without a script: files are links, and what is said of data and how
to cite opens by itself. ``card.js`` adds the picture, copies, and makes the row one stop of the
tabulator.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from reportlib.base.exports import withheld
from reportlib.base.payload import Payload
from reportlib.web.addresses import DOWNLOADS, SITE, file_uri
from reportlib.web.annex import REFUSED
from reportlib.web.citing import CITED, bibtex, citation, cited
from reportlib.web.gathered import exhibit_of
from reportlib.web.nodes import ANNEX_BUILDERS, WEB_BUILDERS, exhibit_credit, exhibit_foot

FOLDER = Path(__file__).resolve().parent / "static"
PICTURE_SCRIPT = "picture.js"  # which the card's own script loads
TITLED = {"figure": "figure", "table": "table"}  # kinds that are numbered, as Sphinx numbers them


class exhibit_actions(nodes.General, nodes.Element):  # noqa: N801
    """The row of actions of the exhibit that ``label`` names, filled in for web pages."""


def setup(app: Sphinx) -> None:
    """Register the row, what citations name of the book, and the files."""
    # Whoever compiles an edition tells of it; else the book's own settings say less.
    app.add_config_value(CITED, {}, "html", dict)
    app.add_node(exhibit_actions, html=(visit_exhibit_actions, depart_exhibit_actions))
    app.add_post_transform(OfferActions)
    app.connect("builder-inited", add_files)


def add_files(app: Sphinx) -> None:
    """Copy the script that is loaded on use, for web pages alone."""
    if app.builder.name in WEB_BUILDERS:
        place = str(FOLDER / PICTURE_SCRIPT)
        app.config.html_static_path = [*app.config.html_static_path, place]


class OfferActions(SphinxPostTransform):
    """Tell the foot of every exhibit its number, its files and how it is cited."""

    default_priority = 6
    builders = WEB_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Fill the foot of each exhibit; where there is no place for files, it has no actions."""
        for foot in list(self.document.findall(exhibit_foot)):
            (actions,) = foot.findall(exhibit_actions)
            exhibit = exhibit_of(self.env, actions["label"])
            if exhibit is None or self.app.builder.name not in ANNEX_BUILDERS:
                foot.remove(actions)
            else:
                self._fill(foot, actions, exhibit)
            if not foot.astext() and not list(foot.findall(exhibit_actions)):
                foot.parent.remove(foot)

    def _fill(self, foot: exhibit_foot, actions: exhibit_actions, exhibit: Payload) -> None:
        number = number_of(self.env, exhibit)
        if exhibit.kind == "figure" and exhibit.headline and number:
            for line in foot.findall(exhibit_credit):
                line.insert(0, [nodes.strong("", "", nodes.Text(number)), nodes.Text(" ")])
        with chdir(self.app.srcdir):
            closed = withheld(exhibit) if exhibit.rows else ()
        book = cited(self.app.config)
        actions["number"] = number or exhibit.title
        actions["svg"] = self._drawing(exhibit.label) if exhibit.drawings else ""
        actions["csv"] = self._file(f"{exhibit.label}.csv") if exhibit.rows and not closed else ""
        actions["json"] = self._file(f"{exhibit.label}.json")
        actions["closed"] = "; ".join(closed)
        actions["licences"] = "; ".join(dict.fromkeys(s.licence for s in exhibit.sources))
        actions["citation"] = citation(exhibit, number, book)
        actions["bibtex"] = bibtex(exhibit, number, book)

    def _drawing(self, label: str) -> str:
        """The drawing's file; in a site the drawing itself, of which the script makes one."""
        return f"#{label}" if self.app.config[SITE] else self._file(f"{label}.svg")

    def _file(self, name: str) -> str:
        return file_uri(self.app.builder, self.env.docname, f"{DOWNLOADS}/{name}")


def number_of(env: BuildEnvironment, exhibit: Payload) -> str:
    """How the page being written numbers an exhibit: Fig. 2.12; empty where it has no number."""
    kind = TITLED.get(exhibit.kind, "")
    given = env.toc_fignumbers.get(env.docname, {}).get(kind, {}).get(exhibit.label)
    if not given or not env.config.numfig:
        return ""
    form: str = env.config.numfig_format[kind]
    return form % ".".join(map(str, given))


def visit_exhibit_actions(self: HTML5Translator, node: exhibit_actions) -> None:
    """Write the row, and what it opens."""
    number = html.escape(node["number"])
    self.body.append(
        f'<div class="actions" role="toolbar" aria-label="{number}: files, citation, link">\n'
    )
    self.body.extend(_actions(node))
    self.body.append("</div>\n")
    self.body.extend(_slips(node))


def depart_exhibit_actions(self: HTML5Translator, node: exhibit_actions) -> None:
    """All is written."""


def _actions(node: exhibit_actions) -> Iterator[str]:
    label = node["label"]
    if node["svg"]:
        kept = "" if node["svg"].startswith("#") else " download"
        yield f'<a class="action-svg" href="{html.escape(node["svg"])}"{kept}>SVG</a>\n'
    if node["csv"] or node["closed"]:
        kind = "closed" if node["closed"] else "data"
        yield _opener(f"action-{kind}", f"{label}-data", "Data")
    yield _opener("action-cite", f"{label}-cite", "Cite")
    yield f'<a class="action-link" href="#{label}">Link</a>\n'


def _opener(kind: str, slip: str, word: str) -> str:
    return f'<button type="button" class="{kind}" popovertarget="{slip}">{word}</button>\n'


def _slips(node: exhibit_actions) -> Iterator[str]:
    """What the actions open; the first line of each names it."""
    label, number = node["label"], html.escape(node["number"])
    if node["csv"] or node["closed"]:
        yield _slip(f"{label}-data", f"Data of {number}", _data(node))
    texts = "".join(f"<pre>{html.escape(node[name])}</pre>\n" for name in ("citation", "bibtex"))
    yield _slip(f"{label}-cite", f"Cite {number}", texts)


def _data(node: exhibit_actions) -> str:
    about = _download(node["json"], "Metadata (JSON)")
    if node["closed"]:
        said = html.escape(f"{REFUSED} ({node['closed']}).")
        return f"<p>{said}</p>\n<p>{about}</p>\n"
    rows = _download(node["csv"], "Rows (CSV)")
    terms = html.escape(f"Licence: {node['licences']}.") if node["licences"] else ""
    return f"<p>{rows} {about}</p>\n<p>{terms}</p>\n"


def _download(uri: str, words: str) -> str:
    return f'<a href="{html.escape(uri)}" download>{words}</a>'


def _slip(name: str, title: str, inside: str) -> str:
    return (
        f'<div popover class="slip" id="{name}" role="group" aria-label="{title}">\n'
        f"<p><strong>{title}</strong></p>\n{inside}</div>\n"
    )
