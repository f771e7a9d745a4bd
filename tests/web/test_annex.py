"""The data annex: a page for every dataset, with the rows that the book rests on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import cast
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from sphinx.builders.html import StandaloneHTMLBuilder

from reportlib.base.payload import Column, Piece, Row
from reportlib.web.addresses import row_anchor
from reportlib.web.frames import Frame
from tests.web.books import (
    HOSTILE,
    Book,
    figure,
    findings,
    published,
    table,
    text_of,
    write_book,
    write_data,
)

pytestmark = pytest.mark.book

SOURCES = table(
    "tbl-sources",
    notes=(),
    columns=(Column(title="Dataset"),),
    rows=(Row(cells=(Piece(text="Filings"),), target="dataset-filings"),),
)


def book_of(folder: Path, **flags: str) -> Book:
    """A book of a figure and the table of sources, the dataset's flags changed."""
    made = write_book(folder, one=("# One", figure("fig-first")), two=("# Two", SOURCES))
    write_data(folder, **flags)
    return made


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    made = book_of(tmp_path_factory.mktemp("annex"))
    made.build()
    return made


def twin_of(made: Book, name: str) -> str:
    return (made.folder / "_build/html" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["data/filings", "data/index"])
def test_a_page_of_the_annex_names_its_twin_which_is_there(name: str, book: Book) -> None:
    (link,) = book.page(name).xpath("//head/link[@rel='alternate']")

    assert (link.get("type"), link.get("href")) == ("text/markdown", f"{name[5:]}.md")
    assert twin_of(book, name).startswith(f"# {text_of(book.page(name).xpath('//h1')[0])}\n")


def test_the_twin_of_a_dataset_says_what_its_page_says(book: Book) -> None:
    page, twin = book.page("data/filings"), twin_of(book, "data/filings")
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", twin.replace("\\", ""))
    card = zip(page.xpath("//article//dt"), page.xpath("//article//dd"), strict=True)
    told = [f"**{text_of(name)}**: {text_of(said)}" for name, said in card]
    said = [text_of(each) for each in page.xpath("//article//section//p[not(@class)] | //h2")]
    rows = [[text_of(cell) for cell in row] for row in page.xpath("//article//tbody/tr")]

    assert len(told) > 8
    assert [each for each in told if each not in plain] == []
    assert [each for each in said if each not in plain] == []
    assert [row for row in rows if f"|{'|'.join(row)}|" not in plain] == []


def test_the_twin_of_a_dataset_leads_to_its_files_and_exhibits(book: Book) -> None:
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", twin_of(book, "data/filings"))
    folder = book.folder / "_build" / "html" / "data"

    assert {"filings.csv", "filings.html", "../downloads/fig-first.md"} <= set(links)
    assert [each for each in links if not (folder / each).is_file()] == []


@pytest.mark.parametrize(("redistribute", "listed"), [("derived-only", True), ("no", False)])
def test_a_twin_holds_to_the_terms_of_its_dataset(
    redistribute: str, listed: bool, tmp_path: Path
) -> None:
    made = book_of(tmp_path, redistribute=redistribute)
    made.build()
    twin = twin_of(made, "data/filings")

    assert "All rows (CSV)" not in twin
    assert ("filings:CHN-2020" in twin) == listed
    assert ("They are not listed: terms of the publisher." in twin) != listed


def test_nothing_that_a_descriptor_says_becomes_markup_in_a_twin(tmp_path: Path) -> None:
    said = HOSTILE.replace("\\", "\\\\")  # as a replacement is written
    made = book_of(tmp_path, short_title=said, measures=f"# {said}", citation=said)
    made.build()
    twin = twin_of(made, "data/filings")
    inline = [
        child
        for block in MarkdownIt("commonmark", {"html": True}).enable("table").parse(twin)
        for child in (block, *(block.children or ()))
    ]

    assert not {"html_inline", "html_block", "image"} & {token.type for token in inline}
    assert "c" not in {token.attrs["href"] for token in inline if token.type == "link_open"}
    assert HOSTILE in "".join(token.content for token in inline if token.type == "text")


def test_the_index_of_words_has_a_twin_that_leads_to_those_of_pages(tmp_path: Path) -> None:
    glossary = "# One\n\n```{glossary}\nPatent\n  A right.\n\nTrade mark\n  A sign.\n```"
    made = write_book(tmp_path, one=(glossary, figure("fig-first")))
    made.build()
    (link,) = made.page("genindex").xpath("//head/link[@rel='alternate']")

    assert link.get("href") == "genindex.md"
    assert twin_of(made, "genindex") == (
        "# Index\n\n## P\n\n- [Patent](one.md)\n\n## T\n\n- [Trade mark](one.md)\n"
    )
    assert "- [Index](genindex.md)" in (made.folder / "_build/html/llms.txt").read_text()


