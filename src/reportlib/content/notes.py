"""What a reader must be told of the rows that an exhibit shows, derived from the rows alone.

A descriptor says which of its rows are provisional, derived, doubtful or defined otherwise,
where a series breaks, and how far its figures can be trusted. From the rows behind an
exhibit's numbers and drawing follow its marks, letters beside the numbers, and one note for
each kind of mark. The letters are those of Eurostat, so that statisticians know them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.manifests import TRUST_WORDS, Manifest, SeriesBreak, read_manifest
from reportlib.base.payload import FLAGS, Piece, Row, Sentence
from reportlib.base.rows import Cells, dataset_of, economy_column, rows_of, time_column
from reportlib.content.caveats import in_years, is_meant
from reportlib.content.figures import Break
from reportlib.content.sentences import sentence

LOW_TRUST = ("C", "D")
MOST_PLACES = 6  # that a note names one by one
NO_PLACE = ""


@dataclass(frozen=True)
class Told:
    """What a descriptor says of one row: the mark, the words, and the row's place and year.

    A caveat that is only told, and marks no value, has no mark.
    """

    flag: str
    text: str
    place: str
    year: str


@dataclass(frozen=True)
class Crossing:
    """A break between two rows of one series that are shown; ``row`` is the later of them."""

    row: str
    found: SeriesBreak
    place: str


@dataclass(frozen=True)
class Remarks:
    """What must be told of rows shown together: the marks by row id, and what notes say.

    A row has ``b`` only where an earlier row of its series, from before the break, is shown
    with it: a value that is compared with no other year hides no break.
    """

    flags: Mapping[str, str]
    told: tuple[Told, ...] = ()
    crossed: tuple[Crossing, ...] = ()

    def of(self, rows: Iterable[str]) -> str:
        """The marks of a value computed from these rows, each letter once."""
        return "".join(sorted({flag for row in rows for flag in self.flags.get(row, "")}))

    def mark(self, piece: Piece) -> Piece:
        """A number with the marks of its rows; a count of rows has none of theirs."""
        if piece.kind != "number" or piece.unmarked or not (flags := self.of(piece.rows)):
            return piece
        return piece.model_copy(update={"flags": flags})

    def mark_sentence(self, said: Sentence) -> Sentence:
        """A sentence with its numbers marked."""
        return tuple(self.mark(piece) for piece in said)

    def mark_row(self, row: Row) -> Row:
        """A table's row with its numbers marked."""
        return row.model_copy(update={"cells": self.mark_sentence(row.cells)})

    def mark_table(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table to be drawn, with a column of marks beside each column of rows.

        ``flag`` stands beside ``rows``, ``start_flag`` beside ``start_rows``, and so on.
        """
        columns = [name for name in table if str(name).endswith("rows")]
        marked = {
            f"{str(name).removesuffix('rows')}flag": [
                self.of(str(rows).split()) for rows in table[name]
            ]
            for name in columns
        }
        return table.assign(**marked)


def remarks(shown: Iterable[str]) -> Remarks:
    """What must be told of the rows with these ids, shown together in one exhibit.

    Rows that no dataset has are passed over: the build refuses them by themselves.
    """
    ids = list(dict.fromkeys(row for found in shown for row in found.split()))
    by_dataset: dict[str, list[str]] = defaultdict(list)
    for row in ids:
        by_dataset[dataset_of(row)].append(row)
    told = [
        (row, remark)
        for name, own in sorted(by_dataset.items())
        for row, remark in _remarks_of(_manifest(name), own)
    ]
    crossed = [found for name, own in sorted(by_dataset.items()) for found in crossings(name, own)]
    flags: dict[str, set[str]] = defaultdict(set)
    for row, remark in told:
        flags[row] |= set(remark.flag)
    for found in crossed:
        flags[found.row].add("b")
    return Remarks(
        {row: "".join(sorted(found)) for row, found in flags.items() if found},
        tuple(remark for _, remark in told),
        tuple(crossed),
    )


def notes_of(found: Iterable[Remarks]) -> tuple[Sentence, ...]:
    """The notes of an exhibit, whose drawing, table and sentences each show rows together."""
    each = list(found)
    crossed = [crossing for remarked in each for crossing in remarked.crossed]
    told = [remark for remarked in each for remark in remarked.told]
    return (*_break_notes(crossed), *_notes(told))


def breaks(table: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks between values of one series that are drawn next to each other.

    Args:
        table: columns ``series``, ``year``, ``value`` and ``rows``, as line charts take them.
    """
    drawn = table[table["value"].notna()]
    found = {
        (str(name), crossing.found.year, crossing.found.short)
        for name, own in drawn.groupby("series", sort=False)
        for dataset, ids in _by_dataset(own["rows"]).items()
        for crossing in crossings(dataset, ids)
    }
    return tuple(Break(*each) for each in sorted(found))


def crossings(name: str, ids: Iterable[str]) -> Iterator[Crossing]:
    """The breaks that lie between rows of one series, among these rows of a dataset."""
    manifest = _manifest(name)
    declared = [b for b in manifest.reportlib.breaks if b.kind == "break"]
    if not declared:
        return
    for series in _series(manifest, ids):
        for (_, earlier), (row, later) in pairwise(series):
            for found in declared:
                if _concerns(found, manifest, later) and (
                    _year(manifest, earlier) < found.year <= _year(manifest, later)
                ):
                    yield Crossing(row, found, _place(manifest, later))


def _series(manifest: Manifest, ids: Iterable[str]) -> Iterator[list[tuple[str, Cells]]]:
    """The rows that differ in their year only, in its order."""
    time, rows = time_column(manifest), rows_of(manifest.name)
    groups: dict[tuple[str, ...], list[tuple[str, Cells]]] = defaultdict(list)
    for row in ids:
        cells = rows.get(row)
        if cells is not None and cells.get(time, "").isdigit():
            key = tuple(cells[part] for part in manifest.table.primary_key if part != time)
            groups[key].append((row, cells))
    for found in groups.values():
        yield sorted(found, key=lambda each: _year(manifest, each[1]))


def _concerns(found: SeriesBreak, manifest: Manifest, cells: Cells) -> bool:
    """Whether a break or a doubt is one of the series that a row belongs to.

    What a break says of one column cannot be told from a row, and is left to the measure.
    """
    return _is_place(found.economy, manifest, cells) and found.concerns(cells)


def _is_place(code: str, manifest: Manifest, cells: Cells) -> bool:
    """Whether a code names the row's economy; a dataset without economies is about one only."""
    column = economy_column(manifest)
    return not code or not column or cells[column] == code


def _remarks_of(manifest: Manifest, ids: Iterable[str]) -> Iterator[tuple[str, Told]]:
    """What the descriptor says of each of these rows."""
    rows = rows_of(manifest.name)
    known = [(row, rows[row]) for row in ids if row in rows]
    for row, cells in known:
        yield from ((row, remark) for remark in _remarks_on(manifest, cells))
    for caveat in manifest.reportlib.caveats:
        if caveat.audience == "maker" or caveat.is_general:
            continue
        for row, cells in known:
            if is_meant(caveat, manifest, cells):
                year, flag = cells.get(time_column(manifest), ""), "d" if caveat.differs else ""
                yield row, Told(flag, caveat.text, _place(manifest, cells), year)


def _remarks_on(manifest: Manifest, cells: Cells) -> Iterator[Told]:
    """What the descriptor says of a single row."""
    said, place = manifest.reportlib, partial(_place, manifest, cells)
    year = cells.get(time_column(manifest), "")
    for derived in said.derived:
        if derived.kind != "rounded" and derived.concerns(cells):
            yield Told("e", derived.text, place(), year)
    for provisional in said.provisional:
        if in_years(year, provisional.years) and provisional.concerns(cells):
            yield Told("p", provisional.text, place() if provisional.where else NO_PLACE, year)
    trust = cells.get("trust") or _trust_of_source(manifest, cells) or said.trust
    if trust in LOW_TRUST:
        yield Told("u", f"class {trust}, {TRUST_WORDS[trust]}", place(), year)
    for doubt in said.breaks:
        if doubt.kind == "doubt" and str(doubt.year) == year and _concerns(doubt, manifest, cells):
            yield Told("u", f"doubtful: {doubt.text.rstrip('.')}", place(), year)


def _trust_of_source(manifest: Manifest, cells: Cells) -> str:
    """The class of the source that a row names; empty where it names none."""
    named = {source.name: source.trust for source in manifest.sources if source.name}
    return named.get(cells.get("source", ""), "")


def _break_notes(crossed: Iterable[Crossing]) -> Iterator[Sentence]:
    """A note for each break, with the economies that it concerns."""
    places: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    for found in crossed:
        places[found.found.year, found.found.text][found.place] = None
    for (year, text), named in sorted(places.items(), key=lambda each: each[0][0]):
        listed = _listed((name, "") for name in sorted(named))
        yield _told(listed, f"break in {year} (b): {text}")


def _notes(told: Iterable[Told]) -> Iterator[Sentence]:
    """A note for each mark and text, with the places and years of the rows that have it."""
    years: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for remark in told:
        years[remark.flag, remark.text][remark.place].add(remark.year)
    for (flag, text), places in sorted(years.items(), key=lambda each: each[0][0]):
        named = [(name, spans(found)) for name, found in sorted(places.items())]
        if flag:
            yield _told(f"{FLAGS[flag]} ({flag})", f"{_listed(named)}: {text}")
        else:
            yield _told("", text)


def _told(first: str, then: str) -> Sentence:
    """A note as a sentence of its own, of two parts; the first may be empty."""
    text = ", ".join(part for part in (first, then) if part).rstrip(".") + "."
    return sentence("{text}", text=text[:1].upper() + text[1:]) or ()


def _listed(named: Iterable[tuple[str, str]]) -> str:
    """Places with their years; where they are many, the first of them."""
    texts = [f"{name} {years}".strip() for name, years in named if name or years]
    return "; ".join([*texts[:MOST_PLACES], *(["others"] if texts[MOST_PLACES:] else [])])


_PERIOD = re.compile(r"^(\d{4})-(\d{4})$")


def spans(years: Iterable[str]) -> str:
    """Years in words, runs of three and more as spans; what is no year stays as it is."""
    numbers = sorted(int(year) for year in years if year.isdigit())
    starts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(numbers)) if b - a > 1)]
    runs = [numbers[a:b] for a, b in pairwise([*starts, len(numbers)])]
    told = [
        text
        for run in runs
        if run
        for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run])
    ]
    others = sorted(_PERIOD.sub(r"\1–\2", year) for year in years if year and not year.isdigit())
    return ", ".join([*told, *others])


def _place(manifest: Manifest, cells: Cells) -> str:
    """The name of a row's economy; empty where the dataset has none."""
    column = economy_column(manifest)
    code = cells.get(column, "") if column else ""
    known = economies()
    return known[code].name if code in known else code


def _year(manifest: Manifest, cells: Cells) -> int:
    return int(cells[time_column(manifest)])


def _by_dataset(rows: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in (row for ids in rows for row in str(ids).split()):
        found[dataset_of(row)].append(row)
    return found


def _manifest(name: str) -> Manifest:
    return read_manifest(name.replace("-", "_"))


def general_caveats(dataset: str) -> list[str]:
    """What a reader must know of every figure of a dataset; the rest follows from the rows."""
    caveats = read_manifest(dataset).reportlib.caveats
    return [one.text for one in caveats if one.is_general and one.audience == "reader"]


def is_set_apart(dataset: str, code: str) -> bool:
    """Whether an economy's figures in a dataset are defined otherwise than the others'."""
    caveats = read_manifest(dataset).reportlib.caveats
    return any(one.differs and code in one.economies for one in caveats)
