"""What was found sound is not checked again until anything changed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportlib.base import program
from reportlib.upkeep import checks
from reportlib.upkeep.sound import RECORD, faults_of
from tests.projects import write_project


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Projects are sound, and each check is noted; our code and the packages are two folders."""
    found: list[Path] = []
    for name in ("package", "installed"):
        (tmp_path / name).mkdir()
    (tmp_path / "package" / "a.py").touch()
    monkeypatch.setattr(program, "PACKAGE", tmp_path / "package")

    def check(root: Path) -> tuple[str, ...]:
        found.append(root)
        return ()

    monkeypatch.setattr(checks, "check_project", check)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "installed"), *sys.path])
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def test_a_sound_project_is_checked_once(root: Path, checked: list[Path]) -> None:
    assert faults_of(root) == faults_of(root) == ()
    assert checked == [root]


def test_a_project_is_checked_again_where_asked(root: Path, checked: list[Path]) -> None:
    faults_of(root)
    faults_of(root, again=True)

    assert checked == [root, root]


CHANGES: dict[str, Callable[[Path], object]] = {
    "a value": lambda root: (root / "data" / "economies.csv").write_text("a", encoding="utf-8"),
    "a file more": lambda root: (root / "data" / "stray.csv").touch(),
    "a file less": lambda root: (root / "data" / "economies.csv").unlink(),
    "a descriptor": lambda root: (root / "data" / "economies.resource.yaml").write_text(
        "", encoding="utf-8"
    ),
    "settings": lambda root: (root / "_config.yml").write_text("title: B\n", encoding="utf-8"),
    "a chapter": lambda root: (root / "chapters" / "more.ipynb").touch(),
    "the first page": lambda root: (root / "index.ipynb").write_text("{}", encoding="utf-8"),
    "our code": lambda root: (root.parent / "package" / "a.py").write_text("1", encoding="utf-8"),
    "a package": lambda root: (root.parent / "installed" / "a-1.dist-info").mkdir(),
    "a torn record": lambda root: (root / RECORD).write_bytes(b"\xff"),
    "no record": lambda root: (root / RECORD).unlink(),
    "a broken table of contents": lambda root: (root / "_toc.yml").write_text(
        "[", encoding="utf-8"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_project_is_checked_again_where_anything_changed(
    change: str, root: Path, checked: list[Path]
) -> None:
    faults_of(root)
    CHANGES[change](root)
    faults_of(root)

    assert checked == [root, root]


def test_faults_are_told_each_time(root: Path) -> None:
    (root / "data" / "stray.csv").touch()

    first, second = faults_of(root), faults_of(root)
    assert any("stray.csv" in fault for fault in first)
    assert first == second
    assert not (root / RECORD).exists()


def test_a_project_that_is_edited_meanwhile_is_checked_again(
    root: Path, checked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(folder: Path) -> tuple[str, ...]:
        (folder / "data" / "stray.csv").touch()
        return ()

    with monkeypatch.context() as patched:
        patched.setattr(checks, "check_project", edit)
        faults_of(root)
    faults_of(root)

    assert checked == [root]


def test_a_project_that_cannot_be_written_is_checked_all_the_same(
    root: Path, checked: list[Path]
) -> None:
    shutil.rmtree(root / "_build", ignore_errors=True)
    (root / "_build").touch()

    assert faults_of(root) == ()
    assert checked == [root]
