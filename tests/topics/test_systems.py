"""Systems, institutions, questions and programmes: sourced, dated only where dated, a tree each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from reportlib.base.payload import Payload
from reportlib.base.rows import find_rows
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.figures.tree import read_trees
from reportlib.content.sentences import plain
from reportlib.topics import systems
from reportlib.topics.copyright import answers
from reportlib.topics.statements import attribution
from reportlib.topics.talent import offers

EXHIBITS: list[Callable[[Edition], Exhibit]] = [
    systems.treaties,
    systems.registration,
    systems.platforms,
    systems.milestones,
    systems.undated,
    systems.centres,
    answers.everywhere,
    offers.programmes,
]
ECONOMIES = ("CHN", "USA", "BRA", "TUV", "NAM")
BASED = (
    "ip_milestones",
    "protection_centre_services",
    "training_programmes",
    "wipo_services",
)
TREES = {"protection_centre_services": "service"}


@cache
def payloads(code: str, **years: int) -> dict[str, Payload]:
    edition = Edition(economy=code, **years)
    found = [make(edition).told for make in EXHIBITS]
    return {payload.label: payload for payload in found}


def notes(payload: Payload) -> str:
    return " ".join(map(plain, payload.notes))


def cells(payload: Payload) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in payload.rows]


# The datasets


@pytest.mark.parametrize("name", BASED)
def test_every_row_names_rows_that_exist_or_says_why_it_names_none(name: str) -> None:
    table = read_dataset(name).table
    for basis, note in zip(table["basis"], table["note"], strict=True):
        find_rows(basis.split())
        children = name in TREES and not basis
        assert basis or note or children


@pytest.mark.parametrize("name", TREES)
def test_trees_have_one_root_for_every_question_and_no_circle(name: str) -> None:
    table = read_dataset(name).table
    drawn = pd.DataFrame(
        {
            "node": table[TREES[name]],
            "parent": table["parent"],
            "label": table[TREES[name]],
            "role": "peer",
            "text": "",
            "open": False,
        }
    )
    roots = read_trees(drawn)
    assert len(roots) == (table["parent"] == "").sum()
    assert sum(len(list(root.walk())) for root in roots) == len(table)
    assert table["position"].is_unique


@pytest.mark.parametrize("name", ["protection_centre_services", "training_programmes"])
def test_a_quantity_is_a_row_of_the_basis_that_has_a_value(name: str) -> None:
    table = read_dataset(name).where()
    for quantity, basis in zip(table["quantity"], table["basis"], strict=True):
        if quantity:
            assert quantity in basis.split()
            assert float(find_rows([quantity])[quantity]["value"]) > 0


def test_what_is_announced_is_planned() -> None:
    table = read_dataset("ip_milestones").table
    assert set(table.loc[table["dating"] == "announced", "status"]) == {"planned"}


def test_undated_rows_have_no_date() -> None:
    table = read_dataset("ip_milestones").table
    undated = table["dating"].isin(["not stated", "every year"])
    assert set(table.loc[undated, "date"]) == {""}


def test_systems_rest_on_treaties_that_are_held() -> None:
    known = set(read_dataset("treaty_facts").table["treaty"])
    used = set(read_dataset("wipo_services").where(type="registration system")["treaty"])
    assert used == {"pct", "madrid_protocol", "hague_1999", "lisbon_2015", "budapest"}
    assert used <= known


# The exhibits


@pytest.mark.parametrize("code", ECONOMIES)
def test_every_exhibit_shows_something_save_what_is_about_china_or_a_member(code: str) -> None:
    own = set()
    if code != "CHN":
        own |= {"fig-ai-centres", "fig-overview-milestones", "tbl-overview-undated"}
        own |= {"tbl-talent-training"}
    if code == "TUV":
        own |= {"fig-overview-treaties", "tbl-overview-systems"}
    assert {label for label, payload in payloads(code).items() if not payload.rows} == own


@pytest.mark.parametrize("code", [code for code in ECONOMIES if code != "CHN"])
def test_for_another_economy_the_centres_are_absent_and_it_is_said_why(code: str) -> None:
    told = payloads(code)["fig-ai-centres"].missing
    assert re.search(rf"about China.* {Edition(economy=code).named}", told)


@pytest.mark.parametrize("label", ["fig-overview-milestones", "tbl-overview-undated"])
def test_what_the_articles_name_is_shown_for_the_economy_that_they_are_about(label: str) -> None:
    assert cells(payloads("CHN")[label])
    assert payloads("NAM")[label].missing.endswith("and name none of Namibia.")


def test_years_after_the_last_one_asked_for_are_left_out() -> None:
    early = payloads("CHN", first_year=2000, last_year=2022)
    dates = [row[0] for row in cells(early["fig-overview-milestones"])]
    assert dates
    assert max(dates) < "2023"
    assert early["fig-ai-centres"].missing


def test_nothing_is_drawn_before_there_was_an_article() -> None:
    early = payloads("CHN", first_year=1960, last_year=1965)
    assert early["fig-overview-treaties"].missing
    assert early["fig-overview-milestones"].missing
    assert early["tbl-overview-systems"].missing


def test_a_plan_is_told_as_a_plan() -> None:
    undated = {row[0]: row for row in cells(payloads("CHN")["tbl-overview-undated"])}
    assert undated["Patent pool for large AI models"][2].startswith("announced")
    training = {row[0].split(";")[0]: row for row in cells(payloads("CHN")["tbl-talent-training"])}
    master = training["Master’s programme Intellectual Property and Innovation Policy"]
    assert master[2].startswith("2024-09; announced")
    assert master[1] == "about 30 persons, planned"


def test_undated_things_stand_beside_the_line_of_time_and_not_on_it() -> None:
    shown = payloads("CHN")
    dated = {row[1] for row in cells(shown["fig-overview-milestones"])}
    undated = {row[0] for row in cells(shown["tbl-overview-undated"])}
    assert not dated & undated
    held = set(read_dataset("ip_milestones").table["name"])
    assert held <= dated | undated
    services = read_dataset("wipo_services").table
    kinds = ["award", "forum", "publication", "school"]
    assert undated - held == set(services[services["type"].isin(kinds)]["name"])


def test_the_standing_of_an_economy_in_the_systems_is_that_of_the_lists() -> None:
    def standing(code: str) -> dict[str, str]:
        rows = cells(payloads(code)["tbl-overview-systems"])
        return {row[0].partition(", for")[0]: row[1] for row in rows}

    assert standing("CHN")["PCT system"] == "since 1994-01-01"
    assert standing("CHN")["Hague System"] == "Geneva Act since 2022-05-05"
    assert standing("USA")["Budapest system"] == "party, date not known"
    assert standing("BRA")["Budapest system"] == "later: 2026-01-20"
    assert standing("NAM")["Lisbon System"].startswith("not known: list read only as far as")


def test_a_member_since_after_the_last_year_is_told_as_one() -> None:
    shown = systems.registration(Edition(economy="MLI", last_year=2005)).payload
    told = {row[0][:5]: row[1] for row in cells(shown)}

    assert told["Hague"] == "Act of 1960 later: 2006-09-07; Geneva Act not known"


def test_the_table_of_treaties_tells_adoption_from_entry_into_force() -> None:
    told = {(row[1], row[2]) for row in cells(payloads("BRA")["fig-overview-treaties"])}
    assert ("Patent Cooperation Treaty", "adopted, a system of registration") in told
    assert ("Patent Cooperation Treaty", "in force for Brazil") in told


def test_an_economy_in_no_list_is_told_so() -> None:
    treaties, systems = (
        payloads("TUV")[label] for label in ("fig-overview-treaties", "tbl-overview-systems")
    )

    assert treaties.missing.endswith("binds Tuvalu.")
    assert "do not have Tuvalu in any of the systems" in systems.missing


def test_the_numbers_of_the_centres_are_those_of_the_ledger() -> None:
    headline = payloads("CHN")["fig-ai-centres"].headline
    numbers = {piece.rows: piece.value for piece in headline if piece.kind == "number"}
    assert numbers == {
        ("article-facts:cnipa-ai-29",): 77,
        ("article-facts:cnipa-ai-30",): 62,
        ("article-facts:cnipa-ai-34",): 33,
    }


def test_authorities_that_were_invited_are_not_shown_as_there() -> None:
    states = {row[1].split(" → ")[-1]: row[3] for row in cells(payloads("CHN")["fig-ai-centres"])}
    for authority in ("Courts", "Procuratorates", "Public security bureaus", "Customs"):
        assert states[authority] == "asked or aimed at"


# Who says it


def test_a_basis_names_speaker_article_and_reliability() -> None:
    said = attribution.say_basis("article-facts:roundtable-40")
    assert said == (
        "Director of the WIPO Office in China, in IPR Daily, 2022-04-06 "
        "(attributed statement, class\N{NO-BREAK SPACE}B)"
    )


def test_statements_of_one_speaker_are_named_once() -> None:
    said = attribution.say_basis("article-facts:roundtable-40 article-facts:roundtable-41")
    assert said == attribution.say_basis("article-facts:roundtable-40")


def test_a_row_of_a_dataset_is_named_by_its_title() -> None:
    assert attribution.say_basis("wipo-academy:2020") == "WIPO Academy participants"


def test_remarks_become_sentences() -> None:
    assert attribution.as_sentences("open", "", "iChongqing, 2023") == "Open. iChongqing, 2023."
    assert attribution.as_sentences("", "") == ""


@pytest.mark.parametrize(
    ("code", "last_year", "told"),
    [
        (
            "USA",
            2025,
            "The United States is in 4 of the 5 systems; of 1 no whole list",
        ),
        (
            "USA",
            2010,
            "The United States is in 2 of the 4 systems; of 1 no whole list",
        ),
        ("NAM", 2025, "Namibia is in 3 of the 5 systems; of 1 no whole list"),
    ],
)
def test_a_member_without_a_date_counts_from_the_end_of_the_list(
    code: str, last_year: int, told: str
) -> None:
    shown = systems.registration(Edition(economy=code, last_year=last_year)).payload
    assert plain(shown.headline).startswith(told)
