"""The first words of the book: whose edition it is, and in one paragraph what it says."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from reportlib.base.payload import Piece, Sentence
from reportlib.content import exhibits
from reportlib.content.datasets import manifests
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import join, uncited
from reportlib.topics import ai, overview, patents, talent
from reportlib.topics import copyright as copyrights


def opening(edition: Edition) -> Exhibit:
    """The economy by its names, a paragraph on it, and until when data were read."""
    told = exhibits.findings(
        label="find-edition",
        title=edition.name,
        sentences=[join(said)] if (said := message(edition)) else [],
        missing=f"The chapters hold no findings for {edition.named} within {edition.years_said}.",
    ).told
    own = {"kind": "cover", "subtitle": edition.economy.name_zh, "caption": read_up_to()}
    return Exhibit(told.model_copy(update=own))


def message(edition: Edition) -> list[Sentence]:
    """What is told, as one text that names the economy once."""
    found = findings_told(edition)
    return [*found[:1], *(_without_name(each, edition.named) for each in found[1:])]


def findings_told(edition: Edition) -> list[Sentence]:
    """The place in innovation, trade in rights and filings; else the first finding of a chapter."""
    said = [
        patents.innovation_headline(edition),
        overview.trade_headline(edition),
        patents.filings_headline(edition),
    ]
    return [each for each in said if each] or _first_finding(edition)


def _first_finding(edition: Edition) -> list[Sentence]:
    chapters = (patents, copyrights, ai, talent)
    found = (chapter.key_findings(edition).told.sentences for chapter in chapters)
    return next(([uncited(said[0])] for said in found if said), [])


def _without_name(said: Sentence, name: str) -> Sentence:
    """A sentence that follows another on the same economy: "It ranks" for "China ranks"."""
    if said[0].text == f"{name[:1].upper()}{name[1:]}":
        return (Piece(text="It"), *said[1:])
    for at, (piece, following) in enumerate(pairwise(said)):
        for words, own in (("The office of ", "Its office"), ("the office of ", "its office")):
            if piece.text.endswith(words) and following.text == name:
                before = piece.model_copy(update={"text": piece.text.removesuffix(words) + own})
                return (*said[:at], before, *said[at + 2 :])
    return said


def read_up_to() -> str:
    """Until when data were read."""
    day = date.fromisoformat(max(each.reportlib.retrieved for each in manifests()))
    return f"Data read up to {day.day} {day:%B} {day.year}."
