"""Which files below ``data/`` a chapter reads: recorded, and refused past the loaders."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportlib.base.economies import economies
from reportlib.base.manifests import read_manifest
from reportlib.base.measures import read_measures
from reportlib.base.plausibility.tables import read_table
from reportlib.base.reads import READS_VARIABLE, note_read, recorded_reads
from reportlib.base.rows import read_rows
from reportlib.content.datasets import read_dataset
from tests.projects import add_filings, environment

BOTH = ("filings.csv", "filings.resource.yaml")


@pytest.fixture
def root(project: Path) -> Path:
    add_filings(project)
    return project


@pytest.fixture
def record(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that takes the record of what this process reads."""
    place = root / "_build" / "some.reads"
    place.parent.mkdir(exist_ok=True)
    monkeypatch.setenv(READS_VARIABLE, str(place))
    return place


def test_a_dataset_is_recorded_by_its_table_and_its_descriptor(root: Path, record: Path) -> None:
    read_dataset("filings")
    assert recorded_reads(record, root / "data") == BOTH


def test_a_dataset_in_memory_is_recorded_as_well(
    root: Path, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(READS_VARIABLE)
    read_dataset("filings")
    monkeypatch.setenv(READS_VARIABLE, str(record))

    read_dataset("filings")

    assert recorded_reads(record, root / "data") == BOTH


def test_every_loader_records(root: Path, record: Path) -> None:
    manifest = read_manifest("filings")
    assert recorded_reads(record, root / "data") == ("filings.resource.yaml",)
    read_rows(manifest)
    assert recorded_reads(record, root / "data") == BOTH
    economies()
    read_measures()
    read_table(read_manifest("economies"))
    assert recorded_reads(record, root / "data") == (
        "economies.csv", "economies.resource.yaml", *BOTH, "measures.yaml",
    )  # fmt: skip


def test_a_second_record_has_what_the_first_has(
    root: Path, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_dataset("filings")
    monkeypatch.setenv(READS_VARIABLE, str(record.with_name("other.reads")))
    read_dataset("filings")
    assert recorded_reads(record.with_name("other.reads"), root / "data") == BOTH


def test_a_file_elsewhere_is_no_part_of_the_record(root: Path, record: Path) -> None:
    note_read(root / "elsewhere" / "filings.csv")
    assert recorded_reads(record, root / "data") == ()


def test_without_a_record_nothing_was_read(tmp_path: Path) -> None:
    assert recorded_reads(tmp_path / "none.reads", tmp_path) == ()


OPENING = """\
import reportlib.content.datasets as datasets
{before}
open({path!r})
"""


@pytest.mark.parametrize(
    ("before", "path", "refused"),
    [
        ("", "data/filings.csv", True),
        ("", "data/../data/filings.csv", True),
        ("datasets.read_dataset('filings')", "data/filings.csv", False),
        ("datasets.read_dataset('filings')", "data/economies.csv", True),
        ("", "_config.yml", False),
    ],
)
def test_a_file_that_is_opened_past_the_loaders_is_refused(
    before: str, path: str, refused: bool, root: Path, tmp_path: Path
) -> None:
    source = OPENING.format(before=before, path=str(root / path))
    done = subprocess.run(
        [sys.executable, "-c", source],
        env={**environment(root), READS_VARIABLE: str(tmp_path / "some.reads")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == refused
    assert ("is opened past the loaders" in done.stderr) == refused
