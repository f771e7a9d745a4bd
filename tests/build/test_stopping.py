"""A command that is stopped, however, leaves no process, no half book and nothing to mix in."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.projects import (
    REPORTLIB,
    chapter,
    code,
    environment,
    read_executed,
    run_program,
    write_notebook,
    write_project,
)

PATIENCE = 20  # seconds until a test gives up; a cell sleeps much longer
SLEEP = """\
import subprocess, time
from pathlib import Path

helper = subprocess.Popen(["sleep", "1000"])
Path({begun!r}).touch()
time.sleep(1000)
"""


@dataclass(frozen=True)
class Running:
    """A command whose cell sleeps, and the processes below it: worker, kernel and what it runs."""

    command: subprocess.Popen[str]
    below: list[psutil.Process]

    def end(self) -> str:
        """Wait for the end of all of them; return what the command said."""
        _, said = self.command.communicate(timeout=PATIENCE)
        _, alive = psutil.wait_procs(self.below, timeout=PATIENCE)
        assert alive == []
        return said


@contextmanager
def running(project: Path, *command: str) -> Iterator[Running]:
    """Start a command and wait until its cell sleeps."""
    begun = project.parent / "begun"
    cells = chapter("first", code(SLEEP.format(begun=str(begun))))
    write_notebook(project / "chapters" / "first.ipynb", cells)
    started = subprocess.Popen(
        [REPORTLIB, *command],
        cwd=project,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        while not begun.exists():
            assert started.poll() is None
            time.sleep(0.05)
        yield Running(started, psutil.Process(started.pid).children(recursive=True))
    finally:
        started.kill()
        started.wait()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {"first": chapter("first")})


def runs(project: Path) -> list[Path]:
    """The folders of runs that are left."""
    return list((project / "_build").rglob("run-*"))


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "term"]
)
def test_a_stopped_build_says_so_in_a_line_and_leaves_nothing(
    number: signal.Signals, code: int, project: Path
) -> None:
    with running(project, "build", "-q") as found:
        assert len(found.below) >= 3
        found.command.send_signal(number)  # to this process alone, not to those below
        said = found.end()
    assert found.command.returncode == code
    assert said == f"Stopped by {number.name} before the end.\n"
    assert runs(project) == []
    assert not (project / "_build" / "html").exists()
    assert list((project / "_build").glob(".reportlib-*")) == []


def test_ctrl_c_while_the_command_still_imports_is_told_in_a_line(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    slow = (
        f"import time\nfrom pathlib import Path\nPath({str(begun)!r}).touch()\ntime.sleep(1000)\n"
    )
    (tmp_path / "click.py").write_text(slow, encoding="utf-8")  # which the command imports first
    started = subprocess.Popen(
        [sys.executable, "-c", "from reportlib.start import main; main()"],
        env={**environment(), "PYTHONPATH": str(tmp_path)},
        text=True,
        stderr=subprocess.PIPE,
    )
    while not begun.exists():
        assert started.poll() is None
        time.sleep(0.05)

    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=PATIENCE)
    assert said == "Stopped by SIGINT before the end.\n"
    assert started.returncode == 130


def test_what_a_killed_run_started_ends_and_the_next_one_takes_nothing_from_it(
    project: Path,
) -> None:
    with running(project, "run", "first", "-q") as found:
        found.command.kill()
        found.end()
    assert len(runs(project)) == 1
    write_notebook(project / "chapters" / "first.ipynb", chapter("first", code("print('new')")))

    done = run_program(REPORTLIB, "run", "first", "-q", cwd=project)

    assert (done.returncode, done.stderr) == (0, "")
    (shown,) = read_executed(Path(project / done.stdout.strip())).cells[-1].outputs
    assert shown.text == "new\n"
    assert runs(project) == []


def test_while_a_book_is_made_neither_its_data_nor_it_are_written_by_others(project: Path) -> None:
    table = project.parent / "designs.csv"
    table.write_text("economy,year,designs\nCHN,2020,1\nJPN,2020,2\n", encoding="utf-8")
    with running(project, "run", "first", "-q") as found:
        added = run_program(REPORTLIB, "data", "add", table, cwd=project)
        packaged = run_program(REPORTLIB, "data", "package", cwd=project)
        again = run_program(REPORTLIB, "run", "first", "-q", cwd=project)
        found.command.send_signal(signal.SIGTERM)
        found.end()
    for done in (added, packaged):
        assert done.returncode == 1
        assert "a book is being made from the data. Wait for it, or stop it" in done.stderr
    assert not (project / "data" / "designs.csv").exists()
    assert again.returncode == 1
    assert "another run of this chapter with these parameters goes on" in again.stderr
    assert run_program(REPORTLIB, "data", "add", table, cwd=project).returncode == 0
