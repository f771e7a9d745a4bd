"""Of what and of whom a drawing is, and in which unit; a unit read wrong makes a number false."""

from __future__ import annotations

import re

import pytest

from tests.truth.again import compared, per
from tests.truth.published import (
    EVERY,
    begin,
    code,
    columns,
    economy,
    labels,
    lines,
    rows,
    said,
    text,
)
from tests.truth.published import headline as told_headline

each = pytest.mark.parametrize("edition", EVERY)

COUNTS = {
    "fig-patents-filings": ("applications", ", a year"),
    "fig-patents-offices": ("applications", ""),
    "fig-patents-families": ("families", ", fractional counts"),
    "fig-patents-pct": ("applications", ", a year"),
    "fig-patents-grants": ("patents granted", ", in the year"),
    "fig-patents-in-force": ("patents in force", ""),
    "fig-patents-china-applications": ("applications", ", a year"),
    "fig-patents-china-in-force": ("rights in force", ", at the end of the year"),
    "fig-overview-trademarks": ("classes", ", a year"),
    "fig-overview-designs": ("designs", ""),
    "fig-overview-ip-trade": ("current US dollars", ", a year"),
}
"""Counts, which follow the scale of the edition, and what stands after the scale."""

OTHERS = {
    "fig-patents-world": "applications in the year",
    "fig-patents-per-million": "applications per million people",
    "fig-patents-families": "international families per billion PPP dollars of GDP",
    "fig-patents-fields": "percent of families granted in the year",
    "fig-patents-effort": "applications per million people against R&D in percent of GDP",
    "fig-patents-researchers": "full-time equivalents per million people",
    "fig-patents-gii": "rank",
    "fig-patents-china-high-value": "patents per 10,000 people",
    "fig-overview-profile": "units as the rows name them",
    "fig-claims-verdicts": "statistics of the articles",
    "fig-claims-gii": "rank",
}


def units(edition: str) -> dict[str, str]:
    counts = {label: f"{unit}{per(edition)}{when}" for label, (unit, when) in COUNTS.items()}
    return counts | OTHERS


def opening(edition: str, label: str) -> tuple[str, str, str] | None:
    """Where, years and unit of a description, after its first sentence on the kind of drawing."""
    alt = text(edition, label, "alt")
    unit = units(edition)[label]
    if alt is None:
        return None
    years = r"(?:, (\d{4}(?:–\d{4}| and \d{4})?))?"
    found = re.match(rf"[^.]+\. (.+?){years}, ({re.escape(unit)})\. ", alt)
    assert found is not None, (label, unit, alt[:200])
    return found[1], found[2] or "", found[3]


FEWEST = {"TUV": 3, "SSD": 1}  # exhibits drawn, where there is little


@each
def test_a_description_names_the_unit_of_its_values(edition: str) -> None:
    told = [opening(edition, label) for label in units(edition)]
    assert sum(one is not None for one in told) > FEWEST.get(edition, 12)


@each
def test_columns_of_values_have_the_unit_of_the_drawing(edition: str) -> None:
    for label, unit in units(edition).items():
        for title in columns(edition, label):
            shown = re.search(r" \[(.+)\]$", title)
            assert shown is None or shown[1] == unit, (label, title)


def names_drawn(edition: str, label: str) -> set[str]:
    """Who is drawn: in the columns of lines, in the rows of a comparison."""
    shown = [re.sub(r" \[.*\]$", "", title) for title in columns(edition, label)]
    if shown[0] == "Year":
        return {title.rpartition(", ")[2] for title in shown[1:]}
    return {row[0] for row in rows(edition, label)}


@each
def test_a_drawing_of_peers_alone_is_not_said_to_be_of_the_economy(edition: str) -> None:
    own = said(code(edition))
    for label, word in (
        ("fig-patents-per-million", ""),
        ("fig-patents-in-force", ""),
        ("fig-patents-researchers", ""),
        ("fig-patents-gii", ""),
    ):
        told = opening(edition, label)
        if told is None:
            continue
        drawn = names_drawn(edition, label) - {"Kind of value"}
        assert drawn <= {economy(one) for one in compared(edition)}, label
        place = f"{own} and peers" if economy(code(edition)) in drawn else f"peers of {own}"
        assert told[0] == begin(f"{word}{place}"), label


@each
def test_a_drawing_of_one_office_or_economy_names_it(edition: str) -> None:
    own = said(code(edition))
    for label, place in (
        ("fig-patents-filings", f"office of {own}"),
        ("fig-patents-grants", f"office of {own}"),
        ("fig-patents-pct", own),
        ("fig-overview-trademarks", f"office of {own}"),
        ("fig-overview-ip-trade", own),
        ("fig-overview-profile", own),
    ):
        told = opening(edition, label)
        assert told is None or told[0] == begin(place), label


@each
def test_a_drawing_of_statements_names_china(edition: str) -> None:
    for label, place in (
        ("fig-claims-gii", "China"),
        ("fig-claims-verdicts", "China and the world"),
    ):
        told = opening(edition, label)
        assert told is None or told[0] == place, label


@each
def test_the_years_of_a_ranking_and_of_a_comparison_are_in_its_description(edition: str) -> None:
    for label in ("fig-patents-per-million",):
        told = opening(edition, label)
        if told is not None:
            years = [re.sub(r" \[.*\]$", "", title) for title in columns(edition, label)[1:]]
            assert told[1] == " and ".join(years), label
    for label in (
        "fig-patents-offices",
        "fig-patents-families",
        "fig-patents-effort",
        "fig-overview-designs",
    ):
        if text(edition, label, "headline") is None:
            continue
        headline, alt = told_headline(edition, label) or "", text(edition, label, "alt") or ""
        year = re.findall(r"in (?:the )?(\d{4})", headline)
        assert re.findall(r"\b\d{4}\b", alt.split(". ")[1]) == year, label


@each
def test_a_place_is_told_as_an_ordinal(edition: str) -> None:
    told = [line for label in labels() for line in lines(edition, label)]

    assert told
    assert not [line for line in told if re.search(r"\branks \d+(,| of\b)", line)]
