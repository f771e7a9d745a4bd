"""Where an economy stands among others: strengths and gaps."""

from __future__ import annotations

from dataclasses import dataclass

from reportlib.base.payload import Sentence
from reportlib.content.edition import Edition
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking


def quarter(place: int, n: int) -> str:
    """What a place among ``n`` is: a strength, a gap, or neither."""
    if place <= n / 4:
        return "strength"
    return "gap" if place > 3 * n / 4 else "neutral"


RULE = (
    "The rule: a strength is a place in the first quarter of the economies with data, a gap is a "
    "place in the last quarter. Only measures that do not grow with the size of an economy count. "
    "Economies without data are not in the count, so that the last places are not the world's last."
)


@dataclass(frozen=True)
class Place:
    """An economy's place on one measure."""

    short: str
    place: int
    ranking: Ranking

    @property
    def role(self) -> str:
        """Strength, gap or neutral, by the printed rule."""
        return quarter(self.place, self.ranking.n)

    def as_sentence(self, edition: Edition) -> Sentence | None:
        """The place with measure, length of the list and year."""
        return sentence(
            "{place} of {n} by {short} ({year})",
            short=self.short,
            place=self.ranking.place(edition.code),
            n=self.ranking.count,
            year=str(self.ranking.year),
        )
