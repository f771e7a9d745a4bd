"""What a reader is told beside the numbers: breaks, trust, peers, sources."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tests.truth.again import compared, of, peers, per, values, within
from tests.truth.again_said import descriptor
from tests.truth.published import (
    EVERY,
    code,
    economy,
    headline,
    last_year,
    numbers,
    rows,
    sources,
    table,
    text,
    texts,
)
from tests.truth.reading import PEERS_RULE, assert_low_told

each = pytest.mark.parametrize("edition", EVERY)

Break = tuple[str, int, str]
"""Code, year and text of a change of definition."""


def breaks_drawn(
    dataset: str, economies: tuple[str, ...], series: pd.Series, **where: str
) -> set[Break]:
    """The changes of definition that lie within the years of a line."""
    found = set()
    for one in descriptor(dataset)["reportlib"]["breaks"]:
        limits = one.get("where", {})
        for name in economies:
            drawn = of(series, name)
            if (
                one.get("kind", "break") == "break"
                and one["economy"] in ("", name)
                and all(limits.get(key) in (None, wanted) for key, wanted in where.items())
                and len(drawn)
                and drawn.index.min() < one["year"] <= drawn.index.max()
            ):
                found.add((name, int(one["year"]), " ".join(str(one["text"]).split())))
    return found


def lines_drawn(edition: str) -> dict[str, set[Break]]:
    """The breaks of each figure of lines, by label."""
    own, both = (code(edition),), compared(edition)

    def of_kinds(
        dataset: str, value: str, by: str, column: str, kinds: tuple[str, ...]
    ) -> set[Break]:
        found: set[Break] = set()
        for kind in kinds:
            series = within(values(dataset, value, by=by, **{column: kind}), edition)
            found |= breaks_drawn(dataset, own, series, **{column: kind})
        return found

    residence = ("resident", "nonresident")
    researchers = within(values("researchers", "per_million"), edition)
    granted = within(values("patent_grants", "patents", by="office"), edition)
    return {
        "fig-patents-filings": of_kinds(
            "patent_applications", "applications", "office", "applicant", residence
        ),
        "fig-patents-grants": breaks_drawn("patent_grants", own, granted),
        "fig-patents-researchers": breaks_drawn("researchers", both, researchers)
        if len(of(researchers, code(edition)))
        else set(),
        "fig-overview-trademarks": of_kinds(
            "trademark_classes", "classes", "office", "applicant", residence
        ),
        "fig-overview-ip-trade": of_kinds(
            "ip_charges", "usd", "economy", "flow", ("receipts", "payments")
        ),
    }


def breaks_told(edition: str, label: str) -> set[tuple[str, int, str]]:
    """Place, year and text of each break in the notes of a figure."""
    found = set()
    for note in texts(edition, label, "note"):
        if told := re.match(r"(.+), break in (\d{4}) \(b\): (.+)", note):
            found |= {(place, int(told[2]), told[3]) for place in told[1].split("; ")}
    return found


@each
def test_every_break_within_the_years_drawn_is_told_and_no_other(edition: str) -> None:
    for label, expected in lines_drawn(edition).items():
        told = breaks_told(edition, label)
        assert told == {(economy(name), year, why) for name, year, why in expected}, label


def test_breaks_of_the_default_edition_are_these() -> None:
    """Guards the test above against finding nothing on both sides."""
    years = {
        label: sorted({(name, year) for name, year, _ in found})
        for label, found in lines_drawn("CHN").items()
    }
    assert years["fig-patents-filings"] == [("CHN", 1998), ("CHN", 2017)]
    assert years["fig-overview-ip-trade"] == [("CHN", 2005), ("CHN", 2017)]


@each
def test_descriptions_name_the_years_in_which_definitions_change(edition: str) -> None:
    expected = lines_drawn(edition)
    del expected["fig-patents-grants"]  # bars, which join nothing
    for label, found in expected.items():
        alt = text(edition, label, "alt") or ""
        said = re.search(r" Breaks in ([\d, and]+), which the notes explain", alt)
        told = [int(year) for year in re.findall(r"\d{4}", said[1])] if said else []
        assert told == sorted({year for _, year, _ in found}), label
        notes = texts(edition, label, "note")
        assert all(any(f"reak in {year} (b)" in note for note in notes) for year in told), label


@each
def test_values_read_in_copies_are_told_with_their_years(edition: str) -> None:
    held = table("pct_by_origin")
    low = held[
        (held["origin"] == code(edition))
        & held["trust"].isin(["C", "D"])
        & (held["year"].astype(int) <= last_year(edition))
    ]
    assert_low_told(edition, "fig-patents-pct", low.rename(columns={"origin": "economy"}))


@each
def test_peers_are_near_and_the_rule_is_printed(edition: str) -> None:
    names = ", ".join(map(economy, peers(edition)))
    expected = f"Peers: {names} ({PEERS_RULE})."
    label = "fig-patents-per-million"
    assert (expected in texts(edition, label, "note")) is bool(rows(edition, label))


@each
def test_a_ranking_without_the_economy_says_that_it_has_no_value(edition: str) -> None:
    name = economy(code(edition))
    for label in (
        "fig-patents-offices",
        "fig-overview-designs",
    ):
        ranked = rows(edition, label)
        if not ranked:
            continue
        year = re.search(r"in (\d{4})", headline(edition, label) or "")
        assert year is not None
        told = f"{name} has no value for {year[1]}." in texts(edition, label, "note")
        assert told is not (name in [row[1] for row in ranked]), label


@each
def test_a_first_value_of_another_definition_is_left_open_and_the_reason_told(edition: str) -> None:
    broken = descriptor("patent_origin_totals")["reportlib"]["breaks"]
    label = "fig-patents-per-million"
    if not rows(edition, label):
        assert edition in ("NAM", "TUV", "SSD")
        return
    years = re.findall(r"\b\d{4}\b", " ".join(texts(edition, label, "columns")))
    start, end = int(min(years)), int(max(years))
    expected = {
        f"{economy(one['economy'])}, {start}: not shown, since it cannot be compared with {end}. "
        + " ".join(one["text"].split())
        for one in broken
        if one["economy"] in compared(edition)
        and (
            start < one["year"] <= end
            if one.get("kind", "break") == "break"
            else one["year"] in (start, end)
        )
    }
    notes = {note for note in texts(edition, label, "note") if "not shown, since" in note}
    assert notes == expected


SOURCES = {
    "fig-patents-offices": {"patent-office-totals"},
    "fig-patents-grants": {"patent-grants"},
    "fig-overview-designs": {"resident-filings-derived"},
    "fig-overview-ip-trade": {"ip-charges"},
}
UNSCALED = {
    "fig-patents-per-million": {"patent-origin-totals", "population"},
    "fig-patents-families": {"gii-indicators"},
    "fig-patents-fields": {"patent-families-by-field", "patent-families-by-field-world"},
    "fig-patents-effort": {"rd-expenditure", "patent-origin-totals", "population"},
    "fig-patents-researchers": {"researchers"},
    "fig-patents-gii": {"gii-ranks"},
    "fig-patents-china-high-value": {"cnipa-indicators"},
    "fig-patents-china-in-force": {"cnipa-patents"},
    "fig-patents-china-applications": {"cnipa-patents"},
}


@each
def test_sources_are_the_datasets_that_the_numbers_were_read_in(edition: str) -> None:
    scaled_by = {"population"} if per(edition) else set()
    expected = {label: found | scaled_by for label, found in SOURCES.items()} | UNSCALED
    printed = numbers("patent_headline_figures", "value", economy=code(edition))
    shares = printed[printed["indicator"] == "office_share_of_world_applications"]
    world = {"patent-headline-figures"} if 2024 in set(shares["year"]) else set()
    expected["fig-patents-world"] = {"patent-applications-world"} | world
    for label, found in expected.items():
        if rows(edition, label):
            assert sources(edition, label) == found, label
    origin = of(
        within(values("pct_by_origin", "applications", by="origin"), edition), code(edition)
    )
    office = values("pct_receiving_office", "applications", by="office")
    office = of(within(office, edition), code(edition))
    pct = ({"pct-by-origin"} if len(origin) else set()) | (
        {"pct-receiving-office"} if len(office) else set()
    )
    growth = numbers("patent_headline_figures", "value", indicator="pct_applications_growth")
    growth = growth[growth["year"] <= last_year(edition)]
    if code(edition) in set(growth["economy"]):
        pct |= {"patent-headline-figures"}
    assert sources(edition, "fig-patents-pct") == (pct | scaled_by if pct else set())
