"""A new vintage: what the report says, what stays, and that all or nothing is replaced."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from reportlib.base.errors import BuildError, DatasetError
from reportlib.cli import main
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.refresh.update import update_dataset
from tests.conftest import use
from tests.projects import REPORTLIB, digests, run_program
from tests.upkeep.refresh.projects import (
    BANK,
    FILES,
    bank_file,
    descriptor_of,
    exhibit,
    rows_of,
    write_book,
    write_spending,
)

TWO_SERIES = """\
format: world-bank
page: https://example.org/indicator
parts:
  - {series: GB.XPD.RSDV.GD.ZS, column: percent, set: {sector: public}}
  - {series: SP.OTHER, column: percent, set: {sector: private}}
source:
  name: bank-{month}
  title: Indicators, {series}, last updated {vintage}
  path: https://example.org/{first}
  publisher: A bank
"""


@pytest.fixture
def spending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a dataset that can be brought up to date."""
    folder = write_spending(tmp_path / "project")
    use(folder, monkeypatch)
    return folder


def problem(name: str, *files: Path, **options: str | bool) -> str:
    """The one thing that is said of an update that is refused."""
    with pytest.raises(DatasetError) as caught:
        update_dataset(name, files, **options)  # type: ignore[arg-type]
    (text,) = caught.value.problems
    return text


# What changed


def test_the_report_tells_added_removed_and_revised_figures_apart(
    spending: Path, tmp_path: Path
) -> None:
    file = bank_file(
        tmp_path, "BRA - 1.14 1.2 1.3", "CHN 2.3 2.41 2.43 -", years="2019 2020 2021 2022"
    )
    changes = update_dataset("spending", [file], accept_losses=True).changes
    assert changes.added == ((("BRA", "2022"), "percent"), (("CHN", "2019"), "percent"))
    assert changes.removed == ((("NAM", "2014"), "percent"),)
    assert [(r.key, r.old, r.new) for r in changes.revised] == [(("BRA", "2021"), "1.15", "1.2")]
    assert changes.kept == 3


def test_the_report_names_new_years_and_economies_that_are_gone(
    spending: Path, tmp_path: Path
) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15 1.3", "TUV - - 0.1", years="2020 2021 2022")
    changes = update_dataset("spending", [file], accept_losses=True).changes
    assert changes.new_years == ("2022",)
    assert changes.lost_years == ("2014",)
    assert changes.new_economies == ("TUV",)
    assert changes.lost_economies == ("CHN", "NAM")


def test_figures_that_are_added_in_years_already_held_are_told_apart(
    spending: Path, tmp_path: Path
) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15 1.3", "TUV 0.1 - -", years="2020 2021 2022")
    changes = update_dataset("spending", [file], accept_losses=True).changes
    assert changes.backfilled == ((("TUV", "2020"), "percent"),)


def test_the_largest_revision_comes_first(spending: Path, tmp_path: Path) -> None:
    file = bank_file(tmp_path, "BRA 1.15 2.3", "CHN 2.41 2.44", "NAM - -")
    changes = update_dataset("spending", [file], accept_losses=True).changes
    assert [r.key for r in changes.revised] == [("BRA", "2021"), ("BRA", "2020"), ("CHN", "2021")]


def test_a_file_written_with_other_digits_of_the_same_figures_changes_nothing(
    spending: Path, tmp_path: Path
) -> None:
    file = bank_file(tmp_path, "BRA 1.1400 1.15", "CHN 2.41 2.43E0", "NAM 0.33", years="2020 2021")
    text = file.read_text().replace('"2020","2021",', '"2020","2021","2014",')
    text = text.replace('"0.33",', '"","","0.33",').replace('"1.15",', '"1.15","",')
    file.write_text(text.replace('"2.43E0",', '"2.43E0","",'))
    before = rows_of(spending)
    assert update_dataset("spending", [file]).changes.is_empty
    assert rows_of(spending) == before


# What is replaced


def test_data_descriptor_and_package_are_replaced_together(spending: Path) -> None:
    update_dataset("spending", [FILES / "worldbank.csv"], retrieved="2025-08-01")
    checked = run_program(REPORTLIB, "check", cwd=spending, root=spending)
    assert checked.returncode == 0, checked.stdout
    package = json.loads((spending / "data" / "datapackage.json").read_text(encoding="utf-8"))
    block = next(r for r in package["resources"] if r["name"] == "spending")["reportlib"]
    assert (block["vintage"], block["retrieved"]) == ("2025-07-01", "2025-08-01")


