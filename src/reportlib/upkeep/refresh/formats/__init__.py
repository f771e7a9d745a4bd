"""The publishers' formats, each read by the module of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Sheet, quoted
from reportlib.upkeep.refresh.formats import (
    center,
    counted,
    gii,
    ncses,
    owid,
    sdmx,
    unesco,
    worldbank,
)
from reportlib.upkeep.refresh.formats.figures import Figure, Published
from reportlib.upkeep.refresh.recipes import Part, Recipe

__all__ = ["FORMATS", "Figure", "Published", "read_published"]


@dataclass(frozen=True)
class Format:
    """How to know a format, what to say of it, and how to read it.

    ``names`` and ``codes`` are the publisher's own, with ours, and ``two_letters`` says that it
    has codes of two. Of a format that ``is_any`` table may be, the reader tells whether it is.
    ``sheet`` is the one to read of a workbook.
    """

    expected: str
    missing: frozenset[str]
    is_format: Callable[[Sheet], bool]
    read: Callable[[Sheet, Sequence[Part]], list[Published]]
    is_group: Callable[[str], bool] = lambda _: False
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    two_letters: bool = False
    is_any: bool = False
    sheet: str = ""


FORMATS: Mapping[str, Format] = {
    "world-bank": Format(
        worldbank.EXPECTED,
        worldbank.MISSING,
        worldbank.is_format,
        worldbank.read,
        is_group=worldbank.is_group,
    ),
    "owid": Format(owid.EXPECTED, owid.MISSING, owid.is_format, owid.read, is_group=owid.is_group),
    "ncses": Format(ncses.EXPECTED, ncses.MISSING, ncses.is_format, ncses.read, names=ncses.NAMES),
    "sdmx-csv": Format(
        sdmx.EXPECTED, sdmx.MISSING, sdmx.is_format, sdmx.read, codes=sdmx.CODES, two_letters=True
    ),
    "ip-statistics": Format(
        center.EXPECTED,
        center.MISSING,
        center.is_format,
        center.read,
        is_group=center.is_group,
        two_letters=True,
    ),
    "gii-workbook": Format(gii.EXPECTED, gii.MISSING, gii.is_format, gii.read, sheet=gii.SHEET),
    "uis": Format(unesco.EXPECTED, unesco.MISSING, unesco.is_format, unesco.read),
    "counted": Format(
        counted.EXPECTED,
        counted.MISSING,
        counted.is_format,
        counted.read,
        names=ncses.NAMES,
        is_any=True,
    ),
}


def read_published(sheet: Sheet, recipe: Recipe) -> list[Published]:
    """The figures of a download that a recipe asks for.

    Raises:
        DatasetError: the file is of another format, damaged, or of another series.
    """
    wanted = FORMATS[recipe.format]
    if not (wanted.is_any or wanted.is_format(sheet)):
        others = [f.expected for f in FORMATS.values() if f.is_format(sheet)]
        found = (
            f"it looks like {others[0].partition(':')[0]}"
            if others
            else f"it begins with {', '.join(quoted(cell) for cell in sheet.first[:4])}"
        )
        raise DatasetError(f"{sheet.path}: expected {wanted.expected}; {found}.")
    return wanted.read(sheet, recipe.parts)
