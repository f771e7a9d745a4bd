"""Imports run downwards only, and neither content nor build knows the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import ROOT

PACKAGE = ROOT / "src" / "reportlib"
BASE = {
    "errors",
    "files",
    "fonts",
    "manifests",
    "parameters",
    "payload",
    "plausibility",
    "project",
    "rows",
}
CONTENT = {
    "catalogue",
    "claims",
    "datasets",
    "drawn",
    "edition",
    "exhibits",
    "figures",
    "findings",
    "indicators",
    "topics",
    "views",
}
BUILD = {
    "book",
    "chapters",
    "checks",
    "cli",
    "cli_data",
    "comparison",
    "execution",
    "frontmatter",
    "inputs",
    "pages",
    "pdf",
    "prose_check",
    "provenance",
    "refresh",
    "runs",
    "typst",
    "web",
}
HEAVY = {"pandas", "numpy", "matplotlib", "papermill", "sphinx", "nbformat", "frictionless"}
RUNNERS = {"papermill", "sphinx", "nbclient", "jupyter_book", "myst_nb"}


def part_of(path: Path) -> str:
    """The module or sub-package of reportlib that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere in it, also late and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_parts(path: Path) -> set[str]:
    """The parts of reportlib that a file imports."""
    names = (name.split(".") for name in imported(path))
    found = {name[1] for name in names if name[0] == "reportlib" and len(name) > 1}
    return found & (BASE | CONTENT | BUILD)


def others(path: Path) -> set[str]:
    """The other packages that a file imports."""
    return {name.partition(".")[0] for name in imported(path)} - {"reportlib"}


def files_of(layer: set[str]) -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if part_of(path) in layer)


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_module_belongs_to_one_layer() -> None:
    parts = {part_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__"}
    assert parts == BASE | CONTENT | BUILD
    assert not BASE & CONTENT
    assert not CONTENT & BUILD


@pytest.mark.parametrize("path", files_of(BASE), ids=named)
def test_base_imports_only_base_and_nothing_heavy(path: Path) -> None:
    assert own_parts(path) <= BASE
    assert not others(path) & HEAVY


@pytest.mark.parametrize("path", files_of(CONTENT), ids=named)
def test_content_knows_nothing_of_papermill_sphinx_or_the_build(path: Path) -> None:
    assert own_parts(path) <= BASE | CONTENT
    assert not others(path) & RUNNERS


@pytest.mark.parametrize("path", files_of(BUILD), ids=named)
def test_build_knows_nothing_of_patents(path: Path) -> None:
    assert own_parts(path) <= BASE | BUILD


@pytest.mark.parametrize("path", files_of({"typst"}), ids=named)
def test_the_typst_builder_stands_alone(path: Path) -> None:
    assert own_parts(path) <= {"typst"}


def test_only_the_command_line_turns_errors_into_exit_codes() -> None:
    for path in PACKAGE.rglob("*.py"):
        if part_of(path) != "cli":
            assert "sys.exit" not in path.read_text(encoding="utf-8"), path


def test_only_execution_knows_papermill() -> None:
    users = {named(path) for path in PACKAGE.rglob("*.py") if "papermill" in others(path)}
    assert users == {"execution.py"}
