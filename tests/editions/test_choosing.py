"""Which editions there are to be: what people write, and every fault before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportlib.base.economies import economies
from reportlib.base.errors import ParameterError
from reportlib.base.parameters import Parameters
from reportlib.editions.choosing import choose, economies_named
from tests.projects import ROOT


@pytest.fixture(autouse=True)
def _project(project: Path) -> None:
    """The project of each test, which has the book's own settings."""


def matrix(tmp_path: Path, text: str) -> Path:
    place = tmp_path / "matrix.yml"
    place.write_text(text, encoding="utf-8")
    return place


def names(*given: str, **more: object) -> list[str]:
    return [each.name for each in choose(*given, **more)]  # type: ignore[arg-type]


def problems(*given: object, **more: object) -> tuple[str, ...]:
    with pytest.raises(ParameterError) as caught:
        choose(*given, **more)  # type: ignore[arg-type]
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CHN", ["CHN"]),
        ("chn, Japan", ["CHN", "JPN"]),
        ("日本,CHN", ["JPN", "CHN"]),
        ("Hong Kong SAR, China,CHN", ["HKG", "CHN"]),
        ("CHN,Hong Kong SAR, China", ["CHN", "HKG"]),
        ("region:North America", ["BMU", "CAN", "USA"]),
        ("region:north am,CHN", ["BMU", "CAN", "USA", "CHN"]),
        ("CHN,CHN,china", ["CHN"]),
    ],
)
def test_economies_are_named_by_codes_names_and_groups(text: str, codes: list[str]) -> None:
    assert list(economies_named(text)) == codes


def test_all_is_every_economy_of_the_list() -> None:
    assert economies_named("all") == tuple(economies())


def test_a_group_of_the_settings_is_named_in_any_case() -> None:
    assert len(economies_named("oecd")) == 38
    assert economies_named("oecd") == economies_named("OECD")


def test_an_income_group_is_named_by_a_part_that_only_it_has() -> None:
    found = economies_named("income:high")
    assert {economies()[code].income_group for code in found} == {"High income"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CHX", "'CHX' is no economy and no group of them."),
        ("chin", "Did you mean CHN (China)"),
        ("region:Africa", "is said of Middle East & North Africa and Sub-Saharan Africa."),
        ("region:Atlantis", "'region:atlantis'"),
        ("income:", "'income:' is not known. Expected one of: income:High income"),
        (",", "names no economy"),
        ("\x1b[31m", "'\\x1b[31m' is no economy"),
        ("a" * 5000, "is no economy"),
        ("../../etc/passwd\0", "is no economy"),
    ],
)
def test_what_is_no_economy_is_refused(text: str, said: str) -> None:
    (problem,) = problems(text)
    assert said.casefold() in problem.casefold()


def test_all_that_is_unknown_is_told_at_once() -> None:
    assert len(problems("XXA,CHN,XXB")) == 2


def test_a_file_has_a_name_on_each_line(tmp_path: Path) -> None:
    place = tmp_path / "list.txt"
    place.write_text("CHN\n\n# a remark\nHong Kong SAR, China  # and another\n", encoding="utf-8")
    assert names(str(place)) == ["CHN", "HKG"]


def test_a_fault_in_a_file_names_the_file(tmp_path: Path) -> None:
    place = tmp_path / "list.txt"
    place.write_text("CHN\nNowhere\n", encoding="utf-8")
    (problem,) = problems(str(place))
    assert problem.startswith(f"{place}: 'Nowhere'")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "list.txt"
    place.write_bytes(b"\xff\xfe\x00")
    (problem,) = problems(str(place))
    assert "not readable as text in UTF-8" in problem


def test_no_choice_at_all_is_refused() -> None:
    assert "No edition is named" in problems()[0]


# Names


def test_an_edition_is_called_for_its_economy() -> None:
    assert names("CHN,JPN") == ["CHN", "JPN"]


def test_it_is_so_too_where_all_have_another_value() -> None:
    assert names("CHN,JPN", common={"scale": "per_gdp"}) == ["CHN", "JPN"]


def test_editions_of_one_economy_are_called_for_what_differs(tmp_path: Path) -> None:
    place = matrix(tmp_path, "economy: [CHN, JPN]\nscale: [count, per_gdp]\n")
    assert names(matrix=place) == ["CHN", "scale-per_gdp", "JPN", "economy-JPN_scale-per_gdp"]


def test_a_matrix_says_how_its_editions_are_called(tmp_path: Path) -> None:
    text = 'economy: [CHN, JPN]\nlast_year: [2015, 2020]\nname: "{economy}-{last_year}"\n'
    assert names(matrix=matrix(tmp_path, text)) == [
        "CHN-2015",
        "CHN-2020",
        "JPN-2015",
        "JPN-2020",
    ]


def test_a_matrix_may_list_editions(tmp_path: Path) -> None:
    text = "editions:\n  - economy: CHN\n  - {economy: JPN, top_n: 5, name: short}\n"
    found = choose(matrix=matrix(tmp_path, text))
    assert [each.name for each in found] == ["CHN", "short"]
    assert found[1].parameters == Parameters(economy="JPN", top_n=5)


def test_a_matrix_takes_groups_of_economies(tmp_path: Path) -> None:
    assert len(choose(matrix=matrix(tmp_path, "economy: [OECD, CHN]\n"))) == 39


def test_economies_of_the_command_line_multiply_a_matrix_without_any(tmp_path: Path) -> None:
    place = matrix(tmp_path, 'last_year: [2015, 2020]\nname: "{economy}_{last_year}"\n')
    assert len(choose("CHN,JPN", place)) == 4


