"""The index that readers search: what it holds, in which order, and what becomes of markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.books import HOSTILE, Book, figure, findings, rows, table, text_of, write_book

GLOSSARY = "## Words\n\n```{glossary}\nGrant\n  The decision, see {term}`Grant`.\n```"


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with sections, exhibits of many names, a glossary and a hostile title."""
    book = write_book(
        tmp_path_factory.mktemp("searched"),
        one=(
            "# One\n\nSee {numref}`fig-first`, [](#later) and {cite}`patent_manual`.",
            "```\ncode\n```",
            findings("find-one"),
            figure("fig-first", rows=rows("Here", "There", "2020")),
            '<a id="later"></a>\n\n## A later question?\n\nIts **answer**.',
            table("tbl-one", title=HOSTILE),
        ),
        two=(f"# Two\n\n{GLOSSARY}\n\n## Works\n\n```{{bibliography}}\n```",),
    )
    book.build()
    return book


@pytest.fixture(scope="module")
def entries(searched: Book) -> dict[str, list[Any]]:
    """What the index holds, by address."""
    files = (index(searched, name) for name in ("find-index.js", "find-datasets.js"))
    return {entry[2]: entry for file in files for entry in file["entries"]}


def index(book: Book, name: str) -> Any:
    text = (book.folder / "_build" / "html" / name).read_text("utf-8")
    return json.loads(text.removeprefix("(window.reportFind ??= []).push(").removesuffix(");\n"))


def test_every_kind_of_thing_is_found_by_its_name_and_number(entries: dict[str, list[Any]]) -> None:
    assert {address: (e[1], e[3]) for address, e in entries.items() if "row-" not in address} == {
        "index.html": ("Chapter", "A small book"),
        "one.html": ("Chapter 1", "One"),
        "one.html#later": ("Section 1.1", "A later question?"),
        "one.html#fig-first": ("Fig. 1.1", "Applications by office"),
        "one.html#tbl-one": ("Table 1.1", HOSTILE),
        "two.html": ("Chapter 2", "Two"),
        "two.html#words": ("Section 2.1", "Words"),
        "two.html#works": ("Section 2.2", "Works"),
        "two.html#term-Grant": ("Term", "Grant"),
        "data/filings.html": ("Dataset", "Filings"),
    }


def test_a_section_is_found_by_its_own_words_with_references_as_pages_name_them(
    entries: dict[str, list[Any]],
) -> None:
    assert entries["one.html"][4] == (
        "See Fig. 1.1, A later question? and . Filings reached 2,000 (Fig. 1.1). A second finding."
    )
    assert entries["one.html#later"][4] == "Its answer."
    assert entries["two.html#term-Grant"][4] == "The decision, see Grant."


def test_an_exhibit_is_found_by_headline_unit_and_the_names_in_its_rows(
    entries: dict[str, list[Any]],
) -> None:
    assert entries["one.html#fig-first"][4] == (
        "Filings reached 2,000. · Applications filed, number · Here, There"
    )


def test_a_dataset_is_found_by_publisher_and_id(entries: dict[str, list[Any]]) -> None:
    words = entries["data/filings.html"][4]

    assert words.endswith(" · filings")
    assert words.startswith("An office")


def test_the_entries_stand_in_the_order_of_the_book(searched: Book) -> None:
    found = index(searched, "find-index.js")

    assert found["chapters"] == ["A small book", "One", "Two"]
    assert index(searched, "find-datasets.js")["chapters"] == ["Data annex"]
    assert [entry[0] for entry in found["entries"]] == sorted(e[0] for e in found["entries"])


def test_the_page_lists_all_of_it_without_a_script_as_text(searched: Book) -> None:
    page = searched.page("search")
    links = {
        link.get("href"): text_of(link) for link in page.xpath("//section[@class='site-index']//a")
    }

    assert links["one.html#tbl-one"] == " ".join(HOSTILE.split())
    assert links["two.html#term-Grant"] == "Grant"
    assert links["data/filings.html"] == "Filings"
    assert not page.xpath("//section[@class='site-index']//script")


def test_nothing_is_left_of_the_search_of_sphinx(searched: Book) -> None:
    out = searched.folder / "_build" / "html"

    assert not (out / "searchindex.js").exists()
    assert not page_has(out, "search.html", "Search.setIndex")


def page_has(out: Path, name: str, text: str) -> bool:
    return text in (out / name).read_text(encoding="utf-8")
