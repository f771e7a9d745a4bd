"""The list of economies is read as it stands in the project's data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportlib.base.economies import AGGREGATES, Economy, economies
from reportlib.base.errors import DatasetError
from tests.projects import ROOT

HEADER = "economy,name,name_zh,region,income_group\n"


def write(root: Path, content: bytes) -> Path:
    """Write the list of a project."""
    place = root / "data" / "economies.csv"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    return place


def test_an_economy_has_the_cells_of_its_row(tmp_path: Path) -> None:
    write(tmp_path, f"{HEADER}ABC,A name,名,A region,A group\nDEF,Other,,,\n".encode())

    assert economies(tmp_path) == {
        "ABC": Economy("ABC", "A name", "名", "A region", "A group"),
        "DEF": Economy("DEF", "Other", "", "", ""),
    }


def test_a_line_within_a_cell_is_kept_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, f'{HEADER}ABC,"A\r\nname",,,\n'.encode())

    assert economies(tmp_path)["ABC"].name == "A\r\nname"


def test_without_a_folder_the_economies_are_those_of_the_project_in_use(project: Path) -> None:
    write(project, f"{HEADER}ABC,A name,,,\n".encode())

    assert list(economies()) == ["ABC"]
    assert economies(ROOT)["CHN"].name == "China"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "FileNotFoundError(2, 'No such file or directory')"),
        (b"economy,title\nABC,A\n", "KeyError('name')"),
        (HEADER.encode() + b"ABC,\xff,,,\n", "UnicodeDecodeError("),
    ],
)
def test_a_list_that_cannot_be_read_is_told_with_what_is_expected(
    content: bytes | None, reason: str, tmp_path: Path
) -> None:
    place = tmp_path / "data" / "economies.csv"
    if content is not None:
        write(tmp_path, content)

    with pytest.raises(DatasetError) as error:
        economies(tmp_path)

    assert str(error.value).startswith(f"{place}: the list of economies cannot be read ({reason}")
    assert str(error.value).endswith(
        "). Expected a CSV with the columns economy and name, and where it has them name_zh, "
        "region, income_group; restore the file."
    )


def test_aggregates_are_no_economies_and_have_names_of_their_own() -> None:
    names = {each.name for each in economies(ROOT).values()}

    assert all(re.fullmatch("[A-Z]{3}", code) for code in AGGREGATES)
    assert not AGGREGATES.keys() & economies(ROOT).keys()
    assert not names & set(AGGREGATES.values())
    assert (AGGREGATES["WLD"], AGGREGATES["EUU"]) == ("World", "European Union")


def test_a_list_may_know_codes_and_names_alone(tmp_path: Path) -> None:
    write(tmp_path, b"economy,name\nABC,A name\n")

    found = economies(tmp_path)["ABC"]
    assert (found.name, found.name_zh, found.region, found.income_group) == ("A name", "", "", "")
