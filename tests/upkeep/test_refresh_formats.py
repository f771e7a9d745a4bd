"""Publishers' files: each format as published, and everything else refused with its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.update import Update, update_dataset
from tests.conftest import use
from tests.upkeep.refresh.projects import BANK, BROKEN, FILES, bank_file, rows_of, write_spending

OWID = """\
format: owid
page: https://example.org/chart
parts:
  - series: 'Patent applications per 1 million people - Field: All'
    also: [patents_per_million]
    column: percent
codes: {OWID_KOS: XKX}
"""
NCSES = """\
format: ncses
page: https://example.org/table
parts:
  - {series: USPTO utility patents granted to inventors, column: percent}
"""
SDMX = """\
format: sdmx-csv
page: https://example.org/explorer
parts:
  - series: OECD.STI.STP:DSD_MSTI@DF_MSTI
    where: {MEASURE: G, UNIT_MEASURE: PT_B1GQ}
    column: percent
"""
NO_BOUND = (", maximum: 20}", "}")


def updated(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *files: Path,
    recipe: str = BANK,
    vintage: str = "",
) -> tuple[Path, Update]:
    """A project whose dataset these files became, and the report."""
    project = write_spending(tmp_path / "project", recipe, NO_BOUND)
    use(project, monkeypatch)
    done = update_dataset("spending", files, vintage=vintage, accept_losses=True)
    return project, done


def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path, recipe: str = BANK
) -> tuple[str, ...]:
    """What is said of a file that is refused; nothing may have changed."""
    changes = () if recipe is BANK else (NO_BOUND,)
    project = write_spending(tmp_path / "project", recipe, *changes)
    before = [path.read_bytes() for path in sorted((project / "data").glob("*.*"))]
    use(project, monkeypatch)
    vintage = "" if recipe is BANK else "2025"
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file], vintage=vintage, accept_losses=True)
    assert [path.read_bytes() for path in sorted((project / "data").glob("*.*"))] == before
    return caught.value.problems


def changed(name: str, old: str, new: str, folder: Path) -> Path:
    """A copy of a publisher's file that says something else."""
    text = (FILES / name).read_text(encoding="utf-8")
    assert old in text
    place = folder / name
    place.write_text(text.replace(old, new), encoding="utf-8")
    return place


# The World Bank


def test_a_file_of_the_world_bank_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, done = updated(tmp_path, monkeypatch, FILES / "worldbank.csv")
    assert rows_of(project)[1:] == [
        "BRA,2020,1.14",
        "BRA,2021,1.16",
        "BRA,2022,1.174",
        "CHN,2020,2.41",
        "CHN,2021,2.433",
        "CHN,2022,2.556",
        "GIB,2020,1",
        "NAM,2014,0.33",
        "XKX,2022,0.12",
    ]
    assert done.vintage == ("2024-07-13", "2025-07-01")


def test_groups_and_codes_that_are_no_economies_are_left_out_and_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, done = updated(tmp_path, monkeypatch, FILES / "worldbank.csv")
    assert set(done.shaped.aggregates) == {"AFE Africa Eastern and Southern", "WLD World"}
    assert set(done.shaped.unknown) == {"NA Namib"}  # and not a missing code


def test_the_zip_file_of_the_world_bank_is_read_without_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "API_GB.XPD.RSDV.GD.ZS_DS2_en_csv_v2_7.zip"
    with zipfile.ZipFile(place, "w") as archive:
        name = "GB.XPD.RSDV.GD.ZS_DS2_en_csv_v2_7.csv"
        archive.writestr(f"Metadata_Indicator_API_{name}", "INDICATOR_CODE,INDICATOR_NAME\n")
        archive.writestr(f"API_{name}", (FILES / "worldbank.csv").read_bytes())
        archive.writestr(f"Metadata_Country_API_{name}", "Country Code,Region\n")
    project, _ = updated(tmp_path, monkeypatch, place)
    assert "BRA,2022,1.174" in rows_of(project)


