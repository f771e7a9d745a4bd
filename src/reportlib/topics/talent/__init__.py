"""The exhibits of the talent chapter, in the order in which it shows them."""

from __future__ import annotations

from reportlib.topics.talent.abroad import stay_intentions, stay_rates, us_doctorates
from reportlib.topics.talent.figures_stated import contested, workforce
from reportlib.topics.talent.gender import women, women_by_field
from reportlib.topics.talent.mobile import mobility
from reportlib.topics.talent.offers import programmes
from reportlib.topics.talent.professions import attorneys, per_application, representatives
from reportlib.topics.talent.researchers import density, growth, growth_headline, stock, technicians
from reportlib.topics.talent.shared import FEW_RECIPIENTS
from reportlib.topics.talent.summary import caveats, key_findings
from reportlib.topics.talent.training import (
    academy,
    doctorates,
    doctorates_world,
    enrolment,
    fields_of_degrees,
)

__all__ = [
    "FEW_RECIPIENTS",
    "academy",
    "attorneys",
    "caveats",
    "contested",
    "density",
    "doctorates",
    "doctorates_world",
    "enrolment",
    "fields_of_degrees",
    "growth",
    "growth_headline",
    "key_findings",
    "mobility",
    "per_application",
    "programmes",
    "representatives",
    "stay_intentions",
    "stay_rates",
    "stock",
    "technicians",
    "us_doctorates",
    "women",
    "women_by_field",
    "workforce",
]
