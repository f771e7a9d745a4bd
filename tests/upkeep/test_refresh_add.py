"""Start a descriptor: what is guessed, what is asked for, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from reportlib.base.errors import DatasetError
from reportlib.cli import main
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.package import write_package
from reportlib.upkeep.refresh.adding import add_dataset
from tests.projects import REPORTLIB, digests, fill_in, run_program
from tests.upkeep.refresh.projects import BROKEN

TIDY = """\
office,year,applicant,designs,share,note
BRA,2019,resident,31000,0.5,
CHN,2019,nonresident,90000,,rounded
CHN,2019,resident,1790000,0.25,
"""


def added(tmp_path: Path, text: str = TIDY, file: str = "designs.csv", name: str = "") -> Any:
    """The descriptor begun for a file."""
    place = tmp_path / file
    place.write_text(text, encoding="utf-8")
    return yaml.safe_load(add_dataset(place, name).descriptor.read_text(encoding="utf-8"))


def refused(file: Path, name: str = "") -> str:
    """The first thing said of a file that is refused."""
    with pytest.raises(DatasetError) as caught:
        add_dataset(file, name)
    return caught.value.problems[0]


def test_types_bounds_and_required_cells_are_guessed(project: Path, tmp_path: Path) -> None:
    fields = {f["name"]: f for f in added(tmp_path)["schema"]["fields"]}
    assert [field["type"] for field in fields.values()] == [
        "string",
        "integer",
        "string",
        "integer",
        "number",
        "string",
    ]
    assert fields["year"]["constraints"] == {"required": True, "minimum": 2019, "maximum": 2019}
    assert fields["designs"]["constraints"] == {"required": True, "minimum": 0}
    assert fields["share"]["constraints"] == {"minimum": 0}
    assert "constraints" not in fields["note"]


def test_the_key_and_the_link_to_the_economies_are_guessed(project: Path, tmp_path: Path) -> None:
    schema = added(tmp_path)["schema"]
    assert schema["primaryKey"] == ["office", "year", "applicant"]
    assert schema["foreignKeys"] == [
        {"fields": ["office"], "reference": {"resource": "economies", "fields": ["economy"]}}
    ]


def test_codes_with_leading_zeros_stay_text(project: Path, tmp_path: Path) -> None:
    schema = added(tmp_path, "code,value\n007,1\n042,2\n")["schema"]
    assert schema["fields"][0]["type"] == "string"


def test_the_code_of_namibia_is_no_missing_cell(project: Path, tmp_path: Path) -> None:
    schema = added(tmp_path, "iso2,value\nNA,1\nBR,2\n")["schema"]
    assert schema["fields"][0]["constraints"] == {"required": True}


def test_checksum_and_size_are_those_of_the_copied_file(project: Path, tmp_path: Path) -> None:
    said = added(tmp_path, "﻿" + TIDY.replace("\n", "\r\n"))
    content = (project / "data" / "designs.csv").read_bytes()
    assert content == TIDY.encode()
    assert said["bytes"] == len(content)


def test_the_name_is_cleaned(project: Path, tmp_path: Path) -> None:
    assert added(tmp_path, file="Designs in Force (2024).csv")["name"] == "designs-in-force-2024"


def test_check_lists_everything_still_to_be_said_once(project: Path, tmp_path: Path) -> None:
    added(tmp_path)
    place = project / "data" / "designs.resource.yaml"
    lines = place.read_text(encoding="utf-8").splitlines()
    wanted = [number for number, line in enumerate(lines, start=1) if "FILL IN" in line]
    faults = [fault for fault in check_project(project) if "designs" in fault]
    assert [f"{place}: line {number}" for number in wanted] == [
        ":".join(fault.split(":")[:2]) for fault in faults
    ]
    assert (
        f"{place}: line {lines.index(next(x for x in lines if 'kind' in x)) + 1}: kind is still to "
        f"be filled in; expected flow, stock, ratio, rank or reference." in faults
    )


def test_a_descriptor_that_is_filled_in_passes(project: Path, tmp_path: Path) -> None:
    added(tmp_path)
    place = project / "data" / "designs.resource.yaml"
    fill_in(place)
    write_package(project / "data")
    assert check_project(project) == ()


def test_a_file_that_lies_in_the_data_folder_is_described_where_it_is(project: Path) -> None:
    place = project / "data" / "designs.csv"
    place.write_text(TIDY, encoding="utf-8")
    assert add_dataset(place).data_file == place


def test_a_dataset_that_exists_is_not_overwritten(project: Path, tmp_path: Path) -> None:
    added(tmp_path)
    before = digests(project)
    assert "there is a dataset designs already" in refused(tmp_path / "designs.csv")
    assert digests(project) == before


def test_a_file_without_a_descriptor_is_not_overwritten(project: Path, tmp_path: Path) -> None:
    (project / "data" / "designs.csv").write_text("a,b\n1,2\n")
    (tmp_path / "designs.csv").write_text(TIDY)
    assert "exists already, without a descriptor" in refused(tmp_path / "designs.csv")


@pytest.mark.parametrize(
    "name",
    ["../evil", "/evil", "a/b", "Evil", "evil.csv", "_evil", "1st", "é", "a" * 61, "a__b"],
)
def test_a_name_that_is_not_clean_is_refused(name: str, project: Path, tmp_path: Path) -> None:
    (tmp_path / "designs.csv").write_text(TIDY)
    before = digests(tmp_path)
    assert "is no name for a dataset" in refused(tmp_path / "designs.csv", name)
    assert digests(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "is empty"),
        ("web-page", "is a web page (HTML)"),
        ("latin-1", "is not UTF-8"),
        ("cut-off-in-quotes", "is cut off or damaged"),
        ("another-indicator", "is no name of a column. Expected a tidy table"),
    ],
)
def test_a_file_that_is_no_tidy_table_is_refused_and_nothing_is_written(
    name: str, said: str, project: Path
) -> None:
    before = digests(project)
    assert said in refused(BROKEN / f"{name}.csv", "designs")
    assert digests(project) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,a\n1,2\n", "row 1, column 2: the column “a” stands there twice."),
        ("a,\n1,2\n", "row 1, column 2: “” is no name of a column."),
        ("a\n1\n", "row 1: one column only; expected commas between columns."),
        ("a,b\n1,2\n3\n", "row 3: has 1 cells, expected 2 as the header has."),
        ("a,b\n", "has no rows below its header."),
        ("=1+1,b\n1,2\n", "row 1, column 1: “=1+1” is no name of a column."),
    ],
)
def test_a_fault_of_the_table_is_named_with_its_place(
    text: str, said: str, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "designs.csv").write_text(text)
    assert said in refused(tmp_path / "designs.csv")


def test_doubtful_columns_are_pointed_out(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_text(
        "economy,year,designs\nBRA,2019,1\nCHN,2019,..\nDEU,2019,2\nFRA,2019,3\nWLD,2019,9\n"
    )
    assert add_dataset(place).notes == (
        "economy: no economies of the book: WLD",
        "designs: numbers, but written with marks for missing figures (“..”); write them with "
        "digits and a point, empty where missing, and flags in a column of their own",
    )


def test_numbers_among_words_are_pointed_out(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_text("economy,year,designs\nBRA,2019,1\nCHN,2019,not stated\nDEU,2019,2\n")
    assert add_dataset(place).notes == ("designs: numbers, but also “not stated”",)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("31,000", "1,790,000", "61"), "commas between thousands (“31,000”)"),
        (("2,4", "3,1", "1,5"), "a comma for the decimal point (“2,4”)"),
        (("1.790.000", "31.000,5", "7"), "points between thousands (“1.790.000”)"),
        (("1 790 000", "31 000", "7"), "blanks or apostrophes between thousands (“1 790 000”)"),
        (("..", "3.1", ".."), "marks for missing figures (“..”)"),
        ((":", "3.1", "n/a"), "marks for missing figures (“:”)"),
        (("2.4 p", "3.1e", "1.5*"), "flags of the publisher (“2.4 p”)"),
        (("−5", "−2", "4"), "a dash for the minus sign (“−5”)"),
        (("5%", "2 %", "4%"), "a percent sign (“5%”)"),
        (
            ("1,000", "2 (b)", ".."),
            "commas between thousands (“1,000”), flags of the publisher (“2 (b)”), "
            "marks for missing figures (“..”)",
        ),
    ],
)
def test_numbers_that_are_written_otherwise_are_told_with_how(
    cells: tuple[str, ...], said: str, project: Path, tmp_path: Path
) -> None:
    place = tmp_path / "designs.csv"
    rows = zip(("BRA", "CHN", "JPN"), cells, strict=True)
    text = "".join(f'{code},2019,"{cell}"\n' for code, cell in rows)
    place.write_text(f"economy,year,designs\n{text}", encoding="utf-8")
    (note,) = add_dataset(place).notes
    assert f"designs: numbers, but written with {said}; write them" in note


def test_words_and_codes_are_not_taken_for_numbers(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_text("economy,year,class\nBRA,2019,A1\nCHN,2019,B2\nJPN,2019,other\n")
    assert add_dataset(place).notes == ()


def test_counts_that_look_like_years_are_not_guessed_to_be_some(
    project: Path, tmp_path: Path
) -> None:
    place = tmp_path / "designs.csv"
    place.write_text("economy,year,designs\nBRA,2019,1900\nCHN,2019,2010\nJPN,2020,1850\n")
    started = add_dataset(place)
    assert started.notes == ("designs: whole numbers that could be years; if so, name it for them",)
    about = yaml.safe_load(started.descriptor.read_text(encoding="utf-8"))
    limits = {f["name"]: f["constraints"] for f in about["schema"]["fields"]}
    assert limits["designs"] == {"required": True, "minimum": 0}
    assert limits["year"] == {"required": True, "minimum": 2019, "maximum": 2020}


def test_a_file_of_another_encoding_is_told_how_to_read(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_bytes("year,name,n\n2020,Côte d'Ivoire,12\n".encode("cp1252"))
    assert "cp1252 reads its row 2 as “2020,Côte d'Ivoire,12”" in refused(place)
    place.write_bytes("年份,地区\n2020,中国\n".encode("gb18030"))
    assert "gb18030 reads its row 1 as “年份,地区”" in refused(place)


def test_a_file_is_read_in_the_encoding_that_is_named(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_bytes("year,name,n\n2020,Côte d'Ivoire,12\n".encode("cp1252"))
    result = CliRunner().invoke(main, ["data", "add", str(place), "--encoding", "cp1252"])
    assert result.exit_code == 0, result.output
    copy = project / "data" / "designs.csv"
    assert copy.read_text(encoding="utf-8").splitlines()[1] == "2020,Côte d'Ivoire,12"


def test_a_header_in_chinese_asks_for_latin_letters(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "designs.csv"
    place.write_text("年份,地区\n2020,中国\n", encoding="utf-8")
    assert "row 1, column 1: “年份” is not in Latin letters. Expected a name in" in refused(place)


def test_the_command_says_what_is_missing_and_last_the_descriptor(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "designs.csv").write_text(TIDY)
    result = CliRunner().invoke(main, ["data", "add", str(tmp_path / "designs.csv")])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].endswith(" things are still to be said:")
    assert any(line.strip().startswith("does_not_mean: FILL IN") for line in lines)
    assert lines[-1].endswith("designs.resource.yaml")


def test_check_refuses_a_dataset_that_was_only_begun(project: Path, tmp_path: Path) -> None:
    added(tmp_path)
    done = run_program(REPORTLIB, "check", cwd=project, root=project)
    assert done.returncode == 1
    assert "is still to be filled in" in done.stdout


def test_what_the_columns_of_economies_and_years_are_called_is_not_asked_for(
    project: Path, tmp_path: Path
) -> None:
    office, year, *_ = added(tmp_path)["schema"]["fields"]
    assert (office["title"], office["description"]) == ("Office", "ISO 3166-1 alpha-3 code")
    assert (year["title"], year["description"]) == ("Year", "calendar year")


def test_a_device_is_refused_before_it_is_read(project: Path) -> None:
    assert refused(Path("/dev/zero"), "zeros").startswith("/dev/zero: is a device or a pipe.")
