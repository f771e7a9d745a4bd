"""The folded tables under figures: their rows are written at once, as nodes would be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docutils import nodes

from reportlib.base.payload import Column, Piece, Row
from reportlib.web import views
from reportlib.web.nodes import ready_rows
from reportlib.web.views import web_table
from tests.web.books import HOSTILE, count, figure, published, see, text_of, write_book

LONG = "What was announced may not have come about."
VARIED = (
    Row(cells=(Piece(text="2026-04-08"), count("1,000", 1000)), strong=True),
    Row(cells=(Piece(text=f'{HOSTILE} "quoted" @ \u00a0'), count("2", 2))),
    Row(cells=(Piece(text=LONG, rows=("filings:CHN-2020",)), Piece(text="..", kind="number"))),
    Row(
        cells=(
            Piece(text="Whole", flags="a"),
            Piece(
                kind="number",
                text="3",
                value=3.25,
                unit='"x" & <y>',
                derivation="a / b > 1\n",
                rows=("filings:CHN-2020", "filings:CHN-2021"),
                whole=("filings",),
                flags="be",
            ),
        )
    ),
    Row(cells=(Piece(text=""), Piece(kind="number", text="7", value=7.0))),
)


@pytest.mark.book
@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_rows_written_at_once_are_those_written_as_nodes(
    builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numeric = (Column(title="First", numeric=True), Column(title="Second"))
    made = write_book(
        tmp_path,
        one=("# One", figure("fig-a", rows=VARIED), figure("fig-b", rows=VARIED, columns=numeric)),
    )

    at_once = published(made.build(builder))
    shutil.rmtree(tmp_path / "_build")  # where files are that pages would name otherwise
    monkeypatch.setattr(views, "_leads", lambda piece: True)  # noqa: ARG005
    as_nodes = published(made.build(builder))

    assert "one.html" in at_once or builder == "singlehtml"
    assert at_once == as_nodes


@pytest.mark.book
def test_a_reference_in_a_folded_table_is_a_link_with_its_number(tmp_path: Path) -> None:
    row = Row(cells=(see("fig-b"), count("1", 1)))
    made = write_book(tmp_path, one=("# One", figure("fig-a", rows=(row,)), figure("fig-b")))
    made.build()

    (found,) = made.page("one").xpath("//details[@class='table-view']//a[@href='#fig-b']")
    assert text_of(found) == "Fig. 1.2"


def test_all_rows_are_one_node_unless_they_lead_elsewhere() -> None:
    plain = web_table(figure("fig-a", rows=VARIED), "one", traced=True)
    led = Row(cells=(see("fig-b"), count("1", 1)))
    leading = web_table(figure("fig-a", rows=(*VARIED, led)), "one", traced=True)
    named = Row(cells=(Piece(text="x"), count("1", 1)), target="row-x")
    addressed = web_table(figure("fig-a", rows=(*VARIED, named)), "one", traced=True)

    assert len(list(plain.findall(ready_rows))) == 1
    assert not list(plain.findall(nodes.row))
    assert [len(list(each.findall(nodes.row))) for each in (leading, addressed)] == [6, 6]
