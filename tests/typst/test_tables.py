"""Tables in print: headers, breaks, alignment, and whether they fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from reportlib.typst.tables import (
    ROOM,
    Cell,
    Column,
    columns_of,
    layout,
    parts,
    roomy,
    tail,
    widths,
)
from tests.build.printing import DRAWING, TITLE, Printed, outloud, print_book


def column(widest: int, *, header: int = 5, word: int = 5, numeric: bool = False) -> Column:
    return Column(widest, header, word, numeric, weight=widest)


def table(rows: list[list[str]], *options: str) -> str:
    """A list table whose first row is its header."""
    lines = [f"   * - {row[0]}\n" + "".join(f"     - {cell}\n" for cell in row[1:]) for row in rows]
    given = "".join(f"   {option}\n" for option in (":header-rows: 1", *options))
    return f".. list-table:: The caption.\n{given}\n{''.join(lines)}\n"


def print_table(folder: Path, rows: list[list[str]], **settings: object) -> Printed:
    return print_book(folder, {"index.rst": TITLE + table(rows)}, **settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ""),
        ("1,234.5", ".5"),
        ("-0.25", ".25"),
        ("\u22127.0 %", ".0 %"),
        ("12 %", " %"),
        ("1.43\u00a0million", ".43\u00a0million"),
        ("US$ 3", None),
        ("$3.1", ".1"),
        ("about 5", None),
        ("2020-01", None),
        ("", None),
    ],
)
def test_the_part_behind_the_decimal_place_is_found(text: str, expected: str | None) -> None:
    assert tail(text) == expected


def test_numbers_are_aligned_on_the_decimal(tmp_path: Path) -> None:
    printed = print_table(tmp_path, [["Place", "Share"], ["A", "1.25"], ["B", "12"], ["C", "3.5"]])
    assert 't.aligned(("", ""), (".25", "")' in printed.code
    assert 't.aligned((".5", ""), (".25", "")' in printed.code


def test_numbers_are_aligned_with_those_of_their_unit_alone(tmp_path: Path) -> None:
    rows = [["Value", "Unit"], ["1.25", "million"], ["3", "million"], ["667", "accounts"]]
    printed = print_table(tmp_path, rows)
    assert printed.code.count("t.aligned(") == 1
    right = printed.right_edges()
    assert right["667"] == pytest.approx(right["1.25"], abs=0.1)
    assert right["3"] < right["1.25"] - 5


def test_a_sign_behind_a_number_is_its_unit(tmp_path: Path) -> None:
    printed = print_table(tmp_path, [["Place", "Share"], ["A", "1.25 %"], ["B", "12"]])
    assert "t.aligned(" not in printed.code


def test_columns_that_fit_have_their_natural_width() -> None:
    assert widths([column(10), column(20)], ROOM["normal"]) == ["auto", "auto"]


def test_long_texts_share_what_numbers_leave() -> None:
    found = widths([column(200), column(6, numeric=True, header=40), column(60)], ROOM["normal"])
    assert found[0].endswith("fr")
    assert found[1].endswith("em")
    assert float(found[0][:-2]) > float(found[2][:-2])


def test_a_text_long_in_every_row_takes_more_than_one_long_in_a_single_row() -> None:
    texts = [["a word " * 20, "a word " * 20], *([["a word " * 20, "a word"]] * 5)]
    body = [[Cell(nodes.entry(), at, text, 1, 1) for at, text in enumerate(row)] for row in texts]
    always, once = columns_of([], body, 2)
    assert always.widest == once.widest
    assert always.weight > once.weight


def test_a_column_of_text_is_never_narrower_than_its_longest_word() -> None:
    found = widths([column(9000), column(40, word=12)], ROOM["normal"])
    assert found[1] == f"{12 * 0.54 + 1:.2f}em"


CARDS = """\
.. container:: cards

   .. list-table:: All claims.
      :header-rows: 1

      * - Statement
        - Verdict
        - Off by
        - Reasoning
      * - Sales doubled
        - confirmed
        - \u2013
        - {long}
      * - Sales fell
        - refuted
        - 5%
        - It rose.
