"""Key findings of the chapter on talent, and what the counts do not say."""

from __future__ import annotations

from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.sentences import cite
from reportlib.topics.talent.abroad import us_doctorates_finding
from reportlib.topics.talent.gender import women_finding
from reportlib.topics.talent.professions import attorneys_finding
from reportlib.topics.talent.researchers import growth_finding, stock_finding
from reportlib.topics.talent.shared import MOST_FINDINGS
from reportlib.topics.talent.training import doctorates_finding, enrolment_finding


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    return recipes.caveats(
        "tbl-talent-caveats",
        (
            "researchers",
            "technicians",
            "tertiary_enrolment",
            "degrees",
            "us_doctorates_temporary_visa",
            "us_stay_intentions",
            "us_stay_rates",
            "us_international_students",
            "top_ai_researchers",
            "patent_attorneys",
            "wipo_academy",
            "women_inventors_world",
            "article_facts",
        ),
    )


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years.

    Those of most weight are chosen; the newest of them comes first.
    """
    candidates = [
        (stock_finding(edition), "fig-talent-stock", "figure on researchers"),
        (growth_finding(edition), "fig-talent-growth", "figure on researchers over time"),
        (doctorates_finding(edition), "fig-talent-doctorates-world", "figure on doctorates"),
        (
            us_doctorates_finding(edition),
            "fig-talent-us-doctorates",
            "figure on doctorates abroad",
        ),
        (women_finding(edition), "tbl-talent-women", "table on women"),
        (enrolment_finding(edition), "fig-talent-enrolment", "figure on enrolment"),
        (attorneys_finding(edition), "tbl-talent-attorneys", "table on attorneys"),
    ]
    found = [(each, label, words) for each, label, words in candidates if each][:MOST_FINDINGS]
    found.sort(key=lambda each: each[0].year, reverse=True)
    return exhibits.findings(
        label="find-talent",
        title=f"Key findings: {edition.name}",
        sentences=[cite(each.said, label, words) for each, label, words in found],
        missing=f"There are no figures on talent for {edition.named} within {edition.years_said}.",
    )
