"""What the forms of figure hand on is there."""

from __future__ import annotations

from reportlib.content import figures


def test_every_name_that_the_figures_hand_on_is_there() -> None:
    assert [name for name in figures.__all__ if not hasattr(figures, name)] == []
