"""What each dataset measures, by whom it counts and in which unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportlib.base.manifests import Manifest
from reportlib.base.payload import Column, Piece, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifests
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import Reference, sentence


def defined() -> Exhibit:
    """Every dataset: what it measures. What it does not mean stands on its own page."""
    by = Counter(m.reportlib.counted_by for m in manifests())
    return exhibits.table(
        label="tbl-definitions-datasets",
        title="What each dataset measures",
        where="",
        headline=sentence(
            f"{by['origin']} datasets count by origin, {by['office']} by office, "
            f"{by['inventor residence']} by inventors’ residence: three different counts."
        ),
        columns=[Column(title=each) for each in ("Dataset", "Measures", "Counted by", "Unit")],
        rows=[Row(cells=tuple(_cells(m))) for m in manifests()],
        missing="",
        notes=[
            "What a dataset does not mean stands on its page, to which its line in the table of "
            "sources leads; of the main series it stands at the end of each chapter."
        ],
    )


def _cells(manifest: Manifest) -> Iterator[Piece]:
    about = manifest.reportlib
    yield Reference(f"dataset-{manifest.name}", about.short_title).piece()
    yield from map(text_cell, (about.measures, about.counted_by, about.unit))
