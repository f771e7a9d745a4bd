"""The title page and the chapter on data and method say what data and descriptors hold."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import pytest
import yaml

from tests.truth import published, reading
from tests.truth.published import EVERY, code, economy, last_year, rows

every_edition = pytest.mark.parametrize("edition", EVERY)
INDICATORS = {
    "Patent applications by residents": ("patent_applications", "applications", "resident"),
    "Patent applications by non-residents": ("patent_applications", "applications", "nonresident"),
    "Patents granted": ("patent_grants", "patents", ""),
    "Patents in force": ("patents_in_force", "patents", ""),
    "Patent families granted": ("patent_families", "families", ""),
    "PCT applications by receiving office": ("pct_receiving_office", "applications", ""),
    "Trademark classes, residents": ("trademark_classes", "classes", "resident"),
    "Designs, residents": ("design_counts", "designs", "resident"),
    "R&D expenditure": ("rd_expenditure", "percent_of_gdp", ""),
    "Researchers": ("researchers", "per_million", ""),
    "IP receipts": ("ip_charges", "usd", "receipts"),
    "IP payments": ("ip_charges", "usd", "payments"),
    "Global Innovation Index (edition)": ("gii_ranks", "rank", ""),
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
    return next((one for one in ("economy", "office", "origin") if one in table), None)


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
    assert told["Years asked for"] == f"{published.FIRST_YEAR}–{last_year(edition)}"
    assert told["Scale"] == f"figures of counts show them {scale}"
    assert told["Newest data vintage"] == max(str(about(one)["vintage"]) for one in descriptors())
    assert told["Data read up to"] == max(str(about(one)["retrieved"]) for one in descriptors())


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
    assert rows(edition, "tbl-freshness") == expected


# Data and method


def test_every_dataset_is_named_with_its_publisher_vintage_and_trust() -> None:
    shown = rows("CHN", "tbl-method-sources")
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


def test_years_and_rows_of_every_dataset_are_counted() -> None:
    expected = []
    for name in descriptors():
        table, found = published.table(name), about(name)
        year = next((one for one in ("year", "edition") if one in table), None)
        years = f"{table[year].min()}–{table[year].max()}" if year else published.MISSING
        words = [flat(found[one]) for one in ("short_title", "counted_by", "unit")]
        expected.append([*words, years, f"{len(table):,}"])
    shown = rows("CHN", "tbl-method-coverage")
    assert [row[:4] + row[5:] for row in shown] == expected


def test_economies_of_a_dataset_are_counted_and_nothing_else() -> None:
    known = set(published.table("economies")["economy"])
    others = 0
    for name, row in zip(descriptors(), rows("CHN", "tbl-method-coverage"), strict=True):
        table = published.table(name)
        column = place(table)
        codes = (set(table[column]) if column else set()) - {""}
        others += len(codes - known)
        assert row[4] == (str(len(codes & known)) if codes & known else published.MISSING), name
    assert others == published.table("pct_regional_offices")["office"].nunique()


def test_what_a_dataset_measures_and_what_not_is_what_its_descriptor_says() -> None:
    assert rows("CHN", "tbl-method-definitions") == [
        [flat(found["short_title"]), flat(found["measures"]), flat(found["does_not_mean"])]
        for found in map(about, descriptors())
    ]


@every_edition
def test_the_breaks_shown_are_those_of_the_economy_and_of_all(edition: str) -> None:
    noted = [
        (flat(about(dataset)["short_title"]), found)
        for dataset in descriptors()
        for found in about(dataset)["breaks"]
        if found.get("kind", "break") == "break" and found["economy"] in ("", code(edition))
    ]
    shown = rows(edition, "tbl-method-breaks")
    assert [row[:2] + row[3:] for row in shown] == [
        [
            title,
            economy(code(edition)) if found["economy"] else "all",
            str(found["year"]),
            flat(found["text"]),
        ]
        for title, found in noted
    ]
    assert [row[2] != "all" for row in shown] == [bool(found.get("where")) for _, found in noted]


def test_what_was_left_out_is_said_with_years_and_reason() -> None:
    known = published.table("economies").set_index("economy")["name"]
    expected = []
    for name in descriptors():
        for found in about(name)["exclusions"]:
            who = [str(known.get(one, one)) for one in found["economies"]]
            what = reading.listed(who) if who else "all"
            years = found["years"]
            if years:
                span = f"{years[0]}–{years[-1]}" if years[0] != years[-1] else str(years[0])
                what = f"{what}, {span}"
            expected.append([flat(about(name)["short_title"]), what, flat(found["text"])])
    unseen = [about(name) for name in descriptors() if about(name).get("not_shown")]
    assert rows("CHN", "tbl-method-exclusions") == [
        *expected,
        *(
            [flat(one["short_title"]), "held, and in no chapter", flat(one["not_shown"])]
            for one in unseen
        ),
    ]


def test_what_the_checks_find_is_what_the_descriptors_note() -> None:
    shown = rows("CHN", "tbl-method-findings")
    assert [[row[0], *row[2:]] for row in shown] == [
        [flat(about(name)["short_title"]), str(found["check"]), flat(found["text"])]
        for name in descriptors()
        for found in about(name).get("findings", [])
    ]


@pytest.mark.parametrize(
    "label",
    [
        "tbl-method-sources",
        "tbl-method-coverage",
        "tbl-method-definitions",
        "tbl-method-exclusions",
        "tbl-method-findings",
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
