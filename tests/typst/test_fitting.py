"""Drawings have the size that leaves few pages half empty."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportlib.typst.fitting import Page, Piece, Unit, chosen_sizes, fitted, pieces_of, units_of
from tests.build.printing import DRAWING, TITLE, print_book

PAGE = Page(0, 1000, 600)


def drawing(name: str, height: float, gap: float = 0) -> Unit:
    return Unit(height, gap, {name: height})


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
    units = units_of([heading, text], PAGE)
    assert units[0].height == pytest.approx(20 + 10 + 24)
    assert sum(unit.height + unit.gap for unit in units[1:]) == pytest.approx(200 - 24)


def test_what_is_no_piece_takes_its_room() -> None:
    before, after = (Piece("keep", (1, y), (1, y + 50), {}) for y in (0, 400))
    units = units_of([before, after], PAGE)
    assert sum(unit.height + unit.gap for unit in units[1:]) == pytest.approx(400)


def test_pieces_inside_of_others_are_parts_of_them() -> None:
    spots = [("keep", 1, 10.0), ("stick", 1, 10.0), ("end", 1, 20.0), ("x.svg", 1, 30.0),
             ("end", 1, 90.0), ("end", 1, 100.0)]  # fmt: skip
    assert pieces_of(spots) == [Piece("keep", (1, 10), (1, 100), {"x.svg": 60})]


def test_a_template_that_tells_nothing_leaves_the_book_as_it_is() -> None:
    code = 't.picture("block", "a.svg", "A", auto, 10pt)'
    assert fitted(code, "[]") == code


def test_a_size_is_written_to_the_drawing_that_has_it() -> None:
    code = 't.picture("block", "a.svg", "A (b)", auto, 10pt)'
    spots = [("keep", 1, 0.0), ("a.svg", 1, 0.0), ("end", 1, 700.0), ("end", 1, 700.0)]
    told = json.dumps([[[0, 1000, 600], spots]])
    assert fitted(code, told) == code[:-1] + ", scale: 1.12)"


@pytest.mark.parametrize(("lines", "sizes"), [(1, []), (4, ["0.91", "0.91"])])
def test_two_figures_share_a_page_that_is_a_little_too_low_for_them(
    tmp_path: Path, lines: int, sizes: list[str]
) -> None:
    square = DRAWING.format(body="").replace("300", "500").replace("60pt", "362pt")
    text = "".join(f"| line {at}\n" for at in range(lines))
    figure = ".. figure:: square.svg\n   :alt: A square.\n\n   A square.\n\n"
    printed = print_book(
        tmp_path, {"index.rst": f"{TITLE}{text}\n{figure}{figure}", "square.svg": square}
    )
    assert re.findall(r"scale: ([\d.]+)", printed.code) == sizes
    assert sum("A square." in page for page in printed.pages()) == 2  # and the list at the back
