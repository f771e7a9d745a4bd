"""Try a new vintage beside the project, before anything in it is touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.settings import Data, project_settings
from reportlib.upkeep.package import package_text, read_resources
from reportlib.upkeep.wording import worded

PACKAGE = "datapackage.json"


@contextmanager
def staged(old: Manifest, data: bytes, descriptor: str) -> Iterator[Manifest]:
    """A folder with the new files, and with those that they refer to, for the time it is open.

    Raises:
        DatasetError: the new descriptor is broken.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in needed(old) - {old.stem}:
            other = read_manifest(name, old.file.parent)
            if other.is_missing:
                continue
            shutil.copy(other.file, folder)
            shutil.copy(other.data_file, folder)
        (folder / old.path).write_bytes(data)
        (folder / old.file.name).write_text(descriptor, encoding="utf-8")
        yield read_manifest(old.stem, folder)


def needed(manifest: Manifest) -> set[str]:
    """The dataset, and those that its keys and relations refer to."""
    keys = (manifest.table.model_extra or {}).get("foreignKeys", [])
    named = {str(key["reference"]["resource"]).replace("-", "_") for key in keys}
    for relation in manifest.reportlib.relations:
        named |= {part.dataset for part in (relation.of, relation.per) if part and part.dataset}
    held = set(dataset_names(manifest.file.parent))
    return (named & held) | {manifest.stem, *({"economies"} & held)}


def schema_faults(new: Manifest) -> Iterator[str]:
    """What frictionless finds wrong with the new files, as `reportlib check` would."""
    import json

    from frictionless import FrictionlessException, Package, system

    folder = new.file.parent
    others = [read_manifest(name, folder) for name in dataset_names(folder)]
    with system.use_context(trusted=False):
        try:
            package = Package.from_descriptor(
                json.loads(package_text(read_resources(others), Data())), basepath=str(folder)
            )
            report = package.validate()
        except FrictionlessException as refused:
            yield from (reason.message for reason in refused.reasons or [refused.error])
            return
    yield from (error.message for error in report.errors)
    for task in report.tasks:
        if task.place == new.path:
            yield from (worded(error, new.stem) for error in task.errors)


def doubts(manifest: Manifest) -> set[str]:
    """What `reportlib check` finds that cannot be true, or that the descriptor should note."""
    from reportlib.base.plausibility import plausibility_faults

    folder = manifest.file.parent
    given = [read_manifest(name, folder) for name in needed(manifest)]
    found = plausibility_faults(given)
    ours = (str(manifest.data_file), str(manifest.file))
    return {_unplaced(text, folder) for text in found if text.startswith(ours)}


def _unplaced(text: str, folder: Path) -> str:
    return text.replace(f"{folder}/", "")


def package_with(old: Manifest, new: Manifest) -> bytes:
    """The project's data package with the new descriptor in the old one's place.

    Raises:
        DatasetError: another descriptor is broken; every fault in one message.
        ProjectError: the project's settings are.
    """
    manifests: list[Manifest] = []
    problems: list[str] = []
    for name in dataset_names(old.file.parent):
        try:
            manifests.append(new if name == old.stem else read_manifest(name, old.file.parent))
        except DatasetError as error:
            problems += error.problems
    if problems:
        raise DatasetError(*problems)
    named = project_settings(old.file.parent.parent).data
    return package_text(read_resources(manifests), named).encode()


def places_of(old: Manifest, data: bytes, descriptor: str, package: bytes) -> dict[Path, bytes]:
    """What to write where."""
    return {
        old.data_file: data,
        old.file: descriptor.encode(),
        old.file.parent / PACKAGE: package,
    }
