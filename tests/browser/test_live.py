"""Figures that tell their values: by hover, tap and key, as the tables under them have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from reportlib.base.payload import Payload
from reportlib.content import forms
from reportlib.content.figures import render
from reportlib.content.forms import Form
from tests.browser.walking import AXE
from tests.conftest import require
from tests.web.books import Book, figure, write_book

pytestmark = pytest.mark.book

ROW = "filings:CHN-2020"
NAMES = {"CHN": "China", "JPN": "Japan", "FRA": "France"}
ROLES = {"CHN": "focus", "JPN": "peer", "FRA": "peer"}
VALUES = {
    "CHN": {2019: 1200, 2020: 1317, 2022: 2107},
    "JPN": {2019: 5109, 2020: 5340, 2022: 5609},
    "FRA": {2019: 3000, 2022: 4000},
}


def over_years(values: Mapping[str, Mapping[int, float]] = VALUES) -> pd.DataFrame:
    """A row for each value, with its economy as series and as panel."""
    return pd.DataFrame(
        [
            {"series": code, "label": NAMES[code], "role": ROLES[code], "year": year,
             "value": value, "panel": code, "panel_label": NAMES[code], "rows": ROW}
            for code, own in values.items()
            for year, value in own.items()
        ]
    )  # fmt: skip


RANKS = over_years({"CHN": {2019: 14, 2020: 12}, "JPN": {2019: 3, 2020: 13}})
BARS = pd.DataFrame(
    {
        "category": ["Works", "Works", "Software"],
        "series": ["a", "b", "a"],
        "label": ["Filed", "Granted", "Filed"],
        "role": ["focus", "peer", "focus"],
        "value": [5.0, 3.0, 4.0],
        "rows": ROW,
    }
)
HEAT = pd.DataFrame(
    [
        {"row": code, "row_label": NAMES[code], "role": ROLES[code], "column": column,
         "column_label": column.title(), "value": value, "text": "", "rows": ROW}
        for code, column, value in (
            ("CHN", "logic", 3), ("CHN", "speech", 7), ("JPN", "logic", 5), ("JPN", "speech", None)
        )
    ]
)  # fmt: skip
MAP = pd.DataFrame(
    {
        "economy": ["CHN", "JPN"], "label": ["China", "Japan"], "role": ["focus", "peer"],
        "value": [30.5, 12.0], "rows": ROW,
    }
)  # fmt: skip
RANKING = pd.DataFrame(
    {
        "label": ["Japan", "China"], "role": ["peer", "focus"], "rank": [1.0, 2.0],
        "value": [5609.0, 2107.0], "rows": ROW,
    }
)  # fmt: skip
CROSSED = pd.DataFrame(
    {
        "label": ["China", "Japan", "Chad"], "role": ["focus", "peer", "other"],
        "x": [2.5, 3.5, 0.2], "y": [1000.0, 2000.0, 10.0], "rows": ROW,
    }
)  # fmt: skip


def exhibit(label: str, form: Form, table: pd.DataFrame, **choices: Any) -> Payload:
    """A figure as the content layer makes it, drawn and tabulated from one table."""
    named = {"unit": "applications", "x": "R&D", "y": "Applications"}
    units = {"unit": "applications"} if form.has_unit else {"x_unit": "R&D", "y_unit": "Filed"}
    view = form.view(table, named)
    drawings = render(lambda size: form.plot(table, size=size, **units, **choices), label)
    return figure(
        label, headline=(), notes=(), drawings=drawings, columns=view.columns, rows=view.rows
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book with a figure of each kind."""
    made = partial(exhibit)
    names = {"TUV": "Tuvalu"}
    book = write_book(
        tmp_path_factory.mktemp("live"),
        one=(
            "# One",
            made("fig-lines", forms.LINES, over_years()),
            made("fig-log", forms.LINES, over_years(), log=True),
            made("fig-ranks", forms.RANK_LINES, RANKS),
            made("fig-panels", forms.SMALL_MULTIPLES, over_years()),
            made("fig-bars", forms.BARS, BARS),
            made("fig-heat", forms.HEAT, HEAT),
            made("fig-map", forms.TILE_MAP, MAP, n=2, names=names),
            made("fig-ranking", forms.RANKING, RANKING, n=2),
            made("fig-scatter", forms.SCATTER, CROSSED),
        ),
    )
    book.build()
    return book


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, small: Book) -> Iterator[Open]:
    """Open the page in a context of the test's own."""
    contexts: list[BrowserContext] = []

    def visit(width: int = 1280, **choices: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **choices)
        contexts.append(context)
        page = context.new_page()
        page.goto((small.folder / "_build" / "html" / "one.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


def drawing(page: Page, name: str) -> Locator:
    found = page.locator(f"#fig-{name} .drawing")
    found.evaluate("it => it.scrollIntoView({block: 'center'})")
    return found


def told(page: Page) -> list[str]:
    """The lines that are shown: what stands in one line is parted by a bar."""
    page.locator(".reading").wait_for()
    parts = page.locator(".reading > *")
    found: list[str] = parts.evaluate_all(
        "all => all.map((one) => [...one.children].map((c) => c.textContent).filter(Boolean)"
        ".join('|') || one.textContent)"
    )
    return found


def place(page: Page, name: str, mark: str) -> tuple[float, float]:
    """The middle of a mark, in pixels of the window."""
    box = drawing(page, name).locator("svg:visible").locator(mark).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hover(page: Page, name: str, mark: str) -> list[str]:
    page.mouse.move(*place(page, name, mark))
    return told(page)


def tick(year: int) -> str:
    return f":is(.tick text, text.tick):text-is('{year}')"


def walk(page: Page, name: str, *keys: str) -> list[str]:
    """What is told after some keys, from where the tabulator comes to."""
    page.keyboard.press("Tab")  # so that what has the focus is shown to have it
    drawing(page, name).focus()
    told(page)
    for key in keys:
        page.keyboard.press(key)
    return told(page)


YEAR = ["2019", "Japan|5,109", "France|3,000", "China|1,200", "applications"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["lines", "log"])
def test_a_year_that_is_pointed_at_tells_its_values_from_top_to_bottom(
    name: str, width: int, opened: Open
) -> None:
    assert hover(opened(width), name, tick(2019)) == YEAR


def test_what_is_told_stands_in_the_table(opened: Open) -> None:
    page = opened()
    page.locator(".exhibit:has(#fig-lines) td data").first.evaluate("it => it.textContent = 'many'")

    assert "China|many" in hover(page, "lines", tick(2019))


@pytest.mark.parametrize("name", ["lines", "ranks"])
def test_a_mark_of_the_crosshair_lies_on_its_line(name: str, opened: Open) -> None:
    page = opened()
    walk(page, name, "Home")
    marks = page.locator(".read circle").evaluate_all(
        "all => all.map((c) => +c.getAttribute('cy'))"
    )
    lines = (
        drawing(page, name)
        .locator("svg:visible :is(.mark-line, .mark-line > *)[data-series]")
        .evaluate_all("all => all.map((g) => (g.querySelector('path') ?? g).getPointAtLength(0).y)")
    )

    assert len(marks) >= 2
    assert all(min(abs(one - own) for own in marks) < 0.2 for one in lines)


def test_the_first_rank_is_told_first(opened: Open) -> None:
    page = opened()

    assert walk(page, "ranks", "Home")[1:3] == ["Japan|3", "China|14"]
    assert walk(page, "ranks", "End")[1:3] == ["China|12", "Japan|13"]


def test_a_series_without_a_value_is_absent_and_a_year_without_any_says_so(opened: Open) -> None:
    page = opened()

    assert walk(page, "lines", "Home", "ArrowRight")[1:3] == ["Japan|5,340", "China|1,317"]
    assert walk(page, "lines", "Home", "ArrowRight", "ArrowRight") == ["2021", "no data"]


def test_a_panel_tells_its_own_values(opened: Open) -> None:
    page = opened()

    assert walk(page, "panels", "Home") == ["2019", "China|1,200", "applications"]
    after = ["ArrowRight"] * 4
    assert walk(page, "panels", "Home", *after) == ["2019", "Japan|5,109", "applications"]


def of(kind: str, tag: str = "") -> str:
    """What is of a class by itself or by the group that it stands in."""
    return f"{tag}:is(.{kind}, .{kind} > *)"


@pytest.mark.parametrize(
    ("name", "mark", "said"),
    [
        ("bars", of("mark-bar") + "[data-x=Software]", ["Software", "Filed|4", "applications"]),
        ("heat", "[data-series=CHN][data-x=speech]", ["China", "Speech|7"]),
        ("heat", of("note") + "[data-series=JPN]", ["Japan", "Speech|no data"]),
        ("map", of("mark-tile") + "[data-series=JPN]", ["Japan", "Value (applications)|12"]),
        ("map", of("mark-tile") + "[data-series=TUV]", ["Tuvalu", "no data"]),
        ("ranking", of("label") + "[data-series=China]",
         ["China", "Rank|2", "Value (applications)|2,107"]),
        ("scatter", of("mark-dot") + "[data-series=Japan]",
         ["Japan", "R&D|3.50", "Applications|2,000"]),
        ("scatter", of("mark-dot", "use") + ":not([data-series])",
         ["Chad", "R&D|0.20", "Applications|10"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [1280, 390])
def test_a_mark_that_is_pointed_at_tells_its_name_and_value(
    name: str, mark: str, said: list[str], width: int, opened: Open
) -> None:
    assert hover(opened(width), name, mark) == said


def test_arrow_keys_go_from_cell_to_cell(opened: Open) -> None:
    page = opened()

    assert walk(page, "heat") == ["China", "Logic|3"]
    assert walk(page, "heat", "ArrowRight") == ["China", "Speech|7"]
    assert walk(page, "heat", "ArrowRight", "ArrowDown") == ["Japan", "Speech|no data"]
    assert walk(page, "heat", "End", "ArrowLeft") == ["Japan", "Logic|5"]
    assert walk(page, "ranking", "ArrowDown")[0] == "China"


def test_what_keys_reach_is_said_aloud(opened: Open) -> None:
    page = opened()
    walk(page, "lines", "Home")

    voice = page.locator("[aria-live=polite].reading-voice")
    assert voice.text_content() == "2019; Japan 5,109; France 3,000; China 1,200; applications"


def shown(page: Page, series: str) -> float:
    mark = (
        drawing(page, "lines")
        .locator(f"svg:visible :is(.mark, .mark > *)[data-series={series}]")
        .first
    )
    page.wait_for_timeout(300)
    return float(mark.evaluate("it => getComputedStyle(it).opacity"))


def test_pointing_at_a_name_brings_its_series_forward(opened: Open) -> None:
    page = opened()
    hover(page, "lines", of("label") + "[data-series=FRA]")
    assert (shown(page, "FRA"), shown(page, "JPN")) == (1, 0.28)

    page.mouse.move(5, 5)
    assert shown(page, "JPN") == 1


def test_arrow_keys_bring_one_series_after_the_other_forward(opened: Open) -> None:
    page = opened()
    walk(page, "lines", "Home", "ArrowDown")
    assert (shown(page, "JPN"), shown(page, "CHN")) == (1, 0.28)

    page.keyboard.press("ArrowDown")
    assert (shown(page, "FRA"), shown(page, "JPN")) == (1, 0.28)


def test_the_economy_of_the_edition_is_bold(opened: Open) -> None:
    page = opened()
    walk(page, "lines", "Home")

    assert page.locator(".reading .focus").all_inner_texts()[0].split() == ["China", "1,200"]


def test_escape_takes_away_what_is_shown(opened: Open) -> None:
    page = opened()
    hover(page, "lines", tick(2019))
    page.keyboard.press("Escape")

    assert page.locator(".reading, .read").count() == 0


def test_what_is_shown_goes_with_the_pointer(opened: Open) -> None:
    page = opened()
    hover(page, "heat", of("mark-tile") + "[data-series]")
    page.mouse.move(5, 5)

    assert page.locator(".reading, .read").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_tap_shows_and_a_tap_elsewhere_hides(scheme: str, opened: Open) -> None:
    page = opened(390, has_touch=True, is_mobile=True, color_scheme=scheme)
    page.touchscreen.tap(*place(page, "lines", tick(2019)))
    assert told(page) == YEAR

    box = page.locator(".reading").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.touchscreen.tap(5, 5)
    assert page.locator(".reading").count() == 0
    touch = drawing(page, "lines").evaluate("it => getComputedStyle(it).touchAction")
    assert touch == "pan-y"


def test_a_figure_is_one_stop_of_the_tabulator(opened: Open) -> None:
    stops = opened().evaluate(
        "[...document.querySelectorAll('.drawing, .drawing *')].filter((e) => e.tabIndex >= 0)"
        ".map((e) => e.className)"
    )
    assert stops == ["drawing"] * 9


def test_without_a_script_a_figure_is_an_image(opened: Open) -> None:
    found = opened(java_script_enabled=False).locator("#fig-lines .drawing")

    assert (found.get_attribute("role"), found.get_attribute("tabindex")) == ("img", None)


def test_print_shows_nothing_of_what_is_told(opened: Open) -> None:
    page = opened()
    walk(page, "lines", "Home")
    page.emulate_media(media="print")

    assert not page.locator(".reading").is_visible()
    assert not page.locator(".read").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_a_figure_that_tells(scheme: str, opened: Open) -> None:
    require(AXE, "Run `npm ci`.")
    page = opened(color_scheme=scheme, bypass_csp=True)
    walk(page, "lines", "Home")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({preload: false})")

    assert page.locator(".reading").count() == 1
    assert [violation["id"] for violation in found["violations"]] == []
