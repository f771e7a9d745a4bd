"""The title page and the reference pages say what data and descriptors hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest
import yaml

from tests.truth import published, reading
from tests.truth.published import EVERY, code, economy, headline, last_year, rows, texts

PLACES = ("economy", "office", "origin")
every_edition = pytest.mark.parametrize("edition", EVERY)
INDICATORS = {
    "Global Innovation Index (edition)": ("gii_ranks", "rank", ""),
    "R&D expenditure": ("rd_expenditure", "percent_of_gdp", ""),
    "Researchers": ("researchers", "per_million", ""),
    "IP receipts": ("ip_charges", "usd", "receipts"),
    "IP payments": ("ip_charges", "usd", "payments"),
    "PCT applications by receiving office": ("pct_receiving_office", "applications", ""),
    "Patent applications of residents": ("patent_origin_totals", "applications", ""),
    "Patent applications at the office": ("patent_office_totals", "applications", ""),
    "Trademark classes, residents": ("trademark_classes", "classes", "resident"),
    "Patents granted": ("patent_grants", "patents", ""),
    "Patents in force": ("patents_in_force", "patents", ""),
    "Patent families granted": ("patent_families", "families", ""),
    "Designs, residents": ("design_counts", "designs", "resident"),
}


@lru_cache
def descriptors() -> dict[str, dict[str, Any]]:
    """The descriptors of all datasets, by the names of their files, in alphabetical order."""
    found = sorted((published.ROOT / "data").glob("*.resource.yaml"))
    return {
        path.name.removesuffix(".resource.yaml"): yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in found
    }


def about(dataset: str) -> dict[str, Any]:
    """What the book's own part of a descriptor says."""
    return dict(descriptors()[dataset]["reportlib"])


def flat(text: object) -> str:
    """Text on one line, a space for every unbreakable one."""
    return " ".join(str(text).replace("\N{NO-BREAK SPACE}", " ").split())


def place(table: pd.DataFrame) -> str | None:
    """The column that says which economy, office or origin a row is of."""
    return next((one for one in PLACES if one in table), None)


# The title page


@every_edition
def test_the_edition_is_said_to_be_what_it_is(edition: str) -> None:
    own = published.table("economies").set_index("economy").loc[code(edition)]
    peers = ", ".join(economy(one) for one in reading.peers(edition))
    scale = {"count": "as they are", "per_million": "per million people"}[published.scale(edition)]
    told = {row[0]: row[1] for row in rows(edition, "tbl-edition")}
    assert told["Economy"] == f"{own['name']} {own['name_zh']} ({code(edition)})"
    assert told["Region and income group"] == f"{own['region']}, {own['income_group']}"
    assert told["Peers"] == (f"{peers} ({reading.PEERS_RULE})")
    assert told["Years"] == f"{published.FIRST_YEAR}–{last_year(edition)}"
    assert told["Shown"] == f"figures of counts show them {scale}; rankings list 10 economies"
    newest = max(str(about(one)["vintage"]) for one in descriptors())
    read = max(str(about(one)["retrieved"]) for one in descriptors())
    assert told["Data"] == f"read up to {read}, newest vintage {newest}"


@every_edition
def test_the_newest_year_of_an_indicator_is_that_of_its_newest_value(edition: str) -> None:
    expected = []
    for title, (dataset, column, kind) in INDICATORS.items():
        found = published.numbers(dataset, column)
        if kind:
            found = found[found["flow" if "flow" in found else "applicant"] == kind]
        year = "edition" if "edition" in found else "year"
        own = found[found[str(place(found))] == code(edition)][year]
        newest = found[year].max()
        expected.append(
            [
                title,
                str(own.max()) if len(own) else published.MISSING,
                str(newest),
                str((found[year] == newest).sum()),
            ]
        )
    assert rows(edition, "fig-freshness") == expected


# Sources


def test_every_dataset_is_named_with_its_publisher_vintage_and_trust() -> None:
    shown = rows("CHN", "tbl-sources-datasets")
    assert [row[:3] + row[4:] for row in shown] == [
        [
            flat(found["short_title"]),
            flat(found["publisher"]),
            str(found["vintage"]),
            str(found["redistribute"]),
            str(found["trust"]),
        ]
        for found in map(about, descriptors())
    ]


def test_terms_that_nobody_read_are_said_to_be_not_verified() -> None:
    for row, found in zip(
        rows("CHN", "tbl-sources-datasets"), map(about, descriptors()), strict=True
    ):
        read = str(found["licence_checked"])
        assert row[3].endswith("; not verified" if read == "not verified" else f"; read {read}")


def test_datasets_that_may_be_passed_on_are_counted() -> None:
    free = [one for one in descriptors() if about(one)["redistribute"] == "yes"]
    assert headline("CHN", "tbl-sources-datasets") == (
        f"Of {len(descriptors())} datasets {len(free)} may be passed on."
    )