REFUSED = {
    "dots-for-missing": "row 9, column 2014: “..” is not a number; expected digits with a point, "
    "or an empty cell where the figure is missing.",
    "word-for-a-number": "row 7, column 2021: “n/a” is not a number; expected digits with a point, "
    "or an empty cell where the figure is missing.",
    "letter-in-a-year": "row 5, column 8: “20O1” is not a year; expected four digits such as 2021.",
    "year-twice": "row 5, column 8: the year 2020 stands there twice.",
    "economy-twice": "row 10, column 2020: a second figure of CHN 2020; the first stands in row 7. "
    "Expected one figure of each economy and year.",
    "two-indicators": "row 10, column Indicator Code: “SP.POP.TOTL” is a second indicator in the "
    "file; expected one alone, GB.XPD.RSDV.GD.ZS. Download the indicator by itself.",
    "another-indicator": "row 6, column Indicator Code: the file holds the indicator "
    "“SP.POP.TOTL”; expected GB.XPD.RSDV.GD.ZS. Download that one, or name the dataset that it "
    "belongs to.",
    "cut-off-in-a-row": "row 9: cannot be split into cells (unexpected end of data). The file is "
    "cut off or damaged; download it again.",
    "cut-off-in-quotes": "row 9: cannot be split into cells (unexpected end of data). The file is "
    "cut off or damaged; download it again.",
    "cut-off-after-a-cell": "row 9: has 3 cells, expected 10 as the header has; the file is cut "
    "off or damaged. Download it again.",
    "no-rows": ": has no rows below its header. Download it again.",
    "no-years": "row 5: has no years; the file is cut off or damaged.",
    "formula-for-a-name": 'row 6, column Country Name: “=HYPERLINK("http://example.org")” looks '
    "like a formula; expected a code or name.",
    "formula-for-a-number": "row 7, column 2021: “=1+1” is not a number; expected digits with a "
    "point, or an empty cell where the figure is missing.",
    "below-the-minimum": "row 7, column 2021: -2.4 is less than 0, the minimum of percent.",
    "above-the-maximum": "row 7, column 2021: 243.261 is more than 20, the maximum of percent.",
    "future-year": "column 2098: the year 2098 is yet to come; expected years to",
    "date-of-update": "row 3, column 2: “July 2025” is not a date; expected the day of the last "
    "update such as 2026-07-13.",
    "latin-1": "row 8: the byte 0xe7 is not UTF-8; cp1252 reads its row 8 as “",
    "utf-16": ": is text in UTF-16, whatever its name says; expected a CSV file",
    "web-page": ": is a web page (HTML), whatever its name says; expected a CSV file",
    "json": ": is JSON, whatever its name says; expected a CSV file",
    "empty": ": is empty. Download it again.",
    "blank": ": is empty. Download it again.",
    "semicolons": "row 1: has semicolons between its cells; expected commas, as the publisher "
    "writes them and a spreadsheet program may not. Name the file as it was downloaded.",
    "no-economy": ": no figure in it is of an economy of the book.",
    "owid": "it looks like an Our World in Data chart CSV.",
    "database-export": "it begins with “Series Name”, “Series Code”, “Country Name”, "
    "“Country Code”.",
}


def test_every_broken_file_has_its_message() -> None:
    assert {path.stem for path in BROKEN.glob("*.csv")} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_with_its_place_and_nothing_changes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = BROKEN / f"{name}.csv"
    problems = refused(tmp_path, monkeypatch, file)
    assert str(file) in problems[0]
    assert REFUSED[name] in problems[0]


@pytest.mark.parametrize("name", sorted(set(REFUSED) - {"future-year"}))
def test_one_fault_gives_one_message(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(refused(tmp_path, monkeypatch, BROKEN / f"{name}.csv")) == 1


def test_an_excel_workbook_named_csv_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "API_GB.XPD.RSDV.GD.ZS.csv"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    (problem,) = refused(tmp_path, monkeypatch, place)
    assert "is an Excel workbook, whatever its name says" in problem


def test_an_old_excel_workbook_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "API_GB.XPD.RSDV.GD.ZS.xls"
    place.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64))
    (problem,) = refused(tmp_path, monkeypatch, place)
    assert "is an old Excel workbook" in problem


def test_a_zip_file_that_is_cut_off_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("API_a.csv", (FILES / "worldbank.csv").read_bytes())
    place.write_bytes(place.read_bytes()[:-40])
    (problem,) = refused(tmp_path, monkeypatch, place)
    assert "is a damaged or locked zip file" in problem


def test_a_zip_file_with_two_tables_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("API_a.csv", "a")
        archive.writestr("API_b.csv", "b")
    (problem,) = refused(tmp_path, monkeypatch, place)
    assert "expected one table in the zip file, found “API_a.csv”, “API_b.csv”" in problem


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = refused(tmp_path, monkeypatch, tmp_path / "nothing.csv")
    assert "nothing.csv: cannot be read (No such file or directory)" in problem


def test_all_faults_of_a_file_are_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FILES / "worldbank.csv").read_text(encoding="utf-8-sig")
    place = tmp_path / "a.csv"
    place.write_text(text.replace('"2.41"', '".."').replace('"0.33"', '"-1"'), encoding="utf-8")
    problems = refused(tmp_path, monkeypatch, place)
    assert [problem.split(": ")[1] for problem in problems] == [
        "row 8, column 2020",
        "row 10, column 2014",
    ]


# Our World in Data


