"""The frame of the pages: bar, contents, what machines are told, and what no page loads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from docutils import nodes
from docutils.utils import new_document
from lxml import etree
from lxml import html as lxml_html

from reportlib.web.theming import LONGEST, description, for_page
from reportlib.web.writing import unstyled
from tests.web.books import HOSTILE, Book, figure, findings, say, text_of, write_book

pytestmark = pytest.mark.book
PARTS = """\
format: jb-book
root: index
parts:
- caption: Report
  chapters:
  - file: first
  - file: second
- caption: Method & terms
  chapters:
  - file: third
"""
BASE = "https://example.org/book/"
CODE = "<div><style>p {color: red}</style>a &lt; b<p style='color: red'>c</p></div>"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of two parts, whose address is known."""
    made = write_book(
        tmp_path_factory.mktemp("framed"),
        first=(
            r"# First \<script>alert(1)\</script> & more" "\n\nText.",
            findings("find-a", sentences=(say(f"First of all, {HOSTILE}."), say("Then."))),
            "## A section\n\n### Below\n\n## Another & last",
            figure("fig-first"),
        ),
        second=("# Second\n\nWhat is it about?\n\n## Alone",),
        third=("# Third", figure("fig-third")),
    )
    third = made.folder / "third.ipynb"
    notebook = json.loads(third.read_bytes())
    notebook["cells"][1]["outputs"][0]["data"] = {"text/html": CODE}
    third.write_text(json.dumps(notebook), encoding="utf-8")
    (made.folder / "_toc.yml").write_text(PARTS, encoding="utf-8")
    made.build(html_baseurl=BASE)
    return made


def current(page: lxml_html.HtmlElement) -> list[str]:
    return [text_of(found) for found in page.xpath("//header//*[@aria-current]")]


PAGES = ("index", "first", "second", "third", "data/index", "data/filings", "genindex")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_nothing_that_its_policy_forbids(name: str, book: Book) -> None:
    page = book.page(name)

    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.xpath("//*[@style] | //style | //script[not(@src or @type)]") == []
    assert [at for each in page.iter() for at in each.attrib if at.startswith("on")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_files_of_ours_alone(name: str, book: Book) -> None:
    loaded = book.page(name).xpath("//script/@src | //link[@rel='stylesheet']/@href")
    static = book.folder / "_build" / "html" / "_static"

    names = {re.sub(r"\?.*", "", each).rpartition("/")[2] for each in loaded}
    assert names >= {"theme.js", "report.css"}
    assert [name for name in names if not (static / name).is_file()] == []
    foreign = ("basic.css", "pygments.css", "doctools.js", "documentation_options.js")
    assert [name for name in foreign if (static / name).exists()] == []
    assert list(static.glob("mystnb*")) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("second", ["Second"]),
        ("third", ["Method & terms", "Third"]),
        ("data/filings", ["Data"]),
        ("genindex", ["Index"]),
        ("index", []),
    ],
)
def test_the_bar_marks_where_one_is(name: str, shown: list[str], book: Book) -> None:
    assert current(book.page(name)) == shown


def test_the_bar_leads_to_each_page_from_anywhere(book: Book) -> None:
    page = book.page("data/filings")
    bar = page.xpath("//nav[@class='chapters']")[0]

    assert [found.get("href") for found in bar.xpath("a | .//div[@popover]/a")] == [
        "../first.html", "../second.html", "../third.html", "index.html", "../genindex.html",
    ]  # fmt: skip
    (menu,) = bar.xpath("button/@popovertarget")
    assert bar.xpath("div[@popover]/@id") == [menu]
    assert "<script>alert(1)</script> & more" in text_of(bar)


def test_a_page_begins_with_a_way_past_the_bar(book: Book) -> None:
    page = book.page("first")

    assert page.xpath("//body/a[1]/@href") == ["#main"]
    assert len(page.xpath("//main[@id='main']//article//h1")) == 1


def test_contents_list_the_sections_below_the_title(book: Book) -> None:
    page = book.page("first")
    listed = page.find_class("contents")[0]

    assert [text_of(found) for found in listed.xpath(".//li")] == ["A section", "Another & last"]
    for anchor in listed.xpath(".//a/@href"):
        assert len(page.xpath(f"//section[@id='{anchor[1:]}']")) == 1


