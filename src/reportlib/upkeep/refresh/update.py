"""A publisher's new file becomes the new vintage of a dataset, or nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportlib.base import manifests
from reportlib.base.economies import economies
from reportlib.base.errors import DatasetError
from reportlib.base.files import make_folder
from reportlib.base.locks import changing
from reportlib.base.manifests import Manifest
from reportlib.base.project import find_root
from reportlib.upkeep.refresh.cards import find_dataset
from reportlib.upkeep.refresh.changes import (
    MOST_LISTED,
    Changes,
    compare,
    refuse_another_unit,
    refuse_disagreement,
    refuse_losses,
    refuse_vanished,
)
from reportlib.upkeep.refresh.descriptors import Edit, Passage, edited, passages_to_read
from reportlib.upkeep.refresh.downloads import Sheet, read_download
from reportlib.upkeep.refresh.formats import FORMATS, Published, read_published
from reportlib.upkeep.refresh.judging import judged, points_for_thousands
from reportlib.upkeep.refresh.recipes import NewSource, Recipe, read_recipe
from reportlib.upkeep.refresh.replacing import replace_together
from reportlib.upkeep.refresh.revisions import Renewed, records
from reportlib.upkeep.refresh.staging import doubts, package_with, places_of, schema_faults, staged
from reportlib.upkeep.refresh.tables import Table, read_table
from reportlib.upkeep.refresh.vintage import SOURCE, Shaper, Vintage
from reportlib.upkeep.uses import Uses, uses

_VINTAGE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True)
class Update:
    """What an update did, or would do on a dry run."""

    manifest: Manifest
    vintage: tuple[str, str]
    retrieved: tuple[str, str]
    changes: Changes
    shaped: Vintage
    series: tuple[str, ...]
    judged: tuple[str, ...]
    doubts: tuple[str, ...]
    records: tuple[Path, ...]
    passages: tuple[Passage, ...]
    uses: Uses | None
    written: bool


def update_dataset(
    name: str,
    files: Sequence[Path],
    *,
    vintage: str = "",
    retrieved: str = "",
    dated: str = "",
    encoding: str = "",
    dry_run: bool = False,
    accept: bool = False,
    accept_losses: bool = False,
) -> Update:
    """Make new files of the publisher the dataset's new vintage, by its recipe.

    Data, descriptor, data package and the records of what was revised are written together, and
    only where the new files pass: the bounds of the schema, frictionless on a copy, and the
    judgement of every economy and column against what is held.

    Args:
        vintage: the publisher's date or edition, where the file does not state it.
        retrieved: the day of the download; today where empty.
        dated: the day that the server gave the files, for want of a better vintage.
        encoding: of the files' text; UTF-8 where empty.
        dry_run: compare and check, but write nothing.
        accept: write although something is to be judged.
        accept_losses: let go of many figures that the new files have no more.

    Raises:
        DatasetError: a file is not what the recipe expects, does not pass, or is to be judged.
        BuildError: a file cannot be written, or a book is being made from the data; nothing was
            changed.
    """
    root = find_root()
    old = _sound(find_dataset(name, root))
    recipe = read_recipe(old.manifest)
    day = _retrieved(retrieved)
    appends = (old.manifest.reportlib.renewal or "").startswith("append")
    read = _read_all(files, recipe, encoding, appends=appends)
    edition = _vintage(read, vintage, dated, day, old.manifest)
    source = _new_source(recipe, read, edition)
    shaper = Shaper(old, recipe, economies(), date.fromisoformat(day).year)
    shaped = shaper.shape(read, source.name if source else "")
    changes = compare(old, shaped.table)
    said = ", ".join(dict.fromkeys(str(sheet.path) for sheet, _ in read))
    if not shaped.table.rows:
        raise DatasetError(f"{said}: no figure in it is of an economy of the book.")
    if not accept_losses:
        refuse_losses(said, old, changes, shaped.kept_out)
        refuse_vanished(said, old, changes, shaped.kept_out, shaped.unknown)
    refuse_another_unit(said, changes)
    refuse_disagreement(said, changes, old.manifest.reportlib.renewal)
    strange = (
        *(text for _, published in read for text in points_for_thousands(published, old)),
        *judged(old, shaped.table, recipe),
    )
    edit = _edit(shaped.table, recipe, read, edition, day, source, appends=appends)
    data, descriptor = shaped.table.to_bytes(), edited(old.manifest, edit)
    with staged(old.manifest, data, descriptor) as new:
        faults = [f"{said}: once in its place: {text}" for text in schema_faults(new)]
        if faults:
            raise DatasetError(*faults, f"{old.manifest.data_file}: was not changed.")
        before = set() if old.manifest.is_left_out else doubts(old.manifest)
        found = sorted(doubts(new) - before)
        used = uses(root, old.manifest.stem)  # before the data are newer than any book
        if not (dry_run or accept):
            _refuse_unjudged(said, (*strange, *found))
        renewed = Renewed(old, changes, (old.manifest.reportlib.vintage, edit.vintage))
        if not dry_run:
            with changing(root):
                package = package_with(old.manifest, new)
                kept = records(renewed, root)
                for place in kept:
                    make_folder(place.parent)
                replace_together(places_of(old.manifest, data, descriptor, package) | kept)
            manifests._read_manifest.cache_clear()  # it holds the descriptor that was replaced
    return Update(
        manifest=old.manifest,
        vintage=(old.manifest.reportlib.vintage, edit.vintage),
        retrieved=(old.manifest.reportlib.retrieved, day),
        changes=changes,
        shaped=shaped,
        series=tuple(dict.fromkeys(published.part.series for _, published in read)),
        judged=strange,
        doubts=tuple(found),
        records=tuple(records(renewed, root) if dry_run else kept),
        passages=passages_to_read(old.manifest.file, descriptor),
        uses=used,
        written=not dry_run,
    )


def _refuse_unjudged(files: str, found: Sequence[str]) -> None:
    if found:
        more = [f"and {len(found) - MOST_LISTED} more"] if len(found) > MOST_LISTED else []
        raise DatasetError(
            *found[:MOST_LISTED],
            *more,
            f"{files}: {len(found)} to judge, so nothing was changed. Look at the file, and at "
            f"what --dry-run shows; if all of it is the publisher's own, repeat with --accept.",
        )


def _sound(manifest: Manifest) -> Table:
    """The table as it stands, if it is the one that its descriptor describes."""
    table = read_table(manifest)
    if manifest.is_left_out:
        return table
    found = f"sha256:{sha256(manifest.data_file.read_bytes()).hexdigest()}"
    if found != manifest.hash:
        raise DatasetError(
            f"{manifest.data_file}: its checksum is {found}, expected {manifest.hash} as "
            f"{manifest.file.name} says. Restore the file before a new vintage takes its place."
        )
    return table


def _read_all(
    files: Sequence[Path], recipe: Recipe, encoding: str, *, appends: bool
) -> list[tuple[Sheet, Published]]:
    """The parts in all files; each once, and all of them where a row cannot say its vintage."""
    read: list[tuple[Sheet, Published]] = []
    for path in files:
        sheet = read_download(path, encoding, FORMATS[recipe.format].sheet)
        for published in read_published(sheet, recipe):
            other = next((s for s, p in read if p.part == published.part), None)
            if other is not None:
                raise DatasetError(
                    f"{path}: holds {published.part.series} like {other.path}. "
                    f"Name one file of each."
                )
            read.append((sheet, published))
    lacking = [part for part in recipe.parts if part not in {p.part for _, p in read}]
    if lacking and recipe.source is None and not appends:
        raise DatasetError(
            f"The recipe needs {', '.join(part.series for part in lacking)} as well, so that all "
            f"figures are of one vintage. Download from {recipe.page} and name all files at once."
        )
    return read


def _retrieved(text: str) -> str:
    today = date.today()
    if not text:
        return today.isoformat()
    day = _day(text)
    if day is None or day > today:
        raise DatasetError(
            f"retrieved = {text[:40]!a} is not a day up to today. Expected one like {today}."
        )
    return text


def _vintage(
    read: Sequence[tuple[Sheet, Published]],
    given: str,
    dated: str,
    day: str,
    manifest: Manifest,
) -> str:
    stated = {published.updated: sheet for sheet, published in read if published.updated}
    if given and (not _VINTAGE.fullmatch(given) or (len(given) == 10 and not _day(given))):
        raise DatasetError(
            f"vintage = {given[:40]!a} is not a date or an edition. Expected a year, a month or a "
            f"day such as 2026, 2026-07 or 2026-07-13."
        )
    if given and any(not text.startswith(given) for text in stated):
        text, sheet = next(iter(stated.items()))
        raise DatasetError(
            f"{sheet.path}: says that it was last updated on {text}, not on {given}. Leave out "
            f"--vintage, or name the file of that day."
        )
    if len(stated) > 1 and not given:
        found = "; ".join(f"{sheet.path} {text}" for text, sheet in stated.items())
        raise DatasetError(
            f"The files are of different days: {found}. Download all of them on one day."
        )
    edition = next(iter(stated), "") or given or dated
    if not edition:
        raise DatasetError(
            f"{read[0][0].path}: does not say of when it is. Add --vintage with the publisher's "
            f"date or edition, such as --vintage 2026-07."
        )
    if edition > day[: len(edition)]:
        raise DatasetError(f"vintage = {edition} is later than the day of retrieval, {day}.")
    held = _dates(manifest)[-1]
    shared = min(len(held), len(edition))
    if edition[:shared] < held[:shared]:
        raise DatasetError(
            f"{read[0][0].path}: is of {edition}, older than the vintage {held} that is held. "
            f"Download the newest."
        )
    return edition


def _dates(manifest: Manifest) -> list[str]:
    """The dates in the vintage that the descriptor states, the newest last."""
    return sorted(re.findall(_VINTAGE, manifest.reportlib.vintage)) or [""]


def _stated(manifest: Manifest, edition: str, whole: bool) -> str:
    """The vintage to state: from the oldest to the new one, where parts stay as they are."""
    oldest = _dates(manifest)[0]
    return edition if whole or not oldest else f"{oldest[:7]} to {edition[:7]}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _new_source(
    recipe: Recipe, read: Sequence[tuple[Sheet, Published]], vintage: str
) -> NewSource | None:
    if recipe.source is None:
        return None
    series = [published.part.series for _, published in read]
    values = {
        "vintage": vintage,
        "month": vintage[:7],
        "series": " and ".join(series),
        "first": series[0],
    }
    texts: dict[str, str] = recipe.source.model_dump()
    return NewSource(**{name: text.format_map(values) for name, text in texts.items()})


def _edit(
    table: Table,
    recipe: Recipe,
    read: Sequence[tuple[Sheet, Published]],
    vintage: str,
    day: str,
    source: NewSource | None,
    *,
    appends: bool,
) -> Edit:
    data = table.to_bytes()
    years = [int(year) for year in table.values(recipe.year)]
    held = [entry.name for entry in table.manifest.sources]
    used = table.values(SOURCE) if source else set()
    order = [source.name, *held] if source else []
    return Edit(
        hash=f"sha256:{sha256(data).hexdigest()}",
        bytes=len(data),
        vintage=_stated(table.manifest, vintage, appends or len(read) == len(recipe.parts)),
        retrieved=day,
        year_column=recipe.year,
        years=(min(years), max(years)),
        sources=tuple(dict.fromkeys(name for name in order if name in used)),
        new_source=source,
        whole=len(read) == len(recipe.parts),
    )