"""


def test_rows_of_a_table_of_cards_are_printed_as_records(tmp_path: Path) -> None:
    long = "The series of the same measure says so. " * 4
    printed = print_book(tmp_path, {"index.rst": TITLE + CARDS.format(long=long)})
    text = printed.text()
    assert "Verdict: confirmed" in text
    assert "Verdict: refuted; Off by: 5%" in text
    assert "Off by: \u2013" not in text  # what says nothing is left out
    assert "Reasoning: It rose." in text
    assert "t.data-table(" not in printed.code
    assert not outloud(printed.pdf)


def test_a_table_too_wide_for_any_page_is_printed_in_parts_with_the_first_column(
    tmp_path: Path,
) -> None:
    wide = [[f"head{at:06}" for at in range(30)], [f"cell{at:06}" for at in range(30)]]
    printed = print_table(tmp_path, wide)
    text = printed.text()
    assert text.count("cell000000") == 5
    assert all(text.count(f"cell{at:06}") == 1 for at in range(1, 30))
    assert text.count("Table 1 continued") == 4
    assert not outloud(printed.pdf)


@pytest.mark.parametrize(("count", "fit"), [(5, "normal"), (8, "small"), (11, "turned")])
def test_a_wide_table_shrinks_and_then_turns(count: int, fit: str) -> None:
    assert layout([column(12, word=12)] * count) == fit


def test_a_table_too_wide_for_the_page_is_printed_on_a_turned_one(tmp_path: Path) -> None:
    wide = [[f"heading{at:05}" for at in range(11)], ["0123456789ab"] * 11]
    with print_table(tmp_path, wide).open() as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
    assert any(box[2] > box[3] for box in boxes)


def test_what_belongs_to_a_turned_table_is_on_its_page(tmp_path: Path) -> None:
    wide = [[f"heading{at:05}" for at in range(11)], ["0123456789ab"] * 11]
    inside = "   ".join(f"   The headline\n\n{table(wide)}".splitlines(keepends=True))
    printed = print_book(
        tmp_path, {"index.rst": f"{TITLE}Text.\n\n.. container:: exhibit\n\n{inside}\n\nMore.\n"}
    )
    pages = printed.pages()
    [at] = [at for at, page in enumerate(pages) if "heading00000" in page]
    assert "The headline" in pages[at]
    assert "Text." not in pages[at]
    assert not outloud(printed.pdf)


def test_a_long_table_repeats_its_header_and_tells_it_once(tmp_path: Path) -> None:
    rows = [["Economy", "Count"], *([f"E{at}", str(at)] for at in range(160))]
    printed = print_table(tmp_path, rows)
    assert printed.text().count("Economy Count") >= 3
    assert printed.tags().count("TH") == 2
    assert not outloud(printed.pdf)


@pytest.mark.parametrize("fill", range(38, 46, 2))
def test_a_table_never_breaks_after_one_row(tmp_path: Path, fill: int) -> None:
    lines = "".join(f"| line {at}\n" for at in range(fill))
    rows = [["Economy", "Count"], *([f"E{at}x", str(at)] for at in range(60))]
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}{lines}\n{table(rows)}"})
    first, _, rest = printed.text().partition("Economy Count")[2].partition("Economy Count")
    assert "E2x" in first
    assert rest


@pytest.mark.parametrize("count", range(103, 108))
def test_the_last_rows_of_a_long_table_stay_together(tmp_path: Path, count: int) -> None:
    rows = [["Economy", "Count"], *([f"E{at}x", str(at)] for at in range(count))]
    last = print_table(tmp_path, rows).text().rpartition("Economy Count")[2]
    assert all(f"E{count - each}x" in last for each in (1, 2, 3))


@pytest.mark.parametrize("rows", [3, 6])
def test_nothing_of_a_table_with_very_long_cells_is_lost(tmp_path: Path, rows: int) -> None:
    long = "A word and another one. " * 180
    body = [[f"row{at}", f"{long} end{at}x"] for at in range(rows)]
    text = print_table(tmp_path, [["Economy", "What"], *body]).text()
    assert all(f"end{at}x" in text for at in range(rows))


def test_nothing_of_a_very_long_card_is_lost(tmp_path: Path) -> None:
    source = CARDS.format(long=f"{'A word and another one. ' * 900} the end of it")
    text = print_book(tmp_path, {"index.rst": TITLE + source}).text()
    assert "the end of it" in text
    assert "It rose." in text


@pytest.mark.parametrize("name", ["notes", "findings", "exhibit-figure"])
def test_nothing_of_very_long_notes_is_lost(tmp_path: Path, name: str) -> None:
    long = "A word and another one. " * 900
    source = f"{TITLE}.. container:: {name}\n\n   {long} the end of it\n"
    assert "the end of it" in print_book(tmp_path, {"index.rst": source}).text()


def test_nothing_of_very_long_notes_under_a_drawing_is_lost(tmp_path: Path) -> None:
    long = "A word and another one. " * 900
    figure = f".. figure:: a.svg\n   :alt: A.\n\n   The figure.\n\n   {long} the end of it\n"
    files = {"index.rst": TITLE + figure, "a.svg": DRAWING.format(body="")}
    assert "the end of it" in print_book(tmp_path, files).text()


def test_a_cell_over_several_of_the_last_rows_keeps_its_column(tmp_path: Path) -> None:
    line = "+-------+-------+\n"
    plain = "".join(f"| a{at:<5}| b{at:<5}|\n{line}" for at in range(40))
    gap = "+       +-------+\n"
    tall = "| tall  | c0    |\n" + "".join(f"{gap}|       | c{at}    |\n" for at in (1, 2, 3, 4))
    grid = f"{line}| A     | B     |\n+=======+=======+\n{plain}{tall}{line}"
    printed = print_book(tmp_path, {"index.rst": TITLE + grid})
    assert "closing: (\n)" in printed.code
    assert not outloud(printed.pdf)


def test_a_short_table_stays_in_one_piece(tmp_path: Path) -> None:
    lines = "".join(f"| line {at}\n" for at in range(42))
    rows = [["Economy", "Count"], *([f"E{at}", str(at)] for at in range(10))]
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}{lines}\n{table(rows)}"})
    assert printed.text().count("Economy Count") == 1


def test_a_long_table_may_be_folded_with_a_note(tmp_path: Path) -> None:
    rows = [["Economy"], *([f"E{at}x"] for at in range(10))]
    text = print_table(tmp_path, rows, typst_fold_rows=4).text()
    assert "E3x" in text
    assert "E4x" not in text
    assert "Further rows, not printed here: 6" in text


def test_a_table_is_not_folded_for_the_sake_of_a_few_rows(tmp_path: Path) -> None:
    rows = [["Economy"], *([f"E{at}x"] for at in range(18))]
    text = print_table(tmp_path, rows, typst_fold_rows=16).text()
    assert "E17x" in text
    assert "not printed" not in text


SAID = "A sentence of a statement that is long enough to take more than a line of its column."


def looked_up(folder: Path, rows: int, **settings: object) -> Printed:
    """A table that a web page folds away, with several columns of texts."""
    head = ["About", "Statement", "Said by, when", "Reliability", "Verdict", "Kind", "Article"]
    rest = ["Commissioner of the administration, 2025-04", "attributed statement"]
    rest += ["consistent with others", "opinion of a body", "One of the five articles"]
    said = [head, *([f"E{at}x", f"{SAID} {SAID} {at}", *rest] for at in range(rows))]
    return print_book(folder, {"index.rst": TITLE + table(said, ":class: fold")}, **settings)


def test_a_table_of_texts_that_is_looked_up_is_printed_as_records_side_by_side(
    tmp_path: Path,
) -> None:
    printed = looked_up(tmp_path, 8)
    assert "across: 2" in printed.code
    assert "E0x E1x" in printed.text()
    assert "Said by, when: Commissioner of the administration, 2025-04" in printed.text()
    assert not outloud(printed.pdf)


def test_a_long_table_of_texts_that_is_looked_up_is_left_out_whole_with_a_word(
    tmp_path: Path,
) -> None:
    text = looked_up(tmp_path, 12, typst_fold_rows=6).text()
    assert "E0x" not in text
    assert "Rows, none of them printed here: 12." in text
    assert "Table 1 The caption." in text


def test_a_long_table_of_numbers_that_is_looked_up_keeps_its_first_rows(tmp_path: Path) -> None:
    rows = [["Economy", "Count"], *([f"E{at}x", str(at)] for at in range(12))]
    text = print_book(
        tmp_path, {"index.rst": TITLE + table(rows, ":class: fold")}, typst_fold_rows=6
    ).text()
    assert "E5x" in text
    assert "Further rows, not printed here: 6" in text


def test_a_table_that_says_why_it_is_empty_is_a_box_and_keeps_its_number(tmp_path: Path) -> None:
    empty = ".. list-table:: The caption.\n   :class: missing\n\n   * - Nothing is known.\n"
    printed = print_book(tmp_path, {"index.rst": TITLE + empty})
    assert "Table 1 The caption. Nothing is known." in printed.text()
    assert "TD" not in printed.tags()
    assert not outloud(printed.pdf)


def test_headers_take_the_room_that_texts_leave() -> None:
    found = widths([column(18), *[column(6, numeric=True, header=54)] * 4], ROOM["normal"])
    assert found == ["auto", *[f"{14 * 0.54 + 1:.2f}em"] * 4]


def test_long_texts_leave_room_for_a_header_and_short_ones_stay_in_a_line() -> None:
    numbers = column(6, numeric=True, header=36)
    assert roomy([column(20), column(50), numbers], ROOM["normal"])[2].widest == 18
    assert roomy([column(20), column(70), numbers], ROOM["normal"])[2].widest == 12
    crowded = [*[column(20)] * 4, column(90), numbers]
    assert roomy(crowded, ROOM["normal"]) == crowded


def test_one_very_long_cell_does_not_widen_its_column() -> None:
    def weight(longest: int) -> float:
        texts = [*["Sudan, 1998"] * 9, "x" * longest]
        return columns_of([], [[Cell(nodes.entry(), 0, text, 1, 1)] for text in texts], 1)[0].weight

    assert weight(200) == weight(2000)


def test_the_parts_of_a_table_have_about_as_many_columns_each() -> None:
    found = parts([column(20, word=14)] * 12, [])
    assert [len(each) for each in found] == [5, 5, 4]


@pytest.mark.parametrize(("columns", "rows"), [(2, 1), (1, 2)])
def test_a_cell_over_several_columns_or_rows_holds_a_table_together(
    columns: int, rows: int
) -> None:
    wide = [column(20, word=14)] * 12
    joined = [[Cell(nodes.entry(), 0, "over both", columns, rows)]]
    plain = [[Cell(nodes.entry(), 0, "alone", 1, 1)]]
    assert len(parts(wide, plain)) == 3
    assert parts(wide, joined) == [list(range(12))]


def test_a_table_too_wide_for_any_page_is_printed_whole_where_cells_are_joined(
    tmp_path: Path,
) -> None:
    line = "+" + f"{'-' * 24}+" * 12
    header = "|" + "".join(f"{f'Measure{at:02} everywhere':24}|" for at in range(12))
    cells = "|" + "".join(f"{f'all-of-value-{at:02}':24}|" for at in range(12))
    joined = "|" + f"{'said-of-two':49}|" + cells[1:].split("|", 2)[2]
    grid = "\n".join((line, header, line.replace("-", "="), cells, line, joined, line, ""))
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}{grid}\n"})
    assert printed.code.count("t.data-table(") == 1
    assert "colspan: 2, rowspan: 1" in printed.code


def test_cells_over_several_columns_and_rows_keep_their_place(tmp_path: Path) -> None:
    grid = """
