"""What pages may show of one another, as a text that is compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from reportlib.web.renewing import written
from reportlib.web.unchanged import Unchanged


class Thing:
    """An object of attributes."""

    def __init__(self, **attributes: object) -> None:
        vars(self).update(attributes)


def test_equal_values_are_written_the_same_in_whatever_order_they_came() -> None:
    one = {"a": {1, 2}, "b": Thing(x=1, y=(2,)), "c": nodes.title("", "Words")}
    other = {"c": nodes.title("", "Words"), "b": Thing(y=(2,), x=1), "a": {2, 1}}

    assert written(one) == written(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "b"], ["b", "a"]),
        ({"a": 1}, {"a": 2}),
        ({"a": "1"}, {"a": 1}),
        (Thing(x=1), Thing(x=2)),
        (nodes.title("", "Words"), nodes.title("", "Others")),
        (nodes.title("", "", ids=["a"]), nodes.title("", "", ids=["b"])),
        (["a", "b"], ["a, b"]),
        (None, "None"),
    ],
)
def test_other_values_are_written_otherwise(one: object, other: object) -> None:
    assert written(one) != written(other)


def test_a_file_of_the_same_inputs_is_held_until_it_is_gone(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.touch()
    first = Unchanged(tmp_path / "record")
    assert not first.holds("a", [b"1", b"2"], [made])
    first.record()

    again = Unchanged(tmp_path / "record")
    assert again.holds("a", [b"1", b"2"], [made])
    assert not again.holds("a", [b"12", b""], [made])
    assert not again.holds("a", [b"1", b"2"], [made, tmp_path / "none"])


def test_what_is_asked_for_no_more_is_named(tmp_path: Path) -> None:
    first = Unchanged(tmp_path / "record")
    first.holds("a", [], [])
    first.record()

    assert Unchanged(tmp_path / "record").gone() == ["a"]


def test_nothing_is_known_of_a_run_that_did_not_come_to_its_end(tmp_path: Path) -> None:
    first = Unchanged(tmp_path / "record")
    first.holds("a", [], [])
    first.record()
    Unchanged(tmp_path / "record")

    assert not Unchanged(tmp_path / "record").holds("a", [], [])


@pytest.mark.parametrize("text", ["", "[1]", '{"a"'])
def test_a_record_that_is_none_is_as_no_record(text: str, tmp_path: Path) -> None:
    (tmp_path / "record").write_text(text, encoding="utf-8")

    assert not Unchanged(tmp_path / "record").holds("a", [], [])
