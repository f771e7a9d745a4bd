"""The measures that ``data/measures.yaml`` declares, as series: each made once and kept."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from pathlib import Path

from reportlib.base.errors import DatasetError, ParameterError
from reportlib.base.manifests import read_manifest
from reportlib.base.measures import FILE, Declaration, Selection, did_you_mean, read_measures
from reportlib.base.project import find_root
from reportlib.content.datasets import note_asked, read_dataset
from reportlib.content.series import Measure, Series, add, counts_below, per, select, share


def measure(name: str) -> Series:
    """The series of a measure by its name in the project's ``data/measures.yaml``.

    Raises:
        DatasetError: there is no such measure, or what it names cannot be read.
    """
    data = find_root() / "data"
    made = _measure(data, name)
    for dataset in _datasets_of(data, name):  # what is kept of a measure reads no table again
        note_asked(read_manifest(dataset, data))
    return made


@lru_cache(maxsize=512)
def _datasets_of(data: Path, name: str) -> frozenset[str]:
    """The datasets that a measure is made of."""
    source = read_measures(data).declared[name].source
    if isinstance(source, Selection):
        return frozenset({source.dataset})
    base = read_measures(data).scales.get(source.scale) if source.kind == "per" else None
    operands = [*source.operands, *([base.base] if base else [])]
    return frozenset().union(*(_datasets_of(data, operand) for operand in operands))


def on_scale(series: Series, scale: str) -> Series:
    """A series of counts over the base of a scale: per million people, for one.

    Raises:
        ParameterError: the project names no base for the scale.
    """
    found = read_measures().scales.get(scale)
    if found is None:
        raise ParameterError(
            f"scale = {scale!r} has no base in this project: data/{FILE} names none under scales. "
            f"Use count, or name there the measure to divide by."
        )
    return per(series, measure(found.base), found.times, found.words, found.derivation)


@lru_cache(maxsize=512)
def _measure(data: Path, name: str) -> Series:
    known = read_measures(data).declared
    if name not in known:
        raise DatasetError(
            f"There is no measure {name!r}.{did_you_mean(name, known)} "
            f"{data / FILE} declares all measures; add it there."
        )
    declared = known[name]
    source = declared.source
    if isinstance(source, Selection):
        return _selected(declared, source)
    first, *others = (_measure(data, operand) for operand in source.operands)
    if source.kind == "per":
        made = on_scale(first, source.scale)
        few = counts_below(first, declared.least_count)
        return replace(made, measure=_worded(declared, made.measure), few=few)
    words = _worded(declared, Measure("", first.measure.unit, first.measure.one))
    if source.kind == "ratio":
        return share(first, others[0], words)
    return reduce(lambda total, other: add(total, other, words), others, first)


def _selected(declared: Declaration, source: Selection) -> Series:
    dataset = read_dataset(source.dataset)
    named = {source.value, source.year, *source.where, *([] if source.economy else [source.by])}
    if unknown := sorted(named - set(dataset.table)):
        raise DatasetError(
            f"data/{FILE}: {declared.key}: {source.dataset} has no column {unknown[0]!r}. "
            f"Run `reportlib check` for every fault with its line."
        )
    by = source.by
    if source.economy:
        by = "economy"
        dataset = replace(dataset, table=dataset.table.assign(economy=source.economy))
    return select(
        dataset,
        _worded(declared, Measure("", "")),
        value=source.value,
        by=by,
        year=source.year,
        where=source.where,
    )


def _worded(declared: Declaration, made: Measure) -> Measure:
    """A measure in the words declared; what is left open there stays as it was made."""
    return Measure(
        declared.name or made.name,
        declared.unit.many if declared.unit else made.unit,
        (declared.unit.one or "") if declared.unit else made.one,
        declared.kind,
        declared.better or made.better,
        declared.derivation or made.derivation,
        declared.rank_floor,
        declared.caveats or made.caveats,
    )
