"""The message of the whole book, in one paragraph."""

from __future__ import annotations

import re

from reportlib.base.payload import Sentence
from reportlib.content import exhibits
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite, join, plain
from reportlib.topics import ai, patents, talent
from reportlib.topics import copyright as copyrights

YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def message(edition: Edition) -> Exhibit:
    """The place in innovation and the first finding of each chapter, the newest year first."""
    found = _first_of_each(edition)
    found.sort(key=newest_year, reverse=True)
    return exhibits.findings(
        label="find-overview",
        title=f"In brief: {edition.name}",
        sentences=[join(found)],
        missing=f"The chapters hold no findings for {edition.named} within {edition.years_said}.",
    )


def _first_of_each(edition: Edition) -> list[Sentence]:
    """The index, and of each chapter the first finding that is not told yet."""
    index = cite(
        patents.innovation_headline(edition), "fig-patents-gii", "figure on innovation ranks"
    )
    told = [index] if index else []
    for chapter in (patents, copyrights, ai, talent):
        own = chapter.key_findings(edition).told.sentences
        told += [said for said in own if _finding(said) not in map(_finding, told)][:1]
    return told


def newest_year(said: Sentence) -> int:
    """The newest year that a sentence names; 0 for none."""
    return max(map(int, YEAR.findall(plain(said))), default=0)


def _finding(said: Sentence) -> Sentence:
    """A finding without the reference to its exhibit, for which each chapter has its words."""
    return tuple(piece for piece in said if piece.kind != "reference")
