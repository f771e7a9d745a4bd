"""What `data list` and `data show` say, and where a dataset is used."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.cli import main
from reportlib.upkeep.refresh.cards import find_dataset, list_cards, make_card
from reportlib.upkeep.refresh.recipes import read_recipe, recipe_names
from reportlib.upkeep.uses import Use, uses
from tests.conftest import Built, use
from tests.projects import REPORTLIB, ROOT, add_filings, run_program
from tests.upkeep.refresh.projects import BANK, exhibit, write_book, write_spending

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
        "expected",
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


@pytest.mark.parametrize("command", [("list",), ("show", "spending")], ids=" ".join)
def test_what_a_descriptor_says_commands_no_terminal(
    spending: Path, command: tuple[str, ...]
) -> None:
    place = spending / "data" / "spending.resource.yaml"
    about = yaml.safe_load(place.read_text(encoding="utf-8"))
    about["title"] += "\x1b[2J"
    about["reportlib"]["vintage"] = "2024\x1b[2J"
    place.write_text(yaml.safe_dump(about), encoding="utf-8")

    done = run_program(REPORTLIB, "data", *command, cwd=spending, root=spending)

    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "spending.resource.yaml: title: has the control character U+001B" in done.stderr


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


def test_the_json_of_the_card_lists_the_exhibits(spending: Path, book: Path) -> None:
    found = json.loads(answer("show", "spending", "--json"))
    assert found["uses"] == [
        {"chapter": "patents", "exhibit": "fig-patents-effort"},
        {"chapter": "talent", "exhibit": "fig-talent-map"},
    ]
    assert found["uses_of"] == {
        "edition": "default edition",
        "built": date.today().isoformat(),
        "outdated": False,
    }


def test_every_dataset_of_the_book_has_a_card() -> None:
    cards = list_cards(ROOT)
    assert [card.manifest.stem for card in cards] == list(dataset_names(DATA))
    assert all(card.coverage.rows > 0 for card in cards)


def test_editions_and_periods_are_covered_like_years() -> None:
    ranks = make_card(read_manifest("gii_ranks", DATA)).coverage
    assert ranks.first.isdigit()
    assert make_card(read_manifest("ai_investment_cset", DATA)).coverage.years == "2014–2023"


# Where a dataset is used


EFFORT = exhibit("chapters/patents", "fig-patents-effort", "rd-expenditure", "spending")
FAMILIES = exhibit("chapters/patents", "fig-patents-families", "patent-families")
MAP = exhibit("chapters/talent", "fig-talent-map", "spending")


@pytest.fixture
def book(spending: Path) -> Path:
    """The provenance of a built book of three exhibits, two of them of the spending."""
    return write_book(spending / "_build" / "html", EFFORT, FAMILIES, MAP)


def test_a_dataset_is_used_by_the_exhibits_whose_provenance_names_it(
    spending: Path, book: Path
) -> None:
    found = uses(spending, "spending")
    assert found is not None
    assert found.exhibits == (Use("patents", EFFORT.label), Use("talent", MAP.label))


def test_a_dataset_is_asked_for_by_its_file_name(spending: Path, book: Path) -> None:
    found = uses(spending, "rd_expenditure")
    assert found is not None
    assert found.exhibits == (Use("patents", EFFORT.label),)


def test_the_card_says_which_exhibits_of_which_book(spending: Path, book: Path) -> None:
    said = answer("show", "spending").partition("used in")[2]
    assert said == (
        f" the book built on {date.today()} (default edition)\n"
        "  patents: fig-patents-effort\n"
        "  talent: fig-talent-map\n"
    )


def test_what_no_exhibit_of_the_book_uses_is_said_of_that_book(spending: Path, book: Path) -> None:
    said = answer("show", "economies").partition("used in")[2]
    assert said.startswith(f" the book built on {date.today()} (default edition)")
    assert said.endswith("\n  no exhibit of it\n")


def test_without_a_book_the_card_says_how_to_see_it(spending: Path) -> None:
    said = answer("show", "spending").partition("used in")[2]
    assert said == "\n  Build the book to see which exhibits use it: reportlib build\n"
    assert "no exhibit" not in said


def test_without_a_book_the_json_has_no_list_that_reads_like_unused(spending: Path) -> None:
    found = json.loads(answer("show", "spending", "--json"))
    assert found["uses"] is None
    assert found["uses_of"] is None


def test_a_book_of_another_version_is_as_good_as_none(spending: Path, book: Path) -> None:
    book.write_text("{}", encoding="utf-8")
    assert uses(spending, "spending") is None


@pytest.mark.parametrize("changed", ["data/spending.csv", "chapters/first.ipynb", "_toc.yml"])
def test_a_book_older_than_what_it_was_made_of_is_said_to_be(
    changed: str, spending: Path, book: Path
) -> None:
    later = book.stat().st_mtime + 10
    os.utime(spending / changed, (later, later))
    assert "(default edition; data, chapters or code changed since then)" in answer(
        "show", "spending"
    )
    assert json.loads(answer("show", "spending", "--json"))["uses_of"]["outdated"] is True


def test_the_default_edition_is_asked_before_a_newer_one(spending: Path, book: Path) -> None:
    write_book(spending / "_build" / "editions" / "economy-JPN" / "html", MAP, economy="JPN")
    found = uses(spending, "spending")
    assert found is not None
    assert (found.edition, len(found.exhibits)) == ("default edition", 2)


def test_where_only_other_editions_were_built_the_newest_is_asked(spending: Path) -> None:
    editions = spending / "_build" / "editions"
    older = write_book(editions / "economy-BRA" / "html", EFFORT, economy="BRA")
    os.utime(older, (older.stat().st_mtime + 10, older.stat().st_mtime - 10))
    write_book(editions / "economy-JPN" / "html", MAP, economy="JPN")
    found = uses(spending, "spending")
    assert found is not None
    assert found.edition == "edition economy JPN"
    assert found.exhibits == (Use("talent", MAP.label),)


@pytest.mark.book
def test_the_book_that_is_built_answers(
    default_book: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(default_book.root, monkeypatch)
    effort = Use("patents", "fig-patents-effort")
    spending, families = (
        uses(default_book.root, name) for name in ("rd_expenditure", "patent_families")
    )
    assert spending is not None
    assert families is not None
    assert effort in spending.exhibits
    assert effort not in families.exhibits


def test_the_card_comes_without_loading_anything_heavy(spending: Path, book: Path) -> None:
    program = (
        "import sys\nfrom reportlib.cli import main\n"
        "try: main(['data', 'show', 'spending'])\n"
        "finally: print(sorted({'pandas', 'numpy', 'matplotlib', 'papermill', 'frictionless'} "
        "& set(sys.modules)), file=sys.stderr)"
    )
    python = REPORTLIB.replace("reportlib", "python")
    done = run_program(python, "-c", program, cwd=spending, root=spending)
    assert done.stderr.strip() == "[]"
    assert "fig-patents-effort" in done.stdout


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
