"""The same sources give the same bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportlib.base.parameters import Parameters
from reportlib.build.book import work_folder
from tests.conftest import Built
from tests.projects import REPORTLIB, copy_repository, digests, run_program

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def again(default_book: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default edition, built once more in a folder of another name."""
    root = copy_repository(
        tmp_path_factory.mktemp("again") / "another name", source=default_book.root
    )
    run_program(REPORTLIB, "build", cwd=root, check=True)
    return root


def test_two_builds_have_the_same_files_with_the_same_bytes(
    default_book: Built, again: Path
) -> None:
    one, other = digests(default_book.pages), digests(again / "_build" / "html")
    differing = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    assert differing == set()


def test_two_executions_have_the_same_bytes(default_book: Built, again: Path) -> None:
    one, other = (work_folder(Parameters(), root) for root in (default_book.root, again))
    assert digests(one / "executed") == digests(other / "executed")


def test_no_page_names_the_folder_it_was_built_in(default_book: Built) -> None:
    for page in sorted(default_book.pages.rglob("*.html")):
        assert str(default_book.root) not in page.read_text(encoding="utf-8"), page


def test_no_drawing_is_dated(default_book: Built) -> None:
    for page in sorted(default_book.pages.rglob("*.html")):
        assert not re.search("dc:date|<metadata", page.read_text(encoding="utf-8")), page


def test_a_build_with_other_words_of_the_day_and_place_has_the_same_bytes(
    small_book: Built, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    run_program("cp", "-r", small_book.root, root, cwd=tmp_path, check=True)
    run_program(
        *("env", "TZ=Pacific/Kiritimati", "LC_ALL=C", "PYTHONHASHSEED=7", "COLUMNS=40"),
        *(REPORTLIB, "build", "--out", tmp_path / "site"),
        cwd=root,
        check=True,
    )
    assert digests(tmp_path / "site") == digests(small_book.pages)