def test_only_the_lines_of_the_descriptor_that_must_change_do(spending: Path) -> None:
    before = descriptor_of(spending).splitlines()
    update_dataset("spending", [FILES / "worldbank.csv"], retrieved="2025-08-01")
    after = descriptor_of(spending).splitlines()
    assert len(before) >= len(after)
    changed = [new.strip() for new in after if new not in before]
    assert [line for line in changed if not line.startswith(("hash:", "bytes:"))] == [
        "constraints: {required: true, minimum: 2014, maximum: 2022}",
        "- name: bank-2025-07",
        "Indicators, GB.XPD.RSDV.GD.ZS, last updated 2025-07-01",
        'vintage: "2025-07-01"',
        'retrieved: "2025-08-01"',
        "A bank, Indicators, Spending; file of 1 July 2025.",
    ]
    assert "path: https://example.org/2024-07-13" in descriptor_of(spending)


def test_the_passages_written_for_the_old_vintage_are_named(spending: Path) -> None:
    done = update_dataset("spending", [FILES / "worldbank.csv"])
    lines = descriptor_of(spending).splitlines()
    assert [passage.what for passage in done.passages] == ["citation", "caveats"]
    first, last = done.passages[1].lines
    assert lines[first - 1 : last] == [
        "  caveats:",
        "    - >-",
        "      Three economies report 2021.",
    ]


def test_a_dry_run_reports_and_writes_nothing(spending: Path) -> None:
    before = digests(spending)
    done = update_dataset("spending", [FILES / "worldbank.csv"], dry_run=True)
    assert done.changes.new_years == ("2022",)
    assert not done.written
    assert digests(spending) == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_disk_that_fails_leaves_every_file_as_it_was(
    failing: int, spending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(spending)
    calls = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(BuildError, match=r"No space left on device\). Nothing was changed"):
        update_dataset("spending", [FILES / "worldbank.csv"])
    assert digests(spending) == before


def test_a_descriptor_written_in_another_way_is_refused_rather_than_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ('  vintage: "2024-07-13"', '  vintage:\n    "2024-07-13"')
    folder = write_spending(tmp_path / "project", BANK, line)
    use(folder, monkeypatch)
    before = digests(folder)
    said = problem("spending", FILES / "worldbank.csv")
    assert "spending.resource.yaml: reportlib.vintage is written in a way that cannot be" in said
    assert digests(folder) == before


def test_what_frictionless_refuses_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stricter = ("minimum: 0, maximum: 20}", "minimum: 0, maximum: 20, unique: true}")
    folder = write_spending(tmp_path / "project", BANK, stricter)
    use(folder, monkeypatch)
    before = digests(folder)
    file = bank_file(tmp_path, "BRA 1.14 1.14", "CHN 2.41 2.43")
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file], accept_losses=True)
    assert "once in its place" in caught.value.problems[0]
    assert caught.value.problems[-1].endswith("spending.csv: was not changed.")
    assert digests(folder) == before


def test_a_file_changed_by_hand_is_not_replaced(spending: Path) -> None:
    with (spending / "data" / "spending.csv").open("a") as file:
        file.write("TUV,2020,1\n")
    assert "its checksum is sha256:" in problem("spending", FILES / "worldbank.csv")


def test_a_second_update_starts_from_the_first(spending: Path, tmp_path: Path) -> None:
    update_dataset("spending", [FILES / "worldbank.csv"])
    again = update_dataset("spending", [FILES / "worldbank.csv"])
    assert again.changes.is_empty
    assert again.vintage == ("2025-07-01", "2025-07-01")


# What the descriptor leaves out


def excluding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exclusion: str, data: str = ""
) -> Path:
    folder = write_spending(
        tmp_path / "project",
        BANK,
        ("  exclusions: []", f"  exclusions:\n    - {{{exclusion}, text: A slip.}}"),
        data=data,
    )
    use(folder, monkeypatch)
    return folder


