"""Compile the written book, and say in the author's terms what is wrong with it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from reportlib.typst.errors import PrintError
from reportlib.typst.fitting import fitted
from reportlib.typst.markup import string

# A wheel brings these fonts; no other is found unless its folder is given.
BUNDLED = {
    "body": "Libertinus Serif",
    "sans": "Libertinus Serif",
    "mono": "DejaVu Sans Mono",
    "math": "New Computer Modern Math",
}
FONT_USES = (*BUNDLED, "cjk")
ARRANGED = "arranged.json"  # beside the book: sizes of drawings, orders of parts
NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
PLACE = re.compile(r"book\.typ:(\d+)")


@dataclass(frozen=True)
class Whereabouts:
    """Finds the documents that something in the written book came from."""

    starts: Sequence[tuple[int, str]]  # first line of each document
    texts: Mapping[str, Sequence[str]]  # what each document and drawing says
    images: Mapping[str, str]  # file → the image and its document

    def of_line(self, line: int) -> str:
        """The document that a line was written for."""
        at = bisect_right(self.starts, line, key=lambda start: start[0])
        return self.starts[at - 1][1] if at else ""

    def of_letter(self, letter: str) -> list[str]:
        """The documents and drawings that have a letter."""
        return [name for name, texts in self.texts.items() if any(letter in text for text in texts)]


def find_fonts(
    folders: Iterable[Path], chosen: Mapping[str, str]
) -> tuple[typst.Fonts, dict[str, str | None]]:
    """The fonts to print with, and the family of each use.

    Raises:
        PrintError: a folder or a family is not there, or a use is unknown.
    """
    places = list(folders)
    problems = [
        f"typst_font_paths: {each} is not a folder." for each in places if not each.is_dir()
    ]
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[each for each in places if each.is_dir()],
    )
    families = set(fonts.families())
    for use, family in chosen.items():
        if use not in FONT_USES:
            problems.append(
                f"typst_fonts: there is no {use!r}; the uses are {', '.join(FONT_USES)}."
            )
        elif family not in families:
            problems.append(
                f"typst_fonts: the font {family!r} for {use!r} is neither in typst_font_paths nor "
                f"bundled; found are {', '.join(sorted(families))}."
            )
    if problems:
        raise PrintError(problems)
    return fonts, {"cjk": None, **BUNDLED, **chosen}


def compile_book(
    source: Path,
    fonts: typst.Fonts,
    standards: Sequence[str],
    timestamp: int,
    whereabouts: Whereabouts,
) -> tuple[bytes, list[str]]:
    """The PDF, and what Typst warns of.

    Raises:
        PrintError: Typst refused the book; names the documents.
    """
    compiler = typst.Compiler(input=source, root=source.parent, font_paths=fonts)
    try:
        _arrange(source, compiler)
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=list(standards),  # type: ignore[arg-type] # Typst checks them
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        problems = _explain(error.diagnostic or error.message, whereabouts)
        problems += _broken_images(source, fonts, whereabouts)
        raise PrintError(problems) from error
    except ValueError as error:
        raise PrintError([f"typst_standards: {error}"]) from error
    if not isinstance(pdf, bytes):
        raise PrintError(["Typst returned no PDF."])
    return pdf, [each.message for each in warnings]


def _arrange(source: Path, compiler: typst.Compiler) -> None:
    """Write how large drawings are and where they float; a template need not tell of the pages.

    The book itself stays as it is: what Typst knows of it by then need not be found again.
    """
    if "t.picture(" not in source.read_text(encoding="utf-8"):
        return
    try:
        told = compiler.query("<spots>", field="value")
    except RuntimeError:
        return  # it is told where the book is compiled
    source.with_name(ARRANGED).write_text(json.dumps(fitted(told)), encoding="utf-8")


def _broken_images(source: Path, fonts: typst.Fonts, whereabouts: Whereabouts) -> list[str]:
    """What is wrong with single images: Typst does not say which of them it means."""
    problems = []
    for name, place in whereabouts.images.items():
        document = f"#image({string(name)})".encode()
        try:
            typst.Compiler(document, root=source.parent, font_paths=fonts).compile(format="pdf")
        except typst.TypstError as error:
            problems.append(f"{place} cannot be printed: {error.message}.")
    return problems


def _explain(diagnostic: str, whereabouts: Whereabouts) -> list[str]:
    """Typst's complaints, each with the documents it is about; letters before all."""
    letters = list(dict.fromkeys(_unescape(each) for each in NO_GLYPH.findall(diagnostic)))
    if letters:
        return [_missing(letter, whereabouts) for letter in letters]
    problems = []
    for complaint in re.split(r"\n(?=error: )", diagnostic):
        place = PLACE.search(complaint)
        where = whereabouts.of_line(int(place[1])) if place else ""
        problems.append(f"{where}: {complaint.strip()}" if where else complaint.strip())
    return problems


def _missing(text: str, whereabouts: Whereabouts) -> str:
    letters = ", ".join(f"{each!r} (U+{ord(each):04X})" for each in text)
    places = list(dict.fromkeys(place for each in text for place in whereabouts.of_letter(each)))
    where = ", ".join(places) or "the book's own description (typst_meta)"
    return f"{where}: no font shows {letters}. Add one that does, in typst_fonts or its folder."


def _unescape(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
