"""Exhibits in a compiled book: numbers, references, escaping, every builder."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from reportlib.base.errors import BuildError
from reportlib.base.payload import EXHIBIT_MIME, Source
from reportlib.web.prose import MOST_SOURCES, source_line
from reportlib.web.render import ExhibitRenderer
from tests.made import source
from tests.web.books import (
    HOSTILE,
    Book,
    figure,
    findings,
    missing_figure,
    rows,
    say,
    table,
    text_of,
    write_book,
)

pytestmark = pytest.mark.book


@pytest.fixture
def first(book: Book, compiled: Callable[[str], Path]) -> HtmlElement:
    compiled("html")
    return book.page("first")


@pytest.fixture
def second(book: Book, compiled: Callable[[str], Path]) -> HtmlElement:
    compiled("html")
    return book.page("second")


def test_a_book_compiles_without_warnings(book: Book, compiled: Callable[[str], Path]) -> None:
    compiled("html")

    assert book.warnings["html"] == ""


def test_exhibits_are_shown_rather_than_their_fallback(first: HtmlElement) -> None:
    assert "fallback" not in text_of(first.find(".//article"))


def test_a_figure_is_numbered_and_found_from_another_page(second: HtmlElement) -> None:
    assert "See Fig. 1.1, Applications by office, 2015–2023. and Designs by office." in text_of(
        second
    )
    assert second.xpath("//a[@href='first.html#fig-first']")


def test_a_reference_in_a_sentence_becomes_a_number(first: HtmlElement) -> None:
    items = [text_of(item) for item in first.xpath("//*[@id='find-first']//li")]

    assert items == ["Filings reached 2,000 (Fig. 1.1).", "A second finding."]


def test_findings_without_a_title_are_running_text(first: HtmlElement) -> None:
    (statement,) = first.find_class("statement")

    assert text_of(statement) == "Filings reached 2,000 (Fig. 1.1). A second finding."


def test_a_figure_shows_headline_subtitle_caption_notes_and_source(first: HtmlElement) -> None:
    (exhibit,) = first.find_class("exhibit-figure")

    assert text_of(exhibit.find_class("headline")[0]) == "Filings reached 2,000."
    assert text_of(exhibit.find_class("subtitle")[0]) == "Applications filed, number"
    assert text_of(exhibit.find_class("caption-text")[0]) == "Applications by office, 2015–2023."
    assert text_of(exhibit.find_class("note")[0]) == "Counts by filing year."
    (source,) = exhibit.find_class("source")
    assert text_of(source) == ("Source: An office: Filings & <grants> (2024 edition, CC BY 4.0).")
    assert source.xpath(".//a/@href") == [
        "data/filings.html",
        "https://example.org/data",
        "https://creativecommons.org/licenses/by/4.0/",
    ]


def test_the_publisher_stays_in_sight_while_notes_and_sources_are_folded(
    first: HtmlElement,
) -> None:
    (exhibit,) = first.find_class("exhibit-figure")
    (notes,) = exhibit.xpath(".//details[contains(@class, 'notes')]")

    assert text_of(exhibit.find_class("credit")[0]) == "Fig. 1.1 An office, 2024."
    assert text_of(notes.find("summary")) == "Notes and sources"
    assert len(notes.find_class("note")) == 1
    assert len(notes.find_class("source")) == 1


@pytest.mark.parametrize(("count", "folds"), [(10, 0), (11, 1)])
def test_a_table_of_more_than_ten_rows_is_folded_under_its_title(
    tmp_path: Path, count: int, folds: int
) -> None:
    long = table("tbl-a", notes=(), rows=rows(*(f"Office {at}" for at in range(count))))
    book = write_book(tmp_path, one=("# One", long))

    book.build()

    found = book.page("one").xpath("//details[contains(@class, 'fold')][.//table]/summary")
    assert [text_of(summary) for summary in found] == [f"{long.title} (11 rows)"] * folds


def test_an_exhibit_of_nothing_but_odd_rows_is_shown(tmp_path: Path) -> None:
    bare = {"notes": (), "sources": (), "headline": (), "caption": ""}
    long = "x" * 300
    odd = table("tbl-a", title=f'"{long}" & <b>', rows=rows(*[long] * 11), **bare)
    book = write_book(tmp_path, one=("# One", odd, figure("fig-a", rows=(), **bare)))

    book.build()

    page = book.page("one")
    assert text_of(page.xpath("//details/summary")[0]) == f'"{long}" & <b> (11 rows)'
    assert len(page.xpath("//details")) == 1
    assert not page.find_class("notes")


def test_a_source_link_is_only_made_of_a_web_address(tmp_path: Path) -> None:
    exhibit = figure("fig-a")
    unsafe = exhibit.sources[0].model_copy(update={"url": "javascript:alert(1)"})
    book = write_book(tmp_path, one=("# One", exhibit.model_copy(update={"sources": (unsafe,)})))

    book.build()

    assert not book.page("one").xpath("//a[contains(@href, 'javascript')]")


def test_a_number_carries_its_machine_value(first: HtmlElement) -> None:
    (number, *_) = first.xpath("//p[@class='headline']//data")

    assert (number.get("value"), text_of(number)) == ("2000", "2,000")


def test_a_table_has_caption_header_aligned_numbers_and_a_strong_row(first: HtmlElement) -> None:
    (table_,) = first.xpath("//table[@id='tbl-first']")

    assert text_of(table_.xpath("caption")[0]) == "Table 1.1 Offices compared, 2023.#"
    assert [text_of(cell) for cell in table_.xpath("thead//th")] == [
        "Office",
        "Applications (number)",
    ]
    assert "nums" in table_.get("class").split()  # all its cells but names are numbers
    assert [text_of(c) for c in table_.xpath("tbody//td")] == ["1,000", "2,000"]
    assert text_of(table_.xpath("tbody/tr[contains(@class, 'strong')]/th")[0]) == "Here"


def test_a_short_code_stays_on_one_line_and_a_name_does_not(tmp_path: Path) -> None:
    named = table("tbl-a", notes=(), rows=rows("2026-04-08", "Republic of Korea"))
    book = write_book(tmp_path, one=("# One", named))

    book.build()

    cells = book.page("one").xpath("//table[@id='tbl-a']//tbody//th")
    assert ["short" in cell.classes for cell in cells] == [True, False]


def test_a_long_text_is_told_apart_so_that_a_phone_can_give_it_room(tmp_path: Path) -> None:
    text = "What was announced may not have come about."
    book = write_book(tmp_path, one=("# One", table("tbl-a", notes=(), rows=rows(text, "Brazil"))))

    book.build()

    cells = book.page("one").xpath("//table[@id='tbl-a']//tbody//th")
    assert ["long" in cell.classes for cell in cells] == [True, False]


def test_a_figures_rows_are_folded_under_it_without_a_number(first: HtmlElement) -> None:
    (view,) = first.xpath("//details[@class='table-view']")

    assert text_of(view.xpath("summary")[0]) == "Data table"
    assert [text_of(cell) for cell in view.xpath(".//td")] == ["1,000", "2,000"]
    assert not view.xpath(".//caption")


def test_markup_in_data_is_shown_and_not_run(second: HtmlElement) -> None:
    (exhibit,) = second.xpath("//*[@id='fig-hostile']/..")

    assert text_of(exhibit.find_class("headline")[0]) == HOSTILE
    assert text_of(exhibit.find_class("caption-text")[0]) == HOSTILE
    assert text_of(exhibit.xpath(".//tbody//th")[0]) == HOSTILE
    assert exhibit.find_class("drawing")[0].get("aria-label") == HOSTILE
    assert not second.xpath("//article//script")


def test_signs_in_data_stay_as_they_are_and_those_of_prose_are_set(tmp_path: Path) -> None:
    said = """A "quoted" name -- it's... one"""
    texts = {"title": said, "caption": said, "headline": say(said), "notes": (say(said),)}
    lost = missing_figure("fig-none").model_copy(update={"title": said, "missing": said})
    made = write_book(
        tmp_path,
        one=(
            f"# One\n\n{said}",
            figure("fig-a", **texts, rows=rows(said), sources=(source(title=said),)),
            table("tbl-a", **texts, rows=rows(said)),
            findings("find-a", title=said, sentences=(say(said),)),
            lost,
        ),
    )
    made.build()
    page = text_of(made.page("one").xpath("//article")[0])

    assert "A “quoted” name – it’s… one" in page
    assert page.count(said) > 12
    assert page.count("“quoted”") == 1


