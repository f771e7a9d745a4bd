"""Which files below ``data/`` a chapter reads: recorded, and refused past the loaders."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportlib.base.economies import economies
from reportlib.base.errors import DatasetError
from reportlib.base.manifests import read_manifest
from reportlib.base.measures import read_measures
from reportlib.base.plausibility.tables import read_table
from reportlib.base.reads import (
    READS_VARIABLE,
    WORDS,
    Reads,
    note_read,
    reads_in,
    recorded_reads,
    recording,
)
from reportlib.base.rows import find_rows, read_rows, rows_digest
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
    assert recorded_reads(record, root / "data") == (f"filings.resource.yaml{WORDS}",)
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


def test_of_a_table_only_the_rows_asked_for_are_recorded(root: Path, record: Path) -> None:
    find_rows(["filings:CHN-2021", "filings:BRA-2020", "filings:CHN-2021"])
    assert reads_in(record, root / "data") == Reads(
        (f"filings.resource.yaml{WORDS}",),
        {"filings.csv": ("filings:BRA-2020", "filings:CHN-2021")},
    )
    assert recorded_reads(record, root / "data") == (
        "filings.csv",
        f"filings.resource.yaml{WORDS}",
    )


def test_rows_are_no_more_than_their_whole_table(root: Path, record: Path) -> None:
    find_rows(["filings:BRA-2020"])
    read_rows(read_manifest("filings"))
    find_rows(["filings:CHN-2020"])
    assert reads_in(record, root / "data") == Reads(BOTH)


@pytest.mark.parametrize("asked", ["hash", "bytes"])
def test_who_asks_for_the_bytes_of_a_table_reads_all_of_the_descriptor(
    asked: str, root: Path, record: Path
) -> None:
    getattr(read_manifest("filings"), asked)
    assert recorded_reads(record, root / "data") == ("filings.resource.yaml",)


def test_the_digest_of_rows_is_another_where_one_is_or_came_or_went(root: Path) -> None:
    rows = ["filings:CHN-2020", "filings:CHN-2030"]
    before = rows_digest(rows)
    table = root / "data" / "filings.csv"
    text = table.read_text(encoding="utf-8")
    digests = set()
    for changed in (
        text.replace("1497159", "1497160"),
        text.replace("CHN,2020", "CHN,2019"),
        f"{text}CHN,2030,1,\n",
        text.replace("applications", "requests"),
    ):
        table.write_text(changed, encoding="utf-8")
        digests.add(rows_digest(rows))
    table.write_text(text.replace("24338", "24339"), encoding="utf-8")
    assert rows_digest(rows) == before
    assert len(digests - {before}) == 4


def test_recording_lasts_as_long_as_it_is_asked_for(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(READS_VARIABLE, raising=False)
    place = tmp_path / "some.reads"
    for _ in range(2):
        with recording(place, root):
            read_manifest("filings")
            with pytest.raises(DatasetError, match="opened past the loaders"):
                (root / "data" / "filings.csv").read_bytes()
        assert recorded_reads(place, root / "data") == (f"filings.resource.yaml{WORDS}",)
        place.unlink()
    assert (root / "data" / "filings.csv").read_bytes()
    read_dataset("filings")
    assert not place.exists()
