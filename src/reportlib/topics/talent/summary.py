"""Key findings of the chapter on talent, and what the counts do not say."""

from __future__ import annotations

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.notes import is_set_apart
from reportlib.content.sentences import cite
from reportlib.topics.talent.abroad import us_doctorates_finding
from reportlib.topics.talent.gender import women_finding
from reportlib.topics.talent.professions import attorneys_finding
from reportlib.topics.talent.researchers import stock_finding
from reportlib.topics.talent.shared import MOST_FINDINGS
from reportlib.topics.talent.training import doctorates_finding, enrolment_headline


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


def _density_finding(edition: Edition) -> Sentence | None:
    """How researchers per head moved; left out where a caveat says that they mislead."""
    if is_set_apart("researchers", edition.code):
        return None
    return recipes.Trend("The density of researchers in {name} {change}")(
        edition, edition.window(measure("researchers"))
    )


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    candidates = [
        cite(stock_finding(edition), "fig-talent-stock", "figure on researchers"),
        cite(
            _density_finding(edition),
            "fig-patents-researchers",
            "figure on researchers per head",
        ),
        cite(
            doctorates_finding(edition),
            "fig-talent-doctorates-world",
            "figure on doctorates",
        ),
        cite(
            us_doctorates_finding(edition),
            "fig-talent-us-doctorates",
            "figure on doctorates abroad",
        ),
        cite(women_finding(edition), "tbl-talent-women", "table on women")
        or cite(attorneys_finding(edition), "tbl-talent-attorneys", "table on attorneys"),
        cite(enrolment_headline(edition), "fig-talent-enrolment", "figure on enrolment"),
    ]
    return exhibits.findings(
        label="find-talent",
        title=f"Key findings: {edition.name}",
        sentences=[found for found in candidates if found][:MOST_FINDINGS],
        missing=f"The book holds no figures on talent for {edition.named} within "
        f"{edition.years_said}. Each section says what is held.",
    )
