"""What is left out: rows of the publishers' files, and datasets that no chapter shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlib.base.manifests import Exclusion, Manifest
from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifests
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import sentence
from reportlib.topics.method.shared import concerns, say_concern

ALL = "all"


def omitted(edition: Edition) -> Exhibit:
    """What was left out of the publishers' files, each reason once, and why."""
    reasons = [group for m in manifests() for group in _by_reason(m)]
    told = [(m, [e for e in group if concerns(e.economies, edition)]) for m, group in reasons]
    shown = [(m, group) for m, group in told if group]
    own = sum(any(each.economies for each in group) for _, group in shown)
    return exhibits.table(
        label="tbl-left-out-rows",
        title="Left out of the publishers’ files",
        where=f"{edition.named}, and no single economy",
        headline=sentence(
            f"Figures were left out for {len(reasons)} reasons; {say_concern(own, edition)}."
        ),
        columns=[Column(title=each) for each in ("Dataset", "What", "Why")],
        rows=[_row(m, group, edition) for m, group in shown],
        missing=f"Nothing was left out of {edition.named}.",
        notes=[
            "A value left out is missing in every figure; none was replaced by another. What was "
            "left out of other economies stands on the pages of the datasets."
        ],
    )


def _by_reason(manifest: Manifest) -> Iterable[tuple[Manifest, list[Exclusion]]]:
    """The exclusions of a dataset, those of one reason together."""
    found: dict[str, list[Exclusion]] = {}
    for each in manifest.reportlib.exclusions:
        found.setdefault(each.text, []).append(each)
    return ((manifest, group) for group in found.values())


def _row(manifest: Manifest, group: list[Exclusion], edition: Edition) -> Row:
    named = {code for each in group for code in each.economies}
    who = edition.name + (" and others" if len(named) > 1 else "") if named else ALL
    years = _say_years(each.years for each in group if each.years)
    texts = (manifest.reportlib.short_title, f"{who}, {years}" if years else who, group[0].text)
    return Row(cells=tuple(map(text_cell, texts)))


def _say_years(found: Iterable[Sequence[int]]) -> str:
    """Spans of years in order, those that touch as one."""
    spans: list[list[int]] = []
    for first, last in sorted((years[0], years[-1]) for years in found):
        if spans and first <= spans[-1][1] + 1:
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([first, last])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def unseen() -> Exhibit:
    """The datasets that no chapter shows, and why."""
    found = [m for m in manifests() if m.reportlib.not_shown]
    return exhibits.table(
        label="tbl-left-out-datasets",
        title="Datasets that no chapter shows",
        where="",
        headline=sentence(f"{len(found)} of {len(manifests())} datasets are shown in no chapter."),
        columns=[Column(title=each) for each in ("Dataset", "Why")],
        rows=[
            Row(cells=(text_cell(m.reportlib.short_title), text_cell(m.reportlib.not_shown)))
            for m in found
        ],
        missing="Every dataset is shown in a chapter.",
    )