def test_a_dataset_has_a_page_with_terms_fields_and_meaning(book: Book) -> None:
    page = book.page("data/filings")
    card = dict(
        zip(
            map(text_of, page.xpath("//article//dt")),
            map(text_of, page.xpath("//article//dd")),
            strict=True,
        )
    )

    assert text_of(page.xpath("//article//h1")[0]) == "Filings"
    assert card["Publisher"] == "An office"
    assert card["Vintage"] == "2024, read 2025-01-01; newest: 2021"
    assert card["Cite as"] == "An office (2024), Filings."
    assert card["Checksum"].startswith("sha256:48d18ef12a")
    assert page.xpath("//dd/a[text()='Public domain']/@href") == [
        "https://creativecommons.org/publicdomain/zero/1.0/"
    ]
    assert "Inventions made." in text_of(page)
    (fields, _) = page.xpath("//article//table")
    assert [text_of(cell) for cell in fields.xpath(".//tr[4]/*")] == [
        *("note", "string", "", "Note")
    ] or "applications" in text_of(fields)


def test_the_rows_behind_the_book_are_listed_as_they_stand_in_the_file(book: Book) -> None:
    page = book.page("data/filings")
    (row,) = page.xpath("//tr[@id]")

    assert row.get("id") == "row-CHN-2020"
    assert [text_of(cell) for cell in row] == ["CHN", "2020", "1497159", "revised"]
    assert "1 of 4 rows stand behind numbers" in text_of(page)


def test_the_page_names_the_exhibits_that_show_the_dataset(book: Book) -> None:
    shown = book.page("data/filings").xpath("//section[h2='Where it is shown']//a/@href")

    assert shown == ["../one.html#fig-first", "../two.html#tbl-sources"]


def test_file_and_descriptor_lie_beside_the_page_as_they_are(book: Book) -> None:
    pages = book.folder / "_build" / "html"

    for name in ("filings.csv", "filings.resource.yaml"):
        assert (pages / "data" / name).read_bytes() == (book.folder / "data" / name).read_bytes()
    assert book.page("data/filings").xpath("//dd/a[starts-with(@href, 'filings')]/@href") == [
        "filings.csv",
        "filings.resource.yaml",
        "filings.croissant.json",
    ]


def test_the_index_lists_every_dataset(book: Book) -> None:
    page = book.page("data/index")

    assert page.xpath("//article//tbody//a/@href") == ["filings.html"]
    assert [text_of(cell) for cell in page.xpath("//article//tbody/tr/td")] == [
        *("An office", "2024", "1", "4", "yes")
    ]


def test_the_table_of_sources_leads_to_the_pages_and_to_the_index(book: Book) -> None:
    page = book.page("two")

    (row,) = page.xpath("//tr[@id='dataset-filings']")
    assert row.xpath(".//a/@href") == ["data/filings.html"]
    assert page.xpath("//p[contains(@class, 'annex-link')]/a/@href") == ["data/index.html"]


