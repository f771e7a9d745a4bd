"""Count the numbers on the book's pages, and name those that do not say where they come from.

    python tools/traced_numbers.py [--quiet] [CODE ...]

Runs all chapters for each economy (default: China) as tools/every_economy.py does, and reads
the exhibits. A number is traced where it names rows, or the datasets of which it took too many
rows to name. A figure inside a text counts as an untraced number unless a row holds the text,
a descriptor does, or one of ALLOWED tells why it is none. Ends with code 1 where one is untraced.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlib import __version__
from reportlib.base.payload import Payload, Sentence
from reportlib.content.datasets import manifests
from reportlib.content.numbers import NO_BREAK

sys.path.insert(0, str(Path(__file__).parent))
import every_economy

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
ALLOWED = {
    rf"\b\d{{1,2}} (?:{MONTH})\b": "a day, which says to what a statement belongs",
    r"\b(?:1[5-9]|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?\b": "a year or a date, likewise",
    r"\bTOP500\b|\bof the 500 systems\b|\bsystems, of 500\b": "a list of this length, by its name",
    r"\bIP5\b|\bG20\b|\bWeb 3\.0\b|\bISO 3166-1\b": "a name",
    r"\b(?:CC[ -]BY(?:-\w\w)*|ODC-PDDL)[ -]\d\.\d\b": "the version of a licence",
    r"\bper 10,000 people\b|\bper (?:1,000,000|1,000)\b": "a unit",
    r"\baged 15 to 69\b": "the name of a group of people",
    r"\bat least 80 percent of the best coverage\b": "a rule of the book: MINIMUM_COVERAGE",
    r"\b(?:at least|fewer than) 30 recipients\b": "a rule of the book: FEW_RECIPIENTS",
    r"\bwithin 1 percent\b": "a rule of the book: NEARLY",
    r"\btop-100 clusters\b": "a list of this length, by its name",
    r"\b50 or more AI families\b": "a rule of the book: the smallest count that is compared",
    r"\b(?:the world|as in all families) at 1\b": "a unit: to what a ratio is set",
    r"\bmean of 30 national studies\b": "the name that a source gives a group of economies",
    r"±\d+(?:\.\d+)? percent\b": "the tolerance of a derived value, from its descriptor or row",
    r"^The \d+ largest of thirty-five fields\b": "a parameter: how many are shown",
    r"\bof 1 in \d{4}; those on\b": "a unit: the most that the index can be",
    r"\bCC0-1\.0\b": "a licence, by its name",
    r"\bPeers bound, of \d+": "how many peers the edition was given",
}
"""Figures in texts that are no quantity from the data, each with what they are."""

# Exhibits whose figures come from no row of a dataset, each with what they are.
OF_THE_EDITION = {
    "tbl-edition": "parameters, vintages and the version of the book",
    "tbl-sources-trust": "counts of datasets, which the table of all datasets names",
    "tbl-sources-datasets": "counts of the datasets that it lists",
    "tbl-definitions-datasets": "counts of the datasets that it lists",
    "tbl-coverage-datasets": "counts of the datasets that it lists",
    "tbl-faults-breaks": "counts of what the descriptors say",
    "tbl-faults-values": "counts of what the descriptors say",
    "tbl-left-out-rows": "counts of what the descriptors say",
    "tbl-left-out-datasets": "counts of the datasets that it lists",
}


class Untraced(NamedTuple):
    """A number on a page that does not say where it comes from."""

    page: str
    exhibit: str
    text: str


class Found(NamedTuple):
    """How many numbers the pages show, and those that are untraced."""

    totals: Counter[str]
    untraced: list[Untraced]


def trace(shown: Iterable[tuple[str, Payload]]) -> Found:
    """Count the numbers of exhibits, and find those that are untraced."""
    totals: Counter[str] = Counter()
    untraced = []
    for page, payload in shown:
        numbers = [piece for said in spoken(payload) for piece in said if piece.kind == "number"]
        bad = [number.text for number in numbers if not number.rows and not number.whole]
        figures = [text for text in texts(payload) if bare(text, payload.label)]
        totals[page] += len(numbers) + len(figures)
        untraced += [Untraced(page, payload.label, text) for text in (*bad, *figures)]
    return Found(totals, untraced)


def spoken(payload: Payload) -> Iterator[Sentence]:
    """The sentences of an exhibit, and its cells as sentences of one piece."""
    yield from (payload.headline, *payload.notes, *payload.sentences)
    for line in payload.rows:
        yield from ((cell,) for cell in line.cells)


def texts(payload: Payload) -> Iterator[str]:
    """All that an exhibit shows as text; what names its rows is left blank."""
    yield from (payload.title, payload.subtitle, payload.caption, payload.missing)
    for column in payload.columns:
        yield from (column.title, column.unit)
    for said in spoken(payload):
        yield "".join("…" if p.rows or p.kind == "number" else p.text for p in said)


def bare(text: str, label: str) -> bool:
    """Whether a text holds a figure that is a quantity of unknown origin."""
    if label in OF_THE_EDITION or not re.search(r"\d", text):
        return False
    text = text.replace(NO_BREAK, " ")  # descriptors and ALLOWED have plain spaces
    rest = re.sub("|".join(ALLOWED), "", text.replace(__version__, ""))
    if not re.search(r"\d", rest):
        return False
    for said in described():
        text = text.replace(said, "")
    return bool(re.search(r"\d", re.sub("|".join(ALLOWED), "", text)))


@cache
def described() -> tuple[str, ...]:
    """The sentences of the descriptors that hold a figure, the longest first."""
    texts = {text for manifest in manifests() for text in strings(manifest.model_dump())}
    clauses = {clause for text in texts for clause in re.split(r"(?<=[.;:,]) |; |: ", text)}
    clauses |= {clause.partition(" ")[2] for clause in clauses}  # a column's name is reworded
    held = {text for text in texts | clauses if re.search(r"\d", text) and " " in text}
    return tuple(sorted(held, key=lambda text: (-len(text), text)))


def strings(value: object) -> Iterator[str]:
    """Every text in a nested value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in strings(each))


def main() -> int:
    """Count for the economies named; say how many numbers are traced, page by page."""
    parser = argparse.ArgumentParser(description="Count the numbers that name their source.")
    parser.add_argument("codes", nargs="*", metavar="CODE", default=["CHN"], help="economies")
    parser.add_argument("--quiet", action="store_true", help="name no untraced number")
    options = parser.parse_args()
    bad = False
    for code in options.codes:
        totals, untraced = trace(every_economy.exhibits_of({"economy": code}))
        missing = Counter(found.page for found in untraced)
        for page, total in totals.items():
            print(f"{code} {page}: {total - missing[page]} of {total} traced")
        for found in [] if options.quiet else untraced:
            print(f"{code} {found.page}, {found.exhibit}: untraced: {found.text}")
        bad = bad or bool(untraced)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
