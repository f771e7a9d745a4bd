"""Where the project is looked for, and what is said where it is not found."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from reportlib.base import project as module
from reportlib.base.errors import ProjectError
from reportlib.base.project import find_root, is_root
from tests.projects import ROOT, run_program, write_project


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTLIB_ROOT", raising=False)


def test_the_variable_names_the_project(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_project(tmp_path / "book")
    monkeypatch.setenv("REPORTLIB_ROOT", str(folder))
    assert find_root() == folder


def test_the_variable_has_the_word_over_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = write_project(tmp_path / "one"), write_project(tmp_path / "other")
    monkeypatch.chdir(one)
    monkeypatch.setenv("REPORTLIB_ROOT", str(other))
    assert find_root() == other


def test_the_variable_may_begin_with_a_tilde(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_project(tmp_path / "book")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("REPORTLIB_ROOT", "~/book")
    assert find_root() == folder


def test_an_empty_variable_counts_as_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTLIB_ROOT", "")
    monkeypatch.chdir(write_project(tmp_path / "book"))
    assert find_root() == tmp_path / "book"


def test_a_variable_that_names_no_project_is_an_error_and_nothing_else_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("REPORTLIB_ROOT", str(tmp_path))
    with pytest.raises(ProjectError) as error:
        find_root()
    assert f"REPORTLIB_ROOT names {tmp_path}" in str(error.value)
    assert "_config.yml, chapters/ and data/" in str(error.value)
    assert "Correct the variable or unset it" in str(error.value)


def test_the_project_is_found_upward_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_project(tmp_path / "book")
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_root() == folder


def test_the_nearest_of_nested_projects_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = write_project(tmp_path / "outer")
    inner = write_project(outer / "copies" / "inner")
    monkeypatch.chdir(inner / "chapters")
    assert find_root() == inner


def test_elsewhere_the_project_is_where_an_editable_install_lies(elsewhere: Path) -> None:
    assert find_root() == ROOT


def test_the_error_names_all_three_places(elsewhere: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(ROOT / "src" / "reportlib", library / "site" / "reportlib")
    code = "import sys; sys.path.insert(0, sys.argv[1]); from reportlib.base import project; "
    done = run_program(
        sys.executable, "-c", f"{code}project.find_root()", library / "site", cwd=elsewhere
    )
    message = done.stderr.splitlines()[-1]
    assert "_config.yml, chapters/ and data/" in message
    assert "REPORTLIB_ROOT (not set)" in message
    assert f"upward from {elsewhere}" in message
    assert f"and at {library}, where reportlib is installed" in message
    assert "set REPORTLIB_ROOT" in message


@pytest.mark.parametrize("missing", ["_config.yml", "chapters", "data"])
def test_a_folder_that_lacks_one_of_the_three_is_no_project(missing: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "book")
    (folder / missing).rename(folder / "renamed")
    assert not is_root(folder)


@pytest.mark.parametrize("name", ["chapters", "data"])
def test_a_file_in_a_folders_place_makes_no_project(name: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path / "book")
    (folder / name).rename(folder / "renamed")
    (folder / name).touch()
    assert not is_root(folder)


def test_the_variables_name_is_what_the_documents_say() -> None:
    assert module.ROOT_VARIABLE == "REPORTLIB_ROOT"