def test_datasets_of_each_class_of_trust_are_counted() -> None:
    found = Counter(str(about(one)["trust"]) for one in descriptors())
    shown = rows("CHN", "tbl-sources-trust")
    assert [row[0] for row in shown] == ["A", "B", "C", "D", "mixed"]
    assert {row[0]: int(row[2]) for row in shown if row[2] != "0"} == found
    assert headline("CHN", "tbl-sources-trust") == (
        f"In {found['A']} of {len(descriptors())} datasets every figure is the publisher’s own."
    )


# Definitions


def test_what_a_dataset_measures_and_by_whom_is_what_its_descriptor_says() -> None:
    said = ("short_title", "measures", "counted_by", "unit")
    assert [
        [re.sub(r"^\[(.*)->.*\]$", r"\1", row[0]), *row[1:]]
        for row in rows("CHN", "tbl-definitions-datasets")
    ] == [[flat(found[one]) for one in said] for found in map(about, descriptors())]


def test_ways_of_counting_are_counted() -> None:
    found = Counter(about(one)["counted_by"] for one in descriptors())
    assert headline("CHN", "tbl-definitions-datasets") == (
        f"{found['origin']} datasets count by origin, {found['office']} by office, "
        f"{found['inventor residence']} by inventors’ residence: three different counts."
    )


# Coverage


@every_edition
def test_years_of_every_dataset_and_of_the_economy_and_rows_are_told(edition: str) -> None:
    expected = []
    for name in descriptors():
        table = published.table(name)
        column = place(table)
        own = table[table[column] == code(edition)] if column else table[:0]
        title = flat(about(name)["short_title"])
        expected.append([title, span(table), span(own), f"{len(table):,}"])
    shown = rows(edition, "tbl-coverage-datasets")
    assert [row[:3] + row[4:] for row in shown] == expected


def span(table: pd.DataFrame) -> str:
    """The years of a table's rows, from the first to the last."""
    if table.empty:
        return published.MISSING
    year = next((one for one in ("year", "edition") if one in table), None)
    if year is None:
        return "undated"
    first, last = table[year].min(), table[year].max()
    return str(first) if first == last else f"{first}–{last}"


@every_edition
def test_datasets_that_list_the_economy_are_counted(edition: str) -> None:
    known = set(published.table("economies")["economy"])
    codes = [set(table[place(table)]) & known for table in placed()]
    listing = [one for one in codes if one]
    said = str(headline(edition, "tbl-coverage-datasets"))
    own = sum(code(edition) in one for one in listing)
    assert said.endswith(f" is in {own} of {len(listing)} datasets that list economies.")


def placed() -> Iterator[pd.DataFrame]:
    """The datasets whose rows are of economies, offices or origins."""
    return (found for found in map(published.table, descriptors()) if place(found))


def test_economies_of_a_dataset_are_counted_and_nothing_else() -> None:
    known = set(published.table("economies")["economy"])
    others = 0
    for name, row in zip(descriptors(), rows("CHN", "tbl-coverage-datasets"), strict=True):
        table = published.table(name)
        column = place(table)
        codes = (set(table[column]) if column else set()) - {""}
        others += len(codes - known)
        assert row[3] == (str(len(codes & known)) if codes & known else published.MISSING), name
    assert others == published.table("pct_regional_offices")["office"].nunique()


# Known faults


