"""Compare two vintages of a dataset, figure by figure, before the new one is taken in.

What differs between two books that were published is :mod:`reportlib.build.comparison`'s to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from reportlib.base.economies import economies
from reportlib.base.errors import DatasetError
from reportlib.base.manifests import Renewal
from reportlib.base.rows import economy_column, time_column
from reportlib.upkeep.refresh.downloads import quoted
from reportlib.upkeep.refresh.tables import Key, Table

FEWEST_COMPARED = 20  # shared figures below which the unit is not judged
UNIT_FACTOR = 5
AGREES_WITHIN = 0.01  # of the held figure
LEAST_AGREEING = 0.98  # share of the shared figures
MOST_LISTED = 20
MOST_LOST = 0.1  # share of the old figures that may go without being confirmed
_NAMED = 12


@dataclass(frozen=True)
class Revision:
    """A figure that both vintages have, with different values."""

    key: Key
    column: str
    old: str
    new: str

    @property
    def size(self) -> float:
        """The change in relation to the old figure; from zero, more than any other."""
        old, new = Decimal(self.old), Decimal(self.new)
        return float(abs(new - old) / abs(old)) if old else float("inf")


@dataclass(frozen=True)
class Changes:
    """What a new vintage changes. Figures are named by their key and column."""

    rows: tuple[int, int]
    added: tuple[tuple[Key, str], ...]
    removed: tuple[tuple[Key, str], ...]
    revised: tuple[Revision, ...]
    kept: int
    new_years: tuple[str, ...]
    lost_years: tuple[str, ...]
    new_economies: tuple[str, ...]
    lost_economies: tuple[str, ...]
    backfilled: tuple[tuple[Key, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the vintages hold the same figures."""
        return not (self.added or self.removed or self.revised)


def compare(old: Table, new: Table) -> Changes:
    """What is different between two vintages; the largest revisions come first."""
    before, after = old.figures(), new.figures()
    shared = before.keys() & after.keys()
    revised = [
        Revision(key, column, before[key, column], after[key, column])
        for key, column in shared
        if Decimal(before[key, column]) != Decimal(after[key, column])
    ]
    time, place = time_column(old.manifest), economy_column(old.manifest)
    years = [table.values(time) if time else set() for table in (old, new)]
    places = [table.values(place) if place else set() for table in (old, new)]
    added = sorted(after.keys() - before.keys())
    at = old.key_columns.index(time) if time in old.key_columns else None
    return Changes(
        rows=(len(old.rows), len(new.rows)),
        added=tuple(added),
        removed=tuple(sorted(before.keys() - after.keys())),
        revised=tuple(sorted(revised, key=lambda r: (-r.size, r.key, r.column))),
        kept=len(shared) - len(revised),
        new_years=tuple(sorted(years[1] - years[0])),
        lost_years=tuple(sorted(years[0] - years[1])),
        new_economies=tuple(sorted(places[1] - places[0])),
        lost_economies=tuple(sorted(places[0] - places[1])),
        backfilled=tuple(f for f in added if at is not None and f[0][at] in years[0]),
    )


def refuse_another_unit(files: str, changes: Changes) -> None:
    """Refuse figures that are in the middle several times the old ones.

    Raises:
        DatasetError: they are.
    """
    ratios = [Decimal(r.new) / Decimal(r.old) for r in changes.revised if Decimal(r.old)]
    compared = len(ratios) + changes.kept
    if compared < FEWEST_COMPARED:
        return
    middle = median([*ratios, *[Decimal(1)] * changes.kept])
    if not 1 / Decimal(UNIT_FACTOR) < middle < UNIT_FACTOR:
        raise DatasetError(
            f"{files}: half of {compared} figures are {float(middle):.4g} times those held: "
            f"another unit or another series? Expected the unit that the descriptor states; "
            f"correct `factor` in the recipe."
        )


def refuse_losses(
    files: str, old: Table, changes: Changes, kept_out: frozenset[tuple[Key, str]]
) -> None:
    """Refuse a file that many figures are missing from, as from one cut off or filtered.

    ``kept_out`` are in the file, but not in the dataset.

    Raises:
        DatasetError: they are.
    """
    before = len(old.figures())
    lost = set(changes.removed) - kept_out
    if len(lost) <= MOST_LOST * before:
        return
    gone = [f"economies {listed(changes.lost_economies)}"] if changes.lost_economies else []
    gone += [f"years {listed(changes.lost_years)}"] if changes.lost_years else []
    raise DatasetError(
        f"{files}: lacks {len(lost):,} of the {before:,} figures held"
        + (f", all of {' and '.join(gone)}" if gone else "")
        + ". A file that is cut off, or downloaded for some economies only, looks like this. "
        "Download it whole; if the publisher withdrew the figures, repeat with --accept-losses."
    )


