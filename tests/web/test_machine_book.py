"""The book's own files for machines say what its pages say, and are a fraction of their size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from tests.conftest import Built

pytestmark = pytest.mark.book

PAGES = [
    *("overview", "patents", "copyright", "ai", "talent", "claims"),
    *("sources", "definitions", "coverage", "faults", "left_out"),
]
NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
NO_PROSE = re.compile(
    r"\]\((?:[^()]|\([^()]*\))*\)|^.*left out here: .*$|^Edition: .*$", re.MULTILINE
)
LARGEST = 1_500_000  # bytes of a file of a page, which a reader of a claim must load


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


@pytest.mark.parametrize("name", PAGES)
def test_the_claims_of_a_page_are_its_numbers(name: str, default_book: Built) -> None:
    content = (default_book.pages / "chapters" / f"{name}.json").read_text(encoding="utf-8")
    claims = {claim["id"]: claim["text"] for claim in json.loads(content)["claims"]}
    numbers = page_of(default_book, name).xpath("//data[starts-with(@id, 'c-')]")

    assert {each.get("id"): each.text_content() for each in numbers} == claims
    assert len(numbers) == len(claims)


def test_ids_of_claims_in_the_provenance_are_those_of_the_pages(default_book: Built) -> None:
    place = default_book.pages / "provenance" / "chapters" / "patents.json"
    numbers = json.loads(place.read_text(encoding="utf-8"))["numbers"]
    shown = page_of(default_book, "patents").xpath("//data/@id")

    assert sorted(each["id"] for each in numbers if "id" in each) == sorted(shown)


def test_what_tells_of_a_page_needs_no_file_of_megabytes(default_book: Built) -> None:
    folder = default_book.pages
    sizes = {path: path.stat().st_size for path in records(folder)}

    assert {path for path, size in sizes.items() if size > LARGEST} == set()
    assert (folder / "provenance.json").stat().st_size < 20_000


def records(folder: Path) -> Iterator[Path]:
    for part in ("provenance", "chapters", "downloads"):
        yield from (folder / part).rglob("*.json")
