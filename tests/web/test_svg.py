"""What a drawing may bring into a page, and what it may not."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from lxml import etree

from reportlib.base.errors import BuildError
from reportlib.web.svg import ids_of, inline_svg
from tests.web.books import drawing


def cleaned(body: str) -> str:
    root = inline_svg(drawing("d", body), name="fig-a", css_class="wide")
    return etree.tostring(root, encoding="unicode")


def test_marks_keep_their_paint_and_classes() -> None:
    svg = cleaned('<rect x="1" fill="#0b6ca8" stroke="none" class="mark role-focus"/>')

    assert '<rect x="1" fill="#0b6ca8" stroke="none" class="mark role-focus"/>' in svg
    assert "fill: none; stroke: #0B6E99" in svg


def test_a_drawing_takes_its_size_from_the_page() -> None:
    root = inline_svg(drawing("d"), name="fig-a", css_class="wide")

    assert root.get("viewBox") == "0 0 70 40"
    assert (root.get("width"), root.get("height"), root.get("class")) == (None, None, "wide")


def test_matplotlibs_style_and_metadata_are_left_out() -> None:
    svg = cleaned('<metadata><rdf xmlns="urn:x">by</rdf></metadata>')

    assert "<style" not in svg
    assert "metadata" not in svg
    assert "rdf" not in svg


def test_a_link_inside_the_drawing_stays() -> None:
    assert '<use href="#d-line"/>' in cleaned('<use xlink:href="#d-line"/>')


def test_the_ids_of_a_drawing_are_known() -> None:
    root = inline_svg(drawing("d"), name="fig-a", css_class="wide")

    assert ids_of(root) == {"d-clip", "d-line"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script/>", "element <script>"),
        ("<foreignObject/>", "element <foreignObject>"),
        ("<image/>", "element <image>"),
        ('<a href="#d-line"/>', "element <a>"),
        ('<animate attributeName="href"/>', "element <animate>"),
        ('<style>*{fill: url("https://x")}</style>', "element <style>"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "element <p>"),
        ('<g onload="alert(1)"/>', "attribute 'onload'"),
        ('<g xmlns:e="urn:e" e:x="1"/>', "attribute '{urn:e}x'"),
        ('<use href="https://example.org/x.svg#a"/>', "link to 'https://example.org"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "link to 'data:"),
        ('<g fill="url(https://example.org/#a)"/>', "value 'url(https"),
        ('<g style="fill: URL( //example.org )"/>', "value 'URL("),
        ('<g style="fill: u\\72l(//x)"/>', "value"),
        ('<g style="background: red"/>', "style property 'background'"),
        ("<?xml-stylesheet href='x'?>", "processing instruction"),
    ],
)
def test_what_has_no_place_in_a_page_is_refused(body: str, said: str) -> None:
    with pytest.raises(BuildError, match=re.escape(said)):
        cleaned(body)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<svg", "not well-formed"),
        ("<html/>", "root is 'html'"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "no viewBox"),
    ],
)
def test_what_is_no_drawing_is_refused(text: str, said: str) -> None:
    with pytest.raises(BuildError, match=said):
        inline_svg(text, name="fig-a", css_class="wide")


def test_an_entity_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "x">]>' + drawing("d", "<text>&a;</text>")

    with pytest.raises(BuildError, match="entity"):
        inline_svg(bomb, name="fig-a", css_class="wide")


def test_each_dark_colour_replaces_fill_and_stroke_alike() -> None:
    css = files("reportlib.web").joinpath("static", "report.css").read_text("utf-8")

    fills = dict(re.findall(r"\[fill=\"(#[0-9a-f]{6})\"\] \{ fill: (light-dark\([^)]*\)); \}", css))
    strokes = dict(
        re.findall(r"\[stroke=\"(#[0-9a-f]{6})\"\] \{ stroke: (light-dark\([^)]*\)); \}", css)
    )
    assert fills
    assert fills == strokes
    assert all(both.startswith(f"light-dark({colour}, #") for colour, both in fills.items())
