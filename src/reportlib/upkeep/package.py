"""The Data Package of the whole data folder, written from the descriptors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.files import make_folder, write_whole
from reportlib.base.manifests import Manifest, dataset_names, read_content, read_manifest
from reportlib.base.project import find_root
from reportlib.base.settings import Data, project_settings

PACKAGE = "datapackage.json"


def write_package(data: Path | None = None) -> Path:
    """Write ``data/datapackage.json`` from the descriptors; return its path.

    Raises:
        DatasetError: a descriptor is broken.
        ProjectError: the project's settings are.
    """
    folder = data or find_root() / "data"
    manifests, faults = read_manifests(folder)
    if faults:
        raise DatasetError(*faults)
    place = folder / PACKAGE
    text = package_text(read_resources(manifests), project_settings(folder.parent).data)
    write_whole(place, text.encode())
    return place


def write_public(place: Path, data: Path | None = None) -> Path:
    """Write the tables that may be passed on as a data package; return its ``datapackage.json``.

    What may not be stands in its ``README.md``, with where to get it.

    Raises:
        DatasetError: a descriptor is broken, or there is something in the folder already.
        BuildError: the folder cannot be written.
    """
    folder = data or find_root() / "data"
    manifests, faults = read_manifests(folder)
    if faults:
        raise DatasetError(*faults)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise DatasetError(f"{place}: is there already, and not empty. Name a new folder.")
    public = [manifest for manifest in manifests if manifest.may_be_passed_on]
    missing = [manifest.data_file for manifest in public if not manifest.data_file.exists()]
    raise_all(DatasetError, [f"{path}: is not there. Restore the file." for path in missing])
    make_folder(place)
    for manifest in public:
        for file in (manifest.file, manifest.data_file):
            write_whole(place / file.name, file.read_bytes())
    named = project_settings(folder.parent).data
    write_whole(place / PACKAGE, package_text(read_resources(public), named).encode())
    left_out = [manifest for manifest in manifests if not manifest.may_be_passed_on]
    write_whole(place / "README.md", _told(named.title, left_out).encode())
    return place / PACKAGE


def _told(title: str, left_out: list[Manifest]) -> str:
    lines = [
        f"# {title}",
        "",
        "Licences differ between the tables; each descriptor states its own.",
    ]
    if left_out:
        lines += ["", "Not in it, since their publishers do not let the tables be passed on:", ""]
        lines += [f"- `{m.path}`: {m.title}. {m.sources[0].path}" for m in left_out]
    return "\n".join(lines) + "\n"


def read_resources(manifests: list[Manifest]) -> list[dict[str, Any]]:
    """The descriptors as they stand in their files."""
    return [read_content(manifest) for manifest in manifests]


def package_text(resources: list[dict[str, Any]], named: Data) -> str:
    """The Data Package of all datasets, as the text of ``datapackage.json``."""
    package = {
        "name": named.name,
        "title": named.title,
        "resources": resources,
    }
    # YAML reads an unquoted date as a date, which JSON has not.
    return json.dumps(package, indent=1, ensure_ascii=False, default=str) + "\n"


def read_manifests(data: Path) -> tuple[list[Manifest], list[str]]:
    """The descriptors that can be read, and the faults of those that cannot."""
    manifests: list[Manifest] = []
    faults: list[str] = []
    for name in dataset_names(data):
        try:
            manifests.append(read_manifest(name, data))
        except DatasetError as error:
            faults.extend(error.problems)
    return manifests, faults
