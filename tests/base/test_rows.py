"""Rows are found by the ids that the datasets give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.payload import Payload, Piece, Row
from reportlib.base.rows import (
    cells_of,
    dataset_of,
    datasets_of,
    economy_column,
    find_rows,
    row_id,
    rows_of,
    time_column,
    unknown,
)
from reportlib.content.datasets import ROW, read_dataset
from tests.base.test_payload import SOURCE
from tests.projects import add_filings


@pytest.mark.parametrize("name", dataset_names())
def test_a_row_has_the_same_id_with_and_without_pandas(name: str) -> None:
    dataset = read_dataset(name)
    assert list(rows_of(dataset.manifest.name)) == list(dataset.table[ROW])


def test_a_row_is_found_with_its_cells_as_they_stand_in_the_file() -> None:
    (cells,) = find_rows(["gii-ranks:CHN-2022"]).values()
    assert (cells["economy"], cells["rank"]) == ("CHN", "11")


def test_every_unknown_id_is_named_in_one_error() -> None:
    with pytest.raises(DatasetError) as error:
        find_rows(["gii-ranks:CHN-2022", "gii-ranks:CHN-1066", "no-such-data:1"])
    assert "gii-ranks:CHN-1066" in str(error.value)
    assert "no-such-data:1" in str(error.value)
    assert "gii-ranks:CHN-2022" not in str(error.value)


def exhibit(*pieces: Piece, sources: tuple[str, ...] = ()) -> Payload:
    """A table of one row that cites what its pieces do, and these datasets as sources."""
    return Payload(
        kind="table",
        label="tbl-a",
        title="A table",
        rows=(Row(cells=pieces),),
        sources=tuple(SOURCE.model_copy(update={"dataset": name}) for name in sources),
    )


def test_an_exhibit_rests_on_the_datasets_of_its_rows_and_sources_each_named_once() -> None:
    row = Piece(text="1", rows=("gii-ranks:CHN-2022", "b:1"))
    whole = Piece(text="2", whole=("c", "b"))

    assert datasets_of(exhibit(row, whole, sources=("a", "c"))) == ("a", "b", "c", "gii-ranks")


def test_what_no_dataset_has_is_named_once_with_its_place() -> None:
    bad = Piece(text="1", rows=("gii-ranks:CHN-1066", "gii-ranks:CHN-2022"))
    whole = Piece(text="2", whole=("no-such-data", "gii-ranks"))
    page = ("patents", exhibit(bad, bad, whole, sources=("other-data", "gii-ranks")))

    assert unknown([page, page]) == [
        "patents, tbl-a: '1' cites the row gii-ranks:CHN-1066, which no dataset has. "
        "Correct the code that makes this exhibit, or execute its chapter again.",
        "patents, tbl-a: '2' cites all of no-such-data; there is no such dataset.",
        "patents, tbl-a: cites other-data; there is no such dataset.",
    ]


def test_what_the_datasets_have_is_no_fault() -> None:
    good = exhibit(Piece(text="1", rows=("gii-ranks:CHN-2022",)), sources=("gii-ranks",))

    assert unknown([("patents", good)]) == []


def test_a_key_is_written_without_spaces() -> None:
    assert row_id("filings", ["CHN", "PCT route", "2021"]) == "filings:CHN-PCT_route-2021"
    assert dataset_of("filings:CHN-a:b") == "filings"


@pytest.mark.parametrize(
    ("dataset", "place", "time"),
    [
        ("patent_applications", "office", "year"),
        ("gii_ranks", "economy", "edition"),
        ("economies", "economy", ""),
    ],
)
def test_the_columns_of_place_and_time_are_known(dataset: str, place: str, time: str) -> None:
    manifest = read_manifest(dataset)

    assert (economy_column(manifest), time_column(manifest)) == (place, time)


@pytest.mark.parametrize("content", [None, b"other\n1\n", b"economy,year\n\xff,1\n"])
def test_a_table_that_cannot_be_read_is_an_error(content: bytes | None, project: Path) -> None:
    place = add_filings(project)
    if content is None:  # a folder stands in its place
        place.unlink()
        place.mkdir()
    else:
        place.write_bytes(content)

    with pytest.raises(DatasetError) as error:
        rows_of("filings")

    with pytest.raises(DatasetError) as again:
        cells_of(read_manifest("filings"), ())

    assert str(again.value).startswith(f"{place}: cannot be read as the table")
    told = "cannot be read as the table its descriptor describes ("
    assert str(error.value).startswith(f"{place}: {told}")
    assert str(error.value).endswith("Run `reportlib check` for every fault.")


def test_a_dataset_that_there_is_not_has_no_rows() -> None:
    assert rows_of("no-such-data") == {}


@pytest.mark.parametrize("name", ["economies", "gii_ranks"])
def test_the_cells_asked_for_are_those_of_all_rows(name: str) -> None:
    manifest = read_manifest(name)
    rows = rows_of(manifest.name)
    asked = set(list(rows)[::3])

    found, count = cells_of(manifest, asked)

    assert count == len(rows)
    assert found == {i: list(cells.values()) for i, cells in rows.items() if i in asked}
