"""What the datasets are, and how far they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.project import find_root
from reportlib.base.rows import economy_column, time_column
from reportlib.upkeep.refresh.calendar import is_due, today
from reportlib.upkeep.refresh.recipes import recipe_names
from reportlib.upkeep.refresh.tables import Table, read_table

_LICENCE_FLAGS = {"yes": "free", "no": "not to be passed on", "derived-only": "charts only"}


@dataclass(frozen=True)
class Coverage:
    """How far a dataset goes: years (or editions, or periods), economies, rows.

    ``economies`` is None where no column refers to the list of economies; ``newest_economies``
    counts those of the last year.
    """

    rows: int
    first: str
    last: str
    economies: int | None
    newest_economies: int | None

    @property
    def years(self) -> str:
        """The span as a person writes it."""
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Card:
    """A dataset's manifest with its coverage, its age in days, and whether its publisher is due."""

    manifest: Manifest
    coverage: Coverage
    age: int | None
    has_recipe: bool
    is_due: bool

    @property
    def licence(self) -> str:
        """Whether the table may be passed on, in two words."""
        return _LICENCE_FLAGS[self.manifest.reportlib.redistribute]


def find_dataset(name: str, root: Path | None = None) -> Manifest:
    """The dataset of that name, written with hyphens or underscores.

    Raises:
        DatasetError: there is none; names the nearest.
    """
    data = (root or find_root()) / "data"
    names = dataset_names(data)
    wanted = name.strip().replace("-", "_")
    if wanted in names:
        return read_manifest(wanted, data)
    close = get_close_matches(wanted.lower()[:80], names, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise DatasetError(
        f"There is no dataset {name[:60]!a}.{hint} `reportlib data list` shows all {len(names)}."
    )


def list_cards(root: Path | None = None) -> tuple[Card, ...]:
    """The cards of all datasets, in alphabetical order.

    Raises:
        DatasetError: datasets cannot be read; every fault in one message.
    """
    data = (root or find_root()) / "data"
    cards: list[Card] = []
    problems: list[str] = []
    for name in dataset_names(data):
        try:
            cards.append(make_card(read_manifest(name, data)))
        except DatasetError as error:
            problems += error.problems
    if problems:
        raise DatasetError(*problems)
    return tuple(cards)


def make_card(manifest: Manifest) -> Card:
    """A dataset's card; its file is read for the coverage."""
    return Card(
        manifest,
        cover(read_table(manifest)),
        _age(manifest.reportlib.retrieved),
        manifest.stem in recipe_names(manifest.file.parent),
        is_due(manifest.reportlib.next_release, today()),
    )


def cover(table: Table) -> Coverage:
    """How far a table goes."""
    time, place = time_column(table.manifest), economy_column(table.manifest)
    times = sorted(table.values(time)) if time else []
    newest = {
        row[place] for row in table.rows.values() if place and time and row[time] == times[-1]
    }
    return Coverage(
        rows=len(table.rows),
        first=times[0][:4] if times else "",
        last=times[-1][-4:] if times else "",
        economies=len(table.values(place)) if place else None,
        newest_economies=len(newest - {""}) if place and time else None,
    )


def _age(retrieved: str) -> int | None:
    try:
        return max((today() - date.fromisoformat(retrieved)).days, 0)
    except ValueError:
        return None
