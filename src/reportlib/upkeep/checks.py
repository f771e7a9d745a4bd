"""Check the whole project: settings, descriptors, data, measures, chapters, table of contents.

frictionless validates the data and the descriptors' own vocabulary, `reportlib.base.plausibility`
asks whether the figures can be true; here stands only what neither knows.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from reportlib.base.economies import economies
from reportlib.base.errors import ChapterError, DatasetError
from reportlib.base.manifests import Manifest, dataset_names
from reportlib.base.measures import measure_faults
from reportlib.base.parameters import default_faults
from reportlib.base.project import find_root
from reportlib.base.settings import Data, Settings, project_settings, setting_faults, setting_place
from reportlib.build.chapters import chapter_faults, list_chapters
from reportlib.upkeep.package import PACKAGE, package_text, read_manifests, read_resources
from reportlib.upkeep.prose_check import descriptor_faults, prose_faults
from reportlib.upkeep.refresh.placeholders import with_placeholders
from reportlib.upkeep.wording import worded

# Python reads 1_000 and the digits of other scripts as numbers; readers of CSV do not.
LOOSE = re.compile(r"_|[^\x00-\x7f]")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would go through millions of cells again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def check_project(root: Path | None = None) -> tuple[str, ...]:
    """Every fault of the project, each naming file and place; empty where it is sound."""
    folder = root or find_root()
    data = folder / "data"
    unset = setting_faults(folder)
    settings = Settings() if unset else project_settings(folder)
    manifests, faults = read_manifests(data)
    faults = with_placeholders(data, faults)
    faults += _stray_files(data)
    resources = read_resources(manifests)
    if not faults and not unset:
        faults += _package_faults(data, package_text(resources, settings.data))
    for manifest in manifests:
        faults += _text_faults(manifest)
    faults += _economies_faults(folder, manifests)
    held = [manifest for manifest in manifests if not manifest.is_left_out]
    faults += _data_faults(data, read_resources(held))
    faults += _implausible(data, held, faults)
    faults += measure_faults(data)
    faults += chapter_faults(folder)
    if not unset:  # else what settings allow would be told as faults
        faults += _setting_faults(folder, settings, faults)
        faults += descriptor_faults(manifests, settings.prose.capitals)
        faults += prose_faults(folder, settings.prose.numerals)
    return (*unset, *faults)


def _setting_faults(root: Path, settings: Settings, faults: list[str]) -> Iterator[str]:
    """Settings that do not fit the project: its economies, its chapters."""
    yield from (said for said in default_faults(root) if said not in faults)
    try:
        chapters = {chapter.name for chapter in list_chapters(root)}
    except ChapterError:
        return
    for name in settings.labels:
        if name not in chapters:
            yield (
                f"{setting_place(root, 'labels', name)}: there is no such chapter. "
                f"The chapters are: {', '.join(sorted(chapters))}."
            )


def _stray_files(data: Path) -> list[str]:
    names = set(dataset_names(data))
    return [
        f"{path}: has no descriptor {path.stem}.resource.yaml beside it."
        for path in sorted(data.glob("*.csv"))
        if path.stem not in names
    ]


def _package_faults(data: Path, text: str) -> Iterator[str]:
    place = data / PACKAGE
    found = place.read_bytes() if place.is_file() else b""
    if found != text.encode():
        yield f"{place}: is not in step with the descriptors. Run `reportlib data package`."


def _text_faults(manifest: Manifest) -> Iterator[str]:
    """What frictionless takes as it comes, and another reader of the file may not."""
    place = manifest.data_file
    content = place.read_bytes() if place.is_file() else b""
    header, _, rows = content.partition(b"\n")
    if content.startswith(BOM_UTF8):
        yield f"{place}: begins with a byte order mark. Save it as UTF-8 without one."
    if b"\0" in content:
        yield f"{place}: holds a NUL character. Restore the file."
    if content and header.count(b",") + 1 < len(manifest.table.fields):
        yield f"{place}: its first line is not the columns with commas between them."
    if content and not rows.strip():
        yield f"{place}: has no rows."
    if b"\r" in content:
        yield f"{place}: has line ends of Windows. Save it with those of Unix (LF)."
    elif b"\0" not in content:
        yield from _cell_faults(manifest, content)


def _cell_faults(manifest: Manifest, content: bytes) -> Iterator[str]:
    """Cells that one reader takes and another refuses, or takes for something else."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
        header, *rows = filter(None, lines)  # blank lines are no rows
    except (UnicodeDecodeError, ValueError, csv.Error):
        return  # frictionless tells it
    fields = manifest.table.fields
    numbers = {field.name for field in fields if field.type in ("integer", "number")}
    numeric = [column in numbers for column in header]
    odd = {cell for cell in set(chain.from_iterable(rows)) if _said_of(cell, is_number=True)}
    for number, row in enumerate(rows, start=2):
        if odd.isdisjoint(row):
            continue
        for column, cell, is_number in zip(header, row, numeric, strict=False):
            if said := _said_of(cell, is_number=is_number):
                yield f"{manifest.data_file}: row {number}, column {column}: {cell!r:.80} {said}"


