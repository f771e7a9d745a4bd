"""What a topic hands on to chapters and to other topics is there, and somebody takes it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from reportlib.topics import ai, claims, method, overview, patents, statements, systems, talent
from reportlib.topics import copyright as copyrights
from tests.projects import ROOT

TOPICS = ROOT / "src" / "reportlib" / "topics"
each = pytest.mark.parametrize(
    "topic",
    [ai, claims, copyrights, method, overview, patents, statements, systems, talent],
    ids=lambda topic: topic.__name__.rpartition(".")[2],
)


@each
def test_every_name_that_a_topic_hands_on_is_there(topic: ModuleType) -> None:
    assert [name for name in topic.__all__ if not hasattr(topic, name)] == []


@each
def test_every_name_that_a_topic_hands_on_is_taken(topic: ModuleType) -> None:
    taken: set[str] = set().union(
        *(words(path) for path in readers() if not path.is_relative_to(folder(topic)))
    )
    assert [name for name in topic.__all__ if name not in taken] == []


def folder(topic: ModuleType) -> Path:
    return TOPICS / topic.__name__.rpartition(".")[2]


@cache
def readers() -> list[Path]:
    """The chapters, topics and tests."""
    return [
        *ROOT.glob("*.ipynb"),
        *ROOT.glob("chapters/*.ipynb"),
        *TOPICS.rglob("*.py"),
        *ROOT.glob("tests/**/*.py"),
    ]


@cache
def words(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
