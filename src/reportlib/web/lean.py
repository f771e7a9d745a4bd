"""Our style sheets and scripts as readers load them: short, and those of every page in one file.

A page waits for each style sheet before it shows anything. What some pages alone need (the cover,
tables to filter), and what is loaded on use, stays a file by itself.
A script keeps its lines, so that nothing depends on where a statement ends; none of ours has a
text of several lines. What goes wrong in one of those in one file ends that one alone, as if it
were a file by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinx.application import Sphinx

from reportlib.base.files import write_whole
from reportlib.web.nodes import WEB_BUILDERS

STYLE_SHEET, SCRIPT = "report.css", "report.js"
# In the order in which they are read: of two rules of the same weight the later counts.
JOINED = {
    STYLE_SHEET: ("card.css", "report.css", "tips.css", "live.css", "search.css"),
    SCRIPT: ("card.js", "folds.js", "narrow.js", "live.js", "find-open.js", "tips.js"),
}
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
# What is quoted stays; else space goes, but where it stands between values or for a descendant.
SPACE = re.compile(r"""("[^"]*")|\s*([{};,>])\s*|(?<=[\w-])(:)\s+|(?<![\w.])0(?=\.\d)|(\s)\s*""")
AT_END = re.compile(r"""(?<=[;{,)\]}]) // [^"'`]*$""")  # a remark: no text ends in it


def setup(app: Sphinx) -> None:
    """Let Sphinx ask."""
    app.connect("write-started", replace)  # before files are copied, when all have named theirs


def lean_style(text: str) -> str:
    """A style sheet in short."""
    return SPACE.sub(_kept, REMARK.sub("", text).strip()).replace(";}", "}")


def _kept(found: re.Match[str]) -> str:
    return found[found.lastindex] if found.lastindex else ""


def lean_script(text: str) -> str:
    """A script without indentation and without remarks."""
    lines = (AT_END.sub("", line.strip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


KINDS: dict[str, Callable[[str], str]] = {".css": lean_style, ".js": lean_script}


def replace(app: Sphinx, builder: object) -> None:  # noqa: ARG001
    """Put short copies in the place of what is to be copied."""
    if app.builder.name in WEB_BUILDERS:
        given = [Path(app.confdir, name) for name in app.config.html_static_path]
        app.config.html_static_path = list(map(str, _lean(given, Path(app.doctreedir, "lean"))))


def _lean(given: list[Path], folder: Path) -> Iterator[Path]:
    alone = {path.name: path for path in given if path.suffix in KINDS and path.is_file()}
    for name, parts in JOINED.items():
        if found := [alone.pop(part) for part in parts if part in alone]:
            yield _written(folder / name, found)
    for path in given:
        if path.suffix not in KINDS or not path.is_file():
            yield path
        elif path.name in alone:
            yield _written(folder / path.name, [path])


def _written(place: Path, parts: list[Path]) -> Path:
    texts = [KINDS[place.suffix](part.read_text(encoding="utf-8")) for part in parts]
    if place.name == SCRIPT:
        texts = [f"try{{\n{text}\n}}catch(e){{reportError(e)}}" for text in texts]
    write_whole(place, "".join(f"{text}\n" for text in texts).encode())
    return place
