"""Tables that can be filtered and rows as cards: in the page, and in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reportlib.base.errors import BuildError
from reportlib.base.payload import Column, Payload, Piece, Row
from tests.web.books import Book, table, write_book

pytestmark = pytest.mark.book

VERDICTS = ("confirmed", "differs", "confirmed")
ARTICLES = ("Daily, 2024", "Daily, 2024", "Weekly, 2022")
CLAIMS = Payload(
    kind="table",
    label="tbl-claims",
    title="Claims <all>",
    columns=(
        Column(title="Claim"),
        Column(title="Verdict"),
        Column(title="Article & year"),
        Column(title="Figure", numeric=True),
    ),
    rows=tuple(
        Row(
            cells=(
                Piece(text=f"Claim {at} on Patents" if at == 1 else f"Claim {at}"),
                Piece(text=verdict),
                Piece(text=article),
                Piece(text=str(at)),
            ),
            target=f"claim-{at}",
        )
        for at, (verdict, article) in enumerate(zip(VERDICTS, ARTICLES, strict=True), start=1)
    ),
    filters=("Verdict", "Article & year"),
    cards=True,
)


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with such a table on one page, and a plain table on the other."""
    book = write_book(
        tmp_path_factory.mktemp("claims"),
        first=("# First\n\nA table.", CLAIMS),
        second=("# Second\n\nAnother.", table("tbl-plain", headline=(), notes=())),
    )
    book.build("html", strict=True)
    return book


@pytest.fixture
def page(claims: Book, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    found = context.new_page()
    found.goto(((claims.folder / "_build" / "html") / "first.html").as_uri())
    yield found
    context.close()


def shown(page: Page) -> list[str]:
    """The first cells of the rows that a reader sees."""
    rows = page.locator("table.data tbody tr").all()
    return [row.locator("> *").first.inner_text() for row in rows if row.is_visible()]


def test_the_page_shows_every_row_and_no_control_without_its_script(claims: Book) -> None:
    page = claims.page("first")
    (bar,) = page.find_class("filter-bar")

    assert bar.get("hidden") is not None
    assert bar.get("data-filter") == "1,2"
    assert bar.get("data-filter-names") == "Verdict|Article & year"
    assert bar.get("aria-label") == "Filter: Claims <all>"
    assert len(page.xpath("//tbody/tr")) == 3


def test_a_cell_of_a_card_names_its_column(claims: Book) -> None:
    cells = claims.page("first").xpath("//tbody/tr[1]/*")

    assert [cell.get("data-title") for cell in cells] == [
        "Claim", "Verdict", "Article & year", "Figure",
    ]  # fmt: skip
    assert [cell.tag for cell in cells] == ["th", "td", "td", "td"]


def test_style_and_script_are_loaded_only_where_they_are_used(claims: Book) -> None:
    first, second = (
        ((claims.folder / "_build" / "html") / f"{name}.html").read_text(encoding="utf-8")
        for name in ("first", "second")
    )

    assert "filter.js" in first
    assert "filter.css" in first
    assert "filter.js" not in second
    assert "filter.css" not in second
    assert "data-title" not in second


def test_other_builders_get_the_table_without_controls(claims: Book) -> None:
    text = (claims.build("text", strict=True) / "first.txt").read_text(encoding="utf-8")

    assert "Claim 3" in text
    assert "Filter" not in text


def test_a_filter_that_names_no_column_stops_the_build(tmp_path: Path) -> None:
    payload = CLAIMS.model_copy(update={"filters": ("Speaker",)})
    book = write_book(tmp_path / "broken", first=("# First\n\nA table.", payload))

    with pytest.raises(BuildError, match=r"filters name .'Speaker'.; the columns are"):
        book.build("html", strict=True)


def test_the_controls_are_labelled_and_the_count_is_told(page: Page) -> None:
    assert page.get_by_label("Verdict").locator("option").all_inner_texts() == [
        "all", "confirmed", "differs",
    ]  # fmt: skip
    assert page.get_by_role("status").inner_text() == "3 of 3 shown"
    assert page.get_by_role("search", name="Filter: Claims <all>").is_visible()


def test_choices_and_words_narrow_the_rows_together(page: Page) -> None:
    page.get_by_label("Verdict").select_option("confirmed")
    assert shown(page) == ["Claim 1 on Patents", "Claim 3"]
    page.get_by_label("Article & year").select_option("Daily, 2024")
    assert shown(page) == ["Claim 1 on Patents"]
    page.get_by_label("Article & year").select_option("all")
    page.get_by_label("Words").fill("patents CLAIM")
    assert shown(page) == ["Claim 1 on Patents"]
    page.get_by_label("Words").fill("nothing like it")
    assert shown(page) == []
    assert page.get_by_role("status").inner_text() == "0 of 3 shown"
    page.get_by_role("button", name="Show all").press("Enter")
    page.wait_for_function("document.querySelector('output').textContent === '3 of 3 shown'")
    assert len(shown(page)) == 3
    assert page.evaluate("document.activeElement.textContent") == "Show all"  # not lost


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Verdict").focus()
    page.keyboard.type("diff")
    assert shown(page) == ["Claim 2"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("absent")
    assert shown(page) == []
    page.keyboard.press("Enter")  # in the field of words: nothing is sent anywhere
    assert page.url.endswith("first.html")


def test_a_link_to_a_hidden_row_shows_it(page: Page) -> None:
    page.get_by_label("Verdict").select_option("differs")
    page.evaluate("location.hash = 'claim-3'")
    page.wait_for_function("document.querySelector('output').textContent === '3 of 3 shown'")

    assert page.locator("#claim-3").is_visible()


def test_on_paper_nothing_is_left_out(page: Page) -> None:
    page.get_by_label("Verdict").select_option("differs")
    page.emulate_media(media="print")

    assert len(shown(page)) == 3
    assert not page.locator(".filter-bar").is_visible()


def test_a_strict_policy_lets_the_controls_work(claims: Book, browser: Browser) -> None:
    context = browser.new_context()
    found = context.new_page()
    complaints: list[str] = []
    found.on(
        "console", lambda said: complaints.append(said.text) if "filter" in said.text else None
    )
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    content = ((claims.folder / "_build" / "html") / "first.html").read_text(encoding="utf-8")
    head = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    pages = claims.folder / "_build" / "html"

    def serve(route: object, request: object) -> None:
        path = request.url.removeprefix("http://book/").partition("?")[0]  # type: ignore[attr-defined]
        if path == "first.html":
            route.fulfill(body=content.replace("<head>", head, 1), content_type="text/html")  # type: ignore[attr-defined]
        elif (pages / path).is_file():
            route.fulfill(path=pages / path)  # type: ignore[attr-defined]
        else:
            route.abort()  # type: ignore[attr-defined]

    context.route("http://book/**", serve)
    found.goto("http://book/first.html")
    found.get_by_label("Verdict").select_option("differs")

    assert shown(found) == ["Claim 2"]
    assert complaints == []
    context.close()
