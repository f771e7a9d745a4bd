"""Publishers that are due are told, and are no fault."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportlib.cli import main
from reportlib.upkeep.refresh.calendar import due_datasets, due_lines, is_due, today
from tests.conftest import use
from tests.projects import add_filings
from tests.upkeep.refresh.projects import write_spending

AT_THE_END_OF_NOVEMBER = "1795996800"  # 2026-11-30
IN_DECEMBER = "1796083200"  # 2026-12-01

EXPECTED = (
    '  retrieved: "2024-08-01"\n',
    '  retrieved: "2024-08-01"\n'
    "  renewal: replace-whole\n"
    '  next_release: "2026-11"\n'
    "  release_rhythm: A file appears each November.\n",
)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def spending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose publisher is expected in November 2026, on the first day after it."""
    folder = write_spending(tmp_path / "project", "page: x", EXPECTED)
    (folder / "data" / "recipes" / "spending.yaml").unlink()
    use(folder, monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", IN_DECEMBER)
    return folder


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [
        ("2026-11", date(2026, 11, 30), False),
        ("2026-11", date(2026, 12, 1), True),
        ("2026-11", date(2027, 1, 1), True),
        ("", date(2027, 1, 1), False),
    ],
)
def test_a_publisher_is_due_when_the_month_is_over(month: str, day: date, due: bool) -> None:
    assert is_due(month, day) is due


def test_the_day_is_that_of_the_epoch_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AT_THE_END_OF_NOVEMBER)
    assert today() == date(2026, 11, 30)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert today() == date.today()


def test_a_check_names_who_is_due_and_finds_no_fault(spending: Path) -> None:
    first = command("check")
    assert first.exit_code == 0, first.output
    assert first.stdout == "No faults: settings, data, descriptors and chapters are sound.\n"
    assert first.stderr == (
        "Due since 2026-11: spending. A file appears each November.\n"
        "`reportlib data list --due` names all of them.\n"
    )
    assert command("check").stderr == first.stderr, "also where nothing was checked again"


def test_nobody_is_due_before_the_month_is_over(
    spending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AT_THE_END_OF_NOVEMBER)
    assert command("check").stderr == ""


def test_datasets_that_wait_for_one_release_are_told_in_one_line(spending: Path) -> None:
    data = spending / "data"
    text = (data / "spending.resource.yaml").read_text(encoding="utf-8")
    for name in ("b", "c", "d"):
        other = text.replace("name: spending\n", f"name: {name}\n").replace(
            "path: spending.csv", f"path: {name}.csv"
        )
        (data / f"{name}.resource.yaml").write_text(other, encoding="utf-8")
    lines = list(due_lines(due_datasets(date(2026, 12, 1), spending)))
    assert lines[0] == "Due since 2026-11: b, c, d and 1 more. A file appears each November."


def test_a_broken_descriptor_does_not_keep_others_from_being_due(spending: Path) -> None:
    (spending / "data" / "broken.resource.yaml").write_text(
        'reportlib: {next_release: "2020-01"}\n', encoding="utf-8"
    )
    assert [m.stem for m in due_datasets(date(2026, 12, 1), spending)] == ["spending"]


def test_the_list_shows_who_is_expected_and_who_is_due(spending: Path) -> None:
    add_filings(spending)
    lines = command("data", "list").stdout.splitlines()
    assert "  2026-11 due  " in next(line for line in lines if line.startswith("spending"))
    only = command("data", "list", "--due").stdout.splitlines()
    assert [line.split()[0] for line in only] == ["dataset", "spending"]


def test_the_card_says_how_and_when_a_dataset_is_renewed(spending: Path) -> None:
    card = command("data", "show", "spending").stdout
    assert "expected in 2026-11, so it is due: A file appears each November." in card
    assert "replace-whole: a new file takes the place of all that is held" in card
    said = json.loads(command("data", "show", "spending", "--json").stdout)
    assert (said["renewal"], said["next_release"], said["due"]) == (
        "replace-whole",
        "2026-11",
        True,
    )