def test_a_chart_of_our_world_in_data_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, done = updated(
        tmp_path, monkeypatch, FILES / "owid.csv", recipe=OWID, vintage="2025-05"
    )
    assert rows_of(project)[1:] == [
        "BRA,2014,0.169928",
        "BRA,2015,0.292549",
        "CHN,2014,1.79329",
        "CHN,2015,2.824944",
        "XKX,2015,0.5",
    ]
    assert set(done.shaped.aggregates) == {"OWID_WRL World"}
    assert set(done.shaped.unknown) == {"High-income countries"}
    assert list(done.shaped.skipped) == ["column “World regions according to OWID”"]


def test_short_column_names_are_known_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "chart.csv"
    place.write_text("entity,code,year,patents_per_million\nBrazil,BRA,2015,0.3\n")
    project, _ = updated(tmp_path, monkeypatch, place, recipe=OWID, vintage="2025")
    assert rows_of(project)[1:] == ["BRA,2015,0.3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Entity,Code,Day,Tests\nBrazil,BRA,2020-01-01,4\n",
            "row 1, column 3: “Day” is not Year.",
        ),
        (
            "Entity,Code,Year,Other\nBrazil,BRA,2020,4\n",
            "row 1: its columns of figures are “Other”; expected “Patent applications per "
            "1 million people - Field: All”.",
        ),
        (
            "entity,code,year,patents_per_million\nBrazil,BRA,20O1,4\n",
            "row 2, column year: “20O1” is not a year",
        ),
        (
            "entity,code,year,patents_per_million\nBrazil,BRA\n",
            "row 2: has 2 cells, expected 4",
        ),
        ("entity,code,year,patents_per_million\n", "row 1: has no rows below it."),
    ],
)
def test_another_chart_is_refused(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "chart.csv"
    place.write_text(text, encoding="utf-8")
    (problem,) = refused(tmp_path, monkeypatch, place, OWID)
    assert expected in problem


# NCSES


def test_a_table_of_ncses_becomes_the_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, done = updated(
        tmp_path, monkeypatch, FILES / "ncses.csv", recipe=NCSES, vintage="2025"
    )
    assert rows_of(project)[1:6] == [
        "BRA,2000,102",
        "BRA,2001,116",
        "BRA,2002,99",
        "BRA,2003,132",
        "CAN,2000,3401",
    ]
    assert "CHN,2003,421" in rows_of(project)  # Chinaa: the footnote's letter hangs on the name
    assert [row for row in rows_of(project) if "KOR" in row] == ["KOR,2000,3317", "KOR,2001,3543"]
    assert set(done.shaped.unknown) == {"World", "North America", "EU-27b"}


# The OECD


@pytest.mark.parametrize("name", ["sdmx-1", "sdmx-2-names", "sdmx-2-both"])
def test_each_layout_of_sdmx_csv_becomes_the_dataset(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = updated(
        tmp_path, monkeypatch, FILES / f"{name}.csv", recipe=SDMX, vintage="2025-03"
    )
    assert rows_of(project)[-2:] == ["AUT,2021,3.26", "CHN,2021,2.43"]


def test_the_flags_of_observations_are_counted_and_other_measures_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, done = updated(tmp_path, monkeypatch, FILES / "sdmx-1.csv", recipe=SDMX, vintage="2025")
    assert done.shaped.statuses == {"A": 1, "P": 1, "B": 1, "O": 1, "M": 1, "E": 1}
    assert done.shaped.skipped == {"observations of other measures or units": 1}
    assert set(done.shaped.unknown) == {"OECD"}


def test_a_power_of_ten_that_the_file_states_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = SDMX.replace("G, UNIT_MEASURE: PT_B1GQ", "G, UNIT_MEASURE: USD_PPP")
    project, _ = updated(tmp_path, monkeypatch, FILES / "sdmx-1.csv", recipe=recipe, vintage="2025")
    assert rows_of(project)[1:] == ["AUT,2021,17000100000"]


def test_a_message_that_deletes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (FILES / "sdmx-2-names.csv").read_text(encoding="utf-8")
    place = tmp_path / "oecd.csv"
    place.write_text(text.replace(",I,AUT", ",D,AUT"), encoding="utf-8")
    (problem,) = refused(tmp_path, monkeypatch, place, SDMX)
    assert "row 2, column ACTION: deletes or merges" in problem


def test_dimensions_that_the_recipe_does_not_pick_are_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = changed("sdmx-1.csv", "CHN,A,G,PT_B1GQ,_Z", "CHN,A,G,PT_B1GQ,V", tmp_path)
    (problem,) = refused(tmp_path, monkeypatch, place, SDMX)
    assert (
        "the observations of MEASURE G, UNIT_MEASURE PT_B1GQ differ in PRICE_BASE: V, _Z. "
        "The recipe does not pick one; add PRICE_BASE to `where`." in problem
    )


@pytest.mark.parametrize(
    ("name", "row", "other"),
    [
        ("owid.csv", "OWID_WRL,2014,0.9336709,", "OWID_WRL,2014,0.9336709"),
        ("owid.csv", "OWID_WRL,2014,0.9336709,", "OWID_WRL,2014,0.9336709,,"),
        ("ncses.csv", ",79,90,108,91", ",79,90,108,91,"),
        ("sdmx-1.csv", "3.26,P,0,2", "3.26,P,0"),
    ],
)
def test_a_row_has_exactly_the_cells_of_its_header(
    name: str, row: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = {"owid.csv": OWID, "ncses.csv": NCSES, "sdmx-1.csv": SDMX}[name]
    place = changed(name, row, other, tmp_path)
    assert "as the header has" in refused(tmp_path, monkeypatch, place, recipe)[0]


@pytest.mark.parametrize("cells", ['"","0.33",', '"","0.33","","",'], ids=["one less", "one more"])
def test_a_row_of_the_world_bank_that_would_stand_a_year_off_is_refused(
    cells: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = bank_file(tmp_path, "BRA 1.14 1.15 -", "NAM - 0.33 -", years="2020 2021 2022")
    text = place.read_text(encoding="utf-8")
    assert '"","0.33","",\n' in text  # its line ends with a comma, as its header does
    place.write_text(text.replace('"","0.33","",\n', f"{cells}\n"), encoding="utf-8")
    (problem,) = refused(tmp_path, monkeypatch, place)
    assert "row 7: has" in problem
    assert "cells, expected 8 as the header has" in problem


@pytest.mark.parametrize("encoding", ["cp1252", "gb18030"])
def test_a_file_in_the_encoding_that_is_named_is_read(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"cp1252": "Türkiye", "gb18030": "中国"}
    place = bank_file(tmp_path, "BRA 1.14 1.15", "CHN 2.41 2.43", "NAM 0.3 0.3")
    text = place.read_text(encoding="utf-8").replace("Name of CHN", names[encoding])
    place.write_bytes(text.encode(encoding))
    use(write_spending(tmp_path / "project"), monkeypatch)
    with pytest.raises(DatasetError, match=f"{encoding} reads its row 7 as .*{names[encoding]}"):
        update_dataset("spending", [place])
    done = update_dataset("spending", [place], encoding=encoding, accept_losses=True, dry_run=True)
    assert done.changes.kept == 4


def test_an_encoding_that_there_is_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(write_spending(tmp_path / "project"), monkeypatch)
    with pytest.raises(DatasetError, match="encoding = 'latin-99' is none that is known"):
        update_dataset("spending", [FILES / "worldbank.csv"], encoding="latin-99")


# What publishers' files may say otherwise


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("ncses.csv", ",2001,", ",20O1,", "row 4, column 4: “20O1” is not a year"),
        (
            "ncses.csv",
            "USPTO utility",
            "EPO",
            "row 2: the table's title is “EPO patents granted to inventors",
        ),
        ("ncses.csv", ",90,", ",high,", "row 8, column 2001: “high” is not a number"),
        ("ncses.csv", ",79,90,108,91", ",79", "row 8: has 3 cells, expected 6"),
        ("ncses.csv", "2000,2001,2002,2003", "a,b,c,d", "there is no header with years across"),
        (
            "sdmx-1.csv",
            "DF_MSTI(1.3),AUT,A,G,PT_B1GQ,_Z,_Z,2020",
            "DF_BERD(1.0),AUT,A,G,PT_B1GQ,_Z,_Z,2020",
            "row 2, column DATAFLOW: “OECD.STI.STP:DSD_MSTI@DF_BERD” is another dataflow",
        ),
        (
            "sdmx-1.csv",
            ",2020,3.20",
            ",2020-Q1,3.20",
            "row 2, column TIME_PERIOD: “2020-Q1” is not a year",
        ),
        (
            "sdmx-1.csv",
            ",2020,3.20",
            ',2020,"3,20"',
            "row 2, column OBS_VALUE: “3,20” is not a number",
        ),
        (
            "sdmx-1.csv",
            ",2020,3.20",
            ",2021,3.20",
            "row 3, column OBS_VALUE: a second figure of AUT 2021",
        ),
        ("sdmx-1.csv", "UNIT_MEASURE", "UNIT", "row 1: the columns UNIT_MEASURE are missing"),
        (
            "sdmx-1.csv",
            ",G,",
            ",B,",
            "none of its 7 observations is of MEASURE G, UNIT_MEASURE PT_B1GQ",
        ),
    ],
)
def test_another_table_and_other_observations_are_refused(
    name: str,
    old: str,
    new: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recipe = {"ncses.csv": NCSES, "sdmx-1.csv": SDMX}[name]
    place = changed(name, old, new, tmp_path)
    (problem,) = refused(tmp_path, monkeypatch, place, recipe)
    assert expected in problem
