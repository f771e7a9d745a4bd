"""When an executed notebook may be used again: never for other inputs than it was made from."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from nbformat import NotebookNode

from reportlib.base.errors import ExecutionError
from reportlib.base.parameters import Parameters
from reportlib.build.book import book_jobs, execute_book, work_folder
from reportlib.build.cache import Cache, cache_folder, trim
from reportlib.build.chapters import find_chapter
from reportlib.build.execution import Job, Result
from reportlib.build.ingredients import State
from reportlib.cli import main
from tests.projects import add_dataset, add_filings, chapter, code, text, write_notebook

READING = """\
from reportlib.content.datasets import read_dataset

print(len(read_dataset("filings").table))
"""


def write_chapter(root: Path, *cells: NotebookNode, word: str = "") -> None:
    """Let the chapter read the filings, then say a word."""
    said = cells or (code(READING), code(f"print('{word}')"))
    write_notebook(root / "chapters" / "first.ipynb", chapter("first", *said))


@pytest.fixture
def root(project: Path) -> Path:
    add_filings(project)
    write_chapter(project)
    return project


@pytest.fixture
def work(root: Path) -> Path:
    return work_folder(Parameters(), root)


@pytest.fixture
def output(work: Path) -> Path:
    return work / "executed" / "chapters" / "first.ipynb"


def execute(
    work: Path, watch: Callable[[Result], None] = lambda _: None, economy: str = "CHN"
) -> str:
    """Bring the executed chapter into the work folder, and say how."""
    parameters, chapters = Parameters(economy=economy), [find_chapter("first")]
    (result,) = execute_book(parameters, work, watch, chapters=chapters)
    return result.status


# By executing


def test_what_did_not_change_is_taken_from_the_cache(work: Path, output: Path) -> None:
    assert execute(work) == "succeeded"
    before = output.read_bytes()

    assert execute(work) == "cached"
    assert output.read_bytes() == before


def test_other_parameters_are_executed(work: Path, output: Path) -> None:
    execute(work)
    assert execute(work, economy="JPN") == "succeeded"
    assert "JPN" in output.read_text(encoding="utf-8")


def test_prose_is_taken_from_the_chapter_without_executing(
    root: Path, work: Path, output: Path
) -> None:
    execute(work)
    write_chapter(root, text("Other words."), code(READING), code("print('')"))

    assert execute(work) == "cached"
    kept = output.read_bytes()
    assert b"Other words." in kept

    cache_folder(root).rename(root / "_build" / "away")
    assert execute(work) == "succeeded"
    assert output.read_bytes() == kept


def test_a_table_that_the_chapter_reads_makes_it_due(root: Path, work: Path) -> None:
    execute(work)
    table = root / "data" / "filings.csv"
    add_filings(root, _shortened(table))
    assert execute(work) == "succeeded"


def _shortened(table: Path) -> Path:
    *lines, _ = table.read_text(encoding="utf-8").splitlines(keepends=True)
    place = table.parents[1] / "shorter.csv"
    place.write_text("".join(lines), encoding="utf-8")
    return place


def test_a_table_that_it_does_not_read_leaves_it(root: Path, work: Path) -> None:
    add_dataset(root, "others", "economy,year\nCHN,2020\n", ["economy"])
    execute(work)
    add_dataset(root, "others", "economy,year\nCHN,2021\n", ["economy"])
    assert execute(work) == "cached"


def test_a_chapter_that_reads_past_the_loaders_fails_where_it_does(root: Path, work: Path) -> None:
    place = root / "data" / "filings.csv"
    write_chapter(root, code(f"import reportlib.base.manifests\nopen({str(place)!r}).read();"))

    with pytest.raises(ExecutionError, match=r"cell 3, line 2.*opened past the loaders"):
        execute(work)


def test_what_is_executed_while_a_file_of_it_is_written_is_not_kept(root: Path, work: Path) -> None:
    execute(work, lambda _: (root / "data" / "filings.csv").touch())
    assert execute(work) == "succeeded"


def test_an_interruption_leaves_nothing_in_the_cache(work: Path) -> None:
    def interrupt(_: Result) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute(work, interrupt)
    assert execute(work) == "succeeded"


def test_a_chapter_that_failed_is_executed_again(root: Path, work: Path) -> None:
    write_chapter(root, code("1 / 0"))
    for _ in range(2):
        with pytest.raises(ExecutionError, match="ZeroDivisionError"):
            execute(work)


# Without executing anything


@pytest.mark.parametrize(
    ("name", "unwritten"),
    [
        ("data/filings.csv", False),
        ("chapters/first.ipynb", False),
        ("data/economies.csv", True),
        ("index.ipynb", True),
    ],
)
def test_an_execution_counts_while_none_of_its_own_files_is_written(
    name: str, unwritten: bool, root: Path
) -> None:
    before = State.of(root)
    (root / name).touch()
    found = before.unwritten(State.of(root), root / "chapters" / "first.ipynb", ["filings.csv"])
    assert found == unwritten


@pytest.fixture
def job(root: Path) -> Job:
    """A job whose notebook the cache holds, though nothing was executed."""
    (found,) = book_jobs(Parameters(), root / "_build", [find_chapter("first")])
    executed = write_notebook(found.output, chapter("first", code(READING), code("print('')")))
    Cache.of(root).keep(found, executed.read_bytes(), ("filings.csv",))
    return found


def test_a_notebook_is_held_for_the_same_job(job: Job, root: Path) -> None:
    assert Cache.of(root).holds(job)
    assert Cache.of(root).find(job)


def test_touching_files_does_nothing(job: Job, root: Path) -> None:
    for path in (*root.glob("data/*"), job.chapter.path):
        path.touch()
    assert Cache.of(root).holds(job)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shared": {"settings": {"version": "9"}}}, "settings: version changed"),
        ({"shared": {"library": {"base/lines.py": "other"}}}, "library: base/lines.py changed"),
        ({"shared": {"library": {"new.py": "some"}}}, "library: new.py is new"),
        ({"shared": {"versions": ("Python 9",)}}, "versions: Python 9 is new"),
        ({"shared": {"datasets": ("economies", "filings", "new")}}, "datasets: new is new"),
        ({"data": {"filings.csv": "other"}}, "data: filings.csv changed"),
        ({"data": {"filings.csv": ""}}, "data: filings.csv changed"),
    ],
)
def test_a_notebook_is_not_held_for_another_state_of_the_project(
    changed: dict[str, dict[str, Any]], said: str, job: Job, root: Path
) -> None:
    state = State.of(root)
    shared = changed.get("shared", {})
    merged: dict[str, Any] = {
        name: {**getattr(state.shared, name), **value} if isinstance(value, dict) else value
        for name, value in shared.items()
    }
    data = {**state.data, **changed.get("data", {})}
    other = replace(state, shared=replace(state.shared, **merged), data=data)
    cache = Cache(cache_folder(root), other)

    assert not cache.holds(job)
    assert cache.find(job) is None
    assert said in cache.explain(job)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([code(READING), code("print('new')")], "code cells: number 3 changed"),
        ([code(READING), code("print('')", "remove-cell")], "code cells: number 3 changed"),
        ([code(READING)], "code cells: 3, were 4"),
        ([code("print('')"), code(READING)], "code cells: number 2 changed"),
    ],
)
def test_a_notebook_is_not_held_for_other_code(
    cells: list[NotebookNode], said: str, job: Job, root: Path
) -> None:
    write_chapter(root, *cells)
    assert not Cache.of(root).holds(job)
    assert said in Cache.of(root).explain(job)


def test_a_notebook_is_not_held_for_other_parameters(job: Job, root: Path) -> None:
    other = replace(job, parameters={**job.parameters, "economy": "JPN"})
    assert not Cache.of(root).holds(other)
    assert Cache.of(root).explain(other) == ("it was never executed with these parameters",)


def test_a_notebook_with_pictures_is_another(job: Job, root: Path) -> None:
    assert not Cache.of(root).holds(replace(job, pictures=True))


def test_a_notebook_is_not_held_for_another_kernel(job: Job, root: Path) -> None:
    place = job.chapter.path
    place.write_text(place.read_text(encoding="utf-8").replace('"python3"', '"other"'))
    assert not Cache.of(root).holds(job)


def test_a_notebook_is_held_of_what_was_before(job: Job, root: Path) -> None:
    was = job.chapter.path.read_bytes()
    write_chapter(root, word="new")
    assert not Cache.of(root).holds(job)
    job.chapter.path.write_bytes(was)
    assert Cache.of(root).holds(job)


def test_nothing_is_to_be_explained_of_what_is_held(job: Job, root: Path) -> None:
    assert Cache.of(root).explain(job) == ()


def flipped(content: bytes) -> bytes:
    """With a bit of each byte after the head turned over."""
    return content[:20] + bytes(byte ^ 1 for byte in content[20:])


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no gzip": lambda _: b"no gzip",
    "cut": lambda content: content[:-9],
    "bits turned over": flipped,
    "no JSON": lambda _: gzip.compress(b"["),
    "no notebook": lambda _: gzip.compress(b"[1]"),
    "a notebook without cells": lambda _: gzip.compress(b"{}"),
    "cells of another kind": lambda _: gzip.compress(b'{"cells": [1], "metadata": {}}'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_kept_notebook_that_is_not_whole_is_no_hit(
    damage: Callable[[bytes], bytes], job: Job, root: Path
) -> None:
    (place,) = cache_folder(root).glob("notebooks/*/*.gz")
    place.write_bytes(damage(place.read_bytes()))
    assert Cache.of(root).find(job) is None


def test_what_a_chapter_says_of_itself_is_taken_from_it_as_it_is_now(job: Job, root: Path) -> None:
    notebook = json.loads(job.chapter.path.read_bytes())
    notebook["metadata"]["mystnb"] = {"number_source_lines": True}
    job.chapter.path.write_text(json.dumps(notebook), encoding="utf-8")

    found = Cache.of(root).find(job)

    assert found
    assert json.loads(found)["metadata"] == notebook["metadata"]


@pytest.mark.parametrize("content", [b"[", b"\xff", b"{}", b"[1]", b'[["none.csv"]]'])
def test_a_record_of_reads_that_is_not_sound_is_no_hit(
    content: bytes, job: Job, root: Path
) -> None:
    (place,) = cache_folder(root).glob("reads/*/*.json")
    place.write_bytes(content)
    assert Cache.of(root).find(job) is None


def test_what_cannot_be_kept_is_left(job: Job, root: Path) -> None:
    other = replace(job, parameters={**job.parameters, "economy": "JPN"})
    folder = root / "in the way"
    folder.write_text("a file")
    Cache(folder, State.of(root)).keep(other, b"{}", ())
    assert folder.read_text() == "a file"


def test_the_notebooks_used_longest_ago_go_first(job: Job, root: Path) -> None:
    folder = cache_folder(root)
    (place,) = folder.glob("notebooks/*/*.gz")
    old = place.with_name("old.ipynb.gz")
    old.write_bytes(place.read_bytes())
    os.utime(old, (1, 1))

    trim(folder.glob("notebooks/*/*"), place.stat().st_size)

    assert place.is_file()
    assert not old.exists()


def test_use_makes_a_notebook_younger(job: Job, root: Path) -> None:
    (place,) = cache_folder(root).glob("notebooks/*/*.gz")
    os.utime(place, (1, 1))
    Cache.of(root).find(job)
    assert place.stat().st_mtime > 1


def test_it_is_told_what_the_next_build_executes_and_why(job: Job, root: Path) -> None:
    work = work_folder(Parameters(), root)
    held, other = book_jobs(Parameters(), work, [find_chapter("first"), find_chapter("second")])
    Cache.of(root).keep(other, b"{}", ())
    write_chapter(root, word="new")

    done = CliRunner().invoke(main, ["explain"])

    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "index: will be executed",
        "  it was never executed with these parameters",
        "first: will be executed",
        "  code cells: number 3 changed",
        "second: unchanged",
    ]
    one = CliRunner().invoke(main, ["explain", held.chapter.name, "--json"])
    assert json.loads(one.output) == {"first": ["code cells: number 3 changed"]}
