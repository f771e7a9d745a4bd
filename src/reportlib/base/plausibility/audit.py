"""All checks together, set against what the descriptors already know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import KnownFinding, Manifest, read_manifest
from reportlib.base.plausibility.cells import unsafe_cells
from reportlib.base.plausibility.declarations import declaration_faults
from reportlib.base.plausibility.figures import breaks, jumps, out_of_range, slips
from reportlib.base.plausibility.finding import Finding
from reportlib.base.plausibility.places import duplicates, identical_series, unknown_economies
from reportlib.base.plausibility.relations import broken_relations
from reportlib.base.plausibility.tables import Table, read_table

ECONOMIES = "economies"


def plausibility_faults(manifests: Sequence[Manifest]) -> Iterator[str]:
    """Every fault of these datasets, which fit their schemas: findings and notes out of date.

    A dataset that refers to one not given is passed over; that one's faults come first.
    """
    given = {manifest.stem for manifest in manifests}
    for manifest in manifests:
        if not _references(manifest) <= given:
            continue
        try:
            yield from _faults(manifest)
        except DatasetError as error:
            yield from error.problems


def _faults(manifest: Manifest) -> Iterator[str]:
    table, tables = read_table(manifest), _tables(manifest)
    yield from unsafe_cells(table)
    wrong = tuple(declaration_faults(table, tables))
    yield from wrong
    if wrong:
        return
    notes = manifest.reportlib.findings
    found = tuple(_findings(table))
    for finding in found:
        if not any(finding.is_meant_by(note) for note in notes):
            yield finding.explain()
    for number, note in enumerate(notes):
        for gone in _gone(note, found):
            yield (
                f"{manifest.file}: reportlib.findings.{number}: {note.check}: {gone} is found no "
                f"more; expected a note of what the data hold. Correct the note or take it out."
            )


def _gone(note: KnownFinding, found: Sequence[Finding]) -> Iterator[str]:
    """The parts of a note that no finding bears out."""
    meant = [finding for finding in found if finding.is_meant_by(note)]
    if not meant:
        yield ", ".join(f"{name} {value}" for name, values in note.where for value in values)
        return
    for name, values in note.where:
        seen = {finding.where[name] for finding in meant}
        yield from (f"{name} {value}" for value in values if value not in seen)


def _findings(table: Table) -> Iterator[Finding]:
    tables = _tables(table.manifest)
    codes = {row.cells["economy"] for row in tables(ECONOMIES).rows}
    return chain(
        duplicates(table),
        unknown_economies(table, codes),
        out_of_range(table),
        jumps(table),
        slips(table),
        breaks(table),
        identical_series(table),
        broken_relations(table, tables),
    )


def _tables(manifest: Manifest) -> Callable[[str], Table]:
    """Read any dataset beside this one."""
    return lambda name: read_table(read_manifest(name, manifest.file.parent))


def _references(manifest: Manifest) -> set[str]:
    """The datasets that are read when this one is checked, if their descriptors exist."""
    from_relations = {
        reference.dataset
        for relation in manifest.reportlib.relations
        for reference in (relation.of, relation.per)
        if reference and reference.dataset
    }
    return {ECONOMIES} | from_relations
