"""Fetch datasets: download by the recorded recipe, and make the files the new vintage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlib.base.errors import DatasetError, ReportError
from reportlib.base.manifests import Manifest
from reportlib.base.project import find_root
from reportlib.upkeep.refresh.calendar import due_datasets, today
from reportlib.upkeep.refresh.cards import find_dataset
from reportlib.upkeep.refresh.fetching import Fetched, Limits, fetch_all, progress_bars
from reportlib.upkeep.refresh.recipes import Recipe, read_recipe, recipe_names
from reportlib.upkeep.refresh.update import Update, update_dataset

FOLDER = Path("_build", "downloads")


@dataclass(frozen=True)
class Options:
    """How to renew, as `reportlib data update` has it."""

    vintage: str = ""
    dry_run: bool = False
    accept: bool = False
    accept_losses: bool = False


@dataclass(frozen=True)
class Renewal:
    """What became of a dataset: its files and the update, or what stood against it."""

    name: str
    files: tuple[Fetched, ...] = ()
    update: Update | None = None
    problems: tuple[str, ...] = ()


def wanted_datasets(names: Sequence[str], *, due: bool) -> tuple[list[str], list[str]]:
    """The datasets to fetch, and those that are due but must be downloaded by hand.

    Raises:
        DatasetError: nothing is named, a name is unknown, or one has no recorded address.
    """
    root = find_root()
    with_recipe = recipe_names(root / "data")
    named = [find_dataset(name, root) for name in names]
    if not named and not due:
        raise DatasetError("Name the datasets to fetch, or add --due for those that are due.")
    lacking = [m.stem for m in named if m.stem not in with_recipe or not read_recipe(m).fetch]
    if lacking:
        raise DatasetError(*(_by_hand(name) for name in lacking))
    waiting = [m for m in due_datasets(today(), root) if m not in named] if due else []
    fetched = [m for m in waiting if m.stem in with_recipe and read_recipe(m).fetch]
    return [m.stem for m in (*named, *fetched)], [m.stem for m in waiting if m not in fetched]


def _by_hand(name: str) -> str:
    return (
        f"{name}: no address to fetch it from is recorded. Write `fetch` in its recipe, "
        f"data/recipes/{name}.yaml, or download by hand and use `reportlib data update`."
    )


def renew(
    names: Sequence[str], options: Options, limits: Limits | None = None
) -> Iterator[Renewal]:
    """Fetch datasets and update each; what stands against one does not stop the others."""
    root = find_root()
    for name in names:
        manifest = find_dataset(name, root)
        files: tuple[Fetched, ...] = ()
        try:
            files = _fetched(manifest, read_recipe(manifest), root, options, limits)
            yield Renewal(name, files, _updated(name, files, options))
        except ReportError as error:
            yield Renewal(name, files, problems=tuple(error.problems))


def _fetched(
    manifest: Manifest, recipe: Recipe, root: Path, options: Options, limits: Limits | None
) -> tuple[Fetched, ...]:
    edition = options.vintage or manifest.reportlib.next_release
    downloads = [download.of(edition) for download in recipe.fetch]
    names = {download.file: f"{manifest.stem}: {download.file}" for download in downloads}
    with progress_bars(names) as told:
        return tuple(fetch_all(downloads, root / FOLDER / manifest.stem, limits=limits, told=told))


def _updated(name: str, files: Sequence[Fetched], options: Options) -> Update:
    return update_dataset(
        name,
        [file.path for file in files],
        vintage=options.vintage,
        dated=max(file.dated for file in files),
        dry_run=options.dry_run,
        accept=options.accept,
        accept_losses=options.accept_losses,
    )
