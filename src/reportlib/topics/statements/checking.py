"""Statements of articles held against data: the checks, as declared, and what they find.

A check compares two figures: what a statement claims, and what other rows say. Either is
made of rows by a named operation, so that every result carries the rows it rests on. What
the checks are stands in the dataset ``claim_checks``; nothing here knows a single claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast, get_args

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.base.rows import Cells, dataset_of, rows_of
from reportlib.base.stamps import Stamp, stamp
from reportlib.content.datasets import read_dataset
from reportlib.content.numbers import Number
from reportlib.topics.statements.faults import (
    CHECKS,
    LEDGER,
    Comparison,
    Find,
    Method,
    ToleranceKind,
    faults_of,
)
from reportlib.topics.statements.operations import OPERATIONS, Operand, number
from reportlib.topics.statements.saying import APART, SAY_APART, say_in, say_signed_percent

Verdict = Literal["differs", "confirmed", "consistent", "cannot be checked"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""From the one that says most: a statement has the first of those that its checks have."""


VERDICT_WORDS: dict[Verdict, str] = {
    "differs": "another figure than the one claimed, beyond the tolerance",
    "confirmed": "an official series has the figure, within the tolerance",
    "consistent": "it fits arithmetic, a bound or another statement, which is no proof",
    "cannot be checked": "the book has no figure of the same kind",
}


@dataclass(frozen=True)
class Check:
    """One check as its row declares it; an empty text and None mean that nothing is said."""

    id: str
    claim: str
    method: Method
    same_measure: bool
    figure: str
    beside: tuple[str, ...]
    states: float | None
    operation: str
    against: tuple[str, ...]
    column: tuple[str, ...]
    factor: float
    comparison: Comparison
    unit: str
    tolerance: float | None
    tolerance_kind: ToleranceKind
    tolerance_reason: str
    reasoning: str
    needed: str

    @property
    def row(self) -> str:
        """The id of the row that declares the check."""
        return f"{CHECKS}:{self.id}"

    @property
    def claim_row(self) -> str:
        """The id of the row that holds the statement."""
        return f"{LEDGER}:{self.claim}"


@dataclass(frozen=True)
class Result:
    """What a check found: both figures where both are known, and the verdict."""

    check: Check
    verdict: Verdict
    claimed: Number | None = None
    checked: Number | None = None

    @property
    def deviation(self) -> Number | None:
        """By how much the claimed figure is off: in percent, or in points, places and the like.

        None where nothing is compared, for a bound that holds, and for unlike measures, which
        have no distance.
        """
        if self.claimed is None or self.checked is None or not self.check.same_measure:
            return None
        if self.check.comparison != "equal" and self.verdict != "differs":
            return None
        rows = tuple(dict.fromkeys((*self.claimed.rows, *self.checked.rows)))
        gap = self.claimed.value - self.checked.value
        if self.check.unit in APART:
            _, words = APART[self.check.unit]
            say = SAY_APART[self.check.unit]
            return Number(gap, say, words, rows, "claimed figure less checked figure")
        if not self.checked.value:
            return None
        percent = 100 * gap / self.checked.value
        how = "claimed figure less checked figure, in percent of it"
        return Number(percent, say_signed_percent, "percent", rows, how)


@dataclass(frozen=True)
class Statement:
    """A statement of the ledger with the results of its checks, the most telling one first."""

    id: str
    cells: Cells
    results: tuple[Result, ...]

    @property
    def row(self) -> str:
        """The id of the statement's row."""
        return f"{LEDGER}:{self.id}"

    @property
    def verdict(self) -> Verdict:
        """The most telling verdict among its checks."""
        return self.results[0].verdict

    @property
    def figure(self) -> Number | None:
        """The figure of the statement as the ledger has it; None where it has none."""
        value = number(self.cells["value"])
        if value is None:
            return None
        unit = self.cells["unit"]
        return Number(value, say_in(unit), unit, (self.row,))


def statements() -> tuple[Statement, ...]:
    """Every statement of the ledger that has a check, in the ledger's order.

    Raises:
        DatasetError: the checks cannot be carried out; lists every fault of every check.
    """
    held = [read_dataset(stem).manifest for stem in ("article_facts", "claim_checks")]
    if any(manifest.is_missing for manifest in held):
        return ()
    named = _named(rows_of(CHECKS).values())
    stems = {"claim_checks", "article_facts", *named} - _missing(named).keys()
    manifests = [read_dataset(stem).manifest for stem in sorted(stems)]
    return _statements(*((each.hash, stamp(each.data_file)) for each in manifests))


def _named(checks: Iterable[Cells]) -> set[str]:
    """The datasets whose rows the checks name, as their files spell them."""
    rows = (row for cells in checks for row in _operands(cells))
    return {dataset_of(row).replace("-", "_") for row in rows} & {*dataset_names()}


def _operands(cells: Cells) -> list[str]:
    return [*cells["beside"].split(), *cells["against"].split()]


@lru_cache(maxsize=8)
def _statements(*_seen: tuple[str, Stamp]) -> tuple[Statement, ...]:
    return evaluate(rows_of(CHECKS).values(), rows_of(LEDGER), held_row)


def statement_of(claim: str) -> Statement | None:
    """The checked statement of this id in the ledger; None where it has no check."""
    return next((one for one in statements() if one.id == claim), None)


