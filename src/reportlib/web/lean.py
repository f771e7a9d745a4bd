"""Our style sheets and scripts as readers load them: without the remarks for who reads them here.

A script keeps its lines, so that nothing depends on where a statement ends; none of ours has a
text of several lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx

from reportlib.base.files import write_whole
from reportlib.web.nodes import WEB_BUILDERS

REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
BETWEEN = re.compile(r"(?<=[{};,])\n|\n(?=})")


def setup(app: Sphinx) -> None:
    """Let Sphinx ask."""
    app.connect("write-started", replace)  # before files are copied, when all have named theirs


def lean_style(text: str) -> str:
    """A style sheet in short."""
    lines = (line.strip() for line in REMARK.sub("", text).splitlines())
    return BETWEEN.sub("", "\n".join(filter(None, lines)))


def lean_script(text: str) -> str:
    """A script without indentation and without lines that are remarks."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


KINDS: dict[str, Callable[[str], str]] = {".css": lean_style, ".js": lean_script}


def replace(app: Sphinx, builder: object) -> None:  # noqa: ARG001
    """Put short copies in the place of what is to be copied."""
    if app.builder.name in WEB_BUILDERS:
        app.config.html_static_path = [_lean(app, name) for name in app.config.html_static_path]


def _lean(app: Sphinx, name: str) -> str:
    place = Path(app.confdir, name)
    if place.suffix not in KINDS or not place.is_file():
        return name
    copy = Path(app.doctreedir, "lean", place.name)
    write_whole(copy, KINDS[place.suffix](place.read_text(encoding="utf-8")).encode())
    return str(copy)
