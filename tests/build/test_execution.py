"""Executing chapters: each in a process of its own, each with a result, none in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from threading import Event
from time import perf_counter

import nbformat
import pytest
from nbformat import NotebookNode

from reportlib.base.errors import BuildError, ParameterError
from reportlib.build.chapters import Chapter
from reportlib.build.execution import Job, Result, Status, execute_chapters, execute_job
from reportlib.build.faults import Fault
from reportlib.build.stock import STOCK
from tests.conftest import use
from tests.projects import chapter, code, digests, read_executed, write_project

JPN: Mapping[str, str | int] = {"economy": "JPN", "peers": "top"}
KILL_PARENT = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"
WRITE = """\
import os
from pathlib import Path

Path("left.txt").write_text("left")
print("worked in", os.getcwd())
"""


def cells() -> dict[str, list[NotebookNode]]:
    """Chapters that end in every way a chapter can."""
    return {
        "sound": chapter("sound"),
        "raises": chapter(
            "raises", code('print("before")'), code('\nraise ValueError("no such office")')
        ),
        "early": [code("1 / 0"), *chapter("early")],
        "exits": chapter("exits", code("import os\nos._exit(1)")),
        "writes": chapter("writes", code(WRITE)),
        "leaves": chapter("leaves", code("import sys\nsys.exit()"), code("print('after')")),
        "allowed": chapter(
            "allowed", code("1 / 0", "remove-input", "raises-exception"), code("print('after')")
        ),
        "left-out": chapter("left-out", code("1 / 0", "skip-execution"), code("  \n")),
        "shouts": chapter("shouts", code("while True:\n    print('x' * 1_000_000)")),
        "sleeps": chapter("sleeps", code("import time\ntime.sleep(1000)")),
        "names-no-kernel": chapter("names-no-kernel"),
        "names-its-process": chapter("names-its-process", code("import os\nprint(os.getppid())")),
    }


METADATA = {"names-no-kernel": {}, "sleeps": {"timeout": 2}}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("execution") / "project", cells())
    for name, metadata in METADATA.items():
        path = folder / "chapters" / f"{name}.ipynb"
        notebook = read_executed(path)
        notebook.metadata = NotebookNode(metadata)
        nbformat.write(notebook, path)
    return folder


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name papermill would take for a template."""
    return tmp_path_factory.mktemp("output") / "{economy}"


@pytest.fixture(scope="module")
def before(root: Path) -> dict[str, str]:
    return digests(root)


@pytest.fixture(scope="module")
def results(root: Path, output: Path, before: dict[str, str]) -> Iterator[dict[str, Result]]:
    """How the chapters ended, all executed together by two workers; one is no notebook."""
    broken = root / "chapters" / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    paths = [broken, *(root / "chapters" / f"{name}.ipynb" for name in cells())]
    jobs = [Job(Chapter(p.stem, p), JPN, output / p.name) for p in paths]
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        found = list(execute_chapters(jobs, workers=2))
        broken.unlink()
        yield {result.job.chapter.name: result for result in found}


def notebook(result: Result) -> NotebookNode:
    assert result.notebook is not None
    return read_executed(result.notebook)


def test_every_job_has_one_result(results: dict[str, Result]) -> None:
    assert set(results) == {"broken", *cells()}


def test_a_sound_chapter_succeeds_with_its_notebook(results: dict[str, Result]) -> None:
    result = results["sound"]
    assert (result.status, result.fault) == ("succeeded", None)
    assert notebook(result).cells[-1].outputs


def test_the_parameters_given_are_those_the_chapter_saw(results: dict[str, Result]) -> None:
    (shown,) = notebook(results["sound"]).cells[-1].outputs
    assert shown.data["text/plain"] == "JPN"


def fault(result: Result) -> Fault:
    assert result.status == "failed"
    assert result.fault is not None
    return result.fault


def test_a_chapter_that_raises_has_failed_with_cell_line_and_error(
    results: dict[str, Result],
) -> None:
    assert fault(results["raises"]) == Fault(
        "ValueError: no such office", 4, 2, 'raise ValueError("no such office")'
    )


def test_the_failed_cell_is_counted_as_in_the_chapter_itself(
    results: dict[str, Result], root: Path
) -> None:
    source = nbformat.read(root / "chapters" / "raises.ipynb", as_version=4)
    cell = fault(results["raises"]).cell
    assert cell is not None
    assert "no such office" in source.cells[cell].source


def test_a_cell_before_the_injected_parameters_is_counted_too(results: dict[str, Result]) -> None:
    assert fault(results["early"]).cell == 0


def test_the_notebook_of_a_failed_chapter_is_kept_with_the_error(
    results: dict[str, Result],
) -> None:
    kept = notebook(results["raises"])
    outputs = [out for cell in kept.cells if cell.cell_type == "code" for out in cell.outputs]
    assert "before\n" in [out.get("text") for out in outputs]
    assert ("ValueError", "no such office") in [(o.get("ename"), o.get("evalue")) for o in outputs]