def test_formulas_are_mathml(second: HtmlElement) -> None:
    assert second.xpath("//article//math/msup")


@pytest.mark.parametrize("page", ["index", "first", "second"])
def test_a_page_loads_nothing_from_elsewhere(
    book: Book, compiled: Callable[[str], Path], page: str
) -> None:
    compiled("html")
    root = book.page(page)

    loaded = root.xpath("//@src | //link[not(@rel='canonical')]/@href | //image/@href")
    assert [url for url in loaded if re.match(r"(https?:)?//", url)] == []


def test_every_file_that_the_style_sheet_names_is_there(compiled: Callable[[str], Path]) -> None:
    static = compiled("html") / "_static"

    named = re.findall(r'url\("([^"]+)"\)', (static / "report.css").read_text("utf-8"))
    files = [name for name in named if not name.startswith("data:")]
    assert "ReportSans-Regular-Core.woff2" in files
    assert [name for name in files if not (static / name).is_file()] == []
    assert (static / "favicon.svg").is_file()


def test_a_text_holds_the_exhibits_without_table_views(compiled: Callable[[str], Path]) -> None:
    text = (compiled("text") / "second.txt").read_text("utf-8")

    assert HOSTILE in text
    assert "No design counts are published" in text
    assert "Show the data" not in text
    assert text.count("中国") == 1


