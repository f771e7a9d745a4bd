"""All chapters run in this process for one edition after another, mostly without drawing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from reportlib.base.economies import economies
from reportlib.base.payload import Payload, Piece
from reportlib.content.exhibits import Exhibit
from reportlib.content.names import name_in_words
from reportlib.content.sentences import plain, shown
from tests.projects import ROOT

sys.path.insert(0, str(ROOT / "tools"))
golden: Any = import_module("golden")
every_economy: Any = import_module("every_economy")

Asked = Mapping[str, object]
PINNED: Mapping[str, Asked] = golden.EDITIONS
ODD: Mapping[str, Asked] = {
    "Taiwan, without population": {"economy": "TWN", "scale": "per_million"},
    "Hong Kong, counted with China": {"economy": "HKG"},
    "Liechtenstein, zero after rounding": {"economy": "LIE", "peers": "region"},
    "Aruba, one value": {"economy": "ABW"},
    "Bhutan, one value": {"economy": "BTN"},
    "Saint Kitts and Nevis, one value": {"economy": "KNA"},
    "Brazil and peers named": {"economy": "BRA", "peers": "ZAF,ARG"},
    "Germany per head": {"economy": "DEU", "scale": "per_million", "peers": "region"},
    "India per GDP": {"economy": "IND", "scale": "per_gdp", "peers": "income"},
    "Namibia and its region": {"economy": "NAM", "peers": "region", "last_year": 2020},
    "Korea per GDP in two years": {
        "economy": "KOR",
        "scale": "per_gdp",
        "peers": "region",
        "first_year": 2022,
        "last_year": 2023,
    },
    "years after the data": {"economy": "USA", "first_year": 2024, "last_year": 2026},
    "years before the data": {"economy": "USA", "first_year": 1960, "last_year": 1962},
}
ASKED: Mapping[str, Asked] = {**PINNED, **ODD}


@dataclass(frozen=True)
class Shown:
    """What the chapters show in an edition: each exhibit with its chapter's name."""

    name: str
    exhibits: tuple[tuple[str, Payload], ...]

    @property
    def payloads(self) -> list[Payload]:
        return [payload for _, payload in self.exhibits]

    @property
    def code(self) -> str:
        return str(ASKED[self.name]["economy"])

    @property
    def economy(self) -> str:
        """The economy's name as in a heading."""
        return economies()[self.code].name

    @property
    def economy_said(self) -> str:
        """The economy's name as in a sentence, without an article."""
        return name_in_words(self.code).removeprefix("the ")

    @cached_property
    def addresses(self) -> list[str]:
        """What references can lead to: every exhibit, and the rows that have an address."""
        rows = [row.target for payload in self.payloads for row in payload.rows if row.target]
        return [*(payload.label for payload in self.payloads), *rows]


CHAPTERS: Mapping[str, Any] = {found.name: found for found in every_economy.report_chapters(ROOT)}
PAGES = tuple(CHAPTERS)
METHOD = ("sources", "definitions", "coverage", "faults", "left_out")
"""The pages that tell of the datasets rather than of what is in them."""


def run(name: str) -> Shown:
    """What all chapters show in an edition, without drawings."""
    shown = [(page, payload) for page in PAGES for payload in chapter(page, **ASKED[name])]
    return Shown(name, tuple(shown))


def run_drawn(name: str) -> Shown:
    """What all chapters show in an edition, with drawings."""
    shown = [(page, payload) for page in PAGES for payload in drawn_chapter(page, **ASKED[name])]
    return Shown(name, tuple(shown))


def chapter(page: str, economy: object = "CHN", **asked: object) -> tuple[Payload, ...]:
    """What one chapter shows, without drawings; each is run once only."""
    return tuple(found.told for found in exhibits(page, economy, **asked))


def drawn_chapter(page: str, economy: object = "CHN", **asked: object) -> tuple[Payload, ...]:
    """What one chapter shows, with drawings."""
    return tuple(found.payload for found in exhibits(page, economy, **asked))


def exhibits(page: str, economy: object, **asked: object) -> tuple[Exhibit, ...]:
    """The exhibits of one chapter themselves, which draw when they are asked to."""
    return _run(page, tuple(sorted({"economy": economy, **asked}.items())))


@cache
def _run(page: str, asked: tuple[tuple[str, object], ...]) -> tuple[Exhibit, ...]:
    shown: list[object] = []
    fault = every_economy.run_chapter(CHAPTERS[page], dict(asked), shown.append)
    if fault:
        raise RuntimeError(fault)
    return tuple(found for found in shown if isinstance(found, Exhibit))


def texts(payload: Payload) -> Iterator[str]:
    """Every text of an exhibit that a reader may see or hear, one by one."""
    yield from (payload.title, payload.subtitle, payload.caption, payload.alt, payload.missing)
    yield from map(plain, (payload.headline, *payload.notes, *payload.sentences))
    for column in payload.columns:
        yield from (column.title, column.unit)
    for row in payload.rows:
        yield from map(shown, row.cells)


def numbers(payload: Payload) -> list[Piece]:
    """The numbers that are values of their rows, and not counts of them."""
    return [piece for piece in payload.pieces() if is_value(piece)]


def is_value(piece: Piece) -> bool:
    """Whether it is a number that is the value of its rows."""
    return piece.kind == "number" and not piece.unmarked


def datasets(payload: Payload) -> set[str]:
    """The datasets of which an exhibit shows rows, or which it took whole."""
    rows = {row.partition(":")[0] for piece in payload.pieces() for row in piece.rows}
    return rows | {name for piece in payload.pieces() for name in piece.whole}


def form(payload: Payload) -> str:
    """The form of a figure, with which its alternative text begins."""
    return payload.alt.partition(".")[0]