def test_what_is_said_of_a_failure_names_chapter_cell_error_and_notebook(
    results: dict[str, Result], output: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(root, monkeypatch)
    assert results["raises"].explain() == (
        'chapters/raises.ipynb, cell 4, line 2: raise ValueError("no such office"): '
        "ValueError: no such office\n"
        f"  The notebook up to there is {output / 'raises.ipynb'}"
    )


def test_a_kernel_that_dies_is_a_failure_with_a_text(results: dict[str, Result]) -> None:
    result = results["exits"]
    assert fault(result) == Fault("the kernel died: its process ended with exit code 1", 3)
    assert notebook(result).cells[3].execution_count is not None


def test_a_chapter_that_leaves_before_its_end_has_failed_where_it_leaves(
    results: dict[str, Result],
) -> None:
    told = "SystemExit: ends the chapter; what follows was not executed"
    assert fault(results["leaves"]) == Fault(told, 3)
    assert notebook(results["leaves"]).cells[-1].execution_count is None


def test_an_error_that_a_cell_is_to_raise_is_no_fault(results: dict[str, Result]) -> None:
    assert results["allowed"].fault is None
    raises, after = notebook(results["allowed"]).cells[-2:]
    assert [output.get("ename") for output in raises.outputs] == ["ZeroDivisionError"]
    assert [output.get("text") for output in after.outputs] == ["after\n"]
    assert len(notebook(results["allowed"]).cells) == len(cells()["allowed"]) + 1


def test_a_cell_that_is_left_out_or_empty_is_no_fault(results: dict[str, Result]) -> None:
    assert (results["left-out"].status, results["left-out"].fault) == ("succeeded", None)


def test_a_cell_that_shows_without_end_is_ended_and_named(results: dict[str, Result]) -> None:
    told = "shows more than 50 million characters, the most that a cell may."
    assert fault(results["shouts"]).cell == 3
    assert fault(results["shouts"]).error.startswith(told)
    assert notebook(results["shouts"]).cells[-1].outputs == []


def test_a_cell_that_takes_longer_than_its_notebook_says_is_ended_and_named(
    results: dict[str, Result],
) -> None:
    assert fault(results["sleeps"]).cell == 3
    assert fault(results["sleeps"]).error.startswith("took longer than the 2 s that a cell may.")


def test_a_chapter_that_names_no_kernel_is_executed_by_python(results: dict[str, Result]) -> None:
    assert results["names-no-kernel"].fault is None
    assert notebook(results["names-no-kernel"]).metadata.kernelspec.name == "python3"


def test_a_broken_notebook_was_never_started(results: dict[str, Result]) -> None:
    result = results["broken"]
    assert result.status == "never started"
    assert result.fault is not None
    assert "broken.ipynb: is not a valid notebook" in result.fault.error
    assert result.notebook is None


def test_a_chapter_works_in_a_folder_that_is_gone_afterwards(results: dict[str, Result]) -> None:
    (printed,) = notebook(results["writes"]).cells[-1].outputs
    worked_in = Path(printed.text.removeprefix("worked in ").strip())
    assert worked_in.parent.name.startswith("chapter-")
    assert not worked_in.parent.exists()


def test_what_a_chapter_writes_leaves_nothing_in_the_project(
    results: dict[str, Result], root: Path, before: dict[str, str]
) -> None:
    assert results["writes"].status == "succeeded"
    assert digests(root) == before


def test_braces_in_an_output_path_are_taken_as_they_are(
    results: dict[str, Result], output: Path
) -> None:
    assert results["sound"].notebook == output / "sound.ipynb"
    assert not (output.parent / "JPN").exists()


def test_the_cell_of_injected_parameters_is_hidden(results: dict[str, Result]) -> None:
    injected = notebook(results["sound"]).cells[2]
    assert injected.metadata["tags"] == ["injected-parameters", "remove-cell"]
    assert 'economy = "JPN"' in injected.source


def test_an_executed_notebook_holds_no_times(results: dict[str, Result]) -> None:
    for result in results.values():
        if result.notebook is None:
            continue
        text = result.notebook.read_text(encoding="utf-8")
        for word in ("start_time", "end_time", "duration", "iopub", "shell.execute"):
            assert word not in text


def test_an_executed_notebook_says_with_what_it_was_executed(results: dict[str, Result]) -> None:
    about = {name: notebook(results[name]).metadata.papermill for name in ("sound", "raises")}
    plain = {"parameters": dict(JPN), "version": version("papermill")}
    assert about == {"sound": plain, "raises": {**plain, "exception": True}}


def test_cells_of_an_executed_notebook_keep_no_words_of_who_executed_it(
    results: dict[str, Result],
) -> None:
    for cell in notebook(results["sound"]).cells:
        assert cell.metadata.keys() <= {"tags"}


def test_the_injected_cell_has_the_same_id_in_every_run(results: dict[str, Result]) -> None:
    assert notebook(results["sound"]).cells[2].id == "injected-parameters"


def test_it_is_told_how_long_a_chapter_took(results: dict[str, Result]) -> None:
    assert all(0 < results[name].seconds < perf_counter() for name in ("sound", "raises"))
    assert results["broken"].seconds == 0


def test_an_executed_notebook_names_no_temporary_folder(results: dict[str, Result]) -> None:
    sound = results["sound"].notebook
    assert sound is not None
    assert "chapter-" not in sound.read_text(encoding="utf-8")


def test_executing_twice_gives_the_same_bytes(
    results: dict[str, Result], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(root, monkeypatch)
    first = results["sound"]
    (again,) = execute_chapters([replace(first.job, output=tmp_path / "sound.ipynb")])
    assert first.notebook is not None
    assert again.notebook is not None
    assert again.notebook.read_bytes() == first.notebook.read_bytes()


def test_chapters_have_processes_of_their_own(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(root, monkeypatch)
    path = root / "chapters" / "names-its-process.ipynb"
    jobs = [Job(Chapter(name, path), JPN, tmp_path / f"{name}.ipynb") for name in ("one", "other")]
    printed = [
        notebook(result).cells[-1].outputs[0].text for result in execute_chapters(jobs, workers=2)
    ]
    assert len(set(printed)) == 2


def test_only_the_chapter_that_kills_its_process_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(
        tmp_path / "project",
        {
            "slow": chapter("slow", code("import time\ntime.sleep(3)")),
            "kills": chapter("kills", code(KILL_PARENT)),
            "later": chapter("later"),
        },
    )
    use(root, monkeypatch)
    jobs = [
        Job(Chapter(name, root / "chapters" / f"{name}.ipynb"), JPN, tmp_path / f"{name}.ipynb")
        for name in ("slow", "kills", "later")
    ]
    ends = {r.job.chapter.name: r.status for r in execute_chapters(jobs, workers=2)}
    assert ends == {"slow": "succeeded", "kills": "failed", "later": "succeeded"}


@pytest.mark.parametrize(
    "values",
    [{'zz=1; open("pwned","w").write("x"); yy': 1}, {"economy": "JPM"}, {"economy": "../x"}],
    ids=str,
)
def test_parameters_are_checked_again_where_papermill_would_inject_them(
    values: dict[str, str | int], project: Path, tmp_path: Path
) -> None:
    job = Job(Chapter("first", project / "chapters" / "first.ipynb"), values, tmp_path / "o.ipynb")
    before = digests(tmp_path)
    with pytest.raises(ParameterError):
        execute_job(job, project, tmp_path, STOCK)
    assert digests(tmp_path) == before


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("succeeded", "first: executed"),
        ("failed", "first: failed"),
        ("never started", "first: never started"),
    ],
)
def test_how_an_execution_ended_is_told_in_a_few_words(
    status: Status, told: str, tmp_path: Path
) -> None:
    result = Result(Job(Chapter("first", tmp_path / "first.ipynb"), {}, tmp_path), status)
    assert result.outcome() == told
    assert result.explain() == told
    assert (result.seconds, result.notebook, result.fault) == (0, None, None)


def test_a_fault_before_there_was_a_notebook_names_none(project: Path) -> None:
    job = Job(Chapter("first", project / "chapters" / "first.ipynb"), {}, project)
    result = Result(job, "failed", fault=Fault("it died"))
    assert result.explain() == "chapters/first.ipynb: it died"


def test_a_chapter_of_another_kernel_was_never_started(project: Path) -> None:
    place = project / "chapters" / "first.ipynb"
    notebook = nbformat.read(place, as_version=4)
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R"}
    nbformat.write(notebook, place)
    (result,) = execute_chapters([Job(Chapter("first", place), {}, project / "executed.ipynb")])
    assert result.status == "never started"
    assert result.fault is not None
    assert "names the kernel 'ir', expected 'python3'" in result.fault.error


def test_no_jobs_give_no_results() -> None:
    assert list(execute_chapters([])) == []


def test_a_file_in_the_output_folders_place_is_an_error_that_names_it(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").touch()
    path = project / "chapters" / "first.ipynb"
    job = Job(Chapter("first", path), JPN, tmp_path / "taken" / "out.ipynb")
    with pytest.raises(BuildError, match=r"taken/out\.ipynb: cannot be written"):
        list(execute_chapters([job]))


class Waiting:
    """Executes nothing; each job waits until all are ended."""

    def __init__(self) -> None:
        self.ended = Event()

    def execute(self, job: Job, *_: object) -> Result:
        if job.chapter.name != "first":
            self.ended.wait()
        return Result(job, "failed")

    def end(self) -> None:
        self.ended.set()


def test_whatever_executes_is_ended_where_nobody_waits_for_the_rest(
    project: Path, tmp_path: Path
) -> None:
    waiting = Waiting()
    jobs = [Job(Chapter(name, project), JPN, tmp_path) for name in ("first", "second", "third")]
    results = execute_chapters(jobs, 2, folder=tmp_path / "work", by=lambda: waiting)
    assert next(results).job.chapter.name == "first"
    results.close()
    assert waiting.ended.is_set()
    assert list((tmp_path / "work").iterdir()) == []
