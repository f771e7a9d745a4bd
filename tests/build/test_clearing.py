"""Clearing up what builds leave, while others may be running."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from reportlib.build.clearing import clear
from reportlib.cli import main

NAMES = ("work/default", "work/economy-JPN", "runs/default", "cache", "html", "pdf")


@pytest.fixture
def built(project: Path) -> Path:
    """The folder of a project in which a book was built."""
    for name in NAMES:
        (project / "_build" / name).mkdir(parents=True)
        (project / "_build" / name / "some.file").touch()
    return project / "_build"


def left(built: Path) -> list[str]:
    return [name for name in NAMES if (built / name).exists()]


def test_pages_and_executed_chapters_stay(built: Path) -> None:
    removed, busy = clear(cache=False)
    assert left(built) == ["cache", "html", "pdf"]
    assert [place.name for place in removed] == ["default", "default", "economy-JPN"]
    assert busy == []


def test_executed_chapters_go_where_that_is_asked_for(built: Path) -> None:
    clear(cache=True)
    assert left(built) == ["html", "pdf"]


def test_an_edition_that_is_being_built_stays(built: Path) -> None:
    with FileLock(built / "work" / "economy-JPN.lock"):
        done = CliRunner().invoke(main, ["clean"])
    assert left(built) == ["work/economy-JPN", "cache", "html", "pdf"]
    assert "it is being built" in done.stderr


def test_an_edition_of_which_a_chapter_is_run_stays(built: Path) -> None:
    with FileLock(built / "runs" / "default" / "first.lock"):
        removed, busy = clear(cache=False)
    assert left(built) == ["runs/default", "cache", "html", "pdf"]
    assert (len(removed), busy) == (2, [built / "runs" / "default"])


def test_where_nothing_was_built_there_is_nothing_to_clear(project: Path) -> None:
    assert clear(cache=True) == ([], [])
