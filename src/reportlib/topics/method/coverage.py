"""What the datasets cover: years, economies, rows, and the edition's economy among them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import MISSING, Column, Piece, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import Dataset, manifests, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_whole
from reportlib.content.sentences import sentence
from reportlib.topics.method.shared import PLACES

UNDATED = "undated"


def covered(edition: Edition) -> Exhibit:
    """Every dataset: years, economies, rows, and the years of the edition's economy."""
    found = [read_dataset(m.stem) for m in manifests()]
    listing = [codes for codes in map(_codes, found) if codes]
    own = sum(edition.code in codes for codes in listing)
    return exhibits.table(
        label="tbl-coverage-datasets",
        title="What each dataset covers",
        where="",
        headline=sentence(
            f"{edition.named} is in {own} of {len(listing)} datasets that list economies."
        ),
        columns=[
            Column(title="Dataset"),
            Column(title="Years"),
            Column(title=edition.name),
            Column(title="Economies", numeric=True),
            Column(title="Rows", numeric=True),
        ],
        rows=[_row(dataset, edition.code) for dataset in found],
        missing="",
        notes=[
            "Economies are those of all years together; a single year has fewer. Rows of the "
            "world, of regions and of regional offices count as rows, not as economies."
        ],
        dots="Two dots: no economies are listed, or not this one.",
    )


def _codes(dataset: Dataset) -> set[str]:
    column = _column(dataset.table, PLACES)
    return set(dataset.table[column]) & set(economies()) if column else set()


def _row(dataset: Dataset, code: str) -> Row:
    table, known = dataset.table, _codes(dataset)
    own = table[table[_column(table, PLACES)] == code] if code in known else table[:0]
    return Row(
        cells=(
            text_cell(dataset.manifest.reportlib.short_title),
            text_cell(_years(table)),
            text_cell(_years(own)),
            _whole(dataset, len(known), "economies") if known else text_cell(MISSING),
            _whole(dataset, len(table), "rows"),
        )
    )


def _years(table: pd.DataFrame) -> str:
    column = _column(table, ("year", "edition"))
    if table.empty:
        return MISSING
    if not column:
        return UNDATED
    first, last = table[column].min(), table[column].max()
    return str(first) if first == last else f"{first}–{last}"


def _column(table: pd.DataFrame, among: Sequence[str]) -> str:
    return next((name for name in among if name in table), "")


def _whole(dataset: Dataset, count: int, what: str) -> Piece:
    name = (dataset.manifest.name,)
    return Number(count, say_whole, what, derivation=f"count of {what}", whole=name).piece()
