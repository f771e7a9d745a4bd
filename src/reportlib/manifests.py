"""What each dataset says of itself: the Data Package descriptor beside its CSV."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reportlib.errors import DatasetError, raise_all
from reportlib.project import find_root

SUFFIX = ".resource.yaml"

Redistribute = Literal["yes", "no", "derived-only"]
Trust = Literal["A", "B", "C", "D", "mixed"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SeriesBreak(_Model):
    """From ``year`` on a series has another definition; an empty economy means all."""

    model_config = ConfigDict(extra="allow", frozen=True)

    economy: str = ""
    year: int
    text: str
    applicant: str = ""


class Provisional(_Model):
    """Years whose values the publisher will still revise."""

    years: tuple[int, ...]
    text: str


class Exclusion(_Model):
    """Rows of the publisher's file that were left out, and why."""

    economies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    columns: str = ""
    text: str


class Additions(_Model):
    """What the Data Package vocabulary has no word for; the ``reportlib`` block."""

    short_title: str
    publisher: str
    measures: str
    does_not_mean: str
    counted_by: Literal[
        "office", "origin", "economy", "receiving office", "inventor residence", "none"
    ]
    kind: Literal["flow", "stock", "ratio", "rank", "reference"]
    unit: str
    vintage: str
    retrieved: str
    construction: Literal["verbatim", "constructed", "derived"]
    redistribute: Redistribute
    licence_checked: str
    licence_note: str = ""
    trust: Trust
    citation: str
    breaks: tuple[SeriesBreak, ...] = ()
    provisional: tuple[Provisional, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    caveats: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class FieldSchema(_Open):
    """A column: its Table Schema type, title, and unit where it has one."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    title: str = ""
    description: str = ""
    unit: str = ""


class TableSchema(_Open):
    """The columns and the key of a dataset."""

    fields: tuple[FieldSchema, ...]
    primary_key: tuple[str, ...] = Field(alias="primaryKey")


class Origin(_Open):
    """Where the publisher's figures stand."""

    name: str = ""
    title: str
    path: str = ""
    publisher: str = ""
    trust: str = ""


class Licence(_Open):
    """The terms of a dataset."""

    name: str
    title: str = ""
    path: str = ""


class Manifest(_Open):
    """A dataset's descriptor; ``file`` is where it stands."""

    name: str
    title: str
    description: str = ""
    path: str
    hash: str
    bytes: int
    table: TableSchema = Field(alias="schema")
    sources: tuple[Origin, ...]
    licenses: tuple[Licence, ...]
    reportlib: Additions
    file: Path

    @property
    def data_file(self) -> Path:
        """The CSV that the descriptor describes."""
        return self.file.parent / self.path

    @property
    def stem(self) -> str:
        """The dataset's name as its files and the code spell it."""
        return self.file.name.removesuffix(SUFFIX)


def dataset_names(folder: Path | None = None) -> tuple[str, ...]:
    """Names of all datasets that have a descriptor, sorted."""
    data = folder or find_root() / "data"
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in data.glob(f"*{SUFFIX}")))


def read_manifest(name: str, folder: Path | None = None) -> Manifest:
    """Read and check one dataset's descriptor.

    Raises:
        DatasetError: no such descriptor, not YAML, or fields missing or wrong; every
            fault of the file in one message.
    """
    return _read_manifest((folder or find_root() / "data") / f"{name}{SUFFIX}")


@lru_cache(maxsize=256)
def _read_manifest(path: Path) -> Manifest:
    if not path.is_file():
        names = ", ".join(dataset_names(path.parent)) or "none"
        raise DatasetError(f"{path}: there is no such descriptor. The datasets are: {names}.")
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: not UTF-8, or no such date
        raise DatasetError(f"{path}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise DatasetError(f"{path}: expected a mapping with name, path, schema, reportlib, …")
    try:
        manifest = Manifest.model_validate({**content, "file": path})
    except ValidationError as error:
        raise DatasetError(*_faults(path, error)) from error
    raise_all(DatasetError, _name_faults(manifest))
    return manifest


def _faults(path: Path, error: ValidationError) -> Iterable[str]:
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        yield f"{path}: {place}: {fault['msg']} (found {fault['input']!r:.80})"


def _name_faults(manifest: Manifest) -> Iterable[str]:
    expected = manifest.stem.replace("_", "-")
    if manifest.name != expected:
        yield f"{manifest.file}: name is {manifest.name!r}, expected {expected!r} like the file"
    if manifest.path != f"{manifest.stem}.csv":
        yield f"{manifest.file}: path is {manifest.path!r}, expected {manifest.stem}.csv beside it"
    columns = [field.name for field in manifest.table.fields]
    for column in manifest.table.primary_key:
        if column not in columns:
            yield f"{manifest.file}: schema.primaryKey: {column!r} is none of its columns"
