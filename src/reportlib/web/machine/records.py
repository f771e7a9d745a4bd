"""An exhibit and the claims of a page as JSON.

Numbers have their exact value; ``rounding`` is the step to which the text prints it. Rows of
a table are those that may be passed on, as for the CSV; a cell is a text, or a number with
what the page knows of it, its ``unit`` where it is not that of its column, and its ``rows`` as
:mod:`reportlib.base.row_runs` writes them. Of rows that may not be passed on, ``cells`` tells what
each number claims without the number. Claims stand in the file of the page, and what is known of
datasets in their descriptions; an exhibit names both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportlib.base.claims import Claim, rounding
from reportlib.base.exports import Read, units
from reportlib.base.payload import Payload, Piece, Sentence, Source
from reportlib.base.row_runs import fold_rows
from reportlib.base.rows import dataset_of, datasets_of, subjects
from reportlib.web.machine.croissant import SUFFIX

EXHIBIT, CLAIMS = "reportlib-exhibit-2", "reportlib-claims-2"
Subjects = Mapping[str, tuple[str, str]]


def exhibit_record(
    payload: Payload,
    claims: Sequence[str],
    cells: Mapping[str, Mapping[str, Any]],
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
        cells: the records of the numbers in its rows, by their places.
        files: where its page and its other files lie, from where the record does.
        closed: datasets whose terms keep its rows back.
        number: what the book calls it, such as ``Fig. 4.5``.
        edition: the parameters of the book.
        annex: the folder of the data annex, from where the record lies.
    """
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
        "sources": [_source(each, annex) for each in payload.sources],
        "datasets": list(datasets_of(payload)),
        "files": dict(files),
        "withheld": list(closed),
    }
    if payload.rows and not closed:
        own = units(payload)
        record["columns"] = [
            _filled({"title": column.title, "unit": unit, "numeric": column.numeric})
            for column, unit in zip(payload.columns, own, strict=True)
        ]
        record["rows"] = [
            [
                _cell(cell, unit, cells.get(f"{line}/{at}", {}))
                for at, (cell, unit) in enumerate(zip(row.cells, own, strict=True), start=1)
            ]
            for line, row in enumerate(payload.rows, start=1)
        ]
    elif closed:
        record["cells"] = [
            {key: value for key, value in each.items() if key not in ("exhibit", "text", "value")}
            for each in cells.values()
        ]
    return _filled(record)


def _common(payload: Payload) -> str:
    """The unit of all numbers of the table; empty where they have several."""
    found = zip(payload.columns, units(payload), strict=True)
    named = {unit for column, unit in found if column.numeric}
    return named.pop() if len(named) == 1 else ""


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
            "value": piece.value,
            "unit": piece.unit,
            "dataset": list(names),
            "economy": list(dict.fromkeys(economy for economy, _ in about if economy)),
            "period": list(dict.fromkeys(time for _, time in about if time)),
            "rounding": rounding(piece.text),
            "derivation": piece.derivation,
            "rows": fold_rows(piece.rows).split(),
            "whole": list(piece.whole),
            "marks": piece.flags,
        }
    )


def said(pieces: Sentence) -> str:
    """A sentence as text."""
    return "".join(piece.text for piece in pieces)


def _source(source: Source, annex: str) -> dict[str, Any]:
    stem = source.dataset.replace("-", "_")
    told = source.model_dump(include={"dataset", "title", "vintage", "licence"})
    return {**told, "croissant": f"{annex}{stem}{SUFFIX}"}


def _cell(cell: Piece, unit: str, claim: Mapping[str, Any]) -> object:
    if cell.kind != "number" and not cell.rows:
        return cell.text
    return _filled(
        {
            "id": claim.get("id"),
            "text": cell.text,
            "value": cell.value,
            "unit": "" if cell.unit == unit else cell.unit,
            "dataset": claim.get("dataset"),
            "economy": claim.get("economy"),
            "period": claim.get("period"),
            "rounding": claim.get("rounding"),
            "derivation": cell.derivation,
            "rows": fold_rows(cell.rows).split(),
            "whole": list(cell.whole),
            "marks": cell.flags,
        }
    )


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
