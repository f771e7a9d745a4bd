"""The command line: what it prints, how it ends, and how soon it answers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportlib import __version__
from reportlib.base.economies import economies
from reportlib.base.parameters import Parameters, schema
from reportlib.cli import Progress, main
from tests.conftest import Built
from tests.projects import (
    REPORTLIB,
    ROOT,
    chapter,
    code,
    digests,
    run_program,
    write_notebook,
)

COMMANDS = [
    (),
    ("build",),
    ("pdf",),
    ("run",),
    ("params",),
    ("economies",),
    ("check",),
    ("data",),
    ("data", "package"),
]
HEAVY = ("pandas", "numpy", "matplotlib", "papermill", "sphinx", "nbformat", "frictionless", "yaml")


def answer(*arguments: str) -> str:
    """What a command prints that ends well."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    said = answer(*command, "--help")
    assert said.startswith("Usage: main" if not command else f"Usage: main {' '.join(command)}")
    assert len(said.splitlines()) > 4


@pytest.mark.parametrize("command", ["build", "pdf", "run", "params", "check", "data"])
def test_the_help_lists_every_command(command: str) -> None:
    assert f"\n  {command} " in answer("-h")


@pytest.mark.parametrize("command", ["build", "pdf", "run"])
def test_the_help_shows_examples(command: str) -> None:
    assert f"  reportlib {command} " in answer(command, "--help")


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("params",)], ids=str)
def test_help_and_parameters_come_without_loading_anything_heavy(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    program = (
        "import sys\nfrom reportlib.cli import Progress, main\n"
        f"try: main({list(arguments)!r})\n"
        f"finally: print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = run_program(sys.executable, "-c", program, cwd=tmp_path, root=ROOT)
    assert done.returncode == 0, done.stderr
    # How peers are chosen is said in a YAML file, which params reads.
    assert done.stderr.strip() == ("['yaml']" if arguments == ("params",) else "[]")


def test_a_refusal_comes_without_loading_anything_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom reportlib.cli import Progress, main\n"
        "try: main(['build', '-p', 'economy', 'JPM'])\n"
        f"except SystemExit: print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    done = run_program(sys.executable, "-c", program, cwd=tmp_path, root=ROOT)
    assert done.stdout.strip() == "['yaml']"  # in which a project names its parameters


def test_the_version_is_printed() -> None:
    assert answer("--version") == f"reportlib, version {__version__}\n"


def test_parameters_are_listed_with_type_default_help_and_allowed_values() -> None:
    said = answer("params")
    for parameter in schema().values():
        expected = f"{parameter.name}: {parameter.type.__name__}, default {parameter.default}\n"
        assert f"{expected}  {parameter.help}\n  allowed: {parameter.allowed}\n" in said


def test_parameters_as_json_are_the_whole_schema() -> None:
    rows = json.loads(answer("params", "--json"))
    assert {row["name"]: row["default"] for row in rows} == asdict(Parameters())
    for row in rows:
        parameter = schema()[row["name"]]
        assert row == {
            "name": parameter.name,
            "type": parameter.type.__name__,
            "default": parameter.default,
            "allowed": parameter.allowed,
            "help": parameter.help,
        }


def test_the_parameters_of_a_chapter_are_those_it_declares(
    project: Path,
) -> None:
    rows = json.loads(answer("params", "first", "--json"))
    assert [row["name"] for row in rows] == ["economy", "peers"]


def test_the_parameters_of_an_unknown_chapter_are_an_error(project: Path) -> None:
    result = CliRunner().invoke(main, ["params", "frist"])
    assert result.exit_code == 1
    assert "Error: There is no chapter 'frist'. Did you mean first?" in result.stderr


@pytest.mark.parametrize("option", ["-p economy", "--colour red", "-f nowhere.yml"])
def test_a_misused_option_is_told_with_exit_code_two(option: str, elsewhere: Path) -> None:
    result = CliRunner().invoke(main, ["build", *option.split()])
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_parameters_file_gives_way_to_an_option(project: Path, elsewhere: Path) -> None:
    (elsewhere / "values.yml").write_text("economy: JPM\npeers: KRO\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["build", "-f", "values.yml", "-p", "economy", "JPN"])
    assert result.exit_code == 1
    assert "JPM" not in result.stderr
    assert "'KRO'" in result.stderr


def test_check_of_a_sound_project_ends_well(project: Path) -> None:
    said = answer("check")
    assert said == "No faults: settings, data, descriptors and chapters are sound.\n"


def test_check_of_a_faulty_project_ends_with_one_and_counts_the_faults(project: Path) -> None:
    write_notebook(project / "chapters" / "stray.ipynb", chapter("stray"))
    (project / "data" / "stray.csv").write_text("economy\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "chapters/stray.ipynb: is not in _toc.yml" in result.stdout
    assert "stray.csv: has no descriptor" in result.stdout
    assert result.stdout.endswith("2 faults\n")


def test_one_fault_is_counted_as_one(project: Path) -> None:
    write_notebook(project / "chapters" / "stray.ipynb", chapter("stray"))
    assert CliRunner().invoke(main, ["check"]).stdout.endswith("\n1 fault\n")


def test_data_package_says_which_file_it_wrote(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert answer("data", "package") == "data/datapackage.json\n"


def test_no_project_is_an_error_without_a_traceback(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTLIB_ROOT", str(elsewhere))
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: REPORTLIB_ROOT names {elsewhere}")


def test_a_full_device_as_output_is_an_error_without_a_traceback(tmp_path: Path) -> None:
    done = run_program("/bin/sh", "-c", f"{REPORTLIB} params > /dev/full", cwd=tmp_path, root=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    done = run_program("/bin/sh", "-c", f"{REPORTLIB} params | true", cwd=tmp_path, root=ROOT)
    assert "Traceback" not in done.stderr


def test_a_misspelt_chapter_is_refused_before_anything_runs(project: Path) -> None:
    before = digests(project)
    result = CliRunner().invoke(main, ["run", "frist"])
    assert result.exit_code == 1
    assert "Did you mean first?" in result.stderr
    assert digests(project) == before


@pytest.mark.book
def test_the_last_line_of_a_build_is_the_path_of_its_first_page(small_book: Built) -> None:
    assert small_book.printed == "_build/html/index.html\n"
    assert (small_book.root / "_build/html/index.html").is_file()


def test_tables_that_a_book_is_made_without_are_named_in_one_line(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [path.stem for path in sorted((project / "data").glob("*.csv"))][-2:]
    for name in names:
        (project / "data" / f"{name}.csv").unlink()
    Progress(1, quiet=False).warn_of_missing()
    assert capsys.readouterr().err == f"Warning: made without {', '.join(names)}: not in data/.\n"


def test_run_prints_progress_on_standard_error_and_paths_on_standard_output(
    project: Path,
) -> None:
    done = run_program(REPORTLIB, "run", "first", "-p", "economy", "JPN", cwd=project, check=True)
    assert done.stdout == "_build/runs/economy-JPN/first.ipynb\n"
    assert done.stderr.startswith("first: executed in ")


def test_a_quiet_run_prints_the_path_alone(project: Path, elsewhere: Path) -> None:
    done = run_program(
        REPORTLIB, "run", "first", "-q", "-o", "out.ipynb", cwd=elsewhere, root=project, check=True
    )
    assert done.stdout == "out.ipynb\n"
    assert done.stderr == ""
    assert (elsewhere / "out.ipynb").is_file()


def test_a_path_beyond_the_working_folder_is_printed_in_full(
    project: Path, elsewhere: Path
) -> None:
    done = run_program(REPORTLIB, "run", "first", "-q", cwd=elsewhere, root=project, check=True)
    assert done.stdout == f"{project}/_build/runs/default/first.ipynb\n"


def test_an_error_text_with_markup_is_printed_as_it_is(project: Path) -> None:
    cells = chapter("first", code('raise ValueError("[red]x[/red] [/] {y}")'))
    write_notebook(project / "chapters" / "first.ipynb", cells)
    done = run_program(REPORTLIB, "run", "first", cwd=project)
    assert done.returncode == 1
    assert "ValueError: [red]x[/red] [/] {y}" in done.stderr
    assert "Traceback" not in done.stderr


# Economies


def test_economies_are_found_by_a_word_in_any_case() -> None:
    assert [line[:3] for line in answer("economies", "KOREA").splitlines()] == ["KOR", "PRK"]


def test_all_economies_are_listed_without_a_word_also_as_json() -> None:
    found = {each["code"]: each for each in json.loads(answer("economies", "--json"))}

    assert len(answer("economies").splitlines()) == len(found) == len(economies())
    assert found["NAM"]["name"] == "Namibia"


def test_no_economy_with_a_word_is_said_and_no_success() -> None:
    result = CliRunner().invoke(main, ["economies", "atlantis"])

    assert result.exit_code == 1
    assert "No economy has 'atlantis'" in result.stderr


# What is understood


@pytest.mark.parametrize(
    "words", [("-p", "economy=japan"), ("-p", "economy", "Japan"), ("--parameter", "economy=jpn")]
)
def test_what_was_taken_for_what_is_told(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["run", "nowhere", *words])

    assert "is taken as JPN." in result.stderr


def test_a_value_may_have_an_equals_sign_of_its_own() -> None:
    result = CliRunner().invoke(main, ["build", "-p", "economy", "scale=count"])

    assert "economy = 'scale=count' is not an economy" in result.stderr


def test_a_chapter_may_be_named_by_its_path() -> None:
    place = ROOT / "chapters" / "patents.ipynb"
    result = CliRunner().invoke(main, ["run", str(place), "-p", "economy", "nowhere"])

    assert "economy = 'nowhere'" in result.stderr
    assert "There is no chapter" not in result.stderr


def test_what_comes_from_outside_commands_no_terminal() -> None:
    result = CliRunner().invoke(main, ["run", "chap\x1b[2Jter"])

    assert "\x1b" not in result.stderr


def test_a_name_too_long_for_a_file_is_an_error_without_a_traceback(elsewhere: Path) -> None:
    result = CliRunner().invoke(main, ["new", "a" * 300])
    assert result.exit_code == 1
    assert result.stderr == "Error: a name is too long for a file. Choose a shorter one.\n"
