"""What each dataset says of itself: the Data Package descriptor beside its CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.lines import did_you_mean
from reportlib.base.project import find_root, in_data
from reportlib.base.reads import note_read, note_words
from reportlib.base.stamps import Stamp, stamp
from reportlib.base.yaml_text import read_yaml

SUFFIX = ".resource.yaml"

Redistribute = Literal["yes", "no", "derived-only"]
Trust = Literal["A", "B", "C", "D", "mixed"]
Renewal = Literal["replace-whole", "append", "append-if-overlap-agrees"]

TRUST_WORDS: Mapping[str, str] = {
    "A": "the publisher’s own figures, or a checked copy of its file",
    "B": "press, professional bodies or offices that quote the publisher",
    "C": "a secondary summary, or a copy of the report on another site",
    "D": "a copy of an agency’s text on an unrelated site",
    "mixed": "each row, or the source that it names, carries its own class",
}


def trust_classes() -> str:
    """What the classes of trust mean, as a sentence."""
    words = "; ".join(f"{name}: {text}" for name, text in TRUST_WORDS.items())
    return f"Trust classes: {words}."


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Exclusion(_Model):
    """Rows of the publisher's file that were left out, and why."""

    economies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    columns: str = ""
    text: str


def _pairs(found: object) -> object:
    """A mapping as pairs, which unlike a mapping can be hashed."""
    return tuple(found.items()) if isinstance(found, Mapping) else found


def _rows(found: object) -> object:
    """A mapping of columns to one value or to several, as pairs with the values in a tuple."""
    if not isinstance(found, Mapping):
        return found
    return tuple((key, v if isinstance(v, list) else [v]) for key, v in found.items())


Value = StrictStr | StrictInt
Pairs = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)]
Rows = Annotated[tuple[tuple[str, tuple[Value, ...]], ...], BeforeValidator(_rows)]
"""Rows of a table: columns, each with the values that it may have; empty means all rows."""


SHORT_MOST = 28
"""How many characters of a remark have room in a drawing."""

Short = Annotated[str, Field(max_length=SHORT_MOST)]


class Remark(_Model):
    """What is known of some rows; ``short`` says it in a drawing, in plain words."""

    where: Rows = ()
    text: str
    short: Short = ""

    def selects(self, wanted: Mapping[str, object]) -> bool:
        """Whether it may touch rows that have these values; columns it does not name may."""
        return all(
            column not in wanted or wanted[column] in values for column, values in self.where
        )

    def concerns(self, cells: Mapping[str, str]) -> bool:
        """Whether it is of the row that has these cells."""
        return all(
            cells.get(column) in {str(value) for value in values} for column, values in self.where
        )


class SeriesBreak(Remark):
    """From ``year`` on a series does not continue; an empty economy means all.

    ``where`` names the series, and the word ``column`` where it is one column of several. A
    ``break`` has another definition or level before; a ``doubt`` is a value of that year that
    looks wrong, the publisher's own and not repaired.
    """

    economy: str = ""
    year: int
    kind: Literal["break", "doubt"] = "break"


class Provisional(Remark):
    """Years whose values the publisher will still revise, or that are not complete."""

    years: tuple[int, ...]


class Derived(Remark):
    """Rows whose values are no exact figures of the publisher.

    ``derived`` was computed from other figures, ``rounded`` by the source, an ``estimate`` is
    the source's own, a ``bound`` is the least that it can be, and a ``group`` is one value
    printed for several economies. ``tolerance`` says within how many percent a value holds, or
    ``tolerance_in`` the column that does.
    """

    kind: Literal["derived", "rounded", "estimate", "bound", "group"]
    tolerance: float | None = Field(default=None, gt=0)
    tolerance_in: str = ""


class Caveat(Remark):
    """What to know before concluding from a dataset.

    Empty ``economies`` and ``years`` mean all. ``differs`` says that the values of these
    economies are defined or covered otherwise than those of the others; ``unranked``, that
    they are so incomplete or unlike that no ranking and no headline may rest on them. What a
    ``maker`` of figures and texts must do is never shown to readers.
    """

    economies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    audience: Literal["reader", "maker"] = "reader"
    differs: bool = False
    unranked: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, found: object) -> object:
        return {"text": found} if isinstance(found, str) else found

    @property
    def is_general(self) -> bool:
        """Whether it holds for every figure of the dataset."""
        return not (self.economies or self.years or self.where)


