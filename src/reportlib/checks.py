"""Check the whole project: descriptors, data, the data package, chapters, table of contents.

frictionless validates the data and the descriptors' own vocabulary; here stands only what
it cannot know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from reportlib.chapters import chapter_faults
from reportlib.errors import DatasetError
from reportlib.files import write_whole
from reportlib.manifests import Manifest, dataset_names, read_manifest
from reportlib.project import find_root

PACKAGE = "datapackage.json"


def check_project(root: Path | None = None) -> tuple[str, ...]:
    """Every fault of the project, each naming file and place; empty where it is sound."""
    folder = root or find_root()
    data = folder / "data"
    manifests, faults = _read_manifests(data)
    faults += _stray_files(data)
    if not faults:
        faults += [*_package_faults(data, manifests), *_data_faults(data)]
    return (*faults, *chapter_faults(folder))


def write_package(data: Path | None = None) -> Path:
    """Write ``data/datapackage.json`` from the descriptors; return its path.

    Raises:
        DatasetError: a descriptor is broken.
    """
    folder = data or find_root() / "data"
    manifests, faults = _read_manifests(folder)
    if faults:
        raise DatasetError(*faults)
    place = folder / PACKAGE
    write_whole(place, package_text(manifests).encode())
    return place


def package_text(manifests: list[Manifest]) -> str:
    """The Data Package of all datasets, as the bytes of ``datapackage.json``."""
    resources = [yaml.safe_load(m.file.read_text(encoding="utf-8")) for m in manifests]
    package = {
        "name": "ip-report-book",
        "title": "Datasets of the intellectual property report book",
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _read_manifests(data: Path) -> tuple[list[Manifest], list[str]]:
    manifests: list[Manifest] = []
    faults: list[str] = []
    for name in dataset_names(data):
        try:
            manifests.append(read_manifest(name, data))
        except DatasetError as error:
            faults.extend(error.problems)
    return manifests, faults


def _stray_files(data: Path) -> list[str]:
    names = set(dataset_names(data))
    return [
        f"{path}: has no descriptor {path.stem}.resource.yaml beside it."
        for path in sorted(data.glob("*.csv"))
        if path.stem not in names
    ]


def _package_faults(data: Path, manifests: list[Manifest]) -> Iterator[str]:
    place = data / PACKAGE
    found = place.read_text(encoding="utf-8") if place.is_file() else ""
    if found != package_text(manifests):
        yield f"{place}: is not in step with the descriptors. Run `reportlib data package`."


def _data_faults(data: Path) -> Iterator[str]:
    from frictionless import Package, system

    with system.use_context(trusted=False):
        report = Package(str(data / PACKAGE)).validate()
    for task in report.tasks:
        for error in task.errors:
            yield f"{data / task.place}: {_place(error)}{error.message}"
    for error in report.errors:
        yield f"{data / PACKAGE}: {error.message}"


def _place(error: Any) -> str:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    parts = [f"row {row}" if row else "", f"column {column}" if column else ""]
    said = ", ".join(part for part in parts if part)
    return f"{said}: " if said else ""
