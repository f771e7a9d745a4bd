"""What the sections on patents share: names of series, caveats on Europe, cells."""

from __future__ import annotations

from reportlib.base.payload import Piece
from reportlib.content.cells import number_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.series import Series
from reportlib.topics import measures

BY_ORIGIN = "patents_by_origin"
PCT_BY_ORIGIN = "pct_by_origin"
PER_GDP = "applications per billion PPP dollars of GDP"

EUROPE = (
    "Applications that residents file at a regional office such as the EPO are not counted here, "
    "so members of the European Patent Convention look smaller than they are."
)


def gii(edition: Edition, indicator: str, name: str, unit: str) -> Series:
    """An indicator of the Global Innovation Index, from the newest edition up to the last year."""
    return measures.gii_indicator(indicator, name, unit, edition.parameters.last_year)


def flagged_values(edition: Edition, indicator: str) -> list[str]:
    """What the descriptor flags in the economy's own value in the edition shown."""
    shown = measures.gii_edition(indicator, edition.parameters.last_year)
    return [
        f"{edition.name}, {flagged.text[:1].lower()}{flagged.text[1:]}"
        for flagged in read_dataset("gii_indicators").manifest.reportlib.breaks
        if (flagged.economy, flagged.year) == (edition.code, shown)
        and flagged.selects({"indicator": indicator})
    ]


def cell_of(series: Series, code: str, year: int | None) -> Piece:
    """The value of an economy and year as a cell; two dots where there is none."""
    found = series.number(code, year) if year is not None else None
    if found is None:
        return number_cell(None)
    return number_cell(found.value, " ".join(found.rows), found.unit, found.derivation)


EPC = (
    "ALB AUT BEL BGR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA LIE LTU "
    "LUX LVA MCO MKD MLT MNE NLD NOR POL PRT ROU SMR SRB SVK SVN SWE TUR"
)
"""Members of the European Patent Convention: residents also file at the European office."""
