"""A book whose numbers rest on rows that do not exist is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.payload import Piece, Row
from reportlib.base.rows import datasets_of
from tests.web.books import SOURCE, figure, findings, say, table, write_book


def rests_on(*rows: str, whole: tuple[str, ...] = ()) -> Piece:
    return Piece(kind="number", text="2.1", value=2.1, rows=rows, whole=whole)


def refused(folder: Path, builder: str = "html") -> str:
    """What a build says of two chapters with unknown rows."""
    book = write_book(
        folder,
        one=("# One", findings("find-one", sentences=(say(rests_on("filings:BRA-1066")),))),
        two=(
            "# Two",
            table("tbl-two", notes=(), rows=(Row(cells=(Piece(text="Here"), rests_on("no:x"))),)),
            figure("fig-two", headline=say(rests_on("filings:CHN-2020", whole=("nowhere",)))),
            findings("find-two", sources=(SOURCE.model_copy(update={"dataset": "patents"}),)),
            figure("fig-first"),
        ),
    )
    with pytest.raises(BuildError) as error:
        book.build(builder)
    return str(error.value)


@pytest.mark.book
@pytest.mark.parametrize("builder", ["html", "text"])
def test_every_unknown_row_is_named_with_page_exhibit_and_number(
    builder: str, tmp_path: Path
) -> None:
    said = refused(tmp_path, builder).splitlines()

    assert len(said) == 4
    assert "one, find-one: '2.1' cites the row filings:BRA-1066" in said[0]
    assert "two, tbl-two: '2.1' cites the row no:x" in said[1]
    assert "two, fig-two: '2.1' cites all of nowhere" in said[2]
    assert "two, find-two: cites patents" in said[3]


def test_an_exhibit_rests_on_its_sources_and_on_those_of_its_numbers() -> None:
    shown = findings("find-a", sentences=(say(rests_on("b:1", whole=("c",))),))

    assert datasets_of(shown) == ("b", "c", "filings")
