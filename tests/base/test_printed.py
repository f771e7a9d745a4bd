"""Nothing from outside commands a terminal, or fills it."""

from __future__ import annotations

import pytest

from reportlib.base.printed import printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\rb\x00", r"a\rb\x00"),
        ("\x9b31m", r"\x9b31m"),
        ("two\n\tlines", "two\n\tlines"),
        ("中文 ü", "中文 ü"),
        ("\udce9", r"\udce9"),
    ],
)
def test_control_characters_are_written_out(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_a_long_text_is_cut_and_says_how_long_it_is() -> None:
    assert printable("x" * 11, most=10) == f"{'x' * 10}… (11 characters)"
    assert printable("x" * 10, most=10) == "x" * 10