def test_a_figure_that_the_descriptor_leaves_out_stays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = excluding(tmp_path, monkeypatch, "economies: [CHN], years: [2020, 2020], columns: ''")
    done = update_dataset("spending", [FILES / "worldbank.csv"])
    assert not [row for row in rows_of(folder) if row.startswith("CHN,2020")]
    assert done.shaped.withheld[0].figures == [(("CHN", "2020"), "percent", "2.41")]


def test_an_exclusion_of_another_column_leaves_the_figure_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = excluding(
        tmp_path, monkeypatch, "economies: [CHN], years: [2020, 2020], columns: growth"
    )
    done = update_dataset("spending", [FILES / "worldbank.csv"])
    assert "CHN,2020,2.41" in rows_of(folder)
    assert done.shaped.withheld[0].reason == "growth is no column or value here"


def test_a_series_left_out_as_a_whole_stays_out_in_new_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "economy,year,percent\nBRA,2020,1.14\nBRA,2021,1.15\n"
    folder = excluding(
        tmp_path, monkeypatch, "economies: [CHN], years: [2020, 2021], columns: percent", data
    )
    done = update_dataset("spending", [FILES / "worldbank.csv"])
    assert not [row for row in rows_of(folder) if row.startswith("CHN")]
    assert done.shaped.withheld[0].later == 1


def test_a_bound_is_not_asked_of_a_figure_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excluding(tmp_path, monkeypatch, "economies: [TUV], years: [2020, 2020], columns: ''")
    file = bank_file(tmp_path, "BRA 1.14 1.15", "CHN 2.41 2.43", "TUV -5 1")
    done = update_dataset("spending", [file], accept_losses=True)
    assert done.shaped.withheld[0].figures == [(("TUV", "2020"), "percent", "-5")]


def test_zeros_of_what_was_not_reported_become_missing_where_the_recipe_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = BANK.replace("parts:", "zeros: unreported\nparts:")
    folder = write_spending(tmp_path / "project", recipe)
    use(folder, monkeypatch)
    file = bank_file(tmp_path, "BRA 0 1.14 0 1.2", "CHN 2.4 2.4 0 0", years="2019 2020 2021 2022")
    done = update_dataset("spending", [file], accept=True, accept_losses=True)
    assert rows_of(folder)[1:] == [
        "BRA,2020,1.14",
        "BRA,2021,0",  # between figures: kept as published
        "BRA,2022,1.2",
        "CHN,2019,2.4",
        "CHN,2020,2.4",
    ]
    assert done.shaped.zeros == 3
    assert done.judged == ("percent: figures are zero, where a figure is held: BRA (2021)",)


# Which exhibits it touches

MAP = exhibit("chapters/talent", "fig-talent-map", "spending")