def test_a_page_of_one_section_has_no_contents(book: Book) -> None:
    assert book.page("second").find_class("contents") == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("first", f"First of all, {HOSTILE}."),
        ("second", "What is it about?"),
        ("data/filings", "Applications by office and year; a small dataset for the tests."),
    ],
)
def test_a_page_is_described_by_its_first_finding_or_words(
    name: str, said: str, book: Book
) -> None:
    page = book.page(name)

    assert page.xpath("//meta[@name='description']/@content") == [said]
    assert page.xpath("//meta[@property='og:description']/@content") == [said]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("index", ""),
        ("second", "Second – "),
        ("genindex", "Index – "),
        ("data/filings", "Filings – "),
    ],
)
def test_a_page_is_named_without_its_number(name: str, title: str, book: Book) -> None:
    assert book.page(name).xpath("//title/text()") == [
        f"{title}Intellectual property: a report book"
    ]


def test_a_long_description_ends_with_a_word() -> None:
    document = new_document("")
    document += nodes.paragraph("", "", nodes.Text("a long word " * 50))

    said = description(document)
    assert LONGEST - 12 < len(said) <= LONGEST + 2
    assert said.endswith((" a …", " long …", " word …"))


def test_a_page_tells_machines_what_it_is(book: Book) -> None:
    (data,) = book.page("first").xpath("//script[@type='application/ld+json']/text()")

    told: dict[str, Any] = json.loads(data)
    assert told["@type"] == "Report"
    assert told["url"] == f"{BASE}first.html"
    assert told["name"].startswith("First <script>alert(1)</script>")


def test_data_in_a_page_cannot_end_their_element() -> None:
    written = for_page({"name": "</script><!--"})

    assert "<" not in written
    assert json.loads(written) == {"name": "</script><!--"}


def test_pages_name_their_address_where_the_book_has_one(book: Book, tmp_path: Path) -> None:
    site = etree.parse(book.folder / "_build" / "html" / "sitemap.xml").getroot()
    listed = [str(found.text) for found in site.iter("{*}loc")]

    assert book.page("first").xpath("//link[@rel='canonical']/@href") == [f"{BASE}first.html"]
    assert f"{BASE}data/filings.html" in listed
    for address in listed:
        assert (book.folder / "_build" / "html" / address.removeprefix(BASE)).is_file()

    plain = write_book(tmp_path, one=("# One",))
    assert not (plain.build() / "sitemap.xml").exists()
    assert plain.page("one").xpath("//link[@rel='canonical'] | //meta[@property]") == []


def test_a_chapter_with_pages_below_it_is_a_menu_of_them(tmp_path: Path) -> None:
    made = write_book(tmp_path, one=("# One",), below=("# Below",))
    toc = "format: jb-book\nroot: index\nchapters:\n- file: one\n  sections:\n  - file: below\n"
    (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
    made.build()

    page = made.page("below")
    assert current(page) == ["One", "Below"]
    assert [text_of(found) for found in page.xpath("//div[@popover]/a")] == ["One", "Below"]


def test_what_a_cell_returned_is_shown_without_styles_of_its_own() -> None:
    assert unstyled(CODE) == "<div>a &lt; b<p>c</p></div>"
    assert unstyled("a &lt; <b style='x'>b</b> &amp; c") == "a &lt; <b>b</b> &amp; c"


@pytest.mark.parametrize("name", ["R&D", "100% #1", 'a "b" <c>', "d'é (e)"])
def test_a_page_of_any_name_is_found_from_all_that_names_it(name: str, tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", figure("fig-a")))
    (tmp_path / "one.ipynb").rename(tmp_path / f"{name}.ipynb")
    contents = {"format": "jb-book", "root": "index", "chapters": [{"file": name}]}
    (tmp_path / "_toc.yml").write_text(json.dumps(contents), encoding="utf-8")
    out = book.build(html_baseurl=BASE)
    page = book.page(name)

    (public,) = page.xpath("//link[@rel='canonical']/@href")
    listed = etree.parse(out / "sitemap.xml").getroot().iter("{*}loc")
    assert public in [found.text for found in listed]
    named = [public.removeprefix(BASE), *page.xpath("//link[@rel='alternate']/@href")]
    for file in (out / f"{name}.md", out / "llms.txt"):
        named += re.findall(r"\]\(([^)]*)\)", file.read_text(encoding="utf-8"))
    files = [unquote(link) for link in named if not re.match("https?:", link)]
    assert {f"{name}.html", f"{name}.md", f"{name}.json"} <= set(files)
    assert [found for found in files if not (out / found).is_file()] == []