class Bound(_Model):
    """What the figures of a column may be, in the rows that ``where`` names.

    ``range`` holds the least and the most. From one year to the next, a figure may change by
    the factor ``jump``, unless both figures stay under ``floor``; figures up to ``within``
    years apart are neighbours. ``text`` gives the reason for these choices.
    """

    column: str
    where: Rows = ()
    range: tuple[float, float] | None = None
    jump: float | None = Field(default=None, gt=1)
    floor: float = Field(default=0, ge=0)
    within: int = Field(default=1, ge=1)
    text: str = ""


class Reference(_Model):
    """Figures to compare with: the sum of the rows that match.

    ``match`` pairs the columns of the dataset that compares with columns here; an empty
    ``dataset`` is the same dataset, an empty ``column`` the same column.
    """

    dataset: str = ""
    column: str = ""
    match: Pairs
    where: Rows = ()


class Relation(_Model):
    """How a figure relates to other figures.

    ``total``: it is at least their sum, and equal to it where ``exact`` and all are there.
    ``subset``: it is at most their sum. ``per``: it is their sum over the sum of ``per``,
    times ``times``. All three hold within the share ``tolerance`` and the amount ``slack``;
    rows in ``except`` are not compared, and ``text`` says why.
    """

    kind: Literal["total", "subset", "per"]
    column: str
    where: Rows = ()
    leave_out: Rows = Field(default=(), alias="except")
    of: Reference
    per: Reference | None = None
    times: float = 1
    exact: bool = False
    tolerance: float = Field(default=0, ge=0)
    slack: float = Field(default=0, ge=0)
    text: str = ""

    @model_validator(mode="after")
    def _has_its_divisor(self) -> Self:
        if (self.kind == "per") != (self.per is not None):
            raise ValueError("a relation of kind per, and no other, needs the key per")
        return self


CheckName = Literal[
    "range", "jump", "slip", "break", "identical", "duplicate", "economy", "total", "subset", "per"
]


class KnownFinding(_Model):
    """A finding of `reportlib check` that is real: the figure is the source's own and stays.

    ``where`` names columns and the word ``column``, as the finding itself does.
    """

    check: CheckName
    where: Rows
    text: str


