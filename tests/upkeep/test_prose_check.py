"""Words that readers see: bare numerals in chapters, names of machines in descriptors."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.upkeep.checks import check_project
from reportlib.upkeep.prose_check import EXCEPTIONS, bare_numerals, machine_words
from tests.projects import SOUND, add_filings, chapter, text, write_notebook


@pytest.mark.parametrize(
    ("source", "numeral"),
    [
        ("Filings rose 17-fold.", "17"),
        ("A share of 12.5%.", "12.5"),
        ("Some 1,585,663 of them", "1,585,663"),
        ("Since 2019 all is new.", "2019"),
        ("## The 3 offices", "3"),
        ("- a list of **7** things", "7"),
        ("See [the 5 offices](https://example.org/).", "5"),
        ("```{note}\n:class: wide\nOnly 12 are held.\n```", "12"),
        ("```{admonition} All 6\nNone.\n```", "6"),
        (":::{tip}\nThere are 8.\n:::", "8"),
        ("| Office | Filings |\n|---|---|\n| one | 40 |", "40"),
        ("<p>Only 9.</p>", "9"),
        ("the 2nd place", "2nd"),
    ],
)
def test_a_numeral_in_prose_is_found(source: str, numeral: str) -> None:
    assert [found for found, _ in bare_numerals(source)] == [numeral]


@pytest.mark.parametrize(
    "source",
    [
        "One office and two more.",
        "Group G20, class H04 and list TOP500.",
        "(patents-2020)=\n# Patents",
        "See {numref}`fig-patents-3` and `code 5`.",
        "[a link](https://example.org/2020)",
        "$x_1 = 3$",
        "```{figure} map2.png\n:width: 300\n```",
        "```python\nprint(3)\n```",
        "1. first\n2. second",
        *EXCEPTIONS,
    ],
)
def test_what_is_no_quantity_in_prose_is_left_alone(source: str) -> None:
    assert list(bare_numerals(source)) == []


def test_every_exception_has_a_reason_and_is_needed() -> None:
    assert all(EXCEPTIONS.values())
    assert all(any(character.isdigit() for character in name) for name in EXCEPTIONS)


def test_a_numeral_is_told_with_the_words_around_it() -> None:
    ((_, words),) = bare_numerals("Of them\n17 were `filed` abroad.")

    assert words == "Of them 17 were … abroad."


def test_check_names_file_cell_words_and_what_to_do(project: Path) -> None:
    cells = [*chapter("first"), text("There are 17 offices.")]
    path = write_notebook(project / "chapters" / "first.ipynb", cells)

    (fault,) = check_project()

    assert fault.startswith(f"{path}: cell 4 (cell-4): the numeral 17 stands in the text “There")
    assert "as a Number in an exhibit's sentence" in fault


def test_a_chapter_that_cannot_be_read_is_told_once(project: Path) -> None:
    (project / "chapters" / "first.ipynb").write_text("{", encoding="utf-8")

    assert len(check_project()) == 1


# What descriptors say


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("The exact grants are in patent-grants.", ["patent-grants"]),
        ("See patent_grants, or the column in_force.", ["patent_grants", "in_force"]),
        ("It must NEVER be mixed.", ["NEVER"]),
        ("By RECEIVING OFFICE.", ["RECEIVING", "OFFICE"]),
    ],
)
def test_a_name_that_only_a_machine_needs_is_found(said: str, words: list[str]) -> None:
    assert list(machine_words(said, {"patent-grants"})) == words


@pytest.mark.parametrize(
    "said",
    [
        "The exact grants are in “Patents granted”.",
        "Grants of non-residents, not patent-grants-like ones.",
        "World Bank, series IP.JRN.ARTC.SC; table SINV-31; list TOP500.",
        "The EPO is NOT an office of OAPI.",
    ],
)
def test_words_of_readers_are_left_alone(said: str) -> None:
    assert list(machine_words(said, {"patent-grants"}, ["OAPI"])) == []


def test_check_names_the_descriptor_the_word_and_what_to_write(
    project: Path, tmp_path: Path
) -> None:
    said = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(said.replace("Inventions made.", "It is NEVER per_head."), encoding="utf-8")
    add_filings(project, descriptor=other)
    place = project / "data" / "filings.resource.yaml"

    code, shouted = (fault for fault in check_project() if "stands in the text" in fault)

    assert code.startswith(f"{place}: per_head stands in the text “It is NEVER per_head.”")
    assert shouted.startswith(f"{place}: NEVER stands in")
    assert shouted.endswith("to reportlib.prose.capitals in _config.yml.")
