"""A section's label is an anchor, which references find and no reader of a notebook sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement

from tests.web.books import write_book


def links(page: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = page.xpath("//article//p//a[@href]")
    return found


TOP = '<a id="top"></a>\n\n# Title\n\nText.'


def test_references_lead_to_the_headings_behind_anchors(tmp_path: Path) -> None:
    section = '<a id="part-two"></a>\n\n## Another section\n\nSee [](#top) and [](#part-two).'
    book = write_book(tmp_path, one=[TOP, section], two=["# Two", "[](#part-two), {ref}`top`"])
    book.build()

    page, other = book.page("one"), book.page("two")

    assert [link.text_content() for link in links(page)] == [
        "Title", "Another section",
    ]  # fmt: skip
    targets = [link.get("href") for link in links(other)]
    assert [target.partition("#")[0] for target in targets] == ["one.html", "one.html"]
    for target in targets:
        assert page.xpath("//*[@id=$name]", name=target.partition("#")[2])


@pytest.mark.parametrize("heading", ["Patents", "Patents?"])
def test_a_label_like_the_headings_own_words_keeps_the_address(
    tmp_path: Path, heading: str
) -> None:
    text = f'<a id="patents"></a>\n\n## {heading}\n\n[](#patents)'
    book = write_book(tmp_path, one=["# Title", text])
    book.build()

    (link,) = links(book.page("one"))

    assert link.get("href") == "#patents"


@pytest.mark.parametrize(
    "text", ['See <a id="here"></a> this.', '<a id="Here"></a>', '<a id="x" href="#y"></a>']
)
def test_what_is_no_label_stays_as_it_is(tmp_path: Path, text: str) -> None:
    book = write_book(tmp_path, one=["# Title", text])
    book.build()

    page = (tmp_path / "_build" / "html" / "one.html").read_text(encoding="utf-8")
    assert text.replace('"', "") in page.replace('"', "")
