"""How parameters stand in addresses and on command lines."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from reportlib.base.errors import ParameterError
from reportlib.base.parameters import check_parameters, parse_text
from reportlib.cli_parameters import apart
from reportlib.serving.addresses import command_line, edition_path, read_edition, read_values

VALUES: list[dict[str, str | int]] = [
    {},
    {"economy": "JPN"},
    {"economy": "JPN", "peers": "USA,KOR,DEU", "first_year": 1999, "last_year": 2015},
    {"scale": "per_gdp", "top_n": 5, "peers": "income"},
]


@pytest.mark.parametrize("values", VALUES)
def test_an_address_is_read_as_what_it_was_made_from(
    project: Path, values: dict[str, str | int]
) -> None:
    parameters = check_parameters(values)
    path = edition_path(parameters)

    assert read_edition(unquote(path).removeprefix("/with/").strip("/")) == parameters


def test_defaults_stand_in_no_address(project: Path) -> None:
    assert edition_path(check_parameters({"economy": "CHN", "top_n": 10})) == "/"


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("chapter", ["", "first"])
def test_the_command_line_says_the_same(
    project: Path, values: dict[str, str | int], chapter: str
) -> None:
    parameters = check_parameters(values)
    words = apart(shlex.split(command_line(parameters, chapter))[1:])
    pairs = {words[at + 1]: words[at + 2] for at, word in enumerate(words) if word == "-p"}

    assert check_parameters({n: parse_text(n, v) for n, v in pairs.items()}) == parameters
    assert words[:2] == (["run", "first"] if chapter else words[:2])


def test_names_are_understood_as_elsewhere(project: Path) -> None:
    assert read_values({"economy": " republic of Korea ", "top_n": ""}).economy == "KOR"


@pytest.mark.parametrize("name", ["economy=Jappan", "colour=red", "top_n=ten", "x=" + "y" * 5000])
def test_what_is_refused_says_why(project: Path, name: str) -> None:
    with pytest.raises(ParameterError):
        read_edition(name)
