"""Key findings of the chapter on patents, and what the counts do not say."""

from __future__ import annotations

from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite
from reportlib.topics.patents.abroad import pct_headline
from reportlib.topics.patents.compared import per_million_headline, per_million_years
from reportlib.topics.patents.filed import by_origin_headline, filings_headline
from reportlib.topics.patents.standing import innovation_headline


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    series, _, end = per_million_years(edition)
    own_rate = series.number(edition.code, end) if end is not None else None
    return exhibits.findings(
        label="find-patents",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(
                by_origin_headline(edition), "fig-patents-by-origin", "figure on filings by origin"
            ),
            cite(filings_headline(edition), "fig-patents-filings", "figure on filings"),
            cite(
                per_million_headline(edition) if own_rate else None,
                "fig-patents-per-million",
                "figure on filings per head",
            ),
            cite(pct_headline(edition), "fig-patents-pct", "figure on PCT applications"),
            cite(innovation_headline(edition), "fig-patents-gii", "figure on innovation ranks"),
        ],
        missing=f"The book holds no patent statistics for {edition.named} within "
        f"{edition.years_said}. Each section says what is held.",
    )


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    return recipes.caveats(
        "tbl-patents-caveats",
        (
            "patent_origin_totals",
            "patent_applications",
            "patent_flows",
            "patent_families_by_field",
            "pct_receiving_office",
            "patent_grants",
            "patents_in_force",
            "gii_ranks",
        ),
    )
