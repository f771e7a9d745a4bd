"""Processes that work for a command answer it, and end with it or when it says so."""

from __future__ import annotations

import math
import os
import signal
import sys
import time
from collections.abc import Iterator
from subprocess import PIPE, Popen, run

import psutil
import pytest

from reportlib.base.errors import BuildError, raise_all
from reportlib.build.processes import Worker, WorkerDiedError


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A process that works for the test."""
    found = Worker()
    yield found
    found.end()


def test_a_worker_calls_functions_one_after_another_in_a_process_of_its_own(worker: Worker) -> None:
    assert worker.call(math.sqrt, 4) == 2
    assert worker.call(os.getpid) == worker.call(os.getpid) != os.getpid()


def test_what_a_function_raises_is_raised_and_the_worker_goes_on(worker: Worker) -> None:
    with pytest.raises(BuildError) as error:
        worker.call(raise_all, BuildError, ["one", "other"])
    assert error.value.problems == ("one", "other")
    assert worker.call(math.sqrt, 4) == 2


def test_a_forked_worker_has_what_is_imported_here_and_none_of_the_handlers_of_its_parent() -> None:
    asked = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    assert told_by_a_forked_worker(asked) == ["True", "0"]


def test_a_process_with_threads_is_not_forked() -> None:
    asked = "threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()"
    assert told_by_a_forked_worker(asked) == ["False", "0"]


def told_by_a_forked_worker(asked: str) -> list[str]:
    """Whether it had a module of a program that did this first, and what it does at SIGTERM."""
    program = (
        "import colorsys, signal, sys, threading, time\n"
        "from reportlib.build.processes import Worker\n"
        "if __name__ == '__main__':\n"
        f"    {asked}\n"
        "    worker = Worker(forked=True)\n"
        '    print(worker.call(eval, \'"colorsys" in __import__("sys").modules\'))\n'
        "    print(int(worker.call(signal.getsignal, signal.SIGTERM)))\n"
        "    worker.end()\n"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_worker_that_dies_is_an_error_each_time(worker: Worker) -> None:
    for _ in range(2):
        with pytest.raises(WorkerDiedError):
            worker.call(os._exit, 1)


def test_a_worker_leaves_ctrl_c_to_its_parent(worker: Worker) -> None:
    pid = worker.call(os.getpid)
    os.kill(pid, signal.SIGINT)
    assert worker.call(os.getpid) == pid


def test_a_worker_ends_at_once_with_all_that_it_started(worker: Worker) -> None:
    below = worker.call(os.posix_spawn, "/bin/sleep", ["sleep", "1000"], {})
    worker.ask(time.sleep, 1000)
    worker.end()
    worker.end()  # which may be said again
    until = time.monotonic() + 20  # for the system to take it away
    while runs(below) and time.monotonic() < until:
        time.sleep(0.01)
    assert not runs(below)


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    return bool(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


def test_a_program_that_asks_for_it_ends_with_who_started_it() -> None:
    inner = (
        "from reportlib.build.processes import end_with_parent; import os, time; "
        "end_with_parent(os.getppid()); print('ready', flush=True); time.sleep(1000)"
    )
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    with Popen([sys.executable, "-c", outer], stdout=PIPE, text=True) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        (below,) = psutil.Process(started.pid).children()
        started.kill()
    assert psutil.wait_procs([below], timeout=20)[1] == []


def test_a_program_ends_whose_starter_had_ended_before_it_asked() -> None:
    with Popen([sys.executable, "-c", ""]) as gone:
        pass
    inner = (
        "from reportlib.build.processes import end_with_parent; import time; "
        f"end_with_parent({gone.pid}); time.sleep(1000)"
    )
    assert run([sys.executable, "-c", inner], check=False, timeout=20).returncode == 1


def test_a_worker_ends_without_a_word_where_nobody_waits_for_its_answer() -> None:
    program = (
        "from multiprocessing import Pipe\n"
        "from reportlib.build.processes import _serve\n"
        "asks, works = Pipe()\n"
        "def leave():\n"
        "    asks.close()\n"
        "asks.send((leave, (), {}))\n"
        "_serve(works)\n"
    )
    done = run([sys.executable, "-c", program], check=False, timeout=20, stderr=PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
