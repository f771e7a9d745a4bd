"""The marks of a number stand after it, raised, wherever the number goes."""

from __future__ import annotations

from docutils import nodes

from reportlib.base.payload import Piece
from reportlib.web.nodes import number
from reportlib.web.prose import inline_nodes


def piece(flags: str) -> Piece:
    return Piece(kind="number", text="70,160", value=70160, rows=("filings:CHN-2024",), flags=flags)


def test_marks_stand_raised_behind_their_number() -> None:
    shown, marks = inline_nodes((piece("pu"),), "chapter")

    assert isinstance(shown, number)
    assert shown.astext() == "70,160"
    assert isinstance(marks, nodes.superscript)
    assert marks.astext() == "pu"
    assert marks["classes"] == ["flags"]


def test_a_number_without_marks_stands_alone() -> None:
    (shown,) = inline_nodes((piece(""),), "chapter")

    assert shown.astext() == "70,160"


def test_marks_stand_before_the_text_that_follows() -> None:
    found = inline_nodes((piece("p"), Piece(text=" in 2024.")), "chapter")

    assert "".join(each.astext() for each in found) == "70,160p in 2024."
