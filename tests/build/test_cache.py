"""When an executed notebook may be used again: never for other inputs than it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportlib.base.parameters import Parameters
from reportlib.build.book import book_jobs, execute_book, work_folder
from reportlib.build.cache import (
    Made,
    file_digest,
    job_inputs,
    read_made,
    shared_inputs,
    still_made,
    write_made,
)
from reportlib.build.chapters import find_chapter
from reportlib.build.execution import Job, Result
from tests.projects import add_filings, chapter, code, write_notebook


def write_chapter(root: Path, word: str) -> None:
    """Let the chapter say a word."""
    write_notebook(root / "chapters" / "first.ipynb", chapter("first", code(f"print('{word}')")))


def execute(work: Path, watch: Callable[[Result], None] = lambda _: None) -> list[Result]:
    """Execute the chapter where what is held of it is not up to date."""
    return execute_book(Parameters(), work, watch, chapters=[find_chapter("first")], reuse=True)


def interrupt(_: Result) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def work(project: Path) -> Path:
    """A work folder in which the chapter was executed when it said old."""
    write_chapter(project, "old")
    folder = work_folder(Parameters(), project)
    execute(folder)
    return folder


@pytest.fixture
def output(work: Path) -> Path:
    return work / "executed" / "chapters" / "first.ipynb"


def test_what_did_not_change_is_not_executed_again(work: Path) -> None:
    assert execute(work) == []


def test_after_an_interruption_nothing_is_claimed_of_what_was_due(
    work: Path, project: Path
) -> None:
    write_chapter(project, "new")
    with pytest.raises(KeyboardInterrupt):
        execute(work, interrupt)
    assert read_made(work) == {}


def test_a_notebook_of_an_interrupted_run_is_not_used_for_what_the_chapter_was_before(
    work: Path, project: Path, output: Path
) -> None:
    write_chapter(project, "new")
    with pytest.raises(KeyboardInterrupt):
        execute(work, interrupt)
    assert "new" in output.read_text(encoding="utf-8")

    write_chapter(project, "old")
    assert [result.status for result in execute(work)] == ["succeeded"]
    assert "new" not in output.read_text(encoding="utf-8")


def test_a_chapter_whose_execution_was_interrupted_is_executed_again(
    work: Path, project: Path, output: Path
) -> None:
    before = output.read_bytes()
    write_chapter(project, "new")
    with pytest.raises(KeyboardInterrupt):
        execute(work, interrupt)
    output.write_bytes(before)  # as if it was interrupted before the notebook was written

    assert [result.status for result in execute(work)] == ["succeeded"]
    assert "new" in output.read_text(encoding="utf-8")


# What holds, without executing anything


@pytest.fixture
def job(project: Path) -> Job:
    """A job whose notebook is there, though nothing was executed."""
    (found,) = book_jobs(Parameters(), project / "_build", [find_chapter("first")])
    write_notebook(found.output, chapter("first"))
    return found


def record(job: Job, shared: str) -> dict[str, Made]:
    return {"first": Made(job_inputs(job, shared), file_digest(job.output))}


def test_a_record_holds_for_the_same_job(job: Job, project: Path) -> None:
    shared = shared_inputs(project)
    made = record(job, shared)
    write_made(project, made)
    assert still_made(read_made(project), [job], shared) == made


def test_a_record_does_not_hold_for_other_parameters(job: Job, project: Path) -> None:
    made = record(job, "")
    other = replace(job, parameters={**job.parameters, "economy": "JPN"})
    assert still_made(made, [other], "") == {}


def test_a_record_does_not_hold_for_a_chapter_that_was_edited(job: Job, project: Path) -> None:
    made = record(job, "")
    write_chapter(project, "new")
    assert still_made(made, [job], "") == {}


def test_a_record_does_not_hold_for_other_data(job: Job, project: Path) -> None:
    made = record(job, shared_inputs(project))
    add_filings(project)
    assert still_made(made, [job], shared_inputs(project)) == {}


def test_a_record_does_not_hold_for_a_notebook_that_was_changed(job: Job) -> None:
    made = record(job, "")
    write_notebook(job.output, chapter("first", code("print('by hand')")))
    assert still_made(made, [job], "") == {}


def test_a_record_does_not_hold_for_a_notebook_that_is_gone(job: Job) -> None:
    made = record(job, "")
    job.output.unlink()
    assert still_made(made, [job], "") == {}
