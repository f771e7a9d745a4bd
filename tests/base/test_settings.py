"""What a project says of its own book: read strictly, every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import ParameterError, ProjectError
from reportlib.base.parameters import Parameters, check_parameters, schema
from reportlib.base.settings import Settings, project_settings, setting_faults
from reportlib.upkeep.checks import check_project


def configure(project: Path, block: str) -> Path:
    """Put a block in the place of the project's settings."""
    place = project / "_config.yml"
    place.write_text(f"title: A book\n{block}", encoding="utf-8")
    return place


FAULTS = {
    "unknown key": ("  verson: a\n", 3, "verson: there is no such key. Did you mean version?"),
    "unknown parameter": (
        "  parameters:\n    econmy: BRA\n",
        4,
        "parameters.econmy: there is no such key. Did you mean economy?",
    ),
    "number for a text": ("  version: 1.0\n", 3, "version: Input should be a valid string (found"),
    "text for a number": ("  parameters:\n    top_n: ten\n", 4, "parameters.top_n: Input should"),
    "no function": ("  world: topics.overview\n", 3, "world: expected a function of a module"),
    "no mapping": ("  words: many\n", 3, "words: expected a mapping with the keys edition, impr"),
    "words without the name": (
        "  words:\n    edition: An edition\n",
        4,
        "words.edition: expected words with {economy}",
    ),
    "words with other braces": (
        "  words:\n    edition: For {economy} in {year}\n",
        4,
        "words.edition: expected words with {economy}",
    ),
    "capitals in a name": ("  data:\n    name: My Book\n", 4, "data.name: expected small letters"),
    "no code": (
        "  groups:\n    G2: [CHN, usa]\n",
        4,
        "groups.G2.1: expected a code of three capital letters (found 'usa')",
    ),
    "no numeral": (
        "  prose:\n    numerals:\n      Web: a web\n",
        5,
        "prose.numerals.Web: expected a name with a numeral",
    ),
    "no capitals": (
        "  prose:\n    capitals: [eu]\n",
        4,
        "prose.capitals.0: expected four capital letters or more",
    ),
    "no starts": ("  labels:\n    index: []\n", 4, "labels.index: List should have at least 1"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_file_and_line(case: str, project: Path) -> None:
    block, line, said = FAULTS[case]
    place = configure(project, f"reportlib:\n{block}")

    told = setting_faults(project)

    assert any(each.startswith(f"{place}: line {line}: reportlib.{said}") for each in told), told
    with pytest.raises(ProjectError):
        project_settings(project)
    assert set(told) <= set(check_project(project))


def test_a_key_that_stands_twice_is_told_by_check(project: Path) -> None:
    place = configure(project, "reportlib:\n  version: a\n  version: b\n")

    told = f"{place}: line 4: reportlib.version: is there twice, first in line 3"
    assert any(each.startswith(told) for each in check_project(project))


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(project: Path) -> None:
    configure(project, "reportlib:\n  version: 1\n  datas: x\n  data:\n    name: A\n")

    assert [each.split(": ")[1] for each in setting_faults(project)] == [
        "line 3", "line 4", "line 6",
    ]  # fmt: skip


def test_a_project_without_the_block_has_neutral_words_and_all_parameters(project: Path) -> None:
    configure(project, "")

    assert project_settings(project) == Settings()
    assert project_settings(project).words.edition == "Edition for {economy}"
    assert {name: each.default for name, each in schema(project).items()} == {
        "economy": "ABW",
        "peers": "top",
        "first_year": 1960,
        "last_year": 2026,
        "scale": "count",
        "top_n": 10,
    }


def test_what_the_file_says_anew_holds_at_once(project: Path) -> None:
    configure(project, "reportlib: {version: a}")
    assert project_settings(project).version == "a"
    configure(project, "reportlib: {version: bc}")
    assert project_settings(project).version == "bc"


def test_a_parameter_that_is_not_named_is_not_used(project: Path) -> None:
    configure(project, "reportlib:\n  parameters:\n    economy: BRA\n    top_n: 5\n")

    assert [*schema()] == ["economy", "top_n"]
    assert Parameters().top_n == 5
    assert Parameters(economy="KEN").changed() == {"economy": "KEN"}
    with pytest.raises(ParameterError, match=r"book does not use scale. .* are: economy, top_n\."):
        check_parameters({"scale": "count"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("economy: BRS", "line 4: reportlib.parameters.economy: economy = 'BRS' is not an economy"),
        ("top_n: 99", "line 4: reportlib.parameters.top_n: top_n = 99 is out of range"),
        ("first_year:", "line 4: reportlib.parameters.first_year: first_year = None is not a"),
        (
            "first_year: 2025\n    last_year: 2020",
            "line 3: reportlib.parameters: first_year = 2025",
        ),
    ],
)
def test_a_default_is_checked_as_any_value(line: str, said: str, project: Path) -> None:
    place = configure(project, f"reportlib:\n  parameters:\n    {line}\n")

    with pytest.raises(ParameterError) as refused:
        check_parameters({})

    assert str(refused.value).startswith(f"{place}: {said}")
    assert str(refused.value) in check_project(project)


def test_check_names_a_chapter_that_is_not_there(project: Path) -> None:
    text = (project / "_config.yml").read_text(encoding="utf-8")
    (project / "_config.yml").write_text(text.replace("    index: [", "    idnex: ["), "utf-8")

    (fault,) = check_project(project)

    assert "reportlib.labels.idnex: there is no such chapter. The chapters are: first" in fault


def test_a_chapter_may_not_declare_what_the_book_does_not_use(project: Path) -> None:
    configure(project, "reportlib:\n  parameters:\n    economy: CHN\n")

    told = [each for each in check_project(project) if "chapters/first" in each]

    assert len(told) == 1
    assert "parameters cell: peers is not used by the book: _config.yml names" in told[0]
