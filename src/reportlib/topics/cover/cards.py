"""What the book finds: of each chapter one finding, with a drawing of what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportlib.base.payload import Sentence, Tile
from reportlib.content import exhibits
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import set_aside, uncited
from reportlib.topics import ai, patents, talent
from reportlib.topics import copyright as copyrights
from reportlib.topics.cover.message import findings_told
from reportlib.topics.cover.thumbnails import drawn

LABEL = "find-edition-findings"
CHAPTERS = (
    ("Patents", "patents", patents),
    ("Copyright", "copyright", copyrights),
    ("AI", "ai", ai),
    ("Talent", "talent", talent),
)
"""The chapters that have findings on the economy, with their titles and labels."""


class Card(NamedTuple):
    """A finding of a chapter."""

    title: str
    chapter: str
    said: Sentence


def findings(edition: Edition) -> Exhibit:
    """The first finding of each chapter that the cover has not told yet."""
    cards = list(chosen(edition))
    other = "other " if findings_told(edition) else ""
    made = exhibits.findings(
        label=LABEL,
        title="What the book finds",
        sentences=[uncited(card.said) for card in cards],
        missing=f"The chapters on patents, copyright, AI and talent hold no {other}findings for "
        f"{edition.named} within {edition.years_said}.",
    )
    own = {"kind": "tiles", "tiles": tuple(_tiles(edition, cards))}
    return Exhibit(made.told.model_copy(update=own))


def chosen(edition: Edition) -> Iterator[Card]:
    """A card of each chapter that has anything to say that the opening has not said."""
    told = [_words(each) for each in findings_told(edition)]
    for title, chapter, topic in CHAPTERS:
        own = topic.key_findings(edition).told.sentences
        new = [said for said in own if _words(said) not in told]
        if new:
            yield Card(title, chapter, new[0])


def _words(said: Sentence) -> str:
    return "".join(piece.text for piece in set_aside(uncited(said))[0])


def _tiles(edition: Edition, cards: Sequence[Card]) -> Iterator[Tile]:
    for card in cards:
        cited = [piece.target for piece in card.said if piece.kind == "reference"]
        picture = drawn(edition, LABEL, card.chapter, cited) or Tile(title="")
        yield picture.model_copy(update={"title": card.title, "target": card.chapter})
