"""What a printed book says of itself: title page, imprint, colophon and checksums.

Everything is taken from checked values: the parameters, the descriptors, the settings and
the citation file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from reportlib import __version__
from reportlib.book import read_settings
from reportlib.errors import BuildError
from reportlib.fonts import desktop_fonts
from reportlib.inputs import digest, file_digest
from reportlib.manifests import Manifest, dataset_names, read_manifest
from reportlib.parameters import GROUP_SIZE, Parameters, economies

CITATION = "CITATION.cff"
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
SHORT = 16  # letters of a digest in print

GROUPS = {
    "top": f"the {GROUP_SIZE} with the most patent applications",
    "region": f"the {GROUP_SIZE} of its region with the most patent applications",
    "income": f"the {GROUP_SIZE} of its income group with the most patent applications",
}
SCALES = {
    "count": "counts as they are",
    "per_million": "counts per million people",
    "per_gdp": "counts per billion PPP dollars of GDP",
}


def timestamp() -> int:
    """The date of the PDF in seconds since 1970: that of the newest data, or as the caller set.

    Raises:
        BuildError: ``SOURCE_DATE_EPOCH`` is set to anything but seconds.
    """
    given = os.environ.get(EPOCH_VARIABLE)
    if given is None:
        read = date.fromisoformat(_newest(_manifests()))
        return int(datetime(read.year, read.month, read.day, tzinfo=UTC).timestamp())
    if not given.isdecimal():
        raise BuildError(f"{EPOCH_VARIABLE} = {given!a}: expected seconds since 1970.")
    return int(given)


def _manifests() -> list[Manifest]:
    return [read_manifest(name) for name in dataset_names()]


def _newest(manifests: Iterable[Manifest]) -> str:
    return max(manifest.reportlib.retrieved for manifest in manifests)


def front_matter(root: Path, parameters: Parameters, template: Path | None) -> dict[str, Any]:
    """What the builder prints before and after the chapters; the settings have the last word."""
    settings = read_settings(root)
    cited = _citation_file(root)
    manifests = _manifests()
    title = str(cited.get("title") or settings.get("title") or "A report book")
    authors = [str(author["name"]) for author in cited.get("authors", [])]
    found = {
        "title": title,
        "subtitle": f"Edition for {economies()[parameters.economy].name}",
        "authors": authors or [str(settings.get("author", ""))],
        "date": _said(datetime.fromtimestamp(timestamp(), tz=UTC).date()),
        "version": __version__,
        "citation": _citation(title, authors, str(cited.get("date-released", "")), parameters),
        "edition": _edition(parameters, manifests),
        "imprint": _IMPRINT,
        "colophon": _colophon(len(manifests)),
        "checksums": _checksums(root, manifests, template),
        "keywords": [str(word) for word in cited.get("keywords", [])],
    }
    configured = settings.get("sphinx", {}).get("config", {}).get("typst_meta", {})
    return {**found, **configured}


def _citation_file(root: Path) -> Mapping[str, Any]:
    place = root / CITATION
    if not place.is_file():
        return {}
    try:
        found = yaml.safe_load(place.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise BuildError(f"{place}: not readable as YAML in UTF-8: {error}") from error
    return found if isinstance(found, dict) else {}


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _citation(title: str, authors: list[str], released: str, parameters: Parameters) -> str:
    """How to cite: the edition, since data and parameters change the numbers."""
    by = f"{', '.join(authors)} ({released[:4]}). " if authors else ""
    economy = economies()[parameters.economy].name
    changed = "; ".join(f"{name} {value}" for name, value in _changed(parameters).items())
    return (
        f"{by}{title}. Version {__version__}, edition for {economy}, "
        f"{parameters.first_year}–{parameters.last_year}{f' ({changed})' if changed else ''}."
    )


def _changed(parameters: Parameters) -> dict[str, str | int]:
    """What else of the edition must be told to make it again."""
    shown = ("economy", "first_year", "last_year")
    return {name: value for name, value in parameters.changed().items() if name not in shown}


def _edition(parameters: Parameters, manifests: list[Manifest]) -> list[tuple[str, str]]:
    economy = economies()[parameters.economy]
    newest = max(manifest.reportlib.vintage for manifest in manifests)
    return [
        ("Economy", f"{economy.name} {economy.name_zh}".strip() + f" ({economy.code})"),
        ("Peers", _peers(parameters.peers)),
        ("Years", f"{parameters.first_year}–{parameters.last_year}"),
        ("Scale", SCALES[parameters.scale]),
        ("Length of a ranking", str(parameters.top_n)),
        ("Newest data", newest),
        ("Data read up to", _newest(manifests)),
    ]


def _peers(value: str) -> str:
    names = economies()
    return GROUPS.get(value) or ", ".join(names[code].name for code in value.split(","))


_IMPRINT = [
    "Each exhibit names the publishers of its data with vintage and licence. Where the data hold "
    "nothing on the economy, the page says so; nothing is filled in by an estimate.",
    "The name or code of an economy says nothing about its legal status.",
]


def _colophon(datasets: int) -> list[str]:
    return [
        f"Made by reportlib {__version__} and set by Typst {version('typst')} from {datasets} "
        f"datasets. The same inputs give the same file, byte for byte; its date is that of the "
        f"newest data, not of the day it was made.",
        "The file is tagged for reading aloud, and was written in the mode of the typesetter "
        "that refuses what PDF/UA-1 does not allow. Nobody has certified it.",
        f"Below stand the first {SHORT} letters of SHA-256 digests: of the parts of the book, and "
        f"of the table of each dataset. The descriptors beside the tables have them in full.",
    ]


def _checksums(
    root: Path, manifests: list[Manifest], template: Path | None
) -> list[tuple[str, str]]:
    built_in = Path(__file__).resolve().parent / "typst" / "template.typ"
    tables = {manifest.stem: manifest.hash.removeprefix("sha256:") for manifest in manifests}
    parts = {
        "all tables": digest(tables),
        "settings": file_digest(root / "_config.yml"),
        "template": file_digest(template or built_in),
        "fonts": digest([file_digest(path) for path in desktop_fonts()]),
    }
    return [(name, value[:SHORT]) for name, value in (parts | tables).items()]
