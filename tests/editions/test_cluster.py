"""Tasks on a Dask cluster: a real scheduler and workers over loopback, and what befalls them.

The workers have a copy of the project of their own, as those of another machine would.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.projects import (
    BIN,
    REPORTLIB,
    chapter,
    code,
    digests,
    environment,
    run_program,
    write_project,
)

pytestmark = pytest.mark.book
PATIENCE = 120  # seconds until a test gives up

CELL = """\
import os, time
from pathlib import Path
import psutil

order = Path({orders!r}) / economy
said = order.read_text() if order.exists() else ""
if said == "wait":
    order.with_name(economy + "-begun").write_text(str(os.getpid()))
    while order.exists():
        time.sleep(0.05)
if said == "kill":
    for each in psutil.Process().parents():
        if "dask worker [" in " ".join(each.cmdline()):
            each.kill()
    time.sleep(1000)
"""


def wait_until(done: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.05)


class Cluster:
    """A scheduler, and workers that are started one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[psutil.Popen] = []

    def _start(self, *command: str, cwd: Path, root: Path | None = None) -> psutil.Popen:
        variables = {
            **environment(root),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
        }
        with (self.folder / "log.txt").open("a") as log:
            process = psutil.Popen(
                [str(BIN / "dask"), *command, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=cwd, env=variables, stdout=log, stderr=log,
            )  # fmt: skip
        self._started.append(process)
        return process

    def start(self) -> None:
        """Start the scheduler, at the address that it had before if there was one."""
        file = self.folder / "scheduler.json"
        port = self.address.rpartition(":")[2] if file.exists() else "0"
        file.unlink(missing_ok=True)
        self.scheduler = self._start(
            "scheduler", "--port", port, "--scheduler-file", str(file), cwd=self.folder
        )
        wait_until(lambda: file.exists() and file.read_text())

    @property
    def address(self) -> str:
        found: str = json.loads((self.folder / "scheduler.json").read_text())["address"]
        return found

    def add_worker(self, folder: Path, threads: int = 1, root: Path | None = None) -> psutil.Popen:
        """Start a worker in a folder and wait until it is one; the process that watches over it.

        Args:
            root: what ``REPORTLIB_ROOT`` names there, if it is set.
        """
        local, before = self.folder / "local", self._registered()
        process = self._start(
            "worker", self.address, "--nthreads", str(threads), "--local-directory", str(local),
            cwd=folder, root=root,
        )  # fmt: skip
        wait_until(lambda: self._registered() > before)
        return process

    def _registered(self) -> int:
        return (self.folder / "log.txt").read_text().count("Registered to:")

    def end(self) -> None:
        for process in reversed(self._started):
            with suppress(psutil.NoSuchProcess):
                below = process.children(recursive=True)
                process.kill()
                for each in below:
                    with suppress(psutil.NoSuchProcess):
                        each.kill()
                process.wait()
        self._started.clear()


class Command:
    """`reportlib editions` as it runs."""

    def __init__(self, root: Path, log: Path, *options: str, limit: str = "") -> None:
        self._log = log
        words = [REPORTLIB, "editions", "--log-json", *options]
        if limit:
            words = ["/bin/sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *words]
        with log.open("w") as file:
            self.process = subprocess.Popen(
                words, cwd=root, env=environment(), stderr=file, stdout=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def ended(self) -> int:
        return self.process.wait(PATIENCE)

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def events(self, what: str) -> list[tuple[str, str]]:
        lines = (line for line in self.said().splitlines(keepends=True) if line.endswith("}\n"))
        found = (json.loads(line) for line in lines)
        return [(each["edition"], each["chapter"] or each["task"]) for each in found
                if each["event"] == what]  # fmt: skip


class World:
    """A project here and a copy of it with each worker, whose cells do as they are ordered."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.cluster = cluster
        self.supervisors: list[psutil.Popen] = []
        self._commands: list[Command] = []
        self.here, self.there, self.orders = folder / "here", folder / "there", folder / "orders"
        self.orders.mkdir()
        first = chapter("first")
        cell = code(CELL.format(orders=str(self.orders)))
        write_project(self.here, {"first": [*first[:3], cell, *first[3:]]})
        settings = self.here / "_config.yml"  # of which the small book has no measure to show
        kept = [line for line in settings.read_text("utf-8").splitlines() if "world:" not in line]
        settings.write_text("\n".join(kept), encoding="utf-8")
        shutil.copytree(self.here, self.there)

    def start_cluster(self) -> None:
        self.cluster.start()
        self.supervisors = [self.cluster.add_worker(self.there) for _ in range(2)]

    def order(self, economy: str, said: str) -> None:
        (self.orders / economy).write_text(said, encoding="utf-8")

    def withdraw(self, economy: str = "*") -> None:
        for path in self.orders.glob(economy):
            path.unlink()

    def tidy(self) -> None:
        """End what a test left."""
        self.withdraw()
        while self._commands:
            command = self._commands.pop()
            command.process.kill()
            command.process.wait()
        for supervisor in self.supervisors:
            for worker in supervisor.children():
                worker.resume()

    def start(self, named: str, out: Path, *more: str, limit: str = "") -> Command:
        log = out.with_suffix(".log")
        given = ("--economies", named, "--out", str(out), "--scheduler", self.cluster.address)
        self._commands.append(Command(self.here, log, *given, *more, limit=limit))
        return self._commands[-1]

    def begun(self, economy: str, command: Command) -> tuple[psutil.Process, psutil.Process]:
        """The kernel of a cell that waits, and the worker that it is of."""
        place = self.orders / f"{economy}-begun"
        wait_until(lambda: command.process.poll() is not None or (place.exists() and place.stat()
                   .st_size))  # fmt: skip
        assert command.process.poll() is None, command.said()
        kernel = psutil.Process(int(place.read_text()))
        (worker,) = (
            each for each in kernel.parents() if "dask worker [" in " ".join(each.cmdline())
        )
        return kernel, worker


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("cluster")
    world = World(folder, Cluster(folder))
    try:
        world.start_cluster()
        yield world
    finally:
        world.cluster.end()


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """The world, in which no test leaves anything for another."""
    yield made
    made.tidy()


def once(events: Sequence[tuple[str, str]]) -> bool:
    return len(events) == len(set(events))


def left_clean(world: World) -> bool:
    """Whether the workers keep neither files nor processes of a run that has ended."""
    rooms = world.there / "_build" / "rooms"
    words = ("serving.py", "reportlib.build.warm")
    below = [
        " ".join(each.cmdline())
        for supervisor in world.supervisors
        for each in supervisor.children(recursive=True)
    ]
    return not (rooms.is_dir() and list(rooms.iterdir())) and not any(
        word in line for line in below for word in words
    )


def test_a_site_is_the_same_as_one_of_this_machine(world: World, tmp_path: Path) -> None:
    command = world.start("CHN,JPN", tmp_path / "site", "--pdf")
    assert command.ended() == 0, command.said()
    assert f"{world.cluster.address}: 2 workers" in command.said()
    alone = Command(
        world.there, tmp_path / "alone.log",
        "--economies", "CHN,JPN", "--pdf", "--jobs", "1", "--out", str(tmp_path / "alone"),
    )  # fmt: skip
    assert alone.ended() == 0, alone.said()
    assert digests(tmp_path / "site") == digests(tmp_path / "alone")
    for what in ("begun", "done"):
        assert sorted(command.events(what)) == sorted(alone.events(what))
    wait_until(lambda: left_clean(world))


def test_a_task_whose_worker_is_killed_is_done_by_another(world: World, tmp_path: Path) -> None:
    world.order("FRA", "wait")
    command = world.start("FRA", tmp_path / "site")
    _, worker = world.begun("FRA", command)
    worker.kill()
    world.withdraw()
    assert command.ended() == 0, command.said()
    assert ("FRA", "first") in command.events("again")
    assert len(command.events("done")) == 3
    assert once(command.events("done"))
    assert (tmp_path / "site" / "FRA" / "index.html").is_file()


def test_others_go_on_where_a_worker_is_slow_and_its_result_is_taken(
    world: World, tmp_path: Path
) -> None:
    world.order("KOR", "wait")
    world.order("BRA", "wait")
    command = world.start("KOR,BRA", tmp_path / "site")
    _, worker = world.begun("KOR", command)
    world.begun("BRA", command)
    worker.suspend()
    world.withdraw("BRA")
    wait_until(lambda: ("BRA", "first") in command.events("done"))
    assert ("KOR", "first") not in command.events("done")
    world.withdraw("KOR")
    worker.resume()
    assert command.ended() == 0, command.said()
    assert len(command.events("done")) == 6
    assert once(command.events("done"))
    assert command.events("again") == []


def test_an_edition_that_kills_its_workers_has_failed_and_no_other(
    world: World, tmp_path: Path
) -> None:
    world.order("DEU", "kill")
    command = world.start("DEU,ESP", tmp_path / "site", "--allow-missing")
    assert command.ended() == 1
    assert command.events("failed") == [("DEU", "first")]
    assert "DEU: first: its worker died 2 times (see the logs of the workers)" in command.said()
    assert not (tmp_path / "site" / "DEU").exists()
    assert (tmp_path / "site" / "ESP" / "index.html").is_file()


def test_ctrl_c_ends_at_once_and_leaves_the_cluster_clean(world: World, tmp_path: Path) -> None:
    world.order("AUT", "wait")
    command = world.start("AUT", tmp_path / "site")
    kernel, worker = world.begun("AUT", command)
    wait_until(lambda: ("AUT", "index") in command.events("done"))
    stopped = time.monotonic()
    os.killpg(command.process.pid, signal.SIGINT)
    assert command.ended() == 130
    assert time.monotonic() - stopped < 8
    assert command.said().endswith("Stopped by SIGINT before the end.\n")
    assert "Traceback" not in command.said()
    kernel.wait(PATIENCE)
    wait_until(lambda: left_clean(world))
    assert worker.is_running()
    world.withdraw()
    again = world.start("AUT", tmp_path / "site")
    assert again.ended() == 0, again.said()
    assert ("AUT", "index") not in again.events("done")


def test_what_a_full_disk_left_out_is_made_by_the_next_command(
    world: World, tmp_path: Path
) -> None:
    command = world.start("BEL", tmp_path / "site", "--pdf", limit="60")
    assert command.ended() == 1
    assert "cannot be written (File too large)" in command.said()
    assert "Traceback" not in command.said()
    assert not (tmp_path / "site").exists()
    again = world.start("BEL", tmp_path / "site", "--pdf")
    assert again.ended() == 0, again.said()
    assert ("BEL", "pdf") in again.events("done")
    assert {what for _, what in again.events("done")} <= {"pages", "pdf"}


def test_a_lost_scheduler_is_told_and_the_next_command_does_what_is_missing(
    world: World, tmp_path: Path
) -> None:
    world.order("CHE", "wait")
    command = world.start("CHE", tmp_path / "site")
    world.begun("CHE", command)
    wait_until(lambda: ("CHE", "index") in command.events("done"))
    world.cluster.scheduler.kill()
    try:
        assert command.ended() == 1
        assert "the connection to the scheduler was lost. What was made is kept" in command.said()
        assert "Traceback" not in command.said()
        assert not (tmp_path / "site").exists()
    finally:
        world.withdraw()
        world.cluster.end()
        world.start_cluster()
    again = world.start("CHE", tmp_path / "site")
    assert again.ended() == 0, again.said()
    assert sorted(again.events("done")) == [("CHE", "first"), ("CHE", "pages")]


def with_other_data(world: World, folder: Path) -> Path:
    shutil.copytree(world.here, folder, ignore=shutil.ignore_patterns("_build"))
    with (folder / "data" / "economies.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    return folder


def test_a_worker_with_other_data_is_named_before_anything_is_done(
    world: World, tmp_path: Path
) -> None:
    other = with_other_data(world, tmp_path / "other")
    supervisor = world.cluster.add_worker(other)
    try:
        command = world.start("NLD", tmp_path / "site")
        assert command.ended() == 1
    finally:
        supervisor.terminate()
        supervisor.wait(PATIENCE)
    where = f"Error: tcp://127.0.0.1:[0-9]+: {socket.gethostname()}: {other}: differs"
    assert re.search(where, command.said())
    assert ", in the data. Bring the same files and packages there" in command.said()
    assert command.events("begun") == []
    assert not (tmp_path / "site").exists()


@pytest.fixture
def scheduler(world: World, tmp_path: Path) -> Iterator[World]:
    """The world with a scheduler that has no worker."""
    shared, world.cluster = world.cluster, Cluster(tmp_path)
    try:
        world.cluster.start()
        yield world
    finally:
        world.cluster.end()
        world.cluster = shared


def test_workers_may_come_later_and_have_several_threads(scheduler: World, tmp_path: Path) -> None:
    command = scheduler.start("NLD", tmp_path / "site")
    wait_until(lambda: "no worker; the tasks wait for one" in command.said())
    scheduler.cluster.add_worker(scheduler.there, threads=2)
    assert command.ended() == 0, command.said()
    assert (tmp_path / "site" / "NLD" / "index.html").is_file()


def test_a_worker_that_comes_later_is_held_against_the_book_too(
    scheduler: World, tmp_path: Path
) -> None:
    command = scheduler.start("SWE", tmp_path / "site")
    wait_until(lambda: "no worker; the tasks wait for one" in command.said())
    scheduler.cluster.add_worker(with_other_data(scheduler, tmp_path / "other"))
    assert command.ended() == 1
    assert "differs from the book that is to be made, in the data" in command.said()
    assert command.events("done") == []


def test_a_worker_that_finds_no_book_is_told_where_it_looked(
    scheduler: World, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    scheduler.cluster.add_worker(tmp_path / "empty", root=tmp_path / "empty")
    command = scheduler.start("SWE", tmp_path / "site")
    assert command.ended() == 1
    assert f"REPORTLIB_ROOT names {tmp_path / 'empty'}, which is not the" in command.said()


# Without a cluster


def test_a_cluster_takes_a_package_of_its_own(world: World, tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['distributed'] = None\nfrom reportlib.start import main\nmain()\n"
    )
    given = ("--economies", "SWE", "--out", str(tmp_path / "x"), "--scheduler", "tcp://1.1.1.1:1")
    done = run_program(BIN / "python", "-c", script, "editions", *given, cwd=world.here)
    assert done.returncode == 1
    assert "pip install 'reportlib[cluster]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["", "somewhere", "http://127.0.0.1:80"])
def test_what_is_no_address_is_told_at_once(address: str, world: World, tmp_path: Path) -> None:
    given = ("--economies", "SWE", "--out", str(tmp_path / "x"), "--scheduler", address)
    done = run_program(REPORTLIB, "editions", *given, cwd=world.here)
    assert done.returncode == 1
    assert f"Error: {address}: no Dask scheduler answers there" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nobody_answers_it_is_told_after_a_while(world: World, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        given = ("--economies", "SWE", "--out", str(tmp_path / "x"), "--scheduler", address)
        done = run_program(REPORTLIB, "editions", *given, cwd=world.here)
    assert done.returncode == 1
    assert f"{address}: no Dask scheduler answers there (waited 10 seconds)" in done.stderr


def test_processes_of_this_machine_and_a_cluster_exclude_each_other(tmp_path: Path) -> None:
    given = ("--economies", "SWE", "--out", str(tmp_path / "x"), "--scheduler", "tcp://1.1.1.1:1")
    done = run_program(REPORTLIB, "editions", "--jobs", "2", *given, cwd=tmp_path)
    assert done.returncode == 2
    assert "a cluster has the workers that it has" in done.stderr


def test_dask_is_imported_for_a_cluster_alone(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "import reportlib.cli, reportlib.editions.site, reportlib.editions.cluster\n"
        "assert not {'dask', 'distributed'} & {*sys.modules}\n"
    )
    done = run_program(BIN / "python", "-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
