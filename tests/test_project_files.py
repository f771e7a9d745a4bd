"""The files around the code say what is so: commands, locks, licences, versions, links."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reportlib import __version__
from reportlib.base.settings import project_settings
from reportlib.build.chapters import read_notebook
from reportlib.cli import main
from reportlib.cli_parameters import apart
from tests.projects import BIN, ROOT, run_program

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")
NOTEBOOKS = [
    ROOT / "index.ipynb",
    *sorted((ROOT / "chapters").glob("*.ipynb")),
    *sorted((ROOT / "docs").glob("*.ipynb")),
]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED_GROUPS = {"requirements.lock": ("build",), "requirements-dev.lock": ("build", "dev")}
# Taken apart, since this file is searched as well.
REGISTRIES = ("pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "npmjs" + ".com")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def files_of_the_repository() -> tuple[Path, ...]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a Git repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


# Commands


def commands(group: click.Group = main, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield (*words, name)


def code_of(document: str) -> list[str]:
    """Every line of a document's code blocks, and every piece of code in its sentences."""
    text = read(document)
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`([^`]+)`", prose)


def calls(document: str, program: str) -> list[list[str]]:
    """The arguments of every call of a program that a document shows."""
    found = (re.match(rf"(?:\.venv/bin/)?{program} (.+)", line) for line in code_of(document))
    return [shlex.split(call[1], comments=True) for call in found if call]


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_named_in_a_document_exist(document: str) -> None:
    named = {
        word
        for call in calls(document, "make")
        for word in call
        if "=" not in word and not word.startswith("-")
    }

    assert named <= makefile_targets()


@pytest.mark.parametrize("target", ["book", "test", "check"])
def test_readme_names_the_make_target(target: str) -> None:
    assert [target] in calls("README.md", "make")


def test_every_make_target_has_a_line_of_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), flags=re.MULTILINE)
    assert phony is not None

    undescribed = [
        target
        for target in phony[1].split()
        if not re.search(rf"^{target}:.*  ## \S", read("Makefile"), flags=re.MULTILINE)
    ]

    assert undescribed == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_reportlib_calls_shown_in_a_document_parse(document: str) -> None:
    for call in calls(document, "reportlib"):
        command: click.Command = main
        while isinstance(command, click.Group) and call:
            assert call[0] in command.commands, f"{document}: reportlib {shlex.join(call)}"
            command, call = command.commands[call[0]], call[1:]
        command.make_parser(click.Context(command)).parse_args(apart(call))


def test_readme_shows_every_reportlib_command() -> None:
    shown = [tuple(call) for call in calls("README.md", "reportlib")]

    missing = [c for c in commands() if not any(call[: len(c)] == c for call in shown)]

    assert missing == []


def test_readme_shows_the_message_that_a_refused_value_gives() -> None:
    block = re.search(r"```console\n\$ reportlib (.*)\n(.*)\n```", read("README.md"))
    assert block is not None

    result = CliRunner().invoke(main, shlex.split(block[1]))

    assert result.exit_code == 1
    assert result.stderr == f"{block[2]}\n"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_to_files_lead_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(document))

    missing = [link for link in links if not (ROOT / document).parent.joinpath(link).exists()]

    assert missing == []


def test_pre_commit_hooks_run_programs_of_the_environment() -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"][0]["hooks"]

    for hook in hooks:
        program = Path(hook["entry"].split()[0])
        assert program.parent == Path(".venv/bin")
        assert (BIN / program.name).exists()


# What must not be in the repository


def test_no_file_names_the_address_of_a_package_registry() -> None:
    registries = re.compile("|".join(map(re.escape, REGISTRIES)).encode())

    naming = [path for path in files_of_the_repository() if registries.search(path.read_bytes())]

    assert naming == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_outputs(path: Path) -> None:
    code = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]

    assert [cell for cell in code if cell.outputs or cell.execution_count is not None] == []


# Versions and locks


def test_version_is_the_same_everywhere() -> None:
    assert PYPROJECT["project"]["version"] == __version__
    assert yaml.safe_load(read("CITATION.cff"))["version"] == __version__
    assert project_settings(ROOT).version == __version__
    assert f"Version {__version__}" in read("README.md")


def test_changelog_has_this_version_or_is_yet_unreleased() -> None:
    headings = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), flags=re.MULTILINE)

    assert {"Unreleased", __version__} & set(headings)


def pins(lock: str) -> dict[str, set[str]]:
    """The versions a lock pins of each package; more than one where they depend on Python's."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", read(lock), flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def wanted(groups: tuple[str, ...]) -> list[Requirement]:
    texts = [*PYPROJECT["project"]["dependencies"]]
    for group in groups:
        texts += PYPROJECT["dependency-groups"][group]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("lock", LOCKED_GROUPS)
def test_lock_pins_every_dependency_to_an_allowed_version(lock: str) -> None:
    locked = pins(lock)

    for requirement in wanted(LOCKED_GROUPS[lock]):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{lock} lacks {requirement}. Run `make lock`."
        assert all(map(requirement.specifier.contains, versions)), f"{lock}: {requirement}"


@pytest.mark.parametrize("lock", LOCKED_GROUPS)
def test_lock_has_a_hash_for_every_package(lock: str) -> None:
    entries = re.split(r"^(?=\w)", read(lock), flags=re.MULTILINE)[1:]

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_both_locks_pin_the_same_versions() -> None:
    book, development = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: development.get(name) for name in book} == book


def test_npm_lock_pins_what_package_json_asks_for() -> None:
    package: dict[str, Any] = json.loads(read("package.json"))
    packages = json.loads(read("package-lock.json"))["packages"]

    assert packages[""]["devDependencies"] == package["devDependencies"]
    for name, version in package["devDependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version


# Licences


def test_every_file_has_a_licence() -> None:
    files_of_the_repository()

    linted = run_program(BIN / "reuse", "lint", "--lines", cwd=ROOT)

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_the_test_command_runs_every_file_of_tests() -> None:
    """pytest passes over folders by their names, unless told otherwise."""
    done = run_program(BIN / "pytest", "--collect-only", "-q", cwd=ROOT, check=True)
    found = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}

    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert written - found == set()


def test_no_process_reads_a_grammar_when_it_reads_a_notebook() -> None:
    """What checks IRIs takes longer to import than all else that the tests import."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert "\nnbformat==" in lock
    assert "\nrfc3987-syntax==" not in lock
