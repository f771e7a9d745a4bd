"""An exhibit and the claims of a page as JSON, in which nothing stands twice.

An exhibit's ``datasets`` are those that it names or rests on, with title, vintage and licence
where they are not very many; ``croissant`` is where each is described, ``{dataset}`` being its
name with ``_`` for each ``-``. In its ``rows`` a cell is a text, or a list as ``cell`` names its
parts, cut after the last thing that is said: its text, its exact value, the id of its claim, the
rows behind it as :mod:`reportlib.base.row_runs` writes them, a dataset being its place in
``datasets``, counted from zero (``3:`` is all of one), and what more is known of it: ``unit``,
``economy``, ``period``, ``rounding`` (the step to which the text prints the value), ``derivation``,
``marks``. What the cell does not say of these, its row says in an object at its end; what neither
says, its column; null is nothing. Economies and periods of many rows the rows name alone.

Rows are those that may be passed on, as for the CSV, and stand there alone where all are words
that rest on no row of a dataset. Of others ``cells`` tells what each number claims without the
number, column by column: its row, counted from one, its id, its rows, the rest.

Claims stand in the file of the page; their ``rows`` are the place of a text in the list ``rows``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportlib.base.claims import Claim, rounding
from reportlib.base.exports import Read, units
from reportlib.base.payload import Payload, Piece, Sentence, Source
from reportlib.base.row_runs import fold_by_place, fold_rows
from reportlib.base.rows import dataset_of, datasets_of, subjects
from reportlib.web.machine.croissant import SUFFIX
from reportlib.web.prose import MOST_SOURCES

EXHIBIT, CLAIMS = "reportlib-exhibit-3", "reportlib-claims-3"
FACTS = ("unit", "economy", "period", "rounding", "derivation", "marks")
MOST_NAMED = 3  # economies or periods of a number; where it rests on more, its rows name them
CELL, CLOSED_CELL = "text, value, id, rows, more", "row, id, rows, more"
Subjects = Mapping[str, tuple[str, str]]
Facts = Mapping[str, Any]


def exhibit_record(
    payload: Payload,
    claims: Sequence[str],
    cells: Mapping[tuple[int, int], Facts],
    *,
    files: Mapping[str, str],
    closed: Sequence[str],
    number: str,
    edition: Mapping[str, Any],
    annex: str,
) -> dict[str, Any]:
    """An exhibit.

    Args:
        claims: the ids of those of its own texts.
        cells: what is known of the numbers in its rows, by row and column from one.
        files: where its page and its other files lie, from where the record does.
        closed: datasets whose terms keep its rows back.
        number: what the book calls it, such as ``Fig. 4.5``.
        edition: the parameters of the book.
        annex: the folder of the data annex, from where the record lies.
    """
    names = datasets_of(payload)
    record: dict[str, Any] = {
        "format": EXHIBIT,
        "label": payload.label,
        "kind": payload.kind,
        "number": number,
        "title": payload.title,
        "headline": said(payload.headline),
        "unit": payload.subtitle or _common(payload),
        "caption": payload.caption,
        "description": payload.alt,
        "missing": payload.missing,
        "findings": [said(each) for each in payload.sentences],
        "notes": [said(each) for each in payload.notes],
        "peers": payload.chip,
        "caution": payload.caution,
        "claims": list(claims),
        "edition": dict(edition),
        "datasets": _datasets(names, payload.sources, annex),
        "files": {kind: name for kind, name in files.items() if kind != "json"},  # which it is
        "withheld": list(closed),
    }
    table = _Table(payload, cells, {name: at for at, name in enumerate(names)})
    if payload.rows and not closed:
        record["columns"] = table.columns()
        if "csv" not in files or not _is_of_words(payload):
            record |= {"cell": CELL, "rows": table.rows()}
    elif closed and cells:
        record |= {"cell": CLOSED_CELL, "cells": table.claims()}
    return _filled(record)


def _is_of_words(payload: Payload) -> bool:
    """Whether no cell is a number or rests on a row of a dataset."""
    cells = (cell for row in payload.rows for cell in row.cells)
    return all(cell.kind != "number" and not cell.rows for cell in cells)


def _common(payload: Payload) -> str:
    """The unit of all numbers of the table; empty where they have several."""
    found = zip(payload.columns, units(payload), strict=True)
    named = {unit for column, unit in found if column.numeric}
    return named.pop() if len(named) == 1 else ""


def _datasets(names: Iterable[str], sources: Sequence[Source], annex: str) -> list[dict[str, Any]]:
    told = {each.dataset: each for each in sources} if len(sources) <= MOST_SOURCES else {}
    fields = {"publisher", "title", "vintage", "licence"}
    return [
        {
            "dataset": name,
            **(told[name].model_dump(include=fields) if name in told else {}),
            "croissant": f"{annex}{name.replace('-', '_')}{SUFFIX}",
        }
        for name in names
    ]


class _Table:
    """The rows of an exhibit with what is known of their numbers."""

    def __init__(
        self, payload: Payload, cells: Mapping[tuple[int, int], Facts], at: Mapping[str, int]
    ) -> None:
        self._payload, self._cells, self._at = payload, cells, at
        self._units = units(payload) if payload.columns else []
        self._usual = {
            column: _usual([facts for (_, place), facts in cells.items() if place == column])
            for column in {place for _, place in cells}
        }
        for column, unit in enumerate(self._units, start=1):
            if unit and column in self._usual:
                self._usual[column]["unit"] = unit

    def columns(self) -> list[dict[str, Any]]:
        """Title, unit and what holds for the column's numbers."""
        named = zip(self._payload.columns, self._units, strict=True)
        return [
            _filled({"title": column.title, "unit": unit, "numeric": column.numeric})
            | self._usual.get(at, {})
            for at, (column, unit) in enumerate(named, start=1)
        ]

    def rows(self) -> list[list[Any]]:
        """The cells of each row, and what holds for its numbers where that is more."""
        return [self._row(line, row.cells) for line, row in enumerate(self._payload.rows, start=1)]

    def _row(self, line: int, pieces: Sequence[Piece]) -> list[Any]:
        own = {
            at: self._own(line, at) for at in range(1, len(pieces) + 1) if (line, at) in self._cells
        }
        shared = _shared(list(own.values()))
        found = [
            self._cell(piece, line, at, _without(own.get(at, {}), shared))
            for at, piece in enumerate(pieces, start=1)
        ]
        return [*found, shared] if shared else found

    def _own(self, line: int, column: int) -> Facts:
        """What is known of a number beside what its column says."""
        facts, usual = self._cells[line, column], self._usual[column]
        return {name: facts.get(name) for name in FACTS if facts.get(name) != usual.get(name)}

    def _cell(self, piece: Piece, line: int, column: int, own: Facts) -> object:
        if piece.kind != "number" and not piece.rows:
            return piece.text
        facts = self._cells.get((line, column), {})
        return _cut([piece.text, _number(piece.value), facts.get("id", ""), self._rows(piece), own])

    def _rows(self, piece: Piece) -> str:
        whole = (f"{name}:" for name in piece.whole)
        return fold_by_place(sorted((*piece.rows, *whole), key=dataset_of), self._at)

    def claims(self) -> list[dict[str, Any]]:
        """What the numbers of each column claim, without the numbers."""
        rows = self._payload.rows
        return [
            {
                "column": column,
                **usual,
                "cells": [
                    _cut(
                        [
                            line,
                            facts["id"],
                            self._rows(rows[line - 1].cells[column - 1]),
                            self._own(line, column),
                        ]
                    )
                    for (line, place), facts in self._cells.items()
                    if place == column
                ],
            }
            for column, usual in sorted(self._usual.items())
        ]


