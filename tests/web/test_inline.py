"""Drawings inside web pages: both sizes, named, unique ids."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement, fragment_fromstring

from reportlib.base.errors import BuildError
from tests.web.books import Book, drawing, figure, write_book

pytestmark = pytest.mark.book


@pytest.fixture
def page(book: Book, compiled: Callable[[str], Path]) -> HtmlElement:
    compiled("html")
    return book.page("first")


def narrow(book: Book, page: str) -> dict[str, HtmlElement]:
    """The drawings for narrow windows of a page."""
    text = (book.folder / "_build" / "html" / "narrow" / f"{page}.js").read_text("utf-8")
    told = json.loads(text.removeprefix("window.reportNarrow(").removesuffix(");\n"))
    return {name: fragment_fromstring(drawing) for name, drawing in told.items()}


def test_the_wide_drawing_stands_in_the_page_the_narrow_one_in_a_file(
    book: Book, page: HtmlElement
) -> None:
    (wrapper,) = page.find_class("drawing")
    (svg,) = wrapper.xpath("svg")
    path, name = wrapper.get("data-narrow").split("#")

    assert svg.get("class") == "wide"
    assert path == "narrow/first.js"
    assert narrow(book, "first")[name].get("class") == "narrow"
    assert not page.xpath("//article//img")


def test_a_drawing_in_a_script_is_the_same_in_other_quotes(tmp_path: Path) -> None:
    said = """Côte d'Ivoire, "x='1'" """
    named = f'<g data-name="{said.replace(chr(34), "&quot;")}"><text>{said}</text></g>'
    drawings = {"wide": drawing("a"), "narrow": drawing("b", named)}
    book = write_book(tmp_path, one=("# One", figure("fig-a", drawings=drawings)))
    book.build()

    text = (tmp_path / "_build" / "html" / "narrow" / "one.js").read_text("utf-8")
    (svg,) = narrow(book, "one").values()
    (group,) = svg.xpath("//*[@data-name]")
    assert (group.get("data-name"), group.text_content()) == (said, said)
    assert "viewBox='0 0 70 40'" in text


def test_the_wrapper_speaks_for_the_drawings(page: HtmlElement) -> None:
    (wrapper,) = page.find_class("drawing")

    assert wrapper.get("role") == "img"
    assert wrapper.get("aria-label") == "Line chart: rising from 1 to 2 <thousand>"
    assert wrapper.xpath("svg/@aria-hidden") == ["true"]


def test_a_figure_may_do_without_a_narrow_drawing(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", figure("fig-a", drawings={"wide": drawing("a")})))

    book.build()

    (wrapper,) = book.page("one").find_class("drawing")
    assert wrapper.get("class") == "drawing"
    assert len(wrapper.xpath("svg")) == 1


def test_what_names_an_exhibit_in_a_drawing_leads_to_it(tmp_path: Path) -> None:
    named = '<g data-target="fig-b"><text x="1" y="9">Filings</text></g>'
    gone = '<g data-target="fig-c"><text x="1" y="19">Grants</text></g>'
    drawings = {"wide": drawing("a", named + gone), "narrow": drawing("n", named)}
    two = figure("fig-b", drawings={"wide": drawing("b")})
    book = write_book(
        tmp_path, one=("# One", figure("fig-a", drawings=drawings)), two=("# Two", two)
    )

    book.build()

    (wrapper,) = book.page("one").find_class("drawing")
    for drawn in (wrapper, narrow(book, "one")["fig-a"]):
        links = [(link.get("href"), link.text_content()) for link in drawn.iter("a")]
        assert links == [("two.html#fig-b", "Filings")]
    # What can be followed must be found by whoever hears the page.
    assert wrapper.get("role") == "group"
    assert wrapper.xpath("svg/@aria-hidden") == []


def test_ids_are_unique_in_a_page(page: HtmlElement) -> None:
    assert [name for name, n in Counter(page.xpath("//@id")).items() if n > 1] == []


def test_drawings_that_share_an_id_are_refused(tmp_path: Path) -> None:
    same = {"wide": drawing("same"), "narrow": drawing("same")}
    book = write_book(tmp_path, one=("# One", figure("fig-a", drawings=same)))

    with pytest.raises(BuildError, match="fig-a: the wide and the narrow drawing share the id"):
        book.build()


def test_a_drawing_with_a_script_stops_the_build(tmp_path: Path) -> None:
    evil = {"wide": drawing("a", "<script>alert(1)</script>")}
    book = write_book(tmp_path, one=("# One", figure("fig-a", drawings=evil)))

    with pytest.raises(BuildError, match="fig-a: the drawing holds the element <script>"):
        book.build()
