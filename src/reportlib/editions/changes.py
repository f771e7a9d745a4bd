"""What a release of a site has otherwise than the one before: edition by edition, by which data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reportlib.base.editions import EDITIONS_FILE, EditionRecord
from reportlib.base.errors import BuildError
from reportlib.base.releases import (
    Changes,
    DatasetChanges,
    EditionChanges,
    EditionNamed,
    Revised,
    What,
)
from reportlib.build.comparison import Comparison, NumberChange, compare_books
from reportlib.build.provenance import (
    DATA,
    FILE,
    DatasetRecord,
    TableRecord,
    Tables,
    read_datasets,
    read_index,
    read_provenance,
)

LARGEST = 3  # revisions of an edition that are named
_LONGEST = 120  # letters of the words around a number


def changes_between(
    release: str, new: Path, editions: Sequence[EditionRecord], before: str, old: Path
) -> Changes:
    """Compare a release that is being made with the one before.

    Args:
        new: the folder in which the new one lies.
        editions: of the new one, also those that could not be made.
        old: the folder of the one before.

    Raises:
        BuildError: a book is not as it was written, or one of another version of the program.
    """
    titles = {**_titles(old), **{each.name: each.title for each in editions}}
    made = {each.name for each in editions if not each.missing}
    had = {name for name in titles if (old / name / FILE).is_file()}
    was, now = read_datasets(old / DATA), read_datasets(new / DATA)
    same = {name for name in was.keys() & now.keys() if _terms(was[name]) == _terms(now[name])}
    tables: Tables = {}
    found: list[EditionChanges] = []
    for name in sorted(made & had, key=lambda name: (titles[name], name)):
        if not _is_untouched(old / name, new / name, same):
            books = (read_provenance(folder / name, tables) for folder in (old, new))
            counted = _counted(name, titles[name], compare_books(*books))
            found += [counted] if counted else []
    why = {each.name: each.missing for each in editions}
    return Changes(
        release=release,
        before=before,
        datasets=tuple(_datasets(was, now, found)),
        editions=tuple(found),
        same=len(made & had) - len(found),
        added=tuple(
            EditionNamed(name=each.name, title=each.title)
            for each in editions
            if each.name in made - had
        ),
        gone=tuple(
            EditionNamed(name=name, title=titles[name], why=why.get(name, ""))
            for name in sorted(had - made)
        ),
    )


def _titles(release: Path) -> Mapping[str, str]:
    """The titles of a release's editions by their names."""
    place = release / EDITIONS_FILE
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        return {each["name"]: each["title"] for each in content["editions"]}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise BuildError(f"{place}: is no list of editions. Restore it.") from error


def _is_untouched(old: Path, new: Path, same: set[str]) -> bool:
    """Whether an edition says the same of the same data; then nothing of it must be compared."""
    if (old / FILE).read_bytes() != (new / FILE).read_bytes():
        return False
    index = read_index(new)
    return index.datasets.keys() <= same and all(
        (old / part).is_file() and (old / part).read_bytes() == (new / part).read_bytes()
        for part in index.pages.values()
    )


def _counted(name: str, title: str, found: Comparison) -> EditionChanges | None:
    """What differs in an edition, apart from what is told of datasets; None where nothing does."""
    others = dict.fromkeys(("datasets", "datasets_added", "datasets_removed"), ())
    if found.model_copy(update=others).is_empty:
        return None
    seen = [each for each in found.changed if each.old.text != each.new.text]
    by_data = Counter(data for each in found.changed for data in each.datasets)
    return EditionChanges(
        name=name,
        title=title,
        revised=len(found.changed),
        unseen=len(found.changed) - len(seen),
        appeared=len(found.appeared),
        disappeared=len(found.disappeared),
        redrawn=len(found.drawn),
        exhibits_added=len(found.exhibits_added),
        exhibits_removed=len(found.exhibits_removed),
        now_missing=len(found.now_missing),
        now_shown=len(found.now_shown),
        by_data=dict(sorted(by_data.items())),
        unexplained=sum(not each.datasets for each in found.changed),
        parameters=found.parameters,
        largest=tuple(map(_revised, seen[:LARGEST])),
    )


def _revised(change: NumberChange) -> Revised:
    now = change.new
    words = now.context if len(now.context) <= _LONGEST else f"{now.context[:_LONGEST]} …"
    return Revised(
        page=now.page,
        place=now.exhibit,
        context=words,
        old=change.old.text,
        new=now.text,
        datasets=change.datasets,
    )


def _datasets(
    was: Mapping[str, TableRecord], now: Mapping[str, TableRecord], found: Iterable[EditionChanges]
) -> Iterable[DatasetChanges]:
    """The datasets that are not as before, those first that revised most."""
    revised: Counter[str] = Counter()
    editions: Counter[str] = Counter()
    for each in found:
        revised.update(each.by_data)
        editions.update(each.by_data.keys())
    told = [
        DatasetChanges(
            name=name,
            title=(now.get(name) or was[name]).title,
            what=_what(was.get(name), now.get(name)),
            old=was[name].vintage if name in was else "",
            new=now[name].vintage if name in now else "",
            revised=revised[name],
            editions=editions[name],
        )
        for name in {**was, **now}
        if name not in was or name not in now or _terms(was[name]) != _terms(now[name])
    ]
    return sorted(told, key=lambda each: (-each.revised, each.title))


def _what(was: TableRecord | None, now: TableRecord | None) -> What:
    if was is None:
        return "added"
    if now is None:
        return "withdrawn"
    return "described" if was.checksum == now.checksum else "changed"


def _terms(table: TableRecord) -> dict[str, object]:
    return {name: getattr(table, name) for name in DatasetRecord.model_fields}
