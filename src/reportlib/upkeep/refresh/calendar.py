"""Which publishers are due: by the month that a descriptor expects their next release in."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import SUFFIX, Manifest, dataset_names, read_manifest
from reportlib.base.project import EPOCH_VARIABLE, find_root
from reportlib.upkeep.refresh.changes import listed

_EXPECTED = re.compile(r"next_release: *['\"]?(\d{4}-\d\d)\b")

_MOST_NAMED = 3


def today() -> date:
    """The day that is reckoned from: today, or that of ``SOURCE_DATE_EPOCH`` where it is set."""
    given = os.environ.get(EPOCH_VARIABLE, "")
    return datetime.fromtimestamp(int(given), UTC).date() if given.isdecimal() else date.today()


def is_due(next_release: str, day: date) -> bool:
    """Whether the month of an expected release is over."""
    return bool(next_release) and next_release < f"{day:%Y-%m}"


def due_datasets(day: date, root: Path | None = None) -> tuple[Manifest, ...]:
    """The datasets whose publisher is due on a day, in alphabetical order.

    Descriptors that cannot be read are passed over: `reportlib check` names them.
    """
    data = (root or find_root()) / "data"
    return tuple(_due(data, day))


def _due(data: Path, day: date) -> Iterator[Manifest]:
    for name in dataset_names(data):
        try:
            # To parse a descriptor takes long, and most of them expect nothing yet.
            text = (data / f"{name}{SUFFIX}").read_text(encoding="utf-8")
            if any(is_due(month, day) for month in _EXPECTED.findall(text)):
                manifest = read_manifest(name, data)
                if is_due(manifest.reportlib.next_release, day):
                    yield manifest
        except (DatasetError, OSError, UnicodeDecodeError):
            continue


def due_lines(manifests: Iterable[Manifest]) -> Iterator[str]:
    """A line for each release that is due, with the first of the datasets that wait for it."""
    waiting: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for manifest in manifests:
        said = manifest.reportlib
        waiting[said.next_release, said.release_rhythm].append(manifest.stem)
    for (month, rhythm), names in sorted(waiting.items()):
        yield f"Due since {month}: {listed(names, _MOST_NAMED)}. {rhythm}"
    if waiting:
        yield "`reportlib data list --due` names all of them."
