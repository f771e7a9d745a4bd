"""What the five reference pages share.

Their headlines count datasets and what descriptors say. That stands in no row of a dataset, so
these counts are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportlib.base.economies import economies
from reportlib.base.manifests import Manifest, Rows
from reportlib.content.edition import Edition
from reportlib.content.numbers import say_whole
from reportlib.topics.codes import say_code

PLACES = ("economy", "office", "origin")
"""The columns that say which economy, office or origin a row is of."""


def concerns(codes: Iterable[str], edition: Edition) -> bool:
    """Whether a remark on these economies is to be told: of the edition's own, or of all."""
    named = set(codes)
    return not named or edition.code in named


def say_concern(count: int, edition: Edition) -> str:
    """How many remarks of descriptors concern the edition's economy: ``6 concern China``."""
    verb = "concern" if count > 1 else "concerns"
    return f"{say_whole(count) if count else 'none'} {verb} {edition.named}"


def say_where(where: Rows, titles: Mapping[str, str]) -> str:
    """The rows that a remark is of, in words."""
    names = {code: economy.name for code, economy in economies().items()} | dict(titles)
    values = [str(value) for _, group in where for value in group]
    return ", ".join(names.get(value) or say_code(value) for value in values)


def titles_of(manifest: Manifest) -> dict[str, str]:
    """The titles of a dataset's columns, by their names."""
    return {field.name: field.title for field in manifest.table.fields}
