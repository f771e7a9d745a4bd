"""Key findings of the chapter on copyright, and what the figures do not say."""

from __future__ import annotations

from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import cite
from reportlib.content.trends import OLDEST_END
from reportlib.topics.copyright import answers
from reportlib.topics.copyright.contribution import industries_headline
from reportlib.topics.copyright.law import treaties_headline
from reportlib.topics.copyright.markets import music_headline
from reportlib.topics.copyright.registration import registrations_headline
from reportlib.topics.copyright.trade import creative_headline, receipts_headline

MOST = 5  # findings


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds: by weight, what is older than the rest last."""
    registers = cite(
        registrations_headline(edition), "fig-copyright-registers", "figure on registers"
    )
    industries = cite(
        industries_headline(edition), "fig-copyright-industries", "figure on industries"
    )
    old = {
        registers: _is_old(edition, "registrations"),
        industries: _is_old(edition, "copyright_share_of_gdp"),
    }
    by_weight = [
        registers,
        cite(answers.newest(edition), "tbl-copyright-ai-law", "table of answers"),
        industries,
        cite(
            creative_headline(edition), "fig-copyright-creative-goods", "figure on creative goods"
        ),
        cite(receipts_headline(edition), "fig-copyright-receipts", "figure on receipts"),
        cite(treaties_headline(edition), "fig-copyright-accessions", "figure on treaties"),
        cite(music_headline(edition), "fig-copyright-music", "figure on recorded music"),
    ]
    found = sorted(filter(None, by_weight), key=lambda said: old.get(said, False))
    return exhibits.findings(
        label="find-copyright",
        title=f"Key findings: {edition.name}",
        sentences=found[:MOST],
        missing=f"Nothing on copyright in {edition.named} within {edition.years_said} was found; "
        "the sections tell of the world.",
    )


def _is_old(edition: Edition, name: str) -> bool:
    """Whether an economy's newest value is more than five years old."""
    newest = edition.window(measure(name)).latest(edition.code)
    return newest is not None and newest[0] < edition.parameters.last_year - OLDEST_END


CAVEATS = (
    "treaties",
    "copyright_registrations",
    "copyright_industries",
    "creative_exports",
    "creative_trade",
    "creative_economy_indicators",
    "digital_trade_restrictions",
    "ip_charges",
    "royalty_collections",
    "recorded_music",
    "recorded_music_ranks",
    "enforcement_china",
    "ip_transactions_china",
    "ai_law",
    "article_facts",
)


def caveats() -> Exhibit:
    """The caveats of the chapter’s datasets, from their descriptors."""
    return recipes.caveats("tbl-copyright-caveats", CAVEATS)
