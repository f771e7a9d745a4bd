"""What the pages on data and method share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportlib.base.economies import economies
from reportlib.base.manifests import Manifest, Rows
from reportlib.content.datasets import manifests
from reportlib.content.edition import Edition
from reportlib.content.numbers import Number, say_whole
from reportlib.topics.codes import say_code

ALL = "all"
PLACES = ("economy", "office", "origin")
"""The columns that say which economy, office or origin a row is of."""


def count_datasets(found: Iterable[Manifest], what: str) -> Number:
    """How many datasets there are; it rests on all, since all were looked through."""
    return count_noted(len(list(found)), what)


def count_noted(count: int, what: str) -> Number:
    """A count of what descriptors say; it rests on all datasets, since all were looked through."""
    names = tuple(m.name for m in manifests())
    return Number(count, say_whole, derivation=f"count of {what}", whole=names)


def concerns(codes: Iterable[str], edition: Edition) -> bool:
    """Whether a remark on these economies is to be told: of the edition's own, or of all."""
    named = set(codes)
    return not named or edition.code in named


def concern(count: Number) -> str:
    """The verb after a count of what concerns an economy."""
    return "concern" if count.value > 1 else "concerns"


def say_where(where: Rows, titles: Mapping[str, str]) -> str:
    """The rows that a remark is of, in words."""
    names = {code: economy.name for code, economy in economies().items()} | dict(titles)
    values = [str(value) for _, group in where for value in group]
    return ", ".join(names.get(value) or say_code(value) for value in values)


def titles_of(manifest: Manifest) -> dict[str, str]:
    """The titles of a dataset's columns, by their names."""
    return {field.name: field.title for field in manifest.table.fields}
