"""The formats of interfaces and lists: IP statistics, UNESCO, Eurostat, things to count."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.upkeep.refresh.recipes import read_recipe, recipe_names
from reportlib.upkeep.refresh.update import Update, update_dataset
from tests.conftest import use
from tests.projects import ROOT
from tests.upkeep.refresh.projects import FILES, rows_of, write_spending

CENTER = """\
format: ip-statistics
page: https://example.org
parts:
  - {series: 'Total patent applications (direct and PCT', column: percent}
"""
UIS = "format: uis\npage: https://example.org\nparts: [{series: RESDEN, column: percent}]\n"
EUROSTAT = """\
format: sdmx-csv
page: https://example.org
parts:
  - {series: 'ESTAT:RD_E_GERDTOT', where: {SECTPERF: TOTAL, UNIT: PC_GDP}, column: percent}
"""
MODELS = """\
format: counted
page: https://example.org
parts:
  - series: Country (of organization)
    column: percent
    counted: {year: Publication date, separator: ','}
codes: {Korea (Republic of): KOR, United States of America: USA}
"""
LISTED = """\
format: counted
page: https://example.org
parts:
  - {series: Country, column: percent, counted: {sum: 'Rmax [TFlop/s]'}, factor: 0.001}
"""
LOOSE = ("minimum: 0, maximum: 20", "minimum: 0")


def updated(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
    recipe: str,
    vintage: str = "2026",
) -> tuple[list[str], Update]:
    """The rows of the dataset that a file became, and the report."""
    project = write_spending(tmp_path / "project", recipe, LOOSE)
    use(project, monkeypatch)
    done = update_dataset("spending", [file], vintage=vintage, accept=True, accept_losses=True)
    return rows_of(project)[1:], done


def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path, recipe: str
) -> tuple[str, ...]:
    """What is said of a file that is refused."""
    with pytest.raises(DatasetError) as caught:
        updated(tmp_path, monkeypatch, file, recipe)
    return caught.value.problems


def changed(name: str, old: str, new: str, folder: Path) -> Path:
    """A copy of a publisher's file that says something else."""
    text = (FILES / name).read_text(encoding="utf-8")
    assert old in text
    place = folder / name
    place.write_text(text.replace(old, new), encoding="utf-8")
    return place


def test_a_table_of_ip_statistics_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, FILES / "ip-statistics.csv", CENTER, "")
    assert rows[:3] == ["BRA,2022,24759", "BRA,2023,27918", "BRA,2024,28202"]
    assert rows[-2:] == ["NAM,2023,12", "NAM,2024,14"]
    assert set(done.shaped.aggregates) == {"EP European Patent Office"}
    assert done.vintage == ("2024-07-13", "2026-05")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "1677701,1795715,",
            "1677701,1795715",
            "row 9: has 5 cells, expected 6 as the header has",
        ),
        ("China,CN,1619268,", "China,CN,", "row 9: has 5 cells, expected 6"),
        (
            "1677701,1795715,",
            ",1677701,1795715",
            "row 9, column 6: stands to the right of the last column.",
        ),
        (
            "Total patent applications (direct",
            "Resident applications (direct",
            "none of the lines before its header names “Total patent applications (direct and PCT”",
        ),
        ("Office,Office (Code)", "Bureau,Code", "expected a table of the IP statistics database"),
        ("1677701", '"19800,23000,3200"', "is not a number"),
    ],
    ids=[
        "no last cell",
        "a cell less",
        "moved",
        "another table",
        "another header",
        "several in one cell",
    ],
)
def test_another_or_a_damaged_table_of_ip_statistics_is_refused(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = changed("ip-statistics.csv", old, new, tmp_path)
    assert any(said in problem for problem in refused(tmp_path, monkeypatch, file, CENTER))


def test_a_breakdown_that_the_recipe_does_not_pick_is_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FILES / "ip-statistics.csv").read_text(encoding="utf-8")
    text = text.replace("Office (Code),", "Office (Code),Type,")
    for code, kind in (("BR", "Resident"), ("CN", "Total"), ("EP", "Total"), ("NA", "Total")):
        text = text.replace(f",{code},", f",{code},{kind},")
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    (problem,) = refused(tmp_path, monkeypatch, file, CENTER)
    assert "the rows differ in Type: Resident, Total. The recipe does not pick one" in problem
    picked = CENTER.replace("column:", "where: {Type: Total}, column:")
    rows, _ = updated(tmp_path / "picked", monkeypatch, file, picked, "")
    assert not any(row.startswith("BRA") for row in rows)


