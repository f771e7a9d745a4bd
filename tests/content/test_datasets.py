"""The loader: types as described, codes as text, missing as missing, bytes as checked."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.content.datasets import (
    manifest_of_row,
    manifests,
    read_dataset,
    without_groups,
)
from tests.made import write_dataset
from tests.projects import BROKEN, ROOT, add_filings

NAMES = dataset_names(ROOT / "data")


@pytest.fixture
def filings(project: Path) -> Path:
    """The small dataset, in the project in use."""
    return add_filings(project)


def test_columns_have_the_types_of_the_descriptor(filings: Path) -> None:
    table = read_dataset("filings").table.drop(columns="row")
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == {
        "economy": "object",
        "year": "int64",
        "applications": "Int64",
        "note": "object",
    }


def test_a_missing_number_is_missing_and_not_zero(filings: Path) -> None:
    (value,) = read_dataset("filings").where(economy="NAM")["applications"]
    assert pd.isna(value)


def test_a_missing_text_is_an_empty_text(filings: Path) -> None:
    (note,) = read_dataset("filings").where(economy="BRA")["note"]
    assert note == ""


def test_namibias_two_letter_code_stays_a_text() -> None:
    (code,) = read_dataset("economies").where(economy="NAM")["iso2"]
    assert code == "NA"


def test_a_row_has_an_id_of_dataset_and_key(filings: Path) -> None:
    assert list(read_dataset("filings").table["row"]) == [
        "filings:BRA-2020",
        "filings:CHN-2020",
        "filings:CHN-2021",
        "filings:NAM-2020",
    ]


def test_rows_made_for_a_group_of_economies_can_be_left_out(project: Path) -> None:
    group = {"where": {"economy": ["BRA", "ARG"]}, "kind": "group", "text": "One for both."}
    table = "economy,year,value\nARG,2020,1\nBRA,2020,1\nCHN,2020,2"
    write_dataset(project, "users", table, derived=[group])

    assert list(without_groups(read_dataset("users")).table["economy"]) == ["CHN"]


def test_what_is_derived_names_rows_that_are_there() -> None:
    nothing = [
        (manifest.stem, found.text)
        for manifest in manifests()
        for found in manifest.reportlib.derived
        if read_dataset(manifest.stem).among(found.where).empty
    ]
    assert nothing == []


def test_rows_are_found_by_the_values_of_columns(filings: Path) -> None:
    found = read_dataset("filings").where(economy="CHN", year=2021)
    assert list(found["applications"]) == [1585663]


def test_a_rows_id_leads_back_to_its_dataset() -> None:
    manifest = manifest_of_row("patent-applications:CHN-2020-resident")
    assert manifest.stem == "patent_applications"


def test_changed_bytes_are_refused_with_both_checksums(filings: Path) -> None:
    filings.write_bytes(filings.read_bytes().replace(b"24338", b"24339"))
    with pytest.raises(DatasetError) as error:
        read_dataset("filings")
    expected = read_manifest("filings").hash
    assert str(error.value).startswith(f"{filings}: its checksum is sha256:")
    assert f"expected {expected} as filings.resource.yaml says" in str(error.value)
    assert "Restore the file, or update the descriptor" in str(error.value)


def test_a_folder_in_a_files_place_is_refused(filings: Path) -> None:
    filings.unlink()
    filings.mkdir()
    with pytest.raises(DatasetError, match=r"cannot be read \(Is a directory"):
        read_dataset("filings")


def test_an_unknown_dataset_is_refused(filings: Path) -> None:
    with pytest.raises(DatasetError, match="The datasets are: economies, filings"):
        read_dataset("grants")


@pytest.mark.parametrize(
    "fault",
    [
        "columns-swapped",
        "empty-file",
        "extra-column",
        "fraction-for-a-count",
        "html-page",
        "missing-year",
        "not-utf-8",
        "row-too-long",
        "semicolons",
        "thousands-separated",
        "word-for-a-count",
        "wrong-header",
    ],
)
def test_data_that_do_not_fit_the_descriptor_are_refused(fault: str, project: Path) -> None:
    place = add_filings(project, BROKEN / "data" / f"{fault}.csv")
    with pytest.raises(DatasetError) as error:
        read_dataset("filings")
    assert str(error.value).startswith(f"{place}: ")


@pytest.mark.parametrize("name", NAMES)
def test_codes_and_years_of_every_dataset_are_never_floats(name: str) -> None:
    dataset = read_dataset(name)
    for field in dataset.manifest.table.fields:
        dtype = str(dataset.table[field.name].dtype)
        if field.type == "string":
            assert dtype == "object"
            assert {type(value) for value in dataset.table[field.name]} <= {str}
        elif field.type == "integer":
            assert dtype in ("int64", "Int64")


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_of_any_dataset_changes_on_the_way(name: str) -> None:
    dataset = read_dataset(name)
    with dataset.manifest.data_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for field in dataset.manifest.table.fields:
        for read, row in zip(dataset.table[field.name], rows, strict=True):
            written = row[field.name]
            if field.type == "string":
                assert read == written
            elif field.type == "boolean":
                assert str(read).lower() == written
            elif written == "":
                assert pd.isna(read)
            else:
                assert float(read) == float(written)


@pytest.mark.parametrize("name", NAMES)
def test_row_ids_of_every_dataset_are_unique(name: str) -> None:
    assert read_dataset(name).table["row"].is_unique


def test_the_manifests_are_those_of_all_datasets_in_order() -> None:
    assert tuple(manifest.stem for manifest in manifests()) == NAMES
