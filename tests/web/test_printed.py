"""Where nothing can be pointed at, a number leads to the printed list of sources."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests.web.books import Book, figure, findings, write_book
from tests.web.test_annex import SOURCES

pytestmark = pytest.mark.book


def book_of(folder: Path, *, sources: bool = True) -> Book:
    one = ("# One", figure("fig-first"), findings("find-one"))
    return write_book(folder, one=one, **({"two": ("# Two", SOURCES)} if sources else {}))


def tree(book: Book, page: str) -> str:
    """A page as every builder but those of web pages gets it."""
    return (book.build("pseudoxml") / f"{page}.pseudoxml").read_text(encoding="utf-8")


def test_a_number_in_a_text_links_to_its_dataset(tmp_path: Path) -> None:
    (finding,) = re.findall(
        r"<list_item>.*?<reference ([^>]*)>\s*<number", tree(book_of(tmp_path), "one"), re.DOTALL
    )

    assert 'internal="True"' in finding
    assert 'refuri="two#dataset-filings"' in finding


def test_the_row_of_the_dataset_is_there_to_be_found(tmp_path: Path) -> None:
    assert re.search('<row ids="dataset-filings"', tree(book_of(tmp_path), "two"))


def test_a_headline_stays_without_a_link(tmp_path: Path) -> None:
    (headline,) = re.findall(
        r'<paragraph classes="headline">.*?<caption>', tree(book_of(tmp_path), "one"), re.DOTALL
    )

    assert "<number" in headline
    assert "<reference" not in headline


def test_without_the_list_of_sources_numbers_are_plain(tmp_path: Path) -> None:
    book = book_of(tmp_path, sources=False)

    assert "dataset-filings" not in tree(book, "one")
    assert book.warnings["pseudoxml"] == ""


def test_links_in_an_epub_lead_to_the_row(tmp_path: Path) -> None:
    (epub,) = book_of(tmp_path).build("epub").glob("*.epub")
    with zipfile.ZipFile(epub) as archive:
        one, two = (archive.read(f"{name}.xhtml").decode() for name in ("one", "two"))

    assert re.search(
        r'<a [^>]*href="two.xhtml#dataset-filings"[^>]*><data [^>]*>2,000</data></a>', one
    )
    assert 'id="dataset-filings"' in two


def test_web_pages_have_tips_instead(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    book.build()

    assert not book.page("one").xpath("//a[contains(@href, 'dataset-filings')]")


def test_a_book_on_one_page_has_links_instead_of_tips(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    page = (book.build("singlehtml") / "index.html").read_text(encoding="utf-8")

    assert re.search(r"<a [^>]*href=index.html#dataset-filings><data ", page)
    assert "id=dataset-filings" in page
    assert "downloads" not in page


def test_on_paper_the_list_of_sources_says_where_datasets_were_taken_from(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    out = book.build("typst", typst_compile=False, typst_fonts={}, typst_font_paths=[])
    printed = (out / "book.typ").read_text(encoding="utf-8")

    assert re.search(r'"Filings: "\n\W*t.external\("https://example.org/", "same"', printed)
    assert "taken from" not in tree(book, "two")
