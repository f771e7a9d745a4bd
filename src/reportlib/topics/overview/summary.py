"""Key findings of the whole book."""

from __future__ import annotations

from reportlib.base.payload import Piece, Sentence
from reportlib.content import exhibits
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite, sentence
from reportlib.topics import ai, patents, talent
from reportlib.topics import copyright as copyrights
from reportlib.topics.overview.profile import places_of
from reportlib.topics.overview.rights import trade_headline
from reportlib.topics.places import Place


def key_findings(edition: Edition) -> Exhibit:
    """The profile in a few sentences."""
    places = places_of(edition)
    return exhibits.findings(
        label="find-overview",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(
                patents.innovation_headline(edition),
                "fig-patents-gii",
                "figure on innovation ranks",
            ),
            *(
                cite(
                    _quarter(edition, which, [found for found in places if found.role == role]),
                    "fig-overview-positions",
                    "figure on strengths and gaps",
                )
                for which, role in (("first", "strength"), ("last", "gap"))
            ),
            cite(
                patents.filings_headline(edition), "fig-patents-filings", "figure on patent filings"
            ),
            cite(trade_headline(edition), "fig-overview-ip-trade", "figure on IP charges"),
        ],
        missing=f"The book holds no indicators for {edition.named} within {edition.years_said}. "
        "Each section says what is held.",
    )


def chapters(edition: Edition) -> Exhibit:
    """The first findings of each chapter that the overview itself does not have."""
    told = {_finding(said) for said in key_findings(edition).told.sentences}
    found = [
        said
        for chapter in (patents, copyrights, ai, talent)
        for said in [
            said
            for said in chapter.key_findings(edition).told.sentences
            if _finding(said) not in told
        ][:2]
    ]
    return exhibits.findings(
        label="find-overview-chapters",
        title=f"From the chapters: {edition.name}",
        sentences=found,
        missing=f"The chapters hold no findings for {edition.named} within {edition.years_said}.",
    )


def _finding(said: Sentence) -> Sentence:
    """A finding without the reference to its exhibit, for which each chapter has its words."""
    return tuple(piece for piece in said if piece.kind != "reference")


def _quarter(edition: Edition, which: str, places: list[Place]) -> Sentence | None:
    said = [found.as_sentence(edition) for found in places]
    if not said:
        return None
    listed: list[Piece] = []
    for index, found in enumerate(said):
        joint = "" if index == 0 else " and " if index == len(said) - 1 else ", "
        listed += [*([Piece(text=joint)] if joint else []), *(found or ())]
    return sentence(
        "In the {which} quarter of the economies with data: {listed}.",
        which=which,
        listed=tuple(listed),
    )
