"""The book's own files for machines say what its pages say, and are a fraction of their size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from reportlib.build.provenance import read_provenance
from tests.conftest import Built
from tests.web.told import cells_told

pytestmark = pytest.mark.book

PAGES = [
    *("overview", "patents", "copyright", "ai", "talent", "claims"),
    *("sources", "definitions", "coverage", "faults", "left_out"),
]
NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
NO_PROSE = re.compile(
    r"\]\((?:[^()]|\([^()]*\))*\)|^.*left out here: .*$|^Edition: .*$", re.MULTILINE
)
LARGEST = 200_000  # bytes of a file of a page, which a reader of a claim must load


def page_of(book: Built, name: str) -> Any:
    return lxml_html.parse(book.pages / "chapters" / f"{name}.html").getroot()


def text_of_page(book: Built, name: str) -> str:
    return " ".join(page_of(book, name).itertext())  # each cell by itself


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_twin_stands_on_its_page(name: str, default_book: Built) -> None:
    twin = (default_book.pages / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    said, _, _ = twin.partition("## Licences and citations")
    shown = set(NUMBER.findall(text_of_page(default_book, name)))

    found = NUMBER.findall(NO_PROSE.sub("", said.replace("\\", "")))

    assert [number for number in found if number not in shown] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_twin_is_no_more_than_a_part_of_its_page(name: str, default_book: Built) -> None:
    page, twin = (default_book.pages / "chapters" / f"{name}{each}" for each in (".html", ".md"))

    assert twin.stat().st_size <= 0.15 * page.stat().st_size


def test_every_page_of_the_annex_has_a_twin_whose_numbers_are_the_pages(
    default_book: Built,
) -> None:
    pages = sorted((default_book.pages / "data").glob("*.html"))
    strange = {
        page.name: left
        for page in pages
        if (left := said_in_twin(page) - said_on(page.read_text(encoding="utf-8")))
    }

    assert len(pages) > 100
    assert strange == {}


def said_in_twin(page: Path) -> set[str]:
    twin = page.with_suffix(".md").read_text(encoding="utf-8")
    return set(
        NUMBER.findall(re.sub(r"^.*left out here.*$|\]\([^)]*\)|\\\\", "", twin, flags=re.M))
    )


def said_on(page: str) -> set[str]:
    return set(NUMBER.findall(" ".join(map(str, lxml_html.fromstring(page.encode()).itertext()))))


def test_a_twin_in_the_annex_is_no_more_than_a_part_of_a_page_that_is_mainly_rows(
    default_book: Built,
) -> None:
    parts = {}
    for page in (default_book.pages / "data").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        rows = text.rpartition("<tbody>")[2].partition("</tbody>")[0]
        if len(rows) > 0.65 * len(text):
            parts[page.name] = page.with_suffix(".md").stat().st_size / page.stat().st_size

    assert len(parts) > 15
    assert {name: part for name, part in parts.items() if part > 0.155} == {}


@pytest.mark.parametrize("name", PAGES)
def test_the_claims_of_a_page_are_its_numbers(name: str, default_book: Built) -> None:
    content = (default_book.pages / "chapters" / f"{name}.json").read_text(encoding="utf-8")
    claims = {claim["id"]: claim["text"] for claim in json.loads(content)["claims"]}
    numbers = page_of(default_book, name).xpath("//data[starts-with(@id, 'c-')]")

    assert {each.get("id"): each.text_content() for each in numbers} == claims
    assert len(numbers) == len(claims)


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_page_has_an_id_that_a_record_resolves(
    name: str, default_book: Built
) -> None:
    every = page_of(default_book, name).xpath("//@id")
    told = dict(claims_told(default_book, name))
    numbers = page_of(default_book, name).xpath("//data")

    assert len(set(every)) == len(every)
    shown = {each.get("id"): each.get("value") for each in numbers}
    assert shown.keys() == told.keys()
    assert {name: told[name] or value for name, value in shown.items()} == shown


def claims_told(book: Built, name: str) -> Iterator[tuple[str, str]]:
    """What the records of a page and its exhibits resolve: ids, and values that may be told."""
    page = json.loads((book.pages / "chapters" / f"{name}.json").read_text(encoding="utf-8"))
    yield from ((claim["id"], f"{claim['value']:.15g}") for claim in page["claims"])
    for exhibit in page["exhibits"]:
        place = book.pages / "chapters" / exhibit["json"]
        record = json.loads(place.read_text(encoding="utf-8"))
        for _, _, found in cells_told(record):
            if "id" in found:
                yield found["id"], f"{found['value']:.15g}" if "value" in found else ""


def test_ids_of_claims_in_the_provenance_are_those_of_the_pages(default_book: Built) -> None:
    numbers = read_provenance(default_book.pages).numbers
    shown = page_of(default_book, "patents").xpath("//data/@id")

    own = [each.id for each in numbers if each.page == "chapters/patents" and each.id]
    assert sorted(own) == sorted(shown)


def test_what_tells_of_a_page_needs_no_file_of_megabytes(default_book: Built) -> None:
    folder = default_book.pages
    sizes = {path: path.stat().st_size for path in records(folder)}

    assert {path for path, size in sizes.items() if size > LARGEST} == set()
    assert (folder / "provenance.json").stat().st_size < 10_000


def records(folder: Path) -> Iterator[Path]:
    for part in ("provenance", "chapters", "downloads"):
        yield from (folder / part).rglob("*.json")
