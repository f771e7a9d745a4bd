"""The measures that ``data/measures.yaml`` declares: read strictly, every fault with its line.

``datasets`` names the measures that are taken out of a dataset as they stand there; what a
dataset's measures have in common is said once, above them, and a measure may say otherwise.
``derived`` names those computed from others: a ``sum``, a ``ratio`` (in percent), or a count
``per`` the base of a scale. ``scales`` names these bases, ``peers_by`` the measure by which
the members of a group of peers are chosen. A project without the file has no measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from reportlib.base.economies import AGGREGATES, economies
from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.project import find_root
from reportlib.base.rows import read_rows

FILE = "measures.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Kind = Literal["count", "rate", "percent", "rank"]
Better = Literal["more", "less"]
"""Whether a larger value is a strength of an economy, or a smaller one; most say neither."""
Scale = Literal["per_million", "per_gdp"]
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _unit(found: object) -> object:
    return {"many": found} if isinstance(found, str) else found


def _cell(found: object) -> object:
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise ValueError("expected a text or a whole number; yes, no, on and off need quotes")
    return found


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Unit(_Strict):
    """A unit after one and after any other number; ``one`` is empty where it does not change."""

    one: Text | None = None
    many: Text


class _Common(_Strict):
    """What a dataset's measures can have in common, and each can say for itself."""

    value: Text | None = None
    year: Text = "year"
    by: Text = "economy"
    economy: Text | None = None
    where: dict[str, Annotated[str | int, BeforeValidator(_cell)]] = {}
    kind: Kind | None = None
    unit: Annotated[Unit | None, BeforeValidator(_unit)] = None
    better: Better | None = None
    rank_floor: float = Field(default=0.0, ge=0)
    caveats: list[Text] = []


class _Own(_Common):
    name: Text


class _Dataset(_Common):
    measures: dict[Name, _Own] = Field(min_length=1)


class _Ratio(_Strict):
    part: Text
    whole: Text


class _Per(_Strict):
    count: Text
    scale: Scale


class _Derived(_Strict):
    name: Text | None = None
    unit: Annotated[Unit | None, BeforeValidator(_unit)] = None
    better: Better | None = None
    rank_floor: float = Field(default=0.0, ge=0)
    derivation: Text | None = None
    caveats: list[Text] = []
    sum: Annotated[list[Text] | None, Field(min_length=2)] = None
    ratio: _Ratio | None = None
    per: _Per | None = None

    @model_validator(mode="after")
    def _is_one_operation(self) -> Self:
        said = {key for key in ("sum", "ratio", "per") if getattr(self, key) is not None}
        if len(said) != 1:
            raise ValueError("expected one of the keys sum, ratio and per")
        needed = {
            "sum": {"name", "derivation"},
            "ratio": {"name", "derivation", "unit"},
            "per": set[str](),
        }[said.pop()]
        stated = {key for key in ("name", "derivation", "unit") if getattr(self, key) is not None}
        allowed = needed | ({"name"} if self.per else set())
        if missing := sorted(needed - stated):
            raise ValueError(f"the key {missing[0]} is missing")
        if more := sorted(stated - allowed):
            raise ValueError(f"the key {more[0]} is not for it: it follows from what is computed")
        return self


class PeersRule(_Strict):
    """How members of a group are chosen: those with most of a measure, said in ``words``."""

    measure: Text
    words: Text


class ScaleBase(_Strict):
    """What counts are divided by on a scale: ``count / base * times``, said in ``words``."""

    base: Text
    times: int = Field(gt=0)
    words: Text
    derivation: Text


class _File(_Strict):
    peers_by: PeersRule | None = None
    scales: dict[Scale, ScaleBase] = {}
    datasets: dict[str, _Dataset] = {}
    derived: dict[Name, _Derived] = {}


@dataclass(frozen=True)
class Selection:
    """Where the values of a measure stand: a dataset's column, in the rows that match.

    The code of the economy is in the column ``by``, or is ``economy`` for all rows.
    """

    dataset: str
    value: str
    year: str
    by: str
    economy: str
    where: Mapping[str, str | int]


@dataclass(frozen=True)
class Operation:
    """How a measure is computed: of which others, and for ``per`` on which scale."""

    kind: Literal["sum", "ratio", "per"]
    operands: tuple[str, ...]
    scale: str = ""


