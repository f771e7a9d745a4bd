"""Count the words that a reader of a built book meets, page by page.

    python tools/words.py [BOOK] [PHRASE ...]

A word has a letter in it; numbers and signs are none. What is folded until a reader opens it is
counted apart; what is drawn, and the frame around a page, are not counted. BOOK is the folder of
the pages (default: _build/html). For each PHRASE it says how often it stands on the pages, folded
or not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import html

from reportlib.build.chapters import toc_documents

WORD = re.compile(r"[^\s]*[^\W\d_][^\s]*")
NO_TEXT = ".//svg|.//script|.//style|.//*[@class='headerlink']|.//*[contains(@class,'downloads')]"
PLACES = ("text", "tables", "folded")


class Text(NamedTuple):
    """A text of a page, and whether it stands in the open, in a table or folded."""

    place: str
    said: str


def texts(page: Path) -> Iterator[Text]:
    """The texts of a page's article in their order."""
    article = html.parse(str(page)).getroot().find(".//article")
    for unseen in article.xpath(NO_TEXT):
        unseen.drop_tree()
    for text in article.xpath(".//text()"):
        owner = text.getparent() if not text.is_tail else text.getparent().getparent()
        around = (owner, *owner.iterancestors())
        # What pops up beside a number is as unseen as a fold.
        tags = ["details" if "popover" in element.attrib else element.tag for element in around]
        yield Text(_place(tags), str(text))


def _place(around: list[str]) -> str:
    """Where a text stands, by the elements around it; a summary is what one sees of its fold."""
    if around.count("details") > around.count("summary"):
        return "folded"
    return "tables" if "table" in around else "text"


def count(page: Path) -> dict[str, int]:
    """How many words stand in each place."""
    words = dict.fromkeys(PLACES, 0)
    for text in texts(page):
        words[text.place] += len(WORD.findall(text.said))
    return words


def main(arguments: list[str]) -> int:
    """Print the counts; 1 where the book has no such pages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("book", nargs="?", type=Path, default=Path("_build/html"))
    parser.add_argument("phrases", nargs="*", metavar="PHRASE")
    asked = parser.parse_args(arguments)
    pages = [name for name in toc_documents() if (asked.book / f"{name}.html").is_file()]
    if not pages:
        print(f"{asked.book}: no page of the contents is there. Build the book: make book.")
        return 1
    print(f"{'page':<24}{'in the open':>12}{'of it tables':>13}{'folded':>8}")
    whole: dict[str, int] = dict.fromkeys(PLACES, 0)
    for name in pages:
        words = count(asked.book / f"{name}.html")
        whole = {place: whole[place] + words[place] for place in PLACES}
        _print(name, words)
    _print("all", whole)
    for phrase in asked.phrases:
        said = re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE)
        pages_text = (" ".join(t.said for t in texts(asked.book / f"{n}.html")) for n in pages)
        print(f"“{phrase}”: {sum(len(said.findall(text)) for text in pages_text)}")
    return 0


def _print(name: str, words: dict[str, int]) -> None:
    shown = words["text"] + words["tables"]
    print(f"{name:<24}{shown:>12,}{words['tables']:>13,}{words['folded']:>8,}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
