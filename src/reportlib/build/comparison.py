"""What differs between two books, in terms a reader understands: the work of `reportlib diff`.

It compares what was published: two ``provenance.json``.
:mod:`reportlib.upkeep.refresh.changes` compares what may be taken in, a publisher's new file with
the dataset held, before any number is computed of it; it knows every figure of the file, and no
page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from reportlib.base.rows import Cells, dataset_of
from reportlib.build.provenance import BLANK, DatasetRecord, ExhibitRecord, NumberRecord, Provenance

_NO_BREAK = "\N{NO-BREAK SPACE}"
SHOWN = 20  # entries of a section, and reasons of a number, that the text lists
REASONS = 4


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CellChange(_Model):
    """A cell of a row that both books cite; without column and cells where they are withheld."""

    row: str
    column: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if not self.column:
            return f"{self.row} changed; its cells are not passed on"
        return f"{self.row}: {self.column} {self.old or 'missing'} → {self.new or 'missing'}"


class NumberChange(_Model):
    """A number that both books print, with other values, and the reasons found in the data.

    ``datasets`` names those of which rows changed that it rests on, or by which it now rests on
    other rows.
    """

    old: NumberRecord
    new: NumberRecord
    because: tuple[str, ...]
    datasets: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        """The change in relation to the old value; from zero, more than any other."""
        difference = abs(self.new.value - self.old.value)
        if difference == 0:
            return 0.0
        return difference / abs(self.old.value) if self.old.value else float("inf")


class DrawnChange(_Model):
    """An exhibit of both books that shows other rows, or other cells of them."""

    page: str
    label: str
    title: str
    changed: tuple[CellChange, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class DatasetChange(_Model):
    """Something said of a dataset that differs: its vintage, terms, source or bytes."""

    dataset: str
    what: str
    old: str
    new: str


class Comparison(_Model):
    """All that differs between two books. Numbers stand with the largest change first."""

    parameters: dict[str, tuple[str, str]]
    changed: tuple[NumberChange, ...]
    appeared: tuple[NumberRecord, ...]
    disappeared: tuple[NumberRecord, ...]
    exhibits_added: tuple[ExhibitRecord, ...]
    exhibits_removed: tuple[ExhibitRecord, ...]
    now_missing: tuple[ExhibitRecord, ...]
    now_shown: tuple[ExhibitRecord, ...]
    drawn: tuple[DrawnChange, ...]
    datasets: tuple[DatasetChange, ...]
    datasets_added: tuple[str, ...]
    datasets_removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, name) for name in type(self).model_fields)


def compare_books(old: Provenance, new: Provenance) -> Comparison:
    """What is different between two books, also between those of two economies.

    Where a line may end is no difference: no-break spaces are compared, and told, as plain ones.
    """
    old, new = _plainly_spaced(old), _plainly_spaced(new)
    pairs, disappeared, appeared = _paired(old.numbers, new.numbers)
    before, after = ({e.label: e for e in book.exhibits} for book in (old, new))
    both = [(before[label], after[label]) for label in before if label in after]
    datasets = [name for name in old.datasets if name in new.datasets]
    changed = [
        NumberChange(
            old=a,
            new=b,
            because=tuple(_reasons(a, b, old, new)),
            datasets=tuple(sorted(_revised_by(a, b, old, new))),
        )
        for a, b in pairs
        if (a.text, a.value, a.unit) != (b.text, b.value, b.unit)
    ]
    return Comparison(
        parameters={
            name: (str(old.parameters.get(name, "")), str(new.parameters.get(name, "")))
            for name in {**old.parameters, **new.parameters}
            if old.parameters.get(name) != new.parameters.get(name)
        },
        changed=tuple(sorted(changed, key=lambda change: -change.size)),
        appeared=tuple(appeared),
        disappeared=tuple(disappeared),
        exhibits_added=tuple(e for label, e in after.items() if label not in before),
        exhibits_removed=tuple(e for label, e in before.items() if label not in after),
        now_missing=tuple(b for a, b in both if b.missing and not a.missing),
        now_shown=tuple(b for a, b in both if a.missing and not b.missing),
        drawn=tuple(found for a, b in both if (found := _drawn(a, b, old, new))),
        datasets=tuple(
            change
            for name in datasets
            for change in _dataset_changes(name, old.datasets[name], new.datasets[name])
        ),
        datasets_added=tuple(name for name in new.datasets if name not in old.datasets),
        datasets_removed=tuple(name for name in old.datasets if name not in new.datasets),
    )


def _plainly_spaced(book: Provenance) -> Provenance:
    """The book with plain spaces in what its pages say; the cells of the data stay as held."""
    said = ("context", "text", "unit", "derivation")
    titled = ("title", "missing")
    return book.model_copy(
        update={
            "numbers": tuple(n.model_copy(update=_plain_texts(n, said)) for n in book.numbers),
            "exhibits": tuple(e.model_copy(update=_plain_texts(e, titled)) for e in book.exhibits),
        }
    )


def _plain_texts(record: BaseModel, fields: Iterable[str]) -> dict[str, str]:
    return {name: getattr(record, name).replace(_NO_BREAK, " ") for name in fields}


_Numbers = list[NumberRecord]


def _paired(
    old: Sequence[NumberRecord], new: Sequence[NumberRecord]
) -> tuple[list[tuple[NumberRecord, NumberRecord]], _Numbers, _Numbers]:
    """The same number in both books, and what only the old or only the new one has.

    A number is known by its exhibit and the words or titles around it. In a sentence of other
    words (*rose* became *fell*) it is still the same where it is of the same kind, and both
    sentences have as many of that kind.
    """
    after = {_key(number): number for number in new}
    pairs = [(number, after.pop(_key(number))) for number in old if _key(number) in after]
    paired = {id(number) for pair in pairs for number in pair}
    left = [[n for n in numbers if id(n) not in paired] for numbers in (old, new)]
    groups = [_by_kind(numbers) for numbers in left]
    for kind, before in groups[0].items():
        again = groups[1].get(kind, [])
        if len(before) == len(again):
            pairs += zip(before, again, strict=True)
    paired = {id(number) for pair in pairs for number in pair}
    gone, come = ([n for n in numbers if id(n) not in paired] for numbers in left)
    return pairs, gone, come


def _key(number: NumberRecord) -> tuple[str, str, str, int]:
    return number.exhibit, number.place, number.context, number.occurrence


def _by_kind(numbers: Iterable[NumberRecord]) -> dict[tuple[str, ...], _Numbers]:
    found: dict[tuple[str, ...], _Numbers] = defaultdict(list)
    for number in numbers:
        if number.place != "cell":  # a cell of another row is another number
            way = re.sub(r"\d+", BLANK, number.derivation)
            found[number.exhibit, number.place, number.unit, way].append(number)
    return found


def _reasons(a: NumberRecord, b: NumberRecord, old: Provenance, new: Provenance) -> Iterator[str]:
    """Why a number changed, as far as the rows it rests on tell."""
    yield from (str(change) for row in b.rows for change in _cell_changes(row, old, new))
    yield from (f"now rests on {row}" for row in b.rows if row not in a.rows)
    yield from (f"no longer rests on {row}" for row in a.rows if row not in b.rows)
    for name in b.whole:
        if name in old.datasets and old.datasets[name].checksum != new.datasets[name].checksum:
            yield f"other rows of {name} changed, of which it takes many"
    if a.derivation != b.derivation:
        yield f"computed as: {a.derivation or 'printed as held'} → {b.derivation or 'as held'}"


def _revised_by(a: NumberRecord, b: NumberRecord, old: Provenance, new: Provenance) -> set[str]:
    """The datasets that changed, and the number with them."""
    changed = {
        name
        for name in {*old.datasets, *new.datasets}
        if name not in old.datasets
        or name not in new.datasets
        or old.datasets[name].checksum != new.datasets[name].checksum
    }
    touched = {row for row in b.rows if any(_cell_changes(row, old, new))}
    touched |= {*a.rows} ^ {*b.rows}
    return changed & ({dataset_of(row) for row in touched} | {*a.whole} | {*b.whole})


def _cell_changes(row: str, old: Provenance, new: Provenance) -> Iterator[CellChange]:
    before, after = old.rows.get(row), new.rows.get(row)
    if before is None or after is None or before == after:
        return
    if isinstance(before, str) or isinstance(after, str):
        yield CellChange(row=row)
        return
    yield from _differing(row, before, after)


def _differing(row: str, before: Cells, after: Cells) -> Iterator[CellChange]:
    for column in {**before, **after}:
        was, is_now = before.get(column, ""), after.get(column, "")
        if was != is_now:
            yield CellChange(row=row, column=column, old=was, new=is_now)


def _drawn(
    a: ExhibitRecord, b: ExhibitRecord, old: Provenance, new: Provenance
) -> DrawnChange | None:
    before, after = set(a.rows), set(b.rows)
    found = DrawnChange(
        page=b.page,
        label=b.label,
        title=b.title,
        changed=tuple(c for row in b.rows if row in before for c in _cell_changes(row, old, new)),
        added=tuple(row for row in b.rows if row not in before),
        removed=tuple(row for row in a.rows if row not in after),
    )
    return found if found.changed or found.added or found.removed else None


def _dataset_changes(name: str, old: DatasetRecord, new: DatasetRecord) -> Iterator[DatasetChange]:
    for what in DatasetRecord.model_fields:
        was, is_now = str(getattr(old, what)), str(getattr(new, what))
        if was != is_now:
            yield DatasetChange(dataset=name, what=what, old=was, new=is_now)


# In words


def tell(found: Comparison) -> str:
    """The comparison as text for a terminal: counts first, then each kind of difference."""
    if found.is_empty:
        return "No difference: the same numbers, exhibits and data."
    parts = [_counts(found), *_sections(found)]
    return "\n\n".join(part for part in parts if part)


def _counts(found: Comparison) -> str:
    same = sum(change.old.text == change.new.text for change in found.changed)
    lines = [
        f"The editions differ: {name} {was or 'none'} → {is_now or 'none'}. "
        "Numbers are compared by the words around them."
        for name, (was, is_now) in found.parameters.items()
    ]
    lines.append(
        f"{_several(len(found.changed), 'number')} changed"
        + (f" ({same} of them too little to be printed otherwise)" if same else "")
        + f", {len(found.appeared)} appeared, {len(found.disappeared)} disappeared."
    )
    lines.append(
        f"{_several(len(found.drawn), 'exhibit')} with other data, "
        f"{len(found.exhibits_added)} added, {len(found.exhibits_removed)} removed, "
        f"{len(found.now_missing)} now without data, {len(found.now_shown)} now with data."
    )
    names = {change.dataset for change in found.datasets}
    lines.append(
        f"{_several(len(names), 'dataset')} changed, {len(found.datasets_added)} added, "
        f"{len(found.datasets_removed)} no longer used."
    )
    return "\n".join(lines)


def _sections(found: Comparison) -> Iterator[str]:
    for where, cells in (("sentences", False), ("tables", True)):
        own = [c for c in found.changed if (c.new.place == "cell") == cells]
        yield _section(f"Numbers in {where} that changed, most first", map(_told, own))
    yield _section("Numbers that appeared", map(_stands, found.appeared))
    yield _section("Numbers that disappeared", map(_stands, found.disappeared))
    yield _section("Exhibits added", map(_exhibit, found.exhibits_added))
    yield _section("Exhibits removed", map(_exhibit, found.exhibits_removed))
    yield _section("Exhibits now without data", map(_exhibit, found.now_missing))
    yield _section("Exhibits now with data", map(_exhibit, found.now_shown))
    yield _section("Exhibits that show other data", map(_redrawn, found.drawn))
    yield _section(
        "Datasets that changed",
        (f"{c.dataset}: {c.what} {c.old} → {c.new}" for c in found.datasets),
    )
    yield _section("Datasets added", found.datasets_added)
    yield _section("Datasets no longer used", found.datasets_removed)


def _section(title: str, entries: Iterable[str]) -> str:
    told = list(entries)
    if not told:
        return ""
    more = len(told) - SHOWN
    shown = told[:SHOWN] + ([f"and {more} more; --json has them all"] if more > 0 else [])
    return "\n".join([title, *(f"  {entry}" for entry in shown)])


def _told(change: NumberChange) -> str:
    reasons = list(change.because[:REASONS])
    more = len(change.because) - len(reasons)
    if more > 0:
        reasons.append(f"and {more} more reasons; --json has them all")
    if not reasons:
        reasons = ["the rows it rests on are the same: the way it is computed or printed changed"]
    lines = [
        f"{change.old.text} → {change.new.text} ({_by_how_much(change)})",
        f"{_where(change.new)}",
        *(f"because {reason}" for reason in reasons),
    ]
    return "\n    ".join(lines)


def _by_how_much(change: NumberChange) -> str:
    old, new = change.old.value, change.new.value
    if change.old.unit != change.new.unit:
        return f"unit {change.old.unit or 'none'} → {change.new.unit or 'none'}"
    if old == new:
        return "the same value, printed otherwise"
    unit = f" {new_unit}" if (new_unit := change.new.unit) else ""
    by = f"{_plain(new - old)}{unit}"
    if not old:
        return by
    percent = 100 * (new - old) / abs(old)
    return f"{by}, {percent:+,.0f}%" if abs(percent) >= 10 else f"{by}, {percent:+.2g}%"


def _plain(difference: float) -> str:
    whole = difference == round(difference) or abs(difference) >= 1000
    return f"{difference:+,.0f}" if whole else f"{difference:+.4g}"


def _stands(number: NumberRecord) -> str:
    return f"{number.text}\n    {_where(number)}"


def _where(number: NumberRecord) -> str:
    words = f"“{number.context}”"
    if number.occurrence > 1:
        words += f", number {number.occurrence}"
    return f"{number.page}, {number.exhibit}, {number.place} {words}"


def _exhibit(found: ExhibitRecord) -> str:
    why = f" ({found.missing})" if found.missing else ""
    return f"{found.page}, {found.label}: {found.title}{why}"


def _redrawn(found: DrawnChange) -> str:
    rows = {change.row for change in found.changed}
    counts = [
        f"{_several(len(rows), 'row')} changed",
        f"{len(found.added)} added",
        f"{len(found.removed)} removed",
    ]
    names = sorted({dataset_of(row) for row in (*rows, *found.added, *found.removed)})
    return f"{found.page}, {found.label}: {', '.join(counts)}, of {', '.join(names)}"


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
