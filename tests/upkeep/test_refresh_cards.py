"""What `data list` and `data show` say, and where a dataset is used."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.cli import main
from reportlib.upkeep.refresh.cards import find_dataset, list_cards, make_card
from reportlib.upkeep.refresh.recipes import read_recipe, recipe_names
from reportlib.upkeep.uses import uses
from tests.conftest import use
from tests.projects import REPORTLIB, ROOT, add_filings, run_program
from tests.upkeep.refresh.projects import BANK, write_spending

DATA = ROOT / "data"


def answer(*arguments: str) -> str:
    """What a command prints that ends well."""
    result = CliRunner().invoke(main, ["data", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def spending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_spending(tmp_path / "project")
    use(folder, monkeypatch)
    return folder


def test_the_list_has_a_line_for_each_dataset(spending: Path) -> None:
    add_filings(spending)
    lines = answer("list").splitlines()
    assert lines[0].split() == [
        "dataset",
        "years",
        "economies",
        "vintage",
        "retrieved",
        "licence",
        "trust",
        "rows",
    ]
    assert [line.split()[0] for line in lines[1:]] == ["economies", "filings", "spending*"]


def test_a_line_shows_coverage_and_freshness(spending: Path) -> None:
    line = next(line for line in answer("list").splitlines() if line.startswith("spending"))
    age = (date.today() - date(2024, 8, 1)).days
    assert line.split() == [
        "spending*",
        "2014–2021",
        "3",
        "(2)",
        "2024-07-13",
        str(age),
        "days",
        "ago",
        "free",
        "A",
        "5",
    ]


def test_the_list_is_plain_text_off_a_terminal(spending: Path) -> None:
    done = run_program(REPORTLIB, "data", "list", cwd=spending, root=spending)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "─" not in done.stdout


def test_the_list_is_json_for_other_programs(spending: Path) -> None:
    found = {entry["name"]: entry for entry in json.loads(answer("list", "--json"))}
    assert found["spending"]["last"] == "2021"
    assert found["spending"]["economies_in_last"] == 2
    assert found["spending"]["redistribute"] == "yes"
    assert found["economies"]["recipe"] is False


def test_the_card_shows_what_a_dataset_is_and_is_not(spending: Path) -> None:
    card = answer("show", "spending")
    for text in (
        "All spending.",
        "Results.",
        "https://example.org/2024-07-13",
        "key: economy, year",
        "2014–2021, 3 economies, 2 of them in 2021, 5 rows",
        "Three economies report 2021.",
    ):
        assert text in card


def test_a_name_with_hyphens_is_known(spending: Path) -> None:
    add_filings(spending)
    assert find_dataset("filings", spending).stem == "filings"
    assert find_dataset(" spending", spending).stem == "spending"


def test_an_unknown_name_suggests_the_nearest(spending: Path) -> None:
    result = CliRunner().invoke(main, ["data", "show", "spendng"])
    assert result.exit_code == 1
    assert "There is no dataset 'spendng'. Did you mean spending?" in result.output


def test_the_card_is_json_for_other_programs(spending: Path) -> None:
    found = json.loads(answer("show", "spending", "--json"))
    assert found["measures"] == "All spending."
    assert found["uses"] == []


def test_every_dataset_of_the_book_has_a_card() -> None:
    cards = list_cards(ROOT)
    assert [card.manifest.stem for card in cards] == list(dataset_names(DATA))
    assert all(card.coverage.rows > 0 for card in cards)


def test_editions_and_periods_are_covered_like_years() -> None:
    ranks = make_card(read_manifest("gii_ranks", DATA)).coverage
    assert ranks.first.isdigit()
    assert make_card(read_manifest("ai_investment_cset", DATA)).coverage.years == "2014–2023"


# Where a dataset is used


def used(name: str) -> set[tuple[str, str]]:
    return {(use.chapter, use.exhibit) for use in uses(ROOT, name)}


def test_a_dataset_is_traced_to_the_exhibit_that_draws_on_it() -> None:
    assert ("patents", "fig-patents-effort") in used("rd_expenditure")


def test_a_dataset_read_through_several_functions_is_traced() -> None:
    assert ("patents", "fig-patents-filings") in used("patent_applications")
    assert ("patents", "fig-patents-china-in-force") in used("cnipa_patents")


def test_the_scale_of_an_exhibit_counts_as_a_use() -> None:
    assert ("patents", "fig-patents-filings") in used("population")


def test_an_exhibit_is_not_said_to_use_what_it_does_not() -> None:
    assert ("patents", "fig-patents-effort") not in used("patent_families")


def test_uses_are_read_without_executing_anything() -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom reportlib.upkeep.uses import uses\n"
        f"uses(Path({str(ROOT)!r}), 'gdp')\n"
        "print(sorted({'pandas', 'reportlib.topics.measures', 'matplotlib'} & set(sys.modules)))"
    )
    done = run_program(REPORTLIB.replace("reportlib", "python"), "-c", program, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


# Recipes


@pytest.mark.parametrize("name", recipe_names(DATA))
def test_a_recipe_of_the_book_fits_its_descriptor(name: str) -> None:
    recipe = read_recipe(read_manifest(name, DATA))
    assert recipe.page.startswith("https://")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("world-bank", "excel", "spending.yaml: format: Input should be 'world-bank', 'owid'"),
        ("page:", "pages:", "spending.yaml: page: Field required"),
        ("column: percent", "column: share", "parts.0.column: 'share' is no column of figures"),
        ("column: percent", "column: economy", "parts.0.column: 'economy' is no column of figures"),
        ("decimals: 3", "set: {sector: x}", "gives the columns economy, sector, year, expected"),
        ("parts:", "parts: [", "not readable as YAML"),
        ("page:", "source: {name: a, title: b, path: c, publisher: d}\npage:", "source: needed"),
    ],
)
def test_a_broken_recipe_is_refused_with_its_place(
    old: str, new: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_spending(tmp_path / "project", BANK.replace(old, new))
    use(folder, monkeypatch)
    result = CliRunner().invoke(main, ["data", "update", "spending", "x.csv"])
    assert result.exit_code == 1
    assert expected in result.output


# The commands


@pytest.mark.parametrize("command", ["list", "show", "add", "update", "package"])
def test_every_data_command_explains_itself(command: str) -> None:
    assert answer(command, "--help").startswith(f"Usage: main data {command}")
    assert f"\n  {command} " in answer("--help")


@pytest.mark.parametrize("command", ["show", "add", "update"])
def test_the_help_shows_an_example(command: str) -> None:
    assert f"  reportlib data {command} " in answer(command, "--help")


@pytest.mark.parametrize("command", ["list", "show", "add", "update"])
def test_the_help_comes_without_loading_anything_heavy(command: str, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom reportlib.cli import main\n"
        f"try: main(['data', {command!r}, '--help'])\n"
        "finally: print(sorted({'pandas', 'yaml', 'rich', 'frictionless', 'pydantic'} "
        "& set(sys.modules)), file=sys.stderr)"
    )
    done = run_program(REPORTLIB.replace("reportlib", "python"), "-c", program, cwd=tmp_path)
    assert done.stderr.strip() == "[]"
