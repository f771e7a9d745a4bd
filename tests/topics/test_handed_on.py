"""What a topic hands on to chapters and to other topics is there."""

from __future__ import annotations

from types import ModuleType

import pytest

from reportlib.topics import ai, claims, overview, patents, statements, systems, talent
from reportlib.topics import copyright as copyrights


@pytest.mark.parametrize(
    "topic",
    [ai, claims, copyrights, overview, patents, statements, systems, talent],
    ids=lambda topic: topic.__name__.rpartition(".")[2],
)
def test_every_name_that_a_topic_hands_on_is_there(topic: ModuleType) -> None:
    assert [name for name in topic.__all__ if not hasattr(topic, name)] == []
