"""Check the words that readers see: the prose of chapters, and what descriptors say.

Bare numerals are refused in the chapters' prose: a number comes from code, with its source. A
sentence typed into a Markdown cell is shown for every economy, and nothing checks it against
the data. Numbers are therefore left to exhibits, whose numbers name their rows. What is no
prose (code, formulas, roles, link targets, labels, the options of directives) may hold figures.

Names of machines are refused in the descriptors: exhibits and the annex print them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from reportlib.base.errors import ChapterError
from reportlib.base.manifests import Manifest
from reportlib.build.chapters import list_chapters, read_notebook

EXCEPTIONS = {
    "ISO 3166-1": "the number of the standard for the codes of economies",
    "ISO 8601": "the number of the standard for dates",
    "CC BY 4.0": "the version of a licence",
    "CC BY-SA 4.0": "the version of a licence",
    "Creative Commons Attribution 4.0": "the version of a licence",
}
"""Names that hold a numeral, each with what it is; a project has its own in its settings."""

_NUMERAL = re.compile(r"\b\d\w*(?:[.,]\d\w*)*")
_AROUND = 40  # characters of the text told before and after the numeral
# Directives whose body is more prose; that of any other is code, data or an address.
_OF_PROSE = {
    "admonition", "attention", "caution", "danger", "dropdown", "epigraph", "error", "hint",
    "important", "margin", "note", "seealso", "sidebar", "tip", "topic", "warning",
}  # fmt: skip

_CODE = re.compile(r"\b\w+_\w*")
# Parts of a code with dots, such as that of a series, are none.
_CAPITALS = re.compile(r"(?<![\w.])[A-Z]{4,}(?!\w|[.-]\w)")


def prose_faults(root: Path | None = None, names: Iterable[str] = ()) -> Iterator[str]:
    """A sentence for each bare numeral in the Markdown cells of the book's chapters.

    What stands in ``names`` may hold a numeral, beside the names that any book may need.

    Chapters that cannot be read are left to :func:`reportlib.build.chapters.chapter_faults`.
    """
    try:
        chapters = list_chapters(root)
    except ChapterError:
        return
    for chapter in chapters:
        try:
            cells = read_notebook(chapter.path).cells
        except ChapterError:
            continue
        for number, cell in enumerate(cells):
            if cell.cell_type == "markdown":
                place = f"{chapter.path}: cell {number} ({cell.get('id', 'without id')})"
                for numeral, words in bare_numerals(cell.source, names):
                    yield (
                        f"{place}: the numeral {numeral} stands in the text “{words}”. Let code "
                        f"say it, as a Number in an exhibit's sentence; or add the name that it "
                        f"is part of to reportlib.prose.numerals in _config.yml."
                    )


def bare_numerals(source: str, names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """The numerals in the prose of a Markdown text, each with the words around it."""
    for text in _prose(source):
        plain = " ".join(text.split())
        blanked = plain
        for name in (*EXCEPTIONS, *names):
            blanked = blanked.replace(name, " " * len(name))
        for found in _NUMERAL.finditer(blanked):
            start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
            yield found.group(), plain[start:end].strip()


def _prose(source: str) -> Iterator[str]:
    """The texts of a Markdown text that readers read as sentences."""
    for token in _parser().parse(source):
        if token.type == "inline":
            yield "".join(_words(token))
        elif token.type in ("fence", "colon_fence"):
            yield from _of_directive(token)
        elif token.type == "html_block":
            yield re.sub("<[^>]*>", " ", token.content)


def _words(inline: Token) -> Iterator[str]:
    for token in inline.children or ():
        if token.type == "text":
            yield token.content
        elif token.type == "image":
            yield from _words(token)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("code_inline", "math_inline", "myst_role"):
            yield "…"


def _of_directive(fence: Token) -> Iterator[str]:
    """The title and the body of a directive that holds prose; nothing of any other block."""
    head = re.match(r"\{([\w:-]+)\}\s*(.*)", fence.info.strip())
    if head is None or head.group(1) not in _OF_PROSE:
        return
    yield head.group(2)
    body = re.sub(r"\A\s*(?:---\n.*?\n---\n|(?::[\w-]+:[^\n]*\n?)+)", "", fence.content, flags=re.S)
    yield from _prose(body)


def descriptor_faults(
    manifests: Sequence[Manifest], abbreviations: Collection[str] = ()
) -> Iterator[str]:
    """A sentence for each text of a descriptor that readers would take for a machine's.

    What stands in ``abbreviations`` is no shouting.
    """
    # A name of one word, such as articles, is a word like any other.
    titles = {m.name: m.reportlib.short_title for m in manifests if "-" in m.name}
    for manifest in manifests:
        for text in _shown(manifest):
            for word in machine_words(text, titles, abbreviations):
                title = titles.get(word)
                advice = f"Write “{title}”" if title else "Say it in words"
                if word.isupper():
                    advice += ", or add the abbreviation to reportlib.prose.capitals in _config.yml"
                yield f"{manifest.file}: {word} stands in the text “{text:.80}”. {advice}."


def machine_words(
    text: str, datasets: Collection[str], abbreviations: Collection[str] = ()
) -> Iterator[str]:
    """The names of datasets, the codes and the words in capitals in a text, as they stand."""
    for word in re.findall(r"(?<![\w./-])[a-z]\w*(?:-\w+)+(?![\w/-])", text):
        if word in datasets:
            yield word
    yield from _CODE.findall(text)
    yield from (word for word in _CAPITALS.findall(text) if word not in abbreviations)


def _shown(manifest: Manifest) -> Iterator[str]:
    """The texts of a descriptor that exhibits and the annex print as sentences or titles."""
    about = manifest.reportlib
    yield from (manifest.title, manifest.description, about.short_title, about.publisher)
    yield from (about.measures, about.does_not_mean, about.unit, about.licence_note)
    yield about.citation
    for _, remark in about.remarks():
        yield from (remark.text, remark.short)
    yield from (found.text for found in about.exclusions)
    yield from (found.text for found in about.findings)


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (colon_fence_plugin, dollarmath_plugin, myst_block_plugin, myst_role_plugin):
        parser.use(plugin)
    return parser