def told(*options: str) -> str:
    """What the command prints of an update."""
    arguments = ["data", "update", "spending", str(FILES / "worldbank.csv"), *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_a_dry_run_names_the_chapters_and_exhibits_of_the_built_book(spending: Path) -> None:
    write_book(spending / "_build" / "html", MAP)
    said = told("--dry-run")
    assert f"touches in the book built on {date.today()} (default edition): talent" in said
    assert "exhibits: fig-talent-map" in said


def test_a_dry_run_without_a_book_says_how_to_know_the_exhibits(spending: Path) -> None:
    assert (
        "chapters and exhibits it touches are not known. Build the book to see which exhibits "
        "use it: reportlib build"
    ) in told("--dry-run")


def test_an_update_does_not_make_the_book_older_than_its_own_report(spending: Path) -> None:
    write_book(spending / "_build" / "html", MAP)
    assert "(default edition): talent" in told()


# Files that cannot be the new vintage


def test_a_file_that_lacks_many_figures_is_refused(spending: Path, tmp_path: Path) -> None:
    said = problem("spending", bank_file(tmp_path, "BRA 1.14 1.15"))
    assert "lacks 3 of the 5 figures held, all of economies CHN, NAM and years 2014." in said
    assert "repeat with --accept-losses" in said


TEN = ("BRA", "CHN", "DEU", "FRA", "IND", "JPN", "KOR", "MEX", "NAM", "USA")


def held_of_ten(folder: Path, value: str) -> Path:
    """A project with the same value for ten economies in two years."""
    lines = "".join(f"{code},{year},{value}\n" for code in TEN for year in (2020, 2021))
    return write_spending(folder, data=f"economy,year,percent\n{lines}")


@pytest.mark.parametrize(
    ("held", "new", "times"), [("0.01", "10", "1000"), ("10", "0.01", "0.001")]
)
def test_figures_in_another_unit_are_refused_and_nothing_is_written(
    held: str, new: str, times: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = held_of_ten(tmp_path / "project", held)
    use(folder, monkeypatch)
    before = digests(folder)
    said = problem("spending", bank_file(tmp_path, *(f"{code} {new} {new}" for code in TEN)))
    assert f"half of 20 figures are {times} times those held" in said
    assert "correct `factor` in the recipe" in said
    assert digests(folder) == before


def test_one_figure_that_was_corrected_by_a_thousand_is_no_other_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(held_of_ten(tmp_path / "project", "0.01"), monkeypatch)
    rows = [f"{code} 0.01 {'10' if code == 'BRA' else '0.01'}" for code in TEN]
    done = update_dataset("spending", [bank_file(tmp_path, *rows)])
    assert [(r.key, r.new) for r in done.changes.revised] == [(("BRA", "2021"), "10")]


def test_an_older_vintage_is_refused(spending: Path, tmp_path: Path) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15", updated="2023-12-18")
    assert "is of 2023-12-18, older than the vintage 2024-07-13" in problem("spending", file)


def test_a_vintage_that_the_file_contradicts_is_refused(spending: Path, tmp_path: Path) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15")
    said = problem("spending", file, vintage="2025-08-01")
    assert "says that it was last updated on 2025-07-01, not on 2025-08-01" in said


@pytest.mark.parametrize("vintage", ["July 2025", "25-07-01", "2025-13-01", "2025-02-30"])
def test_a_vintage_that_is_no_date_is_refused(vintage: str, spending: Path, tmp_path: Path) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15")
    assert "vintage = " in problem("spending", file, vintage=vintage)


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", str(date.today() + timedelta(2))])
def test_a_day_of_retrieval_that_cannot_be_is_refused(
    day: str, spending: Path, tmp_path: Path
) -> None:
    file = bank_file(tmp_path, "BRA 1.14 1.15")
    assert "is not a day up to today" in problem("spending", file, retrieved=day)


def test_a_file_without_a_date_asks_for_the_vintage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = "format: owid\npage: https://example.org/\nparts:\n  - {series: x, column: percent}\n"
    use(write_spending(tmp_path / "project", recipe), monkeypatch)
    file = tmp_path / "chart.csv"
    file.write_text("Entity,Code,Year,x\nBrazil,BRA,2020,1\n")
    assert "Add --vintage with the publisher's date or edition" in problem("spending", file)


def test_a_dataset_that_does_not_exist_is_named_with_the_nearest(spending: Path) -> None:
    assert "Did you mean spending?" in problem("spendings", FILES / "worldbank.csv")


def test_a_dataset_without_a_recipe_says_which_have_one(spending: Path) -> None:
    said = problem("economies", FILES / "worldbank.csv")
    assert "economies has no recipe" in said
    assert "The datasets with one are: spending." in said


# Datasets of several series


SECTORS = (
    ("    - name: percent\n", "    - name: sector\n      type: string\n    - name: percent\n"),
    ("primaryKey: [economy, year]", "primaryKey: [economy, year, sector]"),
)
NAMED = (
    "  primaryKey",
    "    - name: source\n      type: string\n"
    "      constraints: {required: true, enum: [bank-2024-07]}\n  primaryKey",
)
BY_SECTOR = """\
economy,year,sector,percent
BRA,2020,private,0.5
BRA,2020,public,0.6
CHN,2020,private,1.5
CHN,2020,public,0.9
"""


def two_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose dataset has two series, of one vintage."""
    recipe = TWO_SERIES.partition("source:")[0]
    folder = write_spending(tmp_path / "project", recipe, *SECTORS, data=BY_SECTOR)
    use(folder, monkeypatch)
    return folder


def sourced_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose dataset has two series, each row with its source."""
    header, *rows = BY_SECTOR.splitlines()
    data = "\n".join([f"{header},source", *(f"{row},bank-2024-07" for row in rows)]) + "\n"
    folder = write_spending(tmp_path / "project", TWO_SERIES, *SECTORS, NAMED, data=data)
    use(folder, monkeypatch)
    return folder


def other_file(folder: Path, *rows: str) -> Path:
    folder.mkdir()
    file = bank_file(folder, *rows, years="2020")
    file.write_text(file.read_text().replace("GB.XPD.RSDV.GD.ZS", "SP.OTHER"))
    return file


def test_all_series_are_asked_for_where_rows_do_not_name_their_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_series(tmp_path, monkeypatch)
    said = problem("spending", bank_file(tmp_path, "BRA 0.7", "CHN 0.9", years="2020"))
    assert "The recipe needs SP.OTHER as well" in said


def test_two_files_become_two_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = two_series(tmp_path, monkeypatch)
    public = bank_file(tmp_path, "BRA 0.7", "CHN 0.9", years="2020")
    update_dataset("spending", [public, other_file(tmp_path / "b", "BRA 0.4", "CHN 1.5")])
    assert rows_of(folder)[1:] == [
        "BRA,2020,private,0.4",
        "BRA,2020,public,0.7",
        "CHN,2020,private,1.5",
        "CHN,2020,public,0.9",
    ]


def test_the_same_series_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_series(tmp_path, monkeypatch)
    file = bank_file(tmp_path, "BRA 0.7", years="2020")
    assert "Name one file of each." in problem("spending", file, file)


def test_rows_that_name_their_source_get_the_new_one_and_others_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sourced_series(tmp_path, monkeypatch)
    done = update_dataset("spending", [bank_file(tmp_path, "BRA 0.7", "CHN 0.9", years="2020")])
    assert rows_of(folder)[1:3] == [
        "BRA,2020,private,0.5,bank-2024-07",
        "BRA,2020,public,0.7,bank-2025-07",
    ]
    said = yaml.safe_load(descriptor_of(folder))
    assert [source["name"] for source in said["sources"]] == ["bank-2025-07", "bank-2024-07"]
    assert said["sources"][0]["title"] == "Indicators, GB.XPD.RSDV.GD.ZS, last updated 2025-07-01"
    assert said["schema"]["fields"][-1]["constraints"]["enum"] == ["bank-2025-07", "bank-2024-07"]
    assert done.vintage[1] == "2024-07 to 2025-07"


def test_a_source_that_no_row_names_any_more_leaves_the_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sourced_series(tmp_path, monkeypatch)
    public = bank_file(tmp_path, "BRA 0.7", "CHN 0.9", years="2020")
    update_dataset("spending", [public, other_file(tmp_path / "b", "BRA 0.4", "CHN 1.5")])
    said = yaml.safe_load(descriptor_of(folder))
    assert [source["name"] for source in said["sources"]] == ["bank-2025-07"]
    assert check_project(folder) == ()


# The command


def test_the_command_prints_the_report_and_last_the_file(spending: Path) -> None:
    result = CliRunner().invoke(main, ["data", "update", "spending", str(FILES / "worldbank.csv")])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith(
        "spending: vintage 2024-07-13 -> 2025-07-01, retrieved 2024-08-01 -> "
    )
    assert "  figures: 4 added, 0 removed, 2 revised, 3 as before" in lines
    assert "    BRA 2021 percent: 1.15 -> 1.16 (0.87 %)" in lines
    assert (
        "  groups of economies, left out (2): AFE Africa Eastern and Southern, WLD World" in lines
    )
    assert lines[-1].endswith("data/spending.csv")


def test_the_report_is_json_for_other_programs(spending: Path) -> None:
    arguments = ["data", "update", "spending", str(FILES / "worldbank.csv"), "--dry-run", "--json"]
    found = json.loads(CliRunner().invoke(main, arguments).stdout)
    assert found["vintage"] == {"old": "2024-07-13", "new": "2025-07-01"}
    assert found["revised"][0] == {
        "key": ["BRA", "2021"],
        "column": "percent",
        "old": "1.15",
        "new": "1.16",
    }
    assert not found["written"]


def test_a_refusal_ends_with_code_1_and_without_a_traceback(spending: Path) -> None:
    done = run_program(
        REPORTLIB, "data", "update", "spending", FILES / "owid.csv", cwd=spending, root=spending
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
