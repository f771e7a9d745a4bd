"""Known faults: where series break, and values that stand out and are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportlib.base.manifests import KnownFinding, Manifest, SeriesBreak
from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifests
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import sentence
from reportlib.topics.method.shared import (
    PLACES,
    concerns,
    say_concern,
    say_where,
    titles_of,
)

ALL = "All economies"
DOUBT = "doubt"
CHECK_WORDS = {"break": "many at once"}
"""How a check is called here, where its name would be taken for another thing."""


class _Break(NamedTuple):
    """What one break is, wherever it is noted: of a year, of one economy or of all, and why."""

    own: bool
    year: int
    text: str


def breaks(edition: Edition) -> Exhibit:
    """The breaks of the economy's series and those of all economies, each reason once."""
    noted = list(_noted("break"))
    found: dict[_Break, list[str]] = {}
    for manifest, each in noted:
        if concerns((each.economy,) if each.economy else (), edition):
            key = _Break(bool(each.economy), each.year, each.text)
            found.setdefault(key, []).append(_series(manifest, each))
    shown = sorted(found, key=lambda key: (not key.own, -key.year))
    own = sum(key.own for key in shown)
    others = len(noted) - sum(len(series) for series in found.values())
    return exhibits.table(
        label="tbl-faults-breaks",
        title="Breaks in series",
        where=f"{edition.named}, and all economies",
        headline=_breaks_said(edition, own, len(shown) - own),
        columns=[
            Column(title="Series"),
            Column(title="From", numeric=True),
            Column(title="What changed"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(f"{edition.name if key.own else ALL}: {'; '.join(found[key])}"),
                    text_cell(key.year),
                    text_cell(key.text),
                )
            )
            for key in shown
        ],
        missing="",
        notes=[
            "Lines are not joined across a break, and no change is computed over it. Years of "
            "the Global Innovation Index are those of the edition.",
            f"The pages of the datasets note {others} breaks of other economies.",
        ],
    )


def _breaks_said(edition: Edition, own: int, general: int) -> Sentence | None:
    if not own:
        return sentence(
            f"No break is noted for {edition.named} alone, {general} for all economies."
        )
    reasons = "one reason" if own == 1 else f"{own} reasons"
    return sentence(
        f"Series of {edition.named} break for {reasons}, those of all economies for {general}."
    )


def _series(manifest: Manifest, found: SeriesBreak) -> str:
    """A dataset, and where a break is not of all its series, of which."""
    named = say_where(found.where, titles_of(manifest))
    return (
        f"{manifest.reportlib.short_title} ({named})" if named else manifest.reportlib.short_title
    )


def odd_values(edition: Edition) -> Exhibit:
    """Values of the economy, or of no single one, that look wrong or that the checks find.

    `reportlib check` refuses a note of what is found no more, so nothing is searched here.
    """
    noted = [*_doubts(), *_findings()]
    shown = [each for each in noted if concerns(each.economies, edition)]
    own = sum(bool(each.economies) for each in shown)
    return exhibits.table(
        label="tbl-faults-values",
        title="Odd values, kept as published",
        where=f"{edition.named}, and no single economy",
        headline=sentence(
            f"Of {len(noted)} oddities in the data, all kept as published, "
            f"{say_concern(own, edition)}."
        ),
        columns=[Column(title=each) for each in ("Dataset", "Where", "Noted as", "What is known")],
        rows=[Row(cells=tuple(map(text_cell, each.texts))) for each in shown],
        missing=f"No odd value is noted for {edition.named}.",
        notes=[
            "Checks look for range, jumps, slips of a unit, copied series, and totals against "
            "parts. A doubt looks wrong to a reader, and has the mark u wherever it is shown."
        ],
    )


class _Odd(NamedTuple):
    """A note on a value: of which economies, and the cells that tell it."""

    economies: tuple[str, ...]
    texts: tuple[str, str, str, str]


def _doubts() -> Iterator[_Odd]:
    for manifest, each in _noted(DOUBT):
        where = say_where((("year", (each.year,)), *each.where), titles_of(manifest))
        yield _Odd(
            (each.economy,) if each.economy else (),
            (manifest.reportlib.short_title, where, DOUBT, each.text),
        )


def _findings() -> Iterator[_Odd]:
    for manifest in manifests():
        for note in manifest.reportlib.findings:
            where = say_where(note.where, titles_of(manifest))
            yield _Odd(
                _economies(note),
                (
                    manifest.reportlib.short_title,
                    where,
                    CHECK_WORDS.get(note.check, note.check),
                    note.text,
                ),
            )


def _economies(note: KnownFinding) -> tuple[str, ...]:
    return tuple(str(v) for column, values in note.where if column in PLACES for v in values)


def _noted(kind: str) -> Iterator[tuple[Manifest, SeriesBreak]]:
    for manifest in manifests():
        yield from ((manifest, each) for each in manifest.reportlib.breaks if each.kind == kind)
