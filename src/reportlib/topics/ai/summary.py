"""Key findings of the chapter on AI, and what the counts do not say."""

from __future__ import annotations

from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import cite
from reportlib.content.series import Series
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.money import investment, investment_ranking, model_years, models_headline
from reportlib.topics.ai.patenting import families_headline, two_offices_headline
from reportlib.topics.ai.research import share_headline
from reportlib.topics.ai.shared import sum_ranking
from reportlib.topics.ai.standing import positions_headline

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
    additions = [read_dataset(name).manifest.reportlib for name in CAVEATS]
    return exhibits.table(
        label="tbl-ai-caveats",
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Measures"),
            Column(title="Not to conclude"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(one.short_title),
                    text_cell(one.measures),
                    text_cell(one.does_not_mean),
                )
            )
            for one in additions
        ],
        missing="",
    )


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    ranking = investment_ranking(edition)
    has_models = _part_in_models(edition)
    return exhibits.findings(
        label="find-ai",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(
                two_offices_headline(edition)
                if held.international_families().of(edition.code).years()
                else None,
                "fig-ai-two-offices",
                "figure on two counts of families",
            )
            or cite(
                families_headline(edition)
                if _ranked(held.ai_families(), "ai_patent_families", edition)
                else None,
                "fig-ai-families",
                "figure on AI families",
            ),
            cite(share_headline(edition), "fig-ai-share", "figure on shares of articles"),
            cite(
                investment(edition).headline
                if ranking is not None and ranking.rank(edition.code) is not None
                else None,
                "fig-ai-investment",
                "figure on private investment",
            ),
            cite(
                models_headline(edition) if has_models else None,
                "fig-ai-models",
                "figure on notable models",
            ),
            cite(positions_headline(edition), "fig-ai-positions", "figure on ranks")
            if not has_models
            else None,
        ],
        missing=f"The book holds no figures on AI for {edition.named} within {edition.years_said}. "
        "Each section says what is held.",
    )


def _ranked(series: Series, dataset: str, edition: Edition) -> bool:
    ranking = sum_ranking(series, held.span(dataset), edition)
    return ranking is not None and ranking.rank(edition.code) is not None


def _part_in_models(edition: Edition) -> bool:
    years = model_years(edition)
    recent = measure("notable_models").between(years.first, years.last)
    return bool(len(recent.of(edition.code).table))
