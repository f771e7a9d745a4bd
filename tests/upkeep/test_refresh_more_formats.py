"""The formats of interfaces and lists: IP statistics, UNESCO, Eurostat, things to count."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.upkeep.refresh.recipes import read_recipe, recipe_names
from reportlib.upkeep.refresh.update import Update, update_dataset
from tests.conftest import use
from tests.projects import ROOT
from tests.upkeep.refresh.projects import FILES, rows_of, write_spending
from tests.upkeep.refresh.workbooks import write_workbook

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
TOP500 = """\
format: counted
page: https://example.org
parts:
  - {series: country, column: percent, counted: {sum: r-max}, factor: 0.000001}
codes: {'Korea, South': KOR}
"""
GII = """\
format: gii-workbook
page: https://example.org
parts:
  - {series: 'Gross expenditure on R&D, % GDP', column: percent}
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
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
    recipe: str,
    vintage: str = "2026",
) -> tuple[str, ...]:
    """What is said of a file that is refused."""
    with pytest.raises(DatasetError) as caught:
        updated(tmp_path, monkeypatch, file, recipe, vintage)
    return caught.value.problems


def changed(name: str, old: str, new: str, folder: Path) -> Path:
    """A copy of a publisher's file that says something else."""
    text = (FILES / name).read_text(encoding="utf-8")
    assert old in text
    place = folder / name
    place.write_text(text.replace(old, new), encoding="utf-8")
    return place


def index_workbook(
    folder: Path, name: str = "wipo-pub-2000-2025-tech1.xlsx", table: Path = FILES / "gii.csv"
) -> Path:
    """The workbook of the Global Innovation Index, with rows of two economies."""
    return write_workbook(folder / name, {"Index Structure": FILES / "uis.csv", "Data": table})


def test_a_table_of_ip_statistics_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, FILES / "ip-statistics.csv", CENTER, "")
    assert rows[:3] == ["BRA,2022,24759", "BRA,2023,27918", "BRA,2024,28202"]
    assert rows[-2:] == ["NAM,2023,12", "NAM,2024,14"]
    assert set(done.shaped.aggregates) == {"EP European Patent Office"}
    assert done.vintage == ("2024-07-13", "2026-05")


STATISTICS, LIST = "ip-statistics.csv", "TOP500_202511_all.xml"


