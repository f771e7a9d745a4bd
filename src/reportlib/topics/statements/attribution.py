"""Who says what a row rests on, and how far that can be relied on, in words for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.rows import Cells, dataset_of, find_rows
from reportlib.content.datasets import read_dataset
from reportlib.content.numbers import NO_BREAK

LEDGER = "article-facts"
RELIABILITY = {
    "official-statistic": "figure of an authority",
    "attributed-statement": "attributed statement",
    "press-report": "words of the article",
    "machine-written": "only in a text written by software",
    "contested": "doubtful or disputed",
    "garbled": "distorted in the copy",
}
STATUS = {
    "existing": "in place",
    "planned": "announced, no later report",
    "ended": "took place",
    "unknown": "not known whether it came about",
}
PAPERS = {
    "ai-digest": "here.news",
    "china-daily": "China Daily",
    "ichongqing": "iChongqing",
    "ipr-daily": "IPR Daily",
}
_DATE = len("-2025-04-23")  # with which the name of an article ends
ABOUT_CHINA = "The articles are about China; the book holds no such statements on {name}."
LATER = "The statements found are all of years after {last}, the last year asked for."
CLASSES = (
    "The class is that of the page on which a statement was read: B an established publisher that "
    "quotes or relays, D a copy or digest on an unrelated site, which needs a second source."
)


def read_rows(basis: str) -> dict[str, Cells]:
    """The rows that a basis names, by their ids.

    Raises:
        DatasetError: no dataset has such a row; names every id of the kind.
    """
    return find_rows(basis.split())


def say_basis(basis: str) -> str:
    """Who says it, in which article, and how far that can be relied on."""
    told = [
        _say_speaker(cells) if dataset_of(row) == LEDGER else _manifest(row).reportlib.short_title
        for row, cells in read_rows(basis).items()
    ]
    return "; ".join(dict.fromkeys(told))


def _say_speaker(fact: Mapping[str, str]) -> str:
    origin = next(one for one in _ledger().sources if one.name == fact["source"])
    paper, day = fact["source"][:-_DATE], fact["source"][-_DATE + 1 :]
    read_in = f"{PAPERS.get(paper, paper)}, {day}"
    who = read_in if fact["said_by"] in origin.publisher else f"{fact['said_by']}, in {read_in}"
    # The class stays on a line with its letter, however narrow the figure.
    return f"{who} ({RELIABILITY[fact['reliability']]}, class{NO_BREAK}{origin.trust})"


def articles(basis: str) -> set[str]:
    """The articles in which the statements of a basis stand."""
    return {cells["source"] for cells in read_rows(basis).values() if "source" in cells}


def as_sentences(*parts: str) -> str:
    """Remarks as sentences, each with a capital letter unless a name has its own."""
    said = [
        part if part[1:2].isupper() else f"{part[:1].upper()}{part[1:]}" for part in parts if part
    ]
    return f"{'. '.join(said)}." if said else ""


def _ledger() -> Manifest:
    return read_dataset(LEDGER.replace("-", "_")).manifest


def _manifest(row: str) -> Manifest:
    return read_manifest(dataset_of(row).replace("-", "_"))


def known_by(table: pd.DataFrame, last_year: int, *columns: str) -> pd.DataFrame:
    """The rows whose years, in the columns named, are none later than the last one asked for.

    A row that rests on a table that is not in this copy of the book cannot be told.
    """
    table = table.loc[[_is_held(basis) for basis in table["basis"]]]
    latest = [
        max(map(_last_year, cells)) for cells in zip(*(table[c] for c in columns), strict=True)
    ]
    return table.loc[[year <= last_year for year in latest]]


def _is_held(basis: str) -> bool:
    stems = {dataset_of(row).replace("-", "_") for row in basis.split()}
    return not any(read_dataset(stem).manifest.is_missing for stem in stems)


def _last_year(text: object) -> int:
    return max(map(int, re.findall(r"\d{4}", str(text))), default=0)


def cited(own: Iterable[str], basis: Iterable[str]) -> list[str]:
    """The rows of a dataset of this kind, each with those that it rests on."""
    return [f"{row} {under}".strip() for row, under in zip(own, basis, strict=True)]
