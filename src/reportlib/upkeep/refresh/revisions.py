"""Record what a renewal revised: a table beside the data, and a line in the changelog."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from textwrap import fill

from reportlib.upkeep.refresh.changes import Changes
from reportlib.upkeep.refresh.tables import Table

FOLDER = "revisions"
CHANGELOG = "CHANGELOG.md"
HEADING = "### Figures that were revised"
MOST_NAMED = 10
_ABOVE = "## [Unreleased]\n"


@dataclass(frozen=True)
class Renewed:
    """A renewal: the table as it was, what changed, and the vintages, the old one first."""

    old: Table
    changes: Changes
    vintages: tuple[str, str]


def records(renewed: Renewed, root: Path) -> dict[Path, bytes]:
    """The files that record a renewal, with their new contents; none where nothing changed."""
    found: dict[Path, bytes] = {}
    name = renewed.old.manifest.stem
    if renewed.changes.revised or renewed.changes.removed:
        place = root / "data" / FOLDER / f"{name}.csv"
        earlier = place.read_bytes() if place.is_file() else b""
        found[place] = earlier + _table(renewed, header=not earlier)
    changelog = root / CHANGELOG
    text = changelog.read_bytes().decode() if changelog.is_file() else ""
    if _ABOVE in text and not renewed.changes.is_empty:
        found[changelog] = _told(text, _entry(renewed)).encode()
    return found


def _table(renewed: Renewed, *, header: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    keys = renewed.old.key_columns
    if header:
        writer.writerow(["old_vintage", "new_vintage", *keys, "column", "old", "new", "difference"])
    writer.writerows([*renewed.vintages, *row] for row in sorted(_rows(renewed)))
    return out.getvalue().encode()


def _rows(renewed: Renewed) -> Iterator[list[str]]:
    before = renewed.old.figures()
    for r in renewed.changes.revised:
        yield [*r.key, r.column, r.old, r.new, f"{Decimal(r.new) - Decimal(r.old):f}"]
    for key, column in renewed.changes.removed:
        yield [*key, column, before[key, column], "", ""]


def _entry(renewed: Renewed) -> str:
    changes, name = renewed.changes, renewed.old.manifest.stem
    text = (
        f"- `{name}`, vintage {' to '.join(renewed.vintages)}: {len(changes.added):,} figures "
        f"added, {len(changes.removed):,} removed, {len(changes.revised):,} revised."
    )
    largest = [
        f"{' '.join(r.key)} {r.column} {r.old} to {r.new}" for r in changes.revised[:MOST_NAMED]
    ]
    if largest:
        text += f" Largest: {'; '.join(largest)}."
    if changes.revised or changes.removed:
        text += f" All: `data/{FOLDER}/{name}.csv`."
    return fill(text, 104, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _told(text: str, entry: str) -> str:
    """The changelog with the entry as the first under its heading in what is not released yet."""
    above, _, rest = text.partition(_ABOVE)
    unreleased, mark, released = rest.partition("\n## ")
    if f"{HEADING}\n" in unreleased:
        unreleased = unreleased.replace(f"{HEADING}\n\n", f"{HEADING}\n\n{entry}\n", 1)
    else:
        unreleased = f"\n{HEADING}\n\n{entry}\n{unreleased}"
    return f"{above}{_ABOVE}{unreleased}{mark}{released}"
