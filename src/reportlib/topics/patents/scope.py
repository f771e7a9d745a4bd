"""What the sections on patents share: names of series, regional offices, the newest count."""

from __future__ import annotations

from typing import Literal

from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.numbers import Number, say_list
from reportlib.content.series import Series
from reportlib.topics import measures

INTERNATIONAL_FAMILIES = "patent_families"
PER_GDP = "applications per billion PPP dollars of GDP"

Right = Literal["patents", "marks", "designs"]

_OFFICES = {
    "ARIPO": "the African Regional Intellectual Property Organization",
    "BOIP": "the Benelux Office for Intellectual Property",
    "EAPO": "the Eurasian Patent Office",
    "EPO": "the European Patent Office",
    "EUIPO": "the European Union Intellectual Property Office",
    "GCC": "the patent office of the Gulf Cooperation Council",
    "OAPI": "the African Intellectual Property Organization",
}


def regional_offices(code: str, right: Right = "patents") -> tuple[str, ...]:
    """The regional offices at which an economy's residents can ask for a right, by name."""
    found = read_dataset("regional_offices").where(economy=code, right=right)
    return tuple(_OFFICES[str(office)] for office in found["office"])


def regional_note(edition: Edition, right: Right = "patents") -> str:
    """What the count of the own office leaves out; empty where no regional office serves it."""
    offices = regional_offices(edition.code, right)
    if not offices:
        return ""
    return (
        f"Applications that residents file at {say_list(offices)} are not counted here, so that "
        f"{edition.named} looks smaller than it is."
    )


def granted_note(edition: Edition) -> str:
    """What the grants of the own office leave out; the source itself says so of the European."""
    offices = [name for name in regional_offices(edition.code) if name != _OFFICES["EPO"]]
    if not offices:
        return ""
    return f"Patents that {say_list(offices)} grants for {edition.named} are not counted here."


def regional_said(code: str) -> str:
    """What a headline on the own office adds where a regional office serves the economy too."""
    offices = regional_offices(code)
    return f"; those at {say_list(offices)} are not in" if offices else ""


def gii(edition: Edition, indicator: str, name: str, unit: str) -> Series:
    """An indicator of the Global Innovation Index, from the newest edition up to the last year."""
    return measures.gii_indicator(indicator, name, unit, edition.parameters.last_year)


def newest(edition: Edition, *series: Series) -> tuple[int, Number] | None:
    """The newest value of the economy in any of these; the first has it where years are equal."""
    found = [edition.window(one).latest(edition.code) for one in series]
    return max((one for one in found if one), key=lambda each: each[0], default=None)