def _usual(cells: Sequence[Facts]) -> dict[str, Any]:
    """What more than half of the numbers have in common."""
    found: dict[str, Any] = {}
    for name in FACTS:
        told = [each[name] for each in cells if name in each]
        ((text, times),) = Counter(map(_compact, told)).most_common(1) or [("", 0)]
        if 2 * times > len(cells):
            found[name] = json.loads(text)
    return found


def _shared(cells: Sequence[Facts]) -> dict[str, Any]:
    """What all numbers of a row say of themselves, where there are several."""
    if len(cells) < 2:
        return {}
    first, *others = cells
    return {
        name: told
        for name, told in first.items()
        if all(name in each and each[name] == told for each in others)
    }


def _without(own: Facts, shared: Facts) -> dict[str, Any]:
    return {name: told for name, told in own.items() if name not in shared}


def _cut(told: list[Any]) -> list[Any]:
    """A list without an empty end."""
    while told[-1] in ("", None, {}):
        told.pop()
    return told


def _number(value: float | None) -> float | None:
    """A number as it is shortest."""
    return int(value) if value is not None and value.is_integer() else value


def page_record(claims: Iterable[Facts], **told: object) -> dict[str, Any]:
    """The claims of a page's texts, with whatever else is told of it before them."""
    places: dict[str, int] = {}
    found = [
        {**each, "rows": places.setdefault(each["rows"], len(places))} if "rows" in each else each
        for each in claims
    ]
    return {"format": CLAIMS, **told, "rows": list(places), "claims": found}


def claim_records(claims: Iterable[Claim], read: Read) -> list[dict[str, Any]]:
    """What each id of a page stands for."""
    known = list(claims)
    told = subjects(dict.fromkeys(row for claim in known for row in claim.piece.rows), read)
    return [_claim(claim, told) for claim in known]


def _claim(claim: Claim, told: Subjects) -> dict[str, Any]:
    piece = claim.piece
    names = dict.fromkeys([*map(dataset_of, piece.rows), *piece.whole])
    about = [told[row] for row in piece.rows]
    return _filled(
        {
            "id": claim.id,
            "exhibit": claim.exhibit,
            "place": claim.place,
            "text": piece.text,
            "value": _number(piece.value),
            "unit": piece.unit,
            "dataset": list(names),
            "economy": _few(economy for economy, _ in about),
            "period": _few(time for _, time in about),
            "rounding": _number(rounding(piece.text)),
            "derivation": piece.derivation,
            "rows": fold_rows(sorted(piece.rows, key=dataset_of)),
            "whole": list(piece.whole),
            "marks": piece.flags,
        }
    )


def _few(names: Iterable[str]) -> list[str]:
    """The names, each once; none where they are many."""
    found = list(dict.fromkeys(filter(None, names)))
    return found if len(found) <= MOST_NAMED else []


def said(pieces: Sentence) -> str:
    """A sentence as text."""
    return "".join(piece.text for piece in pieces)


def _filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what is empty; a zero is not."""
    return {key: value for key, value in record.items() if value not in ("", None, [], {}, False)}


def as_json(record: Mapping[str, Any]) -> str:
    """A record as a file: a line for each thing in a list."""
    parts = (f"{json.dumps(key)}: {_value(value)}" for key, value in record.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_compact, value)) + "\n]"
    return _compact(value)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
