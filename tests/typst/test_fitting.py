"""Drawings have the size that leaves few pages half empty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportlib.typst.arranging import arranged
from reportlib.typst.fitting import (
    Page,
    Piece,
    Run,
    Unit,
    arrangement,
    fitted,
    orders_of,
    pieces_of,
    units_of,
)
from tests.build.printing import DRAWING, TITLE, print_book

PAGE = Page(0, 1000, 600)


def drawing(name: str, height: float, gap: float = 0) -> Unit:
    return Unit(height, gap, {name: height})


def chosen_sizes(units: list[Unit], page: Page) -> dict[str, float]:
    return arrangement([Run([()], [units])], page)[0]


def test_drawings_that_fit_keep_their_size() -> None:
    assert chosen_sizes([drawing("a", 450), drawing("b", 450)], PAGE) == {"a": 1, "b": 1}


def test_drawings_shrink_where_one_more_fits_then() -> None:
    sizes = chosen_sizes([drawing("a", 540), drawing("b", 540)], PAGE)
    assert sizes == {"a": 0.91, "b": 0.91}


def test_drawings_grow_where_nothing_else_fills_the_page() -> None:
    sizes = chosen_sizes([drawing("a", 730), drawing("b", 780)], PAGE)
    assert sizes == {"a": 1.06, "b": 1}


def test_no_drawing_shrinks_below_85_percent() -> None:
    sizes = chosen_sizes([drawing("a", 650), drawing("b", 650)], PAGE)
    assert min(sizes.values()) >= 1


def test_a_chapter_begins_no_lower_than_it_may() -> None:
    units = [drawing("a", 720), Unit(200, 0, {"b": 100}, opens=True)]
    assert chosen_sizes(units, PAGE)["a"] > 1


def test_what_sticks_goes_with_the_first_lines_of_what_follows() -> None:
    heading = Piece("stick", (1, 100), (1, 120), {})
    text = Piece("flow", (1, 130), (1, 330), {})
    units = units_of([(heading, 18), (text, 10)], PAGE)
    assert units[0].height == pytest.approx(20 + 10 + 24)
    assert sum(unit.height + unit.gap for unit in units[1:]) == pytest.approx(200 - 24)


def test_what_is_no_piece_takes_its_room() -> None:
    before, after = (Piece("keep", (1, y), (1, y + 50), {}) for y in (0, 400))
    units = units_of([(before, 18), (after, 350)], PAGE)
    assert sum(unit.height + unit.gap for unit in units[1:]) == pytest.approx(400)


def test_pieces_inside_of_others_are_parts_of_them() -> None:
    spots = [("keep", 1, 10.0), ("stick", 1, 10.0), ("end", 1, 20.0), ("x.svg", 1, 30.0),
             ("end", 1, 90.0), ("end", 1, 100.0)]  # fmt: skip
    assert pieces_of(spots) == [Piece("keep", (1, 10), (1, 100), {"x.svg": 60})]


def test_a_template_that_tells_nothing_leaves_the_book_as_it_is() -> None:
    assert fitted("[]") == {"sizes": {}, "orders": {}}


def test_a_size_is_told_of_the_drawing_that_has_it() -> None:
    spots = [("keep", 1, 0.0), ("a.svg", 1, 0.0), ("end", 1, 700.0), ("end", 1, 700.0)]
    told = json.dumps([[[0, 1000, 600], spots]])
    assert fitted(told)["sizes"] == {"a.svg": 1.12}


def test_a_figure_floats_behind_a_table_where_that_fills_the_page() -> None:
    before, figure, table = Unit(600, 0), Unit(780, 0), Unit(380, 0)
    orders = orders_of(["figure", "table"])
    run = Run(orders, [[(figure, table)[at] for at in order] for order in orders], "a/1")
    assert arrangement([Run([()], [[before]]), run], PAGE)[1] == {"a/1": [1, 0]}


def test_nothing_floats_where_pages_are_full_as_they_are() -> None:
    orders = orders_of(["figure", "table"])
    run = Run(orders, [[Unit(500, 0), Unit(450, 0)], [Unit(450, 0), Unit(500, 0)]], "a/1")
    assert arrangement([run], PAGE)[1] == {}


def test_figures_keep_their_order_and_move_no_further_than_two_places() -> None:
    assert orders_of(["figure", "figure"]) == [(0, 1)]
    assert (3, 0, 1, 2) not in orders_of(["figure", "figure", "figure", "table"])
    assert (0, 3, 1, 2) in orders_of(["figure", "figure", "figure", "table"])


def test_the_first_exhibit_stays_below_its_heading_and_the_others_may_float() -> None:
    def exhibit(call: str) -> list[str]:
        return ['t.container(("exhibit", ), {[]', call, "})"]

    figure, table = exhibit("t.exhibit-figure()"), exhibit("t.data-table()")
    head = ['t.head("section")', "t.paragraph((), {[]", "})"]
    made = arranged("a", [*head, *figure, *figure, *table])
    assert made[: len(head) + len(figure)] == [*head, *figure]
    (call,) = made[len(head) + len(figure) :]
    assert call.startswith('t.arranged("a/1", (')
    assert '("figure", {[]' in call
    assert '("table", {[]' in call


def test_figures_alone_stay_as_they_are() -> None:
    figure = ['t.container(("exhibit", ), {[]', "t.exhibit-figure()", "})"]
    lines = ['t.head("section")', *figure, *figure]
    assert arranged("a", lines) == lines


@pytest.mark.parametrize(("lines", "sizes"), [(1, []), (4, ["0.97"])])
def test_two_figures_share_a_page_that_is_a_little_too_low_for_them(
    tmp_path: Path, lines: int, sizes: list[str]
) -> None:
    square = DRAWING.format(body="").replace("300", "500").replace("60pt", "362pt")
    text = "".join(f"| line {at}\n" for at in range(lines))
    figure = ".. figure:: square.svg\n   :alt: A square.\n\n   A square.\n\n"
    printed = print_book(
        tmp_path, {"index.rst": f"{TITLE}{text}\n{figure}{figure}", "square.svg": square}
    )
    chosen = json.loads((printed.folder / "arranged.json").read_text())
    assert [str(size) for size in chosen["sizes"].values()] == sizes
    assert sum("A square." in page for page in printed.pages()) == 2  # and the list at the back
