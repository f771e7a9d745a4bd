"""Names of economies as they stand in a sentence."""

from __future__ import annotations

from reportlib.base.economies import economies

# Codes of the names that take an article in a sentence.
_WITH_ARTICLE = (
    "ARE BHS CAF CHI COD COG COM CYM DOM FRO GBR GMB KGZ KOR LAO MDV MHL MNP NLD PHL PRK "
    "RUS SLB SVK SYR TCA USA VGB VIR"
)


def name_in_words(code: str) -> str:
    """An economy's name as it stands in a sentence."""
    name = economies()[code].name
    return f"the {name}" if code in _WITH_ARTICLE else name
