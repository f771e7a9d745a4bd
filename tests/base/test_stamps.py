"""What is remembered of a file is forgotten once the file is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.economies import economies
from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.measures import read_measures
from reportlib.base.project import ROOT_VARIABLE, find_root
from reportlib.base.rows import rows_of
from reportlib.base.stamps import stamp
from reportlib.content.datasets import read_dataset
from tests.projects import add_filings, write_project


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a small project, where even what was written just now has one stamp."""
    monkeypatch.setattr("reportlib.base.stamps._YOUNG", -(10**18))
    folder = write_project(tmp_path / "book")
    add_filings(folder)
    monkeypatch.setenv(ROOT_VARIABLE, str(folder))
    return folder / "data"


def corrected(path: Path, old: str, new: str) -> None:
    """Put one word for another in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_just_written_has_no_stamp_twice(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")

    assert stamp(tmp_path / "a") != stamp(tmp_path / "a")


def test_what_was_written_long_ago_has_one_stamp(data: Path) -> None:
    assert stamp(data / "filings.csv") == stamp(data / "filings.csv")


def test_what_does_not_exist_has_an_empty_stamp(tmp_path: Path) -> None:
    assert stamp(tmp_path / "nothing") == ()


def test_what_is_read_again_is_the_same_object(data: Path) -> None:
    assert read_dataset("filings") is read_dataset("filings")
    assert read_manifest("filings") is read_manifest("filings")
    assert rows_of("filings") is rows_of("filings")


def test_a_corrected_descriptor_is_seen(data: Path) -> None:
    before = read_manifest("filings").title
    corrected(data / "filings.resource.yaml", before, f"{before}, corrected")

    assert read_manifest("filings").title == f"{before}, corrected"


def test_a_changed_table_is_seen(data: Path) -> None:
    before = rows_of("filings")
    read_dataset("filings")
    text = (data / "filings.csv").read_text(encoding="utf-8")
    (data / "filings.csv").write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")

    assert len(rows_of("filings")) == len(before) - 1
    with pytest.raises(DatasetError, match="checksum"):
        read_dataset("filings")


def test_a_descriptor_that_is_new_is_seen(data: Path) -> None:
    before = dataset_names()
    (data / "zebra.resource.yaml").write_text("name: zebra\n", encoding="utf-8")

    assert dataset_names() == (*before, "zebra")


def test_a_renamed_economy_is_seen(data: Path) -> None:
    before = economies()["CHN"].name
    corrected(data / "economies.csv", before, "Elsewhere")

    assert economies()["CHN"].name == "Elsewhere"


def test_a_link_that_leads_elsewhere_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = write_project(tmp_path / "one"), write_project(tmp_path / "other")
    link = tmp_path / "link"
    link.symlink_to(one)
    monkeypatch.setenv(ROOT_VARIABLE, str(link))
    before = find_root()
    link.unlink()
    link.symlink_to(other)

    assert (before, find_root()) == (one, other)


def test_measures_written_anew_are_seen(data: Path) -> None:
    assert not read_measures().declared

    (data / "measures.yaml").write_text("no such key: 1\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="no such key"):
        read_measures()