def noted_breaks(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """What descriptors note under breaks, with the titles of their datasets."""
    return [
        (flat(about(dataset)["short_title"]), found)
        for dataset in descriptors()
        for found in about(dataset)["breaks"]
        if found.get("kind", "break") == kind
    ]


@every_edition
def test_the_breaks_shown_are_those_of_the_economy_and_of_all(edition: str) -> None:
    expected: dict[tuple[str, int, str], set[str]] = {}
    for title, found in noted_breaks("break"):
        if found["economy"] in ("", code(edition)):
            whose = economy(code(edition)) if found["economy"] else "All economies"
            key = (whose, int(found["year"]), flat(found["text"]))
            part = " (" if found.get("where") else ""
            expected.setdefault(key, set()).add(title + part)
    shown = rows(edition, "tbl-faults-breaks")
    assert len(shown) == len(expected)
    for series, year, text in shown:
        whose, _, named = series.partition(": ")
        for start in expected[whose, int(year), text]:
            assert any(one.startswith(start) for one in named.split("; ")), start


@every_edition
def test_breaks_come_newest_first_and_the_own_before_those_of_all(edition: str) -> None:
    shown = rows(edition, "tbl-faults-breaks")
    order = [(row[0].startswith("All economies: "), -int(row[1])) for row in shown]
    assert order == sorted(order)


@every_edition
def test_breaks_are_counted_by_reason_and_those_of_others_one_by_one(edition: str) -> None:
    shown = [row[0].partition(": ")[0] for row in rows(edition, "tbl-faults-breaks")]
    general = shown.count("All economies")
    own = len(shown) - general
    others = sum(found["economy"] not in ("", code(edition)) for _, found in noted_breaks("break"))
    said = str(headline(edition, "tbl-faults-breaks"))
    reasons = "one reason" if own == 1 else f"{own} reasons"
    told = f" break for {reasons}, those of all economies for {general}."
    none = f" alone, {general} for all economies."
    assert said.endswith(told if own else none)
    assert f"The pages of the datasets note {others} breaks of other economies." in texts(
        edition, "tbl-faults-breaks", "note"
    )


def odd(edition: str) -> tuple[list[list[str]], int, int]:
    """The notes on odd values to be shown, how many are the economy's own, and of all."""
    noted: list[tuple[set[str], list[str]]] = [
        ({found["economy"]} - {""}, [title, "doubt", flat(found["text"])])
        for title, found in noted_breaks("doubt")
    ]
    for dataset in descriptors():
        for found in about(dataset).get("findings", []):
            where = {key: value for key, value in found["where"].items() if key in PLACES}
            codes = {one for v in where.values() for one in (v if isinstance(v, list) else [v])}
            check = "many at once" if found["check"] == "break" else str(found["check"])
            title = flat(about(dataset)["short_title"])
            noted.append((codes, [title, check, flat(found["text"])]))
    own = [told for codes, told in noted if code(edition) in codes]
    shown = [told for codes, told in noted if not codes or code(edition) in codes]
    return shown, len(own), len(noted)


@every_edition
def test_odd_values_of_the_economy_and_of_no_single_one_are_told(edition: str) -> None:
    shown, own, of_all = odd(edition)
    told = rows(edition, "tbl-faults-values")
    assert [[row[0], *row[2:]] for row in told] == shown
    said = str(headline(edition, "tbl-faults-values"))
    verb = "concern" if own > 1 else "concerns"
    assert said.startswith(
        f"Of {of_all} oddities in the data, all kept as published, {own or 'none'} {verb} "
    )


# What is left out


@every_edition
def test_what_was_left_out_is_told_once_for_each_reason(edition: str) -> None:
    expected: dict[tuple[str, str], list[dict[str, Any]]] = {}
    reasons = set()
    for name in descriptors():
        for found in about(name)["exclusions"]:
            key = (flat(about(name)["short_title"]), flat(found["text"]))
            reasons.add(key)
            if not found["economies"] or code(edition) in found["economies"]:
                expected.setdefault(key, []).append(found)
    shown = rows(edition, "tbl-left-out-rows")
    assert [(row[0], row[2]) for row in shown] == list(expected)
    own = 0
    for (_, what, _), found in zip(shown, expected.values(), strict=True):
        codes = {one for each in found for one in each["economies"]}
        own += bool(codes)
        assert what.startswith(economy(code(edition)) if codes else "all")
        assert (" and others" in what) == (len(codes) > 1)
        years = {one for each in found if each["years"] for one in covered_years(each)}
        assert said_years(what) == years
    verb = "concern" if own > 1 else "concerns"
    assert str(headline(edition, "tbl-left-out-rows")).startswith(
        f"Figures were left out for {len(reasons)} reasons; {own or 'none'} {verb} "
    )


def covered_years(found: dict[str, Any]) -> range:
    """Every year from the first to the last that an exclusion names."""
    return range(found["years"][0], found["years"][-1] + 1)


def said_years(what: str) -> set[int]:
    """Every year of the spans that a cell tells."""
    spans = re.findall(r"\b(\d{4})(?:–(\d{4}))?", what)
    return {year for a, b in spans for year in range(int(a), int(b or a) + 1)}


def test_datasets_that_no_chapter_shows_are_told_with_the_reason() -> None:
    unseen = [about(name) for name in descriptors() if about(name).get("not_shown")]
    assert rows("CHN", "tbl-left-out-datasets") == [
        [flat(one["short_title"]), flat(one["not_shown"])] for one in unseen
    ]
    assert headline("CHN", "tbl-left-out-datasets") == (
        f"{len(unseen)} of {len(descriptors())} datasets are shown in no chapter."
    )


@pytest.mark.parametrize(
    "label",
    [
        "tbl-sources-datasets",
        "tbl-definitions-datasets",
        "tbl-left-out-datasets",
        "tbl-sources-trust",
        "tbl-copyright-caveats",
        "tbl-ai-caveats",
        "tbl-talent-caveats",
    ],
)
def test_tables_of_all_datasets_are_the_same_in_every_edition(label: str) -> None:
    assert rows("CHN", label)
    assert all(rows(edition, label) == rows("CHN", label) for edition in EVERY)


@pytest.mark.parametrize(
    ("label", "said_of"),
    [
        ("tbl-copyright-caveats", ["counted_by", "does_not_mean"]),
        ("tbl-ai-caveats", ["counted_by", "does_not_mean"]),
        ("tbl-talent-caveats", ["counted_by", "does_not_mean"]),
    ],
)
def test_caveats_of_a_chapter_are_those_of_the_datasets_named(
    label: str, said_of: list[str]
) -> None:
    known = {flat(found["short_title"]): found for found in map(about, descriptors())}
    for title, *cells in rows("CHN", label):
        assert cells == [flat(known[title][one]) for one in said_of]
