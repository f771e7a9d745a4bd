"""Processes of a pool: one that dies takes its own task along and no other; all end at once."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import wait
from pathlib import Path

import psutil
import pytest

from reportlib.base.errors import BuildError
from reportlib.build.processes import WorkerDiedError
from reportlib.build.warm import Warm
from reportlib.editions.pools import LocalPool


def process_of_this() -> int:
    return os.getpid()


def begin_and_sleep(begun: Path) -> None:
    begun.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(1000)


def end_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(said: str) -> None:
    raise BuildError(said)


def refuse_with_a_function() -> None:
    raise ValueError("of", lambda: None)


def test_a_process_is_used_again() -> None:
    with LocalPool(1) as pool:
        assert pool.submit(process_of_this).result() == pool.submit(process_of_this).result()


def test_what_a_task_raises_is_raised_and_the_process_goes_on() -> None:
    with LocalPool(1) as pool:
        before = pool.submit(process_of_this).result()
        with pytest.raises(BuildError, match="no"):
            pool.submit(refuse, "no").result()
        assert pool.submit(process_of_this).result() == before


def test_a_process_that_dies_fails_its_task_alone() -> None:
    with LocalPool(2) as pool:
        dying = pool.submit(end_process)
        others = [pool.submit(abs, -number) for number in range(20)]
        with pytest.raises(WorkerDiedError):
            dying.result()
        assert [other.result() for other in others] == list(range(20))


def test_a_shutdown_that_cancels_ends_what_still_works(tmp_path: Path) -> None:
    pool = LocalPool(1)
    running = pool.submit(begin_and_sleep, tmp_path / "begun")
    waiting = pool.submit(abs, 1)
    while not (tmp_path / "begun").exists() or not (tmp_path / "begun").read_text():
        time.sleep(0.02)
    started = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - started < 2
    wait([running])
    assert not psutil.pid_exists(int((tmp_path / "begun").read_text()))
    assert waiting.cancelled()


def test_a_warm_process_forks_after_its_first_call() -> None:
    warm = Warm()
    try:
        first, second, third = (warm.call(os.getpid) for _ in range(3))
        parents = {warm.call(os.getppid)}
    finally:
        warm.end()
    assert parents == {first}
    assert len({first, second, third, os.getpid()}) == 4


def test_a_warm_process_raises_what_its_child_raises() -> None:
    warm = Warm()
    try:
        warm.call(os.getpid)
        with pytest.raises(BuildError, match="no"):
            warm.call(refuse, "no")
        with pytest.raises(BuildError, match=r"ValueError: \('of'"):
            warm.call(refuse_with_a_function)
    finally:
        warm.end()


def test_a_child_that_dies_is_told_and_the_next_one_is_forked() -> None:
    warm = Warm()
    try:
        first = warm.call(os.getpid)
        with pytest.raises(BuildError, match="perhaps for lack of memory"):
            warm.call(end_process)
        assert warm.call(os.getppid) == first
    finally:
        warm.end()


def test_a_warm_process_that_dies_is_started_again() -> None:
    warm = Warm()
    try:
        with pytest.raises(BuildError, match="died"):
            warm.call(end_process)
        assert warm.call(os.getpid) != os.getpid()
    finally:
        warm.end()