def test_every_economy_of_a_matrix_that_is_not_known_is_told(tmp_path: Path) -> None:
    place = matrix(tmp_path, "economy: [XXX, CHN, YYY]\n")
    with pytest.raises(ParameterError) as caught:
        choose(matrix=place)
    assert [problem.partition(" is no")[0] for problem in caught.value.problems] == [
        f"{place}: 'XXX'",
        f"{place}: 'YYY'",
    ]


@pytest.mark.parametrize("given", [("CHN", ""), ("", "economy: CHN\n")])
def test_a_parameter_that_is_given_twice_is_refused(given: tuple[str, str], tmp_path: Path) -> None:
    named, text = given
    place = matrix(tmp_path, text) if text else None
    with pytest.raises(ParameterError, match="'economy': given by -p or -f, and by"):
        choose(named, place, {"economy": "JPN"})


def test_a_list_may_begin_with_a_mark_of_its_byte_order(tmp_path: Path) -> None:
    place = tmp_path / "list.txt"
    place.write_text("CHN\nJPN\n", encoding="utf-8-sig")
    assert names(str(place)) == ["CHN", "JPN"]


FAULTS = {
    "two named alike": ("name: x\neconomy: [CHN, JPN]\n", "2 editions have the name x"),
    "alike but for case": (
        "editions:\n- {economy: CHN, name: One}\n- {economy: JPN, name: one}\n",
        "2 editions have the name One or one",
    ),
    "one named twice": (
        "editions:\n- {economy: CHN, name: a}\n- {economy: CHN, name: b}\n",
        "b has the parameters of a",
    ),
    "a way out": ("economy: CHN\nname: ../../x\n", "cannot be the name of a folder"),
    "an absolute place": ("economy: CHN\nname: /anywhere\n", "cannot be the name of a folder"),
    "a hidden folder": ("economy: CHN\nname: .git\n", "cannot be the name of a folder"),
    "a folder of the site": ("economy: CHN\nname: Data\n", "is kept for other things"),
    "an attribute in braces": (
        'economy: CHN\nname: "{economy.__class__}"\n',
        "cannot be the name of a folder",
    ),
    "an unknown name in braces": ('economy: CHN\nname: "{nothing}"\n', "cannot be the name"),
    "a name that is too long": (f"economy: CHN\nname: {'x' * 81}\n", "80 at most"),
    "a name that is no text": ("economy: CHN\nname: [a, b]\n", "name: expected a text"),
    "a name that is a number": (
        "editions: [{economy: CHN, name: 1}]\n",
        "edition 1: name: expected a text",
    ),
    "a device's name": ("economy: CHN\nname: com1\n", "is kept for other things"),
    "a page of the site": ("economy: CHN\nname: Search\n", "is kept for other things"),
    "an unknown parameter": ("ecomony: [CHN]\n", "Did you mean economy?"),
    "a refused value": ("economy: CHN\ntop_n: [5, many]\n", "top_n"),
    "an unknown economy": ("economy: [CHN, XXX]\n", "'XXX' is no economy"),
    "NO of YAML": ("economy: [NO]\n", "put the value in quotes"),
    "an empty list": ("economy: []\n", "names no edition"),
    "an empty file": ("", "expected lines such as"),
    "no mapping": ("- CHN\n", "expected lines such as"),
    "another key beside": ("editions: [{economy: CHN}]\nscale: count\n", "no other key"),
    "no editions": ("editions: []\n", "expected a list of editions"),
    "an edition without keys": ("editions: [CHN]\n", "edition 1: expected its parameters"),
    "no YAML": ("economy: [CHN\n", "not readable as YAML"),
    "a key twice": ("economy: CHN\neconomy: JPN\n", "stands twice"),
    "an alias": ("a: &a [CHN]\neconomy: *a\n", "an alias"),
    "nested too deeply": ("economy: " + "[" * 5000 + "\n", "nested too deeply"),
    "too many": (
        "economy: all\nlast_year: [" + ", ".join(["2000"] * 1000) + "]\n",
        "more than 100,000 editions",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_in_a_matrix_is_told(case: str, tmp_path: Path) -> None:
    text, said = FAULTS[case]
    assert any(said in problem for problem in problems(matrix=matrix(tmp_path, text)))


def test_economies_named_in_two_places_are_refused(tmp_path: Path) -> None:
    found = problems("CHN", matrix(tmp_path, "economy: [JPN]\n"))
    assert "Say it in one place" in found[0]


def test_a_matrix_that_is_not_text_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "matrix.yml"
    place.write_bytes(b"\xff\xff")
    assert "not readable as YAML in UTF-8" in problems(matrix=place)[0]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=90))
def test_a_name_leads_out_of_no_folder_or_is_refused(name: str) -> None:
    listed = Path("never-written")
    try:
        found = _named(name)
    except ParameterError:
        return
    assert (listed / found).resolve().parent == listed.resolve()
    assert found.isascii()


def _named(name: str) -> str:
    from reportlib.editions.choosing import _checked

    (chosen,) = _checked([{"economy": "CHN", "name": name}], {})
    return chosen.name


def test_the_groups_of_the_book_name_economies_that_it_has() -> None:
    from reportlib.base.settings import project_settings

    for codes in project_settings(ROOT).groups.values():
        assert set(codes) <= set(economies(ROOT))
        assert len(codes) == len(set(codes))
