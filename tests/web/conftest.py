"""One small book, compiled once by each builder that a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportlib.base.payload import Payload
from tests.web.books import (
    HOSTILE,
    Book,
    figure,
    findings,
    missing_figure,
    rows,
    say,
    table,
    write_book,
)


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of two chapters that refer to each other's exhibits."""
    return write_book(
        tmp_path_factory.mktemp("book"),
        first=(
            "# First\n\nSee {numref}`fig-hostile`, {numref}`tbl-second`, [](#tbl-first) and "
            "[the findings](#find-first).",
            findings("find-first"),
            figure("fig-first"),
            table("tbl-first"),
            findings("find-statement", title="", sources=()),
        ),
        second=(
            "# Second\n\nSee {numref}`fig-first`, {ref}`fig-first` and {numref}`fig-missing`. "
            "{math}`a^2`",
            missing_figure("fig-missing"),
            figure(
                "fig-hostile",
                title=HOSTILE,
                subtitle=HOSTILE,
                caption=HOSTILE,
                alt=HOSTILE,
                headline=say(HOSTILE),
                notes=(say(HOSTILE),),
                rows=rows(HOSTILE),
            ),
            table("tbl-second", caption=HOSTILE, rows=rows(HOSTILE, "中国")),
            Payload(kind="table", label="tbl-missing", title="Talent", missing="Not counted."),
        ),
    )


@pytest.fixture(scope="session")
def compiled(book: Book) -> Callable[[str], Path]:
    """Compile the book by a builder, once, as strictly as that builder allows."""
    done: dict[str, Path] = {}

    def compile_once(builder: str) -> Path:
        if builder not in done:
            done[builder] = book.build(builder, strict=builder != "latex")
        return done[builder]

    return compile_once