def test_a_source_line_leads_to_the_annex_and_to_the_publisher(book: Book) -> None:
    links = book.page("one").xpath("//p[contains(@class, 'source')]/a")

    assert [(text_of(link), link.get("href")) for link in links] == [
        ("Filings & <grants>", "data/filings.html"),
        ("2024 edition", "https://example.org/data"),
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_link_of_the_annex_leads_somewhere(builder: str, tmp_path: Path) -> None:
    out = book_of(tmp_path).build(builder)
    checked = 0

    for page in sorted(out.rglob("*.html")):
        root = lxml_html.parse(page).getroot()
        for uri in root.xpath("//article//a/@href"):
            if re.match("https?:|mailto:", uri):
                continue
            path, _, anchor = unquote(uri).partition("#")
            place = (page.parent / path) if path else page
            place = place / "index.html" if place.is_dir() else place
            assert place.is_file(), (page, uri)
            if anchor:
                ids = lxml_html.parse(place).getroot().xpath("//@id")
                assert anchor in ids, (page, uri)
            checked += 1
    assert checked > 10


def test_rows_of_a_dataset_that_may_not_be_passed_on_are_not_listed(tmp_path: Path) -> None:
    book = book_of(tmp_path, redistribute="no")
    pages = book.build()

    page = book.page("data/filings")
    assert not page.xpath("//tr[@id]")
    assert "They are not listed: terms of the publisher." in text_of(page)
    assert "Not offered for download: terms of the publisher." in text_of(page)
    assert not list(pages.rglob("filings.csv"))
    assert "1497159" not in text_of(page)
    assert book.page("one").xpath("//*[@class='tips']//a/@href") == []
    assert (pages / "data" / "filings.resource.yaml").is_file()


def test_a_tip_leads_to_the_page_where_rows_are_not_listed(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", findings("find-a"), figure("fig-first")))
    write_data(tmp_path, redistribute="no")
    book.build()

    assert book.page("one").xpath("//*[@class='tips']//a/@href") == ["data/filings.html"]


def test_of_a_dataset_for_derived_use_only_the_ids_are_listed(tmp_path: Path) -> None:
    book = book_of(tmp_path, redistribute="derived-only")
    pages = book.build()

    (row,) = book.page("data/filings").xpath("//tr[@id]")
    assert (row.get("id"), text_of(row)) == (
        "row-CHN-2020",
        "filings:CHN-2020as it stands in the dataset",
    )
    assert not list(pages.rglob("filings.csv"))
    assert "1497159" not in text_of(book.page("data/filings"))


def test_markup_in_a_descriptor_is_shown_and_not_run(tmp_path: Path) -> None:
    book = book_of(tmp_path, measures="<script>alert(1)</script> & more", publisher="<b>x</b>")
    book.build()

    for name in ("data/filings", "data/index"):
        assert not book.page(name).xpath("//article//script | //article//b")
    assert "<script>alert(1)</script> & more" in text_of(book.page("data/filings"))


def test_what_makers_of_figures_must_do_is_not_told_to_readers(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    caveats = "[Offices count alike., {audience: maker, text: Show points.}]"
    with (tmp_path / "data" / "filings.resource.yaml").open("a", encoding="utf-8") as descriptor:
        descriptor.write(f"  caveats: {caveats}\n")
    book.build()

    said = text_of(book.page("data/filings"))
    assert "Offices count alike." in said
    assert "Show points." not in said


@pytest.mark.parametrize("builder", ["text", "epub", "singlehtml"])
def test_other_builders_have_no_annex(builder: str, tmp_path: Path) -> None:
    book = book_of(tmp_path)
    out = book.build(builder)

    assert not (out / "data").exists()
    assert not (out / "downloads").exists()


def test_the_annex_has_the_same_bytes_again(book: Book, tmp_path: Path) -> None:
    again = book_of(tmp_path).build()
    before = book.folder / "_build" / "html"

    for folder in ("data", "downloads"):
        for path in sorted((before / folder).iterdir()):
            assert path.read_bytes() == (again / folder / path.name).read_bytes()


@pytest.mark.parametrize(
    ("row", "anchor"),
    [
        ("gii-ranks:CHN-2025", "row-CHN-2025"),
        ("a:x_y", "row-x_y"),
        ("a:x.y", "row-x.2e.y"),
        ("a:R&D:中", "row-R.26.D.3a..4e2d."),
        ("a:x y", "row-x.20.y"),
    ],
)
def test_a_row_id_becomes_an_id_of_a_page(row: str, anchor: str) -> None:
    assert row_anchor(row) == anchor


def test_a_page_put_into_the_frame_is_what_the_theme_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = book_of(tmp_path)
    framed = published(made.build(html_baseurl="https://example.org/"))
    shutil.rmtree(tmp_path / "_build")  # where files are that pages would name otherwise
    monkeypatch.setattr(Frame, "fits", lambda frame, title: False)  # noqa: ARG005
    whole = published(made.build(html_baseurl="https://example.org/"))

    assert "data/filings.html" in framed
    assert framed == whole


@pytest.mark.parametrize(
    "title", ["R&D", "a < b", "5 <b>x</b> &amp; y", 'So-called "AI"', "Men's", "x > y"]
)
def test_a_title_that_a_theme_may_write_in_several_ways_is_written_by_the_theme(
    title: str, tmp_path: Path
) -> None:
    made = book_of(tmp_path, short_title=title.replace("'", "''"))
    made.build(html_baseurl="https://example.org/")

    page = made.page("data/filings")
    assert text_of(page.xpath("//article//h1")[0]) == title
    assert page.xpath("//meta[@property='og:title']/@content") == [title]
    assert text_of(page.xpath("//title")[0]).startswith(f"{title} – ")
    assert not Frame(cast(StandaloneHTMLBuilder, None), "data").fits(title)


def test_an_address_in_the_annex_is_escaped(tmp_path: Path) -> None:
    made = book_of(tmp_path)
    place = tmp_path / "data" / "filings.resource.yaml"
    descriptor = place.read_text(encoding="utf-8")
    written = descriptor.replace("path: https://example.org/", 'path: https://example.org/?a&lt="b')
    place.write_text(written.replace("title: An office", "title: <b>An office</b>"), "utf-8")
    out = made.build()

    assert made.page("data/filings").xpath("//dd/a[text()='<b>An office</b>']/@href") == [
        'https://example.org/?a&lt="b'
    ]
    assert "?a&amp;lt=&#34;b" in (out / "data" / "filings.html").read_text(encoding="utf-8")