def test_latex_gets_escaped_text_and_files(book: Book, compiled: Callable[[str], Path]) -> None:
    (tex,) = compiled("latex").glob("*.tex")
    text = tex.read_text("utf-8")

    assert r"\input{y}" not in text
    assert r"\textbackslash{}input\{y\}" in text
    assert r"\caption{Applications by office, 2015–2023.}\label{\detokenize{first:fig-first}}" in (
        text
    )
    # LaTeX takes no SVG. Whoever wants that route has to convert, and is told.
    assert all("suitable image" in line for line in book.warnings["latex"].splitlines() if line)


def test_an_epub_shows_the_wide_drawing_as_a_file(compiled: Callable[[str], Path]) -> None:
    (epub,) = compiled("epub").glob("*.epub")
    with zipfile.ZipFile(epub) as archive:
        names = archive.namelist()
        page = archive.read(next(n for n in names if n.endswith("first.xhtml"))).decode()

    assert any(name.endswith("fig-first.svg") for name in names)
    assert re.search(r'<img alt="Line chart: rising[^>]*fig-first.svg"', page)
    assert "<details" not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "figure one"}, "label"),
        ({"colour": "red"}, "colour"),
        ({"drawings": {}}, "wide drawing"),
    ],
)
def test_an_invalid_exhibit_stops_the_build_and_is_located(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    broken = figure("fig-a").model_dump(mode="json") | change
    book = write_book(tmp_path, one=("# One", broken))

    with pytest.raises(BuildError, match=rf"(?s)one\.ipynb: output 1 of cell 2.*{said}"):
        book.build()


def test_a_row_of_another_width_than_its_header_stops_the_build(tmp_path: Path) -> None:
    uneven = table("tbl-a", rows=(*rows("Here"), rows("There")[0].model_copy(update={"cells": ()})))

    with pytest.raises(BuildError, match="row 2 has 0 cells, expected 2"):
        write_book(tmp_path, one=("# One", uneven)).build()


def test_a_reference_to_no_exhibit_is_a_warning_that_fails_the_build(tmp_path: Path) -> None:
    book = write_book(tmp_path, one=("# One", table("tbl-a")))  # refers to fig-first

    with pytest.raises(Exception, match="undefined label: 'fig-first'"):
        book.build()


def test_exhibits_win_over_every_other_form_of_an_output() -> None:
    assert ("*", EXHIBIT_MIME, 1) in ExhibitRenderer.mime_priority_overrides


def test_datasets_of_one_publisher_are_named_together() -> None:
    sources = [
        make_source(name, publisher) for name, publisher in (("a", "X"), ("b", "Y"), ("c", "X"))
    ]

    line = source_line(sources).astext()

    assert line == "Sources: X: A (2024, CC BY 4.0), C (2024, CC BY 4.0); Y: B (2024, CC BY 4.0)."


def test_many_sources_are_counted_and_the_list_of_them_does_not_lead_to_itself() -> None:
    sources = [make_source(f"d{number}", "XY"[number % 2]) for number in range(MOST_SOURCES + 1)]

    said, listed = (source_line(sources, listed=own).astext() for own in (False, True))

    assert said.startswith("Sources: 41 datasets of 2 publishers; the list of datasets in")
    assert listed == "Sources: 41 datasets of 2 publishers, as listed."


def make_source(name: str, publisher: str) -> Source:
    return source(name, title=name.upper(), publisher=publisher, licence="CC BY 4.0", citation="")
