"""The Sphinx extension that shows exhibits in a book and gives its pages their design.

Everything here works on any notebook whose outputs carry exhibits; what they are about
is unknown to it.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from reportlib.fonts import web_fonts
from reportlib.web import mathml
from reportlib.web.inline import InlineDrawings
from reportlib.web.nodes import (
    DropTableViews,
    depart_exhibit_data,
    depart_number,
    exhibit_data,
    number,
    visit_exhibit_data,
    visit_number,
)

FOLDER = Path(__file__).resolve().parent
STATIC_FILES = ("report.css",)
FAVICON = "favicon.svg"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the nodes, the transforms, the style sheet and the templates."""
    app.add_node(number, html=(visit_number, depart_number))
    app.add_node(exhibit_data, html=(visit_exhibit_data, depart_exhibit_data))
    app.add_post_transform(DropTableViews)
    app.add_post_transform(InlineDrawings)
    app.add_html_math_renderer(
        mathml.RENDERER_NAME, (mathml.visit_math, None), (mathml.visit_math_block, None)
    )
    app.add_css_file("report.css", priority=900)  # after the theme's, which it corrects
    app.connect("config-inited", add_files)
    return {
        "version": version("reportlib"),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_files(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Add our templates, fonts, style sheet and icon to whatever the book configures."""
    config.templates_path.append(str(FOLDER / "templates"))
    static = [FOLDER / "static" / name for name in STATIC_FILES]
    config.html_static_path.extend(str(path) for path in (*static, *web_fonts()))
    if not config.html_favicon:
        config.html_favicon = str(FOLDER / "static" / FAVICON)
