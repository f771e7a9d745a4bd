"""From the file to declarations: types, what is missing, references between measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportlib.base.lines import Lines, Place, did_you_mean, fault_said
from reportlib.base.measures.declared import Declaration, Measures, Operation, Selection
from reportlib.base.measures.schema import Derived, File, Kind, OwnWords, keys_at

_KINDS: Mapping[str, Kind] = {"sum": "count", "ratio": "percent", "per": "rate"}


class Reading:
    """One reading of a file: its lines, what it declares, and where each measure stands."""

    def __init__(self, path: Path) -> None:
        self.lines = Lines(path)
        self.measures = Measures()
        self.places: dict[str, Place] = {}
        if self.lines.content is None:
            return
        self._named = set(_names(self.lines.content))
        found = self._validated(self.lines.content)
        if found is not None:
            self._declare(found)
            self._check_references()

    def _validated(self, content: Any) -> File | None:
        """The file without what does not fit, which is refused; None where nothing is left."""
        while True:
            try:
                return File.model_validate(content)
            except ValidationError as error:
                faults = error.errors()
            for fault in faults:
                self._refuse(fault)
            less = _without(content, {_entry(fault["loc"]) for fault in faults})
            emptied: set[tuple[str | int, ...]] = {
                ("datasets", name)
                for name in _keys(less, "datasets")
                if not _keys(less, "datasets", name, "measures")
            }
            less = _without(less, emptied)
            if less == content:
                return None
            content = less

    def stated(self, place: Place, *keys: str) -> Place:
        """Where a measure says something for itself, else where its dataset does."""
        own, common = (*place, *keys), (*place[:2], *keys)
        return common if own not in self.lines and common in self.lines else own

    def _refuse(self, fault: Any) -> None:
        place = tuple(str(part) for part in fault["loc"] if part != "[key]")
        if fault["type"] == "string_pattern_mismatch":
            text = "a name has small letters, digits and underscores only"
        else:
            text = fault_said(fault, keys_at(place), keys_at(place[:-1]))
        self.lines.refuse(place, text)

    def _declare(self, found: File) -> None:
        declared: dict[str, Declaration] = {}
        for place, one in (*self._selected(found), *self._computed(found)):
            if one.key in declared:
                first = self.lines.line(self.places[one.key])
                self.lines.refuse(place, f"has the name of the measure in line {first}")
            else:
                declared[one.key], self.places[one.key] = one, place
        scales = {str(name): base for name, base in found.scales.items()}
        self.measures = Measures(declared, found.peers_by, scales)

    def _selected(self, found: File) -> Iterator[tuple[Place, Declaration]]:
        for dataset, group in found.datasets.items():
            common = {key: getattr(group, key) for key in group.model_fields_set - {"measures"}}
            for key, own in group.measures.items():
                place: Place = ("datasets", dataset, "measures", key)
                said = common | {name: getattr(own, name) for name in own.model_fields_set}
                one = OwnWords(**{**said, "where": group.where | own.where})
                if self._is_whole(place, one):
                    yield place, _selection(key, dataset, one)

    def _is_whole(self, place: Place, one: OwnWords) -> bool:
        """Whether a measure and its dataset say all that is needed; what not is refused."""
        faults: list[tuple[Place, str]] = [
            (place, f"neither it nor its dataset says {key}")
            for key in ("value", "kind", "unit")
            if getattr(one, key) is None
        ]
        if one.kind in ("count", "rate") and one.unit is not None and one.unit.one is None:
            text = f"the unit of a {one.kind} is said after one and after many: "
            text += f"{{one: …, many: {one.unit.many}}}"
            faults.append((self.stated(place, "unit"), text))
        if one.economy is not None and "by" in one.model_fields_set:
            text = "economy and by exclude each other"
            faults.append((self.stated(place, "economy"), text))
        for stated, text in faults:
            self.lines.refuse(stated, text)
        return not faults

    def _computed(self, found: File) -> Iterator[tuple[Place, Declaration]]:
        for key, one in found.derived.items():
            source = _operation(one)
            yield (
                ("derived", key),
                Declaration(
                    key,
                    source,
                    _KINDS[source.kind],
                    one.name or "",
                    one.unit,
                    one.better,
                    one.rank_floor,
                    one.least_count,
                    one.derivation or "",
                    tuple(one.caveats),
                ),
            )

    def _check_references(self) -> None:
        references: dict[str, tuple[str, ...]] = {}
        for key, source, place in self._operations():
            for operand in source.operands:
                self._check_name(place, operand)
            base = self.measures.scales.get(source.scale)
            if source.scale and source.scale not in _keys(self.lines.content, "scales"):
                self.lines.refuse((*place, "scale"), f"scales has no {source.scale}")
            references[key] = (*source.operands, *((base.base,) if base else ()))
        for scale, base in self.measures.scales.items():
            self._check_name(("scales", scale, "base"), base.base)
        if self.measures.peers_by is not None:
            self._check_name(("peers_by", "measure"), self.measures.peers_by.measure)
            for key in ("size", "rate"):
                if named := getattr(self.measures.peers_by, key):
                    self._check_name(("peers_by", key), named)
        try:
            TopologicalSorter(references).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            self.lines.refuse(self.places[circle[0]], f"goes in a circle: {' → '.join(circle)}")
        else:
            self._check_operands()

    def _operations(self) -> Iterator[tuple[str, Operation, Place]]:
        for key, one in self.measures.declared.items():
            if isinstance(one.source, Operation):
                yield key, one.source, (*self.places[key], one.source.kind)

    def _check_name(self, place: Place, name: str) -> None:
        if name not in self._named:
            hint = did_you_mean(name, self._named)
            self.lines.refuse(place, f"there is no measure {name!r}.{hint}")

    def _check_operands(self) -> None:
        """Only counts are added or put on a scale, and only what has one unit is related."""
        for _, source, place in self._operations():
            declared = self.measures.declared
            operands = [declared[name] for name in source.operands if name in declared]
            others = [one for one in operands if source.kind != "ratio" and one.kind != "count"]
            for one in others:
                self.lines.refuse(place, f"{one.key} is a {one.kind}, not a count")
            units = {one.key: self._unit_of(one) for one in operands}
            if not others and len(set(units.values()) - {""}) > 1:
                said = ", ".join(f"{name} in {unit}" for name, unit in units.items())
                self.lines.refuse(place, f"the units differ: {said}")

    def _unit_of(self, one: Declaration) -> str:
        """The unit of a measure; empty where it cannot be told for other faults."""
        if one.unit is not None or isinstance(one.source, Selection):
            return one.unit.many if one.unit else ""
        operand = self.measures.declared.get(one.source.operands[0])
        unit = self._unit_of(operand) if operand else ""
        scale = self.measures.scales.get(one.source.scale)
        return f"{unit} {scale.words}" if unit and scale else unit


def _names(content: Any) -> Iterator[str]:
    """The names of all measures in a file, also of those with faults."""
    for dataset in _keys(content, "datasets"):
        yield from _keys(content, "datasets", dataset, "measures")
    yield from _keys(content, "derived")


def _keys(content: Any, *place: str) -> list[str]:
    for key in place:
        content = content.get(key) if isinstance(content, dict) else None
    return [str(key) for key in content] if isinstance(content, dict) else []


def _entry(place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The least that can be left out of a file for a fault: a measure, a dataset, a scale."""
    if place[:1] == ("datasets",):
        return place[:4] if place[2:3] == ("measures",) and len(place) > 3 else place[:2]
    return place[:2] if place[:1] in (("derived",), ("scales",)) else place[:1]


def _without(content: Any, places: set[tuple[str | int, ...]]) -> Any:
    if not isinstance(content, dict):
        return content
    return {
        key: _without(value, {place[1:] for place in places if len(place) > 1 and place[0] == key})
        for key, value in content.items()
        if (key,) not in places
    }


def _selection(key: str, dataset: str, one: OwnWords) -> Declaration:
    return Declaration(
        key,
        Selection(dataset, one.value or "", one.year, one.by, one.economy or "", one.where),
        one.kind or "rate",
        one.name,
        one.unit,
        one.better,
        one.rank_floor,
        caveats=tuple(one.caveats),
    )


def _operation(one: Derived) -> Operation:
    if one.sum is not None:
        return Operation("sum", tuple(one.sum))
    if one.ratio is not None:
        return Operation("ratio", (one.ratio.part, one.ratio.whole))
    if one.per is not None:
        return Operation("per", (one.per.count,), one.per.scale)
    raise AssertionError("the schema lets none pass without an operation")