+-------+-------+
| A     | B     |
+=======+=======+
| over both     |
+-------+-------+
| tall  | c     |
+       +-------+
|       | d     |
+-------+-------+
"""
    printed = print_book(tmp_path, {"index.rst": TITLE + grid})
    assert "colspan: 2, rowspan: 1" in printed.code
    assert "colspan: 1, rowspan: 2" in printed.code
    assert not outloud(printed.pdf)


def test_a_table_without_a_header_is_no_table_to_a_screen_reader(tmp_path: Path) -> None:
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}=== ===\na   b\nc   d\n=== ===\n"})
    assert "Table" not in printed.tags()
    assert not outloud(printed.pdf)


VIEW = """
.. figure:: a.svg
   :alt: A drawing.
   :name: fig-a

   The figure.

.. container:: exhibit-data

   .. list-table::
      :header-rows: 1

      * - Folded
      * - 1
"""


def name_view(app: Sphinx, doctree: nodes.document) -> None:
    for view in doctree.findall(nodes.container):
        view.update_all_atts({"label": "fig-a", "title": "The rows"})


def setup(app: Sphinx) -> None:
    """This module is an extension as well."""
    app.connect("doctree-read", name_view)


@pytest.mark.parametrize("asked", [True, False])
def test_table_views_are_printed_in_an_appendix_where_asked(tmp_path: Path, asked: bool) -> None:
    files = {"index.rst": TITLE + VIEW, "a.svg": DRAWING.format(body="")}
    text = print_book(tmp_path, files, extensions=[__name__], typst_appendix_data=asked).text()
    assert ("Data of the figures" in text) is asked
    assert ("Fig. 1 The rows Folded 1" in text) is asked
