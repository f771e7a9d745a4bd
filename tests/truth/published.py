"""What the golden files say is published, and the tables it is to be computed from.

Nothing here or in the tests beside it imports the library: a fault in it must not repeat itself
in what it is held against. The golden test proves that the book still publishes these lines.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
FIRST = "CHN"
EDITIONS6 = ("CHN", "USA", "DEU", "JPN", "IND", "NAM")
ALMOST_EMPTY = ("TUV", "SSD")
EARLY = ("CHN-2008", "DEU-2015")
EVERY = (*EDITIONS6, *ALMOST_EMPTY, *EARLY)
MISSING = ".."

FIRST_YEAR = 1990
LAST_YEARS = {"CHN-2008": 2008, "DEU-2015": 2015}
_SCALES = {"DEU-2015": "per_million"}


def code(edition: str) -> str:
    """The economy that an edition is about."""
    return edition[:3]


def last_year(edition: str) -> int:
    """The last year that an edition may show."""
    return LAST_YEARS.get(edition, 2025)


def scale(edition: str) -> str:
    """How an edition shows counts: as they are, or per million people."""
    return _SCALES.get(edition, "count")


@lru_cache
def _golden(edition: str) -> dict[str, list[str] | str]:
    path = ROOT / "tests" / "golden" / f"{edition}.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@lru_cache
def _pages() -> dict[str, str]:
    """The page on which each label stands."""
    return {name.partition(" ")[2]: name for name in _golden(FIRST)}


def lines(edition: str, label: str) -> list[str]:
    """All pinned lines of an exhibit; a space stands for every unbreakable one."""
    name = _pages()[label]
    found = _golden(edition)[name]
    if isinstance(found, str):
        found = _golden(FIRST)[name]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in found]


def texts(edition: str, label: str, kind: str) -> list[str]:
    """What follows the kind in each line of that kind."""
    return [
        line.removeprefix(f"{kind}: ")
        for line in lines(edition, label)
        if line.startswith(f"{kind}: ")
    ]


def text(edition: str, label: str, kind: str) -> str | None:
    """The only line of a kind; None where there is none."""
    found = texts(edition, label, kind)
    if len(found) > 1:
        raise ValueError(f"{edition}, {label}: {len(found)} lines of kind {kind}, one expected")
    return found[0] if found else None


def headline(edition: str, label: str) -> str | None:
    """The sentence above an exhibit."""
    found = text(edition, label, "headline")
    return None if found is None else _whole(found)


def missing(edition: str, label: str) -> str | None:
    """Why an exhibit shows nothing."""
    return text(edition, label, "missing")


def findings(edition: str, label: str) -> list[str]:
    """The sentences of a findings box, without their references."""
    return [_whole(_without_reference(found)) for found in texts(edition, label, "finding")]


LACKING = re.compile(
    r"; not ranked: "
    r"(?:[^();]+ \([^()]+ in \d{4}\)(?:, | and )?)+(?:\d+ others?)?"
)


def _whole(sentence: str) -> str:
    """A sentence without whom its ranking lacks, which :func:`lacking` has."""
    return LACKING.sub("", sentence)


def lacking(edition: str, label: str) -> str:
    """Whom the ranking of a headline lacks; empty where it says nothing."""
    found = LACKING.search(text(edition, label, "headline") or "")
    return found[0] if found else ""


def _without_reference(sentence: str) -> str:
    return re.sub(r" \(\[[^\]]*->[^\]]*\]\)(?=\.$)", "", sentence)


def marks(edition: str, label: str) -> dict[str, str]:
    """The marked numbers of an exhibit's headline and findings, each with its letters."""
    found = text(edition, label, "marks")
    marked = [one.removesuffix(")").rpartition(" (") for one in found.split("; ")] if found else []
    return {number: letters for number, _, letters in marked}


def columns(edition: str, label: str) -> list[str]:
    """Titles of a table's columns, each followed by its unit in brackets where it has one."""
    found = text(edition, label, "columns")
    return [] if found is None else [one.removesuffix(" []") for one in found.split(" | ")]


def rows(edition: str, label: str) -> list[list[str]]:
    """The cells of an exhibit's table; the mark of a strong row is taken off."""
    return [found.removeprefix("* ").split(" | ") for found in texts(edition, label, "row")]


def strong(edition: str, label: str) -> list[bool]:
    """Which rows are set off from the others."""
    return [found.startswith("* ") for found in texts(edition, label, "row")]


def sources(edition: str, label: str) -> set[str]:
    """The datasets named under an exhibit."""
    return set((text(edition, label, "sources") or "").split())


@lru_cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(
        ROOT / "data" / f"{name}.csv",
        dtype=str,
        keep_default_na=False,
        na_values=[],
        encoding="utf-8",
    )


def table(name: str) -> pd.DataFrame:
    """A data file, every cell as the text it is: NA is Namibia, and empty is empty."""
    return _table(name).copy()


def numbers(name: str, value: str, **where: str) -> pd.DataFrame:
    """The rows of a data file that have a value, with that column as a number.

    Columns ``year``, ``edition`` and ``data_year`` become whole numbers too.
    """
    found = table(name)
    for column, wanted in where.items():
        found = found[found[column] == wanted]
    found = found[found[value] != ""].copy()
    found[value] = found[value].astype(float)
    for column in {"year", "edition", "data_year"} & set(found.columns) - {value}:
        found[column] = found[column].astype(int)
    return found


def economy(code: str) -> str:
    """An economy's name, as in a table."""
    known = table("economies")
    return str(known.loc[known["economy"] == code, "name"].iloc[0])


_THE = {"USA", "NLD", "PHL", "KOR", "RUS", "GBR", "CYM", "ARE", "SVK", "VIR", "COD", "BHS", "SYR"}


def said(code: str) -> str:
    """An economy's name, as in a sentence."""
    return f"the {economy(code)}" if code in _THE else economy(code)


def begin(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


_SIZES = {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def value_of(numeral: str) -> float:
    """What a printed number says: ``1.59 million`` is 1590000."""
    digits, _, size = numeral.partition(" ")
    return float(digits.replace(",", "").replace("−", "-")) * _SIZES[size]


def labels() -> list[str]:
    """Every exhibit of the book."""
    return list(_pages())