@pytest.mark.parametrize(
    ("name", "recipe", "old", "new", "said"),
    [
        pytest.param(
            STATISTICS,
            CENTER,
            "1677701,1795715,",
            "1677701,1795715",
            "row 9: has 5 cells, expected 6 as the header has",
            id="no last cell",
        ),
        pytest.param(
            STATISTICS,
            CENTER,
            "China,CN,1619268,",
            "China,CN,",
            "row 9: has 5 cells, expected 6",
            id="a cell less",
        ),
        pytest.param(
            STATISTICS,
            CENTER,
            "1677701,1795715,",
            ",1677701,1795715",
            "row 9, column 6: stands to the right of the last column.",
            id="moved",
        ),
        pytest.param(
            STATISTICS,
            CENTER,
            "Total patent applications (direct",
            "Resident applications (direct",
            "none of the lines before its header names “Total patent applications (direct and PCT”",
            id="another table",
        ),
        pytest.param(
            STATISTICS,
            CENTER,
            "Office,Office (Code)",
            "Bureau,Code",
            "expected a table of the IP statistics database",
            id="another header",
        ),
        pytest.param(
            STATISTICS,
            CENTER,
            "1677701",
            '"19800,23000,3200"',
            "is not a number",
            id="several in one cell",
        ),
        pytest.param(
            LIST,
            TOP500,
            "1353000000.5",
            "",
            "row 16, column r-max: “” is not a number; it cannot be summed.",
            id="no performance",
        ),
        pytest.param(
            LIST, TOP500, "r-max>", "rmax>", "the columns r-max are missing", id="another element"
        ),
        pytest.param(
            LIST, TOP500, "</top500:list>", "", "is XML, whatever its name says", id="cut off"
        ),
        pytest.param(
            LIST,
            TOP500,
            "<top500:list",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><top500:list",
            "is XML, whatever its name says",
            id="an entity",
        ),
    ],
)
def test_another_or_a_damaged_file_is_refused(
    name: str,
    recipe: str,
    old: str,
    new: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = changed(name, old, new, tmp_path)
    assert any(said in problem for problem in refused(tmp_path, monkeypatch, file, recipe))


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


def test_a_list_in_xml_is_of_the_date_that_it_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = changed("TOP500_202511_all.xml", "2025/11/17", "2026/06/09", tmp_path)
    rows, done = updated(tmp_path, monkeypatch, file, TOP500, "")
    assert rows == ["KOR,2026,1.10025", "USA,2026,3162"]
    assert done.vintage == ("2024-07-13", "2026-06")


def test_an_edition_of_the_index_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, done = updated(tmp_path, monkeypatch, index_workbook(tmp_path), GII, "")
    assert rows == ["COL,2025,0.136034"]
    assert done.shaped.statuses == {"outdated": 1}
    assert done.vintage == ("2024-07-13", "2025")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Gross expenditure on R&D, % GDP", "GERD, % GDP", "has no part of the index called"),
        ("VALUE_SCREEN", "VALUE", "the columns VALUE_SCREEN are missing"),
        ("0.136034336310142", "many", "“many” is not a number"),
        ("COL,Colombia,IN.2.3.2", "COL,=A1,IN.2.3.2", "“=A1” looks like a formula"),
    ],
)
def test_another_or_a_damaged_edition_is_refused(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = changed("gii.csv", old, new, tmp_path)
    file = index_workbook(tmp_path, table=table)
    assert any(said in problem for problem in refused(tmp_path, monkeypatch, file, GII, "2025"))


def test_a_workbook_whose_name_does_not_say_its_edition_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = index_workbook(tmp_path, "wipo-pub-2000.xlsx")
    (problem,) = refused(tmp_path, monkeypatch, file, GII)
    assert "its name does not say of which edition it is" in problem


def test_a_workbook_without_the_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_workbook(tmp_path / "w.xlsx", {"Cluster ranks": FILES / "gii.csv"})
    (problem,) = refused(tmp_path, monkeypatch, file, GII)
    assert problem == f"{file}: has no sheet “Data”; found “Cluster ranks”."


def test_an_empty_or_a_damaged_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("", encoding="utf-8")
    empty = index_workbook(tmp_path, table=nothing)
    (problem,) = refused(tmp_path, monkeypatch, empty, GII)
    assert "its sheet “Data” is empty" in problem
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    (problem,) = refused(tmp_path / "again", monkeypatch, broken, GII)
    assert "is a damaged or locked workbook" in problem


def test_a_workbook_is_no_file_of_another_publisher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (problem,) = refused(tmp_path, monkeypatch, index_workbook(tmp_path), UIS)
    assert "is an Excel workbook, whatever its name says" in problem


@pytest.mark.parametrize(
    ("name", "revised"), [("gii_indicators", 9), ("gii_pillars", 0), ("gii_ranks", 0)]
)
def test_the_recipes_of_the_index_find_what_is_held(
    name: str, revised: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of the publisher's workbook of 2025; indicators are held to six digits."""
    use(ROOT, monkeypatch)
    done = update_dataset(name, [index_workbook(tmp_path)], dry_run=True)
    changes = done.changes
    assert (len(changes.added), len(changes.removed)) == (0, 0)
    assert len(changes.revised) == revised


@pytest.mark.parametrize("name", ["gii_indicators", "gii_pillars", "gii_ranks"])
def test_the_next_edition_of_the_index_is_added(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(ROOT, monkeypatch)
    file = index_workbook(tmp_path, "wipo-pub-2000-2026-tech1.xlsx")
    done = update_dataset(name, [file], dry_run=True)
    assert done.changes.added
    assert not done.changes.revised


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