def held_row(row_id: str) -> Cells | None:
    """A row of any dataset of the book; its dataset counts as read."""
    stem = dataset_of(row_id).replace("-", "_")
    if stem not in dataset_names():
        return None
    read_dataset(stem)
    return rows_of(dataset_of(row_id)).get(row_id)


def evaluate(
    checks: Iterable[Cells], ledger: Mapping[str, Cells], find: Find
) -> tuple[Statement, ...]:
    """Carry out checks.

    Args:
        checks: the rows that declare them.
        ledger: the statements by their row ids, in the order of the result.
        find: a row of any dataset by its id, None where there is none.

    Raises:
        DatasetError: a check cannot be carried out; lists every fault of every check.
    """
    problems: list[str] = []
    checks = tuple(checks)
    lacking = {each.name: each.title for each in _missing(_named(checks)).values()}
    found: dict[str, list[Result]] = {}
    for cells in checks:
        if absent := {dataset_of(row) for row in _operands(cells)} & lacking.keys():
            titles = " and ".join(lacking[name] for name in sorted(absent))
            needed = f"{titles}, which is not in this copy of the book."
            check = replace(_check(cells), needed=needed)
            found.setdefault(check.claim_row, []).append(Result(check, "cannot be checked"))
            continue
        faults = [f"claim_checks, {cells['id']}: {text}" for text in faults_of(cells, ledger, find)]
        problems += faults
        if not faults:
            check = _check(cells)
            try:
                found.setdefault(check.claim_row, []).append(_result(check, ledger, find))
            except (ValueError, ZeroDivisionError) as error:
                problems.append(f"claim_checks, {check.id}: cannot be computed: {error}.")
    raise_all(DatasetError, problems)
    return tuple(
        Statement(cells["id"], cells, tuple(sorted(found[row], key=_telling)))
        for row, cells in ledger.items()
        if row in found
    )


def _missing(names: Iterable[str]) -> dict[str, Manifest]:
    """Those that are not in this copy of the project; nothing can be held against them."""
    found = {name: read_manifest(name) for name in names}
    return {name: manifest for name, manifest in found.items() if manifest.is_missing}


def _telling(result: Result) -> int:
    return VERDICTS.index(result.verdict)


def _check(cells: Cells) -> Check:
    return Check(
        id=cells["id"],
        claim=cells["claim"],
        method=cast(Method, cells["method"]),
        same_measure=cells["measure"] != "near",
        figure=cells["figure"] or "value",
        beside=tuple(cells["beside"].split()),
        states=number(cells["states"]),
        operation=cells["operation"],
        against=tuple(cells["against"].split()),
        column=tuple(cells["column"].split()),
        factor=number(cells["factor"]) or 1.0,
        comparison=cast(Comparison, cells["comparison"] or "equal"),
        unit=cells["unit"],
        tolerance=number(cells["tolerance"]),
        tolerance_kind=cast(ToleranceKind, cells["tolerance_kind"] or "absolute"),
        tolerance_reason=cells["tolerance_reason"],
        reasoning=cells["reasoning"],
        needed=cells["needed"],
    )


def _result(check: Check, ledger: Mapping[str, Cells], find: Find) -> Result:
    if not check.operation:
        return Result(check, "cannot be checked")
    claimed = _claimed(check, ledger, find)
    checked = _checked(check, find)
    return Result(check, _verdict(check, claimed.value, checked.value), claimed, checked)


def _claimed(check: Check, ledger: Mapping[str, Cells], find: Find) -> Number:
    """What the statement claims, with those beside it."""
    cells = ledger[check.claim_row]
    own = Operand(cells["value"] if check.states is None else str(check.states))
    others = [Operand(found["value"]) for row in check.beside if (found := find(row))]
    operation = OPERATIONS[check.figure]
    value = operation.compute([own, *others])
    words = operation.words or ("as the statement says" if check.states is not None else "")
    rows = (check.claim_row, *check.beside)
    return Number(value, say_in(check.unit), check.unit, rows, words)


def _checked(check: Check, find: Find) -> Number:
    """What the other rows say."""
    operands = []
    for at, row in enumerate(check.against):
        cells = find(row) or {}
        operands.append(Operand(cells[check.column[at % len(check.column)]]))
    operation = OPERATIONS[check.operation]
    value = operation.compute(operands) * check.factor
    words = operation.words
    if check.factor != 1:
        words = f"{words}, times {check.factor:g}".removeprefix(", ")
    return Number(value, say_in(check.unit), check.unit, check.against, words)


def _verdict(check: Check, claimed: float, checked: float) -> Verdict:
    if check.method == "none":
        return "cannot be checked"
    holds = _holds(check, claimed, checked)
    if not check.same_measure:
        return "consistent" if holds else "cannot be checked"
    if not holds:
        return "differs"
    proves = check.method == "official" and check.comparison in ("equal", "just_above")
    return "confirmed" if proves else "consistent"


def _holds(check: Check, claimed: float, checked: float) -> bool:
    room = check.tolerance or 0.0
    if check.tolerance_kind == "percent":
        room *= abs(checked) / 100
    room += 1e-9 * max(abs(claimed), abs(checked))  # of computing, not of the figures
    if check.comparison == "just_above":  # a printed lower bound: never below, a step above
        return claimed <= checked <= claimed + room
    if check.comparison == "at_least":
        return checked >= claimed - room
    if check.comparison == "at_most":
        return checked <= claimed + room
    return abs(claimed - checked) <= room
