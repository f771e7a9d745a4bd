"""YAML is read strictly, whichever file it is in."""

from __future__ import annotations

import pytest
import yaml

from reportlib.base import yaml_text
from reportlib.base.yaml_text import know, read_yaml, told

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "the key 'a' stands twice"),
        ("a: {b: 1, b: 1}\n", "the key 'b' stands twice"),
        ("a:\n- {b: 1}\n- {c: 1, c: 2}\n", "the key 'c' stands twice"),
        (BOMB, "an alias"),
        ("a: &a [*a]\n", "an alias"),
    ],
)
def test_a_doubled_key_and_an_alias_are_refused_with_their_line(text: str, said: str) -> None:
    with pytest.raises(yaml.YAMLError, match="line") as refused:
        read_yaml(text)

    assert said in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\n'1': b\n1: c\n", {"a": 1, "1": "b", 1: "c"}),
        ("- {a: 1}\n- {a: 1}\n", [{"a": 1}, {"a": 1}]),
        ("", None),
        ("a: &a [1]\n", {"a": [1]}),
    ],
)
def test_what_is_sound_is_read(text: str, value: object) -> None:
    assert read_yaml(text) == value


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_nesting_without_end_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="nested too deeply"):
        read_yaml(text)


def test_what_is_known_of_a_text_is_what_it_says_and_nobody_changes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_text, "_known", {})
    text = "a: [1, 2020-01-02]\nb: {c: no}\n"
    plain = read_yaml(text)
    know(told([text]))
    read_yaml(text)["a"].clear()

    assert read_yaml(text) == plain
    assert read_yaml(text + "d: 1\n") == {**plain, "d": 1}
