"""Write the pages of an EPUB by Sphinx' own builder: in a process of its own."""

from __future__ import annotations

import gc
import io
import os
import re
import shutil
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import yaml

from reportlib.base.errors import BuildError
from reportlib.base.files import make_folder
from reportlib.base.parameters import Parameters
from reportlib.base.project import EPOCH_VARIABLE
from reportlib.base.yaml_text import read_yaml
from reportlib.build.chapters import Chapter, list_chapters, report_chapters, toc_documents
from reportlib.build.frontmatter import all_manifests, front_matter, timestamp
from reportlib.build.sphinx_run import run_builder
from reportlib.build.staging import stage

MIMETYPE = "application/epub+zip"
NAME, COVER = "book", "cover.svg"
ROOM = 0.09  # of a drawing's width, on both sides
UNPACKED = (1980, 1, 1, 0, 0, 0)  # the first date that the format knows


def write_epub(root: Path, work: Path, parameters: Parameters) -> tuple[bytes, tuple[str, ...]]:
    """The EPUB of executed chapters, and what Sphinx complained of.

    Raises:
        BuildError: Sphinx failed, or a file cannot be read or written.
    """
    gc.disable()  # which would look at half a million nodes again and again
    folder = work / "epub"
    try:
        return _written(root, work, folder, parameters)
    except OSError as error:
        raise BuildError(
            f"{error.filename or folder}: cannot be read or written "
            f"({error.strerror or error}). Free some space, or raise the limit for files."
        ) from error


def _written(
    root: Path, work: Path, folder: Path, parameters: Parameters
) -> tuple[bytes, tuple[str, ...]]:
    shutil.rmtree(folder, ignore_errors=True)
    source = _staged(root, work)
    told = front_matter(root, parameters, all_manifests())
    static = folder / "static"
    make_folder(static)
    (static / COVER).write_text(cover(told), encoding="utf-8")
    os.environ[EPOCH_VARIABLE] = str(timestamp())  # which the builder reads
    values = {**_values(told), "html_static_path": [str(static)]}
    _, said = run_builder("epub", source, folder, values)
    left_out = _labels(root)  # what leads there becomes plain text
    complaints = (line for line in said if not (m := _MISSING.search(line)) or m[1] not in left_out)
    return packed((folder / "out" / f"{NAME}.epub").read_bytes()), tuple(complaints)


_MISSING = re.compile(r"cross-reference target not found: '([^']*)'")


def _web_pages(root: Path) -> list[Chapter]:
    """The pages that show code, which are for the web alone."""
    return [page for page in list_chapters(root) if page not in report_chapters(root)]


def _labels(root: Path) -> set[str]:
    """The labels of the pages that are left out."""
    texts = (page.path.read_text(encoding="utf-8") for page in _web_pages(root))
    return {label for text in texts for label in re.findall(r'<a id=\\?"([a-z0-9-]+)', text)}


def _staged(root: Path, work: Path) -> Path:
    """The chapters, without the pages that are for the web."""
    pages = (page.path.relative_to(root).with_suffix("") for page in _web_pages(root))
    names = {page.as_posix() for page in pages}
    source = stage(root, work, [name for name in toc_documents(root) if name not in names])
    contents = _without(read_yaml((root / "_toc.yml").read_text(encoding="utf-8")), names)
    (source / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False), encoding="utf-8")
    return source


def _without(contents: Any, names: set[str]) -> Any:
    """A table of contents without these files."""
    if isinstance(contents, dict):
        return {key: _without(each, names) for key, each in contents.items()}
    if isinstance(contents, list):
        kept = (
            each for each in contents if not (isinstance(each, dict) and each.get("file") in names)
        )
        return [_without(each, names) for each in kept]
    return contents


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the builder is told of the book."""
    authors = ", ".join(map(str, told["authors"]))
    title = f"{told['title']}. {told['subtitle']}" if told["subtitle"] else str(told["title"])
    name = f"uuid-{uuid5(NAMESPACE_URL, title)}"
    return {
        "reportlib_check_rows": False,  # done by who asked
        "version": str(told.get("version", "1")),
        "epub_basename": NAME,
        "epub_theme": "epub",
        "epub_title": title,
        "epub_author": authors,
        "epub_contributor": authors,
        "epub_publisher": authors,
        "epub_copyright": str(told.get("copyright") or authors),
        "epub_description": title,
        "epub_identifier": name,
        "epub_scheme": "UUID",
        "epub_uid": name,  # which the builder writes where the identifier is asked for
        "epub_cover": (f"_static/{COVER}", "epub-cover.html"),
        "epub_css_files": [],
        "epub_show_urls": "no",
        "epub_tocscope": "includehidden",
        "epub_tocdepth": 2,
        "epub_tocdup": False,
        "epub_use_index": False,
        "epub_exclude_files": ["_static/pygments.css"],
    }


def cover(told: Mapping[str, Any]) -> str:
    """The cover as a drawing: title, edition, version and authors."""
    lines = _lines(str(told["title"]), 16)
    title = "".join(
        f'<text x="80" y="{360 + 92 * at}" font-size="84" font-weight="600" fill="#10181c">'
        f"{escape(line)}</text>"
        for at, line in enumerate(lines)
    )
    under = 360 + 92 * len(lines)
    version = f"Version {told['version']}" if told.get("version") else ""
    foot = " · ".join(filter(None, [version, str(told["date"])]))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1500" width="1000" '
        'height="1500" font-family="Report Sans, sans-serif">'
        '<rect width="1000" height="1500" fill="#f4f6f6"/>'
        '<rect width="1000" height="24" fill="#b3320c"/>'
        f'{title}<text x="80" y="{under}" font-size="44" fill="#b3320c">'
        f"{escape(str(told['subtitle']))}</text>"
        f'<text x="80" y="1400" font-size="30" fill="#55636a">{escape(foot)}</text></svg>\n'
    )


def _lines(text: str, most: int) -> list[str]:
    """A text in lines of so many characters, unless a word is longer."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= most or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def packed(epub: bytes) -> bytes:
    """The same files, packed without the time at which each was written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(epub)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            entry = ZipInfo(name, UNPACKED)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            content = before.read(name)
            drawing = name.startswith("_images/") and name.endswith(".svg")
            after.writestr(entry, roomy(content) if drawing else content, compresslevel=9)
    return out.getvalue()


def roomy(svg: bytes) -> bytes:
    """A drawing with room at its sides: a picture gets no fonts, and those of readers are wider."""
    return _BOX.sub(_wider, svg, count=1)


def _wider(found: re.Match[bytes]) -> bytes:
    left, top, width, height = map(float, found[1].split())
    box = (left - ROOM * width, top, width * (1 + 2 * ROOM), height)
    return f'viewBox="{" ".join(f"{each:g}" for each in box)}"'.encode()


_BOX = re.compile(rb'viewBox="([\d. -]+)"')
