"""When an executed notebook may be used again: never for other inputs than it was made from."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from reportlib.base.parameters import Parameters
from reportlib.base.project import PACKAGE
from reportlib.build.book import book_jobs, execute_book, work_folder
from reportlib.build.cache import (
    Made,
    digest,
    file_digest,
    job_inputs,
    read_made,
    shared_inputs,
    still_made,
    write_made,
)
from reportlib.build.chapters import find_chapter
from reportlib.build.execution import Job, Result
from tests.projects import (
    add_filings,
    chapter,
    code,
    run_program,
    write_notebook,
    write_project,
)


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


# What every chapter may read


EDITS = """\
import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from reportlib.base.project import PACKAGE
from reportlib.build.cache import program_digest, shared_inputs

root = Path(sys.argv[2])


def changed(place):
    before = shared_inputs(root), program_digest()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("# new")
    after = shared_inputs(root), program_digest()
    return [old != new for old, new in zip(before, after)]


found = {name: changed(PACKAGE / name) for name in sys.argv[3:]}
found |= {"data": changed(root / "data" / "deep" / "new.csv")}
found |= {"installed": changed(PACKAGE.parent / "new-1.0.dist-info" / "METADATA")}
found |= {"elsewhere": changed(root / "new.txt")}
print(json.dumps(found))
"""
NEW = {
    "base/new.py": [True, True],
    "content/new.py": [True, True],
    "topics/deep/new.txt": [True, True],
    "new.py": [True, True],
    "build/new.py": [False, True],
    "typst/new.py": [False, True],
    "upkeep/new.py": [False, True],
    "web/new.py": [False, True],
    "base/__pycache__/new.pyc": [False, False],
}
OTHERS = {"data": [True, False], "installed": [True, False], "elsewhere": [False, False]}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bool]]:
    """Which of the digests, of shared inputs and of the program, change with a new file."""
    folder = tmp_path_factory.mktemp("program")
    root = write_project(folder / "project")
    left_out = shutil.ignore_patterns("__pycache__", "*.ttf", "*.otf", "*.woff2")
    shutil.copytree(PACKAGE, folder / "site" / "reportlib", ignore=left_out)
    done = run_program(
        sys.executable, "-c", EDITS, folder / "site", root, *NEW, cwd=folder, check=True
    )
    found: dict[str, list[bool]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", [*NEW, *OTHERS])
def test_only_what_chapters_may_read_is_an_input_of_theirs(
    name: str, edited: dict[str, list[bool]]
) -> None:
    assert edited[name] == (NEW | OTHERS)[name]


def test_a_value_has_one_digest_whatever_order_its_keys_are_in() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert len(digest(None)) == 64


def test_the_digest_of_a_file_is_that_of_its_bytes_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_digest(tmp_path / "a") == sha256(b"abc").hexdigest()
    assert file_digest(tmp_path / "b") == file_digest(tmp_path) == ""


@pytest.mark.parametrize(
    "content", [None, b"[", b"\xff", b"[]", b'{"first": 1}', b'{"first": {"inputs": "a"}}']
)
def test_a_record_that_is_not_sound_holds_nothing(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "executed.json").write_bytes(content)
    assert read_made(tmp_path) == {}
