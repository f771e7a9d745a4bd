"""The tool that breaks the code tells the breaks that tests notice from those they do not."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.projects import ROOT, environment

TOOL = ROOT / "tools" / "mutants.py"
CODE = '''\
"""A package with one function that is tested, and others that are not."""


def grown(before: int, after: int) -> bool:
    """Whether a count has grown."""
    return after > before


def untested(count: int) -> int:
    """One more."""
    return count + 1


def endless(count: int) -> int:
    """Counts down to zero."""
    while count > 0:
        count -= 1
    return count
'''
TESTS = """\
import pytest
from tests.helper import last
from tiny import base
from tiny.base.counts import endless, grown
from tiny.base.words import DONE, WORDS, read, set_up


@pytest.mark.parametrize(("before", "after", "expected"), [(1, 2, True), (2, 1, False)])
def test_more_is_growth(before, after, expected):
    assert grown(before, after) is expected


def test_the_end_is_zero():
    assert endless(3) == 0


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_is_done_once_is_not_done_again(time):
    set_up()
    assert DONE == [True]


def test_what_is_handed_on_is_there():
    assert [getattr(base, name) for name in base.__all__]


def test_a_word_is_there():
    assert "many" in WORDS
    assert read()
    assert last()
"""
OTHER_TESTS = """\
from tests.helper import last
from tiny.base.words import read


def test_a_word_is_a_text():
    assert isinstance(read(), str)


def test_a_word_kept_from_another_test_is_read_again():
    assert read() == "few"


def test_what_a_helper_kept_for_another_file_of_tests_is_made_again():
    assert last() == "many"
"""
HELPER = """\
from functools import cache
from tiny.base.words import found


@cache
def last():
    return found(-1)
"""
WORDS = """\
from functools import lru_cache

WORDS = ["few", "many"]
DONE = []


@lru_cache
def set_up() -> None:
    DONE.append(True)


@lru_cache
def read():
    return WORDS[0]


def found(place):
    return WORDS[place + 0]
"""
APART = """\
def apart(count):
    return count + 1
"""
TESTS_APART = """\
import subprocess
import sys

CALL = "from tiny.base.apart import apart; print(apart(1))"


def test_another_process_adds_one():
    done = subprocess.run([sys.executable, "-c", CALL], capture_output=True, check=True)
    assert done.stdout == b"2\\n"


def test_another_process_says_nothing_of_its_own():
    done = subprocess.run([sys.executable, "-c", "pass"], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one small package with tests."""
    files = {
        "src/tiny/__init__.py": "",
        "src/tiny/base/__init__.py": '__all__ = ["counts"]\n',
        "src/tiny/base/counts.py": CODE,
        "src/tiny/base/words.py": WORDS,
        "src/tiny/base/apart.py": APART,
        "tests/base/test_apart.py": TESTS_APART,
        "tests/helper.py": HELPER,
        "tests/base/test_counts.py": TESTS,
        "tests/base/test_words.py": OTHER_TESTS,
        "pyproject.toml": "[tool.pytest.ini_options]\nmarkers = ['book: slow']\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(project: Path, *options: str) -> tuple[int, str, dict[str, str]]:
    """Run the tool; what it ended with, what it said, and the outcome of each mutant."""
    done = subprocess.run(
        [
            sys.executable,
            str(TOOL),
            "--root",
            str(project),
            "--jobs",
            "1",
            "--grace",
            "3",
            *options,
        ],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    written = project / "_build" / "mutants.json"
    found = json.loads(written.read_text(encoding="utf-8")) if written.is_file() else []
    outcomes = {f"{each['before']} -> {each['after']}": each["outcome"] for each in found}
    return done.returncode, done.stdout + done.stderr, outcomes


def test_each_mutant_is_told_by_what_became_of_it(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.py")}
    code, said, outcomes = run(project, "--every")

    assert outcomes["return after > before -> return after >= before"] == "survived"
    assert outcomes["while count > 0: -> while count > 1:"] == "killed"
    assert outcomes["count -= 1 -> count += 1"] == "timed out"
    assert outcomes["return count + 1 -> return count - 1"] == "unreached"
    assert outcomes['WORDS = ["few", "many"] -> WORDS = ["few", "MANY"]'] == "killed"
    assert outcomes['__all__ = ["counts"] -> __all__ = ["COUNTS"]'] == "killed"
    assert outcomes["return WORDS[0] -> return WORDS[1]"] == "killed"
    assert outcomes["return WORDS[place + 0] -> return WORDS[place + 1]"] == "killed"
    assert "src/tiny/base/counts.py:6: survived" in said
    assert code == 1
    assert {path: path.read_bytes() for path in project.rglob("*.py")} == before


def test_a_mutant_that_only_another_process_reaches_is_judged(project: Path) -> None:
    _, _, outcomes = run(project, "--every", "src/tiny/base/apart.py")

    assert set(outcomes.values()) == {"killed"}


def test_an_accepted_mutant_is_told_apart_with_its_reason(project: Path) -> None:
    (project / "tests" / "mutants.yaml").write_text(
        "- file: src/tiny/base/counts.py\n"
        "  before: return after > before\n"
        "  after: return after >= before\n"
        "  why: No two counts are equal.\n",
        encoding="utf-8",
    )

    code, said, _ = run(project, "--every", "src/tiny/base/counts.py:6")

    assert "base: 0 of 0 killed, 1 accepted" in said
    assert "No two counts are equal." in said
    assert code == 0


def test_an_accepted_mutant_whose_line_is_gone_is_an_error(project: Path) -> None:
    (project / "tests" / "mutants.yaml").write_text(
        "- {file: src/tiny/base/counts.py, before: gone, after: went, why: It was there.}\n",
        encoding="utf-8",
    )

    code, said, _ = run(project)

    assert code == 1
    assert "tests/mutants.yaml: src/tiny/base/counts.py has no lines 'gone' any more." in said


def test_tests_that_fail_without_a_mutant_judge_nothing(project: Path) -> None:
    with (project / "tests" / "base" / "test_counts.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef test_wrong():\n    assert grown(2, 1)\n")

    code, said, outcomes = run(project)

    assert code == 1
    assert "The tests of base fail without any mutant." in said
    assert "assert grown(2, 1)" in said
    assert not outcomes


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tool as a module."""
    monkeypatch.syspath_prepend(TOOL.parent)
    return import_module("mutants")


def test_a_seed_draws_the_same_sample_and_another_another(project: Path, tool: Any) -> None:
    folders = tool.files_of(project, [])

    first, again, other = (tool.draw(project, folders, 3, seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other
    assert len(first) == 3


def test_a_sample_is_spread_over_the_folders_by_their_lines(project: Path, tool: Any) -> None:
    build = project / "src" / "tiny" / "build"
    build.mkdir()
    (build / "long.py").write_text("".join(f"n{i} = {i}\n" for i in range(60)), encoding="utf-8")

    drawn = tool.draw(project, tool.files_of(project, []), 20, 1)

    places = [tool.folder_of(mutant.file) for mutant in drawn]
    assert places.count("build") > 3 * places.count("base") > 0
