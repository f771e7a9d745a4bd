"""How a book is cited: as its citation file says, and which edition of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.economies import economies
from reportlib.base.errors import ProjectError
from reportlib.base.parameters import Parameters, schema
from reportlib.base.settings import project_settings
from reportlib.base.yaml_text import read_yaml

FILE = "CITATION.cff"


def read_citation(root: Path) -> Mapping[str, Any]:
    """What the citation file says; nothing where a project has none.

    Raises:
        ProjectError: it cannot be read.
    """
    place = root / FILE
    if not place.is_file():
        return {}
    try:
        found = read_yaml(place.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise ProjectError(f"{place}: not readable as YAML in UTF-8: {error}") from error
    return found if isinstance(found, dict) else {}


def how_to_cite(root: Path, parameters: Parameters, *, title: str, extract: str = "") -> str:
    """How to cite an edition, since data and parameters change the numbers.

    Args:
        title: the book's.
        extract: the chapters that are meant, where these are not all.
    """
    cited = read_citation(root)
    authors = ", ".join(str(author["name"]) for author in cited.get("authors", []))
    by = f"{authors} ({released(cited)}). " if authors else ""
    part = f"{extract}. In: " if extract else ""
    version = str(project_settings(root).version or cited.get("version") or "")
    edition = edition_cited(parameters, root)
    which = ", ".join(filter(None, [f"version {version}" if version else "", edition]))
    said = f" {which[:1].upper()}{which[1:]}." if which else ""
    address = cited.get("url") or cited.get("repository-code") or ""
    return f"{by}{part}{title}.{said} {address}".strip()


def released(cited: Mapping[str, Any]) -> str:
    """The year in which the book was released; empty where the file names none."""
    return str(cited.get("date-released", ""))[:4]


def edition_said(parameters: Parameters, root: Path) -> str:
    """Which edition it is; empty for a book that has one alone."""
    if "economy" not in schema(root):
        return ""
    words = project_settings(root).words.edition
    return words.replace("{economy}", economies(root)[parameters.economy].name)


def edition_cited(parameters: Parameters, root: Path) -> str:
    """The edition as it is cited, with what else must be told to make it again."""
    edition, used = edition_said(parameters, root), schema(root)
    years = (
        f"{parameters.first_year}–{parameters.last_year}"
        if {"first_year", "last_year"} <= used.keys()
        else ""
    )
    more = "; ".join(f"{name} {value}" for name, value in other_changes(parameters).items())
    said = ", ".join(filter(None, [f"{edition[:1].lower()}{edition[1:]}", years]))
    return f"{said} ({more})" if more else said


def other_changes(parameters: Parameters) -> dict[str, str | int]:
    """What beside economy and years must be told of an edition to make it again."""
    shown = ("economy", "first_year", "last_year")
    return {name: value for name, value in parameters.changed().items() if name not in shown}
