"""What is printed around the chapters: checked, completed, and handed on as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sphinx.config import Config

from reportlib.typst.errors import PrintError
from reportlib.typst.markup import printable

PAPERS = ("a4", "us-letter")
TEXTS = (
    "title", "subtitle", "date", "language", "region", "version", "licence", "copyright",
    "citation",
)  # fmt: skip
LISTS = ("authors", "cover", "imprint", "colophon", "keywords")
PAIRS = ("edition", "checksums")


def book_data(config: Config, fonts: Mapping[str, str | None], *, parts: bool) -> dict[str, Any]:
    """The mapping that the template reads.

    Raises:
        PrintError: ``typst_meta`` or ``typst_paper`` is not as described.
    """
    problems = [*_problems(config.typst_meta)]
    if config.typst_paper not in PAPERS:
        problems.append(
            f"typst_paper: there is no {config.typst_paper!r}; choose {' or '.join(PAPERS)}."
        )
    if problems:
        raise PrintError(problems)
    given = {key: _clean(value) for key, value in config.typst_meta.items()}
    return {
        **dict.fromkeys(TEXTS),
        **{name: [] for name in (*LISTS, *PAIRS)},
        "words": {},
        **_defaults(config),
        **given,
        "fonts": dict(fonts),
        "paper": config.typst_paper,
        "parts": parts,
        "depth": config.typst_contents_depth + parts,
    }


def _defaults(config: Config) -> dict[str, Any]:
    language, _, region = (config.language or "en").replace("-", "_").partition("_")
    return {
        "title": config.project,
        "authors": [config.author] if config.author != "unknown" else [],
        "language": language,
        "region": region if len(region) == 2 else None,
        "version": config.release or None,
        "copyright": config.copyright or None,
    }


def _problems(meta: Mapping[str, Any]) -> list[str]:
    known = (*TEXTS, *LISTS, *PAIRS, "words")
    problems = [f"typst_meta: there is no {name!r}." for name in meta if name not in known]
    for name, value in meta.items():
        expected = _expected(name, value)
        if expected:
            problems.append(f"typst_meta: {name!r} is {value!r}, expected {expected}.")
    return problems


def _expected(name: str, value: object) -> str:
    """What a value should have been; nothing where it is right."""
    if name in TEXTS and not isinstance(value, str | None):
        return "a string"
    if name in LISTS and not _is_list(value):
        return "a list of strings"
    if name in PAIRS and not (
        isinstance(value, list | tuple) and all(_is_list(each) and len(each) == 2 for each in value)
    ):
        return "a list of pairs of strings"
    if name == "words" and not (isinstance(value, Mapping) and _is_list([*value.values()])):
        return "a mapping of strings"
    return ""


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(each) for key, each in value.items()}
    return None if value is None else [_clean(each) for each in value]
