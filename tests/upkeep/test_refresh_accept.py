"""A corrected cell is accepted: what changes is shown, and the descriptor follows the file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportlib.base.errors import DatasetError
from reportlib.cli import main
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.refresh.accepting import accept_dataset
from tests.projects import SOUND, add_filings

ROW = (SOUND / "filings.csv").read_text(encoding="utf-8").splitlines()[1]
KEY, OLD, NEW = "BRA 2020", "24338", "24339"
CORRECTED = ROW.replace(OLD, NEW)


def accept(*options: str) -> Result:
    """What `reportlib data accept filings` does."""
    return CliRunner().invoke(main, ["data", "accept", "filings", *options])


def git(folder: Path, *words: str) -> None:
    """Run Git in a folder as an author of its own."""
    named = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *named, *words], check=True, capture_output=True)


@pytest.fixture
def corrected(project: Path) -> Path:
    """The file of a dataset with another figure in its first row; Git has the old one."""
    place = add_filings(project)
    git(project, "init")
    git(project, "add", ".")
    git(project, "commit", "-m", "data")
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace(ROW, CORRECTED), encoding="utf-8")
    return place


def test_a_corrected_cell_is_shown_and_accepted(corrected: Path, project: Path) -> None:
    done = accept()
    assert done.exit_code == 0, done.output
    assert "filings: 1 cell changed\n" in done.output
    assert f"  {KEY} applications: {OLD} -> {NEW}\n" in done.output
    assert check_project(project) == ()


def test_a_correction_that_was_committed_before_is_shown_as_well(
    corrected: Path, project: Path
) -> None:
    git(project, "commit", "-am", "corrected")
    assert "1 cell changed" in accept().output


def test_a_dry_run_shows_the_cells_and_writes_nothing(corrected: Path) -> None:
    descriptor = corrected.with_suffix(".resource.yaml")
    before = descriptor.read_bytes()
    done = accept("--dry-run")
    assert "1 cell changed" in done.output
    assert "nothing was written" in done.output
    assert descriptor.read_bytes() == before


def test_a_row_that_went_shows_its_cells_as_missing(corrected: Path) -> None:
    lines = corrected.read_text(encoding="utf-8").splitlines()
    corrected.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    assert f"  {KEY} applications: {OLD} -> ..\n" in accept().output


def test_without_the_old_file_it_says_that_the_cells_are_not_known(project: Path) -> None:
    place = add_filings(project)
    place.write_text(place.read_text(encoding="utf-8").replace(ROW, CORRECTED), encoding="utf-8")
    done = accept()
    assert "which cells change is not known" in done.output
    assert check_project(project) == ()


def test_a_file_as_described_has_nothing_to_accept(project: Path) -> None:
    add_filings(project)
    assert "Nothing to accept" in accept().output


def test_a_file_that_does_not_fit_its_schema_is_refused(corrected: Path) -> None:
    descriptor = corrected.with_suffix(".resource.yaml")
    before = descriptor.read_bytes()
    text = corrected.read_text(encoding="utf-8")
    corrected.write_text(text.replace(NEW, "many"), encoding="utf-8")
    with pytest.raises(DatasetError, match="was not changed"):
        accept_dataset("filings")
    assert descriptor.read_bytes() == before


def test_cells_cannot_command_the_terminal(corrected: Path) -> None:
    text = corrected.read_text(encoding="utf-8")
    corrected.write_text(text.replace(ROW, "\x1b[31m" + ROW), encoding="utf-8")
    assert "\x1b" not in accept().output
