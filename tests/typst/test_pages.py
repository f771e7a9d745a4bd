"""How the pages of a book are filled, and what stands before and after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.printing import DRAWING, TITLE, outloud, print_book


def sections(count: int) -> str:
    return "".join(f"Section {at}\n{'-' * 12}\n\nText.\n\n" for at in range(count))


@pytest.mark.parametrize("count", [10, 62, 90])
def test_the_contents_take_one_page(tmp_path: Path, count: int) -> None:
    files = {
        "index.rst": f"{TITLE}.. toctree::\n   :numbered:\n\n   one\n   two\n",
        "one.rst": f"Patents\n=======\n\n{sections(count)}",
        "two.rst": "Copyright\n=========\n\nText.\n",
    }
    pages = print_book(tmp_path, files).pages()
    (contents,) = [at for at, page in enumerate(pages) if "Contents" in page]
    assert "Copyright" in pages[contents]
    assert "Section 0 Text." in pages[contents + 1]


def test_the_lists_of_figures_and_tables_stand_at_the_back(tmp_path: Path) -> None:
    rst = (
        f"{TITLE}.. figure:: a.svg\n   :alt: A.\n\n   The figure's caption.\n\n"
        ".. list-table:: The table's caption.\n   :header-rows: 1\n\n   * - A\n   * - 1\n\n"
        "The last word.\n"
    )
    printed = print_book(tmp_path, {"index.rst": rst, "a.svg": DRAWING.format(body="")})
    text = printed.text()
    figures, tables = text.rindex("The figure’s caption"), text.rindex("The table’s caption")
    assert text.index("The last word.") < text.index("Figures") < figures
    assert figures < text.index("Tables") < tables
    assert not outloud(printed.pdf)


def test_a_short_chapter_is_followed_by_the_next_on_its_page(tmp_path: Path) -> None:
    pages = chapters(tmp_path, lines=5)
    assert any("line 4" in page and "Copyright asks." in page for page in pages)


def test_a_chapter_after_a_page_that_is_nearly_full_begins_a_new_one(tmp_path: Path) -> None:
    pages = chapters(tmp_path, lines=36)
    assert not any("line 35" in page and "Copyright asks." in page for page in pages)


def chapters(folder: Path, lines: int) -> list[str]:
    text = "".join(f"| line {at}\n" for at in range(lines))
    files = {
        "index.rst": f"{TITLE}.. toctree::\n   :numbered:\n\n   one\n   two\n",
        "one.rst": f"Patents\n=======\n\n{text}",
        "two.rst": "Copyright\n=========\n\nCopyright asks.\n",
    }
    return print_book(folder, files).pages()


@pytest.mark.parametrize("fill", range(38, 46))
def test_no_heading_stands_at_the_foot_of_a_page(tmp_path: Path, fill: int) -> None:
    lines = "".join(f"| line {at}\n" for at in range(fill))
    kept = ".. container:: exhibit-figure\n\n   Drawn.\n\n   Its notes.\n"
    rst = f"{TITLE}{lines}\nA question\n----------\n\nIt leads in.\n\n{kept}"
    (page,) = [page for page in print_book(tmp_path, {"index.rst": rst}).pages() if "Drawn" in page]
    assert "A question It leads in. Drawn. Its notes." in page


COVER = """
.. container:: cover-opening

   The opening.

.. container:: exhibit exhibit-figure

   .. figure:: a.svg
      :alt: A.

      The lead chart.

Where does it stand?
--------------------

.. container:: exhibit exhibit-tiles

   .. container:: tiles tiles-numbers

      .. container:: tile

         One number.

      .. container:: tile

         Another number.

   .. container:: notes

      The source of the numbers.

What is found?
--------------

The first finding.
"""


def test_the_title_page_shows_the_opening_the_first_figure_and_the_numbers(tmp_path: Path) -> None:
    drawing = DRAWING.format(body="").replace("300", "500")
    printed = print_book(tmp_path, {"index.rst": TITLE + COVER, "a.svg": drawing})
    first, _, _, preface, *_ = pages = printed.pages()
    for said in ("The opening.", "The lead chart.", "One number.", "Another number.",
                 "The source of the numbers."):  # fmt: skip
        assert said in first
    assert "The first finding." in preface
    assert not any("Where does it stand?" in page for page in pages)
    assert not outloud(printed.pdf)


def test_a_root_without_numbers_has_a_title_page_without_a_figure(tmp_path: Path) -> None:
    rst = TITLE + COVER.replace("tiles-numbers", "tiles-cards")
    pages = print_book(tmp_path, {"index.rst": rst, "a.svg": DRAWING.format(body="")}).pages()
    assert "The lead chart." not in pages[0]
    assert "Where does it stand?" in pages[3]


LONG = "y" * 300 + "END"


@pytest.mark.parametrize(
    "rst",
    [
        f"::\n\n   {LONG}\n",
        f"A word {LONG} in a text.\n",
        f"``{LONG}``\n",
        f".. list-table::\n   :header-rows: 1\n\n   * - A\n     - B\n   * - {LONG}\n     - 1\n",
    ],
    ids=["code", "text", "inline code", "cell"],
)
def test_a_line_of_300_letters_is_broken(tmp_path: Path, rst: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    printed = print_book(tmp_path, {"index.rst": TITLE + rst})
    with pymupdf.open(printed.pdf) as pdf:
        words = [(word, page.rect) for page in pdf for word in page.get_text("words")]
    letters = [
        (word, rect) for word, rect in words if set(word[4]) <= set("yEND") and "y" in word[4]
    ]
    assert sum(word[4].count("y") for word, _ in letters) == 300
    assert all(word[2] < rect.width - 50 for word, rect in letters)
    assert any(word[4].endswith("END") for word, _ in letters)
