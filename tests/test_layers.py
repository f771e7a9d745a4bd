"""Imports run downwards only: the folders are the layers, and there is no circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.projects import ROOT

PACKAGE = ROOT / "src" / "reportlib"
DOOR = "door"  # the modules that lie in no folder: command line, what `import reportlib` offers
MAY_IMPORT = {
    "typst": set(),
    "base": set(),
    "content": {"base"},
    "topics": {"base", "content"},
    "web": {"base"},
    "engine": {"base"},
    "build": {"base", "engine", "typst"},
    "upkeep": {"base", "build", "content"},
    "editions": {"base", "build"},
    "serving": {"base", "build"},
    DOOR: {"base", "build", "content", "editions", "serving", "upkeep"},
}
"""What a folder may import beside itself: the one place that says so."""

HEAVY = {"pandas", "numpy", "matplotlib", "papermill", "sphinx", "nbformat", "frictionless"}
RUNNERS = {"papermill", "sphinx", "nbclient", "jupyter_book", "myst_nb"}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else DOOR


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere in it, also late and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = names & MODULES
            yield from modules
            if modules != names:
                yield node.module or ""


MODULES = {module_of(path) for path in files()}


def own(path: Path) -> set[str]:
    """The modules of reportlib that a file imports."""
    return {name for name in imported(path) if name.partition(".")[0] == "reportlib"}


def others(path: Path) -> set[str]:
    """The other packages that a file imports."""
    return {name.partition(".")[0] for name in imported(path)} - {"reportlib"}


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_folder_is_a_room() -> None:
    assert {room_of(path) for path in files()} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", files(), ids=named)
def test_a_file_imports_what_its_folder_may(path: Path) -> None:
    own_room = room_of(path)
    rooms = {name.split(".")[1] for name in own(path) if "." in name}
    rooms -= {own_room, *(p.stem for p in PACKAGE.glob("*.py") if own_room == DOOR)}

    assert rooms <= MAY_IMPORT[own_room]


OF_THIS_BOOK = re.compile(
    r"patent|intellectual property|IP report|WIPO|USPTO|CHN|\bChina|218|reportlib\.topics|\btopics/"
)
NOT_OF_THE_BOOK = {
    "base/tiles.py": {"CHN"},  # where each economy of the world stands on the map
    "upkeep/refresh/formats/ncses.py": {"patent", "USPTO"},  # as a publisher heads its file
}


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".css", ".js", ".html", ".typ", ".svg", ".yaml", ".yml", ".md"}
        and path.relative_to(PACKAGE).parts[0] not in {"topics", "__init__.py"}
    ],
    ids=named,
)
def test_topics_alone_knows_what_this_book_is_about(path: Path) -> None:
    found = set(OF_THIS_BOOK.findall(path.read_text(encoding="utf-8")))

    assert found <= NOT_OF_THE_BOOK.get(named(path), set())


def test_no_file_imports_itself_round_about() -> None:
    imports = {module_of(path): own(path) & MODULES - {module_of(path)} for path in files()}

    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_an_import_round_about_would_be_found() -> None:
    with pytest.raises(ValueError, match="cycle"):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()


@pytest.mark.parametrize("path", [p for p in files() if room_of(p) in {"base", DOOR}], ids=named)
def test_base_and_door_import_nothing_heavy(path: Path) -> None:
    assert not others(path) & HEAVY


@pytest.mark.parametrize(
    "path", [p for p in files() if room_of(p) in {"content", "topics"}], ids=named
)
def test_content_knows_nothing_of_papermill_or_sphinx(path: Path) -> None:
    assert not others(path) & RUNNERS


def test_only_the_command_line_turns_errors_into_exit_codes() -> None:
    for path in files():
        if path.name != "cli.py":
            assert "sys.exit" not in path.read_text(encoding="utf-8"), path


def test_only_execution_and_the_engine_know_papermill() -> None:
    users = {named(path) for path in files() if "papermill" in others(path)}
    build = {"build/execution.py", "build/forked.py", "build/stock.py"}
    assert users == {*build, "engine/entry.py", "engine/forked.py"}


def test_no_file_of_a_topic_is_longer_than_a_section() -> None:
    long = {named(p): n for p in files() if room_of(p) == "topics" and (n := lines_of(p)) > 350}
    assert not long


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_hidden_by_a_name_that_its_package_hands_on() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        handed_on = {
            alias.asname or alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
            and f"{node.module}.{node.names[0].name}" not in MODULES
            for alias in node.names
        }
        beside = {p.stem for p in path.parent.glob("*.py")} | {
            p.name for p in path.parent.iterdir()
        }
        assert not handed_on & beside, path
