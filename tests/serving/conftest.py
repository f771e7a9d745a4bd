"""One server of a small book for all tests that leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.projects import chapter, code, text, write_project
from tests.serving.servers import Served, serving

LEADING = text("The other chapter has {ref}`another table <tbl-second>`.")
FAILING = code("if economy == 'NAM':\n    raise ValueError(f'no page of {economy}')")
SLOW = code("import time\nif economy == 'TUV':\n    time.sleep(60)")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A book whose first chapter leads to the second, and whose third fails or lasts for some."""
    from tests.projects import TABLE

    def with_table(name: str, *cells: object) -> list[object]:
        return [*chapter(name, code(TABLE.format(name=name))), *cells]

    chapters = {
        "first": with_table("first", LEADING),
        "second": with_table("second"),
        "third": with_table("third", FAILING, SLOW),
    }
    root = write_project(tmp_path_factory.mktemp("served") / "book", chapters)  # type: ignore[arg-type]
    with serving(root) as found:
        yield found
