"""Rows are found by the ids that the datasets give them."""

from __future__ import annotations

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names
from reportlib.base.rows import find_rows, rows_of
from reportlib.content.datasets import ROW, read_dataset


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