def refuse_vanished(
    files: str,
    old: Table,
    changes: Changes,
    kept_out: frozenset[tuple[Key, str]],
    unknown: Iterable[str],
) -> None:
    """Refuse a file in which economies have no figure more of a series that is held.

    ``unknown`` are the codes with names in the file that the book does not know.

    Raises:
        DatasetError: there are such economies; a renamed one is named with its new code.
    """
    place = economy_column(old.manifest)
    vanished = _vanished(old, set(changes.removed), kept_out, place) if place else {}
    if not vanished:
        return
    gone = sorted(set().union(*vanished.values()))
    series = listed(name for name in vanished if name)
    renamed = _renamed(gone, unknown)
    problems = [
        f"{files}: has no figure of {series} more of {_counted(gone)}: {listed(gone)}. A file "
        f"that is cut off looks like this. Download it whole; if the publisher withdrew the "
        f"figures, repeat with --accept-losses."
    ]
    problems += [
        f"{files}: {quoted(said)} is not in the list of economies, but has the name of {code}, "
        f"which is gone. If it is the same, write `codes: {{{said.split()[0]}: {code}}}` in the "
        f"recipe."
        for code, said in renamed
    ]
    raise DatasetError(*problems)


def _counted(codes: list[str]) -> str:
    return "1 economy that is held" if len(codes) == 1 else f"{len(codes)} economies that are held"


def _vanished(
    old: Table, removed: set[tuple[Key, str]], kept_out: frozenset[tuple[Key, str]], place: str
) -> dict[str, set[str]]:
    """The economies of which all figures go, by series: column, and key but for the year."""
    if place not in old.key_columns:
        return {}
    at, time = old.key_columns.index(place), time_column(old.manifest)
    skipped = {at, *(i for i, name in enumerate(old.key_columns) if name == time)}
    left: dict[tuple[str, str], int] = {}
    for figure in old.figures().keys() - kept_out:
        key, column = figure
        others = (cell for i, cell in enumerate(key) if i not in skipped)
        series = " ".join((column, *others)), key[at]
        left[series] = left.get(series, 0) + (figure not in removed)
    found: dict[str, set[str]] = {}
    for (series_name, economy), count in sorted(left.items()):
        if not count:
            found.setdefault(series_name, set()).add(economy)
    return found


def _renamed(gone: Iterable[str], unknown: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = economies()
    by_name = {known[code].name.casefold(): code for code in gone if code in known}
    for said in sorted(unknown):
        code = by_name.get(said.partition(" ")[2].casefold())
        if code:
            yield code, said


def refuse_disagreement(files: str, changes: Changes, renewal: Renewal | None) -> None:
    """Refuse figures that a dataset's kind of renewal does not let change.

    Raises:
        DatasetError: there are such; the first of them are listed.
    """
    shared = len(changes.revised) + changes.kept
    other = {
        "append": changes.revised,
        "append-if-overlap-agrees": [r for r in changes.revised if r.size > AGREES_WITHIN],
    }.get(renewal or "", ())
    allowed = shared * (1 - LEAST_AGREEING) if renewal == "append-if-overlap-agrees" else 0
    if len(other) <= allowed:
        return
    said = [f"{' '.join(r.key)} {r.column}: {r.old} -> {r.new}" for r in other[:MOST_LISTED]]
    more = [f"and {len(other) - MOST_LISTED} more"] if len(other) > MOST_LISTED else []
    expected = (
        "figures that are held do not change"
        if renewal == "append"
        else f"{LEAST_AGREEING:.0%} of them agree within {AGREES_WITHIN:.0%}"
    )
    raise DatasetError(
        f"{files}: {len(other)} of {shared} figures that it shares with the dataset are others, "
        f"and the descriptor says renewal: {renewal}: {expected}. Another definition, or a "
        f"revision: read the publisher's notes, and change `renewal` if it is to be taken in.",
        *said,
        *more,
    )


def listed(names: Iterable[str], most: int = _NAMED) -> str:
    """Names with commas; the rest is counted."""
    found = list(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
