"""Where the data come from: publishers, vintages, terms and trust."""

from __future__ import annotations

from collections import Counter

from reportlib.base.manifests import TRUST_WORDS, Manifest
from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifests
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import sentence

UNREAD = "not verified"


def used() -> Exhibit:
    """Every dataset: publisher, vintage, terms, trust. Its rows are what references lead to."""
    found = manifests()
    free = sum(m.may_be_passed_on for m in found)
    return exhibits.table(
        label="tbl-sources-datasets",
        title="Datasets, their publishers and terms",
        where="",
        headline=sentence(f"Of {len(found)} datasets {free} may be passed on."),
        columns=[
            Column(title="Dataset"),
            Column(title="Publisher"),
            Column(title="Vintage"),
            Column(title="Licence"),
            Column(title="May be passed on"),
            Column(title="Trust"),
        ],
        rows=[_row(m) for m in found],
        missing="",
        notes=[
            "Derived-only: charts and statements may be published, the table itself may not. "
            "The classes of trust are those of the table above."
        ],
        row_ids=[f"{m.name}:" for m in found],
    )


def _row(manifest: Manifest) -> Row:
    about = manifest.reportlib
    texts = (
        about.short_title,
        about.publisher,
        about.vintage,
        _licence(manifest),
        about.redistribute,
        about.trust,
    )
    return Row(cells=tuple(map(text_cell, texts)), target=f"dataset-{manifest.name}")


def _licence(manifest: Manifest) -> str:
    """The licence, and whether somebody read the publisher's terms, or when."""
    read = manifest.reportlib.licence_checked
    return f"{exhibits.licence_name(manifest)}; {read if read == UNREAD else f'read {read}'}"


def trust() -> Exhibit:
    """What the classes of trust mean, and how many datasets have each."""
    found = Counter[str](m.reportlib.trust for m in manifests())
    return exhibits.table(
        label="tbl-sources-trust",
        title="Classes of trust",
        where="",
        headline=sentence(
            f"In {found['A']} of {found.total()} datasets every figure is the publisher’s own."
        ),
        columns=[
            Column(title="Class"),
            Column(title="Whose figures"),
            Column(title="Datasets", numeric=True),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(name),
                    text_cell(words[:1].upper() + words[1:]),
                    text_cell(found[name]),
                )
            )
            for name, words in TRUST_WORDS.items()
        ],
        missing="",
    )
