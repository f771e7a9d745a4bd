"""Key findings of the chapter on copyright, and what the figures do not say."""

from __future__ import annotations

from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.contribution import industries_headline
from reportlib.topics.copyright.law import treaties_headline
from reportlib.topics.copyright.markets import music_headline
from reportlib.topics.copyright.registration import registrations_headline
from reportlib.topics.copyright.trade import creative_headline, receipts_headline


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    said_here = [
        cite(treaties_headline(edition), "fig-copyright-accessions", "figure on treaties"),
        cite(registrations_headline(edition), "fig-copyright-registers", "figure on registers"),
        cite(industries_headline(edition), "fig-copyright-industries", "figure on industries"),
        cite(
            creative_headline(edition), "fig-copyright-creative-goods", "figure on creative goods"
        ),
        cite(receipts_headline(edition), "fig-copyright-receipts", "figure on receipts"),
        cite(music_headline(edition), "fig-copyright-music", "figure on recorded music"),
    ]
    return exhibits.findings(
        label="find-copyright",
        title=f"Key findings: {edition.name}",
        sentences=[found for found in said_here if found][:5],
        missing=f"The book holds nothing on copyright for {edition.named} within "
        f"{edition.years_said}. Each section says what is held of the world.",
    )


def caveats() -> Exhibit:
    """The caveats of the chapter’s datasets, from their descriptors."""
    rows = []
    for name in (
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
    ):
        known = held.dataset(name).manifest.reportlib
        rows.append(
            Row(
                cells=(
                    text_cell(known.short_title),
                    text_cell(known.counted_by),
                    text_cell(known.trust),
                    text_cell(known.does_not_mean),
                )
            )
        )
    return exhibits.table(
        label="tbl-copyright-caveats",
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Counted by"),
            Column(title="Class"),
            Column(title="Not to conclude"),
        ],
        rows=rows,
        missing="",
    )
