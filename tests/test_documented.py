"""Every code block of the documents does what it says: it is run here, or by a test named here.

Blocks of Python are run in their order, each with what those before it have left. Blocks of shell
are run line by line in a copy of the repository. What takes too long stands in ``ELSEWHERE``; a
line that is new is run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml
from lxml import etree
from PIL import Image

from reportlib.base.parameters import check_parameters
from reportlib.build.chapters import list_chapters
from tests.projects import (
    BIN,
    REPORTLIB,
    ROOT,
    copy_repository,
    digests,
    environment,
    fill_in,
    read_executed,
    run_program,
)

CLUSTER = "docs/cluster.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "data/README.md", CLUSTER)
LANGUAGES = {"sh", "console", "python", "csv", "yaml"}


@dataclass(frozen=True)
class Elsewhere:
    """Why a command is not run here, and what runs the same: a test, or a line of a file."""

    reason: str
    by: str


_BUILD = "executes and compiles a whole book, for minutes"
_PRINT = "executes and prints a whole book, for minutes"
_WORLD = "makes a site of many books; a small one is made in its place"
_CLUSTERED = Elsewhere(
    "needs machines; a scheduler and workers over loopback stand for them",
    "tests/editions/test_cluster.py::test_a_site_is_the_same_as_one_of_this_machine",
)
_INSTALL = "installs hundreds of packages"
_INSTALL_OTHER = "installs what is no part of the tests' environment"
_CROISSANT = (
    "tests/web/test_croissant.py::test_every_part_has_the_properties_of_its_type_and_no_others"
)

ELSEWHERE = {
    "make book": Elsewhere(_INSTALL, ".github/workflows/ci.yml: - run: make book"),
    "make setup": Elsewhere(_INSTALL, ".ci/run: exec make test"),
    "reportlib build -p economy JPN -p peers USA,KOR,DEU": Elsewhere(
        _BUILD, "tests/build/test_book.py::test_another_edition_leaves_the_default_one_untouched"
    ),
    "reportlib build --force": Elsewhere(
        _BUILD,
        "tests/build/test_compiled.py::test_a_book_is_executed_whole_where_that_is_asked_for",
    ),
    "reportlib build -f brazil.yml --out site/brazil": Elsewhere(
        _BUILD, "tests/build/test_book.py::test_a_book_can_be_put_in_any_new_folder"
    ),
    "reportlib editions --economies all --pdf --out site": Elsewhere(
        _WORLD, "tests/editions/test_site.py::test_an_edition_is_what_a_fresh_process_compiles"
    ),
    "reportlib editions --economies OECD --jobs 4 --out oecd": Elsewhere(
        _WORLD,
        "tests/editions/test_choosing.py::test_a_group_of_the_settings_is_named_in_any_case",
    ),
    "reportlib editions --economies all --release 2026.1 --out releases": Elsewhere(
        _WORLD,
        "tests/editions/test_releases.py::test_releases_are_listed_the_newest_first",
    ),
    "reportlib editions --matrix years.yml --out years": Elsewhere(
        _WORLD,
        "tests/editions/test_choosing.py::test_a_matrix_says_how_its_editions_are_called",
    ),
    "reportlib editions --economies all --scheduler tcp://10.0.0.1:8786 --out site": _CLUSTERED,
    **dict.fromkeys(
        (
            ".venv/bin/dask scheduler --host 10.0.0.1 --no-dashboard",
            ".venv/bin/dask worker tcp://10.0.0.1:8786 --nthreads 1 --nworkers 4 --no-dashboard",
            ".venv/bin/reportlib editions --economies all --scheduler tcp://10.0.0.1:8786 "
            "--out site",
            ".venv/bin/dask scheduler --scheduler-file cluster.json --no-dashboard",
            ".venv/bin/dask worker --scheduler-file cluster.json --nthreads 1 --nworkers 16 "
            "--local-directory /tmp --no-dashboard",
            ".venv/bin/reportlib editions --economies all --scheduler \"$(python3 -c 'import json; "
            'print(json.load(open("cluster.json"))["address"])\')" --out site',
        ),
        _CLUSTERED,
    ),
    "reportlib pdf -p economy JPN --paper letter": Elsewhere(
        _PRINT, "tests/build/test_pdf.py::test_the_paper_has_the_size_asked_for"
    ),
    "reportlib epub -p economy JPN": Elsewhere(
        "it executes a whole book; a small one is bound in its place",
        "tests/build/test_epub.py::test_an_epub_is_sound_and_the_same_twice",
    ),
    "reportlib pdf --chapters patents,talent": Elsewhere(
        _PRINT,
        "tests/build/test_pdf.py::test_chosen_chapters_are_printed_alone_in_a_file_of_their_own",
    ),
    "reportlib pdf --archival": Elsewhere(
        _PRINT,
        "tests/build/test_pdf.py::test_an_archival_book_says_so_and_carries_tables_and_provenance",
    ),
    "reportlib diff site/2025 _build/html": Elsewhere(
        "compares two built books",
        "tests/build/test_comparison.py"
        "::test_of_two_builds_the_number_and_the_cell_that_changed_it_are_told",
    ),
    "reportlib check": Elsewhere(
        "finds what is left to fill in where a table was just added",
        "tests/upkeep/test_checks.py::test_the_book_as_it_is_has_no_fault",
    ),
    "reportlib data fetch researchers --dry-run": Elsewhere(
        "downloads from the publisher",
        "tests/upkeep/test_refresh_fetching.py"
        "::test_a_dry_run_shows_what_would_change_and_changes_no_dataset",
    ),
    "reportlib data fetch --due": Elsewhere(
        "downloads from the publishers",
        "tests/upkeep/test_refresh_fetching.py::test_those_that_are_due_are_fetched",
    ),
    "reportlib data update researchers API_SP.POP.SCIE.csv": Elsewhere(
        "needs a file of the publisher",
        "tests/upkeep/test_refresh_update.py"
        "::test_data_descriptor_and_package_are_replaced_together",
    ),
    "reportlib data package --public ../data": Elsewhere(
        "writes beside the project",
        "tests/upkeep/test_public.py"
        "::test_a_public_package_is_whole_without_what_may_not_be_passed_on",
    ),
    "python3 -m venv _build/croissant && _build/croissant/bin/pip install mlcroissant==1.1.1": (
        Elsewhere(_INSTALL_OTHER, _CROISSANT)
    ),
    "ls _build/html/data/*.croissant.json | xargs -n 1 _build/croissant/bin/mlcroissant validate "
    "--jsonld": Elsewhere("is installed by the line above", _CROISSANT),
    "jupyter-book build .": Elsewhere(
        _BUILD,
        "tests/test_ecosystem.py::test_plain_jupyter_book_shows_the_figures_of_the_staged_build",
    ),
    "reportlib serve --open": Elsewhere(
        "serves until it is stopped",
        "tests/serving/test_serving.py"
        "::test_the_built_book_is_served_with_a_panel_and_lies_there_as_built",
    ),
    "reportlib serve --watch": Elsewhere(
        "serves until it is stopped",
        "tests/serving/test_serving.py"
        "::test_what_an_author_writes_is_on_the_page_and_a_fault_is_told",
    ),
    "jupyter lab chapters/patents.ipynb": Elsewhere(
        "serves until it is stopped", "tests/test_ecosystem.py::test_jupyterlab_shows_every_figure"
    ),
}

TABLE = "office,year,designs\nBRA,2019,31000\nCHN,2019,1790000\n"
"""What ``new_table.csv`` may hold, of which README says no more than the name."""


# The blocks


@dataclass(frozen=True)
class Block:
    """A block of code; ``file`` is the last file of its kind that the text before it names."""

    language: str
    text: str
    file: str

    @property
    def commands(self) -> list[str]:
        """The lines of a shell's block, without remarks."""
        lines = (re.sub(r"\s+#.*", "", line).strip() for line in self.text.splitlines())
        return [line for line in lines if line]


