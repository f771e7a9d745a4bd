"""Key findings of the chapter on patents, and what the counts do not say."""

from __future__ import annotations

from dataclasses import dataclass

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.sentences import cite
from reportlib.topics.patents import scope
from reportlib.topics.patents.abroad import pct_headline
from reportlib.topics.patents.compared import per_million_headline
from reportlib.topics.patents.filed import (
    by_origin_headline,
    filings_headline,
    world_headline,
    world_part,
)
from reportlib.topics.patents.standing import innovation_headline
from reportlib.topics.patents.technology import has_fields

MOST = 5
_OFFICE = ("office_totals", "resident_applications", "nonresident_applications")


@dataclass(frozen=True)
class Finding:
    """A sentence, the measures of which it tells the newest value, and where it is shown."""

    said: Sentence | None
    measures: tuple[str, ...]
    label: str
    words: str

    def year(self, edition: Edition) -> int:
        """The year of the newest value."""
        newest = scope.newest(edition, *map(measure, self.measures))
        return newest[0] if newest else 0


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds: the weightiest that can be said, those of the newest year first."""
    found = [finding for finding in _by_weight(edition) if finding.said][:MOST]
    found.sort(key=lambda finding: -finding.year(edition))
    return exhibits.findings(
        label="find-patents",
        title=f"Key findings: {edition.name}",
        sentences=[cite(finding.said, finding.label, finding.words) for finding in found],
        missing=f"The book has no patent statistics of {edition.named} within "
        f"{edition.years_said}.",
    )


def _by_weight(edition: Edition) -> list[Finding]:
    return [
        Finding(
            by_origin_headline(edition),
            ("origin_totals", "origin_totals_quoted"),
            "fig-patents-by-origin",
            "figure on filings by origin",
        ),
        Finding(
            world_headline(edition) if world_part(edition) else None,
            ("office_world_share_quoted",),
            "fig-patents-world",
            "figure on filings in the world",
        ),
        Finding(
            pct_headline(edition),
            ("pct_by_origin", "pct_received"),
            "fig-patents-pct",
            "figure on PCT applications",
        ),
        Finding(
            filings_headline(edition),
            _OFFICE,
            "fig-patents-filings",
            "figure on filings",
        ),
        Finding(
            per_million_headline(edition),
            ("origin_totals_per_million",),
            "fig-patents-per-million",
            "figure on filings per head",
        ),
        Finding(
            innovation_headline(edition),
            ("gii_rank",),
            "fig-patents-gii",
            "figure on innovation ranks",
        ),
    ]


# The measures that each series with a caveat is shown by; of fields there is none.
_SHOWN_BY = {
    "patent_origin_totals": ("origin_totals",),
    "patent_applications": _OFFICE,
    "patent_flows": ("filed_abroad",),
    "patent_families_by_field": (),
    "pct_receiving_office": ("pct_received",),
    "patent_grants": ("grants",),
    "patents_in_force": ("in_force",),
    "gii_ranks": ("gii_rank",),
}


def caveats(edition: Edition) -> Exhibit:
    """The caveats of the series that have values of the economy, from their descriptors."""

    def shown(names: tuple[str, ...]) -> bool:
        if not names:
            return has_fields(edition)
        return scope.newest(edition, *map(measure, names)) is not None

    names = [dataset for dataset, found in _SHOWN_BY.items() if shown(found)]
    return recipes.caveats(
        "tbl-patents-caveats", names, f"None of them has values of {edition.named}."
    )
