"""An EPUB's pages: a style sheet and fonts of ours, no script, and nothing else linked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.fonts import web_fonts

BUILDER, STYLE_SHEET = "epub", "epub.css"
FONT_TYPE = {".woff2": "font/woff2"}  # which Sphinx does not know of


def setup(app: Sphinx) -> None:
    """Let Sphinx ask."""
    app.add_post_transform(DropDeadLinks)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", link_ours, priority=900)  # when all have asked for theirs


class DropDeadLinks(SphinxPostTransform):
    """Make text of what leads to pages that an EPUB is bound without."""

    default_priority = 20  # after references are resolved
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Replace links into this page that have no target there."""
        for link in list(self.document.findall(nodes.reference)):
            target = link.get("refid") or str(link.get("refuri", "")).partition("#")[2]
            if link.get("refuri", "#").startswith("#") and target not in self.document.ids:
                link.replace_self(link.children)


def add_files(app: Sphinx) -> None:
    """Add the style sheet, in the place of the theme's, and the fonts."""
    builder: Any = app.builder
    if builder.name == BUILDER:
        style = Path(__file__).resolve().parent / "static" / STYLE_SHEET
        files = [str(path) for path in (style, *web_fonts())]
        app.config.html_static_path = [*app.config.html_static_path, *files]
        builder.media_types = {**builder.media_types, **FONT_TYPE}


def link_ours(
    app: Sphinx,
    page: str,  # noqa: ARG001
    template: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Link the style sheet alone: those of extensions are files that an EPUB does not have."""
    if app.builder is not None and app.builder.name == BUILDER:
        css = context["css_files"]
        context["css_files"] = [each for each in css if _name(each) == STYLE_SHEET]
        context["script_files"] = []


def _name(asset: Any) -> str:
    return str(getattr(asset, "filename", asset)).rpartition("/")[2]