@pytest.mark.parametrize("name", ["uis.json", "uis.csv"])
def test_both_files_of_unesco_become_the_dataset(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, FILES / name, UIS)
    assert rows == ["BRA,2020,888.49", "CHN,2021,1687.1"]
    assert done.shaped.statuses == {"NAT_EST": 1}
    assert done.shaped.skipped == {"figures of other indicators": 1}
    assert set(done.shaped.unknown) == {"WORLD"}


def test_another_indicator_of_unesco_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = UIS.replace("RESDEN", "TECHN")
    (problem,) = refused(tmp_path, monkeypatch, FILES / "uis.csv", recipe)
    assert "has no figure of “TECHN”. Download that indicator." in problem


def test_other_json_is_still_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "answer.json"
    place.write_text('{"records": "none", "error": "busy"}', encoding="utf-8")
    (problem,) = refused(tmp_path, monkeypatch, place, UIS)
    assert "is JSON, whatever its name says" in problem


def test_a_table_of_eurostat_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, FILES / "eurostat.csv", EUROSTAT, "")
    assert rows == ["AUT,2022,3.2", "GRC,2022,1.48"]
    assert done.shaped.statuses == {"p": 1}
    assert set(done.shaped.unknown) == {"EU27_2020"}
    assert done.vintage == ("2024-07-13", "2025-09-16")


def test_a_day_of_update_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = changed("eurostat.csv", "16/09/25 23:00:00", "yesterday", tmp_path)
    (problem,) = refused(tmp_path, monkeypatch, file, EUROSTAT)
    assert "row 2, column LAST UPDATE: is not a day such as 16/09/25." in problem


def test_things_of_a_list_are_counted_once_in_each_economy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, FILES / "models.csv", MODELS)
    assert rows == ["CHN,2023,1", "CHN,2024,2", "KOR,2024,1", "USA,2023,1"]
    assert done.shaped.skipped == {"rows without Country (of organization)": 1}
    assert set(done.shaped.unknown) == {"Multinational"}


def test_what_is_summed_is_the_column_that_the_recipe_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, _ = updated(tmp_path, monkeypatch, FILES / "list_202511.csv", LISTED)
    assert rows == ["KOR,2025,1.10025", "USA,2025,3162.0005"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("models.csv", "Publication date", "Date", "the columns Publication date are missing"),
        ("models.csv", "2024-01-02", "unknown", "“unkn” is not a year"),
        ("list_202511.csv", "1353000.5", "many", "“many” is not a number; it cannot be summed."),
        ("list_202511.csv", "2,B,", "2,", "row 3: has 3 cells, expected 4"),
    ],
)
def test_a_list_of_another_kind_or_a_damaged_one_is_refused(
    name: str, old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = MODELS if name == "models.csv" else LISTED
    file = changed(name, old, new, tmp_path)
    assert any(said in problem for problem in refused(tmp_path, monkeypatch, file, recipe))


def test_a_list_whose_name_does_not_say_its_year_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "newest.csv"
    file.write_bytes((FILES / "list_202511.csv").read_bytes())
    (problem,) = refused(tmp_path, monkeypatch, file, LISTED)
    assert "its name does not say of which year and month it is" in problem


def test_a_list_of_november_fills_no_row_of_june() -> None:
    parts = read_recipe(read_manifest("top500", ROOT / "data")).parts
    assert sorted((p.column, p.set["month"]) for p in parts) == [
        ("rmax_tflops", "11"),
        ("rmax_tflops", "6"),
        ("systems", "11"),
        ("systems", "6"),
    ]


@pytest.mark.parametrize("name", recipe_names(ROOT / "data"))
def test_every_recipe_is_of_a_dataset_and_fits_it(name: str) -> None:
    assert name in dataset_names(ROOT / "data")
    assert read_recipe(read_manifest(name, ROOT / "data")).parts


@pytest.mark.parametrize("name", ["ai_international_families", "firms_using_ai", "rd_tax_subsidy"])
def test_an_address_of_the_oecd_asks_for_what_the_recipe_picks(name: str) -> None:
    recipe = read_recipe(read_manifest(name, ROOT / "data"))
    flow, _, key = recipe.fetch[0].url.partition("?")[0].rpartition("/data/")[2].partition("/")
    assert [part.series for part in recipe.parts] == [":".join(flow.split(",")[:2])]
    assert [set(part.where.values()) - set(key.split(".")) for part in recipe.parts] == [set()]