@cache
def blocks(document: str) -> tuple[Block, ...]:
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text, flags=re.MULTILINE | re.DOTALL)
    return tuple(
        Block(each[2], textwrap.dedent(each[3]), _named(text[: each.start()], each[2]))
        for each in found
    )


def _named(before: str, language: str) -> str:
    endings = {"csv": "csv", "yaml": "ya?ml"}
    if language not in endings:
        return ""
    names = re.findall(rf"`([\w./-]+\.{endings[language]})`", before)
    return str(names[-1])


def of(document: str, language: str) -> list[Block]:
    return [block for block in blocks(document) if block.language == language]


def commands() -> set[str]:
    found = (block for document in DOCUMENTS for block in of(document, "sh"))
    return {command for block in found for command in block.commands}


def run_script(script: str, cwd: Path) -> None:
    """Run lines of shell; the first that fails is named with what it said."""
    done = subprocess.run(
        ["bash", "-c", f"set -ex\n{script}"],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run_python(sources: list[str], cwd: Path) -> str:
    done = run_program(BIN / "python", "-W", "error", "-c", "\n\n".join(sources), cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository as somebody has it who has set it up, known to Git."""
    root = copy_repository(tmp_path / "copy")
    (root / ".venv").symlink_to(BIN.parent)
    with (root / ".gitignore").open("a", encoding="utf-8") as ignored:
        ignored.write("/.venv\n")  # a link is no folder
    git = "git -c user.name=Reader -c user.email=reader@example.org"
    run_script(f"git init -q && git add -A && {git} commit -qm all", root)
    return root


# What is listed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_of_a_language_that_is_run(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    fences = re.findall(r"^ *(?:```|~~~)", text, flags=re.MULTILINE)

    assert len(fences) == 2 * len(blocks(document))
    assert {block.language for block in blocks(document)} <= LANGUAGES


def test_what_is_run_elsewhere_stands_in_a_document() -> None:
    assert set(ELSEWHERE) <= commands()


@pytest.mark.parametrize("command", ELSEWHERE)
def test_what_is_run_elsewhere_is_run_by_a_test_or_a_step_that_exists(command: str) -> None:
    by = ELSEWHERE[command].by
    if "::" in by:
        file, _, name = by.partition("::")
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")
    else:
        file, _, line = by.partition(": ")
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        assert line in [each.strip() for each in lines]
    assert ELSEWHERE[command].reason


def test_the_commands_for_a_cluster_are_run_elsewhere() -> None:
    assert {line for block in of(CLUSTER, "sh") for line in block.commands} <= set(ELSEWHERE)


# README


def test_the_python_of_readme_makes_its_files_in_any_folder(tmp_path: Path) -> None:
    (table,) = of("README.md", "csv")
    (tmp_path / table.file).write_text(table.text, encoding="utf-8")

    run_python([block.text for block in of("README.md", "python")], tmp_path)

    assert pd.read_csv(tmp_path / "filings.csv")["economy"].unique().tolist() == ["KOR"]
    with Image.open(tmp_path / "kor.png") as drawn:
        assert abs(drawn.width - 1200) <= 1
    assert etree.parse(tmp_path / "mine.svg").getroot().tag.endswith("svg")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("filings.csv", "kor.png", "mine.csv", "mine.svg")
    }


def test_the_parameters_file_of_readme_is_understood() -> None:
    said = " ".join(commands())
    (block,) = [each for each in of("README.md", "yaml") if f"-f {each.file} " in said]

    found = check_parameters(yaml.safe_load(block.text))

    assert (found.economy, found.peers, found.last_year) == ("BRA", "ARG,CHL", 2020)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_console_shows_what_its_command_says(document: str) -> None:
    for block in of(document, "console"):
        command, said = block.text.removeprefix("$ ").split("\n", 1)
        done = run_program(*command.replace("reportlib", REPORTLIB, 1).split(), cwd=ROOT)
        assert done.stdout + done.stderr == said


@pytest.mark.book
def test_the_commands_of_readme_run_and_leave_nothing_that_git_sees(
    copy: Path, tmp_path: Path
) -> None:
    first, *others = of("README.md", "sh")
    address = "git clone ADDRESS-OF-THIS-REPOSITORY "
    assert first.commands[0].startswith(address)
    fetched = [line.replace(address, f"git clone -q {copy} ") for line in first.commands]
    run_script("\n".join(line for line in fetched if line not in ELSEWHERE), tmp_path)
    assert (tmp_path / "ip-report-book" / "Makefile").is_file()

    (copy / "new_table.csv").write_text(TABLE, encoding="utf-8")
    for block in others:
        script = [line for line in block.commands if line not in ELSEWHERE]
        added = "reportlib data add new_table.csv"
        if added in script:
            at = script.index(added) + 1
            run_script("\n".join(script[:at]), copy)
            fill_in(copy / "data" / "new_table.resource.yaml")
            script = script[at:]
        run_script("\n".join(script), copy)

    seen = run_program("git", "status", "--porcelain", "-uall", cwd=copy, check=True).stdout
    assert {line[3:] for line in seen.splitlines()} == {
        "new_table.csv",
        "data/new_table.csv",
        "data/new_table.resource.yaml",
        "data/datapackage.json",
    }
    assert read_executed(copy / "_build" / "brazil.ipynb").metadata.papermill.parameters == {
        "economy": "BRA"
    }


# CONTRIBUTING


@pytest.mark.book
def test_the_commands_of_contributing_run(copy: Path) -> None:
    for block in of("CONTRIBUTING.md", "sh"):
        run_script("\n".join(line for line in block.commands if line not in ELSEWHERE), copy)

    assert (copy / ".git" / "hooks" / "pre-commit").is_file()


@pytest.mark.book
def test_the_example_of_contributing_makes_a_dataset_a_measure_and_a_figure(copy: Path) -> None:
    (table,), (measured,) = of("CONTRIBUTING.md", "csv"), of("CONTRIBUTING.md", "yaml")
    (copy / table.file).write_text(table.text, encoding="utf-8")
    run_script(f"reportlib data add {table.file}", copy)
    (copy / table.file).unlink()
    fill_in(copy / "data" / f"{Path(table.file).stem}.resource.yaml")
    run_script("reportlib data package", copy)
    place = copy / measured.file
    measures, head = place.read_text(encoding="utf-8"), "\ndatasets:\n"
    assert measures.count(head) == 1
    added = head + textwrap.indent(measured.text, "  ")
    place.write_text(measures.replace(head, added), encoding="utf-8")

    said = run_python(
        [
            *(block.text for block in of("CONTRIBUTING.md", "python")),
            "from reportlib.content.sentences import plain",
            "print(plain(in_force(Edition()).headline))",
            "print(plain(in_force_headline(Edition())))",
            "print(plain(in_force(Edition(economy='LIE')).headline))",
            "assert in_force_headline(Edition(economy='LIE')) is None",
            "in_force(Edition()).save('_build/designs.svg')",
        ],
        copy,
    )

    assert said.replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "The office of China had 1.79 million designs in force in 2019.",
        "1.79 million designs in force at the office of China at the end of 2019.",
        "",
    ]
    run_script("reportlib check", copy)


# The page on Python


@pytest.mark.book
def test_the_page_on_python_says_the_same_every_time_and_writes_nothing(
    copy: Path, tmp_path: Path
) -> None:
    shutil.rmtree(copy / ".git")  # which notes when it was looked at
    before = digests(copy / "docs"), digests(copy / "data")
    for name in ("one.ipynb", "other.ipynb"):
        done = run_program(REPORTLIB, "run", "python", "-o", tmp_path / name, cwd=copy)
        assert done.returncode == 0, done.stderr

    one, other = (read_executed(tmp_path / name) for name in ("one.ipynb", "other.ipynb"))
    assert one == other
    shown = [cell for cell in one.cells if cell.cell_type == "code"]
    assert len(shown) > 6
    assert all(cell.outputs for cell in shown)
    assert (digests(copy / "docs"), digests(copy / "data")) == before


def test_the_page_on_python_is_a_page_of_the_book() -> None:
    assert ROOT / "docs" / "python.ipynb" in [found.path for found in list_chapters(ROOT)]
