"""Key findings of the chapter on AI, and what the counts do not say."""

from __future__ import annotations

from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite
from reportlib.topics.ai.money import investment_headline, models_headline
from reportlib.topics.ai.patenting import two_offices_headline
from reportlib.topics.ai.research import articles_finding
from reportlib.topics.ai.standing import has_strength_or_gap, positions_headline, users_headline

MOST_FINDINGS = 5

CAVEATS = (
    "ai_patent_families",
    "ai_international_families",
    "ai_patents_by_technique",
    "genai_families",
    "genai_applicants",
    "ai_articles",
    "ai_works",
    "articles",
    "top_cited_share",
    "ai_private_investment",
    "ai_investment_cset",
    "notable_models_epoch",
    "top500",
    "ai_readiness",
    "ai_diffusion",
    "firms_using_ai",
    "article_facts",
)


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    return recipes.caveats("tbl-ai-caveats", CAVEATS)


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, the newest years first; places only where others leave room."""
    standing = positions_headline(edition) if has_strength_or_gap(edition) else None
    found = [
        cite(investment_headline(edition), "fig-ai-investment", "figure on private investment"),
        cite(models_headline(edition), "fig-ai-models", "figure on notable models"),
        cite(users_headline(edition), "fig-ai-users", "figure on users of AI"),
        cite(two_offices_headline(edition), "fig-ai-two-offices", "figure on counts of families"),
        articles_finding(edition),
        cite(standing, "fig-ai-positions", "figure on ranks"),
    ]
    return exhibits.findings(
        label="find-ai",
        title=f"Key findings: {edition.name}",
        sentences=[said for said in found if said][:MOST_FINDINGS],
        missing=f"The book has no figures on AI for {edition.named} within {edition.years_said}.",
    )
