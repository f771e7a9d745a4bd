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
from reportlib.topics.cover.thumbnails import drawn_of_finding

LABEL = "find-edition-findings"
CHAPTERS = (
    ("Patents", "patents", patents),
    ("Copyright", "copyright", copyrights),
    ("AI", "ai", ai),
    ("Talent", "talent", talent),
)
"""The chapters that have findings on the economy, with their titles and labels."""


class Card(NamedTuple):
    """A finding of a chapter, and its drawing as a tile."""

    said: Sentence
    tile: Tile


def findings(edition: Edition) -> Exhibit:
    """Of each chapter the first finding that the cover has not told yet and that can be drawn."""
    cards = list(chosen(edition))
    other = "other " if findings_told(edition) else ""
    made = exhibits.findings(
        label=LABEL,
        title="What the book finds",
        sentences=[uncited(card.said) for card in cards],
        missing=f"The chapters on patents, copyright, AI and talent hold no {other}findings for "
        f"{edition.named} within {edition.years_said}.",
    )
    own = {"kind": "tiles", "tiles": tuple(card.tile for card in cards)}
    return Exhibit(made.told.model_copy(update=own))


def chosen(edition: Edition) -> Iterator[Card]:
    """A card of each chapter that has anything to say that the opening has not said."""
    told = [_words(each) for each in findings_told(edition)]
    for title, chapter, topic in CHAPTERS:
        own = topic.key_findings(edition).told.sentences
        new = [said for said in own if _words(said) not in told]
        if new:
            said, picture = _pictured(edition, chapter, new)
            yield Card(said, picture.model_copy(update={"title": title, "target": chapter}))


def _pictured(edition: Edition, chapter: str, said: Sequence[Sentence]) -> tuple[Sentence, Tile]:
    """The first finding of which a picture can be drawn; else the first, without one."""
    for each in said:
        cited = [piece.target for piece in each if piece.kind == "reference"]
        if own := drawn_of_finding(edition, LABEL, chapter, cited):
            return each, own
    return said[0], Tile(title="")


def _words(said: Sentence) -> str:
    return "".join(piece.text for piece in set_aside(uncited(said))[0])
