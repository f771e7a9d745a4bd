"""Reads what an exhibit's JSON says of each number, as its format is described."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reportlib.base.row_runs import unfold_rows

FIELDS = ("text", "value", "id", "rows", "more")
OF_COLUMNS = ("title", "numeric", "column", "cells")


def cells_told(record: Mapping[str, Any]) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Row and column, from one, of each cell that is more than a text, and all that is said."""
    for line, row in enumerate(record.get("rows", ()), start=1):
        columns = record["columns"]
        shared = row[len(columns)] if len(row) > len(columns) else {}
        for at, (cell, column) in enumerate(zip(row, columns, strict=False), start=1):
            if isinstance(cell, list):
                said = dict(zip(FIELDS, cell, strict=False))
                yield line, at, _whole(record, column, shared, said)
    for column in record.get("cells", ()):
        for line, name, *more in column["cells"]:
            said = {"id": name, **dict(zip(("rows", "more"), more, strict=False))}
            yield line, column["column"], _whole(record, column, {}, said)


def _whole(
    record: Mapping[str, Any],
    column: Mapping[str, Any],
    row: Mapping[str, Any],
    said: dict[str, Any],
) -> dict[str, Any]:
    names = [each["dataset"] for each in record["datasets"]]
    usual = {name: told for name, told in column.items() if name not in OF_COLUMNS}
    told = {**usual, **row, **said.pop("more", {}), **said}
    told["rows"] = [
        re.sub(r"^\d+", lambda place: names[int(place[0])], each)
        for each in unfold_rows(told.get("rows", ""))
    ]
    return {name: each for name, each in told.items() if each not in (None, "")}
