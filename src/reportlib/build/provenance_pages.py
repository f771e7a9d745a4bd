"""The file of a page's provenance: ``reportlib-provenance-page-3``, in which nothing stands twice.

A page's file is an object of

``datasets``
    The names of those that the page draws on; everywhere else a dataset is its place in this
    list, counted from zero. ``data/datasets.json`` says of each its terms, its checksum,
    its key and, where terms allow, the file in which its rows are looked up.
``texts``, ``rows``
    What numbers name by its place: words, and the rows behind a number, as
    :mod:`reportlib.base.row_runs` writes them. The first of both is empty.
``withheld``
    Rows that may not be passed on, and of each, in that order, eight signs that tell whether it
    changed.
``exhibits``
    Each has ``label``, ``kind``, ``title``, ``missing``, ``datasets``, ``rows`` and ``numbers``,
    as far as there are any. In the place of rows, where its numbers in cells (or in findings, if it
    has none in cells) name them, ``beside`` has what else it shows. A number is a list: its text,
    its value, the places of its rows and of its context, that of what it has in common with others,
    and, where it has one, the id of its claim. A cell's context is the title of its row, `` | ``
    and that of its column.
``common``
    What numbers have in common: their place in the exhibit, as PLACES counts, and the places of
    their unit, of the title of their column, and of their derivation.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Generic, TypeVar

from reportlib.base.row_runs import fold_by_place, unfold_rows
from reportlib.base.rows import Cells

PAGE_FORMAT = "reportlib-provenance-page-3"
PLACES = ("cell", "headline", "finding", "note")
BETWEEN = " | "  # the title of a cell's row and that of its column
DIGEST = "sha256:"
SIGNS = 8  # of a digest, after its name: two rows have the same by chance in one of 2**48


def fingerprint(cells: Cells) -> str:
    """A few signs that tell whether a row changed, and nothing of what it holds."""
    content = json.dumps(cells, ensure_ascii=False).encode()
    return DIGEST + urlsafe_b64encode(sha256(content).digest())[:SIGNS].decode()


_Common = tuple[int, int, int, int]
T = TypeVar("T")


class _Table(Generic[T]):
    """Things that are named by their place."""

    def __init__(self, *first: T) -> None:
        self.places = {thing: at for at, thing in enumerate(first)}

    def place(self, thing: T) -> int:
        return self.places.setdefault(thing, len(self.places))


def fold_page(
    exhibits: Iterable[Mapping[str, Any]],
    numbers: Iterable[Mapping[str, Any]],
    withheld: Mapping[str, str],
) -> str:
    """The text of a page's file, from the records of its exhibits and its numbers.

    Args:
        withheld: rows that may not be passed on, with what tells whether they changed.
    """
    shown = list(exhibits)
    names = sorted({name for each in shown for name in each["datasets"]})
    at = {name: place for place, name in enumerate(names)}
    texts, rows, common = _Table(""), _Table(""), _Table[_Common]()
    by_label: dict[str, list[Mapping[str, Any]]] = {each["label"]: [] for each in shown}
    for number in numbers:
        by_label[number["exhibit"]].append(number)
    lines = [
        _filled(
            {
                **{name: each[name] for name in ("label", "kind", "title", "missing")},
                "datasets": [at[name] for name in each["datasets"]],
                **_rows(each["rows"], by_label[each["label"]], at),
                "numbers": [
                    _number(number, texts, rows, common, at) for number in by_label[each["label"]]
                ],
            }
        )
        for each in shown
    ]
    content = {
        "format": PAGE_FORMAT,
        "datasets": names,
        "texts": list(texts.places),
        "rows": list(rows.places),
        "common": list(common.places),
        "withheld": [
            fold_by_place(withheld, at),
            "".join(told.removeprefix(DIGEST) for told in withheld.values()),
        ],
    }
    parts = [f"{json.dumps(key)}: {_json(value)}" for key, value in content.items()]
    parts.append('"exhibits": [\n' + ",\n".join(map(_json, lines)) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _rows(
    rows: Iterable[str], numbers: Iterable[Mapping[str, Any]], at: Mapping[str, int]
) -> dict[str, str]:
    """The rows of an exhibit, as far as its numbers do not name them."""
    own, drawn = set(rows), _drawn(numbers)
    if drawn <= own:
        return {"beside": fold_by_place(sorted(own - drawn), at)}
    return {"rows": fold_by_place(sorted(own), at)}


def _drawn(numbers: Iterable[Mapping[str, Any]]) -> set[str]:
    """The rows of the numbers that an exhibit shows, which are in cells or else in findings."""
    found = list(numbers)
    places = {number["place"] for number in found}
    shown = next((place for place in ("cell", "finding") if place in places), "")
    return {row for number in found if number["place"] == shown for row in number["rows"]}


def _number(
    number: Mapping[str, Any],
    texts: _Table[str],
    rows: _Table[str],
    common: _Table[_Common],
    at: Mapping[str, int],
) -> list[Any]:
    context, column = number["context"], ""
    if number["place"] == "cell":
        context, _, column = context.rpartition(BETWEEN)
    value = number["value"]
    whole = (f"{name}:" for name in number["whole"])
    said = [
        number["text"],
        int(value) if value.is_integer() else value,
        rows.place(fold_by_place((*number["rows"], *whole), at)),
        texts.place(context),
        common.place(
            (
                PLACES.index(number["place"]),
                texts.place(number["unit"]),
                texts.place(column),
                texts.place(number["derivation"]),
            )
        ),
    ]
    return [*said, number["id"]] if number["id"] else said


def unfold_page(page: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The records that a page's file holds: ``exhibits``, ``numbers``, and rows ``withheld``.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not such a file.
    """
    names: Sequence[str] = content["datasets"]
    texts: Sequence[str] = content["texts"]

    def named(text: str) -> Iterator[str]:
        for each in unfold_rows(text):
            place, _, key = each.partition(":")
            yield f"{names[int(place)]}:{key}"

    rows = [tuple(named(each)) for each in content["rows"]]
    exhibits, numbers = [], []
    for each in content["exhibits"]:
        own = list(_numbers(each.get("numbers", ()), texts, rows, content["common"]))
        beside = {*named(each.get("beside", "")), *_drawn(own)}
        shown = named(each["rows"]) if "rows" in each else beside
        exhibits.append(
            {
                "page": page,
                **{name: each.get(name, "") for name in ("label", "kind", "title", "missing")},
                "datasets": tuple(names[place] for place in each.get("datasets", ())),
                "rows": tuple(sorted(shown)),
            }
        )
        numbers += [{"page": page, "exhibit": each["label"], **number} for number in own]
    row_ids, signs = content["withheld"]
    held = list(named(row_ids))
    digests = [f"{DIGEST}{signs[at : at + SIGNS]}" for at in range(0, len(signs), SIGNS)]
    return {
        "exhibits": exhibits,
        "numbers": numbers,
        "withheld": dict(zip(held, digests, strict=True)),
    }


def _numbers(
    numbers: Iterable[Sequence[Any]],
    texts: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    common: Sequence[Sequence[int]],
) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    for text, value, behind, context, shared, *claim in numbers:
        at, unit, column, derivation = common[shared]
        place = PLACES[at]
        words = texts[context] + (f"{BETWEEN}{texts[column]}" if place == "cell" else "")
        seen[place, words] += 1
        yield {
            "place": place,
            "context": words,
            "occurrence": seen[place, words],
            "id": claim[0] if claim else "",
            "text": text,
            "value": value,
            "unit": texts[unit],
            "derivation": texts[derivation],
            "rows": tuple(row for row in rows[behind] if not row.endswith(":")),
            "whole": tuple(row[:-1] for row in rows[behind] if row.endswith(":")),
        }


def _filled(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in ("", []) or key == "rows"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
