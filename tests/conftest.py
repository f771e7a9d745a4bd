"""What several test modules share: small projects, and books built once for all of them."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from reportlib.base.project import ROOT_VARIABLE
from tests.projects import REPORTLIB, copy_repository, run_program, write_project

pytest_plugins = ["tests.reached"]

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_finish() -> None:
    """Look for cycles seldom, and never among what stays: it took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def _no_project_from_outside() -> None:
    """What the person who runs the tests has set is no part of any test."""
    os.environ.pop(ROOT_VARIABLE, None)


@pytest.fixture(autouse=True)
def _no_project_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fixture of a module has set stays within it: a test names its project itself."""
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of the test's own, in use for the test's length."""
    folder = write_project(tmp_path / "project")
    use(folder, monkeypatch)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder that is no part of any project."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder the project."""
    monkeypatch.setenv(ROOT_VARIABLE, str(folder))


@dataclass(frozen=True)
class Built:
    """A book that was built by the command line, and what the command printed."""

    root: Path
    pages: Path
    printed: str


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of one test run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def once(shared_folder: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once in a test run, whichever worker asks first."""

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared_folder / name, shared_folder / f"{name}.done"
        with FileLock(shared_folder / f"{name}.lock"):
            if not done.exists():
                fill(folder)
                done.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def default_book(once: Callable[[str, Callable[[Path], None]], Path]) -> Built:
    """The whole book, default edition, built in a copy of the repository."""

    def fill(folder: Path) -> None:
        root = copy_repository(folder / "repository")
        built = run_program(REPORTLIB, "build", cwd=root)
        assert built.returncode == 0, built.stderr
        (folder / "printed.txt").write_text(built.stdout, encoding="utf-8")

    folder = once("default-book", fill)
    root = folder / "repository"
    printed = (folder / "printed.txt").read_text(encoding="utf-8")
    return Built(root, root / "_build" / "html", printed)


@pytest.fixture(scope="session")
def small_book(once: Callable[[str, Callable[[Path], None]], Path]) -> Built:
    """A book of two tiny chapters, default edition."""

    def fill(folder: Path) -> None:
        write_project(folder)
        built = run_program(REPORTLIB, "build", cwd=folder)
        assert built.returncode == 0, built.stderr
        (folder / "_build" / "printed.txt").write_text(built.stdout, encoding="utf-8")

    root = once("small-book", fill)
    printed = (root / "_build" / "printed.txt").read_text(encoding="utf-8")
    return Built(root, root / "_build" / "html", printed)


def require(path: Path, remedy: str) -> None:
    """Skip the test loudly without a file that drives browsers, or fail where it must be there."""
    if path.is_file():
        return
    reason = f"NOT TESTED in a browser: there is no {path}. {remedy}"
    if os.environ.get("REPORTLIB_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    require(CHROMIUM, "Install the package chromium.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield found
        found.close()
