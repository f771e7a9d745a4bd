"""One server for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportlib.engine.server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as made:
        yield made
