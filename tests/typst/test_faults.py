"""When printing fails: a clear word, no half file, and the PDF printed before is kept."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reportlib.typst import PrintError
from reportlib.typst.builder import write_whole
from tests.build.printing import DRAWING, TITLE, print_again, print_book

TEXT = {"index.rst": f"{TITLE}Text.\n"}


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def image(name: str) -> dict[str, str]:
    return {"index.rst": f"{TITLE}.. image:: {name}\n   :alt: An image.\n"}


def test_a_failed_book_leaves_the_one_before(tmp_path: Path) -> None:
    printed = print_book(tmp_path, TEXT)
    before = printed.pdf.read_bytes()
    with pytest.raises(PrintError):
        print_book(tmp_path, {"index.rst": f"{TITLE}No glyph: 中.\n"})
    assert printed.pdf.read_bytes() == before


def test_a_folder_in_the_place_of_the_pdf_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out" / "book.pdf").mkdir(parents=True)
    with pytest.raises(PrintError, match=r"book\.pdf: this is no file"):
        print_book(tmp_path, TEXT)


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="/dev/full: this is no file"):
        print_book(tmp_path, TEXT, typst_output="/dev/full")
    assert not Path("/dev/full").is_file()


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    place = tmp_path / "book.pdf"
    place.write_bytes(b"before")
    with file_size_limit(1000), pytest.raises(PrintError, match="cannot be written"):
        write_whole(place, b"x" * 5000)
    assert place.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["book.pdf"]


def test_the_pdf_may_have_another_name(tmp_path: Path) -> None:
    print_book(tmp_path, TEXT, typst_output="report.pdf")
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_missing_image_is_an_error_that_names_page_and_image(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"index.*none\.svg cannot be printed"):
        print_book(tmp_path, image("none.svg"))


@pytest.mark.parametrize("content", ["", "<svg", "<html/>", "no image at all"])
def test_a_broken_drawing_is_an_error_that_names_page_and_image(
    tmp_path: Path, content: str
) -> None:
    with pytest.raises(PrintError, match=r"index.*a\.svg cannot be printed"):
        print_book(tmp_path, {**image("a.svg"), "a.svg": content})


def test_a_broken_photograph_is_an_error_that_names_page_and_image(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"index: the image a\.png cannot be printed"):
        print_book(tmp_path, {**image("a.png"), "a.png": "no image at all"})


def test_an_image_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="it lies elsewhere"):
        print_book(tmp_path, image("https://example.invalid/a.png"))


def test_an_image_without_a_description_is_an_error(tmp_path: Path) -> None:
    files = {"index.rst": f"{TITLE}.. image:: a.svg\n", "a.svg": DRAWING.format(body="")}
    with pytest.raises(PrintError, match=r"a\.svg has no alternative text"):
        print_book(tmp_path, files)


def test_a_decoration_is_no_figure(tmp_path: Path) -> None:
    files = {"index.md": "# A book\n\nText ![](a.svg) text.\n", "a.svg": DRAWING.format(body="")}
    printed = print_book(tmp_path, files, extensions=["myst_parser"])
    assert printed.alternatives("Figure") == []


def test_every_problem_is_told_in_one_pass(tmp_path: Path) -> None:
    rst = f"{TITLE}.. image:: none.svg\n   :alt: x\n\nA :math:`\\frac{{1`.\n"
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, {"index.rst": rst})
    assert len(raised.value.problems) == 2


def test_colours_are_those_of_print(tmp_path: Path) -> None:
    files = {**image("a.svg"), "a.svg": DRAWING.format(body="")}
    printed = print_book(tmp_path, files, typst_svg_palette={"#C2380F": "#801f00"})
    [drawing] = (printed.folder / "images").iterdir()
    assert "#801f00" in drawing.read_text()
    assert "#c2380f" not in drawing.read_text()


def test_a_template_that_is_broken_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.typ"
    own.write_text("#let report(body) = {")
    with pytest.raises(PrintError, match=r"template\.typ"):
        print_book(tmp_path, TEXT, typst_template=str(own))


def test_the_book_may_be_printed_again_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PrintError):
        print_book(tmp_path, TEXT, typst_paper="a5")
    assert print_again(tmp_path, typst_paper="us-letter").pdf.is_file()
