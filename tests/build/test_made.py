"""What was made before: whether it is what would be made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.program import content_digest
from reportlib.build.made import is_current, remember


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A PDF that was printed from the inputs ``a``, by the record beside it."""
    place = tmp_path / "book.pdf"
    place.write_bytes(b"%PDF-1.7 a book")
    remember(tmp_path, place, "a")
    return place


def test_a_file_is_current_for_the_inputs_that_it_was_printed_from(held: Path) -> None:
    assert is_current(held.parent, held, "a")
    assert not is_current(held.parent, held, "b")


def test_what_is_made_of_several_inputs_is_current_for_each(held: Path) -> None:
    remember(held.parent, held, "c", "d")

    assert is_current(held.parent, held, "c")
    assert is_current(held.parent, held, "d")
    assert not is_current(held.parent, held, "a")


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 another"])
def test_a_file_that_is_gone_or_another_is_not_current(content: bytes | None, held: Path) -> None:
    held.write_bytes(content) if content else held.unlink()
    assert not is_current(held.parent, held, "a")


@pytest.mark.parametrize(
    "record", ["[]", "{", "\N{NO-BREAK SPACE}", "", '{"PLACE": {"inputs": "a", "made": "MADE"}}']
)
def test_a_file_without_a_sound_record_is_not_current(record: str, held: Path) -> None:
    text = record.replace("PLACE", str(held)).replace("MADE", content_digest(held))
    (held.parent / "made.json").write_text(text, encoding="latin-1")
    assert not is_current(held.parent, held, "a")


def test_the_record_of_one_file_leaves_that_of_another(held: Path) -> None:
    other = held.with_name("other.pdf")
    other.write_bytes(b"%PDF-1.7 another")
    remember(held.parent, other, "b")

    assert is_current(held.parent, held, "a")
    assert is_current(held.parent, other, "b")


def test_a_file_that_is_not_there_is_not_current_whatever_the_record_says(tmp_path: Path) -> None:
    remember(tmp_path, tmp_path / "none.pdf", "a")

    assert not is_current(tmp_path, tmp_path / "none.pdf", "a")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pages that was made from the inputs ``a``, by the record beside it."""
    place = tmp_path / "html"
    (place / "chapters").mkdir(parents=True)
    (place / "chapters" / "first.html").write_text("<h1>First</h1>")
    remember(tmp_path, place, "a")
    return place


def test_a_folder_is_current_for_the_inputs_that_it_was_made_from(pages: Path) -> None:
    assert is_current(pages.parent, pages, "a")
    assert not is_current(pages.parent, pages, "b")


def test_a_folder_with_a_page_changed_by_hand_is_not_current(pages: Path) -> None:
    (pages / "chapters" / "first.html").write_text("<h1>Other</h1>")
    assert not is_current(pages.parent, pages, "a")


def test_a_folder_with_a_file_more_or_less_is_not_current(pages: Path) -> None:
    (pages / "more.html").touch()
    assert not is_current(pages.parent, pages, "a")
    (pages / "more.html").unlink()
    (pages / "chapters" / "first.html").unlink()
    assert not is_current(pages.parent, pages, "a")
