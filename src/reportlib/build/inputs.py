"""What a book is made from: the files, and whether they are still as when a command began.

Pages of before and after a change would not fit each other, and no record of the data could hold
for both. Digests alone would not tell of a file that was changed and changed back while chapters
read it; so the time of the last writing counts as well.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from reportlib.base.errors import BuildError
from reportlib.base.program import content_digest, installed
from reportlib.base.project import PACKAGE
from reportlib.build.chapters import toc_documents
from reportlib.build.faults import named
from reportlib.build.ingredients import digest

DATA = "the data"  # a part of what a book is made from
_MOST_NAMED = 5


class Inputs:
    """The files that a book is made from, as they are when this is made."""

    def __init__(self, root: Path, more: Iterable[Path] = ()) -> None:
        self._root = root
        self._more = tuple(more)
        self._found = self._read()
        self._before = self._times()

    def digest(self, *folders: Path) -> str:
        """One digest of all that a book is made from: these files, Python and its packages.

        Of the files only those below these folders, where there are any. When they were written
        does not count.
        """
        files = {
            str(path): found
            for path, (found, _) in self._found.items()
            if not folders or any(path.is_relative_to(folder) for folder in folders)
        }
        return digest([files, sys.version, installed()])

    def parts(self) -> dict[str, str]:
        """Digests of what a book is made from, part by part, the same wherever the project lies."""
        found: dict[str, dict[str, str]] = {DATA: {}, "reportlib": {}, "the book's pages": {}}
        for path, (content, _) in self._found.items():
            part, folder = "the book's pages", self._root
            if path.is_relative_to(PACKAGE):
                part, folder = "reportlib", PACKAGE
            elif path.is_relative_to(self._root / "data"):
                part = DATA
            found[part][path.relative_to(folder).as_posix()] = content
        python = digest([sys.version, installed()])
        return {**{part: digest(files) for part, files in found.items()}, "Python": python}

    def are_untouched(self) -> bool:
        """Whether no file was written since, by its time: quickly, and short of new pages."""
        return self._times() == self._before

    def _times(self) -> dict[Path, int]:
        found = {}
        for path in (self._root / "data", *self._found):
            with suppress(OSError):
                found[path] = path.stat().st_mtime_ns
        return found

    def _read(self) -> dict[Path, tuple[str, int]]:
        found = {}
        for path in (*_inputs(self._root), *self._more):
            with suppress(OSError):  # it went meanwhile: as if it never was
                found[path] = (content_digest(path), path.stat().st_mtime_ns)
        return found

    def refuse_changed(self) -> None:
        """Refuse to go on where a file is no longer what it was.

        Raises:
            BuildError: one was written, added or removed; the message names it.
        """
        now = self._read()
        changed = sorted(
            named(path, self._root)
            for path in {*self._found, *now}
            if self._found.get(path) != now.get(path)
        )
        if changed:
            others = len(changed) - _MOST_NAMED
            more = f" and {others} more" if others > 0 else ""
            raise BuildError(
                f"{', '.join(changed[:_MOST_NAMED])}{more} changed while the book was made, and it "
                "would mix what was read before and after. Nothing was published; run it again."
            )


def _inputs(root: Path) -> Iterator[Path]:
    yield from (root / name for name in ("_config.yml", "_toc.yml", "CITATION.cff"))
    yield from root.glob("*.bib")
    for folder in (root / "data", PACKAGE):
        yield from (
            path
            for path in folder.rglob("*")
            if path.suffix != ".pyc" and not path.name.startswith(".") and path.is_file()
        )
    for document in toc_documents(root):
        for page in (root / f"{document}.ipynb", root / f"{document}.md"):
            if page.is_file():
                yield page
                yield from files_beside(root, page, page.parent)


def files_beside(root: Path, page: Path, folder: Path) -> Iterator[Path]:
    """Files of the project that a page names, such as its pictures.

    Any word that is the name of a file counts, in whichever way the page uses it. Other pages
    are left out, and so are data, which are shown through exhibits, with their terms.

    Args:
        folder: where the page stands in the project, also for a copy of it elsewhere.
    """
    for word in sorted(_words(_text(page))):
        path = (root / word.lstrip("/") if word.startswith("/") else folder / word).resolve()
        if path.suffix in _PAGES or not path.is_relative_to(root):
            continue
        top = path.relative_to(root).parts[:1]
        if top and top[0] not in ("data", "_build") and not top[0].startswith((".", "_")):
            with suppress(OSError):  # too long for a name
                if path.is_file():
                    yield path


_PAGES = (".ipynb", ".md", "")


def _words(text: str) -> set[str]:
    """Whatever in a text may be the name of a file: also one with blanks, where it is set apart."""
    found = {word for kind in _NAMES for word in kind.findall(text)}
    names = {unquote(word.partition("#")[0].strip()) for word in found}
    return {name for name in names if "." in name and len(name) < _LONGEST and "\0" not in name}


_LONGEST = 1000
_NAMES = [
    re.compile(pattern)
    for pattern in (
        r"[^\s()<>\"'`{}\[\]]+",
        r"<([^<>\n]+)>",
        r"\(([^()\n]+)\)",
        r"\"([^\"\n]+)\"",
        r"\{[a-z]+\}(?:`| )([^`\n]+)",
    )
]


def _text(page: Path) -> str:
    """The words of a page; of a notebook those of its texts and of what its cells show as such."""
    try:
        if page.suffix == ".md":
            return page.read_text(encoding="utf-8")
        notebook = json.loads(page.read_text(encoding="utf-8"))
        cells = notebook["cells"]
        parts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        for cell in cells:
            for output in cell.get("outputs", ()):
                parts += [output.get("data", {}).get(kind, "") for kind in _SHOWN]
        return "\n".join("".join(part) for part in parts)
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return ""  # which is told where it is read for its own sake


_SHOWN = ("text/markdown",)