class Additions(_Model):
    """What the Data Package vocabulary has no word for; the ``reportlib`` block.

    ``renewal`` says how a new file takes the place of the one held; without it, as a whole.
    ``next_release`` is the month in which the publisher is expected to publish again, by the
    rhythm that ``release_rhythm`` tells; it is no promise. ``not_shown`` is why no chapter
    shows the dataset. ``selection`` is the rule by which rows were taken from a larger whole:
    no headline may count or share out what it left.
    """

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
    renewal: Renewal | None = None
    next_release: Annotated[str, Field(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = ""
    release_rhythm: str = ""
    not_shown: str = ""
    selection: str = ""
    construction: Literal["verbatim", "constructed", "derived"]
    redistribute: Redistribute
    licence_checked: str
    licence_note: str = ""
    trust: Trust
    citation: str
    breaks: tuple[SeriesBreak, ...] = ()
    provisional: tuple[Provisional, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    derived: tuple[Derived, ...] = ()
    processing: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[KnownFinding, ...] = ()

    @model_validator(mode="after")
    def _says_why_it_expects(self) -> Self:
        if bool(self.next_release) != bool(self.release_rhythm):
            raise ValueError("next_release and release_rhythm stand together, or neither does")
        return self

    def remarks(self) -> Iterable[tuple[str, Remark]]:
        """What is known of its rows, each with its place in the descriptor."""
        for key in ("breaks", "provisional", "caveats", "derived"):
            for number, remark in enumerate(getattr(self, key)):
                yield f"reportlib.{key}.{number}", remark


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
    table_hash: str = Field(alias="hash")
    table_bytes: int = Field(alias="bytes")
    table: TableSchema = Field(alias="schema")
    sources: tuple[Origin, ...]
    licenses: tuple[Licence, ...]
    reportlib: Additions
    file: Path

    def __hash__(self) -> int:
        """As its file and its checksum have it: the whole of it is long, and asked for often."""
        return hash((self.file, self.table_hash))

    @property
    def hash(self) -> str:
        """The checksum of its table."""
        note_read(self.file)
        return self.table_hash

    @property
    def bytes(self) -> int:
        """The size of its table."""
        note_read(self.file)
        return self.table_bytes

    @cached_property
    def data_file(self) -> Path:
        """The CSV that the descriptor describes."""
        return self.file.parent / self.path

    @property
    def may_be_passed_on(self) -> bool:
        """Whether the publisher's terms let its table be handed on."""
        return self.reportlib.redistribute == "yes"

    @property
    def is_missing(self) -> bool:
        """Whether its file is not in this copy of the project; it is read as a table of no rows.

        Never so for the economies: all else rests on them.
        """
        return self.stem != "economies" and not self.data_file.exists()

    @property
    def is_left_out(self) -> bool:
        """Whether its file is missing by right, since it may not be passed on."""
        return not self.may_be_passed_on and self.is_missing

    @property
    def stem(self) -> str:
        """The dataset's name as its files and the code spell it."""
        return self.file.name.removesuffix(SUFFIX)


def dataset_names(folder: Path | None = None) -> tuple[str, ...]:
    """Names of all datasets that have a descriptor, sorted."""
    data = folder or find_root() / "data"
    return _dataset_names(data, stamp(data))


@lru_cache(maxsize=8)
def _dataset_names(data: Path, _seen: Stamp) -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in data.glob(f"*{SUFFIX}")))


def missing_tables(folder: Path | None = None) -> tuple[str, ...]:
    """Names of the datasets that have a descriptor and no table in this copy, sorted."""
    data = folder or find_root() / "data"
    return tuple(name for name in dataset_names(data) if not (data / f"{name}.csv").exists())


def read_manifest(name: str, folder: Path | None = None) -> Manifest:
    """Read and check one dataset's descriptor.

    Raises:
        DatasetError: no such descriptor, not YAML, or fields missing or wrong; every
            fault of the file in one message.
    """
    file = f"{name}{SUFFIX}"
    path = folder / file if folder else in_data(find_root(), file)
    note_words(path)
    return _read_manifest(path, stamp(path))


@lru_cache(maxsize=256)
def _read_manifest(path: Path, _seen: Stamp) -> Manifest:
    if not path.is_file():
        names = ", ".join(dataset_names(path.parent)) or "none"
        hint = did_you_mean(path.name.removesuffix(SUFFIX), dataset_names(path.parent))
        raise DatasetError(f"{path}: there is no such descriptor.{hint} The datasets are: {names}.")
    try:
        content = _read_content(path, _seen)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: not UTF-8, or no such date
        raise DatasetError(f"{path}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise DatasetError(f"{path}: expected a mapping with name, path, schema, reportlib, …")
    raise_all(DatasetError, _unseen(path, content))
    try:
        manifest = Manifest.model_validate({**content, "file": path})
    except ValidationError as error:
        raise DatasetError(*_faults(path, error)) from error
    raise_all(DatasetError, _name_faults(manifest))
    return manifest


def read_content(manifest: Manifest) -> dict[str, Any]:
    """A descriptor as it stands in its file, to be read only: others are given the same."""
    note_read(manifest.file)
    content: dict[str, Any] = _read_content(manifest.file, stamp(manifest.file))
    return content


def read_words(manifest: Manifest) -> dict[str, Any]:
    """A descriptor as it stands in its file, but for what it tells of the bytes of its table."""
    note_words(manifest.file)
    content: dict[str, Any] = _read_content(manifest.file, stamp(manifest.file))
    return {name: each for name, each in content.items() if name not in ("hash", "bytes")}


@lru_cache(maxsize=256)
def _read_content(path: Path, _seen: Stamp) -> Any:
    return read_yaml(path.read_text(encoding="utf-8"))


_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _unseen(path: Path, content: object, place: str = "") -> Iterator[str]:
    """Characters that steer a device or turn text around: readers would not see them."""
    if isinstance(content, str) and (found := _UNSEEN.search(content)):
        yield (
            f"{path}: {place}: has the control character U+{ord(found[0]):04X}, which readers "
            "cannot see. Take it out."
        )
    listed = enumerate(content) if isinstance(content, list) else ()
    for key, each in content.items() if isinstance(content, dict) else listed:
        yield from _unseen(path, each, f"{place}.{key}".lstrip("."))


def _faults(path: Path, error: ValidationError) -> Iterable[str]:
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        yield f"{path}: {place}: {fault['msg']} (found {_found(fault['input'])})"


def _found(value: object) -> str:
    """A single value as it stands; of what holds many only what it is."""
    if isinstance(value, str | int | float | bool | None):
        return f"{value!r:.80}"
    return "a list" if isinstance(value, list | tuple) else "several values"


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
    for place, remark in manifest.reportlib.remarks():
        for column, _ in remark.where:
            if column not in columns and not (column == "column" and "breaks" in place):
                yield (
                    f"{manifest.file}: {place}.where: {column!r} is none of its columns. "
                    f"Expected one of {', '.join(columns)}."
                )