def _said_of(cell: str, *, is_number: bool) -> str:
    if cell != cell.strip():
        return "has blanks around it. Take them out."
    if is_number and LOOSE.search(cell):
        return "is no number in the digits 0 to 9 alone."
    return ""


def _economies_faults(root: Path, manifests: list[Manifest]) -> Iterator[str]:
    """The list of economies is not there, cannot be read, or lacks one that is named."""
    try:
        economies(root)
    except DatasetError as error:
        yield from error.problems
        return
    yield from _unknown_economies(root, manifests)


def _unknown_economies(root: Path, manifests: list[Manifest]) -> Iterator[str]:
    """Codes in breaks and caveats that the list of economies has not."""
    named = [
        (manifest, place, code)
        for manifest in manifests
        for place, codes in _economies_named(manifest)
        for code in codes
    ]
    known = economies(root) if named else {}
    for manifest, place, code in named:
        if code not in known:
            yield (
                f"{manifest.file}: {place}: {code!r} is no economy of economies.csv. "
                f"Write the code that stands there."
            )


def _economies_named(manifest: Manifest) -> Iterator[tuple[str, tuple[str, ...]]]:
    about = manifest.reportlib
    for number, found in enumerate(about.breaks):
        if found.economy:
            yield f"reportlib.breaks.{number}.economy", (found.economy,)
    for number, caveat in enumerate(about.caveats):
        yield f"reportlib.caveats.{number}.economies", caveat.economies


def _data_faults(data: Path, resources: list[dict[str, Any]]) -> Iterator[str]:
    from frictionless import FrictionlessException, Package, system

    from reportlib.upkeep.plain import plain_tables

    descriptor = json.loads(package_text(resources, Data()))
    with system.use_context(trusted=False):
        try:
            package = Package.from_descriptor(descriptor, basepath=str(data))
            package.to_descriptor(validate=True)
        except FrictionlessException as refused:
            for reason in refused.reasons or [refused.error]:
                yield f"{data}: {reason.message}"
            return
        plain = plain_tables(data, package, descriptor["resources"])
        for resource in package.resources:
            if resource.name not in plain:
                yield from _table_faults(data, resource.validate())


def _table_faults(data: Path, report: Any) -> Iterator[str]:
    for task in report.tasks:
        for error in task.errors:
            yield f"{data / task.place}: {worded(error, Path(task.place).stem)}"
    for error in report.errors:
        yield f"{data}: {error.message}"


def _implausible(data: Path, manifests: list[Manifest], faults: list[str]) -> list[str]:
    """Findings in datasets without any fault so far, which can be read as their schemas say."""
    from reportlib.base.plausibility import plausibility_faults

    if any(fault.startswith(f"{data}: ") for fault in faults):
        return []  # frictionless refused the package as a whole
    faulty = {fault.partition(": ")[0] for fault in faults}
    sound = [m for m in manifests if str(m.data_file) not in faulty]
    if unread := [problem for m in sound for problem in _unread(m)]:
        return unread
    return list(plausibility_faults(sound))


def _unread(manifest: Manifest) -> tuple[str, ...]:
    """What the reader that makes the book would refuse, and nothing before it has found."""
    from reportlib.content.datasets import load

    try:
        load(manifest)
    except DatasetError as error:
        return error.problems
    return ()
