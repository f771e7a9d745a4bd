"""Descriptors are read as typed values; what is wrong with one is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from tests.projects import BROKEN, ROOT, SOUND

NAMES = dataset_names(ROOT / "data")


def test_a_descriptor_is_read_with_its_columns_and_key() -> None:
    manifest = read_manifest("filings", SOUND)
    assert [field.name for field in manifest.table.fields] == [
        "economy",
        "year",
        "applications",
        "note",
    ]
    assert manifest.table.primary_key == ("economy", "year")
    assert manifest.reportlib.redistribute == "yes"


def test_the_data_file_lies_beside_its_descriptor() -> None:
    assert read_manifest("filings", SOUND).data_file == SOUND / "filings.csv"


def test_a_dataset_is_called_what_its_files_are_called() -> None:
    assert read_manifest("patent_applications", ROOT / "data").stem == "patent_applications"


def test_names_are_those_of_the_descriptors_in_order(tmp_path: Path) -> None:
    for name in ("b.resource.yaml", "a.resource.yaml", "c.csv", "d.yaml"):
        (tmp_path / name).touch()
    assert dataset_names(tmp_path) == ("a", "b")


def test_an_unknown_dataset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(DatasetError, match=r"there is no such descriptor.*filings"):
        read_manifest("grants", SOUND)


def test_a_folder_without_datasets_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="The datasets are: none"):
        read_manifest("grants", tmp_path)


def test_a_descriptor_cannot_be_changed_after_reading() -> None:
    manifest = read_manifest("filings", SOUND)
    with pytest.raises(ValueError, match="frozen"):
        manifest.reportlib.trust = "D"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"created: 2020-13-45", b"a: [", b"\0"], ids=repr)
def test_a_file_that_cannot_be_read_is_a_dataset_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "filings.resource.yaml").write_bytes(content)
    with pytest.raises(DatasetError, match="not readable as YAML in UTF-8"):
        read_manifest("filings", tmp_path)


def test_a_folder_in_a_descriptors_place_is_no_descriptor(tmp_path: Path) -> None:
    (tmp_path / "filings.resource.yaml").mkdir()
    with pytest.raises(DatasetError, match="there is no such descriptor"):
        read_manifest("filings", tmp_path)


def test_an_unquoted_yes_is_refused_since_yaml_reads_a_truth_value(tmp_path: Path) -> None:
    broken = BROKEN / "descriptors" / "redistribute-unquoted.resource.yaml"
    shutil.copy(broken, tmp_path / "filings.resource.yaml")
    with pytest.raises(DatasetError, match=r"reportlib\.redistribute: .*found True"):
        read_manifest("filings", tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_every_dataset_says_what_a_reader_must_know(name: str) -> None:
    manifest = read_manifest(name, ROOT / "data")
    ours = manifest.reportlib
    for said in (ours.measures, ours.does_not_mean, ours.unit, ours.vintage, ours.citation):
        assert said.strip()
    assert all(source.title for source in manifest.sources)
    assert all(licence.path.startswith("https://") for licence in manifest.licenses)
    assert all(field.title for field in manifest.table.fields)
