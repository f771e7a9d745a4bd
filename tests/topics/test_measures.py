"""What chapters take for granted of the measures that they show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from reportlib.base.measures import read_measures
from reportlib.base.yaml_text import read_yaml
from reportlib.content.edition import Edition
from reportlib.topics.overview.measures import indicators
from tests.projects import ROOT


def test_only_ranks_that_a_publisher_prints_are_better_the_less_they_are() -> None:
    told = indicators(Edition())

    assert [one.title for one in told if one.series.measure.better == "less"] == [
        one.title for one in told if one.printed
    ]


def test_measures_of_the_profile_have_names_of_their_own() -> None:
    names = [one.title for one in indicators(Edition())]

    assert len(names) == len(set(names)) == 20


def test_every_measure_is_asked_for_by_a_topic_or_another_measure() -> None:
    declared = read_yaml((ROOT / "data" / "measures.yaml").read_text(encoding="utf-8"))
    others = {key: declared[key] for key in ("peers_by", "scales", "derived")}
    asked = "|".join([*patterns_in_topics(), *texts_in(others)])

    assert [name for name in read_measures().declared if not re.fullmatch(asked, name)] == []


def patterns_in_topics() -> Iterator[str]:
    """The texts of the topics that can be names, as patterns where a part is put in."""
    for path in (ROOT / "src" / "reportlib" / "topics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            texts = [one.value if isinstance(one, ast.Constant) else r"\w+" for one in parts]
            found = "".join(map(str, texts))
            if re.fullmatch(r"(\w|\\w\+)*", found) and found.strip("\\w+_"):
                yield found


def texts_in(declared: Any) -> Iterator[str]:
    """The values below the keys, some of which name measures."""
    if isinstance(declared, dict | list):
        for one in declared.values() if isinstance(declared, dict) else declared:
            yield from texts_in(one)
    elif isinstance(declared, str):
        yield re.escape(declared)