@dataclass(frozen=True)
class Declaration:
    """One measure as declared; a name or unit that follows from its operands is empty."""

    key: str
    source: Selection | Operation
    kind: Kind
    name: str = ""
    unit: Unit | None = None
    better: Better | None = None
    rank_floor: float = 0.0
    derivation: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measures:
    """What a project's file declares."""

    declared: Mapping[str, Declaration] = field(default_factory=dict)
    peers_by: PeersRule | None = None
    scales: Mapping[str, ScaleBase] = field(default_factory=dict)


def read_measures(data: Path | None = None) -> Measures:
    """The measures of a project; none where it has no file of them.

    Whether datasets have the columns named is for :func:`measure_faults` to say.

    Raises:
        DatasetError: the file is not YAML, or keys, words or references in it are wrong;
            every fault in one error.
    """
    return _read((data or find_root() / "data") / FILE)


@lru_cache(maxsize=4)
def _read(path: Path) -> Measures:
    reading = _Reading(path)
    raise_all(DatasetError, reading.faults())
    return reading.measures


def measure_faults(data: Path) -> tuple[str, ...]:
    """Every fault of a project's measures, also against descriptors and rows, by line."""
    reading = _Reading(data / FILE)
    reading.check_datasets(data)
    return reading.faults()


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence on the names that are nearest, with a space before it; empty for none."""
    close = get_close_matches(name, list(known), n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


Place = tuple[str, ...]
_MODELS: tuple[tuple[Place, type[BaseModel]], ...] = (
    ((), _File),
    (("peers_by",), PeersRule),
    (("scales", "*"), ScaleBase),
    (("datasets", "*"), _Dataset),
    (("datasets", "*", "measures", "*"), _Own),
    (("datasets", "*", "unit"), Unit),
    (("datasets", "*", "measures", "*", "unit"), Unit),
    (("derived", "*"), _Derived),
    (("derived", "*", "unit"), Unit),
    (("derived", "*", "ratio"), _Ratio),
    (("derived", "*", "per"), _Per),
)


class _Reading:
    """One reading of a file: what it declares, its faults, and the line of every key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.measures = Measures()
        self._found: dict[tuple[int, str], None] = {}
        self._lines: dict[Place, int] = {(): 1}
        self._places: dict[str, Place] = {}
        if path.is_file():
            self._read()

    def faults(self) -> tuple[str, ...]:
        """What is wrong, in the order of the lines."""
        return tuple(f"{self.path}: line {line}: {text}" for line, text in sorted(self._found))

    def _fault(self, place: Place, text: str) -> None:
        while place not in self._lines:
            place = place[:-1]
        self._found[self._lines[place], text] = None

    def _read(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
            node = yaml.compose(text, Loader=_LOADER)
            content: Any = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader
        except (yaml.YAMLError, ValueError, OSError) as error:  # ValueError: not UTF-8
            mark = getattr(error, "problem_mark", None)
            self._lines[()] = mark.line + 1 if mark else 1
            reason = getattr(error, "problem", None) or error
            self._fault((), f"not readable as YAML in UTF-8: {reason}")
            return
        if content is None:
            return
        self._see(node, (), set())
        try:
            found = _File.model_validate(content)
        except ValidationError as error:
            for fault in error.errors():
                self._refuse(fault)
            return
        self._declare(found)

    def _see(self, node: yaml.Node | None, place: Place, seen: set[int]) -> None:
        """Note the line of every key, and keys that are there twice."""
        if not isinstance(node, yaml.MappingNode) or id(node) in seen:
            return
        seen.add(id(node))
        for key, value in node.value:
            own = (*place, str(key.value))
            line = key.start_mark.line + 1
            if own in self._lines:
                first = self._lines[own]
                self._found[line, f"{_said(own)}: is there twice, first in line {first}"] = None
            else:
                self._lines[own] = line
            self._see(value, own, seen)

    def _refuse(self, fault: Any) -> None:
        place = tuple(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            keys = _keys(place[:-1])
            text = f"there is no such key.{did_you_mean(place[-1], keys)} "
            text += f"The keys are: {', '.join(keys)}"
        elif fault["type"] == "missing":
            text = "the key is missing"
        elif place[-1] == "[key]":
            place, text = place[:-1], f"the name does not fit: {fault['msg']}"
        else:
            said = fault["msg"].removeprefix("Value error, ")
            shown = "" if isinstance(fault["input"], dict) else f" (found {fault['input']!r:.80})"
            text = f"{said}{shown}"
        self._fault(place, f"{_said(place)}: {text}")

    def _declare(self, found: _File) -> None:
        declared: dict[str, Declaration] = {}
        for place, one in (*self._selected(found), *self._computed(found)):
            if one.key in declared:
                first = self._lines[self._places[one.key]]
                self._fault(place, f"{_said(place)}: has the name of the measure in line {first}")
                continue
            declared[one.key], self._places[one.key] = one, place
        self.measures = Measures(
            declared, found.peers_by, {str(k): v for k, v in found.scales.items()}
        )
        self._check_references()

    def _selected(self, found: _File) -> Iterator[tuple[Place, Declaration]]:
        for dataset, group in found.datasets.items():
            common = {key: getattr(group, key) for key in group.model_fields_set - {"measures"}}
            for key, own in group.measures.items():
                place: Place = ("datasets", dataset, "measures", key)
                said = common | {name: getattr(own, name) for name in own.model_fields_set}
                said["where"] = group.where | own.where
                one = _Own(**said)
                if not self._is_whole(place, one):
                    continue
                yield (
                    place,
                    Declaration(
                        key,
                        Selection(
                            dataset, one.value or "", one.year, one.by, one.economy or "", one.where
                        ),
                        one.kind or "rate",
                        one.name,
                        one.unit,
                        one.better,
                        one.rank_floor,
                        caveats=tuple(one.caveats),
                    ),
                )

    def _is_whole(self, place: Place, one: _Own) -> bool:
        """Whether a measure and its dataset say all that is needed; tell what is missing."""
        before = len(self._found)
        for key in ("value", "kind", "unit"):
            if getattr(one, key) is None:
                self._fault(place, f"{_said(place)}: neither it nor its dataset says {key}")
        if one.kind in ("count", "rate") and one.unit is not None and one.unit.one is None:
            self._fault(
                self._where_said(place, "unit"),
                f"{_said(place)}: the unit of a {one.kind} needs its words after one and after "
                f"many: unit: {{one: …, many: {one.unit.many}}}",
            )
        if one.economy is not None and "by" in one.model_fields_set:
            self._fault(
                self._where_said(place, "economy"),
                f"{_said(place)}: economy and by exclude each other",
            )
        return len(self._found) == before

    def _computed(self, found: _File) -> Iterator[tuple[Place, Declaration]]:
        kinds: Mapping[str, Kind] = {"sum": "count", "ratio": "percent", "per": "rate"}
        for key, one in found.derived.items():
            if one.sum is not None:
                source = Operation("sum", tuple(one.sum))
            elif one.ratio is not None:
                source = Operation("ratio", (one.ratio.part, one.ratio.whole))
            else:
                assert one.per is not None  # noqa: S101  # the model has one of the three
                source = Operation("per", (one.per.count,), one.per.scale)
            yield (
                ("derived", key),
                Declaration(
                    key,
                    source,
                    kinds[source.kind],
                    one.name or "",
                    one.unit,
                    one.better,
                    one.rank_floor,
                    one.derivation or "",
                    tuple(one.caveats),
                ),
            )

    def _check_references(self) -> None:
        declared, before = self.measures.declared, len(self._found)
        references: dict[str, tuple[str, ...]] = {}
        for key, one in declared.items():
            if isinstance(one.source, Operation):
                place = (*self._places[key], one.source.kind)
                for operand in one.source.operands:
                    self._check_name(place, operand)
                if one.source.scale and one.source.scale not in self.measures.scales:
                    text = f"there is no scale {one.source.scale!r} under scales"
                    self._fault((*place, "scale"), f"{_said(place)}: {text}")
                references[key] = self._operands(one.source)
        for scale, base in self.measures.scales.items():
            self._check_name(("scales", scale, "base"), base.base)
        if self.measures.peers_by is not None:
            self._check_name(("peers_by", "measure"), self.measures.peers_by.measure)
        try:
            tuple(TopologicalSorter(references).static_order())
        except CycleError as error:
            circle = error.args[1][::-1]
            place = self._places[circle[0]]
            self._fault(place, f"{_said(place)}: goes round in a circle: {' → '.join(circle)}")
        if len(self._found) == before:
            self._check_operands()

    def _operands(self, source: Operation) -> tuple[str, ...]:
        scale = self.measures.scales.get(source.scale)
        return (*source.operands, *((scale.base,) if scale else ()))

    def _check_name(self, place: Place, name: str) -> None:
        known = self.measures.declared
        if name not in known:
            hint = did_you_mean(name, known)
            self._fault(place, f"{_said(place)}: there is no measure {name!r}.{hint}")

    def _check_operands(self) -> None:
        """Only counts are added or put on a scale, and only what has one unit is related."""
        for key, one in self.measures.declared.items():
            if not isinstance(one.source, Operation):
                continue
            place = (*self._places[key], one.source.kind)
            operands = [self.measures.declared[name] for name in one.source.operands]
            if one.source.kind != "ratio":
                for operand in operands:
                    if operand.kind != "count":
                        text = f"{operand.key} is a {operand.kind}, not a count"
                        self._fault(place, f"{_said(place)}: {text}")
            units = {operand.key: self._unit_of(operand) for operand in operands}
            if len(set(units.values())) > 1:
                said = ", ".join(f"{name} in {unit}" for name, unit in units.items())
                self._fault(place, f"{_said(place)}: the units differ: {said}")

    def _unit_of(self, one: Declaration) -> str:
        if one.unit is not None:
            return one.unit.many
        assert isinstance(one.source, Operation)  # noqa: S101  # a selection states its unit
        unit = self._unit_of(self.measures.declared[one.source.operands[0]])
        scale = self.measures.scales.get(one.source.scale)
        return f"{unit} {scale.words}" if scale else unit

    def check_datasets(self, data: Path) -> None:
        """Hold what is taken out of datasets against their descriptors and rows."""
        known = dataset_names(data)
        codes = {*economies(), *AGGREGATES}
        for key, one in self.measures.declared.items():
            source, place = one.source, self._places[key]
            if not isinstance(source, Selection):
                continue
            if source.economy and source.economy not in codes:
                text = f"{source.economy!r} is the code of no economy and of no aggregate"
                where = self._where_said(place, "economy")
                self._fault(where, f"{_said(where)}: {text}")
            if source.dataset not in known:
                hint = did_you_mean(source.dataset, known)
                self._fault(place[:2], f"{_said(place[:2])}: there is no such dataset.{hint}")
                continue
            try:
                manifest = read_manifest(source.dataset, data)
            except DatasetError:  # told where descriptors are checked
                continue
            if self._has_columns(place, source, manifest):
                self._check_rows(place, source, manifest)

    def _has_columns(self, place: Place, source: Selection, manifest: Manifest) -> bool:
        before = len(self._found)
        self._check_column(place, "value", source.value, manifest, {"integer", "number"})
        self._check_column(place, "year", source.year, manifest, {"integer"})
        if not source.economy:
            self._check_column(place, "by", source.by, manifest, {"string"})
        for column, value in source.where.items():
            types = {"string", "boolean"} if isinstance(value, str) else {"integer"}
            self._check_column(place, "where", column, manifest, types)
        return len(self._found) == before

    def _check_column(
        self, place: Place, key: str, column: str, manifest: Manifest, types: set[str]
    ) -> None:
        fields = {one.name: one.type for one in manifest.table.fields}
        where = self._where_said(place, key, *((column,) if key == "where" else ()))
        if column not in fields:
            hint = did_you_mean(column, fields)
            text = f"{manifest.stem} has no column {column!r}.{hint}"
            self._fault(where, f"{_said(where)}: {text} It has: {', '.join(fields)}")
        elif fields[column] not in types:
            expected = " or ".join(sorted(types))
            text = f"the column {column} of {manifest.stem} is of type {fields[column]}"
            self._fault(where, f"{_said(where)}: {text}, expected {expected}")

    def _check_rows(self, place: Place, source: Selection, manifest: Manifest) -> None:
        try:
            rows = read_rows(manifest).values()
        except DatasetError:  # told where data are checked
            return
        wanted = {column: str(value) for column, value in source.where.items()}
        if not any(
            row[source.value] and all(row[column] == value for column, value in wanted.items())
            for row in rows
        ):
            said = " and ".join(f"{column} = {value}" for column, value in wanted.items())
            where = self._where_said(place, "where")
            text = f"no row of {source.dataset} has {said or 'a value'}"
            self._fault(where, f"{_said(place)}: {text}{' and a value' if said else ''}")

    def _where_said(self, place: Place, *keys: str) -> Place:
        """The place where a measure says something for itself, else that of its dataset."""
        own, common = (*place, *keys), (*place[:2], *keys)
        return own if own in self._lines or common not in self._lines else common


def _said(place: Place) -> str:
    return ".".join(place) or FILE


def _keys(place: Place) -> list[str]:
    for pattern, model in _MODELS:
        if len(pattern) == len(place) and all(
            part in ("*", found) for part, found in zip(pattern, place, strict=True)
        ):
            return list(model.model_fields)
    return []
